/* intelligence/answer/recommend/taste.c - counting who chose what with what and after what; the closed form of likeness.
 *
 * Source  Steck 2019, "Embarrassingly Shallow Autoencoders": B = I - P diag(1 / P_ii), P = (X'X + r I)^-1
 */
#include "intelligence/answer/recommend/taste.h"
#include "core/linear.h"
#include "core/order.h"
#include <math.h>
#include <stdlib.h>

enum {
    CORE_MOST = 2500,
    REACH = 10,      /* choices apart that are still "next" */
    HISTORY_MOST = 300, /* choices of one person that are paired: more is a robot or a shop */
};
static const double APART = 0.8;  /* a pair one choice further apart counts so much of it */
static const double CHANCE = 20;  /* weight of "by chance", in choices: Laplace's rule for pairs seen once */

/* ---- the log --------------------------------------------------------------------------------------- */

static int by_time(const void *a, const void *b, void *acts)
{
    uint32_t i = *(const uint32_t *)a, j = *(const uint32_t *)b;
    const struct taste_act *x = (struct taste_act *)acts + i, *y = (struct taste_act *)acts + j;
    return x->user != y->user ? (x->user > y->user) - (x->user < y->user)
         : x->at_ms != y->at_ms ? (x->at_ms > y->at_ms) - (x->at_ms < y->at_ms) : (i > j) - (i < j);
}

static int by_people(const void *a, const void *b, void *people)
{
    uint32_t i = *(const uint32_t *)a, j = *(const uint32_t *)b;
    const uint32_t *of = people;
    return of[i] != of[j] ? (of[i] < of[j]) - (of[i] > of[j]) : (i > j) - (i < j);
}

static void items_number(struct ctx *c, struct taste_log *log)
{
    uint32_t *people = NEW_ARRAY(c, uint32_t, log->items);
    size_t last = log->users - 1;
    size_t n = log->users ? log->start[last] + log->n[last] : 0;
    for (size_t i = 0; i < n; i++)
        people[log->item[i]]++;
    for (size_t i = 0; i < log->items; i++)
        log->outer[i] = (uint32_t)i;
    qsort_r(log->outer, log->items, sizeof *log->outer, by_people, people);
    for (size_t i = 0; i < log->items; i++) {
        log->inner[log->outer[i]] = (uint32_t)i;
        log->people[i] = people[log->outer[i]];
    }
    for (size_t i = 0; i < n; i++)
        log->item[i] = log->inner[log->item[i]];
}

void taste_log_make(struct ctx *c, const struct taste_act *act, size_t n, size_t users, size_t items, struct taste_log *out)
{
    uint32_t *order = NEW_ARRAY(c, uint32_t, n), *seen = NEW_ARRAY(c, uint32_t, items);
    *out = (struct taste_log){.users = users, .items = items, .start = NEW_ARRAY(c, uint32_t, users), .n = NEW_ARRAY(c, uint32_t, users),
                              .item = NEW_ARRAY(c, uint32_t, n), .weight = NEW_ARRAY(c, float, n), .outer = NEW_ARRAY(c, uint32_t, items),
                              .inner = NEW_ARRAY(c, uint32_t, items), .people = NEW_ARRAY(c, uint32_t, items)};
    for (size_t i = 0; i < n; i++)
        order[i] = (uint32_t)i;
    qsort_r(order, n, sizeof *order, by_time, (void *)act);
    size_t kept = 0, from = 0;
    for (size_t u = 0; u < users; u++) {
        size_t to = from;
        out->start[u] = (uint32_t)kept;
        while (to < n && act[order[to]].user == u)
            to++;
        for (size_t i = from; i < to; i++)
            seen[act[order[i]].item]++;
        for (size_t i = from; i < to; i++) {
            const struct taste_act *a = &act[order[i]];
            if (--seen[a->item])
                continue; /* chosen again later */
            out->item[kept] = a->item;
            out->weight[kept++] = a->weight;
        }
        out->n[u] = (uint32_t)kept - out->start[u];
        from = to;
    }
    items_number(c, out);
}

