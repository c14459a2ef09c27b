/* app/web/store/layout.c - which sections a page has, in which order: data, so that it can be changed per shop and per visitor.
 *
 * Tables  reads setting
 */
#include "app/web/store/store.h"
#include "core/settings.h"
#include "data/product.h"

const struct record shop_layout_record = {
    "shop.layout", sizeof(struct layout),
    (const struct field[]){
        FIELD(struct layout, home, .flags = OPTIONAL, .doc = "hero, categories, popular, collections, fresh"),
        FIELD(struct layout, list, .flags = OPTIONAL, .doc = "facets, results, popular"),
        FIELD(struct layout, product, .flags = OPTIONAL, .doc = "gallery, buy, story, facts, goes-with, similar"),
        FIELD(struct layout, cart, .flags = OPTIONAL, .doc = "items, goes-with"),
        {0}}};
static const struct record collection_record = {
    "collection", sizeof(struct collection),
    (const struct field[]){
        FIELD(struct collection, slug, .min = 1, .max = 80, .doc = "in its address"),
        FIELD(struct collection, title, .min = 1, .max = 120, .doc = "heading"),
        FIELD(struct collection, text, .max = 2000, .flags = OPTIONAL, .doc = "a paragraph below it"),
        FIELD(struct collection, query, .max = 400, .flags = OPTIONAL, .doc = "a search that gives its products"),
        FIELD(struct collection, filters, .max = 400, .flags = OPTIONAL,
              .doc = "\"price:-20\", \"brand:nike;color:red\""),
        FIELD(struct collection, products, .flags = OPTIONAL, .doc = "or their ids, in order"),
        FIELD(struct collection, ai, .flags = OPTIONAL, .doc = "the text was written by a machine"),
        {0}}};
const struct record shop_collections_record = {
    "shop.collections", sizeof(struct collections),
    (const struct field[]){
        FIELD_LIST(struct collections, list, &collection_record, .doc = "as the home page shows them"), {0}}};

static void unless_set(struct ctx *c, struct strs *list, const char *all)
{
    if (!list->n)
        *list = str_split(c, str_z(all), ' ');
}

enum status layout_read(struct ctx *c, struct layout *out)
{
    struct str set = settings_get(c->settings, STR("shop.layout"));
    TRY(record_from_json(c, &shop_layout_record, set.p ? set : STR("{}"), LENIENT, out));
    unless_set(c, &out->home, "hero categories popular collections fresh");
    unless_set(c, &out->list, "facets results popular");
    unless_set(c, &out->product, "gallery buy story facts goes-with similar");
    unless_set(c, &out->cart, "items goes-with");
    return OK;
}

/* ---- collections by rule: every catalogue has small and grand things ------------------------------------ */

/* The next of 1, 2, 2.5, 5, 10 … that is not below, in major units. */
static int64_t round_price(int64_t minor, int64_t unit)
{
    static const int64_t steps[] = {100, 150, 200, 250, 300, 400, 500, 750, 1000};
    for (int64_t scale = unit; scale < INT64_MAX / 2000; scale *= 10)
        for (size_t i = 0; i < sizeof steps / sizeof *steps; i++)
            if (steps[i] * scale / 100 >= minor)
                return steps[i] * scale / 100;
    return minor;
}

static enum status by_rule(struct visit *v, const struct guide *g, struct collections *out)
{
    struct ctx *c = v->c;
    int64_t low = g->small, high = g->grand, unit = currency_minor(g->currency);
    if (!low || high <= low)
        return OK;
    low = round_price(low, unit);
    high = round_price(high, unit);
    struct str small = price_words(c, low, g->currency), grand = price_words(c, high, g->currency);
    *LIST_ADD(c, &out->list) =
        (struct collection){.slug = STR("little-finds"),
                            .title = str_fmt(c, "Little finds under %.*s",
                                             (int)(str_ends(small, STR(".00")) ? small.n - 3 : small.n), small.p),
                            .text = STR("Everything here costs little and can be had now."),
                            .filters = str_fmt(c, "price:-%s;stock:", money_plain(c, low, g->currency).p)};
    *LIST_ADD(c, &out->list) =
        (struct collection){.slug = STR("showpieces"),
                            .title = STR("Showpieces"),
                            .text = str_fmt(c, "The upper shelf: from %s.", grand.p),
                            .filters = str_fmt(c, "price:%s-;stock:", money_plain(c, high, g->currency).p)};
    return OK;
}

