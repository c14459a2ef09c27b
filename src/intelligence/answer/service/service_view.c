/* intelligence/answer/service/service_view.c - looking into what was looked up: orders, lines, variants, means of payment.
 *
 * Units  an amount that is an integer is in minor units, one with a point in major ones (data/document_write.c)
 */
#include "intelligence/answer/service/service_view.h"
#include "intelligence/answer/service/service_goods.h"
#include "core/word.h"
#include "data/lexicon/lexicon.h"
#include "data/product.h"
#include <ctype.h>
#include <math.h>

/* What the two tools give that answer with a customer's entry. */
static bool is_account(const struct service_result *r, struct str customer)
{
    return customer.n && str_has(r->arguments.text, customer) && (str_eq(r->tool, STR("get_customer")) || str_eq(r->tool, STR("change_customer_address")));
}

enum status service_view_open(struct ctx *c, const struct service_in *in, struct str language, struct service_view *out)
{
    *out = (struct service_view){.in = in, .language = language, .results = NEW_ARRAY(c, const struct json *, in->results.n + 1)};
    for (size_t i = 0; i < in->results.n; i++) {
        const struct service_result *r = &in->results.at[i];
        if (!r->ok || !r->result.text.n || json_read(c, r->result.text, &out->results[i]) != OK)
            continue;
        if (is_account(r, in->customer))
            out->customer = out->results[i];
    }
    return OK;
}

static const struct json *newest(const struct service_view *v, const char *key, const char *beside, struct str id)
{
    for (size_t i = v->in->results.n; i-- > 0;)
        if (v->results[i] && json_get(v->results[i], beside) && str_eq(json_str(json_get(v->results[i], key)), id))
            return v->results[i];
    return NULL;
}

const struct json *service_order(const struct service_view *v, struct str id) { return id.n ? newest(v, "order_id", "items", id) : NULL; }
const struct json *service_product(const struct service_view *v, struct str id) { return newest(v, "product_id", "variants", id); }

bool service_was_asked(const struct service_view *v, const char *tool, struct str id)
{
    for (size_t i = 0; i < v->in->results.n; i++)
        if (str_eq(v->in->results.at[i].tool, str_z(tool)) && str_has(v->in->results.at[i].arguments.text, id))
            return true;
    return false;
}

struct strs service_orders_of(struct ctx *c, const struct service_view *v)
{
    struct strs out = {0};
    for (struct json_walk w = json_walk(json_get(v->customer, "orders")); json_next(&w);)
        if (json_str(w.value).n)
            strs_add(c, &out, str_copy(c, json_str(w.value)));
    return out;
}

/* ---- amounts and texts ---------------------------------------------------------------------------- */

static double unit_of(const struct json *order)
{
    return (double)currency_minor(json_str(json_get(order, "currency")));
}

double service_amount(const struct json *order, const struct json *v) { return json_kind(v) == JSON_INT ? (double)json_int(v) / unit_of(order) : json_real(v); }

struct str service_sum(struct ctx *c, struct str language, const struct json *order, double sum)
{
    return money_said(c, llround(sum * unit_of(order)), json_str(json_get(order, "currency")), language);
}

const struct json *service_line(const struct json *order, struct str id)
{
    for (struct json_walk w = json_walk(json_get(order, "items")); json_next(&w);)
        if (str_eq(json_str(json_get(w.value, "item_id")), id))
            return w.value;
    return NULL;
}

double service_item_price(const struct json *order, struct str id) { return service_amount(order, json_get(service_line(order, id), "price")); }

struct str service_options_text(struct ctx *c, const struct json *options)
{
    struct strs parts = {0};
    for (struct json_walk w = json_walk(options); json_next(&w);)
        strs_add(c, &parts, str_copy(c, json_kind(w.value) == JSON_STR ? json_str(w.value) : json_text(c, w.value)));
    return str_join(c, &parts, STR(", "));
}

