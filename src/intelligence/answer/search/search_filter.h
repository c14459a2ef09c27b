/* intelligence/answer/search/search_filter.h - facets and ranges that a shopper chose, as limits beside those in the query. */
#pragma once
#include "intelligence/answer/search/search_answer.h"

void search_filters(struct ctx *c, const struct search_index *x, const struct search_question *q, struct str currency, struct search_asked *a);
