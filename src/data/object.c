/* data/object.c - pictures by content hash: written aside, renamed, never half there. */
#include "data/object.h"
#include "core/file.h"
#include "core/hash.h"
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *extension(struct str b)
{
    static const struct { const char *magic; size_t at, n; const char *ext; } kinds[] = {
        {"\xFF\xD8\xFF", 0, 3, "jpg"}, {"\x89PNG\r\n\x1A\n", 0, 8, "png"}, {"GIF8", 0, 4, "gif"},
        {"WEBP", 8, 4, "webp"}, {"ftypavif", 4, 8, "avif"}};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (b.n >= kinds[i].at + kinds[i].n && memcmp(b.p + kinds[i].at, kinds[i].magic, kinds[i].n) == 0)
            return kinds[i].ext;
    return NULL;
}

/* The name that object_save would give. REJECT: the bytes are no picture we know. */
static enum status object_name(struct ctx *c, struct str bytes, struct str *name)
{
    const char *ext = extension(bytes);
    if (!ext)
        return fail(c, REJECT, "this is not a JPEG, PNG, GIF, WebP or AVIF picture");
    struct str hash = hash_blake2b(c, bytes);
    *name = str_fmt(c, "object/%.2s/%s.%s", hash.p, hash.p, ext);
    return OK;
}

bool object_is(struct str name)
{
    if (name.n < 78 || name.n > 80 || !str_starts(name, STR("object/")) || name.p[9] != '/' || name.p[74] != '.')
        return false;
    for (size_t i = 7; i < name.n; i++)
        if (i != 9 && i != 74 && !((name.p[i] >= '0' && name.p[i] <= '9') || (name.p[i] >= 'a' && name.p[i] <= 'z')))
            return false;
    return true;
}

enum status object_save(struct ctx *c, struct str bytes, struct str *name)
{
    struct stat st;
    TRY(object_name(c, bytes, name));
    struct str path = str_fmt(c, "%s/%s", c->home, name->p);
    if (stat(path.p, &st) == 0 && (size_t)st.st_size == bytes.n)
        return OK;
    TRY(folder_make(c, str_fmt(c, "%s/object", c->home), 0700));
    TRY(folder_make(c, str_fmt(c, "%s/%.9s", c->home, name->p), 0700));
    return file_write(c, path, bytes, 0600);
}

enum status object_file(struct ctx *c, struct str path, struct str *bytes)
{
    struct stat st;
    int fd = open(path.p, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0 || fstat(fd, &st) != 0 || !S_ISREG(st.st_mode) || st.st_size > OBJECT_MAX) {
        bool large = fd >= 0 && S_ISREG(st.st_mode);
        if (fd >= 0)
            close(fd);
        return fail(c, REJECT, "%s: %s", path.p, large ? "larger than 64 MiB" : fd >= 0 ? "not a file" : strerror(errno));
    }
    char *p = arena_take(c->mem, (size_t)st.st_size + 1);
    size_t n = 0;
    for (ssize_t got; n < (size_t)st.st_size && (got = read(fd, p + n, (size_t)st.st_size - n)) > 0;)
        n += (size_t)got;
    close(fd);
    *bytes = (struct str){p, n};
    return OK;
}

enum status object_take(struct ctx *c, struct str path, bool keep, struct str *name)
{
    struct arena_mark mark = arena_mark(c->mem);
    char kept[128];
    struct str bytes;
    TRY(object_file(c, path, &bytes));
    enum status s = keep ? object_save(c, bytes, name) : object_name(c, bytes, name);
    if (s == OK)
        snprintf(kept, sizeof kept, "%s", name->p);
    arena_reset(c->mem, mark); /* the picture itself need not stay in memory */
    if (s == OK)
        *name = str_fmt(c, "%s", kept);
    return s;
}

enum status object_read(struct ctx *c, struct str name, struct str *bytes)
{
    if (!name.n || name.p[0] == '/' || str_has(name, STR("..")) || memchr(name.p, 0, name.n))
        return fail(c, REJECT, "\"%.200s\" does not name a picture below the shop's folder", name.p ? name.p : "");
    if (object_file(c, str_fmt(c, "%s/%.*s", c->home, FMT(name)), bytes) != OK)
        return fail(c, REJECT, "there is no picture \"%.200s\" below the shop's folder", name.p);
    return OK;
}
