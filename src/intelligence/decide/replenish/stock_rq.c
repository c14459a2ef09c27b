/* intelligence/decide/replenish/stock_rq.c - the exact (r,Q) policy, one-season orders, and the size of today's order.
 *
 * Under (r,Q) the position is equally likely anywhere from r + 1 to r + Q, so every cost is a difference of two
 * loss2 values. Without side conditions the best cost for Q falls, then rises (Federgruen & Zheng 1992): a
 * bisection finds the optimum. With them the cost is jagged, and is searched.
 */
#include "intelligence/decide/replenish/stock.h"
#include <math.h>

static double half(const struct spread *s) { return s->n ? 0.5 : 0; } /* whole positions; a normal's are any */

static double orders(const struct stock *s, int64_t q) /* orders per period */
{
    if (!(s->review > 0))
        return s->rate / (double)q;
    return (s->cycle.mean - spread_loss(&s->cycle, q)) / ((double)q * s->review);
}

static double backorders(const struct spread *d, int64_t r, int64_t q)
{
    return (spread_loss2(d, r) - spread_loss2(d, r + q)) / (double)q;
}

static double cost(const struct stock *s, int64_t r, int64_t q)
{
    double back = backorders(&s->held, r, q), net = (double)r + (double)q / 2 + half(&s->held) - s->held.mean;
    return s->fixed * orders(s, q) + s->holding * (net + back) + s->penalty * back;
}

static double fill(const struct stock *s, int64_t r, int64_t q)
{
    if (!(s->rate > 0))
        return 1;
    if (!(s->review > 0))
        return 1 - (spread_loss(&s->lead, r) - spread_loss(&s->lead, r + q)) / (double)q;
    return 1 - (backorders(&s->ends, r, q) - backorders(&s->lead, r, q)) / (s->rate * s->review);
}

/* Looking now and then, the position may fall below r before it is seen: r must last until the next arrival. */
static double service(const struct stock *s, int64_t r)
{
    return s->review > 0 ? spread_cdf(&s->ends, r + 1) : spread_cdf(&s->lead, r);
}

/* What the position y adds to the cost; for a normal, the positions from y - 1 to y. */
static double cell(const struct stock *s, int64_t y)
{
    double back = spread_loss2(&s->held, y - 1) - spread_loss2(&s->held, y);
    return s->holding * ((double)y - 0.5 + half(&s->held) - s->held.mean) + (s->holding + s->penalty) * back;
}

static int64_t cheapest_reorder(const struct stock *s, int64_t q)
{
    int64_t best = spread_quantile(&s->held, s->penalty / (s->penalty + s->holding));
    int64_t low = best - q - 3, high = best + 1; /* the least r whose next position up is not cheaper */
    while (high - low > 1) {
        int64_t r = low + (high - low) / 2;
        if (cell(s, r + q + 1) >= cell(s, r + 1))
            high = r;
        else
            low = r;
    }
    return high;
}

static bool is_enough(const struct stock *s, int64_t r, int64_t q)
{
    return service(s, r) >= s->service && fill(s, r, q) >= s->fill;
}

static int64_t least_reorder(const struct stock *s, int64_t q) /* that meets the targets; both rise with r */
{
    int64_t high = spread_quantile(&s->ends, 1 - 1e-12) + 1, low = -q - 1;
    while (high - low > 1) {
        int64_t r = low + (high - low) / 2;
        if (is_enough(s, r, q))
            high = r;
        else
            low = r;
    }
    return high;
}

static bool has_target(const struct stock *s) { return s->service > 0 || s->fill > 0; }

static int64_t reorder(const struct stock *s, int64_t q)
{
    int64_t r = s->penalty > 0 ? cheapest_reorder(s, q) : INT64_MIN;
    if (has_target(s) || !(s->penalty > 0)) {
        int64_t least = least_reorder(s, q);
        r = r > least ? r : least;
    }
    return s->ceiling != INT64_MAX && r > s->ceiling - q ? s->ceiling - q : r;
}

static double cost_of(const struct stock *s, int64_t packs) { return cost(s, reorder(s, packs * s->pack), packs * s->pack); }

/* The cost falls, then rises: the first number of packs whose successor is no better. */
static int64_t bisect(const struct stock *s, int64_t first, int64_t last)
{
    int64_t step = 1, low = first - 1;
    while (low + step < last && cost_of(s, low + step + 1) < cost_of(s, low + step)) {
        low += step;
        step *= 2;
    }
    int64_t high = low + step < last ? low + step : last;
    while (high - low > 1) {
        int64_t n = low + (high - low) / 2;
        if (cost_of(s, n + 1) < cost_of(s, n))
            low = n;
        else
            high = n;
    }
    return high;
}

