/* app/loop/serve.c - the parent: starts the processes, starts them again when they die, ends them when it is told to. */
#include "app/loop/serve.h"
#include "app/loop/process.h"
#include "app/verb.h"
#include "core/clock.h"
#include "core/log.h"
#include "core/sql.h"
#include <errno.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
    PROCESSES_MAX = 8,
    STEADY_MS = 5000,   /* one that lived this long did not fail to start */
    STOP_MS = 15000,    /* to end cleanly; then it is killed, which is safe too */
    PAUSE_MAX_MS = 30000,
};

struct child {
    const struct process *p;
    pid_t pid; /* 0: none now */
    int64_t begun_ms, due_ms;
    int quick; /* deaths in a row soon after the start */
    bool steady;
};
struct parent {
    struct ctx *c;
    const struct serving *s;
    struct child child[PROCESSES_MAX];
    size_t n;
    sigset_t mask; /* of the process before */
    bool stop;
    int code; /* of one that could not start at all; 0: none */
};

static void start(struct parent *p, struct child *k)
{
    k->begun_ms = clock_ms();
    fflush(NULL);
    k->pid = fork();
    if (k->pid == 0) {
        sigprocmask(SIG_SETMASK, &p->mask, NULL);
        int code = process_main(p->c, k->p, p->s);
        fflush(NULL);
        _exit(code);
    }
    if (k->pid < 0) {
        log_line(LOG_ERROR, "serve", "cannot start %s: %s", k->p->name, strerror(errno));
        k->pid = 0;
        k->due_ms = k->begun_ms + 1000;
    }
}

static void start_due(struct parent *p)
{
    for (size_t i = 0; i < p->n && !p->stop; i++)
        if (!p->child[i].pid && clock_ms() >= p->child[i].due_ms)
            start(p, &p->child[i]);
}

/* At once the first time, then later and later while it dies as soon as it starts. */
static void died(struct parent *p, struct child *k, int how)
{
    int64_t lived = clock_ms() - k->begun_ms;
    bool again = WIFEXITED(how) && WEXITSTATUS(how) == EXIT_AGAIN;
    k->pid = 0;
    k->quick = again || lived >= STEADY_MS ? 0 : k->quick + 1;
    int64_t pause = k->quick <= 1 ? 0 : (int64_t)100 << (k->quick < 10 ? k->quick : 10);
    k->due_ms = clock_ms() + (pause > PAUSE_MAX_MS ? PAUSE_MAX_MS : pause);
    if (p->stop)
        return;
    if (WIFSIGNALED(how))
        log_line(LOG_WARN, "serve", "%s was ended by signal %d; it starts again", k->p->name, WTERMSIG(how));
    else if (again)
        log_line(LOG_INFO, "serve", "%s starts again with a changed setting", k->p->name);
    else
        log_line(LOG_WARN, "serve", "%s ended with %d; it starts again", k->p->name, WEXITSTATUS(how));
    if (WIFEXITED(how) && !again && WEXITSTATUS(how) && !k->steady && lived < STEADY_MS) {
        p->code = WEXITSTATUS(how); /* it never worked: an address in use, a folder that is not ours */
        p->stop = true;
    }
    k->steady = true;
}

static void reap(struct parent *p)
{
    int how;
    for (pid_t pid; (pid = waitpid(-1, &how, WNOHANG)) > 0;)
        for (size_t i = 0; i < p->n; i++)
            if (p->child[i].pid == pid)
                died(p, &p->child[i], how);
}

static size_t alive(const struct parent *p)
{
    size_t n = 0;
    for (size_t i = 0; i < p->n; i++)
        n += p->child[i].pid != 0;
    return n;
}

static void tell_all(const struct parent *p, int signal)
{
    for (size_t i = 0; i < p->n; i++)
        if (p->child[i].pid)
            kill(p->child[i].pid, signal);
}

/* Wait for a signal, at most a moment: a child that is due to start again must not wait long. */
static void wait_signal(struct parent *p, const sigset_t *ours)
{
    int got = sigtimedwait(ours, NULL, &(struct timespec){.tv_nsec = 100000000});
    if (got == SIGTERM || got == SIGINT)
        p->stop = true;
    reap(p);
}

static void run(struct parent *p, const sigset_t *ours)
{
    while (!p->stop) {
        start_due(p);
        wait_signal(p, ours);
    }
    tell_all(p, SIGTERM);
    for (int64_t until = clock_ms() + STOP_MS; alive(p) && clock_ms() < until;)
        wait_signal(p, ours);
    tell_all(p, SIGKILL);
    while (alive(p))
        wait_signal(p, ours);
}

enum status serve(struct ctx *c, const struct serving *s)
{
    struct parent p = {.c = c, .s = s};
    sigset_t ours;
    assert(!c->db && "a database handle must not be carried into the children");
    for (const struct process *k = processes; k->name; k++) {
        assert(p.n < PROCESSES_MAX);
        p.child[p.n++].p = k;
    }
    sigemptyset(&ours);
    sigaddset(&ours, SIGTERM);
    sigaddset(&ours, SIGINT);
    sigaddset(&ours, SIGCHLD);
    sigprocmask(SIG_BLOCK, &ours, &p.mask);
    run(&p, &ours);
    sigprocmask(SIG_SETMASK, &p.mask, NULL);
    return p.code ? fail(c, p.code == EXIT_LATER ? RETRY : REJECT, "a process could not start; the log above says why") : OK;
}
