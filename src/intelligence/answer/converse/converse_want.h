/* intelligence/answer/converse/converse_want.h - what is looked for: limits that come, change and go from turn to turn. */
#pragma once
#include "intelligence/answer/converse/converse_hear.h"

/* Take what the message says into the state: new limits, others replaced, some taken away, a new subject. false: nothing of
 * it says anything about products here. */
bool want_change(struct ctx *c, const struct talk_shop *shop, struct heard *h, struct talk_state *s);

/* "cheaper" and "more expensive", measured by what was shown. false: nothing was shown to measure by. */
bool want_price(struct ctx *c, const struct talk_shop *shop, const struct heard *h, struct talk_state *s);

/* Words looked for that most of the best hold become limits: "cheaper" than these chairs is a chair. Where there is no such word, the
 * category of most of them does: "a red one" of what one can sit on is furniture. */
void want_bind(struct ctx *c, const struct talk_shop *shop, struct talk_state *s);

/* Products that keep what is wanted, best first. */
void want_find(struct ctx *c, const struct talk_shop *shop, const struct talk_state *s, size_t most,
               struct search_hits *out);

/* "price", "colour", "size": of two limits with one slot, the later stands. */
struct str want_slot(const struct talk_limit *l);
