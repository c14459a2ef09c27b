/* intelligence/answer/service/service_variant.c - options by name, by more or less, by price, and second choices. */
#include "intelligence/answer/service/service_variant.h"
#include "intelligence/answer/service/service_when.h"
#include <ctype.h>
#include <math.h>
#include <stdlib.h>

enum { AWAY = 3, SHOWN = 6, KEY_LETTERS = 4, PART_LETTERS = 4 };

#define TABLE "intelligence/answer/service/service_variant.def"
#include "intelligence/answer/service/service_table.h"

struct want {              /* of one option */
    struct str key, old, value;
    bool said, unclear;
    int step;              /* 1: more of it, -1: less; 2, -2: the most, the least */
    size_t at;             /* the word that says it */
};
struct search {
    const struct json *order, *variants;
    struct str item;       /* its id */
    struct str language;   /* the customer's */
    LIST(struct want) wants;
    bool cheapest, dearest, next, unclear;
    double limit;          /* the most that it may cost */
};

static struct str option(const struct json *variant, struct str key) { return json_str(json_get(json_get(variant, "options"), key.p)); }
static bool is_there(const struct json *variant) { return json_bool(json_get(variant, "available")); }

/* ---- how much of something a value is ------------------------------------------------------------- */

static double rank_of(struct str value)
{
    static const char *const scales[][8] = {
        {"xxs", "xs", "s", "m", "l", "xl", "xxl", "xxxl"}, {"small", "medium", "large", "extra large"}, {"low", "medium", "high"},
        {"beginner", "intermediate", "advanced", "expert"}};
    char *end;
    double n = value.n && isdigit((unsigned char)value.p[0]) ? strtod(value.p, &end) : NAN;
    for (size_t i = 0; isnan(n) && i < sizeof scales / sizeof *scales; i++)
        for (int k = 0; k < 8 && scales[i][k]; k++)
            if (str_eq_case(value, str_z(scales[i][k])))
                return k;
    return n;
}

/* "5 ft" and "60 cm" are not to be compared. */
static struct str unit_of(struct str value)
{
    size_t i = 0;
    while (i < value.n && (isdigit((unsigned char)value.p[i]) || strchr(". -", value.p[i])))
        i++;
    return i ? str_part(value, i, value.n) : (struct str){0};
}

static bool is_ranked(const struct search *s, struct str key)
{
    struct str unit = {0}, first = {0};
    size_t n = 0;
    for (struct json_walk x = json_walk(s->variants); json_next(&x); n++) {
        struct str value = option(x.value, key);
        if (isnan(rank_of(value)) || (n && !str_eq_case(unit_of(value), unit)))
            return false;
        unit = unit_of(value);
        first = n ? first : value;
    }
    return n > 1;
}

/* ---- what the words want -------------------------------------------------------------------------- */

/* "instead of red", "from red to blue": named, and not wanted. */
static bool is_left(const struct service_words *w, size_t at)
{
    for (size_t back = 1; back <= AWAY && back <= at && !w->at[at - back].end && !w->at[at - back].pause; back++) {
        size_t end, from = at - back;
        struct service_words near = {w->at + from, back};
        for (const char *p = patterns[W_away]; p; p = service_pattern_next(p))
            if (service_match(&near, 0, p, &end) == 0 && end + 1 >= back) /* an article may stand between */
                return true;
    }
    return false;
}

static bool is_of(struct ctx *c, struct str value, const char *folded)
{
    struct service_words v = service_words_of(c, value);
    for (size_t i = 0; i < v.n; i++)
        if (!strcmp(v.at[i].folded, folded))
            return true;
    return false;
}

