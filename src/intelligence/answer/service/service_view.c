/* intelligence/answer/service/service_view.c - looking into what was looked up: orders, lines, variants, means of payment.
 *
 * Units  an amount that is an integer is in minor units, one with a point in major ones (data/document_write.c)
 */
#include "intelligence/answer/service/service_view.h"
#include "data/product.h"
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
    double by = 1;
    struct str currency = json_str(json_get(order, "currency"));
    for (int i = currency.n ? currency_exponent(currency) : 2; i > 0; i--)
        by *= 10;
    return by;
}

static double amount(const struct json *order, const struct json *v) { return json_kind(v) == JSON_INT ? (double)json_int(v) / unit_of(order) : json_real(v); }

struct str service_sum(struct ctx *c, const struct json *order, double sum)
{
    struct str currency = json_str(json_get(order, "currency"));
    return str_fmt(c, "%.2f%s%.*s", fabs(sum) < 0.005 ? 0.0 : sum, currency.n ? " " : "", FMT(currency));
}

static const struct json *line_of(const struct json *order, struct str id)
{
    for (struct json_walk w = json_walk(json_get(order, "items")); json_next(&w);)
        if (str_eq(json_str(json_get(w.value, "item_id")), id))
            return w.value;
    return NULL;
}

double service_item_price(const struct json *order, struct str id) { return amount(order, json_get(line_of(order, id), "price")); }

static struct str options_text(struct ctx *c, const struct json *options)
{
    struct strs parts = {0};
    for (struct json_walk w = json_walk(options); json_next(&w);)
        strs_add(c, &parts, str_copy(c, json_kind(w.value) == JSON_STR ? json_str(w.value) : json_text(c, w.value)));
    return str_join(c, &parts, STR(", "));
}

struct str service_item_text(struct ctx *c, const struct json *order, struct str id)
{
    const struct json *line = line_of(order, id);
    struct str options = options_text(c, json_get(line, "options"));
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
    return n == m ? !memcmp(w->at[i].folded, folded, n)
                  : least >= 4 && (n > m ? n - m : m - n) <= 2 && !memcmp(w->at[i].folded, folded, least); /* plurals, cases */
}

static bool has_word(const struct service_words *w, const char *folded)
{
    for (size_t i = 0; i < w->n; i++)
        if (is_word(w, i, folded))
            return true;
    return false;
}

/* How much of a name stands in the text: all words 2, its last (the thing itself) 1. */
static int named(struct ctx *c, const struct service_words *w, struct str name)
{
    struct service_words n = service_words_of(c, name);
    size_t hits = 0;
    for (size_t i = 0; i < n.n; i++)
        hits += has_word(w, n.at[i].folded);
    if (n.n && hits == n.n)
        return 2;
    return n.n && has_word(w, n.at[n.n - 1].folded) ? 1 : 0;
}

/* Words from the `from`-th on, without spaces, until there are `enough` letters. */
static struct str joined(struct ctx *c, const struct service_words *w, size_t from, size_t enough)
{
    struct buf b = {0};
    for (size_t i = from; i < w->n && b.n < enough; i++)
        buf_add(c, &b, str_z(w->at[i].folded));
    return buf_str(&b);
}

/* "5ft", "5 ft" and "64 GB", "64GB" are the same: words one after the other, compared without the spaces; a plural's end counts for nothing. */
static bool says_value(struct ctx *c, const struct service_words *w, struct str value)
{
    struct service_words v = service_words_of(c, value);
    struct str want = joined(c, &v, 0, SIZE_MAX);
    for (size_t i = 0; want.n && i < w->n; i++) {
        struct str have = joined(c, w, i, want.n);
        bool plural = want.n >= 4 && have.n > want.n && (!strcmp(have.p + want.n, "s") || !strcmp(have.p + want.n, "es"));
        if (str_starts(have, want) && (have.n == want.n || plural))
            return true;
    }
    return false;
}

/* "no backlight" is the value "none" of the option "backlight"; "waterproof" alone is its "yes". */
static bool says_option(struct ctx *c, const struct service_words *w, struct str key, struct str value)
{
    static const char *const without[] = {"no", "not", "without", "non", "ohne", "kein", "keine", "sans", "sin", "senza", "zonder", "geen"};
    bool none = str_eq_case(value, STR("none")) || str_eq_case(value, STR("no")), yes = str_eq_case(value, STR("yes"));
    if (!none && !yes)
        return says_value(c, w, value);
    struct service_words k = service_words_of(c, key);
    for (size_t i = 0; k.n && i < w->n; i++) {
        bool denied = false;
        if (!is_word(w, i, k.at[k.n - 1].folded) && !is_word(w, i, k.at[0].folded))
            continue;
        for (size_t x = 0; i > 0 && x < sizeof without / sizeof *without; x++)
            denied = denied || !strcmp(w->at[i - 1].folded, without[x]);
        return denied == none;
    }
    return none && str_eq_case(value, STR("none")) && has_word(w, "none");
}

