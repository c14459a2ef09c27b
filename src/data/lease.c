/* data/lease.c - names of processes, and whether they live. */
#include "data/lease.h"
#include <errno.h>
#include <signal.h>
#include <unistd.h>

struct str lease_name(struct ctx *c)
{
    char host[65] = "";
    gethostname(host, sizeof host - 1);
    return str_fmt(c, "%s/%d", host, (int)getpid());
}

bool lease_is_dead(struct ctx *c, struct str holder)
{
    struct str mine = lease_name(c);
    int64_t pid;
    size_t slash = str_find(mine, STR("/"), 0);
    if (!str_starts(holder, str_part(mine, 0, slash + 1)) || !str_int(str_part(holder, slash + 1, holder.n), &pid))
        return false;
    return kill((pid_t)pid, 0) != 0 && errno == ESRCH;
}

int64_t backoff_ms(int64_t tries)
{
    const int64_t most = 600000;
    return tries >= 10 ? most : tries < 1 ? 0 : (int64_t)1000 << (tries - 1);
}
