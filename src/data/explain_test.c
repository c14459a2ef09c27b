/* data/explain_test.c - what is told of an item is what was written of it. */
#include "data/explain.h"
#include "test/unit/unit.h"

static void item_with_life(struct ctx *c)
{
    ASSERT_OK(db_run(c, "INSERT INTO batch (id, kind, title, by_whom, params, created_ms) VALUES (9, 'copy.x', 'copy.x: 1 item',"
                        " 'person:anna', '{\"kinds\":[\"copy.x\"]}', 1000)"));
    ASSERT_OK(item_add(c, &(struct item){.id = 1, .batch = 9, .kind = STR("copy.x"), .entity = STR("product"), .subject = STR("k1"),
                                         .seed = 5, .confidence = 0.5,
                                         .input = {STR("{\"product\":{\"id\":\"k1\",\"title\":\"Kettle\",\"attributes\":["
                                                       "{\"name\":\"capacity\",\"value\":\"1.7\",\"unit\":\"l\",\"source\":\"column:Size\"}]}}")}}));
    ASSERT_OK(db_run(c, "UPDATE item SET output = '{\"text\":\"1.7 litres\",\"backend\":\"template\"}' WHERE id = 1"));
    ASSERT_OK(item_move(c, 1, PLANNED, MADE, STR("mind"), STR("made")));
    ASSERT_OK(db_run(c, "INSERT INTO finding (item, pos, field, text, kind, verdict, fact, source, span_from, span_to)"
                        " VALUES (1, 0, 'description', '1.7 litres', 'unit', 'supported', 'capacity = 1.7 l', 'column:Size', 0, 10)"));
    ASSERT_OK(db_run(c, "INSERT INTO change (item, pos, entity, id, field, locale, format, after, state)"
                        " VALUES (1, 0, 'product', 'k1', 'description', '', 'text', '1.7 litres', 'live')"));
    ASSERT_OK(db_run(c, "INSERT INTO outbox (id, item, change_pos, channel, key, action, target, body, state, due_ms, readback, at_ms)"
                        " VALUES (3, 1, 0, 'file', 'k', 'publish', 't', '{}', 'done', 0, '1.7 litres', 7)"));
}

TEST(explain_tells_the_whole_life)
{
    struct explain e;
    unit_shop(c);
    item_with_life(c);
    ASSERT_OK(explain_tree(c, 1, &e));
    ASSERT_STR(e.state, "made");
    ASSERT_STR(e.asked_by, "person:anna");
    ASSERT_STR(e.backend, "template");
    assert_int_equal(e.evidence.n, 2);
    ASSERT_STR(e.evidence.at[0].value, "Kettle");
    ASSERT_STR(e.evidence.at[1].source, "column:Size");
    assert_int_equal(e.moves.n, 1);
    ASSERT_STR(e.moves.at[0].to, "made");
    ASSERT_STR(e.claims.at[0].fact, "capacity = 1.7 l");
    ASSERT_STR(e.changes.at[0].after, "1.7 litres");
    ASSERT_STR(e.effects.at[0].field, "description");
    ASSERT_STR(e.effects.at[0].readback, "1.7 litres");
    assert_int_equal(e.ledger.n, 1);
    ASSERT_OK(record_check(c, &explain_record, &e));
}

TEST(explain_gives_its_own_json_back)
{
    struct explain e, again;
    unit_shop(c);
    item_with_life(c);
    ASSERT_OK(explain_tree(c, 1, &e));
    struct str json = record_to_json(c, &explain_record, &e);
    ASSERT_OK(record_from_json(c, &explain_record, json, STRICT, &again));
    ASSERT_STR(record_to_json(c, &explain_record, &again), json.p);
}

TEST(explain_of_an_unreadable_input_tells_the_rest)
{
    struct explain e;
    unit_shop(c);
    item_with_life(c);
    ASSERT_OK(db_run(c, "UPDATE item SET input = 'not json', output = '[' WHERE id = 1"));
    ASSERT_OK(explain_tree(c, 1, &e));
    assert_int_equal(e.evidence.n, 0);
    assert_int_equal(e.moves.n, 1);
}

TEST(explain_refuses_what_is_not_there)
{
    struct explain e;
    unit_shop(c);
    assert_int_equal(explain_tree(c, 77, &e), REJECT);
    ASSERT_STR(str_z(c->why), "there is no item 77");
}
