/* data/ingest/webhook.c - who may tell us something: three ways to sign, one inbox.
 *
 * Source  standardwebhooks.com (HMAC-SHA256 over "id.timestamp.body", key base64 after "whsec_"); Shopify and
 *         WooCommerce sign the body alone (HMAC-SHA256, base64). Their topic and id are not signed, so what makes
 *         one of theirs known is the signature itself: a body that was sent before is taken no second time, under
 *         whatever topic it comes again.
 */
#include "core/hash.h"
#include "core/secret.h"
#include "core/settings.h"
#include "data/ingest/living.h"

struct keys { struct strs standard, shopify, woocommerce; };
const struct record webhook_keys_record = {"webhook", sizeof(struct keys), (const struct field[]){
    FIELD(struct keys, standard, .flags = OPTIONAL | LOOSE, .doc = "where the secrets of Standard Webhooks stand: env:NAME or file:PATH"),
    FIELD(struct keys, shopify, .flags = OPTIONAL | LOOSE, .doc = "where the app's client secret stands"),
    FIELD(struct keys, woocommerce, .flags = OPTIONAL | LOOSE, .doc = "where the webhook's secret stands"),
    {0}}};

struct hook { /* one message, verified */
    struct str id, topic;
};

static struct webhook_answer answer(struct ctx *c, int code, const char *sentence)
{
    return (struct webhook_answer){code, str_fmt(c, "%s", sentence)};
}

/* Standard Webhooks keys are base64 behind their prefix; one that is not is taken as it stands. */
static struct str key_of(struct ctx *c, struct str secret)
{
    struct str text = str_starts(secret, STR("whsec_")) ? str_part(secret, 6, secret.n) : secret, bytes;
    return str_starts(secret, STR("whsec_")) && hash_from_base64(c, text, &bytes) ? bytes : secret;
}

/* Does any secret give one of the signatures ("v1,AAA v1,BBB", or just "AAA" where `version` is "") for `text`? */
static enum status signed_by(struct ctx *c, const struct strs *where, struct str text, struct str given, struct str version, bool *yes)
{
    struct strs all = str_split(c, given, ' ');
    *yes = false;
    for (size_t k = 0; k < where->n; k++) {
        struct str secret;
        TRY(secret_read(c, where->at[k], &secret));
        struct str want = str_fmt(c, "%s%s", version.p, hash_base64(c, hash_hmac(c, version.n ? key_of(c, secret) : secret, text)).p);
        for (size_t i = 0; i < all.n; i++)
            *yes |= hash_same(all.at[i], want);
    }
    return OK;
}

static enum status standard(struct ctx *c, const struct keys *keys, const struct request *r, struct hook *h, struct webhook_answer *out)
{
    struct str id = request_header(r, "webhook-id"), at = request_header(r, "webhook-timestamp"), given = request_header(r, "webhook-signature");
    int64_t seconds;
    bool yes;
    if (!id.n || id.n > 200 || !str_int(at, &seconds)) {
        *out = answer(c, 400, "the headers webhook-id and webhook-timestamp are missing or wrong");
        return OK;
    }
    TRY(signed_by(c, &keys->standard, str_fmt(c, "%s.%s.%.*s", id.p, at.p, FMT(r->body)), given, STR("v1,"), &yes));
    int64_t off = seconds > INT64_MAX / 2000 || seconds < 0 ? INT64_MAX : c->now_ms - seconds * 1000;
    if (!yes)
        *out = answer(c, 401, "the signature is wrong");
    else if (off > WEBHOOK_WINDOW_MS || off < -WEBHOOK_WINDOW_MS)
        *out = answer(c, 401, "the timestamp is more than five minutes off");
    else
        *h = (struct hook){str_fmt(c, "standard:%s", id.p), STR("standard")};
    return OK;
}

static enum status shop_signed(struct ctx *c, const struct strs *where, const struct request *r, struct str given, struct str topic,
                               const char *shop, struct hook *h, struct webhook_answer *out)
{
    bool yes;
    TRY(signed_by(c, where, r->body, given, STR(""), &yes));
    if (!yes)
        *out = answer(c, 401, "the signature is wrong");
    else
        *h = (struct hook){str_fmt(c, "%s:%s", shop, hash_blake2b(c, r->body).p), str_fmt(c, "%s:%.*s", shop, (int)(topic.n < 100 ? topic.n : 100), topic.p ? topic.p : "")};
    return OK;
}

static struct str either(const struct request *r, const char *a, const char *b)
{
    struct str s = request_header(r, a);
    return s.n ? s : request_header(r, b);
}

static enum status check(struct ctx *c, const struct keys *keys, const struct request *r, struct hook *h, struct webhook_answer *out)
{
    struct str shopify = either(r, "X-Shopify-Hmac-Sha256", "shopify-hmac-sha256"), woo = request_header(r, "X-WC-Webhook-Signature");
    struct str standard_sign = request_header(r, "webhook-signature");
    *out = answer(c, 404, "webhooks of this kind are not set up here: purvey settings set webhook …");
    if (standard_sign.n && keys->standard.n)
        return standard(c, keys, r, h, out);
    if (shopify.n && keys->shopify.n)
        return shop_signed(c, &keys->shopify, r, shopify, either(r, "X-Shopify-Topic", "shopify-topic"), "shopify", h, out);
    if (woo.n && keys->woocommerce.n)
        return shop_signed(c, &keys->woocommerce, r, woo, request_header(r, "X-WC-Webhook-Topic"), "woocommerce", h, out);
    if (!standard_sign.n && !shopify.n && !woo.n)
        *out = answer(c, 401, "the message is not signed");
    return OK;
}

/* Only what the catalogue is made of is kept: other topics may hold data of persons, which nobody here needs. */
static bool is_used(struct str topic)
{
    return str_eq(topic, STR("standard")) || str_starts(topic, STR("shopify:products/")) ||
           str_eq(topic, STR("shopify:customers/redact")) || str_starts(topic, STR("woocommerce:product."));
}

enum status webhook_accept(struct ctx *c, const struct request *r, struct webhook_answer *out)
{
    struct keys keys;
    struct hook h = {0};
    int64_t n;
    TRY(settings_read(c, &webhook_keys_record, STR("webhook"), &keys));
    if (r->body_too_big) {
        *out = answer(c, 413, "the body is too long");
        return OK;
    }
    TRY(check(c, &keys, r, &h, out));
    if (!h.id.n)
        return OK;
    bool used = is_used(h.topic);
    if (used && !str_is_utf8(r->body)) {
        *out = answer(c, 400, "the body is not UTF-8 text");
        return OK;
    }
    TRY(db_count(c, &n, "INSERT INTO inbox (id, topic, body, state, why, at_ms) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (id) DO NOTHING",
                 A(h.id), A(h.topic), A(used ? r->body : STR("{}")), A(used ? STR("new") : STR("done")),
                 A(used ? (struct str){0} : STR("not a topic that purvey reads; nothing of it was kept")), A(c->now_ms)));
    *out = answer(c, 200, n ? "taken" : "known already");
    return OK;
}
