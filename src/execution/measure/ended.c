/* execution/measure/ended.c - reading a promotion when it ends.
 *
 * Flow    LIVE → UNDOING
 * Tables  reads item, sale, line, variant; writes reading
 * Units   days of UTC; money in minor units
 */
#include "execution/measure/ended.h"
#include "core/trial.h"

enum { DAY_MS = 86400000, BEFORE_DAYS = 28, LEAST_ARM = 2 };

struct part { /* one product of it */
    struct str product;
    bool held;
};
struct parts { LIST(struct part) lines; };
static const struct record part_record = {"promotion_line", sizeof(struct part), (const struct field[]){
    FIELD(struct part, product), FIELD(struct part, held, .flags = OPTIONAL), {0}}};
static const struct record parts_record = {"promotion", sizeof(struct parts), (const struct field[]){
    FIELD_LIST(struct parts, lines, &part_record, .flags = OPTIONAL), {0}}};

static enum status margin(struct ctx *c, struct str product, int64_t from, int64_t to, double *a_day)
{
    int64_t sum;
    *a_day = 0;
    if (to <= from)
        return OK;
    TRY(db_int(c, &sum,
               "SELECT CAST(COALESCE(SUM(l.quantity * (COALESCE(l.price, 0) - COALESCE((SELECT MAX(v.cost) FROM variant v WHERE v.product = l.product"
               " AND v.sku = l.sku), 0)) - COALESCE(l.discount, 0)), 0) AS BIGINT) FROM line l JOIN sale s ON s.id = l.sale"
               " WHERE l.product = $1 AND s.state <> 'cancelled' AND s.placed_ms >= $2 AND s.placed_ms < $3",
               A(product), A(from * DAY_MS), A(to * DAY_MS)));
    *a_day = (double)sum / (double)(to - from);
    return OK;
}

static enum status arms(struct ctx *c, const struct parts *p, int64_t day, int64_t today, struct trial_arm arm[2])
{
    for (size_t i = 0; i < p->lines.n; i++) {
        double before, after;
        TRY(margin(c, p->lines.at[i].product, day - BEFORE_DAYS, day, &before));
        TRY(margin(c, p->lines.at[i].product, day, today, &after));
        trial_add(&arm[!p->lines.at[i].held], after, before);
    }
    return OK;
}

static enum status save(struct ctx *c, const struct item *i, const char *verdict, struct str said)
{
    return db_run(c, "INSERT INTO reading (batch, kind, day, verdict, because) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (batch, kind, day) DO NOTHING",
                  A(i->batch), A(i->kind), A(c->now_ms / DAY_MS), A(str_z(verdict)), A(said));
}

enum status ended_read(struct ctx *c, const struct item *i, struct str *said)
{
    struct parts p;
    struct trial_arm arm[2] = {{0}, {0}};
    struct trial_effect e;
    int64_t day = i->moved_ms / DAY_MS, today = c->now_ms / DAY_MS;
    TRY(record_from_json(c, &parts_record, i->input.text, LENIENT, &p));
    TRY(arms(c, &p, day, today, arm));
    if (arm[0].n < LEAST_ARM || arm[1].n < LEAST_ARM || today <= day ||
        !trial_compare_few(TRIAL_ADJUSTED, &arm[0], &arm[1], true, 0.05, (double)(arm[0].n + arm[1].n), &e)) {
        *said = arm[0].n ? STR("too little was sold of it to tell what it did") : STR("nothing measured it: no product was held out");
        return save(c, i, "none", *said);
    }
    *said = str_fmt(c, "margin per product and day %+.1f %% against those held out (between %+.1f and %+.1f %%; %lld products, %lld held out)",
                    100 * e.difference, 100 * e.once.low, 100 * e.once.high, (long long)arm[1].n, (long long)arm[0].n);
    return save(c, i, e.once.low > 0 ? "better" : e.once.high < 0 ? "worse" : "open", *said);
}
