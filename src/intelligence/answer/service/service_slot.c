/* intelligence/answer/service/service_slot.c - e-mail, order numbers, postcodes, names and addresses in a message. */
#include "intelligence/answer/service/service_text.h"
#include <ctype.h>

static bool is_alnum(char ch) { return isalnum((unsigned char)ch) != 0; }

struct str service_email(struct ctx *c, struct str text)
{
    for (size_t i = 0; i < text.n; i++) {
        if (text.p[i] != '@')
            continue;
        size_t a = i, b = i + 1, dot = 0;
        while (a > 0 && (is_alnum(text.p[a - 1]) || strchr("._%+-", text.p[a - 1])))
            a--;
        for (; b < text.n && (is_alnum(text.p[b]) || text.p[b] == '-' || text.p[b] == '.'); b++)
            dot = text.p[b] == '.' ? b : dot;
        while (b > i + 1 && (text.p[b - 1] == '.' || text.p[b - 1] == '-'))
            b--;
        dot = 0;
        for (size_t k = i + 1; k < b; k++)
            dot = text.p[k] == '.' ? k : dot;
        if (a < i && dot > i + 1 && b > dot + 2)
            return str_copy(c, str_part(text, a, b));
    }
    return (struct str){0};
}

struct strs service_emails(struct ctx *c, struct str text)
{
    struct strs out = {0};
    struct str rest = text, one;
    while ((one = service_email(c, rest)).n) {
        size_t at = str_find(rest, one, 0);
        strs_add(c, &out, one);
        rest = str_part(rest, at + one.n, rest.n);
    }
    return out;
}

/* ---- order numbers -------------------------------------------------------------------------------- */

static size_t digits_in(struct str s)
{
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++)
        n += isdigit((unsigned char)s.p[i]) > 0;
    return n;
}

static void id_add(struct ctx *c, struct strs *list, struct str s)
{
    for (size_t i = 0; i < list->n; i++)
        if (str_eq_case(list->at[i], s))
            return;
    strs_add(c, list, str_copy(c, s));
}

/* "item number 98…" is no order's. */
static bool of_item(struct str text, size_t at)
{
    static const char *const words[] = {"item", "article", "artikel", "product", "produkt", "produit", "producto", "prodotto", "articulo", "articolo", "sku", "variant"};
    size_t end = at;
    while (end > 0 && text.p[end - 1] == ' ')
        end--;
    size_t from = end;
    while (from > 0 && is_alnum(text.p[from - 1]))
        from--;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (str_eq_case(str_part(text, from, end), str_z(words[i])))
            return true;
    return false;
}

static bool names_order(struct str text, size_t at)
{
    static const char *const words[] = {"order", "orders", "number", "no", "nr", "num", "bestellung", "bestellnummer", "commande",
        "numero", "pedido", "ordine", "bestelling", "bestelnummer", "auftrag"};
    size_t end = at;
    while (end > 0 && !is_alnum(text.p[end - 1]) && at - end < 4)
        end--;
    size_t from = end;
    while (from > 0 && is_alnum(text.p[from - 1]))
        from--;
    if (of_item(text, from))
        return false;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (str_eq_case(str_part(text, from, end), str_z(words[i])))
            return true;
    return false;
}

/* "#W1234567", "W1234567", "order 1001": with its sign where one stands there. */
struct strs service_order_ids(struct ctx *c, struct str text)
{
    struct strs out = {0};
    for (size_t i = 0; i < text.n;) {
        bool sign = text.p[i] == '#';
        size_t from = i + sign, to = from;
        while (to < text.n && (is_alnum(text.p[to]) || (to > from && text.p[to] == '-' && to + 1 < text.n && is_alnum(text.p[to + 1]))))
            to++;
        struct str s = str_part(text, from, to);
        size_t n = digits_in(s);
        bool mail = (to < text.n && (text.p[to] == '@' || text.p[to] == '_')) || (from > 0 && text.p[from - 1] == '_');
        bool shaped = isupper((unsigned char)(s.n ? s.p[0] : 0)) && ((n >= 5 && n < s.n && s.n - n <= 4) || (n == 4 && s.n == 5)); /* "ABC12345", "S1001" */
        if (s.n && !mail && n && (sign || shaped || (names_order(text, from) && n >= 3)))
            id_add(c, &out, sign ? str_part(text, i, to) : s);
        i = to > i ? to : i + 1;
    }
    return out;
}

/* ---- postcodes and names -------------------------------------------------------------------------- */

static bool is_zip(struct str s) { return digits_in(s) >= 4 && s.n <= 8; }

