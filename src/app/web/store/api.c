/* app/web/store/api.c - the storefront for programs and for its own script: JSON under /shop/api.
 *
 * Tables  writes cart, inbox (behaviour events, taken by the loop through the reader of Segment's vocabulary)
 */
#include "app/web/store/view.h"
#include "app/web/store/product_page.h"
#include "core/hash.h"
#include "data/day.h"
#include "data/shopper.h"

static void picture_url(struct ctx *c, const struct card *k, struct str *out)
{
    struct str at = k->images.n ? k->images.at[0] : (struct str){0};
    *out = !at.n || str_starts(at, STR("http"))
               ? at
               : str_fmt(c, "/shop/image/%s/0?v=%08x&w=400", url_escape(c, k->id).p, (unsigned)str_hash(at));
}

static enum status card_view(struct ctx *c, struct str id, struct str why, struct card_view *out, bool *found)
{
    struct card k;
    TRY(card_load(c, id, &k, found));
    if (!*found)
        return OK;
    *out = (struct card_view){.id = k.id,
                              .title = k.title,
                              .brand = k.brand,
                              .category = k.category,
                              .currency = k.currency,
                              .why = why,
                              .price = k.price,
                              .compare_at = k.compare_at,
                              .in_stock = !k.variants || k.untracked || k.stock == NONE || k.stock > 0};
    out->url = str_fmt(c, "/shop/product/%s", url_escape(c, k.id).p);
    picture_url(c, &k, &out->image);
    return OK;
}

static enum status cards_add(struct ctx *c, const struct strs *ids, const struct strs *why, const struct strs *variants, struct cards_view *out)
{
    for (size_t i = 0; i < ids->n; i++) {
        struct card_view one;
        bool found;
        TRY(card_view(c, ids->at[i], why && i < why->n ? why->at[i] : (struct str){0}, &one, &found));
        if (found && variants && variants->at[i].n)
            one.url = str_fmt(c, "%s?v=%s", one.url.p, url_escape(c, variants->at[i]).p);
        if (found)
            *LIST_ADD(c, &out->products) = one;
    }
    return OK;
}

static struct strs ids_of(struct ctx *c, const struct search_answer *a, struct strs *variants)
{
    struct strs ids = {0};
    *variants = (struct strs){0};
    for (size_t i = 0; i < a->hits.n; i++)
        strs_add(c, &ids, a->hits.at[i].id), strs_add(c, variants, a->hits.at[i].variant);
    return ids;
}

/* ---- looking for things ---------------------------------------------------------------------------------- */

static void filters_read(struct ctx *c, const struct search_query *in, struct search_question *q)
{
    struct strs parts = str_split(c, in->filters, ';');
    for (size_t i = 0; i < parts.n; i++) {
        size_t colon = str_find(parts.at[i], STR(":"), 0);
        if (colon != SIZE_MAX)
            *LIST_ADD(c, &q->filters) =
                (struct search_filter){.name = str_copy(c, str_trim(str_part(parts.at[i], 0, colon))),
                                       .least = NONE,
                                       .most = NONE,
                                       .value = str_copy(c, str_trim(str_part(parts.at[i], colon + 1, parts.at[i].n)))};
    }
    if (in->least != NONE || in->most != NONE)
        *LIST_ADD(c, &q->filters) =
            (struct search_filter){.name = STR("price"), .value = STR(""), .least = in->least, .most = in->most};
}