struct str service_item_text(struct ctx *c, const struct json *order, struct str id)
{
    const struct json *line = service_line(order, id);
    struct str options = service_options_text(c, json_get(line, "options"));
    return str_fmt(c, "%.*s%s%.*s%s", FMT(json_str(json_get(line, "name"))), options.n ? " (" : "", FMT(options), options.n ? ")" : "");
}

struct str service_order_text(struct ctx *c, const struct json *order)
{
    struct strs names = {0};
    for (struct json_walk w = json_walk(json_get(order, "items")); json_next(&w);)
        strs_add(c, &names, str_copy(c, json_str(json_get(w.value, "name"))));
    return str_join(c, &names, STR(", "));
}

struct str service_status_text(struct ctx *c, const struct service_view *v, const struct json *order)
{
    struct str status = json_str(json_get(order, "status"));
    enum service_key k = service_status_key(status);
    return k == SAY_KEYS ? str_copy(c, status) : SERVICE_SAID(c, v->language, k);
}

/* ---- which items ---------------------------------------------------------------------------------- */

static bool is_word(const struct service_words *w, size_t i, const char *folded)
{
    size_t n = strlen(folded), m = strlen(w->at[i].folded), least = n < m ? n : m;
    return n == m ? !memcmp(w->at[i].folded, folded, n) || service_is_slip(w->at[i].folded, folded)
                  : (least >= 4 && (n > m ? n - m : m - n) <= 2 && !memcmp(w->at[i].folded, folded, least)) || /* plurals, cases */
                        service_is_slip(w->at[i].folded, folded);
}

static bool has_word(const struct service_words *w, const char *folded)
{
    for (size_t i = 0; i < w->n; i++)
        if (is_word(w, i, folded))
            return true;
    return false;
}

/* Words from the `from`-th on, without spaces, until there are `enough` letters. */
static struct str joined(struct ctx *c, const struct service_words *w, size_t from, size_t enough)
{
    struct buf b = {0};
    for (size_t i = from; i < w->n && b.n < enough; i++)
        buf_add(c, &b, str_z(w->at[i].folded));
    return buf_str(&b);
}

/* The colour or material that a word names, in any of the six languages; 0: none. */
static uint16_t concept_of(struct ctx *c, struct str folded)
{
    for (int l = 0; l < LEX_LANGUAGES; l++) {
        char room[64];
        size_t from, to;
        bool more;
        struct stemmer *stems = l == LEX_EN ? NULL : stemmer_open(c, lex_language_tag((enum lex_language)l));
        if (!lex_find((enum lex_language)l, lex_stem(stems, (enum lex_language)l, folded, room), &from, &to, &more))
            continue;
        for (size_t i = from; i < to; i++) {
            enum lex_kind kind = (enum lex_kind)lex_concepts[lex_phrases[i].concept].kind;
            if (kind == LEX_colour || kind == LEX_material)
                return lex_phrases[i].concept;
        }
    }
    return 0;
}

/* "oliva", "olive": one word in two languages that end it otherwise. */
static bool is_cognate(struct str a, struct str b)
{
    enum { LEAST = 5 };
    for (size_t i = 0; i < a.n; i++)
        if (!isalpha((unsigned char)a.p[i]))
            return false;
    return a.n == b.n && a.n >= LEAST && !memcmp(a.p, b.p, a.n - 1) && strchr("aeio", a.p[a.n - 1]) && strchr("aeio", b.p[b.n - 1]);
}

