/* execution/channel/payment.c - a payment provider over HTTP: charges and refunds, each once by its idempotency key.
 *
 * Flow    outbox → provider. Asked only through data/effect.h: entity "payment" or "refund", id the movement's, value "1250 EUR" in minor units
 * Source  the least that providers share: a POST with the header Idempotency-Key, and a GET that finds what a key has done
 *
 *   POST URL/payments|refunds   Idempotency-Key: KEY   {"amount":1250,"currency":"EUR","method":"card_1","order":"#W1"}
 *                          4xx {"code":"insufficient_funds"}: refused for good, and why
 *   GET  URL/payments|refunds/KEY   200 {"amount":1250,"currency":"EUR",…}, or 404: the key has done nothing
 *
 * An adapter in front of a real provider translates. A lost answer is no matter: the next look finds the key.
 */
#include "core/secret.h"
#include "core/url.h"
#include "execution/channel/shop.h"
#include <ctype.h>

struct payment_opt { struct str url, secret; };
static const struct record payment_opt_record = {"channel_payment", sizeof(struct payment_opt), (const struct field[]){
    FIELD(struct payment_opt, url, .max = 500, .flags = OPTIONAL, .doc = "address of the provider or of its adapter"),
    FIELD(struct payment_opt, secret, .init_str = "env:PURVEY_PAYMENT_KEY", .max = 500, .flags = OPTIONAL, .doc = "where its key stands: env:NAME or file:PATH"),
    {0}}};

/* "1250 EUR": minor units and currency. */
static struct str value_of(struct ctx *c, const struct json *v)
{
    struct str currency = json_str(json_get(v, "currency"));
    return str_fmt(c, "%lld%s%.*s", (long long)json_int(json_get(v, "amount")), currency.n ? " " : "", FMT(currency));
}

/* What a key has done, as a value like the one wanted; absent: nothing. */
static enum status look(struct ctx *c, struct link *l, const struct effect *e, struct str *shown, int64_t *wait_ms)
{
    const struct json *v;
    struct http_out answer = {0};
    *shown = (struct str){0};
    enum status s = shop_ask(c, l, "GET", str_fmt(c, "/%.*ss/%.*s", FMT(e->entity), FMT(url_escape(c, e->key))), (struct str){0}, &answer, &v);
    *wait_ms = l->wait_ms;
    if (s == REJECT && answer.status == 404)
        return OK;
    TRY(s);
    *shown = value_of(c, v);
    return OK;
}

/* Its own word for why ("insufficient_funds"): short, and of letters alone, since it is shown and compared. */
static enum status refused(struct ctx *c, const struct http_out *out)
{
    const struct json *v;
    char word[41] = "";
    struct str code = str_is_utf8(out->body) && json_read(c, out->body, &v) == OK ? json_str(json_get(v, "code")) : (struct str){0};
    for (size_t i = 0; i < code.n && i + 1 < sizeof word; i++)
        word[i] = (char)(isalnum((unsigned char)code.p[i]) ? code.p[i] : '_');
    return fail(c, REJECT, "payment: the provider refuses it: HTTP %lld%s%s%s", (long long)out->status, *word ? " (" : "", word, *word ? ")" : "");
}

static enum status put(struct ctx *c, struct link *l, const struct effect *e, struct str *receipt)
{
    const struct json *v;
    int64_t minor;
    struct tree *t = tree_open(c);
    struct node *o = tree_object(t);
    size_t space = str_find(e->value, STR(" "), 0);
    struct str amount = str_copy(c, str_part(e->value, 0, space == SIZE_MAX ? e->value.n : space));
    struct http_in in = {.method = STR("POST"), .url = str_fmt(c, "%.*s/%.*ss", FMT(l->base), FMT(e->entity)), .once = true};
    struct http_out out;
    if (!str_int(amount, &minor))
        return fail(c, REJECT, "payment: \"%.*s\" is no amount", FMT(e->value));
    node_set(t, o, "amount", tree_int(t, minor));
    node_set(t, o, "currency", tree_str(t, space == SIZE_MAX ? STR("") : str_part(e->value, space + 1, e->value.n)));
    node_set(t, o, "method", tree_str(t, e->remote));
    node_set(t, o, "order", tree_str(t, e->id));
    in.body = tree_text(c, t, o);
    http_add(c, &in, "content-type", STR("application/json"));
    http_add(c, &in, "idempotency-key", e->key);
    if (l->auth.n)
        http_add(c, &in, "authorization", l->auth);
    TRY(http_do(c, &in, &out));
    l->wait_ms = out.retry_after_ms;
    if (out.status == 408 || out.status == 409 || out.status == 429 || out.status >= 500)
        return fail(c, RETRY, "payment: HTTP %lld", (long long)out.status);
    if (out.status < 200 || out.status > 299)
        return refused(c, &out);
    *receipt = str_is_utf8(out.body) && json_read(c, out.body, &v) == OK ? str_copy(c, json_str(json_get(v, "id"))) : (struct str){0};
    return OK;
}

static struct seen answer_of(struct ctx *c, enum status s, struct str shown, struct str want, int64_t wait_ms)
{
    if (s == OK)
        return (struct seen){.state = STR("shown"), .shown = shown, .want = want};
    return (struct seen){.state = s == RETRY ? STR("later") : STR("refused"), .why = str_copy(c, str_z(c->why)), .wait_ms = wait_ms};
}

static struct seen one(struct ctx *c, struct link *l, const struct effect *e, bool write)
{
    struct str shown, receipt = {0};
    int64_t wait_ms = 0;
    enum status s = look(c, l, e, &shown, &wait_ms);
    struct seen seen = answer_of(c, s, shown, e->value, wait_ms);
    if (s != OK || !write || shop_same(shown, e->value))
        return seen;
    if (shown.n) {
        seen.state = STR("conflict");
        return seen;
    }
    s = put(c, l, e, &receipt);
    if (s != OK)
        return answer_of(c, s, shown, e->value, l->wait_ms);
    s = look(c, l, e, &shown, &wait_ms); /* only what the provider says afterwards counts */
    if (s == OK && !shop_same(shown, e->value))
        s = fail(c, RETRY, "payment: the provider does not show %.*s yet", FMT(e->key));
    seen = answer_of(c, s, shown, e->value, wait_ms);
    if (s == OK)
        seen.state = STR("written");
    seen.receipt = receipt;
    return seen;
}

static enum status run(struct ctx *c, const void *opt, const void *in, void *result)
{
    const struct payment_opt *o = opt;
    const struct channel_in *want = in;
    struct channel_out *out = result;
    struct link l = {.name = "payment", .base = o->url};
    struct str key;
    *out = (struct channel_out){0};
    if (str_eq(want->verb, STR("fields")) || str_eq(want->verb, STR("pull")))
        return OK;
    if (!o->url.n)
        return fail(c, RETRY, "no payment provider is set: purvey settings set channel.payment '{\"url\":\"…\"}'");
    if (secret_read(c, o->secret, &key) == OK && key.n)
        l.auth = str_fmt(c, "Bearer %.*s", FMT(key));
    for (size_t i = 0; i < want->effects.n; i++)
        *LIST_ADD(c, &out->seen) = one(c, &l, &want->effects.at[i], str_eq(want->verb, STR("write")));
    return OK;
}

const struct capability channel_payment = {
    .name = "channel.payment", .doc = "charge and refund through a payment provider, each movement once", .stage = PUBLISH, .needs = NET | SECRET,
    .in = &channel_in_record, .out = &channel_out_record, .opt = &payment_opt_record, .run = run};
