/* intelligence/decide/route_search.c - a cheap plan by ruin and recreate, guided by the bound's prices.
 *
 * Some orders that compete for the same node are taken out and put back in another sequence, each at its least
 * price among what is left, where scarce stock also costs what the relaxation says it is worth to the others.
 * Worse plans are accepted with falling probability. Source: Shaw 1998; Schrimpf et al. 2000; Christiaens and
 * Vanden Berghe 2020.
 */
#include "core/rand.h"
#include "intelligence/decide/route.h"
#include <math.h>
#include <stdlib.h>

enum {
    RUIN_MOST = 24,   /* orders taken out at once */
    RIVALS_SEEN = 24, /* looked at to find one */
};

struct search {
    const struct route *r;
    const struct route_dual *dual;
    int *stock, *capacity; /* what is left */
    struct route_plan *plan;
    int64_t *order_cost, cost;
    double *least; /* [n_order] price at the bound's prices: what exceeds it is regret */
    int *user, *n_user, *user_at; /* per node: orders with a parcel from it; where in that list an order stands */
    int *wants, *wants_at;        /* orders that want each SKU: wants[wants_at[sku] .. wants_at[sku + 1]) */
    struct route_menu menu;
    uint64_t seed;
    int64_t work;
};
struct ruin {
    int order[RUIN_MOST], n;
    struct route_plan old[RUIN_MOST];
    int64_t old_cost[RUIN_MOST];
};

static void user_add(struct search *s, int node, int order)
{
    size_t base = (size_t)node * (size_t)s->r->n_order;
    s->user_at[base + (size_t)order] = s->n_user[node];
    s->user[base + (size_t)s->n_user[node]++] = order;
}

static void user_remove(struct search *s, int node, int order)
{
    size_t base = (size_t)node * (size_t)s->r->n_order;
    int at = s->user_at[base + (size_t)order], last = s->user[base + (size_t)--s->n_user[node]];
    s->user[base + (size_t)at] = last;
    s->user_at[base + (size_t)last] = at;
}

/* Book (sign 1) or give back (sign -1) what a plan takes; returns its money without what is unfilled. */
static int64_t plan_book(struct search *s, int order, const struct route_plan *p, int sign)
{
    const struct route_order *o = &s->r->order[order];
    int64_t cost = 0;
    for (int i = 0; i < p->n; i++) {
        const struct route_quote *q = &o->quote[p->piece[i].quote];
        s->stock[q->node * s->r->n_sku + o->line[p->piece[i].line].sku] -= sign * p->piece[i].qty;
        cost += q->unit * p->piece[i].qty;
        bool first = true;
        for (int k = 0; k < i; k++)
            first &= p->piece[k].quote != p->piece[i].quote;
        if (!first)
            continue;
        cost += q->parcel;
        s->capacity[q->node] -= sign;
        if (sign > 0)
            user_add(s, q->node, order);
        else
            user_remove(s, q->node, order);
    }
    return cost;
}

static int64_t missed(const struct route *r, int order, const struct route_plan *p)
{
    int64_t units = 0;
    for (int l = 0; l < r->order[order].n_line; l++)
        units += r->order[order].line[l].qty;
    for (int i = 0; i < p->n; i++)
        units -= p->piece[i].qty;
    return units * r->unfilled;
}

static bool plan_opens(const struct route_plan *p, int quote)
{
    for (int i = 0; i < p->n; i++)
        if (p->piece[i].quote == quote)
            return true;
    return false;
}

/* A long line that no node has whole: take from one node after the other while a unit costs less than missing it. */
static void fill_rest(struct search *s, int order, struct route_plan *p, int line, int left)
{
    const struct route_order *o = &s->r->order[order];
    while (left > 0) {
        int best = NO_NODE, best_take = 0;
        double best_each = (double)s->r->unfilled;
        for (int q = 0; q < o->n_quote; q++) {
            bool open = plan_opens(p, q), taken = false;
            for (int i = 0; i < p->n; i++)
                taken |= p->piece[i].quote == q && p->piece[i].line == line;
            int has = s->stock[o->quote[q].node * s->r->n_sku + o->line[line].sku];
            int take = has < left ? has : left;
            if (take <= 0 || taken || (!open && s->capacity[o->quote[q].node] <= 0))
                continue;
            double each = (double)o->quote[q].unit + (open ? 0 : (double)o->quote[q].parcel / take);
            if (each < best_each)
                best_each = each, best = q, best_take = take;
        }
        if (best == NO_NODE)
            return;
        p->piece[p->n++] = (struct route_piece){line, best, best_take};
        left -= best_take;
    }
}

