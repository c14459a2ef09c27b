/* data/purchase.c - orders to suppliers, drafted and under way.
 *
 * Tables  reads item, variant, sale, line; writes purchase
 */
#include "data/purchase.h"
#include "data/day.h"

enum { LOOK_BACK_DAYS = 180 };

static const struct record purchase_record = {"purchase", sizeof(struct purchase), (const struct field[]){
    FIELD(struct purchase, item, .flags = KEY, .doc = "the draft"),
    FIELD(struct purchase, sku, .min = 1, .max = 200, .flags = KEY, .doc = "what"),
    FIELD(struct purchase, units, .min = 0, .max = 1e9, .doc = "how many"),
    FIELD(struct purchase, arrived, .min = 0, .max = 1e9, .doc = "of these"),
    FIELD(struct purchase, stock, .min = -1e9, .max = 1e9, .doc = "on hand when it was drafted"),
    FIELD(struct purchase, day, .doc = "it was drafted, since 1970-01-01"),
    {0}}};

enum status purchase_add(struct ctx *c, const struct purchase *p) { return db_save(c, &purchase_record, p); }


/* What came since the day of the oldest order; negative counts as nothing. *counted: the shop counts stock. */
static enum status came(struct ctx *c, const struct purchase *first, int64_t *units, bool *counted)
{
    int64_t stock, sold, n;
    TRY(db_int(c, &n, "SELECT COUNT(stock) FROM variant WHERE sku = $1", A(first->sku)));
    TRY(db_int(c, &stock, "SELECT MAX(stock) FROM variant WHERE sku = $1", A(first->sku)));
    TRY(db_int(c, &sold, "SELECT CAST(COALESCE(SUM(l.quantity), 0) AS BIGINT) FROM line l JOIN sale s ON s.id = l.sale"
                         " WHERE l.sku = $1 AND s.placed_ms >= $2 AND s.state <> 'cancelled'",
               A(first->sku), A(first->day * DAY_MS)));
    *counted = n > 0;
    *units = stock - first->stock + sold;
    *units = *units < 0 ? 0 : *units;
    return OK;
}

static enum status arrive_one(struct ctx *c, struct str sku, int64_t days)
{
    LIST(struct purchase) rows;
    int64_t left, today = c->now_ms / DAY_MS;
    bool counted;
    TRY(db_all(c, &purchase_record, &rows,
               "SELECT u.* FROM purchase u JOIN item i ON i.id = u.item WHERE u.sku = $1 AND i.state <= $2 AND u.day >= $3 ORDER BY u.day, u.item",
               A(sku), A((int64_t)KEPT), A(today - LOOK_BACK_DAYS)));
    if (!rows.n)
        return OK;
    TRY(came(c, &rows.at[0], &left, &counted));
    for (size_t i = 0; i < rows.n; i++) {
        const struct purchase *p = &rows.at[i];
        int64_t n = counted ? (left < p->units ? left : p->units) : today - p->day >= days ? p->units : 0;
        left -= n;
        if (n > p->arrived) /* a person may have closed it: that stands */
            TRY(db_run(c, "UPDATE purchase SET arrived = $1 WHERE item = $2 AND sku = $3", A(n), A(p->item), A(sku)));
    }
    return OK;
}

struct named { struct str sku; };
static const struct record named_record = {"named", sizeof(struct named), (const struct field[]){FIELD(struct named, sku), {0}}};

static enum status arrive(struct ctx *c, int64_t days)
{
    LIST(struct named) open;
    TRY(db_all(c, &named_record, &open, "SELECT DISTINCT u.sku FROM purchase u JOIN item i ON i.id = u.item"
                                        " WHERE u.arrived < u.units AND i.state <= $1",
               A((int64_t)KEPT)));
    for (size_t i = 0; i < open.n; i++)
        TRY(arrive_one(c, open.at[i].sku, days));
    return OK;
}

enum status purchase_arrive(struct ctx *c, int64_t days)
{
    IN_ONE_STEP(c, arrive(c, days));
    return OK;
}

enum status purchase_close(struct ctx *c, int64_t item)
{
    int64_t n;
    TRY(db_count(c, &n, "UPDATE purchase SET arrived = units WHERE item = $1", A(item)));
    return n ? OK : fail(c, REJECT, "item %lld is no purchase order: `purvey review --kind replenish.order` lists those", (long long)item);
}

enum status purchase_refused(struct ctx *c, struct str sku, int64_t since_ms, bool *is)
{
    int64_t n;
    TRY(db_int(c, &n, "SELECT COUNT(*) FROM purchase u JOIN item i ON i.id = u.item WHERE u.sku = $1 AND i.state IN ($2, $3) AND i.moved_ms > $4",
               A(sku), A((int64_t)DROPPED), A((int64_t)UNDONE), A(since_ms)));
    *is = n > 0;
    return OK;
}
