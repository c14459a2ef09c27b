/* app/desk/plan.c - what every planner of the desk needs: a new item, and whether a price rests. */
#include "app/desk/plan.h"
#include "data/day.h"
#include <math.h>

struct item plan_item(struct ctx *c, int64_t batch, const char *kind, const char *entity, struct str subject)
{
    return (struct item){.id = db_new_id(c), .batch = batch, .kind = str_z(kind), .entity = str_z(entity), .subject = subject,
                         .due_ms = c->now_ms, .created_ms = c->now_ms, .moved_ms = c->now_ms, .confidence = NAN};
}

enum status plan_rests(struct ctx *c, const struct desk *d, struct str product, bool *rests)
{
    int64_t n;
    TRY(db_int(c, &n,
               "SELECT COUNT(*) FROM item WHERE entity = 'product' AND subject = $1 AND kind LIKE $7"
               " AND (state <= $2 OR (state IN ($3, $4, $5) AND moved_ms > $6))",
               A(product), A((int64_t)LIVE), A((int64_t)UNDOING), A((int64_t)UNDONE), A((int64_t)DROPPED),
               A(c->now_ms - d->choice.quiet_days * DAY_MS), A(STR("price.%"))));
    *rests = n > 0;
    return OK;
}

enum status plan_is_due(struct ctx *c, struct str kind, int64_t every_days, bool *due)
{
    int64_t n;
    TRY(db_int(c, &n, "SELECT COUNT(*) FROM item WHERE kind = $1 AND (state <= $2 OR state = $3 OR created_ms > $4)", A(kind), A((int64_t)LIVE),
               A((int64_t)UNDOING), A(c->now_ms - every_days * DAY_MS)));
    *due = n == 0;
    return OK;
}
