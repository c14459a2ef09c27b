/* execution/measure/ended.c - reading a promotion, or a window of a test by time, when it ends.
 *
 * Flow    LIVE → UNDOING
 * Tables  reads item, sale, line, variant, consent; writes reading
 * Units   days of UTC; money in minor units
 */
#include "execution/measure/ended.h"
#include "core/trial.h"
#include "data/consent.h"
#include "data/coupon.h"
#include "data/day.h"
#include "data/product.h"
#include "data/toggle.h"

enum { BEFORE_DAYS = 28, LEAST_ARM = 2 };

struct part { /* one product of it */
    struct str product;
    bool held;
};
struct blocks { /* of a test by time */
    struct str name;
    int64_t first_ms, block_ms, blocks;
};
static const struct record blocks_record = {"price_test", sizeof(struct blocks), (const struct field[]){
    FIELD(struct blocks, name), FIELD(struct blocks, first_ms), FIELD(struct blocks, block_ms), FIELD(struct blocks, blocks), {0}}};
struct parts {
    LIST(struct part) lines;
    struct blocks *test;
};
static const struct record part_record = {"promotion_line", sizeof(struct part), (const struct field[]){
    FIELD(struct part, product), FIELD(struct part, held, .flags = OPTIONAL), {0}}};
static const struct record parts_record = {"promotion", sizeof(struct parts), (const struct field[]){
    FIELD_LIST(struct parts, lines, &part_record, .flags = OPTIONAL), FIELD_ONE(struct parts, test, &blocks_record, .flags = OPTIONAL), {0}}};

#define MARGIN \
    "SELECT CAST(COALESCE(SUM(l.quantity * (COALESCE(l.price, 0) - COALESCE((SELECT MAX(v.cost) FROM variant v WHERE v.product = l.product" \
    " AND v.sku = l.sku), 0)) - COALESCE(l.discount, 0)), 0) AS BIGINT) FROM line l JOIN sale s ON s.id = l.sale" \
    " WHERE s.state <> 'cancelled' AND s.placed_ms >= $2 AND s.placed_ms < $3 AND "
enum whose { OF_PRODUCT, OF_CUSTOMER };

/* From one moment to another, a day. */
static enum status margin(struct ctx *c, enum whose whose, struct str id, int64_t from_ms, int64_t to_ms, double *a_day)
{
    int64_t sum;
    *a_day = 0;
    if (to_ms <= from_ms)
        return OK;
    TRY(whose == OF_PRODUCT ? db_int(c, &sum, MARGIN "l.product = $1", A(id), A(from_ms), A(to_ms))
                            : db_int(c, &sum, MARGIN "s.customer = $1", A(id), A(from_ms), A(to_ms)));
    *a_day = (double)sum * DAY_MS / (double)(to_ms - from_ms);
    return OK;
}

static enum status arms(struct ctx *c, const struct parts *p, int64_t day, int64_t today, struct trial_arm arm[2])
{
    for (size_t i = 0; i < p->lines.n; i++) {
        double before, after;
        TRY(margin(c, OF_PRODUCT, p->lines.at[i].product, (day - BEFORE_DAYS) * DAY_MS, day * DAY_MS, &before));
        TRY(margin(c, OF_PRODUCT, p->lines.at[i].product, day * DAY_MS, today * DAY_MS, &after));
        trial_add(&arm[!p->lines.at[i].held], after, before);
    }
    return OK;
}

static enum status save(struct ctx *c, const struct item *i, const char *verdict, struct str said)
{
    return db_run(c, "INSERT INTO reading (batch, kind, day, verdict, because) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (batch, kind, day) DO NOTHING",
                  A(i->batch), A(i->kind), A(c->now_ms / DAY_MS), A(str_z(verdict)), A(said));
}

/* Each block that is over is one unit, whatever sold in it: within a block buyers are not independent. Its first part, when
 * some still saw the price before, is left out. */
static enum status blocks_read(struct ctx *c, const struct item *i, const struct blocks *t, struct str *said)
{
    enum { LEFT_OUT = 12 }; /* a twelfth */
    struct trial_arm arm[2] = {{0}, {0}};
    struct trial_effect e;
    for (int64_t k = 0; k < t->blocks && t->first_ms + (k + 1) * t->block_ms <= c->now_ms; k++) {
        double a_day;
        int64_t from = t->first_ms + k * t->block_ms;
        TRY(margin(c, OF_PRODUCT, i->subject, from + t->block_ms / LEFT_OUT, from + t->block_ms, &a_day));
        trial_add(&arm[toggle_is_tested(c, t->name, k)], a_day, 0);
    }
    if (!trial_compare_few(TRIAL_MEAN, &arm[0], &arm[1], true, 0.05, (double)t->blocks, &e)) {
        *said = str_fmt(c, "too little was sold in %lld blocks to tell what the tested price did", (long long)(arm[0].n + arm[1].n));
        return save(c, i, "none", *said);
    }
    *said = str_fmt(c, "margin %+.1f %% at the tested price (between %+.1f and %+.1f %% at every look; %lld blocks with it, %lld without)", 100 * e.difference,
                    100 * e.always.low, 100 * e.always.high, (long long)arm[1].n, (long long)arm[0].n);
    return save(c, i, e.always.low > 0 ? "better" : e.always.high < 0 ? "worse" : "open", *said);
}

