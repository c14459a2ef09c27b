/* execution/order/act_test.c - what may be done to an order, and that money, stock and state always add up. */
#include "core/rand.h"
#include "data/catalog.h"
#include "data/day.h"
#include "data/ledger.h"
#include "execution/order/act.h"
#include "test/unit/unit.h"

static const char shirt[] =
    "{\"id\":\"shirt\",\"title\":\"Shirt\",\"currency\":\"EUR\",\"variants\":["
    "{\"sku\":\"S-red\",\"options\":[{\"name\":\"colour\",\"value\":\"red\"}],\"price\":1000,\"stock\":5},"
    "{\"sku\":\"S-blue\",\"options\":[{\"name\":\"colour\",\"value\":\"blue\"}],\"price\":1200,\"stock\":3},"
    "{\"sku\":\"S-gone\",\"price\":900,\"stock\":0}]}";
static const char mug[] = "{\"id\":\"mug\",\"title\":\"Mug\",\"currency\":\"EUR\",\"variants\":[{\"sku\":\"M\",\"price\":500}]}";

static void shop(struct ctx *c)
{
    unit_shop(c);
    unit_product(c, shirt);
    unit_product(c, mug);
    ASSERT_OK(account_save(c, &(struct account){.id = STR("C1"), .first_name = STR("Ann")}));
    ASSERT_OK(method_save(c, &(struct method){.customer = STR("C1"), .id = STR("card"), .source = STR("credit_card"), .balance = NONE}));
    ASSERT_OK(method_save(c, &(struct method){.customer = STR("C1"), .id = STR("gift"), .source = STR("gift_card"), .balance = 2500}));
}

static enum status try(struct ctx *c, const char *json, struct receipt *r)
{
    struct action a;
    struct order_rules rules;
    record_init(&order_rules_record, &rules);
    TRY(record_from_json(c, &action_record, str_z(json), STRICT, &a));
    return order_act(c, &rules, &a, r);
}

static struct receipt act(struct ctx *c, const char *json)
{
    struct receipt r;
    if (try(c, json, &r) != OK)
        fail_msg("%s: %s", json, c->why);
    return r;
}

static void refused(struct ctx *c, const char *json, const char *why)
{
    struct receipt r;
    assert_int_equal(try(c, json, &r), REJECT);
    if (!strstr(c->why, why))
        fail_msg("%s: \"%s\" does not say \"%s\"", json, c->why, why);
}

static int64_t number(struct ctx *c, const char *sku)
{
    int64_t n;
    ASSERT_OK(db_int(c, &n, "SELECT stock FROM variant WHERE sku = $1", A(str_z(sku))));
    return n;
}

static int64_t balance(struct ctx *c)
{
    int64_t n;
    ASSERT_OK(db_int(c, &n, "SELECT balance FROM method WHERE customer = 'C1' AND id = 'gift'"));
    return n;
}

#define PLACE "{\"key\":\"p1\",\"kind\":\"place\",\"order\":\"#1\",\"customer\":\"C1\",\"method\":\"card\",\"shipping\":300,\"currency\":\"EUR\"," \
              "\"lines\":[{\"sku\":\"S-red\",\"quantity\":2},{\"sku\":\"M\"}]}"

TEST(order_place_reserves_and_pays_once)
{
    struct order o;
    shop(c);
    struct receipt r = act(c, PLACE);
    assert_false(r.again);
    assert_int_equal(r.money.n, 1);
    assert_int_equal(r.money.at[0].amount, 2800);
    r = act(c, PLACE);
    assert_true(r.again);
    assert_int_equal(r.money.at[0].amount, 2800);
    ASSERT_OK(order_load(c, STR("#1"), &o));
    assert_int_equal(order_paid(&o), 2800);
    assert_int_equal(number(c, "S-red"), 3);
    refused(c, "{\"key\":\"p1\",\"kind\":\"cancel\",\"order\":\"#1\"}", "another action");
    refused(c, "{\"key\":\"p2\",\"kind\":\"place\",\"order\":\"#2\",\"customer\":\"C1\",\"lines\":[{\"sku\":\"M\"},{\"sku\":\"S-red\",\"quantity\":4}]}",
            "fewer than 4");
    refused(c, "{\"key\":\"p3\",\"kind\":\"place\",\"order\":\"#1\",\"customer\":\"C1\",\"lines\":[{\"sku\":\"M\"}]}", "already");
    assert_int_equal(number(c, "S-red"), 3);
}

