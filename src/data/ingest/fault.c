/* data/ingest/fault.c - what is wrong with a row, with its cure. */
#include "data/ingest/reader.h"
#include <stdarg.h>

void fault_add(struct ctx *c, struct faults *f, const struct row *r, struct str column, enum loss loss, const char *cure, const char *fmt, ...)
{
    char cause[400];
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(cause, sizeof cause, fmt, ap);
    va_end(ap);
    f->at = arena_grow(c->mem, f->at, sizeof *f->at, f->n);
    f->at[f->n++] = (struct fault){.line = r->line, .column = str_copy(c, column), .cause = str_fmt(c, "%s", cause),
                                   .cure = str_fmt(c, "%s", cure), .loss = loss};
}
