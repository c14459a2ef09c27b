/* intelligence/model/embed_e5.c - sentence embeddings in about a hundred languages, by multilingual-e5-small.
 *
 * Source  Wang et al. 2024, Multilingual E5 Text Embeddings: "query: " and "passage: " before the texts are the model's own
 */
#include "core/encoder.h"
#include "core/model.h"

struct options {
    struct str model;
    int64_t threads;
};
static const struct record option_record = {"embed_e5_options", sizeof(struct options), (const struct field[]){
    FIELD(struct options, model, .flags = OPTIONAL, .doc = "the file e5-small-q4.bin; absent: the packaged one"),
    FIELD(struct options, threads, .min = 0, .max = 256, .flags = OPTIONAL, .doc = "0: as many as there are cores"),
    {0}}};

static enum status run(struct ctx *c, const void *opt_, const void *in_, void *out_)
{
    const struct options *opt = opt_;
    const struct embed_in *in = in_;
    struct embed_out *out = out_;
    struct encoder *e;
    TRY(encoder_open(c, opt->model, opt->threads, &e));
    out->dim = encoder_dim(e);
    float *v = NEW_ARRAY(c, float, in->texts.n * (size_t)out->dim);
    enum status s = encoder_embed(c, e, &in->texts, str_eq(in->role, STR("query")), v);
    encoder_close(e);
    for (size_t i = 0; i < in->texts.n && s == OK; i++) {
        struct reals *r = &LIST_ADD(c, &out->vectors)->v;
        *r = (struct reals){NEW_ARRAY(c, double, out->dim), (size_t)out->dim};
        for (size_t k = 0; k < r->n; k++)
            r->at[k] = (double)v[i * r->n + k];
    }
    out->backend = STR("e5:multilingual-e5-small-q4");
    return s;
}

const struct capability embed_e5 = {
    .name = "embed.e5",
    .doc = "turn texts into vectors whose nearness is nearness of meaning, across languages",
    .stage = TOOL,
    .needs = GPU,
    .in = &embed_in_record,
    .out = &embed_out_record,
    .opt = &option_record,
    .run = run,
    .twin = "embed.hash",
};
