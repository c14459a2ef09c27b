/* intelligence/answer/converse/converse_fact.h - what the data state of a product: an answer to a question, a table of several. */
#pragma once
#include "intelligence/answer/converse/converse_hear.h"

/* Answer a question about one product. *fact is empty where nothing is stated. */
struct str fact_answer(struct ctx *c, const struct talk_shop *shop, struct heard *h, const struct product *p,
                       struct talk_fact *fact);

/* Products side by side: price, brand, stock, then every attribute that one of them states; a source a cell. */
struct talk_table *fact_table(struct ctx *c, const struct product *const *p, size_t n, enum lex_language l);

