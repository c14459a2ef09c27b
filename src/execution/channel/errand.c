/* execution/channel/errand.c - what is done to an order in a real shop, over a driver.
 *
 * No shop takes an idempotency key for this. So each errand leaves its mark in the shop, and is looked for before anything is
 * sent. A request whose answer was lost may still be at work there: until the shop shows it, or late_ms have gone by, nothing
 * is sent again.
 */
#include "execution/channel/errand.h"

struct str errand_money(struct ctx *c, const struct errand *w) { return str_fmt(c, "%lld %.*s", (long long)w->amount, FMT(w->currency)); }

struct str errand_units(struct ctx *c, const struct errand *w)
{
    struct buf b = {0};
    for (size_t i = 0; i < w->lines.n; i++)
        buf_fmt(c, &b, "%s%lld of %.*s%s", i ? ", " : "", (long long)w->lines.at[i].quantity, FMT(w->lines.at[i].line), w->lines.at[i].damaged ? " damaged" : "");
    return b.n ? buf_str(&b) : STR("all");
}

struct str errand_address(struct ctx *c, const struct address *a)
{
    const struct str parts[] = {a->name, a->company, a->address1, a->address2, a->city, a->state, a->zip, str_lower(c, a->country.p ? a->country : STR("")), a->phone};
    struct buf b = {0};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        buf_fmt(c, &b, "%s%.*s", i ? "|" : "", FMT(parts[i].p ? parts[i] : STR("")));
    return buf_str(&b);
}

static struct str said(struct str ours, struct str theirs) { return ours.n ? ours : theirs.n ? theirs : STR(""); }

/* The place is ours as a whole; who receives it, and how to call them, stays where nothing else is said. */
struct address errand_address_whole(const struct errand *w, const struct address *there)
{
    const struct address *a = w->address;
    return (struct address){said(a->name, there->name), said(a->company, there->company), a->address1, a->address2, a->city, a->state, a->zip,
                            said(a->country, there->country), said(a->phone, there->phone)};
}

enum status errand_within(struct ctx *c, const struct link *l, const struct errand *w, int64_t taken, int64_t given_back)
{
    if (w->amount <= taken - given_back)
        return OK;
    return fail(c, REJECT, "%s has taken %.*s by this payment and given back %.*s: %.*s more would be too much", l->name, FMT(money_text(c, taken, w->currency)),
                FMT(money_text(c, given_back, w->currency)), FMT(money_text(c, w->amount, w->currency)));
}

enum status errand_location(struct ctx *c, const struct link *l, const struct errand *w, struct str *id)
{
    *id = (struct str){0};
    for (size_t i = 0; i < l->n_locations; i++)
        if (str_eq(l->locations[i].node, w->node))
            return *id = l->locations[i].id, OK;
    if (!w->node.n || str_eq(w->node, STR("main")))
        return OK;
    return fail(c, REJECT, "no place in %s stands for %.*s: purvey settings set channel.%s '{\"locations\":[{\"node\":\"%.*s\",\"id\":\"…\"}],…}'", l->name, FMT(w->node),
                l->name, FMT(w->node));
}

static enum status kind_of(struct ctx *c, const struct errand_driver *d, const struct link *l, const struct errand *w, const struct errand_kind **out)
{
    for (const struct errand_kind *k = d->kinds; k->kind; k++)
        if (str_eq(w->kind, str_z(k->kind)))
            return *out = k, OK;
    return fail(c, REJECT, "%s has no way to %.*s an order", l->name, FMT(w->kind));
}

static enum status may_be_at_work(struct ctx *c, struct link *l, const struct effect *e)
{
    int64_t left = e->sent_ms ? e->sent_ms + l->late_ms - c->now_ms : 0;
    l->wait_ms = left > 0 ? left : 0;
    return left > 0 ? fail(c, RETRY, "%s: it may have been asked for already: it is waited for", l->name) : OK;
}

static enum status effect_do(struct ctx *c, const struct errand_driver *d, struct link *l, const struct effect *e, bool write, struct seen *out)
{
    struct errand w;
    const struct errand_kind *k = NULL;
    const struct json *order;
    TRY(record_from_json(c, &errand_record, e->value, LENIENT, &w));
    TRY(kind_of(c, d, l, &w, &k));
    TRY(d->load(c, l, w.order, &order));
    if (!order)
        return fail(c, REJECT, "%s has no order %.*s", l->name, FMT(w.order));
    *out = (struct seen){.state = STR("shown")};
    TRY(k->look(c, l, order, &w, &out->shown, &out->want));
    if (!shop_same(out->shown, out->want))
        TRY(may_be_at_work(c, l, e));
    if (!write)
        return OK;
    if (!shop_same(out->shown, out->want)) {
        if (e->guarded && !shop_same(out->shown, e->expect))
            return out->state = STR("conflict"), OK;
        TRY(k->put(c, l, order, &w));
        TRY(d->load(c, l, w.order, &order));
        TRY(k->look(c, l, order, &w, &out->shown, &out->want));
    }
    if (!shop_same(out->shown, out->want))
        return fail(c, RETRY, "%s took it, but does not show it yet", l->name);
    return out->state = STR("written"), OK;
}

void errand_effect(struct ctx *c, const struct errand_driver *d, struct link *l, const struct effect *e, bool write, struct seen *out)
{
    l->wait_ms = 0;
    enum status s = effect_do(c, d, l, e, write, out);
    if (s != OK)
        *out = (struct seen){.state = s == RETRY ? STR("later") : STR("refused"), .why = str_copy(c, str_z(c->why)), .wait_ms = l->wait_ms};
}
