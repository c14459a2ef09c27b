/* app/web/figure.c - items of merchandising as pictures, from the evidence they carry. */
#include "app/web/figure.h"
#include "app/web/drawing.h"
#include "app/web/figure_clear.h"
#include "app/web/figure_promo.h"
#include "app/web/figure_segment.h"
#include "core/capability.h"
#include "intelligence/decide/insight/insight_explain.h"
#include "intelligence/decide/price/price_change.h"
#include "intelligence/decide/replenish/replenish_order.h"
#include <math.h>

enum { LINES = 12 }; /* of an order that are drawn; the rest stand in its table */

static double mean_of(const struct reals *x)
{
    double sum = 0, n = 0;
    for (size_t i = 0; i < x->n; i++)
        if (isfinite(x->at[i]))
            sum += x->at[i], n++;
    return n > 0 ? sum / n : 0;
}

static enum status put_demand(struct visit *v, const struct trace *t, struct str title)
{
    struct chart_in in = drawing_new("demand", title);
    in.from = t->from, in.history = t->units, in.in_stock = t->in_stock, in.mean = t->mean, in.low = t->low, in.high = t->high;
    in.marks.at = t->marks.at, in.marks.n = t->marks.n;
    return put_drawing(v, &in);
}

/* ---- a price --------------------------------------------------------------------------------------- */

static enum status put_response(struct visit *v, const struct price_change *p, double now, const char *kind)
{
    struct chart_in in = drawing_new(kind, str_eq(str_z(kind), STR("price")) ? STR("Profit by price") : STR("Sales by price"));
    in.price_now = now, in.price = p->price, in.cost = isnan(p->cost) ? 0 : p->cost, in.elasticity = fmin(0, fmax(-20, p->elasticity));
    in.units_now = mean_of(&p->trace->mean), in.history = p->trace->units, in.prices = p->trace->price;
    in.currency = p->product->currency;
    return put_drawing(v, &in);
}

static enum status put_against_nothing(struct visit *v, const struct price_change *p, double now)
{
    struct chart_in in = drawing_new("compare", STR("Expected profit a day"));
    double profit = (now - p->cost) * mean_of(&p->trace->mean), values[] = {profit, profit * (1 + p->profit_change)};
    strs_add(v->c, &in.labels, str_fmt(v->c, "doing nothing, %.*s", FMT(money_told(v->c, now, p->product->currency))));
    strs_add(v->c, &in.labels, str_fmt(v->c, "as planned, %.*s", FMT(money_told(v->c, p->price, p->product->currency))));
    in.values = (struct reals){values, 2}, in.currency = p->product->currency;
    return put_drawing(v, &in);
}

/* How sales moved of late, and why; nothing where too little is known to tell. */
static void put_explained(struct visit *v, const struct price_change *p)
{
    struct explain_in in;
    struct explain_out out;
    struct ctx aside = *v->c;
    record_init(&explain_in_record, &in);
    in.title = str_part(p->product->title, 0, p->product->title.n < 200 ? p->product->title.n : 200);
    in.units = p->trace->units, in.price = p->trace->price, in.in_stock = p->trace->in_stock;
    in.elasticity = fmin(0, fmax(-20, p->elasticity)), in.elasticity_se = p->elasticity_se;
    aside.db = NULL, aside.settings = NULL; /* the twin's own words: a page asks no model */
    if (capability_call(&aside, "insight.explain", &in, &out) == OK)
        put(v, "<p>{}</p>", A(out.sentence));
}

static enum status put_price(struct visit *v, const struct item *i, bool all)
{
    struct price_change p;
    if (record_from_json(v->c, &price_change_record, i->input.text, LENIENT, &p) != OK || !p.trace)
        return OK;
    int64_t minor = product_price(p.product);
    double now = isnan(p.price_now) ? (double)minor / currency_minor(p.product->currency) : p.price_now;
    TRY(put_demand(v, p.trace, STR("Sales and what is expected")));
    if (!all || isnan(p.elasticity))
        return OK;
    TRY(put_response(v, &p, now, "response"));
    if (isnan(p.cost) || isnan(p.profit_change))
        return OK;
    TRY(put_response(v, &p, now, "price"));
    return put_against_nothing(v, &p, now);
}

/* ---- an order --------------------------------------------------------------------------------------- */

