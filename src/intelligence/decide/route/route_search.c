/* intelligence/decide/route/route_search.c - the plan in hand: planning one order, holding and giving back. */
#include "intelligence/decide/route/route_search.h"
#include <math.h>

static bool plan_opens(const struct route_plan *p, int n, int quote)
{
    for (int i = 0; i < n; i++)
        if (p->piece[i].quote == quote)
            return true;
    return false;
}

static void sender_remove(struct search *s, int node, int order)
{
    int *list = s->sender + s->sender_at[node], at = 0;
    while (list[at] != order)
        at++;
    list[at] = list[--s->n_sender[node]];
}

/* Book (sign 1) or give back (-1) what the order's plan holds. */
static void plan_book(struct search *s, int order, int sign)
{
    const struct route_menu *m = &s->x->menu[order];
    const struct route_plan *p = &s->plan[order];
    for (int i = 0; i < p->n; i++) {
        int k = p->piece[i].quote * m->n_line + p->piece[i].line, node = m->of->quote[m->quote[p->piece[i].quote]].node;
        s->left[m->cell[k]] -= sign * p->piece[i].qty;
        s->hold[m->slot + k] += sign * p->piece[i].qty;
        if (plan_opens(p, i, p->piece[i].quote))
            continue;
        s->left[s->x->n_cell + node] -= sign;
        if (sign > 0)
            s->sender[s->sender_at[node] + s->n_sender[node]++] = order;
        else
            sender_remove(s, node, order);
    }
    s->cost += sign * s->order_cost[order];
}

/* Money of a plan, and what it pays besides at the bound's prices. */
static void plan_value(struct search *s, int order)
{
    const struct route_menu *m = &s->x->menu[order];
    const struct route_plan *p = &s->plan[order];
    const double *price = s->x->best;
    int64_t cost = 0;
    double besides = 0;
    for (int l = 0; l < m->n_line; l++)
        cost += s->r->unfilled * m->of->line[l].qty;
    for (int i = 0; i < p->n; i++) {
        const struct route_quote *q = &m->of->quote[m->quote[p->piece[i].quote]];
        int k = p->piece[i].quote * m->n_line + p->piece[i].line, units = p->piece[i].qty;
        bool again = plan_opens(p, i, p->piece[i].quote);
        cost += (q->unit - s->r->unfilled) * units + (again ? 0 : q->parcel);
        besides += units * (price[m->cell[k]] + s->x->unit[m->slot + k]) + s->x->first[m->slot + k] +
                   (again ? 0 : price[s->x->n_cell + q->node]);
    }
    s->order_cost[order] = cost;
    s->regret[order] = (double)cost + besides - s->least[order];
}

/* A line that moves whole and that no node has whole: take from one node after the other while that costs less
 * than missing it. */
static void fill_rest(const struct search *s, const struct route_shelf *shelf, int order, int line, int left)
{
    const struct route_menu *m = &s->x->menu[order];
    struct route_plan *p = &s->plan[order];
    for (int best; left > 0; left -= p->piece[p->n++].qty) {
        double best_each = (double)s->r->unfilled;
        best = NO_NODE;
        for (int q = 0; q < m->n_quote; q++) {
            const struct route_quote *quote = &m->of->quote[m->quote[q]];
            bool open = plan_opens(p, p->n, q), taken = false;
            for (int i = 0; i < p->n; i++)
                taken |= p->piece[i].quote == q && p->piece[i].line == line;
            int has = shelf->stock[m->cell[q * m->n_line + line]], take = has < left ? has : left;
            if (take <= 0 || taken || (!open && shelf->capacity[quote->node] <= 0))
                continue;
            double each = (double)quote->unit + (open ? 0 : (double)quote->parcel / take);
            if (each < best_each)
                best_each = each, best = q, p->piece[p->n] = (struct route_piece){line, q, take};
        }
        if (best == NO_NODE)
            return;
    }
}

struct route_shelf search_shelf(const struct search *s, const int *have, double weight)
{
    return (struct route_shelf){have, have + s->x->n_cell, s->x->best, s->x->unit, s->x->first, weight, false};
}

