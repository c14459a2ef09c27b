/* port/post_curl.c - mail_poll, mail_find and mail_send of core/mail.h kept by libcurl (IMAP and SMTP).
 *
 * One handle for a whole poll, so that its requests share one connection. FETCH marks a message as seen, as a reader would.
 * Source  RFC 3501 (IMAP), RFC 5092 (its URLs), RFC 5321 (SMTP)
 */
#include "core/field.h"
#include "core/mail.h"
#include "core/order.h"
#include "core/url.h"
#include <curl/curl.h>
#include <stdlib.h>

enum { TIMEOUT_MS = 60000, CONNECT_MS = 15000, LISTING_MAX = 4 << 20 };

struct talk {
    struct ctx *c;
    CURL *h;
    const struct post *post;
    struct str where; /* scheme and host, for sentences */
    struct buf body;
    size_t max;
    bool is_long;
    struct str upload;
    size_t sent;      /* bytes of the upload the library has taken */
};

static void close_handle(void *h) { curl_easy_cleanup(h); }
static void close_list(void *l) { curl_slist_free_all(l); }

static size_t on_body(char *p, size_t size, size_t n, void *arg)
{
    struct talk *t = arg;
    if (t->body.n + size * n > t->max)
        return t->is_long = true, 0;
    buf_add(t->c, &t->body, (struct str){p, size * n});
    return size * n;
}

static size_t on_upload(char *to, size_t size, size_t n, void *arg)
{
    struct talk *t = arg;
    size_t room = size * n, left = t->upload.n - t->sent, now = left < room ? left : room;
    memcpy(to, t->upload.p + t->sent, now);
    t->sent += now;
    return now;
}

static int on_progress(void *arg, curl_off_t a, curl_off_t b, curl_off_t d, curl_off_t e)
{
    struct talk *t = arg;
    (void)a, (void)b, (void)d, (void)e;
    return t->c->gone && t->c->gone(t->c);
}

/* ---- a connection -------------------------------------------------------------------------------------- */

/* "imaps://mail.example": what stands before a path, when the scheme is one of ours. */
static bool host_of(struct ctx *c, struct str url, const char *scheme, struct str *out)
{
    size_t from = str_find(url, STR("://"), 0), end;
    if (from == SIZE_MAX || !str_starts(url, str_z(scheme)) || from > strlen(scheme) + 1)
        return false;
    end = str_find(url, STR("/"), from + 3);
    *out = str_copy(c, str_part(url, 0, end == SIZE_MAX ? url.n : end));
    for (size_t i = 0; i < out->n; i++)
        if ((unsigned char)out->p[i] <= ' ' || out->p[i] == '@' || out->p[i] == '?' || out->p[i] == ';')
            return false;
    return out->n > from + 3;
}

static enum status talk_open(struct ctx *c, const struct post *p, const char *scheme, struct talk *t)
{
    *t = (struct talk){.c = c, .post = p, .max = LISTING_MAX};
    if (!host_of(c, p->url, scheme, &t->where))
        return fail(c, REJECT, "\"%.100s\" is no %s:// or %ss:// address", p->url.p ? p->url.p : "", scheme, scheme);
    t->h = curl_easy_init();
    if (!t->h)
        abort(); /* out of memory */
    arena_defer(c->mem, close_handle, t->h);
    return OK;
}

