/* intelligence/answer/recommend/recommend_item.h - what is known of the things to recommend, and which of them may be shown. */
#pragma once
#include "core/field.h"
#include "intelligence/answer/search/search_word.h"

struct recommend_fact {
    struct str name, value;
};
struct recommend_item {
    struct str id, title, brand, category;
    int64_t price, stock, added_ms; /* price: minor units; stock: units; NONE: not stated */
    bool consumable;
    LIST(struct recommend_fact) attributes;
    struct reals vector;            /* of its content, any model's; none: its words are compared */
};
extern const struct record recommend_item_record;

/* Items by number: those described first, then those only met in what people did. */
struct recommend_shelf {
    struct wordlist ids;
    const struct recommend_item *item; /* [described] */
    size_t described;
};
void recommend_shelf_make(struct ctx *c, const struct recommend_item *item, size_t n, struct recommend_shelf *out);

/* Its title, or "item 17" where it has none. */
struct str recommend_name(struct ctx *c, const struct recommend_shelf *s, uint32_t item);

/* The last step of "Shoes > Trail"; absent where none is stated. */
struct str recommend_kind(const struct recommend_shelf *s, uint32_t item);

bool recommend_has_stock(const struct recommend_shelf *s, uint32_t item); /* what is not tracked counts as there */