void search_put(struct search *s, int order, const struct route_shelf *shelf)
{
    struct route_plan *p = &s->plan[order];
    struct route_menu *m = &s->x->menu[order];
    route_menu_price(s->r, shelf, m);
    route_assign(m);
    s->work -= m->work;
    m->work = 0;
    p->n = 0;
    for (int l = 0; l < m->n_line; l++) {
        int left = m->of->line[l].qty;
        for (int q = 0; q < m->n_quote; q++) {
            int qty = m->take[q * m->n_line + l] * m->part_qty[l];
            left -= qty;
            if (qty)
                p->piece[p->n++] = (struct route_piece){l, q, qty};
        }
        if (left && m->part_qty[l] > 1)
            fill_rest(s, shelf, order, l, left);
    }
    plan_value(s, order);
    plan_book(s, order, 1);
}

void search_hold(struct search *s, int order, const struct route_plan *p)
{
    route_plan_copy(&s->plan[order], p);
    plan_value(s, order);
    plan_book(s, order, 1);
}

void search_drop(struct search *s, int order)
{
    plan_book(s, order, -1);
}

void search_lock(struct search *s, int order, int sign)
{
    const struct route_menu *m = &s->x->menu[order];
    const struct route_plan *p = &s->plan[order];
    for (int i = 0; i < p->n; i++) {
        int q = p->piece[i].quote;
        s->loose[m->cell[q * m->n_line + p->piece[i].line]] -= sign * p->piece[i].qty;
        s->loose[s->x->n_cell + m->of->quote[m->quote[q]].node] -= plan_opens(p, i, q) ? 0 : sign;
    }
}

void route_plan_copy(struct route_plan *to, const struct route_plan *from)
{
    to->n = from->n;
    memcpy(to->piece, from->piece, (size_t)from->n * sizeof *from->piece);
}

void search_best(const struct search *s, struct route_result *best)
{
    if (s->cost >= best->cost)
        return;
    best->cost = s->cost;
    for (int i = 0; i < s->r->n_order; i++)
        route_plan_copy(&best->plan[i], &s->plan[i]);
}

void search_price(struct search *s)
{
    struct route_shelf all = search_shelf(s, s->left, 1);
    all.full = true;
    relax_cuts_price(s->x, s->x->best);
    for (int i = 0; i < s->r->n_order; i++) {
        route_menu_price(s->r, &all, &s->x->menu[i]);
        s->least[i] = route_assign(&s->x->menu[i]);
    }
}

static void senders_make(struct ctx *c, struct search *s)
{
    s->sender_at = NEW_ARRAY(c, int, s->r->n_node + 2);
    s->n_sender = NEW_ARRAY(c, int, s->r->n_node + 1);
    for (int i = 0; i < s->r->n_order; i++)
        for (int q = 0; q < s->x->menu[i].n_quote; q++)
            s->sender_at[s->r->order[i].quote[s->x->menu[i].quote[q]].node + 1]++;
    for (int w = 0; w < s->r->n_node; w++)
        s->sender_at[w + 1] += s->sender_at[w];
    s->sender = NEW_ARRAY(c, int, s->sender_at[s->r->n_node] + 1);
}

struct search *search_make(struct ctx *c, struct relax *x)
{
    struct search *s = NEW(c, struct search);
    const struct route *r = x->r;
    *s = (struct search){.x = x, .r = r, .left = NEW_ARRAY(c, int, x->n_limit + 1), .loose = NEW_ARRAY(c, int, x->n_limit + 1),
                         .hold = NEW_ARRAY(c, int, x->n_slot + 1), .owner = NEW_ARRAY(c, int, x->n_slot + 1),
                         .plan = NEW_ARRAY(c, struct route_plan, r->n_order + 1),
                         .order_cost = NEW_ARRAY(c, int64_t, r->n_order + 1), .least = NEW_ARRAY(c, double, r->n_order + 1),
                         .regret = NEW_ARRAY(c, double, r->n_order + 1), .seed = c->seed};
    for (int k = 0; k < x->n_limit; k++)
        s->left[k] = s->loose[k] = k < x->n_cell ? r->stock[k] : r->capacity[k - x->n_cell];
    for (int i = 0; i < r->n_order; i++) {
        const struct route_menu *m = &x->menu[i];
        for (int k = 0; k < m->n_quote * m->n_line; k++)
            s->owner[m->slot + k] = i;
        s->plan[i].piece = NEW_ARRAY(c, struct route_piece, m->n_quote * m->n_line + 1);
    }
    senders_make(c, s);
    search_price(s);
    return s;
}
