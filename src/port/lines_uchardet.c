/* port/lines_uchardet.c - keeps core/lines.h: uchardet guesses the encoding, iconv reads it.
 *
 * The whole file is looked at first: a file that is UTF-8 but for a few bytes stays UTF-8, and only a file
 * that is not is guessed at, by all of its bytes above 127.
 */
#include "core/lines.h"
#include <errno.h>
#include <fcntl.h>
#include <iconv.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <uchardet/uchardet.h>
#include <unistd.h>

enum { BLOCK = 64 << 10, GUESS_BYTES = 16 << 20 };

struct lines {
    int fd;           /* -1: the caller's bytes */
    struct str bytes;
    size_t n, at, begin; /* of the source: size, next byte to take into raw, after a byte order mark */
    unsigned char raw[BLOCK + 8]; /* bytes not decoded yet: [raw_from, raw_to) */
    size_t raw_from, raw_to;
    bool utf8;
    char encoding[40];
    iconv_t cd;
    char *out; /* decoded text not handed out yet: [from, to) */
    size_t from, to, room;
    int64_t line, damaged, first_damaged;
};

static void lines_close(void *what)
{
    struct lines *t = what;
    if (t->fd >= 0)
        close(t->fd);
    if (t->cd != (iconv_t)-1)
        iconv_close(t->cd);
    free(t->out);
    free(t);
}

/* Bytes behind those still there; a file is read, never mapped: another process may cut it short meanwhile. */
static bool raw_more(struct lines *t)
{
    size_t left = t->raw_to - t->raw_from, want = BLOCK - left;
    memmove(t->raw, t->raw + t->raw_from, left);
    t->raw_from = 0, t->raw_to = left;
    ssize_t got;
    if (t->fd < 0) {
        got = (ssize_t)(t->n - t->at < want ? t->n - t->at : want);
        if (got)
            memcpy(t->raw + left, t->bytes.p + t->at, (size_t)got);
    } else
        do
            got = pread(t->fd, t->raw + left, want, (off_t)t->at);
        while (got < 0 && errno == EINTR);
    t->at += got > 0 ? (size_t)got : 0;
    t->raw_to += got > 0 ? (size_t)got : 0;
    return got > 0;
}

static void raw_rewind(struct lines *t, size_t to) { t->at = to, t->raw_from = t->raw_to = 0; }

/* Length of the UTF-8 sequence at p, 0 when it is none (RFC 3629: no overlong forms, no surrogates). */
static size_t sequence(const unsigned char *p, size_t n)
{
    if (p[0] < 0x80)
        return 1;
    size_t len = p[0] >= 0xC2 && p[0] <= 0xDF ? 2 : (p[0] & 0xF0) == 0xE0 ? 3 : p[0] >= 0xF0 && p[0] <= 0xF4 ? 4 : 0;
    if (!len || len > n)
        return 0;
    for (size_t i = 1; i < len; i++)
        if ((p[i] & 0xC0) != 0x80)
            return 0;
    if ((p[0] == 0xE0 && p[1] < 0xA0) || (p[0] == 0xED && p[1] > 0x9F) || (p[0] == 0xF0 && p[1] < 0x90) || (p[0] == 0xF4 && p[1] > 0x8F))
        return 0;
    return len;
}

struct census { /* what kinds of bytes a file has */
    size_t good, bad, nul, nul_odd, control;
};

static struct census census(struct lines *t)
{
    struct census k = {0};
    size_t place = 0; /* of the byte, even or odd */
    raw_rewind(t, 0);
    for (bool more = true; more || t->raw_from < t->raw_to;) {
        if (t->raw_to - t->raw_from < 4 && more) {
            more = raw_more(t);
            continue;
        }
        const unsigned char *p = t->raw + t->raw_from;
        size_t len = sequence(p, t->raw_to - t->raw_from);
        k.good += len > 1;
        k.bad += len == 0;
        k.nul += *p == 0;
        k.nul_odd += *p == 0 && (place & 1);
        k.control += *p < 32 && *p && *p != '\t' && *p != '\n' && *p != '\r' && *p != '\f';
        t->raw_from += len + (len == 0), place += len + (len == 0);
    }
    return k;
}

static const struct { const char *magic; size_t n; const char *what; } known[] = {
    {"PK\3\4", 4, "a ZIP archive or an Excel workbook: save the sheet as \"CSV UTF-8\" and import that"},
    {"\xD0\xCF\x11\xE0", 4, "an old Excel workbook: save the sheet as \"CSV UTF-8\" and import that"},
    {"\x1F\x8B", 2, "compressed by gzip: unpack it first"},
    {"%PDF", 4, "a PDF document: export the data as CSV"},
    {"\x89PNG", 4, "a PNG picture"},
    {"\xFF\xD8\xFF", 3, "a JPEG picture"},
    {"SQLite format 3", 15, "an SQLite database"},
    {"\x7F" "ELF", 4, "a program"},
};

static enum status refuse_binary(struct ctx *c, struct lines *t, const char *name)
{
    raw_rewind(t, 0);
    raw_more(t);
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (t->raw_to >= known[i].n && memcmp(t->raw, known[i].magic, known[i].n) == 0)
            return fail(c, REJECT, "%s: this is not text but %s", name, known[i].what);
    return OK;
}

