/* execution/export/part.c - what the formats share. */
#include "core/url.h"
#include "execution/export/export.h"

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
    if (l->p.url.n && l->p.url.p[0] == '/')
        return str_fmt(c, "%.*s%.*s", FMT(base), FMT(l->p.url));
    return str_fmt(c, "%.*s/products/%.*s", FMT(base), FMT(url_escape(c, l->p.id)));
}

struct str fact_value(const struct live *l, const struct variant *v, const char *name)
{
    for (size_t i = 0; v && i < v->options.n; i++)
        if (str_eq_case(v->options.at[i].name, str_z(name)))
            return v->options.at[i].value;
    for (size_t i = 0; i < l->p.attributes.n; i++)
        if (str_eq_case(l->p.attributes.at[i].name, str_z(name)) && !attribute_is_read(&l->p.attributes.at[i]))
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

bool has_stock(const struct variant *v) { return !v || variant_has_stock(v); }

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
