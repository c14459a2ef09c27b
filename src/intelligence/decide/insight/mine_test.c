/* intelligence/decide/insight/mine_test.c - the same messages in any order give the same themes; persons are in none; chance is no trend. */
#include "core/json.h"
#include "core/rand.h"
#include "core/settings.h"
#include "data/day.h"
#include "intelligence/decide/insight/mine.h"
#include "test/unit/unit.h"

static void with_hash(struct ctx *c)
{
    struct settings *s = NEW(c, struct settings);
    s->at = NEW(c, struct setting);
    s->at[0] = (struct setting){STR("insight.mine"), STR("{\"backend\":\"hash\"}"), 0, STR("anna")};
    s->n = 1;
    c->settings = s;
}

static const char *const leaks[] = {"the kettle leaks at the handle", "my kettle leaks water", "kettle leaks again, water everywhere", "new kettle leaks"};
static const char *const invoices[] = {"please send an invoice with vat", "i need the invoice with vat", "where is my vat invoice", "the invoice has no vat number"};

static void add(struct ctx *c, struct mine_in *in, const char *text, int64_t at_ms)
{
    struct mine_message *m = LIST_ADD(c, &in->messages);
    record_init(&mine_message_record, m);
    m->id = str_fmt(c, "m%zu", in->messages.n);
    m->text = str_z(text);
    m->at_ms = at_ms;
}

static struct str mined(struct ctx *c, const struct mine_in *in, struct mine_out *out)
{
    ASSERT_OK(capability_call(c, "insight.mine", in, out));
    return record_to_json(c, &mine_out_record, out);
}

#define DAYS(n) ((n) * DAY_MS)

TEST(mine_same_in_any_order)
{
    struct mine_in in = {0}, turned = {0};
    struct mine_out a, b;
    with_hash(c);
    for (int i = 0; i < 4; i++) {
        add(c, &in, leaks[i], DAYS(100 - i));
        add(c, &in, invoices[i], DAYS(100 - i));
    }
    for (size_t i = in.messages.n; i-- > 0;)
        *LIST_ADD(c, &turned.messages) = in.messages.at[i];
    struct str first = mined(c, &in, &a);
    ASSERT_STR(mined(c, &turned, &b), first.p);
    assert_int_equal(a.themes.n, 2);
    assert_true(str_has(a.themes.at[0].label, STR("kettle")) || str_has(a.themes.at[0].label, STR("vat")) || str_has(a.themes.at[0].label, STR("invoice")));
    assert_int_equal(a.alone.n, 0);
}

/* What hides a telephone number is no word of the customer's. */
TEST(mine_marks_are_no_words)
{
    static const char *const with[] = {"kettle leaks, call +49 30 1234567", "the kettle leaks: +49 171 2345678", "leaking kettle, mail ann@x.example or +44 20 7946 0958",
                                       "kettle leaks bob@y.example", "kettle leaks carl@z.example"};
    struct mine_in in = {0};
    struct mine_out out;
    with_hash(c);
    for (int i = 0; i < 5; i++)
        add(c, &in, with[i], DAYS(100 - i));
    mined(c, &in, &out);
    assert_int_equal(out.themes.n, 1);
    for (size_t i = 0; i < out.themes.at[0].phrases.n; i++)
        assert_false(str_has(out.themes.at[0].phrases.at[i], STR("phone")) || str_has(out.themes.at[0].phrases.at[i], STR("e-mail")));
    assert_true(str_has(out.themes.at[0].sample, STR("[")) && !str_has(out.themes.at[0].sample, STR("@")));
}

/* A message between two themes goes to the one it is like; who is like none stays alone. */
TEST(mine_settles_where_it_is_at_home)
{
    enum { N = 8 };
    float like[N * N];
    int group[N] = {0, 0, 0, 1, 1, 1, 0, 2}; /* 6 was joined to the wrong one; 7 is alone */
    for (int i = 0; i < N; i++)
        for (int k = 0; k < N; k++)
            like[i * N + k] = i == k ? 1 : (i < 3) == (k < 3) ? 0.8f : 0.05f;
    for (int k = 0; k < 7; k++)
        like[7 * N + k] = like[k * N + 7] = 0.05f;
    mine_settle(c, like, N, 0.1, 3, group, 3);
    assert_int_equal(group[6], 1);
    assert_int_equal(group[7], 2);
    mine_settle(c, like, N, 0.04, 3, group, 3);
    assert_true(group[7] != 2);
}

TEST(mine_names_nobody)
{
    struct mine_in in = {0};
    struct mine_out out;
    with_hash(c);
    for (int i = 0; i < 4; i++)
        add(c, &in, str_fmt(c, "kettle leaks, write to ann%d@x.example or call +49 30 123456%d, IBAN DE89370400440532013000", i, i).p, DAYS(10));
    struct str text = mined(c, &in, &out);
    assert_int_equal(out.themes.n, 1);
    assert_false(str_has(text, STR("x.example")) || str_has(text, STR("123456")) || str_has(text, STR("DE89")));
}

TEST(mine_content_reviews_are_no_pain)
{
    struct mine_in in = {0};
    struct mine_out out;
    with_hash(c);
    for (int i = 0; i < 4; i++) {
        add(c, &in, leaks[i], DAYS(10));
        in.messages.at[i].rating = 5;
    }
    add(c, &in, "!!! ???", DAYS(10));
    mined(c, &in, &out);
    assert_int_equal(out.read, 0);
    assert_int_equal(out.passed, 5);
}

static struct mine_theme theme_with(const struct mine_out *out, const char *word)
{
    for (size_t i = 0; i < out->themes.n; i++)
        if (str_has(out->themes.at[i].sample, str_z(word)))
            return out->themes.at[i];
    fail_msg("no theme says \"%s\"", word);
    return (struct mine_theme){0};
}

TEST(mine_trend_is_told_from_chance)
{
    struct mine_in in = {0};
    struct mine_out out;
    with_hash(c);
    for (int i = 0; i < 24; i++)
        add(c, &in, leaks[i % 4], DAYS(i < 22 ? 99 : 60)); /* 22 now, 2 before */
    for (int i = 0; i < 60; i++)
        add(c, &in, invoices[i % 4], DAYS(i % 2 ? 99 : 60)); /* as many as before */
    mined(c, &in, &out);
    struct mine_theme leak = theme_with(&out, "leaks"), invoice = theme_with(&out, "invoice");
    ASSERT_STR(leak.trend, "rising");
    assert_int_equal(leak.now, 22);
    assert_int_equal(leak.before, 2);
    assert_true(leak.q < 0.05 && leak.p <= leak.q);
    assert_false(str_eq(invoice.trend, STR("rising")));
}

/* Among themes that only chance moves, the share of those called rising or falling stays near what was asked for. */
TEST(mine_false_alarms_are_few)
{
    int alarms = 0, tries = 60;
    with_hash(c);
    for (int t = 0; t < tries; t++) {
        struct mine_in in = {.now_ms = DAYS(100)};
        struct mine_out out;
        for (int i = 0; i < 40; i++)
            add(c, &in, i % 2 ? leaks[i % 4] : invoices[(i / 2) % 4], DAYS(rand_next(&c->seed) & 1 ? 99 : 60));
        mined(c, &in, &out);
        bool any = false;
        for (size_t i = 0; i < out.themes.n; i++)
            any |= !str_eq(out.themes.at[i].trend, STR("steady"));
        alarms += any;
    }
    assert_true(alarms <= 8); /* 5 % of 60 is 3; more than 8 has probability 0.005 */
}
