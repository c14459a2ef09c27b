/* intelligence/answer/converse/converse_ask.c - information gain over what the candidates' fields state.
 *
 * Gain = log2(N) - sum p(v) log2(n(v)) over the answers offered and "another", times the share of candidates that state
 * the attribute at all: a question that most products leave open tells little. Source: Quinlan 1986.
 */
#include "intelligence/answer/converse/converse_ask.h"
#include "core/order.h"
#include "intelligence/answer/converse/converse_say.h"
#include "intelligence/answer/converse/converse_want.h"
#include "intelligence/answer/search/search_label.h"
#include <math.h>
#include <stdlib.h>

enum { CHOICES = 5, BANDS = 3, NAME_BRAND = 0x7FFFFFF0, NAME_CATEGORY };
static const double worth = 0.55;  /* bits; less is not worth a shopper's time */
static const double covered = 0.6; /* of those who state it, the offered answers fit at least these */

struct vote {
    uint32_t name, value, n;
};
struct votes {
    LIST(struct vote) list;
};
struct offer {
    uint32_t name;
    struct vote at[CHOICES];
    size_t n;
    double stated, gain;
};

static int by_name(const void *a, const void *b)
{
    const struct vote *x = a, *y = b;
    return x->name != y->name    ? (x->name > y->name ? 1 : -1)
           : x->n != y->n        ? (x->n < y->n ? 1 : -1)
           : x->value > y->value ? 1
           : x->value < y->value ? -1
                                 : 0;
}
static int by_value(const void *a, const void *b)
{
    const struct vote *x = a, *y = b;
    return x->name != y->name ? (x->name > y->name ? 1 : -1) : x->value > y->value ? 1 : x->value < y->value ? -1 : 0;
}

static void count_doc(struct ctx *c, const struct search_index *x, uint32_t doc, struct votes *v)
{
    const struct search_column *d = &x->doc[doc];
    if (d->brand != TERM_NONE)
        *LIST_ADD(c, &v->list) = (struct vote){NAME_BRAND, (uint32_t)d->brand, 1};
    if (d->n_path)
        *LIST_ADD(c, &v->list) = (struct vote){NAME_CATEGORY, x->path[d->path + d->n_path - 1], 1};
    for (uint32_t k = d->pair; k < d->pair + d->n_pair; k++)
        *LIST_ADD(c, &v->list) = (struct vote){x->pair[k].name, x->pair[k].value, 1};
}

static void count_up(struct votes *v)
{
    size_t out = 0;
    if (v->list.n)
        qsort(v->list.at, v->list.n, sizeof *v->list.at, by_value);
    for (size_t i = 0; i < v->list.n; i++)
        if (out && !by_value(&v->list.at[out - 1], &v->list.at[i]))
            v->list.at[out - 1].n++;
        else
            v->list.at[out++] = v->list.at[i];
    v->list.n = out;
    if (out)
        qsort(v->list.at, out, sizeof *v->list.at, by_name);
}

static struct str name_of(const struct search_index *x, uint32_t name)
{
    return name == NAME_BRAND ? STR("brand") : name == NAME_CATEGORY ? STR("category") : x->names.text[name];
}
static struct str value_of(const struct search_index *x, uint32_t name, uint32_t value)
{
    return name == NAME_BRAND      ? x->brands.text[value]
           : name == NAME_CATEGORY ? x->categories.text[value]
                                   : x->values.text[value];
}

static uint32_t stating(const struct search_index *x, const struct search_hits *h, uint32_t name)
{
    uint32_t n = 0;
    for (size_t i = 0; i < h->total; i++) {
        const struct search_column *d = &x->doc[h->all[i]];
        bool has = name == NAME_BRAND ? d->brand != TERM_NONE : name == NAME_CATEGORY && d->n_path;
        for (uint32_t k = d->pair; k < d->pair + d->n_pair && !has; k++)
            has = x->pair[k].name == name;
        n += has;
    }
    return n;
}

/* votes [from, to) are of one name, commonest first. */
static struct offer offer_of(const struct search_index *x, const struct search_hits *h, const struct vote *v, size_t n)
{
    struct offer o = {.name = v->name, .stated = stating(x, h, v->name)};
    double total = 0, offered = 0, rest = 0;
    for (size_t i = 0; i < n; i++) {
        total += v[i].n;
        if (o.n < CHOICES)
            o.at[o.n++] = v[i], offered += v[i].n;
        else
            rest += v[i].n;
    }
    if (o.n < 2 || offered < covered * total)
        return o;
    double left = 0;
    for (size_t i = 0; i < o.n; i++)
        left += o.at[i].n / total * log2(o.at[i].n);
    if (rest > 0)
        left += rest / total * log2(rest);
    double gain = log2((double)h->total) - left;
    o.gain = (gain > 0 ? gain : 0) * o.stated / (double)h->total;
    return o;
}

static bool is_closed(const struct talk_state *s, struct str name)
{
    struct talk_limit as = {
        .kind = str_eq(name, STR("brand")) || str_eq(name, STR("category")) || str_eq(name, STR("price")) ? name
                                                                                                          : STR("face"
                                                                                                                "t"),
        .name = name};
    struct str slot = want_slot(&as);
    for (size_t i = 0; i < s->done.n; i++)
        if (str_eq(s->done.at[i], name) || str_eq(s->done.at[i], slot))
            return true;
    for (size_t i = 0; i < s->limits.n; i++)
        if (str_eq(want_slot(&s->limits.at[i]), slot) && !s->limits.at[i].exclude)
            return true;
    return false;
}

