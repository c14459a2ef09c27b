/* app/web/store/product_ld.c - a product for machines: schema.org Product with its offers, and where its words come from.
 *
 * Source  schema.org 30.0; an offer a variant, a range over them; what is not known is left out, never guessed.
 */
#include "app/web/store/product_page.h"
#include "core/json.h"
#include "core/settings.h"

static struct node *text(struct tree *t, struct str s) { return tree_str(t, s); }

/* "https://shop.example": as set, else as the reader asked for it. */
static struct str store_base(struct visit *v)
{
    struct export_opt opt;
    struct str set = settings_get(v->c->settings, STR("export")), host = request_header(v->r, "Host"),
               proto = request_header(v->r, "X-Forwarded-Proto");
    if (set.p && record_from_json(v->c, &export_opt_record, set, LENIENT, &opt) == OK && opt.shop_url.n)
        return opt.shop_url;
    for (size_t i = 0; i < host.n; i++)
        if (!strchr("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-:[]", host.p[i]))
            return STR("");
    return host.n ? str_fmt(v->c, "%s://%s", proto.p && str_eq(proto, STR("https")) ? "https" : "http", host.p)
                  : STR("");
}

static struct node *offer_node(struct visit *v, struct tree *t, const struct live *l, const struct variant *one,
                               struct str url)
{
    struct node *o = tree_object(t);
    int64_t price = one && one->price != NONE ? one->price : product_price(&l->p);
    struct str currency = one && one->currency.n ? one->currency : l->p.currency;
    node_set(t, o, "@type", text(t, STR("Offer")));
    node_set(t, o, "url",
             text(t, one && one->sku.n ? str_fmt(v->c, "%s?v=%s", url.p, url_escape(v->c, one->sku).p) : url));
    if (one && one->sku.n)
        node_set(t, o, "sku", text(t, one->sku));
    if (one && one->gtin.n)
        node_set(t, o, "gtin", text(t, one->gtin));
    if (one && one->title.n)
        node_set(t, o, "name", text(t, one->title));
    if (price != NONE) {
        node_set(t, o, "price", text(t, money_plain(v->c, price, currency)));
        node_set(t, o, "priceCurrency", text(t, currency));
    }
    if (!one || one->stock != NONE)
        node_set(
            t, o, "availability",
            text(t, one && one->stock <= 0 ? STR("https://schema.org/OutOfStock") : STR("https://schema.org/InStock")));
    return o;
}

static struct node *offers_node(struct visit *v, struct tree *t, const struct live *l, struct str url)
{
    int64_t low = NONE, high = NONE;
    if (l->p.variants.n < 2)
        return offer_node(v, t, l, l->p.variants.n ? &l->p.variants.at[0] : NULL, url);
    struct node *o = tree_object(t), *all = tree_array(t);
    for (size_t i = 0; i < l->p.variants.n; i++) {
        int64_t p = l->p.variants.at[i].price;
        low = p != NONE && (low == NONE || p < low) ? p : low;
        high = p != NONE && (high == NONE || p > high) ? p : high;
        node_add(t, all, offer_node(v, t, l, &l->p.variants.at[i], url));
    }
    node_set(t, o, "@type", text(t, STR("AggregateOffer")));
    if (low != NONE) {
        struct str currency = l->p.variants.at[0].currency.n ? l->p.variants.at[0].currency : l->p.currency;
        node_set(t, o, "lowPrice", text(t, money_plain(v->c, low, currency)));
        node_set(t, o, "highPrice", text(t, money_plain(v->c, high, currency)));
        node_set(t, o, "priceCurrency", text(t, currency));
    }
    node_set(t, o, "offerCount", tree_int(t, (int64_t)l->p.variants.n));
    node_set(t, o, "offers", all);
    return o;
}

static struct node *images_node(struct visit *v, struct tree *t, const struct live *l)
{
    struct node *all = tree_array(t);
    for (size_t i = 0; i < l->p.images.n; i++) {
        struct str at = l->p.images.at[i];
        bool far = str_starts(at, STR("http"));
        node_add(
            t, all,
            text(t, far ? at : str_fmt(v->c, "%s/shop/image/%s/%zu", store_base(v).p, url_escape(v->c, l->p.id).p, i)));
    }
    return all;
}

static struct node *facts_node(struct tree *t, const struct live *l)
{
    struct node *all = tree_array(t);
    for (size_t i = 0; i < l->p.attributes.n; i++) {
        struct node *one = tree_object(t);
        node_set(t, one, "@type", text(t, STR("PropertyValue")));
        node_set(t, one, "name", text(t, l->p.attributes.at[i].name));
        node_set(t, one, "value", text(t, l->p.attributes.at[i].value));
        if (l->p.attributes.at[i].unit.n)
            node_set(t, one, "unitText", text(t, l->p.attributes.at[i].unit));
        node_add(t, all, one);
    }
    return all;
}

/* Regulation (EU) 2024/1689, Article 50(2): machine-readable, beside the visible mark. */
static struct node *origin_node(struct tree *t, const struct live *l)
{
    struct node *o = tree_object(t);
    node_set(t, o, "@type", text(t, STR("CreativeWork")));
    node_set(t, o, "text", text(t, l->p.description));
    node_set(t, o, "digitalSourceType", text(t, STR("https://schema.org/TrainedAlgorithmicMediaDigitalSource")));
    return o;
}

struct str product_ld(struct visit *v, const struct live *l)
{
    struct tree *t = tree_open(v->c);
    struct node *o = tree_object(t);
    struct str url = str_fmt(v->c, "%s/shop/product/%s", store_base(v).p, url_escape(v->c, l->p.id).p);
    node_set(t, o, "@context", text(t, STR("https://schema.org")));
    node_set(t, o, "@type", text(t, STR("Product")));
    node_set(t, o, "@id", text(t, url));
    node_set(t, o, "productID", text(t, l->p.id));
    node_set(t, o, "name", text(t, l->p.title));
    node_set(t, o, "url", text(t, url));
    if (l->p.description.n)
        node_set(t, o, "description", text(t, l->p.description));
    if (l->p.images.n)
        node_set(t, o, "image", images_node(v, t, l));
    if (l->p.brand.n) {
        struct node *b = tree_object(t);
        node_set(t, b, "@type", text(t, STR("Brand")));
        node_set(t, b, "name", text(t, l->p.brand));
        node_set(t, o, "brand", b);
    }
    if (l->p.category.n)
        node_set(t, o, "category", text(t, l->p.category));
    if (l->p.variants.n == 1 && l->p.variants.at[0].sku.n)
        node_set(t, o, "sku", text(t, l->p.variants.at[0].sku));
    if (l->p.variants.n == 1 && l->p.variants.at[0].gtin.n)
        node_set(t, o, "gtin", text(t, l->p.variants.at[0].gtin));
    node_set(t, o, "offers", offers_node(v, t, l, url));
    if (l->p.attributes.n)
        node_set(t, o, "additionalProperty", facts_node(t, l));
    if (live_is_ai(l, "description"))
        node_set(t, o, "subjectOf", origin_node(t, l));
    return tree_text(v->c, t, o);
}