static void talk_set(struct talk *t, struct str url)
{
    curl_easy_reset(t->h);
    curl_easy_setopt(t->h, CURLOPT_URL, url.p);
    curl_easy_setopt(t->h, CURLOPT_PROTOCOLS_STR, "imap,imaps,smtp,smtps");
    curl_easy_setopt(t->h, CURLOPT_USE_SSL, url_is_own_machine(t->where) ? (long)CURLUSESSL_NONE : (long)CURLUSESSL_ALL);
    curl_easy_setopt(t->h, CURLOPT_PROXY, "");
    curl_easy_setopt(t->h, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(t->h, CURLOPT_TIMEOUT_MS, (long)TIMEOUT_MS);
    curl_easy_setopt(t->h, CURLOPT_CONNECTTIMEOUT_MS, (long)CONNECT_MS);
    curl_easy_setopt(t->h, CURLOPT_WRITEFUNCTION, on_body);
    curl_easy_setopt(t->h, CURLOPT_WRITEDATA, t);
    curl_easy_setopt(t->h, CURLOPT_NOPROGRESS, 0L);
    curl_easy_setopt(t->h, CURLOPT_XFERINFOFUNCTION, on_progress);
    curl_easy_setopt(t->h, CURLOPT_XFERINFODATA, t);
    if (t->post->user.n) {
        curl_easy_setopt(t->h, CURLOPT_USERNAME, t->post->user.p);
        curl_easy_setopt(t->h, CURLOPT_PASSWORD, t->post->password.p ? t->post->password.p : "");
    }
    t->body = (struct buf){0};
    t->is_long = false;
}

static enum status judge(const struct talk *t, CURLcode code)
{
    struct ctx *c = t->c;
    if (code == CURLE_OK)
        return OK;
    if (code == CURLE_LOGIN_DENIED)
        return fail(c, RETRY, "%s: the server refuses the sign-in", t->where.p);
    if (code == CURLE_USE_SSL_FAILED)
        return fail(c, RETRY, "%s: the server has no encryption, and without it no password is sent", t->where.p);
    if (code == CURLE_OPERATION_TIMEDOUT)
        return fail(c, RETRY, "%s: no answer in time", t->where.p);
    return fail(c, RETRY, "%s: %s", t->where.p, curl_easy_strerror(code));
}

/* ---- IMAP ------------------------------------------------------------------------------------------------ */

static struct str folder_of(const struct post *p) { return p->folder.n ? p->folder : STR("INBOX"); }

static struct str folder_url(struct ctx *c, const struct talk *t)
{
    return str_fmt(c, "%s/%s", t->where.p, url_escape(c, folder_of(t->post)).p);
}

/* A command of IMAP; its untagged lines are the body. */
static enum status command(struct talk *t, struct str url, struct str text)
{
    talk_set(t, url);
    curl_easy_setopt(t->h, CURLOPT_CUSTOMREQUEST, text.p);
    return judge(t, curl_easy_perform(t->h));
}

static bool folder_is_plain(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] < ' ' || (unsigned char)s.p[i] >= 0x7F || s.p[i] == '"' || s.p[i] == '\\')
            return false;
    return s.n < 200;
}

/* The number after `word` in the untagged lines; 0: not there. */
static int64_t number_after(struct str s, struct str word)
{
    size_t at = str_find(s, word, 0);
    if (at == SIZE_MAX)
        return 0;
    return strtoll(str_part(s, at + word.n, s.n).p, NULL, 10);
}

static enum status validity_read(struct talk *t, int64_t *validity)
{
    struct str folder = folder_of(t->post);
    if (!folder_is_plain(folder))
        return fail(t->c, REJECT, "\"%.100s\" cannot be the name of a folder: plain letters, without quotes", folder.p);
    TRY(command(t, str_fmt(t->c, "%s/", t->where.p), str_fmt(t->c, "STATUS \"%s\" (UIDVALIDITY)", folder.p)));
    *validity = number_after(buf_str(&t->body), STR("UIDVALIDITY "));
    return *validity > 0 ? OK : fail(t->c, RETRY, "%s: there is no folder \"%s\"", t->where.p, folder.p);
}

/* "* SEARCH 4 5 9": "5:*" finds the last message even when its number is smaller, so `above` decides. */
static void uids_read(struct ctx *c, struct str body, int64_t above, struct ints *out)
{
    LIST(int64_t) list = {0};
    struct strs lines = str_split(c, body, '\n');
    for (size_t i = 0; i < lines.n; i++) {
        if (!str_starts(lines.at[i], STR("* SEARCH")))
            continue;
        struct strs words = str_split(c, str_trim(lines.at[i]), ' ');
        for (size_t k = 2; k < words.n; k++) {
            int64_t uid;
            if (str_int(words.at[k], &uid) && uid > above)
                *LIST_ADD(c, &list) = uid;
        }
    }
    if (list.n)
        qsort(list.at, list.n, sizeof *list.at, order_int);
    *out = (struct ints){list.at, list.n};
}

