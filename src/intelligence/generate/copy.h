/* intelligence/generate/copy.h - what the copy capabilities share: facts, subject, phrases, plan.
 *
 *   attributes ─ fact_gather ─→ facts ──┐
 *   title ────── subject_read ─→ subject ├─ plan_make ─→ slots of whole sentences ─→ GBNF ─→ model ─→ rank ─→ verify
 *   prose ────── prose_read ─→ facts ───┘
 *
 * Nothing here writes a fact of its own: a sentence is a phrase of the stock (*.def) whose places
 * are filled with the shop's own values, or a sentence of the merchant's own text.
 * Chance comes from c->seed, which moves on.
 */
#pragma once
#include "core/capability.h"
#include "data/claim.h"

enum lang { EN, DE, FR, ES, LANGS };
enum { PLAIN = 1, WARM = 2, PLAYFUL = 4, PREMIUM = 8, TECHNICAL = 16, ANY_TONE = 31 };
enum channel { WEB, MARKETPLACE, EMAIL, PRINT, SOCIAL };

/* What an attribute is about. The rows are in kind.def. */
enum fact_kind {
    K_ANY,     /* none */
    K_TEXT,    /* named, worded value of no known kind: "mouth: wide" */
    K_MEASURE, /* named number with a unit: "blade length: 20 cm" */
    K_COUNT,   /* named bare number: "compartments: 3" */
    K_PART,    /* a part and what it is made of or like: "handle: beech wood" */
    K_TRAIT,   /* a yes: "dishwasher safe: yes" */
    K_CHOICE,  /* an option with several values, over the variants */
    K_FEATURE, /* a stated selling point, as a noun phrase with its article: "an automatic shut-off" */
    K_CAN,     /* a stated selling point, as an adjective: "dishwasher safe" */
    K_DOES,    /* a stated selling point, as a verb phrase: "keeps drinks hot" */
    K_WATERPROOF, /* an adjective with a measure: "waterproof: 10 m" */
    K_WHOLE,   /* a stated selling point that is a sentence by itself */
#define KIND(id, ...) K_##id,
#include "intelligence/generate/kind.def"
#undef KIND
    KINDS
};
enum group { G_BUILD, G_WORK, G_SIZE, G_TECH, G_USE, G_TASTE, G_CARE, G_CHOICE, G_FEATURE, G_SKIP };

struct fact {
    enum fact_kind kind;
    enum group group;
    struct str label;  /* the shop's own name for it, lower case */
    struct str value;  /* as it stands in a sentence: "1.7 litres", "black and white" */
    struct str adj;    /* before a noun: "1.7-litre"; absent when the value cannot stand there */
    double weight;     /* how much it matters to this reader; 0..1, above 1 for what was searched for */
    bool plural;       /* its noun phrase is plural */
    bool in_title;     /* the title says it already */
};
struct facts {
    struct fact *at;
    size_t n;
};

/* How the product is called and agreed with. */
struct subject {
    struct str title;   /* cleaned: not shouted, without the tail of specifications */
    struct str name;    /* with its article, as it stands inside a sentence: "the Brewmate Aero Kettle" */
    struct str first;   /* the same with the brand where the title lacks it: "the Aero Kettle from Brewmate" */
    struct str noun;    /* "kettle", of the right number; absent when not known */
    const char *class;  /* "brew"; NULL when not known */
    bool plural, mass;
    bool pair;          /* "pair of gloves" */
    struct str it, that; /* not English: the pronoun, the noun with its article; absent where the gender is not known */
};

struct voice {
    enum lang lang;
    bool us;             /* American spelling */
    unsigned tone;       /* tone bits; several where none was asked for */
    enum channel channel;
    struct str audience; /* as a plural or mass noun phrase; absent when none */
    struct str query;    /* lower case; absent when none */
    bool tiny;           /* hardly any room: one short sentence */
    struct str told;     /* the part of the query that the facts support, as a noun phrase; absent */
    struct strs banned;
    struct strs *notes;  /* told to the caller: what was not understood or left out */
};

/* The language to write: as asked, else the product's own where there are words in it. Absent: neither says. */
struct str voice_tag(struct str asked, const struct product *p);

/* Set lang and us from a BCP 47 tag; absent means English. REJECT when there is no stock for it. */
MUST enum status voice_language(struct ctx *c, struct str tag, struct voice *v);
unsigned tone_named(struct str name); /* 0: not known */

/* ---- words (copy_word.c) --------------------------------------------------------------- */