TEST(order_cancel_gives_all_back)
{
    struct order o;
    shop(c);
    act(c, PLACE);
    act(c, "{\"key\":\"m\",\"kind\":\"refund\",\"order\":\"#1\",\"amount\":100}");
    struct receipt r = act(c, "{\"key\":\"x\",\"kind\":\"cancel\",\"order\":\"#1\",\"reason\":\"no longer needed\"}");
    ASSERT_STR(r.status, "cancelled");
    ASSERT_OK(order_load(c, STR("#1"), &o));
    assert_int_equal(order_refunded(&o), 2800);
    assert_int_equal(number(c, "S-red"), 5);
    refused(c, "{\"key\":\"y\",\"kind\":\"cancel\",\"order\":\"#1\"}", "is cancelled");
    refused(c, "{\"key\":\"z\",\"kind\":\"refund\",\"order\":\"#1\",\"amount\":1}", "more would be given back than was paid");
}

TEST(order_cancel_of_a_line_splits_it)
{
    struct order o;
    shop(c);
    act(c, PLACE);
    act(c, "{\"key\":\"x\",\"kind\":\"cancel\",\"order\":\"#1\",\"lines\":[{\"sku\":\"S-red\"}]}");
    ASSERT_OK(order_load(c, STR("#1"), &o));
    ASSERT_STR(o.status, "pending");
    assert_int_equal(o.lines.n, 3);
    assert_int_equal(order_refunded(&o), 1000);
    assert_int_equal(number(c, "S-red"), 4);
    refused(c, "{\"key\":\"y\",\"kind\":\"cancel\",\"order\":\"#1\",\"lines\":[{\"sku\":\"S-red\",\"quantity\":2}]}", "not so many");
}

TEST(order_items_change_once_with_the_difference)
{
    struct order o;
    shop(c);
    act(c, PLACE);
    refused(c, "{\"key\":\"a\",\"kind\":\"items\",\"order\":\"#1\",\"method\":\"gift\",\"lines\":[{\"sku\":\"S-red\",\"to\":\"M\"}]}", "another product");
    refused(c, "{\"key\":\"a\",\"kind\":\"items\",\"order\":\"#1\",\"method\":\"gift\",\"lines\":[{\"sku\":\"S-red\",\"to\":\"S-gone\"}]}", "fewer than");
    refused(c, "{\"key\":\"a\",\"kind\":\"items\",\"order\":\"#1\",\"method\":\"gift\",\"lines\":[{\"sku\":\"S-red\",\"to\":\"S-red\"}]}", "what was ordered");
    refused(c, "{\"key\":\"a\",\"kind\":\"items\",\"order\":\"#1\",\"method\":\"nope\",\"lines\":[{\"sku\":\"S-red\",\"to\":\"S-blue\"}]}", "no means");
    act(c, "{\"key\":\"b\",\"kind\":\"items\",\"order\":\"#1\",\"method\":\"gift\",\"lines\":[{\"sku\":\"S-red\",\"quantity\":2,\"to\":\"S-blue\"}]}");
    ASSERT_OK(order_load(c, STR("#1"), &o));
    ASSERT_STR(o.status, "pending (item modified)");
    assert_int_equal(order_paid(&o), 3200);
    assert_int_equal(balance(c), 2100);
    assert_int_equal(number(c, "S-red"), 5);
    assert_int_equal(number(c, "S-blue"), 1);
    refused(c, "{\"key\":\"d\",\"kind\":\"items\",\"order\":\"#1\",\"method\":\"gift\",\"lines\":[{\"sku\":\"M\",\"to\":\"M\"}]}", "changed already");
    refused(c, "{\"key\":\"e\",\"kind\":\"cancel\",\"order\":\"#1\"}", "items were changed");
}