/* Plan one order from what is left, scarce things weighed by `weight` times their price. */
static void order_put(struct search *s, int order, double weight)
{
    const struct route_order *o = &s->r->order[order];
    struct route_plan *p = &s->plan[order];
    struct route_menu *m = &s->menu;
    struct route_shelf shelf = {s->stock, s->capacity, s->dual->stock_price, s->dual->parcel_price, weight, false};
    route_menu_fill(s->r, o, &shelf, m);
    route_assign(m);
    s->work -= route_assign_work(m);
    p->n = 0;
    for (int l = 0; l < m->n_line; l++) {
        int left = o->line[l].qty;
        for (int q = 0; q < m->n_quote; q++) {
            int qty = m->take[q * m->n_line + l] * m->part_qty[l];
            left -= qty;
            if (qty)
                p->piece[p->n++] = (struct route_piece){l, q, qty};
        }
        if (left && m->parts[l] == 1 && o->line[l].qty > 1)
            fill_rest(s, order, p, l, left);
    }
    s->order_cost[order] = plan_book(s, order, p, 1) + missed(s->r, order, p);
    s->cost += s->order_cost[order];
}

static void order_take_out(struct search *s, int order)
{
    plan_book(s, order, &s->plan[order], -1);
    s->cost -= s->order_cost[order];
}

static void ruin_add(struct search *s, struct ruin *u, int order, int most)
{
    for (int i = 0; i < u->n; i++)
        if (u->order[i] == order)
            return;
    if (u->n >= most)
        return;
    int k = u->n++;
    struct route_plan *p = &s->plan[order];
    u->order[k] = order;
    u->old_cost[k] = s->order_cost[order];
    u->old[k].n = p->n;
    memcpy(u->old[k].piece, p->piece, (size_t)p->n * sizeof *p->piece);
    order_take_out(s, order);
}

static void ruin_undo(struct search *s, struct ruin *u)
{
    for (int i = 0; i < u->n; i++)
        order_take_out(s, u->order[i]);
    for (int i = 0; i < u->n; i++) {
        struct route_plan *p = &s->plan[u->order[i]];
        p->n = u->old[i].n;
        memcpy(p->piece, u->old[i].piece, (size_t)p->n * sizeof *p->piece);
        plan_book(s, u->order[i], p, 1);
        s->order_cost[u->order[i]] = u->old_cost[i];
        s->cost += u->old_cost[i];
    }
}

/* The order, of a few at random, that pays most above its least price. */
static int regretful(struct search *s)
{
    int best = 0;
    double most = -INFINITY;
    int tries = 1 + (int)rand_below(&s->seed, 6);
    for (int k = 0; k < tries; k++) {
        int o = (int)rand_below(&s->seed, (uint64_t)s->r->n_order);
        double regret = (double)s->order_cost[o] - s->least[o];
        if (regret > most)
            most = regret, best = o;
    }
    return best;
}

static bool ships_from(const struct search *s, int order, int sku, int node)
{
    const struct route_order *o = &s->r->order[order];
    for (int i = 0; i < s->plan[order].n; i++) {
        const struct route_piece *p = &s->plan[order].piece[i];
        if (o->quote[p->quote].node == node && o->line[p->line].sku == sku)
            return true;
    }
    return false;
}

