/* execution/channel/coupon.c - looking for, adding and taking out a code, over a driver. */
#include "execution/channel/coupon.h"
#include "core/order.h"
#include "core/stat.h"
#include "data/coupon.h"
#include "data/day.h"
#include <stdlib.h>

static const struct record shown_record = {"coupon", sizeof(struct shop_coupon), (const struct field[]){
    FIELD(struct shop_coupon, code), FIELD(struct shop_coupon, percent), FIELD(struct shop_coupon, from), FIELD(struct shop_coupon, to),
    FIELD(struct shop_coupon, uses, .init = (double)NONE, .flags = OPTIONAL), FIELD(struct shop_coupon, group, .flags = OPTIONAL), FIELD(struct shop_coupon, of), {0}}};

static struct str text_of(struct ctx *c, struct shop_coupon *k)
{
    if (k->of.n)
        qsort(k->of.at, k->of.n, sizeof *k->of.at, order_str);
    k->percent = stat_round(k->percent, 6);
    return record_to_json(c, &shown_record, k);
}

static struct str group_of(const struct link *l, struct str segment)
{
    for (size_t i = 0; i < l->n_groups; i++)
        if (str_eq(l->groups[i].segment, segment))
            return l->groups[i].id;
    return (struct str){0};
}

/* What the shop is to have: our offer in its own terms. */
static enum status wanted(struct ctx *c, const struct coupon_driver *d, struct link *l, const struct effect *e, struct shop_coupon *out)
{
    struct coupon k;
    struct strs skus = {0};
    TRY(record_from_json(c, &coupon_record, e->value, LENIENT, &k));
    if (k.starts_ms % DAY_MS || k.ends_ms % DAY_MS)
        return fail(c, REJECT, "%s: an offer begins and ends at midnight (UTC)", l->name);
    if (k.order_least != NONE)
        return fail(c, REJECT, "%s: an offer with a least sum of the order is for the own storefront alone: take promotion.segment.order_least out", l->name);
    struct str group = group_of(l, k.segment->name);
    if (!group.n && segment_is_personal(k.segment))
        return fail(c, REJECT, "%s: the code is for customers of the segment %.*s alone, and no group in %s stands for them: make one there and put them in"
                               " (purvey segment %.*s), then purvey settings set channel.%s '{\"groups\":[{\"segment\":\"%.*s\",\"id\":\"…\"}],…}'",
                    l->name, FMT(k.segment->name), l->name, FMT(k.segment->name), l->name, FMT(k.segment->name));
    for (size_t i = 0; i < k.lines.n; i++)
        strs_add(c, &skus, k.lines.at[i].sku);
    *out = (struct shop_coupon){.code = k.code, .percent = 100 * k.share, .uses = k.uses_most, .group = group,
                                .from = str_fmt(c, "%sT00:00:00.000Z", day_text(c, k.starts_ms / DAY_MS).p),
                                .to = str_fmt(c, "%sT00:00:00.000Z", day_text(c, k.ends_ms / DAY_MS).p)};
    return d->things(c, l, &skus, &out->of);
}

static enum status look(struct ctx *c, const struct coupon_driver *d, struct link *l, struct str code, struct shop_coupon *there, struct str *shown)
{
    bool found;
    TRY(d->find(c, l, code, there, &found));
    *shown = found ? text_of(c, there) : (struct str){0};
    return OK;
}

static enum status put(struct ctx *c, const struct coupon_driver *d, struct link *l, const struct shop_coupon *want, const struct shop_coupon *there, struct seen *out)
{
    if (shop_same(out->shown, out->want))
        return OK;
    if (out->shown.n && out->want.n)
        return fail(c, REJECT, "%s has another offer under the code %.*s: take that out first", l->name, FMT(want->code));
    return out->want.n ? d->add(c, l, want) : d->remove(c, l, there);
}

static enum status effect_do(struct ctx *c, const struct coupon_driver *d, struct link *l, const struct effect *e, bool write, struct seen *out)
{
    struct shop_coupon want = {0}, there = {0};
    *out = (struct seen){.state = STR("shown")};
    if (e->value.n) {
        TRY(wanted(c, d, l, e, &want));
        out->want = text_of(c, &want);
    }
    TRY(look(c, d, l, e->id, &there, &out->shown));
    if (!write)
        return OK;
    if (e->guarded && !shop_same(out->shown, e->expect) && !shop_same(out->shown, out->want))
        return out->state = STR("conflict"), OK;
    TRY(put(c, d, l, &want, &there, out));
    TRY(look(c, d, l, e->id, &there, &out->shown));
    out->state = shop_same(out->shown, out->want) ? STR("written") : STR("refused");
    if (str_eq(out->state, STR("refused")))
        out->why = str_fmt(c, "%s took the code %.*s, but shows it otherwise", l->name, FMT(e->id));
    return OK;
}

void coupon_effect(struct ctx *c, const struct coupon_driver *d, struct link *l, const struct effect *e, bool write, struct seen *out)
{
    enum status s = effect_do(c, d, l, e, write, out);
    if (s != OK)
        *out = (struct seen){.state = s == RETRY ? STR("later") : STR("refused"), .why = str_copy(c, str_z(c->why)), .wait_ms = l->wait_ms};
}
