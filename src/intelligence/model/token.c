/* intelligence/model/token.c - the sorted vocabulary walked along the grammar, as if it were a trie. */
#include "intelligence/model/token.h"

enum { LISTED_MAX = 1024, VISITS_MAX = 8192 };

struct span {
    int32_t from, to; /* of vocab->sorted: tokens that begin alike, `depth` bytes long */
    uint32_t depth, place;
};

static struct str piece_at(const struct llm_vocab *v, int32_t i) { return v->piece[v->sorted[i]]; }

/* The first in [from, to) whose byte at `depth` is not below b. All have more than `depth` bytes. */
static int32_t first_at(const struct llm_vocab *v, int32_t from, int32_t to, uint32_t depth, unsigned b)
{
    while (from < to) {
        int32_t mid = from + (to - from) / 2;
        if ((unsigned char)piece_at(v, mid).p[depth] < b)
            from = mid + 1;
        else
            to = mid;
    }
    return from;
}

static struct span narrow(const struct llm_vocab *v, struct span s, unsigned b)
{
    int32_t from = first_at(v, s.from, s.to, s.depth, b);
    return (struct span){from, first_at(v, from, s.to, s.depth, b + 1), s.depth + 1, 0};
}

/* Tokens that end where the span begins; the last of equals, since byte tokens come first. */
static int32_t take_whole(const struct llm_vocab *v, struct span *s)
{
    int32_t token = -1;
    while (s->from < s->to && piece_at(v, s->from).n == s->depth)
        token = v->sorted[s->from++];
    return token;
}

/* Is each way on from here also the way of a longer token in the list? Those stand right behind. */
static bool is_covered(const struct token_map *t, uint32_t place, const int32_t *list, int32_t n)
{
    const struct llm_vocab *v = t->vocab;
    struct str head = v->piece[list[0]];
    uint32_t end = grammar_walk(t->grammar, place, head);
    struct byteset left = grammar_next(t->grammar, end);
    if (grammar_may_end(t->grammar, end))
        return false;
    for (int32_t i = 1; i < n && str_starts(v->piece[list[i]], head); i++) {
        unsigned b = (unsigned char)v->piece[list[i]].p[head.n];
        left.bits[b >> 6] &= ~((uint64_t)1 << (b & 63));
    }
    return !(left.bits[0] | left.bits[1] | left.bits[2] | left.bits[3]);
}

static struct allowed *find_allowed(struct token_map *t, uint32_t place)
{
    struct ctx *c = t->c;
    LIST(struct span) todo = {0};
    struct allowed *out = NEW(c, struct allowed);
    int32_t *list = NEW_ARRAY(c, int32_t, LISTED_MAX), n = 0, visits = 0;
    *LIST_ADD(c, &todo) = (struct span){0, t->vocab->n_sorted, 0, place};
    while (todo.n && !out->is_wide) {
        struct span s = todo.at[--todo.n];
        int32_t token = s.depth ? take_whole(t->vocab, &s) : -1;
        struct byteset next = grammar_next(t->grammar, s.place);
        if (token >= 0)
            list[n++] = token;
        for (int b = 255; b >= 0 && s.from < s.to; b--) { /* backwards: the last added is the first taken */
            struct span on = byteset_has(&next, (unsigned)b) ? narrow(t->vocab, s, (unsigned)b) : (struct span){0};
            visits += on.from < on.to;
            if (on.from < on.to && (on.place = grammar_step(t->grammar, s.place, (uint8_t)b)))
                *LIST_ADD(c, &todo) = on;
        }
        out->is_wide = n == LISTED_MAX || visits > VISITS_MAX;
    }
    for (int32_t i = 0; i < n; i++)
        if (!is_covered(t, place, list + i, n - i))
            list[out->n++] = list[i];
    out->token = list;
    return out;
}

const struct allowed *token_allowed(struct token_map *t, uint32_t place)
{
    if (place >= t->room) {
        size_t room = 2 * (size_t)place + 64;
        struct allowed **more = NEW_ARRAY(t->c, struct allowed *, room);
        if (t->room)
            memcpy(more, t->by_place, t->room * sizeof *more);
        t->by_place = more;
        t->room = room;
    }
    if (!t->by_place[place])
        t->by_place[place] = find_allowed(t, place);
    return t->by_place[place];
}

bool token_fits(const struct token_map *t, uint32_t place, int32_t token)
{
    struct str piece = t->vocab->piece[token];
    return piece.n && grammar_walk(t->grammar, place, piece) != PLACE_NONE;
}

bool token_crosses(const struct token_map *t, uint32_t place, struct str text)
{
    struct span s = {0, t->vocab->n_sorted, 0, 0};
    for (size_t i = 0; i < text.n && s.from < s.to; i++) {
        take_whole(t->vocab, &s);
        s = narrow(t->vocab, s, (unsigned char)text.p[i]);
    }
    take_whole(t->vocab, &s);
    struct byteset next = grammar_next(t->grammar, place);
    for (unsigned b = 0; b < 256 && s.from < s.to; b++)
        if (byteset_has(&next, b) && narrow(t->vocab, s, b).from < narrow(t->vocab, s, b).to)
            return true;
    return false;
}
