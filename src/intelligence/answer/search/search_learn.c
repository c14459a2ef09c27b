/* intelligence/answer/search/search_learn.c - clicks, carts and orders counted back to the queries they followed.
 *
 * Tables  reads event, line, sale, variant, brought, setting
 * Sources  Joachims, Swaminathan, Schnabel 2017: a click at place p counts 1 / propensity(p), since what stands low is seldom
 *          looked at; propensity 1 / p as they measured, never below 1/10. Evidence fades by half in 30 days, and a share is
 *          shrunk towards none by a few visitors' worth: one visitor moves little.
 */
#include "intelligence/answer/search/search_learn.h"
#include "core/settings.h"
#include "data/day.h"
#include "data/sale.h"
#include <math.h>
#include <stdlib.h>

enum {
    EVENTS_MOST = 500000,          /* latest; older ones have faded */
    SEARCH_MS = 30 * MINUTE_MS,    /* what is done so long after a search belongs to it */
    PLACE_MOST = 10,
    CHOICES_MOST = 20000,          /* that tell how words and meaning are to be weighed: more would tell no better */
};
static const double half_life_days = 30;
static const double of_click = 1, of_cart = 3, of_order = 8; /* about what they are worth: one in three carts what it clicks, and so on */
static const double shrink = 10; /* clicks at the first place that nobody made */

const struct record search_rules_record = {"search_rules", sizeof(struct search_rules), (const struct field[]){
    FIELD(struct search_rules, embed, .flags = OPTIONAL,
          .doc = "the capability that makes vectors: embed.e5, embed.minilm, embed.hash; none: words alone; absent: by the products' language"),
    FIELD(struct search_rules, behaviour, .max = 10, .init = 4, .flags = OPTIONAL, .doc = "what was clicked, put in carts and bought after the same query; 0: off"),
    FIELD(struct search_rules, popular, .max = 10, .init = 0.5, .flags = OPTIONAL, .doc = "what is looked at and bought whatever was asked"),
    FIELD(struct search_rules, fresh, .max = 10, .flags = OPTIONAL, .doc = "what is new in the shop; halves every 30 days"),
    FIELD(struct search_rules, margin, .max = 10, .flags = OPTIONAL, .doc = "the share of the price that is left above cost"),
    FIELD(struct search_rules, stock, .max = 10, .init = 1, .flags = OPTIONAL, .doc = "taken off what is sold out"),
    {0}}};

enum status search_rules_read(struct ctx *c, struct search_rules *out)
{
    record_init(&search_rules_record, out);
    return c->settings ? settings_read(c, &search_rules_record, STR("search"), out) : OK;
}

/* ---- events to queries ----------------------------------------------------------------------------- */

struct act {
    struct str name, visitor, product, query;
    int64_t at_ms, place;
};
static const struct record act_record = {"act", sizeof(struct act), (const struct field[]){
    FIELD(struct act, name), FIELD(struct act, visitor, .flags = OPTIONAL), FIELD(struct act, product, .flags = OPTIONAL),
    FIELD(struct act, query, .flags = OPTIONAL), FIELD(struct act, at_ms), FIELD(struct act, place, .init = NONE, .flags = OPTIONAL), {0}}};

struct tally {
    uint32_t query, doc;
    double weight;
};
struct learner {
    struct ctx *keep; /* whose memory holds what is learnt */
    const struct search_index *x;
    struct search_learnt *l;
    LIST(struct tally) tallies;
    LIST(uint32_t) asked;
    LIST(struct search_choice) choices;
    uint32_t n_visitors;
    int64_t now_ms; /* of the last event: what fades does so by the shop's own time */
    struct str visitor; /* whose events are being read, oldest first */
    int32_t query;      /* that they asked last; TERM_NONE */
    int64_t query_ms;
};

/* How queries are told apart: folded words with single spaces. */
static struct str query_name(struct ctx *c, struct str query) { return search_folded(c, query); }

static double faded(const struct learner *r, int64_t at_ms) { return exp2(-(double)(r->now_ms - at_ms) / (half_life_days * DAY_MS)); }

static double seldom_seen(int64_t place)
{
    int64_t p = place == NONE || place < 1 ? 1 : place > PLACE_MOST ? PLACE_MOST : place;
    return (double)p; /* one over the propensity */
}

static double worth(struct str name)
{
    return str_eq(name, STR("Product Clicked")) ? of_click : str_eq(name, STR("Product Added")) ? of_cart
           : str_eq(name, STR("Order Completed")) ? of_order : 0;
}

static void query_begin(struct ctx *c, struct learner *r, const struct act *a)
{
    struct str name = query_name(c, a->query);
    uint32_t had = (uint32_t)r->l->queries.n;
    if (!name.n)
        return;
    uint32_t query = wordlist_add(r->keep, &r->l->queries, name);
    if (query == had)
        *LIST_ADD(r->keep, &r->asked) = 0;
    if (r->query != (int32_t)query || a->at_ms - r->query_ms > SEARCH_MS)
        r->asked.at[query]++;
    r->query = (int32_t)query;
    r->query_ms = a->at_ms;
}

