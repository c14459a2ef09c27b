/* intelligence/answer/search/shelf.c - one state of the catalogue after another, each alive until its last reader is done.
 *
 * A reader holds the state by a count that goes down when the reader's arena closes, so answers may point into it.
 */
#include "intelligence/answer/search/shelf.h"
#include "data/catalog.h"
#include "intelligence/answer/search/pictured.h"
#include "intelligence/answer/search/search_bend.h"
#include "intelligence/answer/look/look_answer.h"
#include "intelligence/answer/search/search_like.h"
#include "intelligence/answer/search/search_mind.h"
#include <stdatomic.h>
#include <stdlib.h>

enum { ROOMS = 8 /* queries at once that find a room ready; more make one of their own */ };

struct state {
    struct ctx c; /* its memory; no database */
    const struct search_index *x;
    struct search_mind mind;
    struct search_room *room[ROOMS];
    atomic_bool taken[ROOMS];
    atomic_int readers; /* and 1 for the shelf itself */
    int64_t mark;       /* of the shop's products, their vectors and pictures, when they were read */
};
struct shelf {
    struct arena *mem;
    atomic_flag lock; /* held for the few instructions of taking hold of `now` */
    struct state *now;
};

/* ---- states --------------------------------------------------------------------------------- */

static void state_drop(void *what)
{
    struct state *s = what;
    if (atomic_fetch_sub(&s->readers, 1) == 1)
        arena_close(s->c.mem);
}

static struct state *state_make(struct ctx *c, const struct product *p, size_t n, struct str language)
{
    struct arena *mem = arena_open();
    struct state *s = arena_take(mem, sizeof *s);
    s->c = (struct ctx){.mem = mem, .now_ms = c->now_ms, .seed = c->seed};
    s->x = search_index_make(&s->c, p, n, language);
    for (int i = 0; i < ROOMS; i++)
        s->room[i] = search_room(&s->c, s->x);
    atomic_init(&s->readers, 1);
    return s;
}

/* The state there is now, held until c's arena closes or is reset. */
static struct state *state_hold(struct ctx *c, struct shelf *s)
{
    while (atomic_flag_test_and_set(&s->lock))
        ;
    struct state *now = s->now;
    atomic_fetch_add(&now->readers, 1);
    atomic_flag_clear(&s->lock);
    arena_defer(c->mem, state_drop, now);
    return now;
}

static void state_swap(struct shelf *s, struct state *next)
{
    while (atomic_flag_test_and_set(&s->lock))
        ;
    struct state *old = s->now;
    s->now = next;
    atomic_flag_clear(&s->lock);
    if (old)
        state_drop(old);
}

/* A room nobody else uses; *slot is what to give back. */
static struct search_room *room_take(struct ctx *c, struct state *s, int *slot)
{
    for (*slot = 0; *slot < ROOMS; (*slot)++)
        if (!atomic_exchange(&s->taken[*slot], true))
            return s->room[*slot];
    return search_room(c, s->x);
}

static void room_give(struct state *s, int slot)
{
    if (slot < ROOMS)
        atomic_store(&s->taken[slot], false);
}

/* ---- reading the shop ------------------------------------------------------------------------- */

struct products {
    LIST(struct product) all;
};

static enum status products_load(struct ctx *c, struct products *out)
{
    enum { PAGE = 1000 };
    struct str after = STR("");
    for (;;) {
        struct strs ids = {0};
        TRY(product_list(c, after, PAGE, &ids));
        for (size_t i = 0; i < ids.n; i++)
            TRY(product_load(c, ids.at[i], LIST_ADD(c, &out->all)));
        if (ids.n < PAGE)
            return OK;
        after = ids.at[ids.n - 1];
    }
}

static int64_t steps_of(int64_t some, int64_t all)
{
    int64_t step = 64;
    while (step * 8 < some)
        step += step / 8 + 1;
    return some >= all ? 1 : some / step * 2;
}

