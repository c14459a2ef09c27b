/* core/str.h - text as pointer and length; and a buffer to build it in. */
#pragma once
#include "core/arena.h"

#define STR(lit) ((struct str){"" lit, sizeof(lit) - 1})
#define FMT(s)   (int)(s).n, (s).p ? (s).p : "" /* for "%.*s" */

struct strs {
    struct str *at;
    size_t n;
};

struct str str_z(const char *z); /* view of a 0-ended string; NULL gives the absent text */
struct str str_copy(struct ctx *c, struct str s);
struct str str_fmt(struct ctx *c, const char *fmt, ...) FORMAT(2, 3);
bool str_eq(struct str a, struct str b);
bool str_eq_case(struct str a, struct str b); /* ASCII case ignored */
bool str_is(struct str s, const char *z);
bool str_has(struct str s, struct str part);
bool str_has_case(struct str s, struct str part);
bool str_starts(struct str s, struct str prefix);
bool str_ends(struct str s, struct str suffix);
int str_cmp(struct str a, struct str b); /* bytes, then length */
struct str str_trim(struct str s);       /* white space off both ends (a view: not 0-ended there) */
struct str str_part(struct str s, size_t from, size_t to); /* view of bytes [from, to) */
size_t str_find(struct str s, struct str part, size_t from); /* SIZE_MAX: not there */
struct str str_lower(struct ctx *c, struct str s); /* Unicode simple case folding for letters */
struct str str_replace(struct ctx *c, struct str s, struct str from, struct str to);
bool str_is_utf8(struct str s);
struct str str_mend(struct ctx *c, struct str s); /* bytes that are not UTF-8 become U+FFFD; itself when there are none */
size_t str_count(struct str s); /* code points */
uint64_t str_hash(struct str s); /* 64-bit FNV-1a, stable across builds */
struct strs str_split(struct ctx *c, struct str s, char at); /* parts are copies, 0-ended */
bool str_int(struct str s, int64_t *out);  /* whole text is a decimal integer */
bool str_real(struct str s, double *out);  /* whole text is a number; '.' as point; C locale */
/* A list as tables in the code have it, "a|b|c": the next of it, and *list moves on behind it; false: no more. */
bool str_next(const char **list, struct str *one);
bool str_among(struct str s, const char *list);
bool str_among_case(struct str s, const char *list); /* ASCII case ignored */

void strs_add(struct ctx *c, struct strs *list, struct str s);
bool strs_has(const struct strs *list, struct str s);
struct str str_join(struct ctx *c, const struct strs *parts, struct str between);

/* Text that grows; ends in a 0 always. Begin with {0} and a ctx. */
struct buf {
    char *p;
    size_t n, room;
};
void buf_add(struct ctx *c, struct buf *b, struct str s);
void buf_byte(struct ctx *c, struct buf *b, char byte);
void buf_fmt(struct ctx *c, struct buf *b, const char *fmt, ...) FORMAT(3, 4);
void buf_html(struct ctx *c, struct buf *b, struct str s); /* & < > " ' escaped */
struct str buf_str(const struct buf *b); /* "" when nothing was added */
