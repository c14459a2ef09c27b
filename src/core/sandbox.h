/* core/sandbox.h - what a process gives up for the rest of its life; kept by port/sandbox_*.c.
 *
 * Each part is had where the kernel has it, and said plainly where it has not: nothing here fails.
 */
#pragma once
#include "core/str.h"

struct sandbox {
    bool connects;     /* may open connections to others */
    bool listens;      /* may be connected to */
    struct strs write; /* folders it may write below; reading is not limited */
};

/* By seccomp: no other program is started, no other process is looked into, no mounts, no new privileges; sockets as
 * above. Gives what is in force, "no exec, no network", or "system calls: not limited (why)". */
struct str sandbox_calls(struct ctx *c, const struct sandbox *s);

/* By landlock: files are written below the folders alone. "writes only below …", or "files: not limited (why)". */
struct str sandbox_files(struct ctx *c, const struct sandbox *s);
