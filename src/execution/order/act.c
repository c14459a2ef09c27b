/* execution/order/act.c - one action, one transaction: once by its key, by the table of what may follow what.
 *
 * Tables  orders, account, method, money, deed, stock, variant.stock, sale.state, outbox; appends to the ledger
 */
#include "execution/order/errand.h"
#include "core/hash.h"
#include "core/settings.h"
#include "data/ledger.h"
#include <stdarg.h>

static const struct record action_line_record = {"action_line", sizeof(struct action_line), (const struct field[]){
    FIELD(struct action_line, sku, .max = 200, .flags = OPTIONAL | LOOSE, .doc = "what it is about"),
    FIELD(struct action_line, pos, .init = NONE, .max = 1e6, .flags = OPTIONAL, .doc = "or by the line's place in the order"),
    FIELD(struct action_line, quantity, .unit = "1", .init = 1, .min = 1, .max = 1e6, .flags = OPTIONAL, .doc = "units meant"),
    FIELD(struct action_line, to, .max = 200, .flags = OPTIONAL | LOOSE, .doc = "the other SKU: items, exchange, substitute"),
    FIELD(struct action_line, node, .max = 200, .flags = OPTIONAL, .doc = "where it is to come from: place, reroute"),
    FIELD(struct action_line, condition, .choice = "new|opened|worn|damaged|missing", .flags = OPTIONAL, .doc = "inspect: as it arrived"),
    FIELD(struct action_line, refund, .unit = "minor", .init = NONE, .max = 9e15, .flags = OPTIONAL, .doc = "inspect: paid back for it; absent: by rule"),
    FIELD(struct action_line, price, .unit = "minor", .init = NONE, .max = 9e15, .flags = OPTIONAL, .doc = "place: of one; absent: the catalogue's"),
    {0}}};

const struct record action_record = {"action", sizeof(struct action), (const struct field[]){
    FIELD(struct action, key, .min = 1, .max = 200, .doc = "idempotency key: sent twice, done once"),
    FIELD(struct action, kind, .min = 1, .max = 40, .doc = "what is to be done: cancel, return, …"),
    FIELD(struct action, order, .max = 200, .flags = OPTIONAL, .doc = "the order's id; of place and reorder: the new one's"),
    FIELD(struct action, customer, .max = 200, .flags = OPTIONAL | PERSONAL, .doc = "place, account_address: whose"),
    FIELD(struct action, actor, .max = 200, .init_str = "person", .flags = OPTIONAL, .doc = "who does it: customer:C1, agent:chat, person:anna"),
    FIELD(struct action, reason, .max = 500, .flags = OPTIONAL, .doc = "why"),
    FIELD(struct action, note, .max = 2000, .flags = OPTIONAL, .doc = "for people"),
    FIELD_LIST(struct action, lines, &action_line_record, .max = 1000, .flags = OPTIONAL, .doc = "which lines; absent: all"),
    FIELD(struct action, method, .max = 200, .flags = OPTIONAL, .doc = "means of payment"),
    FIELD_ONE(struct action, address, &address_record, .flags = OPTIONAL, .doc = "the new address"),
    FIELD(struct action, amount, .unit = "minor", .init = NONE, .max = 9e15, .flags = OPTIONAL, .doc = "absent: what is due"),
    FIELD(struct action, back, .max = 40, .flags = OPTIONAL, .doc = "the return or exchange meant; absent: the one under way"),
    FIELD(struct action, parcel, .max = 200, .flags = OPTIONAL | LOOSE, .doc = "tracking number"),
    FIELD(struct action, carrier, .max = 100, .flags = OPTIONAL, .doc = "who carries it"),
    FIELD(struct action, node, .max = 200, .flags = OPTIONAL, .doc = "warehouse or store"),
    FIELD(struct action, channel, .max = 100, .flags = OPTIONAL, .doc = "place: web, store, app, phone"),
    FIELD(struct action, currency, .max = 3, .flags = OPTIONAL, .doc = "place: ISO 4217"),
    FIELD(struct action, from, .max = 200, .flags = OPTIONAL, .doc = "reorder: the order to repeat"),
    FIELD(struct action, as, .choice = "gift_card|coupon|points", .flags = OPTIONAL, .doc = "compensate: in what form"),
    FIELD(struct action, expected_ms, .unit = "ms", .init = NONE, .max = 9e15, .flags = OPTIONAL, .doc = "ship, late, backorder: is to arrive; retry: not before"),
    FIELD(struct action, shipping, .unit = "minor", .max = 9e15, .flags = OPTIONAL, .doc = "place: of the way"),
    FIELD(struct action, tax, .unit = "minor", .max = 9e15, .flags = OPTIONAL, .doc = "place: added to the prices"),
    FIELD(struct action, discount, .unit = "minor", .max = 9e15, .flags = OPTIONAL, .doc = "place: off the whole"),
    {0}}};

