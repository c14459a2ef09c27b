/* port/server_mhd.c - core/server.h by libmicrohttpd.
 *
 * A thread per connection: a stream blocks in its own thread, and there is no event loop to hold up. The limits
 * below bound what a stranger can make us keep.
 */
#include "core/clock.h"
#include "core/log.h"
#include "core/server.h"
#include <arpa/inet.h>
#include <errno.h>
#include <microhttpd.h>
#include <netdb.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/random.h>

enum {
    CONNECTIONS = 512,          /* each is a thread of 256 KiB of stack at most */
    STACK = 1 << 20,            /* bytes; a capability may run on it */
    IDLE_S = 30,                /* seconds without a byte either way */
    HEAD_BYTES = 48 << 10,      /* request line and headers together; the target is at most a third */
    HEADERS = 100,              /* browsers send about 20 */
    STREAM_BYTES = 64 << 10,    /* asked of a stream at once */
    PATIENCE = 4,               /* times body_max: what is read of a body that is not kept */
    GONE_MS = 100,              /* how often the end is looked for */
};

/* One request on its way, and after it the stream that answers it. */
struct exchange {
    struct ctx c;
    const struct server *s;
    struct request r;
    struct buf body;
    bool begun;
    struct reply reply;
    struct arena_mark mark; /* a stream's memory goes back to here between calls */
    struct buf out;         /* of a stream: what is not yet sent */
    size_t sent;
};

struct str request_header(const struct request *r, const char *name)
{
    for (size_t i = 0; i < r->headers.n; i++)
        if (str_eq_case(r->headers.at[i].name, str_z(name)))
            return r->headers.at[i].value;
    return (struct str){0};
}

struct owner {
    struct ctx *c;
    const struct server *s;
};

/* Called with the raw target, before anything else of the request. */
static void *exchange_open(void *arg, const char *target, struct MHD_Connection *conn)
{
    (void)conn;
    const struct owner *o = arg;
    struct arena *mem = arena_open();
    struct exchange *x = arena_take(mem, sizeof *x);
    x->c = *o->c;
    x->c.mem = mem;
    x->c.db = NULL;
    x->c.doubts = NULL;
    x->c.why[0] = 0;
    x->c.now_ms = clock_ms();
    if (getrandom(&x->c.seed, sizeof x->c.seed, 0) != sizeof x->c.seed)
        abort();
    x->s = o->s;
    x->r.target = str_copy(&x->c, str_z(target));
    return x;
}

static void exchange_close(void *x)
{
    if (x)
        arena_close(((struct exchange *)x)->c.mem);
}

static void completed(void *arg, struct MHD_Connection *conn, void **state, enum MHD_RequestTerminationCode how)
{
    (void)arg, (void)conn, (void)how;
    exchange_close(*state);
    *state = NULL;
}

static enum MHD_Result header_add(void *arg, enum MHD_ValueKind kind, const char *name, const char *value)
{
    (void)kind;
    struct exchange *x = arg;
    if (x->r.headers.n < HEADERS)
        *LIST_ADD(&x->c, &x->r.headers) = (struct header){str_copy(&x->c, str_z(name)), str_copy(&x->c, str_z(value))};
    return MHD_YES;
}

static struct str peer_of(struct ctx *c, struct MHD_Connection *conn)
{
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(conn, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    char host[NI_MAXHOST] = "";
    if (!info || !info->client_addr)
        return STR("?");
    socklen_t n = info->client_addr->sa_family == AF_INET6 ? sizeof(struct sockaddr_in6) : sizeof(struct sockaddr_in);
    if (getnameinfo(info->client_addr, n, host, sizeof host, NULL, 0, NI_NUMERICHOST) != 0)
        return STR("?");
    return str_copy(c, str_z(host));
}

static ssize_t stream_read(void *arg, uint64_t pos, char *to, size_t room)
{
    (void)pos;
    struct exchange *x = arg;
    while (x->sent == x->out.n) {
        arena_reset(x->c.mem, x->mark);
        x->out = (struct buf){0};
        x->sent = 0;
        x->c.now_ms = clock_ms();
        if ((x->c.gone && x->c.gone(&x->c)) || !x->reply.more(&x->c, x->reply.arg, &x->out))
            return MHD_CONTENT_READER_END_OF_STREAM;
    }
    size_t n = x->out.n - x->sent < room ? x->out.n - x->sent : room;
    memcpy(to, x->out.p + x->sent, n);
    x->sent += n;
    return (ssize_t)n;
}

static enum MHD_Result reply_send(struct MHD_Connection *conn, struct exchange *x)
{
    struct reply *o = &x->reply;
    struct MHD_Response *r;
    if (o->more) {
        x->mark = arena_mark(x->c.mem);
        r = MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, STREAM_BYTES, stream_read, x, NULL);
    } else
        r = MHD_create_response_from_buffer(o->body.n, (void *)(uintptr_t)o->body.p, MHD_RESPMEM_PERSISTENT);
    if (!r)
        return MHD_NO;
    if (o->type.p)
        MHD_add_response_header(r, MHD_HTTP_HEADER_CONTENT_TYPE, o->type.p);
    for (size_t i = 0; i < o->headers.n; i++)
        if (MHD_add_response_header(r, o->headers.at[i].name.p, o->headers.at[i].value.p) != MHD_YES)
            log_line(LOG_WARN, "web", "the header %s could not be sent", o->headers.at[i].name.p);
    enum MHD_Result sent = MHD_queue_response(conn, (unsigned)o->code, r);
    MHD_destroy_response(r);
    return sent;
}

