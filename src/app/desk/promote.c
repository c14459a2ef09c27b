/* app/desk/promote.c - which products the next promotion takes, from forecasts, elasticities and real orders.
 *
 * Tables  reads item, change, sale, line, shelf; writes item
 */
#include "app/desk/promote.h"
#include "app/desk/lowest.h"
#include "app/desk/plan.h"
#include "core/capability.h"
#include "core/log.h"
#include "core/settings.h"
#include "core/trial.h"
#include "data/day.h"
#include "execution/publish/late.h"
#include "intelligence/decide/price/promo_cross.h"
#include "intelligence/decide/price/promotion_sale.h"
#include <math.h>

enum { DAY_MS = 86400000, ORDERS_MAX = 20000 };

struct plan {
    const struct desk *d;
    struct promotion_limits limits;
    struct promo_in in;
    struct cross_out cross;
    struct promo_out out;
    const struct desk_line **line; /* [in.items.n] */
    const struct strs *busy;
};

/* ---- which may be promoted -------------------------------------------------------------------------- */

static bool is_offer(const struct desk_line *l)
{
    return l->in_shop && l->row.variants == 1 && l->price && l->row.price != NONE && l->row.price > 0 && l->cost >= 0 && l->row.stock != 0 && l->demand.mean.n;
}

/* One share of an item's extra units is taken from its rivals; what its category says, else the whole shop. */
static double cannibal_of(const struct plan *p, struct str category)
{
    for (size_t i = 0; i < p->cross.categories.n; i++)
        if (str_eq(p->cross.categories.at[i].category, category))
            return fmax(0, fmin(1, p->cross.categories.at[i].cannibal));
    return fmax(0, fmin(1, p->cross.cannibal));
}

static double lift_of(const struct plan *p, struct str sku)
{
    for (size_t i = 0; i < p->cross.items.n; i++)
        if (str_eq(p->cross.items.at[i].sku, sku))
            return fmax(0, fmin(20, p->cross.items.at[i].lift));
    return 0;
}

static enum status offers_add(struct ctx *c, struct plan *p)
{
    p->line = NEW_ARRAY(c, const struct desk_line *, p->d->sales.items.n + 1);
    for (size_t i = 0; i < p->d->sales.items.n; i++) {
        const struct desk_line *l = &p->d->line[i];
        bool rests = false;
        if (!is_offer(l))
            continue;
        for (size_t k = 0; k < p->busy->n && !rests; k++)
            rests = str_eq(p->busy->at[k], l->row.product);
        if (!rests)
            TRY(plan_rests(c, p->d, l->row.product, &rests));
        if (rests)
            continue;
        struct str category = l->row.category.p ? l->row.category : STR("");
        double lowest;
        TRY(desk_lowest(c, l, &lowest));
        p->line[p->in.items.n] = l;
        *LIST_ADD(c, &p->in.items) = (struct promo_offer){
            .sku = l->sold->sku, .category = category, .price = l->price->price_now, .cost = l->cost,
            .stock = l->row.stock == NONE ? 1e9 : (double)l->row.stock, .units = desk_mean(l), .elasticity = fmin(0, fmax(-20, l->price->elasticity)),
            .lift = lift_of(p, l->sold->sku), .cannibal = cannibal_of(p, category), .lowest = lowest, .ahead = l->demand.mean};
    }
    return OK;
}

/* ---- real orders --------------------------------------------------------------------------------------- */

struct ordered {
    struct str sale, sku;
    int64_t day, units, newcomer;
};
static const struct record ordered_record = {"ordered", sizeof(struct ordered), (const struct field[]){
    FIELD(struct ordered, sale), FIELD(struct ordered, sku), FIELD(struct ordered, day), FIELD(struct ordered, units), FIELD(struct ordered, newcomer), {0}}};

