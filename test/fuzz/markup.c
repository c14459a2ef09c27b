/* test/fuzz/markup.c - any HTML becomes sound text, its list items too. */
#include "core/arena.h"
#include "core/markup.h"
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct ctx c = {.mem = arena_open()};
    struct strs items = {0};
    const void *bytes = data;
    struct str html = {bytes, n};
    if (n < 65536 && str_is_utf8(html)) {
        struct str text = markup_text(&c, str_copy(&c, html), &items);
        if (!str_is_utf8(text))
            abort();
        for (size_t i = 0; i < items.n; i++)
            if (!items.at[i].n || !str_is_utf8(items.at[i]))
                abort();
    }
    arena_close(c.mem);
    return 0;
}
