/* intelligence/answer/service/service_policy_test.c - the default policy decides as it says; the model has no part in it. */
#include "intelligence/answer/service/service_policy.h"
#include "core/rand.h"
#include "test/unit/unit.h"
#include <math.h>

/* A call that every default rule lets through; a test then changes one fact. */
static struct service_case good(struct ctx *c)
{
    struct service_case k = {0};
    service_fact_text(c, &k, "identity.proof", STR("two"));
    service_fact_truth(c, &k, "identity.owner", true);
    service_fact_number(c, &k, "talk.customers", 1);
    service_fact_number(c, &k, "talk.misses", 0);
    service_fact_number(c, &k, "turn.writes", 0);
    service_fact_truth(c, &k, "call.confirmed", true);
    service_fact_text(c, &k, "call.reason", STR("no longer needed"));
    service_fact_text(c, &k, "call.method", STR("original"));
    service_fact_number(c, &k, "call.amount", 5);
    service_fact_number(c, &k, "call.share", 0.1);
    service_fact_text(c, &k, "order.status", STR("pending"));
    service_fact_truth(c, &k, "order.reached", true);
    service_fact_number(c, &k, "order.item_changes", 0);
    service_fact_number(c, &k, "order.compensations", 0);
    service_fact_number(c, &k, "customer.credits_90_days", 0);
    service_fact_number(c, &k, "order.value", 50);
    return k;
}

static struct service_fact *fact(struct service_case *k, const char *name)
{
    for (size_t i = 0; i < k->facts.n; i++)
        if (!strcmp(k->facts.at[i].name, name))
            return &k->facts.at[i];
    fail_msg("no fact %s", name);
    return NULL;
}

static void expect(struct ctx *c, struct service_case *k, const char *tool, enum service_verdict want, const char *rule)
{
    struct service_policy p;
    struct service_decision d;
    ASSERT_OK(service_policy_load(c, &p));
    service_decide(c, &p, tool_find(str_z(tool)), k, &d);
    if (d.verdict != want || !str_eq(d.rule, rule ? str_z(rule) : STR("")))
        fail_msg("%s: %s by \"%.*s\"", tool, service_verdict_name(d.verdict), FMT(d.rule));
}

TEST(service_policy_refuses_by_name)
{
    static const struct { const char *tool, *fact, *text, *rule; enum service_verdict v; } cases[] = {
        {"cancel_order", "identity.proof", "none", "identity", SERVICE_REFUSE},
        {"get_order", "identity.proof", "none", "identity", SERVICE_REFUSE},
        {"get_order", "identity.proof", "email", "identity", SERVICE_REFUSE},
        {"change_customer_address", "identity.proof", "name_zip", "identity.address", SERVICE_REFUSE},
        {"get_order", "identity.owner", "false", "own", SERVICE_REFUSE},
        {"cancel_order", "order.status", "processed", "cancel.pending", SERVICE_REFUSE},
        {"cancel_order", "order.status", "held", "held", SERVICE_HUMAN},
        {"return_items", "order.reached", "false", "reached", SERVICE_HUMAN},
        {"cancel_order", "call.reason", "too dear", "cancel.reason", SERVICE_REFUSE},
        {"cancel_order", "call.confirmed", "false", "confirm", SERVICE_CONFIRM},
        {"change_items", "order.status", "pending (item modified)", "items.pending", SERVICE_REFUSE},
        {"change_items", "call.method", "unknown", "payment.own", SERVICE_REFUSE},
        {"change_order_address", "order.status", "shipped", "address.pending", SERVICE_REFUSE},
        {"return_items", "order.status", "pending", "return.delivered", SERVICE_REFUSE},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct service_case k = good(c);
        fact(&k, cases[i].fact)->text = str_z(cases[i].text);
        expect(c, &k, cases[i].tool, cases[i].v, cases[i].rule);
    }
    struct service_case k = good(c);
    expect(c, &k, "cancel_order", SERVICE_ALLOW, NULL);
    fact(&k, "order.item_changes")->number = 1;
    expect(c, &k, "change_items", SERVICE_REFUSE, "items.once");
    fact(&k, "call.amount")->number = 400;
    expect(c, &k, "compensate", SERVICE_HUMAN, "compensate.limit");
    expect(c, &k, "refund", SERVICE_HUMAN, "refund.person");
    fact(&k, "turn.writes")->number = 1;
    expect(c, &k, "cancel_order", SERVICE_REFUSE, "one-a-turn");
}

TEST(service_policy_refuses_what_it_does_not_know)
{
    struct service_case k = good(c), nothing = {0};
    fact(&k, "order.status")->known = false;
    expect(c, &k, "cancel_order", SERVICE_REFUSE, "cancel.pending");
    for (const struct tool *t = tools; t->name; t++)
        if (t->effect == TOOL_WRITE)
            expect(c, &nothing, t->name, SERVICE_REFUSE, "identity");
}

