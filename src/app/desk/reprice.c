/* app/desk/reprice.c - prices the desk would change become items, each with its evidence. */
#include "app/desk/reprice.h"
#include "app/desk/plan.h"
#include "app/desk/ration.h"
#include "app/desk/switch.h"
#include "app/desk/together.h"
#include "data/catalog.h"
#include "intelligence/decide/price/price_change.h"
#include <math.h>

enum { MONTH = 30 }; /* days */

/* ---- what would change ---------------------------------------------------------------------------------- */

/* The one line of a product that speaks for it: its first. */
static bool is_first(const struct desk *d, const struct desk_line *l)
{
    for (const struct desk_line *e = d->line; e < l && l->row.variants > 1; e++)
        if (e->in_shop && str_eq(e->row.product, l->row.product))
            return false;
    return true;
}

static enum status alone_price(struct ctx *c, const struct desk *d, const struct desk_line *l, struct price_change *in, bool *any)
{
    const struct priced *p = l->price;
    *any = p && fabs(p->price - p->price_now) > 1e-9;
    if (!*any)
        return OK;
    record_init(&price_change_record, in);
    in->product = NEW(c, struct product);
    TRY(product_load(c, l->row.product, in->product));
    in->price = p->price, in->price_now = p->price_now, in->cost = l->cost, in->elasticity = p->elasticity, in->elasticity_se = p->se;
    in->profit_change = p->profit_change, in->warnings = p->warnings, in->sentence = p->sentence, in->reason = STR("margin");
    in->trace = desk_trace(c, d, l);
    return OK;
}

/* The change of the product that `l` speaks for; *any false: there is none. */
static enum status change_of(struct ctx *c, const struct desk *d, const struct desk_line *l, struct price_change *in, bool *any)
{
    if (l->row.variants <= 1)
        return alone_price(c, d, l, in, any);
    *any = false;
    return str_eq(d->choice.variants, STR("leave")) ? OK : together_price(c, d, l->row.product, in, any);
}

static double price_of(const struct price_change *in, const struct desk_line *l)
{
    if (!in->variants.n)
        return in->price;
    for (size_t i = 0; i < in->variants.n; i++)
        if (str_eq(in->variants.at[i].sku, l->sold->sku))
            return in->variants.at[i].price;
    return NAN;
}

/* What it is expected to bring, over all variants that change. Their errors go together: they are of one category. */
static struct wish wish_of(const struct desk *d, const struct desk_line *first, const struct price_change *in)
{
    struct wish w = {.line = first, .price_now = in->price_now, .price = in->price, .may_test = !in->variants.n};
    for (size_t i = 0; i < d->sales.items.n; i++) {
        const struct desk_line *l = &d->line[i];
        double se, units, price;
        if ((l != first && !in->variants.n) || !l->in_shop || !l->price || !str_eq(l->row.product, first->row.product) || isnan(price = price_of(in, l)))
            continue;
        units = desk_mean(l), w.revenue += units * l->price->price_now;
        if (isnan(l->cost))
            continue;
        w.gain += units * price_gain(l->price->price_now, price, l->cost, l->price->elasticity, l->price->se, &se);
        w.se += units * se;
    }
    return w;
}

static enum status wishes_read(struct ctx *c, const struct desk *d, const struct strs *busy, struct wishes *out)
{
    struct wish *found = NEW_ARRAY(c, struct wish, d->sales.items.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < d->sales.items.n; i++) {
        const struct desk_line *l = &d->line[i];
        struct arena_mark mark = arena_mark(c->mem);
        struct price_change in;
        bool rests, any = false;
        if (!l->in_shop || strs_has(busy, l->row.product) || !is_first(d, l))
            continue;
        TRY(plan_rests(c, d, l->row.product, &rests));
        if (!rests)
            TRY(change_of(c, d, l, &in, &any));
        if (any)
            found[n] = wish_of(d, l, &in), n += found[n].gain * MONTH >= d->choice.least_gain;
        arena_reset(c->mem, mark);
    }
    out->list.at = found, out->list.n = n;
    return OK;
}

/* ---- what does ------------------------------------------------------------------------------------------ */

static enum status take(struct ctx *c, const struct desk *d, const struct wishes *w, size_t which, int64_t batch)
{
    const struct wish *x = &w->list.at[which];
    struct price_change in;
    bool any;
    TRY(change_of(c, d, x->line, &in, &any));
    in.place = ration_place(c, d, w, which);
    if (x->tested)
        switch_begin(c, d, &in);
    struct item i = plan_item(c, batch, "price.change", "product", x->line->row.product);
    i.input.text = record_to_json(c, &price_change_record, &in);
    return item_add(c, &i);
}

enum status reprice_plan(struct ctx *c, const struct desk *d, const struct strs *busy, int64_t batch, int64_t *n, int64_t *waits)
{
    struct wishes w = {0};
    TRY(wishes_read(c, d, busy, &w));
    TRY(ration_deal(c, d, &w));
    for (size_t i = 0; i < w.list.n; i++) {
        struct arena_mark mark = arena_mark(c->mem);
        if (w.list.at[i].lot == TAKEN)
            TRY(take(c, d, &w, i, batch));
        arena_reset(c->mem, mark);
    }
    *n = w.lots[TAKEN], *waits = (int64_t)w.list.n - *n;
    return ration_note(c, d, &w);
}
