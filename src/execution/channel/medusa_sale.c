/* execution/channel/medusa_sale.c - sale prices as a price list of Medusa, so that shop fronts show what was asked before.
 *
 * One list of the type "sale" for each item of work, under its name, from its start to its end: the shop ends the sale by itself
 * even where nobody is there to undo it. The price asked of everybody else stays as it is.
 *
 * Source  Medusa 2.21 Admin API: /admin/price-lists, /prices, /prices/batch
 */
#include "core/url.h"
#include "data/day.h"
#include "execution/channel/medusa.h"

struct sale_price { struct str list, id, variant, currency; int64_t minor; };
struct sale_prices {
    struct sale_price *at;
    size_t n;
};

static enum status prices_add(struct ctx *c, struct link *l, struct str list, struct sale_prices *out)
{
    const struct json *v;
    TRY(shop_ask(c, l, "GET", str_fmt(c, "/admin/price-lists/%.*s/prices?limit=5000", FMT(url_escape(c, list))), (struct str){0}, NULL, &v));
    for (struct json_walk w = json_walk(json_get(v, "prices")); json_next(&w);) {
        struct str currency = medusa_currency(c, json_get(w.value, "currency_code"));
        *LIST_ADD(c, out) = (struct sale_price){list, json_str(json_get(w.value, "id")), json_str(json_path(w.value, "price_set.variant.id")), currency,
                                                medusa_minor(json_get(w.value, "amount"), currency)};
    }
    return OK;
}

/* What our list of this name asks; *list: its id, absent where there is none. */
static enum status find(struct ctx *c, struct link *l, struct str name, struct str *list, struct sale_prices *out)
{
    const struct json *v;
    *list = (struct str){0}, *out = (struct sale_prices){0};
    TRY(shop_ask(c, l, "GET", str_fmt(c, "/admin/price-lists?limit=100&q=%.*s", FMT(url_escape(c, name))), (struct str){0}, NULL, &v));
    for (struct json_walk w = json_walk(json_get(v, "price_lists")); json_next(&w);)
        if (str_eq(json_str(json_get(w.value, "title")), name)) {
            *list = json_str(json_get(w.value, "id"));
            TRY(prices_add(c, l, *list, out));
        }
    return OK;
}

static bool is_meant(const struct sale_price *p, const struct askings *all)
{
    for (size_t i = 0; i < all->n; i++)
        if (str_eq(all->at[i].variant, p->variant) && str_eq(all->at[i].currency, p->currency))
            return true;
    return false;
}

enum status medusa_sale_find(struct ctx *c, struct link *l, const struct effect *e, const struct askings *all, int64_t *minor)
{
    struct str list;
    struct sale_prices prices;
    size_t n = 0;
    *minor = NONE;
    TRY(find(c, l, e->sale, &list, &prices));
    for (size_t i = 0; i < prices.n; i++) {
        if (!is_meant(&prices.at[i], all))
            continue;
        if (n++ && prices.at[i].minor != *minor)
            return fail(c, REJECT, "medusa: the variants ask different prices in the price list \"%.*s\": change them there", FMT(e->sale));
        *minor = prices.at[i].minor;
    }
    if (n && n < all->n)
        return fail(c, REJECT, "medusa: the price list \"%.*s\" has lost prices that were in it: take it out there", FMT(e->sale));
    return OK;
}

static struct node *prices_node(struct tree *t, const struct askings *all, int64_t minor, struct str code)
{
    struct node *list = tree_array(t);
    for (size_t i = 0; i < all->n; i++) {
        struct node *one = tree_object(t);
        node_set(t, one, "variant_id", tree_str(t, all->at[i].variant));
        node_set(t, one, "currency_code", tree_str(t, code));
        node_set(t, one, "amount", medusa_major(t, minor, all->at[i].currency));
        node_add(t, list, one);
    }
    return list;
}

static struct node *moment_node(struct ctx *c, struct tree *t, int64_t ms) { return ms == NONE ? tree_null(t) : tree_str(t, moment_iso(c, ms)); }

static enum status post(struct ctx *c, struct link *l, struct str path, struct tree *t, struct node *o)
{
    const struct json *v;
    return shop_ask(c, l, "POST", path, tree_text(c, t, o), NULL, &v);
}

static struct str batch_path(struct ctx *c, struct str list) { return str_fmt(c, "/admin/price-lists/%.*s/prices/batch", FMT(url_escape(c, list))); }

enum status medusa_sale_add(struct ctx *c, struct link *l, const struct effect *e, const struct askings *all, int64_t minor)
{
    struct str list;
    struct sale_prices prices;
    struct tree *t = tree_open(c);
    struct node *o = tree_object(t);
    TRY(find(c, l, e->sale, &list, &prices));
    struct node *create = prices_node(t, all, minor, str_lower(c, all->at[0].currency));
    if (list.n) {
        node_set(t, o, "create", create);
        return post(c, l, batch_path(c, list), t, o);
    }
    node_set(t, o, "title", tree_str(t, e->sale));
    node_set(t, o, "description", tree_str(t, STR("Set by purvey, which takes it out when the sale is undone.")));
    node_set(t, o, "type", tree_str(t, STR("sale"))), node_set(t, o, "status", tree_str(t, STR("active")));
    node_set(t, o, "starts_at", moment_node(c, t, e->from_ms)), node_set(t, o, "ends_at", moment_node(c, t, e->to_ms));
    node_set(t, o, "prices", create);
    return post(c, l, STR("/admin/price-lists"), t, o);
}

/* A list that would be left empty goes itself. */
enum status medusa_sale_drop(struct ctx *c, struct link *l, const struct effect *e, const struct askings *all)
{
    struct str list;
    struct sale_prices prices;
    const struct json *v;
    struct tree *t = tree_open(c);
    struct node *o = tree_object(t), *gone = tree_array(t);
    size_t n = 0;
    TRY(find(c, l, e->sale, &list, &prices));
    for (size_t i = 0; i < prices.n; i++)
        if (is_meant(&prices.at[i], all) && str_eq(prices.at[i].list, list))
            node_add(t, gone, tree_str(t, prices.at[i].id)), n++;
    if (!n)
        return OK;
    if (n == prices.n)
        return shop_ask(c, l, "DELETE", str_fmt(c, "/admin/price-lists/%.*s", FMT(url_escape(c, list))), (struct str){0}, NULL, &v);
    node_set(t, o, "delete", gone);
    return post(c, l, batch_path(c, list), t, o);
}
