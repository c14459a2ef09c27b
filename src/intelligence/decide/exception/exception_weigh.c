/* intelligence/decide/exception/exception_weigh.c - what a way out of trouble is worth: money kept, lateness, and who stays a customer.
 *
 *   margin  = price kept - goods - ways - compensation; where all of the order is at stake, with what was paid for the way
 *   worth   = accept  x (margin - lateness - P(leaves | this way) x value)
 *           + refused x (                  - P(leaves | asked, then cancelled) x value)
 *
 * The chance that a way is taken begins as an assumption and is moved by the shop's own past cases (ex_learnt). The chances to
 * lose a customer are settings of the capability; they are moved by who bought again after such trouble, beside who did after none (ex_leave).
 */
#include "intelligence/decide/exception/exception.h"
#include <math.h>

static const double PATIENCE_DAYS = 10;       /* of lateness until a third still waits */
static const double ROUTE_PATIENCE_DAYS = 20; /* where it is on its way already */
static const double LEAVE_MAX = 0.5;
enum { BASE_CASES = 30, BASE_STAYED = 5 };
static const double TYPICAL_LIKENESS = 0.75;  /* of substitutes that were given: what is less alike is seldom offered */
static const double CHANCE_MIN = 0.02, CHANCE_MAX = 0.98; /* beyond, odds mean nothing */
static const double ASKED_BEFORE = 4;         /* how many answers of this customer weigh as much as the product's likeness */

double ex_cost(const struct ex_case *x, const struct ex_line *l)
{
    return l->cost != NONE ? (double)l->cost : (1 - x->opt->margin_guess) * (double)l->price;
}

const struct ex_line *ex_failed_line(const struct ex_case *x, struct str sku)
{
    for (size_t i = 0; i < x->failed.n; i++)
        if (str_eq(x->failed.at[i].sku, sku))
            return &x->failed.at[i];
    return NULL;
}

/* ---- what the past says ----------------------------------------------------------------------------------- */

static const struct ex_past *past_of(const struct ex_case *x, const char *way)
{
    for (size_t i = 0; i < x->in->past.n; i++)
        if (str_eq(x->in->past.at[i].way, str_z(way)))
            return x->in->past.at[i].taken + x->in->past.at[i].refused > 0 ? &x->in->past.at[i] : NULL;
    return NULL;
}

static double odds(double p)
{
    p = fmin(fmax(p, CHANCE_MIN), CHANCE_MAX);
    return p / (1 - p);
}

double ex_learnt(const struct ex_case *x, const char *way, double assumed, double typical)
{
    const struct ex_past *p = past_of(x, way);
    double prior = x->opt->prior_cases;
    if (!p)
        return assumed;
    double far_taken = (double)(p->taken - p->near_taken), far_refused = (double)(p->refused - p->near_refused);
    typical = fmin(fmax(typical, CHANCE_MIN), CHANCE_MAX);
    double shop = (prior * typical + far_taken) / (prior + far_taken + far_refused);
    double near = (prior * shop + (double)p->near_taken) / (prior + (double)(p->near_taken + p->near_refused));
    double moved = odds(assumed) * odds(near) / odds(typical); /* what is more alike stays more likely */
    return moved / (1 + moved);
}

struct str ex_basis(struct ctx *c, const struct ex_case *x, const char *way)
{
    const struct ex_past *p = past_of(x, way);
    if (!p)
        return STR("assumed: this shop has no past case");
    long long all = p->taken + p->refused, near = p->near_taken + p->near_refused;
    struct str from = str_fmt(c, "from %lld past case%s, %lld taken", all, all == 1 ? "" : "s", (long long)p->taken);
    return near ? str_fmt(c, "%s; %lld in this category, %lld taken", from.p, near, (long long)p->near_taken) : from;
}

/* ---- who stays ---------------------------------------------------------------------------------------------- */

