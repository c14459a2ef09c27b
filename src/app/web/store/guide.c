/* app/web/store/guide.c - what the whole catalogue is like: its categories as a tree, names as the merchant writes them.
 *
 * Tables  reads product, event
 */
#include "app/web/store/store.h"
#include "app/verb.h"
#include "core/settings.h"
#include "data/day.h"
#include "data/product.h"
#include <stdlib.h>

struct shop_words {
    struct str name, currency, language;
};
static const struct record shop_record = {
    "shop", sizeof(struct shop_words),
    (const struct field[]){
        FIELD(struct shop_words, name, .max = 100, .flags = OPTIONAL, .doc = "as the storefront's head shows it"),
        FIELD(struct shop_words, currency, .max = 3, .flags = OPTIONAL, .doc = "ISO 4217; absent: the products' own"),
        FIELD(struct shop_words, language, .max = 20, .flags = OPTIONAL, .doc = "BCP 47"),
        {0}}};

struct shelved {
    struct str category, photo;
    int64_t n;
};
static const struct record shelved_record = {"product", sizeof(struct shelved),
                                             (const struct field[]){FIELD(struct shelved, category, .flags = OPTIONAL),
                                                                    FIELD(struct shelved, photo, .flags = OPTIONAL),
                                                                    FIELD(struct shelved, n),
                                                                    {0}}};
struct brand_row {
    struct str brand;
};
static const struct record brand_record = {
    "product", sizeof(struct brand_row),
    (const struct field[]){FIELD(struct brand_row, brand, .flags = OPTIONAL), {0}}};

enum { DEPTH = 3, BELOW_MAX = 40 }; /* of the tree that menus show */

static void written_add(struct ctx *c, struct guide *g, struct str text)
{
    struct str folded = search_folded(c, text);
    if (folded.n && wordlist_find(&g->folded, folded) == TERM_NONE) {
        wordlist_add(c, &g->folded, folded);
        strs_add(c, &g->written, str_copy(c, text));
    }
}

struct str guide_written(struct ctx *c, const struct guide *g, struct str folded)
{
    int32_t at = wordlist_find(&g->folded, folded);
    return at == TERM_NONE ? title_case(c, folded) : g->written.at[at];
}

static struct aisle *aisle_of(struct ctx *c, struct aisle **list, size_t *n, struct str name)
{
    struct str key = search_folded(c, name);
    for (size_t i = 0; i < *n; i++)
        if (str_eq((*list)[i].key, key))
            return &(*list)[i];
    if (*n >= BELOW_MAX || !key.n)
        return NULL;
    *list = arena_grow(c->mem, *list, sizeof **list, *n);
    (*list)[*n] =
        (struct aisle){.name = str_copy(c, name), .key = key, .slug = str_replace(c, key, STR(" "), STR("-"))};
    return &(*list)[(*n)++];
}

static void path_add(struct ctx *c, struct guide *g, const struct shelved *s)
{
    struct aisle **list = &g->aisles;
    size_t *n = &g->n_aisles;
    int depth = 0;
    for (size_t from = 0, at = 0; at <= s->category.n && depth < DEPTH; at++) {
        if (at < s->category.n && s->category.p[at] != '>' && s->category.p[at] != '|')
            continue;
        struct str name = str_copy(c, str_trim(str_part(s->category, from, at)));
        from = at + 1;
        struct aisle *a = aisle_of(c, list, n, name);
        if (!a)
            return;
        written_add(c, g, name);
        a->n += s->n;
        if (!a->photo.n)
            a->photo = str_copy(c, s->photo);
        list = &a->below;
        n = &a->n_below;
        depth++;
    }
}

static int by_n(const void *a, const void *b)
{
    const struct aisle *x = a, *y = b;
    return x->n != y->n ? (x->n < y->n ? 1 : -1) : str_cmp(x->key, y->key);
}

static void sort(struct aisle *list, size_t n)
{
    if (n)
        qsort(list, n, sizeof *list, by_n);
    for (size_t i = 0; i < n; i++)
        sort(list[i].below, list[i].n_below);
}

/* ---- what pages for everyone show: counted here, so that no request has to ---------------------------------- */

struct id_row {
    struct str id;
};
static const struct record id_record = {"product", sizeof(struct id_row),
                                        (const struct field[]){FIELD(struct id_row, id), {0}}};
typedef LIST(struct id_row) id_rows;

enum { RAIL = 12, DAYS = 60 };

static void ids_of(struct ctx *c, const id_rows *rows, struct strs *out)
{
    for (size_t i = 0; i < rows->n; i++)
        strs_add(c, out, rows->at[i].id);
}