/* An order that has what `order` could want: this node's stock of a SKU, or its last parcels. NO_NODE: none found. */
static int rival(struct search *s, int order)
{
    const struct route_order *o = &s->r->order[order];
    if (!o->n_quote || !o->n_line)
        return NO_NODE;
    int a = (int)rand_below(&s->seed, (uint64_t)o->n_quote), b = (int)rand_below(&s->seed, (uint64_t)o->n_quote);
    int c = (int)rand_below(&s->seed, (uint64_t)o->n_quote);
    a = a < b ? a : b;
    int node = o->quote[a < c ? a : c].node; /* quotes are sorted: cheaper ones are likelier */
    if (s->capacity[node] <= 0 && rand_below(&s->seed, 2))
        return s->n_user[node] ? s->user[(size_t)node * (size_t)s->r->n_order + rand_below(&s->seed, (uint64_t)s->n_user[node])]
                               : NO_NODE;
    int sku = o->line[rand_below(&s->seed, (uint64_t)o->n_line)].sku;
    int first = s->wants_at[sku], n = s->wants_at[sku + 1] - first;
    int at = (int)rand_below(&s->seed, (uint64_t)n);
    for (int k = 0; k < n && k < RIVALS_SEEN; k++, at = at + 1 < n ? at + 1 : 0)
        if (ships_from(s, s->wants[first + at], sku, node))
            return s->wants[first + at];
    return NO_NODE;
}

/* Take out one order, its rivals, theirs, and so on. */
static void ruin(struct search *s, struct ruin *u)
{
    int most = 2 + (int)rand_below(&s->seed, RUIN_MOST - 2);
    u->n = 0;
    ruin_add(s, u, regretful(s), most);
    for (int k = 0; k < 3 * most && u->n < most; k++) {
        int other = rival(s, u->order[rand_below(&s->seed, (uint64_t)u->n)]);
        if (other != NO_NODE)
            ruin_add(s, u, other, most);
    }
}

static void recreate(struct search *s, struct ruin *u)
{
    double weight = 1.3 * rand_unit(&s->seed);
    int seq[RUIN_MOST];
    for (int i = 0; i < u->n; i++) { /* shuffled; the one that regrets most is often first */
        int k = (int)rand_below(&s->seed, (uint64_t)i + 1);
        seq[i] = seq[k];
        seq[k] = u->order[i];
    }
    for (int i = 0; i < u->n; i++)
        order_put(s, seq[i], weight);
}

static void plans_copy(const struct route *r, struct route_plan *to, const struct route_plan *from)
{
    for (int i = 0; i < r->n_order; i++) {
        to[i].n = from[i].n;
        memcpy(to[i].piece, from[i].piece, (size_t)from[i].n * sizeof *from[i].piece);
    }
}

static struct route_plan *plans_make(struct ctx *c, const struct route *r)
{
    struct route_plan *p = NEW_ARRAY(c, struct route_plan, r->n_order + 1);
    for (int i = 0; i < r->n_order; i++) {
        p[i].room = r->order[i].n_line * r->order[i].n_quote;
        p[i].piece = NEW_ARRAY(c, struct route_piece, p[i].room + 1);
    }
    return p;
}

static void anneal(struct ctx *c, struct search *s, int64_t work, struct route_result *best)
{
    struct ruin u;
    int room = 0;
    for (int i = 0; i < s->r->n_order; i++)
        room = s->plan[i].room > room ? s->plan[i].room : room;
    for (int i = 0; i < RUIN_MOST; i++)
        u.old[i].piece = NEW_ARRAY(c, struct route_piece, room + 1);
    double hot = 0.1 * (double)s->cost / s->r->n_order, cold = hot / 300;
    s->work = work;
    for (int round = 0; s->work > 0 && (double)best->cost - best->bound >= 1; round++) {
        if (round % 256 == 0 && c->gone && c->gone(c))
            return;
        double heat = hot * pow(cold / hot, 1 - (double)s->work / (double)work);
        int64_t before = s->cost;
        ruin(s, &u);
        recreate(s, &u);
        double worse = (double)(s->cost - before);
        if (worse > 0 && worse > -heat * log(rand_unit(&s->seed) + 1e-300)) {
            ruin_undo(s, &u);
        } else if (s->cost < best->cost) {
            best->cost = s->cost;
            plans_copy(s->r, best->plan, s->plan);
        }
    }
}

static int order_cmp(const void *a, const void *b)
{
    const double *x = a, *y = b;
    return x[0] < y[0] ? 1 : x[0] > y[0] ? -1 : x[1] > y[1] ? 1 : -1;
}

