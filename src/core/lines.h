/* core/lines.h - an outside file as lines of UTF-8, whatever its encoding and line ends; kept by port/lines_uchardet.c.
 *
 *   struct lines *t;
 *   TRY(lines_open(c, path, &t));
 *   for (struct str line; lines_next(t, &line);) …
 *
 * Memory is bounded by the longest line. The handle closes with the arena.
 */
#pragma once
#include "core/str.h"

enum { LINE_MAX_BYTES = 4 << 20 }; /* bytes; a longer line is cut there, the rest is the next line */

struct lines;

/* Read the whole file once to learn its encoding. RETRY: it cannot be read. REJECT: it is empty, or is not text;
 * the sentence names the file and the cure. `path` "-" is not special. */
MUST enum status lines_open(struct ctx *c, const char *path, struct lines **out);

/* As above from bytes that the caller keeps; `name` stands for the path in sentences. */
MUST enum status lines_from(struct ctx *c, struct str bytes, const char *name, struct lines **out);

/* The next line, with its line end; false: no more. A view, good until the next call. The last line always ends in "\n". */
bool lines_next(struct lines *t, struct str *line);
void lines_rewind(struct lines *t);

/* Read it in this encoding, as the file itself says (XML); from the first line on. false: there is none of this name. */
bool lines_encode(struct lines *t, const char *encoding);

const char *lines_encoding(const struct lines *t); /* "UTF-8", "WINDOWS-1252" */
int64_t lines_bytes_done(const struct lines *t);   /* of the file, for progress */
int64_t lines_bytes(const struct lines *t);

/* Lines whose bytes were not of that encoding; such a byte is read as Windows-1252, as most stray bytes are. */
int64_t lines_damaged(const struct lines *t, int64_t *first_line);
