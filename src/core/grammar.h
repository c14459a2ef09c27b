/* core/grammar.h - a GBNF grammar, and places in it.
 *
 * GBNF is what llama.cpp calls its grammars: `name ::= alternatives`, "text", [a-z], [^0-9], `.`, (groups), | and the
 * repetitions ? * + {m} {m,} {m,n}; # begins a comment. The first rule to be walked is `root`. A line that begins with |
 * goes on with the rule above it. Characters are Unicode; walking is by bytes of UTF-8, so a model's token may end
 * inside a character or reach over any number of elements.
 *
 * A place stands for all that may still come after some text. It is a number that stays valid as long as the
 * grammar, so remembering and copying one is free, and equal numbers mean equal futures.
 */
#pragma once
#include "core/field.h"

struct grammar; /* lives in the arena of the ctx it was read with; steps are remembered there */

enum { PLACE_NONE = 0 }; /* where no text of the grammar leads */

struct byteset {
    uint64_t bits[4];
};
static inline bool byteset_has(const struct byteset *s, unsigned b) { return s->bits[b >> 6] >> (b & 63) & 1; }

/* Read a grammar. REJECT names line, column and cure: bad syntax, unknown or doubled rule, left recursion, a rule that
 * never ends, more than 16,384 rules and groups, 64 open groups or 262,144 elements once repetitions are written out. */
MUST enum status grammar_read(struct ctx *c, struct str text, struct grammar **out);

uint32_t grammar_start(struct grammar *g);

/* The place after one byte, or after a text, from `place`; PLACE_NONE when it may not come. */
uint32_t grammar_step(struct grammar *g, uint32_t place, uint8_t byte);
uint32_t grammar_walk(struct grammar *g, uint32_t place, struct str text);

/* Which bytes may come next; and may the text end here? */
struct byteset grammar_next(const struct grammar *g, uint32_t place);
bool grammar_may_end(const struct grammar *g, uint32_t place);

/* The text that must come next, where there is one way on only; stops before a character with a choice in it, and after
 * `max` bytes. "" at a choice or an end. */
struct str grammar_forced(struct ctx *c, struct grammar *g, uint32_t place, size_t max);

/* Is `text` a whole text of the grammar? */
bool grammar_matches(struct grammar *g, struct str text);

/* The shortest text that leads from `place` to an end; absent from PLACE_NONE. */
struct str grammar_finish(struct ctx *c, struct grammar *g, uint32_t place);

/* A text by chance: every alternative alike, characters printable where the grammar lets them; beyond `max` bytes the
 * shortest way to an end. Moves the seed on. */
struct str grammar_chance(struct ctx *c, const struct grammar *g, uint64_t *seed, size_t max);
