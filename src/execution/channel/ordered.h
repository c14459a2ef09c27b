/* execution/channel/ordered.h - an order as a real shop has it, as ours: what the shops' pulls share. */
#pragma once
#include "data/bring.h"
#include "execution/channel/shop.h"

struct sent_part { /* units of a line that left in a parcel, or came back */
    struct str line;   /* the shop's own id */
    struct str parcel; /* absent: they came back */
    int64_t units;
};
struct sent_parts {
    struct sent_part *at;
    size_t n;
};

int64_t ordered_moment(const struct json *v); /* ms UTC of a time as the shop writes it; NONE: it tells none */

struct pulled_order *ordered_add(struct ctx *c, struct channel_out *out, const char *shop, struct str remote);

/* A line of the order, all its units still open: what one costs and what all of them come to after discounts, with tax; and
 * both as the catalogue's prices are. */
struct ordered_sum { int64_t each, all; };
void ordered_line(struct ctx *c, struct pulled_order *one, const struct order_line *l, struct ordered_sum paid, struct ordered_sum asked);

/* A parcel of the order; state "shipped" or "delivered". */
void ordered_parcel(struct ctx *c, struct order *o, struct str id, struct str carrier, bool delivered, int64_t at_ms);

/* Split the lines by what left in which parcel, and came back. Call it last, once. */
void ordered_split(struct ctx *c, struct order *o, const struct sent_parts *parts);
