/* port/http_curl.c - core/http.h kept by libcurl.
 *
 * Each thread keeps one handle, and with it the connections it has open, so that a shop's next request costs no new
 * handshake. Redirects are followed here and not by libcurl, which would send our own headers on to any host.
 */
#include "core/http.h"
#include "core/url.h"
#include <arpa/inet.h>
#include <ctype.h>
#include <curl/curl.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/socket.h>

enum { TIMEOUT_MS = 30000, CONNECT_MS = 10000, BODY_MAX = 16 << 20, HEADERS_MAX = 256 };

struct call {
    struct ctx *c;
    const struct http_in *in;
    struct http_out *out;
    struct buf body;
    int64_t got, max;
    bool is_long, is_private;
};

static pthread_once_t once = PTHREAD_ONCE_INIT;
static pthread_key_t kept; /* this thread's handle */

static void close_handle(void *h) { curl_easy_cleanup(h); }
static void begin(void)
{
    curl_global_init(CURL_GLOBAL_DEFAULT);
    pthread_key_create(&kept, close_handle);
}

/* Give the handle back, so that its connections live on; a second one, of a request within a request, ends here. */
static void put_back(CURL *h)
{
    curl_easy_reset(h);
    if (pthread_getspecific(kept))
        curl_easy_cleanup(h);
    else
        pthread_setspecific(kept, h);
}

static CURL *take_handle(void)
{
    pthread_once(&once, begin);
    CURL *h = pthread_getspecific(kept);
    pthread_setspecific(kept, NULL);
    h = h ? h : curl_easy_init();
    if (!h)
        abort(); /* out of memory */
    return h;
}

/* ---- URLs ---------------------------------------------------------------------------------- */

static void close_url(void *u) { curl_url_cleanup(u); }
static void close_text(void *p) { curl_free(p); }

static struct str url_part(struct ctx *c, CURLU *u, CURLUPart part)
{
    char *text = NULL;
    if (curl_url_get(u, part, &text, part == CURLUPART_PORT ? CURLU_DEFAULT_PORT : 0) != CURLUE_OK)
        return STR("");
    arena_defer(c->mem, close_text, text);
    return str_z(text);
}

static struct str lower(struct ctx *c, struct str s) /* names are ASCII */
{
    struct buf out = {0};
    for (size_t i = 0; i < s.n; i++)
        buf_byte(c, &out, (char)tolower((unsigned char)s.p[i]));
    return buf_str(&out);
}

/* scheme://host:port; absent when it is no URL that may be asked. */
static struct str origin(struct ctx *c, struct str url)
{
    CURLU *u = curl_url();
    arena_defer(c->mem, close_url, u);
    for (size_t i = 0; i < url.n; i++)
        if ((unsigned char)url.p[i] <= ' ' || url.p[i] == 0x7F)
            return (struct str){0};
    if (!url.n || curl_url_set(u, CURLUPART_URL, url.p, 0) != CURLUE_OK)
        return (struct str){0};
    struct str scheme = url_part(c, u, CURLUPART_SCHEME);
    if (!str_eq(scheme, STR("http")) && !str_eq(scheme, STR("https")))
        return (struct str){0};
    return str_fmt(c, "%s://%s:%s", scheme.p, lower(c, url_part(c, u, CURLUPART_HOST)).p, url_part(c, u, CURLUPART_PORT).p);
}

/* ---- what libcurl calls ---------------------------------------------------------------------- */

static size_t on_body(char *p, size_t size, size_t n, void *arg)
{
    struct call *k = arg;
    struct str part = {p, size * n};
    k->got += (int64_t)part.n;
    if (k->got > k->max)
        return k->is_long = true, 0;
    if (!k->in->part)
        buf_add(k->c, &k->body, part);
    else if (!k->in->part(k->in->arg, part))
        return k->out->is_cut = true, 0;
    return part.n;
}