static const struct ex_stay *stay_of(const struct ex_case *x, const char *way)
{
    for (size_t i = 0; i < x->in->stays.n; i++)
        if (str_eq(x->in->stays.at[i].way, str_z(way)))
            return x->in->stays.at[i].cases > 0 ? &x->in->stays.at[i] : NULL;
    return NULL;
}

/* Too few orders without trouble, or hardly anybody who buys twice, and nothing can be held against them. */
static bool stays_tell(const struct ex_case *x, const char *way, const struct ex_stay **s, const struct ex_stay **none)
{
    *s = stay_of(x, way), *none = stay_of(x, "none");
    return *s && *none && (*none)->cases >= BASE_CASES && (*none)->stayed >= BASE_STAYED;
}

double ex_leave(const struct ex_case *x, const char *way, double assumed, double days)
{
    const struct ex_stay *s, *none;
    if (!stays_tell(x, way, &s, &none))
        return assumed;
    double base = (double)none->stayed / (double)none->cases, prior = x->opt->prior_cases;
    bool by_day = s->days > 0 && days > 0;
    double typical = fmin(by_day ? assumed / days * s->days : assumed, LEAVE_MAX); /* assumed of the past cases */
    double stayed = (prior * base * (1 - typical) + (double)s->stayed) / (prior + (double)s->cases);
    double seen = fmin(fmax(1 - stayed / base, 0), LEAVE_MAX);
    return fmin(by_day ? seen / s->days * days : seen, LEAVE_MAX);
}

struct str ex_leave_basis(struct ctx *c, const struct ex_case *x, const char *way)
{
    const struct ex_stay *s, *none;
    if (!stays_tell(x, way, &s, &none))
        return !stay_of(x, way) ? STR("assumed: no cases of your own yet")
                                : STR("assumed: too few of your own orders without trouble to hold yours against");
    return str_fmt(c, "from %lld of your own cases, after which %.0f %% bought again; after %lld orders without trouble %.0f %% did", (long long)s->cases,
                   100.0 * (double)s->stayed / (double)s->cases, (long long)none->cases, 100.0 * (double)none->stayed / (double)none->cases);
}

static double similar_assumed(double likeness) { return fmin(fmax(0.15 + 0.8 * likeness, 0.05), 0.97); }

static double wait_assumed(double days) { return exp(-fmax(days, 0) / PATIENCE_DAYS); }

static double wait_chance(const struct ex_case *x, double late)
{
    const struct ex_past *p = past_of(x, "wait");
    return ex_learnt(x, "wait", wait_assumed(late), p ? wait_assumed(p->days) : 1);
}

/* Likeness says how many take it; how the shop's customers and this one answered before moves that. */
double ex_accept_similar(const struct ex_case *x, const struct ex_similar *s)
{
    double likely = ex_learnt(x, "substitute", similar_assumed(s->similarity), similar_assumed(TYPICAL_LIKENESS));
    double yes = (double)x->who->accepted, no = (double)x->who->refused;
    return (ASKED_BEFORE * likely + yes) / (ASKED_BEFORE + yes + no);
}

static double lateness(const struct ex_case *x, double days)
{
    double promised = x->in->order->promised_days;
    if (isnan(days))
        return 0;
    return fmax(days - (isnan(promised) ? 0 : fmax(promised, 0)), 0);
}

struct chance { double leave, accept; };

static struct chance chance_of(const struct ex_case *x, const struct ex_piece *p)
{
    const struct ex_opt *o = x->opt;
    double late = lateness(x, p->days);
    if (str_eq(p->how, STR("cancel")))
        return (struct chance){str_eq(x->in->what, STR("cancellation")) ? 0 /* it is what they want */ : x->honest * ex_leave(x, "cancel", o->leave_cancel, 0), 1};
    if (str_eq(p->how, STR("wait")))
        return (struct chance){ex_leave(x, "wait", o->leave_wait_day * late, late), wait_chance(x, late)};
    if (str_eq(p->how, STR("substitute")))
        return (struct chance){ex_leave(x, "substitute", o->leave_substitute, 0) + (late > 0 ? ex_leave(x, "late", o->leave_late_day * late, late) : 0), NAN};
    if (isnan(x->in->order->promised_days))
        late = 0;
    return (struct chance){late > 0 ? ex_leave(x, "late", o->leave_late_day * late, late) : 0, exp(-late / ROUTE_PATIENCE_DAYS)};
}

