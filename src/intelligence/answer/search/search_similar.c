/* intelligence/answer/search/search_similar.c - products like one of a catalogue that comes along, or like a photo; or with something changed. */
#include "core/capability.h"
#include "intelligence/answer/look/look_answer.h"
#include "intelligence/answer/search/pictured.h"
#include "intelligence/answer/search/search_mind.h"

struct in {
    struct str product, change, language, currency;
    struct picture_given *photo;
    LIST(struct product) products;
    struct strs removed;
    int64_t k;
};

static const struct record in_record = {"search.similar.in", sizeof(struct in), (const struct field[]){
    FIELD(struct in, product, .flags = OPTIONAL, .doc = "id of the one they shall be like; absent: `photo` is given"),
    FIELD_ONE(struct in, photo, &picture_given_record, .flags = OPTIONAL, .doc = "a picture they shall look like"),
    FIELD(struct in, change, .max = 2000, .flags = OPTIONAL, 
          .doc = "what shall be otherwise: \"in red\", \"in pastel\", \"darker\", \"under $50\", \"without leather\"; beside a photo, any limits"),
    FIELD_LIST(struct in, products, &product_record, .doc = "the catalogue; pictures that are files are looked at where a photo or a change asks for it"),
    FIELD(struct in, removed, .flags = OPTIONAL, .doc = "labels of chips that the shopper took away"),
    FIELD(struct in, k, .min = 1, .max = 1000, .init = 10, .flags = OPTIONAL, .doc = "products wanted"),
    FIELD(struct in, language, .max = 20, .flags = OPTIONAL, .doc = "of the catalogue, BCP 47"),
    FIELD(struct in, currency, .max = 3, .flags = OPTIONAL, .doc = "of \"under 50\"; absent: the product's own"),
    {0}}};

static enum status looks_add(struct ctx *c, const struct in *in, const struct search_index *x, struct str by, struct search_mind *mind)
{
    struct look_rows rows = {0};
    TRY(looks_read(c, by, in->products.at, in->products.n, &rows));
    mind->looks = looks_make(c, by, &rows, in->products.n);
    mind->pictured = pictured_make(c, c, x, by, &rows);
    return OK;
}

static enum status by_photo(struct ctx *c, const struct in *in, const struct search_index *x, const struct search_mind *mind, struct search_answer *out)
{
    struct search_question q = {.query = in->change.n ? in->change : STR(""), .currency = in->currency, .sort = STR("best"), .removed = &in->removed,
                                .k = (size_t)in->k, .bare = true};
    struct look look;
    if (!mind->looks->set)
        return fail(c, REJECT, "no product has a picture that can be read");
    enum status s = looks_see(c, mind->looks->by, in->photo, &look);
    if (s != OK)
        return fail(c, s, "the photo: %s", str_copy(c, str_z(c->why)).p);
    look_photo(c, x, mind, search_room(c, x), &look, &q, out);
    return OK;
}

static enum status run(struct ctx *c, const void *opt, const void *in_, void *out)
{
    const struct in *in = in_;
    struct search_mind mind = {0};
    struct similar_question q = {in->product, in->change, in->currency, &in->removed, (size_t)in->k};
    const struct search_index *x = search_index_make(c, in->products.at, in->products.n, in->language);
    int32_t doc = shelf_find(x, in->product);
    struct str by, fault;
    if (!in->photo && doc == TERM_NONE)
        return fail(c, REJECT, in->product.n ? "there is no product %.*s" : "give `product`, the id of one, or `photo`%.*s", FMT(in->product));
    if (!in->photo)
        search_mind_make(c, opt, x, in->products.at, in->products.n, &mind);
    if (in->photo || str_trim(in->change).n) {
        TRY(looks_maker(c, &by, &fault));
        TRY(looks_add(c, in, x, by, &mind));
    }
    if (in->photo)
        return by_photo(c, in, x, &mind, out);
    look_like(c, x, &mind, search_room(c, x), (uint32_t)doc, &q, out);
    return OK;
}

const struct capability search_similar = {
    .name = "search.similar",
    .doc = "Find the products most like one by looks, words, category, attributes and price, or like a photo; or like it with something changed.",
    .stage = ANSWER,
    .in = &in_record,
    .out = &search_answer_record,
    .opt = &search_reading_record,
    .run = run,
};