/* Changes whenever a product does: each write sets the time, each new or gone one the numbers. Vectors and pictures come by and by, so they
 * are looked at again whenever an eighth more of them is there, and when the last one is; so are pictures that came to be seen anew. */
static enum status mark_of(struct ctx *c, struct str by, int64_t *mark)
{
    int64_t products;
    TRY(db_int(c, mark, "SELECT COALESCE(MAX(updated_ms), 0) + COUNT(*) * 1000003 + COALESCE(SUM(gone), 0) * 7919 FROM product"));
    TRY(db_int(c, &products, "SELECT COUNT(*) FROM product WHERE gone = 0"));
    int64_t vectors, pictures, looked;
    TRY(db_int(c, &vectors, "SELECT COUNT(*) FROM vector WHERE model = $1", A(by)));
    TRY(db_int(c, &pictures, "SELECT COUNT(*) FROM picture WHERE pos = 0"));
    TRY(db_int(c, &looked, "SELECT COALESCE(MAX(CAST(value AS BIGINT)), 0) FROM meta WHERE name = 'looked'"));
    *mark += steps_of(vectors, products) + 7 * steps_of(pictures, products) + 31 * looked;
    return search_learn_mark(c, mark);
}

static enum status state_see(struct ctx *c, struct state *s, const struct product *p, size_t n)
{
    struct look_rows rows = {0};
    struct str by, fault;
    TRY(looks_maker(c, &by, &fault));
    TRY(looks_load(c, by, p, n, &rows));
    s->mind.looks = looks_make(&s->c, by, &rows, n);
    s->mind.pictured = pictured_make(c, &s->c, s->x, by, &rows);
    return OK;
}

/* What was learnt lives as long as the state. Where it cannot be read, the state is given up. */
static enum status state_learn(struct ctx *c, struct state *s)
{
    struct search_learnt *l;
    if (search_learn(c, &s->c, s->x, &l) == OK) {
        s->mind.learnt = l;
        struct bend b = search_bend(c, s->x, &s->mind, s->room[0]);
        l->bend = b.bend, l->bend_visitors = b.visitors, l->bend_queries = b.queries;
        return OK;
    }
    state_drop(s);
    return fail(c, RETRY, "what visitors did cannot be read: %s", str_copy(c, str_z(c->why)).p);
}

static enum status state_load(struct ctx *c, struct state **out)
{
    struct arena_mark mark = arena_mark(c->mem);
    struct products p = {0};
    struct meaning_rows rows;
    struct str by;
    int64_t m;
    TRY(meaning_maker(c, &by));
    TRY(mark_of(c, by, &m));
    TRY(products_load(c, &p));
    TRY(meaning_load(c, by, p.all.at, p.all.n, &rows));
    *out = state_make(c, p.all.at, p.all.n, (struct str){0});
    (*out)->mind.m = search_meaning(c, &(*out)->c, (*out)->x, by, &rows);
    (*out)->mark = m;
    enum status st = state_see(c, *out, p.all.at, p.all.n);
    if (st != OK)
        state_drop(*out);
    st = st == OK ? state_learn(c, *out) : st;
    arena_reset(c->mem, mark);
    return st;
}

static struct shelf *shelf_new(struct state *first)
{
    struct arena *mem = arena_open();
    struct shelf *s = arena_take(mem, sizeof *s);
    s->mem = mem;
    s->now = first;
    return s;
}

enum status shelf_open(struct ctx *c, struct shelf **out)
{
    struct state *first;
    TRY(state_load(c, &first));
    *out = shelf_new(first);
    return OK;
}

struct shelf *shelf_make(struct ctx *c, const struct product *p, size_t n, struct str language)
{
    return shelf_new(state_make(c, p, n, language));
}

struct shelf *shelf_make_meant(struct ctx *c, const struct product *p, size_t n, struct str language, struct str by, struct meaning_rows *rows)
{
    struct state *s = state_make(c, p, n, language);
    s->mind.m = search_meaning(c, &s->c, s->x, by, rows);
    return shelf_new(s);
}

