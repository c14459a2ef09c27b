/* data/brought.h - what an import did to each product, and taking it back. */
#pragma once
#include "core/sql.h"

/* Note, in the transaction that does it and before it is done, that `batch` makes the product "new", "changed" or "gone". */
MUST enum status brought_note(struct ctx *c, int64_t batch, struct str product, struct str what);

struct brought_row { struct str product, why; };
struct brought_report {
    struct str batch;
    int64_t restored; /* products as they were before */
    int64_t removed;  /* that were new: marked as gone */
    int64_t back;     /* that were gone: no longer */
    int64_t kept;     /* changed by a later import: left as they are */
    LIST(struct brought_row) rows; /* the first 100 of the kept */
};
extern const struct record brought_report_record;

/* Whether `batch` brought products that can be taken back. */
MUST enum status brought_is(struct ctx *c, int64_t batch, bool *is);

/* Take back what the import `batch` did. Again: nothing more happens. dry: say what would. REJECT: it brought nothing. */
MUST enum status brought_undo(struct ctx *c, int64_t batch, struct str who, bool dry, struct brought_report *out);
