/* intelligence/decide/price/together.c - how many orders would hold two items by chance alone. */
#include "intelligence/decide/price/together.h"
#include <math.h>

enum { ROUNDS = 100 };

static double chance_of(const struct together *t, size_t i, int s)
{
    double odds = t->love[i] * t->pull[s];
    return odds / (1 + odds);
}

static double items_fit(struct together *t, const int64_t *each) /* returns how far the worst was off */
{
    double off = 0;
    for (size_t i = 0; i < t->n; i++) {
        double sum = 0;
        for (int s = 1; s <= TOGETHER_MOST; s++)
            sum += t->orders[s] > 0 ? t->orders[s] * chance_of(t, i, s) : 0;
        if (!(sum > 0))
            continue;
        off = fmax(off, fabs((double)each[i] / sum - 1));
        t->love[i] = fmin(1e9, t->love[i] * (double)each[i] / sum); /* in every order: no odds are enough */
    }
    return off;
}

static void sizes_fit(struct together *t)
{
    for (int s = 1; s <= TOGETHER_MOST; s++) {
        double sum = 0;
        for (size_t i = 0; t->orders[s] > 0 && i < t->n; i++)
            sum += chance_of(t, i, s);
        if (sum > 0)
            t->pull[s] = fmin(1e9, t->pull[s] * s / sum);
    }
}

/* An order of s items has s (s - 1) pairs; independent chances would make more, of single ones too. */
static void parts_fit(struct together *t)
{
    for (int s = 2; s <= TOGETHER_MOST; s++) {
        double sum = 0, square = 0;
        for (size_t i = 0; t->orders[s] > 0 && i < t->n; i++) {
            double p = chance_of(t, i, s);
            sum += p, square += p * p;
        }
        t->part[s] = sum * sum > square ? fmin(1, s * (s - 1) / (sum * sum - square)) : 0;
    }
}

void together_fit(struct ctx *c, const int64_t *each, size_t n, const int64_t *orders, struct together *out)
{
    double items = 0;
    *out = (struct together){.n = n, .love = NEW_ARRAY(c, double, n)};
    for (int s = 1; s <= TOGETHER_MOST; s++)
        out->orders[s] = (double)orders[s], out->pull[s] = s, items += s * (double)orders[s];
    for (size_t i = 0; i < n; i++)
        out->love[i] = items > 0 ? (double)each[i] / items : 0;
    for (int round = 0; round < ROUNDS; round++) {
        sizes_fit(out);
        if (items_fit(out, each) < 1e-6)
            break;
    }
    parts_fit(out);
}

double together_chance(const struct together *t, size_t a, size_t b)
{
    double sum = 0;
    for (int s = 2; s <= TOGETHER_MOST; s++)
        sum += t->orders[s] > 0 ? t->orders[s] * t->part[s] * chance_of(t, a, s) * chance_of(t, b, s) : 0;
    return sum;
}
