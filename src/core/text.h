/* core/text.h - asking for a text, whichever model answers.
 *
 * The backend is a capability "text.llama", "text.openai" or "text.template". The caller's own option decides; where that
 * is absent or "shop", the shop's setting "text" does: {"backend":"auto","model":"…"}. auto: openai where a URL is set for
 * it, else llama. What fails is answered by the twin, text.template, as far as there is a grammar to walk.
 *
 *   struct text_in in;
 *   struct text_out out;
 *   record_init(&text_in_record, &in);
 *   in.prompt = …; in.grammar = …; in.n = 8;
 *   TRY(text_ask(c, opt->backend, &in, &out));
 */
#pragma once
#include "core/model.h"

#define TEXT_BACKENDS "shop|auto|llama|openai|template" /* .choice of a capability's field `backend` */

struct text_setting { /* section "text" */
    struct str backend, model;
};
extern const struct record text_setting_record;

/* Which of llama, openai and template answers to `wanted`. REJECT: section "text" is wrong. */
MUST enum status text_backend(struct ctx *c, struct str wanted, struct str *out);

/* Ask. out->backend says who answered; out->fallback why the twin had to, else it is absent. Partial text goes to
 * c->partial where that is set. RETRY when c->gone; REJECT or RETRY when nobody could answer. */
MUST enum status text_ask(struct ctx *c, struct str backend, const struct text_in *in, struct text_out *out);

/* What a call of text_ask would need now: NET | SECRET for an outside model, GPU for our own, 0 for the twin. */
unsigned text_needs(struct ctx *c, struct str backend);
