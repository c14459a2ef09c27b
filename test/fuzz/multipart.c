/* test/fuzz/multipart.c - any bytes as a form that carries files. */
#include "app/web/multipart.h"
#include "core/str.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct ctx c = {.mem = arena_open()};
    struct parts p = {0};
    struct str all = str_copy(&c, (struct str){(const char *)data, size < 5000 ? size : 5000}); /* first line: the type */
    size_t line = str_find(all, STR("\n"), 0);
    line = line == SIZE_MAX ? all.n : line;
    if (multipart_read(&c, str_copy(&c, str_part(all, 0, line)), str_part(all, line < all.n ? line + 1 : line, all.n), &p) == OK)
        for (size_t i = 0; i < p.list.n; i++)
            assert(p.list.at[i].bytes.n <= all.n);
    arena_close(c.mem);
    return 0;
}
