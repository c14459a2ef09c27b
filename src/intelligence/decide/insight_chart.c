/* intelligence/decide/insight_chart.c - the numbers behind a decision as a picture: SVG that stands alone.
 *
 * demand: history, forecast and its band. stock: what is expected to be on hand with today's order, beside doing
 * nothing. price: profit at each price, with the price now and the price asked. Text is escaped; nothing is fetched.
 */
#include "intelligence/decide/insight_chart.h"
#include "core/capability.h"
#include <math.h>

const struct record chart_in_record = {"chart", sizeof(struct chart_in), (const struct field[]){
    FIELD(struct chart_in, kind, .choice = "demand|stock|price", .doc = "which picture"),
    FIELD(struct chart_in, title, .max = 200, .init_str = "", .flags = OPTIONAL | LOOSE, .doc = "above it"),
    FIELD(struct chart_in, unit, .max = 20, .init_str = "period", .flags = OPTIONAL, .doc = "what a step along is: day, week"),
    FIELD(struct chart_in, history, .max = 5000, .flags = OPTIONAL, .doc = "demand: units per period, oldest first"),
    FIELD(struct chart_in, mean, .max = 1000, .flags = OPTIONAL, .doc = "demand, stock: expected units per period ahead"),
    FIELD(struct chart_in, low, .max = 1000, .flags = OPTIONAL, .doc = "demand: lower end of the band, as long as mean"),
    FIELD(struct chart_in, high, .max = 1000, .flags = OPTIONAL, .doc = "demand: upper end of the band, as long as mean"),
    FIELD(struct chart_in, on_hand, .min = -1e9, .max = 1e9, .flags = OPTIONAL, .doc = "stock: units now"),
    FIELD(struct chart_in, order, .min = 0, .max = 1e9, .flags = OPTIONAL, .doc = "stock: units ordered today"),
    FIELD(struct chart_in, lead, .min = 0, .max = 1000, .flags = OPTIONAL, .doc = "stock: periods until they arrive"),
    FIELD(struct chart_in, reorder_point, .min = -1e9, .max = 1e9, .init = NAN, .flags = OPTIONAL, .doc = "stock: drawn as a line"),
    FIELD(struct chart_in, price_now, .min = 0, .max = 1e9, .init = NAN, .flags = OPTIONAL, .doc = "price: asked now"),
    FIELD(struct chart_in, price, .min = 0, .max = 1e9, .init = NAN, .flags = OPTIONAL, .doc = "price: to be asked"),
    FIELD(struct chart_in, cost, .min = 0, .max = 1e9, .flags = OPTIONAL, .doc = "price: of one unit"),
    FIELD(struct chart_in, units_now, .min = 0, .max = 1e9, .init = 1, .flags = OPTIONAL, .doc = "price: units per period at the price now"),
    FIELD(struct chart_in, elasticity, .min = -20, .max = 0, .init = -2, .flags = OPTIONAL, .doc = "price: percent of units per percent of price"),
    {0}}};
static const struct record out_record = {"picture", sizeof(struct chart_out), (const struct field[]){
    FIELD(struct chart_out, svg, .doc = "the picture"),
    FIELD(struct chart_out, sentence, .doc = "what it shows, in words; also inside the picture for those who do not see it"),
    {0}}};

enum { WIDE = 640, HIGH = 280, LEFT = 56, RIGHT = 16, TOP = 34, BOTTOM = 34, TICKS = 4 };

struct frame {
    struct buf *b;
    double x0, x1, y0, y1; /* what the edges stand for */
};

static double across(const struct frame *f, double x)
{
    return LEFT + (x - f->x0) / fmax(1e-12, f->x1 - f->x0) * (WIDE - LEFT - RIGHT);
}

static double up(const struct frame *f, double y)
{
    return HIGH - BOTTOM - (y - f->y0) / fmax(1e-12, f->y1 - f->y0) * (HIGH - TOP - BOTTOM);
}

static void include(struct frame *f, double y)
{
    if (!isfinite(y))
        return;
    f->y0 = fmin(f->y0, y), f->y1 = fmax(f->y1, y);
}

/* 1, 2 or 5 times a power of ten, so that about TICKS of them fill the axis. */
static double nice(double range)
{
    double step = pow(10, floor(log10(fmax(range, 1e-9) / TICKS))), n = range / TICKS / step;
    return step * (n < 1.5 ? 1 : n < 3.5 ? 2 : n < 7.5 ? 5 : 10);
}

