/* data/product.c - the product record, and money by ISO 4217. */
#include "data/product.h"
#include "core/json.h"
#include <ctype.h>
#include <math.h>
#include <stdlib.h>

const struct record attribute_record = {"attribute", sizeof(struct attribute), (const struct field[]){
    FIELD(struct attribute, name, .max = 200, .doc = "\"material\", \"capacity\""),
    FIELD(struct attribute, value, .max = 5000, .flags = LOOSE, .doc = "as stated: \"stainless steel\", 1.7"),
    FIELD(struct attribute, unit, .max = 40, .flags = OPTIONAL, .doc = "\"l\", \"mm\", \"W\""),
    FIELD(struct attribute, source, .max = 300, .flags = OPTIONAL, .doc = "where it was read: \"column:Material\", \"description:120-135\""),
    {0}}};

const struct record variant_record = {"variant", sizeof(struct variant), (const struct field[]){
    FIELD(struct variant, sku, .max = 200, .flags = OPTIONAL | LOOSE, .doc = "stock keeping unit"),
    FIELD(struct variant, gtin, .max = 14, .flags = OPTIONAL | LOOSE, .doc = "GTIN-8, -12, -13 or -14"),
    FIELD(struct variant, title, .max = 500, .flags = OPTIONAL, .doc = "the option values"),
    FIELD_LIST(struct variant, options, &attribute_record, .flags = OPTIONAL, .doc = "size, colour, …"),
    FIELD(struct variant, price, .unit = "minor", .init = NONE, .max = 9e15, .flags = OPTIONAL, .doc = "asked"),
    FIELD(struct variant, compare_at, .unit = "minor", .init = NONE, .max = 9e15, .flags = OPTIONAL, .doc = "price before"),
    FIELD(struct variant, cost, .unit = "minor", .init = NONE, .max = 9e15, .flags = OPTIONAL, .doc = "landed cost of one"),
    FIELD(struct variant, currency, .max = 3, .flags = OPTIONAL, .doc = "ISO 4217"),
    FIELD(struct variant, stock, .unit = "1", .init = NONE, .min = -9e15, .max = 9e15, .flags = OPTIONAL, .doc = "units on hand"),
    FIELD(struct variant, weight_g, .unit = "g", .init = NONE, .max = 9e15, .flags = OPTIONAL, .doc = "weight"),
    {0}}};

const struct record product_record = {"product", sizeof(struct product), (const struct field[]){
    FIELD(struct product, id, .min = 1, .max = 500, .flags = LOOSE, .doc = "the shop's own id or handle"),
    FIELD(struct product, title, .min = 1, .max = 1000, .doc = "the shop's own title"),
    FIELD(struct product, brand, .max = 300, .flags = OPTIONAL, .doc = "brand or vendor"),
    FIELD(struct product, category, .max = 1000, .flags = OPTIONAL, .doc = "\"Home > Kitchen > Kettles\""),
    FIELD(struct product, description, .max = 200000, .flags = OPTIONAL, .doc = "the merchant's own text, plain"),
    FIELD(struct product, html, .max = 1000000, .flags = OPTIONAL, .doc = "the description as given, where that was HTML"),
    FIELD(struct product, language, .max = 20, .flags = OPTIONAL, .doc = "BCP 47 of the merchant's text"),
    FIELD(struct product, url, .max = 2000, .flags = OPTIONAL, .doc = "its page"),
    FIELD(struct product, price, .flags = OPTIONAL, .doc = "integer minor units; a decimal or text is major units"),
    FIELD(struct product, currency, .max = 3, .flags = OPTIONAL, .doc = "ISO 4217"),
    FIELD_LIST(struct product, attributes, &attribute_record, .flags = OPTIONAL, .doc = "stated facts"),
    FIELD(struct product, features, .flags = OPTIONAL | LOOSE, .doc = "stated selling points"),
    FIELD(struct product, images, .flags = OPTIONAL | LOOSE, .doc = "addresses or object hashes"),
    FIELD_LIST(struct product, variants, &variant_record, .flags = OPTIONAL, .doc = "what can be bought"),
    {0}}};

