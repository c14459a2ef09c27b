/* app/verb/resemble.c - sales and orders that resemble this shop's, with nobody of it in them: to share, or to test with.
 *
 * Of each SKU its slow level, its week, what prices and promotions do and how far days scatter are read; of the shop, how many lines
 * an order has, how many orders a buyer, what is bought together, and days unlike others. Then everything is drawn anew. A SKU,
 * a pair or a count that fewer than FEW orders or buyers share is left out, so that no one's own habit is seen in it.
 * Tables  reads sale, line, product, variant and what data/sales.h reads
 */
#include "app/verb.h"
#include "core/file.h"
#include "core/rand.h"
#include "core/stat.h"
#include "data/day.h"
#include "data/product.h"
#include "data/sales.h"
#include "intelligence/decide/forecast/forecast.h"
#include <math.h>
#include <stdlib.h>

static const struct option options[] = {
    {"days", "N", "how many days, up to yesterday (400)"},
    {0}};

enum { FEW = 5, LINES = 12, ORDERS = 40, UNITS = 20, HALF = 14, WEEK = 7 };

struct bought { struct str sale, customer, sku; int64_t quantity; };
static const struct record bought_record = {"bought", sizeof(struct bought), (const struct field[]){
    FIELD(struct bought, sale), FIELD(struct bought, customer, .flags = OPTIONAL), FIELD(struct bought, sku),
    FIELD(struct bought, quantity), {0}}};
struct row { struct str sku, title, category, currency; int64_t price, cost, stock; };
static const struct record row_record = {"row", sizeof(struct row), (const struct field[]){
    FIELD(struct row, sku), FIELD(struct row, title, .flags = OPTIONAL), FIELD(struct row, category, .flags = OPTIONAL),
    FIELD(struct row, currency, .flags = OPTIONAL), FIELD(struct row, price, .init = (double)NONE, .flags = OPTIONAL),
    FIELD(struct row, cost, .init = (double)NONE, .flags = OPTIONAL), FIELD(struct row, stock, .init = (double)NONE, .flags = OPTIONAL), {0}}};

struct good {
    const struct sold *sold;
    double *mean, size; /* [days] units; of the negative binomial */
    int64_t orders; /* real ones with it */
    size_t next;    /* today's first line of it that no order has yet: 1 + its place; 0: none */
    LIST(size_t) beside; /* goods in the same real orders, once for each order */
};
struct buyer { int64_t id, left; };
struct shop {
    struct sales sales;
    struct good *good; /* [sales.items.n] */
    double lines[LINES + 1], units[UNITS + 1], orders[ORDERS + 1]; /* real orders of so many lines, lines of so many units, buyers of so many orders */
    double real_orders, real_buyers;
    double unnamed; /* share of orders without a buyer */
    double *day;    /* [days] units of the shop over what the means say */
    uint64_t seed;
    LIST(struct buyer) open; /* who will order again */
    int64_t buyers, made;
    FILE *out;
};

/* ---- reading ----------------------------------------------------------------------------------------- */

static double around(const double *z, size_t n, size_t t)
{
    double sum = 0, seen = 0;
    for (size_t k = t > HALF ? t - HALF : 0; k < n && k <= t + HALF; k++)
        if (!isnan(z[k]))
            sum += z[k], seen++;
    return seen > 0 ? sum / seen : NAN;
}

static void good_read(struct ctx *c, const struct sold *s, size_t n, struct good *g)
{
    double *y = NEW_ARRAY(c, double, n), square = 0, over = 0;
    struct effect e;
    g->sold = s, g->mean = NEW_ARRAY(c, double, n);
    for (size_t t = 0; t < n; t++)
        y[t] = s->in_stock.at[t] < 1 || s->units.at[t] < 0 ? NAN : s->units.at[t];
    effect_fit(c, y, n, 0, WEEK, &(struct beside){.price = s->price.at, .promo = s->promo.at}, &e);
    for (size_t t = 0; t < n; t++)
        y[t] /= e.factor[t];
    struct past p = past_read(c, y, n, n, WEEK, false);
    for (size_t t = 0; t < n; t++) {
        double level = around(p.z, n, t);
        g->mean[t] = isnan(level) ? 0 : fmax(0, past_add(&p, t, level)) * e.factor[t];
        if (!isnan(y[t])) {
            double off = y[t] * e.factor[t] - g->mean[t];
            square += g->mean[t] * g->mean[t], over += off * off - g->mean[t];
        }
    }
    g->size = over > 0 ? fmax(0.05, square / over) : 1e6; /* no more scatter than Poisson's */
}

