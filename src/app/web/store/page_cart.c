/* app/web/store/page_cart.c - the cart, the demonstration's checkout, and the order it makes.
 *
 * Tables  writes cart, wish; reads sale, line
 */
#include "app/web/store/checkout.h"
#include "app/web/store/pay.h"
#include "app/web/store/prove.h"
#include "app/web/store/store.h"
#include "core/hash.h"
#include "core/json.h"
#include "core/mail.h"
#include "data/coupon.h"
#include "data/day.h"
#include "data/sale.h"

static void put_line(struct visit *v, const struct cart_line *l)
{
    struct strs images = {0};
    if (l->image.n)
        strs_add(v->c, &images, l->image);
    put(v, "<li class=\"cartline{}\" data-product=\"{}\"><a href=\"/shop/product/{/}?v={/}\">",
        A(l->problem.n ? STR(" bad") : STR("")), A(l->product), A(l->product), A(l->variant));
    put_picture(v, l->product, &images, 0, STR(""), "96px", false);
    put(v, "</a><div><a class=name href=\"/shop/product/{/}?v={/}\">{}</a>", A(l->product), A(l->variant), A(l->title));
    if (l->choice.n)
        put(v, "<p class=dim>{}</p>", A(l->choice));
    if (l->problem.n)
        put(v, "<p class=problem>{}</p>", A(l->problem));
    put(v,
        "<form method=post action=\"/shop/cart\" class=quantity><input type=hidden name=product value=\"{}\"><input "
        "type=hidden name=variant value=\"{}\">"
        "<label><span class=vh>Quantity of {}</span><input type=number name=quantity min=0 max={} value={}></label>"
        "<button name=do value=set>Update</button> <button name=do value=remove "
        "class=plain>Remove</button></form></div><p class=sum>",
        A(l->product), A(l->variant), A(l->title),
        A(l->stock != NONE && l->stock < QUANTITY_MAX && l->stock > 0 ? l->stock : (int64_t)QUANTITY_MAX),
        A(l->quantity));
    if (l->price != NONE)
        put(v, "{}", A(price_words(v->c, l->price * l->quantity, l->currency)));
    if (l->off)
        put(v, "<small class=off>−{}</small>", A(price_words(v->c, l->off * l->quantity, l->currency)));
    put(v, "</p></li>");
}

static void put_code(struct visit *v, const struct cart *cart)
{
    const struct coupon *k = cart->coupon;
    put(v, "<form method=post action=\"/shop/cart\" class=code><label>Code of an offer<input name=code maxlength=40 autocomplete=off value=\"{}\"></label>"
           "<button name=do value=code>Use it</button></form>", A(cart->code.n ? cart->code : STR("")));
    if (cart->code.n && !k)
        put(v, "<p class=problem>No offer stands under this code.</p>");
    if (k && !cart->off)
        put(v, "<p class=dim>The code reduces nothing of what is in the cart.</p>");
    if (cart->off)
        put(v, "<p class=part><span>Code {}, −{} %</span><span>−{}</span></p><p class=dim>It holds once for each customer it is for; that is looked at when you order."
               " It ends on {} (UTC).</p>",
            A(k->code), A(str_fmt(v->c, "%.3g", 100 * k->share)), A(price_words(v->c, cart->off, cart->currency)), A(day_text(v->c, k->ends_ms / DAY_MS)));
    if (cart->off && k->notice.n)
        put(v, "<p class=notice>{}</p>", A(k->notice));
}

static enum status put_totals(struct visit *v, const struct cart *cart)
{
    struct strs means;
    TRY(means_load(v->c, &means));
    put(v, "<div class=totals>");
    put_code(v, cart);
    put(v, "<p class=total><span>Total</span><b>{}</b></p>", A(price_words(v->c, cart->total - cart->off, cart->currency)));
    if (cart->ready) {
        put(v, "<form method=post action=\"/shop/checkout\"><label>E-mail, if you want to change or cancel it later"
               "<input type=email name=email maxlength=320 autocomplete=email></label>");
        put_means(v, &means);
        put(v, "<button class=primary>Place demo order</button></form>");
    } else
        put(v, "<p class=problem>Something in the cart cannot be had as it is.</p><button class=primary disabled>Place demo order</button>");
    put(v, means.n ? "<p class=dim>This is a demonstration: nothing is sent. The payment goes through the shop&rsquo;s provider.</p></div>"
                   : "<p class=dim>This is a demonstration: no money is asked for and nothing is sent.</p></div>");
    return OK;
}

