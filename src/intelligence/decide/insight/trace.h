/* intelligence/decide/insight/trace.h - what a decision saw and expects of one item: enough to draw and to tell it. */
#pragma once
#include "core/field.h"

struct trace {
    struct str from;         /* the first day, as 2026-11-21 */
    struct reals units;      /* sold on each day since; NAN: not known */
    struct reals price;      /* asked on each of them; as long as units, or empty */
    struct reals in_stock;   /* share of each of them with stock; as long as units, or empty */
    struct reals mean, low, high; /* expected on each day from now, and a band of 80 % */
};
extern const struct record trace_record;
