/* intelligence/decide/exception/exception_solve.c - exception.solve: something went wrong with an order; the ways out, priced; the
 * one that policy takes or puts to a person; what the customer is told; and the actions that carry it out.
 *
 * Flow    an order and what happened → decision; reviewed as a work item, carried out by execution/order
 * Calls   route.order for stock elsewhere; a model for the words where one is set, verify.claims to judge them
 * Units   money: minor units; days from now; the customer's value: margin still expected of them
 */
#include "core/capability.h"
#include "core/json.h"
#include "core/text.h"
#include "data/product.h"
#include "intelligence/decide/exception/exception.h"
#include <math.h>

static const struct record line_record = {"ex_line", sizeof(struct ex_line), (const struct field[]){
    FIELD(struct ex_line, sku, .min = 1, .max = 200, .flags = LOOSE, .doc = "stock keeping unit"),
    FIELD(struct ex_line, title, .max = 500, .flags = OPTIONAL, .doc = "as the customer knows it"),
    FIELD(struct ex_line, quantity, .unit = "1", .min = 1, .max = 1e5, .init = 1, .flags = OPTIONAL, .doc = "units"),
    FIELD(struct ex_line, price, .unit = "minor", .max = 1e9, .doc = "of one, as paid"),
    FIELD(struct ex_line, cost, .unit = "minor", .max = 1e9, .init = NONE, .flags = OPTIONAL, .doc = "of one; absent: a share of the price"),
    FIELD(struct ex_line, paid, .unit = "minor", .max = 1e14, .init = NONE, .flags = OPTIONAL,
          .doc = "for all of it, with its part of discount and tax; absent: quantity times price"),
    {0}}};
const struct record ex_quote_record = {"ex_quote", sizeof(struct ex_quote), (const struct field[]){
    FIELD(struct ex_quote, node, .min = 1, .max = 200, .flags = LOOSE, .doc = "who sends"),
    FIELD(struct ex_quote, parcel, .unit = "minor", .max = 1e8, .doc = "for one parcel"),
    FIELD(struct ex_quote, unit, .unit = "minor", .max = 1e8, .flags = OPTIONAL, .doc = "for each unit in it"),
    FIELD(struct ex_quote, days, .unit = "d", .max = 1000, .init = NAN, .flags = OPTIONAL, .doc = "until delivery"),
    {0}}};
static const struct record order_record = {"ex_order", sizeof(struct ex_order), (const struct field[]){
    FIELD(struct ex_order, id, .max = 200, .flags = OPTIONAL | LOOSE, .doc = "order number"),
    FIELD(struct ex_order, currency, .max = 3, .flags = OPTIONAL, .doc = "ISO 4217"),
    FIELD(struct ex_order, node, .max = 200, .flags = OPTIONAL | LOOSE, .doc = "where it was to leave from"),
    FIELD(struct ex_order, country, .max = 60, .flags = OPTIONAL, .doc = "where it goes"),
    FIELD_LIST(struct ex_order, lines, &line_record, .min = 1, .max = 500, .doc = "what was ordered"),
    FIELD_LIST(struct ex_order, quotes, &ex_quote_record, .max = 500, .flags = OPTIONAL, .doc = "prices of sending it, as route.order takes them"),
    FIELD(struct ex_order, shipping, .unit = "minor", .max = 1e9, .flags = OPTIONAL, .doc = "what the customer paid for the way"),
    FIELD(struct ex_order, promised_days, .unit = "d", .min = -1000, .max = 1000, .init = NAN, .flags = OPTIONAL, .doc = "promised in so many days from now"),
    FIELD(struct ex_order, parcel, .max = 200, .flags = OPTIONAL | LOOSE, .doc = "the parcel that is lost or late"),
    {0}}};