/* ---- collections from themes, once a person let them out -------------------------------------------------- */

struct shown { struct str id, field, value; };
static const struct record shown_record = {"content", sizeof(struct shown), (const struct field[]){
    FIELD(struct shown, id), FIELD(struct shown, field), FIELD(struct shown, value, .flags = OPTIONAL), {0}}};
struct ids { struct strs products; };
static const struct record ids_record = {"products", sizeof(struct ids), (const struct field[]){FIELD(struct ids, products), {0}}};

/* One whose field was taken back is none. */
static enum status by_theme(struct ctx *c, struct collections *out)
{
    LIST(struct shown) rows;
    TRY(db_all(c, &shown_record, &rows, "SELECT id, field, value FROM content WHERE entity = 'collection' AND locale = '' AND channel = 'file' ORDER BY id, field"));
    for (size_t i = 0; i < rows.n;) {
        struct collection one = {.slug = rows.at[i].id, .ai = true};
        struct ids ids = {0};
        for (struct str id = one.slug; i < rows.n && str_eq(rows.at[i].id, id); i++) {
            struct str field = rows.at[i].field, value = rows.at[i].value;
            one.title = str_eq(field, STR("title")) ? value : one.title;
            one.text = str_eq(field, STR("text")) ? value : one.text;
            if (str_eq(field, STR("products")) && value.n)
                TRY(record_from_json(c, &ids_record, str_fmt(c, "{\"products\":%.*s}", FMT(value)), LENIENT, &ids));
        }
        one.products = ids.products;
        if (one.title.n && one.products.n)
            *LIST_ADD(c, &out->list) = one;
    }
    return OK;
}

enum status collections_read(struct visit *v, struct collections *out)
{
    const struct guide *g;
    struct str set = settings_get(v->c->settings, STR("shop.collections"));
    *out = (struct collections){0};
    TRY(store_guide(v, &g));
    if (!set.p || record_from_json(v->c, &shop_collections_record, set, LENIENT, out) != OK)
        TRY(by_rule(v, g, out));
    return by_theme(v->c, out);
}

/* ---- what is in a collection ---------------------------------------------------------------------------- */

/* "price:-20;brand:nike" */
static void filters_of(struct ctx *c, struct str text, struct search_question *q)
{
    struct strs parts = str_split(c, text, ';');
    for (size_t i = 0; i < parts.n; i++) {
        size_t colon = str_find(parts.at[i], STR(":"), 0);
        if (colon == SIZE_MAX)
            continue;
        struct search_filter f = {.name = str_copy(c, str_trim(str_part(parts.at[i], 0, colon))),
                                  .least = NONE,
                                  .most = NONE,
                                  .value = str_copy(c, str_trim(str_part(parts.at[i], colon + 1, parts.at[i].n)))};
        size_t dash = str_find(f.value, STR("-"), 0);
        if (str_eq(f.name, STR("price")) && dash != SIZE_MAX) {
            struct str least = str_copy(c, str_part(f.value, 0, dash)),
                       most = str_copy(c, str_part(f.value, dash + 1, f.value.n));
            f.least = least.n && money_read(least, q->currency, &f.least) ? f.least : NONE;
            f.most = most.n && money_read(most, q->currency, &f.most) ? f.most : NONE;
            f.value = STR("");
        }
        *LIST_ADD(c, &q->filters) = f;
    }
}

void collection_ask(struct ctx *c, const struct collection *k, struct search_question *q)
{
    q->filters.at = NULL, q->filters.n = 0;
    q->query = k->query.n ? k->query : q->query;
    filters_of(c, k->filters, q);
}
