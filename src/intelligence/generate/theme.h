/* intelligence/generate/theme.h - products that belong to a theme in words, chosen by meaning, variety, stock and budget. */
#pragma once
#include "core/model.h"
#include "data/product.h"

struct theme_asked {
    struct str theme, language, embed; /* embed: "auto", "e5", "hash" */
    const struct product *product;
    size_t n;
    size_t k, per_category; /* 0: any number of one category */
    int64_t budget;         /* minor units for one of each; NONE */
};
struct theme_pick {
    size_t product;   /* number among those asked about */
    double near;      /* standard deviations that it stands out above the least that belongs */
    int64_t price;    /* minor units; NONE */
    struct str reason;
    bool untrue;      /* the theme says of it what its facts do not */
};
struct theme_picked {
    LIST(struct theme_pick) at; /* best first */
    int64_t total;              /* of the prices known */
    struct str backend;         /* whose vectors */
    size_t untrue;              /* left out: the theme says of them what their facts do not */
};

/* REJECT: fewer than three products belong to it. */
MUST enum status theme_choose(struct ctx *c, const struct theme_asked *ask, struct theme_picked *out);

/* How near each product is: theme_near.c. */
MUST enum status theme_near(struct ctx *c, const struct theme_asked *ask, struct theme_pick *pick, struct str *backend);
struct str theme_words(struct ctx *c, const struct product *p); /* what is read of it */

/* The last step of "Home > Cups". */
struct str theme_kind(const struct product *p);
