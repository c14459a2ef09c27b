/* intelligence/answer/service/service_text_test.c - what customers write is read in six languages; no bytes upset the reading. */
#include "intelligence/answer/service/service_text.h"
#include "core/rand.h"
#include "data/tool.h"
#include "test/unit/message.h"
#include "test/unit/unit.h"

TEST(service_clauses_name_what_is_wanted)
{
    static const struct { const char *text, *intent; } said[] = {
        {"Please cancel my order", "cancel"}, {"Ich möchte stornieren", "cancel"}, {"Je veux annuler", "cancel"}, {"Quiero cancelar el pedido", "cancel"},
        {"Vorrei annullare l'ordine", "cancel"}, {"Ik wil annuleren", "cancel"}, {"I want to send it back", "return"}, {"Ich will es zurückschicken", "return"},
        {"Quiero devolverlo, la devolución", "return"}, {"Can I swap it?", "exchange"}, {"Umtausch bitte", "exchange"}, {"Where is my parcel?", "track"},
        {"Wo bleibt mein Paket?", "track"}, {"Change the payment method", "payment"}, {"Neue Lieferadresse bitte", "address"}, {"It arrived broken", "damaged"},
        {"Let me talk to a human", "human"}, {"Where is my refund?", "refund_status"}, {"Do you have it in red?", "product"}, {"thank you", "thanks"}, {"blue with dots", "other"},
    };
    for (size_t i = 0; i < sizeof said / sizeof *said; i++) {
        struct service_clauses k = service_clauses_of(c, str_z(said[i].text));
        assert_int_equal(k.n, 1);
        if (!str_eq(k.at[0].intent, str_z(said[i].intent)))
            fail_msg("\"%s\" is read as %.*s", said[i].text, FMT(k.at[0].intent));
    }
    struct service_clauses two = service_clauses_of(c, STR("Cancel #W1 and return the lamp of #W2"));
    assert_int_equal(two.n, 2);
    ASSERT_STR(two.at[1].intent, "return");
}

TEST(service_slots_are_found)
{
    struct str first, last, text = STR("I am Ana Lopez, zip 28013, ana.lopez@example.com. Order #W1234567 and order 1001, W7654321");
    struct service_words w = service_words_of(c, text);
    struct strs ids = service_order_ids(c, text), at = {0};
    assert_true(service_name(c, text, false, &first, &last));
    ASSERT_STR(first, "Ana");
    ASSERT_STR(last, "Lopez");
    ASSERT_STR(service_zip(c, &w, false), "28013");
    ASSERT_STR(service_email(c, text), "ana.lopez@example.com");
    assert_int_equal(ids.n, 3);
    ASSERT_STR(ids.at[0], "#W1234567");
    ASSERT_STR(ids.at[1], "1001");
    assert_true(service_address(c, STR("please send it to 500 Howard St, Apt 4, San Francisco, CA 94105, USA"), &at));
    ASSERT_STR(at.at[0], "500 Howard St");
    ASSERT_STR(at.at[2], "San Francisco");
    ASSERT_STR(at.at[3], "CA");
    ASSERT_STR(at.at[5], "94105");
    ASSERT_STR(service_plain(c, STR("c\u200ba\u200bncel \uff03\uff21\uff11")), "cancel #A1");
}

static void read_all(struct ctx *c, struct str text)
{
    struct tool_call call;
    message_read(c, text);
    if (tool_call_read(c, text, &call) == OK)
        assert_non_null(call.tool);
}

TEST(service_text_reads_anything)
{
    static const char *const parts[] = {"#", "@", "a", "Z", "9", " ", ".", "-", ",", "\n", "é", "\u200b", "\xf0\x9f\x98\x80",
                                       "order ", "{\"name\":\"", "get_order", "\"}", "and ", "Ana ", ":", "'", "*"};
    for (int round = 0; round < 3000; round++) {
        struct arena_mark mark = arena_mark(c->mem);
        struct buf b = {0};
        for (uint64_t n = rand_below(&c->seed, 60); n > 0; n--)
            buf_add(c, &b, str_z(parts[rand_below(&c->seed, sizeof parts / sizeof *parts)]));
        read_all(c, buf_str(&b));
        arena_reset(c->mem, mark);
    }
}

TEST(service_postcodes_of_two_words_are_one)
{
    struct strs at = {0}, uk = {0};
    assert_true(service_address(c, STR("Keizersgracht 101, 1015 CJ Amsterdam, Netherlands"), &at));
    ASSERT_STR(at.at[5], "1015 CJ");
    ASSERT_STR(at.at[2], "Amsterdam");
    assert_true(service_address(c, STR("10 Downing Street, London, SW1A 2AA, United Kingdom"), &uk));
    ASSERT_STR(uk.at[5], "SW1A 2AA");
    ASSERT_STR(uk.at[2], "London");
    assert_false(service_address(c, STR("my zip code is 28243 and I am Ivan Khan"), &(struct strs){0}));
}
