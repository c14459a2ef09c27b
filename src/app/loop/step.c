/* app/loop/step.c - the one loop.
 *
 * Flow    PLANNED → MADE → CHECKED → APPROVED | WAITING → LIVE → KEPT; UNDOING → UNDONE
 * Tables  writes item, move, ledger, and what the steps of the single states write
 */
#include "app/loop/step.h"
#include "app/loop/make.h"
#include "core/log.h"
#include "core/settings.h"
#include "core/text.h"
#include "data/lease.h"
#include "data/window.h"
#include "execution/measure/keep.h"
#include "execution/order/item.h"
#include "execution/order/settle.h"
#include "execution/publish/late.h"
#include "execution/publish/outbox.h"
#include "execution/publish/publish.h"
#include "execution/review/review.h"

enum {
    LEASE_MS = 5 * 60 * 1000,     /* a generation renews it while it writes */
    LOOK_AGAIN_MS = 10 * 60 * 1000,
    GATHER_MS = 500,
};

const struct worker worker_mind = {.name = "mind", .needs = GPU, .order = (const enum state[]){CHECKED, MADE, PLANNED, STATES}};
const struct worker worker_ship = {
    .name = "ship", .needs = NET | GPU | SECRET, .refuses = NET | SECRET, .ships = true,
    .order = (const enum state[]){UNDOING, APPROVED, LIVE, CHECKED, MADE, PLANNED, STATES}};
const struct worker worker_alone = {
    .name = "run", .needs = NET | GPU | SECRET, .ships = true,
    .order = (const enum state[]){UNDOING, APPROVED, CHECKED, MADE, PLANNED, LIVE, STATES}};

/* ---- who may run what --------------------------------------------------------------------------- */

struct model_choice { struct str backend; };
static const struct record model_choice_record = {"model_choice", sizeof(struct model_choice), (const struct field[]){
    FIELD(struct model_choice, backend, .flags = OPTIONAL), {0}}};

/* One whose options name a backend asks a model: what that needs, it needs too. */
static unsigned kind_needs(struct ctx *c, const struct capability *k)
{
    struct model_choice chosen = {0};
    struct str set = settings_get(c->settings, str_z(k->name));
    struct ctx aside = *c; /* what is wrong with a setting is told by the capability that reads it */
    if (!k->opt || !record_field(k->opt, STR("backend")))
        return k->needs;
    if (set.p && record_from_json(&aside, &model_choice_record, set, LENIENT, &chosen) != OK)
        return k->needs;
    return k->needs | text_needs(&aside, chosen.backend);
}

bool worker_may(struct ctx *c, const struct worker *w, const struct capability *k)
{
    unsigned needs = kind_needs(c, k);
    return !(needs & ~w->needs) && (!w->refuses || needs & w->refuses);
}

static bool worker_runs(struct ctx *c, const struct worker *w, const struct capability *k) { return k->changes && worker_may(c, w, k); }

/* ---- leases -------------------------------------------------------------------------------------- */

/* One statement for each index: a queue of any length is entered at its head. */
static enum status due_of_kind(struct ctx *c, enum state s, struct str kind, int64_t *id)
{
    return db_int(c, id,
                  "SELECT id FROM item WHERE state = $1 AND kind = $2 AND due_ms <= $3 AND (lease_ms <= $3 OR lease = $4)"
                  " ORDER BY due_ms, id LIMIT 1",
                  A((int64_t)s), A(kind), A(c->now_ms), A(lease_name(c)));
}

static enum status due_of_batch(struct ctx *c, enum state s, int64_t batch, int64_t *id)
{
    return db_int(c, id,
                  "SELECT id FROM item WHERE batch = $1 AND state = $2 AND due_ms <= $3 AND (lease_ms <= $3 OR lease = $4)"
                  " ORDER BY due_ms, id LIMIT 1",
                  A(batch), A((int64_t)s), A(c->now_ms), A(lease_name(c)));
}

static enum status due_of_all(struct ctx *c, enum state s, int64_t *id)
{
    return db_int(c, id,
                  "SELECT id FROM item WHERE state = $1 AND due_ms <= $2 AND (lease_ms <= $2 OR lease = $3)"
                  " ORDER BY due_ms, id LIMIT 1",
                  A((int64_t)s), A(c->now_ms), A(lease_name(c)));
}

/* What is written and checked goes by what its kind needs; the rest is no matter of kind. */
static enum status due(struct ctx *c, const struct worker *w, enum state s, int64_t *id)
{
    *id = 0;
    if (w->batch)
        return due_of_batch(c, s, w->batch, id);
    if (s != PLANNED && s != MADE && s != CHECKED)
        return due_of_all(c, s, id);
    for (const struct capability *const *k = capabilities; *k && !*id; k++)
        if (worker_runs(c, w, *k))
            TRY(due_of_kind(c, s, str_z((*k)->name), id));
    return OK;
}