static int options_named(struct ctx *c, const struct service_words *w, const struct json *options)
{
    int n = 0;
    for (struct json_walk o = json_walk(options); json_next(&o);)
        n += json_kind(o.value) == JSON_STR && says_option(c, w, o.key, json_str(o.value));
    return n;
}

bool service_names_item(struct ctx *c, const struct json *order, struct str text)
{
    struct service_words w = service_words_of(c, text);
    for (struct json_walk i = json_walk(json_get(order, "items")); json_next(&i);)
        if (named(c, &w, json_str(json_get(i.value, "name"))) || str_has(text, json_str(json_get(i.value, "item_id"))))
            return true;
    return false;
}

static const char all_words[] = "all of|all the|all items|all my|all it|return all|cancel all|send all|exchange all|all back|everything|whole order|entire order|"
    "full order|every item|alles|alle|ganze bestellung|tout|tous|toutes|todo|todos|todas|tutto|tutti|tutte|hele bestelling|complete order";
static const char both_words[] = "both|beide|beides|les deux|ambos|los dos|entrambi|tutti e due|allebei";

struct named_line {
    struct str id, name;
    int name_score, option_score;
};
struct named_lines { LIST(struct named_line) lines; };

static void lines_score(struct ctx *c, const struct json *order, struct str text, struct named_lines *out)
{
    struct service_words w = service_words_of(c, text);
    int best = 0;
    for (struct json_walk i = json_walk(json_get(order, "items")); json_next(&i);) {
        struct str id = json_str(json_get(i.value, "item_id")), name = json_str(json_get(i.value, "name"));
        int score = str_has(text, id) ? 3 : named(c, &w, name);
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
    for (const char *p = words; p && !tail.n; p = strchr(p, '|') ? strchr(p, '|') + 1 : NULL) {
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
    for (struct json_walk i = json_walk(json_get(order, "items")); json_next(&i);)
        if (!named(c, &tail, json_str(json_get(i.value, "name"))))
            strs_add(c, out, str_copy(c, json_str(json_get(i.value, "item_id"))));
    return true;
}

bool service_items_named(struct ctx *c, const struct service_view *v, const struct json *order, struct str text, struct strs *out)
{
    struct named_lines l = {0};
    struct service_words w = service_words_of(c, text);
    (void)v;
    *out = (struct strs){0};
    lines_score(c, order, text, &l);
    bool all = service_matches(&w, all_words) || (l.lines.n == 2 && service_matches(&w, both_words)), any = false, clear = true;
    if (all && excepted(c, order, &w, out))
        return out->n > 0 && out->n < l.lines.n;
    for (size_t i = 0; i < l.lines.n; i++)
        any = any || l.lines.at[i].name_score;
    for (size_t i = 0; i < l.lines.n; i++) {
        if (any ? l.lines.at[i].name_score > 0 : all || l.lines.n == 1)
            clear = (any ? rivals_settled(c, &l, i, all, out) : (strs_add(c, out, str_copy(c, l.lines.at[i].id)), true)) && clear;
    }
    return clear && out->n > 0;
}

/* ---- which variant -------------------------------------------------------------------------------- */

static bool names_other(const struct json *order, const struct service_words *w, const char *head, struct ctx *c)
{
    for (struct json_walk l = json_walk(json_get(order, "items")); json_next(&l);) {
        struct service_words other = service_words_of(c, json_str(json_get(l.value, "name")));
        if (other.n && strcmp(other.at[other.n - 1].folded, head) && has_word(w, other.at[other.n - 1].folded))
            return true;
    }
    return false;
}

/* Of one message the part from this item's name to the next item's. */
static struct str about_in(struct ctx *c, const struct json *order, const char *head, struct str text)
{
    struct service_words w = service_words_of(c, text);
    size_t from = 0, to = w.n;
    while (from < w.n && !is_word(&w, from, head))
        from++;
    if (from == w.n)
        return names_other(order, &w, head, c) ? STR("") : text; /* an answer that names nothing is about what was asked */
    if (!names_other(order, &w, head, c))
        return text;
    for (struct json_walk l = json_walk(json_get(order, "items")); json_next(&l);) {
        struct service_words other = service_words_of(c, json_str(json_get(l.value, "name")));
        for (size_t i = from + 1; other.n && strcmp(other.at[other.n - 1].folded, head) && i < to; i++)
            if (is_word(&w, i, other.at[other.n - 1].folded))
                to = i;
    }
    const char *a = w.at[from].text.p, *b = w.at[to - 1].text.p + w.at[to - 1].text.n;
    return str_copy(c, (struct str){a, (size_t)(b - a)});
}

/* All that was said about an item, message by message. */
static struct str about(struct ctx *c, const struct json *order, struct str id, struct str text)
{
    struct service_words own = service_words_of(c, json_str(json_get(line_of(order, id), "name")));
    struct strs lines = str_split(c, text, '\n'), parts = {0};
    for (size_t i = 0; own.n && i < lines.n; i++)
        strs_add(c, &parts, about_in(c, order, own.at[own.n - 1].folded, lines.at[i]));
    return own.n ? str_join(c, &parts, STR("\n")) : text;
}

/* The value that the text wants for one option; the old one where it says nothing else. */
static struct str wanted(struct ctx *c, const struct json *variants, const char *key, struct str old, const struct service_words *w, bool *said)
{
    struct str hit = {0};
    size_t longest = 0;
    for (struct json_walk x = json_walk(variants); json_next(&x);) {
        struct str value = json_str(json_get(json_get(x.value, "options"), key));
        if (!str_eq(value, old) && value.n > longest && says_option(c, w, str_z(key), value))
            hit = value, longest = value.n;
    }
    *said = hit.p != NULL;
    return hit.p ? hit : old;
}

struct wish {
    struct str key, value;
    bool said;
};
struct wishes { LIST(struct wish) wishes; };

static bool fits(const struct json *variant, const struct wishes *m, bool only_said)
{
    for (size_t i = 0; i < m->wishes.n; i++)
        if ((m->wishes.at[i].said || !only_said) &&
            !str_eq(json_str(json_get(json_get(variant, "options"), m->wishes.at[i].key.p)), m->wishes.at[i].value))
            return false;
    return true;
}

static bool is_there(const struct json *variant) { return json_bool(json_get(variant, "available")); }

static struct str choice_text(struct ctx *c, const struct json *order, const struct json *variants, struct str old, const struct wishes *m, bool only_said)
{
    enum { SHOWN = 6 };
    struct strs list = {0};
    for (struct json_walk x = json_walk(variants); json_next(&x) && list.n < SHOWN;)
        if (is_there(x.value) && !str_eq(x.key, old) && (!only_said || fits(x.value, m, true)))
            strs_add(c, &list, str_fmt(c, "%.*s - %.*s", FMT(options_text(c, json_get(x.value, "options"))),
                                       FMT(service_sum(c, order, amount(order, json_get(x.value, "price"))))));
    return str_join(c, &list, STR("; "));
}

/* Among variants that fit what was said: the one, or the cheapest where that is asked for. */
static struct str only_one(struct ctx *c, const struct json *order, const struct json *variants, struct str old, const struct wishes *m, bool cheapest)
{
    struct str hit = {0};
    double least = INFINITY;
    size_t n = 0;
    for (struct json_walk x = json_walk(variants); json_next(&x);) {
        if (!is_there(x.value) || str_eq(x.key, old) || !fits(x.value, m, true))
            continue;
        double price = amount(order, json_get(x.value, "price"));
        n++;
        if (price < least)
            least = price, hit = str_copy(c, x.key);
    }
    return n == 1 || cheapest ? hit : (struct str){0};
}

struct str service_variant_named(struct ctx *c, const struct service_view *v, const struct json *order, struct str id, struct str text,
                                 struct str *choice, bool *none)
{
    const struct json *line = line_of(order, id), *product = service_product(v, json_str(json_get(line, "product_id")));
    const struct json *variants = json_get(product, "variants"), *old = json_get(line, "options");
    struct str part = about(c, order, id, text);
    struct service_words w = service_words_of(c, part);
    struct wishes m = {0};
    bool any = false, cheapest = service_matches(&w, "cheapest|least expensive|lowest price|gunstigste*|billigste*|moins cher|mas "
        "barat*|piu economic*|meno car*|goedkoopste");
    *none = false;
    for (struct json_walk o = json_walk(old); json_next(&o);) {
        bool said;
        struct str key = str_copy(c, o.key), value = wanted(c, variants, key.p, json_str(o.value), &w, &said);
        *LIST_ADD(c, &m.wishes) = (struct wish){key, value, said};
        any = any || said;
    }
    for (struct json_walk x = json_walk(variants); json_next(&x);) {
        if (str_has(part, x.key) && !str_eq(x.key, id))
            return str_copy(c, x.key);
        if (any && is_there(x.value) && fits(x.value, &m, false))
            return str_copy(c, x.key);
    }
    struct str one = any || cheapest ? only_one(c, order, variants, id, &m, cheapest) : (struct str){0};
    if (one.p)
        return one;
    *choice = choice_text(c, order, variants, id, &m, any);
    *none = any && !choice->n;
    if (*none)
        *choice = choice_text(c, order, variants, id, &m, false);
    return (struct str){0};
}

static const struct json *variant_of(const struct service_view *v, const struct json *order, struct str id, struct str variant)
{
    return json_get(json_get(service_product(v, json_str(json_get(line_of(order, id), "product_id"))), "variants"), variant.p);
}

double service_variant_price(const struct service_view *v, const struct json *order, struct str id, struct str variant)
{
    return amount(order, json_get(variant_of(v, order, id, variant), "price"));
}

struct str service_variant_text(struct ctx *c, const struct service_view *v, const struct json *order, struct str id, struct str variant)
{
    return options_text(c, json_get(variant_of(v, order, id, variant), "options"));
}
