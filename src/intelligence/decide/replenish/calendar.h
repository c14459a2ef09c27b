/* intelligence/decide/replenish/calendar.h - when a supplier takes orders, and when they come. */
#pragma once
#include "core/field.h"

struct calendar {
    struct strs order_days, closed;
    struct str cutoff, country;
};
extern const struct record calendar_record;

struct range { int64_t from, to; };
struct calendar_days { /* a calendar read and checked */
    bool taken[7];     /* Monday first */
    LIST(struct range) closed;
    struct str country;
    int64_t cutoff_min; /* minutes of the day; an order after it counts for the next day */
};

/* REJECT names the weekday, date or time that is wrong. `c` may be NULL: always open. */
MUST enum status calendar_read(struct ctx *c, const struct calendar *from, struct calendar_days *out);
/* The first day from `day` on that takes orders; `minute` of `day` counts against the cut-off. -1: none within a year. */
int64_t calendar_next(const struct calendar_days *d, int64_t day, int64_t minute);
/* The day that an order of `day` comes: after `lead` days on which the supplier works. */
int64_t calendar_arrives(const struct calendar_days *d, int64_t day, int64_t lead);
