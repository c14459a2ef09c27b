/* data/protect.h - attributes by which a person's price or offer must not be set.
 *
 * Source  EU Charter of Fundamental Rights, article 21, and the directives under it (2000/43, 2004/113)
 */
#pragma once
#include "core/str.h"

/* The protected attribute that the name of a segment mentions; NULL: none. */
const char *protected_word(struct str segment);