static void act_count(struct ctx *c, struct learner *r, const struct act *a)
{
    int32_t id = wordlist_find(&r->x->ids, a->product);
    double w = worth(a->name) * faded(r, a->at_ms);
    if (id == TERM_NONE || !(w > 0 || str_eq(a->name, STR("Product Viewed"))))
        return;
    uint32_t doc = r->x->id_doc.at[id];
    r->l->popular[doc] += (float)(w > 0 ? w : 0.3 * of_click * faded(r, a->at_ms));
    if (!(w > 0) || r->query == TERM_NONE || a->at_ms - r->query_ms > SEARCH_MS)
        return;
    double worth_it = w * (str_eq(a->name, STR("Product Clicked")) ? seldom_seen(a->place) : 1);
    *LIST_ADD(c, &r->tallies) = (struct tally){(uint32_t)r->query, doc, worth_it};
    if (r->choices.n < CHOICES_MOST)
        *LIST_ADD(r->keep, &r->choices) = (struct search_choice){(uint32_t)r->query, doc, r->n_visitors, (float)worth_it};
}

static void act_read(struct ctx *c, struct learner *r, const struct act *a)
{
    if (!str_eq(a->visitor, r->visitor)) {
        r->visitor = a->visitor;
        r->query = TERM_NONE;
        r->n_visitors++;
    }
    if (a->query.n)
        query_begin(c, r, a);
    if (a->product.n)
        act_count(c, r, a);
}

/* ---- shares ------------------------------------------------------------------------------------------ */

static int by_query(const void *a, const void *b)
{
    const struct tally *x = a, *y = b;
    return x->query != y->query ? (x->query > y->query ? 1 : -1) : x->doc > y->doc ? 1 : x->doc < y->doc ? -1 : 0;
}

static void shares_make(struct ctx *c, struct learner *r)
{
    struct search_learnt *l = r->l;
    size_t n = 0;
    double *all = NEW_ARRAY(c, double, l->queries.n + 1);
    if (r->tallies.n)
        qsort(r->tallies.at, r->tallies.n, sizeof *r->tallies.at, by_query);
    for (size_t i = 0; i < r->tallies.n; i++) {
        all[r->tallies.at[i].query] += r->tallies.at[i].weight;
        if (n && !by_query(&r->tallies.at[n - 1], &r->tallies.at[i]))
            r->tallies.at[n - 1].weight += r->tallies.at[i].weight;
        else
            r->tallies.at[n++] = r->tallies.at[i];
    }
    l->start = NEW_ARRAY(r->keep, uint32_t, l->queries.n + 2);
    l->liked = NEW_ARRAY(r->keep, struct search_liked, n + 1);
    for (size_t i = 0; i < n; i++) {
        const struct tally *t = &r->tallies.at[i];
        l->liked[i] = (struct search_liked){t->doc, (float)(t->weight / (all[t->query] + shrink))};
        l->start[t->query + 1]++;
    }
    for (size_t q = 1; q <= l->queries.n; q++)
        l->start[q] += l->start[q - 1];
    l->asked = r->asked.at;
}

/* ---- rules ---------------------------------------------------------------------------------------------- */

struct worth_row {
    struct str id;
    int64_t price, cost, batch;
};
static const struct record worth_record = {"worth", sizeof(struct worth_row), (const struct field[]){
    FIELD(struct worth_row, id), FIELD(struct worth_row, price, .init = NONE, .flags = OPTIONAL), FIELD(struct worth_row, cost, .init = NONE, .flags = OPTIONAL),
    FIELD(struct worth_row, batch, .init = NONE, .flags = OPTIONAL), {0}}};

static const double epoch_2020_ms = 1577836800000.0;

/* Ids of ours hold the time they were made at: core/sql.h. */
static double age_days(struct ctx *c, int64_t batch) { return ((double)c->now_ms - ((double)(batch >> 21) + epoch_2020_ms)) / DAY_MS; }

