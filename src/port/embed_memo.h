/* port/embed_memo.h - vectors of the texts that a model read last: a catalogue that comes along again costs nothing. */
#pragma once
#include "core/str.h"

struct embed_memo;

/* The vector of a text; NULL: not read, or forgotten. */
const float *embed_memo_find(const struct embed_memo *m, struct str text, bool is_query);

/* Remember one, in the place of another. *m is made when first needed; long texts, and widths other than the first, are left out. */
void embed_memo_keep(struct embed_memo **m, struct str text, bool is_query, const float *v, size_t width);
void embed_memo_close(struct embed_memo *m);
