/* core/file.h - files: read at once, written whole or not at all, or open until the arena closes. Sentences name the file. */
#pragma once
#include "core/str.h"
#include <sys/types.h>

/* All of a file, or of stdin for "-". REJECT: it cannot be read, or holds more than `max` bytes. */
MUST enum status file_read(struct ctx *c, struct str path, size_t max, struct str *bytes);

/* Written beside it and put in its place: nobody reads half of it, and what was there stays when this fails with RETRY. */
MUST enum status file_write(struct ctx *c, struct str path, struct str bytes, mode_t mode);

/* Open to read, stdin for "-"; or anew to write, told by file_end whether all of it arrived. The arena closes both. */
MUST enum status file_open(struct ctx *c, struct str path, FILE **out);
MUST enum status file_begin(struct ctx *c, struct str path, FILE **out);
MUST enum status file_end(struct ctx *c, struct str path, FILE *f);

/* Unless it is there. */
MUST enum status folder_make(struct ctx *c, struct str path, mode_t mode);

/* Where what can be fetched or made again is kept: $PURVEY_CACHE, else purvey in the user's cache. It need not be there. */
struct str cache_folder(struct ctx *c);
