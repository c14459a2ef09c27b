/* intelligence/generate/copy.h - what the copy capabilities share: facts, subject, phrases, plan.
 *
 *   product ─ fact_gather ─→ facts ─┐
 *   title   ─ subject_read ─→ subject ├─ plan_make ─→ slots of whole sentences ─→ GBNF ─→ model ─→ rank ─→ verify
 *   prose   ─ prose_read ─→ sentences ┘
 *
 * Nothing here writes a fact of its own: a sentence is a phrase of the stock (phrase_*.def) whose slots
 * are filled with the shop's own values, or a sentence of the merchant's own text.
 */
#pragma once
#include "core/capability.h"
#include "data/claim.h"

enum lang { EN, DE, FR, ES, LANGS };
enum { PLAIN = 1, WARM = 2, PLAYFUL = 4, PREMIUM = 8, TECHNICAL = 16, ANY_TONE = 31 };
enum audience { GENERAL, PARENTS, PROFESSIONALS, GIFT, STUDENTS, SPORTY };
enum channel { WEB, MARKETPLACE, EMAIL, PRINT };

/* What an attribute is about. The rows are in kind.def. */
enum fact_kind {
    K_TEXT,    /* named, worded value of no known kind: "neckline: crew" */
    K_MEASURE, /* named number with a unit: "blade length: 20 cm" */
    K_COUNT,   /* named bare number: "compartments: 3" */
    K_PART,    /* a part and what it is made of or like: "sole: rubber" */
    K_TRAIT,   /* a yes: "dishwasher safe: yes" */
    K_ABSENT,  /* a no: "batteries included: no" */
    K_CHOICE,  /* an option with several values, over the variants */
    K_FEATURE, /* a stated selling point, as a noun phrase: "automatic shut-off" */
    K_CAN,     /* a stated selling point, as an adjective: "dishwasher safe" */
    K_DOES,    /* a stated selling point, as a verb phrase: "keeps drinks hot" */
    K_WHOLE,   /* a stated selling point that is a sentence by itself */
    K_LIST,    /* a stated selling point that only stands in a list */
    K_ANY,     /* phrases that go with every kind */
#define KIND(id, ...) K_##id,
#include "intelligence/generate/kind.def"
#undef KIND
    KINDS
};
enum group { G_BUILD, G_WORK, G_SIZE, G_TECH, G_USE, G_TASTE, G_CARE, G_CHOICE, G_FEATURE, G_PROSE, G_SKIP };

struct fact {
    enum fact_kind kind;
    enum group group;
    struct str label;  /* the shop's own name for it, lower case where it is a common word */
    struct str value;  /* as it stands in a sentence: "1.7 litres", "black and white" */
    struct str adj;    /* before a noun: "1.7-litre" */
    struct str unit;   /* as given; absent when none */
    struct str source; /* where the product says so */
    double weight;     /* how much it matters to this reader, 0..1 and above for what was searched for */
    bool plural;       /* the label is plural */
};
struct facts {
    struct fact *at;
    size_t n;
};

/* How the product is called and agreed with. */
struct subject {
    struct str title;  /* cleaned: not shouted, without the tail of specifications */
    struct str name;   /* first mention, with its article: "the Brewmate Aero Kettle", "this wooden stool" */
    struct str plain;  /* the same without the article */
    struct str noun;   /* "kettle"; absent when not known */
    struct str word;   /* noun of the language written; absent when not known */
    struct str brand;  /* absent when the title has it, or none is given */
    const char *class; /* "kitchen"; "" when not known */
    const char *native; /* the noun in the language written, with gender: "m Wasserkocher"; NULL */
    bool plural, mass;
    bool noun_in_name;
    bool brand_in_name;
};

struct brand {
    struct str voice;      /* tone used when none is asked for */
    struct strs banned;    /* words never used */
    struct strs competitors; /* names never mentioned */
};

struct voice {
    enum lang lang;
    bool us;            /* American spelling */
    unsigned tone;      /* one of the bits */
    enum audience audience;
    enum channel channel;
    struct str query;   /* lower case; absent when none */
    struct strs banned; /* brand's words and competitors, and openings to avoid */
    struct strs *notes; /* told to the caller: what was not understood or left out */
};

extern const struct record brand_record;

