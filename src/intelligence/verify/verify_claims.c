/* intelligence/verify/verify_claims.c - every checkable statement of a text, held against the product's
 * facts.
 *
 * Flow    product, text → claims        after generate, before review
 * A text is accepted when no claim in it is unsupported or contradicted. Talk ("perfect for slow mornings")
 * is no claim; a number, material, colour, country, mark, feature, promise or superlative is.
 */
#include "core/capability.h"
#include "intelligence/verify/claim_check.h"
#include <math.h>

struct verify_opt {
    double max_difficulty; /* LIX; 0: any */
    bool same_language;    /* refuse a text whose small words tell another language than asked */
};
static const struct record verify_opt_record = {
    "verify_claims", sizeof(struct verify_opt),
    (const struct field[]){FIELD(struct verify_opt, max_difficulty, .unit = "LIX", .max = 120,
                                 .flags = OPTIONAL,
                                 .doc = "refuse harder texts (40 is a newspaper, 60 a thesis); 0: any"),
                           FIELD(struct verify_opt, same_language, .init = 1, .flags = OPTIONAL,
                                 .doc = "refuse a text in another language than asked"),
                           {0}}};

static struct finding statement_check(const struct check *k, const struct statement *s)
{
    return s->kind == LEX_number ? quantity_check(k, s)
           : s->kind == LEX_code ? code_check(k, s)
                                 : concept_check(k, s);
}

/* Of the meanings that one phrase may have, the one that the facts support; else the gravest. */
static bool is_better(struct finding a, struct finding b)
{
    static const int weight[] = {3, 1, 2, 0};
    return weight[a.verdict] > weight[b.verdict];
}

static void statements_check(const struct check *k)
{
    size_t n = k->r->statements.n, same;
    for (size_t i = 0; i < n; i = same) {
        const struct statement *s = &k->r->statements.at[i];
        struct finding best = {.verdict = HARMLESS};
        for (same = i; same < n && k->r->statements.at[same].first == s->first
                       && k->r->statements.at[same].end == s->end;
             same++) {
            struct finding one = statement_check(k, &k->r->statements.at[same]);
            if (is_better(one, best))
                best = one;
        }
        claim_add(k, s->from, s->to, best);
    }
}

/* LIX: words a sentence plus percent of words above six letters; it serves all our languages. Source:
 * Björnsson 1968. */
static double difficulty_of(const struct reading *r)
{
    size_t words = 0, sentences = 0, hard = 0;
    for (size_t i = 0; i < r->t.n; i++) {
        words += r->t.at[i].kind == TOKEN_WORD;
        hard += r->t.at[i].kind == TOKEN_WORD && str_count(r->t.at[i].word) > 6;
        sentences += r->t.at[i].kind == TOKEN_BREAK;
    }
    return words && sentences ? (double)words / (double)sentences + 100.0 * (double)hard / (double)words : 0;
}

static double understood_share(const struct check *k)
{
    size_t words = 0, known = 0;
    for (uint32_t i = 0; i < k->r->t.n; i++)
        if (k->r->t.at[i].kind == TOKEN_WORD) {
            words++;
            known +=
                k->r->masked[i] || k->r->start[i] != k->r->start[i + 1] || facts_use(k->f, &k->r->t.at[i]);
        }
    return words ? (double)known / (double)words : 1;
}

static void limits_check(const struct check *k, const struct verify_opt *opt, const struct claims_in *in,
                         enum lex_language asked)
{
    const struct finding refused = {UNSUPPORTED, "length", NULL, NULL};
    struct finding other = refused;
    size_t hits[LEX_LANGUAGES];
    double share;
    enum lex_language seen = tokens_language(&k->r->t, &share);
    tokens_small_words(&k->r->t, hits);
    if (in->max_length != NONE && (int64_t)str_count(k->text) > in->max_length)
        claim_add(k, 0, (uint32_t)k->text.n, refused);
    other.kind = "language";
    if (opt->same_language && asked < LEX_LANGUAGES && seen < LEX_LANGUAGES && seen != asked && share > 0.2
        && hits[seen] >= 2 * hits[asked] + 3)
        claim_add(k, 0, (uint32_t)k->text.n, other);
    other.kind = "readability";
    k->out->difficulty = difficulty_of(k->r);
    if (opt->max_difficulty > 0 && k->out->difficulty > opt->max_difficulty)
        claim_add(k, 0, (uint32_t)k->text.n, other);
}

static enum status run(struct ctx *c, const void *opt, const void *in_, void *out_)
{
    const struct claims_in *in = in_;
    struct claims_out *out = out_;
    struct check k = {.c = c, .text = in->text, .out = out};
    enum lex_language asked = in->language.n ? lex_language_of(in->language) : LEX_LANGUAGES;
    if (!in->product)
        return fail(c, REJECT,
                    "verify.claims: the product is missing: give the facts to hold the text against");
    k.r = reading_of(c, in->text, asked);
    k.f = facts_of(c, in->product, k.r->t.language);
    out->accepted = true;
    statements_check(&k);
    words_check(&k, in);
    limits_check(&k, opt, in, asked);
    out->confidence = understood_share(&k);
    out->language = lex_language_tag(k.r->t.language);
    return OK;
}

const struct capability verify_claims = {
    .name = "verify.claims",
    .doc = "Hold every checkable statement of a text against the product's stored facts.",
    .stage = VERIFY,
    .in = &claims_in_record,
    .out = &claims_out_record,
    .opt = &verify_opt_record,
    .run = run,
};
