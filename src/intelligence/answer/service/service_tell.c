/* intelligence/answer/service/service_tell.c - what is only told: an order, its money, what a return would give, a product, help with it. */
#include "intelligence/answer/service/service_goods.h"
#include "intelligence/answer/service/service_plan.h"

static struct str sum_of(struct ctx *c, const struct service_plan *p, const struct json *order, double sum)
{
    return service_sum(c, p->s->language, order, sum);
}

static void tell_order(struct ctx *c, struct service_plan *p, struct service_task *t, const struct json *order)
{
    struct str source = str_fmt(c, "order %.*s", FMT(t->order_id));
    struct strs numbers = {0};
    SERVICE_TELL(c, p, source, SAY_order_row, t->order_id, service_status_text(c, p->v, order), service_order_text(c, order));
    for (struct json_walk f = json_walk(json_get(order, "fulfillments")); json_next(&f);)
        for (struct json_walk n = json_walk(json_get(f.value, "tracking_id")); json_next(&n);)
            strs_add(c, &numbers, str_copy(c, json_str(n.value)));
    if (numbers.n)
        SERVICE_TELL(c, p, source, SAY_tracking, str_join(c, &numbers, STR(", ")));
    t->state = STR("done");
}

static void tell_money(struct ctx *c, struct service_plan *p, struct service_task *t, const struct json *order)
{
    double paid = 0, back = 0;
    for (struct json_walk w = json_walk(json_get(order, "payment_history")); json_next(&w);) {
        double one = service_amount(order, json_get(w.value, "amount"));
        struct str kind = json_str(json_get(w.value, "transaction_type"));
        paid += str_is(kind, "payment") ? one : 0;
        back += str_is(kind, "refund") ? one : 0;
    }
    SERVICE_TELL(c, p, str_fmt(c, "order %.*s", FMT(t->order_id)), back < 0.005 ? SAY_money_kept : SAY_money, t->order_id,
                 sum_of(c, p, order, paid), sum_of(c, p, order, back));
    t->state = STR("done");
}

/* What would be paid back for the things named, or for all; nothing is done. */
static void tell_quote(struct ctx *c, struct service_plan *p, struct service_task *t, const struct json *order)
{
    struct strs items = {0}, texts = {0};
    double sum = 0;
    if (!service_items_named(c, order, t->text, &items))
        for (struct json_walk w = json_walk(json_get(order, "items")); json_next(&w);)
            strs_add(c, &items, str_copy(c, json_str(json_get(w.value, "item_id"))));
    for (size_t i = 0; i < items.n; i++) {
        strs_add(c, &texts, service_item_text(c, order, items.at[i]));
        sum += service_item_price(order, items.at[i]);
    }
    SERVICE_TELL(c, p, str_fmt(c, "order %.*s", FMT(t->order_id)), SAY_quote, t->order_id, str_join(c, &texts, STR("; ")), sum_of(c, p, order, sum));
    t->state = STR("done");
}

void service_tell(struct ctx *c, struct service_plan *p, struct service_task *t, const struct json *order)
{
    if (str_is(t->intent, "track") || str_is(t->intent, "details"))
        tell_order(c, p, t, order);
    else if (str_is(t->intent, "billing") || str_is(t->intent, "refund_status"))
        tell_money(c, p, t, order);
    else if (str_is(t->intent, "invoice"))
        tell_money(c, p, t, order), t->state = STR("open");
    else if (str_is(t->intent, "quote"))
        tell_quote(c, p, t, order);
}

/* ---- products ------------------------------------------------------------------------------------- */

static const struct json *result_of(const struct service_plan *p, const char *tool, struct str argument)
{
    for (size_t i = p->v->in->results.n; i-- > 0;)
        if (str_is(p->v->in->results.at[i].tool, tool) && (!argument.n || str_has(p->v->in->results.at[i].arguments.text, argument)) && p->v->results[i])
            return p->v->results[i];
    return NULL;
}

/* How many of a variant's options the words name. */
static int options_asked(struct ctx *c, const struct service_words *w, const struct json *options)
{
    int n = 0;
    for (struct json_walk o = json_walk(options); json_next(&o);)
        n += json_kind(o.value) == JSON_STR && service_option_at(c, w, 0, o.key, json_str(o.value), &(size_t){0}) != SIZE_MAX;
    return n;
}

