/* data/identity.c - who is who, and two that are one.
 *
 * Tables  reads and writes identity, merging, customer; moves rows of sale, event, thread, consent, orders; writes ledger
 * Source  E.164 (telephone numbers: at most 15 digits behind the country's code)
 */
#include "data/identity.h"
#include "core/hash.h"
#include "core/json.h"
#include "core/mail.h"
#include "data/ledger.h"
#include "data/sale.h"
#include <ctype.h>

const struct record identity_record = {"identity", sizeof(struct identity), (const struct field[]){
    FIELD(struct identity, kind, .choice = "email|phone|loyalty|id", .flags = KEY, .doc = "what it is"),
    FIELD(struct identity, value, .min = 1, .max = 320, .flags = KEY | PERSONAL, .doc = "in one spelling"),
    FIELD(struct identity, customer, .min = 1, .max = 200, .flags = PERSONAL, .doc = "whose it is"),
    FIELD(struct identity, source, .min = 1, .max = 40, .doc = "where it was learnt"),
    FIELD(struct identity, at_ms, .unit = "ms", .doc = "when"),
    {0}}};
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

/* ---- one spelling ------------------------------------------------------------------------------------------- */

enum { PHONE_MIN = 8, PHONE_MAX = 15, LOYALTY_MIN = 4 };

/* "+49 (0)30 1234-567" and "0049301234567" are "+49301234567"; "030 1234567" is a number of some town, and nobody's. */
static struct str phone_plain(struct ctx *c, struct str s)
{
    struct buf b = {0};
    size_t from = str_starts(s, STR("+")) ? 1 : str_starts(s, STR("00")) ? 2 : 0;
    if (!from)
        return (struct str){0};
    buf_byte(c, &b, '+');
    for (size_t i = from; i < s.n; i++) {
        if (i + 2 < s.n && memcmp(s.p + i, "(0)", 3) == 0)
            i += 2;
        else if (isdigit((unsigned char)s.p[i]))
            buf_byte(c, &b, s.p[i]);
        else if (!s.p[i] || !strchr(" -./()", s.p[i]))
            return (struct str){0};
    }
    return b.n > PHONE_MIN && b.n <= PHONE_MAX + 1 && b.p[1] != '0' ? buf_str(&b) : (struct str){0};
}

static struct str loyalty_plain(struct ctx *c, struct str s)
{
    struct buf b = {0};
    for (size_t i = 0; i < s.n; i++) {
        if (isalnum((unsigned char)s.p[i]))
            buf_byte(c, &b, (char)toupper((unsigned char)s.p[i]));
        else if (s.p[i] != ' ' && s.p[i] != '-')
            return (struct str){0};
    }
    return b.n >= LOYALTY_MIN && b.n <= 40 ? buf_str(&b) : (struct str){0};
}

struct str identity_plain(struct ctx *c, struct str kind, struct str value)
{
    struct str s = str_trim(value.p ? value : STR(""));
    if (str_eq(kind, STR("email"))) {
        struct str lower = str_lower(c, str_copy(c, s));
        return mail_address_is(lower) ? lower : (struct str){0};
    }
    if (str_eq(kind, STR("phone")))
        return phone_plain(c, s);
    if (str_eq(kind, STR("loyalty")))
        return loyalty_plain(c, s);
    return s.n ? str_copy(c, s) : (struct str){0};
}

/* ---- finding -------------------------------------------------------------------------------------------------- */

enum status identity_now(struct ctx *c, struct str id, struct str *customer)
{
    TRY(db_text(c, customer, "SELECT customer FROM identity WHERE kind = 'id' AND value = $1", A(id)));
    if (!customer->p)
        *customer = id;
    return OK;
}

enum status identity_find(struct ctx *c, struct str kind, struct str value, struct str *customer)
{
    struct str plain = identity_plain(c, kind, value);
    *customer = (struct str){0};
    if (!plain.n)
        return OK;
    TRY(db_text(c, customer, "SELECT customer FROM identity WHERE kind = $1 AND value = $2", A(kind), A(plain)));
    if (!customer->p && str_eq(kind, STR("email")))
        TRY(db_text(c, customer, "SELECT id FROM customer WHERE lower(email) = $1 ORDER BY created_ms, id LIMIT 1", A(plain)));
    return OK;
}

enum status identity_of(struct ctx *c, struct str any, struct str *customer)
{
    static const char *const kinds[] = {"email", "phone", "loyalty"};
    struct str now;
    TRY(identity_now(c, any, &now));
    TRY(db_text(c, customer, "SELECT id FROM customer WHERE id = $1", A(now)));
    for (size_t i = 0; i < 3 && !customer->p; i++)
        TRY(identity_find(c, str_z(kinds[i]), any, customer));
    return OK;
}

