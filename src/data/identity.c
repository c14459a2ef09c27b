/* data/identity.c - who is who; two that are one: data/merge.c.
 *
 * Tables  reads and writes identity; reads customer
 * Source  E.164 (telephone numbers: at most 15 digits behind the country's code)
 */
#include "data/identity.h"
#include "core/mail.h"
#include <ctype.h>

const struct record identity_record = {"identity", sizeof(struct identity), (const struct field[]){
    FIELD(struct identity, kind, .choice = "email|phone|loyalty|id", .flags = KEY, .doc = "what it is"),
    FIELD(struct identity, value, .min = 1, .max = 320, .flags = KEY | PERSONAL, .doc = "in one spelling"),
    FIELD(struct identity, customer, .min = 1, .max = 200, .flags = PERSONAL, .doc = "whose it is"),
    FIELD(struct identity, source, .min = 1, .max = 40, .doc = "where it was learnt"),
    FIELD(struct identity, at_ms, .unit = "ms", .doc = "when"),
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
                  "SELECT a.id AS one, b.id AS other, 'email' AS kind FROM customer a JOIN customer b ON lower(trim(a.email)) = lower(trim(b.email))"
                  " WHERE (COALESCE(a.created_ms, 0) < COALESCE(b.created_ms, 0) OR (COALESCE(a.created_ms, 0) = COALESCE(b.created_ms, 0) AND a.id < b.id))"
                  " UNION SELECT i.customer AS one, b.id AS other, 'email' AS kind FROM identity i JOIN customer b ON lower(trim(b.email)) = i.value"
                  " WHERE i.kind = 'email' AND b.id <> i.customer"
                  " ORDER BY 1, 2");
}
