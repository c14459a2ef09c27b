/* intelligence/answer/search/search_mend.h - the words of a query as the catalogue writes them. */
#pragma once
#include "intelligence/answer/search/search_ask.h"

/* Fill out->terms with the words that no limit used, and out->did_you_mean where some had to be mended. */
void search_terms(struct ctx *c, const struct search_index *x, const struct reading *r, const struct search_words *w,
                  const bool *used, struct search_asked *out);
