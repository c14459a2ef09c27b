/* intelligence/answer/service/service_task.c - one task: its order, its items, its slots; then the call that would do it.
 *
 * A write is first called without a yes: the policy answers that it wants one (then it is shown to the customer), that it
 * refuses, or that a person decides. So the agent never argues with rules of its own.
 */
#include "intelligence/answer/service/service_alike.h"
#include "intelligence/answer/service/service_topic.h"
#include "intelligence/answer/service/service_variant.h"
#include <math.h>

struct task_call { /* a task with its order, on the way to its call */
    struct service_plan *p;
    struct service_task *t;
    const struct json *order;
    struct tree *tree;
    struct node *args;
};

/* ---- arguments ------------------------------------------------------------------------------------ */

static void set(struct task_call *k, const char *key, struct str value) { node_set(k->tree, k->args, key, tree_str(k->tree, value)); }

static void set_list(struct task_call *k, const char *key, const struct strs *list)
{
    struct node *n = tree_array(k->tree);
    for (size_t i = 0; i < list->n; i++)
        node_add(k->tree, n, tree_str(k->tree, list->at[i]));
    node_set(k->tree, k->args, key, n);
}

static struct str last_said(const struct service_task *t)
{
    size_t at = t->text.n;
    while (at && t->text.p[at - 1] != '\n')
        at--;
    return str_part(t->text, at, t->text.n);
}

static bool items_known(struct ctx *c, struct task_call *k)
{
    struct service_plan *p = k->p;
    struct strs list = {0};
    if (k->t->typed && k->t->items.n)
        return true;
    if (service_items_named(c, k->order, k->t->text, &k->t->items))
        return true;
    if (k->t->about.n && !str_is(k->t->asked, "items") && service_names_item(c, k->order, k->t->about) && service_items_named(c, k->order, k->t->about, &k->t->items))
        return true;
    if (str_is(k->t->asked, "items") && service_items_alike(c, k->order, last_said(k->t), &k->t->items))
        return true;
    for (struct json_walk w = json_walk(json_get(k->order, "items")); json_next(&w);)
        strs_add(c, &list, service_item_text(c, k->order, json_str(json_get(w.value, "item_id"))));
    service_ask(c, p, k->t, "items", SERVICE_SAID(c, p->s->language, SAY_ask_items, k->t->order_id, str_join(c, &list, STR("; "))));
    return false;
}

static bool source_is(const struct task_call *k, struct str method, struct str source)
{
    return str_eq(json_str(json_get(json_get(json_get(k->p->v->customer, "payment_methods"), method.n ? method.p : ""), "source")), source);
}

/* By default the way it was paid. false: asked. */
static bool method_known(struct ctx *c, struct task_call *k, bool must_say)
{
    bool wrong;
    if (k->t->typed && k->t->method.n)
        return true;
    struct str original = service_original_method(k->order), id = service_method_newest(c, k->p->v, k->t->text, &wrong);
    if (str_is(id, "original"))
        id = original;
    if (str_starts(id, STR("source:"))) /* of several cards the one that paid, else it is asked for */
        id = source_is(k, original, str_part(id, 7, id.n)) ? original : (wrong = true, (struct str){0});
    if (!id.n && !must_say && !wrong)
        id = original;
    k->t->method = id;
    if (id.n && !(must_say && str_eq(id, original)))
        return true;
    service_ask(c, k->p, k->t, "method", SERVICE_SAID(c, k->p->s->language, SAY_ask_method, service_methods_text(c, k->p->v)));
    return false;
}