/* Whatever the facts, no write goes through without proof, ownership and a yes. */
TEST(service_policy_never_lets_an_unproved_write_through)
{
    struct service_policy p;
    ASSERT_OK(service_policy_load(c, &p));
    for (int round = 0; round < 3000; round++) {
        struct service_case k = good(c);
        struct service_decision d;
        for (size_t i = 0; i < k.facts.n; i++) {
            static const char *const texts[] = {"true", "false", "none", "two", "email", "pending", "delivered", "trusted", "original", "no longer needed"};
            struct service_fact *f = &k.facts.at[i];
            f->known = rand_below(&c->seed, 5) > 0;
            f->text = str_z(texts[rand_below(&c->seed, 10)]);
            f->number = (double)rand_below(&c->seed, 40) - 3;
        }
        const struct tool *t = &tools[rand_below(&c->seed, 24)];
        service_decide(c, &p, t, &k, &d);
        struct service_fact *proof = fact(&k, "identity.proof"), *owner = fact(&k, "identity.owner"), *yes = fact(&k, "call.confirmed");
        bool proved = proof->known && (str_eq(proof->text, STR("two")) || str_eq(proof->text, STR("trusted")));
        bool safe = proved && owner->known && str_eq(owner->text, STR("true")) && yes->known && str_eq(yes->text, STR("true"));
        if (t->effect == TOOL_WRITE && !safe)
            assert_int_not_equal(d.verdict, SERVICE_ALLOW);
    }
}

TEST(service_policy_names_what_is_wrong_with_a_policy)
{
    static const struct { const char *json, *why; } bad[] = {
        {"{\"rules\":[{\"id\":\"a\",\"tools\":[\"fly\"],\"fact\":\"call.amount\",\"at_most\":1,\"say\":\"x\"}]}", "there is no tool \"fly\""},
        {"{\"rules\":[{\"id\":\"a\",\"tools\":[\"write\"],\"fact\":\"moon\",\"is\":[\"full\"],\"say\":\"x\"}]}", "there is no fact \"moon\""},
        {"{\"rules\":[{\"id\":\"a\",\"tools\":[\"write\"],\"fact\":\"call.amount\",\"is\":[\"1\"],\"say\":\"x\"}]}", "at_least or at_most"},
        {"{\"rules\":[{\"id\":\"a\",\"tools\":[\"write\"],\"fact\":\"order.status\",\"at_most\":1,\"say\":\"x\"}]}", "\"is\""},
        {"{\"rules\":[],\"allow\":\"all\"}", "allow"},
        {"{\"rules\":[{\"id\":\"a\",\"tools\":[\"write\"],\"fact\":\"order.status\",\"is\":[\"x\"],\"say\":\"x\",\"otherwise\":\"allow\"}]}", "otherwise"},
    };
    struct service_policy p;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        assert_int_equal(service_policy_read(c, str_z(bad[i].json), &p), REJECT);
        if (!str_has(str_z(c->why), str_z(bad[i].why)))
            fail_msg("%s: %s", bad[i].json, c->why);
    }
}

/* The numbers of a text, one after the other: "30 days" and "30 Tagen" are the same rule. */
static struct str numbers_of(struct ctx *c, struct str s)
{
    struct buf b = {0};
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] >= '0' && s.p[i] <= '9')
            buf_byte(c, &b, s.p[i]);
        else if (b.n && b.p[b.n - 1] != ' ')
            buf_byte(c, &b, ' ');
    return str_trim(buf_str(&b));
}

TEST(service_policy_says_every_rule_in_six_languages)
{
    static const char *const languages[] = {"de", "fr", "es", "it", "nl"};
    struct service_policy p;
    assert_int_equal(service_policy_read(c, service_policy_default(), &p), OK);
    for (size_t i = 0; i < p.rules.n; i++) {
        const struct service_rule *r = &p.rules.at[i];
        const struct json *says;
        assert_int_equal(json_read(c, r->says.text.n ? r->says.text : STR("{}"), &says), OK);
        for (size_t l = 0; l < sizeof languages / sizeof *languages; l++) {
            struct str one = str_copy(c, json_str(json_get(says, languages[l]))), number = numbers_of(c, one), want = numbers_of(c, r->say);
            if (one.n < 10 || str_eq(one, r->say) || !str_eq(number, want))
                fail_msg("rule %.*s says in %s: \"%.*s\"", FMT(r->id), languages[l], FMT(one));
            for (size_t k = 0; k < l; k++)
                assert_false(str_eq(one, json_str(json_get(says, languages[k]))));
        }
    }
}
