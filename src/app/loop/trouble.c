/* app/loop/trouble.c - what exception.solve must know, from the tables.
 *
 * Tables  reads orders, stock, variant, product, customer, purchase, setting, deed; writes batch, item
 */
#include "app/loop/trouble.h"
#include "core/capability.h"
#include "core/json.h"
#include "core/settings.h"
#include "data/catalog.h"
#include "data/day.h"
#include "data/item.h"
#include "data/order.h"
#include "data/reaction.h"
#include "data/regard.h"
#include "data/stay.h"
#include "execution/export/export.h"
#include "execution/order/act.h"
#include "execution/order/pay_link.h"
#include "intelligence/answer/search/shelf.h"
#include <math.h>

enum { ALIKE = 6, SHELF_MOST = 300, RETRIES_MAX = 3 /* card schemes fine who asks for ever */ };
static const double PURCHASE_DAYS = 7; /* of an open purchase order, where no supplier's lead time is known */

const struct record delivery_record = {"exception", sizeof(struct delivery), (const struct field[]){
    FIELD_LIST(struct delivery, quotes, &ex_quote_record, .max = 500, .flags = OPTIONAL, .doc = "what sending from each node costs, and how long it takes"),
    FIELD_ONE(struct delivery, policy, &ex_policy_record, .flags = OPTIONAL, .doc = "which ways are taken without asking, and what they may cost"),
    FIELD_LIST(struct delivery, restock, &ex_restock_record, .max = 500, .flags = OPTIONAL, .doc = "goods that are expected"),
    {0}}};

static bool meant(const struct trouble *t, const struct order_line *l)
{
    for (size_t i = 0; i < t->failed.n; i++)
        if (str_eq(t->failed.at[i].sku, l->sku))
            return true;
    return t->failed.n == 0;
}

/* Lines that are under way or still to go; of a lost parcel, what was in it. */
static bool counts(const struct trouble *t, const struct order_line *l)
{
    if (t->parcel.n)
        return str_eq(l->parcel, t->parcel) && (str_eq(l->state, STR("shipped")) || str_eq(l->state, STR("lost")));
    return str_eq(l->state, STR("open")) || str_eq(l->state, STR("backordered")) || str_eq(l->state, STR("lost"));
}

/* "Shirt, red, M": what tells it from its sisters, from {"colour":"red","size":"M"}. */
static enum status title_of_line(struct ctx *c, const struct order_line *l, struct str *title)
{
    const struct json *v;
    *title = l->title;
    if (!l->options.text.n)
        return OK;
    TRY(json_read(c, l->options.text, &v));
    for (struct json_walk w = json_walk(v); json_next(&w);)
        if (json_str(w.value).n && !str_has_case(*title, json_str(w.value)))
            *title = str_fmt(c, "%.*s, %.*s", FMT(*title), FMT(json_str(w.value)));
    return OK;
}

/* What is paid back for a line when those that failed go, one after the other: sums to the cent. The way there is paid back with the last of all. */
static int64_t paid_for(struct order *o, struct order_line *l)
{
    int64_t paid = line_value(o, l, l->quantity);
    l->state = STR("cancelled");
    return paid;
}

static bool stands(const struct order *o)
{
    for (size_t i = 0; i < o->lines.n; i++)
        if (!str_eq(o->lines.at[i].state, STR("cancelled")) && !str_eq(o->lines.at[i].state, STR("substituted")))
            return true;
    return false;
}

/* Those that failed first: the others would go after them, if at all. */
static void paid_gather(struct ctx *c, const struct trouble *t, const struct order *o, struct ex_order *out, const struct ints *pos)
{
    struct order copy = *o;
    copy.lines.at = NEW_ARRAY(c, struct order_line, o->lines.n);
    memcpy(copy.lines.at, o->lines.at, o->lines.n * sizeof *o->lines.at);
    for (int failed = 1; failed >= 0; failed--)
        for (size_t i = 0; i < pos->n; i++) {
            struct order_line *l = order_line_at(&copy, pos->at[i]);
            if (meant(t, l) == failed) {
                out->lines.at[i].paid = paid_for(&copy, l);
                out->lines.at[i].price = (out->lines.at[i].paid + l->quantity / 2) / l->quantity;
            }
        }
    out->shipping = stands(&copy) ? 0 : o->shipping;
}

