/* data/spend.h - what outside models cost, by day, job and backend. */
#pragma once
#include "core/budget.h"

/* The limits of section "budget", and what was spent today by `job` and in all. */
MUST enum status spend_load(struct ctx *c, struct str job, struct budget *out);

/* Add what the run spent to today's rows. */
MUST enum status spend_save(struct ctx *c, struct str job, const struct budget *b);
