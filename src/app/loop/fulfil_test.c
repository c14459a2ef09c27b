/* app/loop/fulfil_test.c - a wish is done once, with its effect, or refused with a sentence. */
#include "app/loop/fulfil.h"
#include "core/settings.h"
#include "test/unit/unit.h"

static void wish(struct ctx *c, int64_t id, const char *kind, const char *body)
{
    ASSERT_OK(db_add(c, &wish_record, &(struct wish){.id = id, .kind = str_z(kind), .body = {str_z(body)}, .person = STR("anna"),
                                                     .state = STR("new"), .batch = NONE, .at_ms = id, .done_ms = NONE}));
}

static struct wish fate(struct ctx *c, int64_t id)
{
    struct wish w;
    bool did;
    ASSERT_OK(fulfil_step(c, &did));
    assert_true(did);
    ASSERT_OK(db_one(c, &wish_record, &w, "SELECT * FROM wish WHERE id = $1", A(id)));
    return w;
}

TEST(fulfil_a_setting_is_kept_with_who_wished_it)
{
    struct str by;
    unit_shop(c);
    wish(c, 1, "setting", "{\"name\":\"brand\",\"value\":{\"voice\":\"warm\"}}");
    ASSERT_STR(fate(c, 1).state, "done");
    ASSERT_OK(db_text(c, &by, "SELECT by FROM setting WHERE name = 'brand'"));
    ASSERT_STR(by, "person:anna");
}

TEST(fulfil_refuses_with_a_sentence_and_no_effect)
{
    static const struct { const char *kind, *body, *why; } cases[] = {
        {"setting", "{\"name\":\"brand\",\"value\":[1]}", "a setting is a JSON object"},
        {"setting", "{\"nam\":\"brand\"}", "nam"},
        {"generate", "{\"kinds\":[\"copy.nothing\"]}", "there is no capability \"copy.nothing\""},
        {"generate", "{\"kinds\":[\"text.template\"]}", "does not work on one product"},
        {"import", "{\"path\":\"../../etc/passwd\"}", "not a file below the shop's folder"},
        {"import", "{\"path\":\"/etc/passwd\"}", "not a file below the shop's folder"},
        {"import", "{\"path\":\"a/../../b\"}", "not a file below the shop's folder"},
        {"undo", "{\"batch\":\"77\"}", "77"},
    };
    int64_t n;
    unit_shop(c);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        wish(c, (int64_t)i + 1, cases[i].kind, cases[i].body);
        struct wish w = fate(c, (int64_t)i + 1);
        ASSERT_STR(w.state, "refused");
        if (!str_has(w.why, str_z(cases[i].why)))
            fail_msg("%s: got \"%s\", want \"%s\"", cases[i].body, w.why.p, cases[i].why);
    }
    ASSERT_OK(db_int(c, &n, "SELECT COUNT(*) FROM setting"));
    assert_int_equal(n, 0);
    ASSERT_OK(db_int(c, &n, "SELECT COUNT(*) FROM ledger"));
    assert_int_equal(n, 0);
}

TEST(fulfil_takes_the_oldest_first_and_each_once)
{
    bool did;
    struct str value;
    unit_shop(c);
    wish(c, 2, "setting", "{\"name\":\"brand\",\"value\":{\"voice\":\"second\"}}");
    wish(c, 1, "setting", "{\"name\":\"brand\",\"value\":{\"voice\":\"first\"}}");
    ASSERT_STR(fate(c, 1).state, "done");
    ASSERT_STR(fate(c, 2).state, "done");
    ASSERT_OK(db_text(c, &value, "SELECT value FROM setting WHERE name = 'brand'"));
    assert_true(str_has(value, STR("second")));
    ASSERT_OK(fulfil_step(c, &did));
    assert_false(did);
}