static void guess_by_bytes(struct lines *t)
{
    uchardet_t u = uchardet_new();
    raw_rewind(t, 0);
    while (t->at < GUESS_BYTES && raw_more(t) && uchardet_handle_data(u, (const char *)t->raw, t->raw_to) == 0)
        t->raw_from = t->raw_to;
    uchardet_data_end(u);
    snprintf(t->encoding, sizeof t->encoding, "%s", uchardet_get_charset(u));
    uchardet_delete(u);
    /* ISO 8859-1 in the wild is Windows-1252 with its marks and the euro sign; ASCII cannot be, it has such bytes. */
    if (!*t->encoding || strcmp(t->encoding, "ISO-8859-1") == 0 || strcmp(t->encoding, "ASCII") == 0)
        snprintf(t->encoding, sizeof t->encoding, "WINDOWS-1252");
}

static enum status encoding_find(struct ctx *c, struct lines *t, const char *name)
{
    static const struct { const char *mark; size_t n; const char *encoding; } marks[] = {
        {"\xEF\xBB\xBF", 3, "UTF-8"}, {"\xFF\xFE\0\0", 4, "UTF-32LE"}, {"\0\0\xFE\xFF", 4, "UTF-32BE"},
        {"\xFF\xFE", 2, "UTF-16LE"}, {"\xFE\xFF", 2, "UTF-16BE"}};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (t->raw_to >= marks[i].n && memcmp(t->raw, marks[i].mark, marks[i].n) == 0) {
            snprintf(t->encoding, sizeof t->encoding, "%s", marks[i].encoding);
            t->begin = marks[i].n;
            return OK;
        }
    struct census k = census(t);
    if (k.nul > t->n / 4) { /* mostly Latin text in UTF-16 without a mark: every other byte is 0 */
        bool big = k.nul_odd < k.nul / 10, little = k.nul_odd > k.nul - k.nul / 10;
        if ((big || little) && k.control < t->n / 100 + 1) {
            snprintf(t->encoding, sizeof t->encoding, big ? "UTF-16BE" : "UTF-16LE");
            return OK;
        }
    }
    if (k.nul || k.control > t->n / 20)
        return fail(c, REJECT, "%s: this is not text: it holds %zu zero and %zu control bytes; export it as CSV, TSV, XML or JSON Lines",
                    name, k.nul, k.control);
    if (k.bad * 50 <= k.good)
        snprintf(t->encoding, sizeof t->encoding, "UTF-8");
    else
        guess_by_bytes(t);
    return OK;
}

static enum status begin(struct ctx *c, struct lines *t, const char *name)
{
    t->cd = (iconv_t)-1;
    arena_defer(c->mem, lines_close, t);
    if (t->n == 0)
        return fail(c, REJECT, "%s: the file is empty", name);
    TRY(refuse_binary(c, t, name));
    TRY(encoding_find(c, t, name));
    t->utf8 = strcmp(t->encoding, "UTF-8") == 0;
    if (!t->utf8 && (t->cd = iconv_open("UTF-8", t->encoding)) == (iconv_t)-1)
        return fail(c, REJECT, "%s: encoding %s is not supported; save the file as UTF-8", name, t->encoding);
    lines_rewind(t);
    return OK;
}

static struct lines *lines_new(int fd, struct str bytes, size_t n)
{
    struct lines *t = calloc(1, sizeof *t);
    if (!t)
        abort();
    t->fd = fd, t->bytes = bytes, t->n = n;
    return t;
}

enum status lines_from(struct ctx *c, struct str bytes, const char *name, struct lines **out)
{
    *out = lines_new(-1, bytes, bytes.n);
    return begin(c, *out, name);
}

enum status lines_open(struct ctx *c, const char *path, struct lines **out)
{
    struct stat st;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0 || fstat(fd, &st) != 0) {
        enum status s = fail(c, errno == ENOENT || errno == EACCES || errno == ENOTDIR ? REJECT : RETRY, "%s: %s", path, strerror(errno));
        if (fd >= 0)
            close(fd);
        return s;
    }
    if (!S_ISREG(st.st_mode)) {
        close(fd);
        return fail(c, REJECT, "%s: this is %s, not a file", path, S_ISDIR(st.st_mode) ? "a folder" : "a device or a pipe");
    }
    *out = lines_new(fd, (struct str){0}, (size_t)st.st_size);
    return begin(c, *out, path);
}

void lines_rewind(struct lines *t)
{
    raw_rewind(t, t->begin);
    t->from = t->to = 0;
    t->line = t->damaged = t->first_damaged = 0;
    if (t->cd != (iconv_t)-1)
        iconv(t->cd, NULL, NULL, NULL, NULL);
}

bool lines_encode(struct lines *t, const char *encoding)
{
    bool utf8 = strcasecmp(encoding, "UTF-8") == 0;
    iconv_t cd = utf8 ? (iconv_t)-1 : iconv_open("UTF-8", encoding);
    if (!utf8 && cd == (iconv_t)-1)
        return false;
    if (t->cd != (iconv_t)-1)
        iconv_close(t->cd);
    t->cd = cd, t->utf8 = utf8;
    snprintf(t->encoding, sizeof t->encoding, "%s", encoding);
    lines_rewind(t);
    return true;
}

