/* app/web/store/page_list.c - search, categories and collections: one listing with chips, facets, order and pages. */
#include "app/web/board.h"
#include "app/web/store/photo.h"
#include "core/json.h"
#include "data/product.h"

struct listing {
    const struct guide *g;
    struct asking a;
    struct search_answer r;
    struct str title, text; /* heading, and a paragraph below it */
    bool ai, board; /* board: its pictures stand above it */
    struct str photo; /* token of the photo that they look like; absent: none */
    struct str like;  /* id of the product that they are like; absent: none */
};

static bool by_looks(const struct listing *l) { return l->photo.n || l->like.n; }

/* ---- chips: what was read from the words, what was chosen, each with a way to take it off ---------------- */

static void put_chip(struct visit *v, struct str label, struct str kind, bool wish, struct str off)
{
    put(v, "<li><a class=\"chip c-{}", A(kind));
    put(v, wish ? " wish\" title=\"Read between the lines\"" : "\"");
    put(v,
        " href=\"{}\" rel=nofollow><span>{}</span><span class=x aria-hidden=true>×</span><span class=vh> "
        "(remove)</span></a></li>",
        A(off), A(label));
}

static struct str filter_label(struct visit *v, const struct listing *l, const struct search_filter *f)
{
    struct ctx *c = v->c;
    if (str_eq(f->name, STR("stock")))
        return STR("in stock");
    if (!str_eq(f->name, STR("price")))
        return str_fmt(c, "%.*s: %.*s", FMT(f->name), FMT(guide_written(c, l->g, f->value)));
    struct str least = f->least != NONE ? price_words(c, f->least, l->g->currency) : STR(""),
               most = f->most != NONE ? price_words(c, f->most, l->g->currency) : STR("");
    return f->least == NONE  ? str_fmt(c, "up to %s", most.p)
           : f->most == NONE ? str_fmt(c, "from %s", least.p)
                             : str_fmt(c, "%s to %s", least.p, most.p);
}

static void put_chips(struct visit *v, const struct listing *l)
{
    const struct asking *a = &l->a;
    put(v, "<ul class=chips aria-label=\"What the list is limited to\">");
    for (size_t i = 0; i < l->r.chips.n; i++) {
        const struct search_chip *k = &l->r.chips.at[i];
        if (k->words.n)
            put_chip(v, k->label, k->kind, k->wish, asking_url(v->c, a, BUT_CHIP, (struct str){0}, k->label));
    }
    for (size_t i = 0; i < a->q.filters.n; i++) {
        const struct search_filter *f = &a->q.filters.at[i];
        bool price = str_eq(f->name, STR("price"));
        if (a->aisle && str_eq(f->value, a->aisle->key))
            continue;
        put_chip(v, filter_label(v, l, f), f->name, false,
                 asking_url(v->c, a, price ? BUT_NO_PRICE : BUT_FILTER, f->name, f->value));
    }
    put(v, "</ul>");
}

/* ---- facets -------------------------------------------------------------------------------------------------- */

static void put_value(struct visit *v, const struct listing *l, struct str name, struct str shown, struct str value,
                      int64_t n)
{
    bool on = asking_has(&l->a, name, value);
    put(v,
        on ? "<li><a aria-current=true class=on rel=nofollow href=\"{}\">{}<small>{,}</small></a></li>"
           : "<li><a rel=nofollow href=\"{}\">{}<small>{,}</small></a></li>",
        A(asking_url(v->c, &l->a, BUT_FILTER, name, value)), A(shown), A(n));
}

static bool is_useful(const struct listing *l, const struct search_facet *f)
{
    bool chosen = false;
    for (size_t i = 0; i < f->values.n; i++)
        chosen |= asking_has(&l->a, f->name, f->values.at[i].key);
    return chosen || f->values.n > 1;
}

static void put_facet(struct visit *v, const struct listing *l, const struct search_facet *f)
{
    enum { SHOWN = 7 };
    if (!is_useful(l, f))
        return;
    put(v, "<div class=facet role=group aria-label=\"{}\"><h3>{}</h3><ul>", A(title_case(v->c, f->name)),
        A(title_case(v->c, f->name)));
    for (size_t i = 0; i < f->values.n; i++) {
        if (i == SHOWN)
            put(v, "</ul><details><summary>More</summary><ul>");
        if (!(l->a.aisle && str_eq(f->values.at[i].key, l->a.aisle->key)))
            put_value(v, l, f->name, guide_written(v->c, l->g, f->values.at[i].key), f->values.at[i].key,
                      f->values.at[i].value);
    }
    put(v, f->values.n > SHOWN ? "</ul></details></div>" : "</ul></div>");
}

