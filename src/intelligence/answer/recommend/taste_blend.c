/* intelligence/answer/recommend/taste_blend.c - how much each view says, learnt from choices that were held out.
 *
 * Source  McFadden 1974 (conditional logit); the likelihood is concave, so Newton's method finds its one top
 */
#include "core/stat.h"
#include "intelligence/answer/recommend/taste.h"
#include <math.h>

enum { CELLS = 600000 /* people x items looked at: a tenth of a second */, LEAST = 50, MOST = 1000, ROUNDS = 25 };

/* Where the search begins and what few choices stay near: the weights found for MovieLens' validation choices. */
static const double usual[VIEWS] = {[LIKE] = 3, [LATELY] = 6, [NEXT] = 0.25, [BEFORE] = 0.15, [ONCE] = 0.1, [KNOWN] = 0.3};
static const double doubtful[VIEWS] = {[LIKE] = 3, [LATELY] = 6, [NEXT] = 0.3, [BEFORE] = 0.3, [ONCE] = 0.3, [KNOWN] = 0.3}; /* standard deviation of the prior around it */

struct sight { /* one person's held-out choice among all items */
    const float *view; /* [VIEWS][items] */
    const bool *had;   /* [items] chosen before: no candidate */
    uint32_t chosen;
};
struct slope {
    double likelihood, gradient[VIEWS], curve[VIEWS * VIEWS];
};

static void sight_add(const struct sight *s, size_t items, const double *w, double *logit, struct slope *out)
{
    double top = -INFINITY, sum = 0, mean[VIEWS] = {0}, square[VIEWS * VIEWS] = {0};
    for (size_t i = 0; i < items; i++) {
        logit[i] = -INFINITY;
        if (s->had[i])
            continue;
        logit[i] = 0;
        for (size_t v = 0; v < VIEWS; v++)
            logit[i] += w[v] * (double)s->view[v * items + i];
        top = fmax(top, logit[i]);
    }
    for (size_t i = 0; i < items; i++) {
        if (logit[i] < top - 30)
            continue;
        double p = exp(logit[i] - top);
        sum += p;
        for (size_t v = 0; v < VIEWS; v++) {
            double x = p * (double)s->view[v * items + i];
            mean[v] += x;
            for (size_t u = 0; u <= v; u++)
                square[v * VIEWS + u] += x * (double)s->view[u * items + i];
        }
    }
    out->likelihood += logit[s->chosen] - top - log(sum);
    for (size_t v = 0; v < VIEWS; v++) {
        out->gradient[v] += (double)s->view[v * items + s->chosen] - mean[v] / sum;
        for (size_t u = 0; u <= v; u++)
            out->curve[v * VIEWS + u] += square[v * VIEWS + u] / sum - mean[v] * mean[u] / sum / sum;
    }
}

static struct slope slope_at(const struct sight *s, size_t n, size_t items, const double *w, double *logit)
{
    struct slope out = {0};
    for (size_t i = 0; i < n; i++)
        sight_add(&s[i], items, w, logit, &out);
    for (size_t v = 0; v < VIEWS; v++) {
        double precision = 1 / (doubtful[v] * doubtful[v]), off = w[v] - usual[v];
        out.likelihood -= precision * off * off / 2;
        out.gradient[v] -= precision * off;
        out.curve[v * VIEWS + v] += precision;
        for (size_t u = 0; u < v; u++)
            out.curve[u * VIEWS + v] = out.curve[v * VIEWS + u];
    }
    return out;
}

/* Newton's steps, halved while they go down. */
static void climb(const struct sight *s, size_t n, size_t items, double *logit, double *w)
{
    struct slope at = slope_at(s, n, items, w, logit);
    for (int round = 0; round < ROUNDS; round++) {
        double step[VIEWS], next[VIEWS], size = 1;
        struct slope there = at;
        memcpy(step, at.gradient, sizeof step);
        if (!stat_solve(at.curve, step, VIEWS))
            return;
        for (int halving = 0; halving < 8; halving++, size /= 2) {
            for (size_t v = 0; v < VIEWS; v++)
                next[v] = w[v] + size * step[v];
            there = slope_at(s, n, items, next, logit);
            if (there.likelihood >= at.likelihood)
                break;
        }
        double gain = there.likelihood - at.likelihood;
        if (gain < 0)
            return;
        memcpy(w, next, sizeof next);
        at = there;
        if (gain < 1e-4 * (double)n)
            return;
    }
}

void taste_blend(struct ctx *c, const struct taste_log *log, struct taste *t)
{
    size_t able = 0, most = log->items ? CELLS / log->items : 0, taken = 0, met = 0;
    most = most < LEAST ? LEAST : most > MOST ? MOST : most;
    for (size_t u = 0; u < log->users; u++)
        able += log->n[u] >= 3;
    most = able < most ? able : most;
    struct sight *s = NEW_ARRAY(c, struct sight, most);
    for (size_t u = 0; u < log->users; u++) {
        const uint32_t *item = log->item + log->start[u];
        size_t n = log->n[u];
        if (n < 3 || met++ * most / able != taken || taken == most) /* evenly over all who are able */
            continue;
        bool *had = NEW_ARRAY(c, bool, t->items);
        float *view = NEW_ARRAY(c, float, VIEWS * t->items);
        for (size_t i = 0; i + 1 < n; i++)
            had[item[i]] = true;
        taste_views(t, item, log->weight + log->start[u], n - 1, view);
        s[taken++] = (struct sight){view, had, item[n - 1]};
    }
    t->held_out = taken;
    memcpy(t->weight, usual, sizeof usual);
    climb(s, taken, t->items, NEW_ARRAY(c, double, t->items), t->weight);
    for (size_t v = 0; v < VIEWS; v++)
        t->weight[v] = fmax(0, t->weight[v]); /* a view that speaks against itself is noise */
}
