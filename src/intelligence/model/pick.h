/* intelligence/model/pick.h - the next token of a text, by the model's likes, the grammar and seeded chance. */
#pragma once
#include "intelligence/model/token.h"

enum { TOKEN_END = -1 };

struct pick_rule {
    double temperature; /* 0: the likeliest */
    double top_p;       /* of the likeliest tokens that share this much of the probability */
    double repeat;      /* free text: logits of the last tokens are divided by it; 1: not */
    struct token_map *map; /* NULL: free text */
};
struct options { /* what may come next, likeliest first */
    struct option_token {
        int32_t token; /* or TOKEN_END */
        float logit;
        double p;
    } *at;
    size_t n;
    double total; /* log of the sum of exp(logit) over the whole vocabulary */
};

/* Weigh what may come at `place` after `recent` tokens. */
void pick_options(struct ctx *c, const struct llm_vocab *v, const struct pick_rule *rule, uint32_t place, const float *logits,
                  const struct tokens *recent, struct options *out);

/* Draw one. Moves the seed on. */
const struct option_token *pick_one(const struct options *o, uint64_t *seed);
