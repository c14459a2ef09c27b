/* intelligence/answer/look/look_change.h - "like this, but in pastel" as what is wanted of colours, and the words that are left.
 *
 * Six languages, by the lexicon's colours and a table of shades: "wie dieses, aber in Pastell", "comme ça mais plus foncé",
 * "como este pero más barato". Nothing is guessed: what is no colour, shade or "cheaper" stays in `rest` for the search to read.
 */
#pragma once
#include "data/colour.h"

struct look_want {
    uint16_t concept; /* a colour of the lexicon; 0: any */
    enum shade shade; /* of it, or of any; SHADE_ANY: none is asked for */
    bool exclude;     /* "but not red" */
    struct str label, words; /* "colour: pastel pink"; as it was written */
};
struct look_change {
    LIST(struct look_want) wants;
    bool refers;  /* "like this, but …", "dasselbe in …": it is of something */
    bool cheaper;
    struct str cheaper_words;
    struct str rest; /* the text without what was read */
};

/* `is_change`: the text says what shall be otherwise, so that "dark" alone means a colour; else it stands beside a photo, where
 * "light jacket" may be a thing's weight. `removed`: labels that the asker took away, or NULL. */
void look_change_read(struct ctx *c, struct str text, bool is_change, const struct strs *removed, struct look_change *out);
