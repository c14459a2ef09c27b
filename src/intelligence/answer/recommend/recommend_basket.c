/* intelligence/answer/recommend/recommend_basket.c - the rest of a basket, what goes with a thing, what may stand in for it, an outfit.
 *
 * Flow    orders, visits, items, baskets → lists; pure
 * Source  intelligence/answer/recommend/kin.h, outfit.h
 */
#include "core/capability.h"
#include "core/stat.h"
#include "intelligence/answer/recommend/outfit.h"
#include <math.h>

struct basket {
    struct str id;
    struct strs items;
};
struct basket_in {
    LIST(struct basket) orders;
    LIST(struct basket) views;
    LIST(struct recommend_item) items;
    LIST(struct basket) baskets;
    struct strs exclude;
    struct str mode, language;
    int64_t k, budget;
};
struct basket_item {
    struct str item, kind, because, slot, reason;
    double score, times;
    int64_t together;
};
struct basket_list {
    struct str id;
    LIST(struct basket_item) items;
};
struct basket_out {
    LIST(struct basket_list) baskets;
};

static const struct record basket_record = {"basket", sizeof(struct basket), (const struct field[]){
    FIELD(struct basket, id, .max = 200, .flags = OPTIONAL | LOOSE, .doc = "to find its answer by"),
    FIELD(struct basket, items, .max = 1000, .flags = LOOSE, .doc = "ids"),
    {0}}};
static const struct record in_record = {"basket_wanted", sizeof(struct basket_in), (const struct field[]){
    FIELD_LIST(struct basket_in, orders, &basket_record, .max = 5e6, .flags = OPTIONAL, .doc = "what was bought together; no person is needed"),
    FIELD_LIST(struct basket_in, views, &basket_record, .max = 5e6, .flags = OPTIONAL, .doc = "what was looked at in one visit: tells substitutes from complements"),
    FIELD_LIST(struct basket_in, items, &recommend_item_record, .max = 1e6, .flags = OPTIONAL, .doc = "what is known of the items"),
    FIELD_LIST(struct basket_in, baskets, &basket_record, .min = 1, .max = 1e6, .doc = "what each answer is for: a cart, or one product"),
    FIELD(struct basket_in, exclude, .max = 1e6, .flags = OPTIONAL | LOOSE, .doc = "items never shown"),
    FIELD(struct basket_in, mode, .choice = "complete|goes_with|similar|outfit", .init_str = "complete", .flags = OPTIONAL,
          .doc = "the likely rest; complements with proof; substitutes of its first item; an outfit around it"),
    FIELD(struct basket_in, language, .max = 35, .init_str = "en", .flags = OPTIONAL, .doc = "of titles and attributes, for colours"),
    FIELD(struct basket_in, k, .min = 1, .max = 200, .init = 10, .flags = OPTIONAL, .doc = "items per answer"),
    FIELD(struct basket_in, budget, .unit = "minor", .min = 0, .max = 1e12, .init = (double)NONE, .flags = OPTIONAL, .doc = "outfit: for all its pieces"),
    {0}}};
static const struct record basket_item_record = {"basket_item", sizeof(struct basket_item), (const struct field[]){
    FIELD(struct basket_item, item, .doc = "its id"),
    FIELD(struct basket_item, kind, .doc = "goes_with, similar, popular, outfit"),
    FIELD(struct basket_item, because, .flags = OPTIONAL, .doc = "the item that speaks most for it"),
    FIELD(struct basket_item, slot, .flags = OPTIONAL, .doc = "outfit: where it is worn"),
    FIELD(struct basket_item, reason, .doc = "in words, true of the orders given"),
    FIELD(struct basket_item, score, .doc = "comparable within one list"),
    FIELD(struct basket_item, together, .flags = OPTIONAL, .doc = "orders with it and `because`"),
    FIELD(struct basket_item, times, .flags = OPTIONAL, .doc = "bought together so many times as often as by chance, drawn towards 1 where orders are few"),
    {0}}};
static const struct record basket_list_record = {"basket_list", sizeof(struct basket_list), (const struct field[]){
    FIELD(struct basket_list, id, .flags = OPTIONAL, .doc = "of the basket"),
    FIELD_LIST(struct basket_list, items, &basket_item_record, .doc = "best first"),
    {0}}};
static const struct record out_record = {"baskets_answered", sizeof(struct basket_out), (const struct field[]){
    FIELD_LIST(struct basket_out, baskets, &basket_list_record, .doc = "as asked"),
    {0}}};

struct desk {
    const struct basket_in *in;
    struct recommend_shelf shelf;
    struct kin kin;
    bool *allowed; /* [items] */
};
struct acts {
    struct taste_act *at;
    size_t n;
};

static struct acts acts_of(struct ctx *c, struct desk *d, const struct basket *b, size_t n)
{
    size_t most = 0;
    for (size_t i = 0; i < n; i++)
        most += b[i].items.n;
    struct acts out = {NEW_ARRAY(c, struct taste_act, most), 0};
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < b[i].items.n; j++)
            out.at[out.n++] = (struct taste_act){(uint32_t)i, wordlist_add(c, &d->shelf.ids, b[i].items.at[j]), 1, (int64_t)j};
    return out;
}

