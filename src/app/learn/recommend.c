/* app/learn/recommend.c - what a page recommends: rows learnt before, added up over what the visitor did, held to rules and stock.
 *
 * Tables  reads neighbour, product, variant, event, sale, line
 */
#include "app/learn/recommend.h"
#include "core/settings.h"
#include "data/choice.h"
#include "data/neighbour.h"
#include "intelligence/answer/recommend/placement.h"
#include <math.h>
#include <stdlib.h>

static const struct record recommended_record = {"recommended", sizeof(struct recommended), (const struct field[]){
    FIELD(struct recommended, id, .doc = "of the product"),
    FIELD(struct recommended, title, .doc = "its title"),
    FIELD(struct recommended, image, .flags = OPTIONAL, .doc = "its first"),
    FIELD(struct recommended, url, .flags = OPTIONAL, .doc = "its page in the shop it came from"),
    FIELD(struct recommended, price, .unit = "minor", .init = (double)NONE, .flags = OPTIONAL, .doc = "asked"),
    FIELD(struct recommended, currency, .flags = OPTIONAL, .doc = "ISO 4217"),
    FIELD(struct recommended, reason, .doc = "in words, true of the shop's data"),
    FIELD(struct recommended, source, .doc = "similar, goes_with, next, popular, new, rule"),
    FIELD(struct recommended, score, .doc = "comparable within one list"),
    {0}}};
const struct record recommended_list_record = {"recommended_list", sizeof(struct recommended_list), (const struct field[]){
    FIELD_LIST(struct recommended_list, shown, &recommended_record, .doc = "best first"),
    FIELD(struct recommended_list, variant, .doc = "for the events' list: which configuration made it"),
    {0}}};

static const char *const places[] = {[PLACE_SIMILAR] = "similar", [PLACE_GOES_WITH] = "goes_with", [PLACE_FOR_YOU] = "for_you", [PLACE_POPULAR] = "popular"};

bool recommend_place_of(struct str name, enum recommend_place *out)
{
    for (size_t i = 0; i < sizeof places / sizeof *places; i++)
        if (str_eq(name, str_z(places[i]))) {
            *out = (enum recommend_place)i;
            return true;
        }
    return false;
}

enum {
    LOOKED_BACK = 12,  /* choices of the visitor that lists are added up over */
    CANDIDATES = 120,  /* looked up in the catalogue at most */
};
static const double OLDER = 0.8; /* a choice counts so much of the next newer */

/* ---- candidates ------------------------------------------------------------------------------------------- */

struct pool {
    neighbour_list at;
    struct strs never; /* on the page, or bought before */
};

static bool has(const struct strs *list, struct str id)
{
    for (size_t i = 0; i < list->n; i++)
        if (str_eq(list->at[i], id))
            return true;
    return false;
}

/* Of one found in several lists the scores add up, and the strongest says why. */
static void pool_add(struct ctx *c, struct pool *p, const neighbour_list *list, double by)
{
    for (size_t i = 0; i < list->n; i++) {
        const struct neighbour *n = &list->at[i];
        struct neighbour *there = NULL;
        if (has(&p->never, n->id))
            continue;
        for (size_t j = 0; j < p->at.n && !there; j++)
            there = str_eq(p->at.at[j].id, n->id) ? &p->at.at[j] : NULL;
        if (!there) {
            *LIST_ADD(c, &p->at) = *n;
            p->at.at[p->at.n - 1].score = n->score * by;
            continue;
        }
        there->score += n->score * by;
    }
}

static enum status pool_look(struct ctx *c, struct pool *p, const char *kind, struct str of, double by)
{
    neighbour_list list;
    TRY(neighbours_load(c, str_z(kind), of, &list));
    pool_add(c, p, &list, by);
    return OK;
}

/* By what the visitor chose: newest first, a product once. */
static enum status pool_visitor(struct ctx *c, const struct recommend_ask *ask, struct pool *p)
{
    choice_list own = {0};
    struct strs met = {0};
    double by = 1;
    if (ask->visitor.n || ask->customer.n)
        TRY(choices_of(c, ask->visitor, ask->customer, 4 * LOOKED_BACK, &own));
    for (size_t i = 0; i < own.n; i++)
        if (str_eq(own.at[i].act, STR("bought")) && !has(&p->never, own.at[i].product))
            strs_add(c, &p->never, own.at[i].product);
    for (size_t i = 0; i < own.n && met.n < LOOKED_BACK; i++) {
        if (has(&met, own.at[i].product))
            continue;
        strs_add(c, &met, own.at[i].product);
        TRY(pool_look(c, p, "next", own.at[i].product, by));
        by *= OLDER;
    }
    return OK;
}