TEST(order_payment_change_moves_it_all)
{
    struct order o;
    shop(c);
    act(c, "{\"key\":\"p\",\"kind\":\"place\",\"order\":\"#1\",\"customer\":\"C1\",\"method\":\"card\",\"lines\":[{\"sku\":\"S-red\",\"quantity\":3}]}");
    refused(c, "{\"key\":\"a\",\"kind\":\"method\",\"order\":\"#1\",\"method\":\"gift\"}", "not enough");
    refused(c, "{\"key\":\"a\",\"kind\":\"method\",\"order\":\"#1\",\"method\":\"card\"}", "already");
    act(c, "{\"key\":\"q\",\"kind\":\"place\",\"order\":\"#2\",\"customer\":\"C1\",\"method\":\"card\",\"lines\":[{\"sku\":\"M\"}]}");
    act(c, "{\"key\":\"b\",\"kind\":\"method\",\"order\":\"#2\",\"method\":\"gift\"}");
    ASSERT_OK(order_load(c, STR("#2"), &o));
    assert_int_equal(balance(c), 2000);
    assert_int_equal(order_net(&o, STR("card")), 0);
    assert_int_equal(order_net(&o, STR("gift")), 500);
}

static void delivered(struct ctx *c)
{
    shop(c);
    act(c, PLACE);
    refused(c, "{\"key\":\"r0\",\"kind\":\"return\",\"order\":\"#1\"}", "is pending");
    act(c, "{\"key\":\"s\",\"kind\":\"ship\",\"order\":\"#1\",\"parcel\":\"T1\"}");
    act(c, "{\"key\":\"d\",\"kind\":\"deliver\",\"order\":\"#1\"}");
}

TEST(order_return_in_store)
{
    struct order o;
    int64_t lies;
    delivered(c);
    act(c, "{\"key\":\"r\",\"kind\":\"return\",\"order\":\"#1\",\"reason\":\"too small\",\"lines\":[{\"sku\":\"S-red\",\"quantity\":2}]}");
    refused(c, "{\"key\":\"r2\",\"kind\":\"return\",\"order\":\"#1\",\"lines\":[{\"sku\":\"M\"}]}", "return requested");
    act(c, "{\"key\":\"v\",\"kind\":\"receive\",\"order\":\"#1\",\"node\":\"store-berlin\"}");
    refused(c, "{\"key\":\"i\",\"kind\":\"inspect\",\"order\":\"#1\"}", "what condition");
    act(c, "{\"key\":\"i\",\"kind\":\"inspect\",\"order\":\"#1\",\"lines\":[{\"sku\":\"S-red\",\"condition\":\"opened\"}]}");
    ASSERT_OK(order_load(c, STR("#1"), &o));
    ASSERT_STR(o.status, "delivered"); /* the mug is still there */
    assert_int_equal(order_refunded(&o), 2000);
    assert_int_equal(number(c, "S-red"), 5);
    ASSERT_OK(db_int(c, &lies, "SELECT units FROM stock WHERE node = 'store-berlin' AND sku = 'S-red'"));
    assert_int_equal(lies, 2);
}

TEST(order_return_has_a_window_and_a_way_back)
{
    delivered(c);
    ASSERT_OK(method_save(c, &(struct method){.customer = STR("C1"), .id = STR("paypal"), .source = STR("paypal"), .balance = NONE}));
    refused(c, "{\"key\":\"r\",\"kind\":\"return\",\"order\":\"#1\",\"method\":\"paypal\"}", "not to paypal");
    c->now_ms += 31 * DAY_MS;
    refused(c, "{\"key\":\"r\",\"kind\":\"return\",\"order\":\"#1\"}", "30 days ago");
}

