/* data/merge.c - two customers that are one, and parted again.
 *
 * Tables  reads and writes merging, customer, identity, account, method; moves rows of sale, event, thread, consent, orders, money,
 *         customer_read; writes ledger
 */
#include "core/json.h"
#include "data/identity.h"
#include "data/ledger.h"
#include "data/order.h"
#include "data/sale.h"

const struct record merging_record = {"merging", sizeof(struct merging), (const struct field[]){
    FIELD(struct merging, id, .flags = KEY, .doc = "our number for it"),
    FIELD(struct merging, kept, .flags = PERSONAL, .doc = "who they are now"),
    FIELD(struct merging, gone, .flags = PERSONAL, .doc = "who was found to be the same"),
    FIELD(struct merging, because, .min = 3, .max = 500, .doc = "what says so"),
    FIELD(struct merging, by_whom, .doc = "who decided it"),
    FIELD(struct merging, body, .doc = "what was moved"),
    FIELD(struct merging, at_ms, .unit = "ms", .doc = "when"),
    FIELD(struct merging, undone_ms, .unit = "ms", .init = NONE, .flags = OPTIONAL, .doc = "parted again"),
    {0}}};

struct merged { /* what was moved */
    struct customer *customer;
    struct strs sales, events, threads, identities, consents, orders, money, methods, looks;
    struct strs doubled;       /* means of payment that both had: JSON, the gone one's */
    struct account *account;   /* the gone one's; NULL: it had none */
    struct strs added; /* withdrawals that the merging says once more */
    struct str filled; /* which empty fields of the kept one were filled from the other: "email name first" */
};
static const struct record merged_record = {"merged", sizeof(struct merged), (const struct field[]){
    FIELD_ONE(struct merged, customer, &customer_record),
    FIELD(struct merged, sales, .flags = OPTIONAL), FIELD(struct merged, events, .flags = OPTIONAL), FIELD(struct merged, threads, .flags = OPTIONAL),
    FIELD(struct merged, identities, .flags = OPTIONAL), FIELD(struct merged, consents, .flags = OPTIONAL), FIELD(struct merged, orders, .flags = OPTIONAL),
    FIELD(struct merged, money, .flags = OPTIONAL), FIELD(struct merged, methods, .flags = OPTIONAL), FIELD(struct merged, looks, .flags = OPTIONAL),
    FIELD(struct merged, doubled, .flags = OPTIONAL), FIELD_ONE(struct merged, account, &account_record, .flags = OPTIONAL),
    FIELD(struct merged, added, .flags = OPTIONAL), FIELD(struct merged, filled, .flags = OPTIONAL), {0}}};

struct key { struct str key; };
static const struct record key_record = {"key", sizeof(struct key), (const struct field[]){FIELD(struct key, key), {0}}};
struct keys { struct key *at; size_t n; };

static void keys_list(struct ctx *c, const struct keys *keys, struct strs *out)
{
    for (size_t i = 0; i < keys->n; i++)
        strs_add(c, out, keys->at[i].key);
}

static enum status rows_note(struct ctx *c, struct str gone, struct merged *m)
{
    struct keys k;
    TRY(db_all(c, &key_record, &k, "SELECT id AS key FROM sale WHERE customer = $1 ORDER BY id", A(gone)));
    keys_list(c, &k, &m->sales);
    TRY(db_all(c, &key_record, &k, "SELECT DISTINCT id AS key FROM event WHERE customer = $1 ORDER BY id", A(gone)));
    keys_list(c, &k, &m->events);
    TRY(db_all(c, &key_record, &k, "SELECT CAST(id AS TEXT) AS key FROM thread WHERE customer = $1 ORDER BY id", A(gone)));
    keys_list(c, &k, &m->threads);
    TRY(db_all(c, &key_record, &k, "SELECT kind || ':' || value AS key FROM identity WHERE customer = $1 ORDER BY kind, value", A(gone)));
    keys_list(c, &k, &m->identities);
    TRY(db_all(c, &key_record, &k, "SELECT CAST(id AS TEXT) AS key FROM consent WHERE customer = $1 ORDER BY id", A(gone)));
    keys_list(c, &k, &m->consents);
    TRY(db_all(c, &key_record, &k, "SELECT id AS key FROM orders WHERE customer = $1 ORDER BY id", A(gone)));
    keys_list(c, &k, &m->orders);
    TRY(db_all(c, &key_record, &k, "SELECT orders || '/' || CAST(seq AS TEXT) AS key FROM money WHERE customer = $1 ORDER BY orders, seq", A(gone)));
    keys_list(c, &k, &m->money);
    TRY(db_all(c, &key_record, &k, "SELECT CAST(id AS TEXT) AS key FROM customer_read WHERE customer = $1 ORDER BY id", A(gone)));
    keys_list(c, &k, &m->looks);
    return OK;
}

