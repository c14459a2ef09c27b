/* intelligence/answer/service/service_method.c - means of payment: which one a text names, and their names for people. */
#include "intelligence/answer/service/service_view.h"

static const struct { const char *source, *patterns; } sources[] = {
    {"paypal", "paypal|pay pal"},
    {"gift_card", "gift card|giftcard|gift*|gc|store credit|website credit|geschenkkarte|gutschein*|geschenkgutschein|carte cadeau|"
        "tarjeta regalo|tarjeta de regalo|carta regalo|buono regalo|cadeaubon|cadeaukaart"},
    {"credit_card", "credit card|creditcard|credit|visa|mastercard|debit card|my card|kreditkarte|carte de credit|carte bancaire|"
        "carte bleue|tarjeta de credito|tarjeta|carta di credito|kredietkaart"},
};
enum { SOURCES = sizeof sources / sizeof *sources };
static const char original_words[] = "original|same payment|same method|same card|way i paid|ursprunglich*|gleiche zahlungs*|meme "
    "moyen|mismo medio|stesso metodo|zelfde betaal*";

struct str service_original_method(const struct json *order)
{
    return json_str(json_get(json_at(json_get(order, "payment_history"), 0), "payment_method_id"));
}

/* The one of that kind; of several "source:KIND": it is not clear which. */
static struct str by_source(struct ctx *c, const struct json *methods, const char *source)
{
    struct str id = {0};
    size_t n = 0;
    for (struct json_walk m = json_walk(methods); json_next(&m);)
        if (str_eq(json_str(json_get(m.value, "source")), str_z(source)))
            id = str_copy(c, m.key), n++;
    return n > 1 ? str_fmt(c, "source:%s", source) : id;
}

/* "Not the gift card", "instead of PayPal": named, and not wanted. */
static bool is_left(const struct service_words *w, size_t at)
{
    static const char words[] = "instead of|from|not|rather than|statt|anstatt|nicht|von|au lieu|pas|en vez|no|invece|non|in plaats|niet";
    size_t back = at < 3 ? at : 3;
    struct service_words near = {w->at + at - back, back};
    for (size_t i = 0; i < near.n; i++)
        if (near.at[i].end || near.at[i].pause)
            near = (struct service_words){near.at + i + 1, near.n - i - 1}, i = SIZE_MAX;
    return near.n && service_matches(&near, words);
}

/* "my gift card" is no "my card". */
static bool is_gift(const struct service_words *w, size_t at, size_t end, const char *patterns)
{
    bool gift = false;
    for (size_t i = at; i < end; i++)
        gift = gift || !strcmp(w->at[i].folded, "gift") || !strcmp(w->at[i].folded, "regalo") || !strcmp(w->at[i].folded, "cadeau");
    return gift && patterns == sources[SOURCES - 1].patterns;
}

static bool is_named(const struct service_words *w, const char *patterns)
{
    size_t end;
    for (const char *p = patterns; p; p = service_pattern_next(p))
        for (size_t from = 0, at; (at = service_match(w, from, p, &end)) != SIZE_MAX; from = at + 1)
            if (!is_left(w, at) && !is_gift(w, at, end, patterns))
                return true;
    return false;
}

struct str service_method_named(struct ctx *c, const struct service_view *v, struct str text, bool *wrong)
{
    const struct json *methods = json_get(v->customer, "payment_methods");
    struct service_words w = service_words_of(c, text);
    struct str id = {0};
    size_t kinds = 0;
    *wrong = false;
    for (struct json_walk m = json_walk(methods); json_next(&m);) {
        struct str four = json_str(json_get(m.value, "last_four")), brand = json_str(json_get(m.value, "brand"));
        if (str_has(text, m.key) || (four.n == 4 && service_match(&w, 0, str_copy(c, four).p, &(size_t){0}) != SIZE_MAX) ||
            (brand.n > 2 && is_named(&w, str_lower(c, brand).p)))
            return str_copy(c, m.key);
    }
    for (size_t i = 0; i < SOURCES; i++)
        if (is_named(&w, sources[i].patterns)) {
            id = by_source(c, methods, sources[i].source);
            kinds++;
        }
    *wrong = kinds > 1 || (kinds && !id.p); /* two are named, or one that is not there */
    if (kinds)
        return *wrong ? (struct str){0} : id;
    return service_matches(&w, original_words) ? STR("original") : (struct str){0};
}

/* What was said last about it. */
struct str service_method_newest(struct ctx *c, const struct service_view *v, struct str text, bool *wrong)
{
    struct strs said = str_split(c, text, '\f');
    struct str id = {0};
    *wrong = false;
    for (size_t i = said.n; i-- > 0 && !id.n && !*wrong;)
        id = service_method_named(c, v, said.at[i], wrong);
    return id;
}

struct str service_method_text(struct ctx *c, const struct service_view *v, struct str id)
{
    const struct json *m = json_get(json_get(v->customer, "payment_methods"), id.n ? id.p : "");
    struct str source = json_str(json_get(m, "source")), four = json_str(json_get(m, "last_four")), brand = json_str(json_get(m, "brand"));
    enum service_key k = str_eq(source, STR("gift_card")) ? SAY_gift_card : str_eq(source,
        STR("credit_card")) ? SAY_credit_card : str_eq(source, STR("paypal")) ? SAY_paypal : SAY_other_method;
    struct str name = SERVICE_SAID(c, v->language, k);
    if (four.n)
        return str_fmt(c, "%.*s (%.*s%s%.*s)", FMT(name), FMT(brand), brand.n ? " " : "", FMT(four));
    return k == SAY_other_method ? str_fmt(c, "%.*s %.*s", FMT(name), FMT(id)) : name;
}

struct str service_methods_text(struct ctx *c, const struct service_view *v)
{
    struct strs list = {0};
    for (struct json_walk m = json_walk(json_get(v->customer, "payment_methods")); json_next(&m);)
        strs_add(c, &list, service_method_text(c, v, str_copy(c, m.key)));
    return str_join(c, &list, STR(", "));
}