static enum status lines_gather(struct ctx *c, const struct trouble *t, const struct order *o, struct ex_order *out)
{
    struct ints pos = {NEW_ARRAY(c, int64_t, o->lines.n), 0};
    for (size_t i = 0; i < o->lines.n; i++) {
        const struct order_line *l = &o->lines.at[i];
        struct offer offer;
        bool found;
        if (!counts(t, l))
            continue;
        TRY(offer_find(c, l->sku, &offer, &found));
        struct str title;
        TRY(title_of_line(c, l, &title));
        *LIST_ADD(c, &out->lines) = (struct ex_line){l->sku, title, l->quantity, l->price, found ? offer.cost : NONE, NONE};
        pos.at[pos.n++] = l->pos;
        if (!out->node.n)
            out->node = l->node;
    }
    paid_gather(c, t, o, out, &pos);
    return out->lines.n ? OK : fail(c, REJECT, "order %.*s has no line that this could have happened to", FMT(o->id));
}

static struct ex_node *node_of(struct ctx *c, struct ex_in *in, struct str id)
{
    for (size_t i = 0; i < in->nodes.n; i++)
        if (str_eq(in->nodes.at[i].id, id))
            return &in->nodes.at[i];
    struct ex_node *n = LIST_ADD(c, &in->nodes);
    *n = (struct ex_node){.id = id, .kind = str_starts(id, STR("store")) ? STR("store") : STR("warehouse")};
    return n;
}

static void count_add(struct ctx *c, struct counts *list, struct str key, int64_t value)
{
    struct count *at = NEW_ARRAY(c, struct count, list->n + 1);
    if (list->n)
        memcpy(at, list->at, list->n * sizeof *at);
    at[list->n] = (struct count){key, value};
    list->at = at, list->n++;
}

/* What is free at each node, and what is set aside for this very order. */
static enum status nodes_gather(struct ctx *c, const struct order *o, struct ex_in *in)
{
    for (size_t i = 0; i < in->order->lines.n; i++) {
        struct holding *at;
        size_t n;
        struct str sku = in->order->lines.at[i].sku;
        TRY(stock_load(c, sku, &at, &n));
        for (size_t k = 0; k < n; k++) {
            int64_t units = at[k].units - at[k].reserved;
            for (size_t m = 0; m < o->lines.n; m++)
                units += str_eq(o->lines.at[m].sku, sku) && str_eq(o->lines.at[m].node, at[k].node) && str_eq(o->lines.at[m].state, STR("open"))
                             ? o->lines.at[m].quantity : 0;
            count_add(c, &node_of(c, in, at[k].node)->stock, sku, units > 0 ? units : 0);
        }
    }
    return OK;
}

/* ---- what could stand in -------------------------------------------------------------------------------- */

struct name { struct str id; };
static const struct record name_record = {"product", sizeof(struct name), (const struct field[]){FIELD(struct name, id), {0}}};

/* As the line is named; by its SKU where nothing else tells it from what it stands in for. */
static struct str title_of_variant(struct ctx *c, const struct product *p, const struct variant *v, const struct ex_in *in)
{
    struct str title = p->title;
    if (v->title.n)
        title = str_fmt(c, "%.*s, %.*s", FMT(title), FMT(v->title));
    for (size_t i = 0; i < v->options.n && !v->title.n; i++)
        title = str_fmt(c, "%.*s, %.*s", FMT(title), FMT(v->options.at[i].value));
    for (size_t i = 0; i < in->order->lines.n; i++)
        if (str_eq(in->order->lines.at[i].title, title))
            return str_fmt(c, "%.*s (%.*s)", FMT(title), FMT(v->sku));
    return title;
}

static enum status variants_add(struct ctx *c, struct str sku, const struct product *p, double likeness, struct ex_in *in)
{
    for (size_t i = 0; i < p->variants.n; i++) {
        const struct variant *v = &p->variants.at[i];
        if (!v->sku.n || str_eq(v->sku, sku) || v->price == NONE || v->stock == 0)
            continue;
        *LIST_ADD(c, &in->similar) = (struct ex_similar){
            .sku = v->sku, .instead_of = sku, .title = title_of_variant(c, p, v, in), .price = v->price,
            .cost = v->cost, .similarity = likeness, .stock = v->stock == NONE ? NONE : v->stock, .days = NAN};
    }
    return OK;
}

