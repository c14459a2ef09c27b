/* intelligence/decide/price/bundle_test.c - bundles keep margin and stock, and are of what goes together, not of what sells best. */
#include "core/capability.h"
#include "core/json.h"
#include "core/rand.h"
#include "test/unit/unit.h"
#include <math.h>

enum { ITEMS = 30, ORDERS = 2000 };

/* Which item is drawn: the first sells best, the k-th a k-th as often. */
static int drawn(uint64_t *seed)
{
    double all = 0, u;
    for (int k = 1; k <= ITEMS; k++)
        all += 1.0 / k;
    u = all * rand_unit(seed);
    for (int k = 1; k < ITEMS; k++)
        if ((u -= 1.0 / k) < 0)
            return k - 1;
    return ITEMS - 1;
}

/* Orders of the given sizes of what sells best; with `partner` every third order of 20 has 21 as well. */
static struct buf orders_made(struct ctx *c, uint64_t *seed, const int *sizes, size_t n, bool partner)
{
    struct buf b = {0};
    buf_add(c, &b, STR("\"orders\":["));
    for (int o = 0; o < ORDERS; o++) {
        bool has[ITEMS] = {0};
        for (int k = 0, size = sizes[rand_below(seed, n)]; k < size;) {
            int i = drawn(seed);
            k += !has[i], has[i] = true;
        }
        has[21] |= partner && has[20] && rand_unit(seed) < 0.33;
        buf_fmt(c, &b, "%s{\"skus\":[", o ? "," : "");
        for (int i = 0, k = 0; i < ITEMS; i++)
            if (has[i])
                buf_fmt(c, &b, "%s\"s%d\"", k++ ? "," : "", i);
        buf_add(c, &b, STR("]}"));
    }
    buf_byte(c, &b, ']');
    return b;
}

static const struct json *bundles(struct ctx *c, struct str rest, struct str orders)
{
    struct str out;
    const struct json *tree;
    struct buf in = {0};
    buf_fmt(c, &in, "{%.*s,%.*s}", FMT(rest), FMT(orders));
    ASSERT_OK(capability_json(c, capability_find(STR("bundle.make")), buf_str(&in), &out));
    ASSERT_OK(json_read(c, out, &tree));
    return json_get(tree, "bundles");
}

static struct str items_of(struct ctx *c, double cost)
{
    struct buf b = {0};
    buf_add(c, &b, STR("\"items\":["));
    for (int i = 0; i < ITEMS; i++)
        buf_fmt(c, &b, "%s{\"sku\":\"s%d\",\"price\":%d,\"cost\":%.4f,\"stock\":%d}", i ? "," : "", i, 10 + i, cost * (10 + i), 5 * i);
    buf_byte(c, &b, ']');
    return buf_str(&b);
}

TEST(a_bundle_is_of_what_goes_together_not_of_what_sells_best)
{
    static const int single[] = {1, 1, 1, 1, 1, 2}, small[] = {1, 2, 3}, bulk[] = {1, 1, 1, 2, 2, 8, 12};
    static const struct { const int *sizes; size_t n; } shops[] = {{single, 6}, {small, 3}, {bulk, 7}};
    uint64_t seed = 41;
    for (size_t k = 0; k < sizeof shops / sizeof *shops; k++) {
        for (int partner = 0; partner < 2; partner++) {
            struct buf orders = orders_made(c, &seed, shops[k].sizes, shops[k].n, partner);
            const struct json *found = bundles(c, items_of(c, 0.5), buf_str(&orders));
            assert_int_equal(json_count(found), partner);
            if (partner) {
                assert_string_equal(json_str(json_path(found, "0.skus.0")).p, "s20");
                assert_string_equal(json_str(json_path(found, "0.skus.1")).p, "s21");
                assert_true(json_real(json_path(found, "0.together")) > 1.2 * json_real(json_path(found, "0.expected")));
            }
        }
    }
}

TEST(a_bundle_keeps_margin_and_stock)
{
    static const int small[] = {1, 2, 3};
    uint64_t seed = 42;
    struct buf orders = orders_made(c, &seed, small, 3, true);
    int made = 0;
    for (int k = 0; k < 60; k++) {
        double cost = 0.3 + 0.7 * rand_unit(&seed), margin = 0.6 * rand_unit(&seed), off = 0.5 * rand_unit(&seed);
        struct str rest = str_fmt(c, "\"min_margin\":%.6f,\"discount\":%.6f,%.*s", margin, off, FMT(items_of(c, cost)));
        const struct json *found = bundles(c, rest, buf_str(&orders));
        for (struct json_walk w = json_walk(found); json_next(&w); made++) {
            double price = json_real(json_get(w.value, "price")), alone = json_real(json_get(w.value, "alone"));
            assert_true(price < alone && price >= alone * (1 - off) - 1e-9);
            assert_true(price - cost * alone >= margin * price - 1e-6);
            assert_true(fabs(json_real(json_get(w.value, "margin")) - (price - cost * alone)) < 0.006);
            assert_true(json_real(json_get(w.value, "stock")) <= 5 * 20);
        }
    }
    assert_true(made > 10 && made < 50); /* some allow it, some do not */
}
