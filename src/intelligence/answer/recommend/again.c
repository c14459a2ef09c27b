/* intelligence/answer/recommend/again.c - times between purchases of the same by the same. */
#include "intelligence/answer/recommend/again.h"
#include "core/field.h"
#include <math.h>
#include <stdlib.h>

enum { BUYERS_LEAST = 5 };
static const double SHARE_LEAST = 0.2, DUE_FROM = 0.8, DUE_UNTIL = 4;
static const int64_t SAME_MS = 3600000; /* within an hour it is one purchase */

static int by_user_item(const void *a, const void *b, void *acts)
{
    uint32_t i = *(const uint32_t *)a, j = *(const uint32_t *)b;
    const struct taste_act *x = (struct taste_act *)acts + i, *y = (struct taste_act *)acts + j;
    return x->user != y->user ? (x->user > y->user) - (x->user < y->user) : x->item != y->item ? (x->item > y->item) - (x->item < y->item)
         : x->at_ms != y->at_ms ? (x->at_ms > y->at_ms) - (x->at_ms < y->at_ms) : (i > j) - (i < j);
}

/* One person's purchases of one item: order[from..to). */
struct run {
    size_t from, to;
    uint32_t times;
    int64_t first, last;
};
static bool run_next(const struct again *a, size_t end, struct run *r)
{
    r->from = r->to;
    if (r->from >= end)
        return false;
    const struct taste_act *x = &a->act[a->order[r->from]];
    r->times = 1, r->first = r->last = x->at_ms;
    for (r->to = r->from + 1; r->to < end; r->to++) {
        const struct taste_act *y = &a->act[a->order[r->to]];
        if (y->item != x->item || y->user != x->user)
            break;
        r->times += y->at_ms - r->last > SAME_MS;
        r->last = y->at_ms - r->last > SAME_MS ? y->at_ms : r->last;
    }
    return true;
}

struct gap {
    uint32_t item;
    double ms;
};
static int by_item(const void *a, const void *b)
{
    const struct gap *x = a, *y = b;
    return x->item != y->item ? (x->item > y->item) - (x->item < y->item) : (x->ms > y->ms) - (x->ms < y->ms);
}

void again_learn(struct ctx *c, const struct taste_act *act, size_t n, size_t users, size_t items, const bool *consumable, struct again *out)
{
    uint32_t *buyers = NEW_ARRAY(c, uint32_t, items), *returned = NEW_ARRAY(c, uint32_t, items);
    LIST(struct gap) gaps = {0};
    *out = (struct again){.act = act, .order = NEW_ARRAY(c, uint32_t, n), .of_user = NEW_ARRAY(c, uint32_t, users + 1),
                          .gap_ms = NEW_ARRAY(c, int64_t, items), .share = NEW_ARRAY(c, double, items)};
    for (size_t i = 0; i < n; i++)
        if (act[i].at_ms != NONE)
            out->order[out->n++] = (uint32_t)i, out->of_user[act[i].user + 1]++;
    for (size_t u = 0; u < users; u++)
        out->of_user[u + 1] += out->of_user[u];
    qsort_r(out->order, out->n, sizeof *out->order, by_user_item, (void *)act);
    for (struct run r = {0}; run_next(out, out->n, &r);) {
        uint32_t item = act[out->order[r.from]].item;
        buyers[item]++;
        returned[item] += r.times > 1;
        if (r.times > 1)
            *LIST_ADD(c, &gaps) = (struct gap){item, (double)(r.last - r.first) / (r.times - 1)};
    }
    if (gaps.n)
        qsort(gaps.at, gaps.n, sizeof *gaps.at, by_item);
    for (size_t i = 0, to; i < gaps.n; i = to) {
        uint32_t item = gaps.at[i].item;
        for (to = i; to < gaps.n && gaps.at[to].item == item;)
            to++;
        out->share[item] = (double)returned[item] / buyers[item];
        if (consumable[item] || (buyers[item] >= BUYERS_LEAST && out->share[item] >= SHARE_LEAST))
            out->gap_ms[item] = (int64_t)gaps.at[i + (to - i) / 2].ms;
    }
}

size_t again_due(const struct again *a, uint32_t user, int64_t now_ms, size_t most, struct again_due *out)
{
    size_t n = 0;
    struct run r = {.to = a->of_user[user]};
    while (most && run_next(a, a->of_user[user + 1], &r)) {
        uint32_t item = a->act[a->order[r.from]].item;
        double gap = r.times > 1 ? (double)(r.last - r.first) / (r.times - 1) : (double)a->gap_ms[item], since = (double)now_ms - (double)r.last;
        if (!a->gap_ms[item] || since < DUE_FROM * gap || since > DUE_UNTIL * gap)
            continue;
        size_t at = n < most ? n++ : most - 1;
        for (; at > 0 && since / gap > (double)out[at - 1].since_ms / (double)out[at - 1].gap_ms; at--)
            out[at] = out[at - 1];
        out[at] = (struct again_due){item, r.times, (int64_t)gap, (int64_t)since};
    }
    return n;
}
