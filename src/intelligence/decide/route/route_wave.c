/* intelligence/decide/route/route_wave.c - a wave as given becomes the solver's arrays.
 *
 * Source of distance: haversine on a sphere of 6371 km.
 */
#include "intelligence/decide/route/route_wave.h"
#include "core/str.h"
#include "data/day.h"
#include "intelligence/decide/forecast/spread.h"
#include <math.h>
#include <stdlib.h>

const struct record route_line_record = {"route.line", sizeof(struct route_in_line), (const struct field[]){
    FIELD(struct route_in_line, sku, .min = 1, .max = 200, .flags = LOOSE, .doc = "stock keeping unit"),
    FIELD(struct route_in_line, qty, .unit = "1", .max = 1e6, .doc = "units"),
    {0}}};
static const struct record quote_record = {"route.quote", sizeof(struct route_in_quote), (const struct field[]){
    FIELD(struct route_in_quote, node, .min = 1, .max = 200, .flags = LOOSE, .doc = "who offers"),
    FIELD(struct route_in_quote, parcel, .unit = "minor", .max = 1e9, .doc = "for one parcel"),
    FIELD(struct route_in_quote, unit, .unit = "minor", .max = 1e9, .flags = OPTIONAL, .doc = "for each unit in it"),
    FIELD(struct route_in_quote, days, .unit = "d", .max = 1000, .init = NAN, .flags = OPTIONAL, .doc = "until delivery"),
    {0}}};
static const struct record place_record = {"route.place", sizeof(struct route_place), (const struct field[]){
    FIELD(struct route_place, lat, .unit = "deg", .min = -90, .max = 90, .init = NAN, .flags = OPTIONAL, .doc = "latitude"),
    FIELD(struct route_place, lon, .unit = "deg", .min = -180, .max = 180, .init = NAN, .flags = OPTIONAL, .doc = "longitude"),
    FIELD(struct route_place, country, .max = 60, .flags = OPTIONAL, .doc = "ISO 3166-1 alpha-2"),
    FIELD(struct route_place, postcode, .max = 20, .flags = OPTIONAL | LOOSE, .doc = "kept for labels"),
    {0}}};
static const struct record order_record = {"route.order", sizeof(struct route_in_order), (const struct field[]){
    FIELD(struct route_in_order, id, .min = 1, .max = 200, .flags = LOOSE, .doc = "order number"),
    FIELD_LIST(struct route_in_order, lines, &route_line_record, .max = 1000, .doc = "what was ordered; lines of one SKU are added up"),
    FIELD_LIST(struct route_in_order, quotes, &quote_record, .flags = OPTIONAL, .doc = "prices of shipping it; else from rates"),
    FIELD_ONE(struct route_in_order, to, &place_record, .flags = OPTIONAL, .doc = "where it goes, for rates by distance"),
    FIELD(struct route_in_order, promised_by, .max = 40, .flags = OPTIONAL | LOOSE, .doc = "days from now, or a date 2026-12-24"),
    FIELD(struct route_in_order, pickup, .max = 200, .flags = OPTIONAL | LOOSE, .doc = "node where the customer fetches it"),
    FIELD(struct route_in_order, priority, .flags = OPTIONAL, .min = -1e9, .max = 1e9, .doc = "higher is served first where money is equal"),
    {0}}};
static const struct record shelf_record = {"route.shelf", sizeof(struct route_shelf_need), (const struct field[]){
    FIELD(struct route_shelf_need, sku, .min = 1, .max = 200, .flags = LOOSE, .doc = "stock keeping unit"),
    FIELD(struct route_shelf_need, mean, .unit = "1", .max = 1e6, .doc = "units the shelf is forecast to sell until it is filled again"),
    FIELD(struct route_shelf_need, sd, .unit = "1", .max = 1e6, .init = NAN, .flags = OPTIONAL, .doc = "standard deviation; absent: as Poisson demand"),
    FIELD(struct route_shelf_need, service, .unit = "1", .max = 0.9999, .init = 0.9, .flags = OPTIONAL, .doc = "chance that they are on the shelf; 0.9 when absent"),
    {0}}};
