/* app/verb/simulate.c - a shop that never was: items, prices, promotions, sales and stock-outs with known truth.
 *
 * Demand of an item on a day is negative binomial around rate x trend x weekday x time of year x
 * (price / usual)^elasticity x promotion. Sales are what stock allows; stock is reordered with a lead time. No person is
 * in it, so it may be shared. The same seed gives the same shop.
 */
#include "app/verb.h"
#include "core/rand.h"
#include "core/stat.h"
#include "data/day.h"
#include <errno.h>
#include <math.h>
#include <sys/stat.h>

static const struct option options[] = {
    {"items", "N", "how many items (50)"},
    {"days", "N", "how many days (400)"},
    {"from", "DAY", "the first day (2025-01-01)"},
    {0}};

enum { CATEGORIES = 5 };
static const char *const category_name[CATEGORIES] = {"Kitchen", "Garden", "Toys", "Clothing", "Office"};
static const char *const noun[CATEGORIES][6] = {
    {"Kettle", "Mug", "Pan", "Toaster", "Knife", "Bowl"}, {"Spade", "Hose", "Planter", "Lantern", "Rake", "Bench"},
    {"Puzzle", "Robot", "Kite", "Blocks", "Doll", "Train"}, {"Coat", "Scarf", "Shirt", "Boots", "Hat", "Gloves"},
    {"Lamp", "Stapler", "Chair", "Notebook", "Pen", "Folder"}};
static const char *const colour[] = {"Red", "Blue", "Green", "White", "Black", "Grey"};

struct category {
    double elasticity, week[7], year, peak;
};
struct item {
    struct str sku, title;
    int category, lead;
    double price, cost, rate, elasticity, lift, trend, size;
    double asked, stock, coming, wait; /* today */
};
struct world {
    uint64_t seed;
    struct category category[CATEGORIES];
    struct item *item;
    int64_t items, days, first;
    FILE *sales;
};

static double near(struct world *w, double mean, double sd) { return mean + sd * stat_draw_normal(&w->seed); }

static void categories_make(struct world *w)
{
    for (int k = 0; k < CATEGORIES; k++) {
        struct category *x = &w->category[k];
        double sum = 0;
        x->elasticity = near(w, -2.2, 0.4);
        x->year = 0.1 + 0.3 * rand_unit(&w->seed);
        x->peak = 365 * rand_unit(&w->seed);
        for (int d = 0; d < 7; d++)
            sum += x->week[d] = exp(near(w, 0, 0.25));
        for (int d = 0; d < 7; d++)
            x->week[d] *= 7 / sum;
    }
}

static void item_make(struct ctx *c, struct world *w, int64_t i)
{
    struct item *x = &w->item[i];
    x->category = (int)(i % CATEGORIES);
    x->sku = str_fmt(c, "S%04lld", (long long)i + 1);
    x->title = str_fmt(c, "%s %s No. %lld", colour[rand_below(&w->seed, 6)], noun[x->category][rand_below(&w->seed, 6)], (long long)i + 1);
    x->price = floor(exp(near(w, 3, 0.7))) + 0.99;
    x->cost = round(x->price * (35 + 30 * rand_unit(&w->seed))) / 100;
    x->rate = exp(near(w, 0.7, 1.1));
    x->elasticity = fmin(-0.3, near(w, w->category[x->category].elasticity, 0.4));
    x->lift = 0.2 + 0.5 * rand_unit(&w->seed);
    x->trend = near(w, 0, 0.0008);
    x->size = 2 + 6 * rand_unit(&w->seed);
    x->lead = 3 + (int)rand_below(&w->seed, 12);
    x->asked = x->price;
    x->stock = ceil(x->rate * 30);
}

static double mean_of(const struct world *w, const struct item *x, int64_t day, double price, bool promo)
{
    const struct category *k = &w->category[x->category];
    double season = 1 + k->year * cos(2 * M_PI * ((double)((w->first + day) % 365) - k->peak) / 365);
    return x->rate * exp(x->trend * (double)day) * k->week[(w->first + day) % 7] * season * pow(price / x->price, x->elasticity) *
           (promo ? exp(x->lift) : 1);
}

static void receive(struct item *x)
{
    if (x->coming > 0 && --x->wait <= 0) {
        x->stock += x->coming;
        x->coming = 0;
    }
}

/* A careless buyer: six weeks' sales when less than the lead time's is left. */
static void reorder(struct world *w, struct item *x)
{
    if (x->coming > 0 || x->stock > x->rate * x->lead)
        return;
    x->coming = ceil(42 * x->rate);
    x->wait = x->lead + (double)stat_draw_poisson(&w->seed, 1.5);
}