/* "30 litros", "8 Watt": the unit after a number, as catalogues write it. */
static struct service_words with_units(struct ctx *c, const struct service_words *w)
{
    static const struct { const char *patterns, *unit; } units[] = {
        {"liter|liters|litre|litres|litro|litros|litri|ltr", "l"}, {"watt|watts|vatios|vatio", "w"}, {"gram|grams|gramm|gramme|grammes|gramos|grammi|gr", "g"},
        {"kilo|kilos|kilogram*|kilogramm*|chili|chilo", "kg"}, {"millimeter*|millimetre*|milimetro*|millimetr*", "mm"},
        {"centimeter*|centimetre*|zentimeter*|centimetro*|centimetr*", "cm"}, {"meter|meters|metre*|metro|metros|metri", "m"}, {"zoll|inches|pouces|pulgadas|pollici", "inch"}};
    struct service_words out = {NEW_ARRAY(c, struct service_word, w->n + 1), w->n};
    for (size_t i = 0; i < w->n; i++) {
        size_t n = i > 0 ? strlen(w->at[i - 1].folded) : 0;
        struct service_words one = {w->at + i, 1};
        out.at[i] = w->at[i];
        for (size_t k = 0; n && isdigit((unsigned char)w->at[i - 1].folded[n - 1]) && k < sizeof units / sizeof *units; k++)
            if (service_matches(&one, units[k].patterns))
                snprintf(out.at[i].folded, sizeof out.at[i].folded, "%s", units[k].unit);
    }
    return out;
}

/* "5ft", "5 ft" and "64 GB", "64GB" are the same: words one after the other, compared without the spaces; a plural's end
 * counts for nothing. "rot" is "red". */
size_t service_value_at(struct ctx *c, const struct service_words *said, size_t from, struct str value, size_t *end)
{
    struct service_words v = service_words_of(c, value), units = with_units(c, said), *w = &units;
    v = with_units(c, &v);
    struct str want = joined(c, &v, 0, SIZE_MAX);
    uint16_t concept = v.n == 1 ? concept_of(c, want) : 0;
    for (size_t i = from; want.n && i < w->n; i++) {
        struct str have = joined(c, w, i, want.n);
        bool plural = want.n >= 4 && have.n > want.n && (!strcmp(have.p + want.n, "s") || !strcmp(have.p + want.n, "es"));
        size_t n = strlen(w->at[i].folded);
        *end = i + 1;
        while (*end < w->n && n < want.n)
            n += strlen(w->at[(*end)++].folded);
        if (is_cognate(have, want) || (str_starts(have, want) && (have.n == want.n || plural)) || (concept && concept_of(c, str_z(w->at[i].folded)) == concept))
            return i;
    }
    return SIZE_MAX;
}

/* Whether a word before a thing's name is no other name: a small word, or one of its options. */
static bool is_about(struct ctx *c, const struct service_words *w, size_t at, const struct json *options)
{
    size_t end;
    struct service_words one = {w->at + at, 1};
    if (service_is_small(w->at[at].folded) || concept_of(c, str_z(w->at[at].folded)))
        return true;
    for (struct json_walk o = json_walk(options); json_next(&o);)
        if (json_kind(o.value) == JSON_STR && (service_value_at(c, &one, 0, json_str(o.value), &end) != SIZE_MAX || str_has_case(json_str(o.value), one.at[0].text)))
            return true;
    return false;
}

/* Whether word i is a thing's own name, or what its kind is called in any language. */
static bool is_head(struct ctx *c, const struct service_words *w, size_t i, struct str name)
{
    struct service_words n = service_words_of(c, name);
    return n.n && (is_word(w, i, n.at[n.n - 1].folded) || service_goods_is(c, w, i, name));
}

/* How much of a name stands in the text: all words 2, its last (the thing itself) or another word for it 1. */
static int named(struct ctx *c, const struct service_words *w, struct str name, const struct json *options)
{
    struct service_words n = service_words_of(c, name);
    size_t hits = 0;
    for (size_t i = 0; i < n.n; i++)
        hits += has_word(w, n.at[i].folded);
    if (n.n && (hits == n.n || service_value_at(c, w, 0, name, &(size_t){0}) != SIZE_MAX))
        return 2;
    for (size_t i = 0; n.n && i < w->n; i++) /* "the kettle"; of "tea kettle" another thing is meant */
        if (is_word(w, i, n.at[n.n - 1].folded) && (i == 0 || w->at[i - 1].end || w->at[i - 1].pause || is_about(c, w, i - 1, options)))
            return 1;
    for (size_t i = 0; n.n && i < w->n; i++)
        if (!is_word(w, i, n.at[n.n - 1].folded) && service_goods_is(c, w, i, name))
            return 1;
    return 0;
}

