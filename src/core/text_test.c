/* core/text_test.c - the shop's setting, the caller's option, and the twin. */
#include "core/text.h"
#include "core/settings.h"
#include "test/unit/unit.h"

static void set(struct ctx *c, struct str text, struct str openai)
{
    struct settings *s = NEW(c, struct settings);
    s->at = NEW_ARRAY(c, struct setting, 2);
    if (text.n)
        s->at[s->n++] = (struct setting){.name = STR("text"), .value = text};
    if (openai.n)
        s->at[s->n++] = (struct setting){.name = STR("openai"), .value = openai};
    c->settings = s;
}

static struct text_in ask(struct str grammar)
{
    struct text_in in;
    record_init(&text_in_record, &in);
    in.prompt = STR("x");
    in.grammar = grammar;
    in.n = 3;
    return in;
}

TEST(text_ask_takes_the_shops_backend)
{
    struct text_in in = ask(STR("root ::= \"a\" | \"b\" | \"c\""));
    struct text_out out;
    set(c, STR("{\"backend\":\"template\"}"), STR(""));
    ASSERT_OK(text_ask(c, STR(""), &in, &out));
    ASSERT_STR(out.backend, "template");
    assert_int_equal(out.candidates.n, 3);
    assert_false(str_eq(out.candidates.at[0].text, out.candidates.at[1].text));
    assert_null(out.fallback.p);
    ASSERT_OK(text_ask(c, STR("shop"), &in, &out));
    ASSERT_STR(out.backend, "template");
    assert_int_equal(text_needs(c, STR("")), 0);
}

TEST(text_ask_falls_back_and_says_so)
{
    struct text_in in = ask(STR("root ::= \"a\" | \"b\""));
    struct text_out out;
    set(c, STR("{\"backend\":\"llama\",\"model\":\"/nowhere/none.gguf\"}"), STR(""));
    ASSERT_OK(text_ask(c, STR(""), &in, &out));
    ASSERT_STR(out.backend, "template");
    assert_true(out.fallback.n > 0);
    in.grammar = (struct str){0}; /* nothing to walk: the failure stands */
    assert_int_not_equal(text_ask(c, STR(""), &in, &out), OK);
    assert_true(c->why[0]);
}

TEST(text_ask_refuses_unknown_backends_and_bad_grammars)
{
    struct text_in in = ask(STR("root ::= "));
    struct text_out out;
    assert_int_equal(text_ask(c, STR("oracle"), &in, &out), REJECT);
    assert_true(str_has(str_z(c->why), STR("oracle")));
    in.grammar = STR("root ::= \"a");
    assert_int_equal(text_ask(c, STR("template"), &in, &out), REJECT);
    assert_true(str_has(str_z(c->why), STR("line 1")));
    in.n = 1000;
    assert_int_equal(text_ask(c, STR("template"), &in, &out), REJECT);
}
