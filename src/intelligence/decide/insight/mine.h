/* intelligence/decide/insight/mine.h - what many customers say: messages sorted into themes, named in their own words, counted over time. */
#pragma once
#include "core/capability.h"
#include "data/language.h"

struct mine_message {
    struct str id, text;
    struct str kind;      /* "message", "review" */
    struct str language;  /* BCP 47; absent: not known */
    int64_t at_ms;
    int64_t rating;       /* of a review, 1 to 5; NONE */
};
struct mine_in {
    LIST(struct mine_message) messages;
    int64_t now_ms;       /* the end of the window */
};
struct mine_theme {
    struct str label;     /* words of the messages: "kettle leaks" */
    struct strs phrases;  /* what they say most, label first */
    struct str sample;    /* the message nearest to all others, what names a person masked */
    struct strs messages; /* ids: nearest first */
    int64_t n, now, before; /* messages; in the window, and in the one before */
    double share;         /* of all messages that were read */
    double change;        /* share of the window by share of the one before; NAN: none before */
    double p, q;          /* of that change being chance: exact binomial; and held against all themes (Benjamini and Hochberg). NAN: not tested */
    struct str trend;     /* "rising", "falling", "steady", "new" */
};
struct mine_out {
    LIST(struct mine_theme) themes; /* most messages first */
    struct strs alone;    /* ids in no theme */
    int64_t read, passed; /* messages read; passed over: content reviews, no words */
    struct str backend;
};
extern const struct record mine_message_record, mine_theme_record, mine_out_record;

/* ---- grouping (mine_group.c) --------------------------------------------------------------------------------- */

/* Sort n things by likeness [n][n] (symmetric, 1 itself) into groups, by average linkage down to `least`: group[i] from 0, as
 * many as *groups. The same likeness gives the same groups, whatever the order of equal ones. Cost n^2.
 * Source  Müllner 2011, nearest-neighbour chain; Lance and Williams 1967 */
void mine_group(struct ctx *c, float *likeness, size_t n, double least, int *group, int *groups);

/* Every message goes where it is most at home: a join that seemed right early is put right, and who was left alone comes to a theme it is
 * like at least `near`, on average. Themes are groups of `least` or more; O(rounds * n^2). Source: Hartigan 1975, on average linkage. */
void mine_settle(struct ctx *c, const float *likeness, size_t n, double near, int64_t least, int *group, int groups);

/* ---- words (mine_phrase.c) ------------------------------------------------------------------------------------ */

struct mine_text {  /* the words of one message */
    struct strs words, stems; /* as written in lower case; folded and stemmed. "" stands where a sentence ends */
    size_t language;          /* below LANGUAGES_MOST */
};
struct mine_text mine_words(struct ctx *c, struct str text, struct str language);
/* Likeness by rare common stems: cosine of tf-idf, into out [n][n]. */
void mine_word_likeness(struct ctx *c, const struct mine_text *texts, size_t n, float *out);
/* What group g says and the others do not, best first, at most `most`; *said_share: of its messages
 * in the language that says them most, those that say any. */
struct strs mine_phrases(struct ctx *c, const struct mine_text *texts, const int *group, size_t n, int g, size_t most, double *said_share);
