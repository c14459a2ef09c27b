/* execution/export/json.c - schema.org JSON-LD for pages, and our own JSON Lines.
 *
 * JSON-LD: one document with a @graph of Product or ProductGroup. Words that a machine wrote are CreativeWorks
 * about the product, whose digitalSourceType says so (schema.org 30.0, IPTC's vocabulary).
 */
#include "core/json.h"
#include "execution/export/export.h"

static void set(struct tree *t, struct node *o, const char *key, struct str s)
{
    if (s.n)
        node_set(t, o, key, tree_str(t, s));
}

static struct node *texts(struct tree *t, const struct strs *list)
{
    struct node *a = tree_array(t);
    for (size_t i = 0; i < list->n; i++)
        node_add(t, a, tree_str(t, list->at[i]));
    return a;
}

static struct node *typed(struct tree *t, const char *type)
{
    struct node *o = tree_object(t);
    node_set(t, o, "@type", tree_str(t, str_z(type)));
    return o;
}

static struct node *offer_node(struct ctx *c, struct tree *t, const struct export *x, const struct live *l, const struct variant *v)
{
    int64_t minor = v && v->price != NONE ? v->price : product_price(&l->p);
    struct str currency = v && v->currency.n ? v->currency : l->p.currency;
    struct node *o = typed(t, "Offer");
    set(t, o, "price", minor == NONE ? (struct str){0} : money_plain(c, minor, currency));
    set(t, o, "priceCurrency", currency);
    node_set(t, o, "availability", tree_str(t, has_stock(v) ? STR("https://schema.org/InStock") : STR("https://schema.org/OutOfStock")));
    struct str condition = x->opt.condition;
    node_set(t, o, "itemCondition", tree_str(t, str_eq(condition, STR("used")) ? STR("https://schema.org/UsedCondition")
                                              : str_eq(condition, STR("refurbished")) ? STR("https://schema.org/RefurbishedCondition")
                                                                                      : STR("https://schema.org/NewCondition")));
    set(t, o, "url", link_of(c, x, l));
    return o;
}

static void properties(struct tree *t, struct node *o, const struct attribute *at, size_t n)
{
    struct node *a = tree_array(t);
    size_t filed = 0;
    for (size_t i = 0; i < n; i++) {
        if (attribute_is_read(&at[i]))
            continue; /* pages state what the merchant has filed, not what was read from prose */
        filed++;
        struct node *p = typed(t, "PropertyValue");
        node_set(t, p, "name", tree_str(t, at[i].name));
        node_set(t, p, "value", tree_str(t, at[i].value));
        set(t, p, "unitText", at[i].unit);
        node_add(t, a, p);
    }
    if (filed)
        node_set(t, o, "additionalProperty", a);
}

static struct node *variant_node(struct ctx *c, struct tree *t, const struct export *x, const struct live *l, const struct variant *v)
{
    struct node *o = typed(t, "Product");
    set(t, o, "sku", v->sku);
    set(t, o, "gtin", v->gtin);
    set(t, o, "name", v->title.n ? str_fmt(c, "%.*s - %.*s", FMT(l->p.title), FMT(v->title)) : l->p.title);
    properties(t, o, v->options.at, v->options.n);
    node_set(t, o, "offers", offer_node(c, t, x, l, v));
    return o;
}

/* Which words a machine wrote: one CreativeWork for each. */
static void origin(struct tree *t, struct node *o, const struct live *l)
{
    struct node *works = tree_array(t);
    for (size_t i = 0; i < l->ai.n; i++) {
        struct node *w = typed(t, "CreativeWork");
        node_set(t, w, "name", tree_str(t, l->ai.at[i]));
        node_set(t, w, "digitalSourceType", tree_str(t, STR("https://schema.org/TrainedAlgorithmicMediaDigitalSource")));
        node_add(t, works, w);
    }
    if (l->ai.n)
        node_set(t, o, "subjectOf", works);
}

static struct node *product_node(struct ctx *c, struct tree *t, const struct export *x, const struct live *l)
{
    bool group = l->p.variants.n > 1;
    struct node *o = typed(t, group ? "ProductGroup" : "Product");
    set(t, o, "@id", link_of(c, x, l));
    set(t, o, group ? "productGroupID" : "productID", l->p.id);
    set(t, o, "name", l->p.title);
    set(t, o, "description", l->p.description);
    set(t, o, "category", l->p.category);
    set(t, o, "url", link_of(c, x, l));
    if (l->p.brand.n) {
        struct node *b = typed(t, "Brand");
        node_set(t, b, "name", tree_str(t, l->p.brand));
        node_set(t, o, "brand", b);
    }
    struct strs images = images_of(c, x, l);
    if (images.n)
        node_set(t, o, "image", texts(t, &images));
    properties(t, o, l->p.attributes.at, l->p.attributes.n);
    origin(t, o, l);
    return o;
}

static void variants(struct ctx *c, struct tree *t, struct node *o, const struct export *x, const struct live *l)
{
    const struct variant *v = l->p.variants.n ? l->p.variants.at : NULL;
    if (l->p.variants.n > 1) {
        struct node *a = tree_array(t);
        struct strs by = {0};
        for (size_t i = 0; i < v->options.n; i++)
            strs_add(c, &by, v->options.at[i].name);
        for (size_t i = 0; i < l->p.variants.n; i++)
            node_add(t, a, variant_node(c, t, x, l, &v[i]));
        if (by.n)
            node_set(t, o, "variesBy", texts(t, &by));
        node_set(t, o, "hasVariant", a);
        return;
    }
    if (v) {
        set(t, o, "sku", v->sku);
        set(t, o, "gtin", v->gtin);
    }
    node_set(t, o, "offers", offer_node(c, t, x, l, v));
}

static void ld_begin(struct ctx *c, struct export *x)
{
    (void)c;
    fputs("{\"@context\": \"https://schema.org\", \"@graph\": [", x->out);
}

static void ld_one(struct ctx *c, struct export *x, const struct live *l)
{
    struct tree *t = tree_open(c);
    struct node *o = product_node(c, t, x, l);
    variants(c, t, o, x, l);
    fprintf(x->out, "%s\n%s", x->report.products ? "," : "", tree_text(c, t, o).p);
}

static void ld_end(struct ctx *c, struct export *x) { (void)c, fputs("\n]}\n", x->out); }

/* ---- JSON Lines ------------------------------------------------------------------------------------- */

static void nothing(struct ctx *c, struct export *x) { (void)c, (void)x; }

/* The product as capabilities take it; under "live" what else its shop shows, and which words a machine wrote. */
static void line_one(struct ctx *c, struct export *x, const struct live *l)
{
    struct tree *t = tree_open(c);
    struct node *o = record_node(c, t, &product_record, &l->p), *live = tree_object(t);
    set(t, live, "seo_title", l->seo_title);
    set(t, live, "seo_description", l->seo_description);
    set(t, live, "slug", l->slug);
    set(t, live, "alt_text", l->alt_text);
    set(t, live, "feed_title", l->feed_title);
    set(t, live, "feed_description", l->feed_description);
    node_set(t, live, "ai_generated", texts(t, &l->ai));
    if (l->has_live)
        node_set(t, o, "live", live);
    fprintf(x->out, "%s\n", tree_text(c, t, o).p);
}

const struct format format_jsonld = {"jsonld", "schema.org JSON-LD for product pages", false, ld_begin, ld_one, ld_end};
const struct format format_jsonl = {"jsonl", "JSON Lines: a product a line, as every capability takes it", false, nothing, line_one, nothing};
