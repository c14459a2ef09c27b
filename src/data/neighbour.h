/* data/neighbour.h - what was learnt of which product leads to which: one row a product and kind, looked up by pages.
 *
 * kind: "next" what is chosen after it, "goes_with", "similar", "popular" (of a category; "" for the whole shop).
 */
#pragma once
#include "core/sql.h"

struct neighbour {
    struct str id, reason, source;
    double score;
};
typedef LIST(struct neighbour) neighbour_list;

/* Replace a list; the same again writes nothing. */
MUST enum status neighbours_save(struct ctx *c, struct str kind, struct str of, const neighbour_list *list);

/* Best first; none: an empty list. */
MUST enum status neighbours_load(struct ctx *c, struct str kind, struct str of, neighbour_list *out);

/* Drop the lists of products that are gone. */
MUST enum status neighbours_tidy(struct ctx *c);
