/* intelligence/model/embed.c - texts through an encoder, into a capability's answer. */
#include "intelligence/model/embed.h"

const struct record embed_option_record = {"embed_options", sizeof(struct embed_options), (const struct field[]){
    FIELD(struct embed_options, model, .flags = OPTIONAL, .doc = "the model's file; absent: the packaged one"),
    FIELD(struct embed_options, threads, .min = 0, .max = 256, .flags = OPTIONAL, .doc = "0: as many as there are cores"),
    {0}}};

enum status embed_run(struct ctx *c, enum encoder_kind kind, const struct embed_options *opt, const struct embed_in *in, struct embed_out *out)
{
    struct encoder *e;
    TRY(encoder_open(c, opt->model.n ? opt->model : encoder_find(c, kind), opt->threads, &e));
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
    return s;
}
