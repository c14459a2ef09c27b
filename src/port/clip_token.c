/* port/clip_token.c - port/clip_token.h: the model's own words out of its JSON, and texts cut into them.
 *
 * Byte pairs: a text in lower case falls into runs of letters, single digits and runs of signs; each byte is written as the letter that
 * stands for it, the last with "</w>", and the pair that was joined first in training is joined first. Unigrams: the cut whose pieces
 * are likeliest together.
 */
#include "port/clip_token.h"
#include "core/file.h"
#include "core/word.h"
#include <math.h>

enum { TOKENS_MOST = 4000000, TEXT_MOST = 2000 /* bytes: far more than any model reads */, RUN_MOST = 512 /* bytes of one word */ };
static const struct str meta = {"\xE2\x96\x81", 3}; /* what stands for a space */

struct slot { /* of a pair of tokens, or of a text */
    uint64_t key;
    int32_t value; /* and 1; 0: free */
};
struct clip_words {
    struct str *text;   /* [n] by token */
    float *score;       /* [n] unigrams: logarithms of their shares */
    struct slot *by_text, *by_pair; /* by_pair: rank of a merge */
    struct merge { int32_t left, right, to; } *merge; /* by rank */
    size_t n, text_slots, pair_slots, n_merges, piece_most, most;
    int32_t letter[256], last[256]; /* a byte's token, within and at the end of a word */
    int32_t begin, end, pad, unknown; /* -1: none */
    float unknown_score;
    bool is_unigram, fills;
};

/* ---- tables ----------------------------------------------------------------------------------------- */

static size_t room_for(size_t n)
{
    size_t slots = 64;
    while (slots < 2 * n)
        slots *= 2;
    return slots;
}

static struct slot *slot_of(struct slot *at, size_t slots, uint64_t key)
{
    size_t i = (size_t)(key * 0x9E3779B97F4A7C15u >> 20) & (slots - 1);
    while (at[i].value && at[i].key != key)
        i = (i + 1) & (slots - 1);
    return &at[i];
}

static uint64_t pair_key(int32_t left, int32_t right) { return (uint64_t)(uint32_t)left << 32 | (uint32_t)right; }

/* Two texts of one hash would be one word; of some 10^5 texts and 64 bits, that is checked by the text itself. */
static int32_t token_of(const struct clip_words *w, struct str s)
{
    const struct slot *at = slot_of(w->by_text, w->text_slots, str_hash(s));
    return at->value && str_eq(w->text[at->value - 1], s) ? at->value - 1 : -1;
}

static void text_add(struct clip_words *w, struct str s, int64_t token)
{
    if (token < 0 || (size_t)token >= w->n)
        return;
    w->text[token] = s;
    *slot_of(w->by_text, w->text_slots, str_hash(s)) = (struct slot){str_hash(s), (int32_t)token + 1};
    w->piece_most = s.n > w->piece_most ? s.n : w->piece_most;
}

/* n tokens, and so many texts that name one. */
static void tables_open(struct ctx *c, struct clip_words *w, size_t n, size_t texts)
{
    w->n = n;
    w->text = NEW_ARRAY(c, struct str, n);
    w->score = NEW_ARRAY(c, float, n);
    w->text_slots = room_for(texts);
    w->by_text = NEW_ARRAY(c, struct slot, w->text_slots);
}

/* ---- byte pairs --------------------------------------------------------------------------------------- */

/* The letter that stands for a byte: itself where it can be seen, else one beyond Latin 1. */
static struct str letter_of(struct ctx *c, int byte)
{
    int code = byte, next = 256;
    bool seen = (byte >= 33 && byte <= 126) || (byte >= 161 && byte <= 172) || byte >= 174;
    for (int i = 0; i < byte && !seen; i++)
        next += !((i >= 33 && i <= 126) || (i >= 161 && i <= 172) || i >= 174);
    code = seen ? byte : next;
    return code < 128 ? str_fmt(c, "%c", code) : str_fmt(c, "%c%c", 0xC0 | code >> 6, 0x80 | (code & 63));
}

static void letters_read(struct ctx *c, struct clip_words *w)
{
    for (int i = 0; i < 256; i++) {
        struct str one = letter_of(c, i);
        w->letter[i] = token_of(w, one);
        w->last[i] = token_of(w, str_fmt(c, "%.*s</w>", FMT(one)));
    }
}

