/* app/web/store/store.c - the catalogue in memory for as long as the web process lives, renewed beside the requests.
 *
 * Tables  reads what the shelf and the guide read
 */
#include "app/web/store/store.h"
#include "app/verb.h"
#include "app/web.h"
#include "core/clock.h"
#include "core/log.h"
#include <poll.h>
#include <stdlib.h>

enum {
    LOOK_MS = 400,  /* between two looks whether the catalogue changed */
    WAIT_MS = 8000, /* that the first page waits for the first reading */
    GUIDE_MS = 30000,    /* the overview counts what visitors did, so it is made anew now and then */
    WAIT_STEP_MS = 20,
};

struct store {
    struct ctx c; /* of the thread: database and arena of its own */
    struct web *web;
    pthread_t thread;
    pthread_mutex_t lock; /* guards shelf and guide until they are there, and the guide's uses */
    struct shelf *shelf;  /* NULL until the first reading is done */
    struct guide *guide;
    int64_t guide_ms;       /* made */
    volatile bool stop;
};

/* ---- the guide: lent out, freed by whoever is last ------------------------------------------------ */

static void guide_drop(struct store *s, struct guide *g)
{
    pthread_mutex_lock(&s->lock);
    bool last = g && --g->uses == 0;
    pthread_mutex_unlock(&s->lock);
    if (last)
        arena_close(g->mem);
}

struct loan {
    struct store *s;
    struct guide *g;
};
static void loan_end(void *what)
{
    struct loan *l = what;
    guide_drop(l->s, l->g);
}

static void guide_renew(struct store *s)
{
    struct guide *g = guide_make(&s->c), *old;
    if (!g) {
        log_line(LOG_WARN, "store", "the catalogue's overview could not be read: %s", s->c.why);
        return;
    }
    g->uses = 1;
    s->guide_ms = s->c.now_ms;
    pthread_mutex_lock(&s->lock);
    old = s->guide;
    s->guide = g;
    pthread_mutex_unlock(&s->lock);
    if (old)
        guide_drop(s, old);
}

/* ---- the thread -------------------------------------------------------------------------------------- */

static enum status look(struct ctx *c, void *arg)
{
    struct store *s = arg;
    bool changed = false;
    if (!s->shelf) {
        struct shelf *shelf;
        TRY(shelf_open(c, &shelf));
        pthread_mutex_lock(&s->lock);
        s->shelf = shelf;
        pthread_mutex_unlock(&s->lock);
        changed = true;
    } else
        TRY(shelf_refresh(c, s->shelf, &changed));
    if (changed || !s->guide || c->now_ms > s->guide_ms + GUIDE_MS)
        guide_renew(s);
    return OK;
}

static void *keep(void *arg)
{
    struct store *s = arg;
    const char *const nothing[] = {NULL};
    while (!s->stop) {
        s->c.now_ms = clock_ms();
        if (!s->c.db && shop_open(&s->c, nothing) != OK)
            s->c.db = NULL;
        if (s->c.db && arena_apart(&s->c, look, s) != OK) {
            log_line(LOG_WARN, "store", "the catalogue could not be read: %s", s->c.why);
            db_close(s->c.db);
            s->c.db = NULL;
        }
        for (int waited = 0; waited < LOOK_MS && !s->stop; waited += WAIT_STEP_MS)
            poll(NULL, 0, WAIT_STEP_MS);
    }
    return NULL;
}

enum status store_open(struct web *w, struct store **out)
{
    struct store *s = NEW(w->c, struct store);
    s->c = *w->c;
    s->c.mem = arena_open();
    s->c.db = NULL;
    s->web = w;
    pthread_mutex_init(&s->lock, NULL);
    if (pthread_create(&s->thread, NULL, keep, s) != 0)
        return fail(w->c, RETRY, "a thread for the storefront cannot be started");
    *out = s;
    return OK;
}

void store_close(struct store *s)
{
    s->stop = true;
    pthread_join(s->thread, NULL);
    if (s->guide)
        guide_drop(s, s->guide);
    if (s->shelf)
        shelf_close(s->shelf);
    if (s->c.db)
        db_close(s->c.db);
    arena_close(s->c.mem);
}

/* ---- for pages ------------------------------------------------------------------------------------------ */

static bool is_ready(struct store *s)
{
    pthread_mutex_lock(&s->lock);
    bool ready = s->shelf && s->guide;
    pthread_mutex_unlock(&s->lock);
    return ready;
}

static enum status ready(struct visit *v)
{
    struct store *s = v->web->store;
    for (int waited = 0; !is_ready(s); waited += WAIT_STEP_MS) {
        if (waited >= WAIT_MS)
            return fail(v->c, RETRY, "the shop is just opening; try again in a moment");
        poll(NULL, 0, WAIT_STEP_MS);
    }
    return OK;
}

enum status store_shelf(struct visit *v, struct shelf **shelf)
{
    TRY(ready(v));
    *shelf = v->web->store->shelf;
    return OK;
}

enum status store_guide(struct visit *v, const struct guide **guide)
{
    struct store *s = v->web->store;
    TRY(ready(v));
    struct loan *l = NEW(v->c, struct loan);
    pthread_mutex_lock(&s->lock);
    *l = (struct loan){s, s->guide};
    s->guide->uses++;
    pthread_mutex_unlock(&s->lock);
    arena_defer(v->c->mem, loan_end, l);
    *guide = l->g;
    return OK;
}
