/* intelligence/decide/insight/insight_explain.h - what insight.explain takes and gives, and what its files share. */
#pragma once
#include "core/field.h"

struct told_price { /* a price decision to be told */
    double price_now, price, elasticity, se, units_change, profit_change;
};
struct told_order { /* an order to be told */
    double units, on_hand, on_order, reorder_point, per_day, lead_days;
};
struct explain_in {
    struct str sku, title, unit, currency, from;
    int64_t window;
    struct reals units, price, promo, in_stock, visits, market;
    double elasticity, elasticity_se, promo_lift;
    struct told_price *asked;
    struct told_order *order;
};
struct figure {
    struct str name;   /* "units_after" */
    double value;
    struct str unit;   /* "units", "percent", "points", "days", "money" */
    struct str text;   /* as the sentence writes it */
    struct str source; /* where it comes from: "units, the last 28 days" */
};
struct cause {
    struct str cause; /* stock, price, promotion, visits, market, chance */
    double share, units;
    struct str sentence;
};
struct explain_out {
    struct str sku;
    double change, units_before, units_after, noise; /* change: share; NAN: nothing sold before */
    bool clear;                                      /* more than chance */
    LIST(struct cause) causes;
    LIST(struct figure) figures;
    struct str sentence, backend;
    struct strs sentences;
};

extern const struct record explain_in_record, explain_out_record;

/* Add a number with its text and source; gives the text. */
struct str figure_add(struct ctx *c, struct explain_out *out, const char *name, double value, const char *unit, struct str text, struct str source);

/* What a decision stands on, as sentences with their numbers. */
void explain_decisions(struct ctx *c, const struct explain_in *in, struct explain_out *out);

/* Whether a text says nothing that the figures do not: every number is one of theirs, the direction is theirs, no cause is named
 * that was not found. *why names the first that fails. */
bool explain_holds(struct ctx *c, const struct explain_in *in, const struct explain_out *out, struct str text, struct str *why);
