/* app/loop/process.h - what one process of the daemon is and does. */
#pragma once
#include "app/loop/serve.h"

struct life { /* of one process */
    const struct process *p;
    const struct serving *serving;
    struct str limits; /* that it lives under, in words */
    int64_t beat_ms, settings;
    int64_t meaning_ms; /* products are looked at for vectors again then */
    int64_t picture_ms; /* and for pictures */
    bool changed; /* the shop's choices are not those it started with */
};
struct process {
    const char *name;
    const char *const *writes;  /* tables; NULL-ended */
    bool connects, listens;
    bool keeps_folders; /* writes also below the folders that channels are told to keep */
    enum status (*run)(struct ctx *c, struct life *life);
};
extern const struct process processes[]; /* ends with {0} */

/* The whole life of process `p`: limits, database, work until asked to stop. Gives its exit code. */
int process_main(const struct ctx *parent, const struct process *p, const struct serving *s);

enum { EXIT_AGAIN = 10 }; /* a choice of the shop has changed: start anew with it */
