/* app/web/web.h - what lives as long as the web process: open database handles, counters, limits on guessing. */
#pragma once
#include "app/web/visit.h"
#include <pthread.h>

enum {
    HANDLES = 32,      /* database handles kept open between requests */
    PEERS = 256,       /* addresses whose failed sign-ins are remembered */
    FAILURES = 8,      /* failed sign-ins a minute from one address before it must wait */
    BUCKETS = 12,      /* of the latency histogram */
};
extern const double bucket_s[BUCKETS]; /* upper ends, seconds */

struct peer {
    char address[48];
    int failures;
    int64_t since_ms;
};
struct tally {
    uint64_t by_class[6]; /* [2]: answers 2xx */
    uint64_t bucket[BUCKETS + 1];
    double seconds;
};
struct web {
    struct ctx *c; /* home, settings */
    pthread_mutex_t lock;
    struct db *idle[HANDLES];
    size_t n_idle;
    struct peer peer[PEERS];
    struct tally tally[ROUTES_MAX + 1]; /* by place in routes; the last: no such address */
    int64_t streams;       /* open now */
    pthread_mutex_t model; /* one capability at a time: a model's memory is shared */
    const struct listening *at;
    struct store *store;   /* the storefront's catalogue (app/store/store.h) */
};

/* A handle of the pool into c->db, the settings read; and back. */
MUST enum status web_borrow(struct web *w, struct ctx *c);
void web_return(struct web *w, struct ctx *c);

/* session.c: who asks, by cookie or bearer token; NOBODY when neither is valid. */
MUST enum status session_find(struct visit *v);