TEST(order_exchange_sends_the_other_variant)
{
    struct order o;
    delivered(c);
    act(c, "{\"key\":\"e\",\"kind\":\"exchange\",\"order\":\"#1\",\"method\":\"gift\",\"lines\":[{\"sku\":\"S-red\",\"to\":\"S-blue\"}]}");
    assert_int_equal(number(c, "S-blue"), 2);
    assert_int_equal(balance(c), 2500); /* taken when the goods are here */
    act(c, "{\"key\":\"v\",\"kind\":\"receive\",\"order\":\"#1\"}");
    act(c, "{\"key\":\"i\",\"kind\":\"inspect\",\"order\":\"#1\",\"lines\":[{\"sku\":\"S-red\",\"condition\":\"new\"}]}");
    ASSERT_OK(order_load(c, STR("#1"), &o));
    ASSERT_STR(o.status, "processed");
    assert_int_equal(balance(c), 2300);
    assert_int_equal(order_paid(&o) - order_refunded(&o), order_total(&o));
    act(c, "{\"key\":\"s2\",\"kind\":\"ship\",\"order\":\"#1\",\"parcel\":\"T2\"}");
    struct receipt r = act(c, "{\"key\":\"d2\",\"kind\":\"deliver\",\"order\":\"#1\"}");
    ASSERT_STR(r.status, "delivered");
    assert_int_equal(number(c, "S-blue"), 2);
}

TEST(order_lost_parcel_is_replaced_or_paid_back)
{
    struct order o;
    shop(c);
    act(c, PLACE);
    act(c, "{\"key\":\"s\",\"kind\":\"ship\",\"order\":\"#1\",\"parcel\":\"T1\",\"lines\":[{\"sku\":\"S-red\",\"quantity\":2}]}");
    act(c, "{\"key\":\"l\",\"kind\":\"lost\",\"order\":\"#1\",\"parcel\":\"T1\"}");
    act(c, "{\"key\":\"a\",\"kind\":\"replace\",\"order\":\"#1\",\"lines\":[{\"sku\":\"S-red\"}]}");
    act(c, "{\"key\":\"b\",\"kind\":\"drop\",\"order\":\"#1\",\"lines\":[{\"sku\":\"S-red\",\"pos\":3}]}");
    ASSERT_OK(order_load(c, STR("#1"), &o));
    assert_int_equal(order_refunded(&o), 1000);
    assert_int_equal(order_paid(&o) - order_refunded(&o), order_total(&o));
    refused(c, "{\"key\":\"k\",\"kind\":\"replace\",\"order\":\"#1\",\"lines\":[{\"sku\":\"S-red\",\"quantity\":2}]}", "not so many");
}

TEST(order_substitute_never_costs_more)
{
    struct order o;
    shop(c);
    act(c, PLACE);
    act(c, "{\"key\":\"a\",\"kind\":\"substitute\",\"order\":\"#1\",\"lines\":[{\"sku\":\"S-red\",\"quantity\":2,\"to\":\"S-blue\"},{\"sku\":\"M\",\"to\":\"S-red\"}]}");
    ASSERT_OK(order_load(c, STR("#1"), &o));
    assert_int_equal(order_total(&o), 2800);
    assert_int_equal(number(c, "S-red"), 4);
    assert_int_equal(number(c, "S-blue"), 1);
}

TEST(order_hold_and_what_ends_it)
{
    shop(c);
    act(c, PLACE);
    act(c, "{\"key\":\"h\",\"kind\":\"hold\",\"order\":\"#1\",\"reason\":\"address\"}");
    refused(c, "{\"key\":\"s\",\"kind\":\"ship\",\"order\":\"#1\",\"parcel\":\"T\"}", "is held");
    struct receipt r = act(c, "{\"key\":\"a\",\"kind\":\"address\",\"order\":\"#1\",\"address\":{\"address1\":\"1 Way\",\"city\":\"Rome\"}}");
    ASSERT_STR(r.status, "pending");
}