static enum status rows_move(struct ctx *c, struct str from, struct str to)
{
    TRY(db_run(c, "UPDATE sale SET customer = $1 WHERE customer = $2", A(to), A(from)));
    TRY(db_run(c, "UPDATE event SET customer = $1 WHERE customer = $2", A(to), A(from)));
    TRY(db_run(c, "UPDATE thread SET customer = $1 WHERE customer = $2", A(to), A(from)));
    TRY(db_run(c, "UPDATE identity SET customer = $1 WHERE customer = $2", A(to), A(from)));
    TRY(db_run(c, "UPDATE consent SET customer = $1 WHERE customer = $2", A(to), A(from)));
    TRY(db_run(c, "UPDATE money SET customer = $1 WHERE customer = $2", A(to), A(from)));
    TRY(db_run(c, "UPDATE customer_read SET customer = $1 WHERE customer = $2", A(to), A(from)));
    return db_run(c, "UPDATE orders SET customer = $1 WHERE customer = $2", A(to), A(from));
}

/* A means of payment that both have is one; the others go over. */
static enum status methods_join(struct ctx *c, const struct account *kept, const struct account *gone, struct merged *m)
{
    for (size_t i = 0; i < gone->methods.n; i++) {
        const struct method *theirs = &gone->methods.at[i];
        if (account_method(kept, theirs->id)) {
            strs_add(c, &m->doubled, record_to_json(c, &method_record, theirs));
            TRY(db_run(c, "DELETE FROM method WHERE customer = $1 AND id = $2", A(gone->id), A(theirs->id)));
            continue;
        }
        strs_add(c, &m->methods, theirs->id);
        TRY(db_run(c, "UPDATE method SET customer = $1 WHERE customer = $2 AND id = $3", A(kept->id), A(gone->id), A(theirs->id)));
    }
    return OK;
}

/* One says yes and the other has withdrawn: the withdrawal is said once more, last. */
static enum status consents_join(struct ctx *c, struct str kept, struct str gone, struct merged *m)
{
    struct keys purposes;
    TRY(db_all(c, &key_record, &purposes,
               "SELECT DISTINCT a.purpose AS key FROM consent a WHERE a.customer IN ($1, $2) AND a.given = 0 AND NOT EXISTS"
               " (SELECT 1 FROM consent b WHERE b.customer = a.customer AND b.purpose = a.purpose AND b.at_ms > a.at_ms) ORDER BY 1",
               A(kept), A(gone)));
    for (size_t i = 0; i < purposes.n; i++) {
        int64_t id = db_new_id(c);
        TRY(db_run(c, "INSERT INTO consent (id, customer, purpose, given, proof, source, at_ms) VALUES ($1, $2, $3, 0, $4, 'import', $5)", A(id), A(kept),
                   A(purposes.at[i].key), A(STR("withdrawn by one of two records that are the same person")), A(c->now_ms)));
        strs_add(c, &m->added, str_fmt(c, "%lld", (long long)id));
    }
    return OK;
}

static void fill(struct ctx *c, struct str *mine, struct str theirs, const char *name, struct merged *m)
{
    if (mine->n || !theirs.n)
        return;
    *mine = theirs;
    m->filled = str_fmt(c, "%s%s ", m->filled.p ? m->filled.p : "", name);
}

/* What orders know of them: points are added up, the usual address is the kept one's where it has one. */
static enum status accounts_join(struct ctx *c, struct str kept, struct str gone, struct merged *m)
{
    struct account k, g;
    int64_t there, mine;
    TRY(db_int(c, &there, "SELECT COUNT(*) FROM account WHERE id = $1", A(gone)));
    TRY(db_int(c, &mine, "SELECT COUNT(*) FROM account WHERE id = $1", A(kept)));
    TRY(account_load(c, kept, &k));
    TRY(account_load(c, gone, &g));
    TRY(methods_join(c, &k, &g, m));
    if (!there)
        return OK;
    m->account = NEW(c, struct account);
    *m->account = g;
    if (!mine)
        m->filled = str_fmt(c, "%saccount ", m->filled.p ? m->filled.p : "");
    fill(c, &k.first_name, g.first_name, "first", m);
    fill(c, &k.last_name, g.last_name, "last", m);
    if (!k.address && g.address) {
        k.address = g.address;
        m->filled = str_fmt(c, "%saddress ", m->filled.p ? m->filled.p : "");
    }
    k.points += g.points;
    TRY(account_save(c, &k));
    return db_run(c, "DELETE FROM account WHERE id = $1", A(gone));
}