enum status shop_api_search(struct visit *v)
{
    const struct search_query *in = v->query;
    const struct guide *g;
    struct shelf *shelf;
    struct search_answer a = {0};
    struct cards_view cards = {0};
    struct strs removed = in->removed.n ? str_split(v->c, in->removed, ';') : (struct strs){0};
    TRY(store_guide(v, &g));
    TRY(store_shelf(v, &shelf));
    struct search_question q = {.query = in->q.p ? in->q : STR(""),
                                .currency = g->currency,
                                .sort = in->sort,
                                .removed = &removed,
                                .k = (size_t)in->per_page,
                                .from = (size_t)((in->page - 1) * in->per_page)};
    filters_read(v->c, in, &q);
    TRY(shelf_search(v->c, shelf, &q, &a));
    struct strs variants, ids = ids_of(v->c, &a, &variants);
    TRY(cards_add(v->c, &ids, NULL, &variants, &cards));
    struct search_view out = {
        .did_you_mean = a.did_you_mean, .unknown = a.unknown, .total = a.total, .page = in->page, .per_page = in->per_page};
    memcpy(&out.products, &cards.products, sizeof out.products);
    memcpy(&out.chips, &a.chips, sizeof out.chips);
    memcpy(&out.facets, &a.facets, sizeof out.facets);
    memcpy(&out.rescue, &a.rescue, sizeof out.rescue);
    return json_answer(v, 200, &search_view_record, &out);
}

enum status shop_api_suggest(struct visit *v)
{
    enum { QUERIES = 5, PRODUCTS = 4 };
    const struct suggest_query *in = v->query;
    struct shelf *shelf;
    struct search_answer a = {0};
    struct suggest_view out = {0};
    struct cards_view cards = {0};
    struct strs none = {0};
    TRY(store_shelf(v, &shelf));
    shelf_suggest(v->c, shelf, in->q, QUERIES, &out.queries);
    TRY(shelf_search(v->c, shelf,
                     &(struct search_question){.query = in->q, .sort = STR("best"), .removed = &none, .k = PRODUCTS},
                     &a));
    struct strs variants, ids = ids_of(v->c, &a, &variants);
    TRY(cards_add(v->c, &ids, NULL, &variants, &cards));
    memcpy(&out.products, &cards.products, sizeof out.products);
    visit_header(v, "Cache-Control", STR("public, max-age=30"));
    return json_answer(v, 200, &suggest_view_record, &out);
}

enum status shop_api_product(struct visit *v)
{
    struct card k;
    struct live l;
    bool found;
    TRY(card_load(v->c, visit_param(v, "id"), &k, &found));
    if (!found)
        return deny(v, 404, "this product is not sold here (any more)");
    TRY(live_known(v->c, k.id, &l));
    for (size_t i = 0; i < l.p.variants.n; i++)
        l.p.variants.at[i].cost = NONE; /* what the shop pays is nobody's business */
    return json_answer(v, 200, &product_record, &l.p);
}

enum status shop_api_recommend(struct visit *v)
{
    const struct recommend_query *in = v->query;
    struct cards_view out = {0};
    struct rail r = {0};
    struct strs one = {0};
    if (in->product.n)
        strs_add(v->c, &one, in->product);
    if (str_eq(in->kind, STR("similar")))
        TRY(rail_similar(v, in->product, (size_t)in->k, &r));
    else if (str_eq(in->kind, STR("goes-with")))
        TRY(rail_goes_with(v, &one, (size_t)in->k, &r));
    else if (str_eq(in->kind, STR("for-you")) && shopper_agreed(v) && shopper_id(v).n)
        TRY(rail_for_you(v, (size_t)in->k, &r));
    else
        TRY(rail_popular(v, (size_t)in->k, &r));
    TRY(cards_add(v->c, &r.ids, &r.why, NULL, &out));
    return json_answer(v, 200, &cards_view_record, &out);
}

/* ---- the cart ---------------------------------------------------------------------------------------------- */

static enum status cart_answer(struct visit *v, struct str shopper)
{
    struct cart cart;
    TRY(cart_load(v->c, shopper, &cart));
    struct cart_view out = {.units = cart.units, .total = cart.total, .currency = cart.currency, .ready = cart.ready};
    for (size_t i = 0; i < cart.lines.n; i++) {
        const struct cart_line *l = &cart.lines.at[i];
        *LIST_ADD(v->c, &out.lines) =
            (struct cart_line_view){.product = l->product,
                                    .variant = l->variant,
                                    .title = l->title,
                                    .choice = l->choice,
                                    .quantity = l->quantity,
                                    .price = l->price,
                                    .problem = l->problem,
                                    .url = str_fmt(v->c, "/shop/product/%s?v=%s", url_escape(v->c, l->product).p,
                                                   url_escape(v->c, l->variant).p)};
    }
    return json_answer(v, 200, &cart_view_record, &out);
}