static void day_sell(struct ctx *c, struct world *w, struct item *x, int64_t day, bool promo)
{
    if (rand_unit(&w->seed) < 0.02)
        x->asked = fmax(x->cost * 1.05, floor(x->price * exp(near(w, 0, 0.12))) + 0.99);
    double price = promo ? round(80 * x->asked) / 100 : x->asked, mean = mean_of(w, x, day, price, promo);
    double want = (double)stat_draw_negbin(&w->seed, mean, x->size), sold = fmin(want, x->stock);
    double share = want > 0 ? sold / want : x->stock > 0;
    struct arena_mark mark = arena_mark(c->mem);
    fprintf(w->sales, "%s,%s,%.0f,%.2f,%d,%.2f\n", day_text(c, w->first + day).p, x->sku.p, sold, price, promo, share);
    arena_reset(c->mem, mark);
    x->stock -= sold;
    receive(x);
    reorder(w, x);
}

static enum status file_open(struct ctx *c, struct str folder, const char *name, FILE **out)
{
    struct str path = str_fmt(c, "%.*s/%s", FMT(folder), name);
    *out = fopen(path.p, "w");
    return *out ? OK : fail(c, RETRY, "cannot write %s: %s", path.p, strerror(errno));
}

static enum status catalogue_write(struct ctx *c, const struct world *w, struct str folder)
{
    FILE *f;
    TRY(file_open(c, folder, "catalog.csv", &f));
    fputs("sku,title,category,price,cost,stock,currency\n", f);
    for (int64_t i = 0; i < w->items; i++) {
        const struct item *x = &w->item[i];
        fprintf(f, "%s,%s,%s,%.2f,%.2f,%.0f,EUR\n", x->sku.p, x->title.p, category_name[x->category], x->asked, x->cost, x->stock);
    }
    return fclose(f) == 0 ? OK : fail(c, RETRY, "cannot write catalog.csv: %s", strerror(errno));
}

static enum status truth_write(struct ctx *c, const struct world *w, struct str folder)
{
    FILE *f;
    TRY(file_open(c, folder, "truth.jsonl", &f));
    for (int64_t i = 0; i < w->items; i++) {
        const struct item *x = &w->item[i];
        fprintf(f, "{\"sku\":\"%s\",\"category\":\"%s\",\"elasticity\":%.6f,\"promo_lift\":%.6f,\"rate\":%.6f,\"usual_price\":%.2f,"
                "\"cost\":%.2f,\"lead_time\":{\"mean\":%.2f,\"sd\":1.22},\"next_mean\":[", x->sku.p, category_name[x->category],
                x->elasticity, exp(x->lift) - 1, x->rate, x->price, x->cost, x->lead + 1.5);
        for (int64_t d = 0; d < 28; d++)
            fprintf(f, "%s%.6f", d ? "," : "", mean_of(w, x, w->days + d, x->asked, false));
        fputs("]}\n", f);
    }
    return fclose(f) == 0 ? OK : fail(c, RETRY, "cannot write truth.jsonl: %s", strerror(errno));
}

static enum status number(struct ctx *c, const struct shell *sh, const char *name, int64_t usual, int64_t max, int64_t *out)
{
    struct str given = shell_option(sh, name);
    *out = usual;
    if (given.p && (!str_int(given, out) || *out < 1 || *out > max))
        return shell_misuse(c, "--%s wants a whole number from 1 to %lld, not %s", name, (long long)max, given.p);
    return OK;
}

static enum status run(struct ctx *c, struct shell *sh)
{
    struct world w = {.seed = c->seed};
    struct str from = shell_option(sh, "from");
    if (sh->args.n != 1)
        return shell_misuse(c, "simulate takes one folder to write to");
    TRY(number(c, sh, "items", 50, 100000, &w.items));
    TRY(number(c, sh, "days", 400, 5000, &w.days));
    if (!day_read(from.p ? from : STR("2025-01-01"), &w.first))
        return shell_misuse(c, "--from wants a day as 2025-01-01, not %s", from.p);
    if (mkdir(sh->args.at[0].p, 0777) != 0 && errno != EEXIST)
        return fail(c, RETRY, "cannot make %s: %s", sh->args.at[0].p, strerror(errno));
    categories_make(&w);
    w.item = NEW_ARRAY(c, struct item, w.items);
    for (int64_t i = 0; i < w.items; i++)
        item_make(c, &w, i);
    TRY(file_open(c, sh->args.at[0], "sales.csv", &w.sales));
    fputs("date,sku,units,price,promo,in_stock\n", w.sales);
    for (int64_t day = 0; day < w.days; day++)
        for (int64_t i = 0; i < w.items; i++) /* each category has a promotion week in turn */
            day_sell(c, &w, &w.item[i], day, day / 7 % (2 * CATEGORIES) == w.item[i].category);
    if (fclose(w.sales) != 0)
        return fail(c, RETRY, "cannot write sales.csv: %s", strerror(errno));
    TRY(catalogue_write(c, &w, sh->args.at[0]));
    TRY(truth_write(c, &w, sh->args.at[0]));
    printf("wrote catalog.csv, sales.csv and truth.jsonl to %s: %lld items, %lld days\n", sh->args.at[0].p, (long long)w.items,
           (long long)w.days);
    return OK;
}

const struct verb verb_simulate = {"simulate", "FOLDER", "write a seeded shop with known truth: catalogue, sales, and what made them",
                                   options, run, SHOP_NONE};
