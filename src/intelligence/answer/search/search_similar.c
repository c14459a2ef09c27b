/* intelligence/answer/search/search_similar.c - products like one of a catalogue that comes along, or like it with something changed. */
#include "core/capability.h"
#include "intelligence/answer/search/search_like.h"
#include "intelligence/answer/search/search_mind.h"

struct in {
    struct str product, change, language, currency;
    LIST(struct product) products;
    int64_t k;
};

static const struct record in_record = {"search.similar.in", sizeof(struct in), (const struct field[]){
    FIELD(struct in, product, .doc = "id of the one they shall be like"),
    FIELD(struct in, change, .max = 2000, .flags = OPTIONAL, .doc = "what shall be otherwise: \"in red\", \"under $50\", \"without leather\""),
    FIELD_LIST(struct in, products, &product_record, .doc = "the catalogue"),
    FIELD(struct in, k, .min = 1, .max = 1000, .init = 10, .flags = OPTIONAL, .doc = "products wanted"),
    FIELD(struct in, language, .max = 20, .flags = OPTIONAL, .doc = "of the catalogue, BCP 47"),
    FIELD(struct in, currency, .max = 3, .flags = OPTIONAL, .doc = "of \"under 50\"; absent: the product's own"),
    {0}}};

static enum status run(struct ctx *c, const void *opt, const void *in_, void *out)
{
    const struct in *in = in_;
    struct search_mind mind;
    struct similar_question q = {in->product, in->change, in->currency, (size_t)in->k};
    const struct search_index *x = search_index_make(c, in->products.at, in->products.n, in->language);
    int32_t doc = shelf_find(x, in->product);
    if (doc == TERM_NONE)
        return fail(c, REJECT, "there is no product %.*s", FMT(in->product));
    search_mind_make(c, opt, x, in->products.at, in->products.n, &mind);
    search_like(c, x, &mind, search_room(c, x), (uint32_t)doc, &q, out);
    return OK;
}

const struct capability search_similar = {
    .name = "search.similar",
    .doc = "Find the products most like one by words, category, attributes and price, or like it with something changed.",
    .stage = ANSWER,
    .in = &in_record,
    .out = &search_answer_record,
    .opt = &search_reading_record,
    .run = run,
};