static const struct { char code[4]; int exponent; } odd[] = { /* ISO 4217; all others have 2 */
    {"BIF", 0}, {"CLP", 0}, {"DJF", 0}, {"GNF", 0}, {"ISK", 0}, {"JPY", 0}, {"KMF", 0}, {"KRW", 0}, {"PYG", 0},
    {"RWF", 0}, {"UGX", 0}, {"UYI", 0}, {"VND", 0}, {"VUV", 0}, {"XAF", 0}, {"XOF", 0}, {"XPF", 0}, {"BHD", 3},
    {"IQD", 3}, {"JOD", 3}, {"KWD", 3}, {"LYD", 3}, {"OMR", 3}, {"TND", 3}, {"CLF", 4}, {"UYW", 4},
};

int currency_exponent(struct str currency)
{
    for (size_t i = 0; i < sizeof odd / sizeof *odd; i++)
        if (str_eq_case(currency, str_z(odd[i].code)))
            return odd[i].exponent;
    return 2;
}

int64_t currency_minor(struct str currency)
{
    int64_t minor = 1;
    for (int e = currency_exponent(currency); e > 0; e--)
        minor *= 10;
    return minor;
}

int64_t money_minor(double money, struct str currency) { return (int64_t)llround(money * (double)currency_minor(currency)); }

bool currency_is_known(struct str currency)
{
    static const char codes[] =
        " AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF"
        " CHF CLF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD"
        " HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL"
        " LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR"
        " PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP"
        " TRY TTD TWD TZS UAH UGX USD UYI UYU UYW UZS VED VES VND VUV WST XAF XCD XOF XPF YER ZAR ZMW ZWG ";
    return currency.n == 3 && str_has_case(str_z(codes), currency) && !memchr(currency.p, ' ', 3);
}

struct str money_plain(struct ctx *c, int64_t minor, struct str currency)
{
    int64_t unit = currency_minor(currency), whole = llabs(minor / unit), part = llabs(minor % unit);
    const char *sign = minor < 0 ? "-" : "";
    return unit > 1 ? str_fmt(c, "%s%lld.%0*lld", sign, (long long)whole, currency_exponent(currency), (long long)part)
                    : str_fmt(c, "%s%lld", sign, (long long)whole);
}

struct str money_text(struct ctx *c, int64_t minor, struct str currency)
{
    return str_fmt(c, "%s%s%.*s", money_plain(c, minor, currency).p, currency.n ? " " : "", FMT(currency));
}

static const char *sign_of(struct str currency)
{
    static const struct {
        const char *code, *sign;
    } all[] = {{"USD", "$"}, {"EUR", "€"}, {"GBP", "£"},   {"JPY", "¥"},  {"CNY", "CN¥"},
               {"INR", "₹"}, {"KRW", "₩"}, {"CAD", "CA$"}, {"AUD", "A$"}, {"BRL", "R$"}};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (str_eq(currency, str_z(all[i].code)))
            return all[i].sign;
    return NULL;
}

/* What stands between thousands (from how many digits on), the decimal mark, and where the sign stands:
 * as CLDR has it, but a minus stands first everywhere. */
static const struct money_form {
    const char *language, *group;
    size_t grouped;
    char mark;
    const char *before; /* between a sign in front and the number; NULL: the sign comes last */
} money_forms[] = {
    {"en", ",", 4, '.', ""}, {"de", ".", 4, ',', NULL}, {"fr", "\u202f", 4, ',', NULL},
    {"es", ".", 5, ',', NULL}, {"it", ".", 4, ',', NULL}, {"nl", ".", 4, ',', "\u00a0"},
};

