/* intelligence/decide/route/route_bound.c - a lower bound and prices by Lagrangian relaxation with cuts.
 *
 * Stock and parcel limits are priced instead of obeyed; the rest falls apart into one small exact problem per
 * order (route_assign). The volume algorithm moves the prices along what the average of its solutions breaks; that
 * average is near the best fractional plan, and cuts that it breaks are priced too.
 * Source: Barahona and Anbil 2000.
 */
#include "intelligence/decide/route/route_relax.h"
#include <math.h>

enum { REDS = 3, SEEK = 15, FIRST_SEEK = 50 }; /* rounds: without a better bound before steps shorten; between looks for cuts */
static const double step_first = 0.1, step_again = 1e-3, step_least = 1e-8; /* of the bound, that a step tries to gain */
static const double longer = 1.1, shorter = 0.66;
static const double newest_first = 0.1, newest_least = 0.005; /* weight of the last solution in the average */

struct ascent {
    struct relax *x;
    double *price, *used, *dir; /* [limits + cuts] tried; what that takes; by how much the average breaks each */
    double gain, newest;
    int reds;
};

/* What the average breaks; a price at zero does not go below. Returns its square. */
static double direction(struct ascent *a)
{
    double norm = 0;
    for (int k = 0; k < a->x->n_limit + a->x->n_cut; k++) {
        double d = a->x->mean[k] - relax_have(a->x, k);
        a->dir[k] = a->x->best[k] <= 0 && d < 0 ? 0 : d;
        norm += a->dir[k] * a->dir[k];
    }
    return norm;
}

static void step(struct ascent *a, double norm)
{
    struct relax *x = a->x;
    int n = x->n_limit + x->n_cut;
    double uphill = 0;
    for (int k = 0; k < n; k++)
        a->price[k] = fmax(0, x->best[k] + a->gain / norm * a->dir[k]);
    double v = relax_value(x, a->price, a->used, a->newest);
    for (int k = 0; k < n; k++)
        uphill += (a->used[k] - relax_have(x, k)) * a->dir[k];
    if (v > x->bound) {
        x->bound = v;
        memcpy(x->best, a->price, (size_t)n * sizeof(double));
        a->reds = 0;
        a->gain *= uphill > 0 ? longer : 1;
    } else if (++a->reds >= REDS) {
        a->reds = 0;
        a->gain *= shorter;
        a->newest = fmax(newest_least, 0.9 * a->newest);
    }
}

void route_bound(struct ctx *c, struct relax *x, int64_t target, int64_t work)
{
    int room = x->n_limit + CUTS_MOST;
    struct ascent a = {.x = x, .price = NEW_ARRAY(c, double, room), .used = NEW_ARRAY(c, double, room),
                       .dir = NEW_ARRAY(c, double, room), .newest = x->rounds ? newest_least : newest_first};
    int64_t stop = x->work + work;
    if (!x->rounds++)
        x->bound = relax_value(x, x->best, a.used, 1);
    double last = x->bound; /* when steps were last made long */
    a.gain = (x->rounds > 1 ? step_again : step_first) * fabs(x->bound) + 1;
    for (; x->work < stop && !(c->gone && c->gone(c)); x->rounds++) {
        int cuts = x->n_cut;
        if (x->rounds >= FIRST_SEEK && x->rounds % SEEK == 0 && route_cuts_find(c, x))
            relax_cuts_mean(x, cuts);
        double norm = direction(&a);
        if (norm <= 0 || (double)target - x->bound < 1)
            return; /* no limit is broken, or no cheaper plan can exist */
        if (a.gain < step_least * x->bound && x->n_cut == cuts) {
            if (x->bound < last * (1 + step_again / 1000))
                return;
            last = x->bound, a.gain = step_again * x->bound, a.newest = newest_least;
        }
        step(&a, norm);
    }
}
