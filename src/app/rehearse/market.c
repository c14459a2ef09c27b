/* app/rehearse/market.c - drawing goods and their demand. */
#include "app/rehearse/market.h"
#include "core/rand.h"
#include "core/stat.h"
#include <math.h>

static double near(uint64_t *seed, double mean, double sd) { return mean + sd * stat_draw_normal(seed); }

void season_draw(uint64_t *seed, struct season *x)
{
    double sum = 0;
    x->elasticity = near(seed, -2.2, 0.4);
    x->year = 0.1 + 0.3 * rand_unit(seed);
    x->peak = 365 * rand_unit(seed);
    for (int d = 0; d < 7; d++)
        sum += x->week[d] = exp(near(seed, 0, 0.25));
    for (int d = 0; d < 7; d++)
        x->week[d] *= 7 / sum;
}

void good_draw(uint64_t *seed, const struct season *k, struct good *g)
{
    g->elasticity = fmin(-0.3, near(seed, k->elasticity, 0.4));
    g->lift = 0.2 + 0.5 * rand_unit(seed);
    g->trend = near(seed, 0, 0.0008);
    g->size = 2 + 6 * rand_unit(seed);
    g->lead = 3 + (int)rand_below(seed, 12);
    g->asked = g->price;
    g->stock = ceil(g->rate * 30);
}

double good_mean(const struct season *k, const struct good *g, int64_t day, int64_t t, double price, bool promo)
{
    double season = 1 + k->year * cos(2 * M_PI * ((double)(day % 365) - k->peak) / 365);
    return g->rate * exp(g->trend * (double)t) * k->week[day % 7] * season * pow(price / g->price, g->elasticity) * (promo ? exp(g->lift) : 1);
}

static void receive(struct good *g)
{
    if (g->coming > 0 && --g->wait <= 0) {
        g->stock += g->coming;
        g->coming = 0;
    }
}

/* A careless buyer: he looks only when less than the lead time's sales is left. */
static void reorder(uint64_t *seed, struct good *g)
{
    if (g->coming > 0 || g->stock > g->rate * g->lead)
        return;
    g->coming = ceil(42 * g->rate);
    g->wait = g->lead + (double)stat_draw_poisson(seed, 1.5);
}

void good_restock(uint64_t *seed, struct good *g)
{
    receive(g);
    reorder(seed, g);
}
