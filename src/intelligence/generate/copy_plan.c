/* intelligence/generate/copy_plan.c - which facts are told in which sentence, in what order, within how many words. */
#include "core/rand.h"
#include "intelligence/generate/copy.h"
#include <stdlib.h>

enum { WAYS = 8 };

struct planner {
    struct ctx *c;
    const struct voice *v;
    const struct subject *s;
    struct facts f;     /* heaviest first */
    bool used[128];
    bool wordy;         /* many words are wanted of few facts: shorter sentences, more of them */
    size_t alone[4], n_alone; /* facts of different groups, waiting for one another */
    LIST(struct slot) slots;
};

static int by_weight(const void *a, const void *b)
{
    double d = ((const struct fact *)b)->weight - ((const struct fact *)a)->weight;
    return d > 0 ? 1 : d < 0 ? -1 : str_cmp(((const struct fact *)a)->value, ((const struct fact *)b)->value);
}

static struct telling telling_of(const struct planner *p)
{
    return (struct telling){.v = p->v, .s = p->s};
}

static bool slot_add(struct planner *p, const struct telling *t, enum form f, double worth)
{
    struct slot s = {.ways = phrase_ways(p->c, t, f, WAYS), .worth = worth};
    if (!s.ways.n)
        return false;
    *LIST_ADD(p->c, &p->slots) = s;
    return true;
}

static bool can_be(const struct planner *p, size_t i, enum form f)
{
    struct telling t = telling_of(p);
    return phrase_has(&t, &p->f.at[i], f);
}

/* A sentence of 1..3 facts; where no frame takes them together, one each. */
static void tell(struct planner *p, const size_t *which, size_t n)
{
    struct telling t = telling_of(p);
    double worth = 0;
    bool features = true;
    for (size_t i = 0; i < n; i++) {
        t.about[i] = &p->f.at[which[i]];
        worth += t.about[i]->weight;
        features &= t.about[i]->kind == K_FEATURE;
        p->used[which[i]] = true;
    }
    t.n_about = n;
    if (features && n > 1 && slot_add(p, &t, LIST, worth / (double)n))
        return;
    if (slot_add(p, &t, (enum form)(JOIN1 + n - 1), worth / (double)n) || n == 1)
        return;
    for (size_t i = 0; i < n; i++)
        tell(p, &which[i], 1);
}

static bool stands_alone(const struct fact *f) { return f->kind == K_WHOLE || word_count(f->value) > 9; }

/* The facts of one group, two or three a sentence; one left alone waits for company. */
static void tell_group(struct planner *p, enum group g)
{
    size_t pick[3], n = 0, most = p->wordy ? 1 + rand_below(&p->c->seed, 2) : 2 + rand_below(&p->c->seed, 2);
    for (int pass = 0; pass < 2; pass++) {
        for (size_t i = 0; i < p->f.n; i++) {
            const struct fact *f = &p->f.at[i];
            bool noun = f->kind == K_FEATURE;
            if (p->used[i] || f->group != g || (g == G_FEATURE && noun != (pass == 0)) || (g != G_FEATURE && pass))
                continue;
            if (stands_alone(f) || (!can_be(p, i, VERB) && !can_be(p, i, NOUN))) {
                tell(p, &i, 1);
                continue;
            }
            pick[n++] = i;
            if (n == most) {
                tell(p, pick, n);
                n = 0;
            }
        }
        if (n == 1 && p->f.at[pick[0]].kind != K_FEATURE && !p->wordy) {
            p->alone[p->n_alone++] = pick[0];
            p->used[pick[0]] = true;
        } else if (n)
            tell(p, pick, n);
        n = 0;
        if (p->n_alone == 2) {
            p->n_alone = 0;
            tell(p, p->alone, 2);
        }
    }
}

static const char *audience_must(const struct voice *v)
{
    return str_eq(v->audience, STR("gift-givers")) ? "gift" : v->audience.n ? "aud" : NULL;
}

