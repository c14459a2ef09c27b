/* app/verb/simulate.c - a shop that never was: items, prices, promotions, sales and stock-outs with known truth.
 *
 * Demand of an item on a day is negative binomial around rate x trend x weekday x time of year x
 * (price / usual)^elasticity x promotion. Sales are what stock allows; stock is reordered with a lead time. No person is
 * in it, so it may be shared. The same seed gives the same shop.
 * --country: of each category half of that country's occasions matter: the days before them (as many as people buy ahead) and
 * the days themselves each have a lift, which truth.jsonl tells.
 * --cross: of each item's extra units a share is taken from its category's other items, and its units bring units of a
 * partner along: a base unit `attach`, an extra one less. Either begins half of the orders with both, so of what orders show
 * beside an item its extra units bring the share `new_orders`. Orders tell who was bought with whom.
 */
#include "app/rehearse/market.h"
#include "app/verb.h"
#include "core/file.h"
#include "core/rand.h"
#include "core/stat.h"
#include "data/day.h"
#include "data/holiday.h"
#include <math.h>

static const struct option options[] = {
    {"items", "N", "how many items (50)"},
    {"days", "N", "how many days (400)"},
    {"from", "DAY", "the first day (2025-01-01)"},
    {"country", "CC", "occasions of this country, as DE, lift or lower sales, by category"},
    {"cross", NULL, "items take sales from each other and bring others along; writes orders.csv too, to import instead of sales.csv"},
    {0}};

enum { CATEGORIES = 5, AHEAD = 28 }; /* days ahead that truth.jsonl tells the mean of */
static const char *const category_name[CATEGORIES] = {"Kitchen", "Garden", "Toys", "Clothing", "Office"};
static const char *const noun[CATEGORIES][6] = {
    {"Kettle", "Mug", "Pan", "Toaster", "Knife", "Bowl"}, {"Spade", "Hose", "Planter", "Lantern", "Rake", "Bench"},
    {"Puzzle", "Robot", "Kite", "Blocks", "Doll", "Train"}, {"Coat", "Scarf", "Shirt", "Boots", "Hat", "Gloves"},
    {"Lamp", "Stapler", "Chair", "Notebook", "Pen", "Folder"}};
static const char *const colour[] = {"Red", "Blue", "Green", "White", "Black", "Grey"};

struct category {
    struct season season;
    double *occasion; /* --country: [row][before, during], on log sales */
    double cannibal, base, pressure; /* --cross: share taken; today: units without promotion, extra units over the others' */
};
struct item {
    struct str sku, title;
    int category;
    struct good good;
    double attach;                     /* --cross: units of the partner a unit brings */
    struct item *partner;              /* NULL: none */
    double price_today, base, extra, today, want, brought;
    bool promo;
};
struct world {
    uint64_t seed;
    struct category category[CATEGORIES];
    struct item *item;
    int64_t items, days, first;
    struct str country;
    size_t *on; /* [days + AHEAD]: 1 + place in `occasion`; 0: none */
    FILE *sales, *orders; /* orders: with cross alone */
    bool cross;
    double new_orders; /* of `attach`, that an extra unit brings */
    int64_t order;
};

/* Of two occasions a day belongs to the one whose day it is, else to the one that comes first in occasion.def. */
static void occasion_place(struct world *w, size_t row)
{
    struct occasion o;
    for (int64_t i = 0; i < w->days + AHEAD; i++) {
        int64_t day = w->first + i;
        for (int64_t year = year_of(day); year <= year_of(day + 30); year++)
            if (occasion_of(w->country, row, year, &o) && day >= o.first - o.lead && day <= o.last && (!w->on[i] || day >= o.first))
                w->on[i] = 1 + 2 * row + (day >= o.first);
    }
}

static void occasions_make(struct ctx *c, struct world *w)
{
    w->on = NEW_ARRAY(c, size_t, w->days + AHEAD);
    for (int k = 0; k < CATEGORIES; k++)
        w->category[k].occasion = NEW_ARRAY(c, double, 2 * occasion_rows());
    for (size_t row = 0; row < occasion_rows() && w->country.n; row++) {
        occasion_place(w, row);
        for (int k = 0; k < CATEGORIES; k++)
            if (rand_unit(&w->seed) < 0.5) {
                w->category[k].occasion[2 * row] = 0.45 + 0.15 * stat_draw_normal(&w->seed);
                w->category[k].occasion[2 * row + 1] = 0.4 * stat_draw_normal(&w->seed);
            }
    }
}

