/* execution/order/tool_read.c - looking up: customers by what they say of themselves, orders, products, sums of money.
 *
 * Tables  reads customer, account, orders, product, variant
 */
#include "execution/order/tool_read.h"
#include "core/word.h"
#include "data/catalog.h"
#include "data/coupon.h"
#include "intelligence/answer/search/shelf.h"

struct str tool_json_str(struct ctx *c, struct str s)
{
    struct tree *t = tree_open(c);
    return tree_text(c, t, tree_str(t, s));
}

/* ---- customers ------------------------------------------------------------------------------------ */

struct found_row {
    struct str id, email, name, first_name, last_name, zip;
};
struct found_rows { LIST(struct found_row) rows; };
static const struct record found_record = {"found", sizeof(struct found_row), (const struct field[]){
    FIELD(struct found_row, id), FIELD(struct found_row, email, .flags = OPTIONAL), FIELD(struct found_row, name, .flags = OPTIONAL),
    FIELD(struct found_row, first_name, .flags = OPTIONAL), FIELD(struct found_row, last_name, .flags = OPTIONAL),
    FIELD(struct found_row, zip, .flags = OPTIONAL), {0}}};

enum status tool_customer_exists(struct ctx *c, struct str id, bool *found)
{
    int64_t n;
    TRY(db_int(c, &n, "SELECT (SELECT COUNT(*) FROM account WHERE id = $1) + (SELECT COUNT(*) FROM customer WHERE id = $1)", A(id)));
    *found = n > 0;
    return OK;
}

static bool folds_to(struct str a, struct str b)
{
    char x[512], y[512];
    size_t n = word_fold(str_trim(a), x, sizeof x), m = word_fold(str_trim(b), y, sizeof y);
    return n > 0 && n == m && !memcmp(x, y, n);
}

/* "Ana María López" for first "Ana María", last "López", whichever table has the name. */
static bool is_named(struct ctx *c, const struct found_row *r, const struct tool_args *a)
{
    struct str whole = str_fmt(c, "%.*s %.*s", FMT(str_trim(a->first_name)), FMT(str_trim(a->last_name)));
    if (r->last_name.n)
        return folds_to(r->first_name, a->first_name) && folds_to(r->last_name, a->last_name);
    return folds_to(r->name, whole);
}

static enum status by_email(struct ctx *c, const struct tool_args *a, struct str *id)
{
    struct found_rows f = {0};
    struct str email = str_lower(c, str_trim(a->email));
    TRY(db_all(c, &found_record, &f.rows, "SELECT id, email FROM customer WHERE lower(email) = lower($1)", A(email)));
    size_t hits = 0;
    for (size_t i = 0; i < f.rows.n; i++)
        if (str_eq(str_lower(c, f.rows.at[i].email), email)) {
            *id = f.rows.at[i].id;
            hits++;
        }
    if (hits > 1) /* two customers with one address: neither is proved */
        *id = (struct str){0};
    return OK;
}

/* The postcode narrows the rows down; addresses are JSON. */
static enum status by_name(struct ctx *c, const struct tool_args *a, struct str *id)
{
    struct found_rows f = {0};
    struct address where;
    size_t hits = 0;
    struct str zip = str_trim(a->zip);
    TRY(db_all(c, &found_record, &f.rows,
               "SELECT a.id, a.first_name, a.last_name, k.name, a.address AS zip FROM account a LEFT JOIN customer k ON k.id = a.id"
               " WHERE a.address LIKE '%' || $1 || '%'", A(zip)));
    for (size_t i = 0; i < f.rows.n; i++) {
        const struct found_row *r = &f.rows.at[i];
        if (record_from_json(c, &address_record, r->zip, LENIENT, &where) != OK || !str_eq(str_trim(where.zip), zip) || !is_named(c, r, a))
            continue;
        *id = r->id;
        hits++;
    }
    if (hits > 1)
        *id = (struct str){0};
    return OK;
}

struct own_order { struct str id; };
struct own_orders { LIST(struct own_order) rows; };
static const struct record own_record = {"own", sizeof(struct own_order), (const struct field[]){FIELD(struct own_order, id), {0}}};

static struct str bare_number(struct ctx *c, struct str s)
{
    s = str_trim(s);
    return str_lower(c, s.n && s.p[0] == '#' ? str_part(s, 1, s.n) : s);
}