static void merge_add(struct ctx *c, struct clip_words *w, struct str left, struct str right)
{
    struct merge m = {token_of(w, left), token_of(w, right), token_of(w, str_fmt(c, "%.*s%.*s", FMT(left), FMT(right)))};
    struct slot *at = slot_of(w->by_pair, w->pair_slots, pair_key(m.left, m.right));
    if (m.left < 0 || m.right < 0 || m.to < 0 || at->value)
        return;
    w->merge[w->n_merges++] = m;
    *at = (struct slot){pair_key(m.left, m.right), (int32_t)w->n_merges};
}

static void merge_line(struct ctx *c, struct clip_words *w, struct str line)
{
    size_t cut = str_find(line, STR(" "), 0);
    if (cut != SIZE_MAX && !str_starts(line, STR("#version")))
        merge_add(c, w, str_part(line, 0, cut), str_trim(str_part(line, cut + 1, line.n)));
}

static void merges_open(struct ctx *c, struct clip_words *w, size_t n)
{
    w->merge = NEW_ARRAY(c, struct merge, n + 1);
    w->pair_slots = room_for(n);
    w->by_pair = NEW_ARRAY(c, struct slot, w->pair_slots);
}

static void vocab_read(struct ctx *c, struct clip_words *w, const struct json *vocab)
{
    int64_t most = 0;
    for (struct json_walk k = json_walk(vocab); json_next(&k);)
        most = json_int(k.value) > most ? json_int(k.value) : most;
    tables_open(c, w, (size_t)(most < TOKENS_MOST ? most + 1 : 1), json_count(vocab));
    for (struct json_walk k = json_walk(vocab); json_next(&k);)
        text_add(w, k.key, json_int(k.value));
}

static enum status pairs_end(struct ctx *c, struct clip_words *w, struct str path)
{
    letters_read(c, w);
    w->begin = token_of(w, STR("<|startoftext|>"));
    w->end = token_of(w, STR("<|endoftext|>"));
    w->pad = w->end;
    if (w->begin < 0 || w->end < 0 || w->last['a'] < 0 || !w->n_merges)
        return fail(c, REJECT, "%s has not CLIP's byte pairs (words that end in </w>, <|startoftext|>); purvey reads those, and SigLIP's unigrams", path.p);
    return OK;
}

static enum status pairs_read(struct ctx *c, struct str path, const struct json *model, struct clip_words *w)
{
    const struct json *merges = json_get(model, "merges");
    vocab_read(c, w, json_get(model, "vocab"));
    merges_open(c, w, json_count(merges));
    for (struct json_walk k = json_walk(merges); json_next(&k);)
        if (json_kind(k.value) == JSON_ARRAY)
            merge_add(c, w, json_str(json_at(k.value, 0)), json_str(json_at(k.value, 1)));
        else
            merge_line(c, w, json_str(k.value));
    return pairs_end(c, w, path);
}

static enum status lines_read(struct ctx *c, const struct clip_files *f, struct clip_words *w)
{
    const struct json *vocab;
    struct str text;
    TRY(clip_json(c, f->vocab, &vocab));
    TRY(file_read(c, f->merges, CLIP_FILE_MOST, &text));
    struct strs lines = str_split(c, text, '\n');
    vocab_read(c, w, vocab);
    merges_open(c, w, lines.n);
    for (size_t i = 0; i < lines.n; i++)
        merge_line(c, w, lines.at[i]);
    return pairs_end(c, w, f->merges);
}

/* ---- unigrams ------------------------------------------------------------------------------------------ */

static enum status unigrams_read(struct ctx *c, struct str path, const struct json *model, struct clip_words *w)
{
    const struct json *vocab = json_get(model, "vocab");
    int64_t i = 0;
    float least = 0;
    tables_open(c, w, json_count(vocab), json_count(vocab));
    for (struct json_walk k = json_walk(vocab); json_next(&k); i++) {
        w->score[i] = (float)json_real(json_at(k.value, 1));
        least = fminf(least, w->score[i]);
        text_add(w, json_str(json_at(k.value, 0)), i);
    }
    w->is_unigram = true;
    w->unknown_score = least - 10; /* as SentencePiece has it */
    w->unknown = (int32_t)json_int(json_get(model, "unk_id"));
    w->end = w->pad = token_of(w, STR("</s>"));
    return w->end >= 0 && w->n > 2 ? OK : fail(c, REJECT, "%s has unigrams without </s>; purvey reads SigLIP's, and CLIP's byte pairs", path.p);
}

