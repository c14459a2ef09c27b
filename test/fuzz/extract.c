/* test/fuzz/extract.c - any JSON to extract.attributes: a result or a sentence. */
#include "core/capability.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct str text = {(const char *)data, size}, out;
    struct ctx c = {.mem = arena_open()};
    if (size > 0 && size < 4000 && str_is_utf8(text)) {
        struct str copy = str_copy(&c, text);
        enum status s = capability_json(&c, capability_find(STR("extract.attributes")), copy, &out);
        assert(s == OK || c.why[0]);
    }
    arena_close(c.mem);
    return 0;
}
