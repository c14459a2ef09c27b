/* data/shelf.c - noting prices and stock, and asking what they were.
 *
 * Tables  reads product, variant, content; writes shelf
 */
#include "data/shelf.h"
#include "data/day.h"
#include "data/product.h"

struct offered {
    struct str sku, product, channel, currency, shown;
    int64_t price, stock, variants, known, last_price, last_stock;
};
static const struct record offered_record = {"offered", sizeof(struct offered), (const struct field[]){
    FIELD(struct offered, sku), FIELD(struct offered, product), FIELD(struct offered, channel),
    FIELD(struct offered, currency, .flags = OPTIONAL), FIELD(struct offered, shown, .flags = OPTIONAL),
    FIELD(struct offered, price, .init = (double)NONE, .flags = OPTIONAL), FIELD(struct offered, stock, .init = (double)NONE, .flags = OPTIONAL),
    FIELD(struct offered, variants), FIELD(struct offered, known),
    FIELD(struct offered, last_price, .init = (double)NONE, .flags = OPTIONAL),
    FIELD(struct offered, last_stock, .init = (double)NONE, .flags = OPTIONAL), {0}}};

static struct arg or_null(int64_t x) { return x == NONE ? (struct arg){0} : arg_i(x); }

static enum status note(struct ctx *c, const struct offered *o, int64_t *n)
{
    int64_t price = o->price, shown;
    if (o->shown.n && o->variants == 1 && money_read(o->shown, o->currency, &shown))
        price = shown;
    if (o->known && price == o->last_price && o->stock == o->last_stock)
        return OK;
    ++*n;
    return db_run(c,
                  "INSERT INTO shelf (day, channel, sku, price, stock) VALUES ($1, $2, $3, $4, $5)"
                  " ON CONFLICT (sku, channel, day) DO UPDATE SET price = excluded.price, stock = excluded.stock",
                  A(c->now_ms / DAY_MS), A(o->channel), A(o->sku), or_null(price), or_null(o->stock));
}

static enum status note_all(struct ctx *c, int64_t *n)
{
    LIST(struct offered) all;
    TRY(db_all(c, &offered_record, &all,
               "SELECT v.sku, v.product, p.channel, COALESCE(v.currency, p.currency) AS currency, COALESCE(v.price, p.price) AS price, v.stock,"
               " (SELECT COUNT(*) FROM variant w WHERE w.product = v.product) AS variants,"
               " (SELECT t.value FROM content t WHERE t.entity = 'product' AND t.id = p.id AND t.field = 'price' AND t.locale = ''"
               "   AND t.channel = p.channel) AS shown,"
               " CASE WHEN s.day IS NULL THEN 0 ELSE 1 END AS known, s.price AS last_price, s.stock AS last_stock"
               " FROM variant v JOIN product p ON p.id = v.product"
               " LEFT JOIN shelf s ON s.sku = v.sku AND s.channel = p.channel"
               "  AND s.day = (SELECT MAX(day) FROM shelf WHERE sku = v.sku AND channel = p.channel)"
               " WHERE p.gone = 0 AND v.sku IS NOT NULL AND v.sku <> '' ORDER BY v.sku, v.product DESC"));
    for (size_t i = 0; i < all.n; i++)
        if (i + 1 == all.n || !str_eq(all.at[i].sku, all.at[i + 1].sku)) /* one SKU of two products: the first product's */
            TRY(note(c, &all.at[i], n));
    return OK;
}

enum status shelf_note(struct ctx *c, int64_t *n)
{
    *n = 0;
    IN_ONE_STEP(c, note_all(c, n));
    return OK;
}

enum status price_shown(struct ctx *c, struct str product, int64_t *minor)
{
    struct str shown, currency;
    TRY(db_text(c, &currency, "SELECT COALESCE(currency, '') FROM product WHERE id = $1", A(product)));
    TRY(db_text(c, &shown,
                "SELECT t.value FROM content t JOIN product p ON p.id = t.id AND p.channel = t.channel"
                " WHERE t.entity = 'product' AND t.id = $1 AND t.field = 'price' AND t.locale = ''",
                A(product)));
    if (shown.n && money_read(shown, currency, minor))
        return OK;
    TRY(db_int(c, minor, "SELECT COALESCE(price, -1) FROM product WHERE id = $1", A(product)));
    *minor = *minor < 0 ? NONE : *minor;
    return OK;
}

enum status shelf_lowest(struct ctx *c, struct str sku, struct str channel, int64_t day, int64_t days, int64_t *minor)
{
    int64_t before, within;
    TRY(db_int(c, &before, /* what stood when the days began */
               "SELECT COALESCE(MIN(s.price), -1) FROM shelf s WHERE s.sku = $1 AND ($2 = '' OR s.channel = $2) AND s.day ="
               " (SELECT MAX(e.day) FROM shelf e WHERE e.sku = s.sku AND e.channel = s.channel AND e.day <= $3)",
               A(sku), A(channel), A(day - days)));
    TRY(db_int(c, &within, "SELECT COALESCE(MIN(price), -1) FROM shelf WHERE sku = $1 AND ($2 = '' OR channel = $2) AND day > $3 AND day < $4",
               A(sku), A(channel), A(day - days), A(day)));
    *minor = before < 0 ? within : within < 0 || before < within ? before : within;
    *minor = *minor < 0 ? NONE : *minor;
    return OK;
}
