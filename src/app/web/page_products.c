/* app/web/page_products.c - the catalogue with its photographs, and one product with all that is known of it. */
#include "app/web/show.h"
#include "data/catalog.h"

static void put_filter(struct visit *v, const struct product_query *q)
{
    static const char *const states[] = {"none", "planned", "waiting", "approved", "live", "kept", "undone", "dropped"};
    put(v, "<form class=filter method=get action=\"/products\" role=search>"
           "<input type=search name=q placeholder=\"Title, brand, category\" aria-label=Search value=\"{}\">"
           "<select name=state aria-label=State><option value=\"\">any state</option>",
        A(q->q.p ? q->q : STR("")));
    for (size_t i = 0; i < sizeof states / sizeof *states; i++) {
        struct str s = str_z(states[i]);
        put(v, str_eq(s, q->state) ? "<option selected value={}>{}</option>" : "<option value={}>{}</option>", A(s),
            A(i ? s : STR("nothing made yet")));
    }
    put(v, "</select><button>Show</button></form>");
}

/* "Plants" of "Home & Garden > Plants". */
static struct str leaf(struct str category)
{
    for (size_t i = category.n; i > 0; i--)
        if (category.p[i - 1] == '>')
            return str_trim(str_part(category, i, category.n));
    return category;
}

static void put_card(struct visit *v, const struct product_view *p)
{
    put(v, "<li class=product data-product=\"{}\"><a href=\"/products/{/}\">", A(p->id), A(p->id));
    put_photo(v, p->id, &p->images, "photo");
    put(v, "<strong>{}</strong></a><span class=meta>{}</span><span class=\"meta num\">", A(p->title),
        A(p->brand.n ? p->brand : leaf(p->category)));
    put_money(v, p->price, p->currency);
    put(v, "</span>");
    if (p->state.n)
        put_state(v, p->state);
    else
        put(v, "<span class=state>nothing made yet</span>");
    put(v, "<p class=partial data-partial-product=\"{}\" hidden></p></li>", A(p->id));
}

enum status page_products(struct visit *v)
{
    const struct product_query *q = v->query;
    struct products_view list;
    TRY(view_products(v->c, q, &list));
    TRY(page_open(v, "Products", "/products"));
    put_filter(v, q);
    put(v, "<div id=grid data-live>");
    if (!list.total && !q->q.n && !q->state.n)
        put_empty(v, "No products yet.", "<code>purvey import FILE</code> brings them in; a folder can be watched too.");
    else if (!list.total)
        put_empty(v, "Nothing fits.", "<a href=\"/products\">Show all products</a>");
    put(v, "<ul class=grid>");
    for (size_t i = 0; i < list.products.n; i++)
        put_card(v, &list.products.at[i]);
    put(v, "</ul>");
    struct str base = str_fmt(v->c, "/products?q=%s&state=%s", url_escape(v->c, q->q).p, q->state.p ? q->state.p : "");
    put_pager(v, base, list.page, list.per_page, list.total);
    put(v, "</div>");
    return page_close(v);
}

/* ---- one product ----------------------------------------------------------------------------------------- */

static void put_facts(struct visit *v, const struct product *p)
{
    put(v, "<section class=card><h2>Facts</h2>");
    if (!p->attributes.n)
        put(v, "<p class=dim>No facts are stored, so little can be said of it: its fields hold none, and its description states"
               " none that can be checked.</p>");
    else
        put(v, "<table class=facts><thead><tr><th>Fact<th>Value<th>Read from</thead><tbody>");
    for (size_t i = 0; i < p->attributes.n; i++) {
        const struct attribute *a = &p->attributes.at[i];
        put(v, "<tr><th scope=row>{}<td>{}{}{}<td><small class=dim>{}</small>", A(a->name), A(a->value), A(a->unit.n ? STR(" ") : STR("")),
            A(a->unit), A(a->source));
    }
    put(v, p->attributes.n ? "</tbody></table></section>" : "</section>");
}

