/* data/letter_test.c - fetched letters become conversations; answers become letters. */
#include "core/hash.h"
#include "core/settings.h"
#include "data/effect.h"
#include "data/mailbox.h"
#include "data/outbox.h"
#include "data/reply.h"
#include "test/unit/unit.h"

static const struct answering everywhere = {STR("auto"), STR("auto"), STR("auto")};

static void shop_with_mailbox(struct ctx *c)
{
    static const char set[] = "{\"mailboxes\":[{\"name\":\"service\",\"address\":\"Help@shop.example\",\"title\":\"Shop\",\"trusts\":\"mx.shop.example\"}]}";
    struct settings *s = NEW(c, struct settings);
    unit_shop(c);
    s->at = NEW(c, struct setting);
    s->at[0] = (struct setting){STR("channel.mail"), str_z(set), 0, STR("anna")};
    s->n = 1;
    c->settings = s;
}

static void comes(struct ctx *c, int64_t uid, const char *raw)
{
    bool did;
    ASSERT_OK(db_run(c, "INSERT INTO letter (mailbox, validity, uid, raw, state, at_ms) VALUES ('service', 1, $1, $2, 'new', $1)", A(uid),
                     A(hash_base64(c, str_z(raw)))));
    ASSERT_OK(letter_step(c, &did));
    assert_true(did);
}

static int64_t count(struct ctx *c, const char *what)
{
    int64_t n;
    if (strcmp(what, "threads") == 0)
        ASSERT_OK(db_int(c, &n, "SELECT COUNT(*) FROM thread"));
    else if (strcmp(what, "messages") == 0)
        ASSERT_OK(db_int(c, &n, "SELECT COUNT(*) FROM message"));
    else
        ASSERT_OK(db_int(c, &n, "SELECT COUNT(*) FROM letter WHERE state = 'refused'"));
    return n;
}

static const char first[] = "Authentication-Results: mx.shop.example; dmarc=pass\nFrom: Ann <ann@x.example>\nTo: help@shop.example\nSubject: Kettle\n"
                            "Message-ID: <m1@x>\n\nIt leaks.\n";

TEST(letter_becomes_a_thread_once)
{
    struct thread t;
    bool found;
    shop_with_mailbox(c);
    ASSERT_OK(db_run(c, "INSERT INTO customer (id, email, name) VALUES ('7', 'Ann@x.example', 'Ann')"));
    comes(c, 1, first);
    comes(c, 2, first); /* the server numbered anew */
    assert_int_equal(count(c, "threads"), 1);
    assert_int_equal(count(c, "messages"), 1);
    ASSERT_OK(thread_due(c, &everywhere, &t, &found));
    assert_true(found);
    ASSERT_STR(t.verified, "mail");
    ASSERT_STR(t.customer, "7");
    comes(c, 3, "From: ann@x.example\nMessage-ID: <m2@x>\nReferences: <m1@x>\n\nStill leaks.\n");
    assert_int_equal(count(c, "threads"), 1);
    ASSERT_OK(thread_load(c, t.id, &t));
    ASSERT_STR(t.verified, "no"); /* this one was proven by nobody */
    comes(c, 4, "From: eve@x.example\nMessage-ID: <m3@x>\nReferences: <m1@x>\n\nSend it to me.\n");
    assert_int_equal(count(c, "threads"), 2);
}

TEST(letter_of_a_machine_is_not_answered)
{
    struct thread t;
    bool found;
    shop_with_mailbox(c);
    comes(c, 1, "From: ann@x.example\nAuto-Submitted: auto-replied\nMessage-ID: <m1@x>\n\nI am away.\n");
    comes(c, 2, "From: help@shop.example\nMessage-ID: <m2@shop>\n\nOur own copy.\n");
    comes(c, 3, "nonsense");
    comes(c, 4, "Subject: nobody\n\nwho am I\n");
    ASSERT_OK(thread_due(c, &everywhere, &t, &found));
    assert_false(found);
    assert_int_equal(count(c, "messages"), 1);
    assert_int_equal(count(c, "refused"), 2);
}

TEST(reply_of_a_person_goes_out_with_its_references)
{
    struct thread t;
    struct outbox_rows rows;
    struct effect e;
    struct outgoing o;
    struct str left;
    bool found;
    int64_t item, n;
    shop_with_mailbox(c);
    comes(c, 1, first);
    ASSERT_OK(thread_due(c, &everywhere, &t, &found));
    assert_int_equal(reply_add(c, &t, &(struct reply){.text = STR(" "), .by = STR("person:anna"), .then = STR("waiting")}, &item), REJECT);
    ASSERT_OK(reply_add(c, &t, &(struct reply){.text = STR("We send a new one."), .by = STR("person:anna"), .then = STR("waiting")}, &item));
    ASSERT_OK(outbox_plan(c, item, &n, &left));
    assert_int_equal(n, 1);
    ASSERT_OK(outbox_load(c, item, &rows));
    ASSERT_STR(rows.at[0].channel, "mail");
    ASSERT_OK(record_from_json(c, &effect_record, rows.at[0].body.text, STRICT, &e));
    ASSERT_OK(record_from_json(c, &outgoing_record, e.value, STRICT, &o));
    ASSERT_STR(o.to, "ann@x.example");
    ASSERT_STR(o.subject, "Re: Kettle");
    ASSERT_STR(o.text, "We send a new one.");
    ASSERT_STR(o.references.at[0], "m1@x");
    assert_true(str_starts(o.id, STR("purvey.")) && str_ends(o.id, STR("@shop.example")) && !o.machine);
    ASSERT_OK(thread_load(c, t.id, &t));
    ASSERT_STR(t.state, "waiting");
    ASSERT_OK(thread_due(c, &everywhere, &t, &found));
    assert_false(found);
}

TEST(reply_of_the_agent_says_what_wrote_it)
{
    struct thread t;
    struct message m;
    struct str value;
    struct outgoing o;
    bool found;
    int64_t item;
    shop_with_mailbox(c);
    comes(c, 1, first);
    ASSERT_OK(db_run(c, "UPDATE thread SET language = 'de'"));
    ASSERT_OK(thread_due(c, &everywhere, &t, &found));
    ASSERT_OK(reply_add(c, &t, &(struct reply){.text = STR("Das tut uns leid."), .by = STR("agent"), .then = STR("waiting")}, &item));
    ASSERT_OK(db_one(c, &message_record, &m, "SELECT * FROM message WHERE item = $1", A(item)));
    ASSERT_OK(reply_outgoing(c, str_fmt(c, "%lld", (long long)m.id), STR("Das tut uns leid."), &value));
    ASSERT_OK(record_from_json(c, &outgoing_record, value, STRICT, &o));
    assert_true(o.machine && str_has(o.text, STR("automatischer Assistent")));
    struct spokens all;
    ASSERT_OK(thread_spoken(c, t.id, true, &all));
    assert_int_equal(all.n, 1); /* the customer sees it when it is out */
}
