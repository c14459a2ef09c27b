/* app/web/store/pay.c - by what the storefront's customers pay, and an order paid once more.
 *
 * Tables  reads setting, orders, money, outbox; writes wish (web process); method and, by order_act(), the order's money (loop)
 */
#include "app/web/store/pay.h"
#include "app/web/store/store.h"
#include "core/url.h"
#include "data/order.h"
#include "execution/order/act.h"
#include "execution/order/pay_link.h"
#include <poll.h>

enum { WAIT_MS = 5000, LOOK_MS = 20 };

const struct record pay_record = {"pay", sizeof(struct pay), (const struct field[]){
    FIELD(struct pay, order, .min = 1, .max = 200, .doc = "its number"),
    FIELD(struct pay, means, .min = 1, .max = 200, .doc = "of payment"),
    FIELD(struct pay, seq, .max = 1e6, .doc = "movements there were"),
    {0}}};

/* ---- by what ------------------------------------------------------------------------------------------------- */

enum status means_load(struct ctx *c, struct strs *out)
{
    struct order_rules rules;
    TRY(order_rules_load(c, &rules));
    *out = rules.provider ? rules.means : (struct strs){0};
    return OK;
}

enum status means_check(struct ctx *c, struct str means, struct str *problem)
{
    struct strs all;
    TRY(means_load(c, &all));
    *problem = (struct str){0};
    if (all.n && !strs_has(&all, means))
        *problem = STR("please choose how to pay");
    if (!all.n && means.n)
        *problem = STR("no payment is asked for here");
    return OK;
}

enum status means_take(struct ctx *c, struct str customer, struct str means)
{
    struct method m;
    int64_t there;
    record_init(&method_record, &m);
    TRY(db_int(c, &there, "SELECT COUNT(*) FROM method WHERE customer = $1 AND id = $2", A(customer), A(means)));
    m.customer = customer, m.id = m.source = means;
    return there ? OK : method_save(c, &m);
}

/* "Credit card" */
static struct str means_title(struct ctx *c, struct str means)
{
    struct str s = str_replace(c, means, STR("_"), STR(" "));
    return str_eq(s, STR("paypal")) ? STR("PayPal") : s.n ? str_fmt(c, "%c%.*s", s.p[0] >= 'a' && s.p[0] <= 'z' ? s.p[0] - 32 : s.p[0], FMT(str_part(s, 1, s.n))) : s;
}

void put_means(struct visit *v, const struct strs *means)
{
    if (!means->n)
        return;
    put(v, "<fieldset class=means><legend>Pay by</legend>");
    for (size_t i = 0; i < means->n; i++)
        put(v, "<label><input type=radio name=means value=\"{}\" required{}> {}</label>", A(means->at[i]), A(means->n == 1 ? STR(" checked") : STR("")),
            A(means_title(v->c, means->at[i])));
    put(v, "</fieldset>");
}

/* ---- how far it is ---------------------------------------------------------------------------------------------- */

/* A retry that is due later: until then it can be paid otherwise. */
static enum status retry_at(struct ctx *c, const struct order *o, const struct money *last, int64_t *at_ms)
{
    return db_int(c, at_ms, "SELECT due_ms FROM outbox WHERE key = $1 AND state = 'waiting' AND due_ms > $2",
                  A(str_fmt(c, "money:%.*s:%lld", FMT(o->id), (long long)last->seq)), A(c->now_ms));
}

static enum status put_form(struct visit *v, const struct order *o, int64_t due, const struct strs *means)
{
    put(v, "<form method=post action=\"/shop/pay/{/}\"><input type=hidden name=until value=\"{}\"><input type=hidden name=sign value=\"{}\">"
           "<input type=hidden name=seq value={}>",
        A(o->id), A(pairs_get(&v->url.query, "until")), A(pairs_get(&v->url.query, "sign")), A((int64_t)o->money.n));
    put_means(v, means);
    put(v, "<button class=primary>Pay {}</button></form>", A(price_words(v->c, due, o->currency)));
    return OK;
}