/* Agreed to be written to only where both records say so, or words of consent do. */
static enum status customers_join(struct ctx *c, struct customer *k, const struct customer *g, struct merged *m)
{
    fill(c, &k->email, g->email, "email", m);
    fill(c, &k->name, g->name, "name", m);
    fill(c, &k->country, g->country, "country", m);
    fill(c, &k->language, g->language, "language", m);
    if (k->marketing && !g->marketing) {
        k->marketing = false;
        m->filled = str_fmt(c, "%smarketing ", m->filled.p ? m->filled.p : "");
    }
    TRY(customer_save(c, k));
    return db_run(c, "DELETE FROM customer WHERE id = $1", A(g->id));
}

static enum status customer_of(struct ctx *c, struct str id, struct customer *out)
{
    bool found;
    TRY(db_maybe(c, &customer_record, out, &found, "SELECT * FROM customer WHERE id = $1", A(id)));
    return found ? OK : fail(c, REJECT, "there is no customer \"%.100s\"", id.p ? id.p : "");
}

/* Who it was stands in no chain that cannot forget: a digest of the number does. */
static struct str subject_of(struct ctx *c, int64_t merging) { return str_fmt(c, "merging:%lld", (long long)merging); }

static enum status merge(struct ctx *c, struct merging *g)
{
    struct customer kept;
    struct merged m = {.customer = NEW(c, struct customer)};
    TRY(customer_of(c, g->kept, &kept));
    TRY(customer_of(c, g->gone, m.customer));
    TRY(rows_note(c, g->gone, &m));
    TRY(consents_join(c, g->kept, g->gone, &m));
    TRY(rows_move(c, g->gone, g->kept));
    TRY(accounts_join(c, g->kept, g->gone, &m));
    TRY(customers_join(c, &kept, m.customer, &m));
    struct identity alias = {STR("id"), g->gone, g->kept, STR("merge"), c->now_ms};
    TRY(db_save(c, &identity_record, &alias));
    g->body.text = record_to_json(c, &merged_record, &m);
    TRY(db_add(c, &merging_record, g));
    return ledger_append(c, g->by_whom, STR("customer.merge"), subject_of(c, g->id), STR("{}"));
}

enum status identity_merge(struct ctx *c, struct str kept, struct str gone, struct str because, struct str who, int64_t *merging)
{
    struct merging g = {.id = db_new_id(c), .kept = kept, .gone = gone, .because = because, .by_whom = who, .at_ms = c->now_ms, .undone_ms = NONE};
    if (str_eq(kept, gone))
        return fail(c, REJECT, "customer %.100s is one already", kept.p);
    if (str_trim(because.p ? because : STR("")).n < 3)
        return fail(c, REJECT, "say what shows that they are one: it stands in the record");
    IN_ONE_STEP(c, merge(c, &g));
    *merging = g.id;
    return OK;
}

/* ---- parting ---------------------------------------------------------------------------------------------------------- */

/* Rows that came since, or went elsewhere, stay where they are. */
#define BACK(keys, sql)                                             \
    for (size_t i = 0; i < (keys)->n; i++)                          \
        TRY(db_run(c, sql, A(g->gone), A((keys)->at[i]), A(g->kept)))

static enum status rows_back(struct ctx *c, const struct merging *g, const struct merged *m)
{
    BACK(&m->sales, "UPDATE sale SET customer = $1 WHERE id = $2 AND customer = $3");
    BACK(&m->events, "UPDATE event SET customer = $1 WHERE id = $2 AND customer = $3");
    BACK(&m->threads, "UPDATE thread SET customer = $1 WHERE CAST(id AS TEXT) = $2 AND customer = $3");
    BACK(&m->identities, "UPDATE identity SET customer = $1 WHERE kind || ':' || value = $2 AND customer = $3");
    BACK(&m->consents, "UPDATE consent SET customer = $1 WHERE CAST(id AS TEXT) = $2 AND customer = $3");
    BACK(&m->orders, "UPDATE orders SET customer = $1 WHERE id = $2 AND customer = $3");
    BACK(&m->money, "UPDATE money SET customer = $1 WHERE orders || '/' || CAST(seq AS TEXT) = $2 AND customer = $3");
    BACK(&m->looks, "UPDATE customer_read SET customer = $1 WHERE CAST(id AS TEXT) = $2 AND customer = $3");
    BACK(&m->methods, "UPDATE method SET customer = $1 WHERE id = $2 AND customer = $3");
    for (size_t i = 0; i < m->added.n; i++) /* what the merging itself said */
        TRY(db_run(c, "DELETE FROM consent WHERE CAST(id AS TEXT) = $1", A(m->added.at[i])));
    return OK;
}

