/* intelligence/answer/converse/converse_hear.h - a message as cues (what is wanted), references (of what) and the words left. */
#pragma once
#include "intelligence/answer/converse/converse.h"

#define CUES \
    U(reset) \
    U(cart) U(add) U(take) U(drop) U(compare) U(cheaper) U(dearer) U(cheapest) U(dearest) U(more) U(hello) U(thanks) \
        U(help) U(human) U(any) U(yes) U(no) U(find) U(please) U(question) U(it) U(these) U(instead) \
            U(also) U(none)

enum cue {
#define U(x) CUE_##x,
    CUES
#undef U
        CUE_N
};
struct heard {
    struct str text;
    struct search_words w;
    bool *used;  /* [w.n] said by a cue or a reference: not to be searched for */
    bool *title; /* [w.n] part of a product's title, and used for that */
    bool has[CUE_N];
    bool asks; /* it is a question */
    enum lex_language language;
    struct strs refs;   /* ids of the products that are meant, in the order they are named */
    bool pointed;       /* by place, pronoun or title; not merely the one we talk about */
    struct str unknown; /* a word of weight that nothing in the catalogue has; set by want_change */
    int64_t quantity;   /* "two of them"; 1 */
};

void hear(struct ctx *c, const struct talk_shop *shop, const struct talk_state *now, struct str text,
          struct heard *out);

bool heard_small(struct str word); /* folded: "the", "what", "una" */
bool heard_light(struct str word); /* the same, and "not", "under", "ohne" */

/* Whether a folded phrase stands in the message; its words are then used. */
bool heard_phrase(const struct heard *h, struct str phrase, bool use);
/* One of the phrases with '|' between. */
bool heard_any(const struct heard *h, const char *phrases, bool use);
/* The message without what is used. */
struct str heard_rest(struct ctx *c, const struct heard *h);