static enum status put_due(struct visit *v, const struct order *o, int64_t due, bool form)
{
    struct strs means;
    struct str url;
    TRY(means_load(v->c, &means));
    if (!means.n)
        put(v, "<p><a href=\"/shop/help\">Write to us</a> to pay otherwise.</p>");
    else if (form)
        TRY(put_form(v, o, due, &means));
    else {
        TRY(pay_link_make(v->c, STR(""), o->id, &url));
        put(v, "<p><a class=\"button primary\" href=\"{}\">Pay {}</a></p>", A(url), A(price_words(v->c, due, o->currency)));
    }
    return OK;
}

enum status put_payment(struct visit *v, struct str order, bool form)
{
    struct order o;
    bool found;
    int64_t later = 0;
    TRY(order_find(v->c, order, &o, &found));
    const struct money *last = found ? order_payment(&o) : NULL;
    if (!last)
        return OK;
    bool failed = str_eq(last->state, STR("failed")), waiting = str_eq(last->state, STR("waiting"));
    if (waiting)
        TRY(retry_at(v->c, &o, last, &later));
    int64_t due = order_due(&o) + (later ? last->amount : 0);
    if (str_eq(o.status, STR("cancelled")))
        put(v, "<p class=state><b>This order is cancelled.</b> Nothing is to be paid.</p>");
    else if (waiting && !later)
        put(v, "<p class=state><b>The payment is under way.</b> Reload this page in a moment.</p>");
    else if (due <= 0)
        put(v, "<p class=state><b>Paid</b> by {}. Thank you.</p>", A(means_title(v->c, last->method)));
    else if (failed || later) {
        put(v, "<p class=\"state problem\"><b>The payment by {} did not go through.</b>{} We keep your order for you.</p>", A(means_title(v->c, last->method)),
            A(later ? STR(" We try again tomorrow; if you would rather pay otherwise, do it here.") : STR("")));
        return put_due(v, &o, due, form);
    }
    return OK;
}

/* ---- asking for it ----------------------------------------------------------------------------------------------- */

struct seen_wish { struct str state, why; };
static const struct record seen_record = {"wish", sizeof(struct seen_wish), (const struct field[]){
    FIELD(struct seen_wish, state), FIELD(struct seen_wish, why, .flags = OPTIONAL), {0}}};

enum status wish_ask(struct visit *v, struct str kind, struct str person, struct str body, struct str *problem)
{
    struct seen_wish now = {0};
    bool found;
    struct wish w = {.id = db_new_id(v->c), .kind = kind, .body = {body}, .person = person, .state = STR("new"), .batch = NONE,
                     .at_ms = v->c->now_ms, .done_ms = NONE};
    *problem = (struct str){0};
    TRY(db_save(v->c, &wish_record, &w));
    for (int waited = 0; waited < WAIT_MS; waited += LOOK_MS) {
        TRY(db_maybe(v->c, &seen_record, &now, &found, "SELECT state, why FROM wish WHERE id = $1", A(w.id)));
        if (!str_eq(now.state, STR("new")))
            break;
        poll(NULL, 0, LOOK_MS);
    }
    if (str_eq(now.state, STR("refused")))
        *problem = now.why;
    return OK;
}

/* One key for one page that was shown: sent twice, with the same means or others, it is paid once. */
enum status pay_do(struct ctx *c, const void *body, struct wish *w)
{
    const struct pay *p = body;
    struct order o;
    struct action a;
    struct receipt r;
    TRY(order_load(c, p->order, &o));
    if ((int64_t)o.money.n != p->seq)
        return fail(c, REJECT, "the payment of this order is under way, or done");
    TRY(means_take(c, o.customer, p->means));
    record_init(&action_record, &a);
    a.key = str_fmt(c, "pay:%.*s:%lld", FMT(p->order), (long long)p->seq);
    a.kind = STR("pay"), a.order = p->order, a.actor = STR("shopper"), a.method = p->means;
    TRY(order_act(c, NULL, &a, &r));
    w->why = r.said;
    return OK;
}
