/* data/colour.h - colours as points: words that name them in six languages, their places in CIE Lab, and families of them.
 *
 * Source  CIE 1976 L*a*b*, D65; sRGB by IEC 61966-2-1. L 0..100, a and b about -128..127.
 */
#pragma once
#include "data/lexicon/lexicon.h"

struct lab { double l, a, b; };

struct lab lab_of_rgb(uint32_t rgb); /* 0xRRGGBB */
uint32_t lab_to_rgb(struct lab x);   /* the nearest that a screen shows */
double lab_chroma(struct lab x);
double lab_apart(struct lab x, struct lab y); /* CIE 1976: 2.3 is just seen */

enum { COLOURS_MOST = 4 };
struct colours { /* of one thing: "navy/white" has two */
    uint16_t concept[COLOURS_MOST];
    struct lab lab[COLOURS_MOST];
    size_t n;
};

/* The colours a text states; those that name no one colour (striped, multicoloured) are left out. */
struct colours colours_read(struct ctx *c, struct str text, enum lex_language language);

/* The usual place of a colour that the lexicon names; false: it names no one colour. */
bool colour_place(uint16_t concept, struct lab *out);
/* The colour of the lexicon that is nearest to a point, and its name for people: "dusty pink". */
uint16_t colour_nearest(struct lab x);
struct str colour_name(struct ctx *c, uint16_t concept);

/* What is asked of a colour, beside its name. Those in the second row need another colour to be compared with. */
enum shade { SHADE_ANY, SHADE_PASTEL, SHADE_DARK, SHADE_LIGHT, SHADE_VIVID, SHADE_MUTED,
             SHADE_DARKER, SHADE_LIGHTER, SHADE_BRIGHTER, SHADE_MORE_VIVID, SHADE_MORE_MUTED };
bool shade_is(enum shade s, struct lab x, struct lab than);
bool shade_compares(enum shade s);
const char *shade_name(enum shade s); /* "pastel", "darker" */
