/* core/sql_migrate.c - an older database gets the tables and columns that this version has.
 *
 * The schema's own text is the only description: what it creates and the database lacks is added, in one
 * transaction. Its hash stands in the table meta, so that an up-to-date database costs one query.
 */
#include "core/sql.h"

static enum status has_column(struct ctx *c, struct str table, struct str column, bool *has)
{
    int64_t n;
    if (db_is_postgres(c->db))
        TRY(db_int(c, &n, "SELECT COUNT(*) FROM information_schema.columns WHERE table_schema = current_schema() AND table_name = $1"
                          " AND ($2 = '' OR column_name = $2)", A(table), A(column)));
    else
        TRY(db_int(c, &n, "SELECT COUNT(*) FROM pragma_table_info($1) WHERE $2 = '' OR name = $2", A(table), A(column)));
    *has = n > 0;
    return OK;
}

static struct str word_of(struct str s)
{
    size_t n = 0;
    while (n < s.n && (s.p[n] == '_' || (s.p[n] >= 'a' && s.p[n] <= 'z') || (s.p[n] >= '0' && s.p[n] <= '9')))
        n++;
    return str_part(s, 0, n);
}

/* "    stock BIGINT NOT NULL, -- units" as a definition; what must not be NULL gets a default for the rows there are. */
static struct str definition(struct ctx *c, struct str line)
{
    size_t note = str_find(line, STR("--"), 0);
    struct str d = str_trim(note == SIZE_MAX ? line : str_part(line, 0, note));
    if (str_ends(d, STR(",")))
        d = str_trim(str_part(d, 0, d.n - 1));
    if (!str_has(d, STR("NOT NULL")) || str_has(d, STR("DEFAULT")))
        return str_copy(c, d);
    return str_fmt(c, "%.*s DEFAULT %s", FMT(d), str_has(d, STR(" TEXT")) ? "''" : "0");
}

static enum status table_grow(struct ctx *c, struct str table, struct str body)
{
    struct strs lines = str_split(c, body, '\n');
    for (size_t i = 0; i < lines.n; i++) {
        struct str column = str_copy(c, word_of(str_trim(lines.at[i])));
        bool has = true;
        if (column.n)
            TRY(has_column(c, table, column, &has));
        if (!has)
            TRY(db_script(c, str_fmt(c, "ALTER TABLE %.*s ADD COLUMN %.*s", FMT(table), FMT(definition(c, lines.at[i])))));
    }
    return OK;
}

static enum status tables_grow(struct ctx *c, struct str schema)
{
    const struct str head = STR("CREATE TABLE IF NOT EXISTS ");
    for (size_t at = 0; (at = str_find(schema, head, at)) != SIZE_MAX;) {
        struct str table = str_copy(c, word_of(str_part(schema, at + head.n, schema.n)));
        size_t from = str_find(schema, STR("("), at), to = str_find(schema, STR("\n)"), at);
        bool has;
        assert(from != SIZE_MAX && to != SIZE_MAX);
        TRY(has_column(c, table, STR(""), &has));
        if (has)
            TRY(table_grow(c, table, str_part(schema, from + 1, to)));
        at = to;
    }
    return OK;
}

static enum status grow(struct ctx *c, struct str schema, struct str version)
{
    TRY(tables_grow(c, schema));
    TRY(db_script(c, schema));
    return db_run(c, "INSERT INTO meta (name, value) VALUES ('schema', $1) ON CONFLICT (name) DO UPDATE SET value = excluded.value", A(version));
}

enum status db_migrate(struct ctx *c, struct str schema)
{
    struct str version = str_fmt(c, "%016llx", (unsigned long long)str_hash(schema)), had = {0};
    bool begun;
    TRY(has_column(c, STR("meta"), STR(""), &begun));
    if (begun)
        TRY(db_text(c, &had, "SELECT value FROM meta WHERE name = 'schema'"));
    if (str_eq(had, version))
        return OK;
    IN_ONE_STEP(c, grow(c, schema, version));
    return OK;
}