static const struct record failed_record = {"ex_failed", sizeof(struct ex_failed), (const struct field[]){
    FIELD(struct ex_failed, sku, .min = 1, .max = 200, .flags = LOOSE, .doc = "a line of the order"),
    FIELD(struct ex_failed, quantity, .unit = "1", .min = 1, .max = 1e5, .init = NONE, .flags = OPTIONAL, .doc = "units that failed; absent: all"),
    {0}}};
static const struct record node_record = {"ex_node", sizeof(struct ex_node), (const struct field[]){
    FIELD(struct ex_node, id, .min = 1, .max = 200, .flags = LOOSE, .doc = "name of the site"),
    FIELD(struct ex_node, kind, .choice = "warehouse|store", .init_str = "warehouse", .flags = OPTIONAL, .doc = "what it is"),
    FIELD(struct ex_node, stock, .max = 1e5, .flags = OPTIONAL, .doc = "units on hand by SKU"),
    FIELD(struct ex_node, protect, .max = 1e5, .flags = OPTIONAL, .doc = "units to keep on the shelf by SKU"),
    {0}}};
static const struct record similar_record = {"ex_similar", sizeof(struct ex_similar), (const struct field[]){
    FIELD(struct ex_similar, sku, .min = 1, .max = 200, .flags = LOOSE, .doc = "what could stand in"),
    FIELD(struct ex_similar, instead_of, .max = 200, .flags = OPTIONAL | LOOSE, .doc = "for this SKU; absent: for any"),
    FIELD(struct ex_similar, title, .max = 500, .flags = OPTIONAL, .doc = "as the customer reads it"),
    FIELD(struct ex_similar, price, .unit = "minor", .max = 1e9, .doc = "of one"),
    FIELD(struct ex_similar, cost, .unit = "minor", .max = 1e9, .init = NONE, .flags = OPTIONAL, .doc = "of one"),
    FIELD(struct ex_similar, similarity, .max = 1, .doc = "0..1, as search.similar gives it"),
    FIELD(struct ex_similar, stock, .unit = "1", .max = 1e9, .init = NONE, .flags = OPTIONAL, .doc = "units; absent: enough"),
    FIELD(struct ex_similar, days, .unit = "d", .max = 1000, .init = NAN, .flags = OPTIONAL, .doc = "until delivery; absent: as promised"),
    FIELD(struct ex_similar, better, .max = 300, .flags = OPTIONAL, .doc = "why it is no worse, from the shop's facts"),
    {0}}};
const struct record ex_restock_record = {"ex_restock", sizeof(struct ex_restock), (const struct field[]){
    FIELD(struct ex_restock, sku, .min = 1, .max = 200, .flags = LOOSE, .doc = "what comes"),
    FIELD(struct ex_restock, days, .unit = "d", .max = 1000, .doc = "in so many days"),
    {0}}};
static const struct record past_record = {"ex_past", sizeof(struct ex_past), (const struct field[]){
    FIELD(struct ex_past, way, .choice = "substitute|wait|ask|verify", .doc = "what was done or asked"),
    FIELD(struct ex_past, taken, .unit = "1", .max = 1e6, .doc = "cases in which the customer went along"),
    FIELD(struct ex_past, refused, .unit = "1", .max = 1e6, .doc = "in which they did not: sent back, cancelled"),
    FIELD(struct ex_past, near_taken, .unit = "1", .max = 1e6, .flags = OPTIONAL, .doc = "of these, with goods of the same category"),
    FIELD(struct ex_past, near_refused, .unit = "1", .max = 1e6, .flags = OPTIONAL, .doc = "likewise"),
    FIELD(struct ex_past, days, .unit = "d", .max = 3650, .flags = OPTIONAL, .doc = "of wait: how long it was, on average"),
    {0}}};
static const struct record stay_record = {"ex_stay", sizeof(struct ex_stay), (const struct field[]){
    FIELD(struct ex_stay, way, .choice = "none|cancel|late|wait|substitute", .doc = "what had happened; none: nothing"),
    FIELD(struct ex_stay, cases, .unit = "1", .max = 1e6, .doc = "orders, long enough ago"),
    FIELD(struct ex_stay, stayed, .unit = "1", .max = 1e6, .doc = "of these, whose customer bought again within 120 days"),
    FIELD(struct ex_stay, days, .unit = "d", .max = 3650, .flags = OPTIONAL, .doc = "of late and wait: how long it was, on average"),
    {0}}};
