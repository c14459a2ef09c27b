/* core/field.c - what is derived from a field table without JSON or SQL. */
#include "core/field.h"
#include "core/rand.h"
#include <math.h>

#define AS(T, x, f) (*(T *)((char *)(x) + (f)->at))
#define AS_CONST(T, x, f) (*(const T *)((const char *)(x) + (f)->at))

const struct field *record_field(const struct record *r, struct str name)
{
    for (const struct field *f = r->field; f->name; f++)
        if (str_eq(str_z(f->name), name))
            return f;
    return NULL;
}

void record_init(const struct record *r, void *x)
{
    memset(x, 0, r->size);
    for (const struct field *f = r->field; f->name; f++) {
        if (f->kind == T_INT)
            AS(int64_t, x, f) = f->init == (double)NONE ? NONE : (int64_t)f->init;
        if (f->kind == T_REAL)
            AS(double, x, f) = f->init;
        if (f->kind == T_BOOL)
            AS(bool, x, f) = f->init > 0;
        if (f->kind == T_STR)
            AS(struct str, x, f) = str_z(f->init_str);
    }
}

static enum status range_check(struct ctx *c, const struct record *r, const struct field *f, double v, const char *of)
{
    if ((f->min == 0 && f->max == 0) || (v >= f->min && v <= f->max))
        return OK;
    bool unit = f->unit && strcmp(f->unit, "1") != 0;
    return fail(c, REJECT, "%s.%s: %s%.15g is outside %.15g to %.15g%s%s", r->name, f->name, of, v, f->min,
                f->max, unit ? " " : "", unit ? f->unit : "");
}

static enum status choice_check(struct ctx *c, const struct record *r, const struct field *f, struct str v)
{
    if (!f->choice || !v.p || str_among(v, f->choice))
        return OK;
    return fail(c, REJECT, "%s.%s: \"%.40s\" is not one of %s", r->name, f->name, v.p, f->choice);
}

static enum status field_check(struct ctx *c, const struct record *r, const struct field *f, const void *x)
{
    bool optional = f->flags & OPTIONAL;
    switch (f->kind) {
    case T_INT: {
        int64_t v = AS_CONST(int64_t, x, f);
        return v == NONE && optional ? OK : range_check(c, r, f, (double)v, "");
    }
    case T_REAL: {
        double v = AS_CONST(double, x, f);
        if (isnan(v) && optional)
            return OK;
        if (!isfinite(v))
            return fail(c, REJECT, "%s.%s: not a finite number", r->name, f->name);
        return range_check(c, r, f, v, "");
    }
    case T_STR: {
        struct str v = AS_CONST(struct str, x, f);
        if (!v.p && optional)
            return OK;
        TRY(choice_check(c, r, f, v));
        return range_check(c, r, f, (double)v.n, "length ");
    }
    case T_LIST: {
        struct any_list v = AS_CONST(struct any_list, x, f);
        TRY(range_check(c, r, f, (double)v.n, "length "));
        for (size_t i = 0; i < v.n; i++)
            TRY(record_check(c, f->of, (const char *)v.at + i * f->of->size));
        return OK;
    }
    case T_ONE: {
        const void *v = AS_CONST(void *, x, f);
        return v ? record_check(c, f->of, v)
             : optional ? OK : fail(c, REJECT, "%s.%s: missing", r->name, f->name);
    }
    case T_STRS:
        return range_check(c, r, f, (double)AS_CONST(struct strs, x, f).n, "length ");
    case T_INTS:
        return range_check(c, r, f, (double)AS_CONST(struct ints, x, f).n, "length ");
    case T_REALS:
        return range_check(c, r, f, (double)AS_CONST(struct reals, x, f).n, "length ");
    case T_BOOL:
    case T_COUNTS:
    case T_JSON:
        return OK;
    }
    return OK;
}

enum status record_check(struct ctx *c, const struct record *r, const void *x)
{
    for (const struct field *f = r->field; f->name; f++)
        TRY(field_check(c, r, f, x));
    return OK;
}

