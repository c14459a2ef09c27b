/* intelligence/decide/route_assign.c - one order at given prices: which node sends which parts.
 *
 * An uncapacitated facility location problem on a handful of lines, solved exactly. Where lines move whole:
 * best[set] = min over subsets holding the lowest line of single[subset] + best[rest]. Where a line is cut, the
 * nodes are taken one after the other over states "so many parts of each line still to send".
 */
#include "intelligence/decide/route.h"
#include <math.h>

static double assign_lines(struct route_menu *m)
{
    int sets = 1 << m->n_line, from[STATES], part[STATES];
    double single[STATES], best[STATES], cost[STATES];
    for (int s = 1; s < sets; s++)
        single[s] = INFINITY, from[s] = NO_NODE;
    for (int q = 0; q < m->n_quote; q++) {
        if (isinf(m->open[q]))
            continue;
        cost[0] = m->open[q];
        for (int s = 1; s < sets; s++) {
            cost[s] = cost[s & (s - 1)] + m->price[q * m->n_line + __builtin_ctz((unsigned)s)];
            if (cost[s] < single[s])
                single[s] = cost[s], from[s] = q;
        }
    }
    best[0] = 0;
    for (int s = 1; s < sets; s++) {
        int low = s & -s, rest = s ^ low;
        best[s] = best[rest] + m->miss[__builtin_ctz((unsigned)s)]; /* the lowest line left out */
        part[s] = 0;
        for (int sub = rest;; sub = (sub - 1) & rest) {
            double v = single[sub | low] + best[rest ^ sub];
            if (v < best[s])
                best[s] = v, part[s] = sub | low;
            if (!sub)
                break;
        }
    }
    for (int s = sets - 1; s; s ^= part[s] ? part[s] : s & -s)
        for (int l = 0; l < m->n_line && part[s]; l++)
            if (part[s] >> l & 1)
                m->take[from[part[s]] * m->n_line + l] = 1;
    return best[sets - 1];
}

/* All counts of parts up to `most`: as a packed vector of bytes, as an index, at a price. */
struct counts_of {
    int n;
    uint64_t packed[STATES];
    int index[STATES];
    double price[STATES];
};

static void count_up(const struct route_menu *m, const int *most, const double *first, const double *each, double base,
                     struct counts_of *out)
{
    int radix = 1;
    out->n = 1;
    out->packed[0] = 0, out->index[0] = 0, out->price[0] = base;
    for (int l = 0; l < m->n_line; l++) {
        int have = out->n;
        for (int k = 1; k <= most[l]; k++)
            for (int i = 0; i < have; i++) {
                out->packed[out->n] = out->packed[i] + ((uint64_t)k << (8 * l));
                out->index[out->n] = out->index[i] + k * radix;
                out->price[out->n++] = out->price[i] + k * each[l] + (first ? first[l] : 0);
            }
        radix *= m->parts[l] + 1;
    }
}

static double assign_parts(struct route_menu *m)
{
    static const uint64_t guard = 0x8080808080808080u;
    struct counts_of left, take;
    double best[STATES];
    uint8_t took[MENU_QUOTES][STATES]; /* number in `take` order, per quote and state index */
    count_up(m, m->parts, NULL, m->miss, 0, &left);
    for (int i = 0; i < left.n; i++)
        best[left.index[i]] = left.price[i];
    for (int q = 0; q < m->n_quote; q++) {
        if (isinf(m->open[q]))
            continue;
        const int *room = m->room + q * m->n_line;
        memset(took[q], 0, (size_t)left.n);
        count_up(m, room, m->first + q * m->n_line, m->price + q * m->n_line, m->open[q], &take);
        for (int i = left.n - 1; i > 0; i--) /* from the full state down: smaller ones are still without q */
            for (int t = 1; t < take.n; t++) {
                bool within = (((left.packed[i] | guard) - take.packed[t]) & guard) == guard;
                double v = within ? best[left.index[i] - take.index[t]] + take.price[t] : INFINITY;
                if (v < best[left.index[i]])
                    best[left.index[i]] = v, took[q][left.index[i]] = (uint8_t)t;
            }
    }
    int at = left.index[left.n - 1];
    for (int q = m->n_quote - 1, s = at; q >= 0; q--) {
        if (isinf(m->open[q]) || !took[q][s])
            continue;
        count_up(m, m->room + q * m->n_line, m->first + q * m->n_line, m->price + q * m->n_line, m->open[q], &take);
        for (int l = 0; l < m->n_line; l++)
            m->take[q * m->n_line + l] = (int)(take.packed[took[q][s]] >> (8 * l) & 255);
        s -= take.index[took[q][s]];
    }
    return best[at];
}

/* The price when only quotes a and b (or a alone: b == a) may send; takes are written when `write`. */
static double pair_price(struct route_menu *m, int a, int b, bool write)
{
    double v = 0;
    bool used_a = false, used_b = false;
    for (int l = 0; l < m->n_line; l++) {
        double pa = m->price[a * m->n_line + l], pb = m->price[b * m->n_line + l];
        bool first = pa <= pb;
        double p = first ? pa : pb;
        bool miss = m->miss[l] <= p;
        v += miss ? m->miss[l] : p;
        used_a |= !miss && first;
        used_b |= !miss && !first;
        if (write && !miss)
            m->take[(first ? a : b) * m->n_line + l] = 1;
    }
    return v + (used_a ? m->open[a] : 0) + (used_b ? m->open[b] : 0);
}

/* Too many lines: the best one or two nodes give the takes; each line alone with its share of a parcel the bound. */
static double assign_many(struct route_menu *m)
{
    double bound = 0, best = 0;
    int at = NO_NODE, bt = NO_NODE;
    for (int l = 0; l < m->n_line; l++) {
        double least = m->miss[l];
        for (int q = 0; q < m->n_quote; q++)
            least = fmin(least, m->price[q * m->n_line + l] + m->open[q] / m->n_line);
        bound += least;
        best += m->miss[l];
    }
    for (int a = 0; a < m->n_quote; a++)
        for (int b = a; b < m->n_quote && !isinf(m->open[a]); b++) {
            double v = isinf(m->open[b]) ? INFINITY : pair_price(m, a, b, false);
            if (v < best)
                best = v, at = a, bt = b;
        }
    if (at != NO_NODE)
        pair_price(m, at, bt, true);
    return bound;
}

double route_assign(struct route_menu *m)
{
    memset(m->take, 0, (size_t)m->n_quote * (size_t)m->n_line * sizeof *m->take);
    if (m->n_line > LINES_EXACT)
        return assign_many(m);
    return m->cut ? assign_parts(m) : assign_lines(m);
}

int64_t route_assign_work(const struct route_menu *m)
{
    int64_t quotes = m->n_quote, base = 100 + 12 * quotes * m->n_line;
    if (m->n_line > LINES_EXACT)
        return base + quotes * quotes * m->n_line;
    return base + (m->cut ? quotes * m->states * m->states / 2 : 2 * quotes * m->states + m->states * m->n_line);
}
