#include "core/sql.h"
static enum status open_postgres(struct ctx *c, struct str url, const char *const *may_write, void **out)
{
    (void)url, (void)may_write, (void)out;
    return fail(c, REJECT, "PostgreSQL: not built in yet");
}
const struct engine sql_postgres = {.name = "postgres", .open = open_postgres};
