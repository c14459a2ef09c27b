/* data/sales_load.c - daily sales out of the shop's own tables.
 *
 * Tables  reads sale, line, shelf, variant, product; item, change and move for promotions of ours
 */
#include "data/day.h"
#include "data/item.h"
#include "data/product.h"
#include "data/sales.h"
#include <math.h>
#include <stdlib.h>

struct daily { /* one SKU on one day */
    struct str sku, currency;
    int64_t day, units, money, priced, discount, promo; /* money: of the `priced` units that had a price, minor */
    double sold_out;
};
static const struct record daily_record = {"daily", sizeof(struct daily), (const struct field[]){
    FIELD(struct daily, sku), FIELD(struct daily, currency, .flags = OPTIONAL), FIELD(struct daily, day), FIELD(struct daily, units),
    FIELD(struct daily, money), FIELD(struct daily, priced), FIELD(struct daily, discount), FIELD(struct daily, promo),
    FIELD(struct daily, sold_out), {0}}};
struct shelved {
    struct str sku, currency;
    int64_t day, stock, price;
};
static const struct record shelved_record = {"shelf", sizeof(struct shelved), (const struct field[]){
    FIELD(struct shelved, sku), FIELD(struct shelved, day), FIELD(struct shelved, stock, .init = (double)NONE, .flags = OPTIONAL),
    FIELD(struct shelved, price, .init = (double)NONE, .flags = OPTIONAL), FIELD(struct shelved, currency, .flags = OPTIONAL), {0}}};
struct name { struct str sku; };
static const struct record name_record = {"name", sizeof(struct name), (const struct field[]){FIELD(struct name, sku), {0}}};

static void lay_out(struct ctx *c, struct sold *s, size_t n)
{
    struct reals *all[] = {&s->units, &s->price, &s->promo, &s->in_stock};
    for (size_t k = 0; k < 4; k++)
        *all[k] = (struct reals){NEW_ARRAY(c, double, n), n};
    for (size_t t = 0; t < n; t++)
        s->price.at[t] = NAN, s->in_stock.at[t] = 1;
}

static int by_sku(const void *a, const void *b) { return str_cmp(((const struct sold *)a)->sku, ((const struct sold *)b)->sku); }

static struct sold *item_of(struct sales *s, struct str sku)
{
    return bsearch(&(struct sold){.sku = sku}, s->items.at, s->items.n, sizeof *s->items.at, by_sku);
}

static enum status units_load(struct ctx *c, struct sales *s)
{
    LIST(struct daily) rows;
    TRY(db_all(c, &daily_record, &rows,
               "SELECT l.sku, s.placed_ms / 86400000 AS day, MAX(s.currency) AS currency, CAST(SUM(l.quantity) AS BIGINT) AS units,"
               " CAST(COALESCE(SUM(l.price * l.quantity - COALESCE(l.discount, 0)), 0) AS BIGINT) AS money,"
               " CAST(COALESCE(SUM(CASE WHEN l.price IS NULL THEN 0 ELSE l.quantity END), 0) AS BIGINT) AS priced,"
               " CAST(COALESCE(SUM(COALESCE(l.discount, 0)), 0) AS BIGINT) AS discount, MAX(l.sold_out) AS sold_out, MAX(l.promo) AS promo"
               " FROM line l JOIN sale s ON s.id = l.sale WHERE s.placed_ms >= $1 AND s.placed_ms < $2 AND s.state <> 'cancelled'"
               " AND l.sku IS NOT NULL GROUP BY l.sku, s.placed_ms / 86400000 ORDER BY l.sku, day",
               A(s->first_day * DAY_MS), A((s->first_day + (int64_t)s->days) * DAY_MS)));
    for (size_t i = 0; i < rows.n; i++) {
        const struct daily *d = &rows.at[i];
        struct sold *item = item_of(s, d->sku);
        size_t t = (size_t)(d->day - s->first_day);
        if (!item || t >= s->days)
            continue;
        item->units.at[t] += (double)d->units;
        if (d->priced > 0 && d->money > 0)
            item->price.at[t] = (double)d->money / (double)d->priced / currency_minor(d->currency);
        item->promo.at[t] = d->discount > 0 || d->promo > 0;
        item->in_stock.at[t] = 1 - d->sold_out;
    }
    return OK;
}

