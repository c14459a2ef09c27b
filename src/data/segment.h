/* data/segment.h - groups of customers by what they bought: data that says whom an offer is for.
 *
 *   {"name":"lapsed","orders_least":1,"quiet_least":90}      ordered before, and not for 90 days
 *   {"name":"first order","orders_most":0}                   nobody who ordered before
 *
 * A rule may speak of orders only: how many, how long ago, how large, of which category. No rule speaks of who somebody is.
 * Who ordered nothing yet is known without looking at anybody; every other rule draws on a person's past, so it takes in
 * only those who agreed to that (consent "profile"), and only where the shop allows it.
 */
#pragma once
#include "core/sql.h"

struct segment {
    struct str name, goal, category; /* goal absent: as for all */
    int64_t orders_least, orders_most, quiet_least, quiet_most; /* orders placed before; days since the last. NONE: any */
    double basket_least, basket_most; /* their mean order as a multiple of the shop's. NAN: any */
};
struct segments {
    LIST(struct segment) segments;
};
extern const struct record segment_record, segments_record;

/* The shop's own, else four that every shop has. REJECT: one names a protected attribute, or has no rule. */
MUST enum status segments_load(struct ctx *c, struct segments *out);

/* It draws on what somebody bought before. */
bool segment_is_personal(const struct segment *s);
/* In words: "ordered before, not in the last 90 days". */
struct str segment_words(struct ctx *c, const struct segment *s);

struct segment_view {
    struct strs customers; /* of it now, who agreed where it is personal; of "nobody who ordered before": those known */
    struct strs sales;     /* orders since `from_ms` whose customer was of it when placing them; sorted */
    int64_t silent;        /* customers whose orders would fit, but who did not agree */
};
/* Who is of it at the context's time, and which orders were. `customer` given: look at that one only. */
MUST enum status segment_read(struct ctx *c, const struct segment *s, int64_t from_ms, struct str customer, struct segment_view *out);
