/* execution/channel/price.c - the price of a product in a real shop, over a driver.
 *
 * A product's price is what all its variants ask in one currency: that of the value, or the shop's own. Variants that
 * ask different prices have no one price to write or to put back, and are refused: each has its own, "price:SKU".
 */
#include "execution/channel/price.h"

/* "19.90 EUR" → EUR; absent where the value names none. */
static struct str currency_of(struct str value)
{
    struct str last = str_part(value, value.n > 3 ? value.n - 3 : 0, value.n);
    return currency_is_known(last) ? last : (struct str){0};
}

static struct str currency_asked(const struct effect *e)
{
    struct str named = currency_of(e->value);
    return named.n ? named : currency_of(e->expect);
}

/* "price:MUG-RED" → MUG-RED; absent: all of the product. */
static struct str sku_of(const struct effect *e)
{
    return str_starts(e->field, STR("price:")) ? str_part(e->field, 6, e->field.n) : (struct str){0};
}

bool is_price(const struct effect *e) { return str_eq(e->field, STR("price")) || sku_of(e).n; }

static void only_sku(struct askings *all, struct str sku)
{
    size_t n = 0;
    for (size_t i = 0; i < all->n; i++)
        if (str_eq(all->at[i].sku, sku))
            all->at[n++] = all->at[i];
    all->n = n;
}

/* The price every variant asks, or why there is none. */
static enum status asked(struct ctx *c, const struct driver *d, const struct link *l, const struct page *p, const struct effect *e,
                         struct askings *all)
{
    struct str currency = currency_asked(e);
    *all = (struct askings){0};
    d->offers(c, l, p, currency, all);
    if (sku_of(e).n) {
        only_sku(all, sku_of(e));
        if (!all->n)
            return fail(c, REJECT, "%s: %.*s has no variant %.*s", l->name, FMT(p->id), FMT(sku_of(e)));
    }
    if (!all->n)
        return fail(c, REJECT, "%s: %.*s has no variant that could ask a price", l->name, FMT(p->id));
    for (size_t i = 0; i < all->n; i++) {
        const struct asking *o = &all->at[i], *first = &all->at[0];
        if (o->minor == NONE)
            return fail(c, REJECT, "%s: %.*s has no price%s%.*s that holds for everybody: add one in the shop first", l->name, FMT(p->id),
                        currency.n ? " in " : "", FMT(currency));
        if (o->minor != first->minor || !str_eq(o->currency, first->currency))
            return fail(c, REJECT, "%s: the %zu variants of %.*s ask different prices (%.*s, %.*s): change them in the shop", l->name, all->n,
                        FMT(p->id), FMT(money_text(c, first->minor, first->currency)), FMT(money_text(c, o->minor, o->currency)));
    }
    return OK;
}

/* What a sale of ours asks (NONE: nothing), and whether the sale is, or is to be, in a list of its own. That shows the shop's
 * price as the one before, so it is only right where that is the lowest of the 30 days before; else the price itself is lowered,
 * and compare_at says what it was. */
static enum status on_sale(struct ctx *c, const struct driver *d, struct link *l, const struct effect *e, const struct askings *all, int64_t *minor, bool *listed)
{
    int64_t was;
    *minor = NONE, *listed = false;
    if (!d->sale_find || !e->sale.n)
        return OK;
    TRY(d->sale_find(c, l, e, all, minor));
    *listed = *minor != NONE || (!e->restore && money_read(e->was, all->at[0].currency, &was) && was == all->at[0].minor);
    return OK;
}

enum status price_look(struct ctx *c, const struct driver *d, struct link *l, const struct page *p, const struct effect *e, struct seen *out)
{
    struct askings all;
    int64_t minor, sale;
    bool listed;
    TRY(asked(c, d, l, p, e, &all));
    struct str currency = all.at[0].currency;
    if (!money_read(e->value, currency, &minor) || minor <= 0)
        return fail(c, REJECT, "%s: \"%.40s\" is no price to ask for %.*s", l->name, e->value.n ? e->value.p : "", FMT(p->id));
    TRY(on_sale(c, d, l, e, &all, &sale, &listed));
    *out = (struct seen){.state = STR("shown"), .shown = money_text(c, sale == NONE ? all.at[0].minor : sale, currency), .want = money_text(c, minor, currency)};
    return OK;
}

enum status price_put(struct ctx *c, const struct driver *d, struct link *l, const struct page *p, const struct effect *e)
{
    struct askings all;
    int64_t minor = NONE, sale;
    bool listed;
    TRY(asked(c, d, l, p, e, &all));
    if (!money_read(e->value, all.at[0].currency, &minor))
        return fail(c, REJECT, "%s: \"%.40s\" is no price", l->name, e->value.n ? e->value.p : "");
    TRY(on_sale(c, d, l, e, &all, &sale, &listed));
    if (sale == minor || (sale == NONE && all.at[0].minor == minor))
        return OK;
    if (!listed)
        return d->price(c, l, p, &all, minor);
    if (sale != NONE)
        TRY(d->sale_drop(c, l, e, &all));
    return e->restore ? OK : d->sale_add(c, l, e, &all, minor);
}
