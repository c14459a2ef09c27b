/* intelligence/decide/route/route_bound.c - a lower bound and prices by Lagrangian relaxation with cuts.
 *
 * Stock and parcel limits are priced instead of obeyed; the rest falls apart into one small exact problem per
 * order (route_assign). The average of its solutions is near the best fractional plan (Barahona and Anbil 2000);
 * cuts that it breaks are priced too.
 */
#include "intelligence/decide/route/route_relax.h"
#include <math.h>

struct ascent {
    struct relax *x;
    double *price, *used, *dir; /* [limits + cuts] where we stand; what the priced solution takes; where to go */
};

enum { STALE = 10, SEEK = 25, FIRST_SEEK = 80 }; /* rounds: without a better bound before steps shorten; between looks for cuts */
static const double keep = 0.6; /* share of the last direction that is kept: damps zigzag */

/* Violation, deflected by the last direction; a price at zero does not go below. Returns its square. */
static double direction(struct ascent *a)
{
    double norm = 0;
    for (int k = 0; k < a->x->n_limit + a->x->n_cut; k++) {
        double d = a->used[k] - relax_have(a->x, k) + keep * a->dir[k];
        a->dir[k] = a->price[k] <= 0 && d < 0 ? 0 : d;
        norm += a->dir[k] * a->dir[k];
    }
    return norm;
}

static void back_to_best(struct ascent *a)
{
    size_t n = (size_t)(a->x->n_limit + a->x->n_cut);
    memcpy(a->price, a->x->best, n * sizeof(double));
    memset(a->dir, 0, n * sizeof(double));
}

void route_bound(struct ctx *c, struct relax *x, int64_t target, int64_t work)
{
    int room = x->n_limit + CUTS_MOST, stale = 0;
    struct ascent a = {x, NEW_ARRAY(c, double, room), NEW_ARRAY(c, double, room), NEW_ARRAY(c, double, room)};
    double pace = 1;
    int64_t stop = x->work + work;
    back_to_best(&a);
    for (int round = 1; x->work < stop && pace > 1e-4 && !(c->gone && c->gone(c)); round++) {
        double v = relax_value(x, a.price, a.used);
        stale = v > x->bound + 1e-6 * fabs(v) ? 0 : stale + 1;
        if (v > x->bound) {
            x->bound = v;
            memcpy(x->best, a.price, (size_t)(x->n_limit + x->n_cut) * sizeof(double));
        }
        if (round >= FIRST_SEEK && round % SEEK == 0 && route_cuts_find(c, x))
            pace = fmax(pace, 0.2); /* new prices have a way to go */
        if (stale >= STALE) {
            pace *= 0.6;
            stale = 0;
            back_to_best(&a);
            continue;
        }
        double norm = direction(&a);
        if (norm <= 0 || (double)target - x->bound < 1)
            return; /* no limit is violated, or no cheaper plan can exist */
        double step = pace * fmax((double)target - v, 1e-4 * (double)target) / norm;
        for (int k = 0; k < x->n_limit + x->n_cut; k++)
            a.price[k] = fmax(0, a.price[k] + step * a.dir[k]);
    }
}
