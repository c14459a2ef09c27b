/* intelligence/decide/route/route_test.c - plans obey stock and parcels, cost what they say, and tiny ones are the best. */
#include "core/rand.h"
#include "intelligence/decide/route/route.h"
#include "test/unit/unit.h"

static int any(struct ctx *c, int least, int most)
{
    return least + (int)rand_below(&c->seed, (uint64_t)(most - least + 1));
}

static struct route wave(struct ctx *c, int orders, int nodes, int skus, int lines)
{
    struct route r = {.n_node = nodes, .n_sku = skus, .n_order = orders, .unfilled = any(c, 100, 2500)};
    r.stock = NEW_ARRAY(c, int, nodes * skus);
    r.capacity = NEW_ARRAY(c, int, nodes);
    r.order = NEW_ARRAY(c, struct route_order, orders);
    for (int i = 0; i < nodes * skus; i++)
        r.stock[i] = any(c, 0, 2);
    for (int i = 0; i < nodes; i++)
        r.capacity[i] = any(c, 0, orders);
    for (int i = 0; i < orders; i++) {
        struct route_order *o = &r.order[i];
        o->line = NEW_ARRAY(c, struct route_line, lines);
        o->quote = NEW_ARRAY(c, struct route_quote, nodes);
        o->n_line = any(c, 1, lines < skus ? lines : skus);
        for (int l = 0; l < o->n_line; l++)
            o->line[l] = (struct route_line){l, any(c, 1, 2)};
        for (int q = 0; q < nodes; q++)
            if (any(c, 0, 5))
                o->quote[o->n_quote++] = (struct route_quote){.node = q, .parcel = any(c, 0, 900), .unit = any(c, 0, 90)};
    }
    return r;
}

/* Recompute the cost of a plan and refuse one that takes what is not there. */
static int64_t audit(struct ctx *c, const struct route *r, const struct route_plan *plan)
{
    int *stock = NEW_ARRAY(c, int, r->n_node * r->n_sku), *parcels = NEW_ARRAY(c, int, r->n_node);
    int64_t cost = 0;
    for (int i = 0; i < r->n_order; i++) {
        const struct route_order *o = &r->order[i];
        for (int l = 0; l < o->n_line; l++) {
            int sent = 0;
            for (int k = 0; k < plan[i].n; k++)
                sent += plan[i].piece[k].line == l ? plan[i].piece[k].qty : 0;
            assert_in_range(sent, 0, o->line[l].qty);
            cost += (o->line[l].qty - sent) * r->unfilled;
        }
        for (int q = 0; q < o->n_quote; q++) {
            bool opened = false;
            for (int k = 0; k < plan[i].n; k++) {
                const struct route_piece *p = &plan[i].piece[k];
                if (p->quote != q)
                    continue;
                assert_true(p->qty > 0);
                cost += (opened ? 0 : o->quote[q].parcel) + o->quote[q].unit * p->qty;
                parcels[o->quote[q].node] += !opened;
                opened = true;
                stock[o->quote[q].node * r->n_sku + o->line[p->line].sku] += p->qty;
            }
        }
    }
    for (int i = 0; i < r->n_node * r->n_sku; i++)
        assert_true(stock[i] <= r->stock[i]);
    for (int i = 0; i < r->n_node; i++)
        assert_true(parcels[i] <= r->capacity[i]);
    return cost;
}

TEST(route_plans_obey_the_limits)
{
    for (int k = 0; k < 40; k++) {
        struct route r = wave(c, any(c, 0, 40), any(c, 1, 7), any(c, 1, 12), 10);
        struct route_result res;
        route_solve(c, &r, 300000, &res);
        assert_int_equal(audit(c, &r, res.plan), res.cost);
        assert_true(res.bound <= (double)res.cost + 1e-6);
    }
}

/* Try every node or none for every unit, in sequence. */
struct brute {
    const struct route *r;
    int *stock, *capacity;
    int64_t best;
};

static void try_unit(struct brute *b, int order, int line, int unit, unsigned opened, int64_t cost)
{
    if (order == b->r->n_order) {
        b->best = cost < b->best ? cost : b->best;
        return;
    }
    const struct route_order *o = &b->r->order[order];
    if (line == o->n_line) {
        try_unit(b, order + 1, 0, 0, 0, cost);
        return;
    }
    if (unit == o->line[line].qty) {
        try_unit(b, order, line + 1, 0, opened, cost);
        return;
    }
    try_unit(b, order, line, unit + 1, opened, cost + b->r->unfilled);
    for (int q = 0; q < o->n_quote; q++) {
        int node = o->quote[q].node, fresh = !(opened >> q & 1);
        int *stock = &b->stock[node * b->r->n_sku + o->line[line].sku];
        if (*stock <= 0 || b->capacity[node] < fresh)
            continue;
        *stock -= 1, b->capacity[node] -= fresh;
        try_unit(b, order, line, unit + 1, opened | 1u << q, cost + o->quote[q].unit + (fresh ? o->quote[q].parcel : 0));
        *stock += 1, b->capacity[node] += fresh;
    }
}

