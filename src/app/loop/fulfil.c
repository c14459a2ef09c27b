/* app/loop/fulfil.c - what a person asked for over HTTP, done in one transaction with the mark that it is done.
 *
 * Tables  writes wish, and what the kinds write
 */
#include "app/loop/fulfil.h"
#include "app/loop/plan.h"
#include "app/loop/trouble.h"
#include "app/agent/talk.h"
#include "app/section.h"
#include "app/desk/trade.h"
#include "app/web/store/checkout.h"
#include "app/web/store/pay.h"
#include "core/json.h"
#include "core/log.h"
#include "core/settings.h"
#include "data/brought.h"
#include "data/ingest/ingest.h"
#include "data/ledger.h"
#include "execution/publish/undo.h"
#include "execution/review/policy.h"
#include "execution/review/review.h"

static struct str person_of(struct ctx *c, const struct wish *w) { return str_fmt(c, "person:%.*s", FMT(w->person)); }

static enum status verdict_do(struct ctx *c, const void *body, struct wish *w)
{
    int64_t done;
    return review_verdicts(c, body, person_of(c, w), &done, &w->why);
}

static enum status generate_do(struct ctx *c, const void *body, struct wish *w)
{
    struct planned planned;
    TRY(plan_batch(c, body, person_of(c, w), &planned));
    w->batch = planned.items ? planned.batch : NONE;
    if (planned.on_way)
        w->why = str_fmt(c, "%lld were on their way already", (long long)planned.on_way);
    return OK;
}

static enum status merchandise_do(struct ctx *c, const void *body, struct wish *w)
{
    const struct merchandise_wish *want = body;
    struct trade_planned planned;
    TRY(trade_now(c, &want->kinds, person_of(c, w), &planned));
    w->batch = planned.batch ? planned.batch : NONE;
    w->why = trade_told(c, &planned);
    return OK;
}

static enum status setting_do(struct ctx *c, const void *body, struct wish *w)
{
    const struct setting_wish *s = body;
    struct setting_wish seen = {s->name, {section_public(c, s->name, s->value.text)}};
    TRY(section_set(c, s->name, s->value.text, person_of(c, w)));
    return db_run(c, "UPDATE wish SET body = $1 WHERE id = $2", A(record_to_json(c, &setting_wish_record, &seen)), A(w->id));
}

static enum status policy_do(struct ctx *c, const void *body, struct wish *w)
{
    const struct policy_wish *p = body;
    return policy_save(c, &(struct policy_rows){p->rows.at, p->rows.n}, person_of(c, w));
}

static enum status undo_do(struct ctx *c, const void *body, struct wish *w)
{
    const struct undo_wish *u = body;
    struct undo_of what;
    int64_t n;
    TRY(undo_find(c, u->batch, &what));
    bool import = false;
    if (!what.item)
        TRY(brought_is(c, what.batch, &import));
    if (import) {
        struct brought_report r;
        TRY(brought_undo(c, what.batch, person_of(c, w), false, &r));
        w->batch = what.batch;
        w->why = str_fmt(c, "%lld products restored, %lld removed, %lld back, %lld kept", (long long)r.restored, (long long)r.removed, (long long)r.back,
                         (long long)r.kept);
        return OK;
    }
    TRY(undo_begin(c, what, person_of(c, w), &n));
    w->batch = what.batch ? what.batch : NONE;
    return OK;
}

/* A name that stays below the shop's folder. */
static bool is_below(struct str path)
{
    return path.n && path.p[0] != '/' && !str_starts(path, STR("../")) && !str_has(path, STR("/../")) && !str_ends(path, STR("/.."));
}

static enum status import_do(struct ctx *c, const void *body, struct wish *w)
{
    const struct import_wish *i = body;
    struct import_report report;
    struct mapping none = {0};
    if (!is_below(i->path))
        return fail(c, REJECT, "%.*s is not a file below the shop's folder", FMT(i->path));
    struct import in = {.path = str_fmt(c, "%s/%.*s", c->home, FMT(i->path)), .as = i->format, .mapping = &none, .person = person_of(c, w)};
    TRY(ingest_file(c, &in, &report));
    w->batch = report.batch;
    w->why = str_fmt(c, "%lld new, %lld changed, %lld as they were, %lld set aside", (long long)report.added, (long long)report.changed,
                     (long long)report.same, (long long)report.aside);
    return OK;
}

static enum status quarantine_do(struct ctx *c, const void *body, struct wish *w)
{
    const struct quarantine_wish *q = body;
    struct import_report report;
    int64_t id;
    if (!str_int(q->id, &id))
        return fail(c, REJECT, "\"%.40s\" is not the number of a row", q->id.p);
    if (str_eq(q->action, STR("ignore")))
        return quarantine_state(c, id, STR("ignored"));
    TRY(quarantine_retry(c, id, q->raw, person_of(c, w), &report));
    w->batch = report.batch;
    return OK;
}