/* "#W1001", "w1001", "1001": the customer's own. */
static enum status has_order(struct ctx *c, struct str customer, struct str named, bool *has)
{
    enum { DIGITS_LEAST = 4 };
    struct own_orders own = {0};
    struct str want = bare_number(c, named);
    *has = false;
    TRY(db_all(c, &own_record, &own.rows, "SELECT id FROM orders WHERE customer = $1", A(customer)));
    for (size_t i = 0; i < own.rows.n; i++) {
        struct str id = bare_number(c, own.rows.at[i].id);
        *has = *has || str_eq(id, want) || (want.n >= DIGITS_LEAST && str_ends(id, want));
    }
    return OK;
}

/* A second detail that fits the account: its postcode, its e-mail address, or the number of one of its orders. */
static enum status second_fits(struct ctx *c, struct str id, const struct tool_args *a, bool *fits)
{
    struct account who;
    *fits = false;
    if (a->order_id.n)
        TRY(has_order(c, id, a->order_id, fits));
    if (*fits || !a->email.n || !a->zip.n)
        return OK;
    TRY(account_load(c, id, &who));
    *fits = who.address && folds_to(who.address->zip, a->zip);
    return OK;
}

enum status tool_find_customer(struct ctx *c, const struct tool_args *a, struct str *id, struct str *proof)
{
    bool fits;
    *id = (struct str){0};
    *proof = a->email.n ? STR("email") : STR("name_zip");
    if (a->email.n)
        TRY(by_email(c, a, id));
    else if (a->first_name.n && a->last_name.n && a->zip.n)
        TRY(by_name(c, a, id));
    if (!id->n)
        return OK;
    TRY(second_fits(c, *id, a, &fits));
    if (fits)
        *proof = STR("two");
    return OK;
}

/* ---- entries -------------------------------------------------------------------------------------- */

enum status tool_entry(struct ctx *c, const char *section, struct str id, struct str *json)
{
    if (order_document_entry(c, str_z(section), id, json) != OK)
        return fail(c, REJECT, "there is no %.*s \"%.*s\"", (int)strlen(section) - 1, section, FMT(id));
    return OK;
}

/* What was paid and paid back, out of the order's entry. */
static enum status billing(struct ctx *c, struct str id, struct str *json)
{
    struct order o;
    struct tree *t = tree_open(c);
    struct node *out = tree_object(t), *moves = tree_array(t);
    TRY(order_load(c, id, &o));
    for (size_t i = 0; i < o.money.n; i++) {
        const struct money *m = &o.money.at[i];
        struct node *one = tree_object(t);
        node_set(t, one, "kind", tree_str(t, m->kind));
        node_set(t, one, "amount", tree_str(t, money_text(c, m->amount, o.currency)));
        node_set(t, one, "payment_method_id", tree_str(t, m->method));
        node_set(t, one, "state", tree_str(t, m->state));
        node_add(t, moves, one);
    }
    node_set(t, out, "order_id", tree_str(t, o.id));
    node_set(t, out, "worth", tree_str(t, money_text(c, order_total(&o), o.currency)));
    node_set(t, out, "paid", tree_str(t, money_text(c, order_paid(&o), o.currency)));
    node_set(t, out, "paid_back", tree_str(t, money_text(c, order_refunded(&o), o.currency)));
    node_set(t, out, "movements", moves);
    *json = tree_text(c, t, out);
    return OK;
}

struct named {
    struct str id, title;
};
struct named_rows { LIST(struct named) rows; };
static const struct record named_record = {"named", sizeof(struct named), (const struct field[]){
    FIELD(struct named, id), FIELD(struct named, title, .flags = OPTIONAL), {0}}};

static enum status product_names(struct ctx *c, struct str *json)
{
    struct named_rows f = {0};
    struct tree *t = tree_open(c);
    struct node *o = tree_object(t);
    TRY(db_all(c, &named_record, &f.rows, "SELECT id, title FROM product WHERE gone = 0 ORDER BY title, id LIMIT 10000"));
    for (size_t i = 0; i < f.rows.n; i++)
        node_set(t, o, f.rows.at[i].title.n ? f.rows.at[i].title.p : f.rows.at[i].id.p, tree_str(t, f.rows.at[i].id));
    *json = tree_text(c, t, o);
    return OK;
}

