/* intelligence/model/pick.c - few tokens are allowed: weigh them all; many: weigh the likeliest that fit. */
#include "intelligence/model/pick.h"
#include "core/rand.h"
#include <float.h>
#include <math.h>
#include <stdlib.h>

enum { LIKELY = 64, LIKELY_MORE = 4096, RECENT = 64 };

static void add(struct options *o, int32_t token, float logit)
{
    o->at[o->n++] = (struct option_token){token, isfinite(logit) ? logit : -FLT_MAX, 0};
}

static double log_total(const float *logits, int32_t n)
{
    float most = -FLT_MAX;
    double sum = 0;
    for (int32_t i = 0; i < n; i++)
        most = logits[i] > most ? logits[i] : most;
    for (int32_t i = 0; i < n; i++)
        sum += (double)expf(logits[i] - most);
    return (double)most + log(sum);
}

static void add_end(const struct llm_vocab *v, const float *logits, struct options *o)
{
    float best = -FLT_MAX;
    for (int32_t i = 0; i < v->n_end; i++)
        best = logits[v->end[i]] > best ? logits[v->end[i]] : best;
    add(o, TOKEN_END, best);
}

static int by_logit(const void *a, const void *b)
{
    const struct option_token *x = a, *y = b;
    return x->logit != y->logit ? (x->logit < y->logit) - (x->logit > y->logit) : (x->token > y->token) - (x->token < y->token);
}

/* Keep the `most` largest: a heap with the least on top. */
static void sift(struct option_token *heap, size_t n, size_t i)
{
    for (size_t k; (k = 2 * i + 1) < n; i = k) {
        k += k + 1 < n && by_logit(&heap[k + 1], &heap[k]) > 0;
        if (by_logit(&heap[i], &heap[k]) > 0)
            return;
        struct option_token t = heap[i];
        heap[i] = heap[k];
        heap[k] = t;
    }
}

static void likeliest(const struct llm_vocab *v, const float *logits, size_t most, struct options *o)
{
    for (int32_t i = 0; i < v->n; i++) {
        if (!v->piece[i].n || (o->n == most && logits[i] <= o->at[0].logit))
            continue;
        if (o->n < most) {
            add(o, i, logits[i]);
            if (o->n == most)
                for (size_t k = most / 2; k-- > 0;)
                    sift(o->at, most, k);
        } else {
            o->at[0] = (struct option_token){i, logits[i], 0};
            sift(o->at, most, 0);
        }
    }
}

/* The likeliest that the grammar lets pass; further down the list only where none does. */
static void add_likely(struct ctx *c, const struct llm_vocab *v, const struct pick_rule *rule, uint32_t place, const float *logits,
                       struct options *o)
{
    static const size_t most[] = {LIKELY, LIKELY_MORE, SIZE_MAX};
    size_t ends = o->n; /* the end stands first, if it may come */
    for (size_t i = 0; i < 3 && o->n == ends; i++) {
        size_t room = most[i] < (size_t)v->n ? most[i] : (size_t)v->n;
        struct options all = {.at = NEW_ARRAY(c, struct option_token, room)};
        struct option_token *at = NEW_ARRAY(c, struct option_token, room + ends);
        memcpy(at, o->at, ends * sizeof *at);
        o->at = at;
        likeliest(v, logits, room, &all);
        for (size_t k = 0; k < all.n; k++)
            if (!rule->map || token_fits(rule->map, place, all.at[k].token))
                add(o, all.at[k].token, all.at[k].logit);
        if (ends && i == 0)
            break; /* to end is always a way */
    }
}

static void punish(struct options *o, const struct tokens *recent, double by)
{
    size_t from = recent->n > RECENT ? recent->n - RECENT : 0;
    for (size_t i = 0; i < o->n; i++)
        for (size_t k = from; k < recent->n; k++)
            if (recent->at[k] == o->at[i].token) {
                o->at[i].logit = (float)(o->at[i].logit > 0 ? o->at[i].logit / by : o->at[i].logit * by);
                break;
            }
}

/* Probabilities among what may come, the tail beyond top_p cut off. */
static void weigh(struct options *o, double temperature, double top_p)
{
    double sum = 0, kept = 0;
    size_t n = 0;
    qsort(o->at, o->n, sizeof *o->at, by_logit);
    for (size_t i = 0; i < o->n; i++)
        sum += o->at[i].p = temperature > 0 ? exp((double)(o->at[i].logit - o->at[0].logit) / temperature) : i == 0;
    while (n < o->n && (n == 0 || kept < top_p * sum))
        kept += o->at[n++].p;
    o->n = n;
    for (size_t i = 0; i < n; i++)
        o->at[i].p /= kept;
}

void pick_options(struct ctx *c, const struct llm_vocab *v, const struct pick_rule *rule, uint32_t place, const float *logits,
                  const struct tokens *recent, struct options *out)
{
    const struct allowed *a = rule->map ? token_allowed(rule->map, place) : NULL;
    *out = (struct options){.at = NEW_ARRAY(c, struct option_token, (a && !a->is_wide ? (size_t)a->n : 0) + 1),
                            .total = log_total(logits, v->n)};
    if (!rule->map || grammar_may_end(rule->map->grammar, place))
        add_end(v, logits, out);
    if (a && !a->is_wide)
        for (int32_t i = 0; i < a->n; i++)
            add(out, a->token[i], logits[a->token[i]]);
    else
        add_likely(c, v, rule, place, logits, out);
    if (!rule->map && rule->repeat > 1)
        punish(out, recent, rule->repeat);
    weigh(out, rule->temperature, rule->top_p);
}

const struct option_token *pick_one(const struct options *o, uint64_t *seed)
{
    double left = rand_unit(seed);
    for (size_t i = 0; i + 1 < o->n; i++)
        if ((left -= o->at[i].p) < 0)
            return &o->at[i];
    return &o->at[o->n - 1];
}
