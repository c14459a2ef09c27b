/* app/verb/merchandise.c - from the shop's own sales or a file of them: what will sell, what to order, which prices to change.
 *
 * Tables  reads product, variant, sale, line; writes shelf; with --propose batch, item, purchase, ledger
 */
#include "app/section.h"
#include "app/desk/trade.h"
#include "app/verb.h"
#include "core/capability.h"
#include "core/file.h"
#include "core/json.h"
#include "data/day.h"
#include "data/item.h"
#include "data/purchase.h"
#include "execution/publish/undo.h"
#include "intelligence/decide/insight/insight_chart.h"
#include "intelligence/decide/insight/insight_explain.h"
#include "intelligence/decide/price/price_change.h"
#include "intelligence/decide/price/price_clear.h"
#include "intelligence/decide/price/promotion_segment.h"
#include <math.h>

static const struct option options[] = {
    {"days", "N", "days ahead to forecast (28)"},
    {"lead", "DAYS", "days from order to stock (7)"},
    {"lead-sd", "DAYS", "its standard deviation (2)"},
    {"fill", "SHARE", "least share of demand met at once (0.97)"},
    {"order-cost", "MONEY", "what an order costs beside the goods (10)"},
    {"holding", "SHARE", "cost of holding stock for a year, share of its cost (0.25)"},
    {"on-order", "FILE", "CSV with sku,units of what is ordered and not yet here"},
    {"orders", "FILE", "write the draft of a purchase order"},
    {"charts", "FOLDER", "write a picture of each item's demand, as SKU.svg"},
    {"explain", NULL, "say why each item's sales moved, in sentences with their numbers"},
    {"stop", NULL, "the kill switch: no further price change, and those that are live are taken back"},
    {"propose", NULL, "put price changes and orders before a person, as work items"},
    {"arrived", "ITEM", "all of this purchase order is here, or never comes: nothing of it is on order"},
    {0}};

/* The shop's setting, with what the command line says over it. */
static enum status options_read(struct ctx *c, const struct shell *sh, struct desk *d)
{
    double days;
    TRY(desk_open(c, d));
    days = (double)d->choice.days;
    TRY(shell_number(c, sh, "days", 1, 365, &days));
    d->choice.days = (int64_t)days;
    TRY(shell_number(c, sh, "lead", 0, 365, &d->choice.lead));
    TRY(shell_number(c, sh, "lead-sd", 0, 365, &d->choice.lead_sd));
    TRY(shell_number(c, sh, "fill", 0.01, 0.9999, &d->choice.fill));
    TRY(shell_number(c, sh, "order-cost", 0, 1e9, &d->choice.order_cost));
    return shell_number(c, sh, "holding", 0.001, 100, &d->choice.holding);
}

static enum status on_order(struct ctx *c, struct desk *d, struct str path)
{
    struct sales *open = NEW(c, struct sales); /* its date column is the day of the order */
    if (!path.p)
        return OK;
    TRY(sales_read(c, path.p, open));
    for (size_t k = 0; k < open->items.n; k++)
        for (size_t i = 0; i < d->sales.items.n; i++)
            if (str_eq(open->items.at[k].sku, d->line[i].sold->sku))
                for (size_t t = 0; t < open->days; t++)
                    d->line[i].on_order += fmax(0, open->items.at[k].units.at[t]);
    return OK;
}

/* ---- telling ------------------------------------------------------------------------------------- */

static enum status orders_write(struct ctx *c, const struct desk *d, struct str path)
{
    FILE *f;
    double total = 0, units = 0;
    TRY(file_begin(c, path, &f));
    fputs("date,sku,units,unit_cost,cost,reorder_point,on_hand,on_order\n", f);
    struct str day = day_text(c, c->now_ms / DAY_MS);
    for (size_t i = 0; i < d->sales.items.n; i++) {
        const struct desk_line *l = &d->line[i];
        if (!l->order.order_now || !l->in_shop)
            continue;
        double cost = isnan(l->cost) ? 0 : l->cost * (double)l->order.order_now;
        fprintf(f, "%s,%s,%lld,%.2f,%.2f,%lld,%lld,%.0f\n", day.p, l->sold->sku.p, (long long)l->order.order_now,
                isnan(l->cost) ? 0 : l->cost, cost, (long long)l->order.reorder_point, (long long)(l->row.stock == NONE ? 0 : l->row.stock),
                l->on_order);
        total += cost, units += (double)l->order.order_now;
    }
    TRY(file_end(c, path, f));
    printf("wrote the draft of a purchase order to %s: %.0f units for %.2f; nothing is sent\n", path.p, units, total);
    return OK;
}

