/* app/desk/ration.h - of all better prices that are known, those that go into one plan; why the others wait. */
#pragma once
#include "app/desk/desk.h"

enum lot { TAKEN, DOUBTFUL, FULL, MOVING }; /* it goes; its gain is not clear of chance; the plan is full; too much revenue is in motion */

struct wish { /* for another price of one product */
    const struct desk_line *line; /* of its best seller */
    double gain, se, revenue;     /* money a day; se: of the gain, from the elasticities' */
    double rank, share;           /* gain and revenue as shares of the shop's revenue in that currency; ration_deal sets them */
    double price_now, price;
    enum lot lot;
    bool may_test, tested;        /* a test by time is of one price, not of several variants' */
};
struct wishes {
    LIST(struct wish) list;
    int64_t lots[MOVING + 1]; /* how many of each */
};

struct wait { /* of a wish that does not go, for people */
    struct str product, title, currency, because;
    double price_now, price, gain;
};
struct waits { LIST(struct wait) waits; };
extern const struct record waits_record;

/* Sort the wishes, best first, and give each its lot. */
MUST enum status ration_deal(struct ctx *c, const struct desk *d, struct wishes *w);

/* Which of how many one is, and what waits, as a sentence. */
struct str ration_place(struct ctx *c, const struct desk *d, const struct wishes *w, size_t which);

/* Note what waits, for the page (meta "merchandise.waits"); load it. */
MUST enum status ration_note(struct ctx *c, const struct desk *d, const struct wishes *w);
MUST enum status ration_load(struct ctx *c, struct waits *out);
