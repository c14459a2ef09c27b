/* execution/order/tool_do.c - a call: its facts, the policy's decision, and then the read or the action.
 *
 * Tables  reads orders, account, method, money, deed, customer, product; writes by order_act() and ledger_append() alone
 * Units   tools speak major units (12.50), orders minor ones (1250)
 */
#include "execution/order/tool_do.h"
#include "data/day.h"
#include "data/ledger.h"
#include "data/product.h"
#include "execution/order/act.h"
#include "execution/order/errand.h"
#include "execution/order/tool_read.h"
#include <math.h>

enum { CREDIT_DAYS = 90 };

struct tool_scene { /* what one call is about */
    struct tool_session *s;
    const struct tool_call *call;
    struct order order;
    struct account who;
    bool has_order, has_who;
    struct str found;   /* find_customer: whom; absent: nobody */
    struct str proof;   /* and by what */
};

static bool is_trusted(const struct tool_session *s) { return str_eq(s->proof, STR("trusted")); }

/* ---- the facts of a case -------------------------------------------------------------------------- */

static enum status scene_open(struct ctx *c, struct tool_scene *x)
{
    const struct tool_args *a = &x->call->args;
    struct str who = a->customer_id;
    bool finds = str_eq(str_z(x->call->tool->name), STR("find_customer")); /* an order is named there to prove who asks, and not to be told of */
    if (a->order_id.n && !finds) {
        TRY(order_find(c, a->order_id, &x->order, &x->has_order));
        who = x->has_order ? x->order.customer : who;
    }
    if (who.n) {
        TRY(account_load(c, who, &x->who));
        TRY(tool_customer_exists(c, who, &x->has_who));
    }
    if (finds)
        TRY(tool_find_customer(c, a, &x->found, &x->proof));
    return OK;
}

static struct str method_kind(const struct tool_scene *x)
{
    struct str id = x->call->args.payment_method_id;
    const struct method *m = account_method(&x->who, id);
    if (!id.n)
        return STR("none");
    if (!m)
        return STR("unknown");
    if (x->order.money.n && str_eq(x->order.money.at[0].method, id))
        return STR("original");
    return str_eq(m->source, STR("gift_card")) ? STR("gift_card") : STR("other");
}

static double days_since(const struct ctx *c, int64_t ms) { return ms == NONE || ms == 0 ? NAN : (double)(c->now_ms - ms) / DAY_MS; }

static void facts_of_order(struct ctx *c, const struct tool_scene *x, struct service_case *k)
{
    const struct order *o = &x->order;
    int64_t moves = 0, credits = 0;
    for (size_t i = 0; i < o->money.n; i++) {
        bool credit = str_eq(o->money.at[i].kind, STR("compensation"));
        credits += credit, moves += !credit;
    }
    int64_t left = order_paid(o) - order_refunded(o);
    service_fact_text(c, k, "order.status", o->status);
    service_fact_truth(c, k, "order.reached", errand_reaches(c, o));
    service_fact_number(c, k, "order.item_changes", (double)o->item_changes);
    service_fact_number(c, k, "order.payments", (double)moves);
    service_fact_number(c, k, "order.returns", (double)o->backs.n);
    service_fact_number(c, k, "order.compensations", (double)credits);
    service_fact_number(c, k, "order.value", (double)order_total(o) / (double)currency_minor(o->currency));
    service_fact_number(c, k, "order.age_days", days_since(c, o->placed_ms));
    service_fact_number(c, k, "order.delivered_days", days_since(c, o->delivered_ms));
    if (left > 0)
        service_fact_number(c, k, "call.share", x->call->args.amount * (double)currency_minor(o->currency) / (double)left);
    service_fact_text(c, k, "call.method", method_kind(x));
}

static enum status facts_of_days(struct ctx *c, const struct tool_scene *x, struct service_case *k)
{
    int64_t n, since = c->now_ms - DAY_MS, credit_since = c->now_ms - CREDIT_DAYS * DAY_MS;
    if (x->has_order) {
        TRY(db_int(c, &n, "SELECT COUNT(*) FROM deed WHERE orders = $1 AND at_ms > $2", A(x->order.id), A(since)));
        service_fact_number(c, k, "order.actions_today", (double)n);
    }
    if (!x->has_who)
        return OK;
    TRY(db_int(c, &n, "SELECT COUNT(*) FROM deed d JOIN orders o ON o.id = d.orders WHERE o.customer = $1 AND d.at_ms > $2", A(x->who.id), A(since)));
    service_fact_number(c, k, "customer.actions_today", (double)n);
    TRY(db_int(c, &n, "SELECT COUNT(*) FROM money m JOIN orders o ON o.id = m.orders WHERE o.customer = $1 AND m.kind = 'compensation' AND m.at_ms > $2",
               A(x->who.id), A(credit_since)));
    service_fact_number(c, k, "customer.credits_90_days", (double)n);
    return OK;
}

