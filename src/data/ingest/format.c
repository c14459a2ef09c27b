/* data/ingest/format.c - the table of formats. */
#include "data/ingest/format.h"

#define READER(id) extern const struct format format_##id;
#include "data/ingest/format.def"
#undef READER
const struct format *const formats[] = {
#define READER(id) &format_##id,
#include "data/ingest/format.def"
#undef READER
    NULL};

const struct format *format_find(struct str name)
{
    for (const struct format *const *f = formats; *f; f++)
        if (str_eq(str_z((*f)->name), name))
            return *f;
    return NULL;
}