/* What the page's script reports as seen: "Cart Viewed" or "Order Completed", with its products. */
struct viewed {
    struct tree *t;
    struct node *event, *properties, *products;
};

static struct viewed viewed_new(struct visit *v, const char *event)
{
    struct tree *t = tree_open(v->c);
    struct viewed s = {t, tree_object(t), tree_object(t), tree_array(t)};
    node_set(t, s.event, "event", tree_str(t, str_z(event)));
    node_set(t, s.properties, "products", s.products);
    return s;
}

/* sku absent: the cart, where neither it nor the price is told. */
static void viewed_add(const struct viewed *s, struct str product, int64_t quantity, struct str sku, struct str price)
{
    struct node *one = tree_object(s->t);
    node_set(s->t, one, "product_id", tree_str(s->t, product));
    node_set(s->t, one, "quantity", tree_int(s->t, quantity));
    if (sku.p)
        node_set(s->t, one, "sku", tree_str(s->t, sku));
    if (price.p)
        node_set(s->t, one, "price", tree_raw(s->t, price));
    node_add(s->t, s->products, one);
}

static enum status cart_show(struct visit *v, struct str problem)
{
    struct cart cart;
    struct rail r = {0};
    struct strs own = {0};
    TRY(cart_load(v->c, shopper_id(v), &cart));
    TRY(store_frame(v, &(struct frame){.title = STR("Cart"), .kind = STR("cart")}));
    put(v, "<h1>Your cart</h1>");
    if (problem.n)
        put(v, "<p class=problem role=alert>{}</p>", A(problem));
    if (!cart.lines.n)
        put(v, "<section class=nothing><p>Nothing in it yet.</p><p><a class=\"button primary\" "
               "href=\"/shop/search\">Look around</a></p></section>");
    else {
        put(v, "<div class=cartgrid><ul class=cartlines>");
        for (size_t i = 0; i < cart.lines.n; i++) {
            put_line(v, &cart.lines.at[i]);
            strs_add(v->c, &own, cart.lines.at[i].product);
        }
        put(v, "</ul>");
        TRY(put_totals(v, &cart));
        put(v, "</div>");
        TRY(rail_goes_with(v, &own, 4, &r));
        TRY(put_rail(v, "Goes with it", "goes-with", &r.ids, &r.why));
        struct viewed seen = viewed_new(v, "Cart Viewed");
        for (size_t i = 0; i < cart.lines.n; i++)
            viewed_add(&seen, cart.lines.at[i].product, cart.lines.at[i].quantity, (struct str){0}, (struct str){0});
        put_event(v, seen.t, seen.event, seen.properties);
    }
    return store_done(v, false);
}

enum status store_cart(struct visit *v) { return cart_show(v, (struct str){0}); }

/* A form of ours: add, set or remove. */
enum status store_cart_change(struct visit *v)
{
    struct pairs form;
    struct str shopper;
    int64_t quantity = 1;
    TRY(own_site(v));
    TRY(form_read(v->c, v->r->body, &form));
    struct str what = pairs_get(&form, "do"), product = pairs_get(&form, "product"),
               variant = pairs_get(&form, "variant"), n = pairs_get(&form, "quantity");
    if (n.n && !str_int(n, &quantity))
        return cart_show(v, STR("the quantity is not a whole number"));
    TRY(shopper_make(v, &shopper));
    enum status s = str_eq(what, STR("code")) ? cart_code(v->c, shopper, str_trim(pairs_get(&form, "code")))
                    : str_eq(what, STR("remove")) ? cart_set(v->c, shopper, product, variant, 0)
                    : str_eq(what, STR("set"))  ? cart_set(v->c, shopper, product, variant, quantity)
                                                : cart_add(v->c, shopper, product, variant, quantity);
    if (s == REJECT)
        return cart_show(v, str_fmt(v->c, "%s", v->c->why));
    return s == OK ? visit_go(v, STR("/shop/cart")) : s;
}

/* ---- buying ----------------------------------------------------------------------------------------------- */

enum { ORDER_DIGITS = 15 };