static const struct record node_record = {"route.node", sizeof(struct route_in_node), (const struct field[]){
    FIELD(struct route_in_node, id, .min = 1, .max = 200, .flags = LOOSE, .doc = "name of the site"),
    FIELD(struct route_in_node, kind, .choice = "warehouse|store", .init_str = "warehouse", .flags = OPTIONAL, .doc = "what it is"),
    FIELD(struct route_in_node, stock, .max = 1e6, .doc = "units on hand by SKU"),
    FIELD(struct route_in_node, capacity, .unit = "1", .max = 1e9, .init = NONE, .flags = OPTIONAL, .doc = "parcels this wave; absent: no limit"),
    FIELD(struct route_in_node, protect, .max = 1e6, .flags = OPTIONAL, .doc = "units to keep on the shelf by SKU"),
    FIELD_LIST(struct route_in_node, shelf, &shelf_record, .flags = OPTIONAL, .max = 100000, .doc = "what the shelf's own customers are forecast to buy: kept for them"),
    FIELD(struct route_in_node, cutoff, .max = 5, .flags = OPTIONAL, .doc = "14:30 UTC: what is planned later leaves a day later"),
    FIELD(struct route_in_node, lat, .unit = "deg", .min = -90, .max = 90, .init = NAN, .flags = OPTIONAL, .doc = "latitude"),
    FIELD(struct route_in_node, lon, .unit = "deg", .min = -180, .max = 180, .init = NAN, .flags = OPTIONAL, .doc = "longitude"),
    {0}}};
static const struct record rate_record = {"route.rate", sizeof(struct route_rate), (const struct field[]){
    FIELD(struct route_rate, node, .max = 200, .flags = OPTIONAL | LOOSE, .doc = "from this node; absent: any"),
    FIELD(struct route_rate, country, .max = 60, .flags = OPTIONAL, .doc = "to this country; absent: any"),
    FIELD(struct route_rate, up_to_km, .unit = "km", .max = 50000, .init = NAN, .flags = OPTIONAL, .doc = "distance; absent: any"),
    FIELD(struct route_rate, parcel, .unit = "minor", .max = 1e9, .doc = "for one parcel"),
    FIELD(struct route_rate, unit, .unit = "minor", .max = 1e9, .flags = OPTIONAL, .doc = "for each unit in it"),
    FIELD(struct route_rate, days, .unit = "d", .max = 1000, .init = NAN, .flags = OPTIONAL, .doc = "until delivery"),
    {0}}};
static const struct record cost_record = {"route.cost", sizeof(struct route_cost), (const struct field[]){
    FIELD(struct route_cost, unfilled, .unit = "minor", .max = 1e9, .doc = "of each unit that is not shipped"),
    FIELD(struct route_cost, late, .unit = "minor", .max = 1e9, .flags = OPTIONAL, .doc = "of each parcel and day after the promise"),
    {0}}};
const struct record route_in_record = {"route.order.in", sizeof(struct route_in), (const struct field[]){
    FIELD_LIST(struct route_in, nodes, &node_record, .max = 5000, .doc = "warehouses and stores"),
    FIELD_LIST(struct route_in, orders, &order_record, .max = 100000, .doc = "the wave"),
    FIELD_LIST(struct route_in, rates, &rate_record, .flags = OPTIONAL, .max = 100000, .doc = "prices where an order has no quotes; the first that fits"),
    FIELD_ONE(struct route_in, cost, &cost_record, .doc = "what else costs money"),
    FIELD(struct route_in, now, .max = 40, .flags = OPTIONAL, .doc = "2026-11-21T13:05 UTC, for dates and cut-offs; absent: the clock"),
    FIELD(struct route_in, time_limit_ms, .unit = "ms", .max = 3600000, .init = NONE, .flags = OPTIONAL, .doc = "about how long to look; absent: 1000, or one for each order"),
    {0}}};

