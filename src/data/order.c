/* data/order.c - orders, their money and their customers' means of payment, to and from their tables. */
#include "data/asked.h"
#include "data/order.h"
#include "core/json.h"
#include "data/product.h"

const struct record address_record = {"address", sizeof(struct address), (const struct field[]){
    FIELD(struct address, name, .max = 300, .flags = OPTIONAL | PERSONAL, .doc = "who receives it"),
    FIELD(struct address, company, .max = 300, .flags = OPTIONAL | PERSONAL, .doc = "company"),
    FIELD(struct address, address1, .max = 300, .flags = OPTIONAL | PERSONAL, .doc = "street and number"),
    FIELD(struct address, address2, .max = 300, .flags = OPTIONAL | PERSONAL, .doc = "flat, floor"),
    FIELD(struct address, city, .max = 200, .flags = OPTIONAL | PERSONAL, .doc = "city"),
    FIELD(struct address, state, .max = 100, .flags = OPTIONAL, .doc = "state or region"),
    FIELD(struct address, zip, .max = 20, .flags = OPTIONAL | LOOSE | PERSONAL, .doc = "post code"),
    FIELD(struct address, country, .max = 100, .flags = OPTIONAL, .doc = "as the shop writes it"),
    FIELD(struct address, phone, .max = 40, .flags = OPTIONAL | LOOSE | PERSONAL, .doc = "for the carrier"),
    {0}}};

const struct record method_record = {"method", sizeof(struct method), (const struct field[]){
    FIELD(struct method, customer, .max = 200, .flags = KEY | OPTIONAL | PERSONAL, .init_str = "", .doc = "whose"),
    FIELD(struct method, id, .min = 1, .max = 200, .flags = KEY, .doc = "its name, \"credit_card_1234567\""),
    FIELD(struct method, source, .min = 1, .max = 40, .doc = "credit_card, paypal, gift_card, bank, invoice, cash"),
    FIELD(struct method, brand, .max = 40, .flags = OPTIONAL, .doc = "of a card"),
    FIELD(struct method, last_four, .max = 4, .flags = OPTIONAL | LOOSE, .doc = "of a card"),
    FIELD(struct method, balance, .unit = "minor", .init = NONE, .max = 9e15, .flags = OPTIONAL, .doc = "of a gift card"),
    FIELD(struct method, currency, .max = 3, .flags = OPTIONAL, .doc = "of the balance, ISO 4217"),
    {0}}};

const struct record order_line_record = {"order_line", sizeof(struct order_line), (const struct field[]){
    FIELD(struct order_line, pos, .max = 1e6, .doc = "its name within the order"),
    FIELD(struct order_line, sku, .min = 1, .max = 200, .flags = LOOSE, .doc = "of the variant"),
    FIELD(struct order_line, product, .max = 500, .flags = OPTIONAL | LOOSE, .doc = "our id"),
    FIELD(struct order_line, title, .max = 1000, .flags = OPTIONAL, .doc = "as sold"),
    FIELD(struct order_line, options, .flags = OPTIONAL, .doc = "as sold: {\"colour\":\"red\"}"),
    FIELD(struct order_line, quantity, .unit = "1", .min = 1, .max = 1e6, .init = 1, .flags = OPTIONAL, .doc = "units"),
    FIELD(struct order_line, price, .unit = "minor", .max = 9e15, .doc = "of one, as agreed"),
    FIELD(struct order_line, discount, .unit = "minor", .max = 9e15, .flags = OPTIONAL, .doc = "off the whole line"),
    FIELD(struct order_line, state, .choice = LINE_STATES, .init_str = "open", .flags = OPTIONAL, .doc = "how far it is"),
    FIELD(struct order_line, node, .max = 200, .flags = OPTIONAL, .doc = "where it is set aside, or left from"),
    FIELD(struct order_line, parcel, .max = 200, .flags = OPTIONAL, .doc = "the parcel it went with"),
    FIELD(struct order_line, expected_ms, .unit = "ms", .init = NONE, .flags = OPTIONAL, .doc = "back-ordered until"),
    FIELD(struct order_line, instead_of, .init = NONE, .flags = OPTIONAL, .doc = "the line it stands for"),
    FIELD(struct order_line, remote, .max = 200, .flags = OPTIONAL, .doc = "the shop's own id of it"),
    {0}}};

