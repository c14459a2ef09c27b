/* core/sql.c - what both engines share: prepared once, rows into records, transactions. */
#include "core/sql.h"
#include "core/json.h"
#include "core/rand.h"
#include <stdlib.h>

#define AS(T, x, f) (*(T *)((char *)(x) + (f)->at))
#define AS_CONST(T, x, f) (*(const T *)((const char *)(x) + (f)->at))

enum { READY = 1024 }; /* a power of two well above the number of statements in the tree */

struct db {
    const struct engine *e;
    void *h;
    int depth;   /* of begun transactions */
    bool broken; /* an inner db_end(false) dooms the outer */
    bool hasty;  /* commits do not wait for the disk */
    int64_t last_id;
    struct {
        const char *sql; /* the literal itself, or a copy of ours */
        const struct record *save; /* key of the statements made by db_save */
        void *stmt;
    } ready[READY];
};

enum status db_open(struct ctx *c, struct str url, const char *const *may_write, struct db **out)
{
    struct db *db = calloc(1, sizeof *db);
    if (!db)
        abort();
    db->e = str_starts(url, STR("postgres")) ? &sql_postgres : &sql_sqlite;
    enum status s = db->e->open(c, url, may_write, &db->h);
    if (s != OK) {
        free(db);
        return s;
    }
    *out = db;
    return OK;
}

void db_close(struct db *db)
{
    if (!db)
        return;
    for (size_t i = 0; i < READY; i++)
        if (db->ready[i].stmt)
            db->e->finish(db->ready[i].stmt);
    db->e->close(db->h);
    free(db);
}

bool db_is_postgres(const struct db *db) { return db->e == &sql_postgres; }

/* Find the prepared statement of this literal, preparing it the first time. */
static enum status ready(struct ctx *c, const char *sql, void **stmt)
{
    struct db *db = c->db;
    assert(db && "this call has no database");
    size_t i = ((uintptr_t)sql * 0x9E3779B97F4A7C15u >> 40) % READY;
    for (size_t tries = 0; db->ready[i].stmt && db->ready[i].sql != sql; i = (i + 1) % READY)
        assert(++tries < READY);
    if (!db->ready[i].stmt) {
        TRY(db->e->prepare(c, db->h, sql, &db->ready[i].stmt));
        db->ready[i].sql = sql;
    }
    *stmt = db->ready[i].stmt;
    return OK;
}

/* Fill the fields whose names are columns of this row; leave the rest as they are. */
static enum status column_read(struct ctx *c, void *stmt, int i, const struct record *r, const struct field *f, void *out)
{
    const struct engine *e = c->db->e;
    if (e->is_null(stmt, i))
        return OK;
    struct str s;
    switch (f->kind) {
    case T_INT: AS(int64_t, out, f) = e->get_int(stmt, i); return OK;
    case T_REAL: AS(double, out, f) = e->get_real(stmt, i); return OK;
    case T_BOOL: AS(bool, out, f) = e->get_int(stmt, i) != 0; return OK;
    case T_STR: AS(struct str, out, f) = str_copy(c, e->get_str(stmt, i)); return OK;
    case T_JSON: AS(struct raw, out, f).text = str_copy(c, e->get_str(stmt, i)); return OK;
    case T_STRS:
    case T_INTS:
    case T_REALS:
    case T_COUNTS:
    case T_LIST:
    case T_ONE: {
        struct field one[2] = {*f, {0}};
        struct record alone = {r->name, r->size, one};
        void *copy = arena_take(c->mem, r->size);
        s = str_fmt(c, "{\"%s\":%.*s}", f->name, FMT(e->get_str(stmt, i)));
        TRY(record_from_json(c, &alone, s, LENIENT, copy));
        size_t size = f->kind == T_ONE ? sizeof(void *) : sizeof(struct any_list);
        memcpy((char *)out + f->at, (char *)copy + f->at, size);
        return OK;
    }
    }
    return OK;
}

static enum status row_read(struct ctx *c, void *stmt, const struct record *r, void *out)
{
    record_init(r, out);
    int n = c->db->e->columns(stmt);
    for (int i = 0; i < n; i++) {
        const struct field *f = record_field(r, str_z(c->db->e->column_name(stmt, i)));
        if (f)
            TRY(column_read(c, stmt, i, r, f, out));
    }
    return OK;
}

static enum status rows_read(struct ctx *c, const struct record *r, struct any_list *list, void *stmt)
{
    *list = (struct any_list){0};
    for (bool row;;) {
        TRY(c->db->e->step(c, c->db->h, stmt, &row));
        if (!row)
            return OK;
        list->at = arena_grow(c->mem, list->at, r->size, list->n);
        TRY(row_read(c, stmt, r, (char *)list->at + r->size * list->n++));
    }
}

