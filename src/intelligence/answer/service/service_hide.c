/* intelligence/answer/service/service_hide.c - names, addresses, postcodes, towns and account numbers of one case. */
#include "intelligence/answer/service/service_hide.h"
#include <ctype.h>

enum { LONG_NUMBER = 4, TOWN_WORDS = 3 };

static const char street_words[] = "street|st|road|rd|avenue|ave|drive|dr|lane|ln|way|court|ct|square|boulevard|blvd|highway|terrace|"
    "close|apt|apartment|suite|floor|"
    "strasse|str|platz|gasse|allee|weg|ring|ufer|rue|av|place|chemin|impasse|quai|cours|calle|plaza|avenida|paseo|camino|"
    "via|viale|piazza|corso|vicolo|straat|laan|plein|gracht|kade|dijk|wohnung|etage|piso|interno";
static const char street_ends[] = "strasse|str|platz|gasse|allee|weg|straat|laan|plein|gracht|kade|dijk|ufer";

static void hide(struct ctx *c, struct strs *names, struct str value)
{
    value = str_trim(value);
    if (value.n > 1)
        strs_add(c, names, str_copy(c, value));
}

static void hide_address(struct ctx *c, struct strs *names, const struct json *entry)
{
    static const char *const keys[] = {"address1", "address2", "city", "zip"};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        hide(c, names, json_str(json_get(json_get(entry, "address"), keys[i])));
}

static bool is_number(struct str s)
{
    size_t digits = 0;
    for (size_t i = 0; i < s.n; i++)
        digits += isdigit((unsigned char)s.p[i]) > 0;
    return digits > 0 && digits == s.n;
}

static bool is_street(const struct service_word *x)
{
    struct service_words one = {(struct service_word *)x, 1};
    size_t n = strlen(x->folded);
    if (service_matches(&one, street_words))
        return true;
    for (const char *p = street_ends; p; p = service_pattern_next(p)) {
        size_t m = strcspn(p, "|");
        if (n > m + 1 && !memcmp(x->folded + n - m, p, m))
            return true;
    }
    return false;
}

/* Words [from, to) as they stand. */
static struct str words_text(const struct service_words *w, size_t from, size_t to)
{
    const char *a = w->at[from].text.p, *b = w->at[to - 1].text.p + w->at[to - 1].text.n;
    return (struct str){a, (size_t)(b - a)};
}

/* "14 rue de la Paix", "Calle Mayor 22": where a number and a word for a street stand in one part, from the first of the two on. */
static void hide_streets(struct ctx *c, struct strs *names, const struct service_words *w)
{
    for (size_t from = 0, to; from < w->n; from = to) {
        size_t number = SIZE_MAX, street = SIZE_MAX;
        for (to = from; to < w->n; to++) {
            if (number == SIZE_MAX && is_number(w->at[to].text))
                number = to;
            if (street == SIZE_MAX && is_street(&w->at[to]))
                street = to;
            if (w->at[to].pause || w->at[to].end) {
                to++;
                break;
            }
        }
        if (street == SIZE_MAX || number == SIZE_MAX)
            continue;
        size_t first = number < street ? number : street;
        while (first > from && first == street && w->at[first - 1].upper && !service_is_small(w->at[first - 1].folded))
            first--; /* "Via Roma", "Lange Straße" */
        hide(c, names, words_text(w, first, to));
        for (size_t i = first; i < to; i++)
            if (w->at[i].upper)
                hide(c, names, w->at[i].text);
    }
}

/* Long numbers that are none of the goods', and the town beside a postcode. */
static void hide_numbers(struct ctx *c, struct strs *names, const struct service_words *w)
{
    for (size_t i = 0; i < w->n; i++) {
        struct str s = w->at[i].text;
        if (s.n < LONG_NUMBER || !is_number(s))
            continue;
        hide(c, names, s);
        for (size_t k = i + 1; k < w->n && k <= i + TOWN_WORDS && !w->at[k - 1].pause && !w->at[k - 1].end && w->at[k].upper; k++)
            hide(c, names, w->at[k].text);
        for (size_t k = i; k-- > 0 && i - k <= TOWN_WORDS && !w->at[k].end && w->at[k].upper && !service_is_small(w->at[k].folded);)
            hide(c, names, w->at[k].text);
    }
}

static void hide_turn(struct ctx *c, struct strs *names, struct str text)
{
    struct service_words w = service_words_of(c, text);
    struct strs address = {0}, emails = service_emails(c, text);
    struct str first, last;
    enum { COUNTRY = 4 };
    if (service_address(c, text, &address))
        for (size_t i = 0; i < address.n; i++)
            if (i != COUNTRY)
                hide(c, names, address.at[i]);
    for (size_t i = 0; i < emails.n; i++)
        hide(c, names, emails.at[i]);
    hide_streets(c, names, &w);
    hide_numbers(c, names, &w);
    if (service_name(c, text, false, &first, &last))
        hide(c, names, first), hide(c, names, last);
}

struct strs service_hidden(struct ctx *c, const struct service_view *v, const struct strs *own)
{
    struct strs names = {0};
    const struct json *k = v->customer, *name = json_get(k, "name");
    hide(c, &names, v->in->customer);
    hide(c, &names, json_str(json_get(k, "email")));
    hide(c, &names, json_str(json_get(name, "first_name")));
    hide(c, &names, json_str(json_get(name, "last_name")));
    hide_address(c, &names, k);
    for (size_t i = 0; i < own->n; i++)
        hide_address(c, &names, service_order(v, own->at[i]));
    for (struct json_walk m = json_walk(json_get(k, "payment_methods")); json_next(&m);) {
        hide(c, &names, m.key);
        hide(c, &names, json_str(json_get(m.value, "last_four")));
    }
    for (size_t i = 0; i < v->in->turns.n; i++)
        if (str_eq(v->in->turns.at[i].role, STR("customer")))
            hide_turn(c, &names, service_plain(c, v->in->turns.at[i].text));
    return names;
}
