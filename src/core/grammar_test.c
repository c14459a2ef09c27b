/* core/grammar_test.c - what is a grammar, what is in it, and what is said of one that is not. */
#include "core/grammar.h"
#include "test/unit/unit.h"

struct trial {
    const char *grammar, *yes, *no; /* texts apart by '/' */
};

static void check_all(struct ctx *c, struct grammar *g, const char *list, bool want)
{
    struct strs texts = str_split(c, str_z(list), '/');
    for (size_t i = 0; i < texts.n; i++)
        if (grammar_matches(g, texts.at[i]) != want)
            fail_msg("\"%s\" should %s", texts.at[i].p, want ? "match" : "not match");
}

TEST(grammar_accepts_what_it_says)
{
    static const struct trial trials[] = {
        {"root ::= \"a\" | \"bc\"", "a/bc", "/b/ab/abc/bcc"},
        {"root ::= \"a\"? \"b\"* \"c\"+", "c/ac/abc/bbcc", "/a/ab/ca"},
        {"root ::= \"x\"{2,3} \"y\"{2} \"z\"{1,}", "xxyyz/xxxyyzz", "xyyz/xxxxyyz/xxyz/xxyy"},
        {"root ::= [a-c] [^a-c]", "ad/cé/b😀", "aa/dd/a"},
        {"root ::= \"\\x41\\u00e9\\U0001F600\\n\\\"\"", "Aé😀\n\"", "A"},
        {"root ::= list\nlist ::= item (\", \" item)* # commas\nitem ::= [0-9]+", "1/12, 3, 456", "1,2/1, /"},
        {"root ::= (\"a\" | (\"b\" | \"c\") \"d\")\n  | \"e\"", "a/bd/cd/e", "b/ad"},
        {"root ::= nest\nnest ::= \"(\" nest \")\" | \"\"", "/()/(())", "(/)(/(()"},
        {"root ::= .", "a/é/😀", "/ab"},
        {"a-b ::= \"x\"\nroot ::=\n a-b a-b", "xx", "x"},
    };
    for (size_t i = 0; i < sizeof trials / sizeof *trials; i++) {
        struct grammar *g;
        ASSERT_OK(grammar_read(c, str_z(trials[i].grammar), &g));
        check_all(c, g, trials[i].yes, true);
        check_all(c, g, trials[i].no, false);
    }
}

TEST(grammar_names_what_is_wrong)
{
    static const struct { const char *grammar, *say; } trials[] = {
        {"", "it is empty"}, {"root ::= \"a", "line 1, column 10"}, {"root ::= b", "no rule named b"},
        {"x ::= \"a\"", "no rule named root"}, {"root ::= root \"a\" | \"b\"", "may not begin with itself"},
        {"root ::= a\na ::= b \"x\"\nb ::= a?  \"y\" | a", "may not begin with itself"},
        {"root ::= \"a\" root", "never comes to an end"}, {"root ::= \"a\"\nroot ::= \"b\"", "line 2, column 1"},
        {"root ::= [b-a]", "runs backwards"}, {"root ::= []", "no character"}, {"root ::= \"\\q\"", "unknown escape"},
        {"root ::= \"a\"{3,2}", "m not above n"}, {"root ::= (\"a\"", "not closed"}, {"root ::= \"a\")", "line 1, column 13"},
        {"root = \"a\"", "want ::="}, {"root ::= \"a\"{200000} \"b\"{200000}", "too large"}, {"root ::= \"\xff\"", "UTF-8"},
        {"root ::= \"\\ud800\"", "no character"}, {"root ::= \"\\x00\"", "no character"},
    };
    for (size_t i = 0; i < sizeof trials / sizeof *trials; i++) {
        struct grammar *g;
        if (grammar_read(c, str_z(trials[i].grammar), &g) != REJECT || !str_has(str_z(c->why), str_z(trials[i].say)))
            fail_msg("%s: want \"%s\", got \"%s\"", trials[i].grammar, trials[i].say, c->why);
    }
}

TEST(grammar_forces_where_there_is_one_way)
{
    struct grammar *g;
    ASSERT_OK(grammar_read(c, STR("root ::= \"The \" (\"kettle é\" | \"kettle è\") \".\""), &g));
    ASSERT_STR(grammar_forced(c, g, grammar_start(g), 100), "The kettle "); /* é and è begin alike: not cut in the middle */
    uint32_t place = grammar_walk(g, grammar_start(g), STR("The kettle é"));
    ASSERT_STR(grammar_forced(c, g, place, 100), ".");
    ASSERT_STR(grammar_forced(c, g, grammar_start(g), 3), "The");
    place = grammar_step(g, place, '.');
    assert_true(grammar_may_end(g, place));
    assert_int_equal(grammar_step(g, place, '.'), PLACE_NONE);
    ASSERT_STR(grammar_forced(c, g, place, 100), "");
}

TEST(grammar_places_are_equal_where_futures_are)
{
    struct grammar *g;
    ASSERT_OK(grammar_read(c, STR("root ::= (\"big\" | \"small\") \" cup\""), &g));
    uint32_t big = grammar_walk(g, grammar_start(g), STR("big")), small = grammar_walk(g, grammar_start(g), STR("small"));
    assert_int_equal(big, small);
    ASSERT_STR(grammar_finish(c, g, big), " cup");
    struct byteset next = grammar_next(g, grammar_start(g));
    assert_true(byteset_has(&next, 'b') && byteset_has(&next, 's') && !byteset_has(&next, ' '));
}

TEST(grammar_chance_stays_inside)
{
    struct grammar *g;
    uint64_t seed = 5;
    ASSERT_OK(grammar_read(c, STR("root ::= item (\", \" item)* \".\"\nitem ::= [a-z] [^,.]{0,5} | \"\\\"\" root \"\\\"\""), &g));
    for (int i = 0; i < 300; i++) {
        struct str text = grammar_chance(c, g, &seed, 40);
        if (!grammar_matches(g, text))
            fail_msg("not in the grammar: %s", text.p);
        assert_true(text.n <= 60); /* the shortest way from 40 bytes on */
        struct str part = str_part(text, 0, text.n / 2);
        uint32_t place = grammar_walk(g, grammar_start(g), part);
        struct str end = grammar_finish(c, g, place);
        assert_true(grammar_matches(g, str_fmt(c, "%.*s%s", FMT(part), end.p)));
    }
}
