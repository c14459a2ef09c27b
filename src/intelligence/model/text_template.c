/* intelligence/model/text_template.c - the dull twin of the text models: walks the grammar by chance.
 *
 * No model, no file, no network: the same seed and prompt give the same texts on every machine.
 */
#include "core/grammar.h"
#include "core/model.h"
#include "core/rand.h"

enum { BYTES_PER_TOKEN = 4 /* of English text, about */, TRIES = 8 };

static bool is_known(const struct text_out *out, struct str text)
{
    for (size_t i = 0; i < out->candidates.n; i++)
        if (str_eq(out->candidates.at[i].text, text))
            return true;
    return false;
}

static int64_t tokens_of(struct str text) { return (int64_t)(text.n + BYTES_PER_TOKEN - 1) / BYTES_PER_TOKEN; }

/* One more text; another one than before, where a few tries find one. */
static struct str walk(struct ctx *c, const struct grammar *g, uint64_t *seed, size_t max, const struct text_out *out)
{
    struct str text = {0};
    for (int i = 0; i < TRIES && (i == 0 || is_known(out, text)); i++)
        text = grammar_chance(c, g, seed, max);
    return text;
}

static enum status run(struct ctx *c, const void *opt, const void *in_, void *out_)
{
    const struct text_in *in = in_;
    struct text_out *out = out_;
    struct grammar *g;
    (void)opt;
    if (!in->grammar.n)
        return fail(c, REJECT, "text.template writes by a grammar only: give `grammar`, or choose another backend");
    TRY(grammar_read(c, in->grammar, &g));
    uint64_t seed = c->seed ^ str_hash(in->prompt); /* two products do not get the same choices */
    size_t max = (size_t)in->max_tokens * BYTES_PER_TOKEN;
    for (int64_t i = 0; i < in->n; i++) {
        struct str text = walk(c, g, &seed, max, out);
        if (c->partial)
            c->partial(c, text);
        *LIST_ADD(c, &out->candidates) = (struct candidate){
            .text = text, .tokens = tokens_of(text), .stop = text.n <= max ? STR("grammar") : STR("length")};
        out->tokens_out += tokens_of(text);
    }
    out->backend = STR("template");
    return OK;
}

const struct capability text_template = {
    .name = "text.template",
    .doc = "walk a grammar by seeded chance: the stand-in for the text models",
    .stage = TOOL,
    .in = &text_in_record,
    .out = &text_out_record,
    .run = run,
};
