/* core/personal.c - one pass over the text; at each place the first kind that fits is taken, whole.
 *
 * Source  ISO 13616 (IBAN, mod 97), ISO/IEC 7812 (cards, Luhn), E.164 (at most 15 digits)
 */
#include "core/personal.h"
#include <ctype.h>

enum { PHONE_MIN = 7, PHONE_MAX = 15, STREET_WORDS = 4 };

static bool is_digit(char ch) { return ch >= '0' && ch <= '9'; }
static bool is_letter(char ch) { return isalpha((unsigned char)ch) || (unsigned char)ch >= 0x80; }
static bool is_word(char ch) { return is_letter(ch) || is_digit(ch) || ch == '_'; }
static bool starts_word(struct str s, size_t at) { return at == 0 || !is_word(s.p[at - 1]); }
static bool ends_word(struct str s, size_t at) { return at >= s.n || !is_word(s.p[at]); }

/* Each of these gives the end of what begins at `at`, or `at` when it is none. */

static size_t email(struct str s, size_t at)
{
    size_t i = at, domain, dot = 0;
    if (at && (isalnum((unsigned char)s.p[at - 1]) || strchr("._%+-", s.p[at - 1])))
        return at;
    while (i < s.n && s.p[i] && (is_word(s.p[i]) || strchr(".%+-", s.p[i])))
        i++;
    if (i == at || i >= s.n || s.p[i] != '@')
        return at;
    for (domain = ++i; i < s.n && s.p[i] && (is_word(s.p[i]) || s.p[i] == '-' || (s.p[i] == '.' && i + 1 < s.n && is_word(s.p[i + 1]))); i++)
        dot = s.p[i] == '.' ? i : dot;
    return dot > domain && i > dot + 2 ? i : at;
}

/* Digits with single separators between them; how many, and whether there are separators at all. */
static size_t digits(struct str s, size_t at, const char *separators, size_t most, size_t *n, size_t *separated)
{
    size_t i = at, end = at;
    *n = *separated = 0;
    for (size_t gap = 0; i < s.n && s.p[i]; i++) {
        if (is_digit(s.p[i])) {
            ++*n;
            *separated += gap > 0;
            gap = 0;
            end = i + 1;
        } else if (!strchr(separators, s.p[i]) || ++gap > 3) {
            break;
        }
        if (*n > most)
            return at;
    }
    return end;
}

static bool has_luhn(struct str s, size_t at, size_t end)
{
    int sum = 0, k = 0;
    for (size_t i = end; i-- > at;)
        if (is_digit(s.p[i])) {
            int d = (s.p[i] - '0') << (k++ & 1);
            sum += d > 9 ? d - 9 : d;
        }
    return sum % 10 == 0;
}

/* 15, 16 or 19 digits: 13 and 14 are product numbers. */
static size_t card(struct str s, size_t at)
{
    size_t n, separated;
    if (!is_digit(s.p[at]) || !starts_word(s, at) || !strchr("23456", s.p[at]))
        return at;
    size_t end = digits(s, at, " -", 19, &n, &separated);
    return (n == 15 || n == 16 || n == 19) && ends_word(s, end) && has_luhn(s, at, end) ? end : at;
}

static size_t iban(struct str s, size_t at)
{
    unsigned rest = 0;
    size_t n = 0, end = at, head = 0;
    char flat[40];
    if (at + 15 > s.n || !starts_word(s, at) || !isupper((unsigned char)s.p[at]) || !isupper((unsigned char)s.p[at + 1]) ||
        !is_digit(s.p[at + 2]) || !is_digit(s.p[at + 3]))
        return at;
    for (size_t i = at; i < s.n && n < 34 && (isupper((unsigned char)s.p[i]) || is_digit(s.p[i]) || (s.p[i] == ' ' && s.p[i - 1] != ' ')); i++)
        if (s.p[i] != ' ') {
            flat[n++] = s.p[i];
            end = i + 1;
            if (n < 15 || !ends_word(s, end))
                continue;
            for (rest = 0, head = 0; head < n; head++) {
                char ch = flat[(head + 4) % n];
                rest = is_digit(ch) ? rest * 10 + (unsigned)(ch - '0') : rest * 100 + (unsigned)(ch - 'A' + 10);
                rest %= 97;
            }
            if (rest == 1)
                return end;
        }
    return at;
}

/* GS1 General Specifications 7.9: weights 3 and 1 from the right, the check digit itself 1. */
static bool is_gtin(struct str s, size_t at, size_t n)
{
    int sum = 0;
    for (size_t i = 0; i < n; i++)
        sum += (s.p[at + i] - '0') * ((n - i) % 2 ? 1 : 3);
    return (n == 8 || (n >= 12 && n <= 14)) && sum % 10 == 0;
}

/* A word that announces a number: "tel", "phone", "call", "mobile". */
static bool is_announced(struct str s, size_t at)
{
    static const char *const words[] = {"tel", "phone", "call", "mobile", "mobil", "telefon", "fax", "whatsapp", "sms", "ring"};
    while (at && (strchr(" .:+(", s.p[at - 1])))
        at--;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        size_t n = strlen(words[i]);
        if (at >= n && str_eq_case((struct str){s.p + at - n, n}, str_z(words[i])) && starts_word(s, at - n))
            return true;
    }
    return false;
}

