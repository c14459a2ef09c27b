/* app/web/file.c - our own files, and the photographs of products. */
#include "app/page.h"
#include "app/web/visit.h"
#include "core/hash.h"
#include "data/catalog.h"
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PHOTO_MAX = 32 << 20 }; /* bytes */

static const char *type_of(const char *name)
{
    const char *end = strrchr(name, '.');
    if (end && strcmp(end, ".css") == 0)
        return "text/css; charset=utf-8";
    if (end && strcmp(end, ".js") == 0)
        return "text/javascript; charset=utf-8";
    if (end && strcmp(end, ".svg") == 0)
        return "image/svg+xml";
    return "application/octet-stream";
}

/* The browser asks each time and mostly hears 304: a new build shows at once. */
enum status asset_file(struct visit *v)
{
    struct str name = visit_param(v, "name");
    for (const struct page_file *f = page_files; f->name; f++) {
        if (!str_eq(name, str_z(f->name)))
            continue;
        struct str text = {f->text, f->n};
        struct str tag = str_fmt(v->c, "\"%.20s\"", hash_blake2b(v->c, text).p);
        struct str known = request_header(v->r, "If-None-Match");
        visit_header(v, "ETag", tag);
        visit_header(v, "Cache-Control", STR("no-cache"));
        bool same = known.p && str_eq(known, tag);
        if (pairs_get(&v->url.query, "v").n && str_has(tag, pairs_get(&v->url.query, "v"))) /* its own hash is in the address */
            v->reply->headers.at[v->reply->headers.n - 1].value = STR("public, max-age=31536000, immutable");
        return text_answer(v, same ? 304 : 200, type_of(f->name), same ? STR("") : text);
    }
    return deny(v, 404, "there is no file \"%.60s\"", name.p);
}

/* By its first bytes: a picture that a browser shows and that cannot hold script. */
static const char *photo_type(struct str s)
{
    if (s.n > 3 && memcmp(s.p, "\xFF\xD8\xFF", 3) == 0)
        return "image/jpeg";
    if (s.n > 8 && memcmp(s.p, "\x89PNG\r\n\x1A\n", 8) == 0)
        return "image/png";
    if (s.n > 6 && memcmp(s.p, "GIF8", 4) == 0)
        return "image/gif";
    if (s.n > 12 && memcmp(s.p, "RIFF", 4) == 0 && memcmp(s.p + 8, "WEBP", 4) == 0)
        return "image/webp";
    if (s.n > 12 && memcmp(s.p + 4, "ftypavif", 8) == 0)
        return "image/avif";
    return NULL;
}

static void close_file(void *fd) { close((int)(intptr_t)fd); }

/* Below the shop's folder only; a name that leads out of it is no name. */
static enum status photo_read(struct visit *v, struct str name, struct str *out)
{
    struct stat st;
    if (str_starts(name, STR("/")) || str_has(name, STR("..")) || !name.n)
        return deny(v, 404, "this photograph is not in the shop's folder");
    struct str path = str_fmt(v->c, "%s/%s", v->c->home, name.p);
    int fd = open(path.p, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (fd < 0)
        return deny(v, 404, "there is no photograph at %.200s", name.p);
    arena_defer(v->c->mem, close_file, (void *)(intptr_t)fd);
    if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode) || st.st_size > PHOTO_MAX)
        return deny(v, 404, "%.200s is not a photograph of at most %d MiB", name.p, PHOTO_MAX >> 20);
    char *p = arena_take(v->c->mem, (size_t)st.st_size + 1);
    ssize_t n = read(fd, p, (size_t)st.st_size);
    *out = (struct str){p, n > 0 ? (size_t)n : 0};
    return OK;
}

enum status photo_of(struct visit *v, struct str *bytes, const char **type)
{
    struct product p;
    bool found;
    int64_t n;
    TRY(visit_id(v, "n", &n));
    TRY(product_find(v->c, visit_param(v, "product"), &p, &found));
    if (!found || n < 0 || (uint64_t)n >= p.images.n)
        return deny(v, 404, "there is no such photograph");
    TRY(photo_read(v, p.images.at[n], bytes));
    *type = photo_type(*bytes);
    return *type ? OK : deny(v, 404, "this file is not a photograph we know");
}

enum status page_image(struct visit *v)
{
    struct str bytes;
    const char *type;
    TRY(photo_of(v, &bytes, &type));
    visit_header(v, "Cache-Control", STR("private, max-age=3600"));
    return text_answer(v, 200, type, bytes);
}
