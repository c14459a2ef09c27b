/* intelligence/decide/route/route_assign.c - one order at given prices: which node sends which parts.
 *
 * An uncapacitated facility location problem on a handful of lines, solved exactly: the nodes are taken one after
 * the other over states "so many parts of each line are dealt with".
 */
#include "intelligence/decide/route/route_menu.h"
#include <math.h>

/* Add up to `room` parts of a line to each state; `step` is the distance of states that differ by one part of it. */
static void line_add(double *best, int states, int step, int parts, int room, double first, double each)
{
    for (int base = 0; base < states; base += step * (parts + 1))
        for (int has = parts; has > 0; has--) /* from above: what is below is still without this line */
            for (int k = 1; k <= has && k <= room; k++) {
                double v = first + k * each, *to = best + base + has * step;
                const double *of = to - k * step;
                for (int i = 0; i < step; i++)
                    to[i] = of[i] + v < to[i] ? of[i] + v : to[i];
            }
}

static void steps(const struct route_menu *m, int *step)
{
    for (int l = 0, at = 1; l < m->n_line; at *= m->parts[l] + 1, l++)
        step[l] = at;
}

/* Which parts of quote q lead from `before` to the price `best` of state s; returns the state they start from. */
static int parcel_find(struct route_menu *m, int q, const double *before, int s)
{
    int step[LINES_EXACT], take[LINES_EXACT] = {0}, from = s, found = s, n = m->n_line, l = 0;
    double v = m->open[q], least = INFINITY;
    steps(m, step);
    while (l < n) { /* count through all that q could send */
        const int k = q * n + l, has = s / step[l] % (m->parts[l] + 1);
        if (take[l] < has && take[l] < m->room[k]) {
            v += m->price[k] + (take[l]++ ? 0 : m->first[k]);
            from -= step[l];
            l = 0;
            if (before[from] + v < least) {
                least = before[from] + v, found = from;
                memcpy(m->take + q * n, take, (size_t)n * sizeof(int));
            }
        } else {
            v -= take[l] * m->price[k] + (take[l] ? m->first[k] : 0);
            from += take[l] * step[l];
            take[l++] = 0;
        }
    }
    return found;
}

/* Fill best[n][s]: the least price of dealing with the parts of state s by the first n quotes. */
static void prices_fill(struct route_menu *m, double best[][STATES])
{
    double with[STATES];
    size_t size = (size_t)m->states * sizeof(double);
    best[0][0] = 0;
    for (int l = 0, step = 1; l < m->n_line; step *= m->parts[l] + 1, l++)
        for (int s = step; s < step * (m->parts[l] + 1); s++)
            best[0][s] = best[0][s - step] + m->miss[l];
    for (int q = 0; q < m->n_quote; q++) {
        if (isinf(m->open[q])) {
            memcpy(best[q + 1], best[q], size);
            continue;
        }
        for (int s = 0; s < m->states; s++)
            with[s] = best[q][s] + m->open[q];
        m->work += 3 * m->states;
        for (int l = 0, step = 1, k = q * m->n_line; l < m->n_line; step *= m->parts[l] + 1, l++, k++) {
            m->work += m->room[k] * m->states;
            line_add(with, m->states, step, m->parts[l], m->room[k], m->first[k], m->price[k]);
        }
        for (int s = 0; s < m->states; s++)
            best[q + 1][s] = with[s] < best[q][s] ? with[s] : best[q][s];
    }
}

static double assign_parts(struct route_menu *m)
{
    double best[MENU_QUOTES + 1][STATES];
    prices_fill(m, best);
    for (int q = m->n_quote - 1, s = m->states - 1; q >= 0; q--)
        if (best[q + 1][s] < best[q][s])
            s = parcel_find(m, q, best[q], s);
    return best[m->n_quote][m->states - 1];
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
    int slots = m->n_quote * m->n_line;
    memset(m->take, 0, (size_t)slots * sizeof *m->take);
    m->work += 60 + 6 * slots + (m->n_line > LINES_EXACT ? m->n_quote * slots : 0);
    return m->n_line > LINES_EXACT ? assign_many(m) : assign_parts(m);
}

struct near {
    struct route_menu *m;
    double (*best)[STATES];
    int step[LINES_EXACT], n, most, *takes;
};

/* List what the first q quotes may do about state s for at most `budget`; the others' takes stand in the menu. */
static void near_list(struct near *x, int q, int s, double budget)
{
    struct route_menu *m = x->m;
    int n = m->n_line, slots = n * m->n_quote, from = s;
    if (x->n == x->most)
        return;
    if (!q) {
        memcpy(x->takes + (ptrdiff_t)x->n++ * slots, m->take, (size_t)slots * sizeof(int));
        return;
    }
    if (x->best[q - 1][s] <= budget)
        near_list(x, q - 1, s, budget);
    double v = m->open[q - 1];
    for (int l = 0, k = (q - 1) * n; l < n && v < INFINITY && x->best[q][s] <= budget;) { /* count through its takes */
        int has = s / x->step[l] % (m->parts[l] + 1);
        m->work += 4;
        if (m->take[k + l] < has && m->take[k + l] < m->room[k + l]) {
            v += m->price[k + l] + (m->take[k + l]++ ? 0 : m->first[k + l]);
            from -= x->step[l];
            l = 0;
            if (x->best[q - 1][from] + v <= budget)
                near_list(x, q - 1, from, budget - v);
        } else {
            v -= m->take[k + l] * m->price[k + l] + (m->take[k + l] ? m->first[k + l] : 0);
            from += m->take[k + l] * x->step[l];
            m->take[k + l++] = 0;
        }
    }
}

int route_assign_near(struct route_menu *m, double slack, int most, int *takes)
{
    double best[MENU_QUOTES + 1][STATES];
    struct near x = {.m = m, .best = best, .most = most, .takes = takes};
    if (m->n_line > LINES_EXACT)
        return 0;
    memset(m->take, 0, (size_t)(m->n_quote * m->n_line) * sizeof *m->take);
    steps(m, x.step);
    prices_fill(m, best);
    near_list(&x, m->n_quote, m->states - 1, best[m->n_quote][m->states - 1] + slack);
    return x.n;
}
