/* app/rehearse/visits.c - what visitors searched, clicked and bought in the last weeks: what search and recommendations learn from.
 *
 * A visitor searches by a word of what he ends at: its category, a word of its title, its brand. Two of three buy nothing.
 * Tables  writes event
 */
#include "app/rehearse/rehearse.h"
#include "core/rand.h"
#include "data/day.h"
#include "data/sale.h"
#include <ctype.h>

enum { LOOKERS = 2 /* visits without an order, for each with one */, WORD_LEAST = 4 };

struct visit {
    struct str visitor, customer, query;
    int64_t at_ms, n;
    struct str key;
};

static struct str leaf_of(struct ctx *c, struct str category)
{
    size_t last = 0;
    for (size_t i = 0; i + 1 < category.n; i++)
        last = category.p[i] == '>' || category.p[i] == '/' ? i + 1 : last;
    return str_lower(c, str_copy(c, str_trim(str_part(category, last, category.n))));
}

/* The last word of the title that is long enough and no number: "Cordless Mouse" → "mouse". */
static struct str noun_of(struct ctx *c, struct str title)
{
    struct strs words = str_split(c, title, ' ');
    for (size_t i = words.n; i-- > 0;) {
        bool plain = words.at[i].n >= WORD_LEAST;
        for (size_t k = 0; k < words.at[i].n; k++)
            plain &= !isdigit((unsigned char)words.at[i].p[k]) && !ispunct((unsigned char)words.at[i].p[k]);
        if (plain)
            return str_lower(c, words.at[i]);
    }
    return str_lower(c, title);
}

static struct str query_of(struct ctx *c, struct stage *s, const struct ware *w)
{
    size_t comma = str_find(w->title, STR(","), 0);
    struct str title = comma == SIZE_MAX ? w->title : str_copy(c, str_part(w->title, 0, comma));
    uint64_t lot = rand_below(&s->seed, 10);
    if (lot < 3 && w->category.n)
        return leaf_of(c, w->category);
    if (lot < 5 && w->brand.n)
        return str_lower(c, w->brand);
    return noun_of(c, title);
}

static enum status tell(struct ctx *c, struct visit *v, const char *name, const struct ware *w, struct str sale, int64_t place)
{
    enum saved how;
    struct event e;
    record_init(&event_record, &e);
    e.id = str_fmt(c, "%s-%lld", v->key.p, (long long)++v->n);
    e.at_ms = v->at_ms += MINUTE_MS / 2;
    e.name = str_z(name), e.visitor = v->visitor, e.customer = v->customer, e.sale = sale, e.place = place;
    if (!w)
        e.query = v->query;
    else
        e.product = w->product, e.sku = w->sku, e.price = w->price, e.currency = w->currency;
    return event_save(c, &e, false, &how);
}

static enum status look(struct ctx *c, struct stage *s, struct visit *v, const struct ware *w)
{
    TRY(tell(c, v, "Products Searched", NULL, (struct str){0}, NONE));
    TRY(tell(c, v, "Product Clicked", w, (struct str){0}, 1 + (int64_t)rand_below(&s->seed, 4)));
    return tell(c, v, "Product Viewed", w, (struct str){0}, NONE);
}

static enum status bought(struct ctx *c, struct stage *s, const struct basket *b)
{
    const struct player *p = &s->players.at[b->player];
    struct visit v = {.visitor = str_fmt(c, "SIM-V%s", p->id.p), .customer = p->id, .key = str_fmt(c, "%s-visit", b->id.p),
                      .query = query_of(c, s, &s->wares.at[b->line[0].ware]), .at_ms = b->at_ms - 10 * MINUTE_MS};
    TRY(look(c, s, &v, &s->wares.at[b->line[0].ware]));
    for (size_t k = 0; k < b->n; k++) {
        if (k)
            TRY(tell(c, &v, "Product Viewed", &s->wares.at[b->line[k].ware], (struct str){0}, NONE));
        TRY(tell(c, &v, "Product Added", &s->wares.at[b->line[k].ware], (struct str){0}, NONE));
    }
    v.at_ms = b->at_ms;
    for (size_t k = 0; k < b->n; k++)
        TRY(tell(c, &v, "Order Completed", &s->wares.at[b->line[k].ware], b->id, NONE));
    return OK;
}

/* Looks at what others buy, and goes. */
static enum status looked(struct ctx *c, struct stage *s, const struct basket *b, int nth)
{
    const struct ware *w = &s->wares.at[s->recent.at[rand_below(&s->seed, s->recent.n)].line[0].ware];
    struct visit v = {.visitor = str_fmt(c, "SIM-V%s-%d", b->id.p, nth), .key = str_fmt(c, "%s-look%d", b->id.p, nth), .query = query_of(c, s, w),
                      .at_ms = b->at_ms - (int64_t)(rand_unit(&s->seed) * DAY_MS)};
    TRY(look(c, s, &v, w));
    return rand_unit(&s->seed) < 0.2 ? tell(c, &v, "Product Added", w, (struct str){0}, NONE) : OK;
}

enum status visits_play(struct ctx *c, struct stage *s)
{
    for (size_t i = 0; i < s->recent.n; i++) {
        struct arena_mark mark = arena_mark(c->mem);
        TRY(bought(c, s, &s->recent.at[i]));
        for (int k = 0; k < LOOKERS; k++)
            TRY(looked(c, s, &s->recent.at[i], k));
        arena_reset(c->mem, mark);
    }
    return OK;
}
