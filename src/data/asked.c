/* data/asked.c - prices that were published, over the catalogue's.
 *
 * Tables  reads content, product, variant
 */
#include "data/asked.h"

struct shown { struct str field, value; int64_t updated_ms; };
static const struct record shown_record = {"content", sizeof(struct shown), (const struct field[]){
    FIELD(struct shown, field), FIELD(struct shown, value, .flags = OPTIONAL), FIELD(struct shown, updated_ms), {0}}};
struct showns { LIST(struct shown) at; };

static enum status shown_load(struct ctx *c, struct str product, struct showns *out)
{
    return db_all(c, &shown_record, &out->at,
                  "SELECT t.field, t.value, t.updated_ms FROM content t JOIN product p ON p.id = t.id AND p.channel = t.channel"
                  " WHERE t.entity = 'product' AND t.id = $1 AND t.locale = '' AND t.format = 'money' ORDER BY t.field",
                  A(product));
}

static const struct shown *shown_find(const struct showns *all, const char *field, struct str sku)
{
    size_t n = strlen(field);
    for (size_t i = 0; i < all->at.n; i++) {
        struct str f = all->at.at[i].field;
        if (sku.n ? str_starts(f, str_z(field)) && f.n > n && f.p[n] == ':' && str_eq(str_part(f, n + 1, f.n), sku) : str_eq(f, str_z(field)))
            return &all->at.at[i];
    }
    return NULL;
}

/* Of this SKU or of all, whichever was written last; one that stands empty is no price. */
static bool put_over(const struct showns *all, const char *field, struct str sku, struct str currency, int64_t *minor)
{
    const struct shown *s = sku.n ? shown_find(all, field, sku) : NULL, *common = shown_find(all, field, STR(""));
    s = !s || (common && common->updated_ms > s->updated_ms) ? common : s;
    int64_t n;
    if (!s)
        return false;
    bool is = s->value.n && money_read(s->value, currency, &n);
    *minor = is ? n : NONE;
    return true;
}

static void one_over(const struct showns *all, struct str sku, struct str currency, int64_t *price, int64_t *compare_at)
{
    int64_t n;
    if (put_over(all, "price", sku, currency, &n) && n != NONE)
        *price = n;
    if (compare_at && put_over(all, "compare_at", sku, currency, &n))
        *compare_at = n;
}

enum status asked_over(struct ctx *c, struct product *p)
{
    struct showns all;
    int64_t minor;
    TRY(shown_load(c, p->id, &all));
    for (size_t i = 0; i < p->variants.n && all.at.n; i++) {
        struct variant *v = &p->variants.at[i];
        one_over(&all, v->sku, v->currency.n ? v->currency : p->currency, &v->price, &v->compare_at);
    }
    if (put_over(&all, "price", STR(""), p->currency, &minor) && minor != NONE)
        p->price.text = str_fmt(c, "\"%.*s\"", FMT(money_text(c, minor, p->currency)));
    return OK;
}

enum status asked_price(struct ctx *c, struct str product, struct str sku, struct str currency, int64_t *price, int64_t *compare_at)
{
    struct showns all;
    TRY(shown_load(c, product, &all));
    one_over(&all, sku, currency, price, compare_at);
    return OK;
}

struct sold_as {
    struct str sku;
    int64_t price, compare_at;
};
static const struct record sold_as_record = {"variant", sizeof(struct sold_as), (const struct field[]){
    FIELD(struct sold_as, sku, .flags = OPTIONAL), FIELD(struct sold_as, price, .init = (double)NONE, .flags = OPTIONAL),
    FIELD(struct sold_as, compare_at, .init = (double)NONE, .flags = OPTIONAL), {0}}};

enum status asked_range(struct ctx *c, struct str product, struct str currency, int64_t *least, int64_t *most, int64_t *compare_at)
{
    LIST(struct sold_as) rows;
    struct showns all;
    int64_t low = NONE, high = NONE, against = NONE;
    TRY(shown_load(c, product, &all));
    if (!all.at.n)
        return OK;
    TRY(db_all(c, &sold_as_record, &rows, "SELECT sku, price, compare_at FROM variant WHERE product = $1 ORDER BY pos", A(product)));
    if (!rows.n)
        *LIST_ADD(c, &rows) = (struct sold_as){.sku = STR(""), .price = *least, .compare_at = *compare_at};
    for (size_t i = 0; i < rows.n; i++) {
        struct sold_as *v = &rows.at[i];
        one_over(&all, v->sku, currency, &v->price, &v->compare_at);
        if (v->price == NONE)
            continue;
        if (low == NONE || v->price < low)
            low = v->price, against = v->compare_at;
        high = high == NONE || v->price > high ? v->price : high;
    }
    *least = low, *most = high, *compare_at = against != NONE && against > low ? against : NONE;
    return OK;
}
