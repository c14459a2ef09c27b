/* core/file.c - files, by the C library. */
#include "core/file.h"
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static void close_file(void *f) { fclose(f); }

enum status file_open(struct ctx *c, struct str path, FILE **out)
{
    *out = stdin;
    if (str_is(path, "-"))
        return OK;
    struct stat st;
    if (!(*out = fopen(path.p, "r")))
        return fail(c, REJECT, "cannot read %s: %s", path.p, strerror(errno));
    arena_defer(c->mem, close_file, *out);
    if (fstat(fileno(*out), &st) == 0 && S_ISDIR(st.st_mode)) /* it opens, and has no lines */
        return fail(c, REJECT, "cannot read %s: %s", path.p, strerror(EISDIR));
    return OK;
}

enum status file_begin(struct ctx *c, struct str path, FILE **out)
{
    if (!(*out = fopen(path.p, "w")))
        return fail(c, RETRY, "cannot write %s: %s", path.p, strerror(errno));
    arena_defer(c->mem, close_file, *out);
    return OK;
}

enum status file_end(struct ctx *c, struct str path, FILE *f)
{
    return fflush(f) == 0 && !ferror(f) ? OK : fail(c, RETRY, "cannot write %s: %s", path.p, strerror(errno));
}

enum status file_read(struct ctx *c, struct str path, size_t max, struct str *bytes)
{
    struct buf b = {0};
    char part[65536];
    FILE *f;
    TRY(file_open(c, path, &f));
    for (size_t n; b.n <= max && (n = fread(part, 1, sizeof part, f)) > 0;)
        buf_add(c, &b, (struct str){part, n});
    *bytes = buf_str(&b);
    if (ferror(f))
        return fail(c, REJECT, "cannot read %s: %s", path.p, strerror(errno));
    return b.n <= max ? OK : fail(c, REJECT, "%s is too long for what it should hold: more than %zu bytes", path.p, max);
}

static bool write_all(int fd, struct str b)
{
    for (size_t at = 0; at < b.n;) {
        ssize_t n = write(fd, b.p + at, b.n - at);
        if (n < 0 && errno != EINTR)
            return false;
        at += n > 0 ? (size_t)n : 0;
    }
    return true;
}

enum status file_write(struct ctx *c, struct str path, struct str bytes, mode_t mode)
{
    struct str part = str_fmt(c, "%s.%ld.part", path.p, (long)getpid());
    int fd = open(part.p, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode);
    bool kept = fd >= 0 && write_all(fd, bytes);
    int why = errno;
    if (fd >= 0 && close(fd) != 0)
        kept = false, why = errno;
    if (kept && rename(part.p, path.p) == 0)
        return OK;
    why = kept ? errno : why;
    unlink(part.p);
    return fail(c, RETRY, "cannot write %s: %s", path.p, strerror(why));
}

enum status folder_make(struct ctx *c, struct str path, mode_t mode)
{
    return mkdir(path.p, mode) == 0 || errno == EEXIST ? OK : fail(c, RETRY, "cannot make the folder %s: %s", path.p, strerror(errno));
}

struct str cache_folder(struct ctx *c)
{
    const char *cache = getenv("PURVEY_CACHE"), *xdg = getenv("XDG_CACHE_HOME"), *home = getenv("HOME");
    return cache && *cache ? str_z(cache) : xdg && *xdg ? str_fmt(c, "%s/purvey", xdg) : str_fmt(c, "%s/.cache/purvey", home ? home : "");
}