static int by_score(const void *a, const void *b)
{
    const struct neighbour *x = a, *y = b;
    return x->score != y->score ? (x->score < y->score) - (x->score > y->score) : str_cmp(x->id, y->id);
}

/* What sells stands behind all that is known of the visitor. */
static enum status pool_popular(struct ctx *c, struct str category, struct pool *p)
{
    neighbour_list list;
    double least = 0, top = 0;
    for (size_t i = 0; i < p->at.n; i++)
        least = fmin(least, p->at.at[i].score);
    TRY(neighbours_load(c, STR("popular"), category, &list));
    for (size_t i = 0; i < list.n; i++)
        top = fmax(top, list.at[i].score);
    for (size_t i = 0; i < list.n; i++)
        list.at[i].score = p->at.n ? least - 1 + list.at[i].score / (top + 1) : list.at[i].score;
    pool_add(c, p, &list, 1);
    return OK;
}

static enum status pool_fill(struct ctx *c, const struct recommend_ask *ask, struct pool *p)
{
    double by = 1;
    switch (ask->place) {
    case PLACE_SIMILAR:
    case PLACE_GOES_WITH:
        for (size_t i = 0; i < ask->page.n; i++, by *= 0.95)
            TRY(pool_look(c, p, places[ask->place], ask->page.at[i], by));
        return OK;
    case PLACE_FOR_YOU:
        TRY(pool_visitor(c, ask, p));
        if (p->at.n)
            qsort(p->at.at, p->at.n, sizeof *p->at.at, by_score);
        return pool_popular(c, STR(""), p);
    case PLACE_POPULAR: return pool_popular(c, ask->category.p ? ask->category : STR(""), p);
    }
    return OK;
}

/* ---- what is shown ------------------------------------------------------------------------------------------ */

struct shelf_row {
    struct good good;
    struct neighbour why;
};

static enum status rows_find(struct ctx *c, const struct pool *p, const struct strs *pins, struct shelf_row *row, size_t *n)
{
    bool found;
    for (size_t i = 0; i < pins->n && *n < CANDIDATES; i++) {
        if (has(&p->never, pins->at[i]))
            continue;
        TRY(good_find(c, pins->at[i], &row[*n].good, &found));
        row[*n].why = (struct neighbour){.id = pins->at[i], .reason = STR("chosen by the shop"), .source = STR("rule")};
        *n += found;
    }
    for (size_t i = 0; i < p->at.n && *n < CANDIDATES; i++) {
        if (has(pins, p->at.at[i].id))
            continue;
        TRY(good_find(c, p->at.at[i].id, &row[*n].good, &found));
        row[*n].why = p->at.at[i];
        *n += found;
    }
    return OK;
}

static struct recommended shown_of(const struct shelf_row *r, double score)
{
    return (struct recommended){r->good.id, r->good.title, r->good.image, r->good.url, r->good.currency, r->good.price, r->why.reason, r->why.source, score};
}

enum status recommend_show(struct ctx *c, const struct recommend_ask *ask, struct recommended_list *out)
{
    struct placement rules;
    struct pool pool = {0};
    struct shelf_row *row = NEW_ARRAY(c, struct shelf_row, CANDIDATES);
    struct placed *placed = NEW_ARRAY(c, struct placed, CANDIDATES);
    size_t n = 0;
    const char *place = places[ask->place];
    *out = (struct recommended_list){.variant = str_z(place)};
    TRY(settings_read(c, &recommend_setting_record, STR("recommend"), &rules));
    const struct placement_arm *arm = placement_arm(c, &rules, ask->visitor);
    if (arm)
        out->variant = str_fmt(c, "%s:%.*s", place, FMT(arm->name));
    for (size_t i = 0; i < ask->page.n; i++)
        strs_add(c, &pool.never, ask->page.at[i]);
    TRY(pool_fill(c, ask, &pool));
    if (pool.at.n)
        qsort(pool.at.at, pool.at.n, sizeof *pool.at.at, by_score);
    struct strs pins = placement_pins(c, &rules, arm, place);
    TRY(rows_find(c, &pool, &pins, row, &n));
    for (size_t i = 0; i < n; i++)
        placed[i] = (struct placed){.id = row[i].good.id, .title = row[i].good.title, .brand = row[i].good.brand, .category = row[i].good.category,
                                    .price = row[i].good.price, .stock = row[i].good.stock, .score = row[i].why.score};
    if (ask->place == PLACE_SIMILAR || (ask->place == PLACE_POPULAR && ask->category.n))
        rules.per_category = 0; /* of one category by their nature */
    size_t kept = placement_apply(&rules, arm, place, placed, n, ask->k);
    for (size_t i = 0; i < kept; i++)
        *LIST_ADD(c, &out->shown) = shown_of(&row[placed[i].from], row[placed[i].from].why.score);
    return OK;
}
