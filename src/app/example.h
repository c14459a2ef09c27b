/* app/example.h - an input that a capability answers, to try it with: its shortest golden case, taken in by the build. */
#pragma once
#include "core/str.h"

struct example {
    struct str in;  /* JSON, one line */
    struct str opt; /* absent: none is needed */
};
/* *found false: the capability has no golden case. */
MUST enum status example_find(struct ctx *c, struct str name, struct example *out, bool *found);

/* The same as a command to paste: echo '…' | purvey call NAME */
struct str example_command(struct ctx *c, struct str name, const struct example *e);
