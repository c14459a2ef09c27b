/* intelligence/decide/insight/insight_chart.c - the numbers behind a decision as a picture: SVG that stands alone.
 *
 * demand: history, forecast and its band. stock: what is expected to be on hand with today's order, beside doing
 * nothing. price: profit at each price, with the price now and the price asked. response: units at each price that was
 * asked, beside the curve they are read as. compare: plans in money, doing nothing first. Text is escaped.
 */
#include "intelligence/decide/insight/insight_chart.h"
#include "core/capability.h"
#include "data/day.h"
#include "data/product.h"
#include "intelligence/decide/insight/picture.h"
#include <math.h>

const struct record chart_in_record = {"chart", sizeof(struct chart_in), (const struct field[]){
    FIELD(struct chart_in, kind, .choice = "demand|stock|price|response|compare", .doc = "which picture"),
    FIELD(struct chart_in, title, .max = 200, .init_str = "", .flags = OPTIONAL | LOOSE, .doc = "above it"),
    FIELD(struct chart_in, unit, .max = 20, .init_str = "period", .flags = OPTIONAL, .doc = "what a step along is: day, week"),
    FIELD(struct chart_in, from, .max = 10, .init_str = "", .flags = OPTIONAL, .doc = "demand, stock: the first day drawn, where a step is a day: 2026-11-21"),
    FIELD(struct chart_in, history, .max = 5000, .flags = OPTIONAL, .doc = "demand, response: units per period, oldest first"),
    FIELD(struct chart_in, in_stock, .max = 5000, .flags = OPTIONAL, .doc = "demand: share of each period with stock; shaded below one half"),
    FIELD(struct chart_in, prices, .max = 5000, .flags = OPTIONAL, .doc = "response: asked in each period of history"),
    FIELD(struct chart_in, mean, .max = 1000, .flags = OPTIONAL, .doc = "demand, stock: expected units per period ahead"),
    FIELD(struct chart_in, low, .max = 1000, .flags = OPTIONAL, .doc = "demand: lower end of the band, as long as mean"),
    FIELD(struct chart_in, high, .max = 1000, .flags = OPTIONAL, .doc = "demand: upper end of the band, as long as mean"),
    FIELD_LIST(struct chart_in, marks, &mark_record, .max = 100, .flags = OPTIONAL, .doc = "demand: occasions, as a line with a name"),
    FIELD(struct chart_in, on_hand, .min = -1e9, .max = 1e9, .flags = OPTIONAL, .doc = "stock: units now"),
    FIELD(struct chart_in, order, .min = 0, .max = 1e9, .flags = OPTIONAL, .doc = "stock: units ordered today"),
    FIELD(struct chart_in, lead, .min = 0, .max = 1000, .flags = OPTIONAL, .doc = "stock: periods until they arrive"),
    FIELD(struct chart_in, reorder_point, .min = -1e9, .max = 1e9, .init = NAN, .flags = OPTIONAL, .doc = "stock: drawn as a line"),
    FIELD(struct chart_in, price_now, .min = 0, .max = 1e9, .init = NAN, .flags = OPTIONAL, .doc = "price, response: asked now"),
    FIELD(struct chart_in, price, .min = 0, .max = 1e9, .init = NAN, .flags = OPTIONAL, .doc = "price, response: to be asked"),
    FIELD(struct chart_in, cost, .min = 0, .max = 1e9, .flags = OPTIONAL, .doc = "price: of one unit"),
    FIELD(struct chart_in, units_now, .min = 0, .max = 1e9, .init = 1, .flags = OPTIONAL, .doc = "price, response: units per period at the price now"),
    FIELD(struct chart_in, elasticity, .min = -20, .max = 0, .init = -2, .flags = OPTIONAL, .doc = "price, response: percent of units per percent of price"),
    FIELD(struct chart_in, labels, .max = 4, .flags = OPTIONAL, .doc = "compare: what each bar is, doing nothing first"),
    FIELD(struct chart_in, values, .max = 4, .flags = OPTIONAL, .doc = "compare: what each brings, as many as labels"),
    FIELD(struct chart_in, currency, .max = 3, .init_str = "", .flags = OPTIONAL, .doc = "price, response, compare: of the money; absent: bare numbers"),
    FIELD(struct chart_in, bare, .flags = OPTIONAL, .doc = "without colours of its own: the page's style sheet has them"),
    {0}}};
