/* data/ingest/reader.c - the table of formats. */
#include "data/ingest/reader.h"

#define READER(id) extern const struct reader reader_##id;
#include "data/ingest/reader.def"
#undef READER
const struct reader *const readers[] = {
#define READER(id) &reader_##id,
#include "data/ingest/reader.def"
#undef READER
    NULL};

const struct reader *reader_find(struct str name)
{
    for (const struct reader *const *f = readers; *f; f++)
        if (str_eq(str_z((*f)->name), name))
            return *f;
    return NULL;
}
