/* data/fetched.c - one address after another, from hosts that the shop named; each failure is kept with its reason.
 *
 * Tables  reads picture, setting; writes fetched, picture
 */
#include "data/fetched.h"
#include "core/http.h"
#include "core/settings.h"
#include "core/sql.h"
#include "data/object.h"

enum { TRIES = 3, AGAIN_MS = 3600000, TIMEOUT_MS = 20000 };

const struct record fetch_rules_record = {"picture_fetch", sizeof(struct fetch_rules), (const struct field[]){
    FIELD(struct fetch_rules, hosts, .flags = OPTIONAL, .doc = "whose pictures are fetched: cdn.shop.com, or *.shop.com for all hosts below it; absent: nobody's"),
    FIELD(struct fetch_rules, most, .unit = "bytes", .min = 1000, .max = OBJECT_MAX, .init = 16 << 20, .flags = OPTIONAL, .doc = "a longer picture is left"),
    FIELD(struct fetch_rules, internal, .flags = OPTIONAL, .doc = "addresses inside a private network are asked too: a shop server beside purvey"),
    {0}}};

struct fetched {
    struct str url, name, fault;
    int64_t tries, at_ms;
};
static const struct record fetched_record = {"fetched", sizeof(struct fetched), (const struct field[]){
    FIELD(struct fetched, url, .flags = KEY),
    FIELD(struct fetched, name, .flags = OPTIONAL),
    FIELD(struct fetched, fault, .flags = OPTIONAL),
    FIELD(struct fetched, tries),
    FIELD(struct fetched, at_ms),
    {0}}};

bool fetched_is_address(struct str s) { return str_has(str_part(s, 0, s.n < 8 ? s.n : 8), STR("//")); }

enum status fetched_name(struct ctx *c, struct str address, struct str *name)
{
    struct fetched f = {0};
    bool found;
    TRY(db_maybe(c, &fetched_record, &f, &found, "SELECT * FROM fetched WHERE url = $1", A(address)));
    *name = found ? f.name : (struct str){0};
    return OK;
}

/* ---- who may be asked ---------------------------------------------------------------------------------- */

/* Of "https://user@cdn.shop.com:8443/a.jpg": "cdn.shop.com"; absent: it is no address that is asked. */
static struct str host_of(struct ctx *c, struct str url)
{
    size_t from = str_starts(url, STR("https://")) ? 8 : str_starts(url, STR("http://")) ? 7 : 0, to = from;
    while (to < url.n && !strchr("/?#:@\\", url.p[to]))
        to++;
    bool plain = from && to > from && (to == url.n || (url.p[to] != '@' && url.p[to] != '\\')) && !memchr(url.p, '@', url.n);
    return plain ? str_lower(c, str_copy(c, str_part(url, from, to))) : (struct str){0};
}

static bool is_allowed(struct ctx *c, const struct fetch_rules *r, struct str host)
{
    for (size_t i = 0; i < r->hosts.n && host.n; i++) {
        struct str h = str_lower(c, r->hosts.at[i]);
        if (str_eq(h, host) || (str_starts(h, STR("*.")) && h.n > 3 && host.n > h.n - 1 && str_ends(host, str_part(h, 1, h.n))))
            return true;
    }
    return false;
}

/* ---- asking ---------------------------------------------------------------------------------------------- */

static enum status bring(struct ctx *c, const struct fetch_rules *r, struct str address, struct str *name)
{
    struct str url = str_starts(address, STR("//")) ? str_fmt(c, "https:%.*s", FMT(address)) : address, host = host_of(c, url);
    struct http_in in = {.url = url, .timeout_ms = TIMEOUT_MS, .max_bytes = r->most, .public_only = !r->internal};
    struct http_out out = {0};
    if (!is_allowed(c, r, host))
        return fail(c, REJECT, "%.*s is none of the hosts that picture.fetch names", FMT(host.n ? host : STR("its host")));
    http_add(c, &in, "accept", STR("image/avif, image/webp, image/jpeg, image/png"));
    TRY(http_do(c, &in, &out));
    if (out.status >= 300 && out.status < 400)
        return fail(c, REJECT, "%.*s leads elsewhere (%lld); name that host too, and import that address", FMT(host), (long long)out.status);
    if (out.status != 200)
        return fail(c, out.status >= 500 || out.status == 429 ? RETRY : REJECT, "%.*s answers %lld", FMT(host), (long long)out.status);
    return object_save(c, out.body, name);
}

/* What came is looked at as soon as there is time for it. */
static enum status note(struct ctx *c, const struct fetched *f)
{
    TRY(db_save(c, &fetched_record, f));
    if (!f->name.n)
        return OK;
    return db_run(c, "UPDATE picture SET seen = '' WHERE pos = 0 AND product IN (SELECT product FROM picture WHERE name = $1)", A(f->url));
}

static enum status bring_one(struct ctx *c, const struct fetch_rules *r, struct str url)
{
    struct fetched f = {.url = url};
    bool found;
    TRY(db_maybe(c, &fetched_record, &f, &found, "SELECT * FROM fetched WHERE url = $1", A(url)));
    f = (struct fetched){.url = url, .tries = f.tries < TRIES ? f.tries + 1 : 1 /* the rules are others now */, .at_ms = c->now_ms};
    enum status s = bring(c, r, url, &f.name);
    if (s != OK) {
        f.name = (struct str){0};
        f.fault = str_copy(c, str_z(c->why));
        f.tries = s == REJECT ? TRIES : f.tries; /* it would be refused again */
    }
    IN_ONE_STEP(c, note(c, &f));
    return OK;
}

/* What failed is due again after a while, or once the shop has changed its rules: it may have named the host. */
#define LACKING " FROM picture k LEFT JOIN fetched f ON f.url = k.name WHERE k.numbers IS NULL AND k.name LIKE $1" \
                " AND (f.url IS NULL OR (f.name IS NULL AND ((f.tries < $2 AND f.at_ms < $3)" \
                " OR f.at_ms < (SELECT s.at_ms FROM setting s WHERE s.name = 'picture.fetch'))))"

struct address { struct str name; };
static const struct record address_record = {"address", sizeof(struct address), (const struct field[]){FIELD(struct address, name), {0}}};

enum status fetched_step(struct ctx *c, int64_t most, int64_t *done, int64_t *left)
{
    struct fetch_rules r;
    LIST(struct address) list = {0};
    int64_t due = c->now_ms - AGAIN_MS;
    *done = *left = 0;
    TRY(settings_read(c, &fetch_rules_record, STR("picture.fetch"), &r));
    if (!r.hosts.n)
        return OK;
    TRY(db_all(c, &address_record, &list, "SELECT DISTINCT k.name" LACKING " ORDER BY k.name LIMIT $4", A(STR("%//%")), A((int64_t)TRIES), A(due), A(most)));
    for (size_t i = 0; i < list.n; i++) {
        TRY(bring_one(c, &r, list.at[i].name));
        ++*done;
        if (c->gone && c->gone(c))
            return fail(c, RETRY, "stopped, since nobody waits for it any more");
    }
    return *done ? db_int(c, left, "SELECT COUNT(DISTINCT k.name)" LACKING, A(STR("%//%")), A((int64_t)TRIES), A(due)) : OK;
}
