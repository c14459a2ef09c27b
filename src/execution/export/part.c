/* execution/export/part.c - what the formats share. */
#include "execution/export/export.h"
#include <stdlib.h>

static bool is_address(struct str s) { return str_starts(s, STR("http://")) || str_starts(s, STR("https://")); }

static struct str base_of(struct str url)
{
    while (url.n && url.p[url.n - 1] == '/')
        url.n--;
    return url;
}

struct strs images_of(struct ctx *c, const struct export *x, const struct live *l)
{
    struct str base = base_of(x->opt.image_url.n ? x->opt.image_url : x->opt.shop_url);
    struct strs out = {0};
    for (size_t i = 0; i < l->p.images.n; i++) {
        struct str image = l->p.images.at[i];
        if (is_address(image))
            strs_add(c, &out, image);
        else if (base.n)
            strs_add(c, &out, str_fmt(c, "%.*s%s%.*s", FMT(base), image.n && image.p[0] == '/' ? "" : "/", FMT(image)));
    }
    return out;
}

struct str link_of(struct ctx *c, const struct export *x, const struct live *l)
{
    struct str base = base_of(x->opt.shop_url);
    if (is_address(l->p.url))
        return l->p.url;
    if (!base.n)
        return (struct str){0};
    struct buf path = {0};
    for (size_t i = 0; i < l->p.id.n; i++) {
        unsigned char b = (unsigned char)l->p.id.p[i];
        bool plain = (b >= '0' && b <= '9') || (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z') || (b && strchr("-._~", b));
        buf_fmt(c, &path, plain ? "%c" : "%%%02X", b);
    }
    if (l->p.url.n && l->p.url.p[0] == '/')
        return str_fmt(c, "%.*s%.*s", FMT(base), FMT(l->p.url));
    return str_fmt(c, "%.*s/products/%.*s", FMT(base), FMT(buf_str(&path)));
}

struct str fact_value(const struct live *l, const struct variant *v, const char *name)
{
    for (size_t i = 0; v && i < v->options.n; i++)
        if (str_eq_case(v->options.at[i].name, str_z(name)))
            return v->options.at[i].value;
    for (size_t i = 0; i < l->p.attributes.n; i++)
        if (str_eq_case(l->p.attributes.at[i].name, str_z(name)))
            return l->p.attributes.at[i].value;
    return (struct str){0};
}

struct str quantity(struct ctx *c, const struct attribute *a)
{
    return a->unit.n ? str_fmt(c, "%.*s %.*s", FMT(a->value), FMT(a->unit)) : a->value;
}

struct str price_of(struct ctx *c, const struct live *l, const struct variant *v, int64_t minor)
{
    struct str currency = v && v->currency.n ? v->currency : l->p.currency;
    return minor == NONE ? (struct str){0} : money_text(c, minor, currency);
}

bool has_stock(const struct variant *v) { return !v || v->stock == NONE || v->stock > 0; }

struct str one_line(struct ctx *c, struct str text)
{
    struct buf b = {0};
    for (size_t i = 0; i < text.n; i++) {
        unsigned char x = (unsigned char)text.p[i];
        bool space = x == ' ' || x == '\t' || x == '\n' || x == '\r';
        if (space && b.n && b.p[b.n - 1] != ' ')
            buf_byte(c, &b, ' ');
        if (x > ' ' && x != 0x7f)
            buf_byte(c, &b, (char)x);
    }
    while (b.n && b.p[b.n - 1] == ' ')
        b.p[--b.n] = 0;
    return buf_str(&b);
}

struct str shorten(struct ctx *c, struct export *x, struct str text, size_t code_points)
{
    size_t at = 0, word = 0, n = 0;
    if (str_count(text) <= code_points)
        return text;
    for (; at < text.n && n < code_points; at++) {
        if ((text.p[at] & 0xC0) == 0x80)
            continue;
        if (text.p[at] == ' ')
            word = at;
        n++;
    }
    while (at < text.n && (text.p[at] & 0xC0) == 0x80)
        at++;
    x->report.shortened++;
    return str_copy(c, str_trim(str_part(text, 0, word > at / 2 ? word : at)));
}

/* ---- HTML as plain text ------------------------------------------------------------------------- */

static void code_point(struct ctx *c, struct buf *b, unsigned long u)
{
    if (u < 0x20 || u > 0x10FFFF || (u >= 0xD800 && u < 0xE000))
        u = ' ';
    if (u < 0x80)
        buf_byte(c, b, (char)u);
    else if (u < 0x800)
        buf_fmt(c, b, "%c%c", (int)(0xC0 | u >> 6), (int)(0x80 | (u & 63)));
    else if (u < 0x10000)
        buf_fmt(c, b, "%c%c%c", (int)(0xE0 | u >> 12), (int)(0x80 | (u >> 6 & 63)), (int)(0x80 | (u & 63)));
    else
        buf_fmt(c, b, "%c%c%c%c", (int)(0xF0 | u >> 18), (int)(0x80 | (u >> 12 & 63)), (int)(0x80 | (u >> 6 & 63)), (int)(0x80 | (u & 63)));
}

/* The character that "&…;" at `at` stands for; gives the bytes it takes, 0 when it stands for itself. */
static size_t entity(struct ctx *c, struct buf *b, struct str html, size_t at)
{
    static const struct { const char *name; unsigned long u; } known[] = {
        {"amp", '&'}, {"lt", '<'}, {"gt", '>'}, {"quot", '"'}, {"apos", '\''}, {"nbsp", ' '}, {"ndash", 0x2013}, {"mdash", 0x2014},
        {"rsquo", 0x2019}, {"lsquo", 0x2018}, {"rdquo", 0x201D}, {"ldquo", 0x201C}, {"hellip", 0x2026}, {"deg", 0xB0}, {"euro", 0x20AC}};
    size_t end = str_find(html, STR(";"), at);
    if (end == SIZE_MAX || end - at > 10 || end - at < 3)
        return 0;
    struct str name = str_part(html, at + 1, end);
    if (name.p[0] == '#') {
        bool hex = name.p[1] == 'x' || name.p[1] == 'X';
        code_point(c, b, strtoul(name.p + (hex ? 2 : 1), NULL, hex ? 16 : 10));
        return end - at + 1;
    }
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (str_eq(name, str_z(known[i].name)))
            return code_point(c, b, known[i].u), end - at + 1;
    return 0;
}

static bool is_block(struct str tag)
{
    static const char *const blocks[] = {"p", "/p", "br", "br/", "div", "/div", "ul", "/ul", "ol", "/ol", "li", "/li", "tr", "/tr",
                                         "h1", "h2", "h3", "h4", "/h1", "/h2", "/h3", "/h4"};
    size_t n = 0;
    while (n < tag.n && tag.p[n] != ' ' && tag.p[n] != '\n' && tag.p[n] != '\t')
        n++;
    for (size_t i = 0; i < sizeof blocks / sizeof *blocks; i++)
        if (str_eq_case(str_part(tag, 0, n), str_z(blocks[i])))
            return true;
    return false;
}

struct str plain_of_html(struct ctx *c, struct str html)
{
    struct buf b = {0};
    for (size_t i = 0; i < html.n;) {
        size_t taken = 1;
        if (html.p[i] == '<') {
            size_t end = str_find(html, STR(">"), i);
            if (end == SIZE_MAX)
                break;
            if (is_block(str_part(html, i + 1, end)) && b.n && b.p[b.n - 1] != '\n')
                buf_byte(c, &b, '\n');
            taken = end - i + 1;
        } else if (html.p[i] != '&' || !(taken = entity(c, &b, html, i))) {
            taken = 1;
            bool space = html.p[i] == '\n' || html.p[i] == '\r' || html.p[i] == '\t' || html.p[i] == ' ';
            if (!space)
                buf_byte(c, &b, html.p[i]);
            else if (b.n && b.p[b.n - 1] != ' ' && b.p[b.n - 1] != '\n')
                buf_byte(c, &b, ' ');
        }
        i += taken;
    }
    return str_copy(c, str_trim(buf_str(&b)));
}
