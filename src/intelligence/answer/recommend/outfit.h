/* intelligence/answer/recommend/outfit.h - a set of things worn together: one for each part of the body, in colours that agree.
 *
 * What may join is in stock and within the budget; what does is tied to what is chosen already by orders and by colour.
 */
#pragma once
#include "intelligence/answer/recommend/harmony.h"
#include "intelligence/answer/recommend/kin.h"

struct outfit_piece {
    uint32_t item, because; /* because: the piece whose colour or orders speak for it */
    double score;
    struct str slot, reason;
};

/* Where a thing is worn, by the last word of its category, else of its title, that says so: "top", "shoes"; absent: nowhere. */
struct str outfit_slot(struct str category, struct str title);

/* Pieces to go with `seed`, best first; the seed itself is not among them. `budget`: minor units for all pieces; NONE: any.
 * Where the seed is nothing to wear, each category counts as a slot. */
size_t outfit_make(struct ctx *c, const struct kin *k, const uint32_t *seed, size_t n, const bool *allowed, int64_t budget, size_t most,
                   enum lex_language language, struct outfit_piece *out);
