/* app/web/store/page_product.c - one product: pictures, choices, what it is, what goes with it.
 *
 * Tables  reads product and its parts, content
 * Words are those that are live (table content), marked where a machine wrote them. A choice is a link: each variant has
 * an address, and the page is complete without a script.
 */
#include "app/web/store/photo.h"
#include "app/web/store/product_page.h"
#include "core/json.h"
#include "data/day.h"
#include "data/shelf.h"

struct page {
    struct live l;
    const struct variant *chosen; /* NULL: it has no variants */
    struct guide const *g;
};

/* ---- where it stands ------------------------------------------------------------------------------------- */

static void put_trail(struct visit *v, const struct page *p)
{
    struct str cat = p->l.p.category;
    put(v, "<nav class=trail aria-label=Breadcrumb><ol><li><a href=\"/shop\">Home</a></li>");
    for (size_t from = 0, at = 0; at <= cat.n && cat.n; at++) {
        if (at < cat.n && cat.p[at] != '>' && cat.p[at] != '|')
            continue;
        struct str name = str_copy(v->c, str_trim(str_part(cat, from, at)));
        const struct aisle *top;
        const struct aisle *a =
            guide_aisle(p->g, str_replace(v->c, search_folded(v->c, name), STR(" "), STR("-")), &top);
        if (a)
            put(v, "<li><a href=\"/shop/category/{/}\">{}</a></li>", A(a->slug), A(a->name));
        from = at + 1;
    }
    put(v, "</ol></nav>");
}

static enum status put_gallery(struct visit *v, const struct page *p)
{
    const struct strs *images = &p->l.p.images;
    put(v, "<div class=gallery><div class=strip tabindex=0 role=group aria-label=Pictures>");
    for (size_t i = 0; i < (images->n ? images->n : 1); i++) {
        struct str alt = p->l.alt_text.n && i == 0 ? p->l.alt_text : p->l.p.title;
        put(v, "<figure id=\"picture-{}\">", A((int64_t)i + 1));
        put_picture(v, p->l.p.id, images, i, alt, "(min-width:900px) 560px, 94vw", i == 0);
        put(v, "</figure>");
    }
    put(v, "</div>");
    if (images->n > 1)
        put(v, "<ol class=thumbs>");
    for (size_t i = 0; images->n > 1 && i < images->n; i++) {
        put(v, "<li><a href=\"#picture-{}\" aria-label=\"Picture {}\">", A((int64_t)i + 1), A((int64_t)i + 1));
        put_picture(v, p->l.p.id, images, i, STR(""), "80px", false);
        put(v, "</a></li>");
    }
    put(v, images->n > 1 ? "</ol></div>" : "</div>");
    return OK;
}

/* ---- choices ------------------------------------------------------------------------------------------------ */

static struct str option_of(struct ctx *c, const struct variant *one, struct str name)
{
    for (size_t i = 0; i < one->options.n; i++)
        if (str_eq(one->options.at[i].name, name)) {
            const struct attribute *a = &one->options.at[i];
            return a->unit.n ? str_fmt(c, "%.*s %.*s", FMT(a->value), FMT(a->unit)) : a->value;
        }
    return (struct str){0};
}

/* The variant with this value that agrees most with the chosen one; those to be had first. */
static const struct variant *nearest(struct ctx *c, const struct page *p, struct str name, struct str value)
{
    const struct variant *best = NULL;
    int most = -1;
    for (size_t i = 0; i < p->l.p.variants.n; i++) {
        const struct variant *one = &p->l.p.variants.at[i];
        if (!str_eq(option_of(c, one, name), value))
            continue;
        int same = variant_has_stock(one);
        for (size_t k = 0; k < one->options.n; k++)
            same += 2 * str_eq(option_of(c, one, one->options.at[k].name),
                               option_of(c, p->chosen, one->options.at[k].name));
        if (same > most)
            most = same, best = one;
    }
    return best;
}

static void put_choice(struct visit *v, const struct page *p, const struct variant *to, struct str label, bool on)
{
    put(v, "<a class=\"choice{}{}\" rel=nofollow href=\"/shop/product/{/}?v={/}#buy\"", A(on ? STR(" on") : STR("")),
        A(variant_has_stock(to) ? STR("") : STR(" out")), A(p->l.p.id), A(variant_key(v->c, &p->l.p, to)));
    put(v, on ? " aria-current=true>{}" : ">{}", A(label));
    put(v, variant_has_stock(to) ? "</a>" : "<span class=vh> (sold out)</span></a>");
}

