/* intelligence/decide/exception/exception_way.c - the ways out of each kind of trouble, with the actions that carry them out.
 *
 *   stock, backorder   reroute all, split, substitute, wait, a mix of these line by line, cancel
 *   lost               replace from elsewhere, substitute, wait for goods, a mix of these line by line, refund
 *   late               wait with an apology, replace, refund
 *   address            ask the customer, cancel
 *   payment            have the provider try again, ask for another means, hold until somebody pays, cancel
 *   fraud              release, verify, cancel
 *   cancellation       cancel
 */
#include "data/day.h"
#include "intelligence/decide/exception/exception.h"
#include <math.h>
#include <stdlib.h>

static const double ANSWERS = 0.85;   /* customers who answer a question about their own order */
static const double UNASKED = 0.2;    /* of orders held for money come to be paid though nobody asks */
static const double RETRIED = 0.35;   /* of payments that failed for a passing cause, go through the next day */
static const double HONEST_PASS = 0.9; /* honest customers who pass a check; the others give up */
static const double TYPICAL_PASS = 0.6; /* of orders that were held as a possible fraud, honest and not */
static const double FRAUD_PASS = 0.15; /* of frauds that pass it: an answer by mail proves no card */
static const double DAYS_MAX = 3650;

static bool may(const struct ex_case *x, struct str kind)
{
    for (size_t i = 0; i < x->policy->allow.n; i++)
        if (str_eq(x->policy->allow.at[i], kind))
            return true;
    return x->policy->allow.n == 0;
}

/* ---- pieces ------------------------------------------------------------------------------------------- */

static struct ex_piece piece(const struct ex_line *l, const char *how, double days)
{
    return (struct ex_piece){.sku = l->sku, .how = str_z(how), .quantity = l->quantity, .days = days};
}

static const struct ex_similar *similar_best(const struct ex_case *x, const struct ex_line *l)
{
    const struct ex_similar *best = NULL;
    double best_worth = 0;
    for (size_t i = 0; i < x->in->similar.n; i++) {
        const struct ex_similar *s = &x->in->similar.at[i];
        int64_t extra = x->policy->extra_max == NONE ? l->price / 5 : x->policy->extra_max; /* a fifth: where policy is silent */
        if ((s->instead_of.n && !str_eq(s->instead_of, l->sku)) || str_eq(s->sku, l->sku) || s->similarity < x->policy->similarity_min ||
            s->price - l->price > extra || (s->stock != NONE && s->stock < l->quantity))
            continue;
        struct ex_way w = {.accept = 1, .share = 1};
        struct ex_piece p = piece(l, "substitute", s->days);
        p.to = s->sku;
        w.pieces.at = &p, w.pieces.n = 1;
        exception_weigh(x, &w);
        double worth = (double)w.worth + s->similarity; /* of equal worth, the likest */
        if (!best || worth > best_worth)
            best = s, best_worth = worth;
    }
    return best;
}

static bool piece_substitute(const struct ex_case *x, const struct ex_line *l, struct ex_piece *out)
{
    const struct ex_similar *s = similar_best(x, l);
    if (!s)
        return false;
    *out = piece(l, "substitute", s->days);
    out->to = s->sku, out->to_title = s->title;
    return true;
}

static double planned_days(const struct ex_case *x)
{
    for (size_t i = 0; i < x->in->order->quotes.n; i++)
        if (str_eq(x->in->order->quotes.at[i].node, x->in->order->node) && !isnan(x->in->order->quotes.at[i].days))
            return x->in->order->quotes.at[i].days;
    return 0;
}

static bool piece_wait(const struct ex_case *x, const struct ex_line *l, struct ex_piece *out)
{
    for (size_t i = 0; i < x->in->restock.n; i++) {
        double days = x->in->restock.at[i].days + planned_days(x);
        if (!str_eq(x->in->restock.at[i].sku, l->sku) || days > x->policy->wait_max)
            continue;
        *out = piece(l, "wait", days);
        return true;
    }
    return false;
}

/* ---- actions --------------------------------------------------------------------------------------------- */