static void begin(struct ctx *c, struct frame *f, const struct chart_in *in, struct str sentence)
{
    buf_fmt(c, f->b, "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" role=\"img\" font-family=\"sans-serif\" "
            "font-size=\"12\"><title>", WIDE, HIGH);
    buf_html(c, f->b, sentence);
    buf_fmt(c, f->b, "</title><style>.t{fill:#333}.g{stroke:#ccc}.h{stroke:#555;fill:none}.f{stroke:#0a58ca;fill:none;stroke-width:2}"
            ".b{fill:#0a58ca;fill-opacity:.18}.n{stroke:#b02a37;fill:none;stroke-dasharray:5 4}.m{fill:#0a58ca}.k{fill:#b02a37}"
            "@media(prefers-color-scheme:dark){.t{fill:#ddd}.g{stroke:#444}.h{stroke:#aaa}.f{stroke:#6ea8fe}.b,.m{fill:#6ea8fe}"
            ".n{stroke:#ea868f}.k{fill:#ea868f}}</style><text class=\"t\" x=\"%d\" y=\"18\" font-weight=\"bold\">", LEFT);
    buf_html(c, f->b, in->title);
    buf_fmt(c, f->b, "</text>");
}

static void axes(struct ctx *c, struct frame *f, struct str along)
{
    double step = nice(f->y1 - f->y0);
    f->y0 = floor(f->y0 / step) * step, f->y1 = ceil(f->y1 / step + 1e-9) * step;
    for (double y = f->y0; y <= f->y1 + step / 2; y += step) {
        double at = up(f, y);
        buf_fmt(c, f->b, "<path class=\"g\" d=\"M%d %.1fH%d\"/><text class=\"t\" x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%.6g</text>", LEFT, at,
                WIDE - RIGHT, LEFT - 6, at + 4, fabs(y) < step / 1e6 ? 0 : y);
    }
    buf_fmt(c, f->b, "<text class=\"t\" x=\"%d\" y=\"%d\" text-anchor=\"end\">", WIDE - RIGHT, HIGH - 8);
    buf_html(c, f->b, along);
    buf_fmt(c, f->b, "</text>");
}

static void line(struct ctx *c, struct frame *f, const char *style, const double *y, size_t n, double from, double step)
{
    bool pen = false; /* what is not known breaks the line */
    buf_fmt(c, f->b, "<path class=\"%s\" d=\"", style);
    for (size_t i = 0; i < n; i++) {
        if (isfinite(y[i]))
            buf_fmt(c, f->b, "%c%.1f %.1f", pen ? 'L' : 'M', across(f, from + (double)i * step), up(f, y[i]));
        pen = isfinite(y[i]);
    }
    buf_fmt(c, f->b, "\"/>");
}

static void band(struct ctx *c, struct frame *f, const struct chart_in *in, double from)
{
    size_t n = in->mean.n;
    if (in->low.n != n || in->high.n != n || !n)
        return;
    buf_fmt(c, f->b, "<path class=\"b\" d=\"");
    for (size_t i = 0; i < n; i++)
        buf_fmt(c, f->b, "%c%.1f %.1f", i ? 'L' : 'M', across(f, from + (double)i), up(f, in->high.at[i]));
    for (size_t i = n; i-- > 0;)
        buf_fmt(c, f->b, "L%.1f %.1f", across(f, from + (double)i), up(f, in->low.at[i]));
    buf_fmt(c, f->b, "Z\"/>");
}

static double total(struct reals x)
{
    double sum = 0;
    for (size_t i = 0; i < x.n; i++)
        sum += isfinite(x.at[i]) ? x.at[i] : 0;
    return sum;
}

static enum status demand(struct ctx *c, const struct chart_in *in, struct frame *f, struct chart_out *out)
{
    size_t n = in->history.n;
    if (!n && !in->mean.n)
        return fail(c, REJECT, "a demand chart needs history or mean");
    out->sentence = str_fmt(c, "%zu %.*ss of sales and %zu ahead, %.4g units expected", n, FMT(in->unit), in->mean.n, total(in->mean));
    f->x1 = fmax(1, (double)(n + in->mean.n) - 1);
    const struct reals *all[] = {&in->history, &in->mean, &in->low, &in->high};
    for (size_t k = 0; k < 4; k++)
        for (size_t i = 0; i < all[k]->n; i++)
            include(f, all[k]->at[i]);
    begin(c, f, in, out->sentence);
    axes(c, f, str_fmt(c, "%ss", in->unit.p));
    band(c, f, in, (double)n);
    line(c, f, "h", in->history.at, n, 0, 1);
    line(c, f, "f", in->mean.at, in->mean.n, (double)n, 1);
    return OK;
}

