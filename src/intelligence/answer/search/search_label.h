/* intelligence/answer/search/search_label.h - limits in words, in the language of the shop: what stands on a chip.
 *
 * The same limit in the same shop always has the same label: giving it back takes the limit away.
 */
#pragma once
#include "intelligence/answer/search/search_ask.h"

struct str label_price(struct ctx *c, enum lex_language language, const struct search_limit *l); /* "at most 100.00 USD" */
struct str label_not(struct ctx *c, enum lex_language language, struct str what);
struct str label_stock(enum lex_language language, bool sold_out);
struct str label_named(struct ctx *c, enum lex_language language, bool is_brand, struct str name); /* "brand: nike" */

/* `said`: the shopper's words for it, which are shown in languages that the lexicon has no name in. */
struct str label_concept(struct ctx *c, enum lex_language language, uint16_t concept, struct str said, bool exclude);