struct str service_zip(struct ctx *c, const struct service_words *w, bool asked)
{
    static const char *const keys[] = {"zip", "zipcode", "postcode", "plz", "postleitzahl", "postal", "cap", "cp", "zip code",
        "postal code", "code postal", "codigo postal"};
    for (size_t k = 0; k < sizeof keys / sizeof *keys; k++) {
        size_t end = 0;
        for (size_t at = 0; (at = service_match(w, at, keys[k], &end)) != SIZE_MAX; at++)
            for (size_t i = end; i < w->n && i < end + 5; i++)
                if (is_zip(w->at[i].text))
                    return str_copy(c, w->at[i].text);
    }
    for (size_t i = 0; i < w->n; i++) { /* five digits that are nothing else */
        bool order = i > 0 && (!strcmp(w->at[i - 1].folded, "order") || !strcmp(w->at[i - 1].folded, "bestellung"));
        if (w->at[i].text.n >= 4 && w->at[i].text.n <= 5 && digits_in(w->at[i].text) == w->at[i].text.n && (w->at[i].text.n == 5 || asked) && !order)
            return str_copy(c, w->at[i].text);
    }
    return (struct str){0};
}

static const char name_intros[] = "my name is|name is|i am|im|this is|its|name|ich heisse|mein name ist|ich bin|hier ist|je "
    "mappelle|mon nom est|je suis|me llamo|mi nombre es|soy|"
                                  "mi chiamo|sono|il mio nome e|ik heet|mijn naam is|ik ben|yours|regards|mit freundlichen grussen|"
                                  "cordialement|saludos|saluti|groeten|called|named";

static bool is_name_word(const struct service_word *x) { return x->upper && digits_in(x->text) == 0 && x->text.n >= 2; }

/* First and last name from words [at, …): two or three capitalised words in a row. */
static bool name_at(struct ctx *c, const struct service_words *w, size_t at, struct str *first, struct str *last)
{
    size_t n = 0;
    while (at + n < w->n && n < 3 && is_name_word(&w->at[at + n])) {
        n++;
        if (w->at[at + n - 1].end || w->at[at + n - 1].pause)
            break;
    }
    if (n < 2)
        return false;
    *first = str_copy(c, w->at[at].text);
    *last = str_copy(c, w->at[at + n - 1].text);
    if (n == 3) { /* "Ana Maria Lopez": the last word is the family's */
        const char *a = w->at[at].text.p, *b = w->at[at + 1].text.p + w->at[at + 1].text.n;
        *first = str_copy(c, (struct str){a, (size_t)(b - a)});
    }
    return true;
}

/* "mei_kovacs_8020": an account's name says whose it is; it proves nothing by itself. */
static bool name_in_id(struct ctx *c, struct str text, struct str *first, struct str *last)
{
    struct strs words = str_split(c, str_replace(c, str_replace(c, text, STR("\n"), STR(" ")), STR(","), STR(" ")), ' ');
    for (size_t i = 0; i < words.n; i++) {
        struct strs parts = str_split(c, words.at[i], '_');
        if (parts.n == 3 && parts.at[0].n > 1 && parts.at[1].n > 1 && !digits_in(parts.at[0]) && !digits_in(parts.at[1]) && digits_in(parts.at[2])) {
            *first = str_copy(c, parts.at[0]);
            *last = str_copy(c, parts.at[1]);
            return true;
        }
    }
    return false;
}

/* "grace lee, 60601": the answer to who it is, in small letters; nothing but a name, a postcode and what leads to them. */
static bool name_alone(struct ctx *c, const struct service_words *w, struct str *first, struct str *last)
{
    static const char around[] = "zip|zipcode|postcode|plz|postleitzahl|postal|cap|cp|code|codigo|postale|name|"
        "naam|nom|nombre|nome|sure|here|hier|aqui|qui|ici|ok|okay|heisse|mr|mrs";
    const struct service_word *names[4];
    size_t n = 0;
    for (size_t i = 0; i < w->n; i++) {
        struct service_words one = {w->at + i, 1};
        if (digits_in(w->at[i].text) || service_is_small(w->at[i].folded) || service_matches(&one, around) || w->at[i].text.n < 2)
            continue;
        if (n == sizeof names / sizeof *names)
            return false;
        names[n++] = &w->at[i];
    }
    if (n < 2 || n > 3)
        return false;
    *first = n == 3 ? str_fmt(c, "%.*s %.*s", FMT(names[0]->text), FMT(names[1]->text)) : str_copy(c, names[0]->text);
    *last = str_copy(c, names[n - 1]->text);
    return true;
}

