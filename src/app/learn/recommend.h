/* app/learn/recommend.h - what a page of the storefront recommends: look-ups of what was learnt, held to the shop as it stands.
 *
 * mind learns (recommend_learn) and keeps neighbours in the table `neighbour`; a page view is a few look-ups by key.
 * What is shown has stock, is not gone, is not on the page already and keeps the shop's rules (setting "recommend").
 *
 *   struct recommend_ask ask = {.place = PLACE_GOES_WITH, .page = ids, .visitor = visitor, .k = 8};
 *   TRY(recommend_show(c, &ask, &list));
 */
#pragma once
#include "core/field.h"

enum recommend_place {
    PLACE_SIMILAR,   /* product page: instead of this one */
    PLACE_GOES_WITH, /* product page or cart: beside these */
    PLACE_FOR_YOU,   /* anywhere: by what this visitor looked at and bought; what sells, where nothing is known */
    PLACE_POPULAR,   /* what sells, within `category` where one is given */
};
struct recommend_ask {
    enum recommend_place place;
    struct strs page;      /* product ids on the page or in the cart; never recommended themselves */
    struct str visitor;    /* event.visitor; absent: nobody known */
    struct str customer;   /* of one who is signed in; absent: not */
    struct str category;   /* PLACE_POPULAR: "Shoes > Trail"; absent: the whole shop */
    size_t k;              /* how many at most */
};
struct recommended {
    struct str id, title, image, url, currency;
    int64_t price;         /* minor units; NONE */
    struct str reason;     /* "often bought after Trail Runner 3 (12 of 80 buyers)": true of the shop's own data */
    struct str source;     /* "similar", "goes_with", "next", "popular", "new", "rule" */
    double score;          /* comparable within one list only */
};
struct recommended_list {
    LIST(struct recommended) shown; /* best first */
    struct str variant;    /* the configuration that made it, for the event's `list`: "for_you", "for_you:b" */
};
extern const struct record recommended_list_record;

/* Answers from the database alone; an unknown visitor or product gets what sells. */
MUST enum status recommend_show(struct ctx *c, const struct recommend_ask *ask, struct recommended_list *out);

/* Learn anew where sales, events or products changed since; *did says whether. Every ten minutes at most, unless `now`. */
MUST enum status recommend_learn(struct ctx *c, bool now, bool *did);

/* "similar", "goes_with", "for_you", "popular"; false: no such place. */
bool recommend_place_of(struct str name, enum recommend_place *out);
