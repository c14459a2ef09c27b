/* port/mail_test.c - what a mail says, whatever it looks like. */
#include "core/mail.h"
#include "test/unit/unit.h"

static struct mail read_ok(struct ctx *c, const char *raw)
{
    struct mail m;
    ASSERT_OK(mail_read(c, str_z(raw), &m));
    return m;
}

TEST(mail_plain)
{
    struct mail m = read_ok(c, "From: =?utf-8?q?Zo=C3=AB_Berg?= <Zoe@Example.org>\r\nTo: Shop <help@shop.example>, b@x.example\r\n"
                               "Subject: =?iso-8859-1?Q?R=FCckgabe?=\r\nMessage-ID: <a1@example.org>\r\nIn-Reply-To: <o2@shop.example>\r\n"
                               "References: <o1@shop.example>\r\n <o2@shop.example>\r\nDate: Tue, 3 Nov 2026 10:12:00 +0100\r\n"
                               "Content-Type: text/plain; charset=iso-8859-1\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
                               "Gr=FC=DFe, das passt nicht.\r\n\r\nAm Di., 3. Nov. 2026 um 09:00 schrieb Shop <help@shop.example>:\r\n"
                               "> Guten Tag\r\n");
    ASSERT_STR(m.from.address, "zoe@example.org");
    ASSERT_STR(m.from.name, "Zoë Berg");
    ASSERT_STR(m.subject, "Rückgabe");
    ASSERT_STR(m.id, "a1@example.org");
    ASSERT_STR(m.text, "Grüße, das passt nicht.");
    assert_true(str_starts(m.quoted, STR("Am Di.")));
    assert_int_equal(m.to.n, 2);
    assert_int_equal(m.references.n, 3);
    ASSERT_STR(m.references.at[2], "o2@shop.example");
    assert_int_equal(m.date_ms, 1793697120000);
    assert_null(m.automatic.p);
}

TEST(mail_html_and_attachment)
{
    struct mail m = read_ok(c, "From: a@x.example\nSubject: s\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=B\n\n"
                               "--B\nContent-Type: multipart/alternative; boundary=C\n\n"
                               "--C\nContent-Type: text/plain\n\n \n--C\nContent-Type: text/html; charset=utf-8\n\n"
                               "<style>p{color:red}</style><p>Where is <b>my parcel</b>?</p><script>alert(1)</script>\n--C--\n"
                               "--B\nContent-Type: image/png; name=\"../../x.png\"\nContent-Disposition: attachment; filename=\"../../x.png\"\n"
                               "Content-Transfer-Encoding: base64\n\niVBORw==\n--B--\n");
    ASSERT_STR(m.text, "Where is my parcel?");
    assert_int_equal(m.parts.n, 1);
    ASSERT_STR(m.parts.at[0].type, "image/png");
    assert_int_equal(m.parts.at[0].bytes.n, 4);
}

TEST(mail_plain_form_goes_before_html)
{
    struct mail m = read_ok(c, "From: a@x.example\nContent-Type: multipart/alternative; boundary=C\n\n"
                               "--C\nContent-Type: text/html\n\n<p>html</p>\n--C\nContent-Type: text/plain\n\nplain\n--C--\n");
    ASSERT_STR(m.text, "plain");
}

TEST(mail_automatic)
{
    static const char *const heads[] = {
        "Auto-Submitted: auto-replied", "Precedence: bulk", "Return-Path: <>", "List-Id: <x.example>", "X-Autoreply: yes",
        "X-Auto-Response-Suppress: All", "Content-Type: multipart/report; report-type=delivery-status; boundary=x",
    };
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++)
        if (!read_ok(c, str_fmt(c, "From: a@x.example\n%s\n\nI am away.\n", heads[i]).p).automatic.p)
            fail_msg("%s is not seen", heads[i]);
    assert_non_null(read_ok(c, "From: MAILER-DAEMON@x.example\n\nno such user\n").automatic.p);
    assert_null(read_ok(c, "From: a@x.example\nAuto-Submitted: no\nReturn-Path: <a@x.example>\n\nHello\n").automatic.p);
}

TEST(mail_proofs)
{
    struct mail m = read_ok(c, "Authentication-Results: mx.shop.example; spf=pass; dmarc=pass header.from=x.example\n"
                               "Authentication-Results: other.example; dmarc=fail\nFrom: a@x.example\n\nHi\n");
    assert_true(mail_is_proven(&m, STR("mx.shop.example")));
    assert_false(mail_is_proven(&m, STR("other.example")));
    assert_false(mail_is_proven(&m, STR("mx.shop")));
    assert_false(mail_is_proven(&m, STR("")));
    m = read_ok(c, "Authentication-Results: mx.shop.example; dmarc=fail\nAuthentication-Results: mx.shop.example; dmarc=pass\nFrom: a@x.example\n\nHi\n");
    assert_false(mail_is_proven(&m, STR("mx.shop.example"))); /* the lower one came with the mail */
}