enum status shelf_refresh(struct ctx *c, struct shelf *s, bool *changed)
{
    struct state *next;
    struct str by;
    int64_t mark;
    TRY(meaning_maker(c, &by));
    TRY(mark_of(c, by, &mark));
    if (changed)
        *changed = mark != s->now->mark;
    if (mark == s->now->mark)
        return OK;
    TRY(state_load(c, &next));
    state_swap(s, next);
    return OK;
}

void shelf_close(struct shelf *s)
{
    if (!s)
        return;
    state_drop(s->now);
    arena_close(s->mem);
}

/* ---- asking ----------------------------------------------------------------------------------- */

enum status shelf_search(struct ctx *c, struct shelf *s, const struct search_question *q, struct search_answer *out)
{
    struct state *now = state_hold(c, s);
    int slot;
    search_answer(c, now->x, &now->mind, room_take(c, now, &slot), q, out);
    room_give(now, slot);
    return OK;
}

void shelf_suggest(struct ctx *c, struct shelf *s, struct str typed, size_t most, struct strs *out)
{
    const struct state *now = state_hold(c, s);
    search_suggest(c, now->x, now->mind.learnt, typed, most, out);
}

enum status shelf_similar(struct ctx *c, struct shelf *s, const struct similar_question *q, struct search_answer *out)
{
    struct state *now = state_hold(c, s);
    int32_t doc = shelf_find(now->x, q->product);
    int slot;
    if (doc == TERM_NONE)
        return fail(c, REJECT, "there is no product %.*s", FMT(q->product));
    look_like(c, now->x, &now->mind, room_take(c, now, &slot), (uint32_t)doc, q, out);
    room_give(now, slot);
    return OK;
}

enum status shelf_like(struct ctx *c, struct shelf *s, struct str product, const struct search_question *q, struct search_answer *out)
{
    struct state *now = state_hold(c, s);
    int32_t doc = shelf_find(now->x, product);
    int slot;
    if (doc == TERM_NONE)
        return fail(c, REJECT, "there is no product %.*s", FMT(product));
    look_like_page(c, now->x, &now->mind, room_take(c, now, &slot), (uint32_t)doc, q, out);
    room_give(now, slot);
    return OK;
}

enum status shelf_photo(struct ctx *c, struct shelf *s, const struct look *photo, const struct search_question *q, struct search_answer *out)
{
    struct state *now = state_hold(c, s);
    int slot;
    if (!now->mind.looks || !now->mind.looks->set)
        return fail(c, REJECT, "no picture of these products was looked at yet");
    look_photo(c, now->x, &now->mind, room_take(c, now, &slot), photo, q, out);
    room_give(now, slot);
    return OK;
}

size_t shelf_looked(struct ctx *c, struct shelf *s, struct str *by)
{
    const struct state *now = state_hold(c, s);
    *by = now->mind.looks ? now->mind.looks->by : (struct str){0};
    return now->mind.looks ? now->mind.looks->n_has : 0;
}

size_t shelf_meant(struct ctx *c, struct shelf *s, struct str *by)
{
    const struct state *now = state_hold(c, s);
    *by = now->mind.m ? now->mind.m->by : (struct str){0};
    return now->mind.m ? now->mind.m->n_has : 0;
}

const struct search_index *shelf_index(struct ctx *c, struct shelf *s) { return state_hold(c, s)->x; }

const struct search_index *shelf_mind(struct ctx *c, struct shelf *s, const struct search_mind **mind)
{
    const struct state *now = state_hold(c, s);
    *mind = &now->mind;
    return now->x;
}

int32_t shelf_find(const struct search_index *x, struct str id)
{
    int32_t n = wordlist_find(&x->ids, id);
    return n == TERM_NONE ? n : (int32_t)x->id_doc.at[n];
}