enum { CELLS_MOST = 20000000 }; /* about 100 bytes of memory each */
static const double MONEY_MOST = 1e13; /* minor units, so that prices in double are right to a hundredth */

struct named {
    struct str name;
    int number;
};
struct names {
    struct named *at;
    size_t n;
};
struct reader {
    const struct route_in *in;
    struct route_wave *out;
    struct names node, sku;
    int64_t day, minute; /* UTC now: days since 1970, minutes of the day */
};

static int named_cmp(const void *a, const void *b)
{
    const struct named *x = a, *y = b;
    int by_name = str_cmp(x->name, y->name);
    return by_name ? by_name : (x->number > y->number) - (x->number < y->number);
}

static int name_find(const struct names *t, struct str name)
{
    size_t lo = 0, hi = t->n;
    while (lo < hi) {
        size_t mid = (lo + hi) / 2;
        int cmp = str_cmp(t->at[mid].name, name);
        if (!cmp)
            return t->at[mid].number;
        if (cmp < 0)
            lo = mid + 1;
        else
            hi = mid;
    }
    return NO_NODE;
}

/* Sort the names for name_find; two of a kind are refused. */
static enum status names_sort(struct ctx *c, struct names *t, const char *what)
{
    if (t->n)
        qsort(t->at, t->n, sizeof *t->at, named_cmp);
    for (size_t i = 1; i < t->n; i++)
        if (str_eq(t->at[i].name, t->at[i - 1].name))
            return fail(c, REJECT, "two %s have the id \"%.*s\"; give each its own", what, FMT(t->at[i].name));
    return OK;
}

static enum status nodes_name(struct ctx *c, struct reader *r)
{
    size_t n = r->in->nodes.n;
    r->node = (struct names){NEW_ARRAY(c, struct named, n + 1), n};
    r->out->node_id = NEW_ARRAY(c, struct str, n + 1);
    for (size_t i = 0; i < n; i++) {
        r->node.at[i] = (struct named){r->in->nodes.at[i].id, (int)i};
        r->out->node_id[i] = r->in->nodes.at[i].id;
    }
    return names_sort(c, &r->node, "nodes");
}

static enum status orders_name(struct ctx *c, struct reader *r)
{
    struct names orders = {NEW_ARRAY(c, struct named, r->in->orders.n + 1), r->in->orders.n};
    r->out->order_id = NEW_ARRAY(c, struct str, orders.n + 1);
    for (size_t i = 0; i < orders.n; i++) {
        orders.at[i] = (struct named){r->in->orders.at[i].id, (int)i};
        r->out->order_id[i] = r->in->orders.at[i].id;
    }
    return names_sort(c, &orders, "orders");
}

/* Only SKUs that somebody ordered get a number. */
static void skus_name(struct ctx *c, struct reader *r)
{
    LIST(struct named) all = {0};
    for (size_t i = 0; i < r->in->orders.n; i++)
        for (size_t l = 0; l < r->in->orders.at[i].lines.n; l++)
            *LIST_ADD(c, &all) = (struct named){r->in->orders.at[i].lines.at[l].sku, 0};
    if (all.n)
        qsort(all.at, all.n, sizeof *all.at, named_cmp);
    size_t n = 0;
    for (size_t i = 0; i < all.n; i++)
        if (!n || !str_eq(all.at[n - 1].name, all.at[i].name)) {
            all.at[n] = (struct named){all.at[i].name, (int)n};
            n++;
        }
    r->sku = (struct names){all.at, n};
    r->out->sku = NEW_ARRAY(c, struct str, n + 1);
    for (size_t i = 0; i < n; i++)
        r->out->sku[i] = all.at[i].name;
}

