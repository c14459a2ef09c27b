/* intelligence/answer/service/service_plan.h - the next step of a case: look up, ask, propose, do, tell or hand over. */
#pragma once
#include "intelligence/answer/service/service_view.h"

struct service_plan {
    const struct service_view *v;
    const struct service_policy *policy;
    struct service_state *s;
    struct service_speech speech;
    struct service_out *out;
    struct str backend;     /* who helps to understand */
    bool fresh;             /* the customer has just spoken */
    bool again;             /* the list of tasks has changed: begin with the first open one */
};

/* Fill p->out->calls, or speak. */
MUST enum status service_step(struct ctx *c, struct service_plan *p);

/* One task's next step, once the customer is recognised. true: something was called or said and the customer is next. */
MUST enum status service_task_step(struct ctx *c, struct service_plan *p, struct service_task *t, bool *stop);

/* Recognise the customer well enough for the tool. true: a search or a question is on its way. */
bool service_who_asked(struct ctx *c, struct service_plan *p, const char *tool);

/* service_find.c. Not known: something was called, asked or ended. */
bool service_order_known(struct ctx *c, struct service_plan *p, struct service_task *t);   /* sets t->order_id */
bool service_address_known(struct ctx *c, struct service_plan *p, struct service_task *t); /* sets t->address */
extern const char *const service_address_keys[6];
#define SERVICE_UNSENT "pending|pending (item modified)|held"
bool service_status_is(const struct json *order, const char *choices); /* "a|b" */

bool service_orders_read(struct ctx *c, struct service_plan *p, const struct strs *own); /* true: calls are on their way */

/* service_tell.c: what is only told. */
void service_tell(struct ctx *c, struct service_plan *p, struct service_task *t, const struct json *order);
void service_product_step(struct ctx *c, struct service_plan *p, struct service_task *t);

/* Shared by the two. */
void service_call_add(struct ctx *c, struct service_plan *p, const char *tool, struct str arguments, bool confirmed);
struct str service_arguments(struct ctx *c, const char *key, struct str value); /* {"key": "value"} */
void service_ask(struct ctx *c, struct service_plan *p, struct service_task *t, const char *what, struct str sentence); /* again and again: a person */
void service_ask_plain(struct ctx *c, struct service_plan *p); /* nothing of what was said is done; again, without conditions */
void service_task_end(struct service_task *t, const char *state, struct service_state *s); /* and what waits for it begins, or not */
struct service_task *service_task_now(const struct service_state *s); /* the one at hand: doubtful ones come last; NULL: none is open */
bool service_task_spare(const struct service_state *s, const struct service_task *t);      /* something waits for its refusal */
void service_hand(struct ctx *c, struct service_plan *p, struct service_task *t, struct str because);
#define SERVICE_TELL(c, p, source, key, ...) service_speak(c, &(p)->speech, SERVICE_SAID(c, (p)->s->language, key, ##__VA_ARGS__), source)