/* Set lang and us from a BCP 47 tag; absent means English. REJECT when there is no stock for it. */
MUST enum status voice_language(struct ctx *c, struct str tag, struct voice *v);
unsigned tone_named(struct str name);                   /* 0: not known */
bool audience_named(struct str name, enum audience *out); /* false: not known */

/* ---- words (copy_word.c) --------------------------------------------------------------- */

struct noun {
    const char *one, *many; /* "" where there is none: mass, or plural only */
    const char *class;
    const char *native[LANGS]; /* "m Wasserkocher/Wasserkocher"; NULL: not translated */
};
const struct noun *noun_find(struct str word, bool *plural); /* either form, ASCII case ignored; NULL */
const struct noun *noun_in(struct ctx *c, struct str text, bool *plural, struct str *as_written); /* last one in it */
const char *word_native(struct str english, enum lang l);  /* a colour, material, country: NULL when not known */
bool word_is_colour(struct str s);
bool word_is_material(struct str s);
bool word_is_common(struct str word); /* a noun, colour, material or everyday adjective */
struct str list_text(struct ctx *c, const struct strs *list, const struct voice *v, const char *and); /* "a, b and c" */
const char *word_and(const struct voice *v);
struct str articles_mend(struct ctx *c, struct str text); /* "a hour" → "an hour" */
bool takes_an(struct str next);
size_t word_count(struct str text);
bool has_word(struct str text, struct str word); /* whole words, ASCII case ignored */
struct str capitalise(struct ctx *c, struct str s);
bool noun_is_mass(struct str head); /* no article before it: "protection", "storage" */

/* ---- facts (copy_fact.c, copy_feature.c, copy_subject.c, copy_prose.c) -------------------- */

void subject_read(struct ctx *c, const struct product *p, const struct voice *v, struct subject *out);
void fact_gather(struct ctx *c, const struct product *p, const struct subject *s, const struct voice *v,
                 struct facts *out);
void feature_gather(struct ctx *c, const struct product *p, const struct voice *v, struct facts *out);
struct str quantity_text(struct ctx *c, struct str number, struct str unit, const struct voice *v, bool adjective);
bool quantity_split(struct ctx *c, struct str value, struct str *number, struct str *unit);

/* The merchant's own sentences that may be said again, each with its harmless rewordings. */
struct said {
    struct strs ways;  /* the sentence as it stands, then its rewordings */
    bool leads;        /* it names its own subject, so it may follow anything */
    size_t words;
};
struct said_list {
    struct said *at;
    size_t n;
};
void prose_read(struct ctx *c, const struct product *p, const struct subject *s, const struct voice *v,
                struct said_list *out);
bool text_is_safe(struct str sentence); /* no price, promise, review, superlative, instruction, markup */

/* ---- phrases (copy_phrase.c) ------------------------------------------------------------ */

enum form { F_VERB, F_NOUN, F_POST, F_MOD, F_WHOLE, F_HAVE, F_OPEN, F_SCENE, F_CLOSE, F_JOIN, F_META, F_POSTING };

struct telling {
    const struct voice *v;
    const struct subject *s;
    const struct facts *facts;      /* all, for "has=" conditions */
    const struct fact *about[4];    /* what $vp1, $np2, … speak of */
    bool first;                     /* first sentence: $it is the name */
};

/* One random way to say form `f` (of fact `one` where given) in this telling; absent text: none fits. */
struct str phrase_pick(struct ctx *c, const struct telling *t, enum form f, const struct fact *one, int n_facts);
/* Up to `n` different finished sentences. */
struct strs phrase_ways(struct ctx *c, const struct telling *t, enum form f, int n_facts, size_t n);

/* ---- plan and choice (copy_plan.c, copy_choose.c) --------------------------------------- */

struct slot {
    struct strs ways;
    double worth;   /* what is dropped first when the text is too long */
    bool paragraph; /* a new paragraph starts here */
    bool fixed;     /* never dropped */
};
struct plan {
    struct slot *at;
    size_t n;
    size_t min, max; /* words; max 0: no limit */
};
struct plan_wish {
    const struct product *product;
    const struct subject *s;
    const struct voice *v;
    const struct facts *facts;
    const struct said_list *said;
    size_t min, max;
};
void plan_make(struct ctx *c, const struct plan_wish *w, struct plan *out);
struct str plan_grammar(struct ctx *c, const struct plan *p); /* GBNF: one way of each slot, in order */
bool plan_split(struct ctx *c, const struct plan *p, struct str text, struct strs *out); /* back into sentences */