static void item_make(struct ctx *c, struct world *w, int64_t i)
{
    struct item *x = &w->item[i];
    x->category = (int)(i % CATEGORIES);
    x->sku = str_fmt(c, "S%04lld", (long long)i + 1);
    x->title = str_fmt(c, "%s %s No. %lld", colour[rand_below(&w->seed, 6)], noun[x->category][rand_below(&w->seed, 6)], (long long)i + 1);
    x->good.price = floor(exp(3 + 0.7 * stat_draw_normal(&w->seed))) + 0.99;
    x->good.cost = round(x->good.price * (35 + 30 * rand_unit(&w->seed))) / 100;
    x->good.rate = exp(0.7 + 1.1 * stat_draw_normal(&w->seed));
    good_draw(&w->seed, &w->category[x->category].season, &x->good);
}

static double mean_of(const struct world *w, const struct item *x, int64_t day, double price, bool promo)
{
    double occasion = w->on[day] ? exp(w->category[x->category].occasion[w->on[day] - 1]) : 1;
    return occasion * good_mean(&w->category[x->category].season, &x->good, w->first + day, day, price, promo);
}

static void day_ask(struct world *w, struct item *x, int64_t day, bool promo)
{
    if (rand_unit(&w->seed) < 0.02)
        x->good.asked = fmax(x->good.cost * 1.05, floor(x->good.price * exp(0.12 * stat_draw_normal(&w->seed))) + 0.99);
    x->promo = promo;
    x->price_today = promo ? round(80 * x->good.asked) / 100 : x->good.asked;
    x->today = mean_of(w, x, day, x->price_today, promo);
}

static double day_sell(struct ctx *c, struct world *w, struct item *x, int64_t day)
{
    double sold = fmin(x->want, x->good.stock), share = x->want > 0 ? sold / x->want : x->good.stock > 0;
    struct arena_mark mark = arena_mark(c->mem);
    fprintf(w->sales, "%s,%s,%.0f,%.2f,%d,%.2f\n", day_text(c, w->first + day).p, x->sku.p, sold, x->price_today, x->promo, share);
    arena_reset(c->mem, mark);
    x->good.stock -= sold;
    good_restock(&w->seed, &x->good);
    return sold;
}

static void day_alone(struct ctx *c, struct world *w, int64_t day)
{
    for (int64_t i = 0; i < w->items; i++) {
        struct item *x = &w->item[i];
        day_ask(w, x, day, day / 7 % (2 * CATEGORIES) == x->category); /* each category has a promotion week in turn */
        x->want = (double)stat_draw_negbin(&w->seed, x->today, x->good.size);
        day_sell(c, w, x, day);
    }
}

/* ---- items that touch each other ----------------------------------------------------------------------- */

static void cross_make(struct world *w)
{
    w->new_orders = 0.3 + 0.6 * rand_unit(&w->seed);
    for (int k = 0; k < CATEGORIES; k++)
        w->category[k].cannibal = 0.05 + 0.4 * rand_unit(&w->seed);
    for (int64_t i = 0; i < w->items; i++) {
        struct item *x = &w->item[i];
        struct item *y = &w->item[rand_below(&w->seed, (uint64_t)w->items)];
        double together = (0.3 + 0.5 * rand_unit(&w->seed)) * fmin(x->good.rate, y->good.rate);
        if (x->partner || y->partner || x->category == y->category)
            continue;
        x->partner = y, y->partner = x; /* each begins half of the orders with both */
        x->attach = together / 2 / x->good.rate, y->attach = together / 2 / y->good.rate;
    }
}

/* What of an item's extra units the others of its category bear, each by its size. */
static void taken(struct world *w)
{
    for (int k = 0; k < CATEGORIES; k++)
        w->category[k].base = w->category[k].pressure = 0;
    for (int64_t i = 0; i < w->items; i++)
        w->category[w->item[i].category].base += w->item[i].base;
    for (int pass = 0; pass < 2; pass++)
        for (int64_t i = 0; i < w->items; i++) {
            struct item *x = &w->item[i];
            struct category *k = &w->category[x->category];
            double others = k->base - x->base, own = others > 1e-9 ? x->extra / others : 0;
            if (!pass)
                k->pressure += own;
            else
                x->today *= fmax(0.05, 1 - k->cannibal * (k->pressure - own));
        }
}

