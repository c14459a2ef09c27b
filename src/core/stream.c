/* core/stream.c - lines as they come. */
#include "core/stream.h"
#include "core/arena.h"
#include <stdlib.h>

struct stream {
    FILE *f;
    char *text;
    size_t room;
};

static void close_(void *what) { free(((struct stream *)what)->text); }

struct stream *stream_open(struct ctx *c, FILE *f)
{
    struct stream *s = NEW(c, struct stream);
    s->f = f;
    arena_defer(c->mem, close_, s);
    return s;
}

bool stream_next(struct stream *s, struct str *line)
{
    ssize_t n = getline(&s->text, &s->room, s->f);
    *line = (struct str){s->text, n > 0 ? (size_t)n : 0};
    return n > 0;
}
