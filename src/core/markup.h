/* core/markup.h - HTML to plain text, and one item of an XML feed; kept by port/markup_libxml2.c. */
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
};

/* Read one element of XML, as it stands in a feed. REJECT says what is wrong with it. Prefixes need not be declared;
 * entities are not expanded, and nothing outside is ever fetched. */
MUST enum status markup_item(struct ctx *c, struct str xml, struct feed_item *out);