/* "Google" says "Google Assistant", where no other value of the option has that word. */
static size_t part_at(struct ctx *c, const struct search *s, const struct service_words *w, size_t from, struct str key, struct str value, size_t *end)
{
    struct service_words v = service_words_of(c, value);
    for (size_t i = from; v.n > 1 && i < w->n; i++) {
        size_t having = 0, letters = 0;
        if (!is_of(c, value, w->at[i].folded))
            continue;
        for (const char *p = w->at[i].folded; *p; p++)
            letters += isalpha((unsigned char)*p) > 0;
        struct strs seen = {0};
        for (struct json_walk x = json_walk(s->variants); json_next(&x);) {
            struct str other = option(x.value, key);
            if (is_of(c, other, w->at[i].folded) && !strs_has(&seen, other))
                strs_add(c, &seen, other), having++;
        }
        *end = i + 1;
        if (letters >= PART_LETTERS && having == 1)
            return i;
    }
    return SIZE_MAX;
}

/* "Medium" for "M", and in six languages; "too small" says what it is, and not what is wanted. */
static size_t letter_at(const struct service_words *w, size_t from, struct str value, size_t *end)
{
    static const struct { const char *letter, *patterns; } sizes[] = {
        {"XS", "extra small|x small|sehr klein"}, {"S", "small|klein|kleine|petit|petite|pequeno|pequena|piccolo|piccola"},
        {"M", "medium|mittel|mittlere|moyen|moyenne|mediano|mediana|medio|media"},
        {"L", "large|gross|grosse|grand|grande|groot|grote"}, {"XL", "extra large|x large|sehr gross"}};
    for (size_t k = 0; k < sizeof sizes / sizeof *sizes; k++)
        for (const char *p = str_eq_case(value, str_z(sizes[k].letter)) ? sizes[k].patterns : NULL; p; p = service_pattern_next(p))
            for (size_t at = from; (at = service_match(w, at, p, end)) != SIZE_MAX; at++) {
                struct service_words before = {w->at + (at ? at - 1 : 0), at ? 1 : 0};
                if (!service_matches(&before, "too|very|zu|sehr|trop|tres|demasiado|muy|troppo|molto|te|erg|extra|x"))
                    return at;
            }
    return SIZE_MAX;
}

static size_t said_at(struct ctx *c, const struct search *s, const struct service_words *w, size_t from, struct str key, struct str value, size_t *end)
{
    size_t at = service_option_at(c, w, from, key, value, end);
    if (at == SIZE_MAX && value.n <= 2)
        at = letter_at(w, from, value, end);
    return at == SIZE_MAX ? part_at(c, s, w, from, key, value, end) : at;
}

/* The first place where a value is wanted. */
static size_t wanted_at(struct ctx *c, const struct search *s, const struct service_words *w, struct str key, struct str value, size_t *end)
{
    for (size_t from = 0, at; (at = said_at(c, s, w, from, key, value, end)) != SIZE_MAX; from = at + 1)
        if (str_eq_case(value, STR("none")) || str_eq_case(value, STR("no")) || !is_left(w, at))
            return at;
    return SIZE_MAX;
}

/* "High ventilation", "size M": a value beside an option's name is that option's. */
static bool is_beside(struct ctx *c, const struct service_words *w, size_t at, struct str key)
{
    struct service_words k = service_words_of(c, key);
    for (size_t i = at > 0 ? at - 1 : 0; i < w->n && i <= at + 1; i++)
        for (size_t j = 0; j < k.n && i != at; j++)
            if (strlen(k.at[j].folded) >= KEY_LETTERS && !strncmp(w->at[i].folded, k.at[j].folded, KEY_LETTERS) &&
                !w->at[i < at ? i : at].end && !w->at[i < at ? i : at].pause)
                return true;
    return false;
}

/* A word that two options know, beside the name of the other one. */
static bool is_others(struct ctx *c, const struct search *s, const struct service_words *w, size_t at, struct str key, struct str value)
{
    bool other = false;
    for (size_t i = 0; i < s->wants.n && !is_beside(c, w, at, key); i++)
        if (!str_eq(s->wants.at[i].key, key) && is_beside(c, w, at, s->wants.at[i].key))
            for (struct json_walk x = json_walk(s->variants); json_next(&x);)
                other = other || str_eq_case(option(x.value, s->wants.at[i].key), value);
    return other;
}

