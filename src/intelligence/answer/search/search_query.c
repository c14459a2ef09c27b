/* intelligence/answer/search/search_query.c - one question to a catalogue that comes along: hits, chips, facets, help. */
#include "core/capability.h"
#include "intelligence/answer/search/search_mind.h"

struct in {
    struct str query, language, currency, sort;
    LIST(struct product) products;
    struct strs removed;
    int64_t k, from;
};

static const struct record in_record = {"search.query.in", sizeof(struct in), (const struct field[]){
    FIELD(struct in, query, .max = 2000, .doc = "as the shopper wrote it"),
    FIELD_LIST(struct in, products, &product_record, .doc = "the catalogue"),
    FIELD(struct in, k, .min = 1, .max = 1000, .init = 10, .flags = OPTIONAL, .doc = "hits wanted"),
    FIELD(struct in, from, .max = 100000, .flags = OPTIONAL, .doc = "hits passed over: the page before"),
    FIELD(struct in, sort, .choice = "best|price|-price|title", .init_str = "best", .flags = OPTIONAL, .doc = "order"),
    FIELD(struct in, removed, .flags = OPTIONAL, .doc = "labels of chips that the shopper took away"),
    FIELD(struct in, language, .max = 20, .flags = OPTIONAL, .doc = "of the catalogue, BCP 47"),
    FIELD(struct in, currency, .max = 3, .flags = OPTIONAL, .doc = "of \"under 50\"; absent: the catalogue's own"),
    {0}}};

static enum status run(struct ctx *c, const void *opt, const void *in_, void *out)
{
    const struct in *in = in_;
    struct search_mind mind;
    const struct search_index *x = search_index_make(c, in->products.at, in->products.n, in->language);
    struct search_question q = {.query = in->query, .currency = in->currency, .sort = in->sort, .removed = &in->removed,
                                .k = (size_t)in->k, .from = (size_t)in->from};
    search_mind_make(c, opt, x, in->products.at, in->products.n, &mind);
    search_answer(c, x, &mind, search_room(c, x), &q, out);
    return OK;
}

const struct capability search_query = {
    .name = "search.query",
    .doc = "Answer a shopper's query: hits that keep every limit in it, the limits as chips, facets, and help where nothing fits.",
    .stage = ANSWER,
    .in = &in_record,
    .out = &search_answer_record,
    .opt = &search_reading_record,
    .run = run,
};