static void put_option(struct visit *v, const struct page *p, struct str name)
{
    struct strs values = {0};
    for (size_t i = 0; i < p->l.p.variants.n; i++) {
        struct str value = option_of(v->c, &p->l.p.variants.at[i], name);
        bool known = !value.n;
        for (size_t k = 0; k < values.n; k++)
            known |= str_eq(values.at[k], value);
        if (!known)
            strs_add(v->c, &values, value);
    }
    struct str now = option_of(v->c, p->chosen, name);
    put(v, "<div class=option role=group aria-label=\"{}\"><h2>{} <span>{}</span></h2><div>", A(title_case(v->c, name)),
        A(title_case(v->c, name)), A(now));
    for (size_t k = 0; k < values.n; k++)
        put_choice(v, p, nearest(v->c, p, name, values.at[k]), values.at[k], str_eq(values.at[k], now));
    put(v, "</div></div>");
}

static void put_choices(struct visit *v, const struct page *p)
{
    if (p->l.p.variants.n < 2)
        return;
    for (size_t i = 0; i < p->chosen->options.n; i++)
        put_option(v, p, p->chosen->options.at[i].name);
    if (p->chosen->options.n)
        return;
    put(v, "<div class=option role=group aria-label=Variant><h2>Variant</h2><div>");
    for (size_t i = 0; i < p->l.p.variants.n; i++) {
        const struct variant *one = &p->l.p.variants.at[i];
        put_choice(v, p, one, one->title.n ? one->title : variant_key(v->c, &p->l.p, one), one == p->chosen);
    }
    put(v, "</div></div>");
}

/* ---- buying ------------------------------------------------------------------------------------------------- */

static void put_stock(struct visit *v, const struct variant *one)
{
    enum { FEW = 5 };
    if (!one || one->stock == NONE)
        put(v, "<p class=\"stock unknown\">Stock is not counted for this product</p>");
    else if (one->stock <= 0)
        put(v, "<p class=\"stock out\">Sold out</p>");
    else if (one->stock <= FEW)
        put(v, "<p class=\"stock few\">Only {} left</p>", A(one->stock));
    else
        put(v, "<p class=\"stock in\">In stock</p>");
}

/* Directive 98/6/EC article 6a: whoever announces a reduction says the lowest price of the 30 days before it. */
static enum status put_lowest(struct visit *v, const struct page *p, const struct variant *one)
{
    enum { DAYS = 30 };
    int64_t since, lowest;
    struct str currency = one->currency.n ? one->currency : p->l.p.currency;
    TRY(db_int(v->c, &since, "SELECT COALESCE(MAX(updated_ms), 0) FROM content WHERE entity = 'product' AND id = $1 AND field IN ('compare_at', $2)",
               A(p->l.p.id), A(str_fmt(v->c, "compare_at:%.*s", FMT(one->sku)))));
    TRY(shelf_lowest(v->c, one->sku, STR(""), (since ? since : v->c->now_ms) / DAY_MS, DAYS, &lowest));
    if (since && (lowest == NONE || one->compare_at < lowest))
        lowest = one->compare_at; /* what it was announced against */
    if (lowest != NONE)
        put(v, "<p class=lowest>Lowest price of the 30 days before: {}</p>", A(price_words(v->c, lowest, currency)));
    return OK;
}