struct noun {
    struct str one, many;
    const char *class;
    bool mass, plural_only, pair;
};
/* The product noun at the end of `text`, longest first: "cordless drill" in "Brewmate Cordless Drill". */
bool noun_last(struct ctx *c, struct str text, struct noun *out, bool *plural);
const char *class_part(const char *class, char part); /* 'm'oments, 't'asks, 'p'laces; "" when none */
bool class_in(const char *class, struct str set);     /* "@soft": a set of families, or one family */
bool word_is_common(struct str word); /* a colour, material, product noun or everyday adjective, in lower case */
bool word_is_colour(struct str s);
bool word_is_material(struct str text); /* every word of it is of materials */
const char *word_native(struct ctx *c, struct str english, enum lang l); /* NULL when not known */
struct str list_text(struct ctx *c, const struct strs *list, const char *and_);
const char *lang_and(enum lang l);
struct str text_clean(struct ctx *c, struct str s); /* markup, entities, line ends and double spaces gone */
struct str text_mend(struct ctx *c, struct str text); /* "a hour" → "an hour", first letters of sentences */
struct str text_elide(struct ctx *c, struct str s, enum lang l);
size_t word_count(struct str text);
bool has_word(struct str text, struct str word); /* whole words, ASCII case ignored */
struct str capitalise(struct ctx *c, struct str s);
struct str uncapitalise(struct ctx *c, struct str s); /* first word only, unless it is a name or an acronym */
bool text_is_order(struct str s); /* speaks to whoever reads it: never echoed */
bool text_is_safe(struct str s); /* no price, promise, review, superlative, instruction, address */

/* ---- facts (copy_fact.c, copy_feature.c, copy_subject.c, copy_quantity.c) ---------------- */

void subject_read(struct ctx *c, const struct product *p, const struct voice *v, struct subject *out);
/* German, French and Spanish (copy_native.c). */
void subject_native(struct ctx *c, enum lang l, struct str brand, struct subject *s);
void prose_native(struct ctx *c, const struct product *p, enum lang l, struct facts *out);
bool sentence_native(struct ctx *c, enum lang l, struct str s); /* a sentence of the merchant's that may be quoted */
void drop_told(struct ctx *c, struct facts *f); /* what a quoted sentence says already, as long as something else is left to open with */
struct str dative(struct ctx *c, struct str value);
void feature_native(struct ctx *c, struct str feature, enum lang l, struct fact *out); /* its kind and how it stands in a sentence */
void fact_gather(struct ctx *c, const struct product *p, const struct subject *s, struct voice *v, struct facts *out);
void feature_gather(struct ctx *c, const struct product *p, const struct subject *s, const struct voice *v,
                    struct facts *out);
/* One selling point or clause, classified; false: not fit to be said. */
bool feature_read(struct ctx *c, struct str text, const struct subject *s, struct fact *out);
bool noun_is_mass(struct str head); /* no article before it: "insulation" */
void prose_read(struct ctx *c, const struct product *p, const struct subject *s, struct facts *out);
void quantity_text(struct ctx *c, struct str value, struct str unit, const struct voice *v, struct str *text,
                   struct str *adj);
bool quantity_is(struct str value); /* begins with a number */
struct strs sentence_split(struct ctx *c, struct str text);

/* ---- phrases (copy_phrase.c) ------------------------------------------------------------ */

enum form { VERB, NOUN, POST, MOD, WHOLE, OPEN0, OPEN1, OPEN2, JOIN1, JOIN2, JOIN3, LIST, SCENE, CLOSE, FORMS };

struct telling {
    const struct voice *v;
    const struct subject *s;
    const struct fact *about[6]; /* what $vp1, $np2, … speak of */
    size_t n_about;
    bool first;                  /* $it is the name */
    const char *must;            /* "q", "aud": only frames that say it; NULL: only those that do not */
};
/* Up to `n` different finished sentences of frame form `f`. */
struct strs phrase_ways(struct ctx *c, const struct telling *t, enum form f, size_t n);
/* One fact in one form; false: there is no such phrase. */
bool phrase_fact(struct ctx *c, const struct telling *t, const struct fact *one, enum form f, struct str *out);
bool phrase_has(const struct telling *t, const struct fact *one, enum form f);

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
    size_t min, max; /* words */
    size_t characters; /* at most; 0: no limit */
    struct slot spare; /* a first sentence that says no more than the name */
};
void plan_make(struct ctx *c, const struct voice *v, const struct subject *s, const struct facts *f, size_t min,
               size_t max, struct plan *out);
struct str plan_grammar(struct ctx *c, const struct plan *p); /* GBNF: one way of each slot, in order */
struct str plan_pick(struct ctx *c, const struct plan *p);    /* the same by chance */
/* Take away every way that stands in `text` over bytes [from, to); false: none does. */
bool plan_forbid(struct plan *p, struct str text, int64_t from, int64_t to);
bool plan_reopen(struct ctx *c, struct plan *p); /* put the spare first sentence in front; once */
double text_score(struct ctx *c, struct str text); /* higher reads better: openings vary, nothing is said twice */
