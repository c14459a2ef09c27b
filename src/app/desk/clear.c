/* app/desk/clear.c - which stock to clear, and the next step of what is being cleared, from the stock that is left.
 *
 * Tables  reads item, move, sale, line, shelf; writes item
 */
#include "app/desk/clear.h"
#include "app/desk/lowest.h"
#include "app/desk/plan.h"
#include "core/capability.h"
#include "core/settings.h"
#include "data/day.h"
#include "intelligence/decide/price/price_clear.h"
#include <math.h>
#include <stdlib.h>

enum { LEAST_STOCK = 5, SKU_MAX = 48 /* with "compare_at:" it is the field of a change */ };

static const double STEP = 0.2; /* of its price: a markdown that keeps the price's ending may be so coarse */

struct slow { /* a line worth a look */
    const struct desk_line *line;
    const char *reason;
    double tied; /* money in it */
    int64_t days;
};
struct plan {
    const struct desk *d;
    struct clear_limits limits;
    struct strs *busy;
    int64_t batch, n;
};

/* ---- what is being cleared ------------------------------------------------------------------------------ */

struct begun { /* a clearing that was not refused */
    int64_t id, state, live_ms;
    struct str subject;
    struct raw input, output;
};
static const struct record begun_record = {"begun", sizeof(struct begun), (const struct field[]){
    FIELD(struct begun, id), FIELD(struct begun, state), FIELD(struct begun, live_ms, .init = (double)NONE, .flags = OPTIONAL),
    FIELD(struct begun, subject), FIELD(struct begun, input), FIELD(struct begun, output, .flags = OPTIONAL), {0}}};
struct begins { LIST(struct begun) at; };

/* Latest first. */
static enum status begun_load(struct ctx *c, struct begins *out)
{
    return db_all(c, &begun_record, &out->at,
                  "SELECT i.id, i.state, i.subject, i.input, i.output, (SELECT MAX(m.at_ms) FROM move m WHERE m.item = i.id AND m.to_state = $1) AS live_ms"
                  " FROM item i WHERE i.kind = 'price.clear' AND i.state <= $2 ORDER BY i.id DESC",
                  A((int64_t)LIVE), A((int64_t)KEPT));
}

static bool is_over(struct ctx *c, const struct clearing *in)
{
    int64_t day;
    return !day_read(in->deadline, &day) || day * DAY_MS <= c->now_ms;
}

enum status clear_busy(struct ctx *c, struct strs *products)
{
    struct begins all;
    struct clearing in;
    TRY(begun_load(c, &all));
    for (size_t i = 0; i < all.at.n; i++)
        if (record_from_json(c, &clearing_record, all.at.at[i].input.text, LENIENT, &in) == OK && (all.at.at[i].state < LIVE || !is_over(c, &in)))
            strs_add(c, products, all.at.at[i].subject);
    return OK;
}

/* ---- one product -------------------------------------------------------------------------------------------- */

/* What a unit left at the deadline is worth. It goes on selling, and as long as it does nobody buys another in its place: its cost,
 * less keeping it until then. What would lie for years, or spoils, is worth the salvage of the setting. */
static double left_worth(const struct plan *p, const struct desk_line *l, int64_t days, bool expires)
{
    const struct pace *v = l->demand.velocity;
    double slows = v && v->declining && v->before > 0 ? fmin(1, v->recent / v->before) : 1, rate = desk_mean(l) * slows;
    double left = fmax(0, (double)l->row.stock - desk_mean(l) * (double)days), wait = rate > 0 ? left / rate / 2 : INFINITY;
    double worth = expires ? 0 : fmin(l->cost, desk_money(l->row.price, l->row.currency)) * (1 - p->d->choice.holding * wait / 365);
    return fmax(p->limits.salvage * l->cost, worth);
}

static struct clear_in stock_of(struct ctx *c, const struct plan *p, const struct desk_line *l, int64_t days, const struct clearing *of, double floor)
{
    struct clear_in in;
    record_init(&clear_in_record, &in);
    in.sku = l->sold->sku, in.title = str_part(l->row.title, 0, l->row.title.n < 200 ? l->row.title.n : 200);
    in.currency = l->row.currency.p ? l->row.currency : STR("");
    in.stock = l->row.stock, in.days = days, in.price = desk_money(l->row.price, l->row.currency), in.per_day = desk_mean(l);
    in.ending = desk_ending(p->d, in.price, STEP, in.currency, &in.ending_of);
    in.elasticity = desk_elasticity(p->d, l);
    in.salvage = left_worth(p, l, days, str_eq(of->reason, STR("expiring")));
    in.holding = l->cost * p->d->choice.holding / 365, in.floor = fmin(floor, in.price);
    for (size_t i = 0; i < p->limits.places.n; i++) {
        const struct clear_shop *s = &p->limits.places.at[i];
        *LIST_ADD(c, &in.places) = (struct clear_place){.name = s->name, .per_day = in.per_day * s->share, .price = NAN, .unit_cost = s->unit_cost, .fixed_cost = s->fixed_cost};
    }
    return in;
}