static size_t phone(struct str s, size_t at)
{
    size_t n, separated;
    bool is_world = s.p[at] == '+' && at + 1 < s.n && is_digit(s.p[at + 1]);
    if (!is_world && !is_digit(s.p[at]) && s.p[at] != '(')
        return at;
    if (!starts_word(s, at) || (at && strchr(".,-/#", s.p[at - 1])))
        return at;
    size_t end = digits(s, is_world ? at + 1 : at, " -./()", PHONE_MAX, &n, &separated);
    if (n < PHONE_MIN || end == at || !ends_word(s, end))
        return at;
    bool is_trunk = s.p[at] == '0' || (s.p[at] == '(' && s.p[at + 1] == '0');
    bool is_american = n == 10 && separated >= 2 && (s.p[at] == '(' || (at + 3 < s.n && strchr("-.", s.p[at + 3])));
    bool is_far = s.p[at] == '0' && s.p[at + 1] == '0' && !separated && !is_gtin(s, at, n);
    return is_world || is_american || is_announced(s, at) || (is_trunk && n >= 9 && (separated || is_far)) ? end : at;
}

static size_t word_end(struct str s, size_t at)
{
    while (at < s.n && (is_letter(s.p[at]) || s.p[at] == '.' || s.p[at] == '\'' || s.p[at] == '-'))
        at++;
    return at;
}

static bool is_street(struct str word)
{
    static const char *const whole[] = {"street", "st.", "st", "road", "rd.", "rd", "avenue", "ave", "ave.", "lane", "drive", "boulevard",
                                        "blvd", "square", "court", "terrace", "close", "crescent"};
    for (size_t i = 0; i < sizeof whole / sizeof *whole; i++)
        if (str_eq_case(word, str_z(whole[i])))
            return true;
    return false;
}

static bool is_strasse(struct str word)
{
    static const char *const tails[] = {"straße", "strasse", "str.", "gasse", "weg", "allee", "platz", "ring", "ufer", "damm"};
    for (size_t i = 0; i < sizeof tails / sizeof *tails; i++) {
        size_t n = strlen(tails[i]);
        if (word.n > n + 1 && str_eq_case((struct str){word.p + word.n - n, n}, str_z(tails[i])))
            return true;
    }
    return false;
}

/* "12 Long Acre Street": a number, one to four capitalised words, a word for a street. */
static size_t street_after(struct str s, size_t at)
{
    size_t i = at;
    while (i < s.n && is_digit(s.p[i]))
        i++;
    if (i == at || i - at > 5 || !starts_word(s, at))
        return at;
    i += i < s.n && isalpha((unsigned char)s.p[i]) && ends_word(s, i + 1);
    for (int words = 0; words <= STREET_WORDS && i < s.n && s.p[i] == ' '; words++) {
        size_t from = i + 1, end = word_end(s, from);
        struct str word = {s.p + from, end - from};
        if (!word.n || !(isupper((unsigned char)word.p[0]) || (unsigned char)word.p[0] >= 0x80))
            return at;
        if (words && is_street(word))
            return end;
        i = end;
    }
    return at;
}

/* "Hauptstraße 5a": the number stands behind. */
static size_t street_before(struct str s, size_t at)
{
    size_t end = word_end(s, at);
    if (!is_letter(s.p[at]) || !isupper((unsigned char)s.p[at]) || !starts_word(s, at) || !is_strasse((struct str){s.p + at, end - at}) ||
        end + 1 >= s.n || s.p[end] != ' ' || !is_digit(s.p[end + 1]))
        return at;
    for (end++; end < s.n && is_digit(s.p[end]);)
        end++;
    end += end < s.n && isalpha((unsigned char)s.p[end]) && ends_word(s, end + 1);
    return ends_word(s, end) ? end : at;
}

static size_t address(struct str s, size_t at)
{
    size_t end = street_after(s, at);
    return end > at ? end : street_before(s, at);
}

static size_t name(struct str s, size_t at, const struct strs *names)
{
    for (size_t i = 0; names && i < names->n; i++) {
        struct str one = str_trim(names->at[i]);
        if (one.n > 1 && at + one.n <= s.n && str_eq_case(one, (struct str){s.p + at, one.n}) && starts_word(s, at) && ends_word(s, at + one.n))
            return at + one.n;
    }
    return at;
}

static struct str mark(struct ctx *c, struct personal *p, const char *kind, struct str text)
{
    size_t n = 1;
    struct str begin = str_fmt(c, "[%s ", kind);
    for (size_t i = 0; i < p->hidden.n; i++) {
        if (str_eq(p->hidden.at[i].text, text) && str_starts(p->hidden.at[i].mark, begin))
            return p->hidden.at[i].mark;
        n += str_starts(p->hidden.at[i].mark, begin);
    }
    struct hidden *h = LIST_ADD(c, &p->hidden);
    *h = (struct hidden){str_fmt(c, "[%s %zu]", kind, n), str_copy(c, text)};
    return h->mark;
}

struct str personal_redact(struct ctx *c, struct str text, const struct strs *names, struct personal *p)
{
    static const struct { const char *kind; size_t (*end)(struct str s, size_t at); } kinds[] = {
        {"e-mail", email}, {"iban", iban}, {"card", card}, {"phone", phone}, {"address", address}};
    struct buf out = {0};
    for (size_t at = 0; at < text.n;) {
        const char *kind = "name";
        size_t end = name(text, at, names);
        for (size_t k = 0; k < sizeof kinds / sizeof *kinds && end == at; k++) {
            kind = kinds[k].kind;
            end = kinds[k].end(text, at);
        }
        if (end > at)
            buf_add(c, &out, mark(c, p, kind, str_part(text, at, end)));
        else
            buf_byte(c, &out, text.p[end++]);
        at = end;
    }
    return buf_str(&out);
}

struct str personal_restore(struct ctx *c, struct str text, const struct personal *p)
{
    for (size_t i = 0; i < p->hidden.n; i++)
        text = str_replace(c, text, p->hidden.at[i].mark, p->hidden.at[i].text);
    return text;
}