static enum status put_buy(struct visit *v, const struct page *p)
{
    const struct variant *one = p->chosen;
    int64_t price = one && one->price != NONE ? one->price : product_price(&p->l.p);
    bool can = price != NONE && (!one || variant_has_stock(one));
    put(v, "<div class=buy id=buy>");
    if (p->l.p.brand.n)
        put(v, "<p class=brandline><a href=\"/shop/search?f=brand:{/}\">{}</a></p>",
            A(search_folded(v->c, p->l.p.brand)), A(p->l.p.brand));
    put(v, "<h1>{}</h1><p class=big>", A(p->l.p.title));
    put_price(v, price, NONE, one ? one->compare_at : NONE, one && one->currency.n ? one->currency : p->l.p.currency);
    put(v, "</p>");
    if (one && one->compare_at != NONE && one->compare_at > price)
        TRY(put_lowest(v, p, one));
    put_choices(v, p);
    put_stock(v, one);
    put(v,
        "<form class=add method=post action=\"/shop/cart\"><input type=hidden name=do value=add><input type=hidden "
        "name=product value=\"{}\">"
        "<input type=hidden name=variant value=\"{}\"><label><span class=vh>Quantity</span><input type=number "
        "name=quantity value=1 min=1 max={}></label>",
        A(p->l.p.id), A(one ? variant_key(v->c, &p->l.p, one) : STR("")),
        A(one && one->stock != NONE && one->stock < QUANTITY_MAX && one->stock > 0 ? one->stock
                                                                                   : (int64_t)QUANTITY_MAX));
    put(v, can ? "<button class=primary>Add to cart</button></form>"
               : "<button class=primary disabled>Add to cart</button></form>");
    if (one && one->sku.n)
        put(v, "<p class=sku>Article {}</p>", A(one->sku));
    put(v,
        "<p class=askit><a href=\"/shop/chat\" data-open-chat data-about=\"{}\">Ask about this product</a></p></div>",
        A(p->l.p.id));
    return OK;
}

/* ---- what it is --------------------------------------------------------------------------------------------- */

static enum status put_story(struct visit *v, const struct page *p)
{
    struct strs lines = str_split(v->c, p->l.p.description, '\n');
    bool ai = live_is_ai(&p->l, "description"), list = false;
    if (!p->l.p.description.n)
        return OK;
    put(v, ai ? "<section class=story data-ai-origin=trainedAlgorithmicMedia><h2>About it"
                " <span class=ai title=\"Written by a machine, checked against the facts below\">AI-written</span></h2>"
              : "<section class=story><h2>About it</h2>");
    for (size_t i = 0; i < lines.n; i++) {
        struct str s = str_trim(lines.at[i]);
        bool item = str_starts(s, STR("- ")) || str_starts(s, STR("• ")) || str_starts(s, STR("* "));
        if (!s.n)
            continue;
        if (item != list)
            put(v, item ? "<ul>" : "</ul>");
        list = item;
        put(v, item ? "<li>{}</li>" : "<p>{}</p>", A(item ? str_trim(str_part(s, str_find(s, STR(" "), 0), s.n)) : s));
    }
    put(v, list ? "</ul></section>" : "</section>");
    return OK;
}

static enum status put_facts(struct visit *v, const struct page *p)
{
    if (!p->l.p.attributes.n && !p->l.p.features.n)
        return OK;
    put(v, "<section class=facts><h2>What is known of it</h2>");
    if (p->l.p.features.n)
        put(v, "<ul>");
    for (size_t i = 0; i < p->l.p.features.n; i++)
        put(v, "<li>{}</li>", A(p->l.p.features.at[i]));
    put(v, p->l.p.features.n ? "</ul><dl>" : "<dl>");
    for (size_t i = 0; i < p->l.p.attributes.n; i++) {
        const struct attribute *a = &p->l.p.attributes.at[i];
        if (str_eq(a->name, STR("brand"))) /* stands above; of an ingredient's maker, not of the product */
            continue;
        put(v, "<div><dt>{}</dt><dd title=\"{}\">{}{}{}</dd></div>", A(title_case(v->c, a->name)),
            A(attribute_is_read(a) ? STR("read from the merchant's text") : STR("stated by the merchant")), A(a->value),
            A(a->unit.n ? STR(" ") : STR("")), A(a->unit));
    }
    put(v, "</dl></section>");
    return OK;
}

static enum status put_goes_with(struct visit *v, const struct page *p)
{
    struct rail r = {0};
    struct strs one = {0};
    strs_add(v->c, &one, p->l.p.id);
    TRY(rail_goes_with(v, &one, 4, &r));
    return put_rail(v, "Goes with it", "goes-with", &r.ids, &r.why);
}

