/* app/desk/together.c - one share for all variants of a product, or each its own.
 *
 * Units   money in major units; shares of the price now
 */
#include "app/desk/together.h"
#include "core/capability.h"
#include "core/settings.h"
#include "data/catalog.h"
#include <math.h>

enum { SKU_MAX = 50 }; /* the field of a change carries no more */

/* The nearest price that ends as it must, where that moves by no more than `most`; else to the smallest coin. */
static double with_ending(const struct desk *d, double now, double want, double most, struct str currency)
{
    double of, ending = desk_ending(d, now, most, currency, &of), coin = 1 / (double)currency_minor(currency);
    double near = floor((want - ending) / of + 0.5) * of + ending;
    bool keeps = near > 0 && fabs(near / now - 1) <= most + 1e-9 && (near > now) == (want > now) && fabs(near - now) > coin / 2;
    return keeps ? near : (want > now ? floor(want / coin + 1e-9) : ceil(want / coin - 1e-9)) * coin;
}

/* What its variants together would best move by: each weighed by what it earns. */
static double common_share(const struct desk *d, struct str product)
{
    double sum = 0, weight = 0;
    for (size_t i = 0; i < d->sales.items.n; i++) {
        const struct desk_line *l = &d->line[i];
        if (!l->in_shop || !str_eq(l->row.product, product) || !l->price)
            continue;
        double w = fmax(1e-9, desk_mean(l) * l->price->price_now);
        sum += w * (l->price->price / l->price->price_now - 1), weight += w;
    }
    return weight > 0 ? sum / weight : 0;
}

static void variant_add(struct ctx *c, const struct desk *d, const struct desk_line *l, double share, double most, struct price_change *out)
{
    double now = desk_money(l->row.price, l->row.currency);
    double price = now > 0 ? with_ending(d, now, now * (1 + fmax(-most, fmin(most, share))), most, l->row.currency) : NAN;
    if (!(price > 0) || fabs(price - now) < 1e-9 || l->sold->sku.n > SKU_MAX)
        return;
    *LIST_ADD(c, &out->variants) = (struct price_variant){l->sold->sku, now, price, l->cost};
}

static void tell(struct ctx *c, struct price_change *out, const struct desk_line *best, double share, bool apart)
{
    double change = 0, weight = 0;
    for (size_t i = 0; i < out->variants.n; i++)
        change += out->variants.at[i].price / out->variants.at[i].price_now - 1, weight++;
    out->price = out->variants.at[0].price, out->price_now = out->variants.at[0].price_now, out->cost = out->variants.at[0].cost;
    out->elasticity = best->price->elasticity, out->elasticity_se = best->price->se, out->profit_change = apart ? NAN : best->price->profit_change;
    out->warnings = best->price->warnings, out->reason = STR("margin");
    out->sentence = str_fmt(c, "%zu variants %s, %+.1f %% on average%s; best seller %.*s: %.*s", out->variants.n, apart ? "each by its own" : "together",
                            100 * change / fmax(1, weight), apart ? "" : str_fmt(c, " (%+.1f %% is what all of them together say)", 100 * share).p,
                            FMT(best->sold->sku), FMT(best->price->sentence));
}

enum status together_price(struct ctx *c, const struct desk *d, struct str product, struct price_change *out, bool *any)
{
    struct price_limits limits;
    const struct desk_line *best = NULL;
    bool apart = str_eq(d->choice.variants, STR("apart"));
    double share = common_share(d, product);
    *any = false;
    record_init(&price_change_record, out);
    TRY(settings_read(c, price_change.opt, STR("price.change"), &limits));
    for (size_t i = 0; i < d->sales.items.n; i++) {
        const struct desk_line *l = &d->line[i];
        if (!l->in_shop || !str_eq(l->row.product, product) || (apart && !l->price))
            continue;
        if (l->price && (!best || desk_mean(l) > desk_mean(best)))
            best = l;
        variant_add(c, d, l, apart ? l->price->price / l->price->price_now - 1 : share, limits.max_step, out);
    }
    if (!best || !out->variants.n)
        return OK;
    out->product = NEW(c, struct product);
    TRY(product_load(c, product, out->product));
    tell(c, out, best, share, apart);
    out->trace = desk_trace(c, d, best);
    *any = true;
    return OK;
}
