/* data/disclose_page.c - a customer's data as one page: sections and tables of whatever the document has, so that nothing in it is left out. */
#include "core/json.h"
#include "data/day.h"
#include "data/disclose.h"

static const char head[] =
    "<!doctype html><html lang=en><meta charset=utf-8><title>Your data</title><meta name=viewport content=\"width=device-width, initial-scale=1\"><style>"
    "body{font:15px/1.5 system-ui,sans-serif;max-width:72rem;margin:2rem auto;padding:0 1rem;color:#1b1b1b;background:#fff}h1{font-size:1.7rem}"
    "h2{margin-top:2.2rem;font-size:1.2rem;border-bottom:1px solid #ddd;padding-bottom:.3rem}.scroll{overflow-x:auto}"
    "table{border-collapse:collapse;font-size:.9rem}th,td{text-align:left;vertical-align:top;padding:.35rem .7rem .35rem 0;border-bottom:1px solid #eee;max-width:36rem;"
    "overflow-wrap:anywhere;white-space:pre-wrap}th{font-weight:600;color:#555;white-space:nowrap}ul{margin:0;padding-left:1.1rem}nav a"
    "{margin-right:.9rem}.dim{color:#666}</style>";

/* "looked_at_by" → "Looked at by"; "placed_ms" → "Placed". */
static void put_name(struct ctx *c, struct buf *b, struct str name)
{
    if (str_ends(name, STR("_ms")))
        name.n -= 3;
    for (size_t i = 0; i < name.n; i++) {
        char letter = name.p[i] == '_' ? ' ' : i == 0 && name.p[i] >= 'a' && name.p[i] <= 'z' ? (char)(name.p[i] - 32) : name.p[i];
        buf_html(c, b, (struct str){&letter, 1});
    }
}

static void put_moment(struct ctx *c, struct buf *b, int64_t ms)
{
    buf_fmt(c, b, "%.16s UTC", moment_text(c, ms).p); /* without its seconds */
}

static void put_value(struct ctx *c, struct buf *b, struct str name, const struct json *v);

static void put_inner(struct ctx *c, struct buf *b, const struct json *v)
{
    buf_add(c, b, STR("<ul>"));
    for (struct json_walk w = json_walk(v); json_next(&w);) {
        struct str key = json_kind(v) == JSON_OBJECT ? str_copy(c, w.key) : STR("");
        buf_add(c, b, STR("<li>"));
        if (key.n) {
            put_name(c, b, key);
            buf_add(c, b, STR(": "));
        }
        put_value(c, b, key, w.value);
        buf_add(c, b, STR("</li>"));
    }
    buf_add(c, b, STR("</ul>"));
}

static void put_value(struct ctx *c, struct buf *b, struct str name, const struct json *v)
{
    switch (json_kind(v)) {
    case JSON_NULL: return;
    case JSON_STR: buf_html(c, b, json_str(v)); return;
    case JSON_BOOL: buf_add(c, b, json_bool(v) ? STR("yes") : STR("no")); return;
    case JSON_INT:
        if (str_ends(name, STR("_ms")))
            put_moment(c, b, json_int(v));
        else
            buf_fmt(c, b, "%lld", (long long)json_int(v));
        return;
    case JSON_REAL: buf_fmt(c, b, "%g", json_real(v)); return;
    case JSON_ARRAY:
    case JSON_OBJECT: put_inner(c, b, v); return; /* no deeper than json_read lets it */
    }
}

/* A column for each member that any row has. */
static void put_table(struct ctx *c, struct buf *b, const struct json *rows)
{
    struct strs columns = {0};
    for (struct json_walk r = json_walk(rows); json_next(&r);)
        for (struct json_walk m = json_walk(r.value); json_next(&m);)
            if (!strs_has(&columns, m.key))
                strs_add(c, &columns, str_copy(c, m.key));
    buf_add(c, b, STR("<div class=scroll tabindex=0><table><thead><tr>"));
    for (size_t i = 0; i < columns.n; i++) {
        buf_add(c, b, STR("<th>"));
        put_name(c, b, columns.at[i]);
    }
    buf_add(c, b, STR("</thead><tbody>"));
    for (struct json_walk r = json_walk(rows); json_next(&r);) {
        buf_add(c, b, STR("<tr>"));
        for (size_t i = 0; i < columns.n; i++) {
            buf_add(c, b, STR("<td>"));
            put_value(c, b, columns.at[i], json_get(r.value, columns.at[i].p));
        }
    }
    buf_add(c, b, STR("</tbody></table></div>"));
}

enum status customer_page(struct ctx *c, struct str json, struct str *html)
{
    const struct json *v;
    struct buf b = {0};
    TRY(json_read(c, json, &v));
    buf_add(c, &b, str_z(head));
    buf_add(c, &b, STR("<h1>Your data</h1><p class=dim>All that this shop knows of you, as of "));
    put_moment(c, &b, json_int(json_get(v, "made_ms")));
    buf_add(c, &b, STR(". Amounts of money are in the smallest unit of their currency: 1990 is 19.90. Sections that are not named are empty.</p>"));
    for (struct json_walk w = json_walk(v); json_next(&w);) {
        if (json_kind(w.value) != JSON_ARRAY || !json_count(w.value))
            continue;
        buf_add(c, &b, STR("<h2>"));
        put_name(c, &b, w.key);
        buf_add(c, &b, STR("</h2>"));
        put_table(c, &b, w.value);
    }
    *html = buf_str(&b);
    return OK;
}