static enum status read_rails(struct ctx *c, struct guide *g)
{
    id_rows hero, fresh, popular;
    TRY(db_all(c, &id_record, &hero,
               "SELECT MAX(id) AS id FROM product WHERE gone = 0 AND images IS NOT NULL AND images <> '[]'"
               " GROUP BY category ORDER BY COUNT(*) DESC, id LIMIT 5"));
    TRY(db_all(c, &id_record, &fresh,
               "SELECT id FROM (SELECT id, category, ROW_NUMBER() OVER (PARTITION BY category ORDER BY"
               " CASE WHEN images IS NULL OR images = '[]' THEN 1 ELSE 0 END, updated_ms DESC, id) AS turn"
               " FROM product WHERE gone = 0) AS t WHERE turn <= 4 ORDER BY turn, category LIMIT $1",
               A((int)RAIL)));
    TRY(db_all(c, &id_record, &popular,
               "SELECT e.product AS id FROM event e JOIN product p ON p.id = e.product AND p.gone = 0"
               " WHERE e.at_ms > $1 AND e.name IN ('Order Completed', 'Product Added', 'Product Viewed') GROUP BY e.product"
               " ORDER BY SUM(CASE e.name WHEN 'Order Completed' THEN 8 WHEN 'Product Added' THEN 3 ELSE 1 END) DESC,"
               " e.product LIMIT $2",
               A(c->now_ms - DAYS * DAY_MS), A((int)RAIL)));
    ids_of(c, &hero, &g->hero);
    ids_of(c, &fresh, &g->fresh);
    ids_of(c, &popular, &g->popular);
    return OK;
}

static enum status price_at(struct ctx *c, const struct guide *g, double share, int64_t *out)
{
    int64_t n;
    TRY(db_int(c, &n, "SELECT COUNT(*) FROM product WHERE gone = 0 AND price IS NOT NULL AND currency = $1",
               A(g->currency)));
    return db_int(c, out,
                  "SELECT price FROM product WHERE gone = 0 AND price IS NOT NULL AND currency = $1"
                  " ORDER BY price LIMIT 1 OFFSET $2",
                  A(g->currency), A((int64_t)((double)n * share)));
}

/* ---- all of it ------------------------------------------------------------------------------------------------ */

static enum status guide_read(struct ctx *c, struct guide *g)
{
    LIST(struct shelved) rows;
    LIST(struct brand_row) brands;
    struct shop_words words;
    struct str set = settings_get(c->settings, STR("shop"));
    TRY(record_from_json(c, &shop_record, set.p ? set : STR("{}"), LENIENT, &words)); /* others keep words there too */
    TRY(db_all(c, &shelved_record, &rows,
               "SELECT category, COUNT(*) AS n, MIN(CASE WHEN images IS NOT NULL AND images <> '[]' THEN id END) AS "
               "photo"
               " FROM product WHERE gone = 0 GROUP BY category ORDER BY n DESC, category"));
    TRY(db_all(c, &brand_record, &brands,
               "SELECT DISTINCT brand FROM product WHERE gone = 0 AND brand IS NOT NULL ORDER BY brand"));
    TRY(db_text(c, &g->currency,
                "SELECT currency FROM product WHERE gone = 0 AND currency IS NOT NULL GROUP BY currency"
                " ORDER BY COUNT(*) DESC LIMIT 1"));
    for (size_t i = 0; i < rows.n; i++) {
        g->products += rows.at[i].n;
        path_add(c, g, &rows.at[i]);
    }
    for (size_t i = 0; i < brands.n; i++)
        written_add(c, g, brands.at[i].brand);
    sort(g->aisles, g->n_aisles);
    g->name = words.name.n ? words.name : STR("The Shop");
    g->currency = words.currency.n ? words.currency : g->currency;
    g->language = words.language.n ? words.language : STR("en");
    TRY(price_at(c, g, 0.25, &g->small));
    TRY(price_at(c, g, 0.8, &g->grand));
    return read_rails(c, g);
}

struct guide *guide_make(struct ctx *c)
{
    struct ctx own = *c;
    own.mem = arena_open();
    struct guide *g = NEW(&own, struct guide);
    g->mem = own.mem;
    enum status s = settings_load(&own) == OK ? guide_read(&own, g) : RETRY;
    if (s == OK)
        return g;
    memcpy(c->why, own.why, sizeof c->why);
    arena_close(own.mem);
    return NULL;
}

const struct aisle *guide_aisle(const struct guide *g, struct str slug, const struct aisle **top)
{
    for (size_t i = 0; i < g->n_aisles; i++) {
        *top = &g->aisles[i];
        if (str_eq(g->aisles[i].slug, slug))
            return *top;
        for (size_t k = 0; k < g->aisles[i].n_below; k++)
            if (str_eq(g->aisles[i].below[k].slug, slug))
                return &g->aisles[i].below[k];
    }
    return *top = NULL;
}