/* Everything the address says but the price, so that a form can say the price. */
static void put_hidden(struct visit *v, const struct asking *a, bool sort, bool price)
{
    if (a->q.query.n)
        put(v, "<input type=hidden name=q value=\"{}\">", A(a->q.query));
    for (size_t i = 0; i < a->removed.n; i++)
        put(v, "<input type=hidden name=off value=\"{}\">", A(a->removed.at[i]));
    for (size_t i = 0; i < a->q.filters.n; i++) {
        const struct search_filter *f = &a->q.filters.at[i];
        if (str_eq(f->name, STR("price"))) {
            if (price && f->least != NONE)
                put(v, "<input type=hidden name=min value=\"{}\">", A(money_plain(v->c, f->least, a->q.currency)));
            if (price && f->most != NONE)
                put(v, "<input type=hidden name=max value=\"{}\">", A(money_plain(v->c, f->most, a->q.currency)));
        } else if (!(a->aisle && str_eq(f->value, a->aisle->key)))
            put(v, "<input type=hidden name=f value=\"{}:{}\">", A(f->name), A(f->value));
    }
    if (sort && !str_eq(a->q.sort, STR("best")))
        put(v, "<input type=hidden name=sort value=\"{}\">", A(a->q.sort));
}

static void put_price_form(struct visit *v, const struct listing *l)
{
    struct str least = STR(""), most = STR("");
    for (size_t i = 0; i < l->a.q.filters.n; i++) {
        const struct search_filter *f = &l->a.q.filters.at[i];
        if (str_eq(f->name, STR("price"))) {
            least = f->least != NONE ? money_plain(v->c, f->least, l->g->currency) : least;
            most = f->most != NONE ? money_plain(v->c, f->most, l->g->currency) : most;
        }
    }
    put(v,
        "<form class=\"facet pricerange\" action=\"{}\"><h3>Price <small>{}</small></h3><div><label><span "
        "class=vh>From</span>"
        "<input name=min inputmode=decimal placeholder=from value=\"{}\"></label><span "
        "aria-hidden=true>–</span><label><span class=vh>To</span>"
        "<input name=max inputmode=decimal placeholder=to value=\"{}\"></label><button>Go</button></div>",
        A(l->a.path), A(l->g->currency), A(least), A(most));
    put_hidden(v, &l->a, true, false);
    put(v, "</form>");
}

static void put_facets(struct visit *v, const struct listing *l)
{
    if (l->r.total < 2 && !l->a.q.filters.n)
        return;
    put(v, "<div class=facets><input type=checkbox id=show-facets class=vh><label for=show-facets class=\"button "
           "toggle\">Filter</label><div class=inner>");
    put_price_form(v, l);
    put(v, "<div class=facet role=group aria-label=Availability><h3>Availability</h3><ul>");
    bool stock = asking_has(&l->a, STR("stock"), STR(""));
    put(v,
        stock ? "<li><a aria-current=true class=on rel=nofollow href=\"{}\">In stock now</a></li></ul></div>"
              : "<li><a rel=nofollow href=\"{}\">In stock now</a></li></ul></div>",
        A(asking_url(v->c, &l->a, BUT_FILTER, STR("stock"), STR(""))));
    for (size_t i = 0; i < l->r.facets.n; i++)
        put_facet(v, l, &l->r.facets.at[i]);
    put(v, "</div></div>");
}

/* ---- results --------------------------------------------------------------------------------------------------- */

static void put_sort(struct visit *v, const struct listing *l)
{
    static const struct {
        const char *key, *title;
    } orders[] = {
        {"best", "Best match"}, {"price", "Price: low to high"}, {"-price", "Price: high to low"}, {"title", "Name"}};
    put(v, "<form class=sort action=\"{}\"><label for=sort>Sort</label><select id=sort name=sort>", A(l->a.path));
    for (size_t i = 0; i < sizeof orders / sizeof *orders; i++)
        put(v,
            str_eq(l->a.q.sort, str_z(orders[i].key)) ? "<option selected value=\"{}\">{}</option>"
                                                      : "<option value=\"{}\">{}</option>",
            A(str_z(orders[i].key)), A(str_z(orders[i].title)));
    put(v, "</select>");
    put_hidden(v, &l->a, false, true);
    put(v, "<button class=nojs>Apply</button></form>");
}

