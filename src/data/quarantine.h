/* data/quarantine.h - rows and values of outside files that could not be taken, with cause and cure. */
#pragma once
#include "core/sql.h"

struct quarantine {
    int64_t id, batch;
    struct str file;
    int64_t line;
    struct str col;   /* the column's name; absent: the row as a whole */
    struct str cause, cure;
    struct str raw;   /* all rows of the product as they stood, in UTF-8 */
    struct str state; /* "open", "mended", "ignored" */
    int64_t at_ms;
};
extern const struct record quarantine_record;

/* Note a row, unless the same one (file, line, column, cause, raw) is there already; *id is the one that stands. */
MUST enum status quarantine_add(struct ctx *c, const struct quarantine *q, int64_t *id, bool *added);

MUST enum status quarantine_state(struct ctx *c, int64_t id, struct str state);
MUST enum status quarantine_load(struct ctx *c, int64_t id, struct quarantine *out); /* REJECT: there is none */

/* Those in `state`, newest file first, `limit` of them after `skip`. */
struct quarantines { struct quarantine *at; size_t n; };
MUST enum status quarantine_list(struct ctx *c, struct str state, int64_t limit, int64_t skip, struct quarantines *out);
