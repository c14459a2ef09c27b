/* core/grammar.c - places in a grammar.
 *
 * A thread is a step that reads a byte, and the stack of steps to return to; a place is a set of threads. Stacks and
 * places are stored once and found again by hash, and so is each step from place to place: walking the same text
 * again, as many candidates of one grammar do, is a look-up. Nothing recurses.
 */
#include "core/grammar.h"
#include "core/gbnf.h"
#include "core/rand.h"
#include <stdlib.h>

enum { THREADS_MAX = 1 << 16 }; /* a place with more threads than this is not walked on */

struct frame {
    uint32_t step, up; /* go on at `step` when the rule ends; `up` is the frame below; frame 0 is the bottom */
    uint32_t least;    /* bytes from here to the end at the shortest; ENDLESS at most */
};
struct thread {
    uint32_t step, frame;
};
struct threads { /* a list that is emptied and filled again: LIST forgets its room when it is empty */
    struct thread *at;
    size_t n, room;
};
struct place {
    uint32_t first, n; /* threads */
    bool may_end;
};
struct table { /* open hash of index + 1 */
    uint32_t *slot;
    size_t room, n;
};
struct edge {
    uint32_t from, to;
    uint8_t byte;
};
struct grammar {
    struct ctx *c;
    struct program p;
    LIST(struct frame) frames;
    LIST(struct thread) threads;
    LIST(struct place) places; /* 0 is PLACE_NONE */
    LIST(struct edge) edges;
    struct table by_frame, by_place, by_edge;
    struct threads now, todo; /* of the closure at work */
    uint32_t *seen;                /* open hash of thread + 1 in `now`-to-be, by turn */
    uint32_t *seen_turn, turn;
    size_t seen_room;
    struct threads seen_at;
    uint32_t start;
};

static void push(struct ctx *c, struct threads *list, struct thread t)
{
    if (list->n == list->room) {
        struct thread *more = NEW_ARRAY(c, struct thread, list->room ? 2 * list->room : 16);
        if (list->n)
            memcpy(more, list->at, list->n * sizeof *more);
        list->at = more;
        list->room = list->room ? 2 * list->room : 16;
    }
    list->at[list->n++] = t;
}

static uint64_t mix(uint64_t x)
{
    uint64_t seed = x;
    return rand_next(&seed);
}

static void table_put(struct table *t, uint64_t hash, uint32_t index)
{
    size_t i = hash & (t->room - 1);
    while (t->slot[i])
        i = (i + 1) & (t->room - 1);
    t->slot[i] = index + 1;
}

/* ---- stacks -------------------------------------------------------------------------------- */

static uint64_t frame_hash(const void *g, uint32_t i)
{
    const struct frame *f = &((const struct grammar *)g)->frames.at[i];
    return mix((uint64_t)f->step << 32 | f->up);
}

static uint64_t place_hash_of(const struct thread *t, size_t n, bool may_end)
{
    uint64_t h = may_end;
    for (size_t i = 0; i < n; i++)
        h = mix(h ^ ((uint64_t)t[i].step << 32 | t[i].frame));
    return h;
}

static uint64_t place_hash(const void *g, uint32_t i)
{
    const struct grammar *a = g;
    const struct place *p = &a->places.at[i];
    return place_hash_of(a->threads.at + p->first, p->n, p->may_end);
}

static uint64_t edge_hash(const void *g, uint32_t i)
{
    const struct edge *e = &((const struct grammar *)g)->edges.at[i];
    return mix((uint64_t)e->from << 8 | e->byte);
}

/* Note a new member; the table doubles when half full. */
static void table_add(struct grammar *g, struct table *t, uint64_t (*hash)(const void *, uint32_t), uint32_t index)
{
    if (2 * (t->n + 1) > t->room) {
        uint32_t *old = t->slot;
        size_t room = t->room;
        t->room = room ? 2 * room : 256;
        t->slot = NEW_ARRAY(g->c, uint32_t, t->room);
        for (size_t i = 0; i < room; i++)
            if (old[i])
                table_put(t, hash(g, old[i] - 1), old[i] - 1);
    }
    table_put(t, hash(g, index), index);
    t->n++;
}

static uint32_t frame_get(struct grammar *g, uint32_t step, uint32_t up)
{
    const struct table *t = &g->by_frame;
    size_t i = mix((uint64_t)step << 32 | up);
    for (i &= t->room - 1; t->room && t->slot[i]; i = (i + 1) & (t->room - 1)) {
        const struct frame *f = &g->frames.at[t->slot[i] - 1];
        if (f->step == step && f->up == up)
            return t->slot[i] - 1;
    }
    uint32_t least = g->p.least[step] + g->frames.at[up].least;
    *LIST_ADD(g->c, &g->frames) = (struct frame){step, up, least < ENDLESS ? least : ENDLESS};
    table_add(g, &g->by_frame, frame_hash, (uint32_t)g->frames.n - 1);
    return (uint32_t)g->frames.n - 1;
}

