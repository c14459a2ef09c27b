/* port/http_test.c - core/http.h against a scripted server on this machine. */
#include "core/http.h"
#include "test/unit/unit.h"
#include <arpa/inet.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

struct server {
    int fd, port;
    const char *const *answer; /* one per connection or request; "" never answers; NULL: the end */
    char asked[16][2048];
    size_t n_asked;
    pthread_t thread;
};

/* Read up to the blank line, and the body that Content-Length promises. */
static bool read_request(int fd, char *into, size_t room)
{
    size_t n = 0;
    for (ssize_t got; n + 1 < room && (got = recv(fd, into + n, room - 1 - n, 0)) > 0;) {
        n += (size_t)got;
        into[n] = 0;
        char *end = strstr(into, "\r\n\r\n"), *length = strcasestr(into, "content-length:");
        if (end && n >= (size_t)(end + 4 - into) + (length ? strtoul(length + 15, NULL, 10) : 0))
            return true;
    }
    return false;
}

static void *serve(void *arg)
{
    struct server *s = arg;
    for (size_t i = 0; s->answer[i];) {
        int fd = accept(s->fd, NULL, NULL);
        while (s->answer[i] && read_request(fd, s->asked[i], sizeof s->asked[i])) {
            const char *say = s->answer[i++];
            s->n_asked = i;
            if (!*say && recv(fd, s->asked[15], 1, 0) >= 0) /* waits until the other side gives up */
                break;
            send(fd, say, strlen(say), MSG_NOSIGNAL);
            if (strstr(say, "Connection: close"))
                break;
        }
        close(fd);
    }
    return NULL;
}

static struct server *server_start(struct ctx *c, const char *const *answer)
{
    struct server *s = NEW(c, struct server);
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof at;
    s->answer = answer;
    s->fd = socket(AF_INET, SOCK_STREAM, 0);
    assert_int_equal(bind(s->fd, (struct sockaddr *)&at, sizeof at), 0);
    assert_int_equal(listen(s->fd, 8), 0);
    getsockname(s->fd, (struct sockaddr *)&at, &size);
    s->port = ntohs(at.sin_port);
    pthread_create(&s->thread, NULL, serve, s);
    return s;
}

static void server_stop(struct server *s)
{
    pthread_join(s->thread, NULL);
    close(s->fd);
}

static struct str url_of(struct ctx *c, const struct server *s, const char *path)
{
    return str_fmt(c, "http://127.0.0.1:%d%s", s->port, path);
}

TEST(http_asks_and_reads)
{
    static const char *const answers[] = {"HTTP/1.1 201 Made\r\nX-Shop: one\r\nContent-Length: 5\r\n\r\nhello",
                                          "HTTP/1.1 429 Slow\r\nRetry-After: 7\r\nConnection: close\r\nContent-Length: 0\r\n\r\n", NULL};
    struct server *s = server_start(c, answers);
    struct http_in in = {.url = url_of(c, s, "/a?b=1"), .body = STR("{}")};
    struct http_out out;
    http_add(c, &in, "Authorization", STR("Bearer key"));
    ASSERT_OK(http_do(c, &in, &out));
    assert_int_equal(out.status, 201);
    ASSERT_STR(out.body, "hello");
    ASSERT_STR(http_header(&out, "x-shop"), "one");
    ASSERT_OK(http_do(c, &in, &out)); /* on the same connection */
    assert_int_equal(out.status, 429);
    assert_int_equal(out.retry_after_ms, 7000);
    server_stop(s);
    assert_true(strstr(s->asked[0], "POST /a?b=1 HTTP/1.1\r\n") == s->asked[0]);
    assert_non_null(strstr(s->asked[0], "Authorization: Bearer key\r\n"));
    assert_non_null(strstr(s->asked[1], "\r\n\r\n{}"));
}

TEST(http_limits_hold)
{
    static const char *const answers[] = {"HTTP/1.1 200 OK\r\nContent-Length: 100\r\nConnection: close\r\n\r\n0123456789", "",
                                          "HTTP/1.1 200 OK\r\nContent-Length: 10\r\nConnection: close\r\n\r\n0123456789",
                                          "garbage\r\n\r\nConnection: close", NULL};
    struct server *s = server_start(c, answers);
    struct http_in in = {.url = url_of(c, s, "/?key=hidden"), .timeout_ms = 2000};
    struct http_out out;
    assert_int_equal(http_do(c, &in, &out), RETRY); /* cut off */
    in.timeout_ms = 50;
    assert_int_equal(http_do(c, &in, &out), RETRY);
    assert_true(str_has(str_z(c->why), STR("no answer in time")));
    assert_false(str_has(str_z(c->why), STR("hidden")));
    in.timeout_ms = 2000;
    in.max_bytes = 9;
    assert_int_equal(http_do(c, &in, &out), REJECT);
    assert_int_equal(http_do(c, &in, &out), RETRY); /* no HTTP */
    server_stop(s);
    assert_int_equal(http_do(c, &in, &out), RETRY); /* nobody there */
}