enum status db_all_(struct ctx *c, const struct record *r, struct any_list *list, const char *sql, struct args a)
{
    void *stmt;
    TRY(ready(c, sql, &stmt));
    TRY(c->db->e->bind(c, c->db->h, stmt, a));
    enum status s = rows_read(c, r, list, stmt);
    c->db->e->reset(stmt);
    return s;
}

enum status db_maybe_(struct ctx *c, const struct record *r, void *out, bool *found, const char *sql, struct args a)
{
    struct any_list list;
    TRY(db_all_(c, r, &list, sql, a));
    if (list.n > 1)
        return fail(c, REJECT, "%s: %zu rows where one was expected: %.80s", r->name, list.n, sql);
    *found = list.n == 1;
    if (*found)
        memcpy(out, list.at, r->size);
    return OK;
}

enum status db_one_(struct ctx *c, const struct record *r, void *out, const char *sql, struct args a)
{
    bool found = false;
    TRY(db_maybe_(c, r, out, &found, sql, a));
    return found ? OK : fail(c, REJECT, "%s: there is no such row", r->name);
}

struct scalar {
    int64_t i;
    struct str s;
    bool null;
};

static enum status scalar(struct ctx *c, struct scalar *out, bool text, const char *sql, struct args a)
{
    void *stmt;
    bool row;
    const struct engine *e;
    TRY(ready(c, sql, &stmt));
    e = c->db->e;
    TRY(e->bind(c, c->db->h, stmt, a));
    enum status s = e->step(c, c->db->h, stmt, &row);
    *out = (struct scalar){.null = true};
    if (s == OK && row && !e->is_null(stmt, 0))
        *out = (struct scalar){text ? 0 : e->get_int(stmt, 0), text ? str_copy(c, e->get_str(stmt, 0)) : STR(""), false};
    e->reset(stmt);
    return s;
}

enum status db_int_(struct ctx *c, int64_t *out, const char *sql, struct args a)
{
    struct scalar v;
    TRY(scalar(c, &v, false, sql, a));
    *out = v.i;
    return OK;
}

enum status db_text_(struct ctx *c, struct str *out, const char *sql, struct args a)
{
    struct scalar v;
    TRY(scalar(c, &v, true, sql, a));
    *out = v.null ? (struct str){0} : v.s;
    return OK;
}

static enum status execute(struct ctx *c, void *stmt, struct args a, int64_t *n)
{
    bool row = true;
    TRY(c->db->e->bind(c, c->db->h, stmt, a));
    enum status s = OK;
    while (s == OK && row)
        s = c->db->e->step(c, c->db->h, stmt, &row);
    if (s == OK && n)
        *n = c->db->e->changed(c->db->h, stmt);
    c->db->e->reset(stmt);
    return s;
}

enum status db_count_(struct ctx *c, int64_t *n, const char *sql, struct args a)
{
    void *stmt;
    TRY(ready(c, sql, &stmt));
    return execute(c, stmt, a, n);
}

enum status db_run_(struct ctx *c, const char *sql, struct args a) { return db_count_(c, NULL, sql, a); }

/* ---- saving records -------------------------------------------------------------------- */

static struct str json_of(struct ctx *c, const struct record *r, const struct field *f, const void *x)
{
    struct field must = *f;
    must.flags &= ~(unsigned)OPTIONAL;
    struct record alone = {r->name, r->size, (const struct field[]){must, {0}}};
    const struct json *v, *member;
    if (json_read(c, record_to_json(c, &alone, x), &v) != OK || !(member = json_get(v, f->name)))
        return (struct str){0};
    return json_text(c, member);
}

static struct arg arg_of(struct ctx *c, const struct record *r, const struct field *f, const void *x)
{
    switch (f->kind) {
    case T_INT: {
        int64_t v = AS_CONST(int64_t, x, f);
        return v == NONE ? (struct arg){0} : arg_i(v);
    }
    case T_REAL: {
        double v = AS_CONST(double, x, f);
        return v != v ? (struct arg){0} : arg_d(v);
    }
    case T_BOOL: return arg_i(AS_CONST(bool, x, f));
    case T_STR: return arg_s(AS_CONST(struct str, x, f));
    case T_JSON: return arg_s(AS_CONST(struct raw, x, f).text);
    case T_STRS:
    case T_INTS:
    case T_REALS:
    case T_COUNTS:
    case T_LIST:
    case T_ONE: return arg_s(json_of(c, r, f, x));
    }
    return (struct arg){0};
}

