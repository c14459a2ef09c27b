/* intelligence/generate/copy_choose.c - one way of each slot: as a grammar for a model, or by chance; and which text reads best. */
#include "core/rand.h"
#include "intelligence/generate/copy.h"
#include <ctype.h>

static void literal(struct ctx *c, struct buf *b, struct str s)
{
    buf_byte(c, b, '"');
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] == '\n')
            buf_add(c, b, STR("\\n"));
        else {
            if (s.p[i] == '"' || s.p[i] == '\\')
                buf_byte(c, b, '\\');
            buf_byte(c, b, s.p[i]);
        }
    buf_byte(c, b, '"');
}

static struct str between(const struct slot *s, size_t i)
{
    return !i ? STR("") : s->paragraph ? STR("\n\n") : STR(" ");
}

struct str plan_grammar(struct ctx *c, const struct plan *p)
{
    struct buf b = {0};
    buf_add(c, &b, STR("root ::="));
    for (size_t i = 0; i < p->n; i++)
        buf_fmt(c, &b, " s%zu", i);
    buf_byte(c, &b, '\n');
    for (size_t i = 0; i < p->n; i++) {
        buf_fmt(c, &b, "s%zu ::= ", i);
        if (i) {
            literal(c, &b, between(&p->at[i], i));
            buf_byte(c, &b, ' ');
        }
        buf_byte(c, &b, '(');
        for (size_t k = 0; k < p->at[i].ways.n; k++) {
            buf_add(c, &b, k ? STR(" | ") : STR(""));
            literal(c, &b, p->at[i].ways.at[k]);
        }
        buf_add(c, &b, STR(")\n"));
    }
    return buf_str(&b);
}

struct str plan_pick(struct ctx *c, const struct plan *p)
{
    struct buf b = {0};
    for (size_t i = 0; i < p->n; i++) {
        buf_add(c, &b, between(&p->at[i], i));
        buf_add(c, &b, p->at[i].ways.at[rand_below(&c->seed, p->at[i].ways.n)]);
    }
    return str_copy(c, buf_str(&b));
}

static void way_drop(struct strs *w, size_t k)
{
    w->at[k] = w->at[--w->n];
}

/* The same words are refused wherever else they stand, so those ways go too. */
bool plan_forbid(struct plan *p, struct str text, int64_t from, int64_t to)
{
    bool any = false;
    struct str words = from >= 0 && from < to && (size_t)to <= text.n ? str_part(text, (size_t)from, (size_t)to)
        : (struct str){0};
    for (size_t i = 0; i < p->n; i++) {
        struct strs *w = &p->at[i].ways;
        bool here = false;
        for (size_t k = 0; k < w->n; k++) {
            size_t at = str_find(text, w->at[k], 0);
            here |= at != SIZE_MAX && (int64_t)at < to && (int64_t)(at + w->at[k].n) > from;
        }
        for (size_t k = 0; here && k < w->n; k++)
            if (has_word(w->at[k], words) || str_find(text, w->at[k], 0) != SIZE_MAX) {
                any = true;
                way_drop(w, k--);
            }
    }
    for (size_t i = 0; i < p->n; i++)
        if (!p->at[i].ways.n) {
            p->n--;
            for (size_t k = i; k < p->n; k++)
                p->at[k] = p->at[k + 1];
            i--;
        }
    return any;
}

bool plan_reopen(struct ctx *c, struct plan *p)
{
    struct slot *at = NEW_ARRAY(c, struct slot, p->n + 1);
    at[0] = p->spare;
    at[0].fixed = true;
    for (size_t i = 0; i < p->n; i++)
        at[i + 1] = p->at[i];
    p->at = at;
    p->n++;
    p->spare = (struct slot){0};
    return true;
}

/* ---- how it reads ---- */

static const char *const ordinary[] = {"the", "and", "with", "for", "from", "that", "this", "its", "you", "your",
    "are", "has", "have", "when", "into", "them", "they", "it"};

static bool is_ordinary(struct str w)
{
    for (size_t i = 0; i < sizeof ordinary / sizeof *ordinary; i++)
        if (str_eq_case(w, str_z(ordinary[i])))
            return true;
    return w.n < 3;
}

static double repeats(struct ctx *c, struct str text)
{
    struct strs w = str_split(c, str_replace(c, str_lower(c, text), STR("\n"), STR(" ")), ' ');
    double bad = 0;
    for (size_t i = 0; i < w.n; i++)
        while (w.at[i].n && strchr(",.:;!?", w.at[i].p[w.at[i].n - 1]))
            w.at[i].n--;
    for (size_t i = 0; i + 1 < w.n; i++)
        for (size_t k = i + 1; k + 1 < w.n; k++) {
            bool one = str_eq(w.at[i], w.at[k]), two = one && str_eq(w.at[i + 1], w.at[k + 1]);
            bad += two ? .5 : one && !is_ordinary(w.at[i]) ? .15 : 0;
        }
    return bad;
}

double text_score(struct ctx *c, struct str text)
{
    struct strs s = sentence_split(c, text);
    double score = -repeats(c, text);
    for (size_t i = 0; i < s.n; i++) {
        struct str first = str_part(s.at[i], 0, str_find(s.at[i], STR(" "), 0) == SIZE_MAX ? s.at[i].n
            : str_find(s.at[i], STR(" "), 0));
        size_t n = word_count(s.at[i]);
        for (size_t k = 0; k < i; k++)
            if (str_starts(s.at[k], first))
                score -= k + 1 == i ? 1.2 : .5;
        score -= n > 32 ? .06 * (double)(n - 32) : 0;
        score -= n < 4 ? .3 : 0;
        score -= (double)str_has(s.at[i], STR(": ")) * .35;
        size_t ands = 0;
        for (size_t at = str_find(s.at[i], STR(" and "), 0); at != SIZE_MAX; at = str_find(s.at[i], STR(" and "), at + 1))
            ands++;
        score -= ands > 2 ? .4 * (double)(ands - 2) : 0;
        size_t withs = 0;
        for (size_t at = str_find(s.at[i], STR(" with "), 0); at != SIZE_MAX; at = str_find(s.at[i], STR(" with "), at + 1))
            withs++;
        score -= withs > 1 ? .5 * (double)(withs - 1) : 0;
    }
    return score;
}
