/* core/vector.h - a set of vectors, and those nearest to another, without a graph.
 *
 * Rows are turned so that their first numbers hold most of what tells them apart (principal axes), and kept twice: a short
 * head in 8 bits, that every search reads from end to end, and the whole in 16 bits, by which the best few hundred are
 * weighed again. A set is made in seconds, has no settings, and a search of it reads memory in order.
 */
#pragma once
#include "core/arena.h"
#include "core/dot.h"

enum { VECTOR_WIDTH = 4096 /* at most */ };

struct vectors; /* read-only once made: any number of threads may search it */

struct near {
    uint32_t row;
    float score; /* the dot product with the query as it was given */
};

/* `at` [n][width] reals; nothing of it is kept. */
/* Made of length 1; what has no length stays 0. */
void vector_unit(float *v, size_t width);

struct vectors *vectors_make(struct ctx *c, const float *at, size_t n, size_t width);
size_t vectors_width(const struct vectors *v);
size_t vectors_bytes(const struct vectors *v);

/* A query made ready for a set: turned and rounded as its rows are. */
struct probe;
const struct probe *vectors_probe(struct ctx *c, const struct vectors *v, const float *query);

/* The k rows with the greatest dot products, greatest first; *n of them: k, or all there are. */
struct near *vectors_near(struct ctx *c, const struct vectors *v, const struct probe *q, size_t k, size_t *n);

/* One row's dot product with the query; and a row as a query. */
float vectors_score(const struct vectors *v, const struct probe *q, uint32_t row);
const struct probe *vectors_probe_of(struct ctx *c, const struct vectors *v, uint32_t row);