/* "dark red" says nothing of "red". */
static bool is_inside(struct ctx *c, const struct search *s, const struct service_words *w, const struct want *m, struct str value, size_t at)
{
    for (struct json_walk x = json_walk(s->variants); json_next(&x);) {
        struct str other = option(x.value, m->key);
        size_t end, to;
        if (other.n <= value.n || str_eq(other, value))
            continue;
        size_t from = service_option_at(c, w, 0, m->key, other, &end);
        to = from == SIZE_MAX ? 0 : end;
        if (from != SIZE_MAX && at >= from && at < to)
            return true;
    }
    return false;
}

static void want_read(struct ctx *c, const struct search *s, const struct service_words *w, struct want *m)
{
    struct strs others = {0};
    struct str beside = {0};
    bool old = false;
    size_t end, where = 0, near = 0, near_at = 0;
    for (struct json_walk x = json_walk(s->variants); json_next(&x);) {
        struct str value = option(x.value, m->key);
        size_t at = value.n ? wanted_at(c, s, w, m->key, value, &end) : SIZE_MAX;
        bool known = str_eq(value, m->old);
        for (size_t i = 0; i < others.n; i++)
            known = known || str_eq(others.at[i], value);
        if (at == SIZE_MAX || is_inside(c, s, w, m, value, at) || is_others(c, s, w, at, m->key, value))
            continue;
        if (is_beside(c, w, at, m->key) && !str_eq(value, beside))
            beside = value, near_at = at, near++;
        old = old || str_eq(value, m->old);
        if (!known) {
            strs_add(c, &others, value);
            where = at;
        }
    }
    if (others.n > 1 && near == 1 && !str_eq(beside, m->old))
        m->value = str_copy(c, beside), m->said = true, m->at = near_at;
    else if (others.n == 1)
        m->value = str_copy(c, others.at[0]), m->said = true, m->at = where;
    else if (others.n > 1)
        m->unclear = true;
    else if (old)
        m->value = m->old, m->said = true, m->at = SIZE_MAX;
}

/* Whether the words name the option: "resolution", "thicker" for "thickness". */
static bool names_key(struct ctx *c, const struct service_words *w, struct str key)
{
    struct service_words k = service_words_of(c, key);
    for (size_t i = 0; i < w->n; i++)
        for (size_t j = 0; j < k.n; j++)
            if (strlen(k.at[j].folded) >= KEY_LETTERS && !strncmp(w->at[i].folded, k.at[j].folded, KEY_LETTERS))
                return true;
    return false;
}

/* One word that two options know ("black" strap, black dial) is of the one that is named. */
static void shared_settle(struct ctx *c, struct search *s, const struct service_words *w)
{
    for (size_t i = 0; i < s->wants.n; i++)
        for (size_t k = 0; k < s->wants.n; k++) {
            struct want *a = &s->wants.at[i], *b = &s->wants.at[k];
            if (i == k || !a->said || !b->said || a->at == SIZE_MAX || a->at != b->at)
                continue;
            bool x = names_key(c, w, a->key), y = names_key(c, w, b->key);
            if (x == y)
                a->unclear = b->unclear = true;
            else
                (x ? b : a)->said = false, (x ? b : a)->value = (x ? b : a)->old;
        }
}

/* Which option "bigger" is about: the one that is named, else the only one that has an order. */
static struct want *want_ranked(struct ctx *c, struct search *s, const struct service_words *w)
{
    struct want *named = NULL, *only = NULL;
    size_t n = 0, ranked = 0;
    for (size_t i = 0; i < s->wants.n; i++) {
        struct want *m = &s->wants.at[i];
        if (!is_ranked(s, m->key))
            continue;
        ranked++;
        only = m;
        if (names_key(c, w, m->key))
            named = m, n++;
    }
    return n == 1 ? named : n == 0 && ranked == 1 ? only : NULL;
}