/* "no backlight" is the value "none" of the option "backlight"; "waterproof" alone is its "yes". */
size_t service_option_at(struct ctx *c, const struct service_words *w, size_t from, struct str key, struct str value, size_t *end)
{
    static const char *const without[] = {"no", "not", "without", "non", "ohne", "kein", "keine", "sans", "sin", "senza", "zonder", "geen"};
    bool none = str_eq_case(value, STR("none")) || str_eq_case(value, STR("no")) || str_starts(value, STR("not ")), yes = str_eq_case(value, STR("yes"));
    if (!none && !yes)
        return service_value_at(c, w, from, value, end);
    struct service_words k = service_words_of(c, key);
    for (size_t i = from; k.n && i < w->n; i++) {
        bool denied = false;
        *end = i + 1;
        if (none && !strcmp(w->at[i].folded, "none") && str_eq_case(value, STR("none")))
            return i;
        if (!is_word(w, i, k.at[k.n - 1].folded) && !is_word(w, i, k.at[0].folded))
            continue;
        for (size_t x = 0; i > 0 && x < sizeof without / sizeof *without; x++)
            denied = denied || !strcmp(w->at[i - 1].folded, without[x]);
        if (denied == none)
            return i;
    }
    return SIZE_MAX;
}

static int options_named(struct ctx *c, const struct service_words *w, const struct json *options)
{
    int n = 0;
    for (struct json_walk o = json_walk(options); json_next(&o);)
        n += json_kind(o.value) == JSON_STR && service_option_at(c, w, 0, o.key, json_str(o.value), &(size_t){0}) != SIZE_MAX;
    return n;
}

bool service_says_item(struct ctx *c, const struct json *line, struct str text)
{
    struct service_words w = service_words_of(c, text);
    return named(c, &w, json_str(json_get(line, "name")), json_get(line, "options")) > 0;
}

bool service_names_item(struct ctx *c, const struct json *order, struct str text)
{
    struct service_words w = service_words_of(c, text);
    for (struct json_walk i = json_walk(json_get(order, "items")); json_next(&i);)
        if (named(c, &w, json_str(json_get(i.value, "name")), json_get(i.value, "options")) || str_has(text, json_str(json_get(i.value, "item_id"))))
            return true;
    return false;
}

int service_options_said(struct ctx *c, const struct json *order, struct str text)
{
    struct service_words w = service_words_of(c, text);
    int most = 0;
    for (struct json_walk i = json_walk(json_get(order, "items")); json_next(&i);) {
        int n = named(c, &w, json_str(json_get(i.value, "name")), json_get(i.value, "options")) ? options_named(c, &w, json_get(i.value, "options")) : 0;
        most = n > most ? n : most;
    }
    return most;
}

static const char many_words[] = "all of|all the|all my|both|the two|my two|las dos|los dos|les deux|le due|i due|die beiden|meine beiden|de twee|"
    "alle twee|alle|beide*|tous|toutes|todos|todas|tutti|tutte|ambos|entrambi";
static const char all_words[] = "all of it|all of them|all items|all my items|all the items|all things|all products|all it|all back|"
    "it all|everything|whole order|entire order|"
    "full order|every item|alles|alle artikel|ganze bestellung|tout|tous les articles|todo|todos los articulos|tutto|tutti gli articoli|"
        "hele bestelling|complete order";
static const char both_words[] = "both|beide|beides|les deux|ambos|ambas|los dos|las dos|le due|i due|die beiden|de twee|entrambi|tutti e due|allebei";

struct named_line {
    struct str id, name;
    int name_score, option_score;
};
struct named_lines { LIST(struct named_line) lines; };

/* "the mat, not the headphones" */
static bool is_denied(struct ctx *c, const struct service_words *w, struct str name)
{
    static const char *const words[] = {"not", "nicht", "pas", "no", "non", "niet"};
    struct service_words n = service_words_of(c, name);
    for (size_t i = 0; n.n && i < w->n; i++)
        if (is_head(c, w, i, name))
            for (size_t back = 1; back <= n.n + 1 && back <= i && !w->at[i - back].end && !w->at[i - back].pause; back++)
                for (size_t k = 0; k < sizeof words / sizeof *words; k++)
                    if (!strcmp(w->at[i - back].folded, words[k]))
                        return true;
    return false;
}

