/* execution/review/follow_test.c - a step within an accepted path goes out by itself; one below it asks again. */
#include "data/day.h"
#include "execution/review/follow.h"
#include "test/unit/unit.h"

static struct item step_of(struct ctx *c, int64_t id, const char *input, const char *output)
{
    (void)c;
    return (struct item){.id = id, .batch = 1, .kind = STR("price.clear"), .entity = STR("product"), .subject = STR("p"), .input = {str_z(input)},
                         .output = {str_z(output)}, .confidence = 1};
}

/* The first step went live eight days ago: its second week has begun. */
static void accepted(struct ctx *c, enum state state)
{
    struct item first = step_of(c, 1, "{}", "{\"best\":\"markdown\",\"price\":9,\"period_days\":7,\"path\":[{\"period\":1,\"price\":9},{\"period\":2,\"price\":8},"
                                            "{\"period\":3,\"price\":7}]}");
    c->now_ms = 100 * DAY_MS;
    ASSERT_OK(item_add(c, &first));
    ASSERT_OK(db_run(c, "UPDATE item SET state = $1 WHERE id = 1", A((int64_t)state)));
    ASSERT_OK(db_run(c, "INSERT INTO move (item, seq, from_state, to_state, at_ms, actor, because) VALUES (1, 1, $1, $2, $3, 'ship', '')", A((int64_t)APPROVED),
                     A((int64_t)LIVE), A(92 * DAY_MS)));
}

static bool follows(struct ctx *c, const char *input, const char *output)
{
    struct item i = step_of(c, 2, input, output);
    struct str because;
    bool is;
    ASSERT_OK(follows_path(c, &i, &is, &because));
    return is;
}

TEST(a_step_within_an_accepted_path_goes_out_by_itself)
{
    unit_shop(c);
    accepted(c, LIVE);
    assert_true(follows(c, "{\"follows\":1}", "{\"best\":\"markdown\",\"price\":8}"));
    assert_true(follows(c, "{\"follows\":1}", "{\"best\":\"markdown\",\"price\":8.5}"));
    assert_false(follows(c, "{\"follows\":1}", "{\"best\":\"markdown\",\"price\":7.5}")); /* that is the week after's */
    assert_false(follows(c, "{\"follows\":1}", "{\"best\":\"transfer\"}"));
    assert_false(follows(c, "{}", "{\"best\":\"markdown\",\"price\":8}"));
}

TEST(a_step_of_a_path_that_is_no_longer_live_asks_again)
{
    unit_shop(c);
    accepted(c, UNDOING);
    assert_false(follows(c, "{\"follows\":1}", "{\"best\":\"markdown\",\"price\":8}"));
}