/* ---- places -------------------------------------------------------------------------------- */

static void seen_put(struct grammar *g, uint32_t at)
{
    struct thread t = g->seen_at.at[at];
    size_t i = mix((uint64_t)t.step << 32 | t.frame) & (g->seen_room - 1);
    while (g->seen_turn[i] == g->turn)
        i = (i + 1) & (g->seen_room - 1);
    g->seen[i] = at;
    g->seen_turn[i] = g->turn;
}

/* Is this the first time that the closure at work comes by this thread? */
static bool is_new(struct grammar *g, struct thread t)
{
    size_t i = mix((uint64_t)t.step << 32 | t.frame) & (g->seen_room - 1);
    for (; g->seen_turn[i] == g->turn; i = (i + 1) & (g->seen_room - 1)) {
        struct thread old = g->seen_at.at[g->seen[i]];
        if (old.step == t.step && old.frame == t.frame)
            return false;
    }
    push(g->c, &g->seen_at, t);
    if (2 * g->seen_at.n > g->seen_room) {
        g->seen_room *= 2;
        g->seen = NEW_ARRAY(g->c, uint32_t, g->seen_room);
        g->seen_turn = NEW_ARRAY(g->c, uint32_t, g->seen_room);
        for (uint32_t k = 0; k < g->seen_at.n; k++)
            seen_put(g, k);
    } else {
        seen_put(g, (uint32_t)g->seen_at.n - 1);
    }
    return true;
}

static void todo_add(struct grammar *g, uint32_t step, uint32_t frame)
{
    struct thread t = {step, frame};
    if (g->seen_at.n < 4 * THREADS_MAX && is_new(g, t))
        push(g->c, &g->todo, t);
}

static uint32_t past_jumps(const struct grammar *g, uint32_t step)
{
    while (g->p.step.at[step].op == JUMP)
        step = g->p.step.at[step].to;
    return step;
}

/* Follow what reads no byte until a byte must be read. Gives whether the text may end. */
static bool close_over(struct grammar *g)
{
    bool may_end = false;
    while (g->todo.n) {
        struct thread t = g->todo.at[--g->todo.n];
        const struct step *s = &g->p.step.at[t.step];
        switch ((enum op)s->op) {
        case BYTE: push(g->c, &g->now, t); break;
        case JUMP: todo_add(g, s->to, t.frame); break;
        case ALT:
        case CLASS:
            for (uint32_t i = 0; i < s->n; i++)
                todo_add(g, g->p.branch.at[s->to + i], t.frame);
            break;
        case CALL: { /* a call just before the rule's end needs no frame: lists by recursion stay flat */
            uint32_t after = past_jumps(g, t.step + 1);
            todo_add(g, s->to, g->p.step.at[after].op == RET ? t.frame : frame_get(g, after, t.frame));
            break;
        }
        case RET:
            may_end |= t.frame == 0;
            if (t.frame)
                todo_add(g, g->frames.at[t.frame].step, g->frames.at[t.frame].up);
        }
    }
    return may_end;
}

static int by_thread(const void *a, const void *b)
{
    const struct thread *x = a, *y = b;
    return x->step != y->step ? (x->step > y->step) - (x->step < y->step) : (x->frame > y->frame) - (x->frame < y->frame);
}

static void begin_place(struct grammar *g)
{
    g->now.n = g->todo.n = g->seen_at.n = 0;
    g->turn++;
}

static uint32_t end_place(struct grammar *g)
{
    bool may_end = close_over(g);
    if ((!g->now.n && !may_end) || g->now.n > THREADS_MAX)
        return PLACE_NONE;
    if (g->now.n)
        qsort(g->now.at, g->now.n, sizeof *g->now.at, by_thread);
    const struct table *t = &g->by_place;
    size_t i = place_hash_of(g->now.at, g->now.n, may_end);
    for (i &= t->room - 1; t->room && t->slot[i]; i = (i + 1) & (t->room - 1)) {
        const struct place *p = &g->places.at[t->slot[i] - 1];
        if (p->n == g->now.n && p->may_end == may_end &&
            (!p->n || memcmp(g->threads.at + p->first, g->now.at, p->n * sizeof *g->now.at) == 0))
            return t->slot[i] - 1;
    }
    *LIST_ADD(g->c, &g->places) = (struct place){(uint32_t)g->threads.n, (uint32_t)g->now.n, may_end};
    for (size_t k = 0; k < g->now.n; k++)
        *LIST_ADD(g->c, &g->threads) = g->now.at[k];
    table_add(g, &g->by_place, place_hash, (uint32_t)g->places.n - 1);
    return (uint32_t)g->places.n - 1;
}

