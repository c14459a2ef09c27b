/* test/fuzz/import_feed.c - XML feeds: the first byte chooses the format. */
#include "test/fuzz/import.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    fuzz_import(data, n, SHAPE_FEED);
    return 0;
}
