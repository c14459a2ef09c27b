/* core/str.c - text. */
#include "core/str.h"
#include <errno.h>
#include <math.h>
#include <stdarg.h>
#include <stdlib.h>
#include <strings.h>

struct str str_z(const char *z)
{
    return (struct str){z, z ? strlen(z) : 0};
}

struct str str_copy(struct ctx *c, struct str s)
{
    if (!s.p)
        return s;
    char *q = arena_take(c->mem, s.n + 1);
    memcpy(q, s.p, s.n);
    return (struct str){q, s.n};
}

struct str str_fmt(struct ctx *c, const char *fmt, ...)
{
    va_list ap, again;
    va_start(ap, fmt);
    va_copy(again, ap);
    int n = vsnprintf(NULL, 0, fmt, ap);
    assert(n >= 0);
    char *q = arena_take(c->mem, (size_t)n + 1);
    vsnprintf(q, (size_t)n + 1, fmt, again);
    va_end(again);
    va_end(ap);
    return (struct str){q, (size_t)n};
}

bool str_eq(struct str a, struct str b)
{
    return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

bool str_eq_case(struct str a, struct str b)
{
    return a.n == b.n && (a.n == 0 || strncasecmp(a.p, b.p, a.n) == 0);
}

bool str_is(struct str s, const char *z) { return str_eq(s, str_z(z)); }

int str_cmp(struct str a, struct str b)
{
    size_t n = a.n < b.n ? a.n : b.n;
    int d = n ? memcmp(a.p, b.p, n) : 0;
    return d ? d : (a.n > b.n) - (a.n < b.n);
}

size_t str_find(struct str s, struct str part, size_t from)
{
    if (part.n == 0 || from > s.n || s.n - from < part.n)
        return SIZE_MAX;
    const char *at = memmem(s.p + from, s.n - from, part.p, part.n);
    return at ? (size_t)(at - s.p) : SIZE_MAX;
}

bool str_has(struct str s, struct str part) { return str_find(s, part, 0) != SIZE_MAX; }

bool str_has_case(struct str s, struct str part)
{
    for (size_t i = 0; part.n && i + part.n <= s.n; i++)
        if (strncasecmp(s.p + i, part.p, part.n) == 0)
            return true;
    return false;
}

bool str_starts(struct str s, struct str prefix)
{
    return s.n >= prefix.n && memcmp(s.p, prefix.p, prefix.n) == 0;
}

bool str_ends(struct str s, struct str suffix)
{
    return s.n >= suffix.n && memcmp(s.p + s.n - suffix.n, suffix.p, suffix.n) == 0;
}

struct str str_part(struct str s, size_t from, size_t to)
{
    assert(from <= to && to <= s.n);
    return (struct str){s.p ? s.p + from : NULL, to - from};
}

static bool is_space(char ch) { return ch == ' ' || (ch >= '\t' && ch <= '\r'); }

struct str str_trim(struct str s)
{
    while (s.n && is_space(s.p[0]))
        s.p++, s.n--;
    while (s.n && is_space(s.p[s.n - 1]))
        s.n--;
    return s;
}

struct str str_replace(struct ctx *c, struct str s, struct str from, struct str to)
{
    struct buf b = {0};
    size_t at = 0;
    for (size_t i; (i = str_find(s, from, at)) != SIZE_MAX; at = i + from.n) {
        buf_add(c, &b, str_part(s, at, i));
        buf_add(c, &b, to);
    }
    buf_add(c, &b, str_part(s, at, s.n));
    return buf_str(&b);
}

/* Length of the well-formed sequence at s.p[i], 0 when it is not one (RFC 3629). */
static size_t utf8_step(struct str s, size_t i)
{
    unsigned char a = (unsigned char)s.p[i];
    size_t n = a < 0x80 ? 1 : a >= 0xC2 && a < 0xE0 ? 2 : (a & 0xF0) == 0xE0 ? 3 : a >= 0xF0 && a < 0xF5 ? 4 : 0;
    if (n == 0 || i + n > s.n)
        return 0;
    for (size_t k = 1; k < n; k++)
        if (((unsigned char)s.p[i + k] & 0xC0) != 0x80)
            return 0;
    unsigned char b = n > 1 ? (unsigned char)s.p[i + 1] : 0;
    bool overlong = (a == 0xE0 && b < 0xA0) || (a == 0xF0 && b < 0x90);
    bool beyond = (a == 0xED && b > 0x9F) || (a == 0xF4 && b > 0x8F); /* surrogates, past U+10FFFF */
    return overlong || beyond ? 0 : n;
}

bool str_is_utf8(struct str s)
{
    for (size_t i = 0, n; i < s.n; i += n)
        if ((n = utf8_step(s, i)) == 0)
            return false;
    return true;
}

struct str str_mend(struct ctx *c, struct str s)
{
    struct buf b = {0};
    if (str_is_utf8(s))
        return s;
    for (size_t i = 0, n; i < s.n; i += n ? n : 1) {
        n = utf8_step(s, i);
        buf_add(c, &b, n ? str_part(s, i, i + n) : STR("\xEF\xBF\xBD"));
    }
    return buf_str(&b);
}

size_t str_count(struct str s)
{
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++)
        n += ((unsigned char)s.p[i] & 0xC0) != 0x80;
    return n;
}