/* ---- reading ------------------------------------------------------------------------------------------- */

/* The length that texts are filled up to, and with what. */
static void padding_read(const struct json *v, struct clip_words *w)
{
    const struct json *pad = json_get(v, "padding"), *cut = json_get(v, "truncation");
    const struct json *fixed = json_path(pad, "strategy.Fixed");
    w->most = (size_t)json_int(json_get(cut, "max_length"));
    if (json_kind(pad) != JSON_OBJECT)
        return;
    w->pad = (int32_t)json_int(json_get(pad, "pad_id"));
    w->fills = json_kind(fixed) == JSON_INT;
    w->most = w->fills ? (size_t)json_int(fixed) : w->most;
}

static enum status tokenizer_read(struct ctx *c, const struct clip_files *f, struct clip_words *w)
{
    const struct json *v, *model;
    TRY(clip_json(c, f->tokenizer, &v));
    model = json_get(v, "model");
    struct str kind = json_str(json_get(model, "type"));
    bool pairs = str_eq(kind, STR("BPE")) || (!kind.n && json_get(model, "merges")), unigrams = str_eq(kind, STR("Unigram"));
    if (!pairs && !unigrams)
        return fail(c, REJECT, "%s: its words are cut by \"%.*s\"; purvey reads CLIP's byte pairs and SigLIP's unigrams", f->tokenizer.p, FMT(kind));
    TRY(pairs ? pairs_read(c, f->tokenizer, model, w) : unigrams_read(c, f->tokenizer, model, w));
    padding_read(v, w);
    return OK;
}

enum status clip_words_read(struct ctx *c, const struct clip_files *f, struct clip_words **out)
{
    struct clip_words *w = NEW(c, struct clip_words);
    *w = (struct clip_words){.begin = -1, .end = -1, .pad = -1, .unknown = -1};
    TRY(f->tokenizer.n ? tokenizer_read(c, f, w) : lines_read(c, f, w));
    bool sound = w->pad < (int64_t)w->n && w->most < TEXT_MOST;
    *out = w;
    return sound ? OK : fail(c, REJECT, "%s: its padding or length is not of this model; fetch the file again", f->tokenizer.p);
}

int64_t clip_words_pad(const struct clip_words *w) { return w->pad < 0 ? 0 : w->pad; }
size_t clip_words_most(const struct clip_words *w) { return w->most; }
bool clip_words_fills(const struct clip_words *w) { return w->fills || w->is_unigram; }

/* ---- cutting by pairs ----------------------------------------------------------------------------------- */

static void word_cut(struct ctx *c, const struct clip_words *w, struct str word, struct ints *out)
{
    int32_t at[RUN_MOST];
    size_t n = 0;
    for (size_t i = 0; i < word.n && n < RUN_MOST; i++) {
        unsigned char b = (unsigned char)word.p[i];
        int32_t token = i + 1 == word.n ? w->last[b] : w->letter[b];
        if (token >= 0)
            at[n++] = token;
    }
    for (;;) { /* the earliest merge of all neighbours, wherever it stands */
        int32_t best = INT32_MAX;
        for (size_t i = 0; i + 1 < n; i++) {
            const struct slot *pair = slot_of(w->by_pair, w->pair_slots, pair_key(at[i], at[i + 1]));
            best = pair->value && pair->value < best ? pair->value : best;
        }
        if (best == INT32_MAX)
            break;
        const struct merge *m = &w->merge[best - 1];
        size_t to = 0;
        for (size_t i = 0; i < n; i++)
            if (i + 1 < n && at[i] == m->left && at[i + 1] == m->right)
                at[to++] = m->to, i++;
            else
                at[to++] = at[i];
        n = to;
    }
    for (size_t i = 0; i < n; i++)
        *LIST_ADD(c, out) = at[i];
}

enum run { RUN_SPACE, RUN_LETTERS, RUN_DIGIT, RUN_SIGNS };

