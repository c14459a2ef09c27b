/* test/fuzz/import_objects.c - JSON objects: the first byte chooses the format. */
#include "test/fuzz/import.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    fuzz_import(data, n, SHAPE_LINES);
    return 0;
}
