/* data/lease.h - who is working on a row: a lease names host and process, ends by itself, and is void at once when
 * that process is dead. */
#pragma once
#include "core/sql.h"

struct str lease_name(struct ctx *c); /* "host/pid" of this process */

/* True when the holder ran on this host and is no more; false when it lives or nobody here can tell. */
bool lease_is_dead(struct ctx *c, struct str holder);

/* How long to wait after the n-th failure: 1 s, 2 s, 4 s … 10 min. */
int64_t backoff_ms(int64_t tries);
