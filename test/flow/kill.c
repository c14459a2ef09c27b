/* test/flow/kill.c - a library to preload: it ends a process of purvey at its n-th call that writes.
 *
 * Every call by which a process changes a file or tells a server something is counted, for each process by its
 * name, in a page shared with the test. At the call that the test names, the parent is stopped, so that the test can
 * look at the database as it stands; then the process is killed before the call (or after it). The binary itself
 * knows nothing of this.
 *
 * Page    struct shared in the file $PURVEY_KILL; ports of mail servers, comma before and after each, in $PURVEY_KILL_PORTS
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/types.h>
#include <unistd.h>

enum { NAMES = 8 };
struct shared {
    struct {
        char name[16];          /* of a process: "mind"; set by the test */
        _Atomic uint64_t calls; /* that write, over all its lives */
        uint64_t at;            /* kill at this call; 0: never */
        uint64_t after;         /* 1: let the call happen first */
        _Atomic uint64_t killed;
        char saying[16];        /* the beginning of what it was telling a mail server then; "": it told none */
    } process[NAMES];
};
static struct shared *shared;

__attribute__((constructor)) static void attach(void)
{
    const char *path = getenv("PURVEY_KILL");
    int fd = path ? open(path, O_RDWR | O_CLOEXEC) : -1;
    if (fd < 0)
        return;
    void *at = mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    close(fd);
    if (at != MAP_FAILED)
        shared = at;
}

/* The name of the process, whatever its threads are called; a child gets its own soon after it began. */
static const char *own_name(void)
{
    static char name[16];
    static pid_t of;
    if (of == getpid() && strcmp(name, "purvey") != 0)
        return name;
    int fd = open("/proc/self/comm", O_RDONLY | O_CLOEXEC);
    ssize_t n = fd < 0 ? 0 : read(fd, name, sizeof name - 1);
    close(fd);
    name[n > 0 ? n - 1 : 0] = 0; /* it ends in a line end */
    of = getpid();
    return name;
}

/* Gives the row of this process when it is to die at this call, else -1. */
static int count_as(const char *name)
{
    for (int i = 0; shared && i < NAMES; i++)
        if (shared->process[i].name[0] && strcmp(name, shared->process[i].name) == 0)
            return atomic_fetch_add(&shared->process[i].calls, 1) + 1 == shared->process[i].at ? i : -1;
    return -1;
}

static int count(void) { return count_as(shared ? own_name() : ""); }

static void die(int i, const char *saying)
{
    snprintf(shared->process[i].saying, sizeof shared->process[i].saying, "%s", saying);
    if (getppid() > 1)
        kill(getppid(), SIGSTOP);
    atomic_store(&shared->process[i].killed, 1);
    kill(getpid(), SIGKILL);
}

/* Each file put in place is a line in a record, so that the test can count how often. */
static void told(const char *path)
{
    const char *record = getenv("PURVEY_KILL_RECORD");
    int fd = record ? open(record, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600) : -1;
    if (fd < 0)
        return;
    dprintf(fd, "%s\n", path);
    close(fd);
}

#define WRAP(result, name, params, args)                              \
    result name params                                                \
    {                                                                 \
        static result(*real) params;                                  \
        if (!real)                                                    \
            real = (result(*) params)dlsym(RTLD_NEXT, #name);         \
        int i = count();                                              \
        if (i >= 0 && !shared->process[i].after)                      \
            die(i, "");                                               \
        result r = real args;                                         \
        if (i >= 0)                                                   \
            die(i, "");                                               \
        return r;                                                     \
    }

WRAP(ssize_t, pwrite, (int fd, const void *p, size_t n, off_t at), (fd, p, n, at))
WRAP(ssize_t, pwrite64, (int fd, const void *p, size_t n, off64_t at), (fd, p, n, at))
WRAP(int, ftruncate, (int fd, off_t n), (fd, n))
WRAP(int, ftruncate64, (int fd, off64_t n), (fd, n))
WRAP(int, fsync, (int fd), (fd))
WRAP(int, fdatasync, (int fd), (fd))
WRAP(int, unlink, (const char *path), (path))

/* Is this the connection to a server of mail? */
static bool is_post(int fd)
{
    const char *ports = getenv("PURVEY_KILL_PORTS");
    struct sockaddr_in to = {0};
    socklen_t size = sizeof to;
    char port[8];
    if (!ports || getpeername(fd, (struct sockaddr *)&to, &size) != 0 || to.sin_family != AF_INET)
        return false;
    snprintf(port, sizeof port, ",%d,", ntohs(to.sin_port));
    return strstr(ports, port);
}

/* To PostgreSQL: what is said from BEGIN to COMMIT, else the asking of an idle process would drown the rest. Of the web
 * process all, answers to people too; to a mail server
 * every command and every piece of a letter, counted under a name of its own, "post". */
ssize_t send(int fd, const void *p, size_t n, int flags)
{
    static ssize_t (*real)(int, const void *, size_t, int);
    static bool in_step;
    if (!real)
        real = (ssize_t(*)(int, const void *, size_t, int))dlsym(RTLD_NEXT, "send");
    bool query = n > 5 && *(const char *)p == 'Q';
    in_step |= query && memmem(p, n, "BEGIN", 5);
    bool post = is_post(fd);
    char saying[16] = "";
    snprintf(saying, sizeof saying, "%.*s", post ? (int)n : 0, (const char *)p);
    int i = post ? count_as("post") : in_step || strcmp(own_name(), "web") == 0 ? count() : -1;
    if (query && (memmem(p, n, "COMMIT", 6) || memmem(p, n, "ROLLBACK", 8)))
        in_step = false;
    if (i >= 0 && !shared->process[i].after)
        die(i, saying);
    ssize_t r = real(fd, p, n, flags);
    if (i >= 0)
        die(i, saying);
    return r;
}

int rename(const char *from, const char *to)
{
    static int (*real)(const char *, const char *);
    if (!real)
        real = (int (*)(const char *, const char *))dlsym(RTLD_NEXT, "rename");
    int i = count();
    if (i >= 0 && !shared->process[i].after)
        die(i, "");
    int r = real(from, to);
    if (r == 0)
        told(to);
    if (i >= 0)
        die(i, "");
    return r;
}
