/* app/fulfil.c - what a person asked for over HTTP, done in one transaction with the mark that it is done.
 *
 * Tables  writes wish, and what the kinds write
 */
#include "app/fulfil.h"
#include "app/plan.h"
#include "core/json.h"
#include "core/log.h"
#include "core/settings.h"
#include "data/ledger.h"
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

static enum status setting_check(struct ctx *c, const struct setting_wish *s)
{
    const struct capability *k = capability_find(s->name);
    const struct json *v;
    TRY(json_read(c, s->value.text, &v));
    if (json_kind(v) != JSON_OBJECT)
        return fail(c, REJECT, "a setting is a JSON object, like {\"backend\":\"template\"}");
    return k && k->opt ? record_from(c, k->opt, v, STRICT, arena_take(c->mem, k->opt->size)) : OK;
}

static enum status setting_do(struct ctx *c, const void *body, struct wish *w)
{
    const struct setting_wish *s = body;
    bool clear = !s->value.text.n || str_eq(s->value.text, STR("null"));
    if (clear)
        TRY(db_run(c, "DELETE FROM setting WHERE name = $1", A(s->name)));
    else {
        TRY(setting_check(c, s));
        TRY(db_save(c, &setting_record, &(struct setting){s->name, s->value.text, c->now_ms, person_of(c, w)}));
    }
    return ledger_append(c, person_of(c, w), STR("setting"), str_fmt(c, "setting:%.*s", FMT(s->name)),
                         record_to_json(c, &setting_wish_record, s));
}

static enum status policy_do(struct ctx *c, const void *body, struct wish *w)
{
    const struct policy_wish *p = body;
    return policy_save(c, &(struct policy_rows){p->rows.at, p->rows.n}, person_of(c, w));
}

static const struct errand {
    const char *name;
    const struct record *body;
    enum status (*run)(struct ctx *c, const void *body, struct wish *w);
} errands[] = {
    {"verdict", &verdict_wish_record, verdict_do},
    {"generate", &generate_wish_record, generate_do},
    {"setting", &setting_wish_record, setting_do},
    {"policy", &policy_wish_record, policy_do},
};

enum status fulfil(struct ctx *c, struct wish *w)
{
    w->batch = NONE;
    w->why = (struct str){0};
    for (size_t k = 0; k < sizeof errands / sizeof *errands; k++)
        if (str_eq(w->kind, str_z(errands[k].name))) {
            void *body = arena_take(c->mem, errands[k].body->size);
            TRY(record_from_json(c, errands[k].body, w->body.text, STRICT, body));
            return errands[k].run(c, body, w);
        }
    return fail(c, REJECT, "\"%.*s\" is no kind of wish", FMT(w->kind));
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

static enum status carry_out(struct ctx *c, struct wish *w)
{
    bool ours;
    w->batch = NONE;
    TRY(mark(c, w, STR("done"), &ours));
    if (!ours)
        return OK;
    TRY(fulfil(c, w));
    struct arg batch = w->batch == NONE ? (struct arg){0} : A(w->batch);
    return db_run(c, "UPDATE wish SET why = $1, batch = $2 WHERE id = $3", A(w->why), batch, A(w->id));
}

static enum status carry_out_once(struct ctx *c, struct wish *w)
{
    IN_ONE_STEP(c, carry_out(c, w));
    return OK;
}

static enum status step(struct ctx *c, bool *did)
{
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
    struct ctx once = *c;
    *did = false;
    once.mem = arena_open();
    enum status s = step(&once, did);
    if (s != OK)
        s = fail(c, s, "%s", once.why);
    arena_close(once.mem);
    return s;
}
