/* bench/ann.c - core/vector.h for bench/ann.py: a set made of numbers in memory, many searches in one call. */
#include "core/vector.h"

struct ctx *ann_open(void)
{
    struct arena *mem = arena_open();
    struct ctx *c = arena_take(mem, sizeof *c);
    c->mem = mem;
    return c;
}

struct vectors *ann_make(struct ctx *c, const float *at, size_t n, size_t width) { return vectors_make(c, at, n, width); }

size_t ann_bytes(const struct vectors *v) { return vectors_bytes(v); }

/* [n][k] rows found for n queries. */
void ann_near(struct ctx *c, const struct vectors *v, const float *queries, size_t n, size_t k, uint32_t *rows)
{
    for (size_t i = 0; i < n; i++) {
        struct arena_mark mark = arena_mark(c->mem);
        size_t found;
        const struct near *at = vectors_near(c, v, vectors_probe(c, v, queries + i * vectors_width(v)), k, &found);
        for (size_t j = 0; j < k; j++)
            rows[i * k + j] = j < found ? at[j].row : UINT32_MAX;
        arena_reset(c->mem, mark);
    }
}
