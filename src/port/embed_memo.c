/* port/embed_memo.c - a table with two places for each text: what is found moves nothing, what is new takes the older one. */
#include "port/embed_memo.h"
#include <stdlib.h>

enum { SETS = 4096, PLACES = 2, TEXT_MOST = 320 /* bytes; queries and products' names are shorter */ };

struct place {
    uint32_t n, age; /* n: bytes of the text and 1; 0: free */
    bool is_query;
    char text[TEXT_MOST];
};
struct embed_memo { /* some 15 MB at 384 numbers */
    size_t width;
    uint32_t now;
    struct place place[SETS * PLACES];
    float v[]; /* [SETS * PLACES][width] */
};

static size_t set_of(struct str text, bool is_query) { return (str_hash(text) + is_query) % SETS * PLACES; }

static bool holds(const struct place *p, struct str text, bool is_query)
{
    return p->n == text.n + 1 && p->is_query == is_query && !memcmp(p->text, text.p, text.n);
}

const float *embed_memo_find(const struct embed_memo *m, struct str text, bool is_query)
{
    size_t set = set_of(text, is_query);
    for (size_t i = set; m && text.n && i < set + PLACES; i++)
        if (holds(&m->place[i], text, is_query))
            return m->v + i * m->width;
    return NULL;
}

void embed_memo_keep(struct embed_memo **m, struct str text, bool is_query, const float *v, size_t width)
{
    size_t set = set_of(text, is_query), at = set;
    if (!text.n || text.n > TEXT_MOST)
        return;
    if (!*m && !(*m = calloc(1, sizeof **m + SETS * PLACES * width * sizeof *v)))
        return; /* without memory to spare it is read again */
    struct embed_memo *to = *m;
    to->width = to->width ? to->width : width;
    if (to->width != width)
        return;
    for (size_t i = set; i < set + PLACES; i++)
        at = to->place[i].age < to->place[at].age ? i : at;
    struct place *p = &to->place[at];
    p->n = (uint32_t)text.n + 1;
    p->age = ++to->now;
    p->is_query = is_query;
    memcpy(p->text, text.p, text.n);
    memcpy(to->v + at * width, v, width * sizeof *v);
}

void embed_memo_close(struct embed_memo *m) { free(m); }
