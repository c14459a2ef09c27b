/* data/ingest/value.c - prices, numbers with units, trade numbers and names as people write them. */
#include "core/json.h"
#include "core/markup.h"
#include "data/ingest/reader.h"
#include <math.h>

/* ---- money ------------------------------------------------------------------------------------- */

static const struct { const char *sign, *code; } signs[] = {
    {"US$", "USD"}, {"CA$", "CAD"}, {"AU$", "AUD"}, {"A$", "AUD"}, {"C$", "CAD"}, {"R$", "BRL"}, {"NZ$", "NZD"}, {"HK$", "HKD"},
    {"€", "EUR"}, {"£", "GBP"}, {"zł", "PLN"}, {"Kč", "CZK"}, {"₹", "INR"}, {"₩", "KRW"}, {"₽", "RUB"}, {"₺", "TRY"}, {"฿", "THB"},
    {"₪", "ILS"}, {"₫", "VND"}, {"Fr.", "CHF"}, {"SFr.", "CHF"}, {"円", "JPY"}, {"¥", NULL}, {"$", NULL}, {"kr.", NULL}, {"kr", NULL}};

/* One currency mark at the front of *text: cut it and note its code ("" where the mark alone does not say). */
static bool mark_cut(struct str *text, char code[4], bool front)
{
    char last = text->n ? text->p[front ? 0 : text->n - 1] : '0';
    for (size_t i = 0; i < sizeof signs / sizeof *signs && !(last >= '0' && last <= '9'); i++) {
        struct str sign = str_z(signs[i].sign);
        if (front ? !str_starts(*text, sign) : !str_ends(*text, sign))
            continue;
        *text = front ? str_part(*text, sign.n, text->n) : str_part(*text, 0, text->n - sign.n);
        if (signs[i].code)
            memcpy(code, signs[i].code, 4);
        return true;
    }
    struct str three = text->n < 3 ? STR("") : front ? str_part(*text, 0, 3) : str_part(*text, text->n - 3, text->n);
    for (size_t i = 0; i < three.n; i++)
        if ((three.p[i] | 32) < 'a' || (three.p[i] | 32) > 'z')
            return false;
    if (!currency_is_known(three))
        return false;
    for (int i = 0; i < 3; i++)
        code[i] = (char)(three.p[i] & ~32);
    *text = front ? str_part(*text, 3, text->n) : str_part(*text, 0, text->n - 3);
    return true;
}

/* Length of a blank or of a mark between thousands at p: ASCII and no-break blanks, apostrophes. 0: none. */
static size_t between(struct str s, size_t i)
{
    static const char *const all[] = {" ", "\xC2\xA0", "\xE2\x80\xAF", "\xE2\x80\x89", "'", "\xE2\x80\x99"};
    for (size_t k = 0; k < sizeof all / sizeof *all; k++)
        if (str_starts(str_part(s, i, s.n), str_z(all[k])))
            return strlen(all[k]);
    return 0;
}

static struct str blanks_off(struct str s)
{
    for (s = str_trim(s); s.n && between(s, 0) > 1;)
        s = str_trim(str_part(s, between(s, 0), s.n));
    while (s.n > 2 && (str_ends(s, STR("\xC2\xA0")) || str_ends(s, STR("\xE2\x80\xAF"))))
        s = str_trim(str_part(s, 0, s.n - (str_ends(s, STR("\xC2\xA0")) ? 2 : 3)));
    return s;
}

/* "12.5" where the decimal mark is known to be '.': exact, rounded half up beyond the currency's decimals. */
static bool dot_read(struct str s, int exponent, int64_t *minor)
{
    int64_t v = 0;
    int decimals = -1, round = 0;
    size_t digits = 0;
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == '.' && decimals < 0)
            decimals = 0;
        else if (s.p[i] < '0' || s.p[i] > '9' || ++digits > 18)
            return false;
        else if (decimals < 0 || decimals < exponent)
            v = v * 10 + (s.p[i] - '0'), decimals += decimals >= 0;
        else if (decimals++ == exponent)
            round = s.p[i] >= '5';
    }
    for (int i = decimals < 0 ? 0 : decimals; i < exponent; i++)
        if (__builtin_mul_overflow(v, 10, &v))
            return false;
    *minor = v + round;
    return digits > 0;
}