static bool reason_known(struct ctx *c, struct task_call *k)
{
    if (k->t->typed && k->t->reason.n)
        return true;
    struct service_words w = service_words_of(c, k->t->text);
    if (service_matches(&w, "mistake|accident*|by error|wrong order|ordered twice|did not mean|didnt mean|versehen*|irrtum*|"
        "irrtumlich|falsch bestellt|doppelt bestellt|erreur|par megarde|"
                            "error|equivoc*|sin querer|errore|per sbaglio|sbaglio|sbagliato|vergissing|per ongeluk|verkeerd besteld|dubbel besteld"))
        k->t->reason = STR("ordered by mistake");
    else if (service_matches(&w, "no longer|dont need|do not need|dont want|do not want|not need|changed my mind|cheaper|found * "
        "better|elsewhere|not anymore|any more|traveling|travelling|too long|too late|too expensive|unneeded|"
                                 "nicht mehr|brauche * nicht|anders uberlegt|billiger|gunstiger|zu lange|zu spat|zu teuer|plus "
                                 "besoin|change d'avis|change davis|moins cher|trop cher|trop long|trop tard|"
                                 "ya no|no * necesito|no * quiero|cambiado de opinion|mas barato|demasiado|non serve|non * piu|non "
                                 "mi serve|cambiato idea|troppo|meno caro|niet meer|niet nodig|van gedachten|goedkoper|te duur|te "
                                 "lang|te laat"))
        k->t->reason = STR("no longer needed");
    if (k->t->reason.n)
        return true;
    service_ask(c, k->p, k->t, "reason", SERVICE_SAID(c, k->p->s->language, SAY_ask_reason, k->t->order_id));
    return false;
}

static void set_address(struct task_call *k)
{
    for (size_t i = 0; i < 6 && i < k->t->address.n; i++)
        set(k, service_address_keys[i], k->t->address.at[i]);
}

/* The variants that items become. false: a product is being looked up, or the customer is asked. */
static bool news_known(struct ctx *c, struct task_call *k)
{
    struct service_plan *p = k->p;
    struct strs typed = k->t->typed ? k->t->news : (struct strs){0};
    k->t->news = (struct strs){0};
    for (size_t i = 0; i < k->t->items.n; i++)
        for (struct json_walk w = json_walk(json_get(k->order, "items")); json_next(&w);) {
            struct str product = str_copy(c, json_str(json_get(w.value, "product_id")));
            if (str_eq(json_str(json_get(w.value, "item_id")), k->t->items.at[i]) && !service_was_asked(p->v, "get_product", product))
                service_call_add(c, p, "get_product", service_arguments(c, "product_id", product), false);
        }
    if (p->out->calls.n) {
        k->t->news = typed;
        return false;
    }
    for (size_t i = 0; i < k->t->items.n; i++) {
        struct service_variant to;
        struct str item = service_item_text(c, k->order, k->t->items.at[i]);
        service_variant_find(c, p->v, k->order, k->t->items.at[i], k->t, i < typed.n ? typed.at[i] : (struct str){0}, &to);
        if (to.id.n) {
            strs_add(c, &k->t->news, to.id);
            continue;
        }
        if (to.none)
            SERVICE_TELL(c, p, STR("product"), SAY_no_variant, item);
        if (to.none && k->t->keep && k->t->items.n == 1)
            service_task_end(k->t, "refused", p->s);
        else
            service_ask(c, p, k->t, "variant", SERVICE_SAID(c, p->s->language, SAY_ask_variant, item, to.choice.n ? to.choice : STR("-")));
        return false;
    }
    return true;
}

/* ---- proposals ------------------------------------------------------------------------------------ */

static double paid_sum(const struct json *order)
{
    double sum = 0;
    for (struct json_walk w = json_walk(json_get(order, "payment_history")); json_next(&w);) {
        double one = service_amount(order, json_get(w.value, "amount"));
        sum += str_is(json_str(json_get(w.value, "transaction_type")), "payment") ? one : str_is(json_str(json_get(w.value, "transaction_type")), "refund") ? -one : 0;
    }
    return sum;
}

