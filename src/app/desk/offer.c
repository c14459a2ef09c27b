/* app/desk/offer.c - products that may be promoted, and the orders they are played through.
 *
 * Tables  reads item, sale, line, shelf
 */
#include "app/desk/offer.h"
#include "app/desk/lowest.h"
#include "app/desk/plan.h"
#include "core/capability.h"
#include "data/day.h"
#include <math.h>

enum { ORDERS_MAX = 20000, SKU_MAX = 48 }; /* "compare_at:" and a SKU are the field of a change */

/* ---- which may be promoted -------------------------------------------------------------------------- */

static bool is_offer(const struct desk *d, const struct desk_line *l)
{
    if (l->row.variants > 1 && (str_eq(d->choice.variants, STR("leave")) || l->sold->sku.n > SKU_MAX))
        return false;
    return l->in_shop && l->price && l->row.price != NONE && l->row.price > 0 && l->cost >= 0 && l->row.stock != 0 && l->demand.mean.n;
}

/* One share of an item's extra units is taken from its rivals; what its category says, else the whole shop. */
static double cannibal_of(const struct offers *p, struct str category)
{
    for (size_t i = 0; i < p->cross.categories.n; i++)
        if (str_eq(p->cross.categories.at[i].category, category))
            return fmax(0, fmin(1, p->cross.categories.at[i].cannibal));
    return fmax(0, fmin(1, p->cross.cannibal));
}

static double lift_of(const struct offers *p, struct str sku)
{
    for (size_t i = 0; i < p->cross.items.n; i++)
        if (str_eq(p->cross.items.at[i].sku, sku))
            return fmax(0, fmin(20, p->cross.items.at[i].lift));
    return 0;
}