struct partner { struct str sku; int64_t orders; };
static const struct record partner_record = {"partner", sizeof(struct partner), (const struct field[]){
    FIELD(struct partner, sku), FIELD(struct partner, orders), {0}}};

/* What is bought with it most, where orders show anything: the bundle that is possible. Who buys both already goes on doing so; the
 * discount brings more of them as a lower price would. */
static enum status bundle_of(struct ctx *c, const struct plan *p, const struct desk_line *l, double elasticity, struct clear_bundle **out)
{
    enum { LEAST_ORDERS = 5 };
    struct partner best;
    bool found;
    *out = NULL;
    TRY(db_maybe(c, &partner_record, &best, &found,
                 "SELECT o.sku AS sku, COUNT(*) AS orders FROM line l JOIN line o ON o.sale = l.sale AND o.sku <> l.sku WHERE l.sku = $1 AND o.sku IS NOT NULL"
                 " GROUP BY o.sku ORDER BY COUNT(*) DESC, o.sku LIMIT 1",
                 A(l->sold->sku)));
    for (size_t i = 0; found && best.orders >= LEAST_ORDERS && i < p->d->sales.items.n; i++) {
        const struct desk_line *o = &p->d->line[i];
        double sold = 0, price = desk_money(o->row.price, o->row.currency);
        if (!str_eq(o->sold->sku, best.sku) || !o->in_shop || !(price > 0))
            continue;
        for (size_t t = 0; t < o->sold->units.n; t++)
            sold += o->sold->units.at[t] > 0 ? o->sold->units.at[t] : 0;
        double both = sold > 0 ? fmin(1, (double)best.orders / sold) : 0, off = p->limits.bundle_discount;
        *out = NEW(c, struct clear_bundle);
        **out = (struct clear_bundle){best.sku, price, desk_mean(o), fmin(1, both * pow(1 - off, elasticity)), both, off};
    }
    return OK;
}

/* Asked before it becomes work: what gains too little is none, nor a markdown that begins another week. */
static enum status is_worth(struct ctx *c, const struct plan *p, const struct clear_in *in, bool *is)
{
    struct clear_out out;
    enum status s = capability_call(c, "stock.clear", in, &out);
    *is = false;
    if (s != OK) /* one that cannot be reckoned does not hold up the others */
        return s == RETRY ? s : OK;
    if (out.ways.n < 2)
        return OK;
    const struct clear_way *best = &out.ways.at[1];
    bool waits = str_eq(best->way, STR("markdown")) && best->price >= in->price - 1e-9;
    *is = !waits && best->gain >= fmax(p->limits.min_gain, p->limits.min_share * out.ways.at[0].money) && best->gain > 1e-9;
    return OK;
}

static enum status save(struct ctx *c, struct plan *p, const struct desk_line *l, struct clearing *in)
{
    TRY(desk_lowest(c, l, &in->lowest));
    struct item i = plan_item(c, p->batch, "price.clear", "product", in->id);
    i.input.text = record_to_json(c, &clearing_record, in);
    strs_add(c, p->busy, str_copy(c, in->id));
    p->n++;
    return item_add(c, &i);
}

static double floor_of(const struct plan *p, const struct desk_line *l)
{
    return fmax(l->cost * p->limits.least_recovered, desk_money(l->row.price, l->row.currency) * (1 - p->limits.max_markdown));
}

static struct clearing clearing_new(const struct desk_line *l, const char *reason, struct str deadline)
{
    return (struct clearing){.id = l->row.product, .sku = l->sold->sku, .title = l->row.title.p ? l->row.title : STR(""),
                             .currency = l->row.currency.n ? l->row.currency : STR("EUR"),
                             .reason = str_z(reason), .deadline = deadline, .cost = l->cost, .lowest = NAN, .step = 1, .follows = NONE, .variant = l->row.variants > 1,
                             .assumed = desk_assumes(l)};
}

static enum status begin(struct ctx *c, struct plan *p, const struct slow *s)
{
    struct clearing in = clearing_new(s->line, s->reason, day_text(c, c->now_ms / DAY_MS + s->days));
    struct clear_in stock = stock_of(c, p, s->line, s->days, &in, floor_of(p, s->line));
    bool is;
    TRY(bundle_of(c, p, s->line, stock.elasticity, &stock.bundle));
    TRY(is_worth(c, p, &stock, &is));
    in.stock = &stock;
    return is ? save(c, p, s->line, &in) : OK;
}

/* ---- which ------------------------------------------------------------------------------------------------------ */

