/* app/rehearse/season.c - the sales of the past, day by day until now.
 *
 * Tables  writes sale, line, shelf, variant (stock), stock
 */
#include "app/rehearse/rehearse.h"
#include "core/rand.h"
#include "core/stat.h"
#include "data/day.h"
#include "data/rehearsal.h"
#include <math.h>
#include <stdlib.h>

enum { STILL_DAYS = 21 /* at the end prices stand where the catalogue has them */, PROMO_EVERY = 12 /* weeks */,
       HEAP_DAYS = 40 /* before the end the buyer ordered too much */, OPEN_H = 7, SHUT_H = 22 };

/* A new price now and then, with the ending of the usual one; a week of promotion for each category in turn. */
static void price_ask(struct stage *s, struct ware *w, int64_t left, int64_t week)
{
    double unit = w->price >= 1000 ? 100 : 1, ending = fmod((double)w->price, unit);
    if (left > STILL_DAYS && rand_unit(&s->seed) < 0.025)
        w->good.asked = fmax((double)w->cost * 1.05, floor((double)w->price * exp(0.12 * stat_draw_normal(&s->seed)) / unit) * unit + ending);
    if (left <= STILL_DAYS)
        w->good.asked = (double)w->price;
    w->promo = left > 7 && (size_t)(week % PROMO_EVERY) == w->season % PROMO_EVERY;
    w->paid = w->promo ? round(0.8 * w->good.asked) : w->good.asked;
}

static enum status shelf_write(struct ctx *c, const struct ware *w, int64_t day)
{
    return db_run(c, "INSERT INTO shelf (day, channel, sku, price, stock) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (sku, channel, day) DO NOTHING",
                  A(day), A(REHEARSAL_ACTOR), A(w->sku), A((int64_t)w->paid), A((int64_t)w->good.stock));
}

/* What is wanted, as far as there is stock. Today is only as long as it is. */
static enum status ware_sell(struct ctx *c, struct stage *s, struct ware *w, int64_t day, int64_t t, double share)
{
    double before = w->paid;
    price_ask(s, w, s->days - t, day / 7);
    double mean = good_mean(&s->season[w->season], &w->good, day, t, w->paid, w->promo);
    w->sold = (int64_t)fmin((double)stat_draw_negbin(&s->seed, share * mean, w->good.size), w->good.stock);
    bool out = w->good.stock < 1;
    if (t == 0 || w->paid != before || out != w->out)
        TRY(shelf_write(c, w, day));
    w->out = out;
    w->good.stock += s->days - t == HEAP_DAYS ? ceil(w->heap * mean) : 0;
    w->good.stock -= (double)w->sold;
    good_restock(&s->seed, &w->good);
    return OK;
}

/* ---- into baskets ------------------------------------------------------------------------------------------------ */

static size_t player_of(struct stage *s, size_t season)
{
    size_t who = 0;
    for (int tries = 0; tries < 4; tries++) { /* some come often; most like one category */
        who = (size_t)(pow(rand_unit(&s->seed), 1.25) * (double)s->players.n);
        if (s->players.at[who].likes == season)
            break;
    }
    return who;
}

static void basket_put(struct stage *s, struct basket *b, size_t i)
{
    struct ware *w = &s->wares.at[i];
    w->sold--;
    for (size_t k = 0; k < b->n; k++)
        if (b->line[k].ware == i) {
            b->line[k].quantity++;
            return;
        }
    b->line[b->n].ware = i, b->line[b->n].quantity = 1, b->line[b->n].price = (int64_t)w->paid;
    b->n++;
}

