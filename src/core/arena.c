/* core/arena.c - blocks in a chain; closers in a chain; both undone last first. */
#include "core/arena.h"
#include <stdlib.h>

struct block {
    struct block *next;
    size_t used, size;
    _Alignas(max_align_t) char data[];
};
struct closer {
    struct closer *next;
    void (*close)(void *);
    void *what;
};
struct arena {
    struct block *blocks;
    struct closer *closers;
};

enum { BLOCK = 32 * 1024 }; /* small enough for many open arenas, large enough for a page of rows */

struct arena *arena_open(void)
{
    struct arena *a = calloc(1, sizeof *a);
    if (!a)
        abort();
    return a;
}

void *arena_take(struct arena *a, size_t n)
{
    const size_t align = _Alignof(max_align_t);
    if (n > SIZE_MAX / 2)
        abort();
    n = (n + align - 1) / align * align;
    if (!a->blocks || a->blocks->size - a->blocks->used < n) {
        size_t size = n > BLOCK ? n : BLOCK;
        struct block *b = calloc(1, sizeof *b + size);
        if (!b)
            abort();
        b->size = size;
        b->next = a->blocks;
        a->blocks = b;
    }
    void *p = a->blocks->data + a->blocks->used;
    a->blocks->used += n;
    return p;
}

void *arena_array(struct arena *a, size_t size, size_t n)
{
    if (size && n > SIZE_MAX / 2 / size)
        abort();
    return arena_take(a, size * n);
}

void *arena_grow(struct arena *a, void *at, size_t size, size_t n)
{
    bool full = n == 0 || (n >= 8 && (n & (n - 1)) == 0);
    if (!full)
        return at;
    void *more = arena_array(a, size, n ? n * 2 : 8);
    if (n)
        memcpy(more, at, n * size);
    return more;
}

void arena_defer(struct arena *a, void (*close)(void *), void *what)
{
    struct closer *d = arena_take(a, sizeof *d);
    *d = (struct closer){a->closers, close, what};
    a->closers = d;
}

struct arena_mark arena_mark(const struct arena *a)
{
    return (struct arena_mark){a->blocks, a->blocks ? a->blocks->used : 0, a->closers};
}

void arena_reset(struct arena *a, struct arena_mark to)
{
    while (a->closers != to.closer) {
        struct closer *d = a->closers;
        a->closers = d->next;
        d->close(d->what);
    }
    while (a->blocks != to.block) {
        struct block *b = a->blocks;
        a->blocks = b->next;
        free(b);
    }
    if (a->blocks) {
        memset(a->blocks->data + to.used, 0, a->blocks->used - to.used);
        a->blocks->used = to.used;
    }
}

size_t arena_size(const struct arena *a)
{
    size_t n = 0;
    for (const struct block *b = a->blocks; b; b = b->next)
        n += b->size;
    return n;
}

void arena_close(struct arena *a)
{
    if (!a)
        return;
    arena_reset(a, (struct arena_mark){0});
    free(a);
}

enum status arena_apart(struct ctx *c, enum status (*call)(struct ctx *c, void *arg), void *arg)
{
    struct ctx apart = *c;
    apart.mem = arena_open();
    apart.doubts = NULL;
    enum status s = call(&apart, arg);
    if (s != OK)
        s = fail(c, s, "%s", apart.why);
    arena_close(apart.mem);
    return s;
}