/* The first sentence takes the two heaviest facts that can stand in it. */
static void open_with(struct planner *p)
{
    struct telling t = telling_of(p);
    size_t pick[2], n = 0;
    t.first = true;
    t.must = p->v->tiny ? NULL : p->v->told.n ? "q" : audience_must(p->v);
    for (size_t i = 0; i < p->f.n && n < (p->v->tiny ? 1 : 2); i++)
        if (!p->used[i] && !stands_alone(&p->f.at[i]) && !p->f.at[i].in_title && p->f.at[i].group != G_CARE &&
            can_be(p, i, VERB) &&
            (p->f.at[i].group != G_FEATURE || n == 0) && word_count(p->f.at[i].value) < 8)
            pick[n++] = i;
    for (size_t i = 0; i < p->f.n && !n && !p->v->tiny; i++) /* a long statement alone, where there is nothing short */
        if (!p->used[i] && (p->f.at[i].kind == K_DOES || p->f.at[i].kind == K_CAN) && word_count(p->f.at[i].value) < 26)
            pick[n++] = i;
    for (; n + 1 > 0; n--) {
        for (size_t i = 0; i < n; i++)
            t.about[i] = &p->f.at[pick[i]];
        t.n_about = n;
        if (slot_add(p, &t, (enum form)(OPEN0 + n), 9) || n == 0)
            break;
    }
    for (size_t i = 0; i < n; i++)
        p->used[pick[i]] = true;
    if (p->slots.n)
        p->slots.at[0].fixed = true;
}

/* ---- words ---- */

static size_t shortest(const struct strs *ways)
{
    size_t best = SIZE_MAX;
    for (size_t i = 0; i < ways->n; i++) {
        size_t n = word_count(ways->at[i]);
        best = n < best ? n : best;
    }
    return best;
}
static size_t longest(const struct strs *ways)
{
    size_t best = 0;
    for (size_t i = 0; i < ways->n; i++) {
        size_t n = word_count(ways->at[i]);
        best = n > best ? n : best;
    }
    return best;
}
static size_t total(const struct plan *p, size_t (*of)(const struct strs *))
{
    size_t n = 0;
    for (size_t i = 0; i < p->n; i++)
        n += of(&p->at[i].ways);
    return n;
}

static void slot_drop(struct plan *p, size_t i)
{
    for (p->n--; i < p->n; i++)
        p->at[i] = p->at[i + 1];
}

static size_t least_worth(const struct plan *p)
{
    size_t best = SIZE_MAX;
    for (size_t i = 0; i < p->n; i++)
        if (!p->at[i].fixed && (best == SIZE_MAX || p->at[i].worth < p->at[best].worth))
            best = i;
    return best;
}

/* Take away the longest (or shortest) way of the slot whose ways differ most; false: all slots have one way. */
static bool trim_way(struct plan *p, bool long_ones)
{
    size_t best = SIZE_MAX, spread = 0;
    for (size_t i = 0; i < p->n; i++) {
        size_t d = longest(&p->at[i].ways) - shortest(&p->at[i].ways);
        if (p->at[i].ways.n > 1 && d > spread) {
            spread = d;
            best = i;
        }
    }
    if (best == SIZE_MAX)
        return false;
    struct strs *w = &p->at[best].ways;
    size_t bound = long_ones ? longest(w) : shortest(w);
    for (size_t i = 0; i < w->n; i++)
        if (word_count(w->at[i]) == bound) {
            w->at[i] = w->at[--w->n];
            break;
        }
    return true;
}

static void fit_words(struct plan *p)
{
    while (p->max && total(p, shortest) + 2 * p->n > p->max && p->n > 1 && total(p, shortest) > p->max) {
        size_t i = least_worth(p);
        if (i == SIZE_MAX)
            break;
        slot_drop(p, i);
    }
    while (p->max && (total(p, longest) + total(p, shortest)) / 2 > p->max && p->n > 1) {
        size_t i = least_worth(p);
        size_t without = i == SIZE_MAX ? 0 : total(p, longest) - longest(&p->at[i].ways);
        if (i == SIZE_MAX || without < p->min)
            break;
        slot_drop(p, i);
    }
    while (p->max && total(p, longest) > p->max && trim_way(p, true))
        ;
    while (total(p, shortest) < p->min && total(p, longest) > p->min && trim_way(p, false))
        ;
}

