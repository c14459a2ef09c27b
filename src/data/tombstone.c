/* data/tombstone.c - keyed digests of what forgotten people were known by. */
#include "data/tombstone.h"
#include "core/hash.h"
#include "core/json.h"
#include "core/secret.h"
#include "data/day.h"
#include "data/identity.h"
#include "data/ledger.h"

static const struct mark { const char *name, *said; size_t at; } kinds[] = {
    {"id", "their number", offsetof(struct known, id)}, {"email", "their address", offsetof(struct known, email)},
    {"phone", "their telephone number", offsetof(struct known, phone)}, {"loyalty", "their loyalty number", offsetof(struct known, loyalty)},
    {"visitor", "the mark of their browser", offsetof(struct known, visitor)}};
enum { KINDS = sizeof kinds / sizeof *kinds };

struct stone { int64_t at_ms, back_ms; };
static const struct record stone_record = {"tombstone", sizeof(struct stone), (const struct field[]){
    FIELD(struct stone, at_ms, .unit = "ms"), FIELD(struct stone, back_ms, .unit = "ms", .init = NONE, .flags = OPTIONAL), {0}}};

static struct str digest(struct ctx *c, struct str key, const char *kind, struct str value)
{
    struct str plain = identity_plain(c, str_z(kind), value);
    return plain.n ? hash_hex(c, hash_hmac(c, key, str_fmt(c, "%s:%.*s", kind, FMT(plain)))) : (struct str){0};
}

/* A shop moved without its key would take everybody for somebody new. */
static enum status key_load(struct ctx *c, bool first, struct str *key)
{
    struct str mark;
    TRY(secret_own(c, "forget", key));
    struct str own = digest(c, *key, "key", STR("mark"));
    TRY(db_text(c, &mark, "SELECT value FROM meta WHERE name = 'tombstone'"));
    if (!mark.p && first)
        return db_run(c, "INSERT INTO meta (name, value) VALUES ('tombstone', $1)", A(own));
    if (!str_eq(mark, own))
        return fail(c, REJECT, "%s/key is not the key that forgotten customers were noted with: put the shop's own file back", c->home);
    return OK;
}

enum status tombstone_add(struct ctx *c, struct str kind, struct str value)
{
    struct str key;
    TRY(key_load(c, true, &key));
    struct str d = digest(c, key, kind.p, value);
    if (!d.p)
        return OK;
    return db_run(c,
                  "INSERT INTO tombstone (digest, kind, at_ms) VALUES ($1, $2, $3)"
                  " ON CONFLICT (digest) DO UPDATE SET at_ms = excluded.at_ms, back_ms = NULL",
                  A(d), A(kind), A(c->now_ms));
}

static bool is_barred(const struct stone *s, enum saying how, int64_t at_ms)
{
    bool old = at_ms != NONE && at_ms <= s->at_ms, back = s->back_ms != NONE;
    switch (how) {
    case SAID_OF_THEM: return old || !back;
    case SAID_BY_THEM: return old;
    case SIGNED_UP: return old || (at_ms == NONE && !back);
    }
    return true;
}

static enum status bars_one(struct ctx *c, struct str digest, const struct mark *k, enum saying how, int64_t at_ms, bool look, struct str *why)
{
    struct stone s;
    bool found;
    TRY(db_maybe(c, &stone_record, &s, &found, "SELECT at_ms, back_ms FROM tombstone WHERE digest = $1", A(digest)));
    if (!found)
        return OK;
    if (is_barred(&s, how, at_ms)) {
        *why = str_fmt(c, "whoever is meant was forgotten on %s, by %s", day_text(c, s.at_ms / DAY_MS).p, k->said);
        return OK;
    }
    if (how != SIGNED_UP || look || s.back_ms != NONE)
        return OK;
    return db_run(c, "UPDATE tombstone SET back_ms = $1 WHERE digest = $2", A(at_ms == NONE ? c->now_ms : at_ms), A(digest));
}

enum status tombstone_bars(struct ctx *c, const struct known *k, enum saying how, int64_t at_ms, bool look, struct str *why)
{
    struct str key;
    int64_t any;
    *why = (struct str){0};
    TRY(db_int(c, &any, "SELECT 1 FROM tombstone LIMIT 1"));
    if (!any)
        return OK;
    TRY(key_load(c, false, &key));
    for (size_t i = 0; i < KINDS && !why->p; i++) {
        struct str d = digest(c, key, kinds[i].name, *(const struct str *)((const char *)k + kinds[i].at));
        if (d.p)
            TRY(bars_one(c, d, &kinds[i], how, at_ms, look, why));
    }
    return OK;
}

static enum status back(struct ctx *c, struct str any, struct str proof, struct str who)
{
    struct str key;
    int64_t n = 0;
    TRY(key_load(c, true, &key));
    for (size_t i = 0; i < KINDS; i++) {
        struct str d = digest(c, key, kinds[i].name, any);
        int64_t one = 0;
        if (d.p)
            TRY(db_count(c, &one, "UPDATE tombstone SET back_ms = $1 WHERE digest = $2 AND back_ms IS NULL", A(c->now_ms), A(d)));
        n += one;
    }
    if (!n)
        return fail(c, REJECT, "nobody known by this was forgotten, or they are back already");
    struct tree *t = tree_open(c);
    struct node *o = tree_object(t);
    node_set(t, o, "proof", tree_str(t, proof));
    return ledger_append(c, who, STR("customer.back"), STR("customer"), tree_text(c, t, o));
}

enum status tombstone_back(struct ctx *c, struct str any, struct str proof, struct str who)
{
    IN_ONE_STEP(c, back(c, any, proof, who));
    return OK;
}