/* Other variants of the same product are as good as the same; then products of its category by search.similar. */
static enum status similar_gather(struct ctx *c, struct str sku, struct ex_in *in)
{
    struct offer offer;
    bool found;
    struct product own;
    LIST(struct name) ids;
    LIST(struct product) all = {0};
    struct search_answer answer;
    TRY(offer_find(c, sku, &offer, &found));
    if (!found)
        return OK;
    TRY(product_load(c, offer.product, &own));
    TRY(variants_add(c, sku, &own, 0.9, in));
    TRY(db_all(c, &name_record, &ids, "SELECT id FROM product WHERE gone = 0 AND (id = $1 OR category = (SELECT category FROM product WHERE id = $1)) ORDER BY id LIMIT $2",
               A(own.id), A((int64_t)SHELF_MOST)));
    for (size_t i = 0; i < ids.n; i++)
        TRY(product_load(c, ids.at[i].id, LIST_ADD(c, &all)));
    record_init(&search_answer_record, &answer);
    struct shelf *shelf = shelf_make(c, all.at, all.n, (struct str){0});
    enum status s = shelf_similar(c, shelf, &(struct similar_question){.product = own.id, .k = ALIKE}, &answer);
    for (size_t i = 0; s == OK && i < answer.hits.n; i++)
        for (size_t k = 0; s == OK && k < all.n; k++)
            if (str_eq(all.at[k].id, answer.hits.at[i].id) && !str_eq(all.at[k].id, own.id))
                s = variants_add(c, sku, &all.at[k], fmin(fmax(answer.hits.at[i].score, 0), 1), in);
    shelf_close(shelf);
    return s == REJECT ? OK : s; /* nothing is like it */
}

/* ---- who waits, and what is expected ------------------------------------------------------------------------ */

/* How such ways were taken before: by all, with goods of the first line's category, and by this customer. */
static enum status past_gather(struct ctx *c, const struct order *o, struct ex_in *in)
{
    struct reactions all;
    struct str category = {0};
    TRY(db_text(c, &category, "SELECT p.category FROM product p JOIN variant v ON v.product = p.id WHERE v.sku = $1 LIMIT 1",
                A(in->failed.n ? in->failed.at[0].sku : in->order->lines.at[0].sku)));
    TRY(reactions_load(c, category, o->customer, &all));
    for (size_t i = 0; i < all.n; i++) {
        const struct reaction *r = &all.at[i];
        if (r->taken + r->refused)
            *LIST_ADD(c, &in->past) = (struct ex_past){r->way, r->taken, r->refused, r->near_taken, r->near_refused, r->days};
        if (str_eq(r->way, STR("substitute")))
            in->customer->accepted = r->own_taken, in->customer->refused = r->own_refused;
    }
    struct stays stays;
    TRY(stays_load(c, &stays));
    for (size_t i = 0; i < sizeof stays.at / sizeof *stays.at; i++)
        if (stays.at[i].cases)
            *LIST_ADD(c, &in->stays) = (struct ex_stay){stays.at[i].way, stays.at[i].cases, stays.at[i].stayed, stays.at[i].days};
    return OK;
}

static enum status customer_gather(struct ctx *c, const struct trouble *t, const struct order *o, struct ex_in *in)
{
    struct ex_customer *who = in->customer = NEW(c, struct ex_customer);
    struct account a;
    struct regard r;
    TRY(account_load(c, o->customer, &a));
    TRY(regard_load(c, o->customer, &r));
    *who = (struct ex_customer){.name = a.first_name, .language = r.language.n ? r.language : STR("en"), .tone = r.tone, .value = t->value};
    if (t->value == NONE)
        who->value = r.value, who->value_basis = r.basis;
    return past_gather(c, o, in);
}

static enum status restock_gather(struct ctx *c, const struct delivery *d, struct ex_in *in)
{
    for (size_t i = 0; i < d->restock.n; i++)
        *LIST_ADD(c, &in->restock) = d->restock.at[i];
    for (size_t i = 0; i < in->order->lines.n; i++) {
        int64_t open, day;
        struct str sku = in->order->lines.at[i].sku;
        TRY(db_int(c, &open, "SELECT COUNT(*) FROM purchase WHERE sku = $1 AND arrived < units", A(sku)));
        TRY(db_int(c, &day, "SELECT MIN(day) FROM purchase WHERE sku = $1 AND arrived < units", A(sku)));
        if (open)
            *LIST_ADD(c, &in->restock) = (struct ex_restock){sku, fmax(PURCHASE_DAYS - ((double)c->now_ms / DAY_MS - (double)day), 1)};
    }
    return OK;
}

/* Whether the provider may be asked again, and where the customer can pay otherwise. */
static enum status payment_gather(struct ctx *c, const struct order *o, struct ex_in *out)
{
    struct order_rules rules;
    struct export_opt shop;
    int64_t failed = 0;
    bool last = false;
    TRY(order_rules_load(c, &rules));
    TRY(settings_read(c, &export_opt_record, STR("export"), &shop));
    for (size_t i = 0; i < o->money.n; i++)
        if (str_eq(o->money.at[i].kind, STR("payment"))) {
            last = str_eq(o->money.at[i].state, STR("failed"));
            failed += last;
        }
    out->retries = rules.provider && last && failed < RETRIES_MAX ? RETRIES_MAX - failed : 0;
    return shop.shop_url.n && rules.provider ? pay_link_make(c, shop.shop_url, o->id, &out->pay_url) : OK;
}

