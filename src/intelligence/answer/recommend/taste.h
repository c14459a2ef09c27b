/* intelligence/answer/recommend/taste.h - what people choose next, learnt from what they chose before.
 *
 * Views of a candidate item are added up, with weights learnt by holding out each person's last choice:
 *   like     who chose what this person chose, chose it        (EASE: Steck 2019, the closed form)
 *   lately   the same, where what was chosen last counts most  (half as much every 5 choices)
 *   next     it comes within ten choices after one of the last ten  (log of how much more often than by chance)
 *   before   it comes within ten choices before
 *   once     it comes at once after one of the last three
 *   known    how many people chose it
 * The sum is the logit of a choice among all items (McFadden 1974), so the weights need no scale and no grid.
 *
 * Units   items are numbered by how many people chose them, most first; people in any order
 */
#pragma once
#include "core/arena.h"

struct taste_act {
    uint32_t user, item; /* any numbering from 0 */
    float weight;        /* 0..1: how much it says; 1: bought */
    int64_t at_ms;       /* ties keep the order given */
};
struct taste_log { /* each person's choices, oldest first, an item once, at its last time */
    size_t users, items;
    uint32_t *start, *n; /* [users] into item and weight */
    uint32_t *item;
    float *weight;
    uint32_t *outer;     /* [items] the item's number in the acts */
    uint32_t *inner;     /* [items] and back */
    uint32_t *people;    /* [items] by inner number: who chose it */
};

enum taste_view { LIKE, LATELY, NEXT, BEFORE, ONCE, KNOWN, VIEWS };

struct taste_pair { /* what was chosen near another: each 0 where it never was so */
    uint32_t item;
    float next, before, once;
};

struct taste {
    size_t items, core;        /* the first `core` items have rows in `like`; those chosen more rarely lean on the other views */
    float *like;               /* [core][core] row: chosen, column: candidate */
    uint32_t *near_start;      /* [items + 1] into near */
    struct taste_pair *near;   /* of one item, by item */
    float *known;              /* [items] */
    float *near_like;          /* [core][core] next and before, weighed, as rows: what is read for every list; NULL until weights are known */
    float *base;               /* [items] what no history changes; -INFINITY keeps an item out of every list */
    double weight[VIEWS];
    size_t held_out;           /* people whose last choice the weights were learnt from */
};

struct taste_place { /* one choice, from the item's side */
    uint32_t user, pos;
};
struct taste_places {
    uint32_t *start; /* [items + 1] */
    struct taste_place *at; /* of one item, by user */
};

/* Sort acts into a log. */
void taste_log_make(struct ctx *c, const struct taste_act *act, size_t n, size_t users, size_t items, struct taste_log *out);

struct taste_places taste_places(struct ctx *c, const struct taste_log *log);

/* Learn. Memory 4 core^2 bytes, core at most 2500; time of two core^3 multiplications. */
MUST enum status taste_learn(struct ctx *c, const struct taste_log *log, struct taste *out);

/* Logits of all items for a history, oldest first; score [items]. What is in the history is scored too. */
void taste_score(const struct taste *t, const uint32_t *item, const float *weight, size_t n, float *score);

/* The best `k` by score, best first; ties by number. Those at -INFINITY are none. Gives how many. */
size_t taste_top(const float *score, size_t items, size_t k, uint32_t *out);

/* The single views: out [VIEWS][items]. */
void taste_views(const struct taste *t, const uint32_t *item, const float *weight, size_t n, float *out);

/* Which of a history speaks most for a candidate, and by company (like, lately, before) or by order (next, once). */
struct taste_cause {
    size_t at; /* in the history; SIZE_MAX: none speaks for it */
    float kin, order;
};
struct taste_cause taste_cause(const struct taste *t, const uint32_t *item, const float *weight, size_t n, uint32_t candidate);

/* Of the people who chose `a`: how many chose `b` too, and how many of them later. */
struct taste_both {
    uint32_t both, later;
};
struct taste_both taste_both(const struct taste_places *v, uint32_t a, uint32_t b);

/* Learn the weights from each person's last choice: `t` counted without them, `log` with them. */
void taste_blend(struct ctx *c, const struct taste_log *log, struct taste *t);