const struct record receipt_record = {"receipt", sizeof(struct receipt), (const struct field[]){
    FIELD(struct receipt, key, .doc = "of the action"),
    FIELD(struct receipt, kind, .doc = "of the action"),
    FIELD(struct receipt, order, .flags = OPTIONAL, .doc = "the order's id"),
    FIELD(struct receipt, customer, .flags = OPTIONAL | PERSONAL, .doc = "whose"),
    FIELD(struct receipt, status, .flags = OPTIONAL, .doc = "of the order afterwards"),
    FIELD(struct receipt, said, .flags = OPTIONAL, .doc = "what was done"),
    FIELD(struct receipt, made, .flags = OPTIONAL, .doc = "what came to be: a return, a gift card, an order"),
    FIELD_LIST(struct receipt, money, &money_record, .flags = OPTIONAL, .doc = "what moved"),
    FIELD(struct receipt, again, .flags = OPTIONAL, .doc = "it had been done before"),
    {0}}};

static const struct record return_rule_record = {"return_rule", sizeof(struct return_rule), (const struct field[]){
    FIELD(struct return_rule, country, .max = 60, .flags = OPTIONAL, .doc = "where it was sent, as addresses say it; absent: anywhere"),
    FIELD(struct return_rule, category, .max = 300, .flags = OPTIONAL, .doc = "of the goods, or one above it: Home > Kitchen; absent: any"),
    FIELD(struct return_rule, days, .unit = "d", .init = NONE, .max = 36500, .flags = OPTIONAL, .doc = "after delivery; 0: no end; absent: return_days"),
    FIELD(struct return_rule, never, .flags = OPTIONAL, .doc = "does not come back for money, unless the fault is the shop's"),
    FIELD(struct return_rule, fee_share, .max = 1, .flags = OPTIONAL, .doc = "restocking fee, of what would be paid back"),
    FIELD(struct return_rule, fee, .unit = "minor", .max = 1e9, .flags = OPTIONAL, .doc = "restocking fee of each unit, on top of that"),
    FIELD(struct return_rule, shipping, .flags = OPTIONAL, .doc = "the way there is paid back where all of the order came back"),
    {0}}};

const struct record order_rules_record = {"order", sizeof(struct order_rules), (const struct field[]){
    FIELD(struct order_rules, item_changes_max, .init = 1, .max = 1000, .flags = OPTIONAL, .doc = "how often the items of an order may be changed"),
    FIELD(struct order_rules, cancel_after_change, .flags = OPTIONAL, .doc = "an order whose items were changed may still be cancelled"),
    FIELD(struct order_rules, return_days, .init = 30, .max = 36500, .flags = OPTIONAL, .doc = "after delivery; 0: no end"),
    FIELD(struct order_rules, cancel_reasons, .flags = OPTIONAL, .doc = "the only reasons to cancel; none: any"),
    FIELD(struct order_rules, return_anywhere, .flags = OPTIONAL, .doc = "money of a return may go to any means of payment of the customer"),
    FIELD_LIST(struct order_rules, returns, &return_rule_record, .max = 200, .flags = OPTIONAL, .doc = "windows and fees by country and category; the first that fits"),
    FIELD(struct order_rules, fault_reasons, .max = 50, .flags = OPTIONAL,
          .doc = "reasons of a return that are the shop's doing: no fee, the whole price, the way there; none: damaged, defective, wrong item, not as described"),
    FIELD(struct order_rules, compensate_share, .init = 0.3, .max = 1, .flags = OPTIONAL, .doc = "of what was paid, at most, for all compensations of an order"),
    FIELD(struct order_rules, opened_share, .init = 1, .max = 1, .flags = OPTIONAL, .doc = "of the price, paid back for opened goods"),
    FIELD(struct order_rules, worn_share, .init = 0.5, .max = 1, .flags = OPTIONAL, .doc = "of the price, paid back for worn goods"),
    FIELD(struct order_rules, provider, .flags = OPTIONAL, .doc = "money of cards and accounts goes through channel.payment, else by hand"),
    FIELD(struct order_rules, means, .max = 10, .flags = OPTIONAL, .doc = "means of payment that the provider takes of anybody, as it names them: \"card\", \"paypal\""),
    {0}}};