/* Days that sold more or less than their goods say: an occasion, a breakdown. Chance is taken off by the shop's own scatter. */
static void days_read(struct ctx *c, struct shop *s)
{
    size_t n = s->sales.days;
    s->day = NEW_ARRAY(c, double, n);
    for (size_t t = 0; t < n; t++) {
        double sold = 0, due = 0, noise = 0;
        for (size_t i = 0; i < s->sales.items.n; i++) {
            const struct good *g = &s->good[i];
            if (g->sold->in_stock.at[t] < 1 || isnan(g->sold->units.at[t]))
                continue;
            sold += g->sold->units.at[t], due += g->mean[t], noise += g->mean[t] + g->mean[t] * g->mean[t] / g->size;
        }
        double off = sold - due, real = off * off > 0 ? fmax(0, 1 - 2 * noise / (off * off)) : 0;
        s->day[t] = due > 0 ? fmax(0, 1 + real * off / due) : 1;
    }
}

static int by_sku(const void *a, const void *b) { return str_cmp(((const struct sold *)a)->sku, ((const struct sold *)b)->sku); }

static struct good *good_of(struct shop *s, struct str sku)
{
    struct sold *found = bsearch(&(struct sold){.sku = sku}, s->sales.items.at, s->sales.items.n, sizeof *s->sales.items.at, by_sku);
    return found ? &s->good[found - s->sales.items.at] : NULL;
}

/* One real order: rows[n] of one sale. */
static void order_read(struct ctx *c, struct shop *s, const struct bought *rows, size_t n)
{
    s->lines[n < LINES ? n : LINES]++;
    for (size_t i = 0; i < n; i++) {
        struct good *g = good_of(s, rows[i].sku);
        if (!g)
            continue;
        g->orders++;
        s->units[rows[i].quantity < UNITS ? rows[i].quantity : UNITS]++;
        for (size_t k = 0; k < n && n <= LINES; k++) {
            struct good *other = good_of(s, rows[k].sku);
            if (other && other != g)
                *LIST_ADD(c, &g->beside) = (size_t)(other - s->good);
        }
    }
}

static int by_place(const void *a, const void *b) { return *(const size_t *)a < *(const size_t *)b ? -1 : *(const size_t *)a > *(const size_t *)b; }

/* Only pairs that FEW orders share stay. */
static void pairs_thin(struct good *g)
{
    size_t kept = 0;
    if (g->beside.n)
        qsort(g->beside.at, g->beside.n, sizeof *g->beside.at, by_place);
    for (size_t i = 0, k; i < g->beside.n; i = k) {
        for (k = i; k < g->beside.n && g->beside.at[k] == g->beside.at[i]; k++)
            ;
        for (size_t j = i; j < k && k - i >= FEW; j++)
            g->beside.at[kept++] = g->beside.at[j];
    }
    g->beside.n = kept;
}

/* Counts that fewer than FEW share join the one below. */
static void counts_thin(double *count, size_t most)
{
    for (size_t i = most; i > 1; i--)
        if (count[i] < FEW)
            count[i - 1] += count[i], count[i] = 0;
}

static enum status orders_read(struct ctx *c, struct shop *s)
{
    LIST(struct bought) rows;
    int64_t from = s->sales.first_day * DAY_MS, to = from + (int64_t)s->sales.days * DAY_MS;
    TRY(db_all(c, &bought_record, &rows,
               "SELECT s.id AS sale, s.customer, l.sku, l.quantity FROM sale s JOIN line l ON l.sale = s.id WHERE s.placed_ms >= $1 AND s.placed_ms < $2"
               " AND s.state <> 'cancelled' AND l.sku IS NOT NULL AND l.quantity > 0 ORDER BY s.customer, s.id, l.pos", A(from), A(to)));
    double orders = 0, unnamed = 0;
    for (size_t i = 0, k, own = 0; i < rows.n; i = k) {
        for (k = i; k < rows.n && str_eq(rows.at[k].sale, rows.at[i].sale); k++)
            ;
        order_read(c, s, &rows.at[i], k - i);
        bool named = rows.at[i].customer.n > 0;
        orders++, unnamed += !named, own += named;
        if (named && (k == rows.n || !str_eq(rows.at[k].customer, rows.at[i].customer)))
            s->orders[own < ORDERS ? own : ORDERS]++, s->real_buyers++, own = 0;
    }
    s->unnamed = orders > 0 ? unnamed / orders : 1;
    s->real_orders = orders;
    counts_thin(s->lines, LINES);
    counts_thin(s->units, UNITS);
    counts_thin(s->orders, ORDERS);
    for (size_t i = 0; i < s->sales.items.n; i++)
        pairs_thin(&s->good[i]);
    return OK;
}

