/* data/day.h - days and moments, as numbers and as texts. */
#pragma once
#include "core/str.h"

#define MINUTE_MS INT64_C(60000)
#define HOUR_MS   (60 * MINUTE_MS)
#define DAY_MS    (24 * HOUR_MS)

int64_t day_number(int64_t y, int64_t m, int64_t d); /* of a civil date: days since 1970-01-01 */
bool day_read(struct str text, int64_t *day); /* "2026-11-21", a time may follow: days since 1970-01-01; false: not a day */
struct str day_text(struct ctx *c, int64_t day);

struct str moment_iso(struct ctx *c, int64_t ms);  /* "2026-11-21T20:12:41Z" */
struct str moment_text(struct ctx *c, int64_t ms); /* "2026-11-21 20:12:41", for a terminal */
