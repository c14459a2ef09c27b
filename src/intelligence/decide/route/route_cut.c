/* intelligence/decide/route/route_cut.c - inequalities that every plan obeys and the averaged relaxed solution does not.
 *
 * Flow covers on one SKU of one node: orders C could take u_j each, together S + lambda, more than the stock S. Then
 *   sum over C of x_j + max(0, u_j - lambda) (1 - z_j)  +  sum over L of x_j - (max(u, u_j) - lambda) z_j  <=  S
 * with x_j units, z_j 1 if any, u the largest u_j > lambda in C, L any others. C is the cover that is broken most: a
 * knapsack over what each order lacks of being full. Source: Padberg, Van Roy, Wolsey 1985.
 */
#include "intelligence/decide/route/route_relax.h"
#include <math.h>

enum {
    STOCK_MOST = 64,  /* of a cell that is looked at: with more, single units do not matter */
    SLACK_MOST = 4,   /* lambda */
    TAKERS_MOST = 256, /* orders looked at for one cell */
};
static const double broken_least = 0.04; /* units by which a cut must be broken to be kept */

struct cover {
    int stock, lambda, n;
    int slot[TAKERS_MOST];
    bool in[TAKERS_MOST];
    double lack[TAKERS_MOST]; /* of being full, in units */
};

/* The takers of this cell that could be in a cover. */
static void takers(const struct relax *x, int cell, struct cover *v)
{
    v->n = 0;
    for (int k = x->at[cell]; k < x->at[cell + 1] && v->n < TAKERS_MOST; k++) {
        int s = x->slots[k];
        double full = x->most[s] > v->lambda ? x->most[s] - v->lambda : 0;
        double lack = x->most[s] - x->units[s] - full * (1 - x->any[s]);
        if (!x->most[s] || lack >= v->lambda)
            continue;
        v->slot[v->n] = s;
        v->lack[v->n++] = fmax(lack, 0);
    }
}

/* Choose takers that together could take stock + lambda and lack least; returns by how much the cut is broken. */
static double cover_choose(struct relax *x, struct cover *v)
{
    int want = v->stock + v->lambda;
    double least[STOCK_MOST + SLACK_MOST + 1];
    static const double never = INFINITY;
    bool chosen[TAKERS_MOST][STOCK_MOST + SLACK_MOST + 1];
    least[0] = 0;
    for (int w = 1; w <= want; w++)
        least[w] = never;
    for (int i = 0; i < v->n; i++) {
        int u = x->most[v->slot[i]];
        for (int w = want; w >= 0; w--) {
            chosen[i][w] = w >= u && least[w - u] + v->lack[i] < least[w];
            if (chosen[i][w])
                least[w] = least[w - u] + v->lack[i];
        }
    }
    x->work += v->n * want;
    if (isinf(least[want]))
        return -INFINITY;
    for (int i = v->n - 1, w = want; i >= 0; i--) {
        v->in[i] = chosen[i][w];
        w -= v->in[i] ? x->most[v->slot[i]] : 0;
    }
    return v->lambda - least[want];
}

static bool is_known(const struct relax *x, uint64_t mark)
{
    for (int k = 0; k < x->n_cut; k++)
        if (x->cut[k].mark == mark)
            return true;
    return false;
}

static bool cut_add(struct ctx *c, struct relax *x, int cell, const struct cover *v)
{
    LIST(struct relax_term) terms = {0};
    struct relax_cut cut = {.most = v->stock, .mark = (uint64_t)v->lambda};
    int largest = 0;
    for (int i = 0; i < v->n; i++) {
        int u = x->most[v->slot[i]], over = u > v->lambda ? u - v->lambda : 0;
        if (!v->in[i])
            continue;
        *LIST_ADD(c, &terms) = (struct relax_term){v->slot[i], 1, -over};
        cut.most -= over;
        largest = u > largest ? u : largest;
    }
    if (largest <= v->lambda)
        return false;
    for (int k = x->at[cell]; k < x->at[cell + 1]; k++) {
        int s = x->slots[k], u = x->most[s] > largest ? x->most[s] : largest;
        bool in = !x->most[s];
        for (size_t t = 0; t < terms.n && !in; t++)
            in = terms.at[t].slot == s;
        if (!in && x->units[s] > (u - v->lambda) * x->any[s] + 1e-3)
            *LIST_ADD(c, &terms) = (struct relax_term){s, 1, -(u - v->lambda)};
    }
    for (size_t t = 0; t < terms.n; t++)
        cut.mark += (uint64_t)(terms.at[t].slot + 1) * 0x9e3779b97f4a7c15u; /* odd: sums of different slots differ */
    if (x->n_cut >= CUTS_MOST || is_known(x, cut.mark))
        return false;
    cut.term = arena_array(x->mem, sizeof *cut.term, terms.n), cut.n = (int)terms.n;
    memcpy(cut.term, terms.at, terms.n * sizeof *cut.term);
    x->cut[x->n_cut++] = cut;
    return true;
}

int route_cuts_find(struct ctx *c, struct relax *x)
{
    int found = 0;
    struct cover v;
    for (int cell = 0; cell < x->n_cell; cell++) {
        double units = 0;
        int most = 0;
        v.stock = x->r->stock[cell];
        for (int k = x->at[cell]; k < x->at[cell + 1]; k++) {
            units += x->units[x->slots[k]];
            most = x->most[x->slots[k]] > most ? x->most[x->slots[k]] : most;
        }
        if (!v.stock || v.stock > STOCK_MOST || units < v.stock - 0.9)
            continue;
        for (v.lambda = 1; v.lambda < most && v.lambda <= SLACK_MOST; v.lambda++) {
            takers(x, cell, &v);
            if (cover_choose(x, &v) > broken_least)
                found += cut_add(c, x, cell, &v);
        }
    }
    return found;
}
