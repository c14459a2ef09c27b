/* app/desk/reprice.c - prices the desk would change become items, each with its evidence. */
#include "app/desk/reprice.h"
#include "app/desk/plan.h"
#include "app/desk/switch.h"
#include "app/desk/together.h"
#include "data/catalog.h"
#include "intelligence/decide/price/price_change.h"
#include <math.h>

/* Once for all variants of a product: its first line does it. */
static enum status variants_plan(struct ctx *c, const struct desk *d, const struct desk_line *l, int64_t batch, int64_t *n)
{
    struct price_change in;
    bool rests, any;
    if (!l->in_shop || str_eq(d->choice.variants, STR("leave")))
        return OK;
    for (const struct desk_line *e = d->line; e < l; e++)
        if (e->in_shop && str_eq(e->row.product, l->row.product))
            return OK;
    TRY(plan_rests(c, d, l->row.product, &rests));
    if (!rests)
        TRY(together_price(c, d, l->row.product, &in, &any));
    if (rests || !any)
        return OK;
    struct item i = plan_item(c, batch, "price.change", "product", l->row.product);
    i.input.text = record_to_json(c, &price_change_record, &in);
    ++*n;
    return item_add(c, &i);
}

enum status reprice_plan(struct ctx *c, const struct desk *d, const struct desk_line *l, int64_t batch, int64_t *n)
{
    struct product p;
    bool rests, tested;
    if (l->row.variants > 1)
        return variants_plan(c, d, l, batch, n);
    if (!l->price || !l->in_shop || fabs(l->price->price - l->price->price_now) <= 1e-9)
        return OK;
    TRY(plan_rests(c, d, l->row.product, &rests));
    if (rests)
        return OK;
    TRY(product_load(c, l->row.product, &p));
    struct price_change in = {.product = &p, .price = l->price->price, .price_now = l->price->price_now, .cost = l->cost,
                              .elasticity = l->price->elasticity, .elasticity_se = l->price->se, .profit_change = l->price->profit_change,
                              .warnings = l->price->warnings, .sentence = l->price->sentence, .reason = STR("margin"), .trace = desk_trace(c, d, l),
                              .starts_ms = NONE, .ends_ms = NONE, .follows = NONE};
    TRY(switch_is_due(c, d, l, &tested));
    if (tested)
        switch_begin(c, d, &in);
    struct item i = plan_item(c, batch, "price.change", "product", p.id);
    i.input.text = record_to_json(c, &price_change_record, &in);
    ++*n;
    return item_add(c, &i);
}