static const struct record customer_record = {"ex_customer", sizeof(struct ex_customer), (const struct field[]){
    FIELD(struct ex_customer, name, .max = 200, .flags = OPTIONAL | PERSONAL, .doc = "as they are called"),
    FIELD(struct ex_customer, language, .max = 20, .init_str = "en", .flags = OPTIONAL, .doc = "BCP 47"),
    FIELD(struct ex_customer, tone, .choice = "plain|warm|formal", .init_str = "plain", .flags = OPTIONAL, .doc = "how they like to be spoken to"),
    FIELD(struct ex_customer, value, .unit = "minor", .max = 1e10, .init = NONE, .flags = OPTIONAL, .doc = "margin still expected of them"),
    FIELD(struct ex_customer, value_basis, .max = 300, .flags = OPTIONAL, .doc = "what that rests on"),
    FIELD(struct ex_customer, accepted, .unit = "1", .max = 1e4, .flags = OPTIONAL, .doc = "substitutes they took"),
    FIELD(struct ex_customer, refused, .unit = "1", .max = 1e4, .flags = OPTIONAL, .doc = "substitutes they refused"),
    {0}}};
const struct record ex_policy_record = {"ex_policy", sizeof(struct ex_policy), (const struct field[]){
    FIELD(struct ex_policy, allow, .flags = OPTIONAL, .doc = "ways this shop takes; none named: all"),
    FIELD(struct ex_policy, late_per_day, .unit = "minor", .max = 1e9, .init = 200, .flags = OPTIONAL, .doc = "what a day after the promise costs"),
    FIELD(struct ex_policy, ask_above, .unit = "minor", .max = 1e12, .init = NONE, .flags = OPTIONAL, .doc = "a person decides where more than this failed"),
    FIELD(struct ex_policy, ask_loss, .unit = "minor", .max = 1e12, .init = NONE, .flags = OPTIONAL, .doc = "and where the best way costs more than this"),
    FIELD(struct ex_policy, accept_min, .max = 1, .init = 0.7, .flags = OPTIONAL, .doc = "the customer is asked where they accept with less"),
    FIELD(struct ex_policy, compensation_share, .max = 1, .init = 0.1, .flags = OPTIONAL, .doc = "of the failed lines' price"),
    FIELD(struct ex_policy, compensation_max, .unit = "minor", .max = 1e9, .init = 1000, .flags = OPTIONAL, .doc = "at most"),
    FIELD(struct ex_policy, compensation_as, .choice = "gift_card|coupon|points", .init_str = "gift_card", .flags = OPTIONAL, .doc = "in what form"),
    FIELD(struct ex_policy, extra_max, .unit = "minor", .max = 1e9, .init = NONE, .flags = OPTIONAL, .doc = "a substitute may cost so much more, at our expense; absent: a fifth"),
    FIELD(struct ex_policy, similarity_min, .max = 1, .init = 0.6, .flags = OPTIONAL, .doc = "of a substitute"),
    FIELD(struct ex_policy, wait_max, .unit = "d", .max = 1000, .init = 30, .flags = OPTIONAL, .doc = "longest wait that is offered"),
    FIELD(struct ex_policy, release_max, .max = 1, .init = 0.3, .flags = OPTIONAL, .doc = "fraud: no order of a higher risk is released"),
    {0}}};