static enum status orders_load(struct ctx *c, const struct promotion_limits *limits, struct promo_in *in)
{
    LIST(struct ordered) rows;
    int64_t today = c->now_ms / DAY_MS;
    struct str last = {0};
    TRY(db_all(c, &ordered_record, &rows,
               "SELECT s.id AS sale, l.sku, s.placed_ms / 86400000 AS day, l.quantity AS units, CASE WHEN s.customer IS NOT NULL AND NOT EXISTS"
               " (SELECT 1 FROM sale e WHERE e.customer = s.customer AND e.placed_ms < s.placed_ms) THEN 1 ELSE 0 END AS newcomer"
               " FROM sale s JOIN line l ON l.sale = s.id WHERE s.placed_ms >= $1 AND s.placed_ms < $2 AND s.state <> 'cancelled'"
               " AND l.sku IS NOT NULL AND l.quantity > 0 AND l.quantity <= 1000000 ORDER BY s.placed_ms DESC, s.id, l.pos",
               A((today - limits->replay_days) * DAY_MS), A(today * DAY_MS)));
    for (size_t i = 0; i < rows.n; i++) {
        if (!str_eq(rows.at[i].sale, last)) {
            if (in->orders.n == ORDERS_MAX)
                break;
            *LIST_ADD(c, &in->orders) = (struct promo_basket){.day = rows.at[i].day, .first = rows.at[i].newcomer > 0};
        }
        last = rows.at[i].sale;
        struct promo_basket *b = &in->orders.at[in->orders.n - 1];
        if (b->lines.n < 1000)
            *LIST_ADD(c, &b->lines) = (struct promo_bought){rows.at[i].sku, (double)rows.at[i].units};
    }
    return OK;
}

/* What the shop's own days say of taking from others and of bringing more. */
static enum status cross_ask(struct ctx *c, struct plan *p)
{
    struct cross_in in;
    record_init(&cross_in_record, &in);
    for (size_t i = 0; i < p->d->sales.items.n; i++) {
        const struct desk_line *l = &p->d->line[i];
        if (!l->price || !l->in_shop)
            continue;
        *LIST_ADD(c, &in.items) = (struct cross_item){
            .sku = l->sold->sku, .category = l->row.category.p ? l->row.category : STR(""), .units = l->sold->units, .in_stock = l->sold->in_stock,
            .price = l->sold->price, .promo = l->sold->promo, .elasticity = fmin(0, fmax(-20, l->price->elasticity))};
    }
    in.orders.at = p->in.orders.at, in.orders.n = p->in.orders.n;
    return in.items.n ? capability_call(c, "promo.cross", &in, &p->cross) : OK;
}

/* ---- the item -------------------------------------------------------------------------------------------- */

static const struct desk_line *line_of(const struct plan *p, struct str sku, const struct promo_offer **offer)
{
    for (size_t i = 0; i < p->in.items.n; i++)
        if (str_eq(p->in.items.at[i].sku, sku))
            return *offer = &p->in.items.at[i], p->line[i];
    return NULL;
}

/* The share held out is drawn by name of promotion and product; it never takes all, and a handful is not split. */
static bool is_held(struct ctx *c, const struct plan *p, const struct promotion *out, struct str product)
{
    enum { LEAST = 4 };
    double share = p->limits.hold, shares[2] = {1 - share, share};
    if (share <= 0 || (double)p->out.picks.n * fmin(share, 1 - share) < LEAST - 1)
        return false;
    return trial_assign(str_fmt(c, "promotion %.*s", FMT(out->name)), product, shares, 2) == 1;
}

static enum status line_add(struct ctx *c, const struct plan *p, const struct promo_pick *k, struct promotion *out)
{
    const struct promo_offer *o = NULL;
    const struct desk_line *l = line_of(p, k->sku, &o);
    *LIST_ADD(c, &out->lines) = (struct promotion_line){
        .product = l->row.product, .sku = k->sku, .title = l->row.title, .currency = l->row.currency.n ? l->row.currency : STR("EUR"),
        .price_now = o->price, .price = k->price, .lowest = o->lowest, .cost = o->cost, .stock = l->row.stock == NONE ? NAN : o->stock, .depth = k->depth,
        .elasticity = o->elasticity, .lift = o->lift, .cannibal = o->cannibal, .units = k->units, .units_now = k->units_now,
        .revenue_change = k->revenue_change, .profit_change = k->profit_change, .given_away = k->given_away, .halo = k->halo,
        .lost_elsewhere = k->lost_elsewhere, .held = is_held(c, p, out, l->row.product)};
    return OK;
}