/* Units as the solver counts them: what is owed (below zero) cannot be shipped, more than 1e9 is 1e9. */
static int units(int64_t n)
{
    return n < 0 ? 0 : n > 1000000000 ? 1000000000 : (int)n;
}

/* Units that serve the shelf's own customers with the chance that is asked for. */
static int shelf_units(struct ctx *c, const struct route_shelf_need *n)
{
    struct arena_mark mark = arena_mark(c->mem);
    double sd = isnan(n->sd) ? sqrt(n->mean) : n->sd;
    struct spread s = sd * sd > n->mean * 1.001 ? spread_negbin(c, n->mean, sd * sd)
                      : sd * sd > n->mean * 0.999 ? spread_poisson(c, n->mean)
                                                   : spread_rounded(c, n->mean, sd);
    int keep = units(n->mean > 0 ? spread_quantile(&s, n->service) : 0);
    arena_reset(c->mem, mark);
    return keep;
}

static void shelf_protect(struct ctx *c, const struct reader *r, const struct route_in_node *n, int *row)
{
    for (size_t k = 0; k < n->shelf.n; k++) {
        int s = name_find(&r->sku, n->shelf.at[k].sku);
        if (s >= 0)
            row[s] = units(row[s] - shelf_units(c, &n->shelf.at[k]));
    }
}

static void stock_read(struct ctx *c, struct reader *r)
{
    struct route *w = &r->out->route;
    w->n_node = (int)r->in->nodes.n;
    w->n_sku = (int)r->sku.n;
    w->stock = NEW_ARRAY(c, int, (size_t)w->n_node * (size_t)w->n_sku + 1);
    w->capacity = NEW_ARRAY(c, int, w->n_node + 1);
    for (int i = 0; i < w->n_node; i++) {
        const struct route_in_node *n = &r->in->nodes.at[i];
        int *row = w->stock + (size_t)i * (size_t)w->n_sku;
        w->capacity[i] = n->capacity == NONE ? INT32_MAX : (int)n->capacity;
        for (size_t k = 0; k < n->stock.n; k++) {
            int s = name_find(&r->sku, n->stock.at[k].key);
            if (s >= 0)
                row[s] = units(n->stock.at[k].value);
        }
        for (size_t k = 0; k < n->protect.n; k++) {
            int s = name_find(&r->sku, n->protect.at[k].key);
            if (s >= 0)
                row[s] = units(row[s] - units(n->protect.at[k].value));
        }
        shelf_protect(c, r, n, row);
    }
}

static bool date_read(struct str s, int64_t *day, int64_t *minute)
{
    int y, m, d, hh = 0, mm = 0;
    int n = s.n ? sscanf(s.p, "%4d-%2d-%2d%*1[T ]%2d:%2d", &y, &m, &d, &hh, &mm) : 0;
    if ((n != 3 && n != 5) || m < 1 || m > 12 || d < 1 || d > 31 || hh < 0 || hh > 23 || mm < 0 || mm > 59)
        return false;
    *day = day_number(y, m, d);
    *minute = hh * 60 + mm;
    return true;
}

/* Days from now until the promise; INFINITY: none was made. */
static enum status promise(struct ctx *c, const struct reader *r, const struct route_in_order *o, double *days)
{
    int64_t day, minute;
    *days = INFINITY;
    if (!o->promised_by.n || str_real(o->promised_by, days))
        return OK;
    if (!date_read(o->promised_by, &day, &minute))
        return fail(c, REJECT, "order \"%.*s\": promised_by \"%.*s\" is neither a number of days nor a date like 2026-12-24",
                    FMT(o->id), FMT(o->promised_by));
    *days = (double)(day - r->day);
    return OK;
}

static double km(const struct route_in_node *n, const struct route_place *p)
{
    double rad = M_PI / 180, dlat = (p->lat - n->lat) * rad, dlon = (p->lon - n->lon) * rad;
    double h = pow(sin(dlat / 2), 2) + cos(n->lat * rad) * cos(p->lat * rad) * pow(sin(dlon / 2), 2);
    return 2 * 6371 * asin(sqrt(fmin(1, h)));
}

