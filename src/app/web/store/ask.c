/* app/web/store/ask.c - a listing as its address says it: query, filters, chips taken away, order, page; and back into addresses.
 *
 *   /shop/search?q=red+shoes&f=brand:nike&f=size:42&max=100&off=colour%3A+red&sort=price&page=2
 */
#include "app/web/store/store.h"
#include "data/product.h"

enum { FILTERS_MAX = 30, PAGE_MAX = 400 };

static const char *const sorts[] = {"best", "price", "-price", "title"};

static void price_read(struct visit *v, struct asking *a)
{
    struct search_filter f = {.name = STR("price"), .value = STR(""), .least = NONE, .most = NONE};
    struct str least = pairs_get(&v->url.query, "min"), most = pairs_get(&v->url.query, "max");
    if (least.n && !money_read(least, a->q.currency, &f.least))
        f.least = NONE;
    if (most.n && !money_read(most, a->q.currency, &f.most))
        f.most = NONE;
    if (f.least != NONE || f.most != NONE)
        *LIST_ADD(v->c, &a->q.filters) = f;
}

static void filter_read(struct ctx *c, struct asking *a, struct str text)
{
    size_t colon = str_find(text, STR(":"), 0);
    if (colon == SIZE_MAX || a->q.filters.n >= FILTERS_MAX)
        return;
    *LIST_ADD(c, &a->q.filters) = (struct search_filter){.name = str_copy(c, str_part(text, 0, colon)),
                                                         .value = str_copy(c, str_part(text, colon + 1, text.n)),
                                                         .least = NONE,
                                                         .most = NONE};
}

enum status asking_read(struct visit *v, struct str path, const struct aisle *aisle, struct asking *out)
{
    const struct guide *g;
    struct ctx *c = v->c;
    TRY(store_guide(v, &g));
    *out = (struct asking){.path = path, .aisle = aisle, .page = 1};
    out->q = (struct search_question){
        .query = STR(""), .currency = g->currency, .sort = STR("best"), .removed = &out->removed};
    for (size_t i = 0; i < v->url.query.n; i++) {
        const struct pair *p = &v->url.query.at[i];
        if (str_eq(p->name, STR("f")))
            filter_read(c, out, p->value);
        else if (str_eq(p->name, STR("off")))
            strs_add(c, &out->removed, p->value);
        else if (str_eq(p->name, STR("q")))
            out->q.query = str_trim(p->value);
        else if (str_eq(p->name, STR("page")) &&
                 !(str_int(p->value, &out->page) && out->page >= 1 && out->page <= PAGE_MAX))
            out->page = 1;
        for (size_t k = 0; str_eq(p->name, STR("sort")) && k < sizeof sorts / sizeof *sorts; k++)
            if (str_eq(p->value, str_z(sorts[k])))
                out->q.sort = p->value;
    }
    struct str most = str_part(out->q.query, 0, out->q.query.n > 400 ? 400 : out->q.query.n);
    out->q.query = str_copy(c, str_mend(c, most)); /* it may be cut within a letter */
    price_read(v, out);
    if (aisle)
        *LIST_ADD(c, &out->q.filters) =
            (struct search_filter){.name = STR("category"), .value = aisle->key, .least = NONE, .most = NONE};
    out->q.k = PER_PAGE;
    out->q.from = (size_t)(out->page - 1) * PER_PAGE;
    return OK;
}

static bool is_own(const struct asking *a, const struct search_filter *f)
{
    return !(a->aisle && str_eq(f->name, STR("category")) && str_eq(f->value, a->aisle->key));
}

bool asking_has(const struct asking *a, struct str name, struct str value)
{
    for (size_t i = 0; i < a->q.filters.n; i++)
        if (str_eq(a->q.filters.at[i].name, name) && str_eq(a->q.filters.at[i].value, value))
            return true;
    return false;
}

static void add(struct ctx *c, struct buf *b, const char *name, struct str value)
{
    buf_fmt(c, b, "%c%s=%s", str_has(buf_str(b), STR("?")) ? '&' : '?', name, url_escape(c, value).p);
}

static void add_filter(struct ctx *c, struct buf *b, struct str name, struct str value)
{
    add(c, b, "f", str_fmt(c, "%.*s:%.*s", FMT(name), FMT(value)));
}

static void add_filters(struct ctx *c, struct buf *b, const struct asking *a, enum asking_but but, struct str name,
                        struct str value)
{
    for (size_t i = 0; i < a->q.filters.n; i++) {
        const struct search_filter *f = &a->q.filters.at[i];
        bool price = str_eq(f->name, STR("price"));
        if (!is_own(a, f) || (price && but == BUT_NO_PRICE))
            continue;
        if (price && f->least != NONE)
            add(c, b, "min", money_plain(c, f->least, a->q.currency));
        if (price && f->most != NONE)
            add(c, b, "max", money_plain(c, f->most, a->q.currency));
        if (!price && !(but == BUT_FILTER && str_eq(f->name, name) && str_eq(f->value, value)))
            add_filter(c, b, f->name, f->value);
    }
    if (but == BUT_FILTER && !asking_has(a, name, value))
        add_filter(c, b, name, value);
}

struct str asking_url(struct ctx *c, const struct asking *a, enum asking_but but, struct str name, struct str value)
{
    struct buf b = {0};
    buf_add(c, &b, a->path);
    struct str query = but == BUT_QUERY ? value : a->q.query, sort = but == BUT_SORT ? value : a->q.sort;
    if (query.n)
        add(c, &b, "q", query);
    add_filters(c, &b, a, but, name, value);
    for (size_t i = 0; i < a->removed.n; i++)
        add(c, &b, "off", a->removed.at[i]);
    if (but == BUT_CHIP)
        add(c, &b, "off", value);
    if (!str_eq(sort, STR("best")))
        add(c, &b, "sort", sort);
    if (but == BUT_PAGE && !str_eq(value, STR("1")))
        add(c, &b, "page", value);
    return buf_str(&b);
}

static bool gives_up(const struct search_rescue *r, const struct search_filter *f)
{
    for (size_t i = 0; r->chosen && i < r->all.n; i++)
        if (r->chosen[i] == f)
            return true;
    return false;
}

struct str asking_url_without(struct ctx *c, const struct asking *a, const struct search_rescue *r)
{
    struct asking less = *a;
    less.removed = (struct strs){0};
    less.q.filters.at = NEW_ARRAY(c, struct search_filter, a->q.filters.n + 1);
    less.q.filters.n = 0;
    for (size_t i = 0; i < a->q.filters.n; i++) {
        const struct search_filter *f = &a->q.filters.at[i];
        if (!gives_up(r, f))
            less.q.filters.at[less.q.filters.n++] = *f;
        else if (!is_own(a, f))
            return (struct str){0};
    }
    for (size_t i = 0; i < a->removed.n; i++)
        strs_add(c, &less.removed, a->removed.at[i]);
    for (size_t i = 0; i < r->all.n; i++)
        if (!r->chosen || !r->chosen[i])
            strs_add(c, &less.removed, r->all.at[i]);
    return asking_url(c, &less, BUT_PAGE, (struct str){0}, STR("1"));
}
