/* app/verb/order.c - orders by hand: show one, do something to one, exchange the whole state with a document. */
#include "app/loop/trouble.h"
#include "app/verb.h"
#include "core/capability.h"
#include "core/clock.h"
#include "core/json.h"
#include "data/errand.h"
#include "data/product.h"
#include "execution/order/act.h"
#include "execution/order/settle.h"
#include "execution/publish/outbox.h"
#include <math.h>

enum { DOCUMENT_MAX = 256 << 20 };

static const struct option options[] = {
    {"who", "NAME", "act, solve: in this person's name"},
    {"what", "TROUBLE", "solve: stock, backorder, lost, late, address, payment, fraud or cancellation"},
    {"sku", "SKU[,SKU…]", "solve: the lines it happened to; else all"},
    {"parcel", "NUMBER", "solve: the parcel that is lost or late"},
    {"cause", "CAUSE", "solve: why a payment failed: insufficient, expired, declined or technical"},
    {"days", "N", "solve: how long a late parcel takes still"},
    {"risk", "0..1", "solve: how likely it is a fraud"},
    {"value", "MINOR", "solve: what the customer is still worth; else it is guessed, and said so"},
    {"plan", NULL, "solve: make it a work item, which policy lets through or a person"},
    {0}};

/* ---- showing ------------------------------------------------------------------------------------------- */

static void show_lines(struct ctx *c, const struct order *o)
{
    for (size_t i = 0; i < o->lines.n; i++) {
        const struct order_line *l = &o->lines.at[i];
        printf("  %2lld  %4lld × %-20.*s %12s  %-11.*s %.*s%s%.*s\n", (long long)l->pos, (long long)l->quantity, FMT(l->sku),
               money_text(c, l->price, o->currency).p, FMT(l->state), FMT(l->title), l->node.n ? "  from " : "", FMT(l->node));
    }
}

static void show_money(struct ctx *c, const struct order *o)
{
    for (size_t i = 0; i < o->money.n; i++) {
        const struct money *m = &o->money.at[i];
        printf("  %-12.*s %12s  %.*s%s%.*s\n", FMT(m->kind), money_text(c, m->amount, o->currency).p, FMT(m->method),
               str_eq(m->state, STR("done")) ? "" : "  ", FMT(str_eq(m->state, STR("done")) ? STR("") : m->state));
    }
}

struct done { struct str kind, actor, key; struct raw receipt; };
static const struct record done_record = {"deed", sizeof(struct done), (const struct field[]){
    FIELD(struct done, kind), FIELD(struct done, actor), FIELD(struct done, key), FIELD(struct done, receipt), {0}}};

static enum status show_done(struct ctx *c, struct str id)
{
    LIST(struct done) rows;
    TRY(db_all(c, &done_record, &rows, "SELECT kind, actor, key, receipt FROM deed WHERE orders = $1 ORDER BY at_ms, key", A(id)));
    for (size_t i = 0; i < rows.n; i++) {
        struct receipt r;
        TRY(record_from_json(c, &receipt_record, rows.at[i].receipt.text, LENIENT, &r));
        printf("  %-12.*s %-16.*s %.*s  (%.*s)\n", FMT(rows.at[i].kind), FMT(rows.at[i].actor), FMT(r.said), FMT(rows.at[i].key));
    }
    return OK;
}

static enum status show_errands(struct ctx *c, struct str id)
{
    struct errand_rows rows;
    TRY(errand_load(c, id, &rows));
    for (size_t i = 0; i < rows.at.n; i++) {
        const struct errand_row *r = &rows.at.at[i];
        printf("%s  %-12.*s %-8.*s%s%.*s\n", i ? "" : "in the shop:\n", FMT(r->kind), FMT(r->state), r->why.n ? " " : "", FMT(r->why.n ? r->why : STR("")));
    }
    return OK;
}

static enum status show(struct ctx *c, const struct shell *sh, struct str id)
{
    struct order o;
    struct str json;
    TRY(order_load(c, id, &o));
    if (sh->json) {
        TRY(order_document_entry(c, STR("orders"), id, &json));
        puts(json.p);
        return OK;
    }
    printf("order %.*s of %.*s: %.*s%s%.*s\n", FMT(o.id), FMT(o.customer), FMT(o.status), o.channel.n ? ", " : "", FMT(o.channel.p ? o.channel : STR("")));
    show_lines(c, &o);
    printf("in all %s; paid %s, given back %s\n", money_text(c, order_total(&o), o.currency).p, money_text(c, order_paid(&o), o.currency).p,
           money_text(c, order_refunded(&o), o.currency).p);
    show_money(c, &o);
    TRY(show_errands(c, id));
    printf("done:\n");
    return show_done(c, id);
}

static const struct record row_record = {"orders", sizeof(struct order), (const struct field[]){
    FIELD(struct order, id), FIELD(struct order, customer), FIELD(struct order, status), FIELD(struct order, placed_ms, .init = NONE, .flags = OPTIONAL), {0}}};

