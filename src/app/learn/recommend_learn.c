/* app/learn/recommend_learn.c - from orders, visits and the catalogue to the lists that pages look up.
 *
 * Tables  reads sale, line, event, product, variant, attribute, picture; writes neighbour, meta
 */
#include "app/learn/recommend.h"
#include "core/log.h"
#include "core/settings.h"
#include "data/choice.h"
#include "data/day.h"
#include "data/neighbour.h"
#include "intelligence/answer/recommend/kin.h"
#include <math.h>
#include <stdlib.h>

enum {
    NEWEST = 500000,      /* lines and events each that are learnt from */
    AGAIN_MS = 10 * 60 * 1000,
    NEXT_KEPT = 24, GOES_KEPT = 12, SIMILAR_KEPT = 16, POPULAR_KEPT = 40,
    AT_ONCE = 200,        /* products whose lists are written in one transaction */
    POPULAR_DAYS = 90,
};

struct lesson {
    good_list goods;
    choice_list bought, seen;
    struct recommend_shelf shelf;
    struct kin kin;
    struct taste_log log;       /* all choices, by who made them */
    struct taste taste;
    struct taste_places places;
    uint32_t *sold, *looked;    /* [items] in the last 90 days */
    double *heat;               /* [items] all choices, the newer the warmer */
};

/* ---- reading -------------------------------------------------------------------------------------------------- */

static enum status shelf_load(struct ctx *c, struct lesson *l)
{
    good_fact_list facts;
    TRY(goods_load(c, &l->goods));
    TRY(goods_facts(c, &facts));
    struct recommend_item *item = NEW_ARRAY(c, struct recommend_item, l->goods.n);
    for (size_t i = 0, f = 0; i < l->goods.n; i++) {
        const struct good *g = &l->goods.at[i];
        item[i] = (struct recommend_item){.id = g->id, .title = g->title, .brand = g->brand, .category = g->category, .price = g->price, .stock = g->stock};
        while (f < facts.n && str_cmp(facts.at[f].product, g->id) < 0)
            f++;
        for (; f < facts.n && str_eq(facts.at[f].product, g->id); f++)
            *LIST_ADD(c, &item[i].attributes) = (struct recommend_fact){facts.at[f].name, facts.at[f].value};
    }
    recommend_shelf_make(c, item, l->goods.n, &l->shelf);
    return OK;
}

struct acts {
    struct taste_act *at;
    size_t n, users;
    struct wordlist who;
};

static float weight_of(struct str act)
{
    return str_eq(act, STR("bought")) ? 1.0f : str_eq(act, STR("added")) ? 0.5f : 0.2f;
}

/* Choices of what is still sold; by visit (an order, a day) or by who. */
static void acts_add(struct ctx *c, struct lesson *l, const choice_list *list, bool by_visit, struct acts *out)
{
    for (size_t i = 0; i < list->n; i++) {
        const struct choice *x = &list->at[i];
        int32_t item = wordlist_find(&l->shelf.ids, x->product);
        if (item >= 0)
            out->at[out->n++] = (struct taste_act){wordlist_add(c, &out->who, by_visit ? x->visit : x->who), (uint32_t)item, weight_of(x->act), x->at_ms};
    }
    out->users = out->who.n;
}

static void heat_count(struct ctx *c, struct lesson *l)
{
    size_t items = l->shelf.ids.n;
    const choice_list *lists[] = {&l->bought, &l->seen};
    l->sold = NEW_ARRAY(c, uint32_t, items), l->looked = NEW_ARRAY(c, uint32_t, items), l->heat = NEW_ARRAY(c, double, items);
    for (int s = 0; s < 2; s++)
        for (size_t i = 0; i < lists[s]->n; i++) {
            const struct choice *x = &lists[s]->at[i];
            int32_t item = wordlist_find(&l->shelf.ids, x->product);
            double days = fmax(0, (double)(c->now_ms - x->at_ms) / DAY_MS);
            if (item < 0)
                continue;
            l->heat[item] += (double)weight_of(x->act) * exp2(-days / 30);
            *(s == 0 ? &l->sold[item] : &l->looked[item]) += days <= POPULAR_DAYS;
        }
}