enum status grammar_read(struct ctx *c, struct str text, struct grammar **out)
{
    struct grammar *g = NEW(c, struct grammar);
    g->c = c;
    TRY(gbnf_read(c, text, &g->p));
    g->seen_room = 64;
    g->seen = NEW_ARRAY(c, uint32_t, g->seen_room);
    g->seen_turn = NEW_ARRAY(c, uint32_t, g->seen_room);
    *LIST_ADD(c, &g->frames) = (struct frame){0};
    *LIST_ADD(c, &g->places) = (struct place){0};
    begin_place(g);
    todo_add(g, g->p.root, 0);
    g->start = end_place(g);
    *out = g;
    return g->start ? OK : fail(c, REJECT, "grammar: it begins in more than %d ways at once", THREADS_MAX);
}

uint32_t grammar_start(struct grammar *g) { return g->start; }

static uint32_t step_anew(struct grammar *g, uint32_t place, uint8_t byte)
{
    struct place p = g->places.at[place];
    begin_place(g);
    for (uint32_t i = 0; i < p.n; i++) {
        struct thread t = g->threads.at[p.first + i];
        const struct step *s = &g->p.step.at[t.step];
        if (byte >= s->lo && byte <= s->hi)
            todo_add(g, t.step + 1, t.frame);
    }
    return g->todo.n ? end_place(g) : PLACE_NONE;
}

uint32_t grammar_step(struct grammar *g, uint32_t place, uint8_t byte)
{
    const struct table *t = &g->by_edge;
    size_t i = mix((uint64_t)place << 8 | byte);
    assert(place < g->places.n);
    for (i &= t->room - 1; t->room && t->slot[i]; i = (i + 1) & (t->room - 1)) {
        const struct edge *e = &g->edges.at[t->slot[i] - 1];
        if (e->from == place && e->byte == byte)
            return e->to;
    }
    uint32_t to = step_anew(g, place, byte);
    *LIST_ADD(g->c, &g->edges) = (struct edge){place, to, byte};
    table_add(g, &g->by_edge, edge_hash, (uint32_t)g->edges.n - 1);
    return to;
}

uint32_t grammar_walk(struct grammar *g, uint32_t place, struct str text)
{
    for (size_t i = 0; i < text.n && place; i++)
        place = grammar_step(g, place, (uint8_t)text.p[i]);
    return place;
}

struct byteset grammar_next(const struct grammar *g, uint32_t place)
{
    struct byteset out = {{0}};
    const struct place *p = &g->places.at[place];
    for (uint32_t i = 0; i < p->n; i++) {
        const struct step *s = &g->p.step.at[g->threads.at[p->first + i].step];
        for (unsigned b = s->lo; b <= s->hi; b++)
            out.bits[b >> 6] |= (uint64_t)1 << (b & 63);
    }
    return out;
}

bool grammar_may_end(const struct grammar *g, uint32_t place) { return g->places.at[place].may_end; }

bool grammar_matches(struct grammar *g, struct str text)
{
    return grammar_may_end(g, grammar_walk(g, g->start, text));
}

/* The one byte that may come; -1: there is a choice or an end. */
static int only_byte(const struct grammar *g, uint32_t place)
{
    const struct place *p = &g->places.at[place];
    int only = -1;
    if (p->may_end)
        return -1;
    for (uint32_t i = 0; i < p->n; i++) {
        const struct step *s = &g->p.step.at[g->threads.at[p->first + i].step];
        if (s->lo != s->hi || (only >= 0 && only != s->lo))
            return -1;
        only = s->lo;
    }
    return only;
}

struct str grammar_forced(struct ctx *c, struct grammar *g, uint32_t place, size_t max)
{
    struct buf out = {0};
    for (int b; out.n < max && (b = only_byte(g, place)) >= 0; place = grammar_step(g, place, (uint8_t)b))
        buf_byte(c, &out, (char)b);
    size_t whole = out.n, lead = out.n; /* do not end inside a character */
    while (lead && ((unsigned char)out.p[lead - 1] & 0xC0) == 0x80)
        lead--;
    if (lead) {
        unsigned char b = (unsigned char)out.p[lead - 1];
        size_t size = b < 0xC0 ? 1 : b < 0xE0 ? 2 : b < 0xF0 ? 3 : 4;
        whole = lead - 1 + size == out.n || b < 0x80 ? out.n : lead - 1;
    }
    return str_copy(c, (struct str){out.n ? out.p : "", whole});
}

