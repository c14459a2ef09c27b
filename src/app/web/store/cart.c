/* app/web/store/cart.c - what a visitor wants to buy: rows of one table; price and stock are looked up whenever it is shown.
 *
 * Tables  writes cart, cart_code
 */
#include "app/web/store/store.h"
#include "data/asked.h"
#include "data/catalog.h"
#include "data/coupon.h"

struct row {
    struct str product, variant;
    int64_t quantity;
};
static const struct record row_record = {
    "cart", sizeof(struct row),
    (const struct field[]){FIELD(struct row, product), FIELD(struct row, variant), FIELD(struct row, quantity), {0}}};

struct str variant_key(struct ctx *c, const struct product *p, const struct variant *v)
{
    return v->sku.n ? v->sku : str_fmt(c, "#%d", (int)(v - p->variants.at));
}

const struct variant *variant_meant(const struct product *p, struct str variant)
{
    int64_t place;
    for (size_t i = 0; variant.n && i < p->variants.n; i++)
        if (str_eq(p->variants.at[i].sku, variant))
            return &p->variants.at[i];
    if (variant.n > 1 && variant.p[0] == '#' && str_int(str_part(variant, 1, variant.n), &place))
        return place >= 0 && (uint64_t)place < p->variants.n ? &p->variants.at[place] : NULL;
    if (variant.n)
        return NULL;
    for (size_t i = 0; i < p->variants.n; i++)
        if (variant_has_stock(&p->variants.at[i]))
            return &p->variants.at[i];
    return p->variants.n ? &p->variants.at[0] : NULL;
}

static struct str problem_of(struct ctx *c, const struct cart_line *l)
{
    if (l->price == NONE)
        return STR("it has no price now");
    if (l->stock != NONE && l->stock <= 0)
        return STR("sold out");
    if (l->stock != NONE && l->quantity > l->stock)
        return str_fmt(c, "only %lld left", (long long)l->stock);
    return (struct str){0};
}

static enum status line_read(struct ctx *c, const struct row *r, struct cart_line *l)
{
    struct product p;
    bool found;
    struct card k;
    *l = (struct cart_line){.product = r->product,
                            .variant = r->variant,
                            .title = r->product,
                            .quantity = r->quantity,
                            .price = NONE,
                            .stock = NONE,
                            .problem = STR("no longer sold")};
    TRY(card_load(c, r->product, &k, &found));
    if (!found)
        return OK;
    TRY(product_load(c, r->product, &p));
    TRY(asked_over(c, &p));
    const struct variant *v = variant_meant(&p, r->variant);
    l->title = k.title;
    l->image = p.images.n ? p.images.at[0] : (struct str){0};
    if (!v && p.variants.n)
        return OK;
    l->price = v && v->price != NONE ? v->price : product_price(&p);
    l->currency = v && v->currency.n ? v->currency : k.currency;
    l->stock = v ? v->stock : NONE;
    l->choice = v ? v->title : (struct str){0};
    l->sku = v ? v->sku : (struct str){0};
    l->pos = v ? v - p.variants.at : 0;
    l->problem = problem_of(c, l);
    return OK;
}

/* What the code takes off; who may use it is seen when it is ordered. */
static enum status code_read(struct ctx *c, struct str shopper, struct cart *out)
{
    bool found;
    TRY(db_text(c, &out->code, "SELECT code FROM cart_code WHERE shopper = $1", A(shopper)));
    if (!out->code.n)
        return OK;
    out->coupon = NEW(c, struct coupon);
    TRY(coupon_find(c, out->code, out->coupon, &found));
    if (!found || !str_eq(out->coupon->currency, out->currency.n ? out->currency : out->coupon->currency))
        return out->coupon = NULL, OK;
    for (size_t i = 0; i < out->lines.n; i++) {
        struct cart_line *l = &out->lines.at[i];
        l->off = l->price == NONE ? 0 : coupon_off(out->coupon, l->product, l->sku, l->price);
        out->off += l->off * l->quantity;
    }
    return OK;
}