enum status identity_add(struct ctx *c, struct str customer, struct str kind, struct str value, struct str source)
{
    struct identity i = {kind, identity_plain(c, kind, value), customer, source, c->now_ms};
    struct str other;
    int64_t there;
    if (!i.value.n)
        return fail(c, REJECT, "\"%.60s\" is no %s that names one customer%s", value.p ? value.p : "", kind.p,
                    str_eq(kind, STR("phone")) ? ": write it with its country, +49…" : "");
    TRY(db_int(c, &there, "SELECT COUNT(*) FROM customer WHERE id = $1", A(customer)));
    if (!there)
        return fail(c, REJECT, "there is no customer \"%.100s\"", customer.p ? customer.p : "");
    TRY(identity_find(c, kind, value, &other));
    if (other.p && !str_eq(other, customer))
        return fail(c, REJECT, "this %s is of customer %.100s already: if they are one, merge them", kind.p, other.p);
    return db_save(c, &identity_record, &i);
}

static const struct record twin_record = {"twin", sizeof(struct twin), (const struct field[]){
    FIELD(struct twin, one), FIELD(struct twin, other), FIELD(struct twin, kind), {0}}};

enum status identity_twins(struct ctx *c, struct twins *out)
{
    return db_all(c, &twin_record, out,
                  "SELECT a.id AS one, b.id AS other, 'email' AS kind FROM customer a JOIN customer b ON lower(a.email) = lower(b.email)"
                  " WHERE (COALESCE(a.created_ms, 0) < COALESCE(b.created_ms, 0) OR (COALESCE(a.created_ms, 0) = COALESCE(b.created_ms, 0) AND a.id < b.id))"
                  " UNION SELECT i.customer AS one, b.id AS other, 'email' AS kind FROM identity i JOIN customer b ON lower(b.email) = i.value"
                  " WHERE i.kind = 'email' AND b.id <> i.customer"
                  " ORDER BY 1, 2");
}

/* ---- merging ------------------------------------------------------------------------------------------------------ */

struct merged { /* what was moved */
    struct customer *customer;
    struct strs sales, events, threads, identities, consents, orders;
    struct strs added; /* withdrawals that the merging says once more */
    struct str filled; /* which empty fields of the kept one were filled from the other: "email name" */
};
static const struct record merged_record = {"merged", sizeof(struct merged), (const struct field[]){
    FIELD_ONE(struct merged, customer, &customer_record),
    FIELD(struct merged, sales, .flags = OPTIONAL), FIELD(struct merged, events, .flags = OPTIONAL), FIELD(struct merged, threads, .flags = OPTIONAL),
    FIELD(struct merged, identities, .flags = OPTIONAL), FIELD(struct merged, consents, .flags = OPTIONAL), FIELD(struct merged, orders, .flags = OPTIONAL),
    FIELD(struct merged, added, .flags = OPTIONAL),     FIELD(struct merged, filled, .flags = OPTIONAL), {0}}};

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
    return OK;
}

static enum status rows_move(struct ctx *c, struct str from, struct str to)
{
    TRY(db_run(c, "UPDATE sale SET customer = $1 WHERE customer = $2", A(to), A(from)));
    TRY(db_run(c, "UPDATE event SET customer = $1 WHERE customer = $2", A(to), A(from)));
    TRY(db_run(c, "UPDATE thread SET customer = $1 WHERE customer = $2", A(to), A(from)));
    TRY(db_run(c, "UPDATE identity SET customer = $1 WHERE customer = $2", A(to), A(from)));
    TRY(db_run(c, "UPDATE consent SET customer = $1 WHERE customer = $2", A(to), A(from)));
    return db_run(c, "UPDATE orders SET customer = $1 WHERE customer = $2", A(to), A(from));
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
    for (size_t i = 0; i < m->added.n; i++) /* what the merging itself said */
        TRY(db_run(c, "DELETE FROM consent WHERE CAST(id AS TEXT) = $1", A(m->added.at[i])));
    return OK;
}

static enum status unfill(struct ctx *c, const struct merging *g, const struct merged *m)
{
    struct strs names = str_split(c, m->filled.p ? m->filled : STR(""), ' ');
    for (size_t i = 0; i < names.n; i++) {
        if (str_eq(names.at[i], STR("email")))
            TRY(db_run(c, "UPDATE customer SET email = NULL WHERE id = $1 AND email = $2", A(g->kept), A(m->customer->email)));
        else if (str_eq(names.at[i], STR("name")))
            TRY(db_run(c, "UPDATE customer SET name = NULL WHERE id = $1 AND name = $2", A(g->kept), A(m->customer->name)));
        else if (str_eq(names.at[i], STR("country")))
            TRY(db_run(c, "UPDATE customer SET country = NULL WHERE id = $1 AND country = $2", A(g->kept), A(m->customer->country)));
        else if (str_eq(names.at[i], STR("language")))
            TRY(db_run(c, "UPDATE customer SET language = NULL WHERE id = $1 AND language = $2", A(g->kept), A(m->customer->language)));
        else if (str_eq(names.at[i], STR("marketing")))
            TRY(db_run(c, "UPDATE customer SET marketing = 1 WHERE id = $1", A(g->kept)));
    }
    return OK;
}

static enum status unmerge(struct ctx *c, const struct merging *g, struct str who)
{
    struct merged m;
    TRY(record_from_json(c, &merged_record, g->body.text, LENIENT, &m));
    TRY(db_run(c, "DELETE FROM identity WHERE kind = 'id' AND value = $1 AND customer = $2", A(g->gone), A(g->kept)));
    TRY(customer_save(c, m.customer));
    TRY(rows_back(c, g, &m));
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
