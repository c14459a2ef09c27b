/* execution/review/review.h - from checked to approved: by the policy table, or by a person. */
#pragma once
#include "data/change.h"
#include "data/item.h"
#include "data/wish.h"
#include "execution/review/policy.h"

/* CHECKED: save what the item would change as proposals, then move it as policy decides: to APPROVED,
 * to WAITING, or to DROPPED. REJECT when its output changes nothing in the shop. */
MUST enum status review_step(struct ctx *c, const struct item *i);

enum verdict {
    ACCEPT, /* publish as proposed */
    EDIT,   /* publish as the person wrote it */
    REFUSE, /* never publish */
    BACK,   /* write it again */
};
struct edits {
    struct edit *at;
    size_t n;
};
bool verdict_named(struct str name, enum verdict *out); /* "accept", "edit", "reject", "back" */

/* What a person says of an item that waits; `who` is "person:anna". `edits` may be NULL unless EDIT; `note` absent.
 * REJECT when the item does not wait, or an edit names no change of it. One transaction. */
MUST enum status review_verdict(struct ctx *c, int64_t item, struct str who, enum verdict v, const struct edits *edits,
                                struct str note);

/* The same for many: those that no longer wait are passed over. *done counts, *why names the first few passed over. */
MUST enum status review_verdicts(struct ctx *c, const struct verdict_wish *w, struct str who, int64_t *done, struct str *why);

/* Items that wait, oldest first; kind absent: all kinds. */
struct item_rows {
    struct item *at;
    size_t n;
};
MUST enum status review_queue(struct ctx *c, struct str kind, int64_t batch, int64_t limit, struct item_rows *out);