const struct record ex_in_record = {"exception_in", sizeof(struct ex_in), (const struct field[]){
    FIELD_ONE(struct ex_in, order, &order_record, .doc = "the order"),
    FIELD_LIST(struct ex_in, failed, &failed_record, .max = 500, .flags = OPTIONAL, .doc = "which lines failed; none: all"),
    FIELD(struct ex_in, what, .choice = "stock|backorder|lost|late|address|payment|fraud|cancellation", .doc = "what happened"),
    FIELD_LIST(struct ex_in, nodes, &node_record, .max = 500, .flags = OPTIONAL, .doc = "where stock lies"),
    FIELD_LIST(struct ex_in, similar, &similar_record, .max = 500, .flags = OPTIONAL, .doc = "what could stand in"),
    FIELD_LIST(struct ex_in, restock, &ex_restock_record, .max = 500, .flags = OPTIONAL, .doc = "what comes when"),
    FIELD_LIST(struct ex_in, past, &past_record, .max = 10, .flags = OPTIONAL, .doc = "how such ways were taken before"),
    FIELD_LIST(struct ex_in, stays, &stay_record, .max = 5, .flags = OPTIONAL, .doc = "who bought again after such trouble, and after none"),
    FIELD_ONE(struct ex_in, customer, &customer_record, .flags = OPTIONAL, .doc = "who is waiting"),
    FIELD_ONE(struct ex_in, policy, &ex_policy_record, .flags = OPTIONAL, .doc = "what this shop does of itself"),
    FIELD(struct ex_in, late_days, .unit = "d", .max = 1000, .init = NAN, .flags = OPTIONAL, .doc = "late: how long it takes still"),
    FIELD(struct ex_in, risk, .max = 1, .init = NAN, .flags = OPTIONAL, .doc = "fraud: how likely it is one"),
    FIELD(struct ex_in, cause, .choice = "insufficient|expired|declined|technical", .flags = OPTIONAL, .doc = "payment: why it failed"),
    FIELD(struct ex_in, retries, .unit = "1", .max = 100, .init = 1, .flags = OPTIONAL, .doc = "payment: how often the provider may still be asked"),
    FIELD(struct ex_in, pay_url, .max = 1000, .flags = OPTIONAL, .doc = "payment: where the customer can pay by another means"),
    {0}}};

const struct record ex_opt_record = {"exception_opt", sizeof(struct ex_opt), (const struct field[]){
    FIELD(struct ex_opt, leave_cancel, .max = 1, .init = 0.12, .flags = OPTIONAL, .doc = "chance to lose a customer whose goods are cancelled"),
    FIELD(struct ex_opt, leave_late_day, .max = 1, .init = 0.012, .flags = OPTIONAL, .doc = "for each day late"),
    FIELD(struct ex_opt, leave_wait_day, .max = 1, .init = 0.015, .flags = OPTIONAL, .doc = "for each day they wait for goods"),
    FIELD(struct ex_opt, leave_substitute, .max = 1, .init = 0.02, .flags = OPTIONAL, .doc = "who took a substitute"),
    FIELD(struct ex_opt, leave_ask, .max = 1, .init = 0.02, .flags = OPTIONAL, .doc = "more, where they refuse what was offered"),
    FIELD(struct ex_opt, relief, .max = 1, .init = 0.3, .flags = OPTIONAL, .doc = "of that chance, taken away by compensation"),
    FIELD(struct ex_opt, margin_guess, .max = 1, .init = 0.4, .flags = OPTIONAL, .doc = "margin of goods whose cost is not known, of the price"),
    FIELD(struct ex_opt, prior_cases, .unit = "1", .min = 1, .max = 10000, .init = 20, .flags = OPTIONAL,
          .doc = "past cases that weigh as much as the assumption they replace"),
    FIELD(struct ex_opt, value_orders, .max = 1000, .init = 3, .flags = OPTIONAL, .doc = "orders like this still expected of a customer of unknown value"),
    FIELD(struct ex_opt, backend, .choice = TEXT_BACKENDS, .init_str = "template", .flags = OPTIONAL, .doc = "who words the message"),
    {0}}};