/* The first rate that fits this way; NULL: none. */
static const struct route_rate *rate_of(const struct reader *r, const struct route_in_node *n, const struct route_place *to)
{
    for (size_t i = 0; i < r->in->rates.n; i++) {
        const struct route_rate *t = &r->in->rates.at[i];
        bool from = !t->node.n || str_eq(t->node, n->id);
        bool country = !t->country.n || (to && str_eq_case(t->country, to->country));
        bool near = isnan(t->up_to_km) || (to && km(n, to) <= t->up_to_km); /* an unknown place is not near */
        if (from && country && near)
            return t;
    }
    return NULL;
}

/* Minutes of the day; below zero: that is no time. */
static int clock_minute(struct str s)
{
    int hh, mm, end = 0;
    bool is_time = sscanf(s.p, "%2d:%2d%n", &hh, &mm, &end) == 2 && (size_t)end == s.n;
    return is_time && hh >= 0 && hh < 24 && mm >= 0 && mm < 60 ? hh * 60 + mm : -1;
}

static enum status cutoffs_check(struct ctx *c, const struct route_in *in)
{
    for (size_t i = 0; i < in->nodes.n; i++) {
        const struct route_in_node *n = &in->nodes.at[i];
        if (n->cutoff.n && clock_minute(n->cutoff) < 0)
            return fail(c, REJECT, "node \"%.*s\": cutoff \"%.*s\" is not a time of day like 14:30", FMT(n->id), FMT(n->cutoff));
    }
    return OK;
}

/* Past its cut-off a node sends a day later. */
static double sent_days(const struct reader *r, const struct route_in_node *n, double days)
{
    return days + (n->cutoff.n && r->minute >= clock_minute(n->cutoff));
}

static void quote_add(const struct reader *r, struct route_order *o, int node, const struct route_in_quote *q, double promised)
{
    for (int i = 0; i < o->n_quote; i++)
        if (o->quote[i].node == node)
            return; /* the first quote of a node counts */
    double days = sent_days(r, &r->in->nodes.at[node], q->days);
    double late = days > promised ? ceil(days - promised) : 0;
    int64_t fee = (int64_t)late * r->in->cost->late;
    o->quote[o->n_quote++] = (struct route_quote){node, q->parcel + fee, q->unit, fee, days};
}

static void quotes_by_rate(const struct reader *r, const struct route_in_order *in, struct route_order *o, double promised)
{
    for (size_t k = 0; k < r->in->nodes.n; k++) {
        const struct route_rate *t = rate_of(r, &r->in->nodes.at[k], in->to);
        if (t)
            quote_add(r, o, (int)k, &(struct route_in_quote){t->node, t->parcel, t->unit, t->days}, promised);
    }
}

static int quote_cmp(const void *a, const void *b)
{
    const struct route_quote *x = a, *y = b;
    return x->parcel + x->unit < y->parcel + y->unit ? -1 : x->parcel + x->unit > y->parcel + y->unit ? 1 : x->node - y->node;
}

static enum status quotes_read(struct ctx *c, const struct reader *r, const struct route_in_order *in, struct route_order *o)
{
    double promised;
    TRY(promise(c, r, in, &promised));
    o->quote = NEW_ARRAY(c, struct route_quote, r->in->nodes.n + 1);
    int store = in->pickup.n ? name_find(&r->node, in->pickup) : NO_NODE;
    if (in->pickup.n && store < 0)
        return fail(c, REJECT, "order \"%.*s\" is picked up at \"%.*s\", which is no node", FMT(in->id), FMT(in->pickup));
    for (size_t k = 0; k < in->quotes.n; k++) {
        int node = name_find(&r->node, in->quotes.at[k].node);
        if (node < 0)
            doubt(c, "order \"%.*s\" has a quote from \"%.*s\", which is no node; it was passed over", FMT(in->id),
                  FMT(in->quotes.at[k].node));
        else if (store < 0 || node == store)
            quote_add(r, o, node, &in->quotes.at[k], promised);
    }
    if (store >= 0)
        quote_add(r, o, store, &(struct route_in_quote){.days = NAN}, promised);
    else if (!in->quotes.n)
        quotes_by_rate(r, in, o, promised);
    if (o->n_quote)
        qsort(o->quote, (size_t)o->n_quote, sizeof *o->quote, quote_cmp);
    o->n_quote = o->n_quote > MENU_QUOTES ? MENU_QUOTES : o->n_quote;
    return OK;
}

