/* port/model_file.c - found anew at each look, so that a program that was moved finds what was moved with it. */
#include "port/model_file.h"
#include "core/file.h"
#include <glob.h>
#include <stdlib.h>
#include <unistd.h>

static struct str first_of(struct ctx *c, const char *pattern)
{
    glob_t found;
    struct str out = {0};
    if (glob(pattern, 0, NULL, &found) == 0 && found.gl_pathc)
        out = str_copy(c, str_z(found.gl_pathv[0]));
    globfree(&found);
    return out;
}

static struct str beside_program(struct ctx *c, const char *name)
{
    char exe[4096];
    ssize_t n = readlink("/proc/self/exe", exe, sizeof exe - 1);
    while (n > 0 && exe[n - 1] != '/')
        n--;
    if (n <= 0)
        return (struct str){0};
    struct str there = first_of(c, str_fmt(c, "%.*s../share/purvey/model/%s", (int)n, exe, name).p);
    return there.p ? there : first_of(c, str_fmt(c, "%.*smodel/%s", (int)n, exe, name).p);
}

struct str model_file(struct ctx *c, const char *env, const char *installed, const char *cached)
{
    const char *set = getenv(env);
    if (set && *set)
        return str_z(set);
    struct str there = beside_program(c, installed);
    if (there.p)
        return there;
    return first_of(c, str_fmt(c, "%s/src/%s", cache_folder(c).p, cached).p);
}
