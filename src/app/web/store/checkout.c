/* app/web/store/checkout.c - a cart becomes an order: asked for by the web process, done by the loop in one transaction.
 *
 * Tables  writes sale, line, customer, account, cart, product (updated_ms); by order_act() the order and its stock
 * The shop is a demonstration: the order says so in its channel, the sale in its source. Money is asked for only where the setting
 * "order" names a provider and what it takes; the customer tells the provider the rest, never this page.
 */
#include "app/web/store/checkout.h"
#include "app/web/store/pay.h"
#include "app/web/store/store.h"
#include "core/mail.h"
#include "data/coupon.h"
#include "data/identity.h"
#include "data/order.h"
#include "data/sale.h"
#include "data/tombstone.h"
#include "execution/order/act.h"

const struct record checkout_record = {
    "checkout", sizeof(struct checkout),
    (const struct field[]){FIELD(struct checkout, shopper, .min = 1, .max = 64, .doc = "whose cart"),
                           FIELD(struct checkout, sale, .min = 1, .max = 64, .doc = "number of the order to be"),
                           FIELD(struct checkout, email, .max = 320, .flags = OPTIONAL | PERSONAL, .doc = "of the customer"),
                           FIELD(struct checkout, means, .max = 200, .flags = OPTIONAL, .doc = "of payment"),
                           {0}}};

#define DEMO STR("shop demo")

/* Whoever has the address already, or a new customer. Typed and not proved, it gives the order to its owner and nothing to the typist. */
static enum status customer_of(struct ctx *c, const struct checkout *p, struct str *id)
{
    struct str email = p->email.p ? str_trim(p->email) : STR("");
    struct account own;
    *id = str_fmt(c, "guest:%.*s", FMT(p->sale));
    if (!email.n)
        return OK;
    if (!mail_address_is(email))
        return fail(c, REJECT, "\"%.100s\" is not an e-mail address", str_copy(c, email).p);
    TRY(identity_find(c, STR("email"), email, id));
    if (!id->n)
        TRY(db_text(c, id, "SELECT id FROM customer WHERE lower(email) = lower($1) ORDER BY id LIMIT 1", A(email)));
    if (!id->n) {
        struct str forgotten;
        *id = customer_of_email(c, email);
        TRY(tombstone_bars(c, &(struct known){.id = *id, .email = email}, SIGNED_UP, c->now_ms, false, &forgotten));
        if (forgotten.p)
            return fail(c, RETRY, "%s this very moment", forgotten.p); /* the same millisecond */
        TRY(customer_save(c, &(struct customer){.id = *id, .email = email, .created_ms = c->now_ms}));
    }
    TRY(account_load(c, *id, &own));
    return account_save(c, &own); /* the service agent knows whoever has an account */
}

static struct str code_of(struct ctx *c, const struct cart_line *l) { return offer_code(c, l->sku, l->product, l->pos); }

/* What the action layer says of a SKU, in words of the shop. */
static enum status refuse(struct ctx *c, const struct cart *cart)
{
    for (size_t i = 0; i < cart->lines.n; i++)
        if (str_starts(str_z(c->why), str_fmt(c, "%s:", code_of(c, &cart->lines.at[i]).p)))
            return fail(c, REJECT, "%.100s: somebody else was quicker; please look at your cart again", cart->lines.at[i].title.p);
    return REJECT;
}

static enum status order_place(struct ctx *c, const struct checkout *p, const struct cart *cart, struct str customer)
{
    struct action a;
    struct receipt r;
    struct address nowhere;
    record_init(&action_record, &a);
    record_init(&address_record, &nowhere); /* nothing is sent: not to the address of an account that was not proved either */
    a.key = str_fmt(c, "checkout:%s", p->sale.p);
    a.kind = STR("place"), a.order = p->sale, a.customer = customer, a.actor = STR("shopper"), a.address = &nowhere;
    a.channel = DEMO, a.currency = cart->currency, a.method = p->means;
    for (size_t i = 0; i < cart->lines.n; i++) {
        const struct cart_line *l = &cart->lines.at[i];
        *LIST_ADD(c, &a.lines) =
            (struct action_line){.sku = code_of(c, l), .pos = NONE, .quantity = l->quantity, .refund = NONE,
                                 .price = l->price - l->off}; /* what is paid: a return gives back no more */
    }
    enum status s = order_act(c, NULL, &a, &r);
    return s == REJECT ? refuse(c, cart) : s;
}