static struct ex_act *act_add(struct ctx *c, struct ex_way *w, const char *kind)
{
    struct ex_act *a = LIST_ADD(c, &w->actions);
    *a = (struct ex_act){.kind = str_z(kind), .amount = NONE, .expected_ms = NONE};
    return a;
}

static const char *act_of(const struct ex_case *x, const struct ex_piece *p)
{
    bool lost = str_is(x->in->what, "lost") || str_is(x->in->what, "late");
    if (str_is(p->how, "elsewhere"))
        return lost ? "replace" : "reroute";
    if (str_is(p->how, "again"))
        return "replace";
    return str_is(p->how, "substitute") ? "substitute" : str_is(p->how, "wait") ? "backorder" : "drop";
}

/* One action a kind: its lines together. */
static void act_piece(struct ctx *c, const struct ex_case *x, struct ex_way *w, const struct ex_piece *p)
{
    const char *kind = act_of(x, p);
    struct ex_act *a = NULL;
    for (size_t i = 0; i < w->actions.n && !a; i++)
        if (str_is(w->actions.at[i].kind, kind))
            a = &w->actions.at[i];
    if (!a) {
        a = act_add(c, w, kind);
        a->reason = x->in->what;
    }
    if (str_is(p->how, "wait")) {
        double at = (double)c->now_ms + fmin(p->days, DAYS_MAX) * DAY_MS;
        a->expected_ms = a->expected_ms == NONE || a->expected_ms < (int64_t)at ? (int64_t)at : a->expected_ms;
    }
    *LIST_ADD(c, &a->lines) = (struct ex_act_line){.sku = p->sku, .quantity = p->quantity, .to = p->to, .node = p->node};
}

static void act_compensate(struct ctx *c, const struct ex_case *x, struct ex_way *w)
{
    if (!w->compensation)
        return;
    struct ex_act *a = act_add(c, w, "compensate");
    a->amount = w->compensation, a->as = x->policy->compensation_as, a->reason = x->in->what;
}

/* For what the shop or its carrier did, not for what the customer did. */
static int64_t compensation(const struct ex_case *x)
{
    if (!str_is(x->in->what, "stock") && !str_is(x->in->what, "backorder") && !str_is(x->in->what, "lost") && !str_is(x->in->what, "late"))
        return 0;
    double share = x->policy->compensation_share * x->price;
    int64_t most = x->policy->compensation_max == NONE ? INT64_MAX : x->policy->compensation_max;
    return share < (double)most ? (int64_t)floor(share) : most;
}

/* ---- what its chance rests on ---------------------------------------------------------------------------- */

static const char *reaction_to(const struct ex_way *w)
{
    const char *way = NULL;
    for (size_t i = 0; i < w->pieces.n; i++)
        way = str_is(w->pieces.at[i].how, "substitute") ? "substitute" : str_is(w->pieces.at[i].how, "wait") && !way ? "wait" : way;
    return str_is(w->kind, "ask") ? "ask" : str_is(w->kind, "verify") ? "verify" : way;
}

static struct str basis(struct ctx *c, const struct ex_case *x, const struct ex_way *w)
{
    const char *way = reaction_to(w);
    long long asked = x->who->accepted + x->who->refused;
    struct str s = way ? ex_basis(c, x, way) : (struct str){0};
    if (!way || strcmp(way, "substitute") != 0 || !asked)
        return s;
    return str_fmt(c, "%s; this customer kept %lld of %lld", s.p, (long long)x->who->accepted, asked);
}

/* The one that most of its lines' chance to be lost rests on. */
static struct str leave_basis(struct ctx *c, const struct ex_case *x, const struct ex_way *w)
{
    static const char *const order[] = {"cancel", "wait", "substitute"};
    for (size_t k = 0; k < 3; k++)
        for (size_t i = 0; i < w->pieces.n; i++)
            if (str_is(w->pieces.at[i].how, order[k]))
                return ex_leave_basis(c, x, order[k]);
    return w->leave > 0 ? ex_leave_basis(c, x, "late") : (struct str){0};
}

/* ---- a way becomes an option ------------------------------------------------------------------------------- */