TEST(mail_split_quotes)
{
    static const struct {
        const char *text, *own;
    } cases[] = {
        {"Yes please.\n\nOn Tue, Nov 3, 2026 at 10:12 AM Shop\n<help@shop.example> wrote:\n> Shall we?", "Yes please."},
        {"Oui.\n\nLe mar. 3 nov. 2026 à 10:12, Shop <h@s.example> a écrit :\n> bonjour", "Oui."},
        {"It broke.\n-- \nAnn Example\nExample Ltd", "It broke."},
        {"ok\n\nFrom: Shop <h@s.example>\nSent: Tuesday\nTo: Ann\n\nold text", "ok"},
        {"ok\n-----Original Message-----\nold", "ok"},
        {"ok\n\nSent from my phone", "ok"},
        {"> Which size?\n42\n> Which colour?\nred", "42\nred"},
        {"On Monday I wrote: nothing came.\nPlease help.", "On Monday I wrote: nothing came.\nPlease help."},
        {"On 3 May I bought it: it broke.\nWhat now?", "On 3 May I bought it: it broke.\nWhat now?"},
        {"From: the kettle\nwater drips.", "From: the kettle\nwater drips."},
        {"---------- Forwarded message ---------\nlook at this", "---------- Forwarded message ---------\nlook at this"},
        {"", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct str own, quoted;
        mail_split(c, str_z(cases[i].text), &own, &quoted);
        ASSERT_STR(own, cases[i].own);
    }
}

TEST(mail_subjects)
{
    ASSERT_STR(str_copy(c, mail_subject_bare(STR("Re: AW: Fwd: Kettle: broken"))), "Kettle: broken");
    ASSERT_STR(str_copy(c, mail_subject_bare(STR("Reply"))), "Reply");
}

TEST(mail_ids_and_addresses)
{
    assert_true(mail_id_is(STR("a.b@c")));
    assert_false(mail_id_is(STR("a>b@c")));
    assert_false(mail_id_is(STR("a b@c")));
    assert_true(mail_address_is(STR("a.b+c@x-y.example")));
    assert_false(mail_address_is(STR("a@x\r\nBcc: b@y")));
    assert_false(mail_address_is(STR("a@b@c.example")));
    assert_false(mail_address_is(STR("-oQ/tmp@x.example")));
    assert_false(mail_address_is(STR("a@")));
}

TEST(mail_write_and_read_again)
{
    struct letter l = {.id = STR("purvey.1@shop.example"), .from = {STR("The Shop"), STR("help@shop.example")},
                       .to = {STR("Zoë \"Z\" Berg\r\nBcc: x@y.example"), STR("zoe@example.org")}, .subject = STR("Re: Rückgabe\r\nX-Bad: 1"),
                       .text = STR("Grüße aus dem Laden.\n.\nFrom here on: all is well."), .machine = true, .date_ms = 1793697120000};
    strs_add(c, &l.references, STR("a0@example.org"));
    strs_add(c, &l.references, STR("a1@example.org"));
    struct str raw, again;
    ASSERT_OK(mail_write(c, &l, &raw));
    ASSERT_OK(mail_write(c, &l, &again));
    ASSERT_STR(raw, again.p);
    assert_false(str_has(raw, STR("\nBcc:")));
    assert_false(str_has(raw, STR("\nX-Bad:")));
    struct mail m = read_ok(c, raw.p);
    ASSERT_STR(m.text, "Grüße aus dem Laden.\n.\nFrom here on: all is well.");
    ASSERT_STR(m.id, "purvey.1@shop.example");
    ASSERT_STR(m.from.address, "help@shop.example");
    assert_int_equal(m.to.n, 1);
    ASSERT_STR(m.references.at[m.references.n - 1], "a1@example.org");
    assert_non_null(m.automatic.p); /* another machine will not answer it */
    l.to.address = STR("a@b\r\nX: y");
    assert_int_equal(mail_write(c, &l, &raw), REJECT);
}

TEST(mail_that_is_none)
{
    struct mail m;
    assert_int_equal(mail_read(c, STR(""), &m), REJECT);
    struct buf deep = {0};
    buf_fmt(c, &deep, "From: a@x.example\n");
    for (int i = 0; i < 2000; i++)
        buf_fmt(c, &deep, "Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n", i, i);
    enum status s = mail_read(c, buf_str(&deep), &m);
    assert_true(s == OK || s == REJECT);
}
