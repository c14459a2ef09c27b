/* port/sandbox_seccomp.c - core/sandbox.h on libseccomp: a list of system calls that answer "not permitted".
 *
 * A list of what is forbidden, not of what is allowed: libraries and the model's runtime change what they
 * call, and a process that is killed by an update of libc helps nobody. Threads are made, namespaces are not:
 * clone3 hides its flags from a filter, so it is answered as by a kernel that lacks it, and libc takes clone.
 */
#include "core/sandbox.h"
#include <errno.h>
#include <sched.h>
#include <seccomp.h>
#include <sys/socket.h>

static const int never[] = {
    SCMP_SYS(execve), SCMP_SYS(execveat), SCMP_SYS(ptrace), SCMP_SYS(process_vm_readv), SCMP_SYS(process_vm_writev),
    SCMP_SYS(pidfd_getfd), SCMP_SYS(mount), SCMP_SYS(umount2), SCMP_SYS(move_mount), SCMP_SYS(open_tree), SCMP_SYS(fsopen),
    SCMP_SYS(fsconfig), SCMP_SYS(fsmount), SCMP_SYS(fspick), SCMP_SYS(mount_setattr), SCMP_SYS(fanotify_init), SCMP_SYS(kcmp),
    SCMP_SYS(process_madvise), SCMP_SYS(syslog), SCMP_SYS(vhangup), SCMP_SYS(clock_adjtime), SCMP_SYS(adjtimex),
    SCMP_SYS(pivot_root), SCMP_SYS(chroot), SCMP_SYS(setns), SCMP_SYS(unshare), SCMP_SYS(bpf), SCMP_SYS(perf_event_open),
    SCMP_SYS(kexec_load), SCMP_SYS(kexec_file_load), SCMP_SYS(init_module), SCMP_SYS(finit_module), SCMP_SYS(delete_module),
    SCMP_SYS(keyctl), SCMP_SYS(add_key), SCMP_SYS(request_key), SCMP_SYS(userfaultfd), SCMP_SYS(io_uring_setup),
    SCMP_SYS(io_uring_enter), SCMP_SYS(io_uring_register), SCMP_SYS(open_by_handle_at), SCMP_SYS(name_to_handle_at),
    SCMP_SYS(reboot), SCMP_SYS(swapon), SCMP_SYS(swapoff), SCMP_SYS(acct), SCMP_SYS(quotactl), SCMP_SYS(iopl), SCMP_SYS(ioperm),
    SCMP_SYS(personality), SCMP_SYS(sethostname), SCMP_SYS(setdomainname), SCMP_SYS(settimeofday), SCMP_SYS(clock_settime),
    SCMP_SYS(setuid), SCMP_SYS(setgid), SCMP_SYS(setreuid), SCMP_SYS(setregid), SCMP_SYS(setresuid), SCMP_SYS(setresgid),
    SCMP_SYS(setgroups), SCMP_SYS(capset), SCMP_SYS(mknod), SCMP_SYS(mknodat),
};

static int forbid(scmp_filter_ctx f, int call) { return seccomp_rule_add(f, SCMP_ACT_ERRNO(EPERM), call, 0); }

static int forbid_namespaces(scmp_filter_ctx f)
{
    static const unsigned long made[] = {CLONE_NEWNS, CLONE_NEWCGROUP, CLONE_NEWUTS, CLONE_NEWIPC, CLONE_NEWUSER, CLONE_NEWPID, CLONE_NEWNET};
    int bad = seccomp_rule_add(f, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3), 0);
    for (size_t i = 0; i < sizeof made / sizeof *made; i++)
        bad |= seccomp_rule_add(f, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(clone), 1, SCMP_A0(SCMP_CMP_MASKED_EQ, made[i], made[i]));
    return bad;
}

/* Sockets of this machine and of the internet; not of packets, of the kernel's own tables or of a hypervisor. */
static int forbid_families(scmp_filter_ctx f)
{
    int bad = seccomp_rule_add(f, SCMP_ACT_ERRNO(EAFNOSUPPORT), SCMP_SYS(socket), 1, SCMP_A0(SCMP_CMP_GT, AF_INET6, 0));
    for (int family = AF_INET + 1; family < AF_INET6; family++)
        bad |= seccomp_rule_add(f, SCMP_ACT_ERRNO(EAFNOSUPPORT), SCMP_SYS(socket), 1, SCMP_A0(SCMP_CMP_EQ, (scmp_datum_t)family, 0));
    return bad;
}

/* One who only listens needs stream sockets and no way to dial out; a datagram socket would be one. */
static int forbid_network(scmp_filter_ctx f, const struct sandbox *s)
{
    int bad = 0;
    if (!s->connects)
        bad |= forbid(f, SCMP_SYS(connect));
    if (!s->listens) {
        bad |= forbid(f, SCMP_SYS(bind));
        bad |= forbid(f, SCMP_SYS(listen));
        bad |= forbid(f, SCMP_SYS(accept));
        bad |= forbid(f, SCMP_SYS(accept4));
    }
    if (!s->connects && !s->listens)
        bad |= forbid(f, SCMP_SYS(socket));
    if (!s->connects && s->listens)
        bad |= seccomp_rule_add(f, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(socket), 1, SCMP_A1(SCMP_CMP_MASKED_EQ, 0xf, SOCK_DGRAM));
    return bad;
}

struct str sandbox_calls(struct ctx *c, const struct sandbox *s)
{
    scmp_filter_ctx f = seccomp_init(SCMP_ACT_ALLOW);
    int bad = f ? 0 : -ENOMEM;
    for (size_t i = 0; f && i < sizeof never / sizeof *never; i++)
        bad |= forbid(f, never[i]);
    if (f)
        bad |= forbid_namespaces(f) | forbid_network(f, s);
    if (f && (s->connects || s->listens))
        bad |= forbid_families(f);
    if (!bad)
        bad = seccomp_load(f);
    if (f)
        seccomp_release(f);
    if (bad)
        return str_fmt(c, "system calls: not limited (seccomp: error %d)", -bad);
    return str_fmt(c, "seccomp: starts no program%s", s->connects && s->listens ? "" : s->connects ? ", listens on no port"
                                                     : s->listens ? ", connects to nobody" : ", no network");
}
