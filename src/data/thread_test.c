/* data/thread_test.c - a message is taken once, a stranger gets into no thread, a person stops the agent. */
#include "data/thread.h"
#include "test/unit/unit.h"

static const struct answering everywhere = {STR("auto"), STR("auto"), STR("auto")};

static struct message said(struct ctx *c, const struct thread *t, const char *key, const char *text)
{
    return (struct message){.id = db_new_id(c), .thread = t->id, .key = str_z(key), .way = STR("in"), .by_whom = STR("customer"), .text = str_z(text),
                            .item = NONE, .at_ms = c->now_ms};
}

static struct thread begun(struct ctx *c, const char *key)
{
    struct thread t = thread_new(c, STR("mail"));
    bool known;
    t.address = STR("ann@x.example");
    struct message m = said(c, &t, key, "Where is my parcel?");
    ASSERT_OK(message_take(c, &t, &m, &known));
    assert_false(known);
    return t;
}

TEST(thread_takes_a_message_once)
{
    struct thread t, due;
    bool known, found;
    struct spokens all;
    unit_shop(c);
    t = begun(c, "m1@x");
    struct message again = said(c, &t, "m1@x", "Where is my parcel?");
    ASSERT_OK(message_take(c, &t, &again, &known));
    assert_true(known);
    ASSERT_OK(thread_spoken(c, t.id, true, &all));
    assert_int_equal(all.n, 1);
    ASSERT_OK(thread_due(c, &everywhere, &due, &found));
    assert_true(found && due.id == t.id);
    ASSERT_OK(thread_answered(c, t.id));
    ASSERT_OK(thread_due(c, &everywhere, &due, &found));
    assert_false(found);
}

TEST(thread_is_found_by_reference_only_for_its_own_address)
{
    struct thread t, got;
    struct strs refs = {0};
    bool found;
    unit_shop(c);
    t = begun(c, "m1@x");
    strs_add(c, &refs, STR("other@x"));
    strs_add(c, &refs, STR("m1@x"));
    ASSERT_OK(thread_of_refs(c, &refs, STR("ann@x.example"), &got, &found));
    assert_true(found && got.id == t.id);
    ASSERT_OK(thread_of_refs(c, &refs, STR("eve@x.example"), &got, &found));
    assert_false(found);
}

TEST(thread_of_a_person_is_left_alone)
{
    struct thread t, due;
    bool known, found;
    unit_shop(c);
    t = begun(c, "m1@x");
    ASSERT_OK(thread_move(c, t.id, STR("human"), STR("person:anna"), STR("taken over")));
    ASSERT_OK(thread_load(c, t.id, &t));
    ASSERT_STR(t.person, "anna");
    struct message m = said(c, &t, "m2@x", "Hello?");
    ASSERT_OK(message_take(c, &t, &m, &known));
    ASSERT_OK(thread_due(c, &everywhere, &due, &found));
    assert_false(found);
    ASSERT_OK(thread_move(c, t.id, STR("open"), STR("person:anna"), STR("handed back")));
    ASSERT_OK(thread_due(c, &everywhere, &due, &found));
    assert_true(found);
    ASSERT_OK(thread_move(c, t.id, STR("solved"), STR("person:anna"), STR("done")));
    assert_int_equal(thread_move(c, t.id, STR("waiting"), STR("agent"), STR("no")), REJECT);
}

TEST(thread_solved_opens_again_but_not_for_a_machine)
{
    struct thread t;
    bool known;
    unit_shop(c);
    t = begun(c, "m1@x");
    ASSERT_OK(thread_move(c, t.id, STR("solved"), STR("agent"), STR("done")));
    ASSERT_OK(thread_load(c, t.id, &t));
    struct message m = said(c, &t, "m2@x", "I am away");
    m.held = STR("it says Auto-Submitted: auto-replied");
    ASSERT_OK(message_take(c, &t, &m, &known));
    ASSERT_OK(thread_load(c, t.id, &t));
    ASSERT_STR(t.state, "solved");
    m = said(c, &t, "m3@x", "It is broken again");
    ASSERT_OK(message_take(c, &t, &m, &known));
    ASSERT_OK(thread_load(c, t.id, &t));
    ASSERT_STR(t.state, "open");
}

TEST(thread_notes_are_for_colleagues)
{
    struct thread t;
    struct spokens all;
    struct case_file f = {.suggestion = STR("offer a new one")}, back;
    unit_shop(c);
    t = begun(c, "m1@x");
    ASSERT_OK(thread_note(c, t.id, STR("person:anna"), STR("he called too")));
    assert_int_equal(thread_note(c, t.id, STR("person:anna"), STR("  ")), REJECT);
    ASSERT_OK(thread_spoken(c, t.id, true, &all));
    assert_int_equal(all.n, 1);
    ASSERT_OK(thread_spoken(c, t.id, false, &all));
    assert_int_equal(all.n, 2);
    *LIST_ADD(c, &f.refused) = (struct case_refusal){STR("refund of 500"), STR("more than was paid")};
    ASSERT_OK(case_save(c, t.id, &f));
    ASSERT_OK(thread_load(c, t.id, &t));
    ASSERT_OK(case_load(c, &t, &back));
    ASSERT_STR(back.suggestion, "offer a new one");
    assert_int_equal(back.refused.n, 1);
}
