/* intelligence/generate/theme_test.c - a collection keeps to stock, budget, variety and truth; its board has no gap or overlap. */
#include "intelligence/generate/theme.h"
#include "core/json.h"
#include "core/rand.h"
#include "core/settings.h"
#include "test/unit/unit.h"

enum { N = 40 };

static struct str shop(struct ctx *c, uint64_t *seed, bool *sold_out)
{
    static const char *const words[] = {"beach towel", "beach ball", "sun hat", "steel kettle", "office chair", "sun milk"};
    struct buf b = {0};
    buf_fmt(c, &b, "{\"theme\":\"sun and beach\",\"backend\":\"template\",\"k\":6,\"budget\":4000,\"products\":[");
    for (int i = 0; i < N; i++) {
        int stock = (int)rand_below(seed, 3), price = 300 + (int)rand_below(seed, 1500);
        sold_out[i] = stock == 0;
        buf_fmt(c, &b, "%s{\"id\":\"p%d\",\"title\":\"%s %c\",\"category\":\"Shop > Aisle %c\",\"variants\":[{\"price\":%d,\"currency\":\"EUR\",\"stock\":%d}]}", i ? "," : "", i,
                words[rand_below(seed, 6)], 'a' + i % 26, 'A' + i % 8, price, stock);
    }
    buf_fmt(c, &b, "]}");
    return buf_str(&b);
}

static void board_is_whole(const struct json *tiles)
{
    bool taken[100][4] = {{false}};
    int64_t rows = 0, area = 0;
    for (struct json_walk t = json_walk(tiles); json_next(&t);) {
        int64_t x = json_int(json_get(t.value, "column")), y = json_int(json_get(t.value, "row"));
        int64_t w = json_int(json_get(t.value, "width")), h = json_int(json_get(t.value, "height"));
        assert_true(x >= 0 && x + w <= 4 && y >= 0 && y + h < 100);
        for (int64_t i = 0; i < w * h; i++) {
            assert_false(taken[y + i / w][x + i % w]);
            taken[y + i / w][x + i % w] = true;
        }
        rows = y + h > rows ? y + h : rows;
        area += w * h;
    }
    assert_int_equal(area, rows * 4);
}

TEST(theme_keeps_to_stock_budget_and_variety)
{
    uint64_t seed = 31;
    struct settings *s = NEW(c, struct settings);
    s->at = NEW_ARRAY(c, struct setting, 2);
    s->at[s->n++] = (struct setting){.name = STR("collection.theme"), .value = STR("{\"embed\":\"hash\"}")};
    s->at[s->n++] = (struct setting){.name = STR("text"), .value = STR("{\"backend\":\"template\"}")};
    c->settings = s;
    int made = 0;
    for (int round = 0; round < 12; round++) {
        bool sold_out[N];
        struct str in = shop(c, &seed, sold_out), out;
        const struct json *v;
        if (capability_json(c, capability_find(STR("collection.theme")), in, &out) != OK)
            continue; /* fewer than three belong and can be paid for */
        made++;
        ASSERT_OK(json_read(c, out, &v));
        if (!json_bool(json_get(v, "accepted")))
            fail_msg("round %d: not accepted: %s", round, out.p);
        assert_true(json_int(json_get(v, "total")) <= 4000);
        assert_true(json_count(json_get(v, "products")) <= 6);
        for (struct json_walk p = json_walk(json_get(v, "products")); json_next(&p);) {
            int64_t id;
            struct str name = json_str(json_get(p.value, "id"));
            assert_true(str_int(str_part(name, 1, name.n), &id));
            assert_false(sold_out[id]);
            assert_true(json_str(json_get(p.value, "reason")).n > 0);
        }
        board_is_whole(json_get(v, "tiles"));
    }
    assert_true(made >= 4);
}