static enum status lease(struct ctx *c, int64_t id, struct item *out, bool *got)
{
    int64_t n;
    TRY(db_count(c, &n, "UPDATE item SET lease = $1, lease_ms = $2 WHERE id = $3 AND (lease_ms <= $4 OR lease = $1)",
                 A(lease_name(c)), A(c->now_ms + LEASE_MS), A(id), A(c->now_ms)));
    *got = n > 0;
    return n ? item_load(c, id, out) : OK;
}

static enum status lease_end(struct ctx *c, int64_t id)
{
    return db_run(c, "UPDATE item SET lease = NULL, lease_ms = 0 WHERE id = $1 AND lease = $2", A(id), A(lease_name(c)));
}

struct holder { struct str lease; };
static const struct record holder_record = {"holder", sizeof(struct holder), (const struct field[]){
    FIELD(struct holder, lease), {0}}};

/* The process that held these died at work. Whatever it died of, an item that did it waits longer each time. */
static enum status lease_free(struct ctx *c, struct str holder, bool *freed)
{
    int64_t n;
    TRY(db_count(c, &n,
                 "UPDATE item SET lease = NULL, lease_ms = 0, tries = tries + 1, why = 'the process working on it died',"
                 " due_ms = CASE WHEN tries < 3 THEN due_ms ELSE $1 END WHERE lease = $2",
                 A(c->now_ms + LOOK_AGAIN_MS / 10), A(holder)));
    *freed |= n > 0;
    log_line(LOG_WARN, "lease.free", "holder=%.*s items=%lld", FMT(holder), (long long)n);
    return OK;
}

static enum status lease_free_dead(struct ctx *c, bool *freed)
{
    LIST(struct holder) holders;
    *freed = false;
    TRY(db_all(c, &holder_record, &holders, "SELECT DISTINCT lease FROM item WHERE lease IS NOT NULL AND lease_ms > $1", A(c->now_ms)));
    for (size_t i = 0; i < holders.n; i++)
        if (lease_is_dead(c, holders.at[i].lease))
            TRY(lease_free(c, holders.at[i].lease, freed));
    return OK;
}

/* ---- one item -------------------------------------------------------------------------------------- */

static enum status item_rest(struct ctx *c, const struct item *i, int64_t until_ms, struct str why)
{
    return db_run(c, "UPDATE item SET due_ms = $1, why = $2, lease = NULL, lease_ms = 0 WHERE id = $3 AND state = $4", A(until_ms), A(why), A(i->id),
                  A(i->state));
}

/* What has proved itself, or stood for its time, stays; it can still be undone. What did harm is taken back. */
static enum status item_hold(struct ctx *c, const struct worker *w, const struct item *i)
{
    struct keep keep;
    TRY(keep_look(c, i, &keep));
    if (keep.verdict == KEEP_KEPT)
        return item_move(c, i->id, LIVE, KEPT, str_z(w->name), keep.because);
    if (keep.verdict == KEEP_UNDO)
        return item_move(c, i->id, LIVE, UNDOING, STR("guard"), keep.because);
    if (keep.verdict == KEEP_END)
        return item_move(c, i->id, LIVE, UNDOING, STR("schedule"), keep.because);
    return item_rest(c, i, keep.again_ms, (struct str){0});
}

/* Some of a batch wait as the control of the others, and some for their time. */
static enum status item_release(struct ctx *c, const struct item *i)
{
    struct holdout hold;
    struct window w;
    TRY(window_of(c, i, &w));
    if (w.ends_ms != NONE && w.ends_ms <= c->now_ms)
        return late_drop(c, i);
    if (w.starts_ms != NONE && w.starts_ms > c->now_ms)
        return item_rest(c, i, w.starts_ms, STR("it waits for its time"));
    TRY(holdout_look(c, i, &hold));
    if (hold.verdict == HOLD_DROP)
        return item_move(c, i->id, APPROVED, DROPPED, STR("guard"), hold.because);
    return hold.verdict == HOLD_WAIT ? item_rest(c, i, hold.again_ms, hold.because) : publish_step(c, i);
}

static enum status work(struct ctx *c, const struct worker *w, const struct item *i)
{
    switch ((enum state)i->state) {
    case PLANNED: return item_make(c, str_z(w->name), i);
    case MADE: return item_check(c, str_z(w->name), i);
    case CHECKED: return review_step(c, i);
    case APPROVED: return str_eq(i->entity, STR("order")) ? order_item_do(c, i) : item_release(c, i);
    case LIVE: return item_hold(c, w, i);
    case UNDOING: return undo_step(c, i);
    case WAITING:
    case KEPT:
    case UNDONE:
    case DROPPED:
    case STATES: break;
    }
    return OK;
}

