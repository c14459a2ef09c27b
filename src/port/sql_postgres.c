/* port/sql_postgres.c - core/sql.h on PostgreSQL 15 by libpq.
 *
 * A statement is prepared at its first bind, when the kinds of its arguments are known: they are
 * declared to the server, which would else guess int4 for "due_ms < $1 + 1000". Results come as text.
 * The write list is held twice: by a look at each statement's target tables before it runs, and by a role
 * with no other grants where the user that connects may make roles.
 * A connection that is lost is made anew at the next statement, but never inside a transaction.
 */
#include "core/log.h"
#include "core/sql.h"
#include <libpq-fe.h>
#include <stdlib.h>

enum { ARGS_MAX = 64, OID_INT8 = 20, OID_TEXT = 25, OID_FLOAT8 = 701 }; /* pg_type.dat */

struct handle {
    PGconn *pg;
    const char *const *may_write; /* NULL: all */
    int made;                     /* connections made; statements of an older one are prepared anew */
    int n_stmt;                   /* names given to statements */
    bool in_step;                 /* a transaction was begun */
    bool lost;                    /* its connection went away: nothing may run before its end */
};
struct stmt {
    struct handle *h;
    char *sql, name[16];
    int made; /* of handle.made when it was prepared; 0: not yet */
    PGresult *rows;
    int at, n;
};

/* Class 08 connection, 40 serialization and deadlock, 53 resources, 57P operator, 58 system, 55P03 lock. */
static bool is_passing(const struct handle *h, const PGresult *r)
{
    const char *code = r ? PQresultErrorField(r, PG_DIAG_SQLSTATE) : NULL;
    if (PQstatus(h->pg) != CONNECTION_OK || !code)
        return true;
    return !strncmp(code, "08", 2) || !strncmp(code, "40", 2) || !strncmp(code, "53", 2) ||
           !strncmp(code, "57P", 3) || !strncmp(code, "58", 2) || !strcmp(code, "55P03");
}

static enum status said(struct ctx *c, struct handle *h, PGresult *r, const char *sql)
{
    const char *text = r ? PQresultErrorField(r, PG_DIAG_MESSAGE_PRIMARY) : NULL;
    enum status s = is_passing(h, r) ? RETRY : REJECT;
    text = text ? text : PQerrorMessage(h->pg);
    s = fail(c, s, "database: %.*s: %.120s", (int)strcspn(text, "\n"), text, sql);
    PQclear(r);
    return s;
}

/* ---- the write list ------------------------------------------------------------------------ */

static bool is_word(char ch)
{
    return (ch >= 'a' && ch <= 'z') || (ch >= 'A' && ch <= 'Z') || (ch >= '0' && ch <= '9') || ch == '_';
}

/* The next word of `sql` from *at on; texts in quotes and comments hold no words. */
static struct str next_word(const char *sql, size_t *at)
{
    size_t i = *at;
    while (sql[i] && !is_word(sql[i])) {
        char q = sql[i++];
        if (q == '\'' || q == '"')
            while (sql[i] && sql[i++] != q)
                ;
        else if (q == '-' && sql[i] == '-')
            i += strcspn(sql + i, "\n");
    }
    size_t from = i;
    while (is_word(sql[i]))
        i++;
    *at = i;
    return (struct str){sql + from, i - from};
}

static bool is_listed(const char *const *list, struct str table)
{
    for (; *list; list++)
        if (str_eq_case(str_z(*list), table))
            return true;
    return false;
}

/* Every INSERT INTO x, UPDATE x, DELETE FROM x of the statement, inner ones too, must name a listed table. */
static enum status may(struct ctx *c, const struct handle *h, const char *sql)
{
    if (!h->may_write)
        return OK;
    struct str before = {0}, word;
    for (size_t at = 0; (word = next_word(sql, &at)).n; before = word) {
        if (str_among_case(word, "drop|alter|create|truncate|grant|revoke|copy|merge|lock"))
            return fail(c, REJECT, "database: %.*s is not allowed here: %.120s", FMT(word), sql);
        bool into = str_among_case(word, "into|from") && str_among_case(before, "insert|delete");
        bool update = str_among_case(word, "update") && !str_among_case(before, "for|do");
        if (!into && !update)
            continue;
        size_t next = at;
        struct str table = next_word(sql, &next);
        if (str_among_case(table, "only"))
            table = next_word(sql, &next);
        if (!is_listed(h->may_write, table))
            return fail(c, REJECT, "database: this process may not write %.*s: %.120s", FMT(table), sql);
    }
    return OK;
}

static enum status plain(struct ctx *c, struct handle *h, const char *sql)
{
    PGresult *r = PQexec(h->pg, sql);
    ExecStatusType is = PQresultStatus(r);
    if (is != PGRES_COMMAND_OK && is != PGRES_TUPLES_OK)
        return said(c, h, r, sql);
    PQclear(r);
    return OK;
}