static size_t on_header(char *p, size_t size, size_t n, void *arg)
{
    struct call *k = arg;
    struct str line = str_trim((struct str){p, size * n});
    size_t colon = str_find(line, STR(":"), 0);
    if (str_starts(line, STR("HTTP/")))
        k->out->headers.n = 0; /* of a 100 Continue before */
    else if (colon != SIZE_MAX && k->out->headers.n < HEADERS_MAX)
        *LIST_ADD(k->c, &k->out->headers) = (struct http_header){
            lower(k->c, str_part(line, 0, colon)), str_copy(k->c, str_trim(str_part(line, colon + 1, line.n)))};
    return size * n;
}

static int on_progress(void *arg, curl_off_t a, curl_off_t b, curl_off_t d, curl_off_t e)
{
    struct call *k = arg;
    (void)a, (void)b, (void)d, (void)e;
    return k->c->gone && k->c->gone(k->c);
}

/* Loopback, private, link-local, shared and test address space: RFC 1122, 1918, 2544, 3927, 6598, 6890. */
static bool is_private_v4(uint32_t ip)
{
    return ip >> 24 == 0 || ip >> 24 == 10 || ip >> 24 == 127 || ip >> 20 == 0xAC1 || ip >> 16 == 0xC0A8 ||
           ip >> 16 == 0xA9FE || ip >> 22 == 0x64400000 >> 22 || ip >> 8 == 0xC00000 || ip >> 17 == 0xC6120000 >> 17 || ip >> 28 >= 0xE;
}

static bool is_private_four(const uint8_t *b) { return is_private_v4((uint32_t)b[0] << 24 | (uint32_t)b[1] << 16 | (uint32_t)b[2] << 8 | b[3]); }

/* RFC 4193, 4291, 3879; and addresses that a gateway turns into one of 4 bytes: mapped, RFC 6052 and 8215 (NAT64), RFC 3056 (6to4). */
static bool is_private_v6(const struct in6_addr *six)
{
    static const uint8_t nat64[12] = {0, 0x64, 0xFF, 0x9B}, local_nat64[6] = {0, 0x64, 0xFF, 0x9B, 0, 1};
    const uint8_t *b = six->s6_addr;
    if (IN6_IS_ADDR_V4MAPPED(six) || IN6_IS_ADDR_V4COMPAT(six) || !memcmp(b, nat64, sizeof nat64))
        return is_private_four(b + 12);
    if (b[0] == 0x20 && b[1] == 0x02)
        return is_private_four(b + 2);
    return IN6_IS_ADDR_LOOPBACK(six) || IN6_IS_ADDR_UNSPECIFIED(six) || IN6_IS_ADDR_LINKLOCAL(six) || IN6_IS_ADDR_SITELOCAL(six) ||
           (b[0] & 0xFE) == 0xFC || b[0] == 0xFF || !memcmp(b, local_nat64, sizeof local_nat64);
}

static bool is_private(const struct sockaddr *a)
{
    if (a->sa_family == AF_INET)
        return is_private_v4(ntohl(((const struct sockaddr_in *)(const void *)a)->sin_addr.s_addr));
    return a->sa_family != AF_INET6 || is_private_v6(&((const struct sockaddr_in6 *)(const void *)a)->sin6_addr);
}

/* The address is judged where it is used, so a name that changes its mind is no way around. */
static curl_socket_t on_socket(void *arg, curlsocktype kind, struct curl_sockaddr *to)
{
    struct call *k = arg;
    (void)kind;
    if (k->in->public_only && is_private(&to->addr))
        return k->is_private = true, CURL_SOCKET_BAD;
    return socket(to->family, to->socktype | SOCK_CLOEXEC, to->protocol);
}

/* ---- one request ------------------------------------------------------------------------------ */

static void close_list(void *l) { curl_slist_free_all(l); }

static bool is_token(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (!s.p[i] || (!isalnum((unsigned char)s.p[i]) && !strchr("!#$%&'*+-.^_`|~", s.p[i])))
            return false;
    return s.n > 0;
}

