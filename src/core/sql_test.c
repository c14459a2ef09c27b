/* core/sql_test.c - what both engines must do alike. On PostgreSQL: `make pg`. */
#include "core/json.h"
#include "core/settings.h"
#include "data/item.h"
#include "test/unit/unit.h"
#include <stdlib.h>
#include <unistd.h>

static void close_db(void *db) { db_close(db); }
static void remove_file(void *path) { unlink(path); }

/* A second handle on the same database, which may write only `may`; NULL where there is none to share. */
static struct db *second(struct ctx *c, const char *const *may)
{
    const char *url = getenv("PURVEY_TEST_DATABASE");
    struct db *db = NULL;
    if (!url) { /* a database in memory has one handle: open a file's */
        char path[] = "/tmp/purvey-sql-XXXXXX";
        int fd = mkstemp(path);
        assert_true(fd >= 0);
        url = str_copy(c, str_z(path)).p;
        close(fd);
        arena_defer(c->mem, remove_file, (void *)(uintptr_t)url);
        extern const char schema_sql[];
        ASSERT_OK(db_open(c, str_z(url), NULL, &c->db));
        arena_defer(c->mem, close_db, c->db);
        ASSERT_OK(db_migrate(c, str_z(schema_sql)));
    }
    ASSERT_OK(db_open(c, str_z(url), may, &db));
    arena_defer(c->mem, close_db, db);
    return db;
}

TEST(sql_values_come_back)
{
    unit_shop(c);
    struct str text, odd = STR("naïve 'quote' \"é\" \n日本x");
    int64_t n;
    ASSERT_OK(db_run(c, "INSERT INTO partial (item, text, at_ms) VALUES ($1, $2, $3)", A(INT64_MAX), A(str_part(odd, 0, odd.n - 1)), A(INT64_MIN + 1)));
    ASSERT_OK(db_text(c, &text, "SELECT text FROM partial WHERE item = $1", A(INT64_MAX)));
    assert_true(str_eq(text, str_part(odd, 0, odd.n - 1)));
    ASSERT_OK(db_int(c, &n, "SELECT COUNT(*) FROM partial WHERE at_ms < $1 + 1000", A(c->now_ms))); /* not int4 */
    assert_int_equal(n, 1);
    ASSERT_OK(db_int(c, &n, "SELECT item = $1 FROM partial", A(INT64_MAX)));
    assert_int_equal(n, 1);
    ASSERT_OK(db_text(c, &text, "SELECT NULL"));
    assert_null(text.p);
}

TEST(sql_null_and_number_by_turns)
{
    unit_shop(c);
    struct item i = {.id = 1, .batch = 1, .kind = STR("k"), .entity = STR("product"), .subject = STR("p"),
                     .input = {STR("{}")}, .confidence = 0.0 / 0.0};
    ASSERT_OK(db_save(c, &item_record, &i));
    i.confidence = 0.25;
    i.why = STR("because");
    ASSERT_OK(db_save(c, &item_record, &i));
    ASSERT_OK(item_load(c, 1, &i));
    assert_true(i.confidence == 0.25);
    i.confidence = 0.0 / 0.0;
    i.why = (struct str){0};
    ASSERT_OK(db_save(c, &item_record, &i));
    ASSERT_OK(item_load(c, 1, &i));
    assert_true(i.confidence != i.confidence);
    assert_null(i.why.p);
}

TEST(sql_refuses_bad_work_with_reject)
{
    unit_shop(c);
    assert_int_equal(db_run(c, "SELECT * FROM no_such_table"), REJECT);
    ASSERT_OK(db_run(c, "INSERT INTO meta (name, value) VALUES ('a', 'b')"));
    assert_int_equal(db_run(c, "INSERT INTO meta (name, value) VALUES ('a', 'c')"), REJECT);
    ASSERT_OK(db_run(c, "INSERT INTO meta (name, value) VALUES ('d', 'e')")); /* the handle goes on */
}

TEST(sql_a_transaction_is_kept_or_undone)
{
    unit_shop(c);
    int64_t n;
    ASSERT_OK(db_begin(c));
    ASSERT_OK(db_run(c, "INSERT INTO meta (name, value) VALUES ('tx', '1')"));
    ASSERT_OK(db_begin(c));
    ASSERT_OK(db_end(c, false)); /* an inner undo dooms the outer */
    assert_true(db_end(c, true) != OK);
    ASSERT_OK(db_int(c, &n, "SELECT COUNT(*) FROM meta WHERE name = 'tx'"));
    assert_int_equal(n, 0);
    ASSERT_OK(db_begin(c));
    ASSERT_OK(db_run(c, "INSERT INTO meta (name, value) VALUES ('tx', '1')"));
    ASSERT_OK(db_end(c, true));
    ASSERT_OK(db_int(c, &n, "SELECT COUNT(*) FROM meta WHERE name = 'tx'"));
    assert_int_equal(n, 1);
}