static enum status put_line(struct visit *v, const struct order_draft *d, const struct order_line *l, bool demand)
{
    struct chart_in in = drawing_new("stock", str_fmt(v->c, "%.*s: %lld units", FMT(l->title.n ? l->title : l->sku), (long long)l->units));
    if (!l->trace)
        return OK;
    in.from = d->day, in.mean = l->trace->mean, in.on_hand = l->on_hand, in.order = (double)l->units, in.lead = l->lead_days;
    in.reorder_point = l->reorder_point;
    TRY(put_drawing(v, &in));
    return demand ? put_demand(v, l->trace, str_fmt(v->c, "%.*s: sales", FMT(l->title.n ? l->title : l->sku))) : OK;
}

static void put_reasons(struct visit *v, const struct order_draft *d)
{
    put(v, "</div><p class=dim>What it stands on is for the shop alone: the table for the supplier says nothing of it.</p>"
           "<div class=scroll tabindex=0 role=region aria-label=Table><table><thead><tr><th>Product<th class=num>On hand<th class=num>On order"
           "<th class=num>Reorder point<th class=num>Sold a day<th class=num>Days to come<th>Decision</thead><tbody>");
    for (size_t k = 0; k < d->lines.n; k++) {
        const struct order_line *l = &d->lines.at[k];
        put(v, "<tr><th scope=row>{}<td class=num>{}<td class=num>{}<td class=num>{}<td class=num>{}<td class=num>{}<td>{}", A(l->title.n ? l->title : l->sku),
            A(str_fmt(v->c, "%.10g", l->on_hand)), A(str_fmt(v->c, "%.10g", l->on_order)), A(str_fmt(v->c, "%.10g", l->reorder_point)),
            A(str_fmt(v->c, "%.*f", l->per_day < 9.95 ? 1 : 0, l->per_day)), A(str_fmt(v->c, "%.10g", l->lead_days)), A(l->sentence));
    }
    put(v, "</tbody></table></div><div class=figures>");
}

static enum status put_order(struct visit *v, const struct item *i, bool all)
{
    struct order_draft d;
    if (record_from_json(v->c, &order_draft_record, i->input.text, LENIENT, &d) != OK)
        return OK;
    if (all)
        put_reasons(v, &d);
    for (size_t k = 0; k < d.lines.n && k < (all ? LINES : 1); k++)
        TRY(put_line(v, &d, &d.lines.at[k], all));
    return OK;
}

static enum status put_some(struct visit *v, const struct item *i, bool all)
{
    if (str_eq(i->kind, STR("price.change")))
        return put_price(v, i, all);
    if (str_eq(i->kind, STR("price.clear")))
        return put_clearing(v, i, all);
    if (str_eq(i->kind, STR("promotion.sale")))
        return put_promotion(v, i, all);
    if (str_eq(i->kind, STR("promotion.segment")))
        return put_segment_sale(v, i, all);
    return str_eq(i->kind, STR("replenish.order")) ? put_order(v, i, all) : OK;
}

bool figures_has(struct str kind)
{
    static const char *const kinds[] = {"price.align", "price.change", "price.clear", "replenish.order", "promotion.sale", "promotion.segment"};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (str_eq(kind, str_z(kinds[i])))
            return true;
    return false;
}

struct words { struct str sentence, twin; };
static const struct record words_record = {"words", sizeof(struct words), (const struct field[]){
    FIELD(struct words, sentence, .flags = OPTIONAL), FIELD(struct words, twin, .flags = OPTIONAL), {0}}};

void put_twin(struct visit *v, struct str sentence, struct str twin)
{
    if (twin.n && !str_has(sentence, twin))
        put(v, "<p class=dim>{}</p>", A(twin));
}

enum status put_figures(struct visit *v, const struct item *i)
{
    struct words w = {0};
    if (i->output.text.n && record_from_json(v->c, &words_record, i->output.text, LENIENT, &w) != OK)
        w = (struct words){0};
    put(v, "<section><h3>Why</h3><p class=because>{}</p>", A(w.sentence));
    put_twin(v, w.sentence, w.twin);
    struct price_change p;
    if (str_eq(i->kind, STR("price.change")) && record_from_json(v->c, &price_change_record, i->input.text, LENIENT, &p) == OK) {
        if (p.place.n)
            put(v, "<p class=dim>{}</p>", A(p.place));
        if (p.trace)
            put_explained(v, &p);
    }
    put(v, "<div class=figures>");
    TRY(put_some(v, i, true));
    put(v, "</div></section>");
    return OK;
}

enum status put_figure_first(struct visit *v, const struct item *i) { return put_some(v, i, false); }
