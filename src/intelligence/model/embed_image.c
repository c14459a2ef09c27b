/* intelligence/model/embed_image.c - pictures as vectors of what they show, by EfficientNet-Lite0.
 *
 * The picture is stretched to the network's square, so that nothing of the product is cut off.
 */
#include "core/capability.h"
#include "core/sight.h"
#include "intelligence/model/look.h"

struct opt {
    struct str model;
    int64_t threads;
};
static const struct record opt_record = {"embed.image", sizeof(struct opt), (const struct field[]){
    FIELD(struct opt, model, .flags = OPTIONAL, .doc = "the network's file; absent: the packaged one"),
    FIELD(struct opt, threads, .min = 0, .max = 256, .flags = OPTIONAL, .doc = "0: as many as there are cores"),
    {0}}};

static enum status see(struct ctx *c, void *arg, const struct pixels *p, float *out)
{
    struct arena_mark mark = arena_mark(c->mem);
    struct pixels square = image_fit(c, p, SIGHT_SIDE, SIGHT_SIDE);
    TRY(sight_see(c, arg, &square, out));
    arena_reset(c->mem, mark);
    return OK;
}

static enum status run(struct ctx *c, const void *opt_, const void *in, void *out_)
{
    const struct opt *opt = opt_;
    struct look_out *out = out_;
    struct sight *s;
    TRY(sight_open(c, opt->model.n ? opt->model : sight_find(c), opt->threads, &s));
    enum status st = look_all(c, in, &(struct look_way){.dim = SIGHT_WIDTH, .see = see, .arg = s}, out);
    sight_close(s);
    out->backend = STR("image:efficientnet-lite0");
    return st;
}

const struct capability embed_image = {
    .name = "embed.image",
    .doc = "Turn pictures into vectors whose nearness is likeness of what they show, and gather their colours.",
    .stage = TOOL,
    .needs = GPU,
    .in = &look_in_record,
    .out = &look_out_record,
    .opt = &opt_record,
    .run = run,
    .twin = "embed.colour",
};
