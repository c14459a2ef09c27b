/* app/verb/pull.c - the products or the orders of a connected shop, with the shop's own ids.
 *
 * Tables  writes product and its parts, batch, quarantine; by order_bring() the tables of orders
 */
#include "app/verb.h"
#include "core/capability.h"
#include "core/json.h"
#include "data/bring.h"
#include "data/catalog.h"
#include "data/effect.h"
#include "data/ledger.h"
#include "data/quarantine.h"

static const struct option options[] = {
    {"orders", NULL, "read its orders, not its products"},
    {"who", "NAME", "who asks, for the record (default: the user of this machine)"},
    {0}};

struct pull {
    struct str channel, who;
    int64_t batch, products, orders, added, changed, same, aside, gone;
};
static const struct record pull_record = {"pull", sizeof(struct pull), (const struct field[]){
    FIELD(struct pull, channel, .doc = "the shop"),
    FIELD(struct pull, batch, .doc = "the import it made"),
    FIELD(struct pull, products, .doc = "read"),
    FIELD(struct pull, orders, .doc = "read"),
    FIELD(struct pull, added, .doc = "that were new"),
    FIELD(struct pull, changed, .doc = "that had changed"),
    FIELD(struct pull, same, .doc = "that were as they were"),
    FIELD(struct pull, aside, .doc = "set aside"),
    FIELD(struct pull, gone, .doc = "that the shop no longer has"),
    {0}}};

static enum status begin(struct ctx *c, struct pull *p, bool orders)
{
    p->batch = db_new_id(c);
    return db_run(c, "INSERT INTO batch (id, kind, title, by_whom, params, created_ms) VALUES ($1, 'import', $2, $3, '{}', $4)", A(p->batch),
                  A(str_fmt(c, "%s of %.*s", orders ? "orders" : "products", FMT(p->channel))), A(p->who), A(c->now_ms));
}

static enum status set_aside(struct ctx *c, struct pull *p, const struct pulled *one, struct str cause)
{
    p->aside++;
    fprintf(stderr, "%.*s %.*s: %.*s\n", FMT(p->channel), FMT(one->remote), FMT(cause));
    return db_run(c,
                  "INSERT INTO quarantine (id, batch, file, line, col, cause, cure, raw, state, at_ms) VALUES ($1, $2, $3, 0, NULL, $4, $5, $6, 'open', $7)",
                  A(db_new_id(c)), A(p->batch), A(str_fmt(c, "%.*s:%.*s", FMT(p->channel), FMT(one->remote))), A(cause),
                  A(STR("mend the product in the shop and pull again")), A(record_to_json(c, &product_record, one->product)), A(c->now_ms));
}

static enum status keep(struct ctx *c, struct pull *p, const struct pulled *one)
{
    enum saved how;
    enum status s = product_save(c, one->product, p->channel, p->batch, &how);
    p->products++;
    if (s == REJECT)
        return set_aside(c, p, one, str_copy(c, str_z(c->why)));
    TRY(s);
    p->added += how == SAVED_NEW;
    p->changed += how == SAVED_CHANGED;
    p->same += how == SAVED_SAME;
    struct str id = one->product->id;
    TRY(db_run(c, "UPDATE product SET remote_id = $1, batch = $2 WHERE id = $3", A(one->remote), A(p->batch), A(id)));
    for (size_t i = 0; i < one->variants.n; i++)
        TRY(db_run(c, "UPDATE variant SET remote_id = $1 WHERE product = $2 AND pos = $3", A(one->variants.at[i]), A(id), A((int64_t)i)));
    return OK;
}

static enum status keep_all(struct ctx *c, struct pull *p, const struct channel_out *page)
{
    for (size_t i = 0; i < page->products.n; i++)
        TRY(keep(c, p, &page->products.at[i]));
    return OK;
}

/* What the shop had and has no more. Nothing is flagged when it seems to have lost more than half: that is rather a
 * wrong address or a filter than a clearance. */
static enum status flag_gone(struct ctx *c, struct pull *p)
{
    int64_t left;
    TRY(db_int(c, &left, "SELECT COUNT(*) FROM product WHERE channel = $1 AND gone = 0 AND batch <> $2", A(p->channel), A(p->batch)));
    if (left * 2 > left + p->products) {
        fprintf(stderr, "the shop no longer shows %lld of its %lld products: they are left as they are\n", (long long)left,
                (long long)(left + p->products));
        return OK;
    }
    return db_count(c, &p->gone, "UPDATE product SET gone = 1, updated_ms = $1 WHERE channel = $2 AND gone = 0 AND batch <> $3", A(c->now_ms),
                    A(p->channel), A(p->batch));
}

