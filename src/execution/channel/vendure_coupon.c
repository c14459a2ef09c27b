/* execution/channel/vendure_coupon.c - a code of an offer as a Vendure promotion.
 *
 * Source  Vendure 3.7 Admin API: promotions, createPromotion, deletePromotion; its action products_percentage_discount names
 *         variants, its condition customer_group one group
 */
#include "execution/channel/coupon.h"
#include "execution/channel/vendure.h"

static enum status things(struct ctx *c, struct link *l, const struct strs *skus, struct strs *ids)
{
    const struct json *data;
    struct tree *t = tree_open(c);
    struct node *v = tree_object(t), *all = tree_array(t);
    struct strs there = {0};
    for (size_t i = 0; i < skus->n; i++)
        node_add(t, all, tree_str(t, skus->at[i]));
    node_set(t, v, "skus", all);
    TRY(vendure_ask(c, l, STR("query($skus:[String!]!){productVariants(options:{take:1000,filter:{sku:{in:$skus}}}){items{id sku}}}"), t, v, NULL, &data));
    for (struct json_walk w = json_walk(json_path(data, "productVariants.items")); json_next(&w);) {
        strs_add(c, &there, json_str(json_get(w.value, "sku")));
        strs_add(c, ids, json_str(json_get(w.value, "id")));
    }
    for (size_t i = 0; i < skus->n; i++)
        if (!strs_has(&there, skus->at[i]))
            return fail(c, REJECT, "vendure has no variant %.*s", FMT(skus->at[i]));
    return OK;
}

static struct str argument(const struct json *operation, const char *name)
{
    for (struct json_walk w = json_walk(json_get(operation, "args")); json_next(&w);)
        if (str_eq(json_str(json_get(w.value, "name")), str_z(name)))
            return json_str(json_get(w.value, "value"));
    return (struct str){0};
}

static enum status find(struct ctx *c, struct link *l, struct str code, struct shop_coupon *out, bool *found)
{
    const struct json *data, *ids;
    struct tree *t = tree_open(c);
    struct node *v = tree_object(t);
    node_set(t, v, "code", tree_str(t, code));
    TRY(vendure_ask(c, l, STR("query($code:String!){promotions(options:{filter:{couponCode:{eq:$code}}}){items{id couponCode startsAt endsAt usageLimit"
                              " conditions{code args{name value}} actions{code args{name value}}}}}"),
                    t, v, NULL, &data));
    const struct json *p = json_path(data, "promotions.items.0"), *action = json_path(p, "actions.0"), *uses = json_get(p, "usageLimit");
    struct str group = argument(json_path(p, "conditions.0"), "customerGroupId"), list = argument(action, "productVariantIds"), percent = argument(action, "discount");
    *found = p != NULL;
    *out = (struct shop_coupon){.id = json_str(json_get(p, "id")), .code = json_str(json_get(p, "couponCode")), .from = json_str(json_get(p, "startsAt")),
                                .to = json_str(json_get(p, "endsAt")), .uses = json_kind(uses) == JSON_INT ? json_int(uses) : NONE,
                                .group = group.n ? group : (struct str){0}};
    if (percent.n && !str_real(percent, &out->percent))
        out->percent = 0;
    if (list.n && json_read(c, list, &ids) == OK)
        for (struct json_walk w = json_walk(ids); json_next(&w);)
            strs_add(c, &out->of, json_kind(w.value) == JSON_STR ? json_str(w.value) : json_text(c, w.value));
    return OK;
}

static struct node *operation(struct tree *t, const char *code)
{
    struct node *o = tree_object(t);
    node_set(t, o, "code", tree_str(t, str_z(code)));
    return o;
}

static struct node *argument_node(struct tree *t, const char *name, struct str value)
{
    struct node *o = tree_object(t);
    node_set(t, o, "name", tree_str(t, str_z(name))), node_set(t, o, "value", tree_str(t, value));
    return o;
}

static struct str list_text(struct ctx *c, const struct strs *ids)
{
    struct tree *t = tree_open(c);
    struct node *a = tree_array(t);
    for (size_t i = 0; i < ids->n; i++)
        node_add(t, a, tree_str(t, ids->at[i]));
    return tree_text(c, t, a);
}

static struct node *actions_node(struct ctx *c, struct tree *t, const struct shop_coupon *k)
{
    struct node *list = tree_array(t), *action = operation(t, "products_percentage_discount"), *args = tree_array(t);
    node_add(t, args, argument_node(t, "discount", str_fmt(c, "%.6g", k->percent)));
    node_add(t, args, argument_node(t, "productVariantIds", list_text(c, &k->of)));
    node_set(t, action, "arguments", args);
    node_add(t, list, action);
    return list;
}

static struct node *conditions_node(struct tree *t, const struct shop_coupon *k)
{
    struct node *list = tree_array(t), *condition = operation(t, "customer_group"), *args = tree_array(t);
    if (!k->group.n)
        return list;
    node_add(t, args, argument_node(t, "customerGroupId", k->group));
    node_set(t, condition, "arguments", args);
    node_add(t, list, condition);
    return list;
}

static enum status add(struct ctx *c, struct link *l, const struct shop_coupon *k)
{
    const struct json *data;
    struct tree *t = tree_open(c);
    struct node *v = tree_object(t), *i = tree_object(t), *names = tree_array(t), *name = tree_object(t);
    node_set(t, name, "languageCode", tree_str(t, vendure_language(l))), node_set(t, name, "name", tree_str(t, k->code));
    node_add(t, names, name);
    node_set(t, i, "enabled", tree_bool(t, true)), node_set(t, i, "couponCode", tree_str(t, k->code)), node_set(t, i, "perCustomerUsageLimit", tree_int(t, 1));
    node_set(t, i, "startsAt", tree_str(t, k->from)), node_set(t, i, "endsAt", tree_str(t, k->to)), node_set(t, i, "translations", names);
    node_set(t, i, "actions", actions_node(c, t, k)), node_set(t, i, "conditions", conditions_node(t, k));
    if (k->uses != NONE)
        node_set(t, i, "usageLimit", tree_int(t, k->uses));
    node_set(t, v, "i", i);
    TRY(vendure_ask(c, l, STR("mutation($i:CreatePromotionInput!){createPromotion(input:$i){__typename ...on ErrorResult{message}}}"), t, v, NULL, &data));
    struct str said = json_str(json_path(data, "createPromotion.message"));
    return said.n ? fail(c, REJECT, "vendure: %.*s", FMT(said)) : OK;
}

static enum status drop(struct ctx *c, struct link *l, const struct shop_coupon *k)
{
    const struct json *data;
    struct tree *t = tree_open(c);
    struct node *v = tree_object(t);
    node_set(t, v, "id", tree_str(t, k->id));
    return vendure_ask(c, l, STR("mutation($id:ID!){deletePromotion(id:$id){result}}"), t, v, NULL, &data);
}

const struct coupon_driver vendure_coupons = {things, find, add, drop};
