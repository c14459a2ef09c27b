/* core/field.h - a struct described once.
 *
 * JSON, JSON Schema, SQL rows, checks, web forms, settings, the manual and random test data come
 * from one table of fields per struct. The kind is read off the member, so it cannot be written wrong:
 *
 *   const struct record offer_record = {"offer", sizeof(struct offer), (const struct field[]){
 *       FIELD(struct offer, id,    .flags = KEY, .doc = "our number for it"),
 *       FIELD(struct offer, price, .unit = "minor", .max = 1e9, .doc = "asked, tax excluded"),
 *       FIELD_LIST(struct offer, tier, &tier_record, .flags = OPTIONAL, .doc = "price per quantity"),
 *       {0}}};
 */
#pragma once
#include "core/str.h"

enum kind {
    T_INT = 1, /* int64_t */
    T_REAL,    /* double */
    T_BOOL,    /* bool */
    T_STR,     /* struct str */
    T_STRS,    /* struct strs */
    T_INTS,    /* struct ints */
    T_REALS,   /* struct reals */
    T_COUNTS,  /* struct counts: a JSON object of name: integer */
    T_JSON,    /* struct raw: any JSON, kept as its text */
    T_LIST,    /* LIST(T): array of another record */
    T_ONE,     /* T *: another record, NULL when absent */
};

enum {
    KEY = 1,      /* part of the primary key */
    OPTIONAL = 2, /* may be left out */
    LOOSE = 4,    /* a text takes numbers and booleans as text, a list takes one value, a series takes yes and no as 1 and 0 */
    PERSONAL = 8, /* names a person: never sent to an outside model, never logged */
    SECRET_FIELD = 16, /* never shown */
};

#define NONE INT64_MIN /* an optional integer that is absent; an absent double is NAN */

struct ints { int64_t *at; size_t n; };
struct reals { double *at; size_t n; };
struct count { struct str key; int64_t value; };
struct counts { struct count *at; size_t n; };
struct raw { struct str text; };
struct any_list { void *at; size_t n; }; /* what LIST(T) looks like from the outside */

#define KIND_OF(x)                                                                          \
    _Generic((x), int64_t: T_INT, double: T_REAL, bool: T_BOOL, struct str: T_STR,          \
        struct strs: T_STRS, struct ints: T_INTS, struct reals: T_REALS,                    \
        struct counts: T_COUNTS, struct raw: T_JSON)

struct field {
    const char *name;   /* SQL column = JSON key = option = form label */
    enum kind kind;
    size_t at;          /* offset in the struct */
    const char *unit;   /* "ms", "minor", "px", "1" */
    double min, max;    /* of a number, or of a text's or list's length; unless both are 0 */
    double init;        /* a number's value when absent (NONE or NAN: stays absent) */
    const char *init_str; /* a text's value when absent */
    const char *choice; /* "plain|warm": the only texts allowed */
    unsigned flags;
    const struct record *of; /* T_LIST, T_ONE */
    const char *doc;
};

struct record {
    const char *name; /* table = type name in schemas */
    size_t size;
    const struct field *field; /* ends with {0} */
};

#define FIELD(T, m, ...) \
    { .name = #m, .kind = KIND_OF(((T *)0)->m), .at = offsetof(T, m), __VA_ARGS__ }
#define FIELD_AS(T, m, key, ...) /* the JSON key is a C keyword or has an odd spelling */ \
    { .name = key, .kind = KIND_OF(((T *)0)->m), .at = offsetof(T, m), __VA_ARGS__ }
#define FIELD_LIST(T, m, rec, ...)                                                        \
    { .name = #m, .kind = T_LIST,                                                         \
      .at = offsetof(T, m) + 0 * sizeof(char[sizeof(((T *)0)->m) == sizeof(struct any_list) ? 1 : -1]), \
      .of = rec, __VA_ARGS__ }
#define FIELD_ONE(T, m, rec, ...) \
    { .name = #m, .kind = T_ONE, .at = offsetof(T, m) + 0 * sizeof(*((T *)0)->m), .of = rec, __VA_ARGS__ }

/* Names in `text`, at any depth, that the record does not know: "items.quantile". What LENIENT reading passes over. */
void record_unknown(struct ctx *c, const struct record *r, struct str text, struct strs *names);
const struct field *record_field(const struct record *r, struct str name); /* NULL: no such field */

/* Set every absent value: numbers to .init, texts to .init_str, the rest to 0. */
void record_init(const struct record *r, void *x);

/* Check ranges, lengths and choices. REJECT names record, field, value and range. */
MUST enum status record_check(struct ctx *c, const struct record *r, const void *x);

enum strictness {
    LENIENT, /* unknown keys are passed over: what comes from shops */
    STRICT,  /* unknown keys are refused: settings, our own API, model output */
};

/* Fill `out` from JSON text. REJECT names the field, or line and column of bad JSON. */
MUST enum status record_from_json(struct ctx *c, const struct record *r, struct str json,
                                  enum strictness strict, void *out);
struct str record_to_json(struct ctx *c, const struct record *r, const void *x);

/* The JSON Schema (2020-12) of a record, as JSON text; nested records inline. */
struct str record_schema(struct ctx *c, const struct record *r);

/* A random valid value of every field, from c->seed (which moves on). For property tests. */
void record_random(struct ctx *c, const struct record *r, void *out);