static bool may_make_roles(struct handle *h)
{
    PGresult *r = PQexec(h->pg, "SELECT 1 FROM pg_roles WHERE rolname = current_user AND (rolsuper OR rolcreaterole)");
    bool yes = PQntuples(r) == 1;
    PQclear(r);
    return yes;
}

/* One role per write list, named by the list; the advisory lock keeps two starting processes apart. */
static enum status role_take(struct ctx *c, struct handle *h)
{
    struct buf list = {0};
    for (const char *const *t = h->may_write; *t; t++)
        buf_fmt(c, &list, "%s%s", list.n ? ", " : "", *t);
    struct str role = str_fmt(c, "purvey_%016llx", (unsigned long long)str_hash(buf_str(&list)));
    struct str sql = str_fmt(c,
        "BEGIN; SELECT pg_advisory_xact_lock(7308332);"
        "DO $$BEGIN IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = '%s') THEN CREATE ROLE %s; END IF; END$$;"
        "GRANT %s TO CURRENT_USER; GRANT USAGE ON SCHEMA public TO %s; GRANT SELECT ON ALL TABLES IN SCHEMA public TO %s;",
        role.p, role.p, role.p, role.p, role.p);
    if (list.n)
        sql = str_fmt(c, "%s GRANT INSERT, UPDATE, DELETE ON %s TO %s;", sql.p, buf_str(&list).p, role.p);
    TRY(plain(c, h, str_fmt(c, "%s COMMIT; SET ROLE %s", sql.p, role.p).p));
    return OK;
}

/* ---- connecting ------------------------------------------------------------------------------ */

static void quiet(void *arg, const PGresult *r) { (void)arg, (void)r; }

static enum status ready(struct ctx *c, struct handle *h)
{
    PQsetNoticeReceiver(h->pg, quiet, NULL);
    h->made++;
    TRY(plain(c, h, "SET client_encoding = 'UTF8'; SET statement_timeout = '120s'; SET lock_timeout = '20s'"));
    if (h->may_write && may_make_roles(h)) {
        enum status s = role_take(c, h);
        if (s != OK) { /* a role that cannot be had leaves the look at each statement */
            log_line(LOG_WARN, "sql.role", "%s", c->why);
            TRY(plain(c, h, "ROLLBACK"));
        }
    }
    return OK;
}

static enum status open_postgres(struct ctx *c, struct str url, const char *const *may_write, void **out)
{
    struct handle *h = calloc(1, sizeof *h);
    if (!h)
        abort();
    h->may_write = may_write;
    h->pg = PQconnectdb(url.p);
    enum status s = OK;
    if (PQstatus(h->pg) != CONNECTION_OK) {
        const char *text = PQerrorMessage(h->pg);
        s = fail(c, RETRY, "database: cannot connect: %.*s", (int)strcspn(text, "\n"), text);
    }
    s = s == OK ? ready(c, h) : s;
    if (s != OK) {
        PQfinish(h->pg);
        free(h);
        return s;
    }
    *out = h;
    return OK;
}

static void close_postgres(void *p)
{
    struct handle *h = p;
    PQfinish(h->pg);
    free(h);
}

static enum status alive(struct ctx *c, struct handle *h)
{
    if (PQstatus(h->pg) == CONNECTION_OK && !h->lost)
        return OK;
    if (h->in_step) {
        h->lost = true;
        return fail(c, RETRY, "database: the connection was lost");
    }
    PQreset(h->pg);
    if (PQstatus(h->pg) != CONNECTION_OK)
        return fail(c, RETRY, "database: the connection is lost and cannot be made again yet");
    return ready(c, h);
}

/* ---- statements -------------------------------------------------------------------------------- */

static enum status prepare(struct ctx *c, void *p, const char *sql, void **stmt)
{
    struct handle *h = p;
    TRY(may(c, h, sql));
    struct stmt *s = calloc(1, sizeof *s);
    if (!s || !(s->sql = strdup(sql)))
        abort();
    s->h = h;
    snprintf(s->name, sizeof s->name, "s%d", h->n_stmt++);
    *stmt = s;
    return OK;
}

static void reset(void *stmt)
{
    struct stmt *s = stmt;
    PQclear(s->rows);
    s->rows = NULL;
}