/* Whose is it? Nothing that exists for others may be told from what does not exist. */
static bool is_owner(const struct tool_scene *x)
{
    const struct tool_session *s = x->s;
    const struct tool_args *a = &x->call->args;
    if (is_trusted(s))
        return true;
    return s->customer.n && (!a->order_id.n || (x->has_order && str_eq(x->order.customer, s->customer))) &&
           (!a->customer_id.n || str_eq(a->customer_id, s->customer));
}

static enum status facts_gather(struct ctx *c, const struct tool_scene *x, struct service_case *k)
{
    const struct tool_session *s = x->s;
    const struct tool_args *a = &x->call->args;
    bool other = s->customer.n && x->found.n && !str_eq(s->customer, x->found);
    service_fact_text(c, k, "identity.proof", s->proof);
    service_fact_truth(c, k, "identity.owner", is_owner(x));
    service_fact_number(c, k, "talk.customers", (double)((s->customer.n > 0) + other));
    service_fact_number(c, k, "talk.misses", (double)s->misses);
    service_fact_number(c, k, "turn.writes", (double)s->turn_writes);
    service_fact_truth(c, k, "call.confirmed", x->call->confirmed || is_trusted(s));
    service_fact_text(c, k, "call.reason", a->reason.p ? str_lower(c, str_trim(a->reason)) : (struct str){0});
    service_fact_number(c, k, "call.items", (double)a->item_ids.n);
    service_fact_number(c, k, "call.amount", a->amount);
    if (x->has_order)
        facts_of_order(c, x, k);
    return facts_of_days(c, x, k);
}

/* ---- doing ---------------------------------------------------------------------------------------- */

static enum status refuse(struct ctx *c, struct tool_answer *out, struct str why)
{
    (void)c;
    out->ok = false;
    out->error = why;
    return OK;
}

/* By what was said in the conversation, and nothing more. */
static bool is_claimed(struct str proof) { return str_eq(proof, STR("email")) || str_eq(proof, STR("name_zip")); }

static bool second_missed(const struct tool_scene *x)
{
    const struct tool_args *a = &x->call->args;
    return (a->order_id.n || (a->email.n && a->zip.n)) && !str_eq(x->proof, STR("two"));
}

static enum status do_find(struct ctx *c, struct tool_scene *x, struct tool_answer *out)
{
    struct tool_session *s = x->s;
    if (!x->found.n) {
        s->misses++;
        return refuse(c, out, STR("no customer fits: check the e-mail, or first name, last name and postcode"));
    }
    if (!is_trusted(s) && !s->customer.n) {
        s->customer = x->found;
        s->proof = x->proof;
    } else if (is_claimed(s->proof) && str_eq(s->customer, x->found) && str_eq(x->proof, STR("two"))) {
        s->proof = x->proof;
    }
    if (is_claimed(s->proof) && second_missed(x))
        s->misses++; /* who tries postcodes and numbers is a guesser, too */
    out->ok = true;
    out->result = tool_json_str(c, x->found);
    return OK;
}

static void lines_of(struct ctx *c, const struct tool_args *a, struct action *act)
{
    for (size_t i = 0; i < a->item_ids.n; i++)
        *LIST_ADD(c, &act->lines) = (struct action_line){.sku = a->item_ids.at[i], .pos = NONE, .quantity = 1, .refund = NONE, .price = NONE,
                                                         .to = i < a->new_item_ids.n ? a->new_item_ids.at[i] : STR("")};
}

static struct action action_of(struct ctx *c, const struct tool_scene *x)
{
    const struct tool_args *a = &x->call->args;
    const struct tool_session *s = x->s;
    struct action act = {.kind = str_z(x->call->tool->kind), .order = a->order_id, .customer = a->customer_id, .actor = s->actor, .reason = a->reason,
                         .method = a->payment_method_id, .amount = NONE, .expected_ms = NONE, .as = a->as};
    act.key = str_fmt(c, "%.*s:%lld", FMT(s->key), (long long)s->writes + 1);
    lines_of(c, a, &act);
    if (!isnan(a->amount))
        act.amount = money_minor(a->amount, x->order.currency);
    if (a->address1.n) {
        act.address = NEW(c, struct address);
        *act.address = (struct address){.address1 = a->address1, .address2 = a->address2.p ? a->address2 : STR(""), .city = a->city,
                                        .state = a->state.p ? a->state : STR(""), .zip = a->zip, .country = a->country};
    }
    if (str_eq(act.kind, STR("reorder"))) {
        act.from = a->order_id;
        act.order = STR("");
        act.customer = x->order.customer;
    }
    return act;
}

