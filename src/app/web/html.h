/* app/web/html.h - pages as text: put() escapes every value that goes in, so HTML is never made of data.
 *
 *   put(v, "<a href=\"/products/{/}\">{}</a>", A(id), A(title));
 *
 * {} text, escaped · {/} a path segment · {,} a number with thousands · {%} a share 0..1 as percent ·
 * {t} a time as <time>, "3 min ago" · {n} a count, 1234567 as "1.2 M"
 */
#pragma once
#include "app/web/visit.h"

#define put(v, t, ...) put_(v, t, ARGS(__VA_ARGS__)) /* t: literals of ours only */
void put_(struct visit *v, const char *t, struct args a);
void put_text(struct visit *v, struct str s); /* escaped */
void put_money(struct visit *v, int64_t minor, struct str currency); /* nothing when it is NONE */

/* Everything around a page's own content. `here` marks the place in the menu. */
enum status page_open(struct visit *v, const char *title, const char *here);
enum status page_close(struct visit *v);

/* On every page of a shop whose trade is simulated: that it is so, and to staff how it ends. Nothing in any other. */
MUST enum status put_rehearsal(struct visit *v, bool staff);

/* "Nothing here yet", and what to do about it. `advice` is HTML of ours. */
#define put_empty(v, title, advice) put_empty_(v, "" title, "" advice)
void put_empty_(struct visit *v, const char *title, const char *advice);

/* "‹ 1 2 3 ›" under a list; `base` is the path and query without the page's number. */
void put_pager(struct visit *v, struct str base, int64_t page, int64_t per_page, int64_t total);

/* "3 min ago", "in 2 h". */
struct str time_ago(struct ctx *c, int64_t at_ms);