/* The variants that are asked about ("red in L"), else all. */
static void tell_product(struct ctx *c, struct service_plan *p, const struct service_task *t, const struct json *product)
{
    enum { SHOWN = 8 };
    struct strs said = str_split(c, t->text, '\f');
    struct service_words w = service_words_of(c, said.n ? said.at[said.n - 1] : t->text);
    int most = 0;
    for (struct json_walk x = json_walk(json_get(product, "variants")); json_next(&x);) {
        int n = options_asked(c, &w, json_get(x.value, "options"));
        most = n > most ? n : most;
    }
    struct strs list = {0};
    struct str gone = SERVICE_SAID(c, p->s->language, SAY_gone);
    for (struct json_walk x = json_walk(json_get(product, "variants")); json_next(&x) && list.n < SHOWN;) {
        struct strs options = {0};
        if (options_asked(c, &w, json_get(x.value, "options")) < most)
            continue;
        for (struct json_walk o = json_walk(json_get(x.value, "options")); json_next(&o);)
            strs_add(c, &options, str_copy(c, json_str(o.value)));
        struct str price = sum_of(c, p, product, service_amount(product, json_get(x.value, "price")));
        bool there = json_bool(json_get(x.value, "available"));
        strs_add(c, &list, str_fmt(c, "%.*s%s%.*s%s%.*s", FMT(str_join(c, &options, STR(", "))), options.n ? " – " : "", FMT(price),
                                   there ? "" : ", ", FMT(there ? STR("") : gone)));
    }
    SERVICE_TELL(c, p, str_fmt(c, "product %.*s", FMT(json_str(json_get(product, "product_id")))), SAY_product, str_copy(c,
        json_str(json_get(product, "name"))), str_join(c, &list, STR("; ")));
}

/* Nothing is known of mending it: what can be done instead. */
static void tell_choices(struct ctx *c, struct service_plan *p, struct service_task *t)
{
    SERVICE_TELL(c, p, STR("wording"), SAY_trouble_choices);
    t->state = STR("done"), t->asked = STR("choice");
}

static void tell_help(struct ctx *c, struct service_plan *p, struct service_task *t, const struct json *help)
{
    struct strs facts = {0};
    for (struct json_walk w = json_walk(json_get(help, "facts")); json_next(&w);)
        strs_add(c, &facts, str_copy(c, json_str(w.value)));
    struct str text = str_join(c, &facts, STR("; "));
    if (text.n)
        SERVICE_TELL(c, p, str_fmt(c, "product %.*s", FMT(json_str(json_get(help, "product_id")))), SAY_product, str_copy(c,
            json_str(json_get(help, "name"))), text);
    else
        tell_choices(c, p, t);
}

/* The goods that are named, in all the words for their kind: a catalogue in another language is found so. */
static struct str goods_query(struct ctx *c, struct str text)
{
    struct service_words w = service_words_of(c, text);
    return service_goods_words(c, &w);
}

/* The first hit that is of the kind that is named, else the first. */
static struct str hit_of(struct ctx *c, const struct json *hits, struct str text)
{
    struct service_words w = service_words_of(c, text);
    for (struct json_walk h = json_walk(hits); json_next(&h);)
        for (size_t i = 0; i < w.n; i++)
            if (service_goods_is(c, &w, i, json_str(json_get(h.value, "name"))))
                return str_copy(c, json_str(json_get(h.value, "product_id")));
    return service_goods_any(&w) ? (struct str){0} : str_copy(c, json_str(json_get(json_at(hits, 0), "product_id")));
}

static const struct json *searched(const struct service_plan *p, struct str words, bool *asked)
{
    for (size_t i = 0; i < p->v->in->results.n; i++)
        if (str_is(p->v->in->results.at[i].tool, "search_products") && str_eq(p->v->in->results.at[i].arguments.text, words)) {
            *asked = true;
            return p->v->results[i];
        }
    *asked = false;
    return NULL;
}

/* false: being looked up. *id absent: the shop has nothing of the kind. */
static bool product_found(struct ctx *c, struct service_plan *p, const struct service_task *t, struct str *id)
{
    struct str text = str_replace(c, t->text, STR("\f"), STR(" ")), query = str_mend(c, str_copy(c, str_part(text, 0, text.n < 300 ? text.n : 300)));
    struct str queries[] = {query, goods_query(c, text)};
    *id = (struct str){0};
    for (size_t i = 0; i < 2 && !id->n; i++) {
        bool asked;
        struct str words = service_arguments(c, "query", queries[i]);
        const struct json *hits = queries[i].n ? searched(p, words, &asked) : NULL;
        if (queries[i].n && !asked) {
            service_call_add(c, p, "search_products", words, false);
            return false;
        }
        *id = hit_of(c, hits, text);
    }
    return true;
}

/* Search with the customer's words, then read what fits. */
void service_product_step(struct ctx *c, struct service_plan *p, struct service_task *t)
{
    bool help = str_is(t->intent, "trouble");
    struct str id;
    if (!product_found(c, p, t, &id))
        return;
    if (!id.n && help) {
        tell_choices(c, p, t);
        return;
    }
    if (!id.n) {
        SERVICE_TELL(c, p, STR("search"), SAY_no_product);
        t->state = STR("done");
        return;
    }
    const struct json *found = help ? result_of(p, "troubleshoot", id) : service_product(p->v, id);
    if (!found && !service_was_asked(p->v, help ? "troubleshoot" : "get_product", id)) {
        service_call_add(c, p, help ? "troubleshoot" : "get_product", service_arguments(c, "product_id", id), false);
        return;
    }
    if (found && help)
        tell_help(c, p, t, found);
    else if (found)
        tell_product(c, p, t, found);
    if (str_is(t->state, "open"))
        t->state = STR("done");
}