/* One order a unit; the first of them have the partner in them. */
static void orders_write(struct ctx *c, struct world *w, const struct item *x, int64_t day, double alone, double with)
{
    struct arena_mark mark = arena_mark(c->mem);
    struct str date = day_text(c, w->first + day);
    for (double n = 0; n < alone; n++) {
        int64_t order = ++w->order, buyer = (int64_t)rand_below(&w->seed, 4000) + 1;
        fprintf(w->orders, "%s,%lld,C%lld,%s,1,%.2f,%d,\n", date.p, (long long)order, (long long)buyer, x->sku.p, x->price_today, x->promo);
        if (n < with)
            fprintf(w->orders, "%s,%lld,C%lld,%s,1,%.2f,%d,\n", date.p, (long long)order, (long long)buyer, x->partner->sku.p, x->partner->price_today,
                    x->partner->promo);
    }
    arena_reset(c->mem, mark);
}

static void day_cross(struct ctx *c, struct world *w, int64_t day)
{
    double *own = NEW_ARRAY(c, double, w->items), *with = NEW_ARRAY(c, double, w->items);
    for (int64_t i = 0; i < w->items; i++) {
        struct item *x = &w->item[i];
        day_ask(w, x, day, (day / 7 + i) % 10 == 0); /* each item has a week of its own */
        x->base = mean_of(w, x, day, x->good.price, false), x->extra = x->today - x->base, x->brought = 0;
    }
    taken(w);
    for (int64_t i = 0; i < w->items; i++) {
        struct item *x = &w->item[i];
        own[i] = (double)stat_draw_negbin(&w->seed, x->today, x->good.size);
        double causal = fmax(0, x->base + w->new_orders * x->extra) / fmax(1e-9, x->base + x->extra);
        with[i] = x->partner ? fmin(own[i], (double)stat_draw_poisson(&w->seed, x->attach * own[i] * causal)) : 0;
        if (x->partner)
            x->partner->brought += with[i];
    }
    for (int64_t i = 0; i < w->items; i++) {
        struct item *x = &w->item[i];
        x->want = own[i] + x->brought;
        double stock = x->good.stock, sold = day_sell(c, w, x, day), missed = x->want - sold;
        orders_write(c, w, x, day, fmax(0, own[i] - missed), with[i]);
        if (sold <= 0 || missed > 0) /* a shelf without buyers, or without goods */
            fprintf(w->orders, "%s,,,%s,0,%.2f,%d,%.2f\n", day_text(c, w->first + day).p, x->sku.p, x->price_today, x->promo,
                    x->want > 0 ? sold / x->want : stock > 0);
    }
}

static enum status catalogue_write(struct ctx *c, const struct world *w, struct str folder)
{
    FILE *f;
    TRY(file_begin(c, str_fmt(c, "%s/catalog.csv", folder.p), &f));
    fputs("sku,title,category,price,cost,stock,currency\n", f);
    for (int64_t i = 0; i < w->items; i++) {
        const struct item *x = &w->item[i];
        fprintf(f, "%s,%s,%s,%.2f,%.2f,%.0f,EUR\n", x->sku.p, x->title.p, category_name[x->category], x->good.asked, x->good.cost, x->good.stock);
    }
    return file_end(c, STR("catalog.csv"), f);
}

/* Whether a row of occasion.def falls on the simulated days. */
static bool occasion_met(const struct world *w, size_t row)
{
    for (int64_t i = 0; i < w->days + AHEAD; i++)
        if (w->on[i] && (w->on[i] - 1) / 2 == row)
            return true;
    return false;
}

static void occasions_write(const struct world *w, const struct item *x, FILE *f)
{
    const struct category *k = &w->category[x->category];
    struct occasion o;
    const char *comma = "\"occasions\":[";
    for (size_t row = 0; row < occasion_rows() && w->country.n; row++) {
        int64_t year = year_of(w->first + w->days);
        if (!occasion_met(w, row) || !(occasion_of(w->country, row, year, &o) || occasion_of(w->country, row, year - 1, &o)))
            continue;
        fprintf(f, "%s{\"name\":\"%.*s\",\"before\":%.4f,\"during\":%.4f}", comma, FMT(o.name), exp(k->occasion[2 * row]) - 1,
                exp(k->occasion[2 * row + 1]) - 1);
        comma = ",";
    }
    fputs(*comma == ',' ? "]," : "", f);
}

