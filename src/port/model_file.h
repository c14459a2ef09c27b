/* port/model_file.h - where a packaged model lies, within port/ only. */
#pragma once
#include "core/str.h"

/* $ENV where it is set; else what matches `installed` in ../share/purvey/model or model/ beside the program; else what matches
 * `cached` in the cache that `make deps` fills. Absent: nowhere. */
struct str model_file(struct ctx *c, const char *env, const char *installed, const char *cached);
