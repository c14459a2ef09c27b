/* app/web/store/shopper.c - who visits: a word that nobody can guess in a cookie, its hash in the table; no name, ever.
 *
 * Tables  writes shopper
 */
#include "app/web/store/store.h"
#include "core/hash.h"

enum { WORD_BYTES = 32, KEEP_S = 90 * 24 * 60 * 60, ID_HEX = 32 };

static struct str id_of(struct visit *v, struct str word)
{
    return str_fmt(v->c, "%.*s", ID_HEX, hash_blake2b(v->c, word).p);
}

struct str shopper_id(struct visit *v)
{
    struct str word = visit_cookie(v, "shopper");
    return word.n >= WORD_BYTES && word.n <= 2 * WORD_BYTES ? id_of(v, word) : (struct str){0};
}

enum status shopper_make(struct visit *v, struct str *id)
{
    *id = shopper_id(v);
    if (!id->n) {
        struct str word = hash_base64_url(v->c, hash_random(v->c, WORD_BYTES));
        *id = id_of(v, word);
        visit_cookie_set(v, "shopper", word, "/shop", KEEP_S);
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
    struct str said = visit_cookie(v, "consent");
    return said.p && str_eq(said, STR("yes")) && !shopper_objects(v);
}