static void put_variants(struct visit *v, const struct product *p)
{
    if (!p->variants.n)
        return;
    put(v, "<section class=card><h2>Variants</h2><div class=scroll tabindex=0><table><thead><tr><th>SKU<th>Variant<th class=num>Price"
           "<th class=num>Stock</thead><tbody>");
    for (size_t i = 0; i < p->variants.n; i++) {
        const struct variant *one = &p->variants.at[i];
        put(v, "<tr><td><code>{}</code><td>{}<td class=num>", A(one->sku), A(one->title));
        put_money(v, one->price, one->currency.n ? one->currency : p->currency);
        put(v, "<td class=num>");
        if (one->stock == NONE)
            put(v, "<span class=dim>not tracked</span>");
        else
            put(v, "{,}", A(one->stock));
    }
    put(v, "</tbody></table></div></section>");
}

static enum status put_item(struct visit *v, const struct item_view *i)
{
    struct explain full;
    struct strs images;
    bool found;
    int64_t id;
    if (!str_int(i->id, &id))
        return OK;
    TRY(view_item(v->c, id, &full, &images, &found));
    put(v, "<section class=\"card item\"><header><h2><a href=\"/items/{}\">{}</a></h2>", A(i->id), A(i->kind));
    put_state(v, i->state);
    put_confidence(v, i->confidence);
    put(v, "<span class=dim>{t}</span></header>", A(i->moved_ms));
    if (i->why.n)
        put(v, "<p class=why>{}</p>", A(i->why));
    put(v, "<p class=partial data-partial-item={} hidden></p>", A(i->id));
    if (full.changes.n)
        put_changes(v, &full, false);
    put(v, "</section>");
    return OK;
}

static void put_actions(struct visit *v, struct str id)
{
    if (v->who.role < EDITOR)
        return;
    put(v, "<form class=\"card row\" data-wish=generate><input type=hidden name=products data-list value=\"{}\">"
           "<label>Write<select name=kinds data-list><option value=\"copy.describe\">description</option>"
           "<option value=\"copy.seo\">search title and text</option><option value=\"copy.social\">social posts</option></select></label>"
           "<label>Tone<select name=tone><option value=\"\">as the brand</option><option>plain</option><option>warm</option>"
           "<option>expert</option><option>playful</option></select></label>"
           "<label>Search it should answer<input name=query maxlength=200></label><button class=primary>Write again</button></form>",
        A(id));
}

enum status page_product(struct visit *v)
{
    struct product p;
    struct items_view items;
    bool found;
    TRY(product_find(v->c, visit_param(v, "id"), &p, &found));
    if (!found)
        return deny(v, 404, "there is no product \"%.100s\"", visit_param(v, "id").p);
    TRY(view_items(v->c, &(struct item_query){.product = p.id, .page = 1, .per_page = 20}, &items));
    TRY(page_open(v, p.title.p, "/products"));
    put(v, "<div class=twocol><div class=side>");
    put_photo(v, p.id, &p.images, "hero");
    put(v, "<dl class=card><dt>Brand<dd>{}<dt>Category<dd>{}<dt>Price<dd>", A(p.brand.n ? p.brand : STR("–")),
        A(p.category.n ? p.category : STR("–")));
    put_money(v, product_price(&p), p.currency);
    put(v, "<dt>Id<dd><code>{}</code></dl>", A(p.id));
    put_facts(v, &p);
    put(v, "</div><div>");
    put_actions(v, p.id);
    put(v, "<div id=items data-live>");
    if (!items.items.n)
        put_empty(v, "Nothing was made for it yet.", "<code>purvey run copy.describe</code> writes descriptions, or the form above.");
    for (size_t i = 0; i < items.items.n; i++)
        TRY(put_item(v, &items.items.at[i]));
    put(v, "</div><section class=card><h2>The merchant&rsquo;s own text</h2><p class=text>{}</p></section>",
        A(p.description.n ? p.description : STR("none")));
    put_variants(v, &p);
    put(v, "</div></div>");
    return page_close(v);
}