/* ---- drawing ----------------------------------------------------------------------------------------- */

struct part { struct good *good; int64_t units; size_t next; bool taken; }; /* a line that waits for an order */

/* A value of the histogram, as often as it was seen; 1 where nothing was. */
static int64_t drawn(struct shop *s, const double *count, int64_t most)
{
    double sum = 0;
    for (int64_t i = 1; i <= most; i++)
        sum += count[i];
    double at = sum * rand_unit(&s->seed);
    for (int64_t i = 1; i <= most && sum > 0; i++)
        if ((at -= count[i]) < 0)
            return i;
    return 1;
}

/* Who orders: nobody that is known, one who was here before, or somebody new; 0: nobody. */
static int64_t buyer_next(struct ctx *c, struct shop *s)
{
    double mean = 0, n = 0;
    if (rand_unit(&s->seed) < s->unnamed)
        return 0;
    for (int i = 1; i <= ORDERS; i++)
        mean += i * s->orders[i], n += s->orders[i];
    if (s->open.n && rand_unit(&s->seed) >= n / fmax(1, mean)) {
        size_t k = rand_below(&s->seed, s->open.n);
        int64_t id = s->open.at[k].id;
        if (--s->open.at[k].left <= 0)
            s->open.at[k] = s->open.at[--s->open.n];
        return id;
    }
    int64_t more = drawn(s, s->orders, ORDERS) - 1;
    s->buyers++;
    if (more > 0)
        *LIST_ADD(c, &s->open) = (struct buyer){s->buyers, more};
    return s->buyers;
}

static void cell(struct ctx *c, FILE *f, struct str text)
{
    struct str quoted = str_replace(c, text, STR("\""), STR("\"\""));
    fprintf(f, "\"%.*s\",", FMT(quoted));
}

static void row_write(struct ctx *c, struct shop *s, size_t t, struct str order, struct str buyer, const struct good *g, int64_t units)
{
    const struct sold *x = g->sold;
    fprintf(s->out, "%s,%.*s,%.*s,", day_text(c, s->sales.first_day + (int64_t)t).p, FMT(order), FMT(buyer));
    cell(c, s->out, x->sku);
    fprintf(s->out, "%lld,", (long long)units);
    if (!isnan(x->price.at[t]))
        fprintf(s->out, "%.2f", x->price.at[t]);
    fprintf(s->out, ",%d,%.2f\n", x->promo.at[t] > 0, x->in_stock.at[t]);
}

/* A line of this good, or of any that stands next; NULL: none is left. */
static struct part *part_take(struct part *part, size_t n, struct good *g, size_t *from)
{
    for (size_t k = g ? g->next : 0; k; k = part[k - 1].next)
        if (!part[k - 1].taken) {
            g->next = part[k - 1].next;
            part[k - 1].taken = true;
            return &part[k - 1];
        }
    while (*from < n && part[*from].taken)
        ++*from;
    if (*from == n)
        return NULL;
    part[*from].taken = true;
    return &part[(*from)++];
}

static void order_write(struct ctx *c, struct shop *s, size_t t, struct part *part, size_t n, size_t *from)
{
    int64_t lines = drawn(s, s->lines, LINES), buyer = buyer_next(c, s);
    struct str order = str_fmt(c, "%lld", (long long)++s->made), who = buyer ? str_fmt(c, "B%lld", (long long)buyer) : STR("");
    struct good *first = NULL;
    for (int64_t i = 0; i < lines; i++) {
        bool with = first && first->beside.n && rand_unit(&s->seed) * (double)first->orders < (double)first->beside.n;
        struct part *p = part_take(part, n, with ? &s->good[first->beside.at[rand_below(&s->seed, first->beside.n)]] : NULL, from);
        if (!p)
            return;
        first = first ? first : p->good;
        row_write(c, s, t, order, who, p->good, p->units);
    }
}

static void shuffle(struct shop *s, struct part *part, size_t n)
{
    for (size_t i = n; i > 1; i--) {
        size_t k = rand_below(&s->seed, i);
        struct part swap = part[k];
        part[k] = part[i - 1], part[i - 1] = swap;
    }
    for (size_t i = n; i-- > 0;)
        part[i].next = part[i].good->next, part[i].good->next = i + 1;
}

