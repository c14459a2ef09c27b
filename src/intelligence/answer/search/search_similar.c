/* intelligence/answer/search/search_similar.c - products like one of a catalogue that comes along, or like it with something changed. */
#include "core/capability.h"
#include "intelligence/answer/search/shelf.h"

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
    (void)opt;
    const struct in *in = in_;
    struct similar_question q = {in->product, in->change, in->currency, (size_t)in->k};
    struct shelf *s = shelf_make(c, in->products.at, in->products.n, in->language);
    enum status st = shelf_similar(c, s, &q, out);
    shelf_close(s);
    return st;
}

const struct capability search_similar = {
    .name = "search.similar",
    .doc = "Find the products most like one by words, category, attributes and price, or like it with something changed.",
    .stage = ANSWER,
    .in = &in_record,
    .out = &search_answer_record,
    .run = run,
};
