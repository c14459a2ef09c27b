/* core/budget.c - limits, and what was spent against them. */
#include "core/budget.h"

const struct record limits_record = {"budget", sizeof(struct limits), (const struct field[]){
    FIELD(struct limits, job_tokens, .unit = "token", .max = 1e12, .flags = OPTIONAL, .doc = "a day, for one capability; 0: no limit"),
    FIELD(struct limits, day_tokens, .unit = "token", .max = 1e12, .flags = OPTIONAL, .doc = "a day, for all; 0: no limit"),
    FIELD(struct limits, job_cost, .max = 1e9, .flags = OPTIONAL, .doc = "money a day, for one capability; 0: no limit"),
    FIELD(struct limits, day_cost, .max = 1e9, .flags = OPTIONAL, .doc = "money a day, for all; 0: no limit"),
    {0}}};

static enum status within(struct ctx *c, const char *what, const char *unit, double spent, double more, double limit)
{
    if (limit <= 0 || spent + more <= limit)
        return OK;
    return fail(c, RETRY, "the budget of %s is used up until tomorrow: %g of %g %s, and this call needs about %g", what, spent, limit, unit, more);
}

enum status budget_allow(struct ctx *c, int64_t tokens, int64_t micro)
{
    const struct budget *b = c->budget;
    if (!b)
        return OK;
    int64_t run_tokens = 0, run_micro = 0;
    for (size_t i = 0; i < b->spent.n; i++) {
        run_tokens += b->spent.at[i].tokens_in + b->spent.at[i].tokens_out;
        run_micro += b->spent.at[i].cost_micro;
    }
    double cost = (double)micro * 1e-6;
    TRY(within(c, "this kind of work", "tokens", (double)(b->job_tokens + run_tokens), (double)tokens, (double)b->limits.job_tokens));
    TRY(within(c, "the day", "tokens", (double)(b->day_tokens + run_tokens), (double)tokens, (double)b->limits.day_tokens));
    TRY(within(c, "this kind of work", "in money", (double)(b->job_micro + run_micro) * 1e-6, cost, b->limits.job_cost));
    return within(c, "the day", "in money", (double)(b->day_micro + run_micro) * 1e-6, cost, b->limits.day_cost);
}

void budget_note(struct ctx *c, struct str backend, int64_t tokens_in, int64_t tokens_out, int64_t micro)
{
    struct budget *b = c->budget;
    if (!b)
        return;
    struct spent *s = NULL;
    for (size_t i = 0; i < b->spent.n && !s; i++)
        s = str_eq(b->spent.at[i].backend, backend) ? &b->spent.at[i] : NULL;
    if (!s) {
        s = LIST_ADD(c, &b->spent);
        *s = (struct spent){.backend = str_copy(c, backend)};
    }
    s->calls++;
    s->tokens_in += tokens_in;
    s->tokens_out += tokens_out;
    s->cost_micro += micro;
}
