/* app/web/store/page_home.c - the first page: what the shop has, in sections whose order is a setting.
 *
 * Tables  reads product, variant
 */
#include "app/web/store/store.h"

struct home {
    const struct guide *g;
    bool is_own; /* made for one visitor, who agreed to it */
};

static void put_examples(struct visit *v, const struct guide *g)
{
    put(v, "<p class=try>Try: ");
    for (size_t i = 0; i < g->n_aisles && i < 3; i++) {
        const struct aisle *a = g->aisles[i].n_below ? &g->aisles[i].below[0] : &g->aisles[i];
        struct str q = str_fmt(v->c, "%s under %s", str_lower(v->c, a->name).p, i == 0 ? "100" : i == 1 ? "50" : "200");
        put(v, "<a href=\"/shop/search?q={/}\">{}</a> ", A(q), A(q));
    }
    put(v, "</p>");
}

/* Pictures of the best-filled categories, as a collage. */
static enum status put_hero(struct visit *v, const struct home *h)
{
    put(v,
        "<section class=hero><div class=words><h1>{}</h1><p class=lead>{,} things, each described from what is known "
        "of it. Say what you want in your own words.</p>",
        A(h->g->name), A(h->g->products));
    put_examples(v, h->g);
    put(v, "<p><a class=\"button primary\" href=\"/shop/search\">See everything</a> <a class=button "
           "href=\"/shop/chat\" data-open-chat>Ask the assistant</a></p></div>");
    put(v, "<div class=collage aria-hidden=true>");
    for (size_t i = 0; i < h->g->hero.n; i++) {
        struct card k;
        bool found;
        TRY(card_load(v->c, h->g->hero.at[i], &k, &found));
        if (!found)
            continue;
        put(v, "<a tabindex=-1 href=\"/shop/product/{/}\">", A(k.id));
        put_picture(v, k.id, &k.images, 0, STR(""), "(min-width:900px) 300px, 45vw", true);
        put(v, "</a>");
    }
    put(v, "</div></section>");
    return OK;
}

static enum status put_tile(struct visit *v, const struct aisle *a)
{
    struct card k = {0};
    bool found = false;
    if (a->photo.n)
        TRY(card_load(v->c, a->photo, &k, &found));
    put(v, "<li><a href=\"/shop/category/{/}\">", A(a->slug));
    put_picture(v, found ? k.id : a->slug, &k.images, 0, a->name, "(min-width:900px) 260px, 45vw", false);
    put(v, "<span><b>{}</b> <small>{,}</small></span></a></li>", A(a->name), A(a->n));
    return OK;
}

static enum status put_categories(struct visit *v, const struct home *h)
{
    enum { TILES = 8 };
    size_t shown = 0;
    put(v, "<section class=tiles aria-labelledby=h-aisles><h2 id=h-aisles>Shop by category</h2><ul>");
    for (size_t i = 0; i < h->g->n_aisles && shown < TILES; i++) {
        const struct aisle *a = &h->g->aisles[i];
        for (size_t k = 0; k < a->n_below && shown < TILES; k++, shown++)
            TRY(put_tile(v, &a->below[k]));
        if (!a->n_below) {
            TRY(put_tile(v, a));
            shown++;
        }
    }
    put(v, "</ul></section>");
    return OK;
}

/* A few of its products with pictures, so that one sees what it is about. */
static enum status put_glimpse(struct visit *v, const struct home *h, const struct collection *k)
{
    enum { LOOK_AT = 8, PICTURES = 3 };
    struct shelf *shelf;
    struct search_answer a = {0};
    struct strs none = {0}, ids = k->products;
    struct search_question q = {
        .query = STR(""), .sort = STR("best"), .currency = h->g->currency, .removed = &none, .k = LOOK_AT};
    TRY(store_shelf(v, &shelf));
    collection_ask(v->c, k, &q);
    if (!ids.n)
        TRY(shelf_search(v->c, shelf, &q, &a));
    for (size_t i = 0; i < a.hits.n; i++)
        strs_add(v->c, &ids, a.hits.at[i].id);
    put(v, "<span class=glimpse aria-hidden=true>");
    for (size_t i = 0, shown = 0; i < ids.n && i < LOOK_AT && shown < PICTURES; i++) {
        struct card one;
        bool found;
        TRY(card_load(v->c, ids.at[i], &one, &found));
        if (!found || !one.images.n)
            continue;
        put_picture(v, one.id, &one.images, 0, STR(""), "(min-width:900px) 180px, 30vw", false);
        shown++;
    }
    put(v, "</span>");
    return OK;
}

static enum status put_collections(struct visit *v, const struct home *h)
{
    enum { MOST = 6 };
    struct collections all;
    TRY(collections_read(v, &all));
    if (!all.list.n)
        return OK;
    put(v, "<section class=collections aria-labelledby=h-collections><h2 id=h-collections>Collections</h2><ul>");
    for (size_t i = 0; i < all.list.n && i < MOST; i++) {
        const struct collection *k = &all.list.at[i];
        put(v, "<li class=\"hue{}\"><a href=\"/shop/collection/{/}\">", A((int64_t)(str_hash(k->slug) % 6)),
            A(k->slug));
        TRY(put_glimpse(v, h, k));
        put(v, "<b>{}</b><span>{}</span></a></li>", A(k->title), A(k->text));
    }
    put(v, "</ul></section>");
    return OK;
}

static enum status put_popular(struct visit *v, const struct home *h)
{
    struct rail r = {0};
    enum { FEW = 4 }; /* less than a row says nothing */
    if (h->is_own)
        TRY(rail_for_you(v, 8, &r));
    if (r.own && r.ids.n >= FEW)
        return put_rail(v, "For you", r.list.p, &r.ids, &r.why);
    r = (struct rail){0};
    TRY(rail_popular(v, 8, &r));
    if (r.ids.n < FEW)
        return OK;
    return put_rail(v, "Popular now", "popular", &r.ids, &r.why);
}

static enum status put_fresh(struct visit *v, const struct home *h)
{
    struct rail r = {0};
    (void)h;
    TRY(rail_fresh(v, 8, &r));
    return put_rail(v, "From the shelves", "fresh", &r.ids, &r.why);
}

static const struct {
    const char *name;
    enum status (*show)(struct visit *v, const struct home *h);
} sections[] = {{"hero", put_hero},
                {"categories", put_categories},
                {"popular", put_popular},
                {"collections", put_collections},
                {"fresh", put_fresh}};

enum status store_home(struct visit *v)
{
    struct home h;
    struct layout lay;
    TRY(store_guide(v, &h.g));
    TRY(layout_read(v->c, &lay));
    h.is_own = shopper_agreed(v) && shopper_id(v).n;
    struct frame f = {.kind = STR("home"),
                      .path = STR("/shop"),
                      .description = str_fmt(v->c, "%s: %lld products.", h.g->name.p, (long long)h.g->products)};
    TRY(store_frame(v, &f));
    if (!h.g->products)
        put(v, "<section class=lost><h1>{}</h1><p class=lead>The shelves are still empty.</p></section>", A(h.g->name));
    for (size_t i = 0; i < lay.home.n && h.g->products; i++)
        for (size_t k = 0; k < sizeof sections / sizeof *sections; k++)
            if (str_eq(lay.home.at[i], str_z(sections[k].name)))
                TRY(sections[k].show(v, &h));
    return store_done(v, !h.is_own);
}