const struct record parcel_record = {"parcel", sizeof(struct parcel), (const struct field[]){
    FIELD(struct parcel, id, .min = 1, .max = 200, .flags = LOOSE, .doc = "tracking number"),
    FIELD(struct parcel, carrier, .max = 100, .flags = OPTIONAL, .doc = "who carries it"),
    FIELD(struct parcel, node, .max = 200, .flags = OPTIONAL, .doc = "where it left"),
    FIELD(struct parcel, state, .choice = "shipped|late|lost|delivered", .doc = "how far it is"),
    FIELD(struct parcel, lines, .flags = OPTIONAL, .doc = "what is in it, by the lines' pos"),
    FIELD(struct parcel, shipped_ms, .unit = "ms", .init = NONE, .flags = OPTIONAL, .doc = "left"),
    FIELD(struct parcel, expected_ms, .unit = "ms", .init = NONE, .flags = OPTIONAL, .doc = "is to arrive"),
    FIELD(struct parcel, delivered_ms, .unit = "ms", .init = NONE, .flags = OPTIONAL, .doc = "arrived"),
    {0}}};

static const struct record back_line_record = {"back_line", sizeof(struct back_line), (const struct field[]){
    FIELD(struct back_line, pos, .max = 1e6, .doc = "the order's line"),
    FIELD(struct back_line, quantity, .unit = "1", .min = 1, .max = 1e6, .doc = "units"),
    FIELD(struct back_line, sku, .max = 200, .doc = "what comes back"),
    FIELD(struct back_line, to, .max = 200, .flags = OPTIONAL, .doc = "exchange: the variant asked for"),
    FIELD(struct back_line, to_price, .unit = "minor", .init = NONE, .flags = OPTIONAL, .doc = "exchange: of one"),
    FIELD(struct back_line, node, .max = 200, .flags = OPTIONAL, .doc = "exchange: where that is set aside"),
    FIELD(struct back_line, condition, .choice = "new|opened|worn|damaged|missing", .flags = OPTIONAL, .doc = "as it arrived"),
    FIELD(struct back_line, restocked, .flags = OPTIONAL, .doc = "is for sale again"),
    FIELD(struct back_line, refund, .unit = "minor", .init = NONE, .flags = OPTIONAL, .doc = "paid back for it"),
    FIELD(struct back_line, fee, .unit = "minor", .flags = OPTIONAL, .doc = "of restocking, kept back"),
    {0}}};

static const struct record back_record = {"back", sizeof(struct back), (const struct field[]){
    FIELD(struct back, id, .min = 1, .max = 40, .doc = "\"R1\""),
    FIELD(struct back, kind, .choice = "return|exchange", .doc = "what the customer wants"),
    FIELD(struct back, state, .choice = "requested|received|done|withdrawn|refused", .doc = "how far it is"),
    FIELD(struct back, reason, .max = 500, .flags = OPTIONAL, .doc = "as told"),
    FIELD(struct back, method, .max = 200, .flags = OPTIONAL, .doc = "where money goes to or comes from"),
    FIELD(struct back, node, .max = 200, .flags = OPTIONAL, .doc = "where the goods arrived"),
    FIELD(struct back, difference, .unit = "minor", .flags = OPTIONAL, .doc = "exchange: still to pay; negative: to pay back"),
    FIELD(struct back, asked_ms, .unit = "ms", .init = NONE, .flags = OPTIONAL, .doc = "asked for"),
    FIELD(struct back, received_ms, .unit = "ms", .init = NONE, .flags = OPTIONAL, .doc = "arrived"),
    FIELD_LIST(struct back, lines, &back_line_record, .flags = OPTIONAL, .doc = "what comes back"),
    {0}}};

