/* app/web/figure_promo.c - a promotion as tables and pictures: its products, its days, the last weeks' orders through it. */
#include "app/web/figure_promo.h"
#include "app/web/drawing.h"
#include "data/day.h"
#include "data/product.h"
#include "intelligence/decide/price/promotion_sale.h"
#include <math.h>

static struct str money(struct visit *v, double x, struct str currency) { return isnan(x) ? STR("") : money_told(v->c, x, currency); }

static void put_line(struct visit *v, const struct promotion_line *l)
{
    put(v, l->held ? "<tr class=dim>" : "<tr>");
    put(v, "<th scope=row><a href=\"/products/{/}\">{}</a><td class=num>{}<td class=num><b>{}</b><td class=num>{}<td class=num>{}<td class=num>{}", A(l->product),
        A(!l->title.n ? l->sku : l->variant ? str_fmt(v->c, "%.*s, %.*s", FMT(l->title), FMT(l->sku)) : l->title), A(money(v, l->price_now, l->currency)),
        A(l->held ? money(v, l->price_now, l->currency) : money(v, l->price, l->currency)),
        A(l->held ? STR("control") : str_fmt(v->c, "−%.0f %%", 100 * l->depth)), A(money(v, l->lowest, l->currency)),
        A(str_fmt(v->c, "%.0f %%", 100 * (1 - l->cost / fmax(1e-9, l->held ? l->price_now : l->price)))));
    put(v, "<td class=num>{}<td class=num>{}<td class=num>{}<td class=num>{}<td class=num>{}", A(str_fmt(v->c, "%.0f → %.0f", l->units_now, l->held ? l->units_now : l->units)),
        A(l->held ? STR("") : money_change(v->c, l->profit_change, l->currency)), A(l->held ? STR("") : money(v, l->given_away, l->currency)),
        A(l->held ? STR("") : money(v, l->halo, l->currency)), A(l->held ? STR("") : money(v, l->lost_elsewhere, l->currency)));
}

void put_promoted(struct visit *v, const struct promotion_line *lines, size_t n, const struct strs *evidence)
{
    put(v, "<div class=scroll tabindex=0 role=region aria-label=Table>"
           "<table><thead><tr><th>Product<th class=num>Now"
           "<th class=num>Then<th class=num>Off<th class=num>Lowest of 30 days<th class=num>Margin then<th class=num>Units<th class=num>Profit"
           "<th class=num>Given away<th class=num>Halo<th class=num>Lost elsewhere</thead><tbody>");
    for (size_t i = 0; i < n; i++)
        put_line(v, &lines[i]);
    put(v, "</tbody></table></div>");
    for (size_t i = 0; i < evidence->n; i++)
        put(v, "<p class=dim>{}</p>", A(evidence->at[i]));
}

static void put_lines(struct visit *v, const struct promotion *p)
{
    put(v, "<section><h3>Products</h3><p>From {} to {} (UTC), for {}.</p>", A(day_text(v->c, p->starts_ms / DAY_MS)), A(day_text(v->c, p->ends_ms / DAY_MS)),
        A(p->segment));
    put_promoted(v, p->lines.at, p->lines.n, &p->evidence);
    put(v, "</section>");
}

