/* intelligence/answer/search/search_filter.c - what is chosen beside the query, as limits.
 *
 * A value that the catalogue does not have is a limit that nothing keeps: a filter never silently falls away.
 */
#include "intelligence/answer/search/search_filter.h"
#include "intelligence/answer/search/search_label.h"

static const uint32_t nothing = UINT32_MAX; /* as a term: no product holds it */

static struct search_limit price_limit(struct ctx *c, const struct search_index *x, const struct search_filter *f, struct str currency)
{
    struct search_limit l = {.kind = LIMIT_PRICE, .least = f->least, .most = f->most, .currency = currency};
    l.label = label_price(c, x->language, &l);
    return l;
}

/* A value by its number; what has none is looked for as a word that no product holds. */
static void number_set(struct search_limit *l, enum limit_kind kind, int32_t number)
{
    l->kind = number == TERM_NONE ? LIMIT_TERM : kind;
    l->number = number == TERM_NONE ? nothing : (uint32_t)number;
}

static struct search_limit value_limit(struct ctx *c, const struct search_index *x, const struct search_filter *f)
{
    struct str name = search_folded(c, f->name), value = search_folded(c, f->value);
    struct search_limit l = {.exclude = f->exclude,
                             .label = str_fmt(c, "%.*s: %.*s", FMT(name), FMT(value))};
    if (str_eq(name, STR("brand")) || str_eq(name, STR("category")))
        l.label = label_named(c, x->language, str_eq(name, STR("brand")), value);
    l.label = f->exclude ? label_not(c, x->language, l.label) : l.label;
    if (str_eq(name, STR("brand"))) {
        number_set(&l, LIMIT_BRAND, wordlist_find(&x->brands, value));
    } else if (str_eq(name, STR("category"))) {
        number_set(&l, LIMIT_CATEGORY, wordlist_find(&x->categories, value));
    } else {
        int32_t n = wordlist_find(&x->names, name), v = wordlist_find(&x->values, value);
        number_set(&l, LIMIT_FACET, n == TERM_NONE ? n : v);
        l.pair = (struct search_pair){(uint32_t)n, (uint32_t)v};
    }
    return l;
}

static struct search_limit limit_of(struct ctx *c, const struct search_index *x, const struct search_filter *f, struct str currency)
{
    if (str_eq(f->name, STR("price")) && !f->value.n)
        return price_limit(c, x, f, currency);
    if (str_eq(f->name, STR("stock")))
        return (struct search_limit){.kind = LIMIT_STOCK, .exclude = f->exclude, .label = label_stock(x->language, f->exclude)};
    return value_limit(c, x, f);
}

/* Filters of one name that do not exclude are alternatives. */
static uint32_t any_of(const struct search_question *q, size_t i)
{
    for (size_t k = 0; k < q->filters.n; k++)
        if (!q->filters.at[k].exclude && str_eq(q->filters.at[k].name, q->filters.at[i].name))
            return q->filters.at[i].exclude ? 0 : (uint32_t)k + 1;
    return 0;
}

void search_filters(struct ctx *c, const struct search_index *x, const struct search_question *q, struct str currency, struct search_asked *a)
{
    for (size_t i = 0; i < q->filters.n; i++) {
        const struct search_filter *f = &q->filters.at[i];
        if (str_eq(f->name, STR("price")) && !f->value.n && f->least == NONE && f->most == NONE)
            continue;
        struct search_limit l = limit_of(c, x, f, currency);
        l.any_of = any_of(q, i);
        l.chosen = f;
        *LIST_ADD(c, &a->limits) = l;
    }
}
