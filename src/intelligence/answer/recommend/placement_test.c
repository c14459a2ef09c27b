/* intelligence/answer/recommend/placement_test.c - rules do what they say, and nothing brings back what is out. */
#include "intelligence/answer/recommend/placement.h"
#include "core/rand.h"
#include "test/unit/unit.h"

static struct placement rules(struct ctx *c, const char *json)
{
    struct placement p;
    ASSERT_OK(record_from_json(c, &recommend_setting_record, str_z(json), STRICT, &p));
    return p;
}

static size_t list(struct placed *at)
{
    static const char *const ids[] = {"a", "b", "c", "d", "e", "f"};
    static const int64_t stock[] = {3, 0, NONE, 5, 1, 2}, price[] = {100, 200, 300, 400, 500, NONE};
    for (size_t i = 0; i < 6; i++)
        at[i] = (struct placed){.id = str_z(ids[i]), .title = i % 2 ? STR("Wool sock") : STR("Trail shoe"), .brand = STR("Acme"),
                                .category = i < 4 ? STR("Shoes > Trail") : STR("Gifts"), .price = price[i], .stock = stock[i], .score = 6.0 - (double)i};
    return 6;
}

static struct str order(struct ctx *c, const struct placement *p, const char *place, size_t most)
{
    struct placed at[6];
    struct buf b = {0};
    size_t n = placement_apply(p, NULL, place, at, list(at), most);
    for (size_t i = 0; i < n; i++)
        buf_add(c, &b, at[i].id);
    return buf_str(&b);
}

TEST(placement_rules_do_what_they_say)
{
    struct { const char *json, *want; } cases[] = {
        {"{\"per_category\":0}", "acdef"}, /* b has no stock */
        {"{\"per_category\":2}", "acef"},
        {"{\"per_category\":0,\"rules\":[{\"do\":\"exclude\",\"field\":\"category\",\"is\":\"shoes\"}]}", "ef"},
        {"{\"per_category\":0,\"rules\":[{\"do\":\"pin\",\"field\":\"id\",\"is\":\"e\",\"position\":2}]}", "aecdf"},
        {"{\"per_category\":0,\"rules\":[{\"do\":\"pin\",\"field\":\"id\",\"is\":\"b\"}]}", "acdef"},
        {"{\"per_category\":0,\"rules\":[{\"do\":\"bury\",\"field\":\"title\",\"is\":\"sock\"}]}", "acedf"},
        {"{\"per_category\":0,\"rules\":[{\"do\":\"boost\",\"field\":\"price\",\"above\":400,\"by\":10}]}", "eacdf"},
        {"{\"per_category\":0,\"rules\":[{\"do\":\"exclude\",\"place\":\"popular\",\"field\":\"*\"}]}", "acdef"},
        {"{\"per_category\":0,\"rules\":[{\"do\":\"pin\",\"field\":\"id\",\"is\":\"a\"},{\"do\":\"exclude\",\"field\":\"id\",\"is\":\"a\"}]}", "cdef"},
        {"{\"per_category\":0,\"rules\":[{\"do\":\"exclude\",\"field\":\"stock\",\"below\":3}]}", "acd"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct placement p = rules(c, cases[i].json);
        struct str got = order(c, &p, "similar", 6);
        if (!str_eq(got, str_z(cases[i].want)))
            fail_msg("%s: got %s, want %s", cases[i].json, got.p, cases[i].want);
    }
}

TEST(placement_never_shows_what_is_out)
{
    uint64_t seed = c->seed;
    for (int round = 0; round < 300; round++) {
        struct placement p;
        struct placed at[6];
        c->seed = rand_next(&seed);
        record_random(c, &recommend_setting_record, &p);
        size_t n = placement_apply(&p, p.arms.n ? &p.arms.at[0] : NULL, "for_you", at, list(at), 6);
        assert_true(n <= 6);
        for (size_t i = 0; i < n; i++) {
            assert_false(str_eq(at[i].id, STR("b")));
            for (size_t j = 0; j < i; j++)
                assert_false(str_eq(at[i].id, at[j].id));
        }
    }
}

TEST(placement_arms_are_kept_and_shared_out)
{
    struct placement p = rules(c, "{\"trial\":\"t\",\"arms\":[{\"name\":\"a\",\"share\":0.5},{\"name\":\"b\",\"share\":0.25}]}");
    int n[3] = {0};
    for (int i = 0; i < 4000; i++) {
        struct str who = str_fmt(c, "v%d", i);
        const struct placement_arm *arm = placement_arm(c, &p, who);
        assert_ptr_equal(arm, placement_arm(c, &p, who));
        n[arm ? arm - p.arms.at : 2]++;
    }
    assert_true(n[0] > 1850 && n[0] < 2150 && n[1] > 870 && n[1] < 1130);
    assert_null(placement_arm(c, &p, STR("")));
}