/* What a row of the shelf says of the days until the next one; a day the sales call sold out stays so. A day that sold had something to sell, at its own price. */
static void shelve(struct sales *s, struct sold *item, const struct shelved *r, int64_t until)
{
    double price = r->price == NONE ? NAN : (double)r->price / currency_minor(r->currency);
    for (int64_t day = r->day < s->first_day ? s->first_day : r->day; day < until; day++) {
        size_t t = (size_t)(day - s->first_day);
        if (item->units.at[t] > 0)
            continue;
        item->in_stock.at[t] = r->stock == NONE || r->stock > 0 ? item->in_stock.at[t] : 0;
        item->price.at[t] = isnan(price) ? item->price.at[t] : price;
    }
}

static enum status shelf_load(struct ctx *c, struct sales *s, int64_t *seen)
{
    LIST(struct shelved) rows;
    int64_t end = s->first_day + (int64_t)s->days;
    TRY(db_all(c, &shelved_record, &rows,
               "SELECT s.sku, s.day, MAX(s.stock) AS stock, MIN(s.price) AS price,"
               " (SELECT MAX(COALESCE(v.currency, p.currency)) FROM variant v JOIN product p ON p.id = v.product WHERE v.sku = s.sku) AS currency"
               " FROM shelf s GROUP BY s.sku, s.day ORDER BY s.sku, s.day"));
    for (size_t i = 0; i < rows.n; i++) {
        bool last = i + 1 == rows.n || !str_eq(rows.at[i + 1].sku, rows.at[i].sku);
        struct sold *item = item_of(s, rows.at[i].sku);
        if (!item)
            continue;
        size_t k = (size_t)(item - s->items.at);
        seen[k] = rows.at[i].day < seen[k] ? rows.at[i].day : seen[k];
        shelve(s, item, &rows.at[i], last || rows.at[i + 1].day > end ? end : rows.at[i + 1].day);
    }
    return OK;
}

struct promoted {
    struct str sku;
    int64_t from_ms, to_ms;
};
static const struct record promoted_record = {"promoted", sizeof(struct promoted), (const struct field[]){
    FIELD(struct promoted, sku), FIELD(struct promoted, from_ms), FIELD(struct promoted, to_ms), {0}}};

/* Promotions that we published lower the price itself: no line tells a discount. */
static enum status promotions_load(struct ctx *c, struct sales *s)
{
    LIST(struct promoted) rows;
    TRY(db_all(c, &promoted_record, &rows,
               "SELECT v.sku, m.at_ms AS from_ms, COALESCE((SELECT MIN(e.at_ms) FROM move e WHERE e.item = i.id AND e.to_state = $1), $2) AS to_ms"
               " FROM item i JOIN move m ON m.item = i.id AND m.to_state = $3 JOIN change h ON h.item = i.id AND h.entity = 'product' AND h.field = 'price'"
               " JOIN variant v ON v.product = h.id WHERE i.kind = 'promotion.sale' AND v.sku IS NOT NULL",
               A((int64_t)UNDOING), A(c->now_ms), A((int64_t)LIVE)));
    for (size_t i = 0; i < rows.n; i++) {
        struct sold *item = item_of(s, rows.at[i].sku);
        int64_t from = rows.at[i].from_ms / DAY_MS - s->first_day, to = (rows.at[i].to_ms + DAY_MS - 1) / DAY_MS - s->first_day;
        for (int64_t t = from < 0 ? 0 : from; item && t < to && t < (int64_t)s->days; t++)
            item->promo.at[t] = 1;
    }
    return OK;
}

/* Days without a sale between two promoted ones, a week apart at most, were promoted too, at that price: a promotion that
 * sold nothing on a day was there all the same. */
static void promotions_fill(struct sales *s)
{
    enum { GAP = 7 };
    for (size_t i = 0; i < s->items.n; i++) {
        struct sold *item = &s->items.at[i];
        size_t last = SIZE_MAX;
        for (size_t t = 0; t < s->days; t++) {
            if (!(item->units.at[t] > 0))
                continue;
            bool on = item->promo.at[t] > 0;
            for (size_t k = last; on && last != SIZE_MAX && t - last <= GAP && ++k < t;)
                item->promo.at[k] = 1, item->price.at[k] = item->price.at[last];
            last = on ? t : SIZE_MAX;
        }
    }
}

static bool is_same(double a, double b) { return fabs(a / b - 1) < 0.005; }

/* Below what was asked before and, where that is known, after; and not for good. */
static bool is_dip(const struct sold *s, size_t from, size_t to)
{
    enum { LONGEST = 42 };
    static const double LESS = 0.95; /* of the price beside it */
    double price = s->price.at[from];
    return to - from <= LONGEST && from > 0 && price <= LESS * s->price.at[from - 1] && (to == s->price.n || price <= LESS * s->price.at[to]);
}

static bool any_in(const struct reals *x, size_t from, size_t to)
{
    for (size_t t = from; t < to; t++)
        if (x->at[t] > 0)
            return true;
    return false;
}

