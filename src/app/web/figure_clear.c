/* app/web/figure_clear.c - markdown, bundle and move beside keeping, in money; the path of prices. */
#include "app/web/figure_clear.h"
#include "app/web/drawing.h"
#include "data/product.h"
#include "intelligence/decide/price/price_clear.h"
#include <math.h>

static enum status put_compared(struct visit *v, const struct cleared *out, struct str currency)
{
    struct chart_in in = drawing_new("compare", STR("Money until the deadline"));
    double *values = NEW_ARRAY(v->c, double, out->ways.n);
    for (size_t i = 0; i < out->ways.n; i++) {
        const struct clear_way *w = &out->ways.at[i];
        values[i] = w->money;
        strs_add(v->c, &in.labels, w->where.n ? str_fmt(v->c, "%.*s: %.*s", FMT(w->way), FMT(w->where)) : w->way);
    }
    in.values = (struct reals){values, out->ways.n}, in.currency = currency;
    return put_drawing(v, &in);
}

static void put_ways_table(struct visit *v, const struct cleared *out, struct str currency)
{
    put(v, "<section><h3>Ways, in money until the deadline</h3><div class=scroll tabindex=0 role=region aria-label=Table>"
           "<table><thead><tr><th>Way<th class=num>Money<th class=num>More than keeping"
           "<th class=num>Sells<th class=num>Left<th class=words>In words</thead><tbody>");
    for (size_t i = 0; i < out->ways.n; i++) {
        const struct clear_way *w = &out->ways.at[i];
        put(v, str_eq(w->way, out->best) && str_eq(w->where, out->where) ? "<tr><th scope=row>{} (chosen)" : "<tr><th scope=row>{}",
            A(w->where.n ? str_fmt(v->c, "%.*s: %.*s", FMT(w->way), FMT(w->where)) : w->way));
        put(v, "<td class=num>{}<td class=num>{}<td class=num>{}<td class=num>{}<td class=words>{}", A(money_told(v->c, w->money, currency)),
            A(money_change(v->c, w->gain, currency)), A(str_fmt(v->c, "%.0f", w->units)), A(str_fmt(v->c, "%.0f", w->left)), A(w->sentence));
    }
    put(v, "</tbody></table></div></section>");
}

static void put_path(struct visit *v, const struct cleared *out, struct str currency)
{
    if (!out->path.n)
        return;
    put(v, "<section><h3>Its path, if sales go as expected</h3><div class=scroll tabindex=0 role=region aria-label=Table>"
           "<table><thead><tr><th class=num>Step<th class=num>From day<th class=num>Price"
           "<th class=num>Sells<th class=num>Left after it</thead><tbody>");
    for (size_t i = 0; i < out->path.n; i++) {
        const struct clear_leg *l = &out->path.at[i];
        put(v, "<tr><td class=num>{}<td class=num>{}<td class=num>{}<td class=num>{}<td class=num>{}", A(l->period),
            A(str_fmt(v->c, "%.0f", (double)(l->period - 1) * out->period_days)), A(money_told(v->c, l->price, currency)),
            A(str_fmt(v->c, "%.0f", l->units)),
            A(str_fmt(v->c, "%.0f", l->stock)));
    }
    put(v, "</tbody></table></div><p class=dim>Each step is decided anew from the stock that is left. It goes out by itself while it asks no less than this path;"
           " below it, a person decides again.</p></section>");
}

enum status put_clearing(struct visit *v, const struct item *i, bool all)
{
    struct clearing in;
    struct cleared out;
    if (record_from_json(v->c, &clearing_record, i->input.text, LENIENT, &in) != OK || !i->output.text.n ||
        record_from_json(v->c, &cleared_record, i->output.text, LENIENT, &out) != OK)
        return OK;
    if (!all)
        return put_compared(v, &out, in.currency);
    put(v, "</div>");
    put_ways_table(v, &out, in.currency);
    put_path(v, &out, in.currency);
    put(v, "<div class=figures>");
    return put_compared(v, &out, in.currency);
}
