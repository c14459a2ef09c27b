/* core/markup.h - HTML to plain text, and the items of an XML feed as they stream by; kept by port/markup_libxml2.c. */
#pragma once
#include "core/str.h"

/* Holds a tag or a character reference: is HTML rather than plain text. */
bool markup_is(struct str s);

/* The text a reader of the page would see: a block a line, cells of a table row as "name: value", no scripts or styles.
 * `items`, unless NULL, gets the items of its lists. Any input gives a text; nested too deep, the rest is left out. */
struct str markup_text(struct ctx *c, struct str html, struct strs *items);

/* One item of a feed: names without their prefix ("g:price" is "price"), values as text. The parts of a nested
 * element are joined with ':'; an element without text gives its href. */
struct item_field {
    struct str name, value;
};
struct feed_item {
    struct item_field *at;
    size_t n;
    int64_t line;
    struct str raw;   /* the item's own XML */
    struct str wrong; /* what is wrong with the XML within it; absent: nothing */
};
struct feed;

/* `path`, or `bytes` where path is NULL, which the caller keeps. Nothing outside the file is ever fetched. */
MUST enum status feed_open(struct ctx *c, const char *path, struct str bytes, struct feed **out);

/* The next <item> or <entry>; broken XML costs the items it stands in. false: the end. */
bool feed_next(struct ctx *c, struct feed *f, struct feed_item *item);

/* The first error of the XML that stood in no item, "" when there was none, and its line. */
struct str feed_error(const struct feed *f, int64_t *line);