enum status cart_load(struct ctx *c, struct str shopper, struct cart *out)
{
    LIST(struct row) rows = {0};
    *out = (struct cart){.ready = true};
    if (!shopper.n)
        return OK;
    TRY(db_all(c, &row_record, &rows,
               "SELECT product, variant, quantity FROM cart WHERE shopper = $1 ORDER BY at_ms, product, variant",
               A(shopper)));
    for (size_t i = 0; i < rows.n; i++) {
        struct cart_line *l = LIST_ADD(c, &out->lines);
        TRY(line_read(c, &rows.at[i], l));
        out->ready &= !l->problem.n && (!out->currency.n || str_eq(out->currency, l->currency));
        if (l->price == NONE)
            continue;
        out->currency = out->currency.n ? out->currency : l->currency;
        out->total += l->price * l->quantity;
        out->units += l->quantity;
    }
    return code_read(c, shopper, out);
}

enum status cart_code(struct ctx *c, struct str shopper, struct str code)
{
    if (!code.n)
        return db_run(c, "DELETE FROM cart_code WHERE shopper = $1", A(shopper));
    if (code.n > 40 || !str_is_utf8(code))
        return fail(c, REJECT, "that is not a code of ours");
    return db_run(c, "INSERT INTO cart_code (shopper, code, at_ms) VALUES ($1, $2, $3) ON CONFLICT (shopper) DO UPDATE SET code = excluded.code, at_ms = excluded.at_ms",
                  A(shopper), A(code), A(c->now_ms));
}

/* The key under which a variant lies in a cart, and how many of it may. */
static enum status meant(struct ctx *c, struct str product, struct str variant, struct str *key, int64_t *most)
{
    struct product p;
    struct card k;
    bool found;
    TRY(card_load(c, product, &k, &found));
    if (!found)
        return fail(c, REJECT, "there is no product \"%.100s\"", product.p ? product.p : "");
    TRY(product_load(c, product, &p));
    const struct variant *v = variant_meant(&p, variant);
    if (!v && (p.variants.n || variant.n))
        return fail(c, REJECT, "%.100s is not sold as \"%.100s\"", k.title.p, variant.p);
    *key = v ? variant_key(c, &p, v) : STR("");
    *most = v && v->stock != NONE && v->stock < QUANTITY_MAX ? v->stock : QUANTITY_MAX;
    if ((v ? v->price : NONE) == NONE && product_price(&p) == NONE)
        return fail(c, REJECT, "%.100s has no price, so it cannot be bought", k.title.p);
    return OK;
}

static enum status cart_put(struct ctx *c, struct str shopper, struct str product, struct str key, int64_t quantity)
{
    if (quantity <= 0)
        return db_run(c, "DELETE FROM cart WHERE shopper = $1 AND product = $2 AND variant = $3", A(shopper),
                      A(product), A(key));
    return db_run(c,
                  "INSERT INTO cart (shopper, product, variant, quantity, at_ms) VALUES ($1, $2, $3, $4, $5)"
                  " ON CONFLICT (shopper, product, variant) DO UPDATE SET quantity = excluded.quantity",
                  A(shopper), A(product), A(key), A(quantity), A(c->now_ms));
}

enum status cart_set(struct ctx *c, struct str shopper, struct str product, struct str variant, int64_t quantity)
{
    struct str key;
    int64_t most;
    if (quantity <= 0)
        return cart_put(c, shopper, product, variant, 0);
    TRY(meant(c, product, variant, &key, &most));
    if (quantity > most)
        return fail(c, REJECT, most > 0 ? "only %lld can be had at once" : "it is sold out", (long long)most);
    return cart_put(c, shopper, product, key, quantity);
}

enum status cart_add(struct ctx *c, struct str shopper, struct str product, struct str variant, int64_t quantity)
{
    struct str key;
    int64_t most, has, lines;
    TRY(meant(c, product, variant, &key, &most));
    TRY(db_int(c, &has, "SELECT quantity FROM cart WHERE shopper = $1 AND product = $2 AND variant = $3", A(shopper),
               A(product), A(key)));
    TRY(db_int(c, &lines, "SELECT COUNT(*) FROM cart WHERE shopper = $1", A(shopper)));
    if (most <= 0)
        return fail(c, REJECT, "it is sold out");
    if (quantity < 1 || has + quantity > most)
        return fail(c, REJECT, "only %lld can be had at once, and %lld %s in the cart", (long long)most, (long long)has,
                    has == 1 ? "is" : "are");
    if (!has && lines >= CART_LINES)
        return fail(c, REJECT, "a cart holds %d different things", CART_LINES);
    return cart_put(c, shopper, product, key, has + quantity);
}
