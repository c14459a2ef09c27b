/* intelligence/decide/route/route_pool.c - one column chosen for every order, and who holds what of it. */
#include "intelligence/decide/route/route_pool.h"

static bool plan_opened(const struct route_plan *plan, int n)
{
    for (int i = 0; i < n; i++)
        if (plan->piece[i].quote == plan->piece[n].quote)
            return true;
    return false;
}

void column_set(const struct pool *p, int order, const struct route_plan *plan, struct column *col)
{
    const struct search *s = p->s;
    const struct route_menu *m = &s->x->menu[order];
    col->cost = 0, col->besides = 0, col->n_piece = plan->n, col->n_hold = 0, col->order = order;
    for (int l = 0; l < m->n_line; l++)
        col->cost += s->r->unfilled * m->of->line[l].qty;
    for (int i = 0; i < plan->n; i++) {
        struct route_piece piece = plan->piece[i];
        const struct route_quote *q = &m->of->quote[m->quote[piece.quote]];
        int k = piece.quote * m->n_line + piece.line;
        col->piece[i] = piece;
        col->cost += (q->unit - s->r->unfilled) * piece.qty;
        col->besides += piece.qty * (s->x->best[m->cell[k]] + s->x->unit[m->slot + k]) + s->x->first[m->slot + k];
        col->hold[col->n_hold++] = (struct hold){m->cell[k], piece.qty, 0};
        if (plan_opened(plan, i))
            continue;
        col->cost += q->parcel;
        col->besides += s->x->best[s->x->n_cell + q->node];
        if (s->r->capacity[q->node] < s->r->n_order) /* else it is no limit */
            col->hold[col->n_hold++] = (struct hold){s->x->n_cell + q->node, 1, 0};
    }
    col->regret = (double)col->cost + col->besides - s->least[order];
}

void pool_load(struct pool *p, const struct route_plan *plan)
{
    for (int i = 0; i < p->s->r->n_order; i++)
        pool_book(p, i, -1);
    for (int i = 0; i < p->s->r->n_order; i++) {
        p->chosen[i] = p->first[i + 1] - 1;
        column_set(p, i, &plan[i], &p->column[p->chosen[i]]);
        pool_book(p, i, 1);
    }
}

void pool_book(struct pool *p, int order, int sign)
{
    const struct column *col = &p->column[p->chosen[order]];
    for (int i = 0; i < col->n_hold; i++) {
        struct hold *h = &col->hold[i];
        struct holder *list = p->holder + p->at[h->limit];
        p->left[h->limit] -= sign * h->units;
        if (sign > 0) {
            h->at = p->n_holder[h->limit]++;
            list[h->at] = (struct holder){order, h};
        } else {
            list[h->at] = list[--p->n_holder[h->limit]];
            list[h->at].hold->at = h->at;
        }
    }
    p->cost += sign * col->cost;
}

void pool_keep(struct pool *p)
{
    if (p->cost >= p->best_cost)
        return;
    p->best_cost = p->cost;
    memcpy(p->best, p->chosen, (size_t)p->s->r->n_order * sizeof *p->best);
}

struct route_plan pool_plan(const struct pool *p, const int *chosen, int order)
{
    const struct column *col = &p->column[chosen[order]];
    return (struct route_plan){col->piece, col->n_piece, col->n_piece};
}
