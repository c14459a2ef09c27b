/* execution/export/export.c - product by product into a file that appears whole. */
#include "execution/export/export.h"
#include "core/settings.h"
#include <errno.h>
#include <unistd.h>

#define FORMAT_OF(x) extern const struct format format_##x;
#include "execution/export/format.def"
#undef FORMAT_OF
const struct format *const export_formats[] = {
#define FORMAT_OF(x) &format_##x,
#include "execution/export/format.def"
#undef FORMAT_OF
    NULL};

enum { PAGE = 500, FACTS = 60 }; /* ids read at once; columns for facts: a sheet stays readable */

const struct record export_opt_record = {"export", sizeof(struct export_opt), (const struct field[]){
    FIELD(struct export_opt, shop_name, .init_str = "shop", .max = 200, .flags = OPTIONAL, .doc = "the name of the shop in feeds"),
    FIELD(struct export_opt, shop_url, .max = 500, .flags = OPTIONAL, .doc = "https://…: for products without an address of their own"),
    FIELD(struct export_opt, image_url, .max = 500, .flags = OPTIONAL, .doc = "https://…: below which the shop's folder object/ is served"),
    FIELD(struct export_opt, condition, .init_str = "new", .choice = "new|refurbished|used", .flags = OPTIONAL, .doc = "of the goods"),
    {0}}};

const struct record export_report_record = {"export_report", sizeof(struct export_report), (const struct field[]){
    FIELD(struct export_report, format, .doc = "as --as"),
    FIELD(struct export_report, path, .doc = "where it was written"),
    FIELD(struct export_report, products, .doc = "written"),
    FIELD(struct export_report, rows, .doc = "variants written"),
    FIELD(struct export_report, marked, .doc = "fields marked as written by a machine"),
    FIELD(struct export_report, no_link, .doc = "products without an address"),
    FIELD(struct export_report, no_image, .doc = "products without an image"),
    FIELD(struct export_report, no_price, .doc = "products without a price"),
    FIELD(struct export_report, shortened, .doc = "texts cut to the format's limit"),
    {0}}};

static enum status pages(struct ctx *c, const struct format *f, struct export *x)
{
    struct str after = STR("");
    for (;;) {
        struct strs ids;
        TRY(product_list(c, after, PAGE, &ids));
        if (!ids.n)
            return OK;
        for (size_t i = 0; i < ids.n; i++) {
            struct arena_mark mark = arena_mark(c->mem);
            struct live l;
            TRY(live_load(c, ids.at[i], &l));
            f->one(c, x, &l);
            x->report.products++;
            x->report.rows += l.p.variants.n ? (int64_t)l.p.variants.n : 1;
            x->report.marked += (int64_t)l.ai.n;
            x->report.no_link += !link_of(c, x, &l).n;
            x->report.no_image += !images_of(c, x, &l).n;
            x->report.no_price += product_price(&l.p) == NONE;
            arena_reset(c->mem, mark);
        }
        after = ids.at[ids.n - 1];
    }
}

struct fact_name { struct str name; };
static const struct record fact_name_record = {"attribute", sizeof(struct fact_name), (const struct field[]){
    FIELD(struct fact_name, name), {0}}};

static enum status facts_of(struct ctx *c, struct export *x)
{
    LIST(struct fact_name) names;
    TRY(db_all(c, &fact_name_record, &names,
               "SELECT name FROM attribute WHERE source NOT LIKE 'description:%' GROUP BY name ORDER BY COUNT(*) DESC, name LIMIT $1",
               A((int64_t)FACTS)));
    for (size_t i = 0; i < names.n; i++)
        strs_add(c, &x->facts, names.at[i].name);
    return OK;
}

static enum status written(struct ctx *c, const struct format *f, struct export *x)
{
    TRY(settings_read(c, &export_opt_record, STR("export"), &x->opt));
    if (f->fact_columns)
        TRY(facts_of(c, x));
    f->begin(c, x);
    TRY(pages(c, f, x));
    f->end(c, x);
    return fflush(x->out) == 0 && !ferror(x->out) ? OK : fail(c, RETRY, "cannot write %s: %s", x->report.path.p, strerror(errno));
}

enum status export_write(struct ctx *c, const struct format *f, struct str path, struct export_report *out)
{
    struct export x = {.report = {.format = str_z(f->name), .path = path}};
    struct str part = str_fmt(c, "%.*s.part", FMT(path));
    bool piped = str_eq(path, STR("-"));
    x.out = piped ? stdout : fopen(part.p, "w");
    if (!x.out)
        return fail(c, REJECT, "cannot write %s: %s", part.p, strerror(errno));
    enum status s = written(c, f, &x);
    if (!piped) {
        bool closed = fclose(x.out) == 0;
        if (s == OK && (!closed || rename(part.p, path.p) != 0))
            s = fail(c, RETRY, "cannot write %s: %s", path.p, strerror(errno));
        if (s != OK)
            unlink(part.p);
    }
    *out = x.report;
    return s;
}
