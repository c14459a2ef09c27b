/* intelligence/model/embed_minilm.c - sentence embeddings of English, by all-MiniLM-L6-v2.
 *
 * Source  Wang et al. 2020, MiniLM; trained by sentence-transformers on a billion pairs. Half the layers of e5-small and, for short
 *         English texts, nearer to what people mean: bench/hybrid.py
 */
#include "core/capability.h"
#include "intelligence/model/embed.h"

static enum status run(struct ctx *c, const void *opt, const void *in, void *out)
{
    ((struct embed_out *)out)->backend = STR("minilm:all-MiniLM-L6-v2");
    return embed_run(c, ENCODER_MINILM, opt, in, out);
}

const struct capability embed_minilm = {
    .name = "embed.minilm",
    .doc = "turn English texts into vectors whose nearness is nearness of meaning",
    .stage = TOOL,
    .needs = GPU,
    .in = &embed_in_record,
    .out = &embed_out_record,
    .opt = &embed_option_record,
    .run = run,
    .twin = "embed.hash",
};
