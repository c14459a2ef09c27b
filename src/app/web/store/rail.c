/* app/web/store/rail.c - products beside a product, and for everyone: from what stands on the shelf and what was done in the shop.
 *
 * What mind learnt comes first (app/learn/recommend.h); until it has, and where it knows nothing, what can be counted on the spot.
 *
 * Tables  reads neighbour, event, line, product
 */
#include "app/learn/recommend.h"
#include "app/web/store/store.h"
#include "data/shopper.h"

struct counted {
    struct str id;
    int64_t n;
};
static const struct record counted_record = {
    "product", sizeof(struct counted),
    (const struct field[]){FIELD(struct counted, id), FIELD(struct counted, n), {0}}};
typedef LIST(struct counted) counted_list;

static bool has(const struct strs *list, struct str id)
{
    for (size_t i = 0; i < list->n; i++)
        if (str_eq(list->at[i], id))
            return true;
    return false;
}

static void rail_add(struct ctx *c, struct rail *r, struct str id, struct str why)
{
    if (has(&r->ids, id))
        return;
    strs_add(c, &r->ids, id);
    strs_add(c, &r->why, why);
}

static enum status rail_learnt(struct visit *v, const struct recommend_ask *ask, struct rail *out)
{
    struct recommended_list list;
    TRY(recommend_show(v->c, ask, &list));
    out->list = list.variant;
    for (size_t i = 0; i < list.shown.n; i++) {
        rail_add(v->c, out, list.shown.at[i].id, list.shown.at[i].reason);
        out->own |= str_eq(list.shown.at[i].source, STR("next")) || str_eq(list.shown.at[i].source, STR("similar"));
    }
    return OK;
}

enum status rail_for_you(struct visit *v, size_t k, struct rail *out)
{
    struct recommend_ask ask = {.place = PLACE_FOR_YOU, .visitor = shopper_event_id(v->c, shopper_id(v)), .k = k};
    return rail_learnt(v, &ask, out);
}

enum status rail_similar(struct visit *v, struct str product, size_t k, struct rail *out)
{
    struct recommend_ask ask = {.place = PLACE_SIMILAR, .k = k};
    strs_add(v->c, &ask.page, product);
    TRY(rail_learnt(v, &ask, out));
    if (out->ids.n)
        return OK;
    struct shelf *shelf;
    struct search_answer a = {0};
    TRY(store_shelf(v, &shelf));
    enum status s = shelf_similar(v->c, shelf, &(struct similar_question){.product = product, .k = k}, &a);
    for (size_t i = 0; s == OK && i < a.hits.n; i++)
        if (!str_eq(a.hits.at[i].id, product))
            rail_add(v->c, out, a.hits.at[i].id, (struct str){0});
    return s == RETRY ? s : OK;
}

/* Bought together with any of them, commonest first. */
enum status rail_goes_with(struct visit *v, const struct strs *products, size_t k, struct rail *out)
{
    struct recommend_ask ask = {.place = PLACE_GOES_WITH, .page = *products, .k = k};
    TRY(rail_learnt(v, &ask, out));
    for (size_t i = 0; i < products->n && out->ids.n < k; i++) {
        counted_list rows;
        TRY(db_all(v->c, &counted_record, &rows,
                   "SELECT b.product AS id, COUNT(DISTINCT a.sale) AS n FROM line a JOIN line b ON b.sale = a.sale AND "
                   "b.product <> a.product"
                   " JOIN product p ON p.id = b.product AND p.gone = 0 WHERE a.product = $1 GROUP BY b.product HAVING "
                   "COUNT(DISTINCT a.sale) > 1"
                   " ORDER BY n DESC, id LIMIT $2",
                   A(products->at[i]), A((int64_t)k)));
        for (size_t j = 0; j < rows.n && out->ids.n < k; j++)
            if (!has(products, rows.at[j].id))
                rail_add(v->c, out, rows.at[j].id,
                         str_fmt(v->c, "bought together %lld times", (long long)rows.at[j].n));
    }
    return OK;
}

/* The first k of a list that the guide keeps. */
static enum status rail_known(struct visit *v, const struct strs *ids, size_t k, struct rail *out)
{
    for (size_t i = 0; i < ids->n && i < k; i++)
        rail_add(v->c, out, ids->at[i], (struct str){0});
    return OK;
}

enum status rail_popular(struct visit *v, size_t k, struct rail *out)
{
    const struct guide *g;
    TRY(store_guide(v, &g));
    return rail_known(v, &g->popular, k, out);
}

/* One of each category in turn, those that changed last first: the shop's breadth on one line. */
enum status rail_fresh(struct visit *v, size_t k, struct rail *out)
{
    const struct guide *g;
    TRY(store_guide(v, &g));
    return rail_known(v, &g->fresh, k, out);
}
