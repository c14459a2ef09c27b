/* intelligence/decide/insight/picture.c - SVG by hand: a picture is a few dozen elements. */
#include "intelligence/decide/insight/picture.h"
#include <math.h>

enum { LEFT = 56, RIGHT = 16, TOP = 52, BOTTOM = 30, TICKS = 4, LETTER = 7 };

static double across(const struct frame *f, double x) { return LEFT + (x - f->x0) / fmax(1e-12, f->x1 - f->x0) * (PICTURE_WIDE - LEFT - RIGHT); }

static double up(const struct frame *f, double y)
{
    return PICTURE_HIGH - BOTTOM - (y - f->y0) / fmax(1e-12, f->y1 - f->y0) * (PICTURE_HIGH - TOP - BOTTOM);
}

void picture_include(struct frame *f, double y)
{
    if (!isfinite(y))
        return;
    f->y0 = fmin(f->y0, y), f->y1 = fmax(f->y1, y);
}

void picture_open(struct ctx *c, struct frame *f, struct str title, struct str sentence, bool bare)
{
    buf_fmt(c, f->b, "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"picture\" viewBox=\"0 0 %d %.0f\" role=\"img\" font-family=\"sans-serif\" "
            "font-size=\"12\"><title>", PICTURE_WIDE, f->high > 0 ? f->high : PICTURE_HIGH);
    buf_html(c, f->b, sentence);
    buf_add(c, f->b, STR("</title>"));
    if (!bare)
        buf_add(c, f->b, STR("<style>.t{fill:#333}.g{stroke:#ddd}.h{stroke:#666;fill:none}.f{stroke:#0a58ca;fill:none;stroke-width:2}"
                             ".b{fill:#0a58ca;fill-opacity:.18}.n{stroke:#b02a37;fill:none;stroke-width:2;stroke-dasharray:5 4}.m{fill:#0a58ca}"
                             ".k{fill:#b02a37}.o{fill:#666;fill-opacity:.6}.s{fill:#b02a37;fill-opacity:.1}"
                             "@media(prefers-color-scheme:dark){.t{fill:#ddd}.g{stroke:#444}.h{stroke:#aaa}.f{stroke:#6ea8fe}.b,.m{fill:#6ea8fe}"
                             ".n{stroke:#ea868f}.k,.s{fill:#ea868f}.o{fill:#aaa}}</style>"));
    buf_fmt(c, f->b, "<text class=\"t\" x=\"%d\" y=\"18\" font-weight=\"bold\">", LEFT);
    buf_html(c, f->b, title);
    buf_add(c, f->b, STR("</text>"));
    f->legend = LEFT;
}

void picture_close(struct ctx *c, struct frame *f) { buf_add(c, f->b, STR("</svg>")); }

/* 1, 2 or 5 times a power of ten, so that about TICKS of them fill the axis. */
static double nice(double range)
{
    double step = pow(10, floor(log10(fmax(range, 1e-9) / TICKS))), n = range / TICKS / step;
    return step * (n < 1.5 ? 1 : n < 3.5 ? 2 : n < 7.5 ? 5 : 10);
}

void picture_ground(struct ctx *c, struct frame *f)
{
    double step = nice(f->y1 - f->y0);
    f->y0 = floor(f->y0 / step + 1e-9) * step, f->y1 = ceil(f->y1 / step - 1e-9) * step;
    if (f->y1 <= f->y0)
        f->y1 = f->y0 + step;
    for (double y = f->y0; y <= f->y1 + step / 2; y += step) {
        double at = up(f, y);
        buf_fmt(c, f->b, "<path class=\"g\" d=\"M%d %.1fH%d\"/><text class=\"t\" x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%.6g</text>", LEFT, at,
                PICTURE_WIDE - RIGHT, LEFT - 6, at + 4, fabs(y) < step / 1e6 ? 0 : y);
    }
}

void picture_label(struct ctx *c, const struct frame *f, double x, struct str text)
{
    double at = across(f, x), half = (double)text.n * LETTER / 2;
    const char *anchor = at - half < LEFT - 8 ? "start" : at + half > PICTURE_WIDE - RIGHT + 8 ? "end" : "middle";
    buf_fmt(c, f->b, "<text class=\"t\" x=\"%.1f\" y=\"%d\" text-anchor=\"%s\">", at, PICTURE_HIGH - 10, anchor);
    buf_html(c, f->b, text);
    buf_add(c, f->b, STR("</text>"));
}

