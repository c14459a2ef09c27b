/* intelligence/answer/search/search_bend.h - whether this shop's visitors go by words or by meaning, learnt from what they choose.
 *
 * One number a shop: words weigh exp(bend) times what the query alone says, from a third to three times. It follows from tables
 * like all that is learnt: the same events give the same number.
 */
#pragma once
#include "intelligence/answer/search/search_answer.h"

enum { BEND_SHOWN = 10, BEND_QUERIES = 64 /* asked most, each read by the model once */ };

struct bend_choice { /* one visitor took one product of a list */
    const struct search_hit *list; /* by words and meaning alone, nothing learnt */
    uint32_t n, chosen, visitor;
    float weight; /* clicks at the first place that it is worth */
};
struct bend {
    float bend;
    uint32_t visitors, queries; /* that it follows from */
};

/* `at`: each visitor's choices side by side. A change has to be worth what it changes: twelve visitors of full strength bend all
 * the way, and nobody has more than one visitor's strength, however much they click: one moves 0.05 at most. */
float bend_fit(const struct bend_choice *at, size_t n);

/* From what search_learn read. 0 where there is no meaning, or nobody chose yet. */
struct bend search_bend(struct ctx *c, const struct search_index *x, const struct search_mind *mind, struct search_room *room);