/* ---- an offer to some customers ------------------------------------------------------------------------------ */

struct sold { struct coupon *coupon; };
static const struct record sold_record = {"segment_sold", sizeof(struct sold), (const struct field[]){FIELD_ONE(struct sold, coupon, &coupon_record), {0}}};

/* What was used of it, whoever used it. */
static enum status uses_read(struct ctx *c, const struct coupon *k, struct str *said)
{
    int64_t orders, given, first;
    TRY(db_int(c, &orders, "SELECT COUNT(*) FROM sale WHERE coupon = $1 AND state <> 'cancelled'", A(k->code)));
    TRY(db_int(c, &given, "SELECT CAST(COALESCE(SUM(discount), 0) AS BIGINT) FROM sale WHERE coupon = $1 AND state <> 'cancelled'", A(k->code)));
    TRY(db_int(c, &first, "SELECT COUNT(*) FROM sale s WHERE s.coupon = $1 AND s.state <> 'cancelled' AND NOT EXISTS (SELECT 1 FROM sale e"
                          " WHERE e.customer = s.customer AND e.placed_ms < s.placed_ms AND e.state <> 'cancelled')",
               A(k->code)));
    *said = str_fmt(c, "used in %lld order%s, %lld of them first orders, %s given away", (long long)orders, orders == 1 ? "" : "s", (long long)first,
                    money_text(c, given, k->currency).p);
    return OK;
}

/* Who was of the segment when it began, those told against those held out. Whoever no longer agrees that their past is looked at is
 * looked at no more: they count in neither arm. */
static enum status customers_read(struct ctx *c, const struct item *i, const struct coupon *k, struct trial_arm arm[2], int64_t *withdrew)
{
    struct ctx then = *c;
    struct segment_view who = {0};
    bool personal = segment_is_personal(k->segment), agrees = true;
    then.now_ms = i->moved_ms;
    *withdrew = 0;
    if (k->hold > 0)
        TRY(segment_read(&then, k->segment, then.now_ms, (struct str){0}, &who));
    for (size_t n = 0; n < who.customers.n; n++) {
        double before, after;
        if (personal)
            TRY(consent_has(c, who.customers.at[n], STR("profile"), &agrees));
        *withdrew += !agrees;
        if (!agrees)
            continue;
        TRY(margin(c, OF_CUSTOMER, who.customers.at[n], then.now_ms - BEFORE_DAYS * DAY_MS, then.now_ms, &before));
        TRY(margin(c, OF_CUSTOMER, who.customers.at[n], then.now_ms, c->now_ms, &after));
        trial_add(&arm[!coupon_holds(k, who.customers.at[n])], after, before);
    }
    return OK;
}

static enum status coupon_read(struct ctx *c, const struct item *i, const struct coupon *k, struct str *said)
{
    struct trial_arm arm[2] = {{0}, {0}};
    struct trial_effect e;
    struct str used;
    int64_t withdrew;
    TRY(uses_read(c, k, &used));
    TRY(customers_read(c, i, k, arm, &withdrew));
    if (withdrew)
        used = str_fmt(c, "%s; %lld no longer agree%s to be looked at and %s left out", used.p, (long long)withdrew, withdrew == 1 ? "s" : "",
                       withdrew == 1 ? "is" : "are");
    if (arm[0].n < LEAST_ARM || arm[1].n < LEAST_ARM || !trial_compare_few(TRIAL_ADJUSTED, &arm[0], &arm[1], true, 0.05, (double)(arm[0].n + arm[1].n), &e)) {
        *said = str_fmt(c, "%s; %s", used.p, k->hold > 0 ? "too little was bought to tell what it did" : "nothing measured it: nobody of it was held out");
        return save(c, i, "none", *said);
    }
    *said = str_fmt(c, "%s; margin per customer and day %+.1f %% against those held out (between %+.1f and %+.1f %%; %lld customers, %lld held out)", used.p,
                    100 * e.difference, 100 * e.once.low, 100 * e.once.high, (long long)arm[1].n, (long long)arm[0].n);
    return save(c, i, e.once.low > 0 ? "better" : e.once.high < 0 ? "worse" : "open", *said);
}

enum status ended_read(struct ctx *c, const struct item *i, struct str *said)
{
    struct parts p;
    struct trial_arm arm[2] = {{0}, {0}};
    struct trial_effect e;
    int64_t day = i->moved_ms / DAY_MS, today = c->now_ms / DAY_MS;
    if (str_eq(i->entity, STR("coupon"))) {
        struct sold sold;
        TRY(record_from_json(c, &sold_record, i->output.text, LENIENT, &sold));
        return coupon_read(c, i, sold.coupon, said);
    }
    TRY(record_from_json(c, &parts_record, i->input.text, LENIENT, &p));
    if (p.test)
        return blocks_read(c, i, p.test, said);
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