static void put_page_links(struct visit *v, const struct listing *l)
{
    int64_t last = (l->r.total + PER_PAGE - 1) / PER_PAGE, page = l->a.page;
    if (last < 2)
        return;
    put(v, "<nav class=pages aria-label=Pages>");
    if (page > 1)
        put(v, "<a rel=prev href=\"{}\">← Previous</a>",
            A(asking_url(v->c, &l->a, BUT_PAGE, (struct str){0}, str_fmt(v->c, "%lld", (long long)page - 1))));
    put(v, "<span>Page {,} of {,}</span>", A(page), A(last));
    if (page < last)
        put(v, "<a rel=next href=\"{}\">Next →</a>",
            A(asking_url(v->c, &l->a, BUT_PAGE, (struct str){0}, str_fmt(v->c, "%lld", (long long)page + 1))));
    put(v, "</nav>");
}

static enum status put_nothing(struct visit *v, const struct listing *l)
{
    struct rail popular = {0};
    put(v, "<section class=nothing><h2>{}</h2>", A(l->r.chips.n || l->a.q.filters.n ? STR("Nothing keeps all of that") : STR("Nothing here fits that")));
    if (l->r.rescue.n)
        put(v, l->r.rescue.at[0].all.n > 1 ? "<p>Give up:</p><ul class=chips>" : "<p>Give one thing up:</p><ul class=chips>");
    for (size_t i = 0; i < l->r.rescue.n; i++) {
        const struct search_rescue *s = &l->r.rescue.at[i];
        struct str url = asking_url_without(v->c, &l->a, s);
        if (url.n)
            put(v, "<li><a class=chip rel=nofollow href=\"{}\">without <b>{}</b> <small>{,}</small></a></li>", A(url), A(s->without), A(s->total));
    }
    put(v, l->r.rescue.n ? "</ul>"
                         : "<p>Try other words, or look around: <a href=\"/shop/search\">everything we have</a>.</p>");
    put(v, "</section>");
    TRY(rail_popular(v, 4, &popular));
    return put_rail(v, "What others look at", "popular", &popular.ids, &popular.why);
}

static enum status put_results(struct visit *v, const struct listing *l)
{
    put(v, "<div class=results><div class=bar><p role=status><b>{,}</b> {}</p>", A(l->r.total),
        A(l->r.total == 1 ? STR("product") : STR("products")));
    if (l->r.total > 1)
        put_sort(v, l);
    put(v, "</div>");
    if (!l->r.total)
        TRY(put_nothing(v, l));
    put(v, "<ul class=cards>");
    for (size_t i = 0; i < l->r.hits.n; i++) {
        struct card k;
        bool found;
        TRY(card_load(v->c, l->r.hits.at[i].id, &k, &found));
        k.variant = l->r.hits.at[i].variant;
        if (found)
            put_card(v, &k, (int64_t)(l->a.q.from + i) + 1, STR("results"), by_looks(l) ? l->r.hits.at[i].why : (struct str){0});
    }
    put(v, "</ul>");
    put_page_links(v, l);
    put(v, "</div>");
    return OK;
}

/* Of the collection's first products, as a board. */
static enum status put_pictures(struct visit *v, const struct listing *l)
{
    struct board b = {0};
    for (size_t i = 0; i < l->r.hits.n; i++) {
        struct card k;
        bool found;
        TRY(card_load(v->c, l->r.hits.at[i].id, &k, &found));
        if (found)
            board_add(v->c, &b, k.id, k.title, k.images.n ? k.images.at[0] : (struct str){0});
    }
    board_even(&b);
    return put_board(v, &b, true);
}

/* What the script tells as "Products Searched" or "Product List Viewed". */
static void put_seen(struct visit *v, const struct listing *l)
{
    struct tree *t = tree_open(v->c);
    struct node *o = tree_object(t), *p = tree_object(t), *products = tree_array(t);
    bool search = l->a.q.query.n > 0;
    node_set(t, o, "event", tree_str(t, search ? STR("Products Searched") : STR("Product List Viewed")));
    if (search)
        node_set(t, p, "query", tree_str(t, l->a.q.query));
    else
        node_set(t, p, "list_id", tree_str(t, l->a.path));
    for (size_t i = 0; i < l->r.hits.n && !search; i++) {
        struct node *one = tree_object(t);
        node_set(t, one, "product_id", tree_str(t, l->r.hits.at[i].id));
        node_set(t, one, "position", tree_int(t, (int64_t)(l->a.q.from + i) + 1));
        node_add(t, products, one);
    }
    if (!search)
        node_set(t, p, "products", products);
    put_event(v, t, o, p);
}

