/* execution/order/pay_link.c - signed addresses and words: HMAC-SHA256 over the order and the last moment. */
#include "execution/order/pay_link.h"
#include "core/hash.h"
#include "core/secret.h"
#include "core/url.h"
#include "data/day.h"

enum { SIGN_HEX = 40 /* 160 bits: nobody guesses them, and they fit a line of mail */ };

/* What one purpose signs, another does not take. */
static enum status sign_of(struct ctx *c, const char *purpose, struct str order, int64_t until_ms, struct str *sign)
{
    struct str key;
    TRY(secret_own(c, purpose, &key));
    *sign = str_fmt(c, "%.*s", SIGN_HEX, hash_hex(c, hash_hmac(c, key, str_fmt(c, "%lld\n%.*s", (long long)until_ms, FMT(order)))).p);
    return OK;
}

enum status pay_link_make(struct ctx *c, struct str base, struct str order, struct str *url)
{
    struct str sign;
    int64_t until = c->now_ms + PAY_LINK_DAYS * DAY_MS;
    TRY(sign_of(c, "pay", order, until, &sign));
    while (base.n && base.p[base.n - 1] == '/')
        base.n--;
    *url = str_fmt(c, "%.*s/shop/pay/%s?until=%lld&sign=%s", FMT(base), url_escape(c, order).p, (long long)until, sign.p);
    return OK;
}

static enum status is_signed(struct ctx *c, const char *purpose, struct str order, struct str until, struct str sign, bool *yes)
{
    struct str own;
    int64_t ms;
    *yes = str_int(until, &ms) && ms > c->now_ms;
    if (!*yes)
        return OK;
    TRY(sign_of(c, purpose, order, ms, &own));
    *yes = hash_same(own, sign);
    return OK;
}

enum status pay_link_is(struct ctx *c, struct str order, struct str until, struct str sign, bool *yes)
{
    return is_signed(c, "pay", order, until, sign, yes);
}

enum status order_pass_make(struct ctx *c, struct str order, struct str *word)
{
    struct str sign;
    int64_t until = c->now_ms + ORDER_PASS_DAYS * DAY_MS;
    TRY(sign_of(c, "order", order, until, &sign));
    *word = str_fmt(c, "%lld.%s", (long long)until, sign.p);
    return OK;
}

enum status order_pass_is(struct ctx *c, struct str order, struct str word, bool *yes)
{
    size_t dot = 0;
    while (dot < word.n && word.p[dot] != '.')
        dot++;
    *yes = false;
    return dot < word.n ? is_signed(c, "order", order, str_part(word, 0, dot), str_part(word, dot + 1, word.n), yes) : OK;
}