static enum status rules_apply(struct ctx *c, const struct search_index *x, const struct search_rules *rules, struct search_learnt *l)
{
    LIST(struct worth_row) rows = {0};
    for (size_t d = 0; d < x->n; d++)
        l->favour[d] += (float)(rules->popular * (double)l->popular[d] - rules->stock * (x->doc[d].stock == 0));
    if (rules->fresh <= 0 && rules->margin <= 0)
        return OK;
    TRY(db_all(c, &worth_record, &rows, "SELECT p.id AS id, MIN(v.price) AS price, MIN(v.cost) AS cost, MIN(b.batch) AS batch FROM product p"
                                        " LEFT JOIN variant v ON v.product = p.id LEFT JOIN brought b ON b.product = p.id AND b.what = 'new'"
                                        " WHERE p.gone = 0 GROUP BY p.id"));
    for (size_t i = 0; i < rows.n; i++) {
        const struct worth_row *w = &rows.at[i];
        int32_t id = wordlist_find(&x->ids, w->id);
        if (id == TERM_NONE)
            continue;
        float *favour = &l->favour[x->id_doc.at[id]];
        if (w->batch != NONE && age_days(c, w->batch) >= 0)
            *favour += (float)(rules->fresh * exp2(-age_days(c, w->batch) / half_life_days));
        if (w->price != NONE && w->cost != NONE && w->price > 0 && w->cost < w->price)
            *favour += (float)(rules->margin * (double)(w->price - w->cost) / (double)w->price);
    }
    return OK;
}

/* What was bought without a visit that we saw: sales as the shop tells them. */
static enum status sales_count(struct ctx *c, struct learner *r)
{
    LIST(struct act) lines = {0};
    TRY(db_all(c, &act_record, &lines, "SELECT 'sale' AS name, l.product AS product, s.placed_ms AS at_ms FROM line l JOIN sale s ON s.id = l.sale"
                                       " WHERE l.product IS NOT NULL AND s.placed_ms IS NOT NULL AND s.state <> 'cancelled'"
                                       " ORDER BY s.placed_ms DESC LIMIT $1", A((int64_t)EVENTS_MOST)));
    for (size_t i = 0; i < lines.n; i++) {
        int32_t id = wordlist_find(&r->x->ids, lines.at[i].product);
        r->now_ms = lines.at[i].at_ms > r->now_ms ? lines.at[i].at_ms : r->now_ms;
        if (id != TERM_NONE)
            r->l->popular[r->x->id_doc.at[id]] += (float)(of_order * faded(r, lines.at[i].at_ms));
    }
    return OK;
}

/* Between 0 and 1, by the logarithm: the best seller does not drown the rest. */
static void popular_scale(struct search_learnt *l, size_t n)
{
    float most = 0;
    for (size_t d = 0; d < n; d++)
        most = l->popular[d] > most ? l->popular[d] : most;
    for (size_t d = 0; d < n; d++)
        l->popular[d] = most > 0 ? (float)(log1p((double)l->popular[d]) / log1p((double)most + shrink)) : 0;
}

enum status search_learn(struct ctx *c, struct ctx *keep, const struct search_index *x, struct search_learnt **out)
{
    struct learner r = {.keep = keep, .x = x, .query = TERM_NONE, .l = NEW(keep, struct search_learnt)};
    struct search_rules rules;
    LIST(struct act) acts = {0};
    TRY(search_rules_read(c, &rules));
    r.l->favour = NEW_ARRAY(keep, float, x->n + 1);
    r.l->popular = NEW_ARRAY(keep, float, x->n + 1);
    r.l->behaviour = rules.behaviour;
    TRY(db_int(c, &r.now_ms, "SELECT COALESCE(MAX(at_ms), 0) FROM event"));
    TRY(sales_count(c, &r));
    int64_t since = r.now_ms - (int64_t)(6 * half_life_days * DAY_MS);
    TRY(db_all(c, &act_record, &acts, "SELECT name, visitor, product, query, at_ms, place FROM event WHERE at_ms >= $1"
                                      " ORDER BY visitor, at_ms, id, pos LIMIT $2", A(since), A((int64_t)EVENTS_MOST)));
    for (size_t i = 0; i < acts.n; i++)
        act_read(c, &r, &acts.at[i]);
    shares_make(c, &r);
    popular_scale(r.l, x->n);
    r.l->searches = r.l->queries.n;
    r.l->choice = r.choices.at;
    r.l->n_choice = r.choices.n;
    TRY(rules_apply(c, x, &rules, r.l));
    *out = r.l;
    return OK;
}

enum status search_learn_mark(struct ctx *c, int64_t *mark)
{
    int64_t events, sales, settings, step = 20;
    TRY(db_int(c, &events, "SELECT COUNT(*) FROM event"));
    TRY(db_int(c, &sales, "SELECT COUNT(*) FROM sale"));
    TRY(db_int(c, &settings, "SELECT COALESCE(MAX(at_ms), 0) FROM setting WHERE name = 'search'"));
    while (step * 50 < events + sales) /* two more in a hundred */
        step += step / 8;
    *mark += (events + sales) / step * 4 + settings * 31;
    return OK;
}

const struct search_liked *search_liked(struct ctx *c, const struct search_learnt *l, struct str query, size_t *n)
{
    int32_t q = l && l->queries.n ? wordlist_find(&l->queries, query_name(c, query)) : TERM_NONE;
    *n = q == TERM_NONE ? 0 : l->start[q + 1] - l->start[q];
    return q == TERM_NONE ? NULL : l->liked + l->start[q];
}
