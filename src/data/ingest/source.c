/* data/ingest/source.c - which shape a file has, by its first bytes. */
#include "data/ingest/source.h"

static void sheet_close(void *what) { arena_close(what); }

static enum status shape_open(struct ctx *c, struct source *s)
{
    struct str line = {0}, first = {0};
    s->sheet.mem = arena_open();
    arena_defer(c->mem, sheet_close, s->sheet.mem);
    while (!first.n && lines_next(s->lines, &line))
        first = str_trim(line);
    char begin = first.n ? first.p[0] : 0;
    lines_rewind(s->lines);
    if (begin == '<')
        return feed_source_open(c, s);
    if (begin == '{' || begin == '[')
        return objects_open(c, s);
    return table_open(c, s);
}

/* A shape says what is wrong; which file it is stands here. */
static enum status named_open(struct ctx *c, struct source *s, const char *name)
{
    enum status got = shape_open(c, s);
    return got == OK ? OK : fail(c, got, "%s: %s", name, str_fmt(c, "%s", c->why).p);
}

enum status source_open(struct ctx *c, const char *path, struct source *out)
{
    *out = (struct source){0};
    TRY(lines_open(c, path, &out->lines));
    return named_open(c, out, path);
}

enum status source_text(struct ctx *c, struct str text, const char *name, struct source *out)
{
    *out = (struct source){0};
    TRY(lines_from(c, text, name, &out->lines));
    return named_open(c, out, name);
}