const struct record money_record = {"money", sizeof(struct money), (const struct field[]){
    FIELD_AS(struct money, order, "orders", .max = 200, .flags = KEY, .doc = "the order's id; empty: of none"),
    FIELD(struct money, seq, .flags = KEY, .doc = "within the order"),
    FIELD(struct money, kind, .choice = "payment|refund|compensation", .doc = "which way"),
    FIELD(struct money, amount, .unit = "minor", .max = 9e15, .doc = "how much"),
    FIELD(struct money, method, .max = 200, .init_str = "", .flags = OPTIONAL, .doc = "means of payment"),
    FIELD(struct money, customer, .max = 200, .init_str = "", .flags = OPTIONAL | PERSONAL, .doc = "whose"),
    FIELD(struct money, deed, .max = 200, .init_str = "", .flags = OPTIONAL, .doc = "key of the action that moved it"),
    FIELD(struct money, state, .choice = "done|waiting|failed", .init_str = "done", .flags = OPTIONAL, .doc = "waiting: for the provider"),
    FIELD(struct money, at_ms, .unit = "ms", .flags = OPTIONAL, .doc = "when"),
    {0}}};

const struct record order_record = {"orders", sizeof(struct order), (const struct field[]){
    FIELD(struct order, id, .min = 1, .max = 200, .flags = KEY, .doc = "\"#W1234567\""),
    FIELD(struct order, customer, .max = 200, .flags = PERSONAL, .doc = "who bought"),
    FIELD(struct order, status, .choice = ORDER_STATUSES, .doc = "how far it is"),
    FIELD(struct order, channel, .max = 100, .flags = OPTIONAL, .doc = "web, store, app, phone"),
    FIELD(struct order, currency, .max = 3, .flags = OPTIONAL, .doc = "ISO 4217"),
    FIELD(struct order, cancel_reason, .max = 500, .flags = OPTIONAL, .doc = "why it was cancelled"),
    FIELD(struct order, hold_reason, .max = 500, .flags = OPTIONAL, .doc = "why it is held"),
    FIELD(struct order, held_from, .max = 40, .flags = OPTIONAL, .doc = "the status to come back to"),
    FIELD_ONE(struct order, address, &address_record, .flags = OPTIONAL, .doc = "where it goes to"),
    FIELD_LIST(struct order, lines, &order_line_record, .flags = OPTIONAL, .doc = "what was bought"),
    FIELD_LIST(struct order, parcels, &parcel_record, .flags = OPTIONAL, .doc = "what was sent"),
    FIELD_LIST(struct order, backs, &back_record, .flags = OPTIONAL, .doc = "returns and exchanges"),
    FIELD(struct order, shipping, .unit = "minor", .max = 9e15, .flags = OPTIONAL, .doc = "of the way"),
    FIELD(struct order, tax, .unit = "minor", .max = 9e15, .flags = OPTIONAL, .doc = "added to the prices"),
    FIELD(struct order, discount, .unit = "minor", .max = 9e15, .flags = OPTIONAL, .doc = "off the whole"),
    FIELD(struct order, item_changes, .flags = OPTIONAL, .doc = "how often its items were changed"),
    FIELD(struct order, promised_ms, .unit = "ms", .init = NONE, .flags = OPTIONAL, .doc = "promised by"),
    FIELD(struct order, placed_ms, .unit = "ms", .init = NONE, .flags = OPTIONAL, .doc = "ordered"),
    FIELD(struct order, delivered_ms, .unit = "ms", .init = NONE, .flags = OPTIONAL, .doc = "arrived, all of it"),
    FIELD(struct order, shop, .max = 40, .flags = OPTIONAL, .doc = "the connected shop that it stands in"),
    FIELD(struct order, remote, .max = 200, .flags = OPTIONAL, .doc = "the shop's own id"),
    FIELD(struct order, rev, .flags = OPTIONAL, .doc = "actions done to it"),
    FIELD(struct order, extra, .flags = OPTIONAL, .doc = "other members of the document it came from"),
    {0}}};