static void lines_read(struct ctx *c, const struct reader *r, const struct route_in_order *in, struct route_order *o)
{
    o->line = NEW_ARRAY(c, struct route_line, in->lines.n + 1);
    for (size_t k = 0; k < in->lines.n; k++) {
        int sku = name_find(&r->sku, in->lines.at[k].sku), at = 0;
        while (at < o->n_line && o->line[at].sku != sku)
            at++;
        if (!in->lines.at[k].qty)
            continue;
        if (at == o->n_line)
            o->line[o->n_line++] = (struct route_line){sku, 0};
        o->line[at].qty += (int)in->lines.at[k].qty;
    }
}

/* No plan costs more than shipping nothing; that must be reckoned to the unit. */
static enum status money_check(struct ctx *c, const struct route_in *in)
{
    double units = 0;
    for (size_t i = 0; i < in->orders.n; i++)
        for (size_t l = 0; l < in->orders.at[i].lines.n; l++)
            units += (double)in->orders.at[i].lines.at[l].qty;
    if (units * (double)in->cost->unfilled <= MONEY_MOST)
        return OK;
    return fail(c, REJECT, "%.0f units at cost.unfilled %lld may cost more than %.0f minor units together: lower it, or cut the wave up",
                units, (long long)in->cost->unfilled, MONEY_MOST);
}

static enum status clock_read(struct ctx *c, struct reader *r)
{
    r->day = c->now_ms / DAY_MS;
    r->minute = c->now_ms % DAY_MS / MINUTE_MS;
    if (r->in->now.n && !date_read(r->in->now, &r->day, &r->minute))
        return fail(c, REJECT, "now \"%.*s\" is not a time like 2026-11-21T13:05", FMT(r->in->now));
    return OK;
}

enum status route_wave_read(struct ctx *c, const struct route_in *in, struct route_wave *out)
{
    struct reader r = {.in = in, .out = out};
    *out = (struct route_wave){0};
    TRY(clock_read(c, &r));
    TRY(nodes_name(c, &r));
    TRY(cutoffs_check(c, in));
    TRY(money_check(c, in));
    TRY(orders_name(c, &r));
    skus_name(c, &r);
    if (in->nodes.n * r.sku.n > CELLS_MOST)
        return fail(c, REJECT, "%zu nodes by %zu SKUs are too many for one wave; at most %d together: cut it up", in->nodes.n, r.sku.n,
                    CELLS_MOST);
    stock_read(c, &r);
    out->route.unfilled = in->cost->unfilled;
    out->route.n_order = (int)in->orders.n;
    out->route.order = NEW_ARRAY(c, struct route_order, in->orders.n + 1);
    for (size_t i = 0, slots = 0; i < in->orders.n; i++) {
        struct route_order *o = &out->route.order[i];
        o->priority = in->orders.at[i].priority;
        lines_read(c, &r, &in->orders.at[i], o);
        TRY(quotes_read(c, &r, &in->orders.at[i], o));
        slots += (size_t)o->n_line * (size_t)o->n_quote;
        if (slots > CELLS_MOST)
            return fail(c, REJECT, "the lines times quotes of the orders up to \"%.*s\" are too many for one wave; at most %d: cut it up",
                        FMT(in->orders.at[i].id), CELLS_MOST);
    }
    return OK;
}
