/* data/reaction_test.c - what customers did about trouble is counted from what followed, and the shop's own doing is not. */
#include "data/day.h"
#include "data/reaction.h"
#include "test/unit/unit.h"

static int64_t tick;

static void deed(struct ctx *c, const char *order, const char *kind, const char *actor, const char *body)
{
    tick++;
    ASSERT_OK(db_run(c, "INSERT INTO deed (key, orders, kind, actor, body, receipt, at_ms) VALUES ($1, $2, $3, $4, $5, '{}', $6)",
                     A(str_fmt(c, "k%lld", (long long)tick)), A(str_z(order)), A(str_z(kind)), A(str_z(actor)), A(str_z(body)), A(tick * DAY_MS)));
}

static void order(struct ctx *c, const char *id, const char *status)
{
    ASSERT_OK(db_run(c, "INSERT INTO orders (id, customer, status) VALUES ($1, 'u', $2)", A(str_z(id)), A(str_z(status))));
}

static const struct reaction *of(const struct reactions *all, const char *way)
{
    for (size_t i = 0; i < all->n; i++)
        if (str_eq(all->at[i].way, str_z(way)))
            return &all->at[i];
    fail_msg("no reaction to %s", way);
    return NULL;
}

TEST(reactions_are_counted_from_what_followed)
{
    struct reactions all;
    unit_shop(c);
    tick = 0;
    ASSERT_OK(db_run(c, "INSERT INTO product (id, title, category, channel, hash, batch, updated_ms) VALUES ('mug', 'Mug', 'Mugs', 'file', 'h', 1, 1)"));
    ASSERT_OK(db_run(c, "INSERT INTO variant (product, pos, sku) VALUES ('mug', 0, 'M')"));
    order(c, "1", "delivered"), deed(c, "1", "substitute", "item:1", "{\"lines\":[{\"sku\":\"M\"}]}");                           /* kept */
    order(c, "2", "delivered"), deed(c, "2", "substitute", "item:2", "{\"lines\":[{\"sku\":\"Z\"}]}"), deed(c, "2", "return", "customer:u", "{}"); /* sent back */
    order(c, "3", "shipped"), deed(c, "3", "substitute", "item:3", "{\"lines\":[{\"sku\":\"M\"}]}");                             /* not there yet */
    order(c, "4", "cancelled"), deed(c, "4", "backorder", "item:4", "{\"lines\":[{\"sku\":\"M\"}],\"expected_ms\":950400000}"); /* 4 days on: tick 4 → 11 */
    deed(c, "4", "cancel", "agent:chat", "{}");
    order(c, "5", "cancelled"), deed(c, "5", "backorder", "item:5", "{}"), deed(c, "5", "cancel", "item:5", "{}"); /* the shop gave up: says nothing */
    order(c, "6", "processed"), deed(c, "6", "hold", "item:6", "{\"reason\":\"address\"}"), deed(c, "6", "release", "person:anna", "{}");
    order(c, "7", "cancelled"), deed(c, "7", "hold", "item:7", "{\"reason\":\"fraud\"}"), deed(c, "7", "cancel", "person:anna", "{}");
    order(c, "8", "held"), deed(c, "8", "hold", "item:8", "{\"reason\":\"stocktaking\"}"), deed(c, "8", "release", "person:anna", "{}");
    ASSERT_OK(reactions_load(c, STR("Mugs"), STR("u"), &all));
    const struct reaction *s = of(&all, "substitute");
    assert_true(s->taken == 1 && s->refused == 1 && s->near_taken == 1 && s->near_refused == 0 && s->own_taken == 1 && s->own_refused == 1);
    assert_true(of(&all, "wait")->taken == 0 && of(&all, "wait")->refused == 1);
    assert_true(of(&all, "wait")->days > 5 && of(&all, "wait")->days < 7);
    assert_true(of(&all, "ask")->taken == 1 && of(&all, "ask")->refused == 0);
    assert_true(of(&all, "verify")->taken == 0 && of(&all, "verify")->refused == 1);
    ASSERT_OK(reactions_load(c, (struct str){0}, (struct str){0}, &all));
    assert_true(of(&all, "substitute")->near_taken == 0 && of(&all, "substitute")->own_refused == 0 && of(&all, "substitute")->taken == 1);
}
