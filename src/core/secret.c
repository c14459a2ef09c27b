/* core/secret.c - reading a secret from where it stands. */
#include "core/secret.h"
#include <errno.h>
#include <stdlib.h>

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
