/* core/stream.h - lines as they come from a pipe, a file or a person, each when it is there. */
#pragma once
#include "core/str.h"
#include <stdio.h>

struct stream;

struct stream *stream_open(struct ctx *c, FILE *f); /* closed with the arena; `f` stays its owner's */

/* The next line with its line end, a view good until the next call; false: no more. */
bool stream_next(struct stream *s, struct str *line);
