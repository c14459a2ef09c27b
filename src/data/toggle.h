/* data/toggle.h - a price tested by time: which blocks ask it. Shared by who plans them and who reads them. */
#pragma once
#include "core/str.h"

/* Of each two blocks one asks the tested price; which of them is a hash of the test's name, the same for ever. */
bool toggle_is_tested(struct ctx *c, struct str name, int64_t block);
