/* data/told.h - which sentences of one text another one tells as well, whatever its words' order and endings.
 *
 * A sentence is told when three fifths of its words that carry meaning (stems of four letters and more, and numbers) stand in the other
 * text. A sentence with fewer than three of them says nothing that could be lost.
 */
#pragma once
#include "core/str.h"

struct told {
    size_t sentences, told; /* of the first text: those that say something; of these, told by the other too */
    struct strs lost;       /* the rest, in their order */
    bool one_language;      /* else nothing can be said: all counts are 0 */
};
struct told told_compare(struct ctx *c, struct str text, struct str other);
