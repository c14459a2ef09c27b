/* data/overlay.h - a JSON document with what changed between two readings of it laid over it.
 *
 * A program that reads a document, changes a little and writes it again would spell the rest its own way: other order of
 * keys, 70.0 for 70. Laid over the original, everything that did not change stays as it came.
 */
#pragma once
#include "core/json.h"

/* `original` with the differences from `before` to `after`, which the same writer wrote. What `after` adds is added; what
 * it lacks and `before` had goes. Arrays that grew keep their first elements. */
struct str overlay(struct ctx *c, const struct json *original, const struct json *before, const struct json *after);
