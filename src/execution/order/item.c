/* execution/order/item.c - approved actions are done exactly once: with the item's own move, in one transaction.
 *
 * Flow    APPROVED → LIVE
 * Tables  those of act.c; change, thread; by reply_add() message, item
 */
#include "execution/order/item.h"
#include "core/json.h"
#include "data/change.h"
#include "data/mailbox.h"
#include "data/order.h"
#include "data/reply.h"
#include "execution/order/act.h"

static enum status act_one(struct ctx *c, const struct item *i, const struct order_rules *rules, struct str order, size_t n, const struct json *v,
                           struct buf *said)
{
    struct action a;
    struct receipt r;
    struct tree *t = tree_open(c);
    struct node *o = tree_object(t);
    for (struct json_walk w = json_walk(v); json_next(&w);)
        if (!str_eq(w.key, STR("key")) && !str_eq(w.key, STR("order")) && !str_eq(w.key, STR("actor")))
            node_set(t, o, str_copy(c, w.key).p, tree_raw(t, json_text(c, w.value)));
    node_set(t, o, "key", tree_str(t, str_fmt(c, "item:%lld:%zu", (long long)i->id, n)));
    node_set(t, o, "order", tree_str(t, order));
    node_set(t, o, "actor", tree_str(t, str_fmt(c, "item:%lld", (long long)i->id)));
    TRY(record_from_json(c, &action_record, tree_text(c, t, o), STRICT, &a));
    TRY(order_act(c, rules, &a, &r));
    buf_fmt(c, said, "%s%.*s", said->n ? "; " : "", FMT(r.said));
    return OK;
}

/* ---- what the customer is told of it ------------------------------------------------------------------- */

/* Where a letter to whoever ordered goes; `why` it cannot, else absent. */
static enum status thread_begin(struct ctx *c, const struct item *i, const struct json *m, struct thread *t, struct str *why)
{
    struct order o;
    struct mailboxes all;
    *why = (struct str){0};
    *t = thread_new(c, STR("mail"));
    TRY(order_load(c, i->subject, &o));
    TRY(db_text(c, &t->address, "SELECT email FROM customer WHERE id = $1", A(o.customer)));
    TRY(db_text(c, &t->name, "SELECT name FROM customer WHERE id = $1", A(o.customer)));
    enum status s = mailboxes_load(c, &all);
    if (s == REJECT)
        *why = str_fmt(c, "the setting channel.mail is wrong: %s", c->why);
    else if (s != OK)
        return s;
    else if (!mailbox_named(&all, STR("")))
        *why = STR("no mailbox is set in channel.mail");
    else if (!t->address.n || !mail_address_is(t->address))
        *why = STR("the customer has no e-mail address");
    else
        t->mailbox = mailbox_named(&all, STR(""))->name;
    t->key = str_fmt(c, "item:%lld", (long long)i->id);
    t->customer = o.customer, t->subject = json_str(json_get(m, "subject")), t->language = json_str(json_get(m, "language"));
    return OK;
}

/* The item's message becomes an answer of its own, with its own review; what stands in its way is told in `said`. */
static enum status tell(struct ctx *c, const struct item *i, struct buf *said)
{
    const struct json *out;
    struct thread t;
    struct str why;
    int64_t item;
    if (!i->output.text.n)
        return OK;
    TRY(json_read(c, i->output.text, &out));
    const struct json *m = json_get(out, "message");
    struct reply r = {.text = json_str(json_get(m, "text")), .by = STR("agent"), .then = STR("waiting")};
    if (!str_trim(r.text.p ? r.text : STR("")).n)
        return OK;
    TRY(thread_begin(c, i, m, &t, &why));
    if (why.n) {
        buf_fmt(c, said, "; the customer was not written to: %.*s", FMT(why));
        return OK;
    }
    TRY(db_add(c, &thread_record, &t));
    TRY(reply_add(c, &t, &r, &item));
    buf_fmt(c, said, "; the customer is written to (item %lld)", (long long)item);
    return OK;
}

static enum status act_all(struct ctx *c, const struct item *i)
{
    struct change_rows rows;
    struct order_rules rules;
    struct buf said = {0};
    size_t n = 0;
    TRY(change_load(c, i->id, &rows));
    if (!rows.n) {
        TRY(change_propose(c, i));
        TRY(change_load(c, i->id, &rows));
    }
    TRY(order_rules_load(c, &rules));
    for (size_t k = 0; k < rows.n; k++) {
        const struct json *list;
        if (!str_eq(rows.at[k].entity, STR("order")) || !str_eq(rows.at[k].field, STR("actions")))
            continue;
        TRY(json_read(c, rows.at[k].after, &list));
        for (struct json_walk w = json_walk(list); json_next(&w);)
            TRY(act_one(c, i, &rules, rows.at[k].id, n++, w.value, &said));
    }
    if (!n)
        return fail(c, REJECT, "the item names nothing to do to its order");
    TRY(tell(c, i, &said));
    TRY(db_run(c, "UPDATE change SET state = 'live' WHERE item = $1 AND state = 'proposed'", A(i->id)));
    return item_move(c, i->id, APPROVED, LIVE, STR("ship"), buf_str(&said));
}

enum status order_item_do(struct ctx *c, const struct item *i)
{
    IN_ONE_STEP(c, act_all(c, i));
    return OK;
}
