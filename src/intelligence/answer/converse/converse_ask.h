/* intelligence/answer/converse/converse_ask.h - the question that tells most about which of many products is meant. */
#pragma once
#include "intelligence/answer/converse/converse_hear.h"

/* The attribute whose answer leaves the fewest candidates on average; NULL where no question is worth it. */
struct talk_question *ask_best(struct ctx *c, const struct talk_shop *shop, const struct talk_state *s,
                               const struct search_hits *h, enum lex_language l);