/* The policy has decided on reasons, windows and repetitions; here only what can be done at all counts. */
static enum status rules_of(struct ctx *c, struct order_rules *out)
{
    TRY(order_rules_load(c, out));
    out->cancel_reasons = (struct strs){0};
    out->cancel_after_change = true;
    out->item_changes_max = 1000;
    out->return_days = 0;
    out->return_anywhere = true;
    return OK;
}

static enum status do_write(struct ctx *c, struct tool_scene *x, struct tool_answer *out)
{
    struct order_rules rules;
    struct receipt r;
    struct action act = action_of(c, x);
    bool account = !x->call->args.order_id.n;
    if (x->call->args.new_item_ids.n && x->call->args.new_item_ids.n != x->call->args.item_ids.n)
        return refuse(c, out, STR("item_ids and new_item_ids must be equally many: each new item stands for the old one in its place"));
    TRY(rules_of(c, &rules));
    enum status s = order_act(c, &rules, &act, &r);
    if (s == RETRY)
        return s;
    if (s != OK)
        return refuse(c, out, str_copy(c, str_z(c->why)));
    x->s->writes++;
    x->s->turn_writes++;
    out->ok = true;
    out->said = r.said;
    return tool_entry(c, account ? "users" : "orders", account ? act.customer : r.order.n ? r.order : act.order, &out->result);
}

static enum status do_note(struct ctx *c, struct tool_scene *x, struct tool_answer *out)
{
    const struct tool_args *a = &x->call->args;
    struct tree *t = tree_open(c);
    struct node *o = tree_object(t);
    node_set(t, o, "text", tree_str(t, a->text));
    TRY(ledger_append(c, x->s->actor, STR("note"), str_fmt(c, "order:%.*s", FMT(a->order_id)), tree_text(c, t, o)));
    out->ok = true;
    out->result = STR("\"noted\"");
    return OK;
}

static enum status do_none(struct ctx *c, struct tool_scene *x, struct tool_answer *out)
{
    struct str name = str_z(x->call->tool->name), sum;
    if (str_eq(name, STR("note")))
        return do_note(c, x, out);
    out->ok = true;
    out->result = STR("\"\"");
    if (str_eq(name, STR("transfer_to_human")))
        out->result = STR("\"Transfer successful\"");
    if (!str_eq(name, STR("calculate")))
        return OK;
    if (tool_calculate(c, x->call->args.expression, &sum) != OK)
        return refuse(c, out, str_copy(c, str_z(c->why)));
    out->result = tool_json_str(c, sum);
    return OK;
}

static enum status do_read(struct ctx *c, struct tool_scene *x, struct tool_answer *out)
{
    if (str_eq(str_z(x->call->tool->name), STR("find_customer")))
        return do_find(c, x, out);
    enum status s = tool_read(c, x->call, &out->result);
    out->ok = s == OK;
    return s == REJECT ? refuse(c, out, str_copy(c, str_z(c->why))) : s;
}

/* What is not there, said after the policy has spoken. */
static struct str missing(struct ctx *c, const struct tool_scene *x)
{
    const struct tool_args *a = &x->call->args;
    if (str_eq(str_z(x->call->tool->name), STR("find_customer")))
        return (struct str){0};
    if (a->order_id.n && !x->has_order)
        return str_fmt(c, "there is no order \"%.*s\": check its number, with the sign before it", FMT(a->order_id));
    if (a->customer_id.n && !x->has_who)
        return str_fmt(c, "there is no customer \"%.*s\": find_customer gives the id", FMT(a->customer_id));
    return (struct str){0};
}

enum status tool_do(struct ctx *c, struct tool_session *s, const struct tool_call *call, struct tool_answer *out)
{
    struct tool_scene x = {.s = s, .call = call};
    struct service_case k = {0};
    struct service_decision d;
    *out = (struct tool_answer){0};
    TRY(scene_open(c, &x));
    TRY(facts_gather(c, &x, &k));
    struct str gone = missing(c, &x);
    if (gone.p && is_trusted(s))
        return refuse(c, out, gone);
    service_decide(c, &s->policy, call->tool, &k, &d);
    out->verdict = d.verdict;
    out->rule = d.rule;
    if (d.verdict != SERVICE_ALLOW)
        return refuse(c, out, d.say);
    if (gone.p)
        return refuse(c, out, gone);
    return call->tool->effect == TOOL_NONE ? do_none(c, &x, out) : call->tool->effect == TOOL_READ ? do_read(c, &x, out) : do_write(c, &x, out);
}