static struct str items_text(struct ctx *c, const struct task_call *k)
{
    struct strs list = {0};
    for (size_t i = 0; i < k->t->items.n; i++) {
        struct str one = service_item_text(c, k->order, k->t->items.at[i]);
        if (i < k->t->news.n)
            one = str_fmt(c, "%.*s → %.*s", FMT(one), FMT(service_variant_text(c, k->p->v, k->order, k->t->items.at[i], k->t->news.at[i])));
        strs_add(c, &list, one);
    }
    return str_join(c, &list, STR("; "));
}

static struct str address_text(struct ctx *c, const struct service_task *t)
{
    struct strs list = {0};
    static const int sequence[] = {0, 1, 5, 2, 3, 4};
    for (size_t i = 0; i < 6; i++)
        if (t->address.n == 6 && t->address.at[sequence[i]].n)
            strs_add(c, &list, t->address.at[sequence[i]]);
    return str_join(c, &list, STR(", "));
}

static double difference(const struct task_call *k)
{
    double sum = 0;
    for (size_t i = 0; i < k->t->items.n && i < k->t->news.n; i++)
        sum += service_variant_price(k->p->v, k->order, k->t->items.at[i], k->t->news.at[i]) - service_item_price(k->order, k->t->items.at[i]);
    return sum;
}

static double items_sum(const struct task_call *k)
{
    double sum = 0;
    for (size_t i = 0; i < k->t->items.n; i++)
        sum += service_item_price(k->order, k->t->items.at[i]);
    return sum;
}

static bool has_rule(const struct service_policy *p, const char *id)
{
    for (size_t i = 0; i < p->rules.n; i++)
        if (str_is(p->rules.at[i].id, id))
            return true;
    return false;
}

static struct str sum_of(struct ctx *c, const struct task_call *k, double sum)
{
    return service_sum(c, k->p->s->language, k->order, sum);
}

/* Who pays whom. */
static void tell_difference(struct ctx *c, const struct task_call *k, struct str source, struct str method)
{
    double more = difference(k);
    enum service_key key = fabs(more) < 0.005 ? SAY_swap_even : more > 0 ? SAY_swap_more : SAY_swap_less;
    SERVICE_TELL(c, k->p, source, key, sum_of(c, k, fabs(more)), method);
}

static void propose_swap(struct ctx *c, const struct task_call *k, struct str source, struct str method)
{
    struct service_plan *p = k->p;
    const char *rule = service_status_is(k->order, "delivered") ? "exchange.delivered" : "items.once";
    SERVICE_TELL(c, p, source, SAY_plan_swap, k->t->order_id, items_text(c, k));
    tell_difference(c, k, source, method);
    if (has_rule(p->policy, rule))
        SERVICE_TELL(c, p, str_fmt(c, "policy %s", rule), SAY_once);
}

static struct str lines_text(struct ctx *c, const struct json *order)
{
    struct strs list = {0};
    for (struct json_walk w = json_walk(json_get(order, "items")); json_next(&w);)
        strs_add(c, &list, service_item_text(c, order, json_str(json_get(w.value, "item_id"))));
    return str_join(c, &list, STR("; "));
}

