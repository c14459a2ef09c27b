/* intelligence/answer/search/search_bend.c - with which weight would what visitors took have stood highest?
 *
 * Sources  Joachims, Swaminathan, Schnabel 2017: a choice counts one over the chance that its place is looked at, so that what is
 *          shown first is not preferred for being first. Ranks are compared and not scores: a weight that only spreads scores
 *          wins nothing, and choices at random, whoever makes them, speak for no weight.
 */
#include "intelligence/answer/search/search_bend.h"
#include <math.h>
#include <stdlib.h>

enum { STEPS = 20 /* to either side */ };
static const float bend_most = 1, holds = 12; /* holds: visitors' strength needed to bend all the way */
static const float strongest = 2;             /* gain that counts as one visitor's all */

/* Discounted gain of the chosen, where words weigh exp(b). */
static float worth_of(const struct bend_choice *k, float b)
{
    float scale = expf(b), above = 1;
    const struct search_hit *d = &k->list[k->chosen];
    float own = scale * (d->score - d->stands) + d->stands;
    for (uint32_t i = 0; i < k->n; i++) {
        const struct search_hit *o = &k->list[i];
        above += i != k->chosen && scale * (o->score - o->stands) + o->stands > own;
    }
    return 1 / log2f(above + 1);
}

/* What all would gain by b, each visitor's part kept within one, less what a change has to be worth. */
static float gain_all(const struct bend_choice *at, size_t n, float b)
{
    float all = -holds * fabsf(b) / bend_most;
    for (size_t i = 0; i < n;) {
        float own = 0;
        uint32_t visitor = at[i].visitor;
        for (; i < n && at[i].visitor == visitor; i++)
            own += at[i].weight * (worth_of(&at[i], b) - worth_of(&at[i], 0));
        all += fmaxf(-1, fminf(own / strongest, 1));
    }
    return all;
}

float bend_fit(const struct bend_choice *at, size_t n)
{
    float best = 0, most = 0;
    for (int i = -STEPS; i <= STEPS; i++) {
        float b = bend_most * (float)i / STEPS, gain = gain_all(at, n, b);
        if (gain > most)
            most = gain, best = b;
    }
    return best;
}

/* ---- lists that choices were made from ------------------------------------------------------------ */

static int by_asked(const void *a, const void *b)
{
    const uint32_t *x = a, *y = b;
    return x[1] != y[1] ? (x[1] < y[1] ? 1 : -1) : x[0] > y[0] ? 1 : x[0] < y[0] ? -1 : 0;
}

/* The queries that most visitors asked, as lists of hits; NULL of the others. */
static struct search_hits **lists_of(struct ctx *c, const struct search_index *x, const struct search_mind *mind, struct search_room *room)
{
    const struct search_learnt *l = mind->learnt;
    struct search_hits **list = (struct search_hits **)NEW_ARRAY(c, struct search_hits *, l->queries.n + 1);
    uint32_t (*order)[2] = (uint32_t (*)[2])NEW_ARRAY(c, uint32_t, 2 * l->queries.n + 2);
    for (size_t q = 0; q < l->queries.n; q++)
        order[q][0] = (uint32_t)q, order[q][1] = l->start[q + 1] > l->start[q] ? l->asked[q] : 0;
    qsort(order, l->queries.n, sizeof *order, by_asked);
    for (size_t i = 0; i < l->queries.n && i < BEND_QUERIES && order[i][1]; i++) {
        struct search_asked a;
        search_ask(c, x, l->queries.text[order[i][0]], (struct str){0}, NULL, &a);
        struct search_more more = {.meant = a.code == TERM_NONE ? meaning_ask(c, mind->m, a.query) : NULL};
        if (!more.meant)
            continue;
        list[order[i][0]] = NEW(c, struct search_hits);
        search_rank(c, x, room, &a, &more, BEND_SHOWN, list[order[i][0]]);
    }
    return list;
}

static bool choice_of(const struct search_choice *k, struct search_hits *const *list, struct bend_choice *out)
{
    const struct search_hits *h = list[k->query];
    *out = (struct bend_choice){.visitor = k->visitor, .weight = k->weight};
    for (uint32_t i = 0; h && i < h->n; i++)
        if (h->at[i].doc == k->doc) {
            out->list = h->at, out->n = (uint32_t)h->n, out->chosen = i;
            return true;
        }
    return false;
}

struct bend search_bend(struct ctx *c, const struct search_index *x, const struct search_mind *mind, struct search_room *room)
{
    const struct search_learnt *l = mind->learnt;
    struct bend out = {0};
    size_t n = 0;
    if (!mind->m || !mind->m->set || !l || !l->n_choice)
        return out;
    struct search_hits **list = lists_of(c, x, mind, room);
    struct bend_choice *at = NEW_ARRAY(c, struct bend_choice, l->n_choice);
    for (size_t i = 0; i < l->n_choice; i++)
        if (choice_of(&l->choice[i], list, &at[n])) {
            out.visitors += !n || at[n - 1].visitor != at[n].visitor;
            n++;
        }
    for (size_t q = 0; q < l->queries.n; q++)
        out.queries += list[q] != NULL;
    out.bend = bend_fit(at, n);
    return out;
}