static bool take_two(void *arg, struct str bytes)
{
    struct buf *b = arg;
    b->n += bytes.n;
    return b->n < 2;
}

TEST(http_streams_and_stops)
{
    static const char *const answers[] = {"HTTP/1.1 200 OK\r\nContent-Length: 50\r\nConnection: close\r\n\r\n0123456789", NULL};
    struct server *s = server_start(c, answers);
    struct buf got = {0};
    struct http_in in = {.url = url_of(c, s, "/"), .part = take_two, .arg = &got};
    struct http_out out;
    ASSERT_OK(http_do(c, &in, &out));
    assert_true(out.is_cut && got.n >= 2);
    server_stop(s);
}

TEST(http_redirects_keep_secrets_at_home)
{
    static const char *const elsewhere[] = {"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nno", NULL};
    struct server *there = server_start(c, elsewhere);
    const char *away = str_fmt(c, "HTTP/1.1 302 Go\r\nLocation: %s\r\nContent-Length: 0\r\n\r\n", url_of(c, there, "/x").p).p;
    const char *const answers[] = {"HTTP/1.1 302 Go\r\nLocation: /b\r\nContent-Length: 0\r\n\r\n",
                                   "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok", away,
                                   str_fmt(c, "%.*sConnection: close\r\n\r\n", (int)strlen(away) - 2, away).p, NULL};
    struct server *s = server_start(c, answers);
    struct http_in in = {.url = url_of(c, s, "/a"), .redirects = 3};
    struct http_out out;
    http_add(c, &in, "X-Shop-Token", STR("secret"));
    ASSERT_OK(http_do(c, &in, &out));
    ASSERT_STR(out.body, "ok");
    ASSERT_OK(http_do(c, &in, &out));
    assert_int_equal(out.status, 302); /* the token does not leave */
    in.headers.n = 0;
    ASSERT_OK(http_do(c, &in, &out));
    ASSERT_STR(out.body, "no"); /* nothing to lose: followed */
    server_stop(s);
    server_stop(there);
}

TEST(http_refuses_what_cannot_be_sent)
{
    static const char *const bad[] = {"", "ftp://x/", "file:///etc/passwd", "http://", "http://a b/", "http://x/\r\nHost: y", "x"};
    struct http_out out;
    struct http_in in = {0};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        in.url = str_z(bad[i]);
        assert_int_equal(http_do(c, &in, &out), REJECT);
    }
    in = (struct http_in){.url = STR("http://127.0.0.1:1/"), .public_only = true};
    assert_int_equal(http_do(c, &in, &out), REJECT);
    assert_true(str_has(str_z(c->why), STR("private")));
    static const char *const within[] = {"[::ffff:10.0.0.1]", "[64:ff9b::7f00:1]", "[64:ff9b:1::1]", "[2002:a00:1::]", "[::10.0.0.1]", "[fec0::1]", "[fd00::1]",
                                         "[fe80::1]", "[::]", "198.18.0.1", "192.0.0.1", "0x7f000001", "2130706433"};
    for (size_t i = 0; i < sizeof within / sizeof *within; i++) {
        in.url = str_fmt(c, "http://%s/", within[i]);
        assert_int_equal(http_do(c, &in, &out), REJECT);
        assert_true(str_has(str_z(c->why), STR("private")));
    }
    in = (struct http_in){.url = STR("http://127.0.0.1:1/")};
    http_add(c, &in, "x", STR("a\r\nb: c"));
    assert_int_equal(http_do(c, &in, &out), REJECT);
}

static bool always(struct ctx *c) { return c != NULL; }

TEST(http_stops_when_nobody_waits)
{
    static const char *const answers[] = {"", NULL};
    struct server *s = server_start(c, answers);
    struct http_in in = {.url = url_of(c, s, "/"), .timeout_ms = 5000};
    struct http_out out;
    c->gone = always;
    assert_int_equal(http_do(c, &in, &out), RETRY);
    int fd = socket(AF_INET, SOCK_STREAM, 0); /* whether or not the first one reached it, the server has its turn */
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK), .sin_port = htons((uint16_t)s->port)};
    if (!s->n_asked && connect(fd, (struct sockaddr *)&at, sizeof at) == 0) {
        send(fd, "GET / HTTP/1.1\r\n\r\n", 18, MSG_NOSIGNAL);
        shutdown(fd, SHUT_WR);
    }
    server_stop(s);
    close(fd);
}
