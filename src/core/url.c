/* core/url.c - targets, forms and cookies, as RFC 3986 and the URL standard's form encoding say. */
#include "core/url.h"

enum { PAIRS = 100 }; /* no form or query of ours has more */

static int hex(char ch)
{
    if (ch >= '0' && ch <= '9')
        return ch - '0';
    ch = (char)(ch | 0x20);
    return ch >= 'a' && ch <= 'f' ? ch - 'a' + 10 : -1;
}

static enum status decode(struct ctx *c, struct str s, bool plus, struct str *out)
{
    struct buf b = {0};
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] != '%') {
            buf_byte(c, &b, plus && s.p[i] == '+' ? ' ' : s.p[i]);
            continue;
        }
        int hi = i + 2 < s.n ? hex(s.p[i + 1]) : -1, lo = i + 2 < s.n ? hex(s.p[i + 2]) : -1;
        if (hi < 0 || lo < 0)
            return fail(c, REJECT, "the address has a %% that is not followed by two hex digits");
        buf_byte(c, &b, (char)(hi << 4 | lo));
        i += 2;
    }
    *out = buf_str(&b);
    if (memchr(out->p, 0, out->n) || !str_is_utf8(*out))
        return fail(c, REJECT, "the address or form is not UTF-8 text");
    return OK;
}

enum status form_read(struct ctx *c, struct str body, struct pairs *out)
{
    LIST(struct pair) list = {0};
    for (size_t from = 0; from < body.n;) {
        size_t end = str_find(body, STR("&"), from);
        end = end == SIZE_MAX ? body.n : end;
        struct str one = str_part(body, from, end);
        size_t eq = str_find(one, STR("="), 0);
        from = end + 1;
        if (!one.n)
            continue;
        if (list.n == PAIRS)
            return fail(c, REJECT, "more than %d values in the address or form", PAIRS);
        struct pair p = {.value = STR("")};
        TRY(decode(c, str_part(one, 0, eq == SIZE_MAX ? one.n : eq), true, &p.name));
        if (eq != SIZE_MAX)
            TRY(decode(c, str_part(one, eq + 1, one.n), true, &p.value));
        *LIST_ADD(c, &list) = p;
    }
    *out = (struct pairs){list.at, list.n};
    return OK;
}

enum status url_read(struct ctx *c, struct str target, struct url *out)
{
    size_t mark = str_find(target, STR("?"), 0);
    struct str path = str_part(target, 0, mark == SIZE_MAX ? target.n : mark);
    *out = (struct url){0};
    if (!str_starts(path, STR("/")))
        return fail(c, REJECT, "the address does not begin with /");
    for (size_t from = 1; from <= path.n;) {
        size_t end = str_find(path, STR("/"), from);
        end = end == SIZE_MAX ? path.n : end;
        struct str segment;
        TRY(decode(c, str_part(path, from, end), false, &segment));
        if (end > from || end < path.n)
            strs_add(c, &out->path, segment);
        from = end + 1;
    }
    return mark == SIZE_MAX ? OK : form_read(c, str_part(target, mark + 1, target.n), &out->query);
}

struct str pairs_get(const struct pairs *p, const char *name)
{
    for (size_t i = 0; i < p->n; i++)
        if (str_eq(p->at[i].name, str_z(name)))
            return p->at[i].value;
    return (struct str){0};
}

struct str cookie_get(struct ctx *c, struct str header, const char *name)
{
    struct str want = str_fmt(c, "%s=", name);
    for (size_t from = 0; header.p && from < header.n;) {
        size_t end = str_find(header, STR(";"), from);
        end = end == SIZE_MAX ? header.n : end;
        struct str one = str_trim(str_part(header, from, end));
        if (str_starts(one, want))
            return str_copy(c, str_part(one, want.n, one.n));
        from = end + 1;
    }
    return (struct str){0};
}

struct str url_escape(struct ctx *c, struct str s)
{
    struct buf b = {0};
    for (size_t i = 0; i < s.n; i++) {
        unsigned char ch = (unsigned char)s.p[i];
        bool plain = (ch >= '0' && ch <= '9') || ((ch | 0x20) >= 'a' && (ch | 0x20) <= 'z') || (ch && strchr("-._~", ch));
        if (plain)
            buf_byte(c, &b, (char)ch);
        else
            buf_fmt(c, &b, "%%%02X", ch);
    }
    return buf_str(&b);
}

bool path_matches(struct ctx *c, const struct strs *path, const char *pattern, struct pairs *params)
{
    LIST(struct pair) found = {0};
    size_t i = 0;
    for (const char *p = pattern; *p == '/' && p[1]; i++) {
        const char *end = strchr(p + 1, '/');
        struct str want = {p + 1, end ? (size_t)(end - p - 1) : strlen(p + 1)};
        if (i >= path->n)
            return false;
        if (want.p[0] == '{')
            *LIST_ADD(c, &found) = (struct pair){str_copy(c, str_part(want, 1, want.n - 1)), path->at[i]};
        else if (!str_eq(want, path->at[i]))
            return false;
        p += 1 + want.n;
    }
    *params = (struct pairs){found.at, found.n};
    return i == path->n;
}

bool url_is_own_machine(struct str url)
{
    size_t from = str_find(url, STR("://"), 0), dots = 0;
    if (from == SIZE_MAX)
        return false;
    struct str rest = str_part(url, from + 3, url.n), host = rest;
    if (str_starts(rest, STR("[::1]")))
        return rest.n == 5 || strchr(":/?#", rest.p[5]);
    for (host.n = 0; host.n < rest.n && !strchr(":/?#@", rest.p[host.n]);)
        host.n++;
    if (memchr(rest.p, '@', rest.n)) /* what stands before it is a name, not a host */
        return false;
    for (size_t i = 0; i < host.n; i++)
        if (host.p[i] == '.')
            dots++;
        else if (host.p[i] < '0' || host.p[i] > '9')
            return str_eq_case(host, STR("localhost"));
    return dots == 3 && str_starts(host, STR("127."));
}