static const struct record act_line_record = {"ex_act_line", sizeof(struct ex_act_line), (const struct field[]){
    FIELD(struct ex_act_line, sku, .doc = "the line"), FIELD(struct ex_act_line, quantity, .doc = "units"),
    FIELD(struct ex_act_line, to, .flags = OPTIONAL, .doc = "what stands in"), FIELD(struct ex_act_line, node, .flags = OPTIONAL, .doc = "where it comes from"), {0}}};
static const struct record act_record = {"ex_act", sizeof(struct ex_act), (const struct field[]){
    FIELD(struct ex_act, kind, .doc = "as `purvey order kinds` lists them"),
    FIELD(struct ex_act, reason, .flags = OPTIONAL, .doc = "why"),
    FIELD_LIST(struct ex_act, lines, &act_line_record, .flags = OPTIONAL, .doc = "which lines"),
    FIELD(struct ex_act, amount, .unit = "minor", .init = NONE, .flags = OPTIONAL, .doc = "of a compensation"),
    FIELD(struct ex_act, as, .flags = OPTIONAL, .doc = "in what form"),
    FIELD(struct ex_act, expected_ms, .unit = "ms", .init = NONE, .flags = OPTIONAL, .doc = "when it is to arrive"),
    FIELD(struct ex_act, parcel, .flags = OPTIONAL, .doc = "tracking number"),
    {0}}};
static const struct record piece_record = {"ex_piece", sizeof(struct ex_piece), (const struct field[]){
    FIELD(struct ex_piece, sku, .doc = "the line"), FIELD(struct ex_piece, how, .doc = "elsewhere, substitute, wait, cancel, again, on its way"),
    FIELD(struct ex_piece, quantity, .unit = "1", .doc = "units"), FIELD(struct ex_piece, node, .flags = OPTIONAL, .doc = "where it comes from"),
    FIELD(struct ex_piece, to, .flags = OPTIONAL, .doc = "what stands in"), FIELD(struct ex_piece, to_title, .flags = OPTIONAL, .doc = "its title"),
    FIELD(struct ex_piece, days, .unit = "d", .init = NAN, .flags = OPTIONAL, .doc = "until the customer has it"), {0}}};
static const struct record way_record = {"ex_way", sizeof(struct ex_way), (const struct field[]){
    FIELD(struct ex_way, kind, .doc = "reroute, split, substitute, wait, mixed, cancel, replace, refund, ask, retry, hold, release, verify"),
    FIELD(struct ex_way, title, .doc = "in words"),
    FIELD_LIST(struct ex_way, pieces, &piece_record, .doc = "what becomes of each failed line"),
    FIELD(struct ex_way, margin, .unit = "minor", .doc = "price kept less goods, ways and compensation"),
    FIELD(struct ex_way, late_cost, .unit = "minor", .doc = "days after the promise, at the policy's price"),
    FIELD(struct ex_way, value_loss, .unit = "minor", .doc = "expected loss of the customer's value"),
    FIELD(struct ex_way, compensation, .unit = "minor", .doc = "given for the trouble"),
    FIELD(struct ex_way, accept, .doc = "chance that the customer takes it"),
    FIELD(struct ex_way, basis, .flags = OPTIONAL, .doc = "what that chance rests on: past cases of this shop, or an assumption"),
    FIELD(struct ex_way, leave, .doc = "chance that the customer does not buy again for this"),
    FIELD(struct ex_way, leave_basis, .flags = OPTIONAL, .doc = "what that rests on: the shop's own cases, or an assumption"),
    FIELD(struct ex_way, worth, .unit = "minor", .doc = "expected, all in all"),
    FIELD(struct ex_way, days, .unit = "d", .init = NAN, .flags = OPTIONAL, .doc = "until the last of it arrives"),
    FIELD(struct ex_way, fee_waived, .doc = "a second parcel that the customer does not pay"),
    FIELD(struct ex_way, allowed, .doc = "by policy"),
    FIELD(struct ex_way, why_not, .flags = OPTIONAL, .doc = "where it is not"),
    FIELD_LIST(struct ex_way, actions, &act_record, .doc = "what carries it out, in order"),
    {0}}};