static void line_print(const struct desk *d, const struct desk_line *l)
{
    printf("%-14.14s %9.1f  %.*s%s\n", l->sold->sku.p, desk_mean(l) * (double)d->choice.days, FMT(l->in_shop ? l->order.sentence : STR("not in the shop's catalogue")),
           l->demand.velocity && l->demand.velocity->declining ? "; slowing down" : "");
    if (l->price && fabs(l->price->price - l->price->price_now) > 1e-9)
        printf("%-14s %9s  %.*s\n", "", "", FMT(l->price->sentence));
}

static enum status explain(struct ctx *c, const struct desk_line *l, struct explain_out *out)
{
    struct explain_in in;
    record_init(&explain_in_record, &in);
    in.sku = l->sold->sku, in.title = str_part(l->row.title, 0, l->row.title.n < 200 ? l->row.title.n : 200);
    in.units = l->sold->units, in.price = l->sold->price, in.promo = l->sold->promo, in.in_stock = l->sold->in_stock;
    if (l->demand.effects && !isnan(l->demand.effects->promo_lift))
        in.promo_lift = fmin(20, fmax(-0.9, l->demand.effects->promo_lift));
    if (l->price)
        in.elasticity = fmin(0, fmax(-20, l->price->elasticity)), in.elasticity_se = l->price->se;
    return capability_call(c, "insight.explain", &in, out);
}

/* An item of which too little is known is passed over. */
static enum status explain_all(struct ctx *c, const struct shell *sh, const struct desk *d)
{
    struct explain_out out;
    for (size_t i = 0; i < d->sales.items.n; i++) {
        struct arena_mark mark = arena_mark(c->mem);
        enum status s = explain(c, &d->line[i], &out);
        if (s == RETRY)
            return s;
        if (s == OK)
            puts(sh->json ? record_to_json(c, &explain_out_record, &out).p : out.sentence.p);
        arena_reset(c->mem, mark);
    }
    return OK;
}

static void line_json(struct ctx *c, const struct desk_line *l)
{
    struct tree *t = tree_open(c);
    struct node *o = tree_object(t);
    node_set(t, o, "sku", tree_str(t, l->sold->sku));
    node_set(t, o, "demand", tree_raw(t, record_to_json(c, &forecast_out_record, &l->demand)));
    if (l->in_shop)
        node_set(t, o, "order", tree_raw(t, record_to_json(c, &replenish_out_record, &l->order)));
    if (l->price) {
        struct node *p = tree_object(t);
        node_set(t, p, "now", tree_real(t, l->price->price_now));
        node_set(t, p, "price", tree_real(t, l->price->price));
        node_set(t, p, "elasticity", tree_real(t, l->price->elasticity));
        node_set(t, p, "se", tree_real(t, l->price->se));
        node_set(t, p, "sentence", tree_str(t, l->price->sentence));
        node_set(t, o, "price", p);
    }
    puts(tree_text(c, t, o).p);
}

static enum status chart_write(struct ctx *c, const struct desk *d, const struct desk_line *l, struct str folder)
{
    const struct trace *t = desk_trace(c, d, l);
    struct chart_in in;
    struct chart_out out;
    record_init(&chart_in_record, &in);
    in.kind = STR("demand"), in.unit = STR("day"), in.title = l->sold->sku;
    in.history = t->units, in.mean = t->mean, in.low = t->low, in.high = t->high;
    in.from = t->from, in.marks.at = t->marks.at, in.marks.n = t->marks.n;
    TRY(capability_call(c, "insight.chart", &in, &out));
    struct str name = str_replace(c, l->sold->sku, STR("/"), STR("_")), path = str_fmt(c, "%.*s/%.*s.svg", FMT(folder), FMT(name));
    return file_write(c, path, out.svg, 0666);
}

static enum status charts_write(struct ctx *c, const struct desk *d, struct str folder)
{
    TRY(folder_make(c, folder, 0777));
    for (size_t i = 0; i < d->sales.items.n; i++) {
        struct arena_mark mark = arena_mark(c->mem);
        TRY(chart_write(c, d, &d->line[i], folder));
        arena_reset(c->mem, mark);
    }
    printf("wrote %zu pictures to %s\n", d->sales.items.n, folder.p);
    return OK;
}

/* ---- as work ---------------------------------------------------------------------------------------- */

static enum status propose(struct ctx *c, const struct shell *sh, const struct desk *d)
{
    struct trade_planned made;
    TRY(trade_plan(c, d, shell_person(c, sh), &made));
    printf("%s; `purvey run` checks them, `purvey review` shows them\n", trade_told(c, &made).p);
    if (made.waits)
        printf("%lld better prices wait: in doubt, or past max_changes (%lld) or max_revenue (%.0f %%) of the setting merchandise; the page Merchandising says why\n",
               (long long)made.waits, (long long)d->choice.max_changes, 100 * d->choice.max_revenue);
    return OK;
}