static enum status offers_add(struct ctx *c, const struct strs *busy, struct offers *p)
{
    p->line = NEW_ARRAY(c, const struct desk_line *, p->d->sales.items.n + 1);
    for (size_t i = 0; i < p->d->sales.items.n; i++) {
        const struct desk_line *l = &p->d->line[i];
        bool rests = false;
        if (!is_offer(p->d, l))
            continue;
        for (size_t k = 0; k < busy->n && !rests; k++)
            rests = str_eq(busy->at[k], l->row.product);
        if (!rests)
            TRY(plan_rests(c, p->d, l->row.product, &rests));
        if (rests)
            continue;
        bool together = l->row.variants > 1 && str_eq(p->d->choice.variants, STR("together"));
        struct str category = l->row.category.p ? l->row.category : STR("");
        double lowest;
        TRY(desk_lowest(c, l, &lowest));
        p->line[p->in.items.n] = l;
        *LIST_ADD(c, &p->in.items) = (struct promo_offer){
            .sku = l->sold->sku, .product = together ? l->row.product : (struct str){0}, .category = category, .price = l->price->price_now, .cost = l->cost,
            .stock = l->row.stock == NONE ? 1e9 : (double)l->row.stock, .units = desk_mean(l), .elasticity = desk_elasticity(p->d, l),
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

static enum status orders_load(struct ctx *c, int64_t replay_days, struct offers *out)
{
    LIST(struct ordered) rows;
    struct promo_in *in = &out->in;
    int64_t today = c->now_ms / DAY_MS;
    struct str last = {0};
    TRY(db_all(c, &ordered_record, &rows,
               "SELECT s.id AS sale, l.sku, s.placed_ms / 86400000 AS day, l.quantity AS units, CASE WHEN s.customer IS NOT NULL AND NOT EXISTS"
               " (SELECT 1 FROM sale e WHERE e.customer = s.customer AND e.placed_ms < s.placed_ms) THEN 1 ELSE 0 END AS newcomer"
               " FROM sale s JOIN line l ON l.sale = s.id WHERE s.placed_ms >= $1 AND s.placed_ms < $2 AND s.state <> 'cancelled'"
               " AND l.sku IS NOT NULL AND l.quantity > 0 AND l.quantity <= 1000000 ORDER BY s.placed_ms DESC, s.id, l.pos",
               A((today - replay_days) * DAY_MS), A(today * DAY_MS)));
    for (size_t i = 0; i < rows.n; i++) {
        if (!str_eq(rows.at[i].sale, last)) {
            if (in->orders.n == ORDERS_MAX)
                break;
            *LIST_ADD(c, &in->orders) = (struct promo_basket){.day = rows.at[i].day, .first = rows.at[i].newcomer > 0};
            *LIST_ADD(c, &out->sales) = rows.at[i].sale;
        }
        last = rows.at[i].sale;
        struct promo_basket *b = &in->orders.at[in->orders.n - 1];
        if (b->lines.n < 1000)
            *LIST_ADD(c, &b->lines) = (struct promo_bought){rows.at[i].sku, (double)rows.at[i].units};
    }
    return OK;
}

/* What the shop's own days say of taking from others and of bringing more. */
static enum status cross_ask(struct ctx *c, struct offers *p)
{
    struct cross_in in;
    record_init(&cross_in_record, &in);
    for (size_t i = 0; i < p->d->sales.items.n; i++) {
        const struct desk_line *l = &p->d->line[i];
        if (!l->price || !l->in_shop)
            continue;
        *LIST_ADD(c, &in.items) = (struct cross_item){
            .sku = l->sold->sku, .category = l->row.category.p ? l->row.category : STR(""), .units = l->sold->units, .in_stock = l->sold->in_stock,
            .price = l->sold->price, .promo = l->sold->promo, .elasticity = desk_elasticity(p->d, l)};
    }
    in.orders.at = p->in.orders.at, in.orders.n = p->in.orders.n;
    return in.items.n ? capability_call(c, "promo.cross", &in, &p->cross) : OK;
}

/* ---- both --------------------------------------------------------------------------------------------- */

enum status offers_load(struct ctx *c, const struct desk *d, int64_t replay_days, int64_t lead_days, const struct strs *busy, struct offers *out)
{
    *out = (struct offers){.d = d};
    record_init(&promo_in_record, &out->in);
    TRY(orders_load(c, replay_days, out));
    TRY(cross_ask(c, out));
    TRY(offers_add(c, busy, out));
    if (out->cross.sentence.n)
        out->in.new_orders = fmax(0, fmin(1, out->cross.new_orders));
    for (size_t i = 0; i < out->in.items.n; i++) {
        struct reals *a = &out->in.items.at[i].ahead;
        size_t skip = (size_t)lead_days < a->n ? (size_t)lead_days : a->n;
        *a = (struct reals){a->at + skip, a->n - skip};
    }
    return OK;
}

struct promotion_line offers_line(const struct offers *p, const struct promo_pick *k)
{
    size_t i = 0;
    while (!str_eq(p->in.items.at[i].sku, k->sku))
        i++;
    const struct promo_offer *o = &p->in.items.at[i];
    const struct desk_line *l = p->line[i];
    return (struct promotion_line){
        .product = l->row.product, .sku = k->sku, .title = l->row.title, .currency = l->row.currency.n ? l->row.currency : STR("EUR"),
        .price_now = o->price, .price = k->price, .lowest = o->lowest, .cost = o->cost, .stock = l->row.stock == NONE ? NAN : o->stock, .depth = k->depth,
        .elasticity = o->elasticity, .lift = o->lift, .cannibal = o->cannibal, .units = k->units, .units_now = k->units_now,
        .revenue_change = k->revenue_change, .profit_change = k->profit_change, .given_away = k->given_away, .halo = k->halo,
        .lost_elsewhere = k->lost_elsewhere, .first_orders = k->first_orders, .variant = l->row.variants > 1, .assumed = desk_assumes(l)};
}

int64_t offers_most(struct ctx *c, const struct offers *o, int64_t max_items, double max_share)
{
    struct strs seen = {0};
    for (size_t i = 0; i < o->in.items.n; i++)
        if (!seen.n || !strs_has(&seen, o->line[i]->row.product))
            strs_add(c, &seen, o->line[i]->row.product);
    return (int64_t)fmin((double)max_items, ceil(max_share * (double)seen.n));
}
