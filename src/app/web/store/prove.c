/* app/web/store/prove.c - who may see an order: the browser that ordered, or whoever names the e-mail address it was ordered with. Its number
 * alone shows nothing, not even that there is such an order.
 *
 * Tables  reads sale, customer, identity
 */
#include "app/web/store/prove.h"
#include "app/web/store/store.h"
#include "core/url.h"
#include "data/identity.h"
#include "data/sale.h"
#include "execution/order/pay_link.h"

enum { DAY_S = 24 * 60 * 60 };

enum status order_open_to(struct visit *v, struct str order, bool *yes)
{
    return order_pass_is(v->c, order, visit_cookie(v, "order"), yes);
}

/* Sent back for this one order's page only. */
enum status order_open(struct visit *v, struct str order)
{
    struct str word;
    TRY(order_pass_make(v->c, order, &word));
    visit_cookie_set(v, "order", word, str_fmt(v->c, "/shop/order/%s", url_escape(v->c, order).p).p, ORDER_PASS_DAYS * DAY_S);
    return OK;
}

enum status order_ask_proof(struct visit *v, bool failed)
{
    struct str id = visit_param(v, "id");
    TRY(store_frame(v, &(struct frame){.title = STR("Your order"), .kind = STR("order")}));
    put(v, "<section class=order><h1>Your order</h1><p>Which e-mail address did you give with order <b>{}</b>?</p>", A(id));
    if (failed)
        put(v, "<p class=problem role=alert>Number and address do not belong together.</p>");
    put(v, "<form method=post action=\"/shop/order/{/}\"><label>E-mail<input type=email name=email maxlength=320 autocomplete=email required></label>"
           "<button class=primary>Show it</button></form>"
           "<p class=dim>The browser that ordered sees it without being asked, for 30 days. Ordered without an address? <a href=\"/shop/help\">Write to us</a>."
           "</p></section>", A(id));
    return store_done(v, false);
}

static enum status is_whose(struct ctx *c, struct str customer, struct str email, bool *yes)
{
    struct str known;
    int64_t n;
    *yes = false;
    if (!customer.n || !email.n)
        return OK;
    TRY(identity_find(c, STR("email"), email, &known));
    TRY(db_int(c, &n, "SELECT COUNT(*) FROM customer WHERE id = $1 AND lower(email) = lower($2)", A(customer), A(email)));
    *yes = n > 0 || str_eq(known, customer);
    return OK;
}

enum status store_order_prove(struct visit *v)
{
    struct pairs form;
    struct sale s;
    struct str id = visit_param(v, "id");
    bool yes = false;
    TRY(own_site(v));
    TRY(form_read(v->c, v->r->body, &form));
    if (sale_load(v->c, id, &s) == OK && str_eq(s.source, STR("shop demo")))
        TRY(is_whose(v->c, s.customer, str_trim(pairs_get(&form, "email")), &yes));
    if (!yes)
        return order_ask_proof(v, true);
    TRY(order_open(v, id));
    return visit_go(v, str_fmt(v->c, "/shop/order/%s", url_escape(v->c, id).p));
}