static enum status item(struct ctx *c, struct str id, struct str *json)
{
    struct offer offer;
    bool found;
    struct str entry;
    const struct json *v;
    TRY(offer_find(c, id, &offer, &found));
    if (!found)
        return fail(c, REJECT, "there is no item \"%.*s\"; get_product lists a product's items", FMT(id));
    TRY(tool_entry(c, "products", offer.product, &entry));
    TRY(json_read(c, entry, &v));
    *json = json_text(c, json_get(json_get(v, "variants"), id.p));
    return OK;
}

static enum status product_search(struct ctx *c, const struct tool_args *a, struct str *json)
{
    struct search_answer found = {0};
    struct shelf *shelf;
    TRY(shelf_open(c, &shelf));
    struct search_question q = {.query = a->query, .sort = STR("best"), .k = (size_t)a->limit};
    enum status s = shelf_search(c, shelf, &q, &found); /* ranked as in the storefront */
    shelf_close(shelf);
    TRY(s);
    struct tree *t = tree_open(c);
    struct node *list = tree_array(t);
    for (size_t i = 0; i < found.hits.n; i++) {
        struct node *o = tree_object(t);
        node_set(t, o, "product_id", tree_str(t, found.hits.at[i].id));
        node_set(t, o, "name", tree_str(t, found.hits.at[i].title));
        node_add(t, list, o);
    }
    *json = tree_text(c, t, list);
    return OK;
}

/* What the shop's own data says of a product: nothing is added. */
static enum status troubleshoot(struct ctx *c, const struct tool_args *a, struct str *json)
{
    struct offer offer;
    struct product p;
    bool found;
    struct str id = a->product_id;
    if (!id.n && a->item_id.n) {
        TRY(offer_find(c, a->item_id, &offer, &found));
        id = found ? offer.product : id;
    }
    TRY(product_find(c, id, &p, &found));
    if (!found)
        return fail(c, REJECT, "there is no such product: give product_id or item_id of one that is there");
    struct tree *t = tree_open(c);
    struct node *o = tree_object(t), *facts = tree_array(t);
    for (size_t i = 0; i < p.features.n; i++)
        node_add(t, facts, tree_str(t, p.features.at[i]));
    for (size_t i = 0; i < p.attributes.n; i++) {
        const struct attribute *at = &p.attributes.at[i];
        node_add(t, facts, tree_str(t, str_fmt(c, "%.*s: %.*s%s%.*s", FMT(at->name), FMT(at->value), at->unit.n ? " " : "", FMT(at->unit))));
    }
    node_set(t, o, "product_id", tree_str(t, p.id));
    node_set(t, o, "name", tree_str(t, p.title));
    node_set(t, o, "description", tree_str(t, p.description));
    node_set(t, o, "facts", facts);
    *json = tree_text(c, t, o);
    return OK;
}

/* Whether it holds now; whose it is, and what it takes off, is nobody's business who only names it. */
static enum status code_check(struct ctx *c, const struct tool_args *a, struct str *json)
{
    struct coupon k;
    bool found;
    struct tree *t = tree_open(c);
    struct node *o = tree_object(t);
    record_init(&coupon_record, &k);
    TRY(coupon_find(c, str_trim(a->code), &k, &found));
    node_set(t, o, "code", tree_str(t, a->code));
    node_set(t, o, "valid", tree_bool(t, found));
    if (found && k.order_least != NONE)
        node_set(t, o, "order_least", tree_str(t, money_text(c, k.order_least, k.currency)));
    *json = tree_text(c, t, o);
    return OK;
}

enum status tool_read(struct ctx *c, const struct tool_call *call, struct str *json)
{
    const struct tool_args *a = &call->args;
    struct str name = str_z(call->tool->name);
    if (str_eq(name, STR("get_customer")))
        return tool_entry(c, "users", a->customer_id, json);
    if (str_eq(name, STR("get_order")))
        return tool_entry(c, "orders", a->order_id, json);
    if (str_eq(name, STR("get_product")))
        return tool_entry(c, "products", a->product_id, json);
    if (str_eq(name, STR("billing")))
        return billing(c, a->order_id, json);
    if (str_eq(name, STR("get_item")))
        return item(c, a->item_id, json);
    if (str_eq(name, STR("check_code")))
        return code_check(c, a, json);
    if (str_eq(name, STR("list_products")))
        return product_names(c, json);
    if (str_eq(name, STR("search_products")))
        return product_search(c, a, json);
    return troubleshoot(c, a, json);
}