static void way_add(struct ctx *c, struct ex_case *x, struct ex_out *out, struct ex_way *w, const char *kind, struct str title)
{
    w->kind = str_z(kind);
    w->title = title;
    w->allowed = may(x, w->kind);
    if (!w->allowed)
        w->why_not = STR("not among the ways this shop allows");
    if (x->in->order->parcel.n) /* it counts as lost before anything stands in for it */
        act_add(c, w, "lost")->parcel = x->in->order->parcel;
    for (size_t i = 0; i < w->pieces.n; i++)
        act_piece(c, x, w, &w->pieces.at[i]);
    act_compensate(c, x, w);
    exception_weigh(x, w);
    w->basis = basis(c, x, w);
    w->leave_basis = leave_basis(c, x, w);
    *LIST_ADD(c, &out->options) = *w;
}

static struct ex_way way_new(const struct ex_case *x)
{
    double all = x->price;
    for (size_t i = 0; i < x->rest.n; i++)
        all += (double)x->rest.at[i].quantity * (double)x->rest.at[i].price;
    return (struct ex_way){.accept = 1, .share = all > 0 ? x->price / all : 1};
}

/* From where it was planned, else from the first there is. NULL: no price of ways is known. */
static const struct ex_quote *quote_planned(const struct ex_case *x)
{
    for (size_t i = 0; i < x->in->order->quotes.n; i++)
        if (str_eq(x->in->order->quotes.at[i].node, x->in->order->node))
            return &x->in->order->quotes.at[i];
    return x->in->order->quotes.n ? &x->in->order->quotes.at[0] : NULL;
}

static double parcel_cost(const struct ex_case *x) { return quote_planned(x) ? (double)quote_planned(x)->parcel : 0; }
static double units_cost(const struct ex_case *x, double units) { return quote_planned(x) ? units * (double)quote_planned(x)->unit : 0; }

/* What goes with the rest of the order needs no parcel of its own. */
static double with_rest(const struct ex_case *x, double units)
{
    return units_cost(x, units) + (!x->rest.n || str_is(x->in->what, "lost") ? parcel_cost(x) : 0);
}

/* What the rest would have cost from where it was planned: saved where all goes from elsewhere. */
static double rest_cost(const struct ex_case *x)
{
    double units = 0;
    for (size_t i = 0; i < x->rest.n; i++)
        units += (double)x->rest.at[i].quantity;
    for (size_t i = 0; i < x->in->order->quotes.n; i++)
        if (str_eq(x->in->order->quotes.at[i].node, x->in->order->node))
            return x->rest.n ? (double)x->in->order->quotes.at[i].parcel + units * (double)x->in->order->quotes.at[i].unit : 0;
    return 0;
}

static bool one_node(const struct ex_way *w)
{
    for (size_t i = 1; i < w->pieces.n; i++)
        if (!str_eq(w->pieces.at[i].node, w->pieces.at[0].node))
            return false;
    return w->pieces.n > 0;
}

static enum status add_split(struct ctx *c, struct ex_case *x, struct ex_out *out)
{
    struct ex_way w = way_new(x);
    bool all;
    TRY(exception_route(c, x, x->failed, &w, &all));
    if (!all)
        return OK;
    bool again = str_is(x->in->what, "lost") || str_is(x->in->what, "late");
    w.fee_waived = x->rest.n > 0 && !again;
    if (again)
        way_add(c, x, out, &w, "replace", str_fmt(c, "send it again from %.*s, for nothing", FMT(w.pieces.at[0].node)));
    else if (!x->rest.n && one_node(&w))
        way_add(c, x, out, &w, "reroute", str_fmt(c, "send all of it from %.*s", FMT(w.pieces.at[0].node)));
    else
        way_add(c, x, out, &w, "split", str_fmt(c, "send what is missing from %.*s in its own parcel; the fee is ours", FMT(w.pieces.at[0].node)));
    return OK;
}