TEST(sql_write_list_is_held)
{
    static const char *const may[] = {"wish", "token", NULL};
    unit_shop(c);
    c->db = second(c, may);
    int64_t n;
    struct item i = {.id = 5, .kind = STR("k"), .entity = STR("e"), .subject = STR("s"), .input = {STR("{}")}, .confidence = 1};
    ASSERT_OK(db_run(c, "INSERT INTO wish (id, kind, body, person, state, at_ms) VALUES (1, 'undo', '{}', 'anna', 'new', 0)"));
    ASSERT_OK(db_run(c, "INSERT INTO wish (id, kind, body, person, state, at_ms) VALUES (1, 'undo', '{}', 'anna', 'new', 0)"
                        " ON CONFLICT (id) DO UPDATE SET why = 'update item set drop'"));
    ASSERT_OK(db_int(c, &n, "SELECT COUNT(*) FROM item")); /* reading is free */
    assert_int_equal(db_add(c, &item_record, &i), REJECT);
    assert_int_equal(db_run(c, "UPDATE setting SET value = '{}'"), REJECT);
    assert_int_equal(db_run(c, "DELETE FROM ledger"), REJECT);
    assert_int_equal(db_run(c, "WITH x AS (SELECT 1) DELETE FROM move"), REJECT);
    assert_int_equal(db_run(c, "DROP TABLE wish"), REJECT);
    ASSERT_OK(db_run(c, "DELETE FROM wish"));
}

/* The role, not only the look at the statement: a way round the look is stopped by the server. */
TEST(sql_postgres_role_has_no_other_grants)
{
    static const char *const may[] = {"wish", NULL};
    if (!getenv("PURVEY_TEST_DATABASE"))
        return;
    unit_shop(c);
    ASSERT_OK(db_run(c, "CREATE FUNCTION sly() RETURNS BIGINT LANGUAGE sql AS 'DELETE FROM ledger RETURNING seq'"));
    c->db = second(c, may);
    int64_t n;
    assert_int_equal(db_int(c, &n, "SELECT sly()"), REJECT);
    assert_non_null(strstr(c->why, "permission denied"));
}

TEST(sql_postgres_lost_connection)
{
    if (!getenv("PURVEY_TEST_DATABASE"))
        return;
    unit_shop(c);
    struct db *other = second(c, NULL);
    struct ctx killer = *c;
    killer.db = other;
    int64_t n, pid;
    ASSERT_OK(db_int(c, &pid, "SELECT pg_backend_pid()"));
    ASSERT_OK(db_begin(c));
    ASSERT_OK(db_run(c, "INSERT INTO meta (name, value) VALUES ('half', '1')"));
    ASSERT_OK(db_int(&killer, &n, "SELECT pg_terminate_backend($1::int)", A(pid)));
    assert_int_equal(db_run(c, "INSERT INTO meta (name, value) VALUES ('other', '1')"), RETRY);
    assert_int_equal(db_run(c, "INSERT INTO meta (name, value) VALUES ('other', '1')"), RETRY); /* not on a new one */
    assert_int_equal(db_end(c, true), RETRY);
    ASSERT_OK(db_int(c, &n, "SELECT COUNT(*) FROM meta WHERE name IN ('half', 'other')")); /* connected again */
    assert_int_equal(n, 0);
}

TEST(sql_an_older_database_grows)
{
    struct str old = STR("CREATE TABLE IF NOT EXISTS meta (\n    name TEXT PRIMARY KEY,\n    value TEXT NOT NULL\n);\n"
                         "CREATE TABLE IF NOT EXISTS grown (\n    id BIGINT PRIMARY KEY\n);\n");
    struct str new = STR("CREATE TABLE IF NOT EXISTS meta (\n    name TEXT PRIMARY KEY,\n    value TEXT NOT NULL\n);\n"
                         "CREATE TABLE IF NOT EXISTS grown (\n    id BIGINT PRIMARY KEY,\n    name TEXT NOT NULL, -- new, it is\n    size BIGINT,\n"
                         "    n BIGINT NOT NULL DEFAULT 7\n);\nCREATE INDEX IF NOT EXISTS grown_size ON grown (size);\n");
    int64_t n;
    unit_shop(c);
    ASSERT_OK(db_migrate(c, old));
    ASSERT_OK(db_run(c, "INSERT INTO grown (id) VALUES (1)"));
    ASSERT_OK(db_migrate(c, new));
    ASSERT_OK(db_migrate(c, new));
    ASSERT_OK(db_int(c, &n, "SELECT n FROM grown WHERE id = 1 AND name = '' AND size IS NULL"));
    assert_int_equal(n, 7);
}
