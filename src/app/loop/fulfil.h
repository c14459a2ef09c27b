/* app/loop/fulfil.h - wishes are carried out: one row of a table per kind of wish. */
#pragma once
#include "data/wish.h"

/* Carry out the oldest wish that is new. *did is false when there is none. A wish that cannot be is marked
 * refused, with a sentence for the person who has it. */
MUST enum status fulfil_step(struct ctx *c, bool *did);