static void step_read(struct ctx *c, struct search *s, const struct service_words *w, struct str line)
{
    int step = has(w, W_most) ? 2 : has(w, W_least) ? -2 : has(w, W_down) ? -1 : has(w, W_up) ? 1 : 0;
    if (!step || service_bounds(c, line) || /* "the same price or lower" */ s->cheapest || s->dearest)
        return;
    struct want *m = want_ranked(c, s, w);
    if (!m) {
        for (size_t i = 0; i < s->wants.n; i++)
            if (s->wants.at[i].said && s->wants.at[i].at != SIZE_MAX)
                return; /* "the larger one, 6 mm": the value says it */
        s->unclear = true;
        return;
    }
    if (m->said && m->at != SIZE_MAX)
        return;
    m->step = step;
    m->said = false;
    s->next = s->next || has(w, W_next);
}

/* A message's words settle what newer ones left open. */
static void line_read(struct ctx *c, struct search *s, struct str line)
{
    struct service_words w = service_words_of(c, line);
    bool before = false;
    for (size_t i = 0; i < s->wants.n; i++)
        before = before || s->wants.at[i].said || s->wants.at[i].step;
    s->cheapest = s->cheapest || (!before && has(&w, W_cheapest));
    s->dearest = s->dearest || (!before && has(&w, W_dearest));
    struct search now = *s;
    now.wants.at = NEW_ARRAY(c, struct want, s->wants.n + 1);
    for (size_t i = 0; i < s->wants.n; i++) {
        now.wants.at[i] = (struct want){.key = s->wants.at[i].key, .old = s->wants.at[i].old, .value = s->wants.at[i].old, .at = SIZE_MAX};
        want_read(c, s, &w, &now.wants.at[i]);
    }
    shared_settle(c, &now, &w);
    step_read(c, &now, &w, line);
    for (size_t i = 0; i < s->wants.n; i++)
        if (!s->wants.at[i].said && !s->wants.at[i].step && !s->wants.at[i].unclear)
            s->wants.at[i] = now.wants.at[i];
    s->next = now.next;
    s->unclear = s->unclear || (now.unclear && !before);
}

/* ---- choosing ------------------------------------------------------------------------------------- */

static bool steps_well(const struct want *m, struct str value)
{
    double d = rank_of(value) - rank_of(m->old);
    return m->step == 0 || (m->step > 0 ? d > 0 : d < 0);
}

static bool fits(const struct search *s, const struct json *variant, bool all)
{
    for (size_t i = 0; i < s->wants.n; i++) {
        const struct want *m = &s->wants.at[i];
        struct str value = option(variant, m->key);
        if (m->step ? !steps_well(m, value) : (m->said || all) && !str_eq(value, m->value))
            return false;
    }
    return true;
}

/* Of two that fit, how much nearer `a` is to what was meant: price, the most, or the next size. */
static double better(const struct search *s, const struct json *a, const struct json *b)
{
    double x = service_amount(s->order, json_get(a, "price")), y = service_amount(s->order, json_get(b, "price"));
    if (s->cheapest || s->dearest)
        return s->cheapest ? y - x : x - y;
    for (size_t i = 0; i < s->wants.n; i++) {
        const struct want *m = &s->wants.at[i];
        double more = rank_of(option(a, m->key)) - rank_of(option(b, m->key));
        if (m->step == 2 || m->step == -2)
            return m->step > 0 ? more : -more;
        if (m->step && s->next)
            return m->step > 0 ? -more : more;
    }
    return 0;
}

/* The one that fits best; absent where two fit as well. *n: how many fit. */
static struct str best(struct ctx *c, const struct search *s, bool all, size_t *n)
{
    const struct json *top = NULL;
    struct str id = {0};
    bool tie = false;
    *n = 0;
    for (struct json_walk x = json_walk(s->variants); json_next(&x);) {
        bool old = str_eq(x.key, s->item);
        if (!is_there(x.value) || !fits(s, x.value, all) || service_amount(s->order, json_get(x.value, "price")) > s->limit || (old && !s->cheapest && !s->dearest))
            continue;
        *n += !old;
        double by = top ? better(s, x.value, top) : 1;
        if (by > 0)
            top = x.value, id = str_copy(c, x.key);
        tie = by > 0 ? false : tie || by == 0;
    }
    return tie || str_eq(id, s->item) ? (struct str){0} : id;
}