static enum status stock(struct ctx *c, const struct chart_in *in, struct frame *f, struct chart_out *out)
{
    size_t n = in->mean.n;
    if (!n)
        return fail(c, REJECT, "a stock chart needs mean, the expected units of each period ahead");
    double *with = NEW_ARRAY(c, double, n + 1), *without = NEW_ARRAY(c, double, n + 1), left = in->on_hand;
    size_t empty = n + 1;
    for (size_t t = 0; t <= n; t++) {
        without[t] = left;
        with[t] = left + ((double)t >= in->lead ? in->order : 0);
        empty = left <= 0 && empty > n ? t : empty;
        left -= t < n && isfinite(in->mean.at[t]) ? in->mean.at[t] : 0;
        include(f, with[t]), include(f, without[t]);
    }
    include(f, in->reorder_point);
    out->sentence = empty > n ? str_fmt(c, "%.6g units on hand last longer than %zu %ss", in->on_hand, n, in->unit.p)
                              : str_fmt(c, "%.6g units on hand are gone after %zu %ss; an order of %.6g arrives after %.4g", in->on_hand, empty,
                                        in->unit.p, in->order, in->lead);
    f->x1 = (double)n;
    begin(c, f, in, out->sentence);
    axes(c, f, str_fmt(c, "%ss ahead", in->unit.p));
    if (isfinite(in->reorder_point)) {
        double level[2] = {in->reorder_point, in->reorder_point};
        line(c, f, "h", level, 2, 0, (double)n);
    }
    line(c, f, "n", without, n + 1, 0, 1);
    line(c, f, "f", with, n + 1, 0, 1);
    return OK;
}

enum { CURVE = 61 };

static enum status price(struct ctx *c, const struct chart_in *in, struct frame *f, struct chart_out *out)
{
    double y[CURVE], now = in->price_now, asked = isnan(in->price) ? now : in->price;
    if (!(now > 0) || !(asked > 0))
        return fail(c, REJECT, "a price chart needs price_now above 0, and price where another is asked");
    f->x0 = 0.7 * fmin(now, asked), f->x1 = 1.3 * fmax(now, asked);
    for (int i = 0; i < CURVE; i++) {
        double p = f->x0 + (f->x1 - f->x0) * i / (CURVE - 1);
        y[i] = (p - in->cost) * in->units_now * pow(p / now, in->elasticity);
        include(f, y[i]);
    }
    double before = (now - in->cost) * in->units_now, after = (asked - in->cost) * in->units_now * pow(asked / now, in->elasticity);
    out->sentence = str_fmt(c, "%.6g profit a %s at %.6g, %.6g at %.6g", before, in->unit.p, now, after, asked);
    begin(c, f, in, out->sentence);
    axes(c, f, str_fmt(c, "price, %.6g to %.6g", f->x0, f->x1));
    line(c, f, "f", y, CURVE, f->x0, (f->x1 - f->x0) / (CURVE - 1));
    buf_fmt(c, f->b, "<circle class=\"k\" cx=\"%.1f\" cy=\"%.1f\" r=\"4\"/><circle class=\"m\" cx=\"%.1f\" cy=\"%.1f\" r=\"5\"/>", across(f, now),
            up(f, before), across(f, asked), up(f, after));
    return OK;
}

static enum status run(struct ctx *c, const void *opt, const void *in_, void *out_)
{
    (void)opt;
    const struct chart_in *in = in_;
    struct chart_out *out = out_;
    struct buf b = {0};
    struct frame f = {.b = &b};
    TRY(str_eq(in->kind, STR("demand")) ? demand(c, in, &f, out) : str_eq(in->kind, STR("stock")) ? stock(c, in, &f, out) : price(c, in, &f, out));
    buf_fmt(c, &b, "</svg>");
    out->svg = buf_str(&b);
    return OK;
}

const struct capability insight_chart = {
    .name = "insight.chart",
    .doc = "the numbers behind a decision as a picture: demand with its band, stock ahead, profit by price",
    .stage = DECIDE,
    .in = &chart_in_record,
    .out = &out_record,
    .run = run,
};
