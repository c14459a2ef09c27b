/* intelligence/decide/exception/exception.h - what went wrong with an order, what can be done about it, and what each way is worth.
 *
 *   exception_ways()     which ways there are, from the stock elsewhere, similar goods, restocking and policy
 *   exception_weigh()    what each is worth to the shop
 *   exception_message()  what the customer is told of the one that is chosen
 *
 * Units   money: minor units; days: from now; probabilities 0..1
 */
#pragma once
#include "core/field.h"

struct ex_line {
    struct str sku, title;
    int64_t quantity, price; /* of one, as paid */
    int64_t cost;            /* of one; NONE: not known */
    int64_t paid;            /* for all of it, to the cent; NONE: quantity times price */
};
struct ex_quote {
    struct str node;
    int64_t parcel, unit;
    double days; /* NAN: not said */
};
struct ex_order {
    struct str id, currency, node; /* node: where it was to leave from */
    struct str country;
    LIST(struct ex_line) lines;
    LIST(struct ex_quote) quotes;
    int64_t shipping;         /* paid by the customer */
    double promised_days;     /* NAN: nothing was promised */
    struct str parcel;        /* lost, late */
};
struct ex_failed {
    struct str sku;
    int64_t quantity;         /* NONE: all of the line */
};
struct ex_node {
    struct str id, kind;
    struct counts stock, protect;
};
struct ex_similar {
    struct str sku, instead_of, title;
    int64_t price, cost;      /* cost NONE: not known */
    double similarity;
    int64_t stock;            /* NONE: enough */
    double days;              /* until delivery; NAN: as promised */
    struct str better;        /* why it is no worse, from the shop's facts: "steel instead of plastic" */
};
struct ex_restock { struct str sku; double days; };
struct ex_past { /* how customers took such a way before */
    struct str way;                   /* substitute, wait, ask, verify */
    int64_t taken, refused;           /* in the whole shop */
    int64_t near_taken, near_refused; /* of these, with goods of the same category */
    double days;                      /* of wait: how long, on average */
};
struct ex_stay { /* who bought again after such a way; "none": after orders without trouble */
    struct str way;           /* none, cancel, late, wait, substitute */
    int64_t cases, stayed;
    double days;              /* of late and wait: how long, on average */
};
struct ex_customer {
    struct str name, language, tone;
    int64_t value;            /* what they are still worth; NONE: not known */
    struct str value_basis;   /* what that rests on */
    int64_t accepted, refused; /* substitutes they were offered before */
};
struct ex_policy {
    struct strs allow;        /* kinds of ways; empty: all */
    int64_t late_per_day;     /* what a day after the promise costs */
    int64_t ask_above;        /* a person decides where the failed lines are worth more; NONE: never for that */
    int64_t ask_loss;         /* or where the best way costs more than this; NONE */
    double accept_min;        /* the customer is asked first where they would accept with less than this */
    double compensation_share; /* of the failed lines' price */
    int64_t compensation_max;
    struct str compensation_as;
    int64_t extra_max;        /* a substitute may cost so much more, which the shop bears */
    double similarity_min, wait_max;
    double release_max;       /* of fraud: no order of a higher risk is released */
};
struct ex_in {
    struct ex_order *order;
    LIST(struct ex_failed) failed;
    struct str what;
    LIST(struct ex_node) nodes;
    LIST(struct ex_similar) similar;
    LIST(struct ex_restock) restock;
    LIST(struct ex_past) past;
    LIST(struct ex_stay) stays;
    struct ex_customer *customer;
    struct ex_policy *policy;
    double late_days;         /* of late: how long it will take still; NAN */
    double risk;              /* of fraud: that it is one; NAN: not known */
    struct str cause;         /* of payment: "insufficient", "expired", "declined", "technical" */
    int64_t retries;          /* how often the provider may still be asked for the same payment */
    struct str pay_url;       /* where the customer can pay by another means; absent: there is no such page */
};
struct ex_opt {
    double leave_cancel, leave_late_day, leave_wait_day, leave_substitute, leave_ask, relief, margin_guess, prior_cases;
    int64_t value_orders;
    struct str backend;
};

