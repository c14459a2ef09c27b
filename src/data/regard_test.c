/* data/regard_test.c - what a customer is worth, for whom that may be looked at, and how they are spoken to. */
#include "data/day.h"
#include "data/regard.h"
#include "test/unit/unit.h"

static void sold(struct ctx *c, const char *who, int days_ago, int64_t price)
{
    struct str id = str_fmt(c, "%s-%d", who, days_ago);
    ASSERT_OK(db_run_(c, "INSERT INTO sale (id, customer, state, placed_ms, currency, hash, batch) VALUES ($1, $2, 'paid', $3, 'EUR', '', 1)",
                      ARGS(A(id), A(str_z(who)), A(c->now_ms - days_ago * DAY_MS))));
    ASSERT_OK(db_run(c, "INSERT INTO line (sale, pos, product, sku, title, quantity, price) VALUES ($1, 0, 'p', 'S', 'Cup', 1, $2)", A(id), A(price)));
}

static struct regard of(struct ctx *c, const char *who)
{
    struct regard r;
    ASSERT_OK(regard_load(c, str_z(who), &r));
    return r;
}

static void consent(struct ctx *c, const char *who, int id, int given)
{
    ASSERT_OK(db_run(c, "INSERT INTO consent (id, customer, purpose, given, proof, source, at_ms) VALUES ($1, $2, 'profile', $3, 'form', 'web', $4)", A(id), A(str_z(who)),
                     A(given), A(c->now_ms - DAY_MS + id)));
}

TEST(regard_is_of_what_they_bought_and_only_with_consent)
{
    unit_shop(c);
    for (int i = 0; i < 8; i++)
        sold(c, "often", 400 - 45 * i, 1000);
    sold(c, "once", 360, 1000);
    assert_true(of(c, "often").value == NONE);
    consent(c, "often", 1, 1);
    consent(c, "once", 2, 1);
    /* The year: 7 and 1 orders of two, 4 on average, 4.00 of margin each (no cost is told: 40 %). Gamma: (1 + 7) / (1 / 4 + 1), (1 + 1) / (1 / 4 + 360 / 365). */
    assert_int_equal(of(c, "often").value, 2560);
    ASSERT_STR(of(c, "often").basis, "7 orders in a year, 6.4 expected in the next, a margin of 4.00 EUR each");
    assert_int_equal(of(c, "once").value, 647);
    consent(c, "stranger", 3, 1);
    assert_true(of(c, "stranger").value == NONE);
    consent(c, "often", 4, 0);
    assert_true(of(c, "often").value == NONE && !of(c, "often").basis.n); /* withdrawn */
}

static void wrote(struct ctx *c, int at, const char *text)
{
    ASSERT_OK(db_run(c, "INSERT INTO thread (id, channel, customer, verified, language, state, case_file, made_ms, moved_ms)"
                        " VALUES (7, 'mail', 'w', 'no', 'de', 'open', '{}', 1, 1) ON CONFLICT (id) DO NOTHING"));
    ASSERT_OK(db_run(c, "INSERT INTO message (id, thread, key, way, by_whom, text, at_ms) VALUES ($1, 7, $2, 'in', 'customer', $3, $1)", A(at), A(str_fmt(c, "m%d", at)),
                     A(str_z(text))));
}

TEST(regard_speaks_as_they_write)
{
    static const struct { const char *text, *tone; } said[] = {
        {"Hallo, wo ist mein Paket?", "plain"}, {"Hey, wann kommt ihr Lieben damit, hast du was?", "warm"}, {"Hi, könnten Sie mir helfen?", "plain"},
        {"Sehr geehrte Damen und Herren, hi", "formal"}, {"Dear Sir or Madam, my order", "formal"}, {"hi! where is it? cheers", "warm"},
        {"Salut, tu peux m'aider ?", "warm"}, {"Salut, pouvez-vous m'aider ?", "plain"}, {"The chi machine and the dubious duvet", "plain"}, {"", "plain"}};
    unit_shop(c);
    ASSERT_STR(of(c, "w").tone, "plain");
    for (size_t i = 0; i < sizeof said / sizeof *said; i++) {
        wrote(c, (int)i + 1, said[i].text);
        if (!str_eq(of(c, "w").tone, str_z(said[i].tone)))
            fail_msg("%s: not %s", said[i].text, said[i].tone);
    }
    ASSERT_STR(of(c, "w").language, "de");
}