/* ---- writing a text ------------------------------------------------------------------------ */

/* A printable byte of the range where there is one, by chance where there is a seed. */
static char some_byte(uint8_t lo, uint8_t hi, uint64_t *seed)
{
    unsigned from = lo, to = hi;
    if (lo < 0x80 && lo <= '~' && hi >= ' ') {
        from = lo > ' ' ? lo : ' ';
        to = hi < '~' ? hi : '~';
    }
    return (char)(from + (seed ? rand_below(seed, to - from + 1) : 0));
}

/* The branch for one character: printable ASCII if any, wide ranges likelier. */
static uint32_t some_class(const struct grammar *g, const struct step *s, uint64_t *seed)
{
    uint64_t total = 0, pick;
    const uint32_t *branch = g->p.branch.at + s->to;
    for (int pass = 0; pass < 2; pass++) {
        total += pass; /* counted first; then picked */
        pick = pass ? rand_below(seed, total - 1) : 0;
        for (uint32_t i = 0; i < s->n; i++) {
            const struct step *b = &g->p.step.at[branch[i]];
            unsigned from = b->lo > ' ' ? b->lo : ' ', to = b->hi < '~' ? b->hi : '~';
            uint64_t width = b->lo < 0x80 && from <= to ? to - from + 1 : 0;
            if (pass && pick < width)
                return branch[i];
            total += pass ? 0 : width;
            pick -= pass ? width : 0;
        }
        if (!total)
            return branch[rand_below(seed, s->n)];
    }
    return branch[0];
}

/* The last of equals: a loop's way out stands last, and a loop around nothing would not end. */
static uint32_t shortest_way(const struct grammar *g, const struct step *s)
{
    const uint32_t *branch = g->p.branch.at + s->to;
    uint32_t best = branch[0];
    for (uint32_t i = 1; i < s->n; i++)
        if (g->p.least[branch[i]] <= g->p.least[best])
            best = branch[i];
    return best;
}

/* Write from `step` to the end, with `stack` to return to. seed NULL: the shortest way. */
static struct str write_out(struct ctx *c, const struct grammar *g, uint32_t step, struct threads stack, uint64_t *seed, size_t max)
{
    struct buf out = {0};
    size_t owed = 0; /* bytes that the stack still costs */
    for (size_t i = 0; i < stack.n; i++)
        owed += g->p.least[stack.at[i].step];
    for (;;) {
        const struct step *s = &g->p.step.at[step];
        bool is_free = seed && out.n + owed + g->p.least[step] < max;
        switch ((enum op)s->op) {
        case BYTE: buf_byte(c, &out, some_byte(s->lo, s->hi, seed)); step++; break;
        case JUMP: step = s->to; break;
        case ALT: step = is_free ? g->p.branch.at[s->to + rand_below(seed, s->n)] : shortest_way(g, s); break;
        case CLASS: step = seed ? some_class(g, s, seed) : shortest_way(g, s); break;
        case CALL:
            push(c, &stack, (struct thread){step + 1, 0});
            owed += g->p.least[step + 1];
            step = s->to;
            break;
        case RET:
            if (!stack.n)
                return buf_str(&out);
            step = stack.at[--stack.n].step;
            owed -= g->p.least[step];
        }
    }
}

struct str grammar_chance(struct ctx *c, const struct grammar *g, uint64_t *seed, size_t max)
{
    return write_out(c, g, g->p.root, (struct threads){0}, seed, max);
}

struct str grammar_finish(struct ctx *c, struct grammar *g, uint32_t place)
{
    const struct place *p = &g->places.at[place];
    const struct thread *best = NULL;
    uint32_t least = UINT32_MAX;
    struct threads up = {0}, stack = {0};
    if (p->may_end)
        return STR("");
    for (uint32_t i = 0; i < p->n; i++) {
        const struct thread *t = &g->threads.at[p->first + i];
        uint32_t cost = g->p.least[t->step] + g->frames.at[t->frame].least;
        if (cost < least) {
            least = cost;
            best = t;
        }
    }
    if (!best)
        return (struct str){0};
    for (uint32_t f = best->frame; f; f = g->frames.at[f].up)
        push(c, &up, (struct thread){g->frames.at[f].step, 0});
    while (up.n)
        push(c, &stack, up.at[--up.n]);
    return write_out(c, g, best->step, stack, NULL, 0);
}