enum status shop_api_cart(struct visit *v) { return cart_answer(v, shopper_id(v)); }

enum status shop_api_cart_change(struct visit *v)
{
    const struct cart_body *in = v->body;
    struct str shopper;
    TRY(own_site(v));
    TRY(shopper_make(v, &shopper));
    enum status s = str_eq(in->action, STR("add")) ? cart_add(v->c, shopper, in->product, in->variant, in->quantity)
                                                   : cart_set(v->c, shopper, in->product, in->variant,
                                                              str_eq(in->action, STR("set")) ? in->quantity : 0);
    if (s == REJECT)
        v->code = 409;
    return s == OK ? cart_answer(v, shopper) : s;
}

/* ---- what visitors do --------------------------------------------------------------------------------------- */

/* Without consent a page is counted and no more: no number, no words that were searched for, no order. */
static void counted_only(struct ctx *c, struct tree *t, struct node *o, const struct json *p)
{
    static const char *const kept[] = {"product_id", "list_id", "position"};
    struct node *less = tree_object(t);
    for (size_t i = 0; i < sizeof kept / sizeof *kept; i++)
        if (json_get(p, kept[i]))
            node_set(t, less, kept[i], tree_raw(t, json_text(c, json_get(p, kept[i]))));
    node_set(t, o, "properties", less);
}

static enum status event_text(struct visit *v, const struct event_body *e, struct str visitor, struct buf *lines)
{
    struct tree *t = tree_open(v->c);
    struct node *o = tree_object(t);
    const struct json *p = NULL;
    if (e->properties.text.n)
        TRY(json_read(v->c, e->properties.text, &p));
    node_set(t, o, "type", tree_str(t, STR("track")));
    node_set(t, o, "event", tree_str(t, e->event));
    node_set(t, o, "messageId", tree_str(t, hash_base64_url(v->c, hash_random(v->c, 16))));
    node_set(t, o, "timestamp", tree_str(t, moment_iso(v->c, v->c->now_ms)));
    if (visitor.n)
        node_set(t, o, "anonymousId", tree_str(t, visitor));
    if (visitor.n && json_kind(p) == JSON_OBJECT)
        node_set(t, o, "properties", tree_raw(t, json_text(v->c, p)));
    else
        counted_only(v->c, t, o, p);
    buf_add(v->c, lines, tree_text(v->c, t, o));
    buf_byte(v->c, lines, '\n');
    return OK;
}

/* Names that a shop's page tells; anything else is no business of this address. */
static bool is_told(struct str name)
{
    static const char *const names[] = {"Products Searched", "Product List Viewed", "Product List Filtered",
                                        "Product Clicked",   "Product Viewed",      "Product Added",
                                        "Product Removed",   "Cart Viewed",         "Checkout Started",
                                        "Order Completed",   "Product Shared"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (str_eq(name, str_z(names[i])))
            return true;
    return false;
}

enum status shop_api_events(struct visit *v)
{
    const struct events_body *in = v->body;
    struct taken_view out = {.recognized = shopper_agreed(v)};
    struct str shopper = STR(""), visitor = STR("");
    struct buf lines = {0};
    TRY(own_site(v));
    if (out.recognized) {
        TRY(shopper_make(v, &shopper));
        visitor = shopper_event_id(v->c, shopper);
    }
    for (size_t i = 0; i < in->events.n; i++) {
        if (!is_told(in->events.at[i].event))
            return fail(v->c, REJECT, "\"%.60s\" is no event that a page of the shop tells", in->events.at[i].event.p);
        TRY(event_text(v, &in->events.at[i], visitor, &lines));
        out.taken++;
    }
    struct str id = str_fmt(v->c, "shop:%s", hash_base64_url(v->c, hash_random(v->c, 16)).p);
    TRY(db_run(v->c, "INSERT INTO inbox (id, topic, body, state, at_ms) VALUES ($1, 'segment', $2, 'new', $3)", A(id),
               A(buf_str(&lines)), A(v->c->now_ms)));
    return json_answer(v, 200, &taken_view_record, &out);
}
