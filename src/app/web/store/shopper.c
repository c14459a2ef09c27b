/* app/web/store/shopper.c - who visits: a word that nobody can guess in a cookie, its hash in the table; no name, ever.
 *
 * Tables  writes shopper
 */
#include "app/web/store/store.h"
#include "core/hash.h"

enum { WORD_BYTES = 32, KEEP_S = 90 * 24 * 60 * 60, ID_HEX = 32 };

static struct str cookie(struct visit *v, const char *name)
{
    struct str header = request_header(v->r, "Cookie");
    return header.p ? cookie_get(v->c, header, name) : (struct str){0};
}

static struct str id_of(struct visit *v, struct str word)
{
    return str_fmt(v->c, "%.*s", ID_HEX, hash_blake2b(v->c, word).p);
}

struct str shopper_id(struct visit *v)
{
    struct str word = cookie(v, "shopper");
    return word.n >= WORD_BYTES && word.n <= 2 * WORD_BYTES ? id_of(v, word) : (struct str){0};
}

static void cookie_tell(struct visit *v, struct str word)
{
    struct str proto = request_header(v->r, "X-Forwarded-Proto");
    visit_header(v, "Set-Cookie",
                 str_fmt(v->c, "shopper=%s; Path=/shop; HttpOnly; SameSite=Lax; Max-Age=%d%s", word.p, KEEP_S,
                         proto.p && str_eq(proto, STR("https")) ? "; Secure" : ""));
}

enum status shopper_make(struct visit *v, struct str *id)
{
    *id = shopper_id(v);
    if (!id->n) {
        struct str word = hash_base64_url(v->c, hash_random(v->c, WORD_BYTES));
        *id = id_of(v, word);
        cookie_tell(v, word);
        TRY(db_run(v->c, "DELETE FROM shopper WHERE at_ms < $1", A(v->c->now_ms - KEEP_S * (int64_t)1000)));
    }
    return db_run(v->c,
                  "INSERT INTO shopper (id, at_ms) VALUES ($1, $2) ON CONFLICT (id) DO UPDATE SET at_ms = "
                  "excluded.at_ms",
                  A(*id), A(v->c->now_ms));
}

bool shopper_objects(struct visit *v)
{
    struct str dnt = request_header(v->r, "DNT"), gpc = request_header(v->r, "Sec-GPC");
    return (dnt.p && str_eq(dnt, STR("1"))) || (gpc.p && str_eq(gpc, STR("1")));
}

bool shopper_agreed(struct visit *v)
{
    struct str said = cookie(v, "consent");
    return said.p && str_eq(said, STR("yes")) && !shopper_objects(v);
}

enum status own_site(struct visit *v)
{
    struct str site = request_header(v->r, "Sec-Fetch-Site");
    if (site.p && !str_eq(site, STR("same-origin")) && !str_eq(site, STR("none")))
        return deny(v, 403, "this form was sent from another site");
    return OK;
}
