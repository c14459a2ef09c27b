/* data/coupon.c - finding it, what it takes off, who may use it.
 *
 * Tables  reads content, sale, customer, consent
 */
#include "data/coupon.h"
#include "core/trial.h"
#include "data/catalog.h"
#include "data/consent.h"
#include <math.h>

static const struct record line_record = {"coupon_line", sizeof(struct coupon_line), (const struct field[]){
    FIELD(struct coupon_line, product, .min = 1, .max = 500, .doc = "our id of it"),
    FIELD(struct coupon_line, sku, .min = 1, .max = 200, .flags = LOOSE, .doc = "the variant"),
    FIELD(struct coupon_line, least, .unit = "minor", .min = 0, .max = 1e15, .doc = "it never asks less"),
    {0}}};
const struct record coupon_record = {"coupon", sizeof(struct coupon), (const struct field[]){
    FIELD(struct coupon, code, .min = 4, .max = 40, .doc = "what is typed at the checkout"),
    FIELD(struct coupon, currency, .max = 3, .init_str = "EUR", .flags = OPTIONAL, .doc = "of its sums"),
    FIELD(struct coupon, notice, .max = 500, .flags = OPTIONAL, .doc = "said beside the price, where it is personal"),
    FIELD(struct coupon, share, .min = 0.001, .max = 0.99, .doc = "off each price"),
    FIELD(struct coupon, hold, .max = 0.9, .flags = OPTIONAL, .doc = "share of the segment held out as control"),
    FIELD(struct coupon, starts_ms, .unit = "ms", .doc = "not before"),
    FIELD(struct coupon, ends_ms, .unit = "ms", .doc = "not after"),
    FIELD(struct coupon, order_least, .unit = "minor", .min = 0, .max = 1e15, .init = (double)NONE, .flags = OPTIONAL, .doc = "sum of the order, at least"),
    FIELD(struct coupon, uses_most, .min = 1, .max = 1e9, .init = (double)NONE, .flags = OPTIONAL, .doc = "orders it may be used in, all together"),
    FIELD(struct coupon, budget, .min = 0, .max = 1e12, .init = NAN, .flags = OPTIONAL, .doc = "money it may give away"),
    FIELD_ONE(struct coupon, segment, &segment_record, .doc = "who may use it, once each"),
    FIELD_LIST(struct coupon, lines, &line_record, .min = 1, .max = 2000, .doc = "what it reduces"),
    {0}}};

enum status coupon_find(struct ctx *c, struct str code, struct coupon *out, bool *found)
{
    struct str value;
    TRY(db_text(c, &value, "SELECT value FROM content WHERE entity = 'coupon' AND field = 'offer' AND channel = 'file' AND lower(id) = $1 AND value IS NOT NULL",
                A(str_lower(c, code))));
    *found = value.n && record_from_json(c, &coupon_record, value, LENIENT, out) == OK && c->now_ms >= out->starts_ms && c->now_ms < out->ends_ms;
    return OK;
}

int64_t coupon_off(const struct coupon *k, struct str product, struct str sku, int64_t price)
{
    for (size_t i = 0; price != NONE && i < k->lines.n; i++) {
        const struct coupon_line *l = &k->lines.at[i];
        if (!str_eq(l->product, product) || !str_eq(l->sku, sku))
            continue;
        int64_t off = (int64_t)floor((double)price * k->share + 1e-6), room = price - l->least;
        return off < room ? off : room > 0 ? room : 0;
    }
    return 0;
}

bool coupon_holds(const struct coupon *k, struct str customer)
{
    double shares[2] = {1 - k->hold, k->hold};
    return k->hold > 0 && segment_is_personal(k->segment) && trial_assign(k->code, customer, shares, 2) == 1;
}

enum status coupon_may(struct ctx *c, const struct coupon *k, struct str customer, int64_t total)
{
    int64_t uses, own, given;
    struct segment_view who;
    TRY(db_int(c, &uses, "SELECT COUNT(*) FROM sale WHERE coupon = $1 AND state <> 'cancelled'", A(k->code)));
    TRY(db_int(c, &own, "SELECT COUNT(*) FROM sale WHERE coupon = $1 AND customer = $2 AND state <> 'cancelled'", A(k->code), A(customer)));
    TRY(db_int(c, &given, "SELECT CAST(COALESCE(SUM(discount), 0) AS BIGINT) FROM sale WHERE coupon = $1 AND state <> 'cancelled'", A(k->code)));
    if (k->order_least != NONE && total < k->order_least)
        return fail(c, REJECT, "the code %s is for orders of %s or more", k->code.p, money_text(c, k->order_least, k->currency).p);
    if ((k->uses_most != NONE && uses >= k->uses_most) || (double)given >= k->budget * currency_minor(k->currency))
        return fail(c, REJECT, "the code %s has been used as often as it may", k->code.p);
    TRY(segment_read(c, k->segment, c->now_ms, customer, &who));
    if (own || coupon_holds(k, customer) || !strs_has(&who.customers, customer))
        return fail(c, REJECT, "the code %s is not for this order: take it out to order without it", k->code.p);
    return OK;
}

enum status coupon_audience(struct ctx *c, const struct coupon *k, struct strs *out)
{
    struct segment_view who;
    *out = (struct strs){0};
    TRY(segment_read(c, k->segment, c->now_ms, (struct str){0}, &who));
    for (size_t i = 0; i < who.customers.n; i++) {
        bool may;
        TRY(consent_has(c, who.customers.at[i], STR("marketing"), &may));
        if (may && !coupon_holds(k, who.customers.at[i]))
            strs_add(c, out, who.customers.at[i]);
    }
    return OK;
}
