/* data/sales.c - what sold, day by day, as a file tells it: one series per item. */
#include "data/sales.h"
#include "core/csv.h"
#include "core/lines.h"
#include "data/day.h"
#include <math.h>

enum { DATE, SKU, UNITS, PRICE, PROMO, STOCK, COLUMNS };
enum { FAULTS_KEPT = 50, DAYS_MAX = 20000 };
static const char *const names[COLUMNS] = {"date|day", "sku|item|id|variant sku", "units|quantity|qty|sold|net quantity",
                                           "price|unit price", "promo|promotion", "in_stock|in stock|availability"};

struct entry {
    size_t item;
    int64_t day;
    double units, price, promo, stock;
};
struct reading {
    struct sales *out;
    const char *path;
    int64_t line;
    int at[COLUMNS]; /* column of each; -1: none */
    LIST(struct entry) rows;
    size_t *slot;    /* hash of sku → item + 1 */
    size_t slots;
};

static void fault(struct ctx *c, struct reading *r, const char *what, struct str cell)
{
    r->out->faulty++;
    if (r->out->faults.n < FAULTS_KEPT)
        *LIST_ADD(c, &r->out->faults) = str_fmt(c, "%s line %lld: %s, got \"%.30s\"", r->path, (long long)r->line, what, cell.p ? cell.p : "");
}

static enum status header(struct ctx *c, struct reading *r, const struct strs *cells)
{
    for (int k = 0; k < COLUMNS; k++) {
        r->at[k] = -1;
        for (size_t i = 0; i < cells->n && r->at[k] < 0; i++)
            if (str_among_case(str_trim(cells->at[i]), names[k]))
                r->at[k] = (int)i;
    }
    for (int k = DATE; k <= UNITS; k++)
        if (r->at[k] < 0)
            return fail(c, REJECT, "%s: no column %s in its first line: name the columns date, sku, units", r->path,
                        k == DATE ? "date" : k == SKU ? "sku" : "units");
    return OK;
}

static size_t item_of(struct ctx *c, struct reading *r, struct str sku)
{
    if (2 * r->out->items.n + 2 > r->slots) {
        r->slots = r->slots ? 2 * r->slots : 1024;
        r->slot = NEW_ARRAY(c, size_t, r->slots);
        for (size_t i = 0; i < r->out->items.n; i++) {
            size_t at = str_hash(r->out->items.at[i].sku) % r->slots;
            while (r->slot[at])
                at = (at + 1) % r->slots;
            r->slot[at] = i + 1;
        }
    }
    size_t at = str_hash(sku) % r->slots;
    for (; r->slot[at]; at = (at + 1) % r->slots)
        if (str_eq(r->out->items.at[r->slot[at] - 1].sku, sku))
            return r->slot[at] - 1;
    *LIST_ADD(c, &r->out->items) = (struct sold){.sku = str_copy(c, sku)};
    return (r->slot[at] = r->out->items.n) - 1;
}

static struct str cell(const struct reading *r, const struct strs *cells, int k)
{
    return r->at[k] >= 0 && (size_t)r->at[k] < cells->n ? str_trim(cells->at[r->at[k]]) : (struct str){0};
}

static double number(const struct reading *r, const struct strs *cells, int k, double absent)
{
    double x;
    return str_real(cell(r, cells, k), &x) && isfinite(x) ? x : absent;
}

static void take_row(struct ctx *c, struct reading *r, const struct strs *cells)
{
    struct entry e = {.price = number(r, cells, PRICE, NAN), .promo = number(r, cells, PROMO, 0), .stock = number(r, cells, STOCK, 1)};
    struct str sku = cell(r, cells, SKU);
    if (!day_read(cell(r, cells, DATE), &e.day)) {
        fault(c, r, "want a day as 2026-11-21", cell(r, cells, DATE));
    } else if (!sku.n) {
        fault(c, r, "the sku is empty: name the item", sku);
    } else if (!str_real(cell(r, cells, UNITS), &e.units) || !(fabs(e.units) < 1e9)) {
        fault(c, r, "want units as a number below 1e9", cell(r, cells, UNITS));
    } else {
        e.item = item_of(c, r, sku);
        *LIST_ADD(c, &r->rows) = e;
    }
}

static enum status span(struct ctx *c, struct reading *r)
{
    int64_t first = INT64_MAX, last = INT64_MIN;
    for (size_t i = 0; i < r->rows.n; i++) {
        first = r->rows.at[i].day < first ? r->rows.at[i].day : first;
        last = r->rows.at[i].day > last ? r->rows.at[i].day : last;
    }
    if (!r->rows.n)
        return fail(c, REJECT, "%s: no row could be read%s%s", r->path, r->out->faults.n ? ": " : "",
                    r->out->faults.n ? r->out->faults.at[0].p : "");
    if (last - first >= DAYS_MAX)
        return fail(c, REJECT, "%s: spans %lld days, from %s to %s: more than %d cannot be right", r->path, (long long)(last - first),
                    day_text(c, first).p, day_text(c, last).p, DAYS_MAX);
    r->out->first_day = first;
    r->out->days = (size_t)(last - first) + 1;
    return OK;
}

static void lay_out(struct ctx *c, struct reading *r)
{
    size_t n = r->out->days;
    for (size_t i = 0; i < r->out->items.n; i++) {
        struct sold *s = &r->out->items.at[i];
        struct reals *all[] = {&s->units, &s->price, &s->promo, &s->in_stock};
        for (size_t k = 0; k < 4; k++)
            *all[k] = (struct reals){NEW_ARRAY(c, double, n), n};
        for (size_t t = 0; t < n; t++)
            s->price.at[t] = NAN, s->in_stock.at[t] = 1;
    }
    for (size_t i = 0; i < r->rows.n; i++) {
        const struct entry *e = &r->rows.at[i];
        struct sold *s = &r->out->items.at[e->item];
        size_t t = (size_t)(e->day - r->out->first_day);
        s->units.at[t] += e->units;
        s->price.at[t] = isnan(e->price) ? s->price.at[t] : e->price;
        s->promo.at[t] = fmax(s->promo.at[t], e->promo);
        s->in_stock.at[t] = fmin(s->in_stock.at[t], fmax(0, e->stock));
    }
}

enum status sales_read(struct ctx *c, const char *path, struct sales *out)
{
    struct lines *lines;
    struct strs cells;
    struct reading r = {.out = out, .path = path};
    struct csv *csv = csv_open(c, ',');
    bool headed = false;
    *out = (struct sales){0};
    TRY(lines_open(c, path, &lines));
    for (struct str line; lines_next(lines, &line);) {
        r.line++;
        if (!csv_line(csv, line, &cells))
            continue;
        if (!headed)
            TRY(header(c, &r, &cells));
        else
            take_row(c, &r, &cells);
        headed = true;
    }
    TRY(span(c, &r));
    lay_out(c, &r);
    return OK;
}
