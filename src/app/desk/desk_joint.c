/* app/desk/desk_joint.c - what a supplier's limits and order days make of the single lines' orders.
 *
 * On a day it takes no orders nothing is drafted. Where it has a budget, a container or a least order, one joint order
 * (replenish.joint) takes the place of the lines' own quantities.
 */
#include "app/desk/desk.h"
#include "core/capability.h"
#include "data/day.h"
#include "intelligence/decide/replenish/replenish_joint.h"
#include <math.h>

static struct calendar calendar_of(const struct supplier *s)
{
    return (struct calendar){.order_days = s->order_days, .closed = s->closed, .cutoff = s->cutoff, .country = s->country};
}

static bool is_limited(const struct supplier *s)
{
    return s->min_value > 0 || !isnan(s->max_value) || !isnan(s->max_weight_kg) || s->max_units != NONE;
}

static bool is_ordered(const struct desk_line *l, const struct supplier *s) { return l->supplier == s && l->in_shop && l->row.stock != NONE; }

static void line_add(struct ctx *c, const struct desk *d, const struct supplier *s, const struct desk_line *l, struct joint_in *in)
{
    double price = desk_money(l->row.price, l->row.currency), cost = isnan(l->cost) ? 0 : l->cost;
    double lead = isnan(s->lead_days) ? d->choice.lead : s->lead_days;
    *LIST_ADD(c, &in->lines) = (struct joint_line){
        .sku = l->sold->sku, .mean = desk_mean(l), .sd = NAN, .on_hand = (double)l->row.stock, .on_order = l->on_order, .unit_cost = cost,
        .margin = isnan(price) ? 0 : fmax(0, price - cost), .holding = cost * d->choice.holding / 365, .lead = ceil(lead),
        .lead_sd = isnan(s->lead_sd) ? d->choice.lead_sd : s->lead_sd, .shelf_life = s->shelf_life_days,
        .weight = l->row.weight_g == NONE ? 0 : (double)l->row.weight_g / 1000, .moq = s->moq, .pack = s->pack};
}

static enum status joint(struct ctx *c, struct desk *d, const struct supplier *s)
{
    struct calendar calendar = calendar_of(s);
    struct joint_in in;
    struct joint_out out;
    size_t k = 0;
    record_init(&joint_in_record, &in);
    in.supplier = s->name, in.today = day_text(c, c->now_ms / DAY_MS), in.calendar = &calendar;
    in.now = str_fmt(c, "%02lld:%02lld", (long long)(c->now_ms % DAY_MS / MINUTE_MS / 60), (long long)(c->now_ms % DAY_MS / MINUTE_MS % 60));
    in.budget = s->max_value, in.max_weight = s->max_weight_kg, in.max_units = s->max_units == NONE ? NAN : (double)s->max_units;
    in.min_value = s->min_value, in.order_cost = isnan(s->order_cost) ? d->choice.order_cost : s->order_cost;
    for (size_t i = 0; i < d->sales.items.n; i++)
        if (is_ordered(&d->line[i], s))
            line_add(c, d, s, &d->line[i], &in);
    if (!in.lines.n)
        return OK;
    TRY(capability_call(c, "replenish.joint", &in, &out));
    for (size_t i = 0; i < d->sales.items.n; i++)
        if (is_ordered(&d->line[i], s)) {
            d->line[i].order.order_now = out.lines.at[k].units;
            d->line[i].order.sentence = out.lines.at[k++].sentence;
        }
    return OK;
}

static enum status rest(struct ctx *c, struct desk *d, const struct supplier *s, int64_t next)
{
    for (size_t i = 0; i < d->sales.items.n; i++) {
        struct replenish_out *o = &d->line[i].order;
        if (!is_ordered(&d->line[i], s) || o->order_now <= 0)
            continue;
        o->sentence = str_fmt(c, "order %lld on %s, when %.*s takes orders", (long long)o->order_now, day_text(c, next).p, FMT(s->name));
        o->order_now = 0;
    }
    return OK;
}

enum status desk_joint(struct ctx *c, struct desk *d)
{
    int64_t today = c->now_ms / DAY_MS, minute = c->now_ms % DAY_MS / MINUTE_MS;
    for (size_t i = 0; i < d->suppliers.suppliers.n; i++) {
        const struct supplier *s = &d->suppliers.suppliers.at[i];
        struct calendar calendar = calendar_of(s);
        struct calendar_days days;
        TRY(calendar_read(c, &calendar, &days));
        int64_t next = calendar_next(&days, today, minute);
        if (next == today && is_limited(s))
            TRY(joint(c, d, s));
        if (next != today)
            TRY(rest(c, d, s, next));
    }
    return OK;
}