/* The evidence of what is bought, for forecasts and recommendations. */
static enum status sale_note(struct ctx *c, const struct checkout *p, const struct cart *cart, struct str customer)
{
    struct sale s;
    enum saved how;
    record_init(&sale_record, &s);
    s.id = p->sale, s.state = STR("open"), s.currency = cart->currency, s.source = DEMO;
    s.customer = p->email.n ? customer : (struct str){0};
    s.subtotal = cart->total, s.discount = cart->off ? cart->off : NONE, s.total = cart->total - cart->off;
    s.coupon = cart->off ? cart->coupon->code : (struct str){0};
    s.placed_ms = c->now_ms;
    for (size_t i = 0; i < cart->lines.n; i++) {
        const struct cart_line *l = &cart->lines.at[i];
        struct str title = l->choice.n ? str_fmt(c, "%s, %s", l->title.p, l->choice.p) : l->title;
        *LIST_ADD(c, &s.lines) = (struct line){
            .product = l->product, .sku = l->sku, .title = title, .quantity = l->quantity, .price = l->price, .discount = l->off ? l->off * l->quantity : NONE};
    }
    TRY(sale_save(c, &s, 0, false, &how));
    /* A line without a SKU, which the saving looks products up by, still knows its product. */
    for (size_t i = 0; i < cart->lines.n; i++)
        TRY(db_run(c, "UPDATE line SET product = $1 WHERE sale = $2 AND pos = $3", A(cart->lines.at[i].product), A(s.id),
                   A((int64_t)i)));
    return OK;
}

static enum status look(struct ctx *c, const struct cart *cart)
{
    if (!cart->lines.n)
        return fail(c, REJECT, "the cart is empty");
    for (size_t i = 0; i < cart->lines.n; i++)
        if (cart->lines.at[i].problem.n)
            return fail(c, REJECT, "%.100s: %s; please look at your cart again", cart->lines.at[i].title.p, cart->lines.at[i].problem.p);
    return cart->ready ? OK : fail(c, REJECT, "prices in the cart are in different currencies; please order one at a time");
}

/* A code that takes nothing off is no reason to refuse an order. */
static enum status code_look(struct ctx *c, const struct checkout *p, const struct cart *cart, struct str customer)
{
    if (!cart->off)
        return OK;
    if (!p->email.n)
        return fail(c, REJECT, "the code %.60s is for one order each: give your e-mail address to use it", cart->code.p);
    return coupon_may(c, cart->coupon, customer, cart->total);
}

enum status checkout_do(struct ctx *c, const void *body, struct wish *w)
{
    const struct checkout *p = body;
    struct cart cart;
    struct str customer;
    TRY(cart_load(c, p->shopper, &cart));
    TRY(look(c, &cart));
    TRY(customer_of(c, p, &customer));
    TRY(code_look(c, p, &cart, customer));
    if (p->means.n)
        TRY(means_take(c, customer, p->means));
    TRY(order_place(c, p, &cart, customer));
    TRY(sale_note(c, p, &cart, customer));
    for (size_t i = 0; i < cart.lines.n; i++) /* pages show the stock of now */
        TRY(db_run(c, "UPDATE product SET updated_ms = $1 WHERE id = $2", A(c->now_ms), A(cart.lines.at[i].product)));
    w->why = str_fmt(c, "order %s", p->sale.p);
    TRY(cart_code(c, p->shopper, STR("")));
    return db_run(c, "DELETE FROM cart WHERE shopper = $1", A(p->shopper));
}
