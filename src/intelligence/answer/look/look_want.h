/* intelligence/answer/look/look_want.h - whether a product keeps a wanted colour, and who says so: the shop or the picture. */
#pragma once
#include "intelligence/answer/look/look_change.h"
#include "intelligence/answer/look/looks.h"
#include "intelligence/answer/search/search_index.h"

struct look_reference { /* what "darker" compares with */
    const struct look_tones *tones; /* NULL: no picture */
    int32_t doc;                    /* TERM_NONE: a photo */
};

/* `tones` NULL: the product has no picture. *told: "pastel: dusty pink, as stated", "red by its picture: 62 %". */
bool look_keeps(struct ctx *c, const struct search_index *x, const struct look_want *w, uint32_t doc, const struct look_tones *tones,
                const struct look_reference *than, struct str *told);
