/* data/claim.c - the records of data/claim.h. */
#include "data/claim.h"

const struct record claim_record = {"claim", sizeof(struct claim), (const struct field[]){
    FIELD(struct claim, text, .doc = "the words, as they stand in the text"),
    FIELD(struct claim, kind, .doc = "number, material, colour, origin, certificate, superlative, …"),
    FIELD(struct claim, verdict, .choice = "supported|unsupported|contradicted", .doc = "what the facts say"),
    FIELD(struct claim, fact, .flags = OPTIONAL, .doc = "the fact it was held against"),
    FIELD(struct claim, source, .flags = OPTIONAL, .doc = "that fact's row and column"),
    FIELD(struct claim, from, .unit = "byte", .doc = "where the words begin"),
    FIELD(struct claim, to, .unit = "byte", .doc = "where they end"),
    {0}}};

const struct record claims_in_record = {"claims_in", sizeof(struct claims_in), (const struct field[]){
    FIELD_ONE(struct claims_in, product, &product_record, .doc = "whose facts count"),
    FIELD(struct claims_in, text, .max = 100000, .doc = "the text to check"),
    FIELD(struct claims_in, language, .max = 20, .flags = OPTIONAL, .doc = "BCP 47 of the text; absent: English"),
    FIELD(struct claims_in, field, .max = 60, .flags = OPTIONAL, .doc = "the shop's field it is for"),
    FIELD(struct claims_in, banned, .flags = OPTIONAL, .doc = "words the brand will not use"),
    FIELD(struct claims_in, competitors, .flags = OPTIONAL, .doc = "names that must not appear"),
    FIELD(struct claims_in, max_length, .init = NONE, .unit = "code points", .max = 1e6, .flags = OPTIONAL, .doc = "longest text allowed"),
    {0}}};

const struct record claims_out_record = {"claims_out", sizeof(struct claims_out), (const struct field[]){
    FIELD_LIST(struct claims_out, claims, &claim_record, .doc = "in the order of the text"),
    FIELD(struct claims_out, accepted, .doc = "no claim is unsupported or contradicted"),
    FIELD(struct claims_out, confidence, .min = 0, .max = 1, .doc = "how much of the text was understood"),
    FIELD(struct claims_out, difficulty, .unit = "LIX", .max = 10000, .flags = OPTIONAL, .doc = "30 is easy to read, 60 hard"),
    FIELD(struct claims_out, language, .max = 20, .flags = OPTIONAL, .doc = "that the text was read in"),
    {0}}};