/* A jagged cost: wide steps first, then every size near the best. Exact where the range is below 400 packs. */
static int64_t search(const struct stock *s, int64_t first, int64_t last)
{
    double best = cost_of(s, first);
    int64_t at = first, stride = 1;
    for (int64_t n = first; n <= last; n += stride) {
        double one = cost_of(s, n);
        if (one < best)
            best = one, at = n;
        stride = n - first < 400 ? 1 : 1 + (n - first) / 40;
        if (0.25 * s->holding * (double)(n * s->pack - 1) > best) /* stock alone costs more from here on */
            break;
    }
    int64_t around = at - first < 400 ? 0 : 1 + (at - first) / 40, fine = 1 + around / 100, centre = at;
    for (int64_t n = centre - around; around && n <= centre + around && n <= last; n += fine)
        if (cost_of(s, n) < best)
            best = cost_of(s, n), at = n;
    return at;
}

void rq_solve(const struct stock *s, struct plan *out)
{
    int64_t first = s->least / s->pack, last = s->most == INT64_MAX ? INT64_C(1000000000000) : s->most / s->pack;
    bool smooth = !has_target(s) && s->penalty > 0 && !(s->review > 0) && s->ceiling == INT64_MAX;
    int64_t q = s->pack * (smooth ? bisect(s, first, last) : search(s, first, last)), r = reorder(s, q);
    *out = (struct plan){r, q, r + q, cost(s, r, q), service(s, r), fill(s, r, q), 0};
    out->safety = (double)r - s->lead.mean;
    if (s->review > 0) /* seen late by half a review's demand, on average */
        out->safety = (double)r + half(&s->held) - s->lead.mean - s->cycle.mean / 2;
}

/* ---- one season ------------------------------------------------------------------------------ */

static double leftover(const struct stock *s, int64_t y)
{
    double loss = spread_loss(&s->held, y);
    return s->holding * ((double)y - s->held.mean + loss) + s->penalty * loss;
}

static double season_fill(const struct stock *s, int64_t y)
{
    return s->held.mean > 0 ? 1 - spread_loss(&s->held, y) / s->held.mean : 1;
}

static int64_t season_level(const struct stock *s)
{
    double ratio = s->penalty > 0 ? s->penalty / (s->penalty + s->holding) : 0;
    int64_t y = ratio > 0 ? spread_quantile(&s->held, ratio) : 0;
    if (ratio > 0 && y > 0 && leftover(s, y - 1) < leftover(s, y)) /* a normal's optimum lies between */
        y--;
    if (s->service > 0 && y < spread_quantile(&s->held, s->service))
        y = spread_quantile(&s->held, s->service);
    int64_t low = y - 1, high = spread_quantile(&s->held, 1 - 1e-12);
    while (s->fill > 0 && high - low > 1) {
        int64_t middle = low + (high - low) / 2;
        *(season_fill(s, middle) >= s->fill ? &high : &low) = middle;
    }
    y = s->fill > 0 && y < high ? high : y;
    return y < 0 ? 0 : y > s->ceiling ? s->ceiling : y;
}

void season_solve(const struct stock *s, struct plan *out)
{
    int64_t up = season_level(s), low = -1, high = up; /* below the reorder point an order pays for itself */
    while (high - low > 1) {
        int64_t y = low + (high - low) / 2;
        bool pays = has_target(s) || leftover(s, y) > s->fixed + leftover(s, up);
        *(pays ? &low : &high) = y;
    }
    *out = (struct plan){low, 0, up, fmin(leftover(s, up) + s->fixed, leftover(s, 0)), spread_cdf(&s->held, up),
                         season_fill(s, up), (double)up - s->held.mean};
}

/* ---- today ----------------------------------------------------------------------------------- */

int64_t stock_order(const struct stock *s, const struct plan *p, int64_t position)
{
    if (position > p->reorder)
        return 0;
    int64_t short_of = p->up_to - position, order = short_of;
    if (p->quantity > 0)
        order = p->quantity * ((p->reorder - position) / p->quantity + 1);
    int64_t room = s->ceiling == INT64_MAX ? INT64_MAX : s->ceiling - position;
    int64_t most = s->most == INT64_MAX ? INT64_MAX : s->most + (position < 0 ? -position : 0);
    order = order < s->least ? s->least : order;
    order = (order + s->pack - 1) / s->pack * s->pack;
    int64_t cap = room < most ? room : most;
    if (order > cap)
        order = cap / s->pack * s->pack;
    return order < s->least ? 0 : order;
}
