/* test/fuzz/jpeg.c - any bytes as a photograph: shrunk, or refused. */
#include "core/image.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct ctx c = {.mem = arena_open()};
    struct str out;
    if (size && size < 20000)
        (void)!image_shrink(&c, (struct str){(const char *)data + 1, size - 1}, 1 + data[0] * 4, &out);
    arena_close(c.mem);
    return 0;
}