static bool is_said(const struct search *s)
{
    bool any = s->cheapest || s->dearest;
    for (size_t i = 0; i < s->wants.n; i++)
        any = any || s->wants.at[i].step || (s->wants.at[i].said && !str_eq(s->wants.at[i].value, s->wants.at[i].old));
    return any;
}

static bool is_unclear(const struct search *s)
{
    bool unclear = s->unclear;
    for (size_t i = 0; i < s->wants.n; i++)
        unclear = unclear || s->wants.at[i].unclear;
    return unclear;
}

/* Named options met, all others kept; by price alone where that is what is asked for. *none: nothing like it is there. */
static struct str choose(struct ctx *c, const struct search *s, bool *none)
{
    size_t n = 0, kept = 0;
    struct str id = {0};
    *none = false;
    if (is_unclear(s) || !is_said(s))
        return id;
    if (s->cheapest || s->dearest)
        return best(c, s, false, &n);
    id = best(c, s, true, &kept);
    best(c, s, false, &n);
    *none = n == 0;
    return kept ? id : (struct str){0};
}

static struct search search_open(struct ctx *c, const struct service_view *v, const struct json *order, struct str item)
{
    const struct json *line = service_line(order, item);
    struct search s = {.order = order, .item = item, .language = v->language, .limit = INFINITY};
    s.variants = json_get(service_product(v, json_str(json_get(line, "product_id"))), "variants");
    for (struct json_walk o = json_walk(json_get(line, "options")); json_next(&o);) {
        struct str old = str_copy(c, json_str(o.value));
        *LIST_ADD(c, &s.wants) = (struct want){.key = str_copy(c, o.key), .old = old, .value = old, .at = SIZE_MAX};
    }
    return s;
}

static void lines_read(struct ctx *c, struct search *s, const struct strs *lines)
{
    for (size_t i = lines->n; i-- > 0;)
        line_read(c, s, lines->at[i]);
}

static struct str choice_text(struct ctx *c, const struct search *s, bool only_fitting)
{
    struct strs list = {0};
    for (struct json_walk x = json_walk(s->variants); json_next(&x) && list.n < SHOWN;)
        if (is_there(x.value) && !str_eq(x.key, s->item) && (!only_fitting || fits(s, x.value, false)))
            strs_add(c, &list, str_fmt(c, "%.*s – %.*s", FMT(service_options_text(c, json_get(x.value, "options"))),
                                       FMT(service_sum(c, s->language, s->order, service_amount(s->order, json_get(x.value, "price"))))));
    return str_join(c, &list, STR("; "));
}

/* A variant's own number in the customer's words. */
static struct str by_number(struct ctx *c, const struct search *s, const struct strs *lines)
{
    for (size_t i = lines->n; i-- > 0;)
        for (struct json_walk x = json_walk(s->variants); json_next(&x);)
            if (!str_eq(x.key, s->item) && str_has(lines->at[i], x.key))
                return str_copy(c, x.key);
    return (struct str){0};
}

static double limit_of(const struct json *order, struct str item, const struct service_task *t)
{
    return t->limited ? t->limit + (t->by_difference ? service_item_price(order, item) : 0) + 0.004 : INFINITY;
}

static bool differs(const struct search *a, const struct search *b)
{
    for (size_t i = 0; i < a->wants.n; i++)
        if (a->wants.at[i].said != b->wants.at[i].said || a->wants.at[i].step != b->wants.at[i].step || !str_eq(a->wants.at[i].value, b->wants.at[i].value))
            return true;
    return a->cheapest != b->cheapest || a->dearest != b->dearest;
}

/* All that is liked best, together: the one variant that has it, even where it changes what was not named. *lost: it is not
 * understood, and there is a choice. */
