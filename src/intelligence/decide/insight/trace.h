/* intelligence/decide/insight/trace.h - what a decision saw and expects of one item: enough to draw and to tell it. */
#pragma once
#include "core/field.h"

struct mark { /* on a picture: an occasion */
    int64_t at; /* the period, from 0 */
    struct str name;
};
extern const struct record mark_record;
struct trace {
    struct str from;         /* the first day, as 2026-11-21 */
    struct reals units;      /* sold on each day since; NAN: not known */
    struct reals price;      /* asked on each of them; as long as units, or empty */
    struct reals in_stock;   /* share of each of them with stock; as long as units, or empty */
    struct reals mean, low, high; /* expected on each day from now, and a band of 80 % */
    LIST(struct mark) marks; /* occasions that count, on all of these days */
};
extern const struct record trace_record;
