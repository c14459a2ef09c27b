/* app/desk/trade.h - decisions from the shop's own tables become work: price changes and purchase-order drafts.
 *
 * `purvey serve` plans them every so often (setting "merchandise"), `purvey merchandise --propose` at once. What is on
 * its way, on order or was lately rejected is not asked for again.
 */
#pragma once
#include "app/desk/desk.h"

struct trade_planned {
    int64_t batch;           /* 0: nothing was planned */
    int64_t prices, orders, promotions, offers, clearings, alignments; /* items */
    int64_t waits;           /* better prices that wait: the plan is full, or they are in doubt */
};

/* Plan what the desk decided, in one transaction. */
MUST enum status trade_plan(struct ctx *c, const struct desk *d, struct str who, struct trade_planned *out);

/* When the next plan is due: note the shelf and arrivals, decide and plan. *did: it was. */
MUST enum status trade_step(struct ctx *c, bool *did);

/* As trade_step, whenever it was last: what a person asked for. kinds: empty, as the shop has set it. */
MUST enum status trade_now(struct ctx *c, const struct strs *kinds, struct str who, struct trade_planned *out);

/* REJECT: nothing was sold in the days that are looked at; it says when the last sale was. */
MUST enum status trade_nothing(struct ctx *c, const struct desk *d);

/* From the tables, now: note, load, decide. d->sales.days is 0 where the shop has sold nothing yet. */
MUST enum status trade_decide(struct ctx *c, struct desk *d);

/* "3 price changes, 1 order to a supplier: planned"; or "nothing new is to be planned". */
struct str trade_told(struct ctx *c, const struct trade_planned *made);
