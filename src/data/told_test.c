/* data/told_test.c - what a new text keeps of the one before. */
#include "data/told.h"
#include "test/unit/unit.h"

TEST(told_knows_a_sentence_whatever_its_order_and_endings)
{
    struct told t = told_compare(c, STR("A hand trowel with an epoxy-coated head. It resists rust and scratches in wet soil."),
                                 STR("Its head is coated with epoxy: a trowel for the hand."));
    assert_true(t.one_language);
    assert_int_equal(t.sentences, 2);
    assert_int_equal(t.told, 1);
    assert_int_equal(t.lost.n, 1);
    assert_true(str_starts(t.lost.at[0], STR("It resists rust")));
}

TEST(told_loses_nothing_with_what_says_nothing)
{
    struct told t = told_compare(c, STR("Great! Buy it now. A kettle of steel that holds 1.7 litres of water."), STR("The steel kettle holds 1.7 litres of water."));
    assert_int_equal(t.sentences, 1);
    assert_int_equal(t.told, 1);
    assert_int_equal(told_compare(c, STR(""), STR("Anything at all stands here.")).sentences, 0);
    assert_int_equal(told_compare(c, STR("Five numbers and words stand here."), STR("")).told, 0);
}