uint64_t str_hash(struct str s)
{
    uint64_t h = 0xCBF29CE484222325u; /* FNV-1a 64: offset basis and prime */
    for (size_t i = 0; i < s.n; i++)
        h = (h ^ (unsigned char)s.p[i]) * 0x100000001B3u;
    return h;
}

bool str_next(const char **list, struct str *one)
{
    if (!*list || !**list)
        return false;
    *one = (struct str){*list, strcspn(*list, "|")};
    *list += one->n + ((*list)[one->n] == '|');
    return true;
}

bool str_among(struct str s, const char *list)
{
    for (struct str one; str_next(&list, &one);)
        if (str_eq(s, one))
            return true;
    return false;
}

bool str_among_case(struct str s, const char *list)
{
    for (struct str one; str_next(&list, &one);)
        if (str_eq_case(s, one))
            return true;
    return false;
}

void strs_add(struct ctx *c, struct strs *list, struct str s) { *LIST_ADD(c, list) = s; }

bool strs_has(const struct strs *list, struct str s)
{
    for (size_t i = 0; i < list->n; i++)
        if (str_eq(list->at[i], s))
            return true;
    return false;
}

struct strs str_split(struct ctx *c, struct str s, char at)
{
    struct strs out = {0};
    size_t from = 0;
    for (size_t i = 0; i <= s.n; i++)
        if (i == s.n || s.p[i] == at) {
            strs_add(c, &out, str_copy(c, str_part(s, from, i)));
            from = i + 1;
        }
    return out;
}

struct str str_join(struct ctx *c, const struct strs *parts, struct str between)
{
    struct buf b = {0};
    for (size_t i = 0; i < parts->n; i++) {
        if (i)
            buf_add(c, &b, between);
        buf_add(c, &b, parts->at[i]);
    }
    return buf_str(&b);
}

bool str_int(struct str s, int64_t *out)
{
    char text[24], *end;
    if (s.n == 0 || s.n >= sizeof text || is_space(s.p[0]))
        return false;
    memcpy(text, s.p, s.n);
    text[s.n] = 0;
    errno = 0;
    long long v = strtoll(text, &end, 10);
    if (errno || *end || end == text)
        return false;
    *out = v;
    return true;
}

bool str_real(struct str s, double *out)
{
    char text[64], *end;
    if (s.n == 0 || s.n >= sizeof text || strspn(s.p, "0123456789+-.eE") < s.n)
        return false; /* no hex, no "inf", no "nan" */
    memcpy(text, s.p, s.n);
    text[s.n] = 0;
    double v = strtod(text, &end);
    if (*end || end == text || !isfinite(v))
        return false;
    *out = v;
    return true;
}

/* ---- buffer -------------------------------------------------------------------------- */

static void buf_room(struct ctx *c, struct buf *b, size_t more)
{
    if (b->n + more + 1 <= b->room)
        return;
    size_t room = b->room ? b->room * 2 : 64;
    while (room < b->n + more + 1)
        room *= 2;
    char *p = arena_take(c->mem, room);
    if (b->n)
        memcpy(p, b->p, b->n);
    b->p = p;
    b->room = room;
}

void buf_add(struct ctx *c, struct buf *b, struct str s)
{
    if (!s.n)
        return;
    buf_room(c, b, s.n);
    memcpy(b->p + b->n, s.p, s.n);
    b->n += s.n;
    b->p[b->n] = 0;
}