static const struct record message_record = {"ex_message", sizeof(struct ex_message), (const struct field[]){
    FIELD(struct ex_message, language, .doc = "BCP 47"), FIELD(struct ex_message, tone, .doc = "plain, warm, formal"),
    FIELD(struct ex_message, subject, .doc = "of the mail"), FIELD(struct ex_message, text, .doc = "its text"),
    FIELD(struct ex_message, backend, .doc = "who worded it"), {0}}};
const struct record ex_out_record = {"exception_out", sizeof(struct ex_out), (const struct field[]){
    FIELD_LIST(struct ex_out, options, &way_record, .doc = "the real ways out, best first"),
    FIELD(struct ex_out, choice, .doc = "the kind of the one taken"),
    FIELD(struct ex_out, decision, .choice = "do|ask_customer|ask_person", .doc = "who has the last word"),
    FIELD(struct ex_out, why, .doc = "in words"),
    FIELD_LIST(struct ex_out, actions, &act_record, .flags = OPTIONAL, .doc = "of the choice"),
    FIELD_ONE(struct ex_out, message, &message_record, .flags = OPTIONAL, .doc = "to the customer"),
    FIELD(struct ex_out, notes, .doc = "what was not known and taken for granted"),
    {0}}};

/* ---- the case -------------------------------------------------------------------------------------------- */

static int64_t failed_units(const struct ex_in *in, const struct ex_line *l)
{
    int64_t units = in->failed.n ? 0 : l->quantity;
    for (size_t i = 0; i < in->failed.n; i++)
        if (str_eq(in->failed.at[i].sku, l->sku))
            units += in->failed.at[i].quantity == NONE ? l->quantity : in->failed.at[i].quantity;
    return units < l->quantity ? units : l->quantity;
}

static void line_take(struct ctx *c, struct ex_lines *list, const struct ex_line *l, int64_t units)
{
    if (!units)
        return;
    struct ex_line *own = LIST_ADD(c, list);
    *own = *l;
    own->quantity = units;
    own->paid = l->paid == NONE ? NONE : (int64_t)((__int128)l->paid * units / l->quantity);
}

static enum status check_failed(struct ctx *c, const struct ex_in *in)
{
    for (size_t i = 0; i < in->failed.n; i++) {
        struct str sku = in->failed.at[i].sku;
        int64_t there = 0, failed = 0;
        for (size_t k = 0; k < in->order->lines.n; k++)
            there += str_eq(in->order->lines.at[k].sku, sku) ? in->order->lines.at[k].quantity : 0;
        for (size_t k = 0; k < in->failed.n; k++)
            failed += str_eq(in->failed.at[k].sku, sku) && in->failed.at[k].quantity != NONE ? in->failed.at[k].quantity : 0;
        if (!there)
            return fail(c, REJECT, "the failed line \"%.*s\" is not in the order", FMT(sku));
        if (failed > there)
            return fail(c, REJECT, "%lld of \"%.*s\" cannot have failed: the order has %lld", (long long)failed, FMT(sku), (long long)there);
    }
    return OK;
}

/* A way that nobody knows would be allowed, and never found. */
static enum status check_policy(struct ctx *c, const struct ex_policy *p)
{
    static const char *const kinds[] = {"reroute", "split", "substitute", "wait", "mixed", "cancel", "replace", "refund", "ask", "retry", "hold", "release", "verify"};
    for (size_t i = 0; i < p->allow.n; i++) {
        bool known = false;
        for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++)
            known |= str_eq(p->allow.at[i], str_z(kinds[k]));
        if (!known)
            return fail(c, REJECT, "policy.allow: there is no way \"%.*s\"", FMT(p->allow.at[i]));
    }
    return OK;
}