bool service_name(struct ctx *c, struct str text, bool asked, struct str *first, struct str *last)
{
    struct service_words w = service_words_of(c, text);
    for (const char *p = name_intros; p; p = service_pattern_next(p)) {
        size_t end;
        for (size_t at = 0; (at = service_match(&w, at, p, &end)) != SIZE_MAX; at++)
            if (name_at(c, &w, end, first, last))
                return true;
    }
    if (name_in_id(c, text, first, last))
        return true;
    bool found = false; /* "… Anna Keller, 10115": the last pair of capitalised words */
    for (size_t i = 0; asked && i < w.n; i++)
        if (name_at(c, &w, i, first, last)) {
            found = true;
            while (i + 1 < w.n && is_name_word(&w.at[i + 1]) && !w.at[i].pause && !w.at[i].end)
                i++;
        }
    return found || (asked && name_alone(c, &w, first, last));
}

/* ---- addresses ------------------------------------------------------------------------------------ */

enum { ADDRESS1, ADDRESS2, CITY, STATE, COUNTRY, ZIP, ADDRESS_PARTS };

static const struct { const char *key; int part; } address_keys[] = {
    {"street", ADDRESS1}, {"address1", ADDRESS1}, {"strasse", ADDRESS1}, {"straße", ADDRESS1}, {"rue", ADDRESS1}, {"calle",
        ADDRESS1}, {"via", ADDRESS1}, {"straat", ADDRESS1},
    {"address2", ADDRESS2}, {"city", CITY}, {"town", CITY}, {"stadt", CITY}, {"ort", CITY}, {"ville", CITY}, {"ciudad", CITY},
        {"città", CITY}, {"citta", CITY}, {"plaats", CITY},
    {"state", STATE}, {"province", STATE}, {"country", COUNTRY}, {"land", COUNTRY}, {"pays", COUNTRY}, {"país", COUNTRY}, {"pais", COUNTRY}, {"paese", COUNTRY},
    {"zip", ZIP}, {"postcode", ZIP}, {"plz", ZIP}, {"code postal", ZIP}, {"código postal", ZIP}, {"cap", ZIP},
};

static bool has_number(struct str s) { return digits_in(s) > 0; }

static struct str fill(struct str *slot, struct str value)
{
    if (!slot->n)
        *slot = value;
    return *slot;
}

/* "key: value", one a part. */
static bool keyed(struct ctx *c, struct str part, struct str *at)
{
    size_t colon = str_find(part, STR(":"), 0);
    if (colon == SIZE_MAX)
        return false;
    struct str key = str_trim(str_part(part, 0, colon)), value = str_trim(str_part(part, colon + 1, part.n));
    for (size_t i = 0; i < sizeof address_keys / sizeof *address_keys; i++)
        if (str_eq_case(key, str_z(address_keys[i].key))) {
            fill(&at[address_keys[i].part], str_copy(c, value));
            return true;
        }
    return false;
}

