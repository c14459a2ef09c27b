/* core/sql.h - SQL as literals at the place of use; SQLite or PostgreSQL behind it.
 *
 *   TRY(db_all(c, &offer_record, &list, "SELECT * FROM offer WHERE price < $1 ORDER BY id", A(limit)));
 *
 * A non-literal does not compile, so SQL is never assembled from data. Statements are prepared once
 * and found again by the literal's address. A row's columns fill members of the same name; lists and
 * nested records are kept as JSON text. Ids come from us, times are parameters.
 */
#pragma once
#include "core/field.h"

struct arg {
    enum kind kind; /* 0: NULL */
    int64_t i;
    double d;
    struct str s;
};
static inline struct arg arg_i(int64_t i) { return (struct arg){.kind = T_INT, .i = i}; }
static inline struct arg arg_d(double d) { return (struct arg){.kind = T_REAL, .d = d}; }
static inline struct arg arg_s(struct str s) { return (struct arg){.kind = T_STR, .s = s}; } /* absent: NULL */
#define A(x) \
    _Generic((x), int: arg_i, long: arg_i, long long: arg_i, unsigned: arg_i, bool: arg_i, double: arg_d, struct str: arg_s)(x)

struct args { const struct arg *at; size_t n; };
#define ARGS(...)                                                        \
    ((struct args){(const struct arg[]){{0}, ##__VA_ARGS__} + 1,         \
                   sizeof((const struct arg[]){{0}, ##__VA_ARGS__}) / sizeof(struct arg) - 1})

/* Run a statement that gives no rows. */
#define db_run(c, sql, ...) db_run_(c, "" sql, ARGS(__VA_ARGS__))
/* As db_run; *n is how many rows it changed. */
#define db_count(c, n, sql, ...) db_count_(c, n, "" sql, ARGS(__VA_ARGS__))
/* Read exactly one row; REJECT when there is none or several. */
#define db_one(c, rec, out, sql, ...) db_one_(c, rec, out, "" sql, ARGS(__VA_ARGS__))
/* Read at most one row; *found says whether there was one. */
#define db_maybe(c, rec, out, found, sql, ...) db_maybe_(c, rec, out, found, "" sql, ARGS(__VA_ARGS__))
/* Read all rows into list = LIST(T), which lives in c->mem. */
#define db_all(c, rec, list, sql, ...) \
    db_all_(c, rec, (struct any_list *)(list), "" sql, ARGS(__VA_ARGS__))
/* One number: the first column of the first row, 0 when there is no row or it is NULL. */
#define db_int(c, out, sql, ...) db_int_(c, out, "" sql, ARGS(__VA_ARGS__))
/* One text: the first column of the first row; absent when there is no row. */
#define db_text(c, out, sql, ...) db_text_(c, out, "" sql, ARGS(__VA_ARGS__))

MUST enum status db_run_(struct ctx *c, const char *sql, struct args a);
MUST enum status db_count_(struct ctx *c, int64_t *n, const char *sql, struct args a);
MUST enum status db_one_(struct ctx *c, const struct record *r, void *out, const char *sql, struct args a);
MUST enum status db_maybe_(struct ctx *c, const struct record *r, void *out, bool *found, const char *sql, struct args a);
MUST enum status db_all_(struct ctx *c, const struct record *r, struct any_list *list, const char *sql, struct args a);
MUST enum status db_int_(struct ctx *c, int64_t *out, const char *sql, struct args a);
MUST enum status db_text_(struct ctx *c, struct str *out, const char *sql, struct args a);

/* Insert the record, or update the row with its KEY. Checks it first. */
MUST enum status db_save(struct ctx *c, const struct record *r, const void *x);
/* Insert only; REJECT when the key is taken. */
MUST enum status db_add(struct ctx *c, const struct record *r, const void *x);

/* A transaction. Nested begins join the outer one. db_end(c, false) rolls back. */
MUST enum status db_begin(struct ctx *c);
MUST enum status db_end(struct ctx *c, bool keep);

/* Do `body` in one transaction: kept when it gives OK, undone else. */
#define IN_ONE_STEP(c, body)                               \
    do {                                                   \
        TRY(db_begin(c));                                  \
        enum status body_ = (body);                        \
        enum status end_ = db_end(c, body_ == OK);         \
        if (body_ != OK)                                   \
            return body_;                                  \
        if (end_ != OK)                                    \
            return end_;                                   \
    } while (0)

/* Whether a commit waits until the disk has it (it does at first). Without waiting a killed process loses nothing, and
 * a power cut only the last commits, in order: the next durable commit of anyone makes all before it durable. Outside
 * a transaction only. */
MUST enum status db_durable(struct ctx *c, bool wait);

/* A new id: ms since 2020 * 2^21 + counter, ascending within a process, unique across (random low bits). */
int64_t db_new_id(struct ctx *c);

/* Open `url`: a path, or "postgresql://…". may_write: NULL for all tables, else a NULL-ended list;
 * other tables are read-only on this handle. RETRY when it cannot be reached. The handle is
 * closed by db_close, not by the arena: it outlives items. */
MUST enum status db_open(struct ctx *c, struct str url, const char *const *may_write, struct db **out);
void db_close(struct db *db);
bool db_is_postgres(const struct db *db);

/* Bring the database to this schema: tables that are missing are made, columns that are missing are added, empty or with
 * their default; nothing is ever dropped. A database that has it already is not touched. The schema is written one column
 * a line, each table from "CREATE TABLE IF NOT EXISTS" to ");". */
MUST enum status db_migrate(struct ctx *c, struct str schema);

/* Run statements of the schema; never of data. For db_migrate. */
MUST enum status db_script(struct ctx *c, struct str sql);

/* ---- what an engine gives (port/sql_*.c); everything above is shared ------------------- */
struct engine {
    const char *name;
    MUST enum status (*open)(struct ctx *c, struct str url, const char *const *may_write, void **out);
    void (*close)(void *h);
    MUST enum status (*prepare)(struct ctx *c, void *h, const char *sql, void **stmt);
    MUST enum status (*bind)(struct ctx *c, void *h, void *stmt, struct args a); /* resets first */
    MUST enum status (*step)(struct ctx *c, void *h, void *stmt, bool *row);
    int (*columns)(void *stmt);
    const char *(*column_name)(void *stmt, int i);
    bool (*is_null)(void *stmt, int i);
    int64_t (*get_int)(void *stmt, int i);
    double (*get_real)(void *stmt, int i);
    struct str (*get_str)(void *stmt, int i); /* valid until the next step */
    int64_t (*changed)(void *h, void *stmt);
    void (*reset)(void *stmt);
    void (*finish)(void *stmt);
    MUST enum status (*script)(struct ctx *c, void *h, const char *sql); /* many statements */
    const char *wait[2]; /* SQL that makes commits not wait for the disk, and wait */
};
extern const struct engine sql_sqlite, sql_postgres;