static enum status load(struct ctx *c, struct shell *sh, struct desk *d)
{
    if (!sh->args.n) {
        TRY(trade_decide(c, d));
        return d->sales.days ? OK : trade_nothing(c, d);
    }
    TRY(sales_read(c, sh->args.at[0].p, &d->sales));
    for (size_t i = 0; i < d->sales.faults.n; i++)
        fprintf(stderr, "%s\n", d->sales.faults.at[i].p);
    TRY(desk_lay(c, d));
    TRY(on_order(c, d, shell_option(sh, "on-order")));
    return desk_decide(c, d);
}

static enum status tell(struct ctx *c, struct shell *sh, const struct desk *d)
{
    struct str orders = shell_option(sh, "orders"), charts = shell_option(sh, "charts");
    if (shell_flag(sh, "explain"))
        return explain_all(c, sh, d);
    if (!sh->json)
        printf("%-14s %9s\n", "sku", str_fmt(c, "%lld days", (long long)d->choice.days).p);
    for (size_t i = 0; i < d->sales.items.n; i++)
        sh->json ? line_json(c, &d->line[i]) : line_print(d, &d->line[i]);
    if (orders.p)
        TRY(orders_write(c, d, orders));
    return charts.p ? charts_write(c, d, charts) : OK;
}

static enum status arrived(struct ctx *c, struct str item)
{
    int64_t id;
    if (!str_int(item, &id))
        return shell_misuse(c, "--arrived wants the number of an item, not %s", item.p);
    TRY(purchase_close(c, id));
    printf("nothing of item %lld is on order any more\n", (long long)id);
    return OK;
}

/* Each kind's setting with `stopped`, whatever else stands in it. */
static enum status stopped_set(struct ctx *c, struct str who)
{
    const struct capability *const kinds[] = {&price_change, &price_clear, &promotion_sale, &promotion_segment};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        void *limits = arena_take(c->mem, kinds[i]->opt->size);
        TRY(settings_read(c, kinds[i]->opt, str_z(kinds[i]->name), limits));
        *(bool *)((char *)limits + record_field(kinds[i]->opt, STR("stopped"))->at) = true;
        TRY(section_set(c, str_z(kinds[i]->name), record_to_json(c, kinds[i]->opt, limits), who));
    }
    return OK;
}

struct live { int64_t id, batch; };
static const struct record live_record = {"item", sizeof(struct live), (const struct field[]){FIELD(struct live, id), FIELD(struct live, batch), {0}}};

static enum status stop_all(struct ctx *c, struct str who)
{
    LIST(struct live) live;
    int64_t n, all = 0;
    TRY(stopped_set(c, who));
    TRY(db_all(c, &live_record, &live,
               "SELECT id, batch FROM item WHERE kind IN ('price.align', 'price.change', 'price.clear', 'promotion.sale', 'promotion.segment') AND state < $1 ORDER BY id",
               A((int64_t)KEPT)));
    for (size_t i = 0; i < live.n; i++, all += n)
        TRY(undo_begin(c, (struct undo_of){live.at[i].batch, live.at[i].id}, who, &n));
    printf("price changes and promotions are stopped; %lld are taken back or dropped, `purvey run` does it in the shop\n"
           "`purvey settings set KIND '{}'` lets them go on: price.change, price.clear, promotion.sale, promotion.segment\n", (long long)all);
    return OK;
}

static enum status stop(struct ctx *c, const struct shell *sh)
{
    IN_ONE_STEP(c, stop_all(c, shell_person(c, sh)));
    return OK;
}

static enum status run(struct ctx *c, struct shell *sh)
{
    struct desk *d = NEW(c, struct desk);
    if (sh->args.n > 1)
        return shell_misuse(c, "merchandise takes one CSV of daily sales: date,sku,units and where known price,promo,in_stock; or none: the shop's own");
    if (shell_option(sh, "arrived").p)
        return arrived(c, shell_option(sh, "arrived"));
    if (shell_flag(sh, "stop"))
        return stop(c, sh);
    TRY(options_read(c, sh, d));
    TRY(load(c, sh, d));
    TRY(tell(c, sh, d));
    if (shell_flag(sh, "propose"))
        TRY(propose(c, sh, d));
    return d->sales.faulty ? fail(c, REJECT, "%lld rows of %s were passed over", (long long)d->sales.faulty, sh->args.at[0].p) : OK;
}

const struct verb verb_merchandise = {"merchandise", "[SALES.csv]", "from daily sales: what will sell, what to order, which prices to change",
                                      options, run, SHOP_THERE};
