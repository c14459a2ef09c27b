/* data/lexicon/fact.h - everything a product's own data states, read into statements.
 *
 * Evidence is the title, brand, category, price, attributes, features, variants and the merchant's own
 * description; each fact keeps where it stands, so that a verdict can cite it.
 */
#pragma once
#include "data/lexicon/reading.h"
#include "data/product.h"

struct fact {
    struct str name;    /* "capacity"; absent for prose */
    struct str text;    /* "1.7 l" or the prose */
    struct str source;  /* "attributes[3]", "column:Material", "description" */
    struct reading *r;  /* of the text */
    struct reading *n;  /* of the name; NULL: prose */
    bool is_attribute;  /* stated as a field, not in a sentence */
    bool denied;        /* "waterproof: no": what the name states is untrue */
};

struct facts {
    LIST(struct fact) list;
    enum lex_language language;
    struct str
        squeezed; /* all texts folded, letters and digits only, a space between tokens that are apart */
    uint64_t *stems;     /* set of hashes of words and stems */
    size_t room;         /* power of two */
};

/* Read a product. `text_language`: of the text to be checked, for products too short to tell theirs. */
struct facts *facts_of(struct ctx *c, const struct product *p, enum lex_language text_language);

/* Whether the product's data use this word, in any form the stemmer joins. */
bool facts_use(const struct facts *f, const struct token *t);

/* "capacity = 1.7 l" or the sentence of the prose around a statement. */
struct str fact_shown(struct ctx *c, const struct fact *f, const struct statement *s);
/* "attributes[3]", "description:120-135". */
struct str fact_source(struct ctx *c, const struct fact *f, const struct statement *s);