struct ex_act_line { struct str sku; int64_t quantity; struct str to, node; };
struct ex_act { /* reads as execution/order/act.h: the caller adds key, order and actor */
    struct str kind, reason;
    LIST(struct ex_act_line) lines;
    int64_t amount, expected_ms; /* NONE */
    struct str as, parcel;
};
struct ex_piece { /* what becomes of one failed line */
    struct str sku, how;  /* "elsewhere", "substitute", "wait", "cancel", "again" */
    int64_t quantity;
    struct str node, to, to_title;
    double days;          /* until the customer has it; NAN: never */
};
struct ex_way {
    struct str kind;      /* reroute, split, substitute, wait, mixed, cancel, replace, refund, ask, retry, hold, release, verify */
    struct str title;     /* one sentence for people */
    LIST(struct ex_piece) pieces;
    int64_t margin;       /* what is left of the failed lines: price kept less goods, ways and compensation */
    int64_t late_cost, value_loss, compensation;
    double accept;        /* that the customer takes it */
    struct str basis;     /* what that chance rests on: past cases, or an assumption */
    double leave;         /* that they do not buy again for this, where they take it */
    struct str leave_basis;
    int64_t worth;        /* expected: what the ways are sorted by */
    double days;          /* until the last of it arrives; NAN */
    bool fee_waived, allowed;
    struct str why_not;
    LIST(struct ex_act) actions;
    double kept, goods, ways, share; /* not told: price kept, cost of goods and of ways, part of the order */
    double nobody;                   /* nor this: of those who refuse, how many are frauds, with whom no customer is lost */
};
struct ex_message { struct str language, tone, subject, text, backend; };
struct ex_out {
    LIST(struct ex_way) options;
    struct str choice, decision; /* decision: do, ask_customer, ask_person */
    struct str why;
    LIST(struct ex_act) actions;
    struct ex_message *message;
    struct strs notes;
};
extern const struct record ex_quote_record, ex_policy_record, ex_restock_record, ex_in_record, ex_out_record, ex_opt_record;

struct ex_lines {
    struct ex_line *at;
    size_t n;
};
struct ex_case { /* what the parts share */
    const struct ex_in *in;
    const struct ex_opt *opt;
    const struct ex_policy *policy;
    const struct ex_customer *who;
    struct ex_lines failed;        /* the failed units, each with price and cost */
    struct ex_lines rest;          /* what of the order is left */
    double price, goods, value;    /* of the failed units; the customer's value */
    double units;                  /* that failed */
    double honest;                 /* that there is a customer to lose: less than 1 where a fraud is suspected */
    bool value_known;
    struct strs notes;
};

/* Every way there is, weighed, best first among the allowed. */
MUST enum status exception_ways(struct ctx *c, struct ex_case *x, struct ex_out *out);

/* Fill in a way's worth from its pieces and its cost of ways. */
void exception_weigh(const struct ex_case *x, struct ex_way *w);

/* Pieces of `lines` from other nodes by route.order; *ways: what that costs; *all: none is left over. */
MUST enum status exception_route(struct ctx *c, const struct ex_case *x, struct ex_lines lines, struct ex_way *w, bool *all);

/* By template, in the customer's language and tone; a model's words only where every claim of theirs stands in it. */
MUST enum status exception_message(struct ctx *c, struct ex_case *x, const struct ex_way *w, struct str decision, struct ex_message *out);

/* The chance that a way is taken: `assumed`, moved by what the shop's past says of it. `typical`: what would have been assumed of
 * the past cases. Beta-binomial, the category's cases drawn to the shop's and those to the assumption, by opt->prior_cases. */
double ex_learnt(const struct ex_case *x, const char *way, double assumed, double typical);
/* "from 37 past cases, 12 of them in this category", or that it is assumed. */
struct str ex_basis(struct ctx *c, const struct ex_case *x, const char *way);
/* The chance to lose a customer by `way` after so many days: `assumed`, moved by who bought again in the shop's own history, drawn to the assumption
 * by opt->prior_cases. What trouble costs is how many fewer buy again than after orders without any. */
double ex_leave(const struct ex_case *x, const char *way, double assumed, double days);
/* "from 412 of your own cases: …", or that it is assumed. */
struct str ex_leave_basis(struct ctx *c, const struct ex_case *x, const char *way);
double ex_cost(const struct ex_case *x, const struct ex_line *l);          /* of one: as given, else a share of the price */
const struct ex_line *ex_failed_line(const struct ex_case *x, struct str sku); /* NULL */
double ex_accept_similar(const struct ex_case *x, const struct ex_similar *s);
