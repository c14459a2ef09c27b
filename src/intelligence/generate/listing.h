/* intelligence/generate/listing.h - what copy.seo, copy.feed and copy.social share: short texts from the same reading. */
#pragma once
#include "intelligence/generate/writer.h"

struct listing_in {
    struct product *product;
    struct str language, tone, audience, query, backend;
    struct strs taken;    /* slugs in use */
    struct strs networks;
};
extern const struct record listing_in_record;

struct order listing_order(const struct listing_in *in, const struct writer_option *option);

/* The title and as many short facts as fit, the brand where it is not said: "Aero Kettle – Stainless Steel, 1.7 Litres | Brewmate". */
struct str listing_title(struct ctx *c, const struct reading *r, struct product *p, size_t characters);

/* Lower-case ASCII words with hyphens; `-2` … where it is taken. `id` where no letter can be written so. */
struct str slug_text(struct ctx *c, struct str title, struct str id, enum lang l, const struct strs *taken);