/* A line that sold says that it was promoted, a day without one says nothing: read as not promoted, the low price would
 * have sold nothing by itself, and every elasticity come out too small. So all days of a dip with a promoted line are
 * promoted, and of an item with promotions also a dip that is over and sold nothing. */
static void promotions_spread(struct sales *s)
{
    for (size_t i = 0; i < s->items.n; i++) {
        struct sold *item = &s->items.at[i];
        bool known = any_in(&item->promo, 0, s->days);
        for (size_t from = 0, to; known && from < s->days; from = to) {
            for (to = from + 1; to < s->days && is_same(item->price.at[to], item->price.at[from]);)
                to++;
            bool on = any_in(&item->promo, from, to) || (to < s->days && !any_in(&item->units, from, to));
            for (size_t t = from; on && is_dip(item, from, to) && t < to; t++)
                item->promo.at[t] = fmax(1, item->promo.at[t]);
        }
    }
}

/* A day without a sale asked what was asked last; a promotion's price ends with it. */
static void prices_carry(struct sales *s)
{
    for (size_t i = 0; i < s->items.n; i++) {
        struct sold *item = &s->items.at[i];
        double last = NAN;
        for (size_t t = 0; t < s->days; t++) {
            item->price.at[t] = isnan(item->price.at[t]) ? last : item->price.at[t];
            last = item->promo.at[t] > 0 ? last : item->price.at[t];
        }
        for (size_t t = s->days; t-- > 0; last = item->price.at[t])
            item->price.at[t] = isnan(item->price.at[t]) ? last : item->price.at[t];
    }
}

/* Before it was first seen, on the shelf or in a sale, nothing is known of an item: that is not a demand of 0. */
static void forget_before(struct sales *s, const int64_t *seen)
{
    for (size_t i = 0; i < s->items.n; i++) {
        struct sold *item = &s->items.at[i];
        size_t first = 0;
        while (first < s->days && item->units.at[first] == 0 && s->first_day + (int64_t)first < seen[i])
            first++;
        for (size_t t = 0; t < first; t++)
            item->units.at[t] = NAN;
    }
}

static enum status span(struct ctx *c, int64_t days, struct sales *out)
{
    int64_t first_ms, today = c->now_ms / DAY_MS, first = today - days;
    TRY(db_int(c, &first_ms, "SELECT COALESCE(MIN(placed_ms), 0) FROM sale WHERE state <> 'cancelled' AND placed_ms >= $1 AND placed_ms < $2",
               A(first * DAY_MS), A(today * DAY_MS)));
    *out = (struct sales){0};
    if (!first_ms)
        return OK;
    out->first_day = first_ms / DAY_MS;
    out->days = (size_t)(today - out->first_day);
    return OK;
}

enum status sales_load(struct ctx *c, int64_t days, struct sales *out)
{
    LIST(struct name) names;
    TRY(span(c, days, out));
    if (!out->days)
        return OK;
    TRY(db_all(c, &name_record, &names,
               "SELECT DISTINCT v.sku FROM variant v JOIN product p ON p.id = v.product WHERE p.gone = 0 AND v.sku IS NOT NULL AND v.sku <> ''"
               " ORDER BY v.sku"));
    if (!names.n)
        return OK;
    out->items.n = names.n;
    out->items.at = NEW_ARRAY(c, struct sold, names.n);
    int64_t *seen = NEW_ARRAY(c, int64_t, names.n);
    for (size_t i = 0; i < names.n; i++) {
        out->items.at[i].sku = names.at[i].sku;
        lay_out(c, &out->items.at[i], out->days);
        seen[i] = INT64_MAX;
    }
    qsort(out->items.at, names.n, sizeof *out->items.at, by_sku); /* the database's order may be a language's */
    TRY(units_load(c, out));
    TRY(shelf_load(c, out, seen));
    forget_before(out, seen);
    promotions_fill(out);
    promotions_spread(out);
    TRY(promotions_load(c, out));
    prices_carry(out);
    return OK;
}

static bool any_sold(const struct sales *s, size_t day)
{
    for (size_t i = 0; i < s->items.n; i++)
        if (s->items.at[i].units.at[day] > 0)
            return true;
    return false;
}

size_t sales_quiet(const struct sales *s)
{
    enum { LEAST = 21, TIMES = 3 };
    size_t pause = 0, longest = 0;
    for (size_t day = 0; day < s->days; day++)
        if (any_sold(s, day)) {
            longest = pause > longest ? pause : longest;
            pause = 0;
        } else
            pause++;
    return s->items.n && pause >= LEAST && pause > TIMES * longest ? pause : 0;
}