static enum status basket_save(struct ctx *c, struct stage *s, const struct basket *b)
{
    int64_t total = 0, sent = b->at_ms + (int64_t)((1 + 2 * rand_unit(&s->seed)) * DAY_MS);
    for (size_t k = 0; k < b->n; k++)
        total += b->line[k].quantity * b->line[k].price;
    uint64_t lot = rand_below(&s->seed, 100);
    struct str state = lot < 2 ? STR("cancelled") : lot < 6 && sent < c->now_ms ? STR("refunded") : STR("paid"), id = b->id;
    TRY(db_run(c, "INSERT INTO sale (id, customer, state, currency, country, source, subtotal, total, refunded, placed_ms, paid_ms, fulfilled_ms, hash,"
                  " batch) VALUES ($1, $2, $3, $4, $5, $6, $7, $7, $8, $9, $9, $10, '', $11)",
               A(id), A(s->players.at[b->player].id), A(state), A(s->wares.at[b->line[0].ware].currency), A(s->players.at[b->player].country),
               A(REHEARSAL_ACTOR), A(total), lot >= 2 && lot < 6 ? A(total) : (struct arg){0}, A(b->at_ms), sent < c->now_ms ? A(sent) : (struct arg){0},
               A(s->batch)));
    for (size_t k = 0; k < b->n; k++) {
        const struct ware *w = &s->wares.at[b->line[k].ware];
        TRY(db_run(c, "INSERT INTO line (sale, pos, product, sku, title, quantity, price, promo) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)", A(id),
                   A((int64_t)k), A(w->product), A(w->sku), A(w->title), A(b->line[k].quantity), A(b->line[k].price), A(w->promo)));
    }
    return OK;
}

/* A basket begins with `i`; its partner, or another, may go along. */
static enum status basket_fill(struct ctx *c, struct stage *s, size_t i, int64_t day, int64_t until_ms)
{
    struct basket b = {.id = str_fmt(c, "SIM-%lld", (long long)(10000 + ++s->orders)), .player = player_of(s, s->wares.at[i].season)};
    size_t partner = s->wares.at[i].partner, other = rand_below(&s->seed, s->wares.n);
    int64_t from = day * DAY_MS + OPEN_H * (DAY_MS / 24), to = day * DAY_MS + SHUT_H * (DAY_MS / 24);
    to = to < until_ms ? to : until_ms;
    b.at_ms = from < to ? from + (int64_t)(rand_unit(&s->seed) * (double)(to - from)) : to;
    basket_put(s, &b, i);
    if (s->wares.at[partner].sold > 0 && rand_unit(&s->seed) < 0.5)
        basket_put(s, &b, partner);
    if (s->wares.at[other].sold > 0 && rand_unit(&s->seed) < 0.3)
        basket_put(s, &b, other);
    TRY(basket_save(c, s, &b));
    if (b.at_ms > c->now_ms - RECENT_DAYS * DAY_MS)
        *LIST_ADD(c, &s->recent) = b;
    return OK;
}

static enum status day_play(struct ctx *c, struct stage *s, int64_t t)
{
    int64_t day = c->now_ms / DAY_MS - s->days + t;
    double share = t < s->days ? 1 : (double)(c->now_ms % DAY_MS) / DAY_MS;
    for (size_t i = 0; i < s->wares.n; i++)
        TRY(ware_sell(c, s, &s->wares.at[i], day, t, share));
    size_t from = rand_below(&s->seed, s->wares.n); /* no ware is always the first of its basket */
    for (size_t k = 0; k < s->wares.n; k++)
        for (size_t i = (from + k) % s->wares.n; s->wares.at[i].sold > 0;)
            TRY(basket_fill(c, s, i, day, c->now_ms));
    return OK;
}

static enum status stock_write(struct ctx *c, struct stage *s)
{
    for (size_t i = 0; i < s->wares.n; i++) {
        struct ware *w = &s->wares.at[i];
        w->stock = (int64_t)w->good.stock;
        int64_t store = w->stock / 3;
        TRY(db_run(c, "UPDATE variant SET stock = $1 WHERE product = $2 AND pos = $3", A(w->stock), A(w->product), A(w->pos)));
        TRY(db_run(c, "INSERT INTO stock (node, sku, units, reserved) VALUES ('main', $1, $2, 0), ('store-1', $1, $3, 0)"
                      " ON CONFLICT (node, sku) DO NOTHING", A(w->sku), A(w->stock - store), A(store)));
    }
    return OK;
}

static int by_time(const void *a, const void *b)
{
    const struct basket *x = a, *y = b;
    return x->at_ms < y->at_ms ? -1 : x->at_ms > y->at_ms;
}

enum status season_play(struct ctx *c, struct stage *s)
{
    for (int64_t t = 0; t <= s->days; t++) { /* the last is today */
        if (s->progress && t % 20 == 0)
            s->progress(t, s->days);
        TRY(day_play(c, s, t));
    }
    if (s->recent.n)
        qsort(s->recent.at, s->recent.n, sizeof *s->recent.at, by_time);
    return stock_write(c, s);
}