/* Marks stand between digits, and two or three digits (India has two) between marks: "1.2.3" is a version. */
static bool marks_are_sound(struct str s)
{
    size_t since = SIZE_MAX; /* digits since the last mark; SIZE_MAX: there was none */
    for (size_t i = 0; i < s.n; i++) {
        bool digit = s.p[i] >= '0' && s.p[i] <= '9';
        if (!digit && since != SIZE_MAX && since != 2 && since != 3)
            return false;
        since = !digit ? 0 : since == SIZE_MAX ? since : since + 1;
    }
    return since != 0;
}

bool price_read(struct str text, struct str currency, bool dot, int64_t *minor, char named[4])
{
    struct str s = blanks_off(text);
    named[0] = 0;
    bool minus = s.n && s.p[0] == '-';
    s = blanks_off(str_part(s, minus, s.n));
    for (int i = 0; i < 2 && mark_cut(&s, named, true); i++)
        s = blanks_off(s);
    for (int i = 0; i < 2 && mark_cut(&s, named, false); i++)
        s = blanks_off(s);
    if (s.n > 2 && (str_ends(s, STR(",-")) || str_ends(s, STR(".-")))) /* "25,-" is 25 */
        s = str_part(s, 0, s.n - 2);
    char plain[32];
    size_t n = 0, marks = 0, commas = 0;
    for (size_t i = 0; i < s.n; i++) {
        char ch = s.p[i];
        size_t skip = between(s, i);
        if (skip && i && i + skip < s.n) {
            i += skip - 1;
            continue;
        }
        bool digit = ch >= '0' && ch <= '9';
        if ((!digit && ch != '.' && ch != ',') || n == sizeof plain - 1)
            return false;
        marks += !digit, commas += ch == ',';
        plain[n++] = ch;
    }
    plain[n] = 0;
    struct str number = {plain, n};
    struct str code = named[0] ? (struct str){named, 3} : currency;
    bool plain_dot = marks == 0 || (dot && !commas && marks == 1);
    if (!n || !marks_are_sound(number) || !(plain_dot ? dot_read(number, currency_exponent(code), minor) : money_read(number, code, minor)))
        return false;
    *minor = minus ? -*minor : *minor;
    return true;
}

/* ---- members of JSON ------------------------------------------------------------------------------- */

struct str member_text(struct ctx *c, const struct json *v, const char *name)
{
    const struct json *m = json_get(v, name);
    return json_kind(m) == JSON_STR ? str_copy(c, json_str(m)) : json_kind(m) == JSON_NULL ? STR("") : json_text(c, m);
}

int64_t member_money(struct ctx *c, const struct row *r, const struct json *v, const char *name, struct faults *faults)
{
    struct str s = member_text(c, v, name);
    int64_t minor;
    char named[4];
    if (!s.n)
        return NONE;
    if (price_read(s, r->sheet->currency, true, &minor, named) && minor >= 0)
        return minor;
    fault_add(c, faults, r, str_z(name), LOSS_VALUE, "write a price as \"1299.00\"", "\"%.60s\" is not a price", s.p);
    return NONE;
}

struct str member_gtin(struct ctx *c, const struct row *r, const struct json *v, const char *name, struct faults *faults)
{
    struct str gtin = gtin_digits(c, member_text(c, v, name));
    if (gtin_is(gtin))
        return gtin;
    if (gtin.n)
        fault_add(c, faults, r, str_z(name), LOSS_VALUE, "compare it with the one printed under the barcode", "\"%.40s\" is not a GTIN", gtin.p);
    return (struct str){0};
}

