/* data/choice.h - what people chose, as rows to learn from: lines of orders, and products looked at or put into carts. */
#pragma once
#include "core/sql.h"

struct choice {
    struct str who;     /* customer, visitor, or "sale:…" of a guest: a key, never shown */
    struct str visit;   /* the order, or the visitor's day */
    struct str product;
    struct str act;     /* "bought", "added", "viewed" */
    int64_t at_ms;
};
typedef LIST(struct choice) choice_list;

/* The newest `most` of each, oldest first. Orders that were cancelled or wholly refunded are none. */
MUST enum status choices_bought(struct ctx *c, int64_t most, choice_list *out);
MUST enum status choices_seen(struct ctx *c, int64_t most, choice_list *out);

/* What one visitor (or customer) chose last, newest first. */
MUST enum status choices_of(struct ctx *c, struct str visitor, struct str customer, int64_t most, choice_list *out);

/* A text that differs when anything to learn from has come or changed. */
MUST enum status choices_mark(struct ctx *c, struct str *out);

/* What a shop sells, as far as recommending needs it. */
struct good {
    struct str id, title, brand, category, url, image, currency;
    int64_t price, stock, updated_ms; /* stock: over all variants; NONE: not tracked */
};
typedef LIST(struct good) good_list;
MUST enum status goods_load(struct ctx *c, good_list *out); /* not those that are gone, by id */
MUST enum status good_find(struct ctx *c, struct str id, struct good *out, bool *found); /* gone: not found */

struct good_fact {
    struct str product, name, value;
};
typedef LIST(struct good_fact) good_fact_list;
MUST enum status goods_facts(struct ctx *c, good_fact_list *out); /* by product */
