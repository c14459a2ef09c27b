/* intelligence/answer/search/pictured.h - products by their pictures, to be compared with words by an image-text model.
 *
 * How much a picture's part weighs beside a text's, and what a picture must reach to be found by it alone, is measured on the
 * catalogue itself: how well its titles find their own pictures. Halves of two models, or pictures that show nothing of what
 * titles say, weigh nothing.
 */
#pragma once
#include "intelligence/answer/look/looks.h"
#include "intelligence/answer/search/search_rank.h"

struct pictured {
    const struct meaning *of;
    float trust, least; /* of struct depicted */
};

/* In `keep`'s memory, of what was looked at `by` embed.clip. NULL: by another, nothing was, or its words cannot be read. */
const struct pictured *pictured_make(struct ctx *c, struct ctx *keep, const struct search_index *x, struct str by, const struct look_rows *rows);

/* A query beside the pictures. NULL: it says nothing, or cannot be read: search goes on without. */
const struct depicted *pictured_ask(struct ctx *c, const struct pictured *p, struct str query);