/* ---- price in three bands ---------------------------------------------------------------------------------------- */

static int64_t rounded(int64_t minor, int64_t unit)
{
    int64_t step = unit * 5;
    while (step * 10 <= minor)
        step *= 10;
    return (minor + step / 2) / step * step;
}

static struct talk_question *price_question(struct ctx *c, const struct talk_shop *shop, const struct search_hits *h,
                                            enum lex_language l)
{
    int64_t *p = NEW_ARRAY(c, int64_t, h->total + 1), cut[2], unit = currency_minor(shop->currency);
    size_t n = 0, in[BANDS] = {0};
    double left = 0;
    for (size_t i = 0; i < h->total; i++)
        if (shop->x->doc[h->all[i]].price != NONE)
            p[n++] = shop->x->doc[h->all[i]].price;
    if (n < 2 * BANDS || n < covered * (double)h->total)
        return NULL;
    qsort(p, n, sizeof *p, order_int);
    cut[0] = rounded(p[n / 3], unit), cut[1] = rounded(p[2 * n / 3], unit);
    if (cut[0] >= cut[1] || cut[0] <= 0)
        return NULL;
    for (size_t i = 0; i < n; i++)
        in[p[i] <= cut[0] ? 0 : p[i] <= cut[1] ? 1 : 2]++;
    struct talk_question *q = NEW(c, struct talk_question);
    struct search_limit bands[BANDS] = {
        {.least = NONE, .most = cut[0]}, {.least = cut[0], .most = cut[1]}, {.least = cut[1], .most = NONE}};
    for (size_t i = 0; i < BANDS; i++) {
        bands[i].currency = shop->currency;
        left += in[i] ? (double)in[i] / (double)n * log2((double)in[i]) : 0;
        if (in[i])
            *LIST_ADD(c, &q->choices) = (struct talk_choice){label_price(c, shop->x->language, &bands[i]), (int64_t)in[i]};
    }
    (void)l;
    q->attribute = STR("price");
    q->gain = (log2((double)n) - left) * (double)n / (double)h->total;
    return q->choices.n > 1 ? q : NULL;
}

/* ---- the best --------------------------------------------------------------------------------------------------------- */

static struct str choices_text(struct ctx *c, const struct talk_question *q, enum lex_language l)
{
    struct buf b = {0};
    for (size_t i = 0; i < q->choices.n; i++)
        buf_fmt(c, &b, "%s%.*s",
                !i                     ? ""
                : i + 1 < q->choices.n ? ", "
                                       : str_fmt(c, " %s ", say(c, SAY_OR, l).p).p,
                FMT(q->choices.at[i].label));
    return buf_str(&b);
}

/* As the merchant writes it, where a candidate tells. */
static struct str written(struct ctx *c, const struct talk_shop *shop, const struct search_hits *h, uint32_t name,
                          uint32_t value)
{
    for (size_t i = 0; i < h->total && name == NAME_BRAND; i++) {
        const struct search_column *d = &shop->x->doc[h->all[i]];
        const struct product *p = d->brand == (int32_t)value ? shop->product(c, shop->arg, d->id) : NULL;
        if (p && p->brand.n)
            return p->brand;
    }
    return value_of(shop->x, name, value);
}

static struct talk_question *question_of(struct ctx *c, const struct talk_shop *shop, const struct search_hits *h,
                                         const struct offer *o)
{
    struct talk_question *q = NEW(c, struct talk_question);
    *q = (struct talk_question){.attribute = name_of(shop->x, o->name), .gain = o->gain};
    for (size_t i = 0; i < o->n; i++)
        *LIST_ADD(c, &q->choices) = (struct talk_choice){written(c, shop, h, o->name, o->at[i].value), o->at[i].n};
    return q;
}

struct talk_question *ask_best(struct ctx *c, const struct talk_shop *shop, const struct talk_state *s,
                               const struct search_hits *h, enum lex_language l)
{
    struct votes v = {0};
    struct offer best = {0};
    for (size_t i = 0; i < h->total; i++)
        count_doc(c, shop->x, h->all[i], &v);
    count_up(&v);
    for (size_t from = 0, to; from < v.list.n; from = to) {
        for (to = from; to < v.list.n && v.list.at[to].name == v.list.at[from].name;)
            to++;
        struct offer o = offer_of(shop->x, h, &v.list.at[from], to - from);
        if (o.gain > best.gain && !is_closed(s, name_of(shop->x, o.name)))
            best = o;
    }
    struct talk_question *price = is_closed(s, STR("price")) ? NULL : price_question(c, shop, h, l);
    struct talk_question *q = price && price->gain > best.gain ? price
                              : best.gain > 0                  ? question_of(c, shop, h, &best)
                                                               : NULL;
    if (!q || q->gain < worth)
        return NULL;
    q->gain = round(q->gain * 1000) / 1000;
    q->text = say(c, q == price ? SAY_ASK_PRICE : SAY_ASK, l, q->attribute, choices_text(c, q, l));
    return q;
}