void put_replay(struct visit *v, const struct promo_replay *r, struct str currency, struct str segment)
{
    put(v, "<section><h3>The last weeks&rsquo; real orders through it</h3><p>{,} of {,} orders would have had a discount, {} in all{}. {,} of them were first orders; a mean"
           " order of {} becomes {}.</p>"
           "<div class=scroll tabindex=0 role=region aria-label=Table>"
           "<table><thead><tr><th>Week from<th class=num>Orders<th class=num>Touched<th class=num>First orders<th class=num>Revenue now<th class=num>Discount"
           "<th class=num>Margin now<th class=num>Margin then</thead><tbody>",
        A(r->touched), A(r->orders), A(money(v, r->discount, currency)),
        A(segment.n ? str_fmt(v->c, ", those of \"%.*s\" alone", FMT(segment)) : STR("")), A(r->first_touched),
        A(money(v, r->order_before, currency)), A(money(v, r->order_then, currency)));
    for (size_t i = 0; i < r->weeks.n; i++) {
        const struct promo_week *w = &r->weeks.at[i];
        put(v, "<tr><th scope=row>{}<td class=num>{,}<td class=num>{,}<td class=num>{,}<td class=num>{}<td class=num>{}<td class=num>{}<td class=num>{}", A(day_text(v->c, w->day)),
            A(w->orders), A(w->touched), A(w->first_touched), A(money(v, w->revenue, currency)), A(money(v, w->discount, currency)),
            A(money(v, w->margin_before, currency)), A(money(v, w->margin, currency)));
    }
    put(v, "</tbody></table></div><p class=dim>The same orders at the lower prices of all products above, control included,"
           " as if nobody bought more: what it costs on what sold anyway.</p></section>");
}

static enum status put_compared(struct visit *v, const struct promotion *p)
{
    struct chart_in in = drawing_new("compare", STR("Expected profit of these products"));
    double values[2] = {0, 0};
    for (size_t i = 0; i < p->lines.n; i++)
        if (!p->lines.at[i].held) {
            values[0] += (p->lines.at[i].price_now - p->lines.at[i].cost) * p->lines.at[i].units_now;
            values[1] += p->lines.at[i].profit_change;
        }
    values[1] += values[0];
    strs_add(v->c, &in.labels, STR("doing nothing")), strs_add(v->c, &in.labels, STR("with the promotion, halo and losses elsewhere counted"));
    in.values = (struct reals){values, 2}, in.currency = p->lines.at[0].currency;
    return put_drawing(v, &in);
}

enum status put_replayed(struct visit *v, const struct promo_replay *r, struct str currency)
{
    struct chart_in in = drawing_new("compare", STR("Margin of the last weeks' orders"));
    double values[3] = {r->margin_before, r->margin, r->discount};
    strs_add(v->c, &in.labels, STR("as they were")), strs_add(v->c, &in.labels, STR("the same orders with the promotion")), strs_add(v->c, &in.labels, STR("discount given"));
    in.values = (struct reals){values, 3}, in.currency = currency;
    return put_drawing(v, &in);
}

struct str goal_currency(struct str goal, struct str currency)
{
    return str_eq(goal, STR("units")) || str_eq(goal, STR("acquisition")) ? (struct str){0} : currency;
}

enum status put_starts(struct visit *v, struct str title, struct str currency, const struct reals *by_start, int64_t starts_ms)
{
    struct chart_in in = drawing_new("compare", title);
    size_t best = 0;
    if (by_start->n < 2)
        return OK;
    for (size_t i = 1; i < by_start->n; i++)
        best = by_start->at[i] > by_start->at[best] ? i : best;
    for (size_t i = 0; i < by_start->n; i++)
        strs_add(v->c, &in.labels, str_fmt(v->c, "%s%s", day_text(v->c, starts_ms / DAY_MS + (int64_t)i - (int64_t)best).p, i == best ? ", chosen" : ""));
    in.values = *by_start, in.currency = currency;
    return put_drawing(v, &in);
}

enum status put_promotion(struct visit *v, const struct item *i, bool all)
{
    struct promotion p;
    if (record_from_json(v->c, &promotion_record, i->input.text, LENIENT, &p) != OK)
        return OK;
    if (!all)
        return put_compared(v, &p);
    put(v, "</div>");
    put_lines(v, &p);
    if (p.replay)
        put_replay(v, p.replay, p.lines.at[0].currency, (struct str){0});
    put(v, "<div class=figures>");
    TRY(put_compared(v, &p));
    if (p.replay)
        TRY(put_replayed(v, p.replay, p.lines.at[0].currency));
    return put_starts(v, str_fmt(v->c, "Expected %.*s by first day, control included", FMT(p.goal)), goal_currency(p.goal, p.lines.at[0].currency), &p.by_start, p.starts_ms);
}