static enum status desk_make(struct ctx *c, const struct basket_in *in, struct desk *d)
{
    *d = (struct desk){.in = in};
    recommend_shelf_make(c, in->items.at, in->items.n, &d->shelf);
    struct acts orders = acts_of(c, d, in->orders.at, in->orders.n), views = acts_of(c, d, in->views.at, in->views.n);
    for (size_t i = 0; i < in->baskets.n; i++)
        for (size_t j = 0; j < in->baskets.at[i].items.n; j++)
            wordlist_add(c, &d->shelf.ids, in->baskets.at[i].items.at[j]);
    TRY(kin_make(c, &d->shelf, orders.at, orders.n, in->orders.n, views.at, views.n, in->views.n, &d->kin));
    d->allowed = NEW_ARRAY(c, bool, d->shelf.ids.n);
    for (uint32_t i = 0; i < d->shelf.ids.n; i++)
        d->allowed[i] = recommend_has_stock(&d->shelf, i) && (i < d->shelf.described || d->kin.orders.people[d->kin.orders.inner[i]]);
    for (size_t i = 0; i < in->exclude.n; i++) {
        int32_t item = wordlist_find(&d->shelf.ids, in->exclude.at[i]);
        if (item >= 0)
            d->allowed[item] = false;
    }
    return OK;
}

static struct str proof_of_stock(struct ctx *c, const struct desk *d, uint32_t item, struct str reason)
{
    if (item >= d->shelf.described || d->shelf.item[item].stock == NONE)
        return reason;
    return str_fmt(c, "%.*s; %lld in stock", FMT(reason), (long long)d->shelf.item[item].stock);
}

static void found_tell(struct ctx *c, const struct desk *d, const struct kin_found *f, struct basket_item *out)
{
    bool similar = str_eq(d->in->mode, STR("similar")), tied = f->because != UINT32_MAX && f->tie.both >= 2;
    *out = (struct basket_item){.item = d->shelf.ids.text[f->item], .score = stat_round(f->score, 5), .together = NONE, .times = NAN};
    if (!similar && !tied) {
        out->kind = STR("popular");
        out->reason = proof_of_stock(c, d, f->item, kin_tell_sold(c, &d->kin, f->item));
        return;
    }
    out->kind = similar ? STR("similar") : STR("goes_with");
    out->because = d->shelf.ids.text[f->because];
    out->together = f->tie.both;
    out->times = stat_round(f->tie.times, 4);
    out->reason = proof_of_stock(c, d, f->item, similar ? kin_tell_like(c, &d->kin, f) : kin_tell_goes(c, &d->kin, f));
}

static void list_make(struct ctx *c, const struct desk *d, const uint32_t *item, size_t n, struct basket_list *out)
{
    size_t most = (size_t)d->in->k, found;
    struct kin_found *f = NEW_ARRAY(c, struct kin_found, most);
    if (str_eq(d->in->mode, STR("complete")))
        found = kin_complete(&d->kin, item, n, d->allowed, most, f);
    else if (str_eq(d->in->mode, STR("goes_with")))
        found = kin_goes_with(&d->kin, item, n, d->allowed, most, f);
    else
        found = n ? kin_similar(&d->kin, item[0], d->allowed, most, f) : 0;
    for (size_t i = 0; i < found; i++)
        found_tell(c, d, &f[i], LIST_ADD(c, &out->items));
}

static void outfit_list(struct ctx *c, const struct desk *d, const uint32_t *item, size_t n, struct basket_list *out)
{
    struct outfit_piece *piece = NEW_ARRAY(c, struct outfit_piece, (size_t)d->in->k);
    size_t made = outfit_make(c, &d->kin, item, n, d->allowed, d->in->budget, (size_t)d->in->k, lex_language_of(d->in->language), piece);
    for (size_t i = 0; i < made; i++)
        *LIST_ADD(c, &out->items) = (struct basket_item){
            .item = d->shelf.ids.text[piece[i].item], .kind = STR("outfit"), .because = d->shelf.ids.text[piece[i].because], .slot = piece[i].slot,
            .reason = proof_of_stock(c, d, piece[i].item, piece[i].reason), .score = stat_round(piece[i].score, 5), .together = NONE, .times = NAN};
}

static enum status run(struct ctx *c, const void *opt, const void *in_, void *out_)
{
    (void)opt;
    const struct basket_in *in = in_;
    struct basket_out *out = out_;
    struct desk d;
    TRY(desk_make(c, in, &d));
    for (size_t i = 0; i < in->baskets.n; i++) {
        const struct basket *b = &in->baskets.at[i];
        struct basket_list *list = LIST_ADD(c, &out->baskets);
        uint32_t *item = NEW_ARRAY(c, uint32_t, b->items.n);
        *list = (struct basket_list){.id = b->id};
        for (size_t j = 0; j < b->items.n; j++)
            item[j] = (uint32_t)wordlist_find(&d.shelf.ids, b->items.at[j]);
        if (str_eq(in->mode, STR("outfit")))
            outfit_list(c, &d, item, b->items.n, list);
        else
            list_make(c, &d, item, b->items.n, list);
    }
    return OK;
}

const struct capability recommend_basket = {
    .name = "recommend.basket",
    .doc = "the likely rest of a basket, what goes with a product, what may stand in for it, an outfit, each with its proof",
    .stage = ANSWER,
    .in = &in_record,
    .out = &out_record,
    .run = run,
};
