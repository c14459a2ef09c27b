/* core/budget.h - what outside models may cost, per job (a capability) and per day, in tokens and money.
 *
 * The loop loads a budget for the job before it runs and saves what was spent after (data/spend.h); a backend asks
 * budget_allow before each call and notes it with budget_note. ctx->budget NULL: no limit, nothing is noted.
 */
#pragma once
#include "core/field.h"

struct limits { /* section "budget"; 0: no limit */
    int64_t job_tokens, day_tokens;
    double job_cost, day_cost; /* in the currency that prices are given in */
};
extern const struct record limits_record;

struct spent {
    struct str backend; /* "openai:gpt-…" */
    int64_t calls, tokens_in, tokens_out, cost_micro;
};
struct budget {
    struct limits limits;
    int64_t job_tokens, job_micro; /* spent today by this job, before this run */
    int64_t day_tokens, day_micro; /* by all jobs */
    LIST(struct spent) spent;      /* in this run */
};

/* May a call of about so many tokens and so much money be made? RETRY names the limit and what is left until tomorrow. */
MUST enum status budget_allow(struct ctx *c, int64_t tokens, int64_t micro);
void budget_note(struct ctx *c, struct str backend, int64_t tokens_in, int64_t tokens_out, int64_t micro);