TEST(order_compensation_has_a_limit)
{
    shop(c);
    act(c, PLACE);
    refused(c, "{\"key\":\"a\",\"kind\":\"compensate\",\"order\":\"#1\",\"amount\":841}", "at most 840");
    struct receipt r = act(c, "{\"key\":\"b\",\"kind\":\"compensate\",\"order\":\"#1\",\"amount\":800}");
    assert_true(str_starts(r.made, STR("gift_card_")));
    refused(c, "{\"key\":\"d\",\"kind\":\"compensate\",\"order\":\"#1\",\"amount\":41,\"as\":\"points\"}", "at most 40");
}

TEST(order_ledger_is_whole)
{
    struct ledger_report report;
    int64_t rows;
    delivered(c);
    ASSERT_OK(db_int(c, &rows, "SELECT COUNT(*) FROM ledger WHERE subject = 'order:#1'"));
    assert_int_equal(rows, 3);
    ASSERT_OK(ledger_verify(c, (struct str){0}, &report));
    assert_int_equal(report.faults.n, 0);
}

/* ---- any sequence of actions ------------------------------------------------------------------------------- */

static struct str any(uint64_t *seed, const char *const *of, size_t n) { return str_z(of[rand_below(seed, n)]); }
#define ANY(...) any(seed, (const char *const[]){__VA_ARGS__}, sizeof((const char *const[]){__VA_ARGS__}) / sizeof(char *))

enum { ORDERS = 36, TOGETHER = 3, EACH = 50 * TOGETHER, ROUNDS = EACH * ORDERS / TOGETHER };

/* What often follows: by chance alone hardly an order would come as far as to be sent back. */
static struct str next_kind(const struct order *o, uint64_t *seed, struct str kind)
{
    if (rand_below(seed, 3) == 0)
        return kind;
    if (str_starts(o->status, STR("pending")))
        return ANY("ship", "ship", "process", "items", "pay");
    if (str_eq(o->status, STR("held")))
        return STR("release");
    if (str_eq(o->status, STR("processed")) || str_eq(o->status, STR("shipped")))
        return ANY("ship", "deliver", "deliver", "deliver", "lost", "replace", "drop");
    if (str_eq(o->status, STR("delivered")))
        return ANY("return", "return", "exchange", "replace", "refund");
    const struct back *b = order_back(o, STR(""));
    return !b ? kind : str_eq(b->state, STR("requested")) ? ANY("receive", "receive", "withdraw") : STR("inspect");
}

/* Mostly about what the order has; of an inspection, all of it. */
static void lines_any(struct ctx *c, uint64_t *seed, const struct order *o, struct action *a)
{
    struct action_line l = {.pos = NONE, .quantity = 1 + (int64_t)rand_below(seed, 2), .refund = NONE, .price = NONE};
    bool all = str_eq(a->kind, STR("inspect")), place = str_eq(a->kind, STR("place"));
    uint64_t n = all ? o->lines.n : place ? 1 + rand_below(seed, 3) : rand_below(seed, 3);
    for (uint64_t i = 0; i < n; i++) {
        const struct order_line *own = o->lines.n && (all || rand_below(seed, 4)) ? &o->lines.at[all ? i : rand_below(seed, o->lines.n)] : NULL;
        l.sku = own ? own->sku : ANY("S-red", "S-blue", "M", "S-gone");
        l.to = ANY("S-red", "S-blue", "M");
        l.condition = ANY("new", "opened", "worn", "damaged", "missing");
        *LIST_ADD(c, &a->lines) = l;
    }
}