#define UNSENT "pending|pending (item modified)"

const struct order_kind order_kinds[] = {
    {"place", NULL, "a new order: lines, address, customer; stock is set aside; with a means of payment it is paid"},
    {"reorder", NULL, "a new order of what an earlier one had, at today's prices"},
    {"pay", UNSENT "|held|processed|shipped|delivered", "take what is due, or an amount, by a means of payment; ends a hold for payment"},
    {"retry", UNSENT "|held|processed", "ask the provider once more for a payment that failed, at once or at expected_ms; held until it is paid"},
    {"method", UNSENT "|held", "pay by another means: the new one is charged, the old one refunded"},
    {"address", UNSENT "|held", "send it elsewhere; ends a hold for the address"},
    {"items", UNSENT, "other variants of the same products; the difference by a means of payment"},
    {"cancel", UNSENT "|held", "all lines, or some: stock goes back, money goes back to where it came from"},
    {"hold", UNSENT "|held|processed", "stop it: suspected fraud, a bad address, a failed payment"},
    {"release", UNSENT "|held|processed", "let it go on; what was not held goes on as it did"},
    {"process", UNSENT, "it is being packed: no more changes by the customer"},
    {"reroute", UNSENT "|held|processed", "lines are to come from another node"},
    {"substitute", UNSENT "|held|processed|shipped", "another product in a line's place at the price agreed, or less"},
    {"backorder", UNSENT "|processed|shipped", "lines wait for goods"},
    {"unback", UNSENT "|processed|shipped", "goods for back-ordered lines are here"},
    {"drop", UNSENT "|held|processed|shipped|delivered", "lines that the shop cannot deliver, or that were lost: paid back"},
    {"ship", UNSENT "|processed", "lines leave in a parcel"},
    {"late", "processed|shipped", "a parcel is late"},
    {"lost", "processed|shipped", "a parcel is lost"},
    {"deliver", "processed|shipped", "a parcel, or lines, arrived"},
    {"replace", "processed|shipped|delivered", "lost or damaged goods are sent again for nothing"},
    {"return", "delivered", "goods are to come back for money"},
    {"exchange", "delivered", "goods are to come back for other variants of the same products"},
    {"receive", "return requested|exchange requested", "they arrived, at whichever warehouse or store"},
    {"inspect", "return requested|exchange requested", "looked at: condition, restock or write off, money, new lines"},
    {"withdraw", "return requested|exchange requested", "they stay with the customer"},
    {"refund", UNSENT "|held|processed|shipped|delivered|return requested|exchange requested|returned|cancelled", "give back an amount"},
    {"compensate", UNSENT "|held|processed|shipped|delivered|return requested|exchange requested|returned|cancelled",
     "a gift card, a coupon or points for trouble"},
    {"account_address", NULL, "the customer's usual address"},
    {0}};

static deed_do *const does[] = { /* in the order of order_kinds */
    deed_place, deed_reorder, deed_pay_order, deed_retry, deed_method_change, deed_address, deed_items, deed_cancel, deed_hold, deed_release, deed_process,
    deed_reroute, deed_substitute, deed_backorder, deed_unback, deed_drop, deed_ship, deed_late, deed_lost, deed_deliver, deed_replace,
    deed_return, deed_exchange, deed_receive, deed_inspect, deed_withdraw, deed_refund_order, deed_compensate, deed_account_address,
};
_Static_assert(sizeof does / sizeof *does + 1 == sizeof order_kinds / sizeof *order_kinds, "one function a kind");

void deed_said(struct ctx *c, struct deed *d, const char *fmt, ...)
{
    char text[400];
    va_list args;
    va_start(args, fmt);
    vsnprintf(text, sizeof text, fmt, args);
    va_end(args);
    d->r->said = str_mend(c, str_copy(c, str_z(text)));
}

/* ---- the lines meant ---------------------------------------------------------------------------------- */

