/* app/agent/agent_state.c - a state file into a database in memory, and out again.
 *
 * A file is {"users", "orders", "products"}; a folder holds users.json, orders.json and products.json.
 */
#include "app/agent/agent.h"
#include "core/file.h"
#include "core/json.h"
#include "core/settings.h"
#include "core/sql.h"
#include "data/order.h"
#include "data/overlay.h"
#include <sys/stat.h>

extern const char schema_sql[]; /* data/schema.sql, embedded by the build */

enum { STATE_MAX_BYTES = 1 << 30 };

static enum status folder_read(struct ctx *c, struct str path, struct str *out)
{
    static const char *const parts[] = {"users", "orders", "products"};
    struct tree *t = tree_open(c);
    struct node *o = tree_object(t);
    for (size_t i = 0; i < 3; i++) {
        const struct json *v;
        struct str text, name = str_fmt(c, "%.*s/%s.json", FMT(path), parts[i]);
        TRY(shell_read(c, name, STATE_MAX_BYTES, &text));
        if (json_read(c, text, &v) != OK)
            return fail(c, REJECT, "%s: %.400s", name.p, str_copy(c, str_z(c->why)).p);
        node_set(t, o, parts[i], tree_raw(t, text));
    }
    *out = tree_text(c, t, o);
    return OK;
}

static enum status state_read(struct ctx *c, struct str path, struct str *out)
{
    struct stat st;
    return stat(path.p, &st) == 0 && S_ISDIR(st.st_mode) ? folder_read(c, path, out) : shell_read(c, path, STATE_MAX_BYTES, out);
}

static enum status memory_open(struct ctx *c)
{
    TRY(db_open(c, STR(":memory:"), NULL, &c->db));
    TRY(db_migrate(c, str_z(schema_sql)));
    return settings_load(c);
}

enum status agent_state_open(struct ctx *c, struct str path, struct agent_state *out)
{
    struct str text;
    struct order_counts n;
    *out = (struct agent_state){0};
    if (!path.p)
        return shop_open(c, NULL);
    TRY(state_read(c, path, &text));
    if (json_read(c, text, &out->original) != OK)
        return fail(c, REJECT, "%s: %.400s", path.p, str_copy(c, str_z(c->why)).p);
    TRY(memory_open(c));
    if (order_document_read(c, text, &n) != OK)
        return fail(c, REJECT, "%s: %.400s", path.p, str_copy(c, str_z(c->why)).p);
    TRY(order_document_write(c, &text));
    return json_read(c, text, &out->before);
}

enum status agent_state_text(struct ctx *c, const struct agent_state *a, struct str *out)
{
    const struct json *after;
    TRY(order_document_write(c, out));
    if (!a->original)
        return OK;
    TRY(json_read(c, *out, &after));
    *out = overlay(c, a->original, a->before, after);
    return OK;
}

enum status agent_state_save(struct ctx *c, const struct agent_state *a, struct str path)
{
    struct str text;
    TRY(agent_state_text(c, a, &text));
    return file_write(c, path, str_fmt(c, "%.*s\n", FMT(text)), 0666);
}
