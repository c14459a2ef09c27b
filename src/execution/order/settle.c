/* execution/order/settle.c - what came of movements that went through the provider.
 *
 * Tables  money.state, orders; reads outbox; appends to the ledger
 */
#include "execution/order/settle.h"
#include "core/json.h"
#include "data/ledger.h"

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

/* A payment that failed leaves the order unpaid: it must not leave the house. */
static enum status payment_failed(struct ctx *c, const struct money *m)
{
    return db_run(c,
                  "UPDATE orders SET held_from = status, status = 'held', hold_reason = 'payment', rev = rev + 1"
                  " WHERE id = $1 AND status IN ('pending', 'pending (item modified)', 'processed')",
                  A(m->order));
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
    if (!done && str_eq(m->kind, STR("payment")))
        TRY(payment_failed(c, m));
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
