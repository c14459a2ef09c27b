/* intelligence/answer/service/service_text.h - what stands in a customer's message: words, language, intents, mood and slots.
 *
 * All of it is read, none of it is obeyed. Words are folded: no case, no accents.
 */
#pragma once
#include "core/str.h"

enum { SERVICE_WORD_ROOM = 48 };
struct service_word {
    char folded[SERVICE_WORD_ROOM];
    struct str text; /* as written */
    bool upper;      /* begins with a capital */
    bool end;        /* a sentence or clause ends after it */
    bool pause;      /* a comma, a colon or a bracket stands after it */
};
struct service_words {
    struct service_word *at;
    size_t n;
};
struct service_words service_words_of(struct ctx *c, struct str text);

/* One letter too many, too few, or two in the wrong sequence, in words of six letters or more that begin alike. */
bool service_is_slip(const char *folded, const char *meant);

/* What is not seen (joiners, direction marks, tags) taken out, full width made plain: what people see is what is read. */
struct str service_plain(struct ctx *c, struct str text);

/* Where the pattern ("send * back") first fits at or after `from`: its first word; SIZE_MAX: nowhere. *end: after its last. */
size_t service_match(const struct service_words *w, size_t from, const char *pattern, size_t *end);
const char *service_pattern_next(const char *pattern); /* in "a|b|c"; NULL: it is the last */
bool service_fits(const struct service_words *w, size_t at, const char *pattern, size_t *end); /* it begins there */
bool service_matches(const struct service_words *w, const char *patterns); /* any of "a|b|c" */

/* "en", "de", "fr", "es", "it", "nl"; absent: too little to tell. */
struct str service_language(const struct service_words *w);

/* A word that names nothing ("the", "mein"), in any of the six languages. */
bool service_is_small(const char *folded);

/* "angry", "worried", "sad", "glad", "plain": of the text, and of nothing else. */
struct str service_mood(const struct service_words *w, struct str text);

/* Clauses that each hold one thing wanted, with its intent; "other" where words are there but none fits. */
struct service_clause {
    struct str intent;
    struct str text;
    bool sure; /* no other intent fits nearly as well */
};
struct service_clauses {
    struct service_clause *at;
    size_t n;
};
struct service_clauses service_clauses_of(struct ctx *c, struct str text);

/* The first word at or after `from` that says this intent; SIZE_MAX: none. *end: after the words that do. */
size_t service_intent_at(const struct service_words *w, size_t from, struct str intent, size_t *end);

struct str service_email(struct ctx *c, struct str text);           /* absent: none; of several the first */
struct strs service_emails(struct ctx *c, struct str text);
struct strs service_order_ids(struct ctx *c, struct str text);      /* as written */
struct str service_zip(struct ctx *c, const struct service_words *w, bool asked); /* asked: the agent asked for it */
bool service_name(struct ctx *c, struct str text, bool asked, struct str *first, struct str *last);

/* address1, address2, city, state, country, zip; false: no whole address is there. */
bool service_address(struct ctx *c, struct str text, struct strs *out);
