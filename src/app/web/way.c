/* app/web/way.c - the ways out of trouble with an order, as a table of prices and a list of deeds. */
#include "app/web/way.h"
#include "data/product.h"
#include "intelligence/decide/exception/exception.h"
#include <math.h>

/* What its figures rest on, and what the customer gets: beneath its name, so that the figures stand close together. */
static void put_grounds(struct visit *v, const struct ex_way *w, struct str currency)
{
    if (!isnan(w->days) && w->days > 0)
        put(v, "<small class=dim>there in {} day{}</small>", A(str_fmt(v->c, "%.3g", ceil(w->days))), A(ceil(w->days) == 1 ? STR("") : STR("s")));
    if (w->compensation)
        put(v, "<small class=dim>compensation {}</small>", A(money_text(v->c, w->compensation, currency)));
    if (w->basis.n)
        put(v, "<small class=dim>taken: {}</small>", A(w->basis));
    if (w->leave_basis.n)
        put(v, "<small class=dim>{} are lost: {}</small>", A(str_fmt(v->c, "%.1f %%", 100 * w->leave)), A(w->leave_basis));
    if (!w->allowed)
        put(v, "<small class=bad>not allowed{}{}</small>", A(w->why_not.n ? STR(": ") : STR("")), A(w->why_not));
}

static void put_way(struct visit *v, const struct ex_way *w, struct str currency, bool chosen)
{
    put(v, chosen ? "<tr><th scope=row><b>{}</b> (chosen)" : "<tr><th scope=row>{}", A(w->title));
    put_grounds(v, w, currency);
    put(v, "<td class=num><b>{}</b><td class=num>{}<td class=num>{}<td class=num>{}<td class=num>{}", A(money_text(v->c, w->worth, currency)),
        A(money_text(v->c, w->margin, currency)), A(money_text(v->c, w->late_cost, currency)), A(money_text(v->c, w->value_loss, currency)),
        A(str_fmt(v->c, "%.0f%%", 100 * w->accept)));
}

/* "substitute: 2 × POT by CUP from main" */
static void put_act(struct visit *v, const struct ex_act *a, struct str currency)
{
    put(v, "<li><b>{}</b>", A(a->kind));
    for (size_t i = 0; i < a->lines.n; i++) {
        const struct ex_act_line *l = &a->lines.at[i];
        put(v, "{}{} × {}", A(i ? STR(", ") : STR(": ")), A(l->quantity), A(l->sku));
        if (l->to.n)
            put(v, " by {}", A(l->to));
        if (l->node.n)
            put(v, " from {}", A(l->node));
    }
    if (a->amount != NONE)
        put(v, ", {}", A(money_text(v->c, a->amount, currency)));
    if (a->as.n)
        put(v, " as {}", A(str_replace(v->c, a->as, STR("_"), STR(" "))));
    if (a->parcel.n)
        put(v, ", parcel {}", A(a->parcel));
    if (a->expected_ms != NONE)
        put(v, ", expected {t}", A(a->expected_ms));
    if (a->reason.n)
        put(v, " <span class=dim>because: {}</span>", A(a->reason));
    put(v, "</li>");
}

static void put_decision(struct visit *v, const struct ex_out *out)
{
    struct str who = str_eq(out->decision, STR("do"))             ? STR("Nobody need be asked about it first.")
                     : str_eq(out->decision, STR("ask_customer")) ? STR("The customer is asked first.")
                                                                  : STR("A person decides.");
    put(v, "<section><h3>Choice</h3><p class=because>{}</p><p class=dim>{}</p>", A(out->why), A(who));
    for (size_t i = 0; i < out->notes.n; i++)
        put(v, "<p class=dim>{}</p>", A(out->notes.at[i]));
    put(v, "</section>");
}

enum status put_ways(struct visit *v, const struct item *i)
{
    struct ex_in in;
    struct ex_out out;
    if (!i->output.text.n || record_from_json(v->c, &ex_out_record, i->output.text, LENIENT, &out) != OK ||
        record_from_json(v->c, &ex_in_record, i->input.text, LENIENT, &in) != OK || !in.order)
        return OK;
    struct str currency = in.order->currency;
    put_decision(v, &out);
    put(v, "<section><h3>Ways out</h3><div class=scroll tabindex=0><table class=ways><thead><tr><th>Way<th class=num>Worth<th class=num>Margin"
           "<th class=num>Lateness<th class=num>Value lost<th class=num>Accepted</thead><tbody>");
    for (size_t k = 0; k < out.options.n; k++)
        put_way(v, &out.options.at[k], currency, str_eq(out.options.at[k].kind, out.choice));
    put(v, "</tbody></table></div></section><section><h3>What will be done</h3><ol>");
    for (size_t k = 0; k < out.actions.n; k++)
        put_act(v, &out.actions.at[k], currency);
    put(v, out.actions.n ? "</ol></section>" : "</ol><p class=dim>Nothing to the order.</p></section>");
    if (out.message)
        put(v, "<section><h3>What the customer is told</h3><p><b>{}</b></p><p class=text>{}</p></section>", A(out.message->subject),
            A(out.message->text));
    return OK;
}
