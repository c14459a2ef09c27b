/* data/lexicon/token.h - a text as words, numbers and marks, each knowing the bytes it came from.
 *
 * Markup, entities, unseen characters and look-alike letters are seen through: "1<b>7</b>00&nbsp;ml"
 * is the number 1700 and the word ml. Hyphens inside words part them ("stainless-steel" is two words).
 */
#pragma once
#include "data/lexicon/lexicon.h"

enum token_kind { TOKEN_WORD, TOKEN_NUMBER, TOKEN_MARK, TOKEN_BREAK };

struct token {
    uint32_t from, to;   /* bytes of the text as it was given */
    uint8_t kind;        /* enum token_kind; BREAK ends a sentence */
    bool glued;          /* nothing stands between the token before and this one */
    bool hyphen;         /* only a hyphen or dash does */
    bool upper, capitals; /* first letter is a capital; all are, and there are two or more */
    int32_t mark;        /* MARK: its code point */
    struct str word;     /* WORD: folded; NUMBER: digits and separators */
    struct str stem;     /* WORD: in the text's language */
    struct str english;  /* WORD: its English stem */
};

struct tokens {
    struct token *at;
    size_t n;
    enum lex_language language;
    bool disguised; /* look-alike letters of another script stood among Latin ones */
};

/* Read a text. `language` LEX_LANGUAGES: guess it by its small words, English where they do not tell. */
struct tokens tokens_read(struct ctx *c, struct str text, enum lex_language language);

/* The language that a text's small words tell; LEX_LANGUAGES: they do not. *share: of words that are its
 * small words. */
enum lex_language tokens_language(const struct tokens *t, double *share);

/* Whether a folded word is one of a list like " and or ". */
bool word_among(struct str word, const char *list);

/* How many of a text's words are small words of each language; returns how many words there are. */
size_t tokens_small_words(const struct tokens *t, size_t hits[LEX_LANGUAGES]);
