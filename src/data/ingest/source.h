/* data/ingest/source.h - a file as rows of named cells, whatever it is written in; inside ingest/ only. */
#pragma once
#include "core/lines.h"
#include "data/ingest/reader.h"

struct source {
    struct sheet sheet;
    enum shape shape;
    struct str separator; /* of a table, as a word for people; absent else */
    struct lines *lines;
    void *own; /* the shape's own state */
    /* The next row into c->mem; *more false at the end. A row that cannot be read gives a fault that is `lost`
     * and no row: then row->n is 0. RETRY and REJECT end the file. */
    enum status (*next)(struct ctx *c, struct source *s, struct row *row, bool *more, struct faults *faults);
    enum status (*rewind)(struct ctx *c, struct source *s);
};

/* Find the shape by the first bytes and read the names of the columns. */
MUST enum status source_open(struct ctx *c, const char *path, struct source *out);
MUST enum status source_text(struct ctx *c, struct str text, const char *name, struct source *out);

MUST enum status table_open(struct ctx *c, struct source *s);
MUST enum status feed_source_open(struct ctx *c, struct source *s);
MUST enum status objects_open(struct ctx *c, struct source *s);
