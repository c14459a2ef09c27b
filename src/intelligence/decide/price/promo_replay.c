/* intelligence/decide/price/promo_replay.c - real orders of the last weeks once more, at a promotion's prices.
 *
 * Nobody buys more in it: it tells what the promotion costs on what sold anyway, and how many orders it touches.
 * Units   money as price; days since 1970-01-01
 */
#include "intelligence/decide/price/promo.h"
#include "core/stat.h"
#include <math.h>
#include <stdlib.h>

static const struct record week_record = {"replayed_week", sizeof(struct promo_week), (const struct field[]){
    FIELD(struct promo_week, day, .doc = "its first, since 1970-01-01"),
    FIELD(struct promo_week, orders, .doc = "placed in it"),
    FIELD(struct promo_week, touched, .doc = "that would have had a discount"),
    FIELD(struct promo_week, first_touched, .flags = OPTIONAL, .doc = "of these, first orders of their customers"),
    FIELD(struct promo_week, revenue, .doc = "at the prices now"),
    FIELD(struct promo_week, discount, .doc = "that would have been given"),
    FIELD(struct promo_week, margin, .doc = "that would have been left"),
    FIELD(struct promo_week, margin_before, .doc = "at the prices now"),
    {0}}};
const struct record promo_replay_record = {"replay", sizeof(struct promo_replay), (const struct field[]){
    FIELD(struct promo_replay, orders, .doc = "past orders played through the promotion"),
    FIELD(struct promo_replay, touched, .doc = "orders that would have had a discount"),
    FIELD(struct promo_replay, first_touched, .flags = OPTIONAL, .doc = "of these, first orders of their customers"),
    FIELD(struct promo_replay, order_before, .flags = OPTIONAL, .doc = "mean revenue of an order, at the prices now"),
    FIELD(struct promo_replay, order_then, .flags = OPTIONAL, .doc = "the same with the discount taken off"),
    FIELD(struct promo_replay, touched_order, .flags = OPTIONAL, .doc = "mean revenue of those touched, at the prices now"),
    FIELD(struct promo_replay, revenue, .doc = "of the items named in them, at the prices now"),
    FIELD(struct promo_replay, discount, .doc = "what would have been given away on them"),
    FIELD(struct promo_replay, margin, .flags = OPTIONAL, .doc = "what would have been left"),
    FIELD(struct promo_replay, margin_before, .flags = OPTIONAL, .doc = "what is left at the prices now"),
    FIELD_LIST(struct promo_replay, weeks, &week_record, .flags = OPTIONAL, .doc = "week by week, where orders say their day"),
    {0}}};

enum { WEEK = 7 };

size_t promo_find(const struct promo_in *in, const size_t *by_sku, struct str sku)
{
    size_t low = 0, high = in->items.n;
    while (low < high) {
        size_t middle = (low + high) / 2;
        int c = str_cmp(in->items.at[by_sku[middle]].sku, sku);
        if (c == 0)
            return by_sku[middle];
        if (c < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return SIZE_MAX;
}

bool promo_is_for(const struct promo_in *in, const struct promo_basket *b) { return !in->segment.n || b->member; }

static struct promo_week order_play(const struct promo_in *in, const struct promo_basket *b, const double *off, const size_t *by_sku)
{
    struct promo_week w = {.orders = 1};
    bool is = promo_is_for(in, b);
    for (size_t i = 0; i < b->lines.n; i++) {
        size_t at = promo_find(in, by_sku, b->lines.at[i].sku);
        if (at == SIZE_MAX)
            continue;
        double units = b->lines.at[i].units;
        w.revenue += in->items.at[at].price * units;
        w.margin_before += (in->items.at[at].price - in->items.at[at].cost) * units;
        w.discount += is ? off[at] * units : 0;
    }
    w.margin = w.margin_before - w.discount, w.touched = w.discount > 0, w.first_touched = w.touched && b->first;
    return w;
}

static void week_add(struct promo_week *to, const struct promo_week *w)
{
    to->orders += w->orders, to->touched += w->touched, to->first_touched += w->first_touched, to->revenue += w->revenue, to->discount += w->discount;
    to->margin += w->margin, to->margin_before += w->margin_before;
}

static int by_day(const void *a, const void *b)
{
    int64_t x = ((const struct promo_week *)a)->day, y = ((const struct promo_week *)b)->day;
    return x < y ? -1 : x > y;
}

static struct promo_week *week_of(struct ctx *c, struct promo_replay *r, int64_t day)
{
    int64_t first = day - (day + 3) % WEEK; /* 1970-01-01 was a Thursday; weeks begin on Monday */
    for (size_t i = r->weeks.n; i-- > 0;)
        if (r->weeks.at[i].day == first)
            return &r->weeks.at[i];
    struct promo_week *w = LIST_ADD(c, &r->weeks);
    *w = (struct promo_week){.day = first};
    return w;
}

static void round_all(struct promo_replay *r)
{
    for (size_t i = 0; i < r->weeks.n; i++) {
        struct promo_week *w = &r->weeks.at[i];
        w->revenue = stat_round(w->revenue, 10), w->discount = stat_round(w->discount, 10);
        w->margin = stat_round(w->margin, 10), w->margin_before = stat_round(w->margin_before, 10);
    }
    r->revenue = stat_round(r->revenue, 10), r->discount = stat_round(r->discount, 10);
    r->margin = stat_round(r->margin, 10), r->margin_before = stat_round(r->margin_before, 10);
    r->order_before = stat_round(r->order_before, 10), r->order_then = stat_round(r->order_then, 10);
    r->touched_order = stat_round(r->touched_order, 10);
}

struct promo_replay *promo_play(struct ctx *c, const struct promo_in *in, const struct promo_out *picked, const size_t *by_sku)
{
    struct promo_replay *r = NEW(c, struct promo_replay);
    double *off = NEW_ARRAY(c, double, in->items.n);
    struct promo_week all = {0};
    double touched = 0; /* revenue of those orders */
    for (size_t i = 0; i < picked->picks.n; i++) {
        size_t at = promo_find(in, by_sku, picked->picks.at[i].sku);
        off[at] = in->items.at[at].price - picked->picks.at[i].price;
    }
    for (size_t o = 0; o < in->orders.n; o++) {
        struct promo_week w = order_play(in, &in->orders.at[o], off, by_sku);
        week_add(&all, &w);
        touched += w.touched ? w.revenue : 0;
        if (in->orders.at[o].day > 0)
            week_add(week_of(c, r, in->orders.at[o].day), &w);
    }
    if (r->weeks.n)
        qsort(r->weeks.at, r->weeks.n, sizeof *r->weeks.at, by_day);
    r->orders = all.orders, r->touched = all.touched, r->revenue = all.revenue, r->discount = all.discount;
    r->margin = all.margin, r->margin_before = all.margin_before, r->first_touched = all.first_touched;
    r->order_before = all.revenue / fmax(1, (double)all.orders), r->order_then = (all.revenue - all.discount) / fmax(1, (double)all.orders);
    r->touched_order = touched / fmax(1, (double)all.touched);
    round_all(r);
    return r;
}
