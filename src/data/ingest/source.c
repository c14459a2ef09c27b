/* data/ingest/source.c - which shape a file has, by its first bytes. */
#include "data/ingest/source.h"

static enum status shape_open(struct ctx *c, struct source *s)
{
    struct str line = {0}, first;
    while (lines_next(s->lines, &line) && !(first = str_trim(line)).n) {}
    lines_rewind(s->lines);
    return table_open(c, s);
}

enum status source_open(struct ctx *c, const char *path, struct source *out)
{
    *out = (struct source){0};
    TRY(lines_open(c, path, &out->lines));
    return shape_open(c, out);
}

enum status source_text(struct ctx *c, struct str text, const char *name, struct source *out)
{
    *out = (struct source){0};
    TRY(lines_from(c, text, name, &out->lines));
    return shape_open(c, out);
}
