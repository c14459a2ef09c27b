/* test/fuzz/import_table.c - tables of any format: the first byte chooses the format. */
#include "test/fuzz/import.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    fuzz_import(data, n, SHAPE_TABLE);
    return 0;
}
