/* execution/channel/errand.h - what is done to an order in a real shop: what stands there of it, doing it, looking again. */
#pragma once
#include "data/errand.h"
#include "execution/channel/shop.h"

struct errand_kind {
    const char *kind; /* of struct errand */
    /* What the shop shows of this very errand, by its mark (absent: nothing yet), and what it shows once it is done. */
    enum status (*look)(struct ctx *c, struct link *l, const struct json *order, const struct errand *w, struct str *shown, struct str *want);
    /* Do what is not done yet. REJECT, before anything is asked of the shop, where it would be wrong. */
    enum status (*put)(struct ctx *c, struct link *l, const struct json *order, const struct errand *w);
};
struct errand_driver {
    enum status (*load)(struct ctx *c, struct link *l, struct str order, const struct json **out); /* NULL: it has none such */
    const struct errand_kind *kinds; /* ends with {0} */
};
extern const struct errand_driver medusa_errands, vendure_errands;

/* One effect on entity "order": look, or write and look again. */
void errand_effect(struct ctx *c, const struct errand_driver *d, struct link *l, const struct effect *e, bool write, struct seen *out);

struct str errand_money(struct ctx *c, const struct errand *w); /* "1250 EUR" */
struct str errand_units(struct ctx *c, const struct errand *w); /* "2 of 17, 1 of 18 damaged" */

/* An address in one line, to compare: what is not said in `w` is taken from `there`. */
struct str errand_address(struct ctx *c, const struct address *a);
struct address errand_address_whole(const struct errand *w, const struct address *there);

/* REJECT: more would be given back than the shop still has of this payment. */
MUST enum status errand_within(struct ctx *c, const struct link *l, const struct errand *w, int64_t taken, int64_t given_back);

/* The shop's place for the errand's node; absent where it names none ("main"). REJECT: nothing stands for it there. */
MUST enum status errand_location(struct ctx *c, const struct link *l, const struct errand *w, struct str *id);
