/* app/shop.c - opening the shop's folder: database, schema, settings. */
#include "app/verb.h"
#include "core/file.h"
#include "core/settings.h"
#include "core/sql.h"
#include <stdlib.h>
#include <unistd.h>

extern const char schema_sql[]; /* data/schema.sql, embedded by the build */

/* The database: $PURVEY_DATABASE (postgresql://…), else purvey.db in the shop's folder. */
static struct str database_url(struct ctx *c)
{
    const char *set = getenv("PURVEY_DATABASE");
    return set && *set ? str_z(set) : str_fmt(c, "%s/purvey.db", c->home);
}

bool shop_exists(struct ctx *c)
{
    const char *set = getenv("PURVEY_DATABASE");
    return (set && *set) || access(str_fmt(c, "%s/purvey.db", c->home).p, F_OK) == 0;
}

enum status settings_load(struct ctx *c)
{
    struct settings *s = NEW(c, struct settings);
    TRY(db_all(c, &setting_record, s, "SELECT name, value, at_ms, by FROM setting ORDER BY name"));
    c->settings = s;
    return OK;
}

enum status shop_open(struct ctx *c, const char *const *may_write)
{
    TRY(folder_make(c, str_z(c->home), 0700));
    TRY(db_open(c, database_url(c), may_write, &c->db));
    if (!may_write)
        TRY(db_migrate(c, str_z(schema_sql)));
    return settings_load(c);
}
