/* app/web/figure_segment.c - an offer to a group of customers as tables and pictures: who, what, the groups it was chosen from. */
#include "app/web/figure_segment.h"
#include "app/web/drawing.h"
#include "app/web/figure_promo.h"
#include "data/day.h"
#include "data/product.h"
#include "intelligence/decide/price/promotion_segment.h"
#include <math.h>

static void put_who(struct visit *v, const struct segment_sale *p, const struct segment_sold *out)
{
    put(v, "<section><h3>For whom</h3><dl><dt>Segment<dd>{}: {}<dt>Code<dd><code>{}</code>, once each<dt>Customers<dd>{,}", A(p->segment->name), A(p->words),
        A(p->code), A(p->customers));
    if (p->silent)
        put(v, "; {,} more would fit, but did not agree to it, and are left out", A(p->silent));
    if (!isnan(p->share))
        put(v, "<dt>They buy<dd>{} % of all units", A(str_fmt(v->c, "%.1f", 100 * p->share)));
    if (out->coupon && out->coupon->hold > 0)
        put(v, "<dt>Control<dd>{} % of them, drawn by chance, are told nothing", A(str_fmt(v->c, "%.0f", 100 * out->coupon->hold)));
    put(v, "<dt>Said beside the price<dd>{}</dl><p class=dim>Who it is for is a rule about orders; no list of names goes out with it. <code>purvey segment {}</code>"
           " tells whom you may write to about it.</p></section>",
        A(out->notice.n ? out->notice : STR("nothing more: anybody of it gets the same, and nobody's past is looked at")), A(p->code));
}

static void put_way(struct visit *v, const struct segment_way *w, struct str currency, bool chosen)
{
    put(v, chosen ? "<tr><th scope=row>{} (chosen)" : "<tr><th scope=row>{}", A(w->name));
    put(v, "<td>{}<td class=nowrap>{}<td class=num>{,}<td class=num>{,}<td class=num>{}<td class=num>{}<td class=num>{}<td>{}", A(w->words), A(w->goal),
        A(w->customers), A(w->orders),
        A(isnan(w->share) ? STR("") : str_fmt(v->c, "%.1f %%", 100 * w->share)), A(isnan(w->profit_change) ? STR("") : money_change(v->c, w->profit_change, currency)),
        A(isnan(w->discount) ? STR("") : money_told(v->c, w->discount, currency)), A(w->why.n ? w->why : STR("")));
}

static void put_ways(struct visit *v, const struct segment_sale *p)
{
    put(v, "<section><h3>Chosen from</h3><div class=scroll tabindex=0 role=region aria-label=Table><table><thead><tr><th>Segment<th>Rule<th>Goal<th class=num>Customers"
           "<th class=num>Orders replayed<th class=num>Share of units<th class=num>Profit expected<th class=num>Discount on replay<th>Why not</thead><tbody>");
    for (size_t i = 0; i < p->compared.n; i++)
        put_way(v, &p->compared.at[i], p->currency, str_eq(p->compared.at[i].name, p->segment->name));
    put(v, "</tbody></table></div></section>");
}

static enum status put_compared(struct visit *v, const struct segment_sale *p)
{
    struct chart_in in = drawing_new("compare", STR("Expected profit by segment"));
    in.currency = p->currency;
    double *values = NEW_ARRAY(v->c, double, p->compared.n + 1);
    strs_add(v->c, &in.labels, STR("doing nothing"));
    in.values = (struct reals){values, 1};
    for (size_t i = 0; i < p->compared.n; i++) {
        const struct segment_way *w = &p->compared.at[i];
        if (isnan(w->profit_change))
            continue;
        strs_add(v->c, &in.labels, str_eq(w->name, p->segment->name) ? str_fmt(v->c, "%.*s, chosen", FMT(w->name)) : w->name);
        values[in.values.n++] = w->profit_change;
    }
    return in.values.n > 1 ? put_drawing(v, &in) : OK;
}

enum status put_segment_sale(struct visit *v, const struct item *i, bool all)
{
    struct segment_sale p;
    struct segment_sold out;
    if (record_from_json(v->c, &segment_sale_record, i->input.text, LENIENT, &p) != OK || !i->output.text.n ||
        record_from_json(v->c, &segment_sold_record, i->output.text, LENIENT, &out) != OK)
        return OK;
    if (!all)
        return put_compared(v, &p);
    put(v, "</div>");
    put_who(v, &p, &out);
    put(v, "<section><h3>Products</h3><p>From {} to {} (UTC).</p>", A(day_text(v->c, p.starts_ms / DAY_MS)), A(day_text(v->c, p.ends_ms / DAY_MS)));
    put_promoted(v, p.lines.at, p.lines.n, &p.evidence);
    put(v, "</section>");
    if (p.replay)
        put_replay(v, p.replay, p.currency, p.segment->name);
    put_ways(v, &p);
    put(v, "<div class=figures>");
    TRY(put_compared(v, &p));
    if (p.replay)
        TRY(put_replayed(v, p.replay, p.currency));
    return put_starts(v, str_fmt(v->c, "Expected %.*s by first day", FMT(p.goal)), goal_currency(p.goal, p.currency), &p.by_start, p.starts_ms);
}