/* Why its stock is to be cleared; NULL: it sells. */
static const char *reason_of(const struct plan *p, const struct desk_line *l, int64_t *days)
{
    double mean = desk_mean(l), cover = (double)l->row.stock / fmax(1e-6, mean);
    double keeps = l->supplier && !isnan(l->supplier->shelf_life_days) ? l->supplier->shelf_life_days : INFINITY;
    *days = p->limits.target_days;
    if (cover > keeps) {
        *days = (int64_t)fmax(1, fmin((double)*days, keeps));
        return "expiring";
    }
    if (cover > (double)p->limits.slow_days)
        return "slow";
    bool declines = l->demand.velocity && l->demand.velocity->declining;
    return declines && cover > (double)p->limits.target_days ? "declining" : NULL;
}

static int by_tied(const void *a, const void *b)
{
    const struct slow *x = a, *y = b;
    return x->tied > y->tied ? -1 : x->tied < y->tied ? 1 : str_cmp(x->line->sold->sku, y->line->sold->sku);
}

static enum status begin_all(struct ctx *c, struct plan *p)
{
    LIST(struct slow) found = {0};
    for (size_t i = 0; i < p->d->sales.items.n; i++) {
        const struct desk_line *l = &p->d->line[i];
        struct slow s = {.line = l};
        bool rests;
        bool apart = l->row.variants > 1 && (str_eq(p->d->choice.variants, STR("leave")) || l->sold->sku.n > SKU_MAX);
        bool known = l->in_shop && !apart && l->row.price != NONE && l->row.price > 0 && !isnan(l->cost) && l->demand.mean.n;
        if (!known || l->row.stock == NONE || l->row.stock < LEAST_STOCK)
            continue;
        s.reason = reason_of(p, l, &s.days), s.tied = l->cost * (double)l->row.stock;
        if (!s.reason || strs_has(p->busy, l->row.product))
            continue;
        TRY(plan_rests(c, p->d, l->row.product, &rests));
        if (!rests)
            *LIST_ADD(c, &found) = s;
    }
    if (found.n)
        qsort(found.at, found.n, sizeof *found.at, by_tied);
    for (size_t i = 0; i < found.n && p->n < p->limits.max_items; i++) /* of a product one at a time, the one most is tied up in */
        if (!strs_has(p->busy, found.at[i].line->row.product))
            TRY(begin(c, p, &found.at[i]));
    return OK;
}

/* ---- the next step ---------------------------------------------------------------------------------------------- */

static const struct desk_line *line_of(const struct plan *p, struct str product, struct str sku)
{
    for (size_t i = 0; i < p->d->sales.items.n; i++)
        if (p->d->line[i].in_shop && str_eq(p->d->line[i].row.product, product) && str_eq(p->d->line[i].sold->sku, sku))
            return &p->d->line[i];
    return NULL;
}

/* Decided anew, from the stock that is left and what sells now; a price that would stay is no step. */
static enum status step_on(struct ctx *c, struct plan *p, const struct begun *b, const struct clearing *was)
{
    const struct desk_line *l = line_of(p, b->subject, was->sku);
    int64_t deadline;
    bool is;
    if (!l || l->row.stock == NONE || l->row.stock < 1 || isnan(l->cost) || !day_read(was->deadline, &deadline))
        return OK;
    struct clearing in = clearing_new(l, was->reason.p, was->deadline);
    struct clear_in stock = stock_of(c, p, l, deadline - c->now_ms / DAY_MS, &in, was->stock->floor);
    stock.places.n = 0; /* it was decided to mark it down */
    TRY(is_worth(c, p, &stock, &is));
    in.stock = &stock, in.step = was->step + 1, in.follows = was->follows == NONE ? b->id : was->follows;
    return is ? save(c, p, l, &in) : OK;
}

static enum status steps(struct ctx *c, struct plan *p)
{
    struct begins all;
    struct strs seen = {0};
    TRY(begun_load(c, &all));
    for (size_t i = 0; i < all.at.n; i++) { /* the latest of each product */
        const struct begun *b = &all.at.at[i];
        struct clearing in;
        struct cleared out;
        if (strs_has(&seen, b->subject))
            continue;
        strs_add(c, &seen, b->subject);
        if (b->state < LIVE || record_from_json(c, &clearing_record, b->input.text, LENIENT, &in) != OK || is_over(c, &in) ||
            record_from_json(c, &cleared_record, b->output.text, LENIENT, &out) != OK || !str_eq(out.best, STR("markdown")))
            continue;
        if (c->now_ms >= b->live_ms + (int64_t)(out.period_days * DAY_MS))
            TRY(step_on(c, p, b, &in));
    }
    return OK;
}

enum status clear_plan(struct ctx *c, const struct desk *d, int64_t batch, struct strs *busy, int64_t *n)
{
    struct plan p = {.d = d, .busy = busy, .batch = batch};
    TRY(settings_read(c, price_clear.opt, STR("price.clear"), &p.limits));
    *n = 0;
    if (p.limits.stopped)
        return OK;
    TRY(steps(c, &p));
    TRY(begin_all(c, &p));
    *n = p.n;
    return OK;
}
