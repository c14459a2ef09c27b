/* intelligence/model/embed_e5.c - sentence embeddings in about a hundred languages, by multilingual-e5-small.
 *
 * Source  Wang et al. 2024, Multilingual E5 Text Embeddings: "query: " and "passage: " before the texts are the model's own
 */
#include "core/capability.h"
#include "intelligence/model/embed.h"

static enum status run(struct ctx *c, const void *opt, const void *in, void *out)
{
    ((struct embed_out *)out)->backend = STR("e5:multilingual-e5-small-q4");
    return embed_run(c, ENCODER_E5, opt, in, out);
}

const struct capability embed_e5 = {
    .name = "embed.e5",
    .doc = "turn texts into vectors whose nearness is nearness of meaning, across languages",
    .stage = TOOL,
    .needs = GPU,
    .in = &embed_in_record,
    .out = &embed_out_record,
    .opt = &embed_option_record,
    .run = run,
    .twin = "embed.hash",
};
