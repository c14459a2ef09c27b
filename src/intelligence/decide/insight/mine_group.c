/* intelligence/decide/insight/mine_group.c - average linkage by the chain of nearest neighbours. */
#include "intelligence/decide/insight/mine.h"

enum { ROUNDS = 10 /* until nobody moves; two or three are usual */ };

/* The nearest living neighbour of i; among equals `prefer`, then the lowest number. */
static int nearest(const float *likeness, size_t n, const bool *gone, int i, int prefer)
{
    int best = prefer;
    float most = prefer >= 0 ? likeness[(size_t)i * n + (size_t)prefer] : -2;
    for (size_t k = 0; k < n; k++)
        if (!gone[k] && (int)k != i && likeness[(size_t)i * n + k] > most) {
            most = likeness[(size_t)i * n + k];
            best = (int)k;
        }
    return best;
}

/* b becomes part of a: likeness to all others is the average over members. */
static void join(float *likeness, size_t n, bool *gone, int *size, int a, int b)
{
    for (size_t k = 0; k < n; k++) {
        if (gone[k] || (int)k == a || (int)k == b)
            continue;
        float *x = &likeness[(size_t)a * n + k];
        *x = (*x * (float)size[a] + likeness[(size_t)b * n + k] * (float)size[b]) / (float)(size[a] + size[b]);
        likeness[k * n + (size_t)a] = *x;
    }
    size[a] += size[b];
    gone[b] = true;
}

static int root(int *parent, int i)
{
    while (parent[i] != i)
        i = parent[i] = parent[parent[i]];
    return i;
}

void mine_group(struct ctx *c, float *likeness, size_t n, double least, int *group, int *groups)
{
    bool *gone = NEW_ARRAY(c, bool, n);
    int *size = NEW_ARRAY(c, int, n), *chain = NEW_ARRAY(c, int, n + 1), *parent = NEW_ARRAY(c, int, n), *name = NEW_ARRAY(c, int, n);
    size_t length = 0, left = n;
    for (size_t i = 0; i < n; i++)
        size[i] = 1, parent[i] = (int)i, name[i] = -1;
    while (left > 1) {
        for (size_t i = 0; i < n && !length; i++)
            if (!gone[i])
                chain[length++] = (int)i;
        int at = chain[length - 1], before = length > 1 ? chain[length - 2] : -1, next = nearest(likeness, n, gone, at, before);
        if (next != before) {
            chain[length++] = next;
            continue;
        }
        int a = at < before ? at : before, b = at < before ? before : at;
        if ((double)likeness[(size_t)a * n + (size_t)b] >= least)
            parent[root(parent, b)] = root(parent, a);
        join(likeness, n, gone, size, a, b);
        length -= 2;
        left--;
    }
    *groups = 0;
    for (size_t i = 0; i < n; i++) {
        int *g = &name[root(parent, (int)i)];
        *g = *g < 0 ? (*groups)++ : *g;
        group[i] = *g;
    }
}

/* How like message i is to each theme's other members, on average; -2 where it has none. */
static void like_groups(const float *likeness, size_t n, const int *group, int groups, size_t i, double *sum, int *count)
{
    for (int g = 0; g < groups; g++)
        sum[g] = 0, count[g] = 0;
    for (size_t k = 0; k < n; k++)
        if (k != i)
            sum[group[k]] += (double)likeness[i * n + k], count[group[k]]++;
    for (int g = 0; g < groups; g++)
        sum[g] = count[g] ? sum[g] / count[g] : -2;
}

void mine_settle(struct ctx *c, const float *likeness, size_t n, double near, int64_t least, int *group, int groups)
{
    double *like = NEW_ARRAY(c, double, (size_t)groups);
    int *count = NEW_ARRAY(c, int, (size_t)groups);
    for (int round = 0, moved = 1; moved && round < ROUNDS; round++) {
        moved = 0;
        for (size_t i = 0; i < n; i++) {
            int own = group[i], best = own;
            like_groups(likeness, n, group, groups, i, like, count);
            bool alone = count[own] + 1 < least;
            double most = alone ? near : like[own];
            for (int g = 0; g < groups; g++)
                if (g != own && count[g] >= least && like[g] > most)
                    most = like[g], best = g;
            moved += best != own;
            group[i] = best;
        }
    }
}