static const struct errand {
    const char *name;
    const struct record *body;
    bool again; /* doing it again changes nothing more: it has its own transactions, and is marked afterwards */
    enum status (*run)(struct ctx *c, const void *body, struct wish *w);
} errands[] = {
    {"verdict", &verdict_wish_record, false, verdict_do},
    {"generate", &generate_wish_record, false, generate_do},
    {"merchandise", &merchandise_wish_record, true, merchandise_do},
    {"undo", &undo_wish_record, false, undo_do},
    {"import", &import_wish_record, true, import_do},
    {"quarantine", &quarantine_wish_record, true, quarantine_do},
    {"setting", &setting_wish_record, false, setting_do},
    {"policy", &policy_wish_record, false, policy_do},
    {"reply", &reply_wish_record, false, talk_reply},
    {"thread", &thread_wish_record, false, talk_thread},
    {"chat", &chat_wish_record, false, talk_chat},
    {"checkout", &checkout_record, false, checkout_do},
    {"pay", &pay_record, false, pay_do},
    {"trouble", &trouble_wish_record, false, trouble_do},
};

static const struct errand *errand_of(struct str kind)
{
    for (size_t k = 0; k < sizeof errands / sizeof *errands; k++)
        if (str_eq(kind, str_z(errands[k].name)))
            return &errands[k];
    return NULL;
}

/* Of its kind's row; `w` gets its batch and the sentence that is kept with it. */
static enum status fulfil(struct ctx *c, struct wish *w)
{
    const struct errand *e = errand_of(w->kind);
    w->batch = NONE;
    w->why = (struct str){0};
    if (!e)
        return fail(c, REJECT, "\"%.*s\" is no kind of wish", FMT(w->kind));
    void *body = arena_take(c->mem, e->body->size);
    TRY(record_from_json(c, e->body, w->body.text, STRICT, body));
    return e->run(c, body, w);
}

/* Whoever marks it first has it. */
static enum status mark(struct ctx *c, const struct wish *w, struct str state, bool *ours)
{
    int64_t n;
    struct arg batch = w->batch == NONE ? (struct arg){0} : A(w->batch);
    TRY(db_count(c, &n, "UPDATE wish SET state = $1, why = $2, batch = $3, done_ms = $4 WHERE id = $5 AND state = 'new'", A(state),
                 A(w->why), batch, A(c->now_ms), A(w->id)));
    *ours = n > 0;
    return OK;
}

/* A customer's words stand in their conversation once the wish is done, an address with the order, and are forgotten with it. */
static bool holds_words(struct str kind)
{
    return str_eq(kind, STR("reply")) || str_eq(kind, STR("thread")) || str_eq(kind, STR("chat")) ||
           str_eq(kind, STR("checkout"));
}

static enum status carry_out(struct ctx *c, struct wish *w)
{
    bool ours;
    w->batch = NONE;
    TRY(mark(c, w, STR("done"), &ours));
    if (!ours)
        return OK;
    TRY(fulfil(c, w));
    if (holds_words(w->kind))
        TRY(db_run(c, "UPDATE wish SET body = '{}' WHERE id = $1", A(w->id)));
    struct arg batch = w->batch == NONE ? (struct arg){0} : A(w->batch);
    return db_run(c, "UPDATE wish SET why = $1, batch = $2 WHERE id = $3", A(w->why), batch, A(w->id));
}

static enum status carry_out_once(struct ctx *c, struct wish *w)
{
    const struct errand *e = errand_of(w->kind);
    bool ours;
    if (e && e->again) {
        TRY(fulfil(c, w));
        return mark(c, w, STR("done"), &ours);
    }
    IN_ONE_STEP(c, carry_out(c, w));
    return OK;
}

static enum status step(struct ctx *c, void *arg)
{
    bool *did = arg;
    struct wish w;
    bool ours;
    TRY(db_maybe(c, &wish_record, &w, did, "SELECT * FROM wish WHERE state = 'new' ORDER BY at_ms, id LIMIT 1"));
    if (!*did)
        return OK;
    enum status s = carry_out_once(c, &w);
    if (s != REJECT)
        return s;
    w.why = str_copy(c, str_z(c->why));
    w.batch = NONE;
    log_line(LOG_INFO, "wish.refused", "wish=%lld kind=%.*s why=%.*s", (long long)w.id, FMT(w.kind), FMT(w.why));
    return mark(c, &w, STR("refused"), &ours);
}

enum status fulfil_step(struct ctx *c, bool *did)
{
    *did = false;
    return arena_apart(c, step, did);
}
