/* execution/order/back_rule.c - what the shop's rules say of goods that come back: for how long, at what fee, and whose fault it was.
 *
 * Tables  reads product
 */
#include "data/day.h"
#include "execution/order/deed.h"
#include <math.h>

static const char usual_faults[] = "damaged|defective|wrong item|not as described";

static bool country_fits(const struct order *o, struct str country)
{
    return !country.n || (o->address && str_eq_case(o->address->country, country));
}

/* "Home > Kitchen" is of "Home" and of itself. */
static bool category_fits(struct str own, struct str category)
{
    return !category.n || (own.n >= category.n && str_eq_case(str_part(own, 0, category.n), category) &&
                           (own.n == category.n || str_starts(str_part(own, category.n, own.n), STR(" > "))));
}

enum status deed_return_rule(struct ctx *c, const struct deed *d, const struct order_line *l, struct return_rule *out)
{
    struct str category = {0};
    *out = (struct return_rule){.days = d->rules->return_days};
    if (!d->rules->returns.n)
        return OK;
    TRY(db_text(c, &category, "SELECT category FROM product WHERE id = $1", A(l->product)));
    for (size_t i = 0; i < d->rules->returns.n; i++) {
        const struct return_rule *r = &d->rules->returns.at[i];
        if (!country_fits(&d->o, r->country) || !category_fits(category, r->category))
            continue;
        *out = *r;
        out->days = r->days == NONE ? d->rules->return_days : r->days;
        return OK;
    }
    return OK;
}

bool deed_is_fault(const struct order_rules *r, struct str reason)
{
    for (size_t i = 0; i < r->fault_reasons.n; i++)
        if (str_eq_case(r->fault_reasons.at[i], reason))
            return true;
    return !r->fault_reasons.n && reason.n && str_among(reason, usual_faults);
}

enum status deed_in_time(struct ctx *c, const struct deed *d, const struct order_line *l)
{
    struct return_rule rule;
    TRY(deed_return_rule(c, d, l, &rule));
    if (rule.never && str_eq(d->a->kind, STR("return")) && !deed_is_fault(d->rules, d->a->reason))
        return fail(c, REJECT, "%.*s is of a kind that does not come back for money", FMT(l->title.n ? l->title : l->sku));
    if (d->o.delivered_ms == NONE || rule.days == 0 || c->now_ms <= d->o.delivered_ms + rule.days * DAY_MS)
        return OK;
    return fail(c, REJECT, "order %.*s arrived more than %lld days ago", FMT(d->o.id), (long long)rule.days);
}

static double share_of(const struct order_rules *r, struct str condition)
{
    if (str_eq(condition, STR("new")))
        return 1;
    return str_eq(condition, STR("opened")) ? r->opened_share : str_eq(condition, STR("worn")) ? r->worn_share : 0;
}

static int64_t half_up(double v) { return (int64_t)floor(v + 0.5); }

enum status deed_return_sum(struct ctx *c, const struct deed *d, const struct order_line *l, struct str condition, struct str reason, int64_t worth,
                            int64_t *refund, int64_t *fee)
{
    struct return_rule rule;
    bool ours = deed_is_fault(d->rules, reason);
    TRY(deed_return_rule(c, d, l, &rule));
    *refund = ours ? (str_eq(condition, STR("missing")) ? 0 : worth) : half_up(share_of(d->rules, condition) * (double)worth);
    *fee = ours ? 0 : half_up(rule.fee_share * (double)*refund) + rule.fee * l->quantity;
    *fee = *fee < *refund ? *fee : *refund;
    *refund -= *fee;
    return OK;
}
