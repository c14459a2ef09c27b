/* data/consent.c - words of consent in their table.
 *
 * Tables  reads and writes consent; reads customer
 */
#include "data/consent.h"

const struct record consent_record = {"consent", sizeof(struct consent), (const struct field[]){
    FIELD(struct consent, id, .flags = KEY, .doc = "our number for it"),
    FIELD(struct consent, customer, .min = 1, .max = 200, .flags = PERSONAL, .doc = "who said it"),
    FIELD(struct consent, purpose, .choice = CONSENT_PURPOSES, .doc = "what for"),
    FIELD(struct consent, given, .doc = "false: refused or withdrawn"),
    FIELD(struct consent, proof, .min = 3, .max = 2000, .doc = "which words were agreed to, and where"),
    FIELD(struct consent, source, .choice = "web|app|store|mail|phone|import", .doc = "where it was said"),
    FIELD(struct consent, at_ms, .unit = "ms", .doc = "when"),
    FIELD(struct consent, until_ms, .unit = "ms", .init = NONE, .flags = OPTIONAL, .doc = "ends then; absent: until withdrawn"),
    {0}}};

enum status consent_note(struct ctx *c, struct consent *w)
{
    int64_t there;
    TRY(db_int(c, &there, "SELECT COUNT(*) FROM customer WHERE id = $1", A(w->customer)));
    if (!there)
        return fail(c, REJECT, "there is no customer \"%.100s\"", w->customer.p ? w->customer.p : "");
    if (w->until_ms != NONE && w->until_ms <= w->at_ms)
        return fail(c, REJECT, "a consent that ended before it began is none");
    w->id = db_new_id(c);
    return db_add(c, &consent_record, w);
}

/* Where nothing was ever said, a mark of an import counts for marketing, which is all that shops export. */
enum status consent_has(struct ctx *c, struct str customer, struct str purpose, bool *yes)
{
    struct consent last;
    bool found;
    int64_t marked;
    TRY(db_maybe(c, &consent_record, &last, &found,
                 "SELECT * FROM consent WHERE customer = $1 AND purpose = $2 AND at_ms <= $3 ORDER BY at_ms DESC, given, id DESC LIMIT 1", A(customer),
                 A(purpose), A(c->now_ms)));
    if (found)
        return *yes = last.given && (last.until_ms == NONE || last.until_ms > c->now_ms), OK;
    TRY(db_int(c, &marked, "SELECT marketing FROM customer WHERE id = $1", A(customer)));
    *yes = marked && str_eq(purpose, STR("marketing"));
    return OK;
}

enum status consent_refused(struct ctx *c, struct str customer, struct str purpose, bool *yes)
{
    int64_t given;
    TRY(db_int(c, &given, "SELECT COALESCE((SELECT given FROM consent WHERE customer = $1 AND purpose = $2 AND at_ms <= $3"
                          " ORDER BY at_ms DESC, given, id DESC LIMIT 1), 1)", A(customer), A(purpose), A(c->now_ms)));
    *yes = !given;
    return OK;
}

enum status consent_load(struct ctx *c, struct str customer, struct consents *out)
{
    return db_all(c, &consent_record, out, "SELECT * FROM consent WHERE customer = $1 ORDER BY at_ms, id", A(customer));
}
