/* data/ingest/difference.c - two products held side by side. */
#include "data/ingest/difference.h"
#include "data/catalog.h"

const struct record difference_record = {"difference", sizeof(struct difference), (const struct field[]){
    FIELD(struct difference, product, .doc = "its id"),
    FIELD(struct difference, field, .doc = "what of it"),
    FIELD(struct difference, before, .flags = OPTIONAL, .doc = "as it stands now"),
    FIELD(struct difference, after, .flags = OPTIONAL, .doc = "as it would be"),
    FIELD(struct difference, what, .choice = "new|changed|gone", .doc = "of the product"),
    {0}}};

struct telling {
    struct ctx *c;
    struct str product;
    void (*differs)(void *arg, const struct difference *d);
    void *arg;
    bool any;
};

static void tell(struct telling *t, struct str field, struct str before, struct str after)
{
    if (str_eq(before, after))
        return;
    t->any = true;
    struct difference d = {t->product, field, before.p ? before : STR(""), after.p ? after : STR(""), STR("changed")};
    if (t->differs)
        t->differs(t->arg, &d);
}

static struct str money(struct ctx *c, int64_t minor, struct str currency)
{
    return minor == NONE ? STR("") : money_text(c, minor, currency);
}

static struct str number(struct ctx *c, int64_t n, const char *unit)
{
    return n == NONE ? STR("") : str_fmt(c, "%lld%s", (long long)n, unit);
}

static struct str list(struct ctx *c, const struct strs *s) { return str_join(c, s, STR(" | ")); }

static struct str measure(struct ctx *c, const struct attribute *a)
{
    return str_fmt(c, "%.*s%s%.*s", FMT(a->value), a->unit.n ? " " : "", FMT(a->unit));
}

/* All values of one name, in order: a product may have two colours. */
static struct str values(struct ctx *c, const struct product *p, struct str name)
{
    struct strs all = {0};
    for (size_t i = 0; i < p->attributes.n; i++)
        if (str_eq(p->attributes.at[i].name, name))
            strs_add(c, &all, measure(c, &p->attributes.at[i]));
    return list(c, &all);
}

static void attributes_tell(struct telling *t, const struct product *a, const struct product *b)
{
    const struct product *both[] = {a, b};
    struct strs done = {0};
    for (int k = 0; k < 2; k++)
        for (size_t i = 0; i < both[k]->attributes.n; i++) {
            struct str name = both[k]->attributes.at[i].name;
            bool again = false;
            for (size_t j = 0; j < done.n && !again; j++)
                again = str_eq(done.at[j], name);
            if (again)
                continue;
            strs_add(t->c, &done, name);
            tell(t, name, values(t->c, a, name), values(t->c, b, name));
        }
}

const struct variant *variant_find(const struct product *p, const struct variant *like, size_t pos)
{
    if (pos < p->variants.n && str_eq(p->variants.at[pos].sku, like->sku))
        return &p->variants.at[pos]; /* some shops give two variants one SKU */
    for (size_t i = 0; like->sku.n && i < p->variants.n; i++)
        if (str_eq(p->variants.at[i].sku, like->sku))
            return &p->variants.at[i];
    return NULL;
}

static struct str options(struct ctx *c, const struct variant *v)
{
    struct strs all = {0};
    for (size_t i = 0; i < v->options.n; i++)
        strs_add(c, &all, str_fmt(c, "%s: %s", v->options.at[i].name.p, measure(c, &v->options.at[i]).p));
    return list(c, &all);
}

static void variant_tell(struct telling *t, const struct variant *a, const struct variant *b, struct str name)
{
    static const struct variant none = {.price = NONE, .compare_at = NONE, .cost = NONE, .stock = NONE, .weight_g = NONE};
    struct ctx *c = t->c;
    struct str at = str_fmt(c, "variant %.*s", FMT(name));
    if (!a || !b)
        tell(t, at, a ? STR("there") : (struct str){0}, b ? STR("there") : (struct str){0});
    a = a ? a : &none, b = b ? b : &none;
#define EACH(field, of_a, of_b) tell(t, str_fmt(c, "%s %s", at.p, field), of_a, of_b)
    EACH("sku", a->sku, b->sku);
    EACH("gtin", a->gtin, b->gtin);
    EACH("title", a->title, b->title);
    EACH("options", options(c, a), options(c, b));
    EACH("price", money(c, a->price, a->currency), money(c, b->price, b->currency));
    EACH("compare_at", money(c, a->compare_at, a->currency), money(c, b->compare_at, b->currency));
    EACH("cost", money(c, a->cost, a->currency), money(c, b->cost, b->currency));
    EACH("stock", number(c, a->stock, ""), number(c, b->stock, ""));
    EACH("weight", number(c, a->weight_g, " g"), number(c, b->weight_g, " g"));
#undef EACH
}

static void variants_tell(struct telling *t, const struct product *a, const struct product *b)
{
    for (size_t i = 0; i < b->variants.n; i++) {
        const struct variant *v = &b->variants.at[i];
        variant_tell(t, variant_find(a, v, i), v, v->sku.n ? v->sku : str_fmt(t->c, "%zu", i + 1));
    }
    for (size_t i = 0; i < a->variants.n; i++) {
        const struct variant *v = &a->variants.at[i];
        if (!variant_find(b, v, i))
            variant_tell(t, v, NULL, v->sku.n ? v->sku : str_fmt(t->c, "%zu", i + 1));
    }
}

static struct str price_shown(struct ctx *c, const struct product *p) { return money(c, product_price(p), p->currency); }

bool product_differs(struct ctx *c, const struct product *there, const struct product *p,
                     void (*differs)(void *arg, const struct difference *d), void *arg)
{
    struct telling t = {c, p->id, differs, arg, false};
    if (!there) {
        struct difference d = {p->id, STR("title"), {0}, p->title, STR("new")};
        if (differs)
            differs(arg, &d);
        return true;
    }
    struct product a = product_as_stored(c, there), b = product_as_stored(c, p);
    tell(&t, STR("title"), a.title, b.title);
    tell(&t, STR("brand"), a.brand, b.brand);
    tell(&t, STR("category"), a.category, b.category);
    tell(&t, STR("description"), a.description, b.description);
    tell(&t, STR("html"), a.html, b.html);
    tell(&t, STR("language"), a.language, b.language);
    tell(&t, STR("url"), a.url, b.url);
    tell(&t, STR("price"), price_shown(c, &a), price_shown(c, &b));
    tell(&t, STR("features"), list(c, &a.features), list(c, &b.features));
    tell(&t, STR("images"), list(c, &a.images), list(c, &b.images));
    attributes_tell(&t, &a, &b);
    variants_tell(&t, &a, &b);
    return t.any;
}