static void lines_score(struct ctx *c, const struct json *order, struct str text, struct named_lines *out)
{
    struct service_words w = service_words_of(c, text);
    int best = 0;
    for (struct json_walk i = json_walk(json_get(order, "items")); json_next(&i);) {
        struct str id = json_str(json_get(i.value, "item_id")), name = json_str(json_get(i.value, "name"));
        int score = str_has(text, id) ? 3 : is_denied(c, &w, name) ? 0 : named(c, &w, name, json_get(i.value, "options"));
        best = score > best ? score : best;
        *LIST_ADD(c, &out->lines) = (struct named_line){id, name, score, options_named(c, &w, json_get(i.value, "options"))};
    }
    for (size_t i = 0; i < out->lines.n; i++) /* "tea kettle" names the tea kettle and not the electric one */
        if (out->lines.at[i].name_score == 1)
            for (size_t k = 0; k < out->lines.n; k++)
                if (out->lines.at[k].name_score >= 2 && k != i) {
                    struct service_words a = service_words_of(c, out->lines.at[i].name), b = service_words_of(c, out->lines.at[k].name);
                    if (!strcmp(a.at[a.n - 1].folded, b.at[b.n - 1].folded))
                        out->lines.at[i].name_score = 0;
                }
}

/* Of lines with one name those that the options single out; several that are alike are not told apart. */
static bool rivals_settled(struct ctx *c, const struct named_lines *l, size_t i, bool plural, struct strs *out)
{
    size_t rivals = 0, better = 0;
    for (size_t k = 0; k < l->lines.n; k++)
        if (l->lines.at[k].name_score && str_eq(l->lines.at[k].name, l->lines.at[i].name)) {
            rivals++;
            better += l->lines.at[k].option_score > l->lines.at[i].option_score;
        }
    if (rivals == 1 || plural) {
        strs_add(c, out, str_copy(c, l->lines.at[i].id));
        return true;
    }
    if (better)
        return true; /* another of that name is meant */
    for (size_t k = 0; k < l->lines.n; k++)
        if (k != i && str_eq(l->lines.at[k].name, l->lines.at[i].name) && l->lines.at[k].option_score == l->lines.at[i].option_score)
            return false;
    strs_add(c, out, str_copy(c, l->lines.at[i].id));
    return true;
}

/* "Everything except the lamp": all lines but those named after the word. false: nothing is excepted. */
static bool excepted(struct ctx *c, const struct json *order, const struct service_words *w, struct strs *out)
{
    static const char words[] = "except|but not|but the|but a|but for|apart from|other than|besides|ausser|bis auf|sauf|hormis|"
        "excepto|menos|salvo|tranne|eccetto|behalve|uitgezonderd";
    struct service_words tail = {0};
    for (const char *p = words; p && !tail.n; p = service_pattern_next(p)) {
        size_t end = 0;
        if (service_match(w, 0, p, &end) != SIZE_MAX)
            tail = (struct service_words){w->at + end, w->n - end};
    }
    if (!tail.n)
        return false;
    size_t last = 0;
    while (last + 1 < tail.n && !tail.at[last].end)
        last++;
    tail.n = last + 1;
    size_t kept = 0;
    for (struct json_walk i = json_walk(json_get(order, "items")); json_next(&i);) {
        bool keep = named(c, &tail, json_str(json_get(i.value, "name")), json_get(i.value, "options")) > 0;
        kept += keep;
        if (!keep)
            strs_add(c, out, str_copy(c, json_str(json_get(i.value, "item_id"))));
    }
    if (!kept)
        *out = (struct strs){0};
    return kept > 0;
}

