/* data/spend.c - table spend.
 *
 * Tables  reads and writes spend
 * Units   money: 1e-6 of the currency that the prices are given in; day: UTC
 */
#include "data/spend.h"
#include "core/settings.h"
#include "core/sql.h"
#include "data/day.h"

enum status spend_load(struct ctx *c, struct str job, struct budget *out)
{
    struct str day = day_text(c, c->now_ms / DAY_MS);
    *out = (struct budget){0};
    TRY(settings_read(c, &limits_record, STR("budget"), &out->limits));
    TRY(db_int(c, &out->job_tokens, "SELECT CAST(COALESCE(sum(tokens_in + tokens_out), 0) AS BIGINT) FROM spend WHERE day = $1 AND job = $2",
               A(day), A(job)));
    TRY(db_int(c, &out->job_micro, "SELECT CAST(COALESCE(sum(cost_micro), 0) AS BIGINT) FROM spend WHERE day = $1 AND job = $2", A(day), A(job)));
    TRY(db_int(c, &out->day_tokens, "SELECT CAST(COALESCE(sum(tokens_in + tokens_out), 0) AS BIGINT) FROM spend WHERE day = $1", A(day)));
    return db_int(c, &out->day_micro, "SELECT CAST(COALESCE(sum(cost_micro), 0) AS BIGINT) FROM spend WHERE day = $1", A(day));
}

enum status spend_save(struct ctx *c, struct str job, const struct budget *b)
{
    struct str day = day_text(c, c->now_ms / DAY_MS);
    for (size_t i = 0; i < b->spent.n; i++) {
        const struct spent *s = &b->spent.at[i];
        TRY(db_run(c,
                   "INSERT INTO spend (day, job, backend, calls, tokens_in, tokens_out, cost_micro) VALUES ($1, $2, $3, $4, $5, $6, $7)"
                   " ON CONFLICT (day, job, backend) DO UPDATE SET calls = spend.calls + excluded.calls,"
                   " tokens_in = spend.tokens_in + excluded.tokens_in, tokens_out = spend.tokens_out + excluded.tokens_out,"
                   " cost_micro = spend.cost_micro + excluded.cost_micro",
                   A(day), A(job), A(s->backend), A(s->calls), A(s->tokens_in), A(s->tokens_out), A(s->cost_micro)));
    }
    return OK;
}