static enum status list(struct ctx *c, const struct shell *sh)
{
    LIST(struct order) rows;
    TRY(db_all(c, &row_record, &rows, "SELECT id, customer, status, placed_ms FROM orders ORDER BY placed_ms DESC, id LIMIT 200"));
    for (size_t i = 0; i < rows.n; i++)
        if (sh->json)
            puts(record_to_json(c, &row_record, &rows.at[i]).p);
        else
            printf("%-20.*s %-24.*s %.*s\n", FMT(rows.at[i].id), FMT(rows.at[i].customer), FMT(rows.at[i].status));
    if (!rows.n && !sh->json)
        printf("there are no orders yet: `purvey order load FILE.json` reads some\n");
    return OK;
}

/* ---- acting -------------------------------------------------------------------------------------------- */

static enum status act_one(struct ctx *c, const struct shell *sh, struct str json)
{
    struct action a;
    struct receipt r;
    TRY(record_from_json(c, &action_record, json, STRICT, &a));
    if (str_eq(a.actor, STR("person")))
        a.actor = shell_person(c, sh);
    c->now_ms = clock_ms();
    TRY(order_act(c, NULL, &a, &r));
    if (sh->json)
        puts(record_to_json(c, &receipt_record, &r).p);
    else
        printf("%.*s: %.*s%s\n", FMT(r.order.n ? r.order : r.customer), FMT(r.said), r.again ? " (done before)" : "");
    return OK;
}

/* One action a line; one that is refused is told and the others are done. */
static enum status act(struct ctx *c, const struct shell *sh, struct str path)
{
    struct str text;
    int asked = 0, refused = 0;
    TRY(shell_read(c, path, DOCUMENT_MAX, &text));
    struct strs lines = str_split(c, text, '\n');
    for (size_t i = 0; i < lines.n; i++) {
        if (!str_trim(lines.at[i]).n)
            continue;
        enum status s = act_one(c, sh, lines.at[i]);
        asked++;
        if (s == RETRY)
            return s;
        if (s == REJECT)
            fprintf(stderr, "%.*s:%zu: %s\n", FMT(path), i + 1, c->why);
        refused += s == REJECT;
    }
    return refused ? fail(c, REJECT, "%d of %d actions were refused", refused, asked) : OK;
}

static enum status load(struct ctx *c, const struct shell *sh, struct str path)
{
    struct str text;
    struct order_counts n;
    TRY(shell_read(c, path, DOCUMENT_MAX, &text));
    TRY(order_document_read(c, text, &n));
    for (size_t i = 0; i < n.aside.n; i++)
        fprintf(stderr, "set aside: %.*s\n", FMT(n.aside.at[i]));
    if (!sh->json)
        printf("read %lld products, %lld users, %lld orders; %zu set aside\n", (long long)n.products, (long long)n.users, (long long)n.orders, n.aside.n);
    return OK;
}

static enum status dump(struct ctx *c)
{
    struct str json;
    TRY(order_document_write(c, &json));
    puts(json.p);
    return OK;
}

/* ---- trouble --------------------------------------------------------------------------------------------- */

static enum status trouble_read(struct ctx *c, const struct shell *sh, struct str id, struct trouble *out)
{
    struct str sku = shell_option(sh, "sku");
    *out = (struct trouble){.order = id, .what = shell_option(sh, "what"), .cause = shell_option(sh, "cause"), .parcel = shell_option(sh, "parcel"),
                            .late_days = NAN, .risk = NAN, .value = NONE, .by_whom = shell_person(c, sh)};
    if (!out->what.n)
        return shell_misuse(c, "solve: say --what happened: stock, backorder, lost, late, address, payment, fraud or cancellation");
    TRY(shell_number(c, sh, "days", 0, 3650, &out->late_days));
    TRY(shell_number(c, sh, "risk", 0, 1, &out->risk));
    TRY(shell_whole(c, sh, "value", 0, INT64_MAX, &out->value));
    struct strs skus = sku.n ? str_split(c, sku, ',') : (struct strs){0};
    for (size_t i = 0; i < skus.n; i++)
        *LIST_ADD(c, &out->failed) = (struct ex_failed){skus.at[i], NONE};
    return OK;
}

static void ways_show(struct ctx *c, const struct ex_in *in, const struct ex_out *out)
{
    printf("%-11s %12s %12s %12s %7s %12s\n", "way", "margin", "late", "value lost", "taken", "worth");
    for (size_t i = 0; i < out->options.n; i++) {
        const struct ex_way *w = &out->options.at[i];
        struct str m = in->order->currency;
        printf("%-11.*s %12s %12s %12s %6.0f%% %12s  %.*s%s\n", FMT(w->kind), money_text(c, w->margin, m).p, money_text(c, w->late_cost, m).p,
               money_text(c, w->value_loss, m).p, 100 * w->accept, money_text(c, w->worth, m).p, FMT(w->title), w->allowed ? "" : " (not allowed)");
        if (w->basis.n)
            printf("            taken: %.*s\n", FMT(w->basis));
        if (w->leave_basis.n)
            printf("            lost: %.1f %%, %.*s\n", 100 * w->leave, FMT(w->leave_basis));
    }
    printf("%.*s: %.*s\n", FMT(out->decision), FMT(out->why));
    for (size_t i = 0; i < out->notes.n; i++)
        printf("note: %.*s\n", FMT(out->notes.at[i]));
    if (out->message)
        printf("\n%.*s\n\n%.*s\n", FMT(out->message->subject), FMT(out->message->text));
}

