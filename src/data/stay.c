/* data/stay.c - who bought again.
 *
 * Tables  reads orders, deed, sale
 */
#include "data/stay.h"
#include "core/json.h"
#include "core/sql.h"
#include "data/day.h"

enum { CASES = 5000, WAYS = 5 };
static const char *const ways[WAYS] = {"none", "cancel", "late", "wait", "substitute"};

struct case_row { struct str way, body; int64_t at_ms, late_ms, again; };
static const struct record case_record = {"case", sizeof(struct case_row), (const struct field[]){
    FIELD(struct case_row, way), FIELD(struct case_row, body, .flags = OPTIONAL), FIELD(struct case_row, at_ms, .unit = "ms"),
    FIELD(struct case_row, late_ms, .unit = "ms", .init = NONE, .flags = OPTIONAL), FIELD(struct case_row, again), {0}}};
typedef LIST(struct case_row) cases;

/* Whether the customer bought again within $2 ms of the moment; in what purvey answers for, or in what the shop tells. */
#define AGAIN(customer, id, at)                                                                                                           \
    "(SELECT COUNT(*) FROM orders n WHERE n.customer = " customer " AND n.id <> " id " AND n.placed_ms > " at " AND n.placed_ms <= " at " + $2)" \
    " + (SELECT COUNT(*) FROM sale s WHERE s.customer = " customer " AND s.id <> " id " AND s.placed_ms > " at " AND s.placed_ms <= " at " + $2) AS again"
#define KNOWN(customer) customer " NOT LIKE 'guest:%' AND " customer " NOT LIKE 'erased:%'"

static enum status troubled_load(struct ctx *c, int64_t span, cases *out)
{
    return db_all(c, &case_record, out,
                  "SELECT CASE d.kind WHEN 'drop' THEN 'cancel' WHEN 'backorder' THEN 'wait' ELSE d.kind END AS way, d.body, d.at_ms, NULL AS late_ms, "
                  AGAIN("o.customer", "o.id", "d.at_ms")
                  " FROM deed d JOIN orders o ON o.id = d.orders WHERE d.kind IN ('drop', 'backorder', 'substitute') AND d.at_ms <= $1 - $2 AND "
                  KNOWN("o.customer") " ORDER BY d.at_ms DESC, d.key LIMIT $3",
                  A(c->now_ms), A(span), A((int64_t)CASES));
}

/* Late ones by their lateness; the rest, where nothing was done about them, are what trouble is held against. */
static enum status arrived_load(struct ctx *c, int64_t span, cases *out)
{
    return db_all(c, &case_record, out,
                  "SELECT CASE WHEN o.delivered_ms >= o.promised_ms + $4 THEN 'late' ELSE 'none' END AS way, NULL AS body, o.delivered_ms AS at_ms,"
                  " o.delivered_ms - o.promised_ms AS late_ms, " AGAIN("o.customer", "o.id", "o.delivered_ms")
                  " FROM orders o WHERE o.delivered_ms IS NOT NULL AND o.delivered_ms <= $1 - $2 AND " KNOWN("o.customer")
                  " AND NOT EXISTS (SELECT 1 FROM deed d WHERE d.orders = o.id AND d.kind IN ('drop', 'backorder', 'substitute', 'lost'))"
                  " ORDER BY o.delivered_ms DESC, o.id LIMIT $3",
                  A(c->now_ms), A(span), A((int64_t)CASES), A(DAY_MS));
}

static double days_of(struct ctx *c, const struct case_row *r)
{
    const struct json *v;
    if (r->late_ms != NONE)
        return (double)r->late_ms / DAY_MS;
    if (!r->body.n || json_read(c, r->body, &v) != OK || !json_get(v, "expected_ms"))
        return 0;
    return ((double)json_int(json_get(v, "expected_ms")) - (double)r->at_ms) / DAY_MS;
}

static void count(struct ctx *c, const cases *rows, struct stays *out)
{
    for (size_t i = 0; i < rows->n; i++)
        for (size_t k = 0; k < WAYS; k++) {
            struct stay *s = &out->at[k];
            if (!str_eq(rows->at[i].way, s->way))
                continue;
            double days = days_of(c, &rows->at[i]);
            s->days = (s->days * (double)s->cases + (days > 0 ? days : 0)) / (double)(s->cases + 1);
            s->cases++;
            s->stayed += rows->at[i].again > 0;
        }
}

enum status stays_load(struct ctx *c, struct stays *out)
{
    cases troubled, arrived;
    *out = (struct stays){0};
    for (size_t k = 0; k < WAYS; k++)
        out->at[k].way = str_z(ways[k]);
    TRY(troubled_load(c, STAY_DAYS * DAY_MS, &troubled));
    TRY(arrived_load(c, STAY_DAYS * DAY_MS, &arrived));
    count(c, &troubled, out);
    count(c, &arrived, out);
    return OK;
}
