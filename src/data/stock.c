/* data/stock.c - where stock lies, and setting it aside: sold once, whoever asks at the same instant.
 *
 * Tables  stock, variant.stock (what may still be sold: the sum of units less reserved over the nodes)
 *
 * Every change first takes hold of the variant's row (PostgreSQL: its lock; SQLite: one writer), then moves the shelf by
 * one conditional UPDATE, so no reading is older than the writing that rests on it. */
#include "data/order.h"

static const struct record stock_record = {"stock", sizeof(struct holding), (const struct field[]){
    FIELD(struct holding, node, .min = 1, .max = 200, .flags = KEY, .doc = "warehouse or store"),
    FIELD(struct holding, sku, .min = 1, .max = 200, .flags = KEY, .doc = "of the variant"),
    FIELD(struct holding, units, .unit = "1", .max = 9e15, .doc = "on hand"),
    FIELD(struct holding, reserved, .unit = "1", .max = 9e15, .flags = OPTIONAL, .doc = "of these, set aside for orders"),
    {0}}};

enum status stock_load(struct ctx *c, struct str sku, struct holding **at, size_t *n)
{
    LIST(struct holding) rows;
    TRY(db_all(c, &stock_record, &rows, "SELECT * FROM stock WHERE sku = $1 ORDER BY units - reserved DESC, node", A(sku)));
    *at = rows.at, *n = rows.n;
    return OK;
}

/* Take hold of the SKU; *tracked: its stock is counted. What an import changed since goes into "main". */
static enum status hold(struct ctx *c, struct str sku, bool *tracked)
{
    int64_t rows, counted, stock, lies, pos;
    struct str product;
    offer_place(sku, &product, &pos);
    TRY(db_count(c, &rows, "UPDATE variant SET stock = stock WHERE " OFFER_IS, A(sku), A(product), A(pos)));
    TRY(db_int(c, &counted, "SELECT COUNT(stock) FROM variant WHERE " OFFER_IS, A(sku), A(product), A(pos)));
    *tracked = counted > 0;
    if (!*tracked)
        return OK;
    TRY(db_int(c, &stock, "SELECT MAX(stock) FROM variant WHERE " OFFER_IS, A(sku), A(product), A(pos)));
    TRY(db_int(c, &lies, "SELECT SUM(units - reserved) FROM stock WHERE sku = $1", A(sku)));
    if (stock == lies)
        return OK;
    return db_run(c,
                  "INSERT INTO stock (node, sku, units, reserved) VALUES ('main', $1, $2, 0)"
                  " ON CONFLICT (node, sku) DO UPDATE SET units = stock.units + excluded.units",
                  A(sku), A(stock - lies));
}

static enum status tell(struct ctx *c, struct str sku)
{
    struct str product;
    int64_t pos;
    offer_place(sku, &product, &pos);
    return db_run(c,
                  "UPDATE variant SET stock = (SELECT COALESCE(SUM(units - reserved), 0) FROM stock WHERE stock.sku = $1)"
                  " WHERE " OFFER_IS " AND stock IS NOT NULL",
                  A(sku), A(product), A(pos));
}

enum status stock_reserve(struct ctx *c, struct str sku, int64_t units, struct str node, struct str *where)
{
    bool tracked;
    int64_t done = 0;
    *where = STR("");
    TRY(hold(c, sku, &tracked));
    if (!tracked)
        return OK;
    if (!node.n)
        TRY(db_text(c, &node, "SELECT node FROM stock WHERE sku = $1 ORDER BY units - reserved DESC, node LIMIT 1", A(sku)));
    if (node.n)
        TRY(db_count(c, &done, "UPDATE stock SET reserved = reserved + $1 WHERE node = $2 AND sku = $3 AND units - reserved >= $1",
                     A(units), A(node), A(sku)));
    if (!done)
        return fail(c, REJECT, "%.*s: fewer than %lld left%s%.*s", FMT(sku), (long long)units, node.n ? " at " : "", FMT(node));
    *where = node;
    return tell(c, sku);
}

static enum status shift(struct ctx *c, struct str sku, struct str node, int64_t units, int64_t reserved)
{
    bool tracked;
    int64_t done;
    TRY(hold(c, sku, &tracked));
    if (!tracked)
        return OK;
    TRY(db_count(c, &done,
                 "UPDATE stock SET units = units + $1, reserved = reserved + $2 WHERE node = $3 AND sku = $4"
                 " AND reserved + $2 >= 0 AND (units + $1 >= reserved + $2 OR $1 >= $2)",
                 A(units), A(reserved), A(node), A(sku)));
    if (!done)
        return fail(c, REJECT, "%.*s at %.*s: the shelf has not so many", FMT(sku), FMT(node));
    return tell(c, sku);
}

enum status stock_release(struct ctx *c, struct str sku, int64_t units, struct str node) { return node.n ? shift(c, sku, node, 0, -units) : OK; }
enum status stock_leave(struct ctx *c, struct str sku, int64_t units, struct str node) { return node.n ? shift(c, sku, node, -units, -units) : OK; }

enum status stock_add(struct ctx *c, struct str sku, int64_t units, struct str node)
{
    bool tracked;
    node = node.n ? node : STR("main");
    TRY(hold(c, sku, &tracked));
    if (!tracked)
        return OK;
    TRY(db_run(c, "INSERT INTO stock (node, sku, units, reserved) VALUES ($1, $2, 0, 0) ON CONFLICT (node, sku) DO NOTHING", A(node), A(sku)));
    return shift(c, sku, node, units, 0);
}