static enum status promotion_make(struct ctx *c, const struct plan *p, struct promotion *out)
{
    int64_t first = c->now_ms / DAY_MS + p->limits.lead_days + p->out.start;
    *out = (struct promotion){.name = str_fmt(c, "promotion of %.*s", FMT(day_text(c, first))), .goal = p->limits.goal, .segment = STR("everyone"),
                              .sentence = p->out.sentence, .starts_ms = first * DAY_MS, .ends_ms = (first + p->limits.days) * DAY_MS,
                              .replay = p->out.replay, .by_start = p->out.by_start};
    if (p->cross.sentence.n)
        strs_add(c, &out->evidence, p->cross.sentence);
    for (size_t i = 0; i < p->out.picks.n; i++)
        TRY(line_add(c, p, &p->out.picks.at[i], out));
    for (size_t i = 0, held = 0; i < out->lines.n; i++) /* one at least goes out */
        if (out->lines.at[i].held && ++held == out->lines.n)
            out->lines.at[i].held = false;
    return OK;
}

static enum status plan_ask(struct ctx *c, struct plan *p)
{
    TRY(orders_load(c, &p->limits, &p->in));
    TRY(cross_ask(c, p));
    TRY(offers_add(c, p));
    if (!p->in.items.n)
        return OK;
    p->in.depths = p->limits.depths, p->in.periods = p->limits.days, p->in.budget = p->limits.budget;
    p->in.max_items = (int64_t)fmin((double)p->limits.max_items, ceil(p->limits.max_share * (double)p->in.items.n));
    p->in.min_margin = p->limits.min_margin, p->in.goal = p->limits.goal;
    p->in.new_orders = p->cross.sentence.n ? fmax(0, fmin(1, p->cross.new_orders)) : p->in.new_orders;
    /* the days until its first possible start are none of it */
    for (size_t i = 0; i < p->in.items.n; i++) {
        struct reals *a = &p->in.items.at[i].ahead;
        size_t skip = (size_t)p->limits.lead_days < a->n ? (size_t)p->limits.lead_days : a->n;
        *a = (struct reals){a->at + skip, a->n - skip};
    }
    p->in.starts = p->limits.starts;
    return capability_call(c, "promo.plan", &p->in, &p->out);
}

enum status promote_busy(struct ctx *c, struct strs *products)
{
    LIST(struct item) rows;
    struct promotion p;
    TRY(db_all(c, &item_record, &rows, "SELECT * FROM item WHERE kind = 'promotion.sale' AND (state <= $1 OR state = $2)", A((int64_t)LIVE),
               A((int64_t)UNDOING)));
    for (size_t i = 0; i < rows.n; i++)
        if (record_from_json(c, &promotion_record, rows.at[i].input.text, LENIENT, &p) == OK)
            for (size_t k = 0; k < p.lines.n; k++)
                strs_add(c, products, p.lines.at[k].product);
    return OK;
}

static enum status is_due(struct ctx *c, const struct promotion_limits *limits, bool *due)
{
    int64_t n;
    TRY(db_int(c, &n, "SELECT COUNT(*) FROM item WHERE kind = 'promotion.sale' AND (state <= $1 OR state = $2 OR created_ms > $3)", A((int64_t)LIVE),
               A((int64_t)UNDOING), A(c->now_ms - limits->every_days * DAY_MS)));
    *due = n == 0 && !limits->stopped;
    return OK;
}

enum status promote_plan(struct ctx *c, const struct desk *d, int64_t batch, struct strs *products)
{
    struct plan p = {.d = d, .busy = products};
    struct promotion made;
    bool due;
    TRY(settings_read(c, promotion_sale.opt, STR("promotion.sale"), &p.limits));
    TRY(late_drop_waiting(c, STR("promotion.sale")));
    TRY(is_due(c, &p.limits, &due));
    if (!due)
        return OK;
    record_init(&promo_in_record, &p.in);
    enum status s = plan_ask(c, &p);
    if (s == REJECT) { /* what stands in the way of a promotion holds up nothing else */
        log_line(LOG_WARN, "merchandise", "no promotion is planned: %s", c->why);
        return OK;
    }
    TRY(s);
    if (!p.out.picks.n)
        return OK;
    TRY(promotion_make(c, &p, &made));
    struct item i = plan_item(c, batch, "promotion.sale", "promotion", made.name);
    i.input.text = record_to_json(c, &promotion_record, &made);
    for (size_t k = 0; k < made.lines.n; k++)
        strs_add(c, products, made.lines.at[k].product);
    return item_add(c, &i);
}
