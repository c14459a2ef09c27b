/* port/http_breaker.c - what this process remembers of servers that fail, and waiting for them.
 *
 * Memory of the world outside, like an open connection: it changes when an answer comes, never what the answer is.
 */
#include "core/clock.h"
#include "core/http.h"
#include <pthread.h>
#include <time.h>

enum { SERVERS = 64, FAILURES = 5, REST_MS = 30000, LOOK_MS = 50 };

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct server {
    uint64_t name; /* hash of scheme, host and port; 0: free */
    int failures;
    int64_t until_ms;
} servers[SERVERS]; /* under lock */

static struct str host_of(struct str url)
{
    size_t from = str_find(url, STR("://"), 0);
    from = from == SIZE_MAX ? 0 : from + 3;
    size_t end = str_find(url, STR("/"), from);
    return str_part(url, 0, end == SIZE_MAX ? url.n : end);
}

/* The place of this server; where all are taken, the one of another that shares it. */
static struct server *server_of(struct str url)
{
    uint64_t name = str_hash(host_of(url)) | 1;
    struct server *s = &servers[name >> 8 & (SERVERS - 1)];
    if (s->name != name)
        *s = (struct server){.name = name};
    return s;
}

enum status breaker_open(struct ctx *c, struct str url)
{
    pthread_mutex_lock(&lock);
    struct server *s = server_of(url);
    int64_t left = s->failures >= FAILURES ? s->until_ms - clock_steady_ms() : 0;
    if (s->failures >= FAILURES && left <= 0)
        s->until_ms = clock_steady_ms() + REST_MS; /* this call is the one try */
    pthread_mutex_unlock(&lock);
    return left <= 0 ? OK : fail(c, RETRY, "%.*s failed %d times in a row: it is left alone for %lld s more", FMT(host_of(url)),
                                 FAILURES, (long long)(left + 999) / 1000);
}

void breaker_note(struct ctx *c, struct str url, bool is_good)
{
    (void)c;
    pthread_mutex_lock(&lock);
    struct server *s = server_of(url);
    s->failures = is_good ? 0 : s->failures < FAILURES ? s->failures + 1 : s->failures;
    s->until_ms = clock_steady_ms() + REST_MS;
    pthread_mutex_unlock(&lock);
}

enum status http_wait(struct ctx *c, int64_t ms)
{
    for (int64_t until = clock_steady_ms() + ms, left; (left = until - clock_steady_ms()) > 0;) {
        int64_t part = left < LOOK_MS ? left : LOOK_MS;
        nanosleep(&(struct timespec){0, part * 1000000}, NULL);
        if (c->gone && c->gone(c))
            return fail(c, RETRY, "stopped, since nobody waits for it any more");
    }
    return OK;
}