const struct record account_record = {"account", sizeof(struct account), (const struct field[]){
    FIELD(struct account, id, .min = 1, .max = 200, .flags = KEY | PERSONAL, .doc = "the customer's"),
    FIELD(struct account, first_name, .max = 200, .flags = OPTIONAL | PERSONAL, .doc = "first name"),
    FIELD(struct account, last_name, .max = 200, .flags = OPTIONAL | PERSONAL, .doc = "last name"),
    FIELD_ONE(struct account, address, &address_record, .flags = OPTIONAL, .doc = "the usual address"),
    FIELD(struct account, points, .unit = "1", .flags = OPTIONAL, .doc = "of loyalty"),
    FIELD(struct account, extra, .flags = OPTIONAL, .doc = "other members of the document it came from"),
    {0}}};

/* ---- orders --------------------------------------------------------------------------------------- */

/* A list that was read has no room; LIST_ADD wants some. */
static void make_room(struct ctx *c, struct any_list *list, size_t size)
{
    const char *at = list->at;
    size_t n = list->n;
    *list = (struct any_list){0};
    while (list->n < n) {
        list->at = arena_grow(c->mem, list->at, size, list->n);
        memcpy((char *)list->at + list->n * size, at + list->n * size, size);
        list->n++;
    }
}

enum status order_find(struct ctx *c, struct str id, struct order *out, bool *found)
{
    TRY(db_maybe(c, &order_record, out, found, "SELECT * FROM orders WHERE id = $1", A(id)));
    if (*found) {
        make_room(c, (struct any_list *)&out->lines, sizeof *out->lines.at);
        make_room(c, (struct any_list *)&out->parcels, sizeof *out->parcels.at);
        make_room(c, (struct any_list *)&out->backs, sizeof *out->backs.at);
    }
    return *found ? db_all(c, &money_record, &out->money, "SELECT * FROM money WHERE orders = $1 ORDER BY seq", A(id)) : OK;
}

enum status order_load(struct ctx *c, struct str id, struct order *out)
{
    bool found;
    TRY(order_find(c, id, out, &found));
    return found ? OK : fail(c, REJECT, "there is no order \"%.100s\"", id.p ? id.p : "");
}

enum status order_save(struct ctx *c, const struct order *o) { return db_save(c, &order_record, o); }

struct name { struct str id; };
static const struct record name_record = {"orders", sizeof(struct name), (const struct field[]){FIELD(struct name, id), {0}}};

enum status order_of_customer(struct ctx *c, struct str customer, struct strs *ids)
{
    LIST(struct name) rows;
    TRY(db_all(c, &name_record, &rows, "SELECT id FROM orders WHERE customer = $1 ORDER BY placed_ms DESC, id DESC", A(customer)));
    *ids = (struct strs){0};
    for (size_t i = 0; i < rows.n; i++)
        strs_add(c, ids, rows.at[i].id);
    return OK;
}

/* ---- customers ------------------------------------------------------------------------------------ */

enum status account_load(struct ctx *c, struct str id, struct account *out)
{
    bool found;
    record_init(&account_record, out);
    TRY(db_maybe(c, &account_record, out, &found, "SELECT * FROM account WHERE id = $1", A(id)));
    out->id = id;
    return db_all(c, &method_record, &out->methods, "SELECT * FROM method WHERE customer = $1 ORDER BY id", A(id));
}

enum status account_save(struct ctx *c, const struct account *a) { return db_save(c, &account_record, a); }
enum status method_save(struct ctx *c, const struct method *m) { return db_save(c, &method_record, m); }

const struct method *account_method(const struct account *a, struct str id)
{
    for (size_t i = 0; i < a->methods.n; i++)
        if (str_eq(a->methods.at[i].id, id))
            return &a->methods.at[i];
    return NULL;
}

/* ---- what follows from an order ---------------------------------------------------------------------- */

struct str order_status_of(const struct order *o)
{
    static const struct { const char *state, *status; } far[] = {
        {"returning", "return requested"}, {"exchanging", "exchange requested"}, {"open", "processed"}, {"backordered", "processed"},
        {"shipped", "shipped"}, {"lost", "shipped"}, {"delivered", "delivered"}, {"returned", "returned"}, {"exchanged", "returned"}};
    for (size_t k = 0; k < sizeof far / sizeof *far; k++)
        for (size_t i = 0; i < o->lines.n; i++)
            if (str_eq(o->lines.at[i].state, str_z(far[k].state)))
                return str_z(far[k].status);
    return STR("cancelled");
}

