/* core/ctx.c - fail and doubt. */
#include "core/ctx.h"
#include "core/str.h"
#include <stdarg.h>

enum status fail(struct ctx *c, enum status s, const char *fmt, ...)
{
    char text[sizeof c->why]; /* the sentence may quote c->why itself */
    va_list ap;
    va_start(ap, fmt);
    int n = vsnprintf(text, sizeof text, fmt, ap);
    va_end(ap);
    size_t end = n < 0 ? 0 : (size_t)n < sizeof text ? (size_t)n : sizeof text - 1;
    while (end && n >= (int)sizeof text && ((unsigned char)text[end] & 0xC0) == 0x80)
        end--; /* do not cut a letter in two */
    memcpy(c->why, text, end);
    c->why[end] = 0;
    return s;
}

void doubt(struct ctx *c, const char *fmt, ...)
{
    char text[512];
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(text, sizeof text, fmt, ap);
    va_end(ap);
    struct doubt *d = NEW(c, struct doubt);
    *d = (struct doubt){c->doubts, str_copy(c, str_z(text))};
    c->doubts = d;
}