static const struct ex_similar *similar_of(const struct ex_case *x, const struct ex_piece *p)
{
    for (size_t i = 0; i < x->in->similar.n; i++)
        if (str_eq(x->in->similar.at[i].sku, p->to))
            return &x->in->similar.at[i];
    return NULL;
}

/* What this piece keeps of its price, and what its goods cost once more. */
static void piece_money(const struct ex_case *x, const struct ex_piece *p, struct ex_way *w)
{
    const struct ex_line *l = ex_failed_line(x, p->sku);
    const struct ex_similar *s = str_eq(p->how, STR("substitute")) ? similar_of(x, p) : NULL;
    double units = (double)p->quantity, price = l ? (double)l->price : 0, cost = l ? ex_cost(x, l) : 0;
    if (!l || str_eq(p->how, STR("cancel")))
        return;
    if (s) {
        cost = s->cost != NONE ? (double)s->cost : (1 - x->opt->margin_guess) * (double)s->price;
        price = fmin(price, (double)s->price);
    }
    w->kept += units * price;
    w->goods += units * cost;
}

static int64_t whole(double v) { return (int64_t)llround(fmin(fmax(v, -4e15), 4e15)); }

void exception_weigh(const struct ex_case *x, struct ex_way *w)
{
    double leave = 0, weight = 0, accept = w->accept; /* a way that is no delivery brings its own chance */
    bool delivers = false;
    w->kept = w->goods = 0;
    w->days = NAN;
    for (size_t i = 0; i < w->pieces.n; i++) {
        const struct ex_piece *p = &w->pieces.at[i];
        const struct ex_line *l = ex_failed_line(x, p->sku);
        const struct ex_similar *s = similar_of(x, p);
        struct chance chance = chance_of(x, p);
        double share = l ? (double)p->quantity * (double)l->price + 1 : 1;
        leave += chance.leave * share;
        weight += share;
        accept = fmin(accept, isnan(chance.accept) ? s ? ex_accept_similar(x, s) : 0.5 : chance.accept);
        w->days = isnan(w->days) ? p->days : fmax(w->days, isnan(p->days) ? 0 : p->days);
        piece_money(x, p, w);
        delivers |= !str_eq(p->how, STR("cancel"));
    }
    w->kept += delivers && !x->rest.n && w->share >= 1 ? (double)x->in->order->shipping : 0;
    leave = fmin(weight > 0 ? leave / weight : 0, LEAVE_MAX) * (w->compensation ? 1 - x->opt->relief : 1);
    leave *= 0.5 + 0.5 * w->share; /* a small part of an order annoys less than all of it */
    double late = x->policy->late_per_day == NONE ? 0 : (double)x->policy->late_per_day * (isnan(x->in->order->promised_days) ? 0 : lateness(x, w->days));
    double margin = w->kept - w->goods - w->ways - (double)w->compensation;
    double refused = (1 - w->nobody) * fmin(ex_leave(x, "cancel", x->opt->leave_cancel, 0) + x->opt->leave_ask, LEAVE_MAX) * x->value;
    w->accept = accept;
    w->leave = leave;
    w->margin = whole(margin);
    w->late_cost = whole(late);
    w->value_loss = whole(accept * leave * x->value + (1 - accept) * refused);
    w->worth = whole(accept * (margin - late - leave * x->value) - (1 - accept) * refused);
}