static struct action random_action(struct ctx *c, uint64_t *seed, int i)
{
    struct action a;
    struct order o = {0};
    bool found = false;
    record_init(&action_record, &a);
    size_t kinds = 0;
    while (order_kinds[kinds].name)
        kinds++;
    a.key = str_fmt(c, "k%d", i);
    a.order = str_fmt(c, "#%d", i / EACH * TOGETHER + (i % EACH < TOGETHER ? i % EACH : (int)rand_below(seed, TOGETHER)));
    ASSERT_OK(order_find(c, a.order, &o, &found));
    a.kind = i % EACH < TOGETHER || !found ? STR("place") : next_kind(&o, seed, str_z(order_kinds[rand_below(seed, kinds)].name));
    a.customer = STR("C1");
    a.from = str_fmt(c, "#%d", i / EACH * TOGETHER);
    a.reason = ANY("no longer needed", "payment", "address", "damaged");
    a.method = ANY("card", "card", "gift", "", "nope");
    a.parcel = str_eq(a.kind, STR("ship")) ? a.key : o.parcels.n ? o.parcels.at[rand_below(seed, o.parcels.n)].id : STR("");
    a.node = ANY("", "main", "store");
    a.as = ANY("gift_card", "coupon", "points");
    a.amount = rand_below(seed, 2) ? NONE : (int64_t)rand_below(seed, 1500);
    a.discount = (int64_t)rand_below(seed, 2) * 77, a.tax = (int64_t)rand_below(seed, 3) * 101, a.shipping = (int64_t)rand_below(seed, 2) * 490;
    lines_any(c, seed, &o, &a);
    return a;
}


static void holds(struct ctx *c, const char *after)
{
    int64_t bad, sums, reserved;
    ASSERT_OK(db_int(c, &bad, "SELECT COUNT(*) FROM stock WHERE units < reserved OR reserved < 0"));
    ASSERT_OK(db_int(c, &sums, "SELECT COUNT(*) FROM variant v WHERE stock IS NOT NULL AND stock <> COALESCE((SELECT SUM(units - reserved) FROM stock s"
                               " WHERE s.sku = v.sku), stock)"));
    if (bad || sums)
        fail_msg("after %s: %lld shelves below zero, %lld that do not add up", after, (long long)bad, (long long)sums);
    ASSERT_OK(db_int(c, &reserved, "SELECT SUM(reserved) FROM stock"));
    for (int i = 0; i < ORDERS; i++) {
        struct order o;
        bool found;
        ASSERT_OK(order_find(c, str_fmt(c, "#%d", i), &o, &found));
        if (!found)
            continue;
        if (order_refunded(&o) > order_paid(&o))
            fail_msg("after %s: more given back than paid", after);
        if (str_eq(o.status, STR("cancelled")) && order_total(&o) > o.shipping)
            fail_msg("after %s: cancelled, and yet there is something to pay", after);
        for (size_t k = 0; k < o.lines.n; k++)
            reserved -= o.lines.at[k].node.n && str_eq(o.lines.at[k].state, STR("open")) ? o.lines.at[k].quantity : 0;
        for (size_t k = 0; k < o.backs.n; k++)
            for (size_t m = 0; m < o.backs.at[k].lines.n && order_back(&o, STR("")) == &o.backs.at[k]; m++)
                reserved -= o.backs.at[k].lines.at[m].node.n ? o.backs.at[k].lines.at[m].quantity : 0;
    }
    if (reserved)
        fail_msg("after %s: %lld units are set aside for nobody", after, (long long)reserved);
}

struct trade { int64_t sent[2], back[2]; }; /* of S-red and S-blue: left the house, came back to a shelf */

static void trade_note(struct ctx *c, const struct action *a, struct trade *t)
{
    static const char *const sku[2] = {"S-red", "S-blue"};
    struct order o;
    bool found;
    ASSERT_OK(order_find(c, a->order, &o, &found));
    if (!found)
        return;
    for (size_t i = 0; i < o.lines.n && str_eq(a->kind, STR("ship")); i++)
        for (int k = 0; k < 2; k++)
            t->sent[k] += str_eq(o.lines.at[i].sku, str_z(sku[k])) && str_eq(o.lines.at[i].parcel, a->parcel) && str_eq(o.lines.at[i].state, STR("shipped"))
                              ? o.lines.at[i].quantity : 0;
    const struct back *b = o.backs.n && str_eq(a->kind, STR("inspect")) ? &o.backs.at[o.backs.n - 1] : NULL; /* one is under way at a time */
    for (size_t i = 0; b && i < b->lines.n; i++)
        for (int k = 0; k < 2; k++)
            t->back[k] += str_eq(b->lines.at[i].sku, str_z(sku[k])) && b->lines.at[i].restocked ? b->lines.at[i].quantity : 0;
}

