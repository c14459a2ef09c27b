/* intelligence/answer/search/search_code.h - numbers of products as people write them: SKU, GTIN, ISBN, id. */
#pragma once
#include "core/ctx.h"
#include "core/word.h"

enum { CODE_ROOM = 96 };

/* A number without what people part it with (blanks, hyphens, dots), in small letters; a GTIN without the zeros before it, so that
 * GTIN-14, EAN-13 and UPC-A of one thing are one. Returns its bytes; 0: it holds nothing, or too much to be a number. */
size_t code_key(struct str text, char room[CODE_ROOM]);

/* What says that a number follows: "SKU", "EAN", "Artikelnummer". */
bool code_mark(struct str folded);