/* Made from the names in a field table, never from data. */
static struct str save_sql(struct ctx *c, const struct record *r, bool upsert)
{
    struct buf cols = {0}, vals = {0}, keys = {0}, sets = {0};
    int n = 0;
    for (const struct field *f = r->field; f->name; f++) {
        buf_fmt(c, &cols, "%s%s", n ? ", " : "", f->name);
        buf_fmt(c, &vals, "%s$%d", n ? ", " : "", n + 1);
        n++;
        if (f->flags & KEY)
            buf_fmt(c, &keys, "%s%s", keys.n ? ", " : "", f->name);
        else
            buf_fmt(c, &sets, "%s%s = excluded.%s", sets.n ? ", " : "", f->name, f->name);
    }
    struct str sql = str_fmt(c, "INSERT INTO %s (%s) VALUES (%s)", r->name, buf_str(&cols).p, buf_str(&vals).p);
    if (!upsert)
        return sql;
    return sets.n ? str_fmt(c, "%s ON CONFLICT (%s) DO UPDATE SET %s", sql.p, buf_str(&keys).p, buf_str(&sets).p)
                  : str_fmt(c, "%s ON CONFLICT (%s) DO NOTHING", sql.p, buf_str(&keys).p);
}

static enum status write_record(struct ctx *c, const struct record *r, const void *x, bool upsert)
{
    struct db *db = c->db;
    TRY(record_check(c, r, x));
    struct arg args[64];
    size_t n = 0;
    for (const struct field *f = r->field; f->name; f++) {
        assert(n < sizeof args / sizeof *args);
        args[n++] = arg_of(c, r, f, x);
    }
    size_t i = (((uintptr_t)r >> 4) * 0x9E3779B97F4A7C15u >> 40) % READY;
    const char *mark = upsert ? "upsert" : "insert";
    while (db->ready[i].stmt && !(db->ready[i].save == r && db->ready[i].sql == mark))
        i = (i + 1) % READY;
    if (!db->ready[i].stmt) {
        TRY(db->e->prepare(c, db->h, save_sql(c, r, upsert).p, &db->ready[i].stmt));
        db->ready[i].save = r;
        db->ready[i].sql = mark;
    }
    return execute(c, db->ready[i].stmt, (struct args){args, n}, NULL);
}

enum status db_save(struct ctx *c, const struct record *r, const void *x) { return write_record(c, r, x, true); }
enum status db_add(struct ctx *c, const struct record *r, const void *x) { return write_record(c, r, x, false); }

/* ---- transactions, ids ------------------------------------------------------------------ */

enum status db_begin(struct ctx *c)
{
    struct db *db = c->db;
    if (db->depth == 0) {
        TRY(db->e->script(c, db->h, db_is_postgres(db) ? "BEGIN" : "BEGIN IMMEDIATE"));
        db->broken = false;
    }
    db->depth++;
    return OK;
}

enum status db_end(struct ctx *c, bool keep)
{
    struct db *db = c->db;
    assert(db->depth > 0);
    db->broken |= !keep;
    if (--db->depth > 0)
        return OK;
    if (!db->broken && db->e->script(c, db->h, "COMMIT") == OK)
        return OK;
    struct ctx aside = *c; /* a failed roll-back must not hide why we roll back */
    enum status undone = db->e->script(&aside, db->h, "ROLLBACK");
    (void)undone;
    return keep ? RETRY : OK;
}

enum status db_durable(struct ctx *c, bool wait)
{
    struct db *db = c->db;
    assert(db->depth == 0);
    if (db->hasty == !wait)
        return OK;
    TRY(db->e->script(c, db->h, db->e->wait[wait]));
    db->hasty = !wait;
    return OK;
}

int64_t db_new_id(struct ctx *c)
{
    int64_t floor = (c->now_ms - 1577836800000) << 21; /* ms since 2020-01-01, room for 2^21 a ms */
    uint64_t seed = c->seed ^ (uint64_t)(uintptr_t)c->db ^ (uint64_t)c->db->last_id;
    int64_t id = floor | (int64_t)(rand_next(&seed) & 0x1FFFFF);
    if (id <= c->db->last_id)
        id = c->db->last_id + 1 + (int64_t)(rand_next(&seed) & 0xFF);
    return c->db->last_id = id;
}

enum status db_script(struct ctx *c, struct str sql)
{
    return c->db->e->script(c, c->db->h, str_copy(c, sql).p);
}