/* ---- the plan ---- */

static void weigh(struct planner *p)
{
    struct strs words = str_split(p->c, p->v->query, ' ');
    for (size_t i = 0; i < p->f.n; i++) {
        struct fact *f = &p->f.at[i];
        for (size_t k = 0; k < words.n; k++)
            f->weight += words.at[k].n > 2 && (has_word(f->value, words.at[k]) || has_word(f->label, words.at[k])) ? 1 : 0;
        f->weight -= f->in_title ? .5 : 0;
        f->weight += p->v->tone == TECHNICAL && (f->group == G_TECH || f->group == G_WORK || f->group == G_SIZE) ? .3 : 0;
        f->weight += .08 * rand_unit(&p->c->seed);
    }
}

/* What the title says already is told again only where there is little else. */
static void drop_titled(struct planner *p)
{
    size_t fresh = 0, n = 0;
    for (size_t i = 0; i < p->f.n; i++)
        fresh += !p->f.at[i].in_title;
    for (size_t i = 0; i < p->f.n; i++)
        if (!p->f.at[i].in_title || fresh < 3)
            p->f.at[n++] = p->f.at[i];
    p->f.n = n;
}

static void order_groups(struct planner *p)
{
    enum group order[G_SKIP];
    size_t n = 0;
    for (size_t i = 0; i < p->f.n; i++) {
        bool seen = p->used[i] || p->f.at[i].group == G_CARE;
        for (size_t k = 0; k < n; k++)
            seen |= order[k] == p->f.at[i].group;
        if (!seen)
            order[n++] = p->f.at[i].group;
    }
    for (size_t i = 0; i < n; i++)
        tell_group(p, order[i]);
    if (p->n_alone)
        tell(p, p->alone, p->n_alone);
    p->n_alone = 0;
}

static void paragraphs(struct plan *p)
{
    size_t words = 0, half = (total(p, shortest) + total(p, longest)) / 4;
    for (size_t i = 0; i < p->n && half > 30; i++) {
        if (words >= half && i > 1) {
            p->at[i].paragraph = true;
            return;
        }
        words += longest(&p->at[i].ways);
    }
}

void plan_make(struct ctx *c, const struct voice *v, const struct subject *s, const struct facts *f, size_t min, size_t max,
               struct plan *out)
{
    struct planner p = {.c = c, .v = v, .s = s};
    p.f.n = f->n < 128 ? f->n : 128;
    p.f.at = NEW_ARRAY(c, struct fact, p.f.n + 1);
    for (size_t i = 0; i < p.f.n; i++)
        p.f.at[i] = f->at[i];
    weigh(&p);
    drop_titled(&p);
    qsort(p.f.at, p.f.n, sizeof *p.f.at, by_weight);
    p.wordy = min > 20 + 7 * p.f.n;
    open_with(&p);
    order_groups(&p);
    struct telling t = telling_of(&p);
    if (v->tone != TECHNICAL && v->channel != MARKETPLACE && (p.f.n < 5 || min > 60 || rand_below(&c->seed, 10) < 6))
        for (int i = 0; i < (p.wordy ? 3 : 1); i++)
            slot_add(&p, &t, SCENE, .5 - .1 * i);
    tell_group(&p, G_CARE);
    if (p.n_alone)
        tell(&p, p.alone, p.n_alone);
    t.must = v->told.n ? audience_must(v) : NULL; /* one of the two is in the first sentence */
    if (slot_add(&p, &t, CLOSE, t.must ? 2 : .3) && t.must)
        p.slots.at[p.slots.n - 1].fixed = true;
    *out = (struct plan){.at = p.slots.at, .n = p.slots.n, .min = min, .max = max};
    t = telling_of(&p);
    t.first = true;
    out->spare = (struct slot){.ways = phrase_ways(c, &t, OPEN0, WAYS), .worth = 9};
    fit_words(out);
    if (max && out->n && shortest(&out->at[0].ways) > max)
        out->at[0].ways = out->spare.ways; /* only the name fits, or nothing does */
    paragraphs(out);
}
