/* intelligence/generate/writer.h - from an order to a checked text: what copy.describe, .social and .feed share. */
#pragma once
#include "intelligence/generate/copy.h"

struct writer_option {
    struct str backend;  /* auto: llama where there is one; openai; template */
    int64_t n;           /* candidates */
    double temperature;
    struct str model;
};
extern const struct record writer_option_record;

/* How the brand speaks: the setting "brand". */
struct brand {
    struct str voice;        /* tone where none is asked for */
    struct strs banned;      /* words never used */
    struct strs competitors; /* names never mentioned */
    struct strs preferred;   /* "sofa instead of couch": "couch=sofa" */
    struct str sentence;     /* said as it is, at the end of a long text */
};
extern const struct record brand_record;

struct order {
    struct product *product;
    struct str audience, tone, channel, query, language, backend;
    struct ints words;
    size_t characters;  /* at most; 0: no limit */
    const char *field;  /* of the shop: "description", "seo_description" */
    const struct writer_option *option;
};
struct written {
    struct str text, html, backend;
    struct claims_out claims;
    bool accepted;
    struct strs notes;
};
MUST enum status writer_write(struct ctx *c, const struct order *o, struct written *out);

/* The product read for writing about it, without a text yet. */
struct reading {
    struct brand brand;
    struct voice voice;
    struct subject subject;
    struct facts facts;
};
MUST enum status writer_read(struct ctx *c, const struct order *o, struct reading *out, struct strs *notes);

/* What verify.claims says of `text`. Where it is not part of this build nothing is accepted. */
MUST enum status writer_judge(struct ctx *c, struct product *p, struct str text, struct str language, const char *field,
                              const struct brand *b, struct claims_out *out);
/* Cut to `characters` code points at a sentence, then at a word. */
struct str text_cut(struct ctx *c, struct str text, size_t characters);
MUST enum status brand_read(struct ctx *c, struct brand *out);
