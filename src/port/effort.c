/* port/effort.c - processor time got, against the time that passed. */
#include "port/effort.h"
#include <sched.h>
#include <stdbool.h>
#include <time.h>

enum { REST_LEAST = 32, REST_MOST = 2048, SHORT_NS = 2000000 /* too short to judge by */ };

static int64_t clock_ns(clockid_t id)
{
    struct timespec t;
    clock_gettime(id, &t);
    return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

struct effort effort_of(int64_t threads)
{
    cpu_set_t set;
    int cores = sched_getaffinity(0, sizeof set, &set) == 0 ? CPU_COUNT(&set) : 1;
    int n = threads > 0 ? (int)threads : cores > 0 ? cores : 1;
    return (struct effort){.full = n, .now = n};
}

void effort_begin(struct effort *e)
{
    e->wall_ns = clock_ns(CLOCK_MONOTONIC);
    e->cpu_ns = clock_ns(CLOCK_PROCESS_CPUTIME_ID);
}

void effort_end(struct effort *e)
{
    int64_t wall = clock_ns(CLOCK_MONOTONIC) - e->wall_ns, cpu = clock_ns(CLOCK_PROCESS_CPUTIME_ID) - e->cpu_ns;
    bool is_starved = wall > SHORT_NS && cpu < wall * e->now / 5 * 4;
    e->left -= e->left > 0;
    if (e->full > 1 && e->now == e->full) {
        e->rest = !is_starved ? e->rest / 2 : e->rest < REST_LEAST ? REST_LEAST : e->rest < REST_MOST ? 2 * e->rest : REST_MOST;
        e->left = is_starved ? e->rest : 0;
    }
    e->now = e->left > 0 ? 1 : e->full;
}
