/* intelligence/decide/insight/picture.h - drawing in SVG: a frame with axes, lines, bands, dots and their legend.
 *
 * Every number that is written has at most one decimal of a pixel; text is escaped; nothing is fetched. The classes are
 * t text, g grid, h what was, f what is expected or planned, b its band, n doing nothing, m and k dots, s shade.
 */
#pragma once
#include "core/str.h"

enum { PICTURE_WIDE = 640, PICTURE_HIGH = 290 };

struct frame {
    struct buf *b;
    double x0, x1, y0, y1; /* what the edges stand for */
    double legend;         /* how far right the legend is */
    double high;           /* of the picture where it is not PICTURE_HIGH */
};

/* Title and words for those who do not see it; `bare`: the page's own style sheet colours it. */
void picture_open(struct ctx *c, struct frame *f, struct str title, struct str sentence, bool bare);
void picture_close(struct ctx *c, struct frame *f);
void picture_include(struct frame *f, double y); /* the frame is to hold this value; NAN says nothing */
void picture_ground(struct ctx *c, struct frame *f); /* round the range of y, draw the grid with its numbers */
void picture_label(struct ctx *c, const struct frame *f, double x, struct str text); /* below the axis, at x */
void picture_line(struct ctx *c, const struct frame *f, const char *class, const double *y, size_t n, double from, double step);
void picture_band(struct ctx *c, const struct frame *f, const double *low, const double *high, size_t n, double from);
void picture_shade(struct ctx *c, const struct frame *f, double from, double to); /* a stretch of x, over the whole height */
/* A line at x with its name; every other name is a row lower, so that neighbours can be read. */
void picture_mark(struct ctx *c, const struct frame *f, double x, size_t nth, struct str name);
void picture_dot(struct ctx *c, const struct frame *f, const char *class, double x, double y, double radius);
void picture_bar(struct ctx *c, const struct frame *f, const char *class, size_t row, double value, struct str label, struct str worth);
/* One word of the legend with its mark: '-' line, '.' dot, '#' area. */
void picture_legend(struct ctx *c, struct frame *f, const char *class, char mark, struct str word);