static bool items_in(struct ctx *c, const struct json *order, struct str text, struct strs *out, bool *any)
{
    struct named_lines l = {0};
    struct service_words w = service_words_of(c, text);
    *out = (struct strs){0};
    lines_score(c, order, text, &l);
    bool all = service_matches(&w, all_words) || (l.lines.n == 2 && service_matches(&w, both_words)), clear = true;
    for (size_t i = 0; i < l.lines.n; i++)
        *any = *any || l.lines.at[i].name_score;
    if (all && excepted(c, order, &w, out))
        return out->n > 0 && out->n < l.lines.n;
    for (size_t i = 0; i < l.lines.n; i++) {
        if (*any ? l.lines.at[i].name_score > 0 : all || l.lines.n == 1)
            clear = (*any ? rivals_settled(c, &l, i, all || service_matches(&w, many_words), out) : (strs_add(c, out, str_copy(c, l.lines.at[i].id)), true)) && clear;
    }
    return clear && out->n > 0;
}

/* What was said last, after a proposal, goes before what was said first. */
bool service_items_named(struct ctx *c, const struct json *order, struct str text, struct strs *out)
{
    struct strs said = str_split(c, text, '\f');
    for (size_t i = said.n; i-- > 1;) {
        bool any = false;
        if (items_in(c, order, said.at[i], out, &any) && any)
            return true;
        if (any)
            return false;
    }
    return items_in(c, order, text, out, &(bool){false});
}

/* ---- which variant -------------------------------------------------------------------------------- */

static struct str last_word(struct ctx *c, struct str name)
{
    struct service_words n = service_words_of(c, name);
    return n.n ? str_z(n.at[n.n - 1].folded) : (struct str){0};
}

/* Whether word i names a line of another kind than `name`. */
static bool is_other(struct ctx *c, const struct json *order, const struct service_words *w, size_t i, struct str name)
{
    for (struct json_walk l = json_walk(json_get(order, "items")); json_next(&l);) {
        struct str other = json_str(json_get(l.value, "name"));
        if (other.n && !str_eq(last_word(c, other), last_word(c, name)) && is_head(c, w, i, other))
            return true;
    }
    return false;
}

/* Of one message the part from this item's name to the next item's. */
static struct str about_in(struct ctx *c, const struct json *order, struct str name, struct str text)
{
    struct service_words w = service_words_of(c, text);
    size_t from = 0, to = w.n;
    bool others = false;
    while (from < w.n && !is_head(c, &w, from, name))
        from++;
    for (size_t i = 0; i < w.n; i++)
        others = others || is_other(c, order, &w, i, name);
    if (!others)
        return text;
    if (from == w.n)
        return STR(""); /* an answer that names nothing is about what was asked */
    for (size_t i = from + 1; i < to; i++)
        if (is_other(c, order, &w, i, name))
            to = i;
    const char *a = w.at[from].text.p, *b = w.at[to - 1].text.p + w.at[to - 1].text.n;
    return str_copy(c, (struct str){a, (size_t)(b - a)});
}

/* All that was said about an item, message by message. */
struct strs service_about(struct ctx *c, const struct json *order, struct str id, struct str text)
{
    struct str name = json_str(json_get(service_line(order, id), "name"));
    struct strs lines = str_split(c, text, '\n'), parts = {0};
    for (size_t i = 0; name.n && i < lines.n; i++)
        strs_add(c, &parts, about_in(c, order, name, lines.at[i]));
    if (!name.n)
        strs_add(c, &parts, text);
    return parts;
}

static const struct json *variant_of(const struct service_view *v, const struct json *order, struct str id, struct str variant)
{
    return json_get(json_get(service_product(v, json_str(json_get(service_line(order, id), "product_id"))), "variants"), variant.p);
}

double service_variant_price(const struct service_view *v, const struct json *order, struct str id, struct str variant)
{
    return service_amount(order, json_get(variant_of(v, order, id, variant), "price"));
}

struct str service_variant_text(struct ctx *c, const struct service_view *v, const struct json *order, struct str id, struct str variant)
{
    return service_options_text(c, json_get(variant_of(v, order, id, variant), "options"));
}