/* ---- random values, for property tests ------------------------------------------------ */

static struct str random_text(struct ctx *c, const struct field *f)
{
    static const char *const bits[] = {"a", "Ω", "kettle", " ", "1.7", "é", "<b>", "\"", "-", "日本"};
    if (f->choice) {
        struct strs all = str_split(c, str_z(f->choice), '|');
        return all.at[rand_below(&c->seed, all.n)];
    }
    size_t least = (size_t)f->min, most = f->max > 0 && f->max < 60 ? (size_t)f->max : 60;
    struct buf b = {0};
    buf_add(c, &b, STR("x"));
    for (size_t want = rand_below(&c->seed, 12); want--;) {
        struct str bit = str_z(bits[rand_below(&c->seed, sizeof bits / sizeof *bits)]);
        if (b.n + bit.n <= most)
            buf_add(c, &b, bit);
    }
    while (b.n < least)
        buf_byte(c, &b, 'y');
    return buf_str(&b);
}

static double random_number(struct ctx *c, const struct field *f)
{
    bool bound = f->min != 0 || f->max != 0;
    double low = bound ? f->min : -1e6, high = bound ? f->max : 1e6;
    return low + (high - low) * rand_unit(&c->seed);
}

static size_t random_count(struct ctx *c, const struct field *f)
{
    size_t most = f->max > 0 && f->max < 4 ? (size_t)f->max : 4;
    size_t n = (size_t)f->min + rand_below(&c->seed, most + 1);
    return f->max > 0 && n > (size_t)f->max ? (size_t)f->max : n;
}

static void field_random(struct ctx *c, const struct field *f, void *out)
{
    size_t n = random_count(c, f);
    switch (f->kind) {
    case T_INT: AS(int64_t, out, f) = (int64_t)random_number(c, f); break;
    case T_REAL: AS(double, out, f) = random_number(c, f); break;
    case T_BOOL: AS(bool, out, f) = rand_next(&c->seed) & 1; break;
    case T_STR: AS(struct str, out, f) = random_text(c, f); break;
    case T_JSON: AS(struct raw, out, f).text = STR("{\"any\":[1,\"two\"]}"); break;
    case T_STRS:
        for (size_t i = 0; i < n; i++)
            strs_add(c, &AS(struct strs, out, f), random_text(c, &(struct field){0}));
        break;
    case T_INTS:
        AS(struct ints, out, f) = (struct ints){NEW_ARRAY(c, int64_t, n), n};
        for (size_t i = 0; i < n; i++)
            AS(struct ints, out, f).at[i] = (int64_t)rand_below(&c->seed, 1000);
        break;
    case T_REALS:
        AS(struct reals, out, f) = (struct reals){NEW_ARRAY(c, double, n), n};
        for (size_t i = 0; i < n; i++)
            AS(struct reals, out, f).at[i] = rand_unit(&c->seed) * 100;
        break;
    case T_COUNTS:
        AS(struct counts, out, f) = (struct counts){NEW_ARRAY(c, struct count, n), n};
        for (size_t i = 0; i < n; i++)
            AS(struct counts, out, f).at[i] = (struct count){str_fmt(c, "K%zu", i), (int64_t)rand_below(&c->seed, 99)};
        break;
    case T_LIST:
        AS(struct any_list, out, f) = (struct any_list){arena_array(c->mem, f->of->size, n), n};
        for (size_t i = 0; i < n; i++)
            record_random(c, f->of, (char *)AS(struct any_list, out, f).at + i * f->of->size);
        break;
    case T_ONE:
        AS(void *, out, f) = arena_take(c->mem, f->of->size);
        record_random(c, f->of, AS(void *, out, f));
        break;
    }
}

void record_random(struct ctx *c, const struct record *r, void *out)
{
    record_init(r, out);
    for (const struct field *f = r->field; f->name; f++)
        if (!(f->flags & OPTIONAL) || rand_next(&c->seed) % 4)
            field_random(c, f, out);
}
