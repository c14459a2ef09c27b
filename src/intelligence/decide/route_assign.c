/* intelligence/decide/route_assign.c - one order at given prices: which node sends which parts.
 *
 * An uncapacitated facility location problem on a handful of lines, solved exactly: the nodes are taken one after
 * the other over states "so many parts of each line are dealt with".
 */
#include "intelligence/decide/route_menu.h"
#include <math.h>

struct states_of {
    double best[STATES];
    uint8_t from[STATES]; /* the state that the parcel was added to */
};

/* Add up to `room` parts of a line; `step` is the distance between states that differ by one part of it. */
static void line_add(struct states_of *at, int states, int step, int parts, int room, double first, double each)
{
    int span = step * (parts + 1);
    for (int base = 0; base < states; base += span)
        for (int has = parts; has > 0; has--) /* from above: what is below is still without this line */
            for (int k = 1; k <= has && k <= room; k++) {
                double v = first + k * each;
                for (int s = base + has * step, to = s - k * step, end = s + step; s < end; s++, to++)
                    if (at->best[to] + v < at->best[s])
                        at->best[s] = at->best[to] + v, at->from[s] = at->from[to];
            }
}

static double assign_parts(struct route_menu *m)
{
    double best[STATES];
    uint8_t from[MENU_QUOTES][STATES]; /* [quote][state]: the state before that quote's parcel */
    struct states_of with;
    best[0] = 0;
    for (int l = 0, step = 1; l < m->n_line; step *= m->parts[l] + 1, l++)
        for (int s = step; s < step * (m->parts[l] + 1); s++)
            best[s] = best[s - step] + m->miss[l];
    for (int q = 0; q < m->n_quote; q++) {
        if (isinf(m->open[q]))
            continue;
        for (int s = 0; s < m->states; s++)
            with.best[s] = best[s] + m->open[q], with.from[s] = (uint8_t)s;
        for (int l = 0, step = 1, k = q * m->n_line; l < m->n_line; step *= m->parts[l] + 1, l++, k++)
            line_add(&with, m->states, step, m->parts[l], m->room[k], m->first[k], m->price[k]);
        for (int s = 0; s < m->states; s++) {
            bool better = with.best[s] < best[s];
            best[s] = better ? with.best[s] : best[s];
            from[q][s] = better ? with.from[s] : (uint8_t)s;
        }
    }
    for (int q = m->n_quote - 1, s = m->states - 1; q >= 0; q--) {
        if (isinf(m->open[q]))
            continue;
        int before = from[q][s];
        for (int l = 0, step = 1; l < m->n_line; step *= m->parts[l] + 1, l++)
            m->take[q * m->n_line + l] = (s / step - before / step) % (m->parts[l] + 1);
        s = before;
    }
    return best[m->states - 1];
}

/* The price when only quotes a and b (or a alone: b == a) may send; takes are written when `write`. */
static double pair_price(struct route_menu *m, int a, int b, bool write)
{
    double v = 0;
    bool used_a = false, used_b = false;
    for (int l = 0; l < m->n_line; l++) {
        int at_a = a * m->n_line + l, at_b = b * m->n_line + l;
        double pa = m->room[at_a] ? m->price[at_a] : INFINITY, pb = m->room[at_b] ? m->price[at_b] : INFINITY;
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
            if (m->room[q * m->n_line + l])
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
    return m->n_line > LINES_EXACT ? assign_many(m) : assign_parts(m);
}

int64_t route_assign_work(const struct route_menu *m)
{
    int64_t quotes = m->n_quote, base = 100 + 12 * quotes * m->n_line;
    return base + (m->n_line > LINES_EXACT ? quotes * quotes * m->n_line : quotes * m->states * (m->n_line + 2));
}