/* An order that cannot be kept is told, and the others are kept. */
static enum status order_keep(struct ctx *c, struct pull *p, const struct pulled_order *one)
{
    enum saved how;
    enum status s = order_bring(c, one, p->batch, &how);
    p->orders++;
    if (s == REJECT) {
        p->aside++;
        fprintf(stderr, "%.*s %.*s: %s\n", FMT(p->channel), FMT(one->order->id), c->why);
        return OK;
    }
    TRY(s);
    p->added += how == SAVED_NEW;
    p->changed += how == SAVED_CHANGED;
    p->same += how == SAVED_SAME;
    return OK;
}

/* *last: a whole page brought nothing new, so the older ones do not either. */
static enum status orders_keep(struct ctx *c, struct pull *p, const struct channel_out *page, bool *last)
{
    int64_t before = p->same;
    for (size_t i = 0; i < page->orders.n; i++)
        TRY(order_keep(c, p, &page->orders.at[i]));
    *last = p->same - before == (int64_t)page->orders.n;
    return OK;
}

static enum status pages(struct ctx *c, struct pull *p, const char *verb)
{
    char cursor[512] = "";
    bool last = false;
    do {
        struct arena_mark mark = arena_mark(c->mem);
        struct channel_in in = {.verb = str_z(verb), .cursor = str_z(cursor)};
        struct channel_out out;
        TRY(capability_call(c, str_fmt(c, "channel.%.*s", FMT(p->channel)).p, &in, &out));
        if (out.orders.n)
            TRY(orders_keep(c, p, &out, &last));
        else
            IN_ONE_STEP(c, keep_all(c, p, &out));
        snprintf(cursor, sizeof cursor, "%.*s", FMT(out.cursor));
        arena_reset(c->mem, mark);
    } while (cursor[0] && !last);
    return OK;
}

/* A reduction without the price before it is no announcement: where the shop could show one, say how. */
static enum status places_tell(struct ctx *c, const struct pull *p)
{
    struct channel_in in = {.verb = STR("fields")};
    struct channel_out out;
    TRY(capability_call(c, str_fmt(c, "channel.%.*s", FMT(p->channel)).p, &in, &out));
    if (!strs_has(&out.fields, STR("compare_at")))
        fprintf(stderr, "%.*s has no place for the price that a reduction is announced against: add a localised text field to its products, as compareAt,"
                        " and name it in `purvey settings set channel.%.*s`: \"custom\":[{\"field\":\"compare_at\",\"name\":\"compareAt\"}]\n",
                FMT(p->channel), FMT(p->channel));
    return OK;
}

static void told(struct ctx *c, const struct shell *sh, const struct pull *p, bool orders)
{
    if (sh->json) {
        puts(record_to_json(c, &pull_record, p).p);
        return;
    }
    printf("%lld %s of %.*s: %lld new, %lld changed, %lld unchanged, ", (long long)(orders ? p->orders : p->products), orders ? "orders" : "products",
           FMT(p->channel), (long long)p->added, (long long)p->changed, (long long)p->same);
    if (!orders)
        printf("%lld gone, ", (long long)p->gone);
    printf("%lld set aside\n", (long long)p->aside);
}

static enum status run(struct ctx *c, struct shell *sh)
{
    if (sh->args.n != 1)
        return shell_misuse(c, "pull takes one shop: vendure or medusa");
    struct pull p = {.channel = sh->args.at[0], .who = shell_person(c, sh)};
    const struct capability *k = capability_find(str_fmt(c, "channel.%.*s", FMT(p.channel)));
    if (!k || !(k->needs & NET))
        return shell_misuse(c, "there is no shop \"%.*s\" to pull from: vendure or medusa", FMT(p.channel));
    bool orders = shell_flag(sh, "orders");
    TRY(begin(c, &p, orders));
    TRY(pages(c, &p, orders ? "orders" : "pull"));
    if (!orders) {
        TRY(flag_gone(c, &p));
        TRY(places_tell(c, &p));
    }
    TRY(ledger_append(c, p.who, STR("import"), str_fmt(c, "batch:%lld", (long long)p.batch), record_to_json(c, &pull_record, &p)));
    told(c, sh, &p, orders);
    return p.aside ? (c->why[0] = 0, REJECT) : OK;
}

const struct verb verb_pull = {"pull", "vendure | medusa", "read the products of a connected shop, or its orders, with the shop's own ids", options, run, true};
