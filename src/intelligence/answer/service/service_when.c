/* intelligence/answer/service/service_when.c - conditions and doubts by their words in six languages. */
#include "intelligence/answer/service/service_when.h"
#include <ctype.h>
#include <math.h>
#include <stdlib.h>

enum { DENY_BEFORE = 3, DENY_AFTER = 5 };

#define TABLE "intelligence/answer/service/service_when.def"
#include "intelligence/answer/service/service_table.h"

static struct service_words part(const struct service_words *w, size_t from, size_t to)
{
    return (struct service_words){w->at + from, to > from ? to - from : 0};
}

/* The first word of the earliest fit of any of the patterns, the longest of those; SIZE_MAX: none. */
static size_t earliest(const struct service_words *w, enum words k, size_t *end)
{
    size_t best = SIZE_MAX, to = 0;
    for (const char *p = patterns[k]; p; p = service_pattern_next(p)) {
        size_t e, at = service_match(w, 0, p, &e);
        if (at != SIZE_MAX && (at < best || (at == best && e > to)))
            best = at, to = e;
    }
    *end = to;
    return best;
}

/* "sí" and "sì" are no "si". */
static bool is_accented_yes(const struct service_word *x) { return !strcmp(x->folded, "si") && x->text.n > 2; }

static size_t condition_at(const struct service_words *w, size_t *end)
{
    static const char *const tags[] = {"en", "de", "fr", "es", "it", "nl"};
    struct str language = service_language(w);
    size_t best = SIZE_MAX;
    for (int l = 0; l < 6; l++) {
        size_t e, at = !language.n || str_eq(language, str_z(tags[l])) ? earliest(w, (enum words)(W_condition_en + l), &e) : SIZE_MAX;
        if (at != SIZE_MAX && at < best && !is_accented_yes(&w->at[at]))
            best = at, *end = e;
    }
    return best;
}

static struct str text_of(struct ctx *c, const struct service_words *w, size_t from, size_t to)
{
    if (from >= to)
        return (struct str){0};
    const char *a = w->at[from].text.p, *b = w->at[to - 1].text.p + w->at[to - 1].text.n;
    while (from > 0 && a > w->at[from - 1].text.p + w->at[from - 1].text.n && (a[-1] == '#' || a[-1] == '"'))
        a--;
    return str_copy(c, (struct str){a, (size_t)(b - a)});
}

/* The first number of the words, as "40", "39.95"; NAN: none. */
static double number_in(struct ctx *c, const struct service_words *w)
{
    for (size_t i = 0; i < w->n; i++) {
        struct str s = w->at[i].text;
        size_t digits = 0;
        for (size_t k = 0; k < s.n; k++)
            digits += isdigit((unsigned char)s.p[k]) > 0;
        if (digits && digits == s.n)
            return strtod(str_copy(c, s).p, NULL);
    }
    return NAN;
}

/* What the words of the condition say; *end: after the words that say it. */
static enum service_tie tie_of(const struct service_words *w, bool inverse, size_t *end)
{
    static const struct { enum words words; enum service_tie tie; } kinds[] = {
        {W_several, TIE_SEVERAL}, {W_unsent, TIE_UNSENT}, {W_gone, TIE_GONE}, {W_refused, TIE_REFUSED}, {W_upto, TIE_PRICE}, {W_over, TIE_OVER}, {W_there, TIE_THERE}};
    if (inverse)
        return earliest(w, W_sent, end) != SIZE_MAX ? TIE_UNSENT : TIE_UNKNOWN;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (earliest(w, kinds[i].words, end) != SIZE_MAX)
            return kinds[i].tie;
    return TIE_UNKNOWN;
}

static void price_of(struct ctx *c, const struct service_words *w, struct service_when *out)
{
    out->limit = number_in(c, w);
    out->difference = has(w, W_difference);
    if (isnan(out->limit) && out->tie == TIE_PRICE && has(w, W_paid))
        out->limit = 0, out->difference = true;
    if (isnan(out->limit) && out->tie == TIE_PRICE)
        out->tie = TIE_UNKNOWN;
}

/* After the comma, else after the words that were understood. */
static size_t then_from(const struct service_words *w, size_t from, size_t end)
{
    size_t after = end > from ? end - 1 : from;
    for (size_t i = after; i + 1 < w->n; i++)
        if (w->at[i].pause)
            return i + 1;
    return end;
}