/* No plan is cheaper than the one found, and the bound knows no better. */
static void assert_best(struct ctx *c, const struct route *r)
{
    struct route_result res;
    struct brute b = {r, r->stock, r->capacity, INT64_MAX};
    try_unit(&b, 0, 0, 0, 0, 0);
    route_solve(c, r, 3000000, &res);
    assert_int_equal(audit(c, r, res.plan), res.cost);
    assert_int_equal(res.cost, b.best);
    assert_true(res.bound <= (double)b.best + 1e-6);
}

TEST(route_tiny_waves_are_solved_to_the_best)
{
    for (int k = 0; k < 60; k++) {
        struct route r = wave(c, any(c, 1, 3), any(c, 1, 3), 2, 2);
        assert_best(c, &r);
    }
}

TEST(route_one_order_is_proven)
{
    for (int k = 0; k < 60; k++) {
        struct route r = wave(c, 1, any(c, 1, 9), 3, 3);
        struct route_result res;
        for (int i = 0; i < r.n_node; i++)
            r.capacity[i] = any(c, 0, 1);
        route_solve(c, &r, 3000000, &res);
        assert_true((double)res.cost - res.bound < 1);
    }
}

/* Orders of several units share the stock of two nodes. */
static struct route shared(struct ctx *c, int orders)
{
    struct route r = wave(c, orders, 2, 1, 1);
    for (int i = 0; i < r.n_node; i++)
        r.stock[i] = any(c, 1, 4), r.capacity[i] = any(c, 1, 3);
    for (int i = 0; i < r.n_order; i++)
        r.order[i].line[0].qty = any(c, 1, 3);
    return r;
}

TEST(route_bound_holds_where_orders_share_stock)
{
    for (int k = 0; k < 200; k++) {
        struct route r = shared(c, 3);
        assert_best(c, &r);
    }
}

/* One order wants both units of a near shelf, another one of them. Half of the first beside all of the second would
 * be cheaper than any plan: the bound must know that no plan is such. */
TEST(route_half_an_order_is_no_plan)
{
    struct route_line two = {0, 2}, one = {0, 1};
    struct route_quote quote[] = {{.node = 0, .parcel = 300}, {.node = 1, .parcel = 900}};
    struct route_order order[] = {{.line = &two, .n_line = 1, .quote = quote, .n_quote = 2},
                                  {.line = &one, .n_line = 1, .quote = quote, .n_quote = 2}};
    struct route r = {.n_node = 2, .n_sku = 1, .n_order = 2, .unfilled = 5000, .order = order,
                      .stock = (int[]){2, 9}, .capacity = (int[]){9, 9}};
    struct route_result res;
    route_solve(c, &r, 3000000, &res);
    assert_int_equal(res.cost, 1200);
    assert_true(res.bound > 1199);
}

/* Three orders, each of two of three things that a near shelf has once. Half of each order from there obeys every limit alone;
 * whole orders do not: only one can have its two. */
TEST(route_halves_of_three_orders_are_no_plan)
{
    struct route_line line[3][2] = {{{0, 1}, {1, 1}}, {{1, 1}, {2, 1}}, {{2, 1}, {0, 1}}};
    struct route_quote quote[] = {{.node = 0, .parcel = 100}, {.node = 1, .parcel = 1000}};
    struct route_order order[3];
    for (int i = 0; i < 3; i++)
        order[i] = (struct route_order){.line = line[i], .n_line = 2, .quote = quote, .n_quote = 2};
    struct route r = {.n_node = 2, .n_sku = 3, .n_order = 3, .unfilled = 5000, .order = order,
                      .stock = (int[]){1, 1, 1, 9, 9, 9}, .capacity = (int[]){9, 9}};
    struct route_result res;
    route_solve(c, &r, 3000000, &res);
    assert_int_equal(res.cost, 2100);
    assert_true(res.bound > 2099);
}

/* What the prices of cuts prove must hold for every plan, where all limits bind at once. */
TEST(route_bound_holds_where_all_is_scarce)
{
    for (int k = 0; k < 60; k++) {
        struct route r = wave(c, 4, 3, 2, 2);
        for (int i = 0; i < r.n_node * r.n_sku; i++)
            r.stock[i] = any(c, 0, 2);
        for (int i = 0; i < r.n_node; i++)
            r.capacity[i] = any(c, 1, 2);
        for (int i = 0; i < r.n_order; i++)
            for (int l = 0; l < r.order[i].n_line; l++)
                r.order[i].line[l].qty = 1;
        r.unfilled = any(c, 500, 3000);
        assert_best(c, &r);
    }
}