int64_t member_whole(const struct json *v, const char *name)
{
    const struct json *m = json_get(v, name);
    return json_kind(m) == JSON_INT ? json_int(m) : NONE;
}

bool member_named(struct ctx *c, const struct row *r, const struct json *v, const char *id, const char *title, struct product *p, struct faults *faults)
{
    p->id = member_text(c, v, id);
    p->title = member_text(c, v, title);
    p->language = r->sheet->language;
    p->currency = r->sheet->currency;
    if (p->id.n && p->title.n)
        return true;
    const char *missing = p->id.n ? title : id;
    fault_add(c, faults, r, str_z(missing), LOSS_PRODUCT, "send the whole product", "the product has no %s", missing);
    return false;
}

void member_words(struct ctx *c, struct str words, struct product *p)
{
    p->description = words;
    if (!markup_is(words))
        return;
    p->html = words;
    p->description = markup_text(c, words, &p->features);
}

void member_images(struct ctx *c, const struct json *v, struct product *p)
{
    for (struct json_walk w = json_walk(json_get(v, "images")); json_next(&w);)
        if (member_text(c, w.value, "src").n)
            strs_add(c, &p->images, member_text(c, w.value, "src"));
}

/* ---- trade numbers --------------------------------------------------------------------------------- */

struct str gtin_digits(struct ctx *c, struct str text)
{
    struct buf b = {0};
    for (size_t i = 0; i < text.n; i++)
        if (text.p[i] != ' ' && text.p[i] != '-' && !(text.p[i] == '\'' && i == 0))
            buf_byte(c, &b, text.p[i]);
    return buf_str(&b);
}

/* GS1 General Specifications 7.9: weights 3, 1, 3, … from the right, the check digit left out. */
bool gtin_is(struct str d)
{
    int sum = 0;
    if (d.n != 8 && d.n != 12 && d.n != 13 && d.n != 14)
        return false;
    for (size_t i = 0; i < d.n; i++) {
        if (d.p[i] < '0' || d.p[i] > '9')
            return false;
        sum += (d.p[i] - '0') * ((d.n - 1 - i) % 2 ? 3 : 1);
    }
    return sum % 10 == 0;
}

/* ---- measures --------------------------------------------------------------------------------------- */

static size_t number_length(struct str s)
{
    size_t i = s.n && (s.p[0] == '-' || s.p[0] == '+'), digits = 0;
    for (; i < s.n && ((s.p[i] >= '0' && s.p[i] <= '9') || ((s.p[i] == '.' || s.p[i] == ',') && digits)); i++)
        digits += s.p[i] >= '0' && s.p[i] <= '9';
    while (i && (s.p[i - 1] == '.' || s.p[i - 1] == ','))
        i--;
    return digits ? i : 0;
}

bool measure_split(struct str text, struct str *number, struct str *unit)
{
    static const char units[] =
        " mm cm m km in inch inches ft yd µm nm mg g kg t oz lb lbs ml cl dl l L liter litre liters litres fl.oz gal W kW kWh Wh mAh Ah V mV A mA Hz kHz MHz GHz"
        " KB MB GB TB Mbit Gbit °C °F K % bar psi Pa kPa Nm N dB lm lx cd Kelvin px MP min h s ms days years months pcs pieces Stk Stück pièces piezas rpm"
        " m² m2 cm² cm2 m³ m3 cm³ cm3 g/m² gsm den dpi ppm mph km/h BTU cal kcal kJ ct carat carats IU mcg µg ";
    size_t n = number_length(text);
    struct str rest = str_trim(str_part(text, n, text.n));
    char want[40];
    if (!n || !rest.n || rest.n > 12 || memchr(rest.p, ' ', rest.n))
        return false;
    snprintf(want, sizeof want, " %.*s ", FMT(rest));
    if (!strstr(units, want))
        return false;
    *number = str_part(text, 0, n), *unit = rest;
    return true;
}

