/* intelligence/decide/route_assign.c - one order at given prices: which node ships which line.
 *
 * An uncapacitated facility location problem on a handful of lines, solved exactly by a dynamic program
 * over sets of lines: best[set] = min over subsets holding the lowest line of single[subset] + best[rest].
 */
#include "intelligence/decide/route.h"
#include <math.h>

enum { SETS = 1 << LINES_EXACT };

/* single[set]: the cheapest one parcel with just these lines; from[set]: whose. */
static void singles(const struct route_order *o, const double *price, const double *open, double *single, int *from)
{
    int sets = 1 << o->n_line;
    double sum[SETS];
    for (int s = 1; s < sets; s++)
        single[s] = INFINITY, from[s] = NO_NODE;
    for (int q = 0; q < o->n_quote; q++) {
        const double *p = price + (size_t)q * (size_t)o->n_line;
        sum[0] = open[q];
        for (int s = 1; s < sets; s++) {
            sum[s] = sum[s & (s - 1)] + p[__builtin_ctz((unsigned)s)];
            if (sum[s] < single[s])
                single[s] = sum[s], from[s] = q;
        }
    }
}

static double assign_exact(const struct route_order *o, const double *price, const double *open, const double *miss, int *pick)
{
    int sets = 1 << o->n_line;
    double single[SETS], best[SETS];
    int from[SETS], cut[SETS];
    singles(o, price, open, single, from);
    best[0] = 0;
    for (int s = 1; s < sets; s++) {
        int low = s & -s, rest = s ^ low;
        best[s] = best[rest] + miss[__builtin_ctz((unsigned)s)]; /* the lowest line left out */
        cut[s] = 0;
        for (int sub = rest;; sub = (sub - 1) & rest) {
            double v = single[sub | low] + best[rest ^ sub];
            if (v < best[s])
                best[s] = v, cut[s] = sub | low;
            if (!sub)
                break;
        }
    }
    for (int s = sets - 1; s;) {
        int part = cut[s] ? cut[s] : s & -s;
        for (int l = 0; l < o->n_line; l++)
            if (part >> l & 1)
                pick[l] = cut[s] ? from[cut[s]] : NO_NODE;
        s ^= part;
    }
    return best[sets - 1];
}

/* Too many lines: each line alone with its share of the parcel gives a bound; greedy gives the picks. */
static double assign_greedy(const struct route_order *o, const double *price, const double *open, const double *miss, int *pick)
{
    double bound = 0;
    for (int l = 0; l < o->n_line; l++) {
        double least = miss[l], greedy = miss[l];
        pick[l] = NO_NODE;
        for (int q = 0; q < o->n_quote; q++) {
            double p = price[(size_t)q * (size_t)o->n_line + (size_t)l];
            bool is_open = false;
            for (int k = 0; k < l; k++)
                is_open |= pick[k] == q;
            double share = is_open ? 0 : open[q] / (o->n_line - l);
            least = fmin(least, p + open[q] / o->n_line);
            if (p + share < greedy)
                greedy = p + share, pick[l] = q;
        }
        bound += least;
    }
    return bound;
}

double route_assign(const struct route_order *o, const double *price, const double *open, const double *miss, int *pick)
{
    return o->n_line <= LINES_EXACT ? assign_exact(o, price, open, miss, pick)
                                    : assign_greedy(o, price, open, miss, pick);
}