/* Put in every order, those first that matter most. */
static void greedy(struct ctx *c, struct search *s, double weight)
{
    const struct route *r = s->r;
    double *rank = NEW_ARRAY(c, double, 2 * r->n_order + 2);
    for (int i = 0; i < r->n_order; i++)
        rank[2 * i] = r->order[i].priority, rank[2 * i + 1] = i;
    qsort(rank, (size_t)r->n_order, 2 * sizeof *rank, order_cmp);
    memcpy(s->stock, r->stock, (size_t)r->n_node * (size_t)r->n_sku * sizeof(int));
    memcpy(s->capacity, r->capacity, (size_t)r->n_node * sizeof(int));
    memset(s->n_user, 0, (size_t)r->n_node * sizeof(int));
    s->cost = 0;
    for (int i = 0; i < r->n_order; i++)
        order_put(s, (int)rank[2 * i + 1], weight);
}

/* What each order would pay if it were alone: the base of regret. */
static void least_prices(struct search *s)
{
    struct route_shelf shelf = {.stock = s->r->stock, .capacity = s->r->capacity, .relax = true};
    for (int i = 0; i < s->r->n_order; i++) {
        route_menu_fill(s->r, &s->r->order[i], &shelf, &s->menu);
        s->least[i] = route_assign(&s->menu);
    }
}

static void index_wants(struct ctx *c, struct search *s)
{
    int n = 0;
    s->wants_at = NEW_ARRAY(c, int, s->r->n_sku + 2);
    for (int i = 0; i < s->r->n_order; i++)
        for (int l = 0; l < s->r->order[i].n_line; l++, n++)
            s->wants_at[s->r->order[i].line[l].sku + 2]++;
    for (int k = 2; k <= s->r->n_sku + 1; k++)
        s->wants_at[k] += s->wants_at[k - 1];
    s->wants = NEW_ARRAY(c, int, n + 1);
    for (int i = 0; i < s->r->n_order; i++)
        for (int l = 0; l < s->r->order[i].n_line; l++)
            s->wants[s->wants_at[s->r->order[i].line[l].sku + 1]++] = i;
}

static struct search search_make(struct ctx *c, const struct route *r, const struct route_dual *d)
{
    size_t cells = (size_t)r->n_node * (size_t)r->n_sku, users = (size_t)r->n_node * (size_t)r->n_order;
    return (struct search){
        .r = r, .dual = d, .stock = NEW_ARRAY(c, int, cells + 1), .capacity = NEW_ARRAY(c, int, r->n_node + 1),
        .plan = plans_make(c, r), .order_cost = NEW_ARRAY(c, int64_t, r->n_order + 1),
        .least = NEW_ARRAY(c, double, r->n_order + 1), .user = NEW_ARRAY(c, int, users + 1),
        .n_user = NEW_ARRAY(c, int, r->n_node + 1), .user_at = NEW_ARRAY(c, int, users + 1),
        .menu = route_menu_make(c, r), .seed = c->seed};
}

static void try_greedy(struct ctx *c, struct search *s, double weight, struct route_result *out)
{
    greedy(c, s, weight);
    if (s->cost < out->cost) {
        out->cost = s->cost;
        plans_copy(s->r, out->plan, s->plan);
    }
}

void route_solve(struct ctx *c, const struct route *r, int64_t work, struct route_result *out)
{
    struct route_dual d;
    route_dual_init(c, r, &d);
    struct search s = search_make(c, r, &d);
    *out = (struct route_result){plans_make(c, r), INT64_MAX, 0};
    if (!r->n_order) {
        out->cost = 0;
        return;
    }
    index_wants(c, &s);
    least_prices(&s);
    try_greedy(c, &s, 0, out);
    route_bound(c, out->cost, work * 3 / 10, &d);
    out->bound = d.bound;
    for (int k = 2; k <= 5 && (double)out->cost - out->bound >= 1; k++)
        try_greedy(c, &s, 0.25 * k, out);
    anneal(c, &s, work / 2, out);
    if ((double)out->cost - out->bound >= 1)
        route_bound(c, out->cost, work / 5, &d);
    out->bound = fmin(d.bound, (double)out->cost);
}