static void out_add(struct lines *t, const char *p, size_t n)
{
    if (t->to + n + 1 > t->room) {
        t->room = (t->to + n + 1) * 2;
        t->out = realloc(t->out, t->room);
        if (!t->out)
            abort();
    }
    memcpy(t->out + t->to, p, n);
    t->to += n;
}

/* The code points of Windows-1252 0x80..0x9F; 0: not used. */
static const unsigned short upper[32] = {
    0x20AC, 0, 0x201A, 0x192, 0x201E, 0x2026, 0x2020, 0x2021, 0x2C6, 0x2030, 0x160, 0x2039, 0x152, 0, 0x17D, 0,
    0, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x2DC, 0x2122, 0x161, 0x203A, 0x153, 0, 0x17E, 0x178};

static void stray_add(struct lines *t, unsigned char byte)
{
    unsigned u = byte >= 0xA0 ? byte : byte >= 0x80 && upper[byte - 0x80] ? upper[byte - 0x80] : 0xFFFD;
    char s[3] = {(char)(0xC0 | u >> 6), (char)(0x80 | (u & 63)), 0};
    if (u >= 0x800)
        s[0] = (char)(0xE0 | u >> 12), s[1] = (char)(0x80 | (u >> 6 & 63)), s[2] = (char)(0x80 | (u & 63));
    out_add(t, s, u >= 0x800 ? 3 : 2);
    if (!t->damaged++) {
        t->first_damaged = t->line + 1;
        for (size_t i = t->from; i < t->to; i++)
            t->first_damaged += t->out[i] == '\n';
    }
}

/* `last`: no more bytes will come, so a sequence that is not whole never will be. */
static void utf8_more(struct lines *t, bool last)
{
    while (t->raw_from < t->raw_to) {
        size_t run = t->raw_from, len = 1;
        while (run < t->raw_to && t->raw[run] && (len = sequence(t->raw + run, t->raw_to - run)))
            run += len;
        out_add(t, (const char *)t->raw + t->raw_from, run - t->raw_from);
        t->raw_from = run;
        if (run == t->raw_to || (!last && t->raw_to - run < 4))
            return;
        stray_add(t, t->raw[t->raw_from++]);
    }
}

static void iconv_more(struct lines *t, bool last)
{
    char part[BLOCK];
    for (int r = 1; r;) {
        char *in = (char *)t->raw + t->raw_from, *out = part;
        size_t left = t->raw_to - t->raw_from, room = sizeof part;
        r = iconv(t->cd, &in, &left, &out, &room) == (size_t)-1 ? errno : 0;
        for (char *p = part; p < out; p++)
            *p = *p ? *p : ' '; /* no text holds a 0 */
        out_add(t, part, sizeof part - room);
        t->raw_from = t->raw_to - left;
        if (r == EINVAL && !last)
            return;
        if ((r == EILSEQ || r == EINVAL) && left)
            stray_add(t, t->raw[t->raw_from++]);
    }
}

/* Decode a block more behind what is there. false: the file is at its end. */
static bool more(struct lines *t)
{
    if (t->from) {
        memmove(t->out, t->out + t->from, t->to - t->from);
        t->to -= t->from, t->from = 0;
    }
    bool last = !raw_more(t);
    if (last && t->raw_from == t->raw_to)
        return false;
    if (t->utf8)
        utf8_more(t, last);
    else
        iconv_more(t, last);
    return true;
}

static bool end_of_file(const struct lines *t) { return t->at >= t->n && t->raw_from == t->raw_to; }

bool lines_next(struct lines *t, struct str *line)
{
    for (size_t look = 0;;) {
        size_t have = t->to - t->from, end = SIZE_MAX;
        const char *p = t->out ? t->out + t->from : "";
        for (size_t i = look; i < have && end == SIZE_MAX; i++)
            if (p[i] == '\n')
                end = i + 1;
            else if (p[i] == '\r' && (i + 1 < have || end_of_file(t)))
                end = i + 1 + (i + 1 < have && p[i + 1] == '\n');
            else if (i >= LINE_MAX_BYTES && ((unsigned char)p[i] & 0xC0) != 0x80)
                end = i;
        if (end == SIZE_MAX) {
            look = have ? have - 1 : 0;
            if (more(t))
                continue;
            if (!have)
                return false;
            out_add(t, "\n", 1);
            end = t->to - t->from;
        }
        *line = (struct str){t->out + t->from, end};
        t->from += end;
        t->line++;
        return true;
    }
}

const char *lines_encoding(const struct lines *t) { return t->encoding; }
int64_t lines_bytes_done(const struct lines *t) { return (int64_t)t->at; }
int64_t lines_bytes(const struct lines *t) { return (int64_t)t->n; }

int64_t lines_damaged(const struct lines *t, int64_t *first_line)
{
    if (first_line)
        *first_line = t->first_damaged;
    return t->damaged;
}