/* ---- counting ---------------------------------------------------------------------------------------- */

struct taste_places taste_places(struct ctx *c, const struct taste_log *log)
{
    struct taste_places v = {.start = NEW_ARRAY(c, uint32_t, log->items + 1)};
    for (size_t u = 0; u < log->users; u++)
        for (uint32_t i = 0; i < log->n[u]; i++)
            v.start[log->item[log->start[u] + i] + 1]++;
    for (size_t i = 0; i < log->items; i++)
        v.start[i + 1] += v.start[i];
    uint32_t *to = NEW_ARRAY(c, uint32_t, log->items);
    v.at = NEW_ARRAY(c, struct taste_place, v.start[log->items]);
    for (size_t u = 0; u < log->users; u++)
        for (uint32_t i = 0; i < log->n[u]; i++) {
            uint32_t item = log->item[log->start[u] + i];
            v.at[v.start[item] + to[item]++] = (struct taste_place){(uint32_t)u, i};
        }
    return v;
}

static uint32_t pairs_from(const struct taste_log *log, uint32_t user)
{
    return log->n[user] > HISTORY_MOST ? log->n[user] - HISTORY_MOST : 0;
}

/* X'X of the core, rows of chosen items. */
static void gram(const struct taste_log *log, const struct taste_places *v, size_t core, float *g)
{
    for (size_t j = 0; j < core; j++)
        for (uint32_t p = v->start[j]; p < v->start[j + 1]; p++) {
            struct taste_place at = v->at[p];
            const uint32_t *item = log->item + log->start[at.user];
            const float *w = log->weight + log->start[at.user];
            if (at.pos < pairs_from(log, at.user))
                continue;
            for (uint32_t i = pairs_from(log, at.user); i < log->n[at.user]; i++)
                if (item[i] < core)
                    g[j * core + item[i]] += w[at.pos] * w[i];
        }
}

/* How strongly chance pulls: the people of the item that a choice is of, on average. */
static double ridge(const float *g, size_t core)
{
    double sum = 0, square = 0;
    for (size_t i = 0; i < core; i++)
        sum += (double)g[i * core + i], square += (double)g[i * core + i] * (double)g[i * core + i];
    return sum > 0 ? fmax(1, square / sum) : 1;
}

static enum status like_count(struct ctx *c, const struct taste_log *log, const struct taste_places *v, struct taste *t)
{
    size_t n = t->core;
    t->like = NEW_ARRAY(c, float, n * n);
    gram(log, v, n, t->like);
    float r = (float)ridge(t->like, n);
    for (size_t i = 0; i < n; i++)
        t->like[i * n + i] += r;
    TRY(linear_invert(c, t->like, n));
    float *scale = NEW_ARRAY(c, float, n);
    for (size_t i = 0; i < n; i++)
        scale[i] = -1 / t->like[i * n + i];
    for (size_t j = 0; j < n; j++)
        for (size_t i = 0; i < n; i++)
            t->like[j * n + i] = i == j ? 0 : t->like[j * n + i] * scale[i];
    return OK;
}

struct pair_sum {
    double next, before, once;
};
struct row { /* sums over candidates, and which are not 0 */
    struct pair_sum *sum;
    uint32_t *touched;
    size_t n;
};

static struct pair_sum *row_at(struct row *r, uint32_t item)
{
    struct pair_sum *s = &r->sum[item];
    if (s->next == 0 && s->before == 0)
        r->touched[r->n++] = item;
    return s;
}

static void follow(const struct taste_log *log, struct taste_place at, struct row *r)
{
    const uint32_t *item = log->item + log->start[at.user];
    const float *w = log->weight + log->start[at.user];
    double near = 1;
    for (uint32_t d = 1; d <= REACH; d++, near *= APART) {
        if (at.pos + d < log->n[at.user]) {
            struct pair_sum *s = row_at(r, item[at.pos + d]);
            s->next += near * (double)w[at.pos + d];
            s->once += d == 1 ? (double)w[at.pos + d] : 0;
        }
        if (d <= at.pos)
            row_at(r, item[at.pos - d])->before += near * (double)w[at.pos - d];
    }
}