/* What is typed beside a photo or a product: the field keeps what the address says. */
static void put_beside_form(struct visit *v, const struct listing *l, const char *label, const char *hint)
{
    put(v,
        "<form class=beside action=\"{}\"><label for=beside>{}</label><input id=beside name=q maxlength=400 autocomplete=off placeholder=\"{}\" "
        "value=\"{}\"><button>Go</button>",
        A(l->a.path), A(str_z(label)), A(str_z(hint)), A(l->a.q.query));
    struct asking rest = l->a;
    rest.q.query = STR("");
    put_hidden(v, &rest, true, true);
    put(v, "</form>");
}

static void put_photo_asked(struct visit *v, const struct listing *l)
{
    bool close = l->r.hits.n && (l->r.hits.at[0].score >= 0.3 || l->a.page > 1);
    put(v, "<div class=asked><img class=asking src=\"/shop/photo/{}/picture\" alt=\"Your photo\"><div>", A(l->photo));
    if (l->r.hits.n && !close)
        put(v, "<p class=mean>Nothing here looks much like your photo. These come nearest.</p>");
    put_beside_form(v, l, "What must hold as well", "under 100, in red, not leather");
    put(v, "<p class=dim><a href=\"/shop/photo\">Another photo</a> · yours is deleted after an hour</p></div></div>");
}

static enum status put_like_asked(struct visit *v, const struct listing *l)
{
    struct card k;
    bool found;
    TRY(card_load(v->c, l->like, &k, &found));
    if (!found)
        return OK;
    put(v, "<div class=asked><a class=asking href=\"/shop/product/{/}\">", A(l->like));
    put_picture(v, l->like, &k.images, 0, k.title, "160px", true);
    put(v, "</a><div>");
    put_otherwise(v, l->like, l->a.q.query);
    put_beside_form(v, l, "What shall be otherwise", "in red, under 100, without leather");
    put(v, "</div></div>");
    return OK;
}

/* What is near is told as near. */
static void put_unknown(struct visit *v, const struct listing *l)
{
    if (!l->r.unknown.n)
        return;
    struct str words = str_join(v->c, &l->r.unknown, STR(" "));
    put(v, "<p class=mean>Nothing here has “{}” in it.{}</p>", A(words), A(l->r.total ? STR(" What follows comes near at best.") : STR("")));
}

static enum status listing_show(struct visit *v, struct listing *l)
{
    struct layout lay;
    struct frame f = {.title = l->title,
                      .kind = STR("list"),
                      .query = by_looks(l) ? STR("") : l->a.q.query,
                      .description = l->text,
                      .path = by_looks(l) || l->a.q.query.n || l->a.q.filters.n > (l->a.aisle ? 1 : 0) ? (struct str){0} : l->a.path};
    TRY(layout_read(v->c, &lay));
    TRY(store_frame(v, &f));
    put(v, "<header class=listhead><h1>{}</h1>", A(l->title));
    if (l->photo.n)
        put_photo_asked(v, l);
    if (l->like.n)
        TRY(put_like_asked(v, l));
    if (l->text.n)
        put(v,
            l->ai ? "<p class=lead data-ai-origin=trainedAlgorithmicMedia>{} <span class=ai title=\"Written by a "
                    "machine\">AI</span></p>"
                  : "<p class=lead>{}</p>",
            A(l->text));
    if (l->r.did_you_mean.n)
        put(v, "<p class=mean>We searched for <strong>{}</strong>.</p>", A(l->r.did_you_mean));
    put_unknown(v, l);
    put_chips(v, l);
    for (size_t i = 0; l->a.aisle && i < l->a.aisle->n_below; i++)
        put(v,
            i ? " <a class=sub href=\"/shop/category/{/}\">{}</a>"
              : "<p class=subs><a class=sub href=\"/shop/category/{/}\">{}</a>",
            A(l->a.aisle->below[i].slug), A(l->a.aisle->below[i].name));
    put(v, l->a.aisle && l->a.aisle->n_below ? "</p></header>" : "</header>");
    if (l->board && l->a.page == 1 && !l->a.q.filters.n)
        TRY(put_pictures(v, l));
    put(v, "<div class=listing>");
    for (size_t i = 0; i < lay.list.n; i++) {
        if (str_eq(lay.list.at[i], STR("facets")))
            put_facets(v, l);
        else if (str_eq(lay.list.at[i], STR("results")))
            TRY(put_results(v, l));
    }
    put(v, "</div>");
    put_seen(v, l);
    return store_done(v, !l->photo.n);
}

