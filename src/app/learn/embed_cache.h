/* app/learn/embed_cache.h - vectors of texts that belong to no shop, kept in the user's cache so that no text is read twice. */
#pragma once
#include "intelligence/answer/search/meaning.h"

/* Rows for n products of a file: from the cache, else made by `by` and added to it. Progress goes to stderr. */
MUST enum status embed_cached(struct ctx *c, struct str by, const struct product *p, size_t n, struct meaning_rows *out);

/* "12000 of 28578 texts read, 190 a second", over the line before it; nothing unless stderr is a terminal, or ten seconds passed. */
struct progress {
    const char *what; /* NULL: "products read for their meaning" */
    int64_t begun_ms, told_ms, done, all;
    bool told;
};
void progress_tell(struct progress *p, int64_t done);
void progress_end(struct progress *p);
