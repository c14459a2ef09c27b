/* intelligence/answer/recommend/harmony.h - which stated colours are worn together, by rules of hue in CIE Lab.
 *
 * Neutrals go with all; hues beside each other,
 * opposite, or a third of the circle apart go together; two strong hues elsewhere clash.
 * Source  Itten 1961
 */
#pragma once
#include "data/colour.h"

enum harmony { HARMONY_UNKNOWN, HARMONY_NEUTRAL, HARMONY_TONE /* one hue */, HARMONY_NEAR, HARMONY_OPPOSITE, HARMONY_THIRD, HARMONY_CLASH };

/* By the first colour of each; a clash of any other pair is a clash. */
enum harmony harmony_of(const struct colours *a, const struct colours *b);
double harmony_score(enum harmony h); /* -1 clash … 1 */

/* "navy and white: a neutral goes with any colour"; "" where a colour is not stated. */
struct str harmony_tell(struct ctx *c, const struct colours *a, const struct colours *b, enum harmony h);
