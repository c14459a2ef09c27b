/* data/ingest/format.h - what a file format says of itself; inside ingest/ only.
 *
 * To add a format: a file that ends in `const struct format format_x = {…};` and a line in format.def.
 * Every source gives rows of named cells (a table's line, a feed's item, a JSON object). A column has a
 * role; rows that belong together by the format's key become one product in assemble().
 */
#pragma once
#include "data/ingest/ingest.h"
#include "data/product.h"

enum role { /* what a column holds; the names are those of a mapping */
#define ROLE(id, name, doc) R_##id,
#include "data/ingest/role.def"
#undef ROLE
    ROLES
};
const char *role_name(enum role r);
const char *role_doc(enum role r);
bool role_named(struct str name, enum role *out);

struct heading {
    struct str name;  /* as it stands in the file */
    struct str plain; /* lower case, one blank between words */
    enum role role;
    struct str attribute, unit; /* R_ATTRIBUTE: "width", "cm" of "Width (cm)" */
};
struct sheet { /* the columns of a file; a feed and JSON Lines find theirs as they go */
    struct heading *at;
    size_t n;
    int first[ROLES]; /* the first column of a role; -1: none */
    const struct format *format;
    struct str currency, language; /* where a row does not say */
    bool dot; /* the decimal mark is always '.' */
};
struct row {
    int64_t line;
    struct str raw;
    struct str *cell; /* as many as the sheet has columns */
    size_t n;
    const struct sheet *sheet;
};
struct rows {
    struct row *at;
    size_t n;
};

/* A value or a row that is not taken. `lost`: the whole row is; else it goes on without the value. */
struct fault {
    int64_t line;
    struct str column, cause, cure;
    bool lost;
};
struct faults {
    struct fault *at;
    size_t n;
};

enum shape { SHAPE_TABLE, SHAPE_FEED, SHAPE_LINES };
struct column {
    const char *names; /* plain names, '|' between synonyms; "*" at an end matches the rest */
    enum role role;
};
struct format {
    const char *name, *doc;
    enum shape shape;
    const char *currency;         /* of prices that name none, when the shop has no setting either; NULL: there is no usual one */
    bool dot;                     /* decimals are written with '.' always: "1.299" is not 1299 */
    const struct column *columns;
    enum role rest;               /* of a column that is in no list: R_ATTRIBUTE, R_SKIP */
    int (*guess)(const struct sheet *s); /* 0: not this; more: surer */
    /* Which rows are one product; equal keys are. `before`: key of the row before. */
    struct str (*key)(struct ctx *c, const struct row *r, struct str before);
    enum status (*product)(struct ctx *c, const struct rows *rows, struct product *out, struct faults *faults);
};
extern const struct format *const formats[]; /* NULL-ended, surest first */
const struct format *format_find(struct str name);

/* ---- sheet.c ---- */
void sheet_add(struct ctx *c, struct sheet *s, struct str name); /* one more column */
struct str sheet_names(struct ctx *c, const struct sheet *s); /* "Handle, Title, …" */
void sheet_roles(struct ctx *c, struct sheet *s, const struct format *f, const struct mapping *m);
int sheet_column(const struct sheet *s, const char *plain); /* -1: none */
bool sheet_has(const struct sheet *s, const char *plain);
struct str row_get(const struct row *r, enum role role);    /* "" when absent or empty */
struct str row_column(const struct row *r, const char *plain);
struct str row_name(const struct row *r, enum role role);   /* the column's own name, for a fault */
void fault_add(struct ctx *c, struct faults *f, const struct row *r, struct str column, bool lost, const char *cure,
               const char *fmt, ...) FORMAT(7, 8);

/* ---- value.c ---- */
bool price_read(struct str text, struct str currency, bool dot, int64_t *minor, char named[4]);
bool gtin_is(struct str digits);
struct str gtin_digits(struct ctx *c, struct str text); /* blanks, hyphens and a leading ' left out */
bool weight_read(struct str number, struct str unit, int64_t *grams);
bool measure_split(struct str text, struct str *number, struct str *unit); /* "1.7 l" → 1.7, l */
struct str name_plain(struct ctx *c, struct str name);  /* lower case, one blank between words, no '_' or '*' */
struct str slug(struct ctx *c, struct str title);

/* ---- assemble.c ---- */
enum status assemble(struct ctx *c, const struct rows *rows, struct product *out, struct faults *faults);
void attribute_add(struct ctx *c, struct product *p, struct str name, struct str value, struct str unit, struct str source);
void images_add(struct ctx *c, struct product *p, struct str list, const char *between);
struct str key_by(struct ctx *c, const struct row *r, const enum role *roles, size_t n);