static enum status check_past(struct ctx *c, const struct ex_in *in)
{
    for (size_t i = 0; i < in->past.n; i++) {
        const struct ex_past *p = &in->past.at[i];
        if (p->near_taken > p->taken || p->near_refused > p->refused)
            return fail(c, REJECT, "past cases of \"%.*s\": there cannot be more in one category than in all", FMT(p->way));
    }
    for (size_t i = 0; i < in->stays.n; i++)
        if (in->stays.at[i].stayed > in->stays.at[i].cases)
            return fail(c, REJECT, "stays of \"%.*s\": more cannot have stayed than there were", FMT(in->stays.at[i].way));
    return OK;
}

static void note_unknown(struct ctx *c, struct ex_case *x)
{
    const struct ex_in *in = x->in;
    bool guessed = false;
    for (size_t i = 0; i < x->failed.n; i++)
        guessed |= x->failed.at[i].cost == NONE;
    if (!x->value_known)
        strs_add(c, &x->notes, str_fmt(c, "the customer's value is not known: %lld orders like this one stand in for it", (long long)x->opt->value_orders));
    if (x->value_known && x->who->value_basis.n)
        strs_add(c, &x->notes, str_fmt(c, "the customer's value, %.*s: %.*s", FMT(str_trim(money_text(c, x->who->value, in->order->currency))),
                                       FMT(x->who->value_basis)));
    if (guessed)
        strs_add(c, &x->notes, str_fmt(c, "a cost is not known: a margin of %.0f %% of the price stands in for it", 100 * x->opt->margin_guess));
    if (in->nodes.n && !in->order->quotes.n)
        strs_add(c, &x->notes, STR("no prices of ways are given: every node sends for nothing"));
    bool goods = str_eq(in->what, STR("stock")) || str_eq(in->what, STR("backorder")) || str_eq(in->what, STR("lost")) || str_eq(in->what, STR("late"));
    if (goods && isnan(in->order->promised_days))
        strs_add(c, &x->notes, STR("nothing is known of a promised day: nothing counts as late"));
    if (str_eq(in->what, STR("fraud")) && isnan(in->risk))
        strs_add(c, &x->notes, STR("the risk is not known: one half stands in for it"));
}

static enum status exception_open(struct ctx *c, const struct ex_in *in, const struct ex_opt *opt, struct ex_case *x)
{
    struct ex_policy *policy = NEW(c, struct ex_policy);
    struct ex_customer *who = NEW(c, struct ex_customer);
    record_init(&ex_policy_record, policy);
    record_init(&customer_record, who);
    *x = (struct ex_case){.in = in, .opt = opt, .policy = in->policy ? in->policy : policy, .who = in->customer ? in->customer : who};
    TRY(check_failed(c, in));
    TRY(check_past(c, in));
    TRY(check_policy(c, x->policy));
    x->honest = !str_eq(in->what, STR("fraud")) ? 1 : isnan(in->risk) ? 0.5 : 1 - in->risk;
    double margin = 0;
    for (size_t i = 0; i < in->order->lines.n; i++) {
        const struct ex_line *l = &in->order->lines.at[i];
        int64_t units = failed_units(in, l);
        line_take(c, &x->failed, l, units);
        line_take(c, &x->rest, l, l->quantity - units);
        x->units += (double)units;
        x->price += (double)units * (double)l->price;
        x->goods += (double)units * ex_cost(x, l);
        margin += (double)l->quantity * ((double)l->price - ex_cost(x, l));
    }
    if (!x->failed.n)
        return fail(c, REJECT, "no unit of the order failed");
    x->value_known = x->who->value != NONE;
    x->value = x->value_known ? (double)x->who->value : fmax(margin, 0) * (double)opt->value_orders;
    note_unknown(c, x);
    return OK;
}

/* ---- who has the last word --------------------------------------------------------------------------------- */

