/* intelligence/answer/recommend/recommend_item.c - items numbered, named and held to their stock. */
#include "intelligence/answer/recommend/recommend_item.h"

static const struct record fact_record = {"fact", sizeof(struct recommend_fact), (const struct field[]){
    FIELD(struct recommend_fact, name, .min = 1, .max = 200, .doc = "colour"),
    FIELD(struct recommend_fact, value, .max = 2000, .flags = LOOSE, .doc = "green"),
    {0}}};
const struct record recommend_item_record = {"item", sizeof(struct recommend_item), (const struct field[]){
    FIELD(struct recommend_item, id, .min = 1, .max = 200, .flags = LOOSE, .doc = "as the interactions name it"),
    FIELD(struct recommend_item, title, .max = 500, .flags = OPTIONAL, .doc = "for the reasons"),
    FIELD(struct recommend_item, brand, .max = 200, .flags = OPTIONAL, .doc = "brand"),
    FIELD(struct recommend_item, category, .max = 500, .flags = OPTIONAL, .doc = "Shoes > Trail"),
    FIELD(struct recommend_item, price, .unit = "minor", .min = 0, .max = 1e12, .init = (double)NONE, .flags = OPTIONAL, .doc = "asked"),
    FIELD(struct recommend_item, stock, .min = -1e9, .max = 1e12, .init = (double)NONE, .flags = OPTIONAL,
          .doc = "units on hand; 0 or less is never shown; absent: not tracked"),
    FIELD(struct recommend_item, added_ms, .unit = "ms", .init = (double)NONE, .flags = OPTIONAL, .doc = "when it came into the shop"),
    FIELD(struct recommend_item, consumable, .flags = OPTIONAL, .doc = "used up and bought again"),
    FIELD_LIST(struct recommend_item, attributes, &fact_record, .max = 200, .flags = OPTIONAL, .doc = "what is stated of it"),
    FIELD(struct recommend_item, vector, .max = 4096, .flags = OPTIONAL, .doc = "of its content; all of one length"),
    {0}}};

void recommend_shelf_make(struct ctx *c, const struct recommend_item *item, size_t n, struct recommend_shelf *out)
{
    struct recommend_item *kept = NEW_ARRAY(c, struct recommend_item, n);
    *out = (struct recommend_shelf){.item = kept};
    for (size_t i = 0; i < n; i++)
        kept[wordlist_add(c, &out->ids, item[i].id)] = item[i]; /* of one described twice, the last holds */
    out->described = out->ids.n;
}

struct str recommend_name(struct ctx *c, const struct recommend_shelf *s, uint32_t item)
{
    return item < s->described && s->item[item].title.n ? s->item[item].title : str_fmt(c, "item %.*s", FMT(s->ids.text[item]));
}

struct str recommend_kind(const struct recommend_shelf *s, uint32_t item)
{
    struct str path = item < s->described ? s->item[item].category : (struct str){0};
    size_t from = path.n;
    while (from > 0 && path.p[from - 1] != '>')
        from--;
    return path.n ? str_trim((struct str){path.p + from, path.n - from}) : path;
}

bool recommend_has_stock(const struct recommend_shelf *s, uint32_t item)
{
    return item >= s->described || s->item[item].stock == NONE || s->item[item].stock > 0;
}