void buf_byte(struct ctx *c, struct buf *b, char byte) { buf_add(c, b, (struct str){&byte, 1}); }

void buf_fmt(struct ctx *c, struct buf *b, const char *fmt, ...)
{
    va_list ap, again;
    va_start(ap, fmt);
    va_copy(again, ap);
    int n = vsnprintf(NULL, 0, fmt, ap);
    assert(n >= 0);
    buf_room(c, b, (size_t)n);
    vsnprintf(b->p + b->n, (size_t)n + 1, fmt, again);
    b->n += (size_t)n;
    va_end(again);
    va_end(ap);
}

void buf_html(struct ctx *c, struct buf *b, struct str s)
{
    for (size_t i = 0; i < s.n; i++) {
        char ch = s.p[i];
        const char *as = ch == '&' ? "&amp;" : ch == '<' ? "&lt;" : ch == '>' ? "&gt;"
                       : ch == '"' ? "&quot;" : ch == '\'' ? "&#39;" : NULL;
        if (as)
            buf_add(c, b, str_z(as));
        else
            buf_byte(c, b, ch);
    }
}

struct str buf_str(const struct buf *b) { return b->p ? (struct str){b->p, b->n} : STR(""); }

/* The lower case of a letter by Unicode simple case folding: Latin, Greek, Cyrillic, Armenian. */
static unsigned lower_point(unsigned u)
{
    if (u < 0x80)
        return u >= 'A' && u <= 'Z' ? u + 32 : u;
    if ((u >= 0xC0 && u <= 0xDE && u != 0xD7) || (u >= 0x391 && u <= 0x3AB && u != 0x3A2) || (u >= 0x410 && u <= 0x42F))
        return u + 32;
    if (u == 0x178)
        return 0xFF;
    if ((u >= 0x139 && u <= 0x148) || (u >= 0x179 && u <= 0x17E))
        return u & 1 ? u + 1 : u;
    if ((u >= 0x100 && u <= 0x137 && u != 0x130) || (u >= 0x14A && u <= 0x177) || (u >= 0x1E00 && u <= 0x1EFF && (u < 0x1E96 || u > 0x1E9F)) ||
        (u >= 0x460 && u <= 0x481) || (u >= 0x48A && u <= 0x4BF) || (u >= 0x4D0 && u <= 0x52F))
        return u | 1;
    static const struct { unsigned short from, to; } odd[] = {{0x386, 0x3AC}, {0x388, 0x3AD}, {0x389, 0x3AE}, {0x38A, 0x3AF},
        {0x38C, 0x3CC}, {0x38E, 0x3CD}, {0x38F, 0x3CE}, {0x130, 'i'}, {0x1E9E, 0xDF}};
    for (size_t i = 0; i < sizeof odd / sizeof *odd; i++)
        if (odd[i].from == u)
            return odd[i].to;
    return u >= 0x400 && u <= 0x40F ? u + 80 : u >= 0x531 && u <= 0x556 ? u + 48 : u;
}

struct str str_lower(struct ctx *c, struct str s)
{
    char *out = arena_take(c->mem, s.n + 1);
    size_t n = 0;
    for (size_t i = 0, len; i < s.n; i += len) {
        unsigned char a = (unsigned char)s.p[i];
        len = a < 0xC0 ? 1 : a < 0xE0 ? 2 : a < 0xF0 ? 3 : 4;
        bool whole = i + len <= s.n && len != 4;
        unsigned u = len == 1 ? a : len == 2 && whole ? (a & 31u) << 6 | (s.p[i + 1] & 63u)
                     : len == 3 && whole ? (a & 15u) << 12 | (s.p[i + 1] & 63u) << 6 | (s.p[i + 2] & 63u) : 0;
        unsigned low = u ? lower_point(u) : 0;
        len = i + len <= s.n ? len : s.n - i;
        if (low == u) {
            memcpy(out + n, s.p + i, len);
            n += len;
        } else if (low < 0x80)
            out[n++] = (char)low;
        else if (low < 0x800)
            out[n++] = (char)(0xC0 | low >> 6), out[n++] = (char)(0x80 | (low & 63));
        else
            out[n++] = (char)(0xE0 | low >> 12), out[n++] = (char)(0x80 | (low >> 6 & 63)), out[n++] = (char)(0x80 | (low & 63));
    }
    out[n] = 0;
    return (struct str){out, n};
}
