/* test/fuzz/grammar.c - a grammar of any bytes is read or refused; what chance writes by it, it accepts. */
#include "core/arena.h"
#include "core/grammar.h"
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct ctx c = {.mem = arena_open()};
    struct grammar *g;
    uint64_t seed = n;
    const void *bytes = data;
    if (n < 4096 && grammar_read(&c, (struct str){bytes, n}, &g) == OK) {
        struct str text = grammar_chance(&c, g, &seed, 64);
        uint32_t place = grammar_start(g);
        for (size_t i = 0; i < text.n && i < 200 && place; i++) {
            struct byteset next = grammar_next(g, place);
            if (!byteset_has(&next, (uint8_t)text.p[i]))
                abort();
            grammar_forced(&c, g, place, 16);
            place = grammar_step(g, place, (uint8_t)text.p[i]);
            if (!place)
                abort();
            grammar_may_end(g, place);
        }
        if (text.n <= 200 && !grammar_may_end(g, place))
            abort();
        struct str end = grammar_finish(&c, g, place);
        if (end.n < 4096 && !grammar_may_end(g, grammar_walk(g, place, end)))
            abort();
    } else if (n < 4096 && !c.why[0]) {
        abort();
    }
    arena_close(c.mem);
    return 0;
}