/* The whole order from one other node: one parcel, and the planned one is saved. */
static enum status add_reroute(struct ctx *c, struct ex_case *x, struct ex_out *out)
{
    struct ex_way w = way_new(x);
    LIST(struct ex_line) lines = {0};
    bool all;
    for (size_t i = 0; i < x->failed.n; i++)
        *LIST_ADD(c, &lines) = x->failed.at[i];
    for (size_t i = 0; i < x->rest.n; i++)
        *LIST_ADD(c, &lines) = x->rest.at[i];
    if (!x->rest.n)
        return OK;
    TRY(exception_route(c, x, (struct ex_lines){lines.at, lines.n}, &w, &all));
    if (!all || !one_node(&w) || str_eq(w.pieces.at[0].node, x->in->order->node))
        return OK;
    w.ways -= rest_cost(x);
    way_add(c, x, out, &w, "reroute", str_fmt(c, "send all of it from %.*s", FMT(w.pieces.at[0].node)));
    return OK;
}

static void add_substitute(struct ctx *c, struct ex_case *x, struct ex_out *out)
{
    struct ex_way w = way_new(x);
    struct ex_piece p;
    for (size_t i = 0; i < x->failed.n; i++) {
        if (!piece_substitute(x, &x->failed.at[i], &p))
            return;
        *LIST_ADD(c, &w.pieces) = p;
    }
    w.ways = with_rest(x, x->units);
    const struct ex_similar *s = similar_best(x, &x->failed.at[0]);
    way_add(c, x, out, &w, "substitute",
            str_fmt(c, "%.*s at the same price%s%.*s", FMT(s->title.n ? s->title : s->sku), s->better.n ? ": " : "", FMT(s->better)));
}

static void add_wait(struct ctx *c, struct ex_case *x, struct ex_out *out)
{
    struct ex_way w = way_new(x);
    struct ex_piece p;
    for (size_t i = 0; i < x->failed.n; i++) {
        if (!piece_wait(x, &x->failed.at[i], &p))
            return;
        *LIST_ADD(c, &w.pieces) = p;
    }
    w.ways = parcel_cost(x) + units_cost(x, x->units);
    w.fee_waived = x->rest.n > 0;
    way_add(c, x, out, &w, "wait", x->rest.n ? STR("send the rest now and this when it is back; the second parcel is ours") : STR("send it when it is back"));
}

static void add_cancel(struct ctx *c, struct ex_case *x, struct ex_out *out, const char *kind)
{
    struct ex_way w = way_new(x);
    for (size_t i = 0; i < x->failed.n; i++)
        *LIST_ADD(c, &w.pieces) = piece(&x->failed.at[i], "cancel", NAN);
    w.compensation = compensation(x);
    bool unpaid = str_is(x->in->what, "payment");
    struct str title = unpaid ? STR("cancel: nothing was paid, and the goods are free again")
                       : x->rest.n ? STR("take it off the order and pay it back") : STR("cancel and pay all back");
    way_add(c, x, out, &w, kind, w.compensation ? str_fmt(c, "%.*s, and make up for it", FMT(title)) : title);
}

/* ---- a mix: for each line what is best for it alone --------------------------------------------------------- */

static int64_t worth_alone(const struct ex_case *x, struct ex_piece *p, double ways)
{
    struct ex_way w = {.accept = 1, .share = 0.5, .ways = ways};
    w.pieces.at = p, w.pieces.n = 1;
    exception_weigh(x, &w);
    return w.worth;
}

/* *elsewhere: its units can all come from other nodes, at this cost of the way. */
static enum status line_best(struct ctx *c, const struct ex_case *x, const struct ex_line *l, struct ex_piece *out, bool *elsewhere)
{
    struct ex_way routed = {.accept = 1};
    struct ex_line own = *l;
    struct ex_piece p;
    *out = piece(l, "cancel", NAN);
    int64_t best = worth_alone(x, out, 0);
    TRY(exception_route(c, x, (struct ex_lines){&own, 1}, &routed, elsewhere));
    if (*elsewhere) {
        p = routed.pieces.at[0];
        p.quantity = l->quantity;
        int64_t worth = worth_alone(x, &p, routed.ways);
        *elsewhere = worth > best;
        best = *elsewhere ? worth : best;
    }
    double with = with_rest(x, (double)l->quantity), own_parcel = parcel_cost(x) + units_cost(x, (double)l->quantity);
    if (piece_substitute(x, l, &p) && worth_alone(x, &p, with) > best)
        best = worth_alone(x, &p, with), *out = p, *elsewhere = false;
    if (piece_wait(x, l, &p) && worth_alone(x, &p, own_parcel) > best)
        *out = p, *elsewhere = false;
    return OK;
}

