/* execution/order/settle.c - what came of movements that went through the provider.
 *
 * Tables  money.state, orders; reads outbox; appends to the ledger
 */
#include "execution/order/settle.h"
#include "core/json.h"
#include "data/ledger.h"
#include "data/wish.h"

enum { AT_ONCE = 50 };

struct str money_key(struct ctx *c, const struct money *m)
{
    return str_fmt(c, "money:%.*s:%lld", FMT(m->order), (long long)m->seq);
}

struct ready { struct money money; struct str came, why; };
static const struct record ready_record = {"ready", sizeof(struct ready), (const struct field[]){
    FIELD_AS(struct ready, money.order, "orders"), FIELD_AS(struct ready, money.seq, "seq"), FIELD_AS(struct ready, money.kind, "kind"),
    FIELD_AS(struct ready, money.amount, "amount"), FIELD_AS(struct ready, money.method, "method"), FIELD(struct ready, came),
    FIELD(struct ready, why, .flags = OPTIONAL), {0}}};
typedef LIST(struct ready) ready_list;

/* What the provider's own word for it comes to. */
static struct str cause_of(struct ctx *c, struct str why)
{
    static const struct { const char *word, *cause; } words[] = {
        {"insufficient", "insufficient"}, {"expired", "expired"}, {"processing_error", "technical"}, {"try_again", "technical"}, {"timeout", "technical"},
        {"technical", "technical"}};
    struct str said = str_lower(c, why.p ? why : STR(""));
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (str_has(said, str_z(words[i].word)))
            return str_z(words[i].cause);
    return STR("declined");
}

/* A payment that failed leaves the order unpaid: it must not leave the house, and somebody looks for a way out. */
static enum status payment_failed(struct ctx *c, const struct money *m, struct str why)
{
    int64_t live;
    TRY(db_run(c,
               "UPDATE orders SET held_from = status, status = 'held', hold_reason = 'payment', rev = rev + 1"
               " WHERE id = $1 AND status IN ('pending', 'pending (item modified)', 'processed')",
               A(m->order)));
    TRY(db_int(c, &live, "SELECT COUNT(*) FROM orders WHERE id = $1 AND status = 'held' AND hold_reason = 'payment'", A(m->order)));
    if (!live)
        return OK;
    struct trouble_wish t = {.order = m->order, .what = STR("payment"), .cause = cause_of(c, why)};
    return wish_add(c, STR("trouble"), record_to_json(c, &trouble_wish_record, &t), STR("provider"));
}

/* What was held for this payment alone goes on where it stood. */
static enum status payment_done(struct ctx *c, const struct money *m)
{
    struct order o;
    bool found;
    TRY(db_run(c, "UPDATE orders SET rev = rev + 1 WHERE id = $1", A(m->order)));
    TRY(order_find(c, m->order, &o, &found));
    if (!found || !str_eq(o.status, STR("held")) || !str_eq(o.hold_reason, STR("payment")) || order_due(&o) > 0)
        return OK;
    for (size_t i = 0; i < o.money.n; i++)
        if (str_eq(o.money.at[i].kind, STR("payment")) && str_eq(o.money.at[i].state, STR("waiting")))
            return OK;
    return db_run(c, "UPDATE orders SET status = COALESCE(NULLIF(held_from, ''), 'pending'), held_from = NULL, hold_reason = NULL WHERE id = $1", A(o.id));
}

static enum status take_over(struct ctx *c, const struct ready *r)
{
    int64_t moved;
    const struct money *m = &r->money;
    bool done = str_eq(r->came, STR("done"));
    TRY(db_count(c, &moved, "UPDATE money SET state = $1 WHERE orders = $2 AND seq = $3 AND state = 'waiting'", A(done ? STR("done") : STR("failed")),
                 A(m->order), A(m->seq)));
    if (!moved)
        return OK; /* another process was faster */
    if (str_eq(m->kind, STR("payment")))
        TRY(done ? payment_done(c, m) : payment_failed(c, m, r->why));
    struct tree *t = tree_open(c);
    struct node *o = tree_object(t);
    node_set(t, o, "seq", tree_int(t, m->seq));
    node_set(t, o, "amount", tree_int(t, m->amount));
    node_set(t, o, "came", tree_str(t, r->came));
    if (r->why.n)
        node_set(t, o, "why", tree_str(t, r->why));
    return ledger_append(c, STR("provider"), m->kind, str_fmt(c, "order:%.*s", FMT(m->order)), tree_text(c, t, o));
}

static enum status take_over_all(struct ctx *c, const ready_list *rows)
{
    for (size_t i = 0; i < rows->n; i++)
        TRY(take_over(c, &rows->at[i]));
    return OK;
}

enum status order_settle(struct ctx *c, bool *did)
{
    ready_list rows;
    TRY(db_all(c, &ready_record, &rows,
               "SELECT m.orders, m.seq, m.kind, m.amount, m.method, o.state AS came, o.why FROM money m"
               " JOIN outbox o ON o.key = 'money:' || m.orders || ':' || CAST(m.seq AS TEXT)"
               " WHERE m.state = 'waiting' AND o.state IN ('done', 'failed', 'kept') ORDER BY m.orders, m.seq LIMIT $1",
               A((int64_t)AT_ONCE)));
    *did = rows.n > 0;
    if (rows.n)
        IN_ONE_STEP(c, take_over_all(c, &rows));
    return OK;
}
