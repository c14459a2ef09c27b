/* intelligence/answer/service/service_method.c - means of payment: which one a text names, and their names for people. */
#include "intelligence/answer/service/service_view.h"

static const struct { const char *source, *patterns; } sources[] = {
    {"paypal", "paypal|pay pal"},
    {"gift_card", "gift card|giftcard|gift*|gc|store credit|website credit|geschenkkarte|gutschein*|geschenkgutschein|carte cadeau|"
        "tarjeta regalo|tarjeta de regalo|carta regalo|buono regalo|cadeaubon|cadeaukaart"},
    {"credit_card", "credit card|creditcard|credit|visa|mastercard|debit card|my card|kreditkarte|carte de credit|carte bancaire|"
        "carte bleue|tarjeta de credito|tarjeta|carta di credito|kredietkaart"},
};
static const char original_words[] = "original|same payment|same method|same card|way i paid|ursprunglich*|gleiche zahlungs*|meme "
    "moyen|mismo medio|stesso metodo|zelfde betaal*";

struct str service_original_method(const struct json *order)
{
    return json_str(json_get(json_at(json_get(order, "payment_history"), 0), "payment_method_id"));
}

static struct str by_source(struct ctx *c, const struct json *methods, const char *source)
{
    for (struct json_walk m = json_walk(methods); json_next(&m);)
        if (str_eq(json_str(json_get(m.value, "source")), str_z(source)))
            return str_copy(c, m.key);
    return (struct str){0};
}

struct str service_method_named(struct ctx *c, const struct service_view *v, struct str text, bool *wrong)
{
    const struct json *methods = json_get(v->customer, "payment_methods");
    struct service_words w = service_words_of(c, text);
    *wrong = false;
    for (struct json_walk m = json_walk(methods); json_next(&m);) {
        struct str four = json_str(json_get(m.value, "last_four")), brand = json_str(json_get(m.value, "brand"));
        if (str_has(text, m.key) || (four.n == 4 && service_match(&w, 0, str_copy(c, four).p, &(size_t){0}) != SIZE_MAX) ||
            (brand.n > 2 && str_has_case(text, brand)))
            return str_copy(c, m.key);
    }
    for (size_t i = 0; i < sizeof sources / sizeof *sources; i++)
        if (service_matches(&w, sources[i].patterns)) {
            struct str id = by_source(c, methods, sources[i].source);
            *wrong = !id.p;
            return id;
        }
    if (service_matches(&w, original_words))
        return STR("original");
    return (struct str){0};
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
