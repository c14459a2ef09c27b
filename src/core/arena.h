/* core/arena.h - one arena per call: it owns memory and handles, so an early return is right.
 *
 * Nobody frees. A handle (FILE, curl, statement) is handed over with arena_defer and
 * closed, last first, when the arena closes. Only core/ and port/ call malloc.
 */
#pragma once
#include "core/ctx.h"

struct arena *arena_open(void);
void arena_close(struct arena *a); /* NULL is allowed */

/* Take `n` zeroed bytes, aligned for any type; aborts when memory is out. */
void *arena_take(struct arena *a, size_t n);

/* Have `close(what)` called when the arena closes. */
void arena_defer(struct arena *a, void (*close)(void *what), void *what);

/* A mark to go back to: what was taken after it is given back (deferred closers run). */
struct arena_mark {
    void *block;
    size_t used;
    void *closer;
};
struct arena_mark arena_mark(const struct arena *a);
void arena_reset(struct arena *a, struct arena_mark to);

/* Call with an arena and doubts of its own, which die with it: one step of a loop that runs for ever. */
MUST enum status arena_apart(struct ctx *c, enum status (*call)(struct ctx *c, void *arg), void *arg);

/* Bytes held now, for metrics and for tests that memory is bounded. */
size_t arena_size(const struct arena *a);

#define NEW(c, T)          ((T *)arena_take((c)->mem, sizeof(T)))
#define NEW_ARRAY(c, T, n) ((T *)arena_array((c)->mem, sizeof(T), (size_t)(n)))
void *arena_array(struct arena *a, size_t size, size_t n); /* aborts on overflow */

/* A list that grows in the arena: struct { T *at; size_t n; } with LIST_ADD. */
#define LIST(T)        \
    struct {           \
        T *at;         \
        size_t n;      \
    }
#define LIST_ADD(c, list) \
    ((list)->at = arena_grow((c)->mem, (list)->at, sizeof *(list)->at, (list)->n), &(list)->at[(list)->n++])
void *arena_grow(struct arena *a, void *at, size_t size, size_t n); /* room for n + 1; doubles */