/* "D-48213-77109-30551": easily told on the telephone, known as a number of an order wherever it stands, and nobody guesses another's. */
static struct str order_number(struct ctx *c)
{
    struct str chance = hash_random(c, ORDER_DIGITS);
    struct buf out = {0};
    buf_fmt(c, &out, "D");
    for (size_t i = 0; i < ORDER_DIGITS; i++)
        buf_fmt(c, &out, "%s%d", i % 5 ? "" : "-", (unsigned char)chance.p[i] % 10);
    return buf_str(&out);
}

enum status store_checkout(struct visit *v)
{
    struct str problem = {0};
    struct pairs form;
    TRY(own_site(v));
    TRY(form_read(v->c, v->r->body, &form));
    struct checkout p = {.shopper = shopper_id(v), .sale = order_number(v->c), .email = str_trim(pairs_get(&form, "email")), .means = pairs_get(&form, "means")};
    if (!p.shopper.n)
        return visit_go(v, STR("/shop/cart"));
    if (p.email.n && (p.email.n > 320 || !mail_address_is(p.email)))
        return cart_show(v, STR("that is not an e-mail address"));
    TRY(means_check(v->c, p.means, &problem));
    if (problem.n)
        return cart_show(v, problem);
    TRY(wish_ask(v, STR("checkout"), STR("shopper"), record_to_json(v->c, &checkout_record, &p), &problem));
    if (problem.n)
        return cart_show(v, problem);
    TRY(order_open(v, p.sale));
    return visit_go(v, str_fmt(v->c, "/shop/order/%s", p.sale.p));
}

static void put_order_seen(struct visit *v, const struct sale *s)
{
    struct viewed seen = viewed_new(v, "Order Completed");
    struct tree *t = seen.t;
    for (size_t i = 0; i < s->lines.n; i++) {
        const struct line *l = &s->lines.at[i];
        viewed_add(&seen, l->product, l->quantity, l->sku.p ? l->sku : STR(""), money_plain(v->c, l->price, s->currency));
    }
    node_set(t, seen.event, "once", tree_str(t, s->id));
    node_set(t, seen.properties, "order_id", tree_str(t, s->id));
    node_set(t, seen.properties, "currency", tree_str(t, s->currency));
    node_set(t, seen.properties, "total", tree_raw(t, money_plain(v->c, s->total, s->currency)));
    put_event(v, t, seen.event, seen.properties);
}

enum status store_order(struct visit *v)
{
    struct sale s;
    struct str id = visit_param(v, "id");
    bool theirs;
    TRY(order_open_to(v, id, &theirs));
    if (!theirs)
        return order_ask_proof(v, false);
    if (!str_starts(id, STR("D")) || sale_load(v->c, id, &s) != OK || !str_eq(s.source, STR("shop demo")))
        return deny(v, 404, "there is no such order (or it is not placed yet: reload in a moment)");
    TRY(store_frame(v, &(struct frame){.title = STR("Thank you"), .kind = STR("order")}));
    put(v,
        "<section class=order><h1>Thank you</h1><p class=lead>Your demo order <b>{}</b> is {}. Nothing will be sent.</p>",
        A(s.id), A(str_eq(s.state, STR("cancelled")) ? STR("cancelled") : STR("placed")));
    TRY(put_payment(v, s.id, false));
    if (s.customer.n && !str_eq(s.state, STR("cancelled")))
        put(v, "<p>To change or cancel it, <a href=\"/shop/help\">write to us</a> and name its number and your e-mail address.</p>");
    put(v, "<ul class=orderlines>");
    for (size_t i = 0; i < s.lines.n; i++)
        put(v, "<li><span>{} × {}</span><span>{}</span></li>", A(s.lines.at[i].quantity), A(s.lines.at[i].title),
            A(price_words(v->c, s.lines.at[i].price * s.lines.at[i].quantity, s.currency)));
    put(v,
        "</ul>");
    if (s.discount != NONE && s.discount > 0)
        put(v, "<p class=total><span>Code {}</span><span>−{}</span></p>", A(s.coupon.n ? s.coupon : STR("")), A(price_words(v->c, s.discount, s.currency)));
    put(v,
        "<p class=total><span>Total</span><b>{}</b></p><p><a class=\"button primary\" href=\"/shop\">Back to the "
        "shop</a></p></section>",
        A(price_words(v->c, s.total, s.currency)));
    put_order_seen(v, &s);
    return store_done(v, false);
}