void service_when_of(struct ctx *c, struct str clause, struct service_when *out)
{
    struct service_words w = service_words_of(c, clause);
    size_t first = 0, at = condition_at(&w, &first), end = 0;
    *out = (struct service_when){.tie = TIE_NONE, .main = clause, .limit = NAN};
    if (at == SIZE_MAX)
        return;
    struct service_words test = part(&w, at, w.n);
    bool inverse = earliest(&test, W_inverse, &end) == 0, otherwise = earliest(&test, W_otherwise, &end) == 0;
    size_t begin = otherwise ? end : 0;
    out->tie = otherwise ? TIE_REFUSED : tie_of(&test, inverse, &end);
    if (otherwise && begin < test.n) { /* "if not available, …" says more than "if not, …" */
        size_t e;
        enum service_tie more = tie_of(&test, inverse, &e);
        if ((more == TIE_GONE || more == TIE_UNSENT || more == TIE_REFUSED) && e > begin)
            out->tie = more, end = e;
    }
    price_of(c, &test, out);
    size_t then = otherwise && end == begin ? begin : then_from(&test, 0, end);
    bool bound = out->tie == TIE_PRICE && at > 0; /* what stands after a bound is its number, and unit */
    out->main = text_of(c, &w, 0, at);
    out->then = bound ? (struct str){0} : text_of(c, &test, then, test.n);
    if (!out->then.n && out->main.n && (out->tie == TIE_GONE || out->tie == TIE_REFUSED || out->tie == TIE_OVER))
        out->then = out->main, out->main = (struct str){0};
    if (out->tie == TIE_UNSENT || out->tie == TIE_THERE || (out->tie == TIE_PRICE && !bound)) { /* the wish, on a condition */
        if (!out->main.n)
            out->main = out->then;
        else if (out->then.n && service_words_of(c, out->then).n > 4)
            out->tie = TIE_UNKNOWN;
        out->then = (struct str){0};
    }
    struct service_words t = service_words_of(c, out->then);
    out->nothing = out->then.n && has(&t, W_nothing);
}

/* ---- doubts --------------------------------------------------------------------------------------- */

static bool is_longer(const struct service_words *w, size_t i)
{
    for (size_t k = i + 1; k < w->n && k <= i + 3; k++) {
        struct service_words one = part(w, k, k + 1);
        if (has(&one, W_longer))
            return true;
    }
    return i > 0 && has(&(struct service_words){w->at + i - 1, 1}, W_longer);
}

/* "do not cancel", "ich will nicht stornieren": a denial close before the deed, or after it in the same clause. */
static bool is_denied(const struct service_words *w, size_t at)
{
    for (size_t i = at; i-- > 0 && at - i <= DENY_BEFORE && !w->at[i].pause && !w->at[i].end;) {
        struct service_words one = part(w, i, i + 1), two = part(w, i, i + 2 < w->n ? i + 2 : w->n);
        if ((has(&one, W_deny) && !is_longer(w, i)) || has(&two, W_never))
            return true;
    }
    for (size_t i = at; i + 1 < w->n && i < at + DENY_AFTER && !w->at[i].pause && !w->at[i].end; i++) {
        struct service_words one = part(w, i + 1, i + 2);
        if (has(&one, W_after) && !is_longer(w, i + 1))
            return true;
    }
    return false;
}

bool service_doubts(struct ctx *c, struct str clause, struct str intent)
{
    struct service_words w = service_words_of(c, clause);
    bool back = str_eq(intent, STR("return")) || str_eq(intent, STR("refund")) || str_eq(intent, STR("damaged")) || str_eq(intent, STR("replace"));
    if (has(&w, W_wonder) || has(&w, W_weigh) || (back && has(&w, W_dearer)))
        return true;
    for (size_t at, end, from = 0; from < w.n && (at = service_intent_at(&w, from, intent, &end)) != SIZE_MAX; from = at + 1)
        if (is_denied(&w, at) && !has(&(struct service_words){w.at + at, 1}, W_deny))
            return true;
    return false;
}

bool service_bounds(struct ctx *c, struct str clause)
{
    struct service_words w = service_words_of(c, clause);
    return has(&w, W_bound);
}

bool service_turns(struct ctx *c, struct str message)
{
    struct service_words w = service_words_of(c, message);
    return has(&w, W_instead);
}

bool service_adds(struct ctx *c, struct str message)
{
    struct service_words w = service_words_of(c, message);
    return has(&w, W_also) && !has(&w, W_instead);
}

bool service_denies(struct ctx *c, struct str clause, struct str intent)
{
    struct service_words w = service_words_of(c, clause);
    size_t end, at = service_intent_at(&w, 0, intent, &end);
    for (size_t i = 0; at != SIZE_MAX && i < at; i++) {
        struct service_words one = part(&w, i, i + 1);
        if (has(&one, W_deny) && !is_longer(&w, i))
            return true;
    }
    return false;
}