/* Of all there is, while that is not too much to hold beside everything else. */
static enum status looks_add(struct ctx *c, struct lesson *l)
{
    enum { PICTURES_HELD = 20000 };
    struct look_rows rows = {0};
    struct str by, fault;
    int64_t n;
    TRY(db_int(c, &n, "SELECT COUNT(*) FROM picture"));
    if (!n || n > PICTURES_HELD)
        return OK;
    struct product *p = NEW_ARRAY(c, struct product, l->goods.n + 1);
    for (size_t i = 0; i < l->goods.n; i++)
        p[i].id = l->goods.at[i].id;
    TRY(looks_maker(c, &by, &fault));
    TRY(looks_load(c, by, p, l->goods.n, &rows));
    l->kin.looks = looks_make(c, by, &rows, l->goods.n);
    return OK;
}

static enum status lesson_read(struct ctx *c, struct lesson *l)
{
    TRY(shelf_load(c, l));
    TRY(choices_bought(c, NEWEST, &l->bought));
    TRY(choices_seen(c, NEWEST, &l->seen));
    size_t most = l->bought.n + l->seen.n;
    struct acts orders = {.at = NEW_ARRAY(c, struct taste_act, l->bought.n)}, views = {.at = NEW_ARRAY(c, struct taste_act, l->seen.n)},
                all = {.at = NEW_ARRAY(c, struct taste_act, most)};
    acts_add(c, l, &l->bought, true, &orders);
    acts_add(c, l, &l->seen, true, &views);
    acts_add(c, l, &l->bought, false, &all);
    acts_add(c, l, &l->seen, false, &all);
    TRY(kin_make(c, &l->shelf, orders.at, orders.n, orders.users, views.at, views.n, views.users, &l->kin));
    TRY(looks_add(c, l));
    taste_log_make(c, all.at, all.n, all.users, l->shelf.ids.n, &l->log);
    TRY(taste_learn(c, &l->log, &l->taste));
    l->places = taste_places(c, &l->log);
    heat_count(c, l);
    return OK;
}

/* ---- one product's lists ---------------------------------------------------------------------------------------- */

static void neighbour_add(struct ctx *c, neighbour_list *list, const struct lesson *l, uint32_t item, double score, struct str reason, const char *source)
{
    *LIST_ADD(c, list) = (struct neighbour){l->shelf.ids.text[item], reason, str_z(source), round(score * 1e4) / 1e4};
}

static enum status goes_save(struct ctx *c, const struct lesson *l, uint32_t item)
{
    struct kin_found f[GOES_KEPT];
    neighbour_list list = {0};
    size_t n = kin_goes_with(&l->kin, &item, 1, NULL, GOES_KEPT, f);
    for (size_t i = 0; i < n; i++)
        neighbour_add(c, &list, l, f[i].item, (double)f[i].tie.both * log(f[i].tie.times) / (double)f[i].tie.of, kin_tell_goes(c, &l->kin, &f[i]), "goes_with");
    return neighbours_save(c, STR("goes_with"), l->shelf.ids.text[item], &list);
}

static enum status similar_save(struct ctx *c, const struct lesson *l, uint32_t item)
{
    struct kin_found f[SIMILAR_KEPT];
    neighbour_list list = {0};
    size_t n = kin_similar(&l->kin, item, NULL, SIMILAR_KEPT, f);
    for (size_t i = 0; i < n; i++)
        neighbour_add(c, &list, l, f[i].item, f[i].score, kin_tell_like(c, &l->kin, &f[i]), "similar");
    return neighbours_save(c, STR("similar"), l->shelf.ids.text[item], &list);
}

