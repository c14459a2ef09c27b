/* test/fuzz/picture.c - any bytes as a picture of any kind: its colours, or a sentence. */
#include "core/hash.h"
#include "core/model.h"
#include "intelligence/model/look.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct ctx c = {.mem = arena_open()};
    struct pixels p;
    struct look look = {0};
    if (size && size < 20000 && image_read(&c, (struct str){(const char *)data, size}, 64, &p) == OK && p.width < 2000 && p.height < 2000)
        look_tones(&c, &p, &look);
    arena_close(c.mem);
    return 0;
}