enum status trouble_gather(struct ctx *c, const struct trouble *t, struct ex_in *out)
{
    struct order o;
    struct delivery d;
    TRY(order_load(c, t->order, &o));
    TRY(settings_read(c, &delivery_record, STR("exception"), &d));
    record_init(&ex_in_record, out);
    struct ex_order *order = out->order = NEW(c, struct ex_order);
    *order = (struct ex_order){.id = o.id, .currency = o.currency, .country = o.address ? o.address->country : (struct str){0},
                               .promised_days = o.promised_ms == NONE ? NAN : (double)(o.promised_ms - c->now_ms) / DAY_MS, .parcel = t->parcel};
    out->what = t->what, out->cause = t->cause, out->late_days = t->late_days, out->risk = t->risk, out->policy = d.policy;
    TRY(lines_gather(c, t, &o, order));
    if (str_eq(t->what, STR("payment")))
        TRY(payment_gather(c, &o, out));
    for (size_t i = 0; i < d.quotes.n; i++)
        *LIST_ADD(c, &order->quotes) = d.quotes.at[i];
    for (size_t i = 0; i < t->failed.n; i++)
        *LIST_ADD(c, &out->failed) = t->failed.at[i];
    TRY(nodes_gather(c, &o, out));
    for (size_t i = 0; i < o.lines.n; i++)
        if (counts(t, &o.lines.at[i]) && meant(t, &o.lines.at[i]))
            TRY(similar_gather(c, o.lines.at[i].sku, out));
    TRY(restock_gather(c, &d, out));
    return customer_gather(c, t, &o, out);
}

/* What happened, for lists. */
static const char *said_of(struct str what)
{
    static const char *const said[][2] = {{"stock", "goods are missing"}, {"backorder", "goods come later"}, {"lost", "its parcel is lost"},
                                          {"late", "its parcel is late"}, {"address", "its address is not clear"}, {"payment", "its payment failed"},
                                          {"fraud", "may be a fraud"}, {"cancellation", "is to be cancelled"}};
    for (size_t i = 0; i < sizeof said / sizeof *said; i++)
        if (str_eq(what, str_z(said[i][0])))
            return said[i][1];
    return what.p;
}

static enum status plan(struct ctx *c, const struct trouble *t, int64_t *item)
{
    struct ex_in in;
    struct item i = {.id = db_new_id(c), .batch = db_new_id(c), .kind = STR("exception.solve"), .entity = STR("order"), .subject = t->order,
                     .due_ms = c->now_ms, .created_ms = c->now_ms, .moved_ms = c->now_ms, .confidence = NAN};
    TRY(trouble_gather(c, t, &in));
    i.input.text = record_to_json(c, &ex_in_record, &in);
    TRY(db_run(c, "INSERT INTO batch (id, kind, title, by_whom, created_ms) VALUES ($1, 'exception.solve', $2, $3, $4)", A(i.batch),
               A(str_fmt(c, "%.*s: %s", FMT(t->order), said_of(t->what))), A(t->by_whom), A(c->now_ms)));
    *item = i.id;
    return item_add(c, &i);
}

enum status trouble_plan(struct ctx *c, const struct trouble *t, int64_t *item, bool *again)
{
    TRY(db_int(c, item, "SELECT id FROM item WHERE kind = 'exception.solve' AND entity = 'order' AND subject = $1 AND state <= $2 ORDER BY id LIMIT 1",
               A(t->order), A((int64_t)APPROVED)));
    *again = *item != 0;
    if (!*again)
        IN_ONE_STEP(c, plan(c, t, item));
    return OK;
}

enum status trouble_do(struct ctx *c, const void *body, struct wish *w)
{
    const struct trouble_wish *t = body;
    struct trouble of = {.order = t->order, .what = t->what, .cause = t->cause, .parcel = t->parcel, .late_days = t->days, .risk = t->risk,
                         .value = t->value, .by_whom = str_eq(w->person, STR("provider")) ? w->person : str_fmt(c, "person:%.*s", FMT(w->person))};
    struct str reason;
    int64_t item;
    bool again;
    for (size_t i = 0; i < t->skus.n; i++)
        *LIST_ADD(c, &of.failed) = (struct ex_failed){t->skus.at[i], NONE};
    TRY(db_text(c, &reason, "SELECT hold_reason FROM orders WHERE id = $1", A(t->order)));
    if (str_eq(of.by_whom, STR("provider")) && !str_eq(reason, STR("payment")))
        return fail(c, REJECT, "order %.*s is no longer held for its payment", FMT(t->order));
    TRY(trouble_plan(c, &of, &item, &again));
    w->why = str_fmt(c, again ? "item %lld is on its way already" : "item %lld", (long long)item);
    return OK;
}