/* Every unit is on a shelf or left the house, and every cent of the gift card was spent, given back or given for trouble. */
static void flows_hold(struct ctx *c, const struct trade *t, int64_t added, const char *after)
{
    static const char *const sku[2] = {"S-red", "S-blue"};
    static const int64_t first[2] = {5, 3};
    int64_t units, moved;
    for (int k = 0; k < 2; k++) {
        ASSERT_OK(db_int(c, &units, "SELECT CAST(COALESCE(SUM(units), $2) AS BIGINT) FROM stock WHERE sku = $1", A(str_z(sku[k])), A(first[k])));
        if (units != first[k] + added - t->sent[k] + t->back[k])
            fail_msg("after %s: %lld of %s on shelves, not %lld", after, (long long)units, sku[k], (long long)(first[k] + added - t->sent[k] + t->back[k]));
        assert_true(t->back[k] <= t->sent[k]);
    }
    ASSERT_OK(db_int(c, &moved, "SELECT CAST(COALESCE(SUM(CASE WHEN kind = 'payment' THEN -amount ELSE amount END), 0) AS BIGINT) FROM money WHERE method = 'gift'"));
    if (balance(c) != 2500 + moved)
        fail_msg("after %s: %lld on the gift card, not %lld", after, (long long)balance(c), 2500 + (long long)moved);
}

static void rules_any(struct order_rules *rules)
{
    static struct return_rule fees[] = {{.category = {"", 0}, .days = NONE, .fee_share = 0.15, .fee = 30, .shipping = true}};
    record_init(&order_rules_record, rules);
    rules->cancel_after_change = true;
    rules->item_changes_max = 5;
    rules->returns.at = fees, rules->returns.n = 1;
}

TEST(order_any_sequence_adds_up)
{
    struct order_rules rules;
    struct trade trade = {0};
    rules_any(&rules);
    shop(c);
    uint64_t seed = 7;
    int done = 0, added = 0;
    for (int i = 0; i < ROUNDS; i++) {
        struct arena_mark mark = arena_mark(c->mem);
        if (i % EACH == 0) {
            ASSERT_OK(stock_add(c, STR("S-red"), 20, STR("store")));
            ASSERT_OK(stock_add(c, STR("S-blue"), 20, STR("main")));
            added += 20;
        }
        struct action a = random_action(c, &seed, i);
        struct receipt r;
        int64_t before, after;
        ASSERT_OK(db_int(c, &before, "SELECT COUNT(*) FROM money"));
        enum status s = order_act(c, &rules, &a, &r);
        done += s == OK;
        ASSERT_OK(db_int(c, &after, "SELECT COUNT(*) FROM money"));
        assert_true(s == OK ? after == before + (int64_t)r.money.n : after == before);
        if (s == OK)
            trade_note(c, &a, &trade);
        holds(c, str_fmt(c, "%d %s", i, a.kind.p).p);
        flows_hold(c, &trade, added, str_fmt(c, "%d %s", i, a.kind.p).p);
        arena_reset(c->mem, mark);
    }
    if (done < 350 || trade.sent[0] < 30 || trade.back[0] < 5)
        fail_msg("%d done, %lld sent, %lld back: too little happened", done, (long long)trade.sent[0], (long long)trade.back[0]);
}

static int64_t given_back(struct ctx *c)
{
    int64_t n;
    ASSERT_OK(db_int(c, &n, "SELECT SUM(amount) FROM money WHERE kind = 'refund'"));
    return n;
}

#define PROMOTED "{\"key\":\"p1\",\"kind\":\"place\",\"order\":\"#1\",\"customer\":\"C1\",\"method\":\"card\",\"discount\":500,\"currency\":\"EUR\"," \
                 "\"lines\":[{\"sku\":\"S-red\",\"quantity\":2},{\"sku\":\"M\"}]}"