struct order_line *order_line_at(const struct order *o, int64_t pos)
{
    for (size_t i = 0; i < o->lines.n; i++)
        if (o->lines.at[i].pos == pos)
            return &o->lines.at[i];
    return NULL;
}

static bool back_is_open(const struct back *b) { return str_eq(b->state, STR("requested")) || str_eq(b->state, STR("received")); }

struct back *order_back(const struct order *o, struct str id)
{
    for (size_t i = o->backs.n; i-- > 0;)
        if (id.n ? str_eq(o->backs.at[i].id, id) : back_is_open(&o->backs.at[i]))
            return &o->backs.at[i];
    return NULL;
}

static int64_t moved(const struct order *o, struct str kind, struct str method)
{
    int64_t sum = 0;
    for (size_t i = 0; i < o->money.n; i++) {
        const struct money *m = &o->money.at[i];
        if (str_eq(m->kind, kind) && !str_eq(m->state, STR("failed")) && (!method.p || str_eq(m->method, method)))
            sum += m->amount;
    }
    return sum;
}

int64_t order_paid(const struct order *o) { return moved(o, STR("payment"), (struct str){0}); }
int64_t order_refunded(const struct order *o) { return moved(o, STR("refund"), (struct str){0}); }
int64_t order_net(const struct order *o, struct str method) { return moved(o, STR("payment"), method) - moved(o, STR("refund"), method); }

/* Lines that count: those the customer has or is to get. What was replaced for free counts once, by its first line. */
static bool line_counts(const struct order_line *l)
{
    return !str_eq(l->state, STR("cancelled")) && !str_eq(l->state, STR("returned")) && !str_eq(l->state, STR("exchanged")) &&
           !str_eq(l->state, STR("substituted"));
}

/* What a line cost before anything off the whole order. */
static int64_t own_price(const struct order_line *l) { return l->price * l->quantity - l->discount; }

/* As it was ordered: what stands in for a line is no more of the order than the line was. */
static int64_t ordered_in_all(const struct order *o)
{
    int64_t sum = 0;
    for (size_t i = 0; i < o->lines.n; i++)
        sum += o->lines.at[i].instead_of == NONE ? own_price(&o->lines.at[i]) : 0;
    return sum;
}

/* The line as it was ordered: itself, or the one that it stands for in the end. */
static const struct order_line *ordered_as(const struct order *o, const struct order_line *l)
{
    for (size_t i = 0; i < o->lines.n && l->instead_of != NONE; i++) { /* no longer a chain than there are lines */
        const struct order_line *was = order_line_at(o, l->instead_of);
        if (!was)
            break;
        l = was;
    }
    return l;
}

/* a * b / c without overflow, towards zero. */
static int64_t share(int64_t a, int64_t b, int64_t c) { return c ? (int64_t)((__int128)a * b / c) : 0; }

const struct money *order_payment(const struct order *o)
{
    for (size_t i = o->money.n; i-- > 0;)
        if (str_eq(o->money.at[i].kind, STR("payment")))
            return &o->money.at[i];
    return NULL;
}

int64_t order_due(const struct order *o) { return order_total(o) - (order_paid(o) - order_refunded(o)); }

struct standing { /* of the lines that still stand */
    int64_t own, base; /* what they cost, and what they cost as they were ordered */
};

static struct standing lines_standing(const struct order *o)
{
    struct standing s = {0};
    for (size_t i = 0; i < o->lines.n; i++)
        if (line_counts(&o->lines.at[i])) {
            s.own += own_price(&o->lines.at[i]);
            s.base += own_price(ordered_as(o, &o->lines.at[i]));
        }
    return s;
}

/* What is left of a discount on the whole order goes with the lines that are left of it; else one who sends a line back would keep
 * its part of the discount. */
