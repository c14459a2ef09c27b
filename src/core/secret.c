/* core/secret.c - reading a secret from where it stands, and the shop's own. */
#include "core/secret.h"
#include "core/hash.h"
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

enum { SECRET_MAX = 4096 }; /* tokens are tens of bytes, signed ones a few thousand */

static enum status from_file(struct ctx *c, const char *path, struct str *out)
{
    char line[SECRET_MAX];
    FILE *f = fopen(path, "r");
    if (!f)
        return fail(c, REJECT, "cannot read the secret in %s: %s", path, strerror(errno));
    bool got = fgets(line, sizeof line, f) != NULL;
    fclose(f);
    struct str s = got ? str_trim(str_z(line)) : (struct str){0};
    *out = str_copy(c, s);
    return s.n ? OK : fail(c, REJECT, "there is no secret in the first line of %s", path);
}

enum status secret_read(struct ctx *c, struct str where, struct str *out)
{
    if (str_starts(where, STR("file:")))
        return from_file(c, where.p + 5, out);
    if (!str_starts(where, STR("env:")))
        return fail(c, REJECT, "a secret stands in env:NAME or file:PATH, never in the settings themselves");
    const char *set = getenv(where.p + 4);
    if (!set || !*set)
        return fail(c, REJECT, "the variable %s is not set: it should hold the secret", where.p + 4);
    *out = str_copy(c, str_z(set));
    return OK;
}

/* Whole or not at all: who comes second takes what the first has made. */
static enum status key_make(struct ctx *c, const char *path)
{
    struct str key = hash_hex(c, hash_random(c, 32)), part = str_fmt(c, "%s.%s", path, hash_hex(c, hash_random(c, 6)).p);
    int fd = open(part.p, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    bool written = fd >= 0 && write(fd, key.p, key.n) == (ssize_t)key.n && fsync(fd) == 0;
    int bad = written && link(part.p, path) != 0 && errno != EEXIST ? errno : written ? 0 : errno;
    if (fd >= 0) {
        close(fd);
        unlink(part.p);
    }
    return bad ? fail(c, RETRY, "cannot write the shop's key %s: %s", path, strerror(bad)) : OK;
}

enum status secret_own(struct ctx *c, const char *purpose, struct str *out)
{
    struct str key;
    if (!c->home)
        return fail(c, REJECT, "there is no folder of a shop whose key this needs");
    struct str path = str_fmt(c, "%s/key", c->home);
    if (access(path.p, F_OK) != 0)
        TRY(key_make(c, path.p));
    TRY(from_file(c, path.p, &key));
    *out = hash_hmac(c, key, str_z(purpose));
    return OK;
}