/* It will never work: what was not yet made is dropped, what was made goes to a person. */
static enum status refused(struct ctx *c, const struct worker *w, const struct item *i, struct str why)
{
    struct str actor = str_z(w->name);
    switch ((enum state)i->state) {
    case PLANNED: return item_move(c, i->id, PLANNED, DROPPED, actor, why);
    case CHECKED: return item_move(c, i->id, CHECKED, WAITING, actor, why);
    case APPROVED: return item_move(c, i->id, APPROVED, WAITING, actor, why);
    case MADE:
        TRY(item_move(c, i->id, MADE, CHECKED, actor, str_fmt(c, "could not be checked: %.*s", FMT(why))));
        return item_move(c, i->id, CHECKED, WAITING, actor, STR("a person decides on what could not be checked"));
    case LIVE:
    case UNDOING:
        return db_run(c, "UPDATE item SET why = $1, due_ms = $2, lease = NULL, lease_ms = 0 WHERE id = $3", A(why),
                      A(c->now_ms + LOOK_AGAIN_MS), A(i->id));
    case WAITING:
    case KEPT:
    case UNDONE:
    case DROPPED:
    case STATES: break;
    }
    return OK;
}

static enum status put_off(struct ctx *c, const struct item *i, struct str why)
{
    return db_run(c,
                  "UPDATE item SET tries = tries + 1, why = $1, due_ms = $2, lease = NULL, lease_ms = 0"
                  " WHERE id = $3 AND state = $4",
                  A(why), A(c->now_ms + backoff_ms(i->tries + 1)), A(i->id), A(i->state));
}

static enum status failed(struct ctx *c, const struct worker *w, const struct item *i, enum status s)
{
    struct str why = str_copy(c, str_z(c->why));
    if (c->gone && c->gone(c))
        return lease_end(c, i->id); /* we are asked to stop: no fault of the item */
    log_line(s == RETRY ? LOG_WARN : LOG_INFO, "item.failed", "item=%lld state=%s tries=%lld why=%.*s", (long long)i->id,
             state_name((enum state)i->state), (long long)i->tries + 1, FMT(why));
    if (s == RETRY)
        return put_off(c, i, why);
    IN_ONE_STEP(c, refused(c, w, i, why));
    return OK;
}

static bool works_on(const struct worker *w, int64_t state)
{
    for (const enum state *s = w->order; *s != STATES; s++)
        if (*s == state)
            return true;
    return false;
}

/* As far as this worker takes it. Where another took it over meanwhile, that one goes on. */
static enum status item_work(struct ctx *c, const struct worker *w, struct item *i)
{
    for (bool got = true; got && works_on(w, i->state) && i->due_ms <= c->now_ms;) {
        int64_t before = i->state;
        enum status s = work(c, w, i);
        if (s != OK)
            return failed(c, w, i, s);
        TRY(item_load(c, i->id, i));
        if (i->state == before)
            break;
        if (works_on(w, i->state) && i->due_ms <= c->now_ms)
            TRY(lease(c, i->id, i, &got));
    }
    return OK;
}

static enum status take(struct ctx *c, const struct worker *w, struct item *out, bool *got)
{
    *got = false;
    for (const enum state *s = w->order; *s != STATES && !*got; s++) {
        int64_t id;
        TRY(due(c, w, *s, &id));
        if (id)
            TRY(lease(c, id, out, got));
    }
    return OK;
}

/* Effects wait for each other a little: a shop takes many at once. */
static enum status outbox_is_late(struct ctx *c, bool *late)
{
    int64_t id;
    TRY(db_int(c, &id, "SELECT id FROM outbox WHERE state IN ('waiting', 'sent') AND due_ms <= $1 AND lease_ms <= $2 LIMIT 1",
               A(c->now_ms - GATHER_MS), A(c->now_ms)));
    *late = id != 0;
    return OK;
}

/* What is told to a shop must be on the disk before. */
static enum status ship(struct ctx *c, bool *did)
{
    bool settled;
    TRY(db_durable(c, true));
    TRY(outbox_step(c, did));
    TRY(order_settle(c, &settled));
    *did |= settled;
    return OK;
}

struct turn {
    const struct worker *w;
    bool *did;
};

static enum status step(struct ctx *c, void *arg)
{
    const struct worker *w = ((struct turn *)arg)->w;
    bool *did = ((struct turn *)arg)->did;
    struct item i;
    bool late = false;
    *did = false;
    if (w->ships)
        TRY(outbox_is_late(c, &late));
    if (late)
        TRY(ship(c, did));
    if (*did)
        return OK;
    TRY(db_durable(c, false)); /* this could be done again */
    TRY(take(c, w, &i, did));
    if (*did)
        return item_work(c, w, &i);
    if (w->ships)
        TRY(ship(c, did));
    return *did ? OK : lease_free_dead(c, did);
}

enum status step_once(struct ctx *c, const struct worker *w, bool *did)
{
    struct turn turn = {w, did};
    return arena_apart(c, step, &turn);
}
