/* data/ingest/ingest.h - outside files become products: guessed, checked, compared, saved.
 *
 * A row that cannot be taken is set aside in the table quarantine with file, line, column, cause and cure,
 * and the others go on. An import can be stopped at any moment and run again: what is there already is not
 * written a second time.
 */
#pragma once
#include "data/quarantine.h"

struct mapped { struct str column, role; };
struct mapping { /* which column is what: {"Produktname": "title"}; column names are matched without regard to case */
    struct mapped *at;
    size_t n;
};
struct difference {
    struct str product, field, before, after;
    struct str what; /* "new", "changed", "gone" */
};
extern const struct record difference_record;
struct import {            /* what is asked */
    struct str path;
    struct str text;       /* read this instead of the file; path still names it, and its folder has the pictures */
    int64_t line;          /* of the file, where the first row of `text` stands; else 0 */
    struct str as;         /* name of a format; absent: guessed */
    struct str currency;   /* of prices that name none; absent: the setting "shop", else the format's usual one */
    struct str language;
    struct str channel;    /* "file" when absent */
    struct str person;     /* who asked: "person:anna"; absent: "import" */
    const struct mapping *mapping;
    bool dry;              /* look, compare, write nothing */
    bool complete;         /* the file is the whole catalogue: products that are not in it are gone */
    bool yes;              /* even when that is more than half of them */
    void (*aside)(void *arg, const struct quarantine *q); /* told of each row or value set aside; or NULL */
    void (*progress)(void *arg, int64_t done, int64_t total); /* bytes; or NULL */
    void (*differs)(void *arg, const struct difference *d);   /* told of each field that would change (dry) or changes */
    void *arg;
};
struct import_report {
    struct str file, format, encoding, currency, separator;
    struct str what; /* "product", "sale", "event": what it counts */
    int64_t rows, products, added, changed, same, gone, aside; /* aside: rows and values set aside */
    int64_t held; /* products that are not in the file and were not marked as gone: a note says why */
    int64_t lost; /* of those, rows that were lost whole */
    int64_t damaged; /* bytes that were not of the encoding */
    int64_t batch; /* NONE: nothing was written */
    struct strs notes; /* sentences a person should read */
};
extern const struct record import_report_record;

/* REJECT: the file as a whole cannot be taken (empty, not text, no known columns); nothing was written. */
MUST enum status ingest_file(struct ctx *c, const struct import *in, struct import_report *out);

/* Read a row that was set aside once more, `raw` in its place when that is given, and mark it mended. REJECT, and
 * nothing changes, when something is still wrong with it: c->why says what. */
MUST enum status quarantine_retry(struct ctx *c, int64_t id, struct str raw, struct str person, struct import_report *out);
