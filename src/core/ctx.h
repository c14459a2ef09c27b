/* core/ctx.h - the result of a call, and everything a call may touch.
 *
 * There are no globals: memory, database, time and chance arrive in struct ctx,
 * so a run can be replayed. A status carries one finished sentence in ctx->why.
 */
#pragma once
#include <assert.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

enum status {
    OK,     /* done */
    RETRY,  /* the world failed; the same input may work later */
    REJECT, /* this input will never work */
};
#define MUST       __attribute__((warn_unused_result))
#define FORMAT(a, b) __attribute__((format(printf, a, b)))

struct str {
    const char *p; /* valid UTF-8, followed by a 0 byte, never owned; NULL: absent */
    size_t n;      /* bytes */
};

struct doubt {
    struct doubt *next;
    struct str sentence;
};

struct ctx {
    struct arena *mem;    /* dies with the call; owns handles too */
    struct db *db;        /* NULL where a call may not reach the database */
    int64_t now_ms;       /* UTC; time is an input, never read from the clock */
    uint64_t seed;        /* so is chance */
    char why[512];        /* sentence for the last status that was not OK */
    struct doubt *doubts; /* reasons why a person must look, though all is OK */
    const char *home;     /* the shop's folder: database, objects, settings */
    struct budget *budget; /* what outside models may still cost; NULL: no limit */
    void (*partial)(struct ctx *c, struct str text); /* told of text as a model writes it; or NULL */
    void *partial_arg;    /* for partial() */
    bool (*gone)(struct ctx *c); /* true: stop long work at once with RETRY; or NULL */
    const struct settings *settings; /* which backend serves which capability; NULL: defaults */
};

/* Note why this work stops, in one sentence an owner of a shop could read; return `s`. */
MUST enum status fail(struct ctx *c, enum status s, const char *fmt, ...) FORMAT(3, 4);

/* Done, but a person must look. Sticky: work goes on, the loop asks once at the end. */
void doubt(struct ctx *c, const char *fmt, ...) FORMAT(2, 3);

/* Leave at once unless OK; the arena frees what was begun. */
#define TRY(call)                 \
    do {                          \
        enum status try_ = (call); \
        if (try_ != OK)           \
            return try_;          \
    } while (0)
