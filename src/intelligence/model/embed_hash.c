/* intelligence/model/embed_hash.c - the dull twin of sentence embeddings: hashed letter triples and words, no model.
 *
 * Source  Weinberger et al. 2009, Feature Hashing: one hash says where, another bit of it with which sign
 */
#include "core/model.h"
#include "core/rand.h"
#include <math.h>

enum { DIM = 384, GRAM = 3 };

static void add(struct reals *v, struct str part, double weight)
{
    uint64_t seed = str_hash(part), h = rand_next(&seed);
    v->at[h % DIM] += h >> 63 ? weight : -weight;
}

static bool is_word(char ch) { return (ch >= 'a' && ch <= 'z') || (ch >= '0' && ch <= '9') || (unsigned char)ch >= 0x80; }

/* Words whole, and their triples of bytes with borders, so that "shoe" is near "shoes". */
static void add_text(struct ctx *c, struct reals *v, struct str text)
{
    struct buf word = {0};
    for (size_t i = 0; i <= text.n; i++) {
        char ch = i < text.n ? text.p[i] : ' ';
        ch = ch >= 'A' && ch <= 'Z' ? (char)(ch | 0x20) : ch;
        if (is_word(ch)) {
            if (!word.n)
                buf_byte(c, &word, ' ');
            buf_byte(c, &word, ch);
        } else if (word.n) {
            buf_byte(c, &word, ' ');
            add(v, buf_str(&word), 1);
            for (size_t k = 0; k + GRAM <= word.n; k++)
                add(v, (struct str){word.p + k, GRAM}, 0.5);
            word.n = 0;
        }
    }
}

static void to_unit(struct reals *v)
{
    double square = 0;
    for (size_t k = 0; k < v->n; k++)
        square += v->at[k] * v->at[k];
    for (size_t k = 0; k < v->n; k++)
        v->at[k] = square > 0 ? v->at[k] / sqrt(square) : k == 0; /* of no word: a direction of its own */
}

static enum status run(struct ctx *c, const void *opt, const void *in_, void *out_)
{
    const struct embed_in *in = in_;
    struct embed_out *out = out_;
    (void)opt;
    for (size_t i = 0; i < in->texts.n; i++) {
        struct reals *v = &LIST_ADD(c, &out->vectors)->v;
        *v = (struct reals){NEW_ARRAY(c, double, DIM), DIM};
        add_text(c, v, in->texts.at[i]);
        to_unit(v);
    }
    out->dim = DIM;
    out->backend = STR("hash");
    return OK;
}

const struct capability embed_hash = {
    .name = "embed.hash",
    .doc = "turn texts into vectors by hashed letter triples: the stand-in for embedding models",
    .stage = TOOL,
    .in = &embed_in_record,
    .out = &embed_out_record,
    .run = run,
};