static void propose(struct ctx *c, const struct task_call *k, const char *tool)
{
    struct service_plan *p = k->p;
    const struct service_task *t = k->t;
    struct str id = t->order_id, source = id.n ? str_fmt(c, "order %.*s", FMT(id)) : STR("customer"), method = service_method_text(c, p->v, t->method);
    struct str original = service_method_text(c, p->v, service_original_method(k->order));
    struct str why = SERVICE_SAID(c, p->s->language, str_is(t->reason, "no longer needed") ? SAY_unneeded : SAY_mistake);
    if (!strcmp(tool, "cancel_order"))
        SERVICE_TELL(c, p, source, SAY_plan_cancel, id, why, sum_of(c, k, paid_sum(k->order)), original, lines_text(c, k->order));
    else if (!strcmp(tool, "change_order_address"))
        SERVICE_TELL(c, p, source, SAY_plan_address, id, address_text(c, t));
    else if (!strcmp(tool, "change_customer_address"))
        SERVICE_TELL(c, p, source, SAY_plan_customer_address, address_text(c, t));
    else if (!strcmp(tool, "change_payment"))
        SERVICE_TELL(c, p, source, SAY_plan_payment, id, method, original, sum_of(c, k, paid_sum(k->order)));
    else if (!strcmp(tool, "return_items"))
        SERVICE_TELL(c, p, source, SAY_plan_return, id, items_text(c, k), sum_of(c, k, items_sum(k)), method);
    else if (!strcmp(tool, "replace_items"))
        SERVICE_TELL(c, p, source, SAY_plan_replace, id, items_text(c, k));
    else if (!strcmp(tool, "reorder"))
        SERVICE_TELL(c, p, source, SAY_plan_reorder, id, service_order_text(c, k->order), method);
    else
        propose_swap(c, k, source, method);
    service_ask(c, p, k->t, "confirm", SERVICE_SAID(c, p->s->language, SAY_yes_no));
}

/* Probe, propose, or carry out what the customer agreed to. */
static void finish(struct ctx *c, struct task_call *k, const char *tool)
{
    struct str args = tree_text(c, k->tree, k->args);
    const struct service_call *pending = k->p->s->pending;
    bool same = pending && str_is(pending->tool, tool) && str_eq(pending->arguments.text, args);
    struct str call = str_fmt(c, "%s %.*s", tool, FMT(args));
    if (same && !k->p->s->agreed && str_eq(k->p->s->amended, call)) /* what was said about it changed nothing: it was not understood */
        service_ask_plain(c, k->p);
    else if (!same && service_who_asked(c, k->p, tool))
        return;
    else if (same && !k->p->s->agreed)
        propose(c, k, tool);
    else
        service_call_add(c, k->p, tool, args, same);
}

/* ---- one task ------------------------------------------------------------------------------------- */

/* What the words did not settle, the order's status does. */
static const char *tool_for(const struct service_task *t, const struct json *order)
{
    bool sent = !service_status_is(order, SERVICE_UNSENT);
    if (str_is(t->intent, "cancel"))
        return "cancel_order";
    if (str_is(t->intent, "exchange"))
        return sent ? "exchange_items" : "change_items";
    if (str_is(t->intent, "return"))
        return "return_items";
    if (str_is(t->intent, "refund"))
        return sent ? "return_items" : "cancel_order";
    if (str_is(t->intent, "damaged"))
        return "return_items";
    if (str_is(t->intent, "replace"))
        return "replace_items";
    if (str_is(t->intent, "payment"))
        return "change_payment";
    if (str_is(t->intent, "address"))
        return "change_order_address";
    return str_is(t->intent, "reorder") ? "reorder" : NULL;
}

static bool says_whole(struct ctx *c, struct str text)
{
    struct service_words w = service_words_of(c, text);
    return service_matches(&w, "whole|entire|complete order|full order|all items|all the items|all of it|cancel everything|cancel it all|"
        "ganze|gesamte|komplette|entiere|toute la|entero|todo el|intero|tutto l*|hele|gehele");
}

