/* intelligence/model/embed_clip_text.c - words as vectors that pictures can be compared with: the other half of embed.clip. */
#include "core/capability.h"
#include "core/clip.h"
#include "core/model.h"

static enum status read_all(struct ctx *c, struct clip *m, const struct embed_in *in, struct embed_out *out)
{
    float *v = NEW_ARRAY(c, float, clip_width(m));
    out->dim = clip_width(m);
    for (size_t i = 0; i < in->texts.n; i++) {
        struct reals *r = &LIST_ADD(c, &out->vectors)->v;
        *r = (struct reals){NEW_ARRAY(c, double, out->dim), (size_t)out->dim};
        TRY(clip_read(c, m, in->texts.at[i], v));
        for (size_t k = 0; k < r->n; k++)
            r->at[k] = (double)v[k];
        if (c->gone && c->gone(c))
            return fail(c, RETRY, "stopped, since nobody waits for it any more");
    }
    return OK;
}

static enum status run(struct ctx *c, const void *opt, const void *in, void *out)
{
    struct clip_rules r;
    struct clip *m;
    (void)opt;
    TRY(clip_rules_read(c, &r)); /* one choice for both halves */
    TRY(clip_open_words(c, &r, &m));
    enum status s = read_all(c, m, in, out);
    clip_close(m);
    ((struct embed_out *)out)->backend = STR("clip");
    return s;
}

const struct capability embed_clip_text = {
    .name = "embed.clip_text",
    .doc = "Turn words into vectors that pictures can be compared with, by the image-text model that embed.clip is set to.",
    .stage = TOOL,
    .needs = GPU,
    .in = &embed_in_record,
    .out = &embed_out_record,
    .run = run,
};
