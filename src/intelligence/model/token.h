/* intelligence/model/token.h - which of a model's tokens may come at a place of a grammar. */
#pragma once
#include "core/grammar.h"
#include "core/llm.h"

struct allowed {
    const int32_t *token; /* ascending by their bytes */
    int32_t n;
    bool is_wide; /* there are too many to list: ask token_fits of the likeliest */
};
struct token_map { /* begin with {c, vocab, grammar}; what was found is kept per place */
    struct ctx *c;
    const struct llm_vocab *vocab;
    struct grammar *grammar;
    struct allowed **by_place;
    size_t room;
};

/* The tokens to choose from at `place`. A token that only begins what longer ones say whole is left out, so that spelling a
 * word in pieces does not count for it. */
const struct allowed *token_allowed(struct token_map *t, uint32_t place);

bool token_fits(const struct token_map *t, uint32_t place, int32_t token);

/* Does some token begin with `text` (which leads from before to `place`) and go on as the grammar does? Then text's last
 * token had better be chosen anew, together with what follows. */
bool token_crosses(const struct token_map *t, uint32_t place, struct str text);