static enum MHD_Result answer(struct MHD_Connection *conn, struct exchange *x)
{
    x->r.body = buf_str(&x->body);
    x->s->answer(&x->c, x->s->arg, &x->r, &x->reply);
    return reply_send(conn, x);
}

/* The head of a request has come: keep its headers. A body that says it is a little too long is read and thrown
 * away, since who is still sending hears no answer; one that is far too long is not waited for. */
static enum MHD_Result begin(struct MHD_Connection *conn, struct exchange *x, const char *method)
{
    x->begun = true;
    x->r.method = str_copy(&x->c, str_z(strcmp(method, "HEAD") == 0 ? "GET" : method));
    x->r.peer = peer_of(&x->c, conn);
    MHD_get_connection_values(conn, MHD_HEADER_KIND, header_add, x);
    int64_t length = 0;
    struct str given = request_header(&x->r, "Content-Length");
    if (given.p && str_int(given, &length) && length > (int64_t)x->s->body_max * PATIENCE) {
        x->r.body_too_big = true;
        return answer(conn, x);
    }
    return MHD_YES;
}

static enum MHD_Result handle(void *arg, struct MHD_Connection *conn, const char *url, const char *method,
                              const char *version, const char *data, size_t *n, void **state)
{
    (void)arg, (void)url, (void)version;
    struct exchange *x = *state;
    if (!x->begun)
        return begin(conn, x, method);
    if (*n == 0)
        return answer(conn, x);
    if (x->body.n + *n > x->s->body_max)
        x->r.body_too_big = true, x->body = (struct buf){0};
    if (!x->r.body_too_big)
        buf_add(&x->c, &x->body, (struct str){data, *n});
    *n = 0;
    return MHD_YES;
}

/* We read the raw target ourselves; the library's own reading of it is not used. */
static size_t unescape_nothing(void *arg, struct MHD_Connection *conn, char *text)
{
    (void)arg, (void)conn;
    return strlen(text);
}

static void complain(void *arg, const char *fmt, va_list ap)
{
    (void)arg;
    char text[300];
    vsnprintf(text, sizeof text, fmt, ap);
    log_line(LOG_DEBUG, "web", "%.*s", (int)strcspn(text, "\n"), text);
}

static void addresses_free(void *a) { freeaddrinfo(a); }

static enum status listen_on(struct ctx *c, const struct server *s, struct addrinfo **out)
{
    struct addrinfo want = {.ai_flags = AI_PASSIVE | AI_NUMERICHOST, .ai_socktype = SOCK_STREAM};
    char port[16];
    snprintf(port, sizeof port, "%d", s->port);
    if (getaddrinfo(s->address.p, port, &want, out) != 0)
        return fail(c, REJECT, "\"%s\" is not an address of this machine like 127.0.0.1", s->address.p);
    arena_defer(c->mem, addresses_free, *out);
    return OK;
}

enum status server_run(struct ctx *c, const struct server *s)
{
    struct addrinfo *at;
    struct owner owner = {c, s};
    TRY(listen_on(c, s, &at));
    unsigned flags = MHD_USE_INTERNAL_POLLING_THREAD | MHD_USE_THREAD_PER_CONNECTION | MHD_USE_POLL | MHD_USE_ERROR_LOG;
    if (at->ai_family == AF_INET6)
        flags |= MHD_USE_DUAL_STACK;
    struct MHD_Daemon *d = MHD_start_daemon(
        flags, (uint16_t)s->port, NULL, NULL, handle, &owner, MHD_OPTION_EXTERNAL_LOGGER, complain, NULL,
        MHD_OPTION_SOCK_ADDR, at->ai_addr, MHD_OPTION_URI_LOG_CALLBACK, exchange_open, &owner,
        MHD_OPTION_NOTIFY_COMPLETED, completed, NULL, MHD_OPTION_UNESCAPE_CALLBACK, unescape_nothing, NULL,
        MHD_OPTION_CONNECTION_LIMIT, (unsigned)CONNECTIONS, MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)IDLE_S,
        MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)HEAD_BYTES, MHD_OPTION_THREAD_STACK_SIZE, (size_t)STACK,
        MHD_OPTION_LISTENING_ADDRESS_REUSE, 1u, MHD_OPTION_END);
    if (!d)
        return fail(c, RETRY, "cannot listen on %s port %d: %s", s->address.p, s->port, strerror(errno));
    const union MHD_DaemonInfo *info = MHD_get_daemon_info(d, MHD_DAEMON_INFO_BIND_PORT);
    if (s->ready)
        s->ready(c, s->arg, info ? info->port : s->port);
    while (!c->gone || !c->gone(c)) {
        poll(NULL, 0, GONE_MS);
        c->now_ms = clock_ms();
        if (s->tick)
            s->tick(c, s->arg);
    }
    MHD_stop_daemon(d); /* answers under way are finished; streams see gone() */
    return OK;
}