static const struct record out_record = {"picture", sizeof(struct chart_out), (const struct field[]){
    FIELD(struct chart_out, svg, .doc = "the picture"),
    FIELD(struct chart_out, sentence, .doc = "what it shows, in words; also inside the picture for those who do not see it"),
    {0}}};

enum { CURVE = 61, LEVELS = 400 };

static double total(struct reals x)
{
    double sum = 0;
    for (size_t i = 0; i < x.n; i++)
        sum += isfinite(x.at[i]) ? x.at[i] : 0;
    return sum;
}

/* "21 Nov" where the days are known, else how many periods from now. */
static struct str moment(struct ctx *c, const struct chart_in *in, double step, double now)
{
    static const char *const month[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    int64_t first, m = 0, d = 0;
    if (step == now)
        return in->from.n && str_eq(in->kind, STR("stock")) ? STR("today") : STR("now");
    if (!in->from.n || !day_read(in->from, &first))
        return str_fmt(c, "%+.0f %.*s%s", step - now, FMT(in->unit), fabs(step - now) == 1 ? "" : "s");
    struct str day = day_text(c, first + (int64_t)step);
    if (!str_int(str_part(day, 5, 7), &m) || !str_int(str_part(day, 8, 10), &d) || m < 1 || m > 12)
        return day;
    return str_fmt(c, "%lld %s", (long long)d, month[m - 1]);
}

static void moments(struct ctx *c, const struct chart_in *in, const struct frame *f, double now)
{
    double back = now - f->x0, ahead = f->x1 - now, span = f->x1 - f->x0;
    for (int i = 2; i >= 1 && back > span / 6; i--)
        picture_label(c, f, round(now - back * i / 2), moment(c, in, round(now - back * i / 2), now));
    if (back > span / 12 || now == f->x0)
        picture_label(c, f, now, moment(c, in, now, now));
    if (ahead > span / 3)
        picture_label(c, f, round(now + ahead / 2), moment(c, in, round(now + ahead / 2), now));
    if (ahead > span / 12)
        picture_label(c, f, f->x1, moment(c, in, f->x1, now));
}

/* ---- demand ---------------------------------------------------------------------------------------- */

static bool shades(struct ctx *c, const struct chart_in *in, struct frame *f)
{
    bool any = false;
    for (size_t i = 0, k; i < in->in_stock.n && i < in->history.n; i = k + 1) {
        for (k = i; k < in->in_stock.n && k < in->history.n && in->in_stock.at[k] < 0.5; k++)
            ;
        if (k > i)
            picture_shade(c, f, (double)i - 0.5, (double)k - 0.5), any = true;
    }
    return any;
}

static enum status demand(struct ctx *c, const struct chart_in *in, struct frame *f, struct chart_out *out)
{
    size_t n = in->history.n;
    bool band = in->mean.n && in->low.n == in->mean.n && in->high.n == in->mean.n;
    if (!n && !in->mean.n)
        return fail(c, REJECT, "a demand chart needs history or mean");
    out->sentence = str_fmt(c, "%zu %.*ss of sales and %zu ahead, %.*s units expected", n, FMT(in->unit), in->mean.n, FMT(units_told(c, total(in->mean))));
    f->x1 = fmax(1, (double)(n + in->mean.n) - 1);
    const struct reals *all[] = {&in->history, &in->mean, &in->low, &in->high};
    for (size_t k = 0; k < 4; k++)
        for (size_t i = 0; i < all[k]->n; i++)
            picture_include(f, all[k]->at[i]);
    picture_open(c, f, in->title, out->sentence, in->bare);
    picture_ground(c, f);
    bool empty = shades(c, in, f);
    for (size_t i = 0; i < in->marks.n; i++)
        picture_mark(c, f, (double)in->marks.at[i].at, i, in->marks.at[i].name);
    if (band)
        picture_band(c, f, in->low.at, in->high.at, in->mean.n, (double)n);
    picture_line(c, f, "h", in->history.at, n, 0, 1);
    picture_line(c, f, "f", in->mean.at, in->mean.n, (double)n, 1);
    moments(c, in, f, fmin((double)n, f->x1));
    picture_legend(c, f, "h", '-', str_fmt(c, "sold per %.*s", FMT(in->unit)));
    if (in->mean.n)
        picture_legend(c, f, "f", '-', STR("expected"));
    if (band)
        picture_legend(c, f, "b", '#', STR("likely range"));
    if (empty)
        picture_legend(c, f, "s", '#', STR("out of stock"));
    return OK;
}

/* ---- stock ----------------------------------------------------------------------------------------- */

struct levels {
    double *with, *without;
    size_t empty; /* the period doing nothing runs out in; beyond the last: never */
};

/* What is not there cannot sell: demand of an empty shelf is lost, so both lines end at nothing. */
static struct levels stock_levels(struct ctx *c, const struct chart_in *in)
{
    size_t n = in->mean.n;
    struct levels l = {NEW_ARRAY(c, double, n + 1), NEW_ARRAY(c, double, n + 1), n + 1};
    double with = in->on_hand, without = in->on_hand, arrives = ceil(in->lead);
    for (size_t t = 0; t <= n; t++) {
        with += (double)t == arrives ? in->order : 0;
        l.with[t] = with, l.without[t] = without;
        l.empty = without <= 0 && l.empty > n ? t : l.empty;
        double ask = t < n && isfinite(in->mean.at[t]) ? in->mean.at[t] : 0;
        with = in->on_hand < 0 ? with - ask : fmax(fmin(with, 0), with - ask);
        without = in->on_hand < 0 ? without - ask : fmax(fmin(without, 0), without - ask);
    }
    return l;
}

static struct str counted(struct ctx *c, double x, const char *what) { return str_fmt(c, "%.6g %s%s", x, what, x == 1 ? "" : "s"); }

static struct str stock_told(struct ctx *c, const struct chart_in *in, size_t empty)
{
    struct str hand = in->on_hand > 0 ? counted(c, in->on_hand, "unit") : STR("nothing");
    struct str then = in->order > 0 ? str_fmt(c, "; an order of %.*s arrives after %.4g", FMT(counted(c, in->order, "unit")), in->lead) : STR("");
    if (empty > in->mean.n)
        return str_fmt(c, "%.*s on hand, which lasts longer than %.*s", FMT(hand), FMT(counted(c, (double)in->mean.n, in->unit.p)));
    if (!empty)
        return str_fmt(c, "%.*s on hand%.*s", FMT(hand), FMT(then));
    return str_fmt(c, "%.*s on hand, gone after %.*s%.*s", FMT(hand), FMT(counted(c, (double)empty, in->unit.p)), FMT(then));
}

static enum status stock(struct ctx *c, const struct chart_in *in, struct frame *f, struct chart_out *out)
{
    size_t n = in->mean.n;
    if (!n)
        return fail(c, REJECT, "a stock chart needs mean, the expected units of each period ahead");
    struct levels l = stock_levels(c, in);
    for (size_t t = 0; t <= n; t++)
        picture_include(f, l.with[t]), picture_include(f, l.without[t]);
    picture_include(f, in->reorder_point);
    out->sentence = stock_told(c, in, l.empty);
    f->x1 = (double)n;
    picture_open(c, f, in->title, out->sentence, in->bare);
    picture_ground(c, f);
    if (isfinite(in->reorder_point)) {
        double level[2] = {in->reorder_point, in->reorder_point};
        picture_line(c, f, "h", level, 2, 0, (double)n);
    }
    picture_line(c, f, "n", l.without, n + 1, 0, 1);
    picture_line(c, f, "f", l.with, n + 1, 0, 1);
    moments(c, in, f, 0);
    picture_legend(c, f, "f", '-', STR("on hand with the order"));
    picture_legend(c, f, "n", '-', STR("doing nothing"));
    if (isfinite(in->reorder_point))
        picture_legend(c, f, "h", '-', STR("reorder point"));
    return OK;
}

/* ---- price ----------------------------------------------------------------------------------------- */

static enum status prices_check(struct ctx *c, const struct chart_in *in, double *now, double *asked)
{
    *now = in->price_now, *asked = isnan(in->price) ? in->price_now : in->price;
    return *now > 0 && *asked > 0 ? OK : fail(c, REJECT, "a price chart needs price_now above 0, and price where another is asked");
}

/* A goal may be units or orders: only what has a currency is money. */
static struct str worth(struct ctx *c, const struct chart_in *in, double x)
{
    return in->currency.n ? money_told(c, x, in->currency) : str_fmt(c, "%.2f", x);
}

static struct str asked_told(struct ctx *c, const struct chart_in *in, double price)
{
    return in->currency.n ? money_told(c, price, in->currency) : str_fmt(c, "%.6g", price);
}

/* Three to seven round prices. */
static void price_axis(struct ctx *c, const struct chart_in *in, const struct frame *f)
{
    static const double round[] = {1, 2, 2.5, 5, 10};
    double rough = (f->x1 - f->x0) / 6, ten = pow(10, floor(log10(rough))), step = 10 * ten;
    for (size_t i = sizeof round / sizeof *round; i-- > 0;)
        step = round[i] * ten >= rough ? round[i] * ten : step;
    for (double x = ceil(f->x0 / step) * step; x <= f->x1 * (1 + 1e-9); x += step)
        picture_label(c, f, x, asked_told(c, in, x));
}

static struct str in_money(struct ctx *c, const struct chart_in *in)
{
    return in->currency.n ? str_fmt(c, "profit per %.*s in %.*s, by price", FMT(in->unit), FMT(in->currency)) : str_fmt(c, "profit per %.*s by price", FMT(in->unit));
}

static double units_at(const struct chart_in *in, double price) { return in->units_now * pow(price / in->price_now, in->elasticity); }

static enum status price(struct ctx *c, const struct chart_in *in, struct frame *f, struct chart_out *out)
{
    double y[CURVE], now, asked;
    TRY(prices_check(c, in, &now, &asked));
    f->x0 = 0.7 * fmin(now, asked), f->x1 = 1.3 * fmax(now, asked);
    for (int i = 0; i < CURVE; i++) {
        double p = f->x0 + (f->x1 - f->x0) * i / (CURVE - 1);
        y[i] = (p - in->cost) * units_at(in, p);
        picture_include(f, y[i]);
    }
    double before = (now - in->cost) * in->units_now, after = (asked - in->cost) * units_at(in, asked);
    out->sentence = str_fmt(c, "%.*s of profit a %s at %.*s, %.*s at %.*s", FMT(worth(c, in, before)), in->unit.p, FMT(asked_told(c, in, now)), FMT(worth(c, in, after)),
                            FMT(asked_told(c, in, asked)));
    picture_open(c, f, in->title, out->sentence, in->bare);
    picture_ground(c, f);
    picture_line(c, f, "f", y, CURVE, f->x0, (f->x1 - f->x0) / (CURVE - 1));
    picture_dot(c, f, "k", now, before, 5);
    picture_dot(c, f, "m", asked, after, 5.5);
    price_axis(c, in, f);
    picture_legend(c, f, "f", '-', in_money(c, in));
    picture_legend(c, f, "k", '.', str_fmt(c, "now %.*s", FMT(asked_told(c, in, now))));
    picture_legend(c, f, "m", '.', str_fmt(c, "asked %.*s", FMT(asked_told(c, in, asked))));
    return OK;
}

struct level { double price, units, n; };

/* Mean units at each price that was asked; prices within half a percent are one. */
static size_t levels_of(const struct chart_in *in, struct level *level)
{
    size_t n = 0;
    for (size_t t = 0; t < in->history.n && t < in->prices.n; t++) {
        double p = in->prices.at[t], u = in->history.at[t];
        size_t k = 0;
        if (!(p > 0) || !isfinite(p) || !isfinite(u))
            continue;
        while (k < n && fabs(level[k].price / p - 1) > 0.005)
            k++;
        if (k == n && n == LEVELS)
            continue;
        if (k == n)
            level[n++] = (struct level){.price = p};
        level[k].units += u, level[k].n++;
    }
    return n;
}

static enum status response(struct ctx *c, const struct chart_in *in, struct frame *f, struct chart_out *out)
{
    double y[CURVE], now, asked;
    struct level *level = NEW_ARRAY(c, struct level, LEVELS);
    TRY(prices_check(c, in, &now, &asked));
    size_t n = levels_of(in, level);
    f->x0 = fmin(now, asked), f->x1 = fmax(now, asked);
    for (size_t i = 0; i < n; i++)
        f->x0 = fmin(f->x0, level[i].price), f->x1 = fmax(f->x1, level[i].price), picture_include(f, level[i].units / level[i].n);
    f->x0 *= 0.95, f->x1 *= 1.05;
    for (int i = 0; i < CURVE; i++)
        picture_include(f, y[i] = units_at(in, f->x0 + (f->x1 - f->x0) * i / (CURVE - 1)));
    out->sentence = str_fmt(c, "%zu price%s asked; %.*s units a %s are expected at %.*s, %.*s at %.*s", n, n == 1 ? " was" : "s were", FMT(units_told(c, in->units_now)),
                            in->unit.p, FMT(asked_told(c, in, now)), FMT(units_told(c, units_at(in, asked))), FMT(asked_told(c, in, asked)));
    picture_open(c, f, in->title, out->sentence, in->bare);
    picture_ground(c, f);
    for (size_t i = 0; i < n; i++)
        picture_dot(c, f, "o", level[i].price, level[i].units / level[i].n, fmin(8, 2.5 + sqrt(level[i].n) / 2));
    picture_line(c, f, "f", y, CURVE, f->x0, (f->x1 - f->x0) / (CURVE - 1));
    picture_dot(c, f, "k", now, in->units_now, 5);
    picture_dot(c, f, "m", asked, units_at(in, asked), 5.5);
    price_axis(c, in, f);
    picture_legend(c, f, "o", '.', str_fmt(c, "sold per %.*s at a price", FMT(in->unit)));
    picture_legend(c, f, "f", '-', STR("expected"));
    picture_legend(c, f, "k", '.', str_fmt(c, "now %.*s", FMT(asked_told(c, in, now))));
    picture_legend(c, f, "m", '.', str_fmt(c, "asked %.*s", FMT(asked_told(c, in, asked))));
    return OK;
}

/* ---- compare ---------------------------------------------------------------------------------------- */

static enum status compare(struct ctx *c, const struct chart_in *in, struct frame *f, struct chart_out *out)
{
    struct buf words = {0};
    if (!in->labels.n || in->labels.n != in->values.n)
        return fail(c, REJECT, "a comparison needs labels and as many values");
    for (size_t i = 0; i < in->labels.n; i++) {
        double v = in->values.at[i];
        if (!isfinite(v))
            return fail(c, REJECT, "a comparison needs a number for \"%.*s\"", FMT(in->labels.at[i]));
        f->x0 = fmin(f->x0, v), f->x1 = fmax(f->x1, v);
        buf_fmt(c, &words, "%s%.*s: %.*s", i ? "; " : "", FMT(in->labels.at[i]), FMT(worth(c, in, v)));
    }
    f->x1 = f->x1 <= f->x0 ? f->x0 + 1 : f->x1 + 0.15 * (f->x1 - f->x0);
    out->sentence = buf_str(&words);
    f->high = 44 + 52 * (double)in->labels.n;
    picture_open(c, f, in->title, out->sentence, in->bare);
    for (size_t i = 0; i < in->labels.n; i++) /* the first is what the others are compared with; a loss is red */
        picture_bar(c, f, in->values.at[i] < 0 ? "k" : i ? "m" : "o", i, in->values.at[i], in->labels.at[i], worth(c, in, in->values.at[i]));
    return OK;
}

static const struct drawn {
    const char *name;
    enum status (*draw)(struct ctx *c, const struct chart_in *in, struct frame *f, struct chart_out *out);
} kinds[] = {{"demand", demand}, {"stock", stock}, {"price", price}, {"response", response}, {"compare", compare}};

static enum status run(struct ctx *c, const void *opt, const void *in_, void *out_)
{
    (void)opt;
    const struct chart_in *in = in_;
    struct chart_out *out = out_;
    struct buf b = {0};
    struct frame f = {.b = &b};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (str_eq(in->kind, str_z(kinds[i].name)))
            TRY(kinds[i].draw(c, in, &f, out));
    picture_close(c, &f);
    out->svg = buf_str(&b);
    return OK;
}

const struct capability insight_chart = {
    .name = "insight.chart",
    .doc = "the numbers behind a decision as a picture: demand with its band, stock ahead, profit and units by price, plans in money",
    .stage = DECIDE,
    .in = &chart_in_record,
    .out = &out_record,
    .run = run,
};
