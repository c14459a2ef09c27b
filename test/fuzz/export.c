/* test/fuzz/export.c - whatever stands in a product, every format stays what it is: XML that parses, rows of equal width, JSON. */
#include "core/json.h"
#include "core/markup.h"
#include "execution/export/export.h"
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static struct str written(struct ctx *c, const struct format *f, const struct live *l)
{
    char *text = NULL;
    size_t size = 0;
    struct export x = {.out = open_memstream(&text, &size),
                       .opt = {.shop_name = l->p.title, .shop_url = STR("https://shop.example"), .condition = STR("new")}};
    strs_add(c, &x.facts, STR("material"));
    f->begin(c, &x);
    f->one(c, &x, l);
    x.report.products++;
    f->one(c, &x, l);
    f->end(c, &x);
    fclose(x.out);
    struct str s = str_copy(c, (struct str){text, size});
    free(text);
    return s;
}

static void check_xml(struct ctx *c, struct str s)
{
    struct feed_item item;
    if (!str_starts(s, STR("<?xml")) || !str_ends(s, STR("</channel>\n</rss>\n")))
        abort();
    for (size_t at = 0; (at = str_find(s, STR("<item>"), at)) != SIZE_MAX;) {
        size_t end = str_find(s, STR("</item>"), at);
        if (end == SIZE_MAX || markup_item(c, str_copy(c, str_part(s, at, end + 7)), &item) != OK)
            abort();
        at = end;
    }
}

static void check_rows(struct str s)
{
    size_t tabs = 0, first = 0;
    for (size_t i = 0; i < s.n; i++) {
        tabs += s.p[i] == '\t';
        if (s.p[i] != '\n')
            continue;
        if (first && tabs != first)
            abort();
        first = tabs;
        tabs = 0;
    }
}

static void check_lines(struct ctx *c, struct str s)
{
    const struct json *v;
    struct strs lines = str_split(c, s, '\n');
    for (size_t i = 0; i < lines.n; i++)
        if (lines.at[i].n && json_read(c, lines.at[i], &v) != OK)
            abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct ctx c = {.mem = arena_open()};
    const void *bytes = data;
    struct str text = {bytes, n};
    struct live l = {.has_live = true};
    const struct json *v;
    text = str_copy(&c, text);
    if (n < 20000 && str_is_utf8(text) && record_from_json(&c, &product_record, text, LENIENT, &l.p) == OK) {
        strs_add(&c, &l.ai, STR("description"));
        l.seo_title = l.p.title;
        for (const struct format *const *f = export_formats; *f; f++) {
            struct str s = written(&c, *f, &l);
            if (strcmp((*f)->name, "google-xml") == 0)
                check_xml(&c, s);
            else if (strcmp((*f)->name, "google-tsv") == 0)
                check_rows(s);
            else if (strcmp((*f)->name, "jsonl") == 0)
                check_lines(&c, s);
            else if (strcmp((*f)->name, "jsonld") == 0 && json_read(&c, s, &v) != OK)
                abort();
        }
    }
    arena_close(c.mem);
    return 0;
}
