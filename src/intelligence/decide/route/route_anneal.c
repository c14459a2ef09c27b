/* intelligence/decide/route/route_anneal.c - a cheap plan by small changes, guided by the bound's prices.
 *
 * Two moves. Ruin: orders that compete for the same things are taken out and put back in another sequence. Chain: an
 * order takes what it wants most, whoever holds it; who lost something does the same, until nobody lost. Scarce
 * things cost what the relaxation says they are worth to the others. Worse plans are accepted with falling
 * probability. Source: Shaw 1998; Schrimpf et al. 2000; Glover 1996 (ejection chains).
 */
#include "core/rand.h"
#include "intelligence/decide/route/route_search.h"
#include <math.h>

enum {
    OUT_MOST = 24,     /* orders changed at once */
    RUIN_MOST = 10,    /* of them by a ruin, and by a chain before it looks for an end */
    CHAIN_MOST = 8,
    HOLDERS_SEEN = 24, /* looked at to find one */
};
static const double chains = 0.7; /* share of the moves */

struct out {
    int order[OUT_MOST], n;
    struct route_plan old[OUT_MOST];
};

static int below(struct search *s, int n)
{
    return n > 0 ? (int)rand_below(&s->seed, (uint64_t)n) : 0;
}

static bool is_out(const struct out *u, int order)
{
    for (int i = 0; i < u->n; i++)
        if (u->order[i] == order)
            return true;
    return false;
}

static void take_out(struct search *s, struct out *u, int order)
{
    route_plan_copy(&u->old[u->n], &s->plan[order]);
    u->order[u->n++] = order;
    search_drop(s, order);
}

static void undo(struct search *s, struct out *u)
{
    for (int i = 0; i < u->n; i++)
        search_drop(s, u->order[i]);
    for (int i = 0; i < u->n; i++)
        search_hold(s, u->order[i], &u->old[i]);
}

/* The order, of a few at random, that regrets most. */
static int regretful(struct search *s)
{
    int best = below(s, s->r->n_order);
    for (int k = below(s, 8); k > 0; k--) {
        int o = below(s, s->r->n_order);
        best = s->regret[o] > s->regret[best] ? o : best;
    }
    return best;
}

/* An order that holds some of this cell; NO_NODE: none found. */
static int holder(struct search *s, const struct out *u, int cell, int most)
{
    int first = s->x->at[cell], n = s->x->at[cell + 1] - first, at = below(s, n);
    for (int k = 0; k < n && k < most; k++, at = at + 1 < n ? at + 1 : 0) {
        int slot = s->x->slots[first + at];
        if (s->hold[slot] > 0 && !is_out(u, s->owner[slot]))
            return s->owner[slot];
    }
    return NO_NODE;
}

static int sender(struct search *s, const struct out *u, int node)
{
    int n = s->n_sender[node], at = below(s, n);
    for (int k = 0; k < n; k++, at = at + 1 < n ? at + 1 : 0)
        if (!is_out(u, s->sender[s->sender_at[node] + at]))
            return s->sender[s->sender_at[node] + at];
    return NO_NODE;
}

/* An order that has what `order` could want: a node's stock of a SKU, or its last parcels. */
static int rival(struct search *s, const struct out *u, int order)
{
    const struct route_menu *m = &s->x->menu[order];
    if (!m->n_quote || !m->n_line)
        return NO_NODE;
    int a = below(s, m->n_quote), b = below(s, m->n_quote), q = a < b ? a : b; /* the cheaper ones are likelier */
    int node = m->of->quote[m->quote[q]].node;
    if (s->left[s->x->n_cell + node] <= 0 && below(s, 2))
        return sender(s, u, node);
    return holder(s, u, m->cell[q * m->n_line + below(s, m->n_line)], HOLDERS_SEEN);
}

/* Take out one order, its rivals, theirs, and so on; put them back in another sequence. */
static void ruin(struct search *s, struct out *u)
{
    int most = 2 + below(s, RUIN_MOST), seq[OUT_MOST];
    struct route_shelf shelf = search_shelf(s, s->left, 1.3 * rand_unit(&s->seed));
    take_out(s, u, regretful(s));
    for (int k = 0; k < 3 * most && u->n < most; k++) {
        int other = rival(s, u, u->order[below(s, u->n)]);
        if (other != NO_NODE)
            take_out(s, u, other);
    }
    for (int i = 0; i < u->n; i++) {
        int k = below(s, i + 1);
        seq[i] = seq[k];
        seq[k] = u->order[i];
    }
    for (int i = 0; i < u->n; i++)
        search_put(s, seq[i], &shelf);
}

/* Take out who holds what is held twice; false: there was no room for all. */
static bool evict(struct search *s, struct out *u, int order)
{
    const struct route_menu *m = &s->x->menu[order];
    const struct route_plan *p = &s->plan[order];
    for (int i = 0; i < p->n; i++) {
        int cell = m->cell[p->piece[i].quote * m->n_line + p->piece[i].line];
        int node = m->of->quote[m->quote[p->piece[i].quote]].node;
        while (s->left[cell] < 0 || s->left[s->x->n_cell + node] < 0) {
            int other = s->left[cell] < 0 ? holder(s, u, cell, INT32_MAX) : sender(s, u, node);
            if (u->n == OUT_MOST || other == NO_NODE)
                return false;
            take_out(s, u, other);
        }
    }
    return true;
}

/* False: the chain did not end. */
static bool chain(struct search *s, struct out *u)
{
    int most = 2 + below(s, CHAIN_MOST), done = 0;
    double weight = 0.6 + 0.6 * rand_unit(&s->seed);
    struct route_shelf loose = search_shelf(s, s->loose, weight), left = search_shelf(s, s->left, weight);
    bool ends = true;
    take_out(s, u, regretful(s));
    for (; ends && done < u->n && u->n < most; done++) {
        search_put(s, u->order[done], &loose);
        search_lock(s, u->order[done], 1);
        ends = evict(s, u, u->order[done]);
    }
    for (int i = 0; i < done; i++)
        search_lock(s, u->order[i], -1);
    for (; done < u->n; done++)
        search_put(s, u->order[done], &left);
    return ends;
}

void route_anneal(struct ctx *c, struct search *s, double heat, struct route_result *best)
{
    struct out u;
    int room = 1;
    for (int i = 0; i < s->r->n_order; i++)
        room = s->x->menu[i].n_quote * s->x->menu[i].n_line > room ? s->x->menu[i].n_quote * s->x->menu[i].n_line : room;
    for (int i = 0; i < OUT_MOST; i++)
        u.old[i].piece = NEW_ARRAY(c, struct route_piece, room);
    double hot = heat * (double)s->cost / s->r->n_order, cold = hot / 100, work = (double)s->work;
    for (int round = 0; s->work > 0 && (double)best->cost - best->bound >= 1; round++) {
        if (round % 256 == 0 && c->gone && c->gone(c))
            return;
        double now = hot * pow(cold / hot, 1 - (double)s->work / work);
        int64_t before = s->cost;
        u.n = 0;
        bool ends = true;
        if (rand_unit(&s->seed) < chains)
            ends = chain(s, &u);
        else
            ruin(s, &u);
        double worse = (double)(s->cost - before);
        if (!ends || (worse > 0 && worse > -now * log(rand_unit(&s->seed) + 1e-300)))
            undo(s, &u);
        else
            search_best(s, best);
    }
}