static enum status add_mixed(struct ctx *c, struct ex_case *x, struct ex_out *out)
{
    struct ex_way w = way_new(x);
    LIST(struct ex_line) routed = {0};
    bool elsewhere, all = true, waits = false, cancels = false, instead = false;
    double units = 0;
    if (x->failed.n < 2)
        return OK;
    for (size_t i = 0; i < x->failed.n; i++) {
        struct ex_piece p;
        TRY(line_best(c, x, &x->failed.at[i], &p, &elsewhere));
        waits |= !elsewhere && str_is(p.how, "wait");
        cancels |= !elsewhere && str_is(p.how, "cancel");
        instead |= !elsewhere && str_is(p.how, "substitute");
        units += !elsewhere && !str_is(p.how, "cancel") ? (double)p.quantity : 0;
        if (elsewhere)
            *LIST_ADD(c, &routed) = x->failed.at[i];
        else
            *LIST_ADD(c, &w.pieces) = p;
    }
    if (routed.n)
        TRY(exception_route(c, x, (struct ex_lines){routed.at, routed.n}, &w, &all));
    bool differ = false;
    for (size_t i = 1; i < w.pieces.n; i++)
        differ |= !str_eq(w.pieces.at[i].how, w.pieces.at[0].how);
    if (!differ || !all)
        return OK;
    bool lost = str_is(x->in->what, "lost");
    w.ways += units_cost(x, units) + (waits || ((lost || !x->rest.n) && instead && !routed.n) ? parcel_cost(x) : 0);
    w.fee_waived = !lost && (routed.n > 0 || waits);
    w.compensation = cancels ? compensation(x) : 0;
    way_add(c, x, out, &w, "mixed", STR("for each line what is best for it"));
    return OK;
}

/* ---- trouble that is not about goods ------------------------------------------------------------------------- */

/* A way that keeps the failed lines with the chance `accept`, after `days`. */
static struct ex_way *add_plain(struct ctx *c, struct ex_case *x, struct ex_out *out, const char *kind, double accept, double days, double extra,
                                const char *action, const char *reason, struct str title)
{
    struct ex_way w = way_new(x);
    for (size_t i = 0; i < x->failed.n; i++)
        *LIST_ADD(c, &w.pieces) = piece(&x->failed.at[i], "again", days);
    w.accept = accept;
    w.ways = extra + (x->rest.n ? 0 : with_rest(x, x->units));
    w.kind = str_z(kind), w.title = title, w.allowed = may(x, w.kind);
    if (!w.allowed)
        w.why_not = STR("not among the ways this shop allows");
    act_add(c, &w, action)->reason = str_z(reason);
    exception_weigh(x, &w);
    w.basis = basis(c, x, &w);
    w.leave_basis = leave_basis(c, x, &w);
    *LIST_ADD(c, &out->options) = w;
    return &out->options.at[out->options.n - 1];
}

static void add_late(struct ctx *c, struct ex_case *x, struct ex_out *out)
{
    struct ex_way w = way_new(x);
    double days = isnan(x->in->late_days) ? 3 : x->in->late_days; /* carriers find most parcels within three days */
    for (size_t i = 0; i < x->failed.n; i++)
        *LIST_ADD(c, &w.pieces) = piece(&x->failed.at[i], "on its way", days);
    w.compensation = compensation(x) / 2;
    w.kind = STR("wait"), w.title = STR("it is on its way: tell when it comes, and make up for it");
    w.allowed = may(x, w.kind);
    struct ex_act *a = act_add(c, &w, "late");
    a->parcel = x->in->order->parcel;
    a->expected_ms = c->now_ms + (int64_t)(fmin(days, DAYS_MAX) * DAY_MS);
    act_compensate(c, x, &w);
    exception_weigh(x, &w);
    w.leave_basis = leave_basis(c, x, &w);
    w.margin += (int64_t)x->goods; /* the goods left already: they are not paid a second time */
    w.worth += (int64_t)(w.accept * x->goods);
    *LIST_ADD(c, &out->options) = w;
}