struct str money_said(struct ctx *c, int64_t minor, struct str currency, struct str language)
{
    const struct money_form *f = money_forms;
    const char *sign = sign_of(currency), *p = money_text(c, minor, currency).p;
    struct buf b = {0};
    for (size_t i = 1; i < sizeof money_forms / sizeof *money_forms; i++)
        if (str_starts(language, str_z(money_forms[i].language)))
            f = &money_forms[i];
    if (*p == '-')
        buf_byte(c, &b, *p++);
    if (sign && f->before)
        buf_fmt(c, &b, "%s%s", sign, f->before);
    size_t whole = strspn(p, "0123456789");
    for (size_t left = whole; left; left--, p++) {
        if (left < whole && left % 3 == 0 && whole >= f->grouped)
            buf_add(c, &b, str_z(f->group));
        buf_byte(c, &b, *p);
    }
    if (*p == '.')
        for (buf_byte(c, &b, f->mark), p++; isdigit((unsigned char)*p); p++)
            buf_byte(c, &b, *p);
    if (currency.n && !(sign && f->before))
        buf_fmt(c, &b, "\u00a0%.*s", FMT(sign ? str_z(sign) : currency));
    return buf_str(&b);
}

struct str money_told(struct ctx *c, double money, struct str currency)
{
    return money_said(c, money_minor(money, currency), currency, STR("en"));
}

struct str money_change(struct ctx *c, double money, struct str currency)
{
    struct str told = money_told(c, money, currency);
    return str_starts(told, STR("-")) ? told : str_fmt(c, "+%.*s", FMT(told));
}

struct str units_told(struct ctx *c, double units) { return str_fmt(c, "%.*f", units < 0.995 ? 2 : units < 9.95 ? 1 : 0, units); }

/* The decimal mark is the last '.' or ',' unless three digits follow it and it stands more than once or
 * the currency has no such decimals: "1.299" EUR is 1299, "1.5" is 1.5, "1,299.00" is 1299.00. */
bool money_read(struct str text, struct str currency, int64_t *minor)
{
    char digits[32];
    size_t n = 0;
    int e = currency_exponent(currency), marks = 0, after = -1;
    bool negative = false, other = false;
    for (size_t i = 0; i < text.n; i++) {
        char ch = text.p[i];
        if (ch >= '0' && ch <= '9') {
            if (n >= 15)
                return false;
            digits[n++] = ch;
            after += after >= 0;
        } else if ((ch == '.' || ch == ',') && n)
            marks++, other |= after >= 0 && text.p[i] != text.p[i - (size_t)after - 1], after = 0;
        else if (ch == '-' && !n)
            negative = true;
        else if (ch == '.' && !n)
            after = 0; /* ".99" */
    }
    if (n == 0)
        return false;
    bool thousands = after == 3 && e != 3 && !other && marks >= 1;
    int decimals = after <= 0 || thousands ? 0 : after;
    int64_t v = 0;
    for (size_t i = 0; i < n; i++)
        v = v * 10 + (digits[i] - '0');
    for (; decimals < e; decimals++)
        if (__builtin_mul_overflow(v, 10, &v))
            return false;
    for (; decimals > e; decimals--)
        v = decimals == e + 1 ? (v + 5) / 10 : v / 10;
    *minor = negative ? -v : v;
    return true;
}

int64_t product_price(const struct product *p)
{
    int64_t minor;
    struct str t = p->price.text;
    if (!t.n)
        return NONE;
    if (str_int(t, &minor))
        return minor;
    return money_read(t, p->currency, &minor) ? minor : NONE;
}

void product_prices(const struct product *p, int64_t *low, int64_t *high, struct str *currency)
{
    *low = *high = product_price(p);
    *currency = p->currency;
    for (size_t i = 0; i < p->variants.n; i++) {
        const struct variant *v = &p->variants.at[i];
        if (v->price == NONE)
            continue;
        *low = *low == NONE || v->price < *low ? v->price : *low;
        *high = *high == NONE || v->price > *high ? v->price : *high;
        *currency = currency->n ? *currency : v->currency;
    }
}

int64_t product_lowest(const struct product *p)
{
    int64_t own = product_price(p), low, high;
    struct str currency;
    product_prices(p, &low, &high, &currency);
    return own == NONE ? low : own;
}

bool variant_has_stock(const struct variant *v) { return v->stock == NONE || v->stock > 0; }

int64_t product_stock(const struct product *p)
{
    int64_t sum = 0;
    for (size_t i = 0; i < p->variants.n; i++) {
        if (p->variants.at[i].stock == NONE)
            return NONE;
        sum += p->variants.at[i].stock > 0 ? p->variants.at[i].stock : 0;
    }
    return p->variants.n ? sum : NONE;
}