static bool is_value(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (((unsigned char)s.p[i] < ' ' && s.p[i] != '\t') || s.p[i] == 0x7F)
            return false;
    return true;
}

static enum status set_headers(struct ctx *c, CURL *h, const struct http_in *in)
{
    struct curl_slist *list = curl_slist_append(NULL, "Expect:"); /* no wait for 100 Continue */
    for (size_t i = 0; i < in->headers.n; i++) {
        const struct http_header *one = &in->headers.at[i];
        if (!is_token(one->name) || !is_value(one->value)) {
            curl_slist_free_all(list);
            return fail(c, REJECT, "the header %.40s has a character in it that no header may have", one->name.p ? one->name.p : "");
        }
        list = curl_slist_append(list, str_fmt(c, one->value.n ? "%.*s: %.*s" : "%.*s;", FMT(one->name), FMT(one->value)).p);
    }
    arena_defer(c->mem, close_list, list);
    curl_easy_setopt(h, CURLOPT_HTTPHEADER, list);
    return OK;
}

static void set_body(CURL *h, const struct http_in *in)
{
    bool has_body = in->body.n > 0;
    const char *method = in->method.n ? in->method.p : has_body ? "POST" : "GET";
    if (strcmp(method, "HEAD") == 0)
        curl_easy_setopt(h, CURLOPT_NOBODY, 1L);
    else if (has_body || strcmp(method, "POST") == 0) {
        curl_easy_setopt(h, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)in->body.n);
        curl_easy_setopt(h, CURLOPT_POSTFIELDS, in->body.p ? in->body.p : "");
    }
    curl_easy_setopt(h, CURLOPT_CUSTOMREQUEST, method);
}

