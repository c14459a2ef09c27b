/* data/day.h - days as numbers and as texts. */
#pragma once
#include "core/str.h"

int64_t day_number(int64_t y, int64_t m, int64_t d); /* of a civil date: days since 1970-01-01 */
bool day_read(struct str text, int64_t *day); /* "2026-11-21", a time may follow: days since 1970-01-01; false: not a day */
struct str day_text(struct ctx *c, int64_t day);
