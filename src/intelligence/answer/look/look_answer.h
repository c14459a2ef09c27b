/* intelligence/answer/look/look_answer.h - products ranked by how alike they look: to a photo, or to one of them with something changed.
 *
 * Limits hold as in any search. A colour that is wanted is checked on what the shop states; where it states none, or none that
 * tells light from dark, on the picture's own colours; each hit says which of the two it was.
 */
#pragma once
#include "intelligence/answer/search/shelf.h"

enum { LOOK_MOST = 1000 /* hits kept for pages */ };

/* Products like `doc`: by its picture where it has one that was looked at, by words and facts always. */
void look_like(struct ctx *c, const struct search_index *x, const struct search_mind *mind, struct search_room *room, uint32_t doc,
               const struct similar_question *q, struct search_answer *out);

/* The same with filters, order and pages. */
void look_like_page(struct ctx *c, const struct search_index *x, const struct search_mind *mind, struct search_room *room, uint32_t doc,
                    const struct search_question *q, struct search_answer *out);

/* Products that look like a photo. q->query: limits typed beside it. */
void look_photo(struct ctx *c, const struct search_index *x, const struct search_mind *mind, struct search_room *room, const struct look *photo,
                const struct search_question *q, struct search_answer *out);
