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

/* Looking now and then, a position from r + 1 to r + q falls by d before it is seen, to r + j - d for j up to d; the sums
 * are over those that order. */
static double service_seen(const struct stock *s, int64_t r, int64_t q)
{
    double sum = 0, all = 0;
    for (int64_t d = 1; d < (int64_t)s->cycle.n; d++) {
        int64_t m = d < q ? d : q;
        double lasts = (double)m - spread_loss(&s->lead, r + 1 - d) + spread_loss(&s->lead, r + 1 - d + m);
        sum += s->cycle.pmf[d] * lasts, all += s->cycle.pmf[d] * (double)m;
    }
    return all > 0 ? sum / all : 1;
}

static double service(const struct stock *s, int64_t r, int64_t q)
{
    if (!(s->review > 0))
        return spread_cdf(&s->lead, r);
    return s->cycle.n ? service_seen(s, r, q) : spread_cdf(&s->ends, r + 1);
}

/* Mean net stock when an order arrives; looked at now and then it was seen late. */
static double safety(const struct stock *s, int64_t r, int64_t q)
{
    double sum = 0, all = 0;
    if (!(s->review > 0))
        return (double)r - s->lead.mean;
    for (int64_t d = 1; d < (int64_t)s->cycle.n; d++) {
        double m = (double)(d < q ? d : q);
        sum += s->cycle.pmf[d] * m * ((m + 1) / 2 - (double)d), all += s->cycle.pmf[d] * m;
    }
    return (double)r + (all > 0 ? sum / all : half(&s->held) - s->cycle.mean / 2) - s->lead.mean;
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
    return fill(s, r, q) >= s->fill && (!(s->service > 0) || service(s, r, q) >= s->service);
}

/* The least that meets the targets, which both rise with r; looked for outwards from `near`, the last one found. */
static int64_t least_reorder(const struct stock *s, int64_t q, int64_t near)
{
    int64_t most = spread_quantile(&s->ends, 1 - 1e-12) + 1, high = near < most ? near : most, low = high, step = 1;
    for (; high < most && !is_enough(s, high, q); step *= 2)
        low = high, high = high + step < most ? high + step : most;
    for (; low == high && low >= -q; step *= 2)
        if (low = high - step, low >= -q && is_enough(s, low, q))
            high = low;
    while (high - low > 1) {
        int64_t r = low + (high - low) / 2;
        *(is_enough(s, r, q) ? &high : &low) = r;
    }
    return high;
}

static bool has_target(const struct stock *s) { return s->service > 0 || s->fill > 0; }

static int64_t reorder(const struct stock *s, int64_t q, int64_t *near)
{
    int64_t r = s->penalty > 0 ? cheapest_reorder(s, q) : INT64_MIN;
    if (has_target(s) || !(s->penalty > 0)) {
        *near = least_reorder(s, q, *near);
        r = r > *near ? r : *near;
    }
    if (s->most == INT64_MAX)
        return r;
    int64_t room = stock_ceiling(s, s->rate / orders(s, q)) - q;
    return r < room ? r : room;
}

static double cost_of(const struct stock *s, int64_t packs)
{
    int64_t near = 0;
    return cost(s, reorder(s, packs * s->pack, &near), packs * s->pack);
}

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

/* How far below its goals a policy stays that shelf life holds down. */
static double lack(const struct stock *s, int64_t r, int64_t q)
{
    if (s->most == INT64_MAX || !has_target(s))
        return 0;
    double served = s->service > 0 ? s->service - service(s, r, q) : 0;
    return fmax(0, fmax(served, s->fill - fill(s, r, q)));
}

static struct merit merit_of(const struct stock *s, int64_t packs, int64_t *near)
{
    int64_t q = packs * s->pack, r = reorder(s, q, near);
    return (struct merit){lack(s, r, q), cost(s, r, q)};
}

bool merit_better(struct merit a, struct merit b)
{
    return a.lack < b.lack - 1e-9 || (a.lack <= b.lack + 1e-9 && a.cost < b.cost);
}

