/* intelligence/answer/recommend/recommend_test.c - whatever comes in, what is out is never shown and the same gives the same. */
#include "core/capability.h"
#include "core/json.h"
#include "core/rand.h"
#include "test/unit/unit.h"

enum { ITEMS = 30, PEOPLE = 40 };

static struct str shop(struct ctx *c, uint64_t *seed, bool *is_out)
{
    struct buf b = {0};
    buf_fmt(c, &b, "{\"k\":8,\"per_category\":%d,\"exclude\":[\"i3\",\"i4\"],\"items\":[", (int)rand_below(seed, 4));
    for (int i = 0; i < ITEMS; i++) {
        int stock = (int)rand_below(seed, 3);
        is_out[i] = stock == 0 || i == 3 || i == 4;
        buf_fmt(c, &b, "%s{\"id\":\"i%d\",\"title\":\"thing %d\",\"category\":\"A > %d\",\"stock\":%d}", i ? "," : "", i, i % 7, i % 5, stock);
    }
    buf_fmt(c, &b, "],\"interactions\":[");
    for (int n = 0; n < 200; n++)
        buf_fmt(c, &b, "%s{\"user\":%d,\"item\":\"i%d\",\"at_ms\":%d}", n ? "," : "", (int)rand_below(seed, PEOPLE), (int)rand_below(seed, ITEMS - 5),
                (int)rand_below(seed, 1000));
    buf_fmt(c, &b, "]}");
    return buf_str(&b);
}

TEST(recommend_next_keeps_what_is_out_out)
{
    uint64_t seed = 21;
    for (int round = 0; round < 20; round++) {
        bool is_out[ITEMS];
        struct str in = shop(c, &seed, is_out), out[2];
        const struct json *v;
        for (int i = 0; i < 2; i++)
            ASSERT_OK(capability_json(c, capability_find(STR("recommend.next")), in, &out[i]));
        assert_true(str_eq(out[0], out[1]));
        ASSERT_OK(json_read(c, out[0], &v));
        for (struct json_walk u = json_walk(json_get(v, "users")); json_next(&u);) {
            bool seen[ITEMS] = {false};
            for (struct json_walk i = json_walk(json_get(u.value, "items")); json_next(&i);) {
                int64_t item;
                assert_true(str_int(str_part(json_str(json_get(i.value, "item")), 1, json_str(json_get(i.value, "item")).n), &item));
                assert_false(is_out[item] || seen[item]);
                assert_true(json_str(json_get(i.value, "reason")).n > 0);
                seen[item] = true;
            }
        }
    }
}