static bool picked(const struct picks *list, int64_t pos)
{
    for (size_t i = 0; i < list->n; i++)
        if (list->at[i].pos == pos)
            return true;
    return false;
}

static int64_t pos_next(const struct order *o)
{
    int64_t pos = 0;
    for (size_t i = 0; i < o->lines.n; i++)
        pos = o->lines.at[i].pos >= pos ? o->lines.at[i].pos + 1 : pos;
    return pos;
}

/* Make `units` of line i a line of their own. */
static void split(struct ctx *c, struct order *o, size_t i, int64_t units)
{
    struct order_line part = o->lines.at[i];
    part.pos = pos_next(o);
    part.quantity -= units;
    part.discount = (int64_t)((__int128)part.discount * part.quantity / o->lines.at[i].quantity);
    o->lines.at[i].quantity = units;
    o->lines.at[i].discount -= part.discount;
    *LIST_ADD(c, &o->lines) = part;
}

static enum status pick_one(struct ctx *c, struct deed *d, const struct action_line *ask, const char *from, struct picks *out)
{
    int64_t left = ask->quantity;
    for (size_t i = 0; i < d->o.lines.n && left > 0; i++) {
        struct order_line *l = &d->o.lines.at[i];
        bool meant = ask->pos != NONE ? l->pos == ask->pos : str_eq(l->sku, ask->sku);
        if (!meant || !str_among(l->state, from) || picked(out, l->pos))
            continue;
        if (l->quantity > left)
            split(c, &d->o, i, left);
        *LIST_ADD(c, out) = (struct pick){d->o.lines.at[i].pos, ask};
        left -= d->o.lines.at[i].quantity;
    }
    if (left > 0)
        return fail(c, REJECT, "order %.*s has not so many of %.*s that are %s", FMT(d->o.id), FMT(ask->sku.n ? ask->sku : STR("that line")), from);
    return OK;
}

enum status deed_pick(struct ctx *c, struct deed *d, const char *from, struct picks *out)
{
    *out = (struct picks){0};
    for (size_t i = 0; i < d->a->lines.n; i++)
        TRY(pick_one(c, d, &d->a->lines.at[i], from, out));
    for (size_t i = 0; i < d->o.lines.n && !d->a->lines.n; i++)
        if (str_among(d->o.lines.at[i].state, from))
            *LIST_ADD(c, out) = (struct pick){d->o.lines.at[i].pos, NULL};
    return out->n ? OK : fail(c, REJECT, "order %.*s has no line that is %s", FMT(d->o.id), from);
}

enum status deed_line_add(struct ctx *c, struct deed *d, struct str sku, int64_t quantity, struct str node, struct order_line **out)
{
    struct offer offer;
    bool found;
    struct order_line l;
    TRY(offer_find(c, sku, &offer, &found));
    if (!found || offer.price == NONE)
        return fail(c, REJECT, found ? "%.*s has no price" : "there is no product with the SKU %.*s", FMT(sku));
    record_init(&order_line_record, &l);
    l = (struct order_line){.pos = pos_next(&d->o), .sku = sku, .product = offer.product, .title = offer.title, .options = offer.options,
                            .quantity = quantity, .price = offer.price, .state = STR("open"), .expected_ms = NONE, .instead_of = NONE};
    TRY(stock_reserve(c, sku, quantity, node, &l.node));
    *(*out = LIST_ADD(c, &d->o.lines)) = l;
    return OK;
}

/* The first that applies to any line says how far the order is. */
struct str deed_status(const struct deed *d) { return order_status_of(&d->o); }

/* ---- one transaction ------------------------------------------------------------------------------------ */

enum status order_rules_load(struct ctx *c, struct order_rules *out) { return settings_read(c, &order_rules_record, STR("order"), out); }

struct done { struct raw body, receipt; };
static const struct record done_record = {"deed", sizeof(struct done), (const struct field[]){
    FIELD(struct done, body), FIELD(struct done, receipt), {0}}};