/* Chosen next by at least two who chose it; else alike by what is stated, so that a visitor's one choice leads somewhere. */
static enum status next_save(struct ctx *c, const struct lesson *l, uint32_t item, float *score, uint32_t *best)
{
    uint32_t from = l->log.inner[item];
    neighbour_list list = {0};
    taste_score(&l->taste, &from, NULL, 1, score);
    for (size_t i = 0; i < l->log.items; i++)
        score[i] = i == from || score[i] - l->taste.base[i] <= 0 ? -INFINITY : score[i] - l->taste.base[i];
    size_t n = taste_top(score, l->log.items, 2 * NEXT_KEPT, best);
    for (size_t i = 0; i < n && list.n < NEXT_KEPT; i++) {
        struct taste_both two = taste_both(&l->places, from, best[i]);
        struct str name = recommend_name(c, &l->shelf, item);
        if (two.both >= 2)
            neighbour_add(c, &list, l, l->log.outer[best[i]], (double)score[best[i]],
                          str_fmt(c, "chosen too by %u of the %u who chose %.*s", two.both, l->log.people[from], FMT(name)), "next");
    }
    struct kin_found f[8];
    size_t like = list.n >= 8 ? 0 : kin_similar(&l->kin, item, NULL, 8, f);
    for (size_t i = 0; i < like; i++)
        neighbour_add(c, &list, l, f[i].item, 0.2 * f[i].score, kin_tell_like(c, &l->kin, &f[i]), "similar");
    return neighbours_save(c, STR("next"), l->shelf.ids.text[item], &list);
}

static enum status some_save(struct ctx *c, const struct lesson *l, uint32_t from, uint32_t to, float *score, uint32_t *best)
{
    for (uint32_t item = from; item < to; item++) {
        struct arena_mark mark = arena_mark(c->mem);
        TRY(next_save(c, l, item, score, best));
        TRY(goes_save(c, l, item));
        TRY(similar_save(c, l, item));
        arena_reset(c->mem, mark);
    }
    return OK;
}

/* ---- what sells ---------------------------------------------------------------------------------------------------- */

struct aisle {
    struct str path;
    uint32_t best[POPULAR_KEPT];
    size_t n;
};

static struct str popular_reason(struct ctx *c, const struct lesson *l, uint32_t item)
{
    struct str kind = recommend_kind(&l->shelf, item);
    struct str in = kind.n ? str_fmt(c, ", in %.*s", FMT(kind)) : STR("");
    if (l->sold[item])
        return str_fmt(c, "bought %u times in %d days%.*s", l->sold[item], POPULAR_DAYS, FMT(in));
    if (l->looked[item])
        return str_fmt(c, "looked at %u times in %d days%.*s", l->looked[item], POPULAR_DAYS, FMT(in));
    return kind.n ? str_fmt(c, "new to visitors, in %.*s", FMT(kind)) : STR("new to visitors");
}

static void aisle_add(const struct lesson *l, struct aisle *a, uint32_t item)
{
    size_t at = a->n < POPULAR_KEPT ? a->n++ : POPULAR_KEPT - 1;
    if (at == POPULAR_KEPT - 1 && a->n == POPULAR_KEPT && a->best[at] != UINT32_MAX && l->heat[a->best[at]] >= l->heat[item])
        return;
    for (; at > 0 && l->heat[a->best[at - 1]] < l->heat[item]; at--)
        a->best[at] = a->best[at - 1];
    a->best[at] = item;
}

static struct aisle *aisle_of(struct ctx *c, struct wordlist *paths, struct aisle **list, size_t *room, struct str path)
{
    size_t before = paths->n, at = wordlist_add(c, paths, path);
    if (at == before) {
        *list = arena_grow(c->mem, *list, sizeof **list, (*room)++);
        (*list)[at] = (struct aisle){.path = paths->text[at]};
        memset((*list)[at].best, 0xff, sizeof (*list)[at].best);
    }
    return &(*list)[at];
}