static void add_payment(struct ctx *c, struct ex_case *x, struct ex_out *out)
{
    double answers = ex_learnt(x, "ask", ANSWERS, ANSWERS), goes = str_is(x->in->cause, "technical") ? 0.9 : RETRIED;
    if (x->in->retries > 0 && (str_is(x->in->cause, "technical") || str_is(x->in->cause, "insufficient"))) /* what fails again is asked for after all */
        add_plain(c, x, out, "retry", goes + (1 - goes) * answers, 1, 0, "retry", "payment",
                  STR("have the provider try the same means again tomorrow; ask for another one if that fails too"))
            ->actions.at[0].expected_ms = c->now_ms + DAY_MS;
    add_plain(c, x, out, "ask", answers, 2, 0, "hold", "payment",
              x->in->pay_url.n ? STR("hold it and send a link to pay by another means") : STR("hold it and ask for another means of payment"));
    add_plain(c, x, out, "hold", UNASKED, NAN, 0, "hold", "payment", STR("hold it until somebody pays"));
    add_cancel(c, x, out, "cancel");
}

/* A fraud costs the goods and the money that is claimed back, and loses no customer; a check loses some of the honest, and some frauds pass. */
static void add_fraud(struct ctx *c, struct ex_case *x, struct ex_out *out)
{
    double risk = 1 - x->honest, claimed = x->price + (x->rest.n ? 0 : (double)x->in->order->shipping);
    double passed = x->honest * HONEST_PASS + risk * FRAUD_PASS, lost = x->honest * (1 - HONEST_PASS);
    struct ex_way *w = add_plain(c, x, out, "release", 1, NAN, risk * claimed, "release", "fraud", STR("let it go: the risk is ours"));
    if (w->allowed && risk > x->policy->release_max) {
        w->allowed = false;
        w->why_not = str_fmt(c, "policy releases nothing of a risk above %.0f %%", 100 * x->policy->release_max);
    }
    w = add_plain(c, x, out, "verify", ex_learnt(x, "verify", passed, TYPICAL_PASS), 1, passed > 0 ? risk * FRAUD_PASS / passed * claimed : 0, "hold",
                  "fraud", STR("hold it and have the customer confirm the order"));
    w->nobody = 1 - (passed < 1 ? lost / (1 - passed) : 0);
    exception_weigh(x, w);
    add_cancel(c, x, out, "cancel");
}

static int by_worth(const void *a, const void *b)
{
    const struct ex_way *x = a, *y = b;
    if (x->allowed != y->allowed)
        return y->allowed - x->allowed;
    if (x->worth != y->worth)
        return x->worth < y->worth ? 1 : -1;
    return str_cmp(x->kind, y->kind);
}

static enum status add_goods(struct ctx *c, struct ex_case *x, struct ex_out *out)
{
    bool lost = str_is(x->in->what, "lost");
    TRY(add_split(c, x, out));
    if (!lost)
        TRY(add_reroute(c, x, out));
    add_substitute(c, x, out);
    add_wait(c, x, out);
    TRY(add_mixed(c, x, out));
    add_cancel(c, x, out, lost ? "refund" : "cancel");
    return OK;
}

enum status exception_ways(struct ctx *c, struct ex_case *x, struct ex_out *out)
{
    struct str what = x->in->what;
    if (str_is(what, "late")) {
        add_late(c, x, out);
        TRY(add_split(c, x, out));
        add_cancel(c, x, out, "refund");
    } else if (str_is(what, "address")) {
        add_plain(c, x, out, "ask", ex_learnt(x, "ask", ANSWERS, ANSWERS), 2, 0, "hold", "address", STR("hold it and ask for the right address"));
        add_cancel(c, x, out, "cancel");
    } else if (str_is(what, "payment")) {
        add_payment(c, x, out);
    } else if (str_is(what, "fraud")) {
        add_fraud(c, x, out);
    } else if (str_is(what, "cancellation")) {
        add_cancel(c, x, out, "cancel");
    } else {
        TRY(add_goods(c, x, out));
    }
    if (out->options.n > 1)
        qsort(out->options.at, out->options.n, sizeof *out->options.at, by_worth);
    return OK;
}
