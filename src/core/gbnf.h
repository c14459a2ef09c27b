/* core/gbnf.h - what a grammar is compiled to; between core/gbnf.c and core/grammar.c only. */
#pragma once
#include "core/field.h"

enum op {
    BYTE,  /* one byte in lo..hi, then the next step */
    ALT,   /* one of n branches */
    CLASS, /* the same, where the branches are one character's encodings */
    JUMP,  /* on at `to` */
    CALL,  /* rule at `to`, then the next step */
    RET,   /* end of the rule */
};
struct step {
    uint8_t op, lo, hi;
    uint32_t to; /* JUMP, CALL: a step; ALT, CLASS: the first of its branches */
    uint32_t n;  /* ALT, CLASS: how many */
};
enum { ENDLESS = 1 << 20 }; /* bytes; what is longer than this at its shortest counts as never ending */

struct program {
    LIST(struct step) step;
    LIST(uint32_t) branch;  /* steps */
    const uint32_t *least;  /* per step: bytes to the end of its rule at the shortest */
    uint32_t root;          /* step */
};

MUST enum status gbnf_read(struct ctx *c, struct str text, struct program *out);
