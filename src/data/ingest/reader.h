/* data/ingest/reader.h - what a file format says of itself; inside ingest/ only.
 *
 * To add a format: a file that ends in `const struct reader reader_x = {…};` and a line in reader.def.
 * Every source gives rows of named cells (a table's line, a feed's item, a JSON object). A column has a
 * role; rows that belong together by the format's key become one product in assemble().
 */
#pragma once
#include "data/effect.h"
#include "data/ingest/ingest.h"
#include "data/product.h"
#include "data/sale.h"

enum role { /* what a column holds; the names are those of a mapping */
#define ROLE(id, name, doc) R_##id,
#include "data/ingest/role.def"
#undef ROLE
    ROLES
};
const char *role_name(enum role r);
const char *role_doc(enum role r);

enum day_order { DAY_UNTOLD, DAY_FIRST, MONTH_FIRST };
struct day_orders { int64_t day, month, open; }; /* dates of a file that only one order allows, and that both do */

struct heading {
    struct str name;  /* as it stands in the file */
    struct str plain; /* lower case, one blank between words */
    enum role role;
    struct str source; /* of a fact: "column:Width (cm)" */
    struct str attribute, unit; /* R_ATTRIBUTE: "width", "cm" of "Width (cm)" */
};
struct sheet { /* the columns of a file; a feed and JSON Lines find theirs as they go */
    struct heading *at;
    size_t n;
    int first[ROLES]; /* the first column of a role; -1: none */
    struct str raw;    /* a table's header line as it stands */
    struct arena *mem; /* of the columns: a feed finds more as it goes */
    const struct reader *format;
    const struct mapping *mapping;
    struct str currency, language; /* where a row does not say */
    bool dot; /* the decimal mark is always '.' */
    enum day_order days; /* of "05/01/2026" */
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

enum loss { LOSS_VALUE, LOSS_ROW, LOSS_PRODUCT }; /* what goes on without the value; without the row; nothing does */
struct fault {
    int64_t line;
    struct str column, cause, cure;
    enum loss loss;
};
struct faults {
    struct fault *at;
    size_t n;
};

struct events {
    struct event *at;
    size_t n;
};

enum shape { SHAPE_TABLE, SHAPE_FEED, SHAPE_LINES };
struct column {
    const char *names; /* plain names, '|' between synonyms; "*" at an end matches the rest */
    enum role role;
};
struct reader {
    const char *name, *doc;
    enum shape shape;
    const char *currency;         /* of prices that name none, when the shop has no setting either; NULL: there is no usual one */
    bool one_title;               /* only a product's first row has a title: another is another product */
    bool partial;                 /* a product may come without its variants: those that stand stay */
    bool escaped;                 /* a line end is written "\\n" */
    bool dot;                     /* decimals are written with '.' always: "1.299" is not 1299 */
    const struct column *columns;
    enum role rest;               /* of a column that is in no list: R_ATTRIBUTE, R_SKIP */
    bool tells;                   /* every column is read by its role: those without one are told as not read */
    int (*guess)(const struct sheet *s); /* 0: not this; more: surer */
    /* Which rows are one product; equal keys are. `before`: key of the row before. */
    struct str (*key)(struct ctx *c, const struct row *r, struct str before);
    /* One of these three: what its rows are. */
    enum status (*product)(struct ctx *c, const struct rows *rows, struct product *out, struct faults *faults);
    enum status (*sale)(struct ctx *c, const struct rows *rows, struct sale *out, struct customer *who, struct faults *faults);
    void (*order)(struct ctx *c, const struct rows *rows, const struct sale *s, const struct customer *who, struct pulled_order *out); /* beside sale: what service answers from */
    enum status (*events)(struct ctx *c, const struct row *row, struct events *out, struct customer *who, struct faults *faults);
};
extern const struct reader *const readers[]; /* NULL-ended, surest first */
const struct reader *reader_find(struct str name);

/* ---- sheet.c ---- */
enum { COLUMNS_MAX = 2000 };
void sheet_add(struct sheet *s, struct str name); /* one more column */
struct str sheet_names(struct ctx *c, const struct sheet *s); /* "Handle, Title, …" */
void sheet_roles(struct sheet *s, const struct reader *f, const struct mapping *m);
enum role column_role(const struct column *columns, enum role rest, struct str plain);
int sheet_column(const struct sheet *s, const char *plain); /* -1: none */
/* The cell of column `name` in a row of a feed or an object; a new column is added. A value that is there already
 * is kept before it, with 0x1F between. Cells may grow: row->n is how many there are. */
void row_put(struct ctx *c, struct sheet *s, struct row *r, struct str name, struct str value);
bool sheet_has(const struct sheet *s, const char *plain);
struct str row_get(const struct row *r, enum role role);    /* "" when absent or empty */
struct str row_column(const struct row *r, const char *plain);
struct str row_name(const struct row *r, enum role role);   /* the column's own name, for a fault */
void fault_add(struct ctx *c, struct faults *f, const struct row *r, struct str column, enum loss loss, const char *cure,
               const char *fmt, ...) FORMAT(7, 8);

/* ---- value.c ---- */
bool price_read(struct str text, struct str currency, bool dot, int64_t *minor, char named[4]);
bool gtin_is(struct str digits);
struct str gtin_digits(struct ctx *c, struct str text); /* blanks, hyphens and a leading ' left out */
bool weight_read(struct str number, struct str unit, int64_t *grams);
bool measure_split(struct str text, struct str *number, struct str *unit); /* "1.7 l" → 1.7, l */
struct str number_plain(struct ctx *c, struct str number); /* "45,5" → 45.5; others as they are */
struct str name_plain(struct ctx *c, struct str name);  /* lower case, one blank between words, no '_' or '*' */
struct str slug(struct ctx *c, struct str title);

struct json;
struct str member_text(struct ctx *c, const struct json *v, const char *name); /* a text, or another value written out; "" when absent */
int64_t member_money(struct ctx *c, const struct row *r, const struct json *v, const char *name, struct faults *faults);
struct str member_gtin(struct ctx *c, const struct row *r, const struct json *v, const char *name, struct faults *faults); /* absent: none, or a fault */
int64_t member_whole(const struct json *v, const char *name); /* NONE: absent, or no whole number */
bool member_named(struct ctx *c, const struct row *r, const struct json *v, const char *id, const char *title, struct product *p, struct faults *faults);
void member_words(struct ctx *c, struct str words, struct product *p); /* description; with its markup kept, and the list read as features */
void member_images(struct ctx *c, const struct json *v, struct product *p);

/* ---- trade.c ---- */
/* Take who was forgotten out of what visitors did; *why absent: nobody was. `look`: note nothing. */
MUST enum status events_unname(struct ctx *c, struct events *all, struct customer *who, bool look, struct str *why);
int64_t cell_money(struct ctx *c, const struct row *r, const char *column, struct str currency, struct faults *faults); /* NONE: empty, or a fault */

/* ---- moment.c ---- */
/* "2026-03-01 10:22:33 +0100", ISO 8601, "01.03.2026", "3/1/2026 8:26 PM" as `order` says, "1 Mar 2026", seconds or ms since 1970;
 * UTC where no zone stands. */
bool moment_read(struct str text, enum day_order order, int64_t *ms);
void day_orders_hear(struct day_orders *all, struct str text);
enum day_order day_orders_told(const struct day_orders *all); /* DAY_UNTOLD: no date tells, or they disagree */

/* ---- assemble.c ---- */
void rows_parent_first(struct rows *rows); /* the row without a group, where others have one */
bool row_again(const struct rows *rows, const struct row *r); /* a row before it has its SKU and gives no fact another value */
enum status assemble(struct ctx *c, const struct rows *rows, struct product *out, struct faults *faults);
void attribute_add(struct ctx *c, struct product *p, struct str name, struct str value, struct str unit, struct str source);
void option_put(struct ctx *c, struct variant *v, struct str name, struct str value, struct str source);
struct str options_title(struct ctx *c, const struct variant *v); /* "13 inch 8 GB" */
