/* execution/order/pay_link.c - signed addresses to pay at: HMAC-SHA256 over the order and the last moment. */
#include "execution/order/pay_link.h"
#include "core/hash.h"
#include "core/secret.h"
#include "core/url.h"
#include "data/day.h"

enum { SIGN_HEX = 40 /* 160 bits: nobody guesses them, and they fit a line of mail */ };

static enum status sign_of(struct ctx *c, struct str order, int64_t until_ms, struct str *sign)
{
    struct str key;
    TRY(secret_own(c, "pay", &key));
    *sign = str_fmt(c, "%.*s", SIGN_HEX, hash_hex(c, hash_hmac(c, key, str_fmt(c, "%lld\n%.*s", (long long)until_ms, FMT(order)))).p);
    return OK;
}

enum status pay_link_make(struct ctx *c, struct str base, struct str order, struct str *url)
{
    struct str sign;
    int64_t until = c->now_ms + PAY_LINK_DAYS * DAY_MS;
    TRY(sign_of(c, order, until, &sign));
    while (base.n && base.p[base.n - 1] == '/')
        base.n--;
    *url = str_fmt(c, "%.*s/shop/pay/%s?until=%lld&sign=%s", FMT(base), url_escape(c, order).p, (long long)until, sign.p);
    return OK;
}

enum status pay_link_is(struct ctx *c, struct str order, struct str until, struct str sign, bool *yes)
{
    struct str own;
    int64_t ms;
    *yes = str_int(until, &ms) && ms > c->now_ms;
    if (!*yes)
        return OK;
    TRY(sign_of(c, order, ms, &own));
    *yes = hash_same(own, sign);
    return OK;
}
