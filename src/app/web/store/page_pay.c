/* app/web/store/page_pay.c - an order whose payment failed, paid by another means: for whoever has the signed address of it.
 *
 * Tables  reads orders, money; writes wish
 */
#include "app/web/store/pay.h"
#include "app/web/store/store.h"
#include "core/url.h"
#include "data/order.h"
#include "execution/order/pay_link.h"

static enum status refuse(struct visit *v)
{
    return deny(v, 404, "this address to pay at has ended, or is not ours: write to us and name the number of your order");
}

static enum status pay_show(struct visit *v, struct str problem)
{
    struct order o;
    bool found;
    TRY(order_find(v->c, visit_param(v, "id"), &o, &found));
    if (!found)
        return refuse(v);
    TRY(store_frame(v, &(struct frame){.title = STR("Pay"), .kind = STR("order")}));
    put(v, "<section class=order><h1>Pay for your order</h1><p class=lead>Order <b>{}</b></p>", A(o.id));
    if (problem.n)
        put(v, "<p class=problem role=alert>{}</p>", A(problem));
    put(v, "<ul class=orderlines>");
    for (size_t i = 0; i < o.lines.n; i++)
        if (o.lines.at[i].instead_of == NONE && !str_eq(o.lines.at[i].state, STR("cancelled")))
            put(v, "<li><span>{} × {}</span><span>{}</span></li>", A(o.lines.at[i].quantity), A(o.lines.at[i].title.n ? o.lines.at[i].title : o.lines.at[i].sku),
                A(price_words(v->c, o.lines.at[i].price * o.lines.at[i].quantity - o.lines.at[i].discount, o.currency)));
    put(v, "</ul><p class=total><span>Total</span><b>{}</b></p>", A(price_words(v->c, order_total(&o), o.currency)));
    TRY(put_payment(v, o.id, true));
    put(v, "<p class=dim>What a card or an account needs is asked by the shop&rsquo;s payment provider, never here.</p></section>");
    return store_done(v, false);
}

enum status store_pay(struct visit *v)
{
    bool ours;
    TRY(pay_link_is(v->c, visit_param(v, "id"), pairs_get(&v->url.query, "until"), pairs_get(&v->url.query, "sign"), &ours));
    return ours ? pay_show(v, (struct str){0}) : refuse(v);
}

enum status store_pay_now(struct visit *v)
{
    struct pairs form;
    struct str problem;
    bool ours;
    TRY(own_site(v));
    TRY(form_read(v->c, v->r->body, &form));
    struct pay p = {.order = visit_param(v, "id"), .means = pairs_get(&form, "means")};
    struct str until = pairs_get(&form, "until"), sign = pairs_get(&form, "sign");
    TRY(pay_link_is(v->c, p.order, until, sign, &ours));
    if (!ours || !str_int(pairs_get(&form, "seq"), &p.seq) || p.seq < 0)
        return refuse(v);
    v->url.query = form; /* the page that is shown again goes on with the same signature */
    TRY(means_check(v->c, p.means, &problem));
    if (!problem.n && p.means.n)
        TRY(wish_ask(v, STR("pay"), STR("shopper"), record_to_json(v->c, &pay_record, &p), &problem));
    if (problem.n)
        return pay_show(v, problem);
    return visit_go(v, str_fmt(v->c, "/shop/pay/%s?until=%s&sign=%s", url_escape(v->c, p.order).p, until.p, sign.p));
}
