/* intelligence/answer/converse/converse.h - a conversation about a catalogue: what was said so far, one message, the answer to it.
 *
 *   heard (cues, references, limits) → state (what is looked for now) → answer (products, table, fact, question, action)
 *
 * Deterministic. Whatever is said of a product stands in its record, and the answer names where; what is not stated is
 * answered with "not stated". Texts of products are quoted, never obeyed. Actions are for the caller to carry out.
 */
#pragma once
#include "core/field.h"
#include "intelligence/answer/search/search_mind.h"

struct talk_limit {         /* what is looked for must keep it */
    struct str kind;        /* "price", "brand", "category", "concept", "facet", "stock", "word" */
    struct str name, value; /* facet: "size", "42"; concept: "colour", "blue"; brand, category, word: value alone */
    struct str currency, label;
    bool exclude;
    int64_t least, most; /* price: minor units; NONE: open */
};
struct talk_state {     /* what a conversation knows; the caller keeps it and gives it back */
    struct str subject; /* words to rank by: "running shoes" */
    LIST(struct talk_limit) limits;
    struct strs shown;   /* ids, in the order in which they were last named */
    struct str about;    /* the product that "it" means; absent: none */
    struct str asked;    /* attribute that we asked for last; absent: none */
    struct strs done;    /* attributes that are not to be asked for (again) */
    struct str choosing; /* product whose variant is to be chosen before it goes into the cart */
    int64_t quantity;    /* of it */
    int64_t from;        /* products passed over: "show me more" */
    struct str language; /* "en", "de", … as last written */
    int64_t turns;
};
extern const struct record talk_state_record;

struct talk_product {
    struct str id, title, image, currency, why;
    int64_t price;
};
struct talk_cell {
    struct str value, source;
}; /* value "": not stated */
struct talk_row {
    struct str name;
    LIST(struct talk_cell) cells;
}; /* a cell a product, in their order */
struct talk_table {
    struct strs products, titles;
    LIST(struct talk_row) rows;
};
struct talk_choice {
    struct str label;
    int64_t n;
};
struct talk_question {
    struct str attribute, text;
    LIST(struct talk_choice) choices;
    double gain;
};
struct talk_action {
    struct str kind, product, variant;
    int64_t quantity;
}; /* kind: "cart.add", "cart.remove", "cart.show" */
struct talk_fact {
    struct str product, name, value, source;
}; /* what the reply says of a product, and where that stands */
struct talk_chip {
    struct str label, kind;
    bool exclude;
};
struct talk_answer {
    struct str reply, intent, language;
    struct talk_state *state; /* to be given back with the next message */
    LIST(struct talk_chip) chips;
    LIST(struct talk_product) products;
    LIST(struct talk_fact) facts;
    LIST(struct talk_action) actions;
    struct talk_table *comparison;  /* NULL: none */
    struct talk_question *question; /* NULL: none */
    int64_t total;                  /* products that keep all limits */
    bool ai;                        /* always: who talks is a machine */
};
extern const struct record talk_answer_record;

struct talk_shop {                /* what may be talked about */
    const struct search_index *x; /* only what the caller may see */
    struct search_room *room;
    const struct search_mind *mind; /* NULL: words alone */
    struct str currency;
    /* The whole product of an id in x; NULL: it is gone. */
    const struct product *(*product)(struct ctx *c, void *arg, struct str id);
    void *arg;
    struct str here; /* the product whose page the visitor reads; absent: none */
    size_t k;        /* products named in one answer */
};

/* One turn. `now`: the state of the turn before, or one that is all zero. */
void talk(struct ctx *c, const struct talk_shop *shop, const struct talk_state *now, struct str message,
          struct talk_answer *out);

/* Take limits away by their labels. */
void talk_remove(struct talk_state *s, const struct strs *labels);
