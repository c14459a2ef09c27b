/* data/ingest/group.h - rows of one product, gathered until the last has come; inside ingest/ only. */
#pragma once
#include "data/ingest/source.h"

struct group {
    struct arena *mem; /* of its rows and of all that is made of them */
    struct rows rows;
    struct faults faults;
    struct entry *entry;
};
struct entry { uint64_t hash; uint32_t left; struct group *open; };
struct groups {
    struct arena *mem; /* of this table */
    struct entry *at;  /* open addressing; hash 0: free */
    size_t n, room;    /* room is a power of two */
    struct buf before; /* key of the row before */
};

void groups_open(struct ctx *c, struct groups *g); /* closes with c's arena */
void group_count(struct groups *g, struct str key); /* first pass */
bool group_has(const struct groups *g, struct str key); /* it was counted */
void groups_again(struct groups *g);                /* the second pass begins */
struct str groups_before(const struct groups *g);

/* Second pass: copy the row to its group; *whole is that group when this was its last row. */
void group_add(struct groups *g, struct str key, const struct row *row, struct group **whole);
void group_close(struct groups *g, struct group *whole);
struct str group_raw(struct ctx *c, const struct group *g); /* its rows as they stood, a line each */