/* The key is taken first: whoever sends it at the same instant waits here, then finds the receipt. */
static enum status once(struct ctx *c, const struct action *a, struct str body, struct receipt *r, bool *first)
{
    int64_t added;
    struct done done;
    TRY(db_count(c, &added,
                 "INSERT INTO deed (key, orders, kind, actor, body, receipt, at_ms) VALUES ($1, $2, $3, $4, $5, '', $6) ON CONFLICT (key) DO NOTHING",
                 A(a->key), A(a->order.p ? a->order : STR("")), A(a->kind), A(a->actor), A(body), A(c->now_ms)));
    *first = added == 1;
    if (*first)
        return OK;
    TRY(db_one(c, &done_record, &done, "SELECT body, receipt FROM deed WHERE key = $1", A(a->key)));
    if (!str_eq(done.body.text, body))
        return fail(c, REJECT, "the key \"%.*s\" has been used for another action", FMT(a->key));
    TRY(record_from_json(c, &receipt_record, done.receipt.text, LENIENT, r));
    r->again = true;
    return OK;
}

/* Take hold of the order before reading it: PostgreSQL locks the row, SQLite has one writer anyway. */
static enum status open_order(struct ctx *c, struct deed *d, const struct order_kind *k)
{
    record_init(&order_record, &d->o);
    if (!k->from) {
        d->o.id = d->a->order.p ? d->a->order : STR("");
        d->o.customer = d->a->customer;
        return OK;
    }
    TRY(db_run(c, "UPDATE orders SET rev = rev + 1 WHERE id = $1", A(d->a->order)));
    TRY(order_load(c, d->a->order, &d->o));
    TRY(db_run(c, "UPDATE account SET points = points WHERE id = $1", A(d->o.customer)));
    if (!str_among(d->o.status, k->from))
        return fail(c, REJECT, "order %.*s is %.*s: %s is not possible then", FMT(d->o.id), FMT(d->o.status), k->name);
    return OK;
}

/* No address in the ledger: it can not forget. */
static enum status write_down(struct ctx *c, const struct deed *d, struct str body)
{
    struct action a = *d->a;
    a.address = NULL, a.customer = (struct str){0}, a.note = (struct str){0};
    struct str told = record_to_json(c, &action_record, &a);
    TRY(db_run(c, "UPDATE deed SET receipt = $1, orders = $2 WHERE key = $3", A(record_to_json(c, &receipt_record, d->r)),
               A(d->r->order.p ? d->r->order : STR("")), A(a.key)));
    return ledger_append(c, a.actor, str_fmt(c, "order.%.*s", FMT(a.kind)),
                         str_fmt(c, "order:%.*s", FMT(d->r->order)),
                         str_fmt(c, "{\"action\":%s,\"hash\":\"%.16s\",\"status\":\"%.*s\"}", told.p, hash_blake2b(c, body).p, FMT(d->o.status)));
}

static enum status act(struct ctx *c, const struct order_rules *rules, size_t kind, const struct action *a, struct receipt *r)
{
    struct deed d = {.rules = rules, .a = a, .r = r};
    struct str body = record_to_json(c, &action_record, a);
    bool first;
    record_init(&receipt_record, r);
    r->key = a->key, r->kind = a->kind;
    TRY(once(c, a, body, r, &first));
    if (!first)
        return OK;
    TRY(open_order(c, &d, &order_kinds[kind]));
    if (d.o.customer.n)
        TRY(account_load(c, d.o.customer, &d.who));
    TRY(errand_allowed(c, &d));
    struct order was = errand_before(c, &d.o);
    TRY(does[kind](c, &d));
    TRY(errand_plan(c, &d, &was));
    r->order = d.o.id, r->customer = d.o.customer, r->status = d.o.status;
    if (d.o.status.n)
        TRY(order_save(c, &d.o));
    if (str_eq(d.o.status, STR("cancelled")))
        TRY(db_run(c, "UPDATE sale SET state = 'cancelled' WHERE id = $1", A(d.o.id))); /* no evidence of demand any more */
    return write_down(c, &d, body);
}

enum status order_act(struct ctx *c, const struct order_rules *rules, const struct action *a, struct receipt *out)
{
    struct order_rules own;
    size_t kind = 0;
    TRY(record_check(c, &action_record, a));
    while (order_kinds[kind].name && !str_eq(a->kind, str_z(order_kinds[kind].name)))
        kind++;
    if (!order_kinds[kind].name)
        return fail(c, REJECT, "there is no action \"%.*s\"", FMT(a->kind));
    if (!rules) {
        TRY(order_rules_load(c, &own));
        rules = &own;
    }
    IN_ONE_STEP(c, act(c, rules, kind, a, out));
    return OK;
}
