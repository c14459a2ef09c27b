/* intelligence/answer/converse/converse_test.c - turns of a conversation: what stands, what goes, what is never said. */
#include "core/capability.h"
#include "core/json.h"
#include "core/settings.h"
#include "test/unit/unit.h"

static const char shelf[] =
    "[{\"id\":\"trail\",\"title\":\"Trail "
    "Shoe\",\"category\":\"Shoes\",\"price\":8990,\"currency\":\"EUR\",\"description\":\"Light.\",\"features\":["
    "\"waterproof\"],"
    "\"attributes\":[{\"name\":\"colour\",\"value\":\"red\"},{\"name\":\"material\",\"value\":\"nylon\"}]},"
    "{\"id\":\"road\",\"title\":\"Road Shoe\",\"category\":\"Shoes\",\"price\":12900,\"currency\":\"EUR\","
    "\"attributes\":[{\"name\":\"colour\",\"value\":\"blue\"},{\"name\":\"material\",\"value\":\"leather\"}]},"
    "{\"id\":\"kid\",\"title\":\"Kids Shoe\",\"category\":\"Shoes\",\"price\":3990,\"currency\":\"EUR\","
    "\"attributes\":[{\"name\":\"colour\",\"value\":\"blue\"},{\"name\":\"material\",\"value\":\"nylon\"}]},"
    "{\"id\":\"cup\",\"title\":\"Steel Cup\",\"category\":\"Cups\",\"price\":990,\"currency\":\"EUR\"}]";

/* The same on every machine, whatever models it has. */
static struct settings *words_alone(struct ctx *c)
{
    struct settings *s = NEW(c, struct settings);
    *s = (struct settings){NEW_ARRAY(c, struct setting, 1), 1};
    s->at[0] = (struct setting){.name = STR("search"), .value = STR("{\"embed\":\"none\"}")};
    return s;
}

/* Say one thing, with the state of the answer before ("" at first); gives the whole answer. */
static const struct json *turn(struct ctx *c, struct str *state, const char *message)
{
    const struct json *v;
    c->settings = words_alone(c);
    struct str out, in = str_fmt(c, "{\"message\":\"%s\",\"products\":%s%s%s}", message, shelf,
                                 state->n ? ",\"state\":" : "", state->n ? state->p : "");
    ASSERT_OK(capability_json(c, capability_find(STR("search.converse")), in, &out));
    ASSERT_OK(json_read(c, out, &v));
    *state = json_text(c, json_get(v, "state"));
    return v;
}

static struct str ids(struct ctx *c, const struct json *v)
{
    struct strs all = {0};
    for (struct json_walk w = json_walk(json_get(v, "products")); json_next(&w);)
        strs_add(c, &all, json_str(json_get(w.value, "id")));
    return str_join(c, &all, STR(" "));
}

TEST(converse_keeps_replaces_and_forgets)
{
    struct str s = STR("");
    ASSERT_STR(ids(c, turn(c, &s, "I am looking for blue shoes")), "road kid");
    ASSERT_STR(ids(c, turn(c, &s, "not leather")), "kid");
    ASSERT_STR(ids(c, turn(c, &s, "in red instead")), "trail");
    ASSERT_STR(ids(c, turn(c, &s, "any colour")), "trail kid");
    ASSERT_STR(ids(c, turn(c, &s, "cheaper than the first one")), "kid");
    ASSERT_STR(ids(c, turn(c, &s, "a steel cup")), "cup"); /* another thing: nothing of the shoes is left */
    ASSERT_STR(ids(c, turn(c, &s, "start over")), "");
    ASSERT_STR(ids(c, turn(c, &s, "shoes under 50")), "kid");
}

TEST(converse_tells_what_it_does_not_find_and_misses_nothing_else)
{
    struct str s = STR("");
    struct str reply = json_str(json_get(turn(c, &s, "blue shoes for a wedding"), "reply"));
    assert_false(str_has(reply, STR("wedding"))); /* said of the need */
    assert_true(str_has(json_str(json_get(turn(c, &s, "bicycles?"), "reply")), STR("“bicycles”")));
}

TEST(converse_says_only_what_is_stated)
{
    struct str s = STR("");
    turn(c, &s, "the trail shoe");
    ASSERT_STR(json_str(json_get(turn(c, &s, "is it waterproof?"), "reply")), "Yes. For Trail Shoe it is stated: "
                                                                              "“waterproof”.");
    ASSERT_STR(json_str(json_get(turn(c, &s, "is it vegan?"), "reply")), "That is not stated for Trail Shoe.");
    ASSERT_STR(json_str(json_get(turn(c, &s, "how much does it weigh?"), "reply")), "That is not stated for Trail "
                                                                                    "Shoe.");
    ASSERT_STR(json_str(json_get(turn(c, &s, "was kostet es?"), "reply")), "Trail Shoe kostet 89.90 EUR.");
}

TEST(converse_compares_with_sources)
{
    struct str s = STR("");
    const struct json *t = json_get(turn(c, &s, "compare the trail shoe and the road shoe"), "comparison");
    ASSERT_STR(json_str(json_path(t, "rows.0.cells.1.value")), "129.00 EUR");
    for (struct json_walk w = json_walk(json_get(t, "rows")); json_next(&w);)
        for (struct json_walk k = json_walk(json_get(w.value, "cells")); json_next(&k);)
            assert_true(json_str(json_get(k.value, "value")).n == 0 || json_str(json_get(k.value, "source")).n > 0);
}

TEST(converse_acts_for_the_caller)
{
    struct str s = STR("");
    turn(c, &s, "blue shoes");
    const struct json *v = turn(c, &s, "put two of the second one into my cart");
    ASSERT_STR(json_str(json_path(v, "actions.0.product")), "kid");
    assert_int_equal(json_int(json_path(v, "actions.0.quantity")), 2);
    assert_true(json_bool(json_get(v, "ai")));
}
