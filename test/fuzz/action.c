/* test/fuzz/action.c - any document of users, orders and products, and any lines of actions on a shop: no crash; what is
 * refused changes nothing; money and stock add up; what is read is written the same again. */
#include "core/sql.h"
#include "execution/order/act.h"

extern const char schema_sql[];

static const char shop[] =
    "{\"products\":{\"p\":{\"name\":\"Mug\",\"variants\":{\"A\":{\"price\":1000,\"stock\":3},\"B\":{\"price\":1200,\"stock\":2},\"C\":{\"price\":700}}}},"
    "\"users\":{\"u\":{\"payment_methods\":{\"card\":{\"source\":\"credit_card\"},\"gift\":{\"source\":\"gift_card\",\"balance\":5000}}}},"
    "\"orders\":{\"1\":{\"user_id\":\"u\",\"status\":\"pending\",\"items\":[{\"item_id\":\"A\",\"product_id\":\"p\",\"price\":1000,\"quantity\":2}],"
    "\"payment_history\":[{\"transaction_type\":\"payment\",\"amount\":2000,\"payment_method_id\":\"card\"}]},"
    "\"2\":{\"user_id\":\"u\",\"status\":\"delivered\",\"items\":[{\"item_id\":\"B\",\"product_id\":\"p\",\"price\":1200}],"
    "\"payment_history\":[{\"transaction_type\":\"payment\",\"amount\":1200,\"payment_method_id\":\"gift\"}]}}}";

static void must(struct ctx *c, enum status s)
{
    if (s != OK)
        fprintf(stderr, "%s\n", c->why);
    assert(s == OK);
}

static void holds(struct ctx *c)
{
    int64_t over, below;
    must(c, db_int(c, &over,
                   "SELECT COUNT(*) FROM (SELECT SUM(CASE kind WHEN 'payment' THEN amount WHEN 'refund' THEN -amount ELSE 0 END) AS net FROM money"
                   " WHERE state <> 'failed' GROUP BY orders) AS each_order WHERE net < 0"));
    must(c, db_int(c, &below, "SELECT COUNT(*) FROM stock WHERE units < reserved OR reserved < 0"));
    assert(!over && !below);
    must(c, db_int(c, &below, "SELECT COUNT(*) FROM method WHERE balance < 0"));
    assert(!below);
}

static void act(struct ctx *c, struct str text)
{
    struct strs lines = str_split(c, text, '\n');
    struct order_rules rules;
    struct order_counts n;
    record_init(&order_rules_record, &rules);
    must(c, order_document_read(c, str_z(shop), &n));
    for (size_t i = 0; i < lines.n && i < 12; i++) {
        struct action a;
        struct receipt r, again;
        if (record_from_json(c, &action_record, lines.at[i], STRICT, &a) != OK)
            continue;
        if (order_act(c, &rules, &a, &r) == OK) {
            must(c, order_act(c, &rules, &a, &again));
            assert(again.again && again.money.n == r.money.n);
        }
        holds(c);
    }
}

static void document(struct ctx *c, struct str text)
{
    struct order_counts n;
    struct str once, twice;
    if (order_document_read(c, text, &n) != OK || order_document_write(c, &once) != OK)
        return;
    must(c, order_document_read(c, once, &n));
    must(c, order_document_write(c, &twice));
    assert(str_eq(once, twice));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct str text = {(const char *)data + 1, size - 1};
    if (size < 2 || size > 6000 || !str_is_utf8(text))
        return 0;
    struct ctx c = {.mem = arena_open(), .now_ms = 1767225600000};
    must(&c, db_open(&c, STR(":memory:"), NULL, &c.db));
    must(&c, db_migrate(&c, str_z(schema_sql)));
    if (data[0] == 'd')
        document(&c, str_copy(&c, text));
    else
        act(&c, str_copy(&c, text));
    db_close(c.db);
    arena_close(c.mem);
    return 0;
}
