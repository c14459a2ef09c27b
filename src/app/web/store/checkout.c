/* app/web/store/checkout.c - a cart becomes an order: asked for by the web process, done by the loop in one transaction.
 *
 * Tables  writes sale, line, variant (stock), cart
 * The shop is a demonstration: the sale says so in its source, and no money is asked for.
 */
#include "app/web/store/checkout.h"
#include "app/web/store/store.h"
#include "data/sale.h"

const struct record checkout_record = {
    "checkout", sizeof(struct checkout),
    (const struct field[]){FIELD(struct checkout, shopper, .min = 1, .max = 64, .doc = "whose cart"),
                           FIELD(struct checkout, sale, .min = 1, .max = 64, .doc = "number of the order to be"),
                           {0}}};

static enum status take_stock(struct ctx *c, const struct cart_line *l)
{
    int64_t n;
    if (l->stock == NONE)
        return OK;
    TRY(db_count(c, &n, "UPDATE variant SET stock = stock - $1 WHERE product = $2 AND pos = $3 AND stock >= $1",
                 A(l->quantity), A(l->product), A(l->pos)));
    if (!n)
        return fail(c, REJECT, "%.100s: somebody else was quicker; please look at your cart again", l->title.p);
    return db_run(c, "UPDATE product SET updated_ms = $1 WHERE id = $2", A(c->now_ms), A(l->product));
}

enum status checkout_do(struct ctx *c, const void *body, struct wish *w)
{
    const struct checkout *p = body;
    struct cart cart;
    struct sale s;
    enum saved how;
    TRY(cart_load(c, p->shopper, &cart));
    if (!cart.lines.n || !cart.ready)
        return fail(c, REJECT,
                    cart.lines.n ? "something in the cart cannot be had as it is; please look at it again"
                                 : "the cart is empty");
    record_init(&sale_record, &s);
    s.id = p->sale;
    s.state = STR("open");
    s.currency = cart.currency;
    s.source = STR("shop demo");
    s.subtotal = s.total = cart.total;
    s.placed_ms = c->now_ms;
    for (size_t i = 0; i < cart.lines.n; i++) {
        const struct cart_line *l = &cart.lines.at[i];
        TRY(take_stock(c, l));
        struct str title = l->choice.n ? str_fmt(c, "%s, %s", l->title.p, l->choice.p) : l->title;
        *LIST_ADD(c, &s.lines) = (struct line){
            .product = l->product, .sku = l->sku, .title = title, .quantity = l->quantity, .price = l->price};
    }
    TRY(sale_save(c, &s, 0, false, &how));
    /* A line without a SKU, which the saving looks products up by, still knows its product. */
    for (size_t i = 0; i < cart.lines.n; i++)
        TRY(db_run(c, "UPDATE line SET product = $1 WHERE sale = $2 AND pos = $3", A(cart.lines.at[i].product), A(s.id),
                   A((int64_t)i)));
    w->why = str_fmt(c, "order %s", s.id.p);
    return db_run(c, "DELETE FROM cart WHERE shopper = $1", A(p->shopper));
}
