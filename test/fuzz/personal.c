/* test/fuzz/personal.c - what was taken out of any text can be put back, unless the text held marks of its own. */
#include "core/personal.h"
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct ctx c = {.mem = arena_open()};
    struct personal p = {0};
    struct str known[] = {STR("Anna"), STR("é")};
    struct strs names = {known, 2};
    const void *bytes = data;
    struct str text = str_copy(&c, (struct str){bytes, n}), out = personal_redact(&c, text, &names, &p);
    if (!str_has(text, STR("[")) && !str_eq(personal_restore(&c, out, &p), text))
        abort();
    arena_close(c.mem);
    return 0;
}