static enum status declare(struct ctx *c, struct stmt *s, struct args a)
{
    Oid type[ARGS_MAX];
    for (size_t i = 0; i < a.n; i++)
        type[i] = a.at[i].kind == T_INT ? OID_INT8 : a.at[i].kind == T_REAL ? OID_FLOAT8
                : a.at[i].kind == T_STR ? OID_TEXT : 0; /* 0: by the column it goes to */
    PGresult *r = PQprepare(s->h->pg, s->name, s->sql, (int)a.n, type);
    if (PQresultStatus(r) != PGRES_COMMAND_OK)
        return said(c, s->h, r, s->sql);
    PQclear(r);
    s->made = s->h->made;
    return OK;
}

/* Texts go as bytes with a length, for a view need not end in 0; numbers go as text. */
static enum status bind(struct ctx *c, void *p, void *stmt, struct args a)
{
    struct handle *h = p;
    struct stmt *s = stmt;
    const char *value[ARGS_MAX];
    char number[ARGS_MAX][32];
    int length[ARGS_MAX], format[ARGS_MAX];
    assert(a.n <= ARGS_MAX);
    reset(s);
    TRY(alive(c, h));
    if (s->made != h->made)
        TRY(declare(c, s, a));
    for (size_t i = 0; i < a.n; i++) {
        const struct arg *v = &a.at[i];
        value[i] = v->kind == T_STR ? v->s.p : v->kind ? number[i] : NULL;
        length[i] = (int)v->s.n;
        format[i] = v->kind == T_STR;
        if (v->kind == T_INT)
            snprintf(number[i], sizeof number[i], "%lld", (long long)v->i);
        else if (v->kind == T_REAL)
            snprintf(number[i], sizeof number[i], "%.17g", v->d);
    }
    PGresult *r = PQexecPrepared(h->pg, s->name, (int)a.n, value, length, format, 0);
    ExecStatusType is = PQresultStatus(r);
    if (is != PGRES_COMMAND_OK && is != PGRES_TUPLES_OK)
        return said(c, h, r, s->sql);
    s->rows = r;
    s->at = -1;
    s->n = PQntuples(r);
    return OK;
}

static enum status step(struct ctx *c, void *p, void *stmt, bool *row)
{
    struct stmt *s = stmt;
    (void)c, (void)p;
    *row = ++s->at < s->n;
    return OK;
}

static int columns(void *stmt) { return PQnfields(((struct stmt *)stmt)->rows); }
static const char *column_name(void *stmt, int i) { return PQfname(((struct stmt *)stmt)->rows, i); }

static bool is_null(void *stmt, int i)
{
    const struct stmt *s = stmt;
    return PQgetisnull(s->rows, s->at, i);
}

static const char *cell(void *stmt, int i)
{
    const struct stmt *s = stmt;
    return PQgetvalue(s->rows, s->at, i);
}

static int64_t get_int(void *stmt, int i)
{
    const char *text = cell(stmt, i);
    return *text == 't' ? 1 : strtoll(text, NULL, 10); /* "t": a comparison, which SQLite gives as 1 */
}

static double get_real(void *stmt, int i) { return strtod(cell(stmt, i), NULL); }

static struct str get_str(void *stmt, int i)
{
    const struct stmt *s = stmt;
    return (struct str){cell(stmt, i), (size_t)PQgetlength(s->rows, s->at, i)};
}

static int64_t changed(void *p, void *stmt)
{
    (void)p;
    return strtoll(PQcmdTuples(((struct stmt *)stmt)->rows), NULL, 10);
}

static void finish(void *stmt)
{
    struct stmt *s = stmt;
    reset(s);
    free(s->sql);
    free(s);
}

/* COMMIT of a transaction in which a statement failed says ROLLBACK and no error: that is not kept work. */
static enum status script(struct ctx *c, void *p, const char *sql)
{
    struct handle *h = p;
    bool begin = !strncmp(sql, "BEGIN", 5), commit = !strcmp(sql, "COMMIT"), end = commit || !strcmp(sql, "ROLLBACK");
    bool gone = h->lost;
    if (end)
        h->in_step = h->lost = false;
    if (gone && end)
        return commit ? fail(c, RETRY, "database: the connection was lost before the end") : OK;
    TRY(alive(c, h));
    if (!begin && !end)
        TRY(may(c, h, sql));
    PGresult *r = PQexec(h->pg, sql);
    if (PQresultStatus(r) != PGRES_COMMAND_OK && PQresultStatus(r) != PGRES_TUPLES_OK)
        return said(c, h, r, sql);
    bool undone = commit && strcmp(PQcmdStatus(r), "ROLLBACK") == 0;
    PQclear(r);
    h->in_step |= begin;
    return undone ? fail(c, REJECT, "database: a statement failed, so the transaction was undone") : OK;
}

const struct engine sql_postgres = {
    "postgres", open_postgres, close_postgres, prepare, bind, step, columns, column_name, is_null,
    get_int, get_real, get_str, changed, reset, finish, script,
    {"SET synchronous_commit = off", "SET synchronous_commit = on"},
};