static struct str by_taste(struct ctx *c, const struct service_view *v, const struct json *order, struct str item, const struct service_task *t,
                           const struct strs *lines, bool *lost)
{
    struct search s = search_open(c, v, order, item);
    bool none;
    size_t n;
    if (!t->prefer.n)
        return (struct str){0};
    s.limit = limit_of(order, item, t);
    lines_read(c, &s, lines);
    for (size_t i = 0; i < t->prefer.n; i++)
        line_read(c, &s, t->prefer.at[i]);
    struct search plain = search_open(c, v, order, item);
    plain.limit = s.limit;
    lines_read(c, &plain, lines);
    best(c, &plain, false, &n);
    *lost = n > 1 && !differs(&s, &plain);
    struct str id = choose(c, &s, &none);
    if (id.n || is_unclear(&s) || !is_said(&s))
        return *lost ? (struct str){0} : id;
    id = best(c, &s, false, &n);
    return n == 1 ? id : (struct str){0};
}

static bool is_offered(struct ctx *c, const struct search *s, const struct service_words *one)
{
    for (size_t i = 0; i < s->wants.n; i++)
        if (service_value_at(c, one, 0, s->wants.at[i].old, &(size_t){0}) != SIZE_MAX)
            return true;
    for (struct json_walk x = json_walk(s->variants); json_next(&x);)
        for (struct json_walk o = json_walk(json_get(x.value, "options")); json_next(&o);)
            if (json_kind(o.value) == JSON_STR && service_value_at(c, one, 0, json_str(o.value), &(size_t){0}) != SIZE_MAX)
                return true;
    return false;
}

/* "In colour mauve", where no variant is: nothing else is chosen in its place. */
static bool names_strange_colour(struct ctx *c, const struct search *s, const struct strs *lines)
{
    static const char colour[] = "color|colour|farbe|couleur|colore|kleur", any[] = "other|different|of|in|is|option|choice|instead|andere|que|plus|please|bitte";
    for (size_t i = 0; i < lines->n; i++) {
        struct service_words w = service_words_of(c, lines->at[i]);
        for (size_t k = 0; k + 1 < w.n; k++) {
            struct service_words one = {w.at + k, 1}, next = {w.at + k + 1, 1};
            if (service_matches(&one, colour) && !w.at[k].end && !w.at[k].pause && w.at[k + 1].text.n >= 3 && !service_is_small(w.at[k + 1].folded) &&
                !service_matches(&next, any) && !is_offered(c, s, &next))
                return true;
        }
    }
    return false;
}

void service_variant_find(struct ctx *c, const struct service_view *v, const struct json *order, struct str item, const struct service_task *t,
                          struct str typed, struct service_variant *out)
{
    struct strs lines = service_about(c, order, item, t->text);
    struct search s = search_open(c, v, order, item);
    *out = (struct service_variant){.id = by_number(c, &s, &lines)};
    if (typed.n) {
        const struct json *x = json_get(s.variants, typed.p);
        out->id = x && is_there(x) && !str_eq(typed, item) ? typed : (struct str){0};
        out->none = !out->id.n;
        out->choice = choice_text(c, &s, false);
        return;
    }
    if (out->id.n)
        return;
    bool lost = false;
    out->id = by_taste(c, v, order, item, t, &lines, &lost);
    for (size_t i = 0; i < t->prefer.n && !out->id.n; i++) {
        struct search liked = search_open(c, v, order, item);
        lines_read(c, &liked, &lines);
        line_read(c, &liked, t->prefer.at[i]);
        out->id = choose(c, &liked, &out->none);
    }
    lines_read(c, &s, &lines);
    if (!out->id.n && t->limited) { /* of those within the limit; where there is none, what it would cost is told */
        s.limit = limit_of(order, item, t);
        out->id = choose(c, &s, &out->none);
        s.limit = INFINITY;
    }
    if (!out->id.n)
        out->id = choose(c, &s, &out->none);
    for (size_t i = 0; i < t->instead.n && !out->id.n && (is_said(&s) || i > 0); i++) {
        struct search other = search_open(c, v, order, item);
        line_read(c, &other, t->instead.at[i]);
        lines_read(c, &other, &lines);
        out->id = choose(c, &other, &out->none);
    }
    if (lost || names_strange_colour(c, &s, &lines))
        out->id = (struct str){0};
    out->choice = choice_text(c, &s, !out->none && is_said(&s));
    if (!out->choice.n)
        out->choice = choice_text(c, &s, false);
}
