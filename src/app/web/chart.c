/* app/web/chart.c - drawing them. */
#include "app/web/chart.h"
#include <math.h>

enum { WIDE = 600, HIGH = 120, FOOT = 18, LEFT = 34 };

/* The next of 1, 2, 5, 10, 20, … that is not below x: an axis ends on a round number. */
static double round_up(double x)
{
    double ten = pow(10, floor(log10(x)));
    for (int i = 0; i < 4; i++) {
        double step = (double[]){1, 2, 5, 10}[i] * ten;
        if (x <= step * 1.000001)
            return step;
    }
    return x;
}

static void figure_open(struct visit *v, const char *title)
{
    put(v, "<figure class=\"card chart\"><figcaption>{}</figcaption>", A(str_z(title)));
}

static double tallest(const struct bars *b)
{
    double top = 0;
    for (size_t i = 0; i < b->n; i++)
        top = fmax(top, b->at[i].value + b->at[i].above);
    return top;
}

static void put_bar(struct visit *v, double x, double width, double y, double high, const char *class)
{
    if (high > 0)
        buf_fmt(v->c, &v->out, "<rect class=%s x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" rx=1 />", class, x, y, width, high);
}

static void put_grid(struct visit *v, double top)
{
    for (int i = 0; i <= 2; i++) {
        double y = HIGH - HIGH * i / 2.0 + 6;
        buf_fmt(v->c, &v->out, "<path class=grid d=\"M%d %.1fH%d\"/><text class=axis x=%d y=\"%.1f\" text-anchor=end>%g</text>", LEFT, y, WIDE,
                LEFT - 6, y + 4, top * i / 2);
    }
}

static void put_label(struct visit *v, double x, const char *anchor, struct str label)
{
    buf_fmt(v->c, &v->out, "<text class=axis x=\"%.1f\" y=%d text-anchor=%s>", x, HIGH + FOOT + 4, anchor);
    put_text(v, label);
    put(v, "</text>");
}

void chart_columns(struct visit *v, const char *title, const char *unit, const struct bars *b, const char *empty)
{
    double top = tallest(b), width = (double)(WIDE - LEFT) / (double)(b->n ? b->n : 1);
    figure_open(v, title);
    if (top <= 0) {
        put(v, "<p class=dim>{}</p></figure>", A(str_z(empty)));
        return;
    }
    top = round_up(top);
    buf_fmt(v->c, &v->out, "<svg viewBox=\"0 0 %d %d\" role=img aria-label=\"%s, %s, at most %g\">", WIDE, HIGH + FOOT + 8, title, unit, top);
    put_grid(v, top);
    for (size_t i = 0; i < b->n; i++) {
        const struct bar *one = &b->at[i];
        double x = LEFT + width * (double)i + width * .12, high = HIGH * one->value / top, above = HIGH * one->above / top;
        if (one->value + one->above <= 0)
            continue;
        put(v, "<g><title>{}</title>", A(one->tip));
        put_bar(v, x, width * .76, HIGH + 6 - high, high, "bar");
        put_bar(v, x, width * .76, HIGH + 6 - high - above, above, "bar2");
        put(v, "</g>");
    }
    put_label(v, LEFT, "start", b->at[0].label);
    put_label(v, (WIDE + LEFT) / 2.0, "middle", b->at[b->n / 2].label);
    put_label(v, WIDE, "end", b->at[b->n - 1].label);
    put(v, "</svg></figure>");
}

void chart_rows(struct visit *v, const char *title, const struct bars *b, char how, const char *empty)
{
    double top = how == '%' ? 1 : tallest(b);
    figure_open(v, title);
    if (!b->n || top <= 0) {
        put(v, "<p class=dim>{}</p></figure>", A(str_z(empty)));
        return;
    }
    put(v, "<table class=bars><tbody>");
    for (size_t i = 0; i < b->n; i++) {
        const struct bar *one = &b->at[i];
        put(v, "<tr title=\"{}\"><th scope=row>{}</th><td><svg viewBox=\"0 0 100 8\" preserveAspectRatio=none aria-hidden=true>",
            A(one->tip), A(one->label));
        put(v, "<rect class=track width=100 height=8 rx=2 />");
        buf_fmt(v->c, &v->out, "<rect class=\"bar %s\" width=\"%.2f\" height=8 rx=2 />", one->class.p ? one->class.p : "",
                100 * one->value / top);
        put(v, "</svg></td><td class=num>");
        if (how == '%')
            put(v, "{%}", A(one->value));
        else
            put(v, "{,}", A((long)one->value));
        put(v, "</td></tr>");
    }
    put(v, "</tbody></table></figure>");
}
