/* execution/measure/guard.h - what measure.guard takes and gives. */
#pragma once
#include "core/field.h"

struct guarded {
    struct str name;              /* "margin", "conversion", "returns" */
    struct reals before, after;   /* of each day */
    struct reals base_before, base_after; /* ratio: of the same days, what it is divided by; else what the rest of the shop did */
    bool ratio, lower_is_better;
    double limit;                 /* share it may fall (rise) by */
};
struct guard_in {
    LIST(struct guarded) metrics;
    double alpha;
    int64_t least_days;
};
struct guard_metric {
    struct str name, verdict;     /* "worse", "open", "none" */
    double difference, low, high;
    struct str sentence;
};
struct guard_out {
    bool undo;
    LIST(struct guard_metric) metrics;
    struct str sentence;
};
extern const struct record guard_in_record;