static enum run run_of(struct glyph_step g)
{
    static const int32_t small[] = {0xB2, 0xB3, 0xB9, 0xBC, 0xBD, 0xBE}; /* superscripts and fractions are numbers */
    for (size_t i = 0; i < sizeof small / sizeof *small; i++)
        if (g.code == small[i])
            return RUN_DIGIT;
    return g.kind == GLYPH_SPACE || g.kind == GLYPH_LINE ? RUN_SPACE : g.kind == GLYPH_LETTER ? RUN_LETTERS : g.kind == GLYPH_DIGIT ? RUN_DIGIT : RUN_SIGNS;
}

/* Bytes of "'s", "'re" … where one begins here; 0: none. */
static size_t short_form(struct str s, size_t at)
{
    static const char *const forms[] = {"'s", "'t", "'re", "'ve", "'m", "'ll", "'d"};
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
        if (str_starts(str_part(s, at, s.n), str_z(forms[i])))
            return strlen(forms[i]);
    return 0;
}

static void pairs_cut(struct ctx *c, const struct clip_words *w, struct str s, struct ints *out)
{
    for (size_t at = 0; at < s.n;) {
        struct glyph_step g = word_step(s, at);
        enum run run = run_of(g);
        size_t form = g.code == '\'' ? short_form(s, at) : 0, to = at + (form ? form : g.n);
        for (; !form && (run == RUN_LETTERS || run == RUN_SIGNS) && to < s.n; to += g.n) {
            g = word_step(s, to);
            if (run_of(g) != run)
                break;
        }
        if (run != RUN_SPACE)
            word_cut(c, w, str_part(s, at, to), out);
        at = to;
    }
}

/* ---- cutting by unigrams ---------------------------------------------------------------------------------- */

/* SigLIP reads words without signs, each after the mark of a space. */
static struct str spaced(struct ctx *c, struct str s)
{
    struct buf b = {0};
    bool gap = true;
    for (size_t at = 0; at < s.n;) {
        struct glyph_step g = word_step(s, at);
        bool sign = g.code < 128 && g.kind == GLYPH_OTHER;
        if (g.kind == GLYPH_SPACE || g.kind == GLYPH_LINE)
            gap = true;
        else if (!sign) {
            if (gap)
                buf_add(c, &b, meta);
            buf_add(c, &b, str_part(s, at, at + g.n));
            gap = false;
        }
        at += g.n;
    }
    return buf_str(&b);
}

static void unigrams_cut(struct ctx *c, const struct clip_words *w, struct str text, struct ints *out)
{
    struct str s = spaced(c, text);
    struct step { float score; int32_t token; size_t from; bool there; } *at = NEW_ARRAY(c, struct step, s.n + 1);
    struct ints back = {0};
    at[0].there = true;
    for (size_t i = 0; i < s.n; i++) {
        if (!at[i].there)
            continue;
        size_t one = word_step(s, i).n;
        for (size_t n = 1; n <= w->piece_most && i + n <= s.n; n++) {
            int32_t token = token_of(w, str_part(s, i, i + n));
            if (token < 0 && n != one)
                continue;
            float score = at[i].score + (token < 0 ? w->unknown_score : w->score[token]);
            if (!at[i + n].there || score > at[i + n].score)
                at[i + n] = (struct step){score, token < 0 ? w->unknown : token, i, true};
        }
    }
    for (size_t i = s.n; i && at[i].there; i = at[i].from)
        if (!(back.n && at[i].token == w->unknown && back.at[back.n - 1] == w->unknown)) /* unknown letters in a row are one */
            *LIST_ADD(c, &back) = at[i].token;
    for (size_t i = back.n; i-- > 0;)
        *LIST_ADD(c, out) = back.at[i];
}

void clip_words_cut(struct ctx *c, const struct clip_words *w, struct str text, size_t most, struct ints *out)
{
    struct str some = str_mend(c, str_copy(c, str_part(text, 0, text.n < TEXT_MOST ? text.n : TEXT_MOST)));
    struct str s = str_lower(c, some);
    *out = (struct ints){0};
    if (w->begin >= 0)
        *LIST_ADD(c, out) = w->begin;
    if (w->is_unigram)
        unigrams_cut(c, w, s, out);
    else
        pairs_cut(c, w, s, out);
    if (out->n > most - 1)
        out->n = most - 1;
    *LIST_ADD(c, out) = w->end;
}