static enum status solve(struct ctx *c, const struct shell *sh, struct str id)
{
    struct trouble t;
    struct ex_in in;
    struct ex_out out;
    int64_t item;
    bool again;
    TRY(trouble_read(c, sh, id, &t));
    TRY(trouble_gather(c, &t, &in));
    TRY(record_check(c, &ex_in_record, &in));
    if (shell_flag(sh, "plan")) {
        TRY(trouble_plan(c, &t, &item, &again));
        if (sh->json)
            printf("{\"item\":%lld,\"again\":%s}\n", (long long)item, again ? "true" : "false");
        else
            printf("item %lld is %s\n", (long long)item, again ? "on its way already" : "planned: `purvey run` or the daemon carries it out");
        return OK;
    }
    TRY(capability_call(c, "exception.solve", &in, &out));
    if (sh->json)
        puts(record_to_json(c, &ex_out_record, &out).p);
    else
        ways_show(c, &in, &out);
    return OK;
}

/* ---- the provider --------------------------------------------------------------------------------------- */

struct left { int64_t waiting, failed, refused; };

static enum status left_over(struct ctx *c, struct left *out)
{
    TRY(db_int(c, &out->waiting, "SELECT COUNT(*) FROM money WHERE state = 'waiting'"));
    TRY(db_int(c, &out->refused, "SELECT COUNT(*) FROM outbox WHERE key LIKE 'errand:%' AND state IN ('failed', 'kept')"));
    return db_int(c, &out->failed, "SELECT COUNT(*) FROM money WHERE state = 'failed'");
}

static enum status settle_once(struct ctx *c, void *arg)
{
    bool *did = arg, settled;
    c->now_ms = clock_ms();
    TRY(outbox_step(c, did));
    TRY(order_settle(c, &settled));
    *did |= settled;
    return OK;
}

/* All that is due now; what the provider puts off is left for later. */
static enum status settle(struct ctx *c, const struct shell *sh)
{
    struct left left;
    for (bool did = true; did;)
        TRY(arena_apart(c, settle_once, &did));
    TRY(left_over(c, &left));
    if (sh->json)
        printf("{\"waiting\":%lld,\"failed\":%lld,\"refused\":%lld}\n", (long long)left.waiting, (long long)left.failed, (long long)left.refused);
    else
        printf("%lld movements wait for the provider or the shop, %lld failed there; of what else a shop was to do to its orders, %lld were refused\n",
               (long long)left.waiting, (long long)left.failed, (long long)left.refused);
    return left.waiting ? fail(c, RETRY, "%lld movements wait for the provider", (long long)left.waiting) : OK;
}

static enum status again(struct ctx *c, struct str id)
{
    struct order o;
    int64_t n;
    TRY(order_load(c, id, &o));
    TRY(errand_again(c, id, &n));
    printf("%lld refused errands of order %.*s are asked for once more\n", (long long)n, FMT(id));
    return OK;
}

static enum status kinds(const struct shell *sh)
{
    for (const struct order_kind *k = order_kinds; k->name; k++)
        if (sh->json)
            printf("{\"kind\":\"%s\",\"from\":\"%s\",\"doc\":\"%s\"}\n", k->name, k->from ? k->from : "", k->doc);
        else
            printf("%-16s %s\n%-16s while %s\n", k->name, k->doc, "", k->from ? k->from : "any");
    return OK;
}

static enum status run(struct ctx *c, struct shell *sh)
{
    struct str word = sh->args.n ? sh->args.at[0] : STR("list"), what = sh->args.n > 1 ? sh->args.at[1] : STR("");
    if (str_eq(word, STR("list")) && sh->args.n < 2)
        return list(c, sh);
    if (str_eq(word, STR("kinds")) && sh->args.n == 1)
        return kinds(sh);
    if (str_eq(word, STR("dump")) && sh->args.n == 1)
        return dump(c);
    if (str_eq(word, STR("settle")) && sh->args.n == 1)
        return settle(c, sh);
    if (sh->args.n == 2 && str_eq(word, STR("show")))
        return show(c, sh, what);
    if (sh->args.n == 2 && str_eq(word, STR("again")))
        return again(c, what);
    if (sh->args.n == 2 && str_eq(word, STR("solve")))
        return solve(c, sh, what);
    if (sh->args.n == 2 && str_eq(word, STR("act")))
        return act(c, sh, what);
    if (sh->args.n == 2 && str_eq(word, STR("load")))
        return load(c, sh, what);
    return shell_misuse(c, "want list, show ID, act FILE.jsonl (or - for stdin), solve ID --what TROUBLE, again ID, kinds, settle, load FILE.json or dump");
}

const struct verb verb_order = {"order", "[list | show ID | act FILE | solve ID | again ID | kinds | settle | load FILE | dump]",
                                "show orders, do typed actions to them, read and write the whole state", options, run, SHOP_MADE};