/* log(1 + pairs / pairs by chance): 0 for what never came near, so rows hold what did. */
static void near_count(struct ctx *c, const struct taste_log *log, const struct taste_places *v, struct taste *t)
{
    double all = (double)v->start[t->items] + (double)t->items;
    struct row r = {NEW_ARRAY(c, struct pair_sum, t->items), NEW_ARRAY(c, uint32_t, t->items), 0};
    LIST(struct taste_pair) pairs = {0};
    t->near_start = NEW_ARRAY(c, uint32_t, t->items + 1);
    for (size_t j = 0; j < t->items; j++) {
        r.n = 0;
        for (uint32_t p = v->start[j]; p < v->start[j + 1]; p++)
            follow(log, v->at[p], &r);
        qsort(r.touched, r.n, sizeof *r.touched, order_row);
        for (size_t i = 0; i < r.n; i++) {
            uint32_t to = r.touched[i];
            struct pair_sum *s = &r.sum[to];
            double chance = CHANCE * ((double)(v->start[to + 1] - v->start[to]) + 1) / all;
            *LIST_ADD(c, &pairs) = (struct taste_pair){to, (float)log1p(s->next / chance), (float)log1p(s->before / chance),
                                                       (float)log1p(s->once / chance)};
            *s = (struct pair_sum){0};
        }
        t->near_start[j + 1] = (uint32_t)pairs.n;
    }
    t->near = pairs.at;
}

/* The same without learning weights: those given are taken. */
static enum status taste_count(struct ctx *c, const struct taste_log *log, struct taste *out)
{
    struct taste_places v = taste_places(c, log);
    out->items = log->items;
    out->known = NEW_ARRAY(c, float, log->items);
    for (size_t i = 0; i < log->items; i++)
        out->known[i] = (float)log1p((double)(v.start[i + 1] - v.start[i]));
    for (out->core = 0; out->core < log->items && out->core < CORE_MOST && v.start[out->core + 1] - v.start[out->core] >= 2;)
        out->core++;
    near_count(c, log, &v, out);
    return like_count(c, log, &v, out);
}

/* Each person's last choice left out, of those who made enough. */
static struct taste_log without_last(struct ctx *c, const struct taste_log *log)
{
    struct taste_log less = *log;
    less.n = NEW_ARRAY(c, uint32_t, log->users);
    for (size_t u = 0; u < log->users; u++)
        less.n[u] = log->n[u] - (log->n[u] >= 3);
    return less;
}

/* Rows of what is near, as the weights have it: adding whole rows is many times faster than adding scattered pairs. */
static void near_lay(struct ctx *c, struct taste *t)
{
    t->near_like = NEW_ARRAY(c, float, t->core * t->core);
    for (size_t j = 0; j < t->core; j++)
        for (uint32_t p = t->near_start[j]; p < t->near_start[j + 1] && t->near[p].item < t->core; p++)
            t->near_like[j * t->core + t->near[p].item] =
                (float)(t->weight[NEXT] * (double)t->near[p].next + t->weight[BEFORE] * (double)t->near[p].before);
}

enum status taste_learn(struct ctx *c, const struct taste_log *log, struct taste *out)
{
    struct taste_log less = without_last(c, log);
    struct arena_mark mark;
    struct taste held = {0};
    mark = arena_mark(c->mem);
    TRY(taste_count(c, &less, &held));
    taste_blend(c, log, &held);
    memcpy(out->weight, held.weight, sizeof out->weight);
    out->held_out = held.held_out;
    arena_reset(c->mem, mark);
    TRY(taste_count(c, log, out));
    out->base = NEW_ARRAY(c, float, log->items);
    for (size_t i = 0; i < log->items; i++)
        out->base[i] = (float)out->weight[KNOWN] * out->known[i];
    near_lay(c, out);
    return OK;
}
