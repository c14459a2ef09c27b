/* app/desk/lowest.h - what a reduction may be announced against. */
#pragma once
#include "app/desk/desk.h"

/* The lowest price a line was offered or sold for in the 30 days before, no more than it asks now; NAN: nothing was noted. */
MUST enum status desk_lowest(struct ctx *c, const struct desk_line *l, double *out);