/* For the whole shop and for each category and those above it. */
static enum status popular_save(struct ctx *c, const struct lesson *l)
{
    struct wordlist paths = {0};
    struct aisle *list = NULL;
    size_t room = 0;
    aisle_of(c, &paths, &list, &room, STR(""));
    for (uint32_t item = 0; item < l->goods.n; item++) {
        struct str path = l->goods.at[item].category;
        if (!recommend_has_stock(&l->shelf, item))
            continue;
        aisle_add(l, &list[0], item);
        for (size_t i = 1; path.n && i <= path.n; i++)
            if (i == path.n || path.p[i] == '>')
                aisle_add(l, aisle_of(c, &paths, &list, &room, str_trim(str_part(path, 0, i))), item);
    }
    for (size_t i = 0; i < paths.n; i++) {
        neighbour_list out = {0};
        for (size_t j = 0; j < list[i].n; j++) {
            uint32_t item = list[i].best[j];
            neighbour_add(c, &out, l, item, l->heat[item], popular_reason(c, l, item), l->sold[item] || l->looked[item] ? "popular" : "new");
        }
        TRY(neighbours_save(c, STR("popular"), list[i].path, &out));
    }
    return OK;
}

/* ---- when ----------------------------------------------------------------------------------------------------------- */

static enum status lesson_save(struct ctx *c, const struct lesson *l)
{
    float *score = NEW_ARRAY(c, float, l->shelf.ids.n);
    uint32_t *best = NEW_ARRAY(c, uint32_t, l->shelf.ids.n);
    IN_ONE_STEP(c, popular_save(c, l));
    for (uint32_t from = 0; from < l->goods.n && !(c->gone && c->gone(c)); from += AT_ONCE) {
        uint32_t to = from + AT_ONCE < l->goods.n ? from + AT_ONCE : (uint32_t)l->goods.n;
        IN_ONE_STEP(c, some_save(c, l, from, to, score, best));
    }
    return neighbours_tidy(c);
}

static enum status note(struct ctx *c, const char *name, struct str value)
{
    return db_run(c, "INSERT INTO meta (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value", A(str_z(name)), A(value));
}

/* Whether it is time, and something changed since it was learnt last. */
static enum status is_due(struct ctx *c, bool now, struct str *mark, bool *due)
{
    struct str at, last, looked;
    int64_t at_ms = 0;
    *due = false;
    TRY(db_text(c, &at, "SELECT value FROM meta WHERE name = 'recommend.at'"));
    if (!now && at.n && str_int(at, &at_ms) && c->now_ms < at_ms + AGAIN_MS)
        return OK;
    TRY(choices_mark(c, mark));
    TRY(db_text(c, &looked, "SELECT value FROM meta WHERE name = 'looked'"));
    *mark = str_fmt(c, "%.*s %.*s", FMT(*mark), FMT(looked));
    TRY(db_text(c, &last, "SELECT value FROM meta WHERE name = 'recommend.mark'"));
    *due = !str_eq(*mark, last.p ? last : STR(""));
    return *due ? OK : note(c, "recommend.at", str_fmt(c, "%lld", (long long)c->now_ms));
}

enum status recommend_learn(struct ctx *c, bool now, bool *did)
{
    struct lesson *l = NEW(c, struct lesson);
    struct str mark;
    TRY(is_due(c, now, &mark, did));
    if (!*did)
        return OK;
    TRY(note(c, "recommend.at", str_fmt(c, "%lld", (long long)c->now_ms))); /* what fails is not tried at once again */
    TRY(lesson_read(c, l));
    TRY(lesson_save(c, l));
    if (!(c->gone && c->gone(c)))
        TRY(note(c, "recommend.mark", mark));
    log_line(LOG_INFO, "recommend.learn", "products=%zu bought=%zu seen=%zu people=%zu", l->goods.n, l->bought.n, l->seen.n, l->log.users);
    return OK;
}
