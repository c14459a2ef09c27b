/* app/desk/reorder.c - what is to be ordered becomes purchase-order drafts, one for each supplier. */
#include "app/desk/reorder.h"
#include "app/desk/plan.h"
#include "data/day.h"
#include "data/purchase.h"
#include "intelligence/decide/replenish/replenish_order.h"
#include <math.h>

static struct str supplier_name(const struct desk_line *l)
{
    return l->supplier ? l->supplier->name : l->row.brand.n ? l->row.brand : STR("no supplier named");
}

static double lead_of(const struct desk *d, const struct desk_line *l)
{
    return l->supplier && !isnan(l->supplier->lead_days) ? l->supplier->lead_days : d->choice.lead;
}

static enum status is_to_order(struct ctx *c, const struct desk *d, const struct desk_line *l, bool *is)
{
    bool refused;
    *is = false;
    if (l->order.order_now <= 0 || !l->in_shop || l->row.stock == NONE)
        return OK;
    TRY(purchase_refused(c, l->sold->sku, c->now_ms - d->choice.quiet_days * DAY_MS, &refused));
    *is = !refused;
    return OK;
}

static void order_add(struct ctx *c, const struct desk *d, const struct desk_line *l, struct order_draft *out)
{
    *LIST_ADD(c, &out->lines) = (struct order_line){
        .product = l->row.product, .sku = l->sold->sku, .gtin = l->row.gtin.n <= 14 ? l->row.gtin : STR(""), .title = l->row.title,
        .units = l->order.order_now, .unit_cost = l->cost,
        .price = desk_money(l->row.price, l->row.currency), .on_hand = (double)l->row.stock, .on_order = l->on_order,
        .reorder_point = (double)l->order.reorder_point, .per_day = desk_mean(l), .lead_days = lead_of(d, l), .sentence = l->order.sentence,
        .trace = desk_trace(c, d, l)};
    if (!out->currency.n)
        out->currency = l->row.currency.p ? l->row.currency : STR("");
}

static enum status order_save(struct ctx *c, const struct order_draft *draft, int64_t batch, int64_t *n)
{
    struct item i = plan_item(c, batch, "replenish.order", "purchase", draft->supplier);
    i.input.text = record_to_json(c, &order_draft_record, draft);
    TRY(item_add(c, &i));
    for (size_t k = 0; k < draft->lines.n; k++) {
        const struct order_line *l = &draft->lines.at[k];
        TRY(purchase_add(c, &(struct purchase){i.id, l->sku, l->units, 0, (int64_t)l->on_hand, c->now_ms / DAY_MS}));
    }
    ++*n;
    return OK;
}

enum status reorder_plan(struct ctx *c, const struct desk *d, size_t first, bool *taken, int64_t batch, int64_t *n)
{
    struct str supplier = supplier_name(&d->line[first]);
    int64_t today = c->now_ms / DAY_MS;
    struct order_draft draft = {.supplier = supplier, .day = day_text(c, today), .currency = STR(""),
                                .arrives = day_text(c, today + (int64_t)ceil(lead_of(d, &d->line[first])))};
    for (size_t i = first; i < d->sales.items.n; i++) {
        bool is = false;
        if (!taken[i] && str_eq(supplier_name(&d->line[i]), supplier)) {
            TRY(is_to_order(c, d, &d->line[i], &is));
            taken[i] = true;
        }
        if (is)
            order_add(c, d, &d->line[i], &draft);
    }
    return draft.lines.n ? order_save(c, &draft, batch, n) : OK;
}