/* Who names some of an order's items may not want to lose the others. */
static bool whole_known(struct ctx *c, struct task_call *k)
{
    struct strs items;
    if (k->t->typed)
        return true;
    struct service_words w = service_words_of(c, k->t->text);
    size_t n = 0;
    for (struct json_walk i = json_walk(json_get(k->order, "items")); json_next(&i);)
        n++;
    bool keeps = service_matches(&w, "keep|keeping|behalte*|garde*|conserv*|quedo|quedar*|tengo|tenere|houd*|behoud*");
    bool some = service_names_item(c, k->order, k->t->text) && (keeps || !service_items_named(c, k->order, k->t->text, &items) || items.n != n);
    struct strs lines = str_split(c, k->t->text, '\n');
    bool agreed = str_is(k->t->asked, "whole") && lines.n && service_is_yes(lines.at[lines.n - 1]);
    bool spare = service_task_spare(k->p->s, k->t) && (!str_is(k->t[1].intent, "cancel") || says_whole(c, k->t[1].text));
    if (some && !agreed && n > 1 && (k->t->keep || spare)) { /* the customer has said what then */
        SERVICE_TELL(c, k->p, STR("policy cancel"), SAY_whole_only, k->t->order_id, lines_text(c, k->order));
        service_task_end(k->t, "refused", k->p->s);
        return false;
    }
    if (!some || agreed || (!keeps && says_whole(c, k->t->text)))
        return true;
    service_ask(c, k->p, k->t, "whole", SERVICE_SAID(c, k->p->s->language, SAY_ask_whole, k->t->order_id, lines_text(c, k->order)));
    return false;
}

/* A cancellation pays back the way it was paid; who names another way has to know first. */
static bool refund_known(struct ctx *c, struct task_call *k)
{
    bool wrong;
    struct str id = service_method_named(c, k->p->v, k->t->text, &wrong), original = service_original_method(k->order);
    if (!wrong && (!id.n || str_is(id, "original") || str_eq(id, original) || (str_starts(id, STR("source:")) && source_is(k, original, str_part(id, 7, id.n)))))
        return true;
    SERVICE_TELL(c, k->p, STR("policy cancel"), SAY_refund_original, k->t->order_id, service_method_text(c, k->p->v, original));
    service_ask_plain(c, k->p);
    return false;
}

static bool arguments_known(struct ctx *c, struct task_call *k, const char *tool)
{
    bool swap = !strcmp(tool, "exchange_items") || !strcmp(tool, "change_items"), back = !strcmp(tool, "return_items") || !strcmp(tool, "replace_items");
    set(k, "order_id", k->t->order_id);
    if ((swap || back) && !items_known(c, k))
        return false;
    if (swap && !news_known(c, k))
        return false;
    if (!strcmp(tool, "cancel_order")) {
        if (!whole_known(c, k) || !refund_known(c, k) || !reason_known(c, k))
            return false;
        set(k, "reason", k->t->reason);
    }
    if (!strcmp(tool, "change_order_address")) {
        if (!service_address_known(c, k->p, k->t))
            return false;
        set_address(k);
    }
    if (swap || back)
        set_list(k, "item_ids", &k->t->items);
    if (swap)
        set_list(k, "new_item_ids", &k->t->news);
    if (swap || !strcmp(tool, "return_items") || !strcmp(tool, "change_payment") || !strcmp(tool, "reorder")) {
        if (!method_known(c, k, !strcmp(tool, "change_payment")))
            return false;
        set(k, "payment_method_id", k->t->method);
    }
    if (!strcmp(tool, "replace_items"))
        set(k, "reason", STR("arrived broken or not at all"));
    return true;
}

static struct task_call open_call(struct ctx *c, struct service_plan *p, struct service_task *t)
{
    struct task_call k = {.p = p, .t = t, .order = service_order(p->v, t->order_id), .tree = tree_open(c)};
    k.args = tree_object(k.tree);
    return k;
}

static bool is_own_address(struct ctx *c, const struct service_task *t)
{
    if (t->typed)
        return t->account;
    struct service_words w = service_words_of(c, t->text);
    bool usual = service_matches(&w, "default address|usual address|user address|standardadresse|adresse habituelle|direccion habitual|indirizzo abituale|vaste adres");
    bool source = usual && service_matches(&w, "in one of * orders|in one of the orders|in my orders|in my other order|in the orders|from one of * orders|in einer * bestellung*|"
        "dans une * commande*|en uno de * pedidos|in uno dei * ordini|in een * bestelling*"); /* where the address stands */
    bool order = !source && service_matches(&w, "order*|parcel|package|bestellung*|sendung|commande*|colis|pedido*|envio|ordin*|pacco|bestelling*|pakket");
    return !t->named.n && !t->order_id.n && !order &&
           service_matches(&w, "default address|my default|user address|my profile|my account|address on file|account address|"
               "usual address|for future|"
               "personal address|user address|profil*|kundenkonto|mein konto|"
                               "standardadresse|mon compte|adresse habituelle|mi cuenta|mi perfil|direccion habitual|mio account|"
                               "mio profilo|mijn account|mijn profiel|vaste adres");
}