static int64_t goods_total(const struct order *o, struct standing s)
{
    int64_t all = ordered_in_all(o);
    return s.own + share(o->tax, s.base, all) - share(o->discount, s.base, all);
}

int64_t order_total(const struct order *o)
{
    int64_t sum = o->shipping + goods_total(o, lines_standing(o));
    return sum > 0 ? sum : 0;
}

/* By how much the order costs less without them, so that its parts add up to the cent in whatever order they go. */
int64_t line_value(const struct order *o, const struct order_line *l, int64_t units)
{
    struct standing with = lines_standing(o), without = with;
    without.own -= l->price * units - share(l->discount, units, l->quantity);
    without.base -= share(own_price(ordered_as(o, l)), units, l->quantity);
    int64_t value = goods_total(o, with) - goods_total(o, without);
    return value > 0 ? value : 0;
}

/* ---- what may be sold ----------------------------------------------------------------------------------- */

static const struct record offer_record = {"variant", sizeof(struct offer), (const struct field[]){
    FIELD(struct offer, sku), FIELD(struct offer, product), FIELD(struct offer, title, .flags = OPTIONAL),
    FIELD(struct offer, options, .flags = OPTIONAL), FIELD(struct offer, price, .init = NONE, .flags = OPTIONAL),
    FIELD(struct offer, cost, .init = NONE, .flags = OPTIONAL), FIELD(struct offer, stock, .init = NONE, .flags = OPTIONAL),
    FIELD(struct offer, currency, .flags = OPTIONAL), {0}}};

/* [{"name":"colour","value":"red"}] as {"colour":"red"} */
static enum status options_plain(struct ctx *c, struct raw *options)
{
    const struct json *list;
    struct tree *t = tree_open(c);
    struct node *o = tree_object(t);
    if (options->text.n)
        TRY(json_read(c, options->text, &list));
    for (struct json_walk w = json_walk(options->text.n ? list : NULL); json_next(&w);)
        node_set(t, o, str_copy(c, json_str(json_get(w.value, "name"))).p, tree_str(t, json_str(json_get(w.value, "value"))));
    options->text = tree_text(c, t, o);
    return OK;
}

struct str offer_code(struct ctx *c, struct str sku, struct str product, int64_t pos)
{
    return sku.n ? sku : str_fmt(c, "%.*s#%lld", FMT(product), (long long)pos);
}

void offer_place(struct str code, struct str *product, int64_t *pos)
{
    size_t at = code.n;
    while (at > 0 && code.p[at - 1] != '#')
        at--;
    bool has = at > 1 && str_int(str_part(code, at, code.n), pos);
    *product = has ? str_part(code, 0, at - 1) : STR("");
    *pos = has ? *pos : NONE;
}

enum status offer_find(struct ctx *c, struct str sku, struct offer *out, bool *found)
{
    struct str product;
    int64_t pos;
    TRY(db_maybe(c, &offer_record, out, found,
                 "SELECT v.sku, v.product, p.title, v.options, v.price, v.cost, v.stock, v.currency FROM variant v JOIN product p ON p.id = v.product"
                 " WHERE v.sku = $1 AND p.gone = 0 ORDER BY v.product, v.pos LIMIT 1",
                 A(sku)));
    offer_place(sku, &product, &pos);
    if (!*found && product.n) /* a product without variants is its own only one */
        TRY(db_maybe(c, &offer_record, out, found,
                     "SELECT p.id || '#' || COALESCE(v.pos, 0) AS sku, p.id AS product, p.title, v.options, COALESCE(v.price, p.price) AS price, v.cost,"
                     " v.stock, COALESCE(v.currency, p.currency) AS currency FROM product p LEFT JOIN variant v ON v.product = p.id"
                     " WHERE p.id = $1 AND p.gone = 0 AND COALESCE(v.sku, '') = '' AND COALESCE(v.pos, 0) = $2",
                     A(product), A(pos)));
    if (*found)
        TRY(asked_price(c, out->product, out->sku, out->currency, &out->price, NULL));
    return *found ? options_plain(c, &out->options) : OK;
}
