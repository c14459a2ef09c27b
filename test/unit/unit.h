/* test/unit/unit.h - a test beside the code: TEST(name) { … } in a *_test.c registers itself. */
#pragma once
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#undef fail /* ours is core/ctx.h; a test says fail_msg */
#undef fail_msg
#define fail_msg(...) (print_error("ERROR: " __VA_ARGS__), print_error("\n"), _fail(__FILE__, __LINE__))
#include "core/arena.h"
#include "core/str.h"

struct unit {
    const char *name;
    void (*run)(struct ctx *c); /* c: an open arena, a fixed clock and seed, no database */
    struct unit *next;
};
void unit_add(struct unit *u);

#define TEST(id)                                                                    \
    static void test_##id(struct ctx *c);                                           \
    __attribute__((constructor)) static void add_##id(void)                         \
    {                                                                               \
        static struct unit u = {#id, test_##id, NULL};                              \
        unit_add(&u);                                                               \
    }                                                                               \
    static void test_##id(__attribute__((unused)) struct ctx *c)

/* Fails with c->why when the call is not OK. */
#define ASSERT_OK(call)                                                \
    do {                                                               \
        if ((call) != OK)                                              \
            fail_msg("%s: %s", #call, c->why);                         \
    } while (0)
#define ASSERT_STR(s, z)                                               \
    do {                                                               \
        struct str s_ = (s);                                           \
        if (!str_eq(s_, str_z(z)))                                     \
            fail_msg("%s: got \"%.*s\", want \"%s\"", #s, FMT(s_), z); \
    } while (0)

/* An empty shop in memory (SQLite), or a fresh schema in $PURVEY_TEST_DATABASE (PostgreSQL). */
void unit_shop(struct ctx *c);

/* The same with a folder of its own in c->home, which goes with all that is in it when the test ends. */
void unit_home(struct ctx *c);

/* A product of the channel "file", as JSON. */
void unit_product(struct ctx *c, const char *json);

/* All of a file, from the root of the tree; a test without its file fails. */
struct str unit_file(struct ctx *c, const char *path);
