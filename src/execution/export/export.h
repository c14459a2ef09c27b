/* execution/export/export.h - the catalogue as a file, with the words that are live now.
 *
 * Each format is one file ending in `const struct format format_x` and a line in format.def. Words that a
 * machine wrote are marked in the form that format has for it.
 */
#pragma once
#include "data/catalog.h"

/* One product as its shop shows it: the imported facts under the words that stand there now. */
struct live {
    struct product p;         /* title, description and html are the live ones */
    struct str channel;
    struct str seo_title, seo_description, slug, alt_text; /* absent: never written */
    struct str feed_title, feed_description;               /* copy for feeds; absent: title and description serve */
    bool has_live;            /* something of it has been read from or written to its shop */
    struct strs ai;           /* fields above that a machine wrote: "description", "seo_title" */
};
MUST enum status live_load(struct ctx *c, struct str id, struct live *out);
/* The same by the database alone, as it was read back last: for pages that must be quick. */
MUST enum status live_known(struct ctx *c, struct str id, struct live *out);
bool live_is_ai(const struct live *l, const char *field);

struct export_opt {
    struct str shop_name; /* for feeds */
    struct str shop_url;  /* "https://shop.example": where a product has no address of its own */
    struct str image_url; /* "https://…/": where the folder object/ of this shop is served; absent: below shop_url */
    struct str condition; /* "new", "refurbished", "used" */
};
extern const struct record export_opt_record; /* setting "export" */

struct export_report {
    struct str format, path;
    int64_t products, rows; /* rows: variants written */
    int64_t marked;         /* fields marked as written by a machine */
    int64_t no_link, no_image, no_price; /* products that a feed may refuse for the lack of it */
    int64_t shortened;      /* texts cut to the format's limit */
};
extern const struct record export_report_record;

struct export {
    FILE *out;
    struct export_opt opt;
    struct strs facts;    /* names of facts that become columns, most frequent first */
    struct export_report report;
};
struct format {
    const char *name, *doc;
    bool fact_columns; /* wants export.facts */
    void (*begin)(struct ctx *c, struct export *x);
    void (*one)(struct ctx *c, struct export *x, const struct live *l);
    void (*end)(struct ctx *c, struct export *x);
};
extern const struct format *const export_formats[]; /* NULL-ended */

/* Write the whole catalogue to `path` ("-": stdout), aside first and then renamed: a reader never sees half. */
MUST enum status export_write(struct ctx *c, const struct format *f, struct str path, struct export_report *out);

/* ---- what the formats share (part.c) ---------------------------------------------------------- */
struct str link_of(struct ctx *c, const struct export *x, const struct live *l);    /* absent: none */
struct strs images_of(struct ctx *c, const struct export *x, const struct live *l); /* with addresses others can reach */
struct str fact_value(const struct live *l, const struct variant *v, const char *name); /* option, then attribute; absent */
struct str quantity(struct ctx *c, const struct attribute *a);                        /* "1.7 l" */
struct str shorten(struct ctx *c, struct export *x, struct str text, size_t code_points); /* at a word's end */
struct str one_line(struct ctx *c, struct str text); /* white space runs become one space; control characters go */
struct str price_of(struct ctx *c, const struct live *l, const struct variant *v, int64_t minor); /* "19.90 EUR"; absent: NONE */
bool has_stock(const struct variant *v);
