/* port/effort.h - how many threads pay at the moment, within port/ only.
 *
 * Threads that wait for each other after every operation, as ggml's do, are ten times as slow where other work takes their
 * cores away. So each run is measured: threads that did not get their cores are fewer for the next runs, then tried again.
 */
#pragma once
#include <stdint.h>

struct effort {
    int full, now; /* threads: at most, and in the next run */
    int left;      /* runs with one thread, until all are tried again */
    int rest;      /* how many those are next time: doubled while it is in vain */
    int64_t wall_ns, cpu_ns;
};

/* So many threads, or for 0 as many as this process has cores. */
struct effort effort_of(int64_t threads);
void effort_begin(struct effort *e);
void effort_end(struct effort *e);