static bool filled(struct ctx *c, const struct merged *m, const char *name)
{
    struct strs names = str_split(c, m->filled.p ? m->filled : STR(""), ' ');
    for (size_t i = 0; i < names.n; i++)
        if (str_eq(names.at[i], str_z(name)))
            return true;
    return false;
}

static enum status unfill(struct ctx *c, const struct merging *g, const struct merged *m)
{
    if (filled(c, m, "email"))
        TRY(db_run(c, "UPDATE customer SET email = NULL WHERE id = $1 AND email = $2", A(g->kept), A(m->customer->email)));
    if (filled(c, m, "name"))
        TRY(db_run(c, "UPDATE customer SET name = NULL WHERE id = $1 AND name = $2", A(g->kept), A(m->customer->name)));
    if (filled(c, m, "country"))
        TRY(db_run(c, "UPDATE customer SET country = NULL WHERE id = $1 AND country = $2", A(g->kept), A(m->customer->country)));
    if (filled(c, m, "language"))
        TRY(db_run(c, "UPDATE customer SET language = NULL WHERE id = $1 AND language = $2", A(g->kept), A(m->customer->language)));
    return filled(c, m, "marketing") ? db_run(c, "UPDATE customer SET marketing = 1 WHERE id = $1", A(g->kept)) : OK;
}

/* Points that were spent since are not owed twice: the kept one goes down to none. */
static enum status accounts_part(struct ctx *c, const struct merging *g, const struct merged *m)
{
    struct account k;
    for (size_t i = 0; i < m->doubled.n; i++) {
        struct method one;
        TRY(record_from_json(c, &method_record, m->doubled.at[i], LENIENT, &one));
        TRY(method_save(c, &one));
    }
    if (!m->account)
        return OK;
    TRY(account_load(c, g->kept, &k));
    TRY(account_save(c, m->account));
    if (filled(c, m, "account"))
        return db_run(c, "DELETE FROM account WHERE id = $1", A(g->kept));
    if (filled(c, m, "first"))
        k.first_name = (struct str){0};
    if (filled(c, m, "last"))
        k.last_name = (struct str){0};
    if (filled(c, m, "address"))
        k.address = NULL;
    k.points = k.points > m->account->points ? k.points - m->account->points : 0;
    return account_save(c, &k);
}

static enum status unmerge(struct ctx *c, const struct merging *g, struct str who)
{
    struct merged m;
    TRY(record_from_json(c, &merged_record, g->body.text, LENIENT, &m));
    TRY(db_run(c, "DELETE FROM identity WHERE kind = 'id' AND value = $1 AND customer = $2", A(g->gone), A(g->kept)));
    TRY(customer_save(c, m.customer));
    TRY(rows_back(c, g, &m));
    TRY(accounts_part(c, g, &m));
    TRY(unfill(c, g, &m));
    TRY(db_run(c, "UPDATE merging SET undone_ms = $1 WHERE id = $2", A(c->now_ms), A(g->id)));
    return ledger_append(c, who, STR("customer.unmerge"), subject_of(c, g->id), STR("{}"));
}

enum status identity_unmerge(struct ctx *c, int64_t merging, struct str who)
{
    struct merging g;
    bool found;
    int64_t later;
    TRY(db_maybe(c, &merging_record, &g, &found, "SELECT * FROM merging WHERE id = $1 AND undone_ms IS NULL", A(merging)));
    if (!found)
        return fail(c, REJECT, "there is no merging %lld that stands", (long long)merging);
    TRY(db_int(c, &later, "SELECT COUNT(*) FROM merging WHERE undone_ms IS NULL AND id > $1 AND (kept IN ($2, $3) OR gone IN ($2, $3))", A(merging),
               A(g.kept), A(g.gone)));
    if (later)
        return fail(c, REJECT, "one of them was merged again since: part that first");
    if (str_eq(g.body.text, STR("{}")))
        return fail(c, REJECT, "what was merged has been erased since");
    IN_ONE_STEP(c, unmerge(c, &g, who));
    return OK;
}