/* 2500 less 500: a fifth comes off every line, whatever happens to the others and in whatever order. */
TEST(order_discount_goes_with_the_lines)
{
    struct order o;
    shop(c);
    act(c, PROMOTED);
    act(c, "{\"key\":\"d\",\"kind\":\"drop\",\"order\":\"#1\",\"reason\":\"stock\",\"lines\":[{\"sku\":\"M\"}]}");
    assert_int_equal(given_back(c), 400);
    ASSERT_OK(order_load(c, STR("#1"), &o));
    assert_int_equal(order_total(&o), 1600);
    act(c, "{\"key\":\"s\",\"kind\":\"substitute\",\"order\":\"#1\",\"reason\":\"stock\",\"lines\":[{\"sku\":\"S-red\",\"quantity\":2,\"to\":\"S-blue\"}]}");
    assert_int_equal(given_back(c), 400); /* the same price: nothing more */
    ASSERT_OK(order_load(c, STR("#1"), &o));
    assert_int_equal(order_total(&o), 1600);
    act(c, "{\"key\":\"c\",\"kind\":\"cancel\",\"order\":\"#1\",\"reason\":\"no longer needed\"}");
    assert_int_equal(given_back(c), 2000);
}

/* What was kept back of a damaged line does not come out when another line gets a substitute. */
TEST(order_what_was_kept_back_stays_kept)
{
    struct order o;
    shop(c);
    act(c, PROMOTED);
    act(c, "{\"key\":\"s1\",\"kind\":\"ship\",\"order\":\"#1\",\"parcel\":\"T1\",\"lines\":[{\"sku\":\"M\"}]}");
    act(c, "{\"key\":\"a1\",\"kind\":\"deliver\",\"order\":\"#1\",\"parcel\":\"T1\"}");
    ASSERT_OK(order_load(c, STR("#1"), &o));
    order_line_at(&o, 0)->state = STR("returned"); /* it came back broken, and nothing was paid back */
    ASSERT_OK(order_save(c, &o));
    act(c, "{\"key\":\"s\",\"kind\":\"substitute\",\"order\":\"#1\",\"reason\":\"stock\",\"lines\":[{\"sku\":\"S-red\",\"quantity\":2,\"to\":\"S-blue\"}]}");
    assert_int_equal(given_back(c), 0);
}

/* Exchanged for a dearer one and sent back: the price paid, difference and all, and no more. */
TEST(order_exchange_keeps_its_part_of_the_discount)
{
    shop(c);
    act(c, PROMOTED);
    act(c, "{\"key\":\"s1\",\"kind\":\"ship\",\"order\":\"#1\",\"parcel\":\"T1\"}");
    act(c, "{\"key\":\"a1\",\"kind\":\"deliver\",\"order\":\"#1\"}");
    act(c, "{\"key\":\"x1\",\"kind\":\"exchange\",\"order\":\"#1\",\"method\":\"card\",\"lines\":[{\"sku\":\"S-red\",\"quantity\":1,\"to\":\"S-blue\"}]}");
    act(c, "{\"key\":\"x2\",\"kind\":\"receive\",\"order\":\"#1\",\"node\":\"store-1\"}");
    act(c, "{\"key\":\"x3\",\"kind\":\"inspect\",\"order\":\"#1\",\"lines\":[{\"sku\":\"S-red\",\"condition\":\"new\"}]}");
    act(c, "{\"key\":\"s2\",\"kind\":\"ship\",\"order\":\"#1\",\"parcel\":\"T2\"}");
    act(c, "{\"key\":\"a2\",\"kind\":\"deliver\",\"order\":\"#1\",\"parcel\":\"T2\"}");
    act(c, "{\"key\":\"r1\",\"kind\":\"return\",\"order\":\"#1\",\"method\":\"card\",\"lines\":[{\"sku\":\"S-blue\",\"quantity\":1}]}");
    act(c, "{\"key\":\"r2\",\"kind\":\"receive\",\"order\":\"#1\",\"node\":\"main\"}");
    act(c, "{\"key\":\"r3\",\"kind\":\"inspect\",\"order\":\"#1\",\"lines\":[{\"sku\":\"S-blue\",\"condition\":\"new\"}]}");
    assert_int_equal(given_back(c), 800 + 200);
}