static bool needs_answer(const struct ex_case *x, const struct ex_way *w)
{
    if (str_eq(w->kind, STR("ask")) || str_eq(w->kind, STR("verify")))
        return true;
    if (str_eq(w->kind, STR("release")) || str_eq(w->kind, STR("retry")) || str_eq(w->kind, STR("hold")))
        return false;
    return w->accept < x->policy->accept_min;
}

static void to_person(struct ctx *c, struct ex_out *out, struct str why)
{
    out->decision = STR("ask_person");
    out->why = why;
    doubt(c, "%.*s", FMT(why));
}

static void choose(struct ctx *c, const struct ex_case *x, struct ex_out *out)
{
    const struct ex_way *best = &out->options.at[0];
    size_t next = out->options.n > 1 && out->options.at[1].allowed ? 1 : 0;
    struct str second = str_trim(money_text(c, out->options.at[next].worth, x->in->order->currency));
    struct str money = str_trim(money_text(c, best->worth, x->in->order->currency));
    out->choice = best->kind;
    out->actions.at = best->actions.at, out->actions.n = best->actions.n;
    if (!best->allowed)
        to_person(c, out, STR("policy allows none of the ways"));
    else if (x->policy->ask_above != NONE && x->price > (double)x->policy->ask_above)
        to_person(c, out, STR("more is at stake than policy lets be decided without a person"));
    else if (x->policy->ask_loss != NONE && -best->worth > x->policy->ask_loss)
        to_person(c, out, STR("the best way costs more than policy lets be decided without a person"));
    else if (needs_answer(x, best)) {
        out->decision = STR("ask_customer");
        out->why = str_fmt(c, "\"%.*s\" is worth most (%.*s) but needs the customer's word", FMT(best->kind), FMT(money));
        if (!str_eq(best->kind, STR("ask")) && !str_eq(best->kind, STR("verify"))) /* those only ask, and may go out */
            doubt(c, "wait for the customer's yes to: %.*s", FMT(best->title));
    } else {
        out->decision = STR("do");
        out->why = next ? str_fmt(c, "\"%.*s\" is worth %.*s, the next best, \"%.*s\", %.*s", FMT(best->kind), FMT(money), FMT(out->options.at[1].kind),
                                 FMT(second))
                       : str_fmt(c, "\"%.*s\" is the only way, worth %.*s", FMT(best->kind), FMT(money));
    }
}

static enum status run(struct ctx *c, const void *opt, const void *in, void *result)
{
    struct ex_out *out = result;
    struct ex_case x;
    record_init(&ex_out_record, out);
    TRY(exception_open(c, in, opt, &x));
    TRY(exception_ways(c, &x, out));
    choose(c, &x, out);
    if (!str_eq(out->choice, STR("release"))) { /* nothing that the customer noticed */
        out->message = NEW(c, struct ex_message);
        TRY(exception_message(c, &x, &out->options.at[0], out->decision, out->message));
    }
    out->notes = x.notes;
    return OK;
}

/* One change of the order: the actions, as execution/order carries them out. */
static enum status changes(struct ctx *c, const void *input, const void *result, struct changes *list)
{
    const struct ex_in *in = input;
    const struct ex_out *out = result;
    struct tree *t = tree_open(c);
    struct node *acts = tree_array(t);
    *list = (struct changes){0};
    if (!out->actions.n || !in->order->id.n)
        return OK;
    for (size_t i = 0; i < out->actions.n; i++)
        node_add(t, acts, record_node(c, t, &act_record, &out->actions.at[i]));
    list->at = NEW(c, struct change);
    list->at[list->n++] = (struct change){STR("order"), in->order->id, STR("actions"), tree_text(c, t, acts), STR("json")};
    return OK;
}

const struct capability exception_solve = {
    .name = "exception.solve",
    .title = "Trouble with order {}",
    .doc = "the real ways out when something went wrong with an order, priced; which policy takes, and what the customer is told",
    .stage = DECIDE,
    .in = &ex_in_record,
    .out = &ex_out_record,
    .opt = &ex_opt_record,
    .run = run,
    .changes = changes,
};
