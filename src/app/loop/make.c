/* app/loop/make.c - PLANNED → MADE: run the item's capability and keep what it gave.
 *
 * Tables  writes item (output, doubts), partial, spend; item and move through item_move
 */
#include "app/loop/make.h"
#include "app/verb.h"
#include "core/clock.h"
#include "core/json.h"
#include <unistd.h>
#include "data/spend.h"

enum { SHOW_MS = 250, LEASE_MS = 5 * 60 * 1000 };

/* What is told while a model writes: a row for eyes, and that we still live. */
struct telling {
    struct ctx *c;
    int64_t item, shown_ms;
};

static enum status show(struct ctx *c, int64_t item, struct str text)
{
    TRY(db_run(c, "INSERT INTO partial (item, text, at_ms) VALUES ($1, $2, $3) ON CONFLICT (item) DO UPDATE SET text = excluded.text,"
                  " at_ms = excluded.at_ms",
               A(item), A(text), A(c->now_ms)));
    TRY(db_run(c, "UPDATE heartbeat SET at_ms = $1 WHERE pid = $2", A(c->now_ms), A((int64_t)getpid())));
    return db_run(c, "UPDATE item SET lease_ms = $1 WHERE id = $2 AND lease IS NOT NULL", A(c->now_ms + LEASE_MS), A(item));
}

static enum status show_both(struct ctx *c, int64_t item, struct str text)
{
    IN_ONE_STEP(c, show(c, item, text));
    return OK;
}

/* Nothing depends on this text: where it cannot be shown the work goes on. */
static void tell(struct ctx *run, struct str text)
{
    struct telling *t = run->partial_arg;
    int64_t now = clock_ms();
    if (now < t->shown_ms + SHOW_MS)
        return;
    struct ctx aside = *t->c;
    aside.now_ms = t->shown_ms = now;
    enum status unimportant = show_both(&aside, t->item, text);
    (void)unimportant;
}

static struct str because(struct ctx *c, const struct item *i, struct str out, int64_t again)
{
    const struct json *v;
    struct buf b = {0};
    buf_fmt(c, &b, "made by %.*s", FMT(i->kind));
    if (json_read(c, out, &v) == OK && json_str(json_get(v, "backend")).n)
        buf_fmt(c, &b, " with %.*s", FMT(json_str(json_get(v, "backend"))));
    if (again)
        buf_fmt(c, &b, ", try %lld", (long long)again + 1);
    return buf_str(&b);
}

static enum status doubts_save(struct ctx *c, int64_t item, const struct doubt *d)
{
    struct tree *t = tree_open(c);
    struct node *list = tree_array(t);
    for (; d; d = d->next)
        node_add(t, list, tree_str(t, d->sentence));
    return db_run(c, "UPDATE item SET doubts = $1 WHERE id = $2", A(tree_text(c, t, list)), A(item));
}

static enum status made(struct ctx *c, struct str actor, const struct item *i, struct str out, const struct doubt *doubts, int64_t again)
{
    TRY(db_run(c, "UPDATE item SET output = $1, confidence = NULL WHERE id = $2 AND state = $3", A(out), A(i->id), A((int64_t)PLANNED)));
    TRY(doubts_save(c, i->id, doubts));
    TRY(db_run(c, "DELETE FROM partial WHERE item = $1", A(i->id)));
    return item_move(c, i->id, PLANNED, MADE, actor, because(c, i, out, again));
}

enum status item_make(struct ctx *c, struct str actor, const struct item *i)
{
    const struct capability *k = capability_find(i->kind);
    struct telling telling = {c, i->id, 0};
    struct budget budget;
    struct str out;
    int64_t again;
    if (!k || !k->changes)
        return fail(c, REJECT, "%.*s is not a kind of work of this version", FMT(i->kind));
    TRY(db_int(c, &again, "SELECT COUNT(*) FROM move WHERE item = $1 AND to_state = $2", A(i->id), A((int64_t)MADE)));
    struct ctx run = item_ctx(c, i, again);
    TRY(spend_load(c, i->kind, &budget));
    run.budget = &budget;
    run.partial = tell;
    run.partial_arg = &telling;
    enum status s = capability_json(&run, k, i->input.text, &out);
    TRY(spend_save(c, i->kind, &budget)); /* a call that failed cost something too */
    if (s != OK)
        return fail(c, s, "%s", run.why);
    IN_ONE_STEP(c, made(c, actor, i, out, run.doubts, again));
    return OK;
}