static enum status listing_run(struct visit *v, struct listing *l, struct str path, const struct aisle *aisle)
{
    struct shelf *shelf;
    TRY(store_guide(v, &l->g));
    TRY(store_shelf(v, &shelf));
    TRY(asking_read(v, path, aisle, &l->a));
    return shelf_search(v->c, shelf, &l->a.q, &l->r);
}

enum status store_search(struct visit *v)
{
    struct listing l = {0};
    TRY(listing_run(v, &l, STR("/shop/search"), NULL));
    l.title = l.a.q.query.n ? str_fmt(v->c, "“%s”", l.a.q.query.p) : STR("Everything");
    return listing_show(v, &l);
}

enum status store_category(struct visit *v)
{
    struct listing l = {0};
    const struct aisle *top;
    TRY(store_guide(v, &l.g));
    const struct aisle *a = guide_aisle(l.g, visit_param(v, "name"), &top);
    if (!a)
        return deny(v, 404, "there is no category at this address");
    TRY(listing_run(v, &l, str_fmt(v->c, "/shop/category/%s", url_escape(v->c, a->slug).p), a));
    l.title = a->name;
    return listing_show(v, &l);
}

static enum status collection_find(struct visit *v, struct str slug, struct collection *out)
{
    struct collections all;
    TRY(collections_read(v, &all));
    for (size_t i = 0; i < all.list.n; i++)
        if (str_eq(all.list.at[i].slug, slug))
            return *out = all.list.at[i], OK;
    return deny(v, 404, "there is no collection at this address");
}

enum status store_collection(struct visit *v)
{
    struct listing l = {0};
    struct collection k = {0};
    struct shelf *shelf;
    TRY(store_guide(v, &l.g));
    TRY(store_shelf(v, &shelf));
    TRY(collection_find(v, visit_param(v, "name"), &k));
    l.board = true;
    struct str path = str_fmt(v->c, "/shop/collection/%s", url_escape(v->c, k.slug).p);
    TRY(asking_read(v, path, NULL, &l.a));
    struct search_question q = l.a.q; /* the collection's own limits are no chips */
    collection_ask(v->c, &k, &q);
    for (size_t i = 0; i < l.a.q.filters.n; i++)
        *LIST_ADD(v->c, &q.filters) = l.a.q.filters.at[i];
    if (k.products.n) {
        for (size_t i = 0; i < k.products.n; i++)
            *LIST_ADD(v->c, &l.r.hits) = (struct search_shown){.id = k.products.at[i]};
        l.r.total = (int64_t)k.products.n;
    } else
        TRY(shelf_search(v->c, shelf, &q, &l.r));
    l.r.chips.n = 0;
    l.title = k.title;
    l.text = k.text;
    l.ai = k.ai;
    return listing_show(v, &l);
}

/* ---- by looks ------------------------------------------------------------------------------------------------------- */

enum status listing_photo(struct visit *v, struct str token, const struct look *look)
{
    struct listing l = {.photo = token, .title = STR("What looks like your photo")};
    struct shelf *shelf;
    TRY(store_guide(v, &l.g));
    TRY(store_shelf(v, &shelf));
    TRY(asking_read(v, str_fmt(v->c, "/shop/photo/%s", token.p), NULL, &l.a));
    TRY(shelf_photo(v->c, shelf, look, &l.a.q, &l.r));
    return listing_show(v, &l);
}

void put_otherwise(struct visit *v, struct str id, struct str chosen)
{
    static const char *const changes[] = {"in pastel", "darker", "lighter", "more colourful", "cheaper"};
    put(v, "<p class=changes>");
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++)
        put(v, str_eq(chosen, str_z(changes[i])) ? "<a class=\"sub on\" aria-current=true rel=nofollow href=\"/shop/like/{/}?q={/}\">{}</a> "
                                                 : "<a class=sub rel=nofollow href=\"/shop/like/{/}?q={/}\">{}</a> ",
            A(id), A(str_z(changes[i])), A(str_z(changes[i])));
    put(v, "</p>");
}

enum status store_like(struct visit *v)
{
    struct listing l = {.like = visit_param(v, "id")};
    struct shelf *shelf;
    struct card k;
    bool found;
    TRY(card_load(v->c, l.like, &k, &found));
    if (!found)
        return deny(v, 404, "this product is not sold here (any more)");
    TRY(store_guide(v, &l.g));
    TRY(store_shelf(v, &shelf));
    TRY(asking_read(v, str_fmt(v->c, "/shop/like/%s", url_escape(v->c, l.like).p), NULL, &l.a));
    TRY(shelf_like(v->c, shelf, l.like, &l.a.q, &l.r));
    l.title = str_fmt(v->c, "Like %s", k.title.p);
    return listing_show(v, &l);
}