void picture_line(struct ctx *c, const struct frame *f, const char *class, const double *y, size_t n, double from, double step)
{
    bool pen = false; /* what is not known breaks the line */
    buf_fmt(c, f->b, "<path class=\"%s\" d=\"", class);
    for (size_t i = 0; i < n; i++) {
        if (isfinite(y[i]))
            buf_fmt(c, f->b, "%c%.1f %.1f", pen ? 'L' : 'M', across(f, from + (double)i * step), up(f, y[i]));
        pen = isfinite(y[i]);
    }
    buf_add(c, f->b, STR("\"/>"));
}

void picture_band(struct ctx *c, const struct frame *f, const double *low, const double *high, size_t n, double from)
{
    buf_add(c, f->b, STR("<path class=\"b\" d=\""));
    for (size_t i = 0; i < n; i++)
        buf_fmt(c, f->b, "%c%.1f %.1f", i ? 'L' : 'M', across(f, from + (double)i), up(f, high[i]));
    for (size_t i = n; i-- > 0;)
        buf_fmt(c, f->b, "L%.1f %.1f", across(f, from + (double)i), up(f, low[i]));
    buf_add(c, f->b, STR("Z\"/>"));
}

void picture_shade(struct ctx *c, const struct frame *f, double from, double to)
{
    double a = across(f, fmax(from, f->x0)), b = across(f, fmin(to, f->x1));
    buf_fmt(c, f->b, "<rect class=\"s\" x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\"/>", a, TOP, fmax(1, b - a), PICTURE_HIGH - TOP - BOTTOM);
}

void picture_mark(struct ctx *c, const struct frame *f, double x, size_t nth, struct str name)
{
    if (x < f->x0 || x > f->x1)
        return;
    double at = across(f, x), wide = (double)name.n * LETTER;
    bool left = at + 4 + wide > PICTURE_WIDE - RIGHT;
    buf_fmt(c, f->b, "<path class=\"g\" d=\"M%.1f %dV%d\"/><text class=\"t\" x=\"%.1f\" y=\"%d\" text-anchor=\"%s\">", at, TOP, PICTURE_HIGH - BOTTOM,
            left ? at - 4 : at + 4, TOP + 10 + (nth % 2 ? 13 : 0), left ? "end" : "start");
    buf_html(c, f->b, name);
    buf_add(c, f->b, STR("</text>"));
}

void picture_dot(struct ctx *c, const struct frame *f, const char *class, double x, double y, double radius)
{
    buf_fmt(c, f->b, "<circle class=\"%s\" cx=\"%.1f\" cy=\"%.1f\" r=\"%.1f\"/>", class, across(f, x), up(f, y), radius);
}

void picture_bar(struct ctx *c, const struct frame *f, const char *class, size_t row, double value, struct str label, struct str worth)
{
    double a = across(f, fmin(0, value)), b = across(f, fmax(0, value)), y = 34 + 52 * (double)row;
    buf_fmt(c, f->b, "<text class=\"t\" x=\"%d\" y=\"%.1f\">", LEFT, y + 12);
    buf_html(c, f->b, label);
    buf_fmt(c, f->b, "</text><rect class=\"%s\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"22\" rx=\"3\"/>", class, a, y + 20, fmax(1, b - a));
    double end = (double)worth.n * LETTER;
    bool inside = b + end > PICTURE_WIDE - RIGHT;
    buf_fmt(c, f->b, "<text class=\"t\" x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">", inside ? (double)(PICTURE_WIDE - RIGHT) : b + 6, inside ? y + 12 : y + 35,
            inside ? "end" : "start");
    buf_html(c, f->b, worth);
    buf_add(c, f->b, STR("</text>"));
}

void picture_legend(struct ctx *c, struct frame *f, const char *class, char mark, struct str word)
{
    double x = f->legend, y = 36;
    if (mark == '-')
        buf_fmt(c, f->b, "<path class=\"%s\" d=\"M%.1f %.1fh18\"/>", class, x, y - 4);
    else if (mark == '.')
        buf_fmt(c, f->b, "<circle class=\"%s\" cx=\"%.1f\" cy=\"%.1f\" r=\"4.5\"/>", class, x + 9, y - 4);
    else
        buf_fmt(c, f->b, "<rect class=\"%s\" x=\"%.1f\" y=\"%.1f\" width=\"18\" height=\"10\"/>", class, x, y - 9);
    buf_fmt(c, f->b, "<text class=\"t\" x=\"%.1f\" y=\"%.1f\">", x + 24, y);
    buf_html(c, f->b, word);
    buf_add(c, f->b, STR("</text>"));
    f->legend += 24 + 18 + (double)word.n * LETTER;
}