static void set_limits(CURL *h, struct call *k, struct str from)
{
    const struct http_in *in = k->in;
    int64_t all = in->timeout_ms > 0 ? in->timeout_ms : TIMEOUT_MS, idle = in->idle_ms > 0 ? in->idle_ms : all;
    curl_easy_setopt(h, CURLOPT_TIMEOUT_MS, (long)all);
    curl_easy_setopt(h, CURLOPT_CONNECTTIMEOUT_MS, (long)(all < CONNECT_MS ? all : CONNECT_MS));
    curl_easy_setopt(h, CURLOPT_LOW_SPEED_LIMIT, 1L); /* bytes a second */
    curl_easy_setopt(h, CURLOPT_LOW_SPEED_TIME, (long)((idle + 999) / 1000));
    curl_easy_setopt(h, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(h, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(h, CURLOPT_ACCEPT_ENCODING, ""); /* whatever it can undo; the limit counts what comes out */
    curl_easy_setopt(h, CURLOPT_USERAGENT, "purvey/" PURVEY_VERSION);
    curl_easy_setopt(h, CURLOPT_WRITEFUNCTION, on_body);
    curl_easy_setopt(h, CURLOPT_WRITEDATA, k);
    curl_easy_setopt(h, CURLOPT_HEADERFUNCTION, on_header);
    curl_easy_setopt(h, CURLOPT_HEADERDATA, k);
    curl_easy_setopt(h, CURLOPT_OPENSOCKETFUNCTION, on_socket);
    curl_easy_setopt(h, CURLOPT_OPENSOCKETDATA, k);
    curl_easy_setopt(h, CURLOPT_NOPROGRESS, 0L);
    curl_easy_setopt(h, CURLOPT_XFERINFOFUNCTION, on_progress);
    curl_easy_setopt(h, CURLOPT_XFERINFODATA, k);
    if (in->public_only || in->once) /* one that is open was judged for another request; and when it dies, libcurl asks again */
        curl_easy_setopt(h, CURLOPT_FRESH_CONNECT, 1L);
    if (in->public_only || url_is_own_machine(from))
        curl_easy_setopt(h, CURLOPT_PROXY, "");
}

static enum status judge(struct call *k, CURLcode code, struct str from)
{
    struct ctx *c = k->c;
    if (code == CURLE_OK || k->out->is_cut)
        return OK;
    if (k->is_long)
        return fail(c, REJECT, "%s: the answer is longer than %lld bytes", from.p, (long long)k->max);
    if (k->is_private)
        return fail(c, REJECT, "%s: an address inside a private network is not asked", from.p);
    if (code == CURLE_ABORTED_BY_CALLBACK)
        return fail(c, RETRY, "%s: stopped, since nobody waits for it any more", from.p);
    if (code == CURLE_OPERATION_TIMEDOUT)
        return fail(c, RETRY, "%s: no answer in time", from.p);
    return fail(c, RETRY, "%s: %s", from.p, curl_easy_strerror(code));
}

static enum status ask_once(struct ctx *c, CURL *h, const struct http_in *in, struct str url, struct str from, struct http_out *out)
{
    struct call k = {.c = c, .in = in, .out = out, .max = in->max_bytes > 0 ? in->max_bytes : BODY_MAX};
    long status = 0;
    curl_off_t wait = 0;
    *out = (struct http_out){0};
    curl_easy_reset(h);
    curl_easy_setopt(h, CURLOPT_URL, url.p);
    set_limits(h, &k, from);
    set_body(h, in);
    TRY(set_headers(c, h, in));
    TRY(judge(&k, curl_easy_perform(h), from));
    curl_easy_getinfo(h, CURLINFO_RESPONSE_CODE, &status);
    curl_easy_getinfo(h, CURLINFO_RETRY_AFTER, &wait);
    out->status = status;
    out->retry_after_ms = wait > INT32_MAX ? (int64_t)INT32_MAX * 1000 : (int64_t)wait * 1000;
    out->body = buf_str(&k.body);
    return OK;
}

/* Where the answer sends us, when we may go there; else absent. */
static struct str next_url(struct ctx *c, CURL *h, const struct http_in *in, struct str from)
{
    char *to = NULL;
    curl_easy_getinfo(h, CURLINFO_REDIRECT_URL, &to);
    struct str url = to ? str_copy(c, str_z(to)) : (struct str){0}, there = origin(c, url);
    bool is_get = !in->body.n && (!in->method.n || str_eq(in->method, STR("GET")) || str_eq(in->method, STR("HEAD")));
    bool is_bare = is_get && !in->headers.n && !(str_starts(from, STR("https:")) && str_starts(there, STR("http:")));
    return there.p && is_get && (str_eq(there, from) || is_bare) ? url : (struct str){0};
}

static enum status ask(struct ctx *c, CURL *h, const struct http_in *in, struct http_out *out)
{
    struct str url = str_copy(c, in->url), from = origin(c, url);
    if (!from.p)
        return fail(c, REJECT, "this is no http:// or https:// address");
    if (in->method.n && !is_token(in->method))
        return fail(c, REJECT, "%s: no such method", from.p);
    for (int64_t left = in->part ? 0 : in->redirects;; left--) {
        TRY(ask_once(c, h, in, url, from, out));
        struct str next = out->status >= 300 && out->status < 400 && left > 0 ? next_url(c, h, in, from) : (struct str){0};
        if (!next.p)
            return OK;
        url = next;
        from = origin(c, url);
    }
}

enum status http_do(struct ctx *c, const struct http_in *in, struct http_out *out)
{
    CURL *h = take_handle();
    enum status s = ask(c, h, in, out);
    put_back(h);
    return s;
}

void http_add(struct ctx *c, struct http_in *in, const char *name, struct str value)
{
    *LIST_ADD(c, &in->headers) = (struct http_header){str_z(name), value};
}

struct str http_header(const struct http_out *out, const char *name)
{
    for (size_t i = 0; i < out->headers.n; i++)
        if (str_eq_case(out->headers.at[i].name, str_z(name)))
            return out->headers.at[i].value;
    return (struct str){0};
}
