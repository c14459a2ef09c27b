/* intelligence/model/embed_clip.c - pictures as vectors that words can be compared with, by an image-text model that the shop brings. */
#include "core/capability.h"
#include "core/clip.h"
#include "intelligence/model/look.h"

static enum status see(struct ctx *c, void *arg, const struct pixels *p, float *out) { return clip_see(c, arg, p, out); }

static enum status run(struct ctx *c, const void *opt, const void *in, void *out_)
{
    struct look_out *out = out_;
    struct clip *m;
    TRY(clip_open_pictures(c, opt, &m));
    enum status st = look_all(c, in, &(struct look_way){clip_width(m), clip_least(m), see, m}, out);
    clip_close(m);
    out->backend = STR("clip");
    return st;
}

const struct capability embed_clip = {
    .name = "embed.clip",
    .doc = "Turn pictures into vectors that words can be compared with, by an image-text model (CLIP, SigLIP) in the folder that is set, and gather their colours.",
    .stage = TOOL,
    .needs = GPU,
    .in = &look_in_record,
    .out = &look_out_record,
    .opt = &clip_rules_record,
    .run = run,
    .twin = "embed.image",
};
