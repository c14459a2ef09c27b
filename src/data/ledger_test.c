/* data/ledger_test.c - a chain is whole until somebody tampers with it; then the row is named. */
#include "data/ledger.h"
#include "data/item.h"
#include "test/unit/unit.h"

static void shop_with_moves(struct ctx *c)
{
    unit_shop(c);
    for (int64_t id = 1; id <= 4; id++) {
        struct item i = {.id = id, .kind = STR("k"), .entity = STR("product"), .subject = STR("p"), .input = {STR("{}")}, .confidence = 1};
        ASSERT_OK(item_add(c, &i));
        ASSERT_OK(item_move(c, id, PLANNED, MADE, STR("mind"), STR("made \"it\"")));
        c->now_ms++;
        ASSERT_OK(item_move(c, id, MADE, CHECKED, STR("mind"), STR("checked")));
    }
}

/* What verify says first, with how many faults there are. */
static const char *verdict(struct ctx *c, size_t *n)
{
    struct ledger_report r;
    ASSERT_OK(ledger_verify(c, (struct str){0}, &r));
    *n = r.faults.n;
    return r.faults.n ? r.faults.at[0].cause.p : "whole";
}

static void expect(struct ctx *c, const char *first)
{
    size_t n;
    const char *got = verdict(c, &n);
    if (strcmp(got, first) != 0)
        fail_msg("got \"%s\", want \"%s\"", got, first);
}

TEST(ledger_whole)
{
    struct ledger_report r;
    unit_shop(c);
    expect(c, "whole"); /* an empty one too */
    shop_with_moves(c);
    ASSERT_OK(ledger_verify(c, (struct str){0}, &r));
    assert_int_equal(r.rows, 8);
    assert_int_equal(r.faults.n, 0);
    ASSERT_OK(ledger_append(c, STR("person:anna"), STR("setting"), STR("brand"), STR("{}")));
    struct str noted = r.head;
    ASSERT_OK(ledger_verify(c, noted, &r));
    assert_int_equal(r.faults.n, 0);
    assert_int_equal(ledger_verify(c, STR("nonsense"), &r), REJECT);
}

TEST(ledger_changed_row)
{
    shop_with_moves(c);
    ASSERT_OK(db_run(c, "UPDATE ledger SET actor = 'nobody' WHERE seq = 3"));
    expect(c, "row 3 was changed: its hash does not fit its contents");
}

TEST(ledger_changed_row_with_a_mended_hash)
{
    struct ledger l;
    int64_t began = c->now_ms;
    shop_with_moves(c);
    ASSERT_OK(db_run(c, "DELETE FROM ledger WHERE seq > 2"));
    ASSERT_OK(db_run(c, "UPDATE meta SET value = '2:' || (SELECT hash FROM ledger WHERE seq = 2) WHERE name = 'ledger'"));
    ASSERT_OK(ledger_append(c, STR("mind"), STR("forged"), STR("item:2"), STR("{}")));
    ASSERT_OK(db_one(c, &ledger_record, &l, "SELECT * FROM ledger WHERE seq = 3"));
    c->now_ms = began;
    shop_with_moves(c);
    ASSERT_OK(db_run(c, "DELETE FROM ledger WHERE seq = 3"));
    ASSERT_OK(db_add(c, &ledger_record, &l));
    expect(c, "row 4 does not follow row 3: one of them was replaced");
}

TEST(ledger_removed_row)
{
    shop_with_moves(c);
    ASSERT_OK(db_run(c, "DELETE FROM ledger WHERE seq = 5"));
    expect(c, "row 5 is missing");
    ASSERT_OK(db_run(c, "DELETE FROM ledger WHERE seq = 1"));
    expect(c, "row 1 is missing");
}

TEST(ledger_removed_end)
{
    shop_with_moves(c);
    ASSERT_OK(db_run(c, "DELETE FROM ledger WHERE seq > 6"));
    expect(c, "the end is missing: 2 rows after row 6");
    ASSERT_OK(db_run(c, "UPDATE meta SET value = '6:' || (SELECT hash FROM ledger WHERE seq = 6) WHERE name = 'ledger'"));
    expect(c, "the table move has 8 rows, the chain tells of 6"); /* the moves still tell */
}

TEST(ledger_reordered_rows)
{
    shop_with_moves(c);
    ASSERT_OK(db_run(c, "UPDATE ledger SET seq = 100 WHERE seq = 4"));
    ASSERT_OK(db_run(c, "UPDATE ledger SET seq = 4 WHERE seq = 5"));
    ASSERT_OK(db_run(c, "UPDATE ledger SET seq = 5 WHERE seq = 100"));
    struct ledger_report r;
    bool told = false;
    ASSERT_OK(ledger_verify(c, (struct str){0}, &r));
    for (size_t i = 0; i < r.faults.n; i++)
        told |= str_eq(r.faults.at[i].cause, STR("row 4 is out of place: it was written as row 5"));
    assert_true(told);
}

TEST(ledger_whole_new_chain_is_found_by_a_noted_head)
{
    struct ledger_report r;
    shop_with_moves(c);
    ASSERT_OK(ledger_verify(c, (struct str){0}, &r));
    struct str noted = r.head;
    c->now_ms += 1000;
    shop_with_moves(c); /* the same again, a second later */
    expect(c, "whole");
    ASSERT_OK(ledger_verify(c, noted, &r));
    assert_int_equal(r.faults.n, 1);
    ASSERT_STR(r.faults.at[0].cause, "row 8 is not the one whose hash was noted: the chain was written anew");
}

TEST(ledger_tells_of_tampered_moves)
{
    shop_with_moves(c);
    ASSERT_OK(db_run(c, "UPDATE move SET because = 'no reason' WHERE item = 2 AND seq = 1"));
    expect(c, "row 3 tells of move 1 of item 2, which reads otherwise in the table move");
    ASSERT_OK(db_run(c, "DELETE FROM move WHERE item = 2 AND seq = 1"));
    expect(c, "row 3 tells of move 1 of item 2, which is changed or missing in the table move");
}

TEST(ledger_row_goes_with_its_move)
{
    int64_t n;
    shop_with_moves(c);
    ASSERT_OK(db_begin(c));
    ASSERT_OK(item_move(c, 1, CHECKED, WAITING, STR("policy:review"), STR("asks")));
    ASSERT_OK(db_end(c, false));
    ASSERT_OK(db_int(c, &n, "SELECT COUNT(*) FROM ledger"));
    assert_int_equal(n, 8);
    assert_int_equal(item_move(c, 1, MADE, CHECKED, STR("mind"), STR("late")), RETRY);
    expect(c, "whole");
}
