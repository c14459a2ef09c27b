/* data/item.c - work items and the one table of moves. */
#include "data/item.h"
#include "core/json.h"
#include "data/ledger.h"
#include <math.h>

const struct record item_record = {"item", sizeof(struct item), (const struct field[]){
    FIELD(struct item, id, .flags = KEY, .doc = "our number for it"),
    FIELD(struct item, batch, .doc = "the batch it was asked for in"),
    FIELD(struct item, kind, .min = 1, .max = 100, .doc = "the capability that makes it"),
    FIELD(struct item, entity, .min = 1, .max = 40, .doc = "what it is about"),
    FIELD(struct item, subject, .min = 1, .max = 500, .doc = "the id of that"),
    FIELD(struct item, state, .min = 0, .max = STATES - 1, .doc = "where it is on its way"),
    FIELD(struct item, input, .doc = "what the capability was given"),
    FIELD(struct item, output, .flags = OPTIONAL, .doc = "what it gave"),
    FIELD(struct item, doubts, .flags = OPTIONAL, .doc = "why a person must look"),
    FIELD(struct item, confidence, .min = 0, .max = 1, .init = NAN, .flags = OPTIONAL, .doc = "of the verifier"),
    FIELD(struct item, risk, .flags = OPTIONAL, .choice = "low|medium|high", .doc = "by policy"),
    FIELD(struct item, why, .flags = OPTIONAL, .doc = "last failure"),
    FIELD(struct item, tries, .doc = "failures in this state"),
    FIELD(struct item, due_ms, .unit = "ms", .doc = "not before"),
    FIELD(struct item, lease, .flags = OPTIONAL, .doc = "the process working on it"),
    FIELD(struct item, lease_ms, .unit = "ms", .doc = "when the lease ends"),
    FIELD(struct item, seed, .doc = "of chance"),
    FIELD(struct item, created_ms, .unit = "ms", .doc = "planned"),
    FIELD(struct item, moved_ms, .unit = "ms", .doc = "last move"),
    {0}}};

static const char *const names[STATES] = {
    "planned", "made", "checked", "waiting", "approved", "live", "kept", "undoing", "undone", "dropped",
};

static const bool allowed[STATES][STATES] = {
    [PLANNED] = {[MADE] = 1, [DROPPED] = 1},
    [MADE] = {[CHECKED] = 1, [PLANNED] = 1, [DROPPED] = 1},   /* a refused check plans again */
    [CHECKED] = {[WAITING] = 1, [APPROVED] = 1, [DROPPED] = 1},
    [WAITING] = {[APPROVED] = 1, [PLANNED] = 1, [DROPPED] = 1, /* a reviewer accepts, sends back, rejects */
                 [UNDOING] = 1},                             /* … rejects what one channel has taken already */
    [APPROVED] = {[LIVE] = 1, [WAITING] = 1, [DROPPED] = 1},  /* a channel that refuses asks a person */
    [LIVE] = {[KEPT] = 1, [UNDOING] = 1},
    [KEPT] = {[UNDOING] = 1},
    [UNDOING] = {[UNDONE] = 1},
};

const char *state_name(enum state s) { return names[s]; }

bool state_named(struct str name, enum state *out)
{
    for (int s = 0; s < STATES; s++)
        if (str_eq(name, str_z(names[s]))) {
            *out = (enum state)s;
            return true;
        }
    return false;
}

enum status item_add(struct ctx *c, const struct item *i)
{
    assert(i->state == PLANNED);
    return db_add(c, &item_record, i);
}

enum status item_load(struct ctx *c, int64_t id, struct item *out)
{
    bool found = false;
    TRY(db_maybe(c, &item_record, out, &found, "SELECT * FROM item WHERE id = $1", A(id)));
    return found ? OK : fail(c, REJECT, "there is no item %lld", (long long)id);
}

/* The ledger's row tells the same as the row in move: ledger_verify holds them against each other. */
static enum status ledger_tell(struct ctx *c, int64_t id, int64_t seq, enum state from, enum state to, struct str actor, struct str because)
{
    struct tree *t = tree_open(c);
    struct node *o = tree_object(t);
    node_set(t, o, "item", tree_int(t, id));
    node_set(t, o, "seq", tree_int(t, seq));
    node_set(t, o, "from", tree_int(t, from));
    node_set(t, o, "to", tree_int(t, to));
    node_set(t, o, "because", tree_str(t, because));
    return ledger_append(c, actor, STR("move"), str_fmt(c, "item:%lld", (long long)id), tree_text(c, t, o));
}

static enum status moved(struct ctx *c, int64_t id, enum state from, enum state to, struct str actor, struct str because)
{
    int64_t n, seq;
    TRY(db_count(c, &n,
                 "UPDATE item SET state = $1, moved_ms = $2, due_ms = $2, tries = 0, why = NULL, lease = NULL, lease_ms = 0"
                 " WHERE id = $3 AND state = $4",
                 A((int64_t)to), A(c->now_ms), A(id), A((int64_t)from)));
    if (n == 0)
        return fail(c, RETRY, "item %lld: no longer %s", (long long)id, names[from]);
    TRY(db_int(c, &seq, "SELECT COALESCE(MAX(seq), 0) + 1 FROM move WHERE item = $1", A(id)));
    TRY(db_run(c,
               "INSERT INTO move (item, seq, from_state, to_state, at_ms, actor, because) VALUES ($1, $2, $3, $4, $5, $6, $7)",
               A(id), A(seq), A((int64_t)from), A((int64_t)to), A(c->now_ms), A(actor), A(because)));
    return ledger_tell(c, id, seq, from, to, actor, because);
}

enum status item_move(struct ctx *c, int64_t id, enum state from, enum state to, struct str actor, struct str because)
{
    assert(allowed[from][to]);
    IN_ONE_STEP(c, moved(c, id, from, to, actor, because));
    return OK;
}

struct ctx item_ctx(struct ctx *c, const struct item *i, int64_t again)
{
    struct ctx run = *c;
    run.db = NULL;
    run.doubts = NULL;
    run.seed = (uint64_t)i->seed + (uint64_t)again * 0x9E3779B97F4A7C15u;
    run.why[0] = 0;
    return run;
}