static void customer_address(struct ctx *c, struct service_plan *p, struct service_task *t)
{
    struct task_call k = open_call(c, p, t);
    set(&k, "customer_id", p->v->in->customer);
    if (!service_address_known(c, p, t))
        return;
    set_address(&k);
    finish(c, &k, "change_customer_address");
}

/* Whether the price is one that the customer set as the most; else nothing is done. */
static bool is_within(struct ctx *c, struct task_call *k, bool *stop)
{
    double sum = difference(k);
    if (!k->t->limited)
        return true;
    for (size_t i = 0; !k->t->by_difference && i < k->t->items.n; i++)
        sum += service_item_price(k->order, k->t->items.at[i]);
    if (sum <= k->t->limit)
        return true;
    SERVICE_TELL(c, k->p, str_fmt(c, "order %.*s", FMT(k->t->order_id)), SAY_too_dear, items_text(c, k), sum_of(c, k, sum), sum_of(c, k, k->t->limit));
    service_task_end(k->t, "refused", k->p->s);
    *stop = false;
    return false;
}

enum status service_task_step(struct ctx *c, struct service_plan *p, struct service_task *t, bool *stop)
{
    *stop = true;
    if (str_is(t->intent, "product") || str_is(t->intent, "trouble")) {
        service_product_step(c, p, t);
        *stop = p->out->calls.n > 0;
        return OK;
    }
    if (service_is_topic(t->intent) && !service_topic_needs_account(t->intent)) {
        service_topic_step(c, p, t);
        *stop = p->out->calls.n > 0 || str_is(t->state, "open");
        return OK;
    }
    if (str_is(t->intent, "address") && is_own_address(c, t)) {
        customer_address(c, p, t);
        return OK;
    }
    if (!service_order_known(c, p, t)) {
        *stop = !p->again && str_is(t->state, "open");
        return OK;
    }
    struct task_call k = open_call(c, p, t);
    if (!k.order) {
        if (service_was_asked(p->v, "get_order", t->order_id))
            service_hand(c, p, t, str_fmt(c, "order %.*s cannot be read", FMT(t->order_id)));
        else
            service_call_add(c, p, "get_order", service_arguments(c, "order_id", t->order_id), false);
        return OK;
    }
    *stop = false;
    service_tell(c, p, t, k.order);
    if (service_is_topic(t->intent))
        service_topic_step(c, p, t); /* an invoice: its sums are told, and who writes it out */
    const char *tool = tool_for(t, k.order);
    if (!str_is(t->state, "open"))
        return OK;
    *stop = true;
    if (!tool) {
        service_hand(c, p, t, str_fmt(c, "%.*s: a person decides", FMT(t->intent)));
        return OK;
    }
    if (t->doubt.n) {
        service_ask_plain(c, p);
    } else if (t->unsent && !service_status_is(k.order, SERVICE_UNSENT)) {
        SERVICE_TELL(c, p, str_fmt(c, "order %.*s", FMT(t->order_id)), SAY_refused_status, t->order_id, service_status_text(c, p->v, k.order));
        service_task_end(t, "refused", p->s);
        *stop = false;
    } else if (arguments_known(c, &k, tool) && is_within(c, &k, stop)) {
        finish(c, &k, tool);
    } else if (!str_is(t->state, "open")) {
        *stop = false;
    }
    return OK;
}