static enum status put_similar(struct visit *v, const struct page *p)
{
    struct rail r = {0};
    TRY(rail_similar(v, p->l.p.id, 8, &r));
    put(v, "<section class=butlike aria-labelledby=h-but><h2 id=h-but>More like this, but …</h2>");
    put_otherwise(v, p->l.p.id, (struct str){0});
    put(v,
        "<form class=beside action=\"/shop/like/{/}\"><label class=vh for=but>What shall be otherwise</label><input id=but name=q maxlength=400 "
        "autocomplete=off placeholder=\"in red, under 100, without leather\"><button>Find</button></form></section>",
        A(p->l.p.id));
    return put_rail(v, "Similar", "similar", &r.ids, &r.why);
}

static const struct {
    const char *name;
    bool top; /* stands in the upper part, beside others */
    enum status (*show)(struct visit *v, const struct page *p);
} sections[] = {{"gallery", true, put_gallery},      {"buy", true, put_buy},
                {"story", false, put_story},         {"facts", false, put_facts},
                {"goes-with", false, put_goes_with}, {"similar", false, put_similar}};

static enum status put_sections(struct visit *v, const struct page *p, bool top)
{
    struct layout lay;
    TRY(layout_read(v->c, &lay));
    for (size_t i = 0; i < lay.product.n; i++)
        for (size_t k = 0; k < sizeof sections / sizeof *sections; k++)
            if (sections[k].top == top && str_eq(lay.product.at[i], str_z(sections[k].name)))
                TRY(sections[k].show(v, p));
    return OK;
}

static void put_seen(struct visit *v, const struct page *p)
{
    struct tree *t = tree_open(v->c);
    struct node *o = tree_object(t), *what = tree_object(t);
    int64_t price = p->chosen && p->chosen->price != NONE ? p->chosen->price : product_price(&p->l.p);
    node_set(t, o, "event", tree_str(t, STR("Product Viewed")));
    node_set(t, what, "product_id", tree_str(t, p->l.p.id));
    if (p->chosen && p->chosen->sku.n)
        node_set(t, what, "sku", tree_str(t, p->chosen->sku));
    node_set(t, what, "name", tree_str(t, p->l.p.title));
    if (price != NONE) {
        struct str currency = p->l.p.currency.n ? p->l.p.currency : p->g->currency;
        node_set(t, what, "price", tree_raw(t, money_plain(v->c, price, currency)));
        node_set(t, what, "currency", tree_str(t, currency));
    }
    put_event(v, t, o, what);
}

/* What search engines show: at most so much, up to a word's end. */
static struct str first_words(struct ctx *c, struct str text)
{
    enum { MOST = 155 };
    size_t end = text.n;
    for (size_t i = 0; i < MOST && end > MOST; i++)
        end = text.p[MOST - i] == ' ' || text.p[MOST - i] == '\n' ? MOST - i : end;
    return str_replace(c, str_copy(c, str_part(text, 0, end)), STR("\n"), STR(" "));
}

enum status store_product(struct visit *v)
{
    struct page p = {0};
    struct str id = visit_param(v, "id"), want = pairs_get(&v->url.query, "v");
    struct card k;
    bool found;
    TRY(card_load(v->c, id, &k, &found));
    if (!found)
        return deny(v, 404, "this product is not sold here (any more)");
    TRY(live_known(v->c, id, &p.l));
    TRY(store_guide(v, &p.g));
    p.chosen = variant_meant(&p.l.p, want.n ? want : STR(""));
    if (!p.chosen && p.l.p.variants.n)
        p.chosen = variant_meant(&p.l.p, STR(""));
    struct str text = p.l.seo_description.n ? p.l.seo_description : first_words(v->c, p.l.p.description);
    struct frame f = {.title = p.l.seo_title.n ? p.l.seo_title : p.l.p.title,
                      .description = text,
                      .kind = STR("product"),
                      .path = str_fmt(v->c, "/shop/product/%s", url_escape(v->c, id).p),
                      .json_ld = product_ld(v, &p.l)};
    TRY(store_frame(v, &f));
    put_trail(v, &p);
    put(v, "<article data-product=\"{}\"><div class=upper>", A(id));
    TRY(put_sections(v, &p, true));
    put(v, "</div><div class=lower>");
    TRY(put_sections(v, &p, false));
    put(v, "</div></article>");
    put_seen(v, &p);
    return store_done(v, true);
}
