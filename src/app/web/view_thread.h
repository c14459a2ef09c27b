/* app/web/view_thread.h - what the dashboard and the API show of conversations. */
#pragma once
#include "data/thread.h"

struct thread_query { struct str state, channel, q; bool mine; int64_t page, per_page; };
struct thread_view {
    struct str id, channel, customer, name, address, verified, subject, language, state, person;
    struct str last, last_by;   /* the last thing said, and by whom */
    int64_t messages, proposals; /* proposals: answers that wait for a person */
    int64_t made_ms, moved_ms;
};
struct threads_view { LIST(struct thread_view) threads; int64_t total, page, per_page; };
struct thread_whole { /* one conversation, as a colleague sees it */
    struct thread_view *thread;
    LIST(struct spoken) said;
    struct case_file *case_file;
};
extern const struct record customer_query_record; /* page_customer.c */
extern const struct record thread_query_record, threads_view_record, thread_whole_record;

/* "ours" (state absent): open, with a person, or with an answer that waits for one. `person`: whose, for `mine`. */
MUST enum status view_threads(struct ctx *c, const struct thread_query *q, struct str person, struct threads_view *out);
MUST enum status view_thread(struct ctx *c, int64_t id, struct thread_whole *out, bool *found);
/* How many conversations need us. */
MUST enum status view_threads_ours(struct ctx *c, int64_t *n);