static bool is_flat(struct str s)
{
    static const char *const words[] = {"apt", "suite", "unit", "flat", "floor", "apartment", "wohnung", "etage", "appartement", "piso", "interno", "appartamento"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (str_has_case(s, str_z(words[i])))
            return true;
    return false;
}

/* Shape of a word: digits as 0, capitals as A, all else as it is. */
static void shape_of(struct str s, char *out, size_t room)
{
    size_t n = 0;
    for (; n < s.n && n + 1 < room; n++)
        out[n] = isdigit((unsigned char)s.p[n]) ? '0' : isupper((unsigned char)s.p[n]) ? 'A' : s.p[n];
    out[n] = 0;
}

/* Postcodes of two words: "1015 CJ", "SW1A 1AA", "K1A 0B1". */
static bool is_zip_pair(struct str a, struct str b)
{
    static const char *const pairs[][2] = {{"0000", "AA"}, {"A0", "0AA"}, {"A00", "0AA"}, {"AA0", "0AA"}, {"AA00", "0AA"}, {"A0A", "0AA"}, {"AA0A", "0AA"}, {"A0A", "0A0"}};
    char x[16], y[16];
    shape_of(a, x, sizeof x);
    shape_of(b, y, sizeof y);
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        if (!strcmp(x, pairs[i][0]) && !strcmp(y, pairs[i][1]))
            return true;
    return false;
}

/* "TX 78219", "10115 Berlin", "78219": what stands around a postcode. */
static bool with_zip(struct ctx *c, struct str part, struct str *at)
{
    struct strs words = str_split(c, part, ' ');
    struct buf before = {0}, after = {0};
    bool found = false;
    for (size_t i = 0; i < words.n; i++) {
        struct str w = str_trim(words.at[i]);
        struct str next = i + 1 < words.n ? str_trim(words.at[i + 1]) : (struct str){0};
        if (!w.n)
            continue;
        if (!found && is_zip_pair(w, next)) {
            at[ZIP] = str_fmt(c, "%.*s %.*s", FMT(w), FMT(next));
            found = true;
            i++;
            continue;
        }
        if (!found && is_zip(w) && digits_in(w) >= 4) {
            at[ZIP] = str_copy(c, w);
            found = true;
            continue;
        }
        struct buf *b = found ? &after : &before;
        if (b->n)
            buf_byte(c, b, ' ');
        buf_add(c, b, w);
    }
    if (!found)
        return false;
    struct str a = buf_str(&before), z = buf_str(&after);
    if (a.n == 2 && isupper((unsigned char)a.p[0]) && isupper((unsigned char)a.p[1]))
        at[STATE] = a;
    else if (a.n)
        fill(at[CITY].n ? &at[STATE] : &at[CITY], a);
    if (z.n)
        fill(at[CITY].n ? &at[COUNTRY] : &at[CITY], z);
    return true;
}

/* The street begins where the number and the words beside it stand: "please send it to 12 Main St". */
static struct str street_of(struct ctx *c, struct str part)
{
    static const char *const before[] = {" to ", " is ", " at ", ": ", " an ", " nach ", " ist ", " est ", " a ", " es ", " al ", " naar ",
        " in ", " be ", " au ", " auf ", " en "};
    static const char *const articles[] = {"la ", "el ", "le ", "il ", "het ", "die ", "der ", "the "};
    size_t from = 0;
    for (size_t i = 0; i < sizeof before / sizeof *before; i++)
        for (size_t at = 0; (at = str_find(part, str_z(before[i]), at)) != SIZE_MAX; at++) {
            size_t end = at + strlen(before[i]);
            if (end > from && has_number(str_part(part, end, part.n)))
                from = end;
        }
    struct str street = str_trim(str_part(part, from, part.n));
    for (size_t i = 0; i < sizeof articles / sizeof *articles; i++) /* "a la calle de Alcalá 20" */
        if (str_starts(street, str_z(articles[i])))
            street = str_part(street, strlen(articles[i]), street.n);
    return str_copy(c, street);
}

static bool in_a_row(struct ctx *c, const struct strs *parts, struct str *at)
{
    size_t i = 0;
    while (i < parts->n && !has_number(parts->at[i]))
        i++;
    if (i >= parts->n)
        return false;
    at[ADDRESS1] = street_of(c, parts->at[i++]);
    for (; i < parts->n; i++) {
        struct str p = str_trim(parts->at[i]);
        if (!p.n)
            continue;
        if (is_flat(p) && !at[ADDRESS2].n)
            at[ADDRESS2] = str_copy(c, p);
        else if (!at[ZIP].n && with_zip(c, p, at))
            continue;
        else if (!at[CITY].n)
            at[CITY] = str_copy(c, p);
        else if (!at[STATE].n && p.n == 2)
            at[STATE] = str_copy(c, p);
        else if (digits_in(p) < p.n) /* a second postcode is the one that says who asks */
            fill(&at[COUNTRY], str_copy(c, p));
    }
    return true;
}

/* Order numbers and e-mail addresses are no part of a postal one. */
static struct str without_ids(struct ctx *c, struct str line)
{
    struct strs words = str_split(c, line, ' '), kept = {0};
    for (size_t i = 0; i < words.n; i++)
        if (words.at[i].n && words.at[i].p[0] != '#' && !memchr(words.at[i].p, '@', words.at[i].n))
            strs_add(c, &kept, words.at[i]);
    return str_join(c, &kept, STR(" "));
}

/* A name and a number, and no sentence about something else. */
static bool is_street(struct str s)
{
    size_t letters = 0;
    for (size_t i = 0; i < s.n; i++)
        letters += isalpha((unsigned char)s.p[i]) || (s.p[i] & 0x80);
    return letters >= 2 && has_number(s) && (isdigit((unsigned char)s.p[0]) || isupper((unsigned char)s.p[0]) || s.n < 40) && !str_has_case(s, STR("zip"));
}

bool service_address(struct ctx *c, struct str text, struct strs *out)
{
    struct str at[ADDRESS_PARTS] = {{0}};
    struct strs lines = str_split(c, str_replace(c, text, STR("\n"), STR(",")), ','), parts = {0};
    for (size_t i = 0; i < lines.n; i++) {
        struct str p = str_trim(without_ids(c, lines.at[i]));
        while (p.n && (p.p[p.n - 1] == '.' || p.p[p.n - 1] == '!'))
            p.n--;
        if (p.n && !keyed(c, p, at))
            strs_add(c, &parts, str_copy(c, p));
    }
    if (!at[ADDRESS1].n)
        in_a_row(c, &parts, at);
    if (!at[CITY].n || !at[ZIP].n || !is_street(at[ADDRESS1]) || digits_in(at[CITY]))
        return false;
    for (int i = 0; i < ADDRESS_PARTS; i++)
        strs_add(c, out, at[i].p ? at[i] : STR(""));
    return true;
}
