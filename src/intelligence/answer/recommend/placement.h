/* intelligence/answer/recommend/placement.h - the shop's own rules over what is recommended, and its trial of one set against another.
 *
 * A rule says what it does, where, and to which products; the setting "recommend" holds them:
 *   {"rules":[{"do":"exclude","place":"for_you","field":"category","is":"Gift cards"},
 *             {"do":"pin","place":"similar","field":"id","is":"sock-7","position":1},
 *             {"do":"boost","field":"price","above":5000,"by":1.5}],
 *    "per_category":4,
 *    "trial":"brave","arms":[{"name":"now","share":0.5},{"name":"brave","share":0.5,"per_category":2}]}
 */
#pragma once
#include "core/field.h"

struct placement_rule {
    struct str act;      /* "pin", "bury", "exclude", "boost" */
    struct str place;    /* "similar", "goes_with", "for_you", "popular", "theme" or "*" */
    struct str field;    /* "id", "brand", "category", "title", "price", "stock", "*" */
    struct str is;       /* the same, or for a category in or below it, for a title among its words */
    double above, below; /* numbers: money in minor units; NAN: no limit */
    double by;           /* boost: times; below 1 it lowers */
    int64_t position;    /* pin: from 1 */
};
struct placement_arm {
    struct str name;
    double share;
    LIST(struct placement_rule) rules; /* after the common ones */
    int64_t per_category;              /* NONE: as common */
};
struct placement {
    LIST(struct placement_rule) rules;
    LIST(struct placement_arm) arms;
    struct str trial;
    int64_t per_category; /* at most so many of one category in a list; 0: any number */
};
extern const struct record recommend_setting_record; /* of struct placement */

struct placed { /* one candidate, best first */
    struct str id, title, brand, category;
    int64_t price, stock;
    double score;
    bool pinned;
    size_t from; /* its place before the rules */
};

/* The arm of a visitor; NULL: there is no trial, or the visitor is in none. Somebody unknown is in none. */
const struct placement_arm *placement_arm(struct ctx *c, const struct placement *p, struct str visitor);

/* Ids that rules pin in a place: to be added to its candidates. */
struct strs placement_pins(struct ctx *c, const struct placement *p, const struct placement_arm *arm, const char *place);

/* Apply rules, stock and the cap; gives how many of `at` remain, in the order to show. What has no stock or is excluded
 * never remains, whatever else a rule says. */
size_t placement_apply(const struct placement *p, const struct placement_arm *arm, const char *place, struct placed *at, size_t n, size_t most);