/* A comma with one or two digits behind it parts decimals; with three it may part thousands and is left. */
struct str number_plain(struct ctx *c, struct str number)
{
    const char *comma = memchr(number.p, ',', number.n);
    size_t behind = comma ? (size_t)(number.p + number.n - comma) - 1 : 0;
    if (number_length(number) != number.n || behind < 1 || behind > 2 || memchr(number.p, '.', number.n))
        return str_copy(c, number);
    return str_replace(c, str_copy(c, number), STR(","), STR("."));
}

bool weight_read(struct str number, struct str unit, int64_t *grams)
{
    static const struct { const char *unit; double g; } all[] = {
        {"g", 1}, {"gram", 1}, {"grams", 1}, {"kg", 1000}, {"kgs", 1000}, {"kilogram", 1000}, {"lb", 453.59237}, {"lbs", 453.59237},
        {"oz", 28.349523125}, {"mg", .001}, {"t", 1e6}};
    struct str n = str_trim(number), u = unit;
    size_t len = number_length(n);
    if (len < n.n)
        u = str_trim(str_part(n, len, n.n)), n = str_part(n, 0, len);
    char text[32];
    double v, by = 0;
    if (!n.n || n.n >= sizeof text)
        return false;
    for (size_t i = 0; i <= n.n; i++)
        text[i] = i == n.n ? 0 : n.p[i] == ',' ? '.' : n.p[i];
    if (!str_real((struct str){text, n.n}, &v) || v < 0)
        return false;
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (str_eq_case(u.n ? u : STR("g"), str_z(all[i].unit)))
            by = all[i].g;
    if (by == 0 || v * by > 1e12)
        return false;
    *grams = llround(v * by);
    return true;
}

/* ---- names -------------------------------------------------------------------------------------------- */

struct str name_plain(struct ctx *c, struct str name)
{
    struct str low = str_lower(c, str_trim(name));
    struct buf b = {0};
    bool blank = false;
    for (size_t i = 0; i < low.n; i++) {
        char ch = low.p[i];
        if (ch == ' ' || ch == '_' || ch == '\t' || ch == '\n' || ch == '\r' || ch == '*') {
            blank = b.n > 0;
            continue;
        }
        if (blank)
            buf_byte(c, &b, ' ');
        blank = false;
        buf_byte(c, &b, ch);
    }
    return buf_str(&b);
}

struct str slug(struct ctx *c, struct str title)
{
    static const struct { const char *from, *to; } fold[] = {
        {"ä", "ae"}, {"ö", "oe"}, {"ü", "ue"}, {"ß", "ss"}, {"é", "e"}, {"è", "e"}, {"ê", "e"}, {"ë", "e"}, {"à", "a"}, {"â", "a"}, {"á", "a"},
        {"ç", "c"}, {"î", "i"}, {"ï", "i"}, {"í", "i"}, {"ô", "o"}, {"ó", "o"}, {"ñ", "n"}, {"ú", "u"}, {"û", "u"}, {"ù", "u"}, {"å", "a"}, {"ø", "o"}};
    struct str low = str_lower(c, title);
    for (size_t i = 0; i < sizeof fold / sizeof *fold; i++)
        if (str_has(low, str_z(fold[i].from)))
            low = str_replace(c, low, str_z(fold[i].from), str_z(fold[i].to));
    struct buf b = {0};
    for (size_t i = 0; i < low.n && b.n < 120; i++) {
        char ch = low.p[i];
        bool keep = (ch >= 'a' && ch <= 'z') || (ch >= '0' && ch <= '9') || (unsigned char)ch >= 0x80;
        if (keep)
            buf_byte(c, &b, ch);
        else if (b.n && b.p[b.n - 1] != '-')
            buf_byte(c, &b, '-');
    }
    while (b.n && (b.p[b.n - 1] == '-' || ((unsigned char)b.p[b.n - 1] & 0x80 && !str_is_utf8(buf_str(&b)))))
        b.p[--b.n] = 0;
    return buf_str(&b);
}
