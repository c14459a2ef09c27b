/* app/desk/align.c - planning what puts a straying price right, one item a product and channel.
 *
 * Tables  reads content, product, variant, item; writes item
 */
#include "app/desk/align.h"
#include "app/desk/plan.h"
#include "core/capability.h"
#include "core/json.h"
#include "core/settings.h"
#include "data/day.h"
#include "data/product.h"
#include "data/shelf.h"
#include "intelligence/decide/price/price_align.h"
#include <math.h>

struct elsewhere { /* a price that another channel showed last */
    struct str id, title, currency, base, channel, value, by_whom;
    int64_t cost;
};
static const struct record elsewhere_record = {"elsewhere", sizeof(struct elsewhere), (const struct field[]){
    FIELD(struct elsewhere, id), FIELD(struct elsewhere, title, .flags = OPTIONAL), FIELD(struct elsewhere, currency, .flags = OPTIONAL), FIELD(struct elsewhere, base),
    FIELD(struct elsewhere, channel), FIELD(struct elsewhere, value), FIELD(struct elsewhere, by_whom),
    FIELD(struct elsewhere, cost, .init = (double)NONE, .flags = OPTIONAL), {0}}};

/* On its way, or lately refused. */
static enum status rests(struct ctx *c, const struct desk *d, const struct elsewhere *e, bool *is)
{
    int64_t n;
    TRY(db_int(c, &n,
               "SELECT COUNT(*) FROM item WHERE kind = 'price.align' AND subject = $1 AND input LIKE $2 AND (state <= $3 OR (state IN ($4, $5, $6) AND moved_ms > $7))",
               A(e->id), A(str_fmt(c, "%%\"channel\":\"%.*s\"%%", FMT(e->channel))), A((int64_t)APPROVED), A((int64_t)UNDOING), A((int64_t)UNDONE), A((int64_t)DROPPED),
               A(c->now_ms - d->choice.quiet_days * DAY_MS)));
    *is = n > 0;
    return OK;
}

static struct str cause_of(struct ctx *c, const struct elsewhere *e)
{
    if (str_eq(e->by_whom, STR("shop")))
        return str_fmt(c, "somebody changed it in %.*s.", FMT(e->channel));
    if (str_starts(e->by_whom, STR("item:")) || str_starts(e->by_whom, STR("undo:")))
        return str_fmt(c, "it was published with %.*s, and %.*s has changed since.", FMT(str_replace(c, e->by_whom, STR(":"), STR(" "))), FMT(e->base));
    return str_fmt(c, "the two were brought by %.*s with different prices.", FMT(e->by_whom));
}

/* What price.parity says of the two; *proposed NAN: nothing strays. */
static enum status hold_against(struct ctx *c, const struct elsewhere *e, double base, double there, double *proposed, struct str *said)
{
    struct tree *t = tree_open(c);
    struct node *o = tree_object(t), *prices = tree_array(t);
    struct { struct str channel; double price; } both[] = {{e->base, base}, {e->channel, there}};
    struct str answer;
    const struct json *v;
    for (int i = 0; i < 2; i++) {
        struct node *p = tree_object(t);
        node_set(t, p, "sku", tree_str(t, e->id)), node_set(t, p, "channel", tree_str(t, both[i].channel)), node_set(t, p, "price", tree_real(t, both[i].price));
        node_add(t, prices, p);
    }
    node_set(t, o, "base", tree_str(t, e->base)), node_set(t, o, "prices", prices);
    TRY(capability_json(c, capability_find(STR("price.parity")), tree_text(c, t, o), &answer));
    TRY(json_read(c, answer, &v));
    const struct json *f = json_path(v, "findings.0");
    *proposed = f && json_get(f, "proposed") ? json_real(json_get(f, "proposed")) : NAN;
    *said = str_fmt(c, "%.*s.", FMT(json_str(json_get(f, "sentence"))));
    return OK;
}

static enum status plan_one(struct ctx *c, const struct desk *d, const struct elsewhere *e, int64_t batch, int64_t *n)
{
    struct aligning in = {.id = e->id, .title = e->title.p ? e->title : STR(""), .currency = e->currency.n ? e->currency : STR("EUR"), .channel = e->channel, .base = e->base};
    int64_t base, there;
    bool is;
    TRY(price_shown(c, e->id, &base));
    if (base == NONE || base <= 0 || !money_read(e->value, in.currency, &there) || there <= 0)
        return OK;
    in.price = desk_money(there, in.currency), in.base_price = desk_money(base, in.currency), in.cost = desk_money(e->cost, in.currency);
    enum status s = hold_against(c, e, in.base_price, in.price, &in.proposed, &in.found);
    if (s != OK)
        return s == RETRY ? s : OK;
    TRY(rests(c, d, e, &is));
    if (isnan(in.proposed) || is)
        return OK;
    in.cause = cause_of(c, e);
    struct item i = plan_item(c, batch, "price.align", "product", e->id);
    i.input.text = record_to_json(c, &aligning_record, &in);
    ++*n;
    return item_add(c, &i);
}

enum status align_plan(struct ctx *c, const struct desk *d, int64_t batch, const struct strs *busy, int64_t *n)
{
    LIST(struct elsewhere) rows;
    *n = 0;
    TRY(db_all(c, &elsewhere_record, &rows,
               "SELECT p.id, p.title, p.currency, p.channel AS base, t.channel, t.value, t.by_whom,"
               " (SELECT MAX(v.cost) FROM variant v WHERE v.product = p.id) AS cost FROM content t JOIN product p ON p.id = t.id"
               " WHERE t.entity = 'product' AND t.field = 'price' AND t.locale = '' AND t.channel <> p.channel AND t.value IS NOT NULL AND t.value <> ''"
               " AND p.gone = 0 ORDER BY p.id, t.channel"));
    for (size_t i = 0; i < rows.n; i++) {
        bool is_busy = false;
        for (size_t k = 0; k < busy->n && !is_busy; k++)
            is_busy = str_eq(busy->at[k], rows.at[i].id);
        if (!is_busy)
            TRY(plan_one(c, d, &rows.at[i], batch, n));
    }
    return OK;
}
