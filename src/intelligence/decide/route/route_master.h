/* intelligence/decide/route/route_master.h - the wave as a choice of one column for every order, its common rows priced.
 *
 * As route_relax.h, but of the columns in the pool only: many times cheaper to evaluate, and cuts may join any limits, for
 * what a column takes of a cut is known. What it finds holds for all plans once route_list.c has looked for better ones.
 */
#pragma once
#include "intelligence/decide/route/route_pool.h"

struct master_term {
    int column;
    double units;
};
struct master_row {
    struct master_term *term;
    int n;
};
struct by_slot {
    int *at, *column, *units; /* of slot s: at[s] .. at[s + 1] */
};
struct master {
    struct pool *p;
    struct relax *x;
    struct by_slot slot;       /* which columns take something there */
    int n_row;                 /* limits, then cuts */
    int *of;                   /* [n_row] number of a flow cover, or -1 - number of a half */
    struct master_row *row;    /* [n_row] who takes what of it */
    double *have;              /* [n_row] */
    double *best, *price;      /* [n_row] prices with the highest bound; tried */
    double *mean, *used, *dir; /* [n_row] averages of the last solutions; of the last one; what the averages break */
    double *cost;              /* [column] prices of cuts */
    double *share;             /* [column] in the average of the last solutions */
    int *pick;                 /* [order] column in the last solution */
    double bound, gain;        /* highest; what a step tries to gain */
    double newest;             /* weight of the last solution in the averages */
    int reds;                  /* steps since the bound rose */
    bool known;                /* the averages were known at the start */
    int64_t work;              /* inner steps done */
};

struct master *master_make(struct ctx *c, struct pool *p);

/* Flow covers and halves of the relaxation from these numbers on become rows. */
void master_cuts(struct ctx *c, struct master *m, int cover, int half);

/* Make the rows of a new master: limits and all cuts. */
void master_rows(struct ctx *c, struct master *m);

/* Raise the bound by prices and new cuts, for about `work` inner steps; both go to the relaxation. */
void master_raise(struct ctx *c, struct master *m, int64_t work);

/* Add zero-half cuts that the averages break to the relaxation; returns how many. */
int route_half_find(struct ctx *c, struct master *m);
