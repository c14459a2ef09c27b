/* data/change.h - one field of the shop that an item would change: proposed, live, restored or kept. */
#pragma once
#include "core/capability.h"
#include "data/item.h"

struct change_row {
    int64_t item, pos;
    struct str entity, id, field, locale; /* locale: BCP 47, or "" for the shop's own language */
    struct str format;    /* "text", "html", "money", "json" */
    struct str before;    /* what the shop showed; absent: empty */
    struct str after;     /* proposed, as edited by the reviewer */
    struct str edited_by; /* the person who edited the proposal; absent: nobody */
    struct str state;     /* "proposed", "live", "restored", "kept" */
};
struct change_rows {
    struct change_row *at;
    size_t n;
};

/* Save what `i`'s output would change, as proposals beside what the shop shows now. Running it again
 * replaces the proposals. REJECT when the kind changes nothing, or when words would move money. */
MUST enum status change_propose(struct ctx *c, const struct item *i);

/* As above from a list, for kinds that are decided rather than generated. */
MUST enum status change_propose_list(struct ctx *c, const struct item *i, const struct changes *list);

MUST enum status change_load(struct ctx *c, int64_t item, struct change_rows *out);

/* What a person edited: the new text of the proposal at `pos`. REJECT when there is no such proposal. */
MUST enum status change_edit(struct ctx *c, int64_t item, int64_t pos, struct str text, struct str person);

/* Prices, costs and stock: only a kind that decides about them may change them, never one that writes words. */
bool change_is_money(struct str field, struct str format);
bool kind_moves_money(struct str kind);

/* The merchant's own text of a field, as it was imported; absent where imports have no such field. */
MUST enum status content_own(struct ctx *c, struct str entity, struct str id, struct str field, struct str locale, struct str *value);

/* What `channel` shows for a field, as far as we know; *known is false where it was never read or written. */
MUST enum status content_load(struct ctx *c, const struct change_row *r, struct str channel, struct str *value, bool *known);
MUST enum status content_save(struct ctx *c, const struct change_row *r, struct str channel, struct str value,
                              struct str by_whom);