static enum status fetch(struct talk *t, int64_t validity, int64_t uid, struct poll_out *out)
{
    struct str url = str_fmt(t->c, "%s;UIDVALIDITY=%lld/;UID=%lld", folder_url(t->c, t).p, (long long)validity, (long long)uid);
    talk_set(t, url);
    t->max = MAIL_MAX;
    CURLcode code = curl_easy_perform(t->h);
    t->max = LISTING_MAX;
    out->uid = uid;
    if (code == CURLE_REMOTE_FILE_NOT_FOUND) /* deleted between the listing and now */
        return OK;
    if (!t->is_long)
        TRY(judge(t, code));
    *LIST_ADD(t->c, &out->mails) = (struct fetched){uid, t->is_long ? (struct str){0} : buf_str(&t->body)};
    return OK;
}

enum status mail_poll(struct ctx *c, const struct poll_in *in, struct poll_out *out)
{
    struct talk t;
    struct ints uids;
    TRY(talk_open(c, &in->post, "imap", &t));
    TRY(validity_read(&t, &out->validity));
    out->uid = out->validity == in->validity ? in->uid : 0;
    out->mails.n = 0;
    TRY(command(&t, folder_url(c, &t), str_fmt(c, "UID SEARCH UID %lld:*", (long long)out->uid + 1)));
    uids_read(c, buf_str(&t.body), out->uid, &uids);
    for (size_t i = 0; i < uids.n && (int64_t)i < in->most; i++)
        TRY(fetch(&t, out->validity, uids.at[i], out));
    return OK;
}

enum status mail_find(struct ctx *c, const struct post *p, struct str id, bool *found)
{
    struct talk t;
    struct ints uids;
    if (!mail_id_is(id) || str_has(id, STR("\"")))
        return fail(c, REJECT, "this is no Message-ID");
    TRY(talk_open(c, p, "imap", &t));
    TRY(command(&t, folder_url(c, &t), str_fmt(c, "UID SEARCH HEADER Message-ID \"<%.*s>\"", FMT(id))));
    uids_read(c, buf_str(&t.body), 0, &uids);
    *found = uids.n > 0;
    return OK;
}

/* ---- SMTP ------------------------------------------------------------------------------------------------ */

static enum status sent(struct talk *t, CURLcode code, bool *unsure)
{
    long said = 0;
    curl_easy_getinfo(t->h, CURLINFO_RESPONSE_CODE, &said);
    *unsure = false;
    if (code == CURLE_OK || code == CURLE_LOGIN_DENIED)
        return judge(t, code);
    if (said >= 500 && said < 600)
        return fail(t->c, REJECT, "%s: the server refuses the message for good (%ld)", t->where.p, said);
    *unsure = t->upload.n && t->sent == t->upload.n && said < 400;
    if (*unsure)
        return fail(t->c, RETRY, "%s: the connection ended before the server said whether it took the message", t->where.p);
    return said >= 400 ? fail(t->c, RETRY, "%s: the server does not take the message now (%ld)", t->where.p, said) : judge(t, code);
}

enum status mail_send(struct ctx *c, const struct post *p, struct str from, const struct strs *to, struct str raw, bool *unsure)
{
    struct talk t;
    struct curl_slist *list = NULL;
    *unsure = false;
    TRY(talk_open(c, p, "smtp", &t));
    for (size_t i = 0; i < to->n; i++)
        if (!mail_address_is(to->at[i]))
            return fail(c, REJECT, "a recipient is not a plain address");
    if (!mail_address_is(from) || !to->n)
        return fail(c, REJECT, "a letter needs a plain address to come from and one to go to");
    for (size_t i = 0; i < to->n; i++)
        list = curl_slist_append(list, str_fmt(c, "<%.*s>", FMT(to->at[i])).p);
    arena_defer(c->mem, close_list, list);
    talk_set(&t, t.where);
    t.upload = raw;
    curl_easy_setopt(t.h, CURLOPT_MAIL_FROM, str_fmt(c, "<%.*s>", FMT(from)).p);
    curl_easy_setopt(t.h, CURLOPT_MAIL_RCPT, list);
    curl_easy_setopt(t.h, CURLOPT_UPLOAD, 1L);
    curl_easy_setopt(t.h, CURLOPT_READFUNCTION, on_upload);
    curl_easy_setopt(t.h, CURLOPT_READDATA, &t);
    return sent(&t, curl_easy_perform(t.h), unsure);
}
