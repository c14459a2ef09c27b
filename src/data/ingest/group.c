/* data/ingest/group.c - keys counted, then rows gathered by key. */
#include "data/ingest/group.h"

static void groups_close(void *what)
{
    struct groups *g = what;
    for (size_t i = 0; i < g->room; i++)
        if (g->at[i].open)
            arena_close(g->at[i].open->mem);
    arena_close(g->mem);
}

void groups_open(struct ctx *c, struct groups *g)
{
    *g = (struct groups){.mem = arena_open()};
    arena_defer(c->mem, groups_close, g);
}

static struct entry *entry_find(struct entry *at, size_t room, uint64_t hash)
{
    size_t i = hash & (room - 1);
    while (at[i].hash && at[i].hash != hash)
        i = (i + 1) & (room - 1);
    return &at[i];
}

static void table_grow(struct groups *g)
{
    struct arena *mem = arena_open();
    size_t room = g->room ? g->room * 2 : 1024;
    struct entry *at = arena_array(mem, sizeof *at, room);
    for (size_t i = 0; i < g->room; i++)
        if (g->at[i].hash)
            *entry_find(at, room, g->at[i].hash) = g->at[i];
    struct ctx c = {.mem = mem};
    struct buf before = {0};
    buf_add(&c, &before, buf_str(&g->before));
    arena_close(g->mem);
    g->mem = mem, g->at = at, g->room = room, g->before = before;
}

static void before_set(struct groups *g, struct str key)
{
    struct ctx c = {.mem = g->mem};
    if (key.p == g->before.p)
        return; /* the row belongs to the one before: the format handed its key back */
    g->before.n = 0;
    buf_add(&c, &g->before, key);
}

static uint64_t key_hash(struct str key)
{
    uint64_t h = str_hash(key) * 0x9E3779B97F4A7C15u;
    return h ^ h >> 32 ? h ^ h >> 32 : 1;
}

void group_count(struct groups *g, struct str key)
{
    if (g->n * 2 >= g->room)
        table_grow(g);
    before_set(g, key);
    struct entry *e = entry_find(g->at, g->room, key_hash(buf_str(&g->before)));
    if (!e->hash)
        e->hash = key_hash(buf_str(&g->before)), g->n++;
    e->left++;
}

bool group_has(const struct groups *g, struct str key) { return g->room && entry_find(g->at, g->room, key_hash(key))->hash; }

void groups_again(struct groups *g)
{
    if (!g->room)
        table_grow(g);
    g->before.n = 0;
}

struct str groups_before(const struct groups *g) { return buf_str(&g->before); }

static void row_keep(struct group *g, const struct row *row)
{
    struct ctx c = {.mem = g->mem};
    g->rows.at = arena_grow(g->mem, g->rows.at, sizeof *row, g->rows.n);
    struct row *to = &g->rows.at[g->rows.n++];
    *to = *row;
    to->raw = str_copy(&c, row->raw);
    to->cell = NEW_ARRAY(&c, struct str, row->n);
    for (size_t i = 0; i < row->n; i++)
        to->cell[i] = row->cell[i].n ? str_copy(&c, row->cell[i]) : STR("");
}

void group_add(struct groups *g, struct str key, const struct row *row, struct group **whole)
{
    before_set(g, key);
    struct entry *e = entry_find(g->at, g->room, key_hash(buf_str(&g->before)));
    *whole = NULL;
    if (!e->hash || !e->left)
        return; /* the file grew while it was read: what came after the count is left for the next run */
    if (!e->open) {
        struct arena *mem = arena_open();
        e->open = arena_take(mem, sizeof *e->open);
        *e->open = (struct group){.mem = mem, .entry = e};
    }
    row_keep(e->open, row);
    if (--e->left == 0)
        *whole = e->open;
}

void group_close(struct groups *g, struct group *whole)
{
    (void)g;
    whole->entry->open = NULL;
    arena_close(whole->mem);
}

struct str group_raw(struct ctx *c, const struct group *g)
{
    struct buf b = {0};
    for (size_t i = 0; i < g->rows.n; i++) {
        if (i)
            buf_byte(c, &b, '\n');
        buf_add(c, &b, g->rows.at[i].raw);
    }
    return buf_str(&b);
}