static enum status truth_write(struct ctx *c, const struct world *w, struct str folder)
{
    FILE *f;
    TRY(file_begin(c, str_fmt(c, "%s/truth.jsonl", folder.p), &f));
    for (int64_t i = 0; i < w->items; i++) {
        const struct item *x = &w->item[i];
        fprintf(f, "{\"sku\":\"%s\",\"category\":\"%s\",\"elasticity\":%.6f,\"promo_lift\":%.6f,\"rate\":%.6f,\"usual_price\":%.2f,"
                "\"cost\":%.2f,\"lead_time\":{\"mean\":%.2f,\"sd\":1.22},", x->sku.p, category_name[x->category],
                x->good.elasticity, exp(x->good.lift) - 1, x->good.rate, x->good.price, x->good.cost, x->good.lead + 1.5);
        if (w->cross)
            fprintf(f, "\"cannibal\":%.6f,\"new_orders\":%.6f,\"partner\":\"%s\",\"attach\":%.6f,", w->category[x->category].cannibal, w->new_orders / 2,
                    x->partner ? x->partner->sku.p : "", x->partner ? x->attach : 0);
        occasions_write(w, x, f);
        fputs("\"next_mean\":[", f);
        for (int64_t d = 0; d < AHEAD; d++)
            fprintf(f, "%s%.6f", d ? "," : "", mean_of(w, x, w->days + d, x->good.asked, false));
        fputs("]}\n", f);
    }
    return file_end(c, STR("truth.jsonl"), f);
}

static enum status sell_all(struct ctx *c, struct world *w, struct str folder)
{
    TRY(file_begin(c, str_fmt(c, "%s/sales.csv", folder.p), &w->sales));
    fputs("date,sku,units,price,promo,in_stock\n", w->sales);
    if (w->cross) {
        cross_make(w);
        TRY(file_begin(c, str_fmt(c, "%s/orders.csv", folder.p), &w->orders));
        fputs("date,order,customer,sku,units,price,promo,in_stock\n", w->orders);
    }
    for (int64_t day = 0; day < w->days; day++) {
        struct arena_mark mark = arena_mark(c->mem);
        w->cross ? day_cross(c, w, day) : day_alone(c, w, day);
        arena_reset(c->mem, mark);
    }
    TRY(file_end(c, STR("sales.csv"), w->sales));
    return w->orders ? file_end(c, STR("orders.csv"), w->orders) : OK;
}

static enum status run(struct ctx *c, struct shell *sh)
{
    struct world w = {.seed = c->seed, .items = 50, .days = 400, .cross = shell_flag(sh, "cross")};
    struct str from = shell_option(sh, "from"), country = shell_option(sh, "country");
    if (sh->args.n != 1)
        return shell_misuse(c, "simulate takes one folder to write to");
    TRY(shell_whole(c, sh, "items", 1, 100000, &w.items));
    TRY(shell_whole(c, sh, "days", 1, 5000, &w.days));
    if (!day_read(from.p ? from : STR("2025-01-01"), &w.first))
        return shell_misuse(c, "--from wants a day as 2025-01-01, not %s", from.p);
    if (country.p && !holiday_knows(country) && !occasion_knows(country))
        return shell_misuse(c, "--country wants a country whose occasions are known, as DE, not %s", country.p);
    w.country = country.p ? country : STR("");
    TRY(folder_make(c, sh->args.at[0], 0777));
    for (int k = 0; k < CATEGORIES; k++)
        season_draw(&w.seed, &w.category[k].season);
    occasions_make(c, &w);
    w.item = NEW_ARRAY(c, struct item, w.items);
    for (int64_t i = 0; i < w.items; i++)
        item_make(c, &w, i);
    TRY(sell_all(c, &w, sh->args.at[0]));
    TRY(catalogue_write(c, &w, sh->args.at[0]));
    TRY(truth_write(c, &w, sh->args.at[0]));
    printf("wrote catalog.csv, sales.csv and truth.jsonl to %s: %lld items, %lld days\n", sh->args.at[0].p, (long long)w.items,
           (long long)w.days);
    return OK;
}

const struct verb verb_simulate = {"simulate", "FOLDER", "write a seeded shop with known truth: catalogue, sales, and what made them",
                                   options, run, SHOP_NONE};
