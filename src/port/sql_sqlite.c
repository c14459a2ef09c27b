/* port/sql_sqlite.c - core/sql.h on SQLite 3: WAL, foreign keys, an authorizer that holds the write list. */
#include "core/clock.h"
#include "core/sql.h"
#include <sqlite3.h>
#include <stdlib.h>
#include <time.h>

enum {
    WAIT_MS = 20000, /* writers queue; longer means a stuck process, which RETRY handles */
    LOOK_MS = 2,     /* between two tries for the lock: SQLite's own pauses grow to 100, and let others pass again and again */
    LONG_MS = 20,    /* who held the lock as long as this, and wants it again at once, */
    TURN_MS = 6,     /* waits so long first: those who look in LOOK_MS have their turn */
};

struct handle {
    sqlite3 *db;
    const char *const *may_write; /* NULL: all */
    int64_t begun_ms, ended_ms;   /* of the last transaction */
};

static void pause_ms(int64_t ms) { nanosleep(&(struct timespec){.tv_nsec = ms * 1000000}, NULL); }

static int busy(void *h, int tries)
{
    (void)h;
    pause_ms(LOOK_MS);
    return tries < WAIT_MS / LOOK_MS;
}

/* An import writes step after step; a shopper's word must get in between. */
static void turn_wait(const struct handle *h)
{
    if (h->ended_ms - h->begun_ms >= LONG_MS && clock_steady_ms() - h->ended_ms < TURN_MS)
        pause_ms(TURN_MS);
}

static enum status said(struct ctx *c, sqlite3 *db, const char *sql)
{
    int code = sqlite3_errcode(db) & 0xff;
    bool passing = code == SQLITE_BUSY || code == SQLITE_LOCKED || code == SQLITE_IOERR || code == SQLITE_FULL;
    return fail(c, passing ? RETRY : REJECT, "database: %s: %.120s", sqlite3_errmsg(db), sql);
}

static int may(void *p, int op, const char *table, const char *b, const char *d, const char *e)
{
    (void)b, (void)d, (void)e;
    const struct handle *h = p;
    bool writes = op == SQLITE_INSERT || op == SQLITE_UPDATE || op == SQLITE_DELETE || op == SQLITE_DROP_TABLE ||
                  op == SQLITE_ALTER_TABLE || op == SQLITE_CREATE_TABLE || op == SQLITE_CREATE_TRIGGER;
    if (!h->may_write || !writes || !table)
        return SQLITE_OK;
    for (const char *const *t = h->may_write; *t; t++)
        if (strcmp(*t, table) == 0)
            return SQLITE_OK;
    return SQLITE_DENY;
}

/* SQLite asks once, at the first open, where large sorts may spill: beside the database, the one place that a process
 * which is shut in may write to. */
static void spill_beside(struct ctx *c, struct str url)
{
    const char *end = strrchr(url.p, '/');
    if (end && end != url.p)
        setenv("SQLITE_TMPDIR", str_copy(c, str_part(url, 0, (size_t)(end - url.p))).p, 0);
}

static enum status open_sqlite(struct ctx *c, struct str url, const char *const *may_write, void **out)
{
    struct handle *h = calloc(1, sizeof *h);
    if (!h)
        abort();
    h->may_write = may_write;
    spill_beside(c, url);
    if (sqlite3_open_v2(url.p, &h->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, NULL) != SQLITE_OK) {
        enum status s = fail(c, RETRY, "database: cannot open %s: %s", url.p, sqlite3_errmsg(h->db));
        sqlite3_close(h->db);
        free(h);
        return s;
    }
    sqlite3_busy_handler(h->db, busy, h);
    sqlite3_exec(h->db, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;"
                        "PRAGMA trusted_schema = OFF; PRAGMA cache_size = -8000", NULL, NULL, NULL);
    sqlite3_db_config(h->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    sqlite3_set_authorizer(h->db, may, h);
    *out = h;
    return OK;
}

static void close_sqlite(void *p)
{
    struct handle *h = p;
    sqlite3_close(h->db);
    free(h);
}

static enum status prepare(struct ctx *c, void *p, const char *sql, void **stmt)
{
    struct handle *h = p;
    sqlite3_stmt *s;
    if (sqlite3_prepare_v3(h->db, sql, -1, SQLITE_PREPARE_PERSISTENT, &s, NULL) != SQLITE_OK)
        return said(c, h->db, sql);
    *stmt = s;
    return OK;
}

static enum status bind(struct ctx *c, void *p, void *stmt, struct args a)
{
    (void)c, (void)p;
    sqlite3_reset(stmt);
    sqlite3_clear_bindings(stmt);
    for (size_t k = 0; k < a.n; k++) {
        char name[24];
        snprintf(name, sizeof name, "$%zu", k + 1);
        int at = sqlite3_bind_parameter_index(stmt, name);
        assert(at && "an argument that the statement does not use");
        const struct arg *v = &a.at[k];
        if (v->kind == T_INT)
            sqlite3_bind_int64(stmt, at, v->i);
        else if (v->kind == T_REAL)
            sqlite3_bind_double(stmt, at, v->d);
        else if (v->kind == T_STR && v->s.p)
            sqlite3_bind_text64(stmt, at, v->s.p, v->s.n, SQLITE_TRANSIENT, SQLITE_UTF8);
    }
    return OK;
}

static enum status step(struct ctx *c, void *p, void *stmt, bool *row)
{
    struct handle *h = p;
    int rc = sqlite3_step(stmt);
    *row = rc == SQLITE_ROW;
    return rc == SQLITE_ROW || rc == SQLITE_DONE ? OK : said(c, h->db, sqlite3_sql(stmt));
}

static int columns(void *stmt) { return sqlite3_column_count(stmt); }
static const char *column_name(void *stmt, int i) { return sqlite3_column_name(stmt, i); }
static bool is_null(void *stmt, int i) { return sqlite3_column_type(stmt, i) == SQLITE_NULL; }
static int64_t get_int(void *stmt, int i) { return sqlite3_column_int64(stmt, i); }
static double get_real(void *stmt, int i) { return sqlite3_column_double(stmt, i); }

static struct str get_str(void *stmt, int i)
{
    const char *p = (const char *)sqlite3_column_text(stmt, i);
    return (struct str){p ? p : "", p ? (size_t)sqlite3_column_bytes(stmt, i) : 0};
}

static int64_t changed(void *p, void *stmt)
{
    (void)stmt;
    return sqlite3_changes64(((struct handle *)p)->db);
}

static void reset(void *stmt) { sqlite3_reset(stmt); }
static void finish(void *stmt) { sqlite3_finalize(stmt); }

static enum status script(struct ctx *c, void *p, const char *sql)
{
    struct handle *h = p;
    bool begins = strncmp(sql, "BEGIN", 5) == 0;
    if (begins)
        turn_wait(h);
    bool done = sqlite3_exec(h->db, sql, NULL, NULL, NULL) == SQLITE_OK;
    if (begins)
        h->begun_ms = clock_steady_ms();
    else if (strcmp(sql, "COMMIT") == 0)
        h->ended_ms = clock_steady_ms();
    return done ? OK : said(c, h->db, sql);
}

const struct engine sql_sqlite = {
    "sqlite", open_sqlite, close_sqlite, prepare, bind, step, columns, column_name, is_null,
    get_int, get_real, get_str, changed, reset, finish, script,
    {"PRAGMA synchronous = NORMAL", "PRAGMA synchronous = FULL"},
};