static void day_write(struct ctx *c, struct shop *s, size_t t)
{
    LIST(struct part) all = {0};
    for (size_t i = 0; i < s->sales.items.n; i++) {
        struct good *g = &s->good[i];
        double share = g->sold->in_stock.at[t];
        g->next = 0;
        if (g->orders < FEW || isnan(g->sold->units.at[t]))
            continue;
        int64_t units = share > 0 ? stat_draw_negbin(&s->seed, g->mean[t] * s->day[t] * share, g->size) : 0;
        if (units <= 0)
            row_write(c, s, t, STR(""), STR(""), g, 0);
        while (units > 0) {
            int64_t some = drawn(s, s->units, UNITS);
            some = some < units ? some : units, units -= some;
            *LIST_ADD(c, &all) = (struct part){.good = g, .units = some};
        }
    }
    shuffle(s, all.at, all.n);
    for (size_t from = 0; from < all.n;) {
        order_write(c, s, t, all.at, all.n, &from);
        while (from < all.n && all.at[from].taken)
            from++;
    }
}

/* ---- the files --------------------------------------------------------------------------------------- */

static void amount(FILE *f, int64_t minor, struct str currency)
{
    if (minor != NONE)
        fprintf(f, "%.2f", (double)minor / currency_minor(currency));
    fputc(',', f);
}

static enum status catalogue_write(struct ctx *c, struct shop *s, struct str folder)
{
    LIST(struct row) rows;
    FILE *f;
    TRY(db_all(c, &row_record, &rows,
               "SELECT v.sku, p.title, p.category, COALESCE(v.currency, p.currency) AS currency, COALESCE(v.price, p.price) AS price, v.cost, v.stock"
               " FROM variant v JOIN product p ON p.id = v.product WHERE v.sku IS NOT NULL AND p.gone = 0 ORDER BY v.sku"));
    TRY(file_begin(c, str_fmt(c, "%s/catalog.csv", folder.p), &f));
    fputs("sku,title,category,price,cost,stock,currency\n", f);
    for (size_t i = 0; i < rows.n; i++) {
        const struct row *r = &rows.at[i];
        const struct good *g = good_of(s, r->sku);
        if (!g || g->orders < FEW || (i && str_eq(r->sku, rows.at[i - 1].sku)))
            continue;
        cell(c, f, r->sku), cell(c, f, r->title), cell(c, f, r->category);
        amount(f, r->price, r->currency), amount(f, r->cost, r->currency);
        fprintf(f, "%.0f,%.*s\n", r->stock == NONE ? 0 : (double)r->stock, FMT(r->currency));
    }
    return file_end(c, STR("catalog.csv"), f);
}

static void report(const struct shop *s, struct str folder)
{
    size_t kept = 0;
    for (size_t i = 0; i < s->sales.items.n; i++)
        kept += s->good[i].orders >= FEW;
    printf("wrote catalog.csv and orders.csv to %.*s: %zu of %zu SKUs (the others were in fewer than %d orders), %zu days\n", FMT(folder), kept,
           s->sales.items.n, FEW, s->sales.days);
    printf("orders %.0f, made up %lld; buyers %.0f, made up %lld: none of them is a person\n", s->real_orders, (long long)s->made, s->real_buyers,
           (long long)s->buyers);
}

static enum status run(struct ctx *c, struct shell *sh)
{
    struct shop s = {.seed = c->seed};
    int64_t n = 400;
    if (sh->args.n != 1)
        return shell_misuse(c, "resemble takes one folder to write to");
    TRY(shell_whole(c, sh, "days", 28, 5000, &n));
    TRY(sales_load(c, n, &s.sales));
    if (s.sales.days < 28)
        return fail(c, REJECT, "there are %zu days of sales, which is too few to resemble: import 28 or more", s.sales.days);
    s.good = NEW_ARRAY(c, struct good, s.sales.items.n);
    for (size_t i = 0; i < s.sales.items.n; i++)
        good_read(c, &s.sales.items.at[i], s.sales.days, &s.good[i]);
    days_read(c, &s);
    TRY(orders_read(c, &s));
    struct str folder = sh->args.at[0];
    TRY(folder_make(c, folder, 0777));
    TRY(file_begin(c, str_fmt(c, "%s/orders.csv", folder.p), &s.out));
    fputs("date,order,customer,sku,units,price,promo,in_stock\n", s.out);
    for (size_t t = 0; t < s.sales.days; t++)
        day_write(c, &s, t);
    TRY(file_end(c, STR("orders.csv"), s.out));
    TRY(catalogue_write(c, &s, folder));
    report(&s, folder);
    return OK;
}

const struct verb verb_resemble = {"resemble", "FOLDER", "write sales and orders that resemble this shop's, with nobody of it in them",
                                   options, run, SHOP_THERE};