/* A jagged cost: wide steps first, then every size near the best. Exact where the range is below 400 packs. */
static int64_t search(const struct stock *s, int64_t first, int64_t last)
{
    struct merit best = {INFINITY, INFINITY}, one;
    int64_t at = first, stride = 1, near = 0;
    for (int64_t n = first; n <= last; n += stride) {
        if (one = merit_of(s, n, &near), merit_better(one, best))
            best = one, at = n;
        stride = n - first < 400 ? 1 : 1 + (n - first) / 40;
        if (!(best.lack > 0) && 0.25 * s->holding * (double)(n * s->pack - 1) > best.cost) /* stock alone costs more from here on */
            break;
    }
    int64_t around = at - first < 400 ? 0 : 1 + (at - first) / 40, fine = 1 + around / 100, centre = at;
    for (int64_t n = centre - around; around && n <= centre + around && n <= last; n += fine)
        if (one = merit_of(s, n, &near), merit_better(one, best))
            best = one, at = n;
    return at;
}

void rq_solve(const struct stock *s, struct plan *out)
{
    int64_t first = s->least / s->pack, last = s->most == INT64_MAX ? INT64_C(1000000000000) : s->most / s->pack;
    bool smooth = !has_target(s) && s->penalty > 0 && !(s->review > 0) && s->most == INT64_MAX;
    int64_t q = s->pack * (smooth ? bisect(s, first, last) : search(s, first, last)), near = 0, r = reorder(s, q, &near);
    *out = (struct plan){r, q, r + q, cost(s, r, q), service(s, r, q), fill(s, r, q), safety(s, r, q), 0};
    if (s->most != INT64_MAX)
        out->waste = stock_waste(s, r + q, s->rate / orders(s, q));
}

/* ---- what keeps for a time only ------------------------------------------------------------------ */

static double left_of(const struct stock *s, double y) /* of so many, when the newest is too old */
{
    int64_t low = (int64_t)floor(y);
    double part = y - (double)low, loss = spread_loss(&s->keeps, low);
    loss += part > 0 ? part * (spread_loss(&s->keeps, low + 1) - loss) : 0;
    return fmax(0, y - s->keeps.mean + loss);
}

double stock_waste(const struct stock *s, int64_t y, double q) { return (left_of(s, (double)y) - left_of(s, (double)y - q)) / q; }

int64_t stock_ceiling(const struct stock *s, double q)
{
    int64_t low = -1, high = spread_quantile(&s->keeps, 1 - 1e-12) + (int64_t)q + 1; /* low is allowed, high is not */
    while (high - low > 1) {
        int64_t y = low + (high - low) / 2;
        *(stock_waste(s, y, q) <= s->waste ? &low : &high) = y;
    }
    return low > s->least ? low : s->least; /* the smallest order, where there is nothing */
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

static int64_t whole_packs(const struct stock *s, int64_t order) /* so many or the next allowed */
{
    order = order < s->least ? s->least : order;
    return (order + s->pack - 1) / s->pack * s->pack;
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
    return y < 0 ? 0 : y;
}

int64_t season_order(const struct stock *s, int64_t up, int64_t position)
{
    if (position >= up)
        return 0;
    int64_t high = whole_packs(s, up - position), low = high - s->pack, order = 0;
    double best = leftover(s, position);
    if (has_target(s))
        return high;
    if (low >= s->least && s->fixed + leftover(s, position + low) < best)
        order = low, best = s->fixed + leftover(s, position + low);
    return s->fixed + leftover(s, position + high) < best ? high : order;
}

static int64_t season_reorder(const struct stock *s, int64_t up) /* at and below it an order pays for itself */
{
    int64_t low = -1, high = up;
    while (!season_order(s, up, low) && low > -INT64_C(1000000000000))
        high = low, low = 2 * low - 1;
    while (high - low > 1) {
        int64_t y = low + (high - low) / 2;
        *(season_order(s, up, y) ? &low : &high) = y;
    }
    return low;
}

void season_solve(const struct stock *s, struct plan *out)
{
    int64_t up = season_level(s), order = season_order(s, up, 0);
    *out = (struct plan){season_reorder(s, up), order, up, leftover(s, order) + (order ? s->fixed : 0), spread_cdf(&s->held, order),
                         season_fill(s, order), (double)order - s->held.mean, 0};
}

/* ---- today ----------------------------------------------------------------------------------- */

int64_t stock_order(const struct stock *s, const struct plan *p, int64_t position)
{
    if (position > p->reorder)
        return 0;
    int64_t short_of = p->up_to - position, order = short_of;
    if (p->quantity > 0)
        order = p->quantity * ((p->reorder - position) / p->quantity + 1);
    int64_t most = s->most == INT64_MAX ? INT64_MAX : s->most + (position < 0 ? -position : 0); /* what is owed goes at once */
    order = whole_packs(s, order);
    if (order > most)
        order = most / s->pack * s->pack;
    return order < s->least ? 0 : order;
}
