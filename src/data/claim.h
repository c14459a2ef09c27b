/* data/claim.h - a checkable statement in a text, and what the shop's facts say of it. */
#pragma once
#include "data/product.h"

struct claim {
    struct str text;    /* the words, as they stand in the text */
    struct str kind;    /* number, unit, material, colour, size, origin, certificate, compatibility, brand, price,
                           feature, superlative, health, environment, competitor, banned, length, language, readability */
    struct str verdict; /* "supported", "unsupported", "contradicted" */
    struct str fact;    /* the fact it was held against: "capacity = 1.7 l" */
    struct str source;  /* that fact's row and column: "attributes[3]", "column:Material", "description:120-135" */
    int64_t from, to;   /* bytes in the text */
};
struct claims_in {
    struct product *product;
    struct str text;
    struct str language;
    struct str field;  /* which field of the shop it is for: "description", "seo_title"; may be absent */
    struct strs banned; /* words the brand will not use */
    struct strs competitors;
    int64_t max_length; /* code points; NONE: no limit */
};
struct claims_out {
    LIST(struct claim) claims;
    bool accepted;      /* no claim is unsupported or contradicted */
    double confidence;  /* 0..1: how much of the text the verifier understood */
    double difficulty;  /* LIX: 30 is easy, 60 hard */
    struct str language; /* that the text was read in */
};
extern const struct record claim_record, claims_in_record, claims_out_record;
