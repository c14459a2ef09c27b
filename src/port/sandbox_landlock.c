/* port/sandbox_landlock.c - core/sandbox.h on Linux' landlock, called directly: the C library has no functions for it. */
#include "core/sandbox.h"
#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#ifndef LANDLOCK_ACCESS_FS_REFER /* since Linux 5.19 */
#define LANDLOCK_ACCESS_FS_REFER (1ULL << 13)
#endif
#ifndef LANDLOCK_ACCESS_FS_TRUNCATE /* since Linux 6.2 */
#define LANDLOCK_ACCESS_FS_TRUNCATE (1ULL << 14)
#endif

/* What a landlock of version `abi` can hold back of writing. */
static uint64_t writing(int abi)
{
    uint64_t all = LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_REMOVE_DIR | LANDLOCK_ACCESS_FS_REMOVE_FILE |
                   LANDLOCK_ACCESS_FS_MAKE_CHAR | LANDLOCK_ACCESS_FS_MAKE_DIR | LANDLOCK_ACCESS_FS_MAKE_REG | LANDLOCK_ACCESS_FS_MAKE_SOCK |
                   LANDLOCK_ACCESS_FS_MAKE_FIFO | LANDLOCK_ACCESS_FS_MAKE_BLOCK | LANDLOCK_ACCESS_FS_MAKE_SYM;
    all |= abi >= 2 ? LANDLOCK_ACCESS_FS_REFER : 0;
    return all | (abi >= 3 ? LANDLOCK_ACCESS_FS_TRUNCATE : 0);
}

static int allow_below(int rules, const char *folder, uint64_t access)
{
    struct landlock_path_beneath_attr below = {.allowed_access = access};
    below.parent_fd = open(folder, O_PATH | O_CLOEXEC);
    if (below.parent_fd < 0)
        return -1;
    int bad = (int)syscall(SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH, &below, 0);
    close(below.parent_fd);
    return bad;
}

static struct str unlimited(struct ctx *c, const char *what) { return str_fmt(c, "files: not limited (%s: %s)", what, strerror(errno)); }

struct str sandbox_files(struct ctx *c, const struct sandbox *s)
{
    int abi = (int)syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
    if (abi < 1)
        return unlimited(c, "no landlock in this kernel");
    struct landlock_ruleset_attr attr = {.handled_access_fs = writing(abi)};
    int rules = (int)syscall(SYS_landlock_create_ruleset, &attr, sizeof attr, 0);
    if (rules < 0)
        return unlimited(c, "landlock");
    int bad = allow_below(rules, "/dev/null", LANDLOCK_ACCESS_FS_WRITE_FILE); /* a folder's rights do not go with a file */
    for (size_t i = 0; i < s->write.n && !bad; i++)
        bad = allow_below(rules, s->write.at[i].p, attr.handled_access_fs);
    bad = bad ? bad : prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    bad = bad ? bad : (int)syscall(SYS_landlock_restrict_self, rules, 0);
    struct str said = bad ? unlimited(c, "landlock") : str_fmt(c, "landlock: writes only below %s", str_join(c, &s->write, STR(", ")).p);
    close(rules);
    return said;
}
