/* execution/channel/medusa_coupon.c - a code of an offer as a Medusa promotion with a campaign.
 *
 * Source  Medusa 2.21 Admin API: /admin/promotions, /admin/campaigns. A promotion reduces whole products; its times stand in
 *         its campaign, and once a customer is a budget of the campaign by the customer's id
 */
#include "core/url.h"
#include "execution/channel/coupon.h"

static struct str ids_query(struct ctx *c, const char *name, const struct strs *values)
{
    struct buf b = {0};
    for (size_t i = 0; i < values->n; i++)
        buf_fmt(c, &b, "&%s%%5B%%5D=%s", name, url_escape(c, values->at[i]).p);
    return buf_str(&b);
}

/* Whole products: one of which it names only some variants would be reduced beyond that. */
static enum status things(struct ctx *c, struct link *l, const struct strs *skus, struct strs *ids)
{
    const struct json *v;
    struct strs there = {0};
    TRY(shop_ask(c, l, "GET", str_fmt(c, "/admin/product-variants?limit=1000&fields=id,sku,product_id%s", ids_query(c, "sku", skus).p), (struct str){0}, NULL, &v));
    for (struct json_walk w = json_walk(json_get(v, "variants")); json_next(&w);) {
        struct str id = json_str(json_get(w.value, "product_id"));
        strs_add(c, &there, json_str(json_get(w.value, "sku")));
        if (!strs_has(ids, id))
            strs_add(c, ids, id);
    }
    for (size_t i = 0; i < skus->n; i++)
        if (!strs_has(&there, skus->at[i]))
            return fail(c, REJECT, "medusa has no variant %.*s", FMT(skus->at[i]));
    TRY(shop_ask(c, l, "GET", str_fmt(c, "/admin/products?limit=1000&fields=id,variants.sku%s", ids_query(c, "id", ids).p), (struct str){0}, NULL, &v));
    for (struct json_walk w = json_walk(json_get(v, "products")); json_next(&w);)
        for (struct json_walk x = json_walk(json_get(w.value, "variants")); json_next(&x);)
            if (!strs_has(skus, json_str(json_get(x.value, "sku"))))
                return fail(c, REJECT, "medusa reduces whole products: the offer leaves out the variant %.*s of one", FMT(json_str(json_get(x.value, "sku"))));
    return OK;
}

static enum status find(struct ctx *c, struct link *l, struct str code, struct shop_coupon *out, bool *found)
{
    const struct json *v;
    TRY(shop_ask(c, l, "GET", str_fmt(c, "/admin/promotions?code=%s", url_escape(c, code).p), (struct str){0}, NULL, &v));
    const struct json *p = json_path(v, "promotions.0"), *limit = json_get(p, "limit");
    *found = p != NULL;
    *out = (struct shop_coupon){.id = json_str(json_get(p, "id")), .code = json_str(json_get(p, "code")), .percent = json_real(json_path(p, "application_method.value")),
                                .uses = json_kind(limit) == JSON_INT ? json_int(limit) : NONE, .from = json_str(json_path(p, "campaign.starts_at")),
                                .to = json_str(json_path(p, "campaign.ends_at")), .group = json_str(json_path(p, "rules.0.values.0.value"))};
    for (struct json_walk w = json_walk(json_path(p, "application_method.target_rules.0.values")); json_next(&w);)
        strs_add(c, &out->of, json_str(json_get(w.value, "value")));
    out->group = out->group.n ? out->group : (struct str){0};
    return OK;
}

static struct node *rule(struct tree *t, const char *attribute, const struct strs *values)
{
    struct node *list = tree_array(t), *one = tree_object(t), *all = tree_array(t);
    for (size_t i = 0; i < values->n; i++)
        node_add(t, all, tree_str(t, values->at[i]));
    node_set(t, one, "attribute", tree_str(t, str_z(attribute))), node_set(t, one, "operator", tree_str(t, STR("in"))), node_set(t, one, "values", all);
    node_add(t, list, one);
    return list;
}

static struct node *campaign(struct tree *t, const struct shop_coupon *k)
{
    struct node *o = tree_object(t), *budget = tree_object(t);
    node_set(t, budget, "type", tree_str(t, STR("use_by_attribute"))), node_set(t, budget, "attribute", tree_str(t, STR("customer_id")));
    node_set(t, budget, "limit", tree_int(t, 1));
    node_set(t, o, "name", tree_str(t, k->code)), node_set(t, o, "campaign_identifier", tree_str(t, k->code));
    node_set(t, o, "starts_at", tree_str(t, k->from)), node_set(t, o, "ends_at", tree_str(t, k->to)), node_set(t, o, "budget", budget);
    return o;
}

static enum status add(struct ctx *c, struct link *l, const struct shop_coupon *k)
{
    const struct json *v;
    struct tree *t = tree_open(c);
    struct node *o = tree_object(t), *method = tree_object(t);
    node_set(t, method, "type", tree_str(t, STR("percentage"))), node_set(t, method, "target_type", tree_str(t, STR("items")));
    node_set(t, method, "allocation", tree_str(t, STR("across"))), node_set(t, method, "value", tree_real(t, k->percent));
    node_set(t, method, "target_rules", rule(t, "items.product.id", &k->of));
    node_set(t, o, "code", tree_str(t, k->code)), node_set(t, o, "type", tree_str(t, STR("standard"))), node_set(t, o, "status", tree_str(t, STR("active")));
    node_set(t, o, "is_automatic", tree_bool(t, false)), node_set(t, o, "application_method", method), node_set(t, o, "campaign", campaign(t, k));
    if (k->uses != NONE)
        node_set(t, o, "limit", tree_int(t, k->uses));
    if (k->group.n)
        node_set(t, o, "rules", rule(t, "customer.groups.id", &(struct strs){(struct str *)&k->group, 1}));
    return shop_ask(c, l, "POST", STR("/admin/promotions"), tree_text(c, t, o), NULL, &v);
}

static enum status drop(struct ctx *c, struct link *l, const struct shop_coupon *k)
{
    const struct json *v;
    TRY(shop_ask(c, l, "GET", str_fmt(c, "/admin/promotions/%s?fields=campaign.id", url_escape(c, k->id).p), (struct str){0}, NULL, &v));
    struct str campaign = json_str(json_path(v, "promotion.campaign.id"));
    TRY(shop_ask(c, l, "DELETE", str_fmt(c, "/admin/promotions/%s", url_escape(c, k->id).p), (struct str){0}, NULL, &v));
    return campaign.n ? shop_ask(c, l, "DELETE", str_fmt(c, "/admin/campaigns/%s", url_escape(c, campaign).p), (struct str){0}, NULL, &v) : OK;
}

const struct coupon_driver medusa_coupons = {things, find, add, drop};
