/* intelligence/answer/service/service_goods.h - kinds of goods by their words, in six languages. */
#pragma once
#include "intelligence/answer/service/service_text.h"

/* Whether the i-th word is a word for the kind of goods that `name` ends with: "Regenjacke" for "Rain Jacket". */
bool service_goods_is(struct ctx *c, const struct service_words *w, size_t i, struct str name);

/* All the words for the kinds of goods that are named, in six languages, to search with; absent: none is. */
struct str service_goods_words(struct ctx *c, const struct service_words *w);

/* Whether the words name some kind of goods, whichever. */
bool service_goods_any(const struct service_words *w);
