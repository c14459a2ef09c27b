/* intelligence/decide/price/promotion_segment_test.c - whatever is asked for, no offer to a segment breaks a limit of the shop. */
#include "core/capability.h"
#include "core/rand.h"
#include "intelligence/decide/price/promotion_segment.h"
#include "test/unit/unit.h"
#include <math.h>

static struct segment_sale random_sale(struct ctx *c, uint64_t *seed, struct segment *who)
{
    struct segment_sale in;
    record_init(&segment_sale_record, &in), record_init(&segment_record, who);
    who->name = STR("x"), who->orders_most = rand_unit(seed) < 0.5 ? 0 : 5;
    in.name = STR("offer"), in.code = STR("CODE-1"), in.segment = who, in.starts_ms = 1000, in.ends_ms = 2000, in.customers = (int64_t)rand_below(seed, 60);
    double depth = 0.6 * rand_unit(seed);
    for (size_t i = 0; i <= rand_below(seed, 4); i++) {
        double now = 5 + 50 * rand_unit(seed);
        *LIST_ADD(c, &in.lines) = (struct promotion_line){.product = str_fmt(c, "p%zu", i), .sku = str_fmt(c, "s%zu", i), .title = STR(""), .currency = STR("EUR"),
            .price_now = now, .price = round(100 * now * (1 - depth)) / 100, .lowest = NAN, .cost = now * 0.7 * rand_unit(seed), .stock = NAN, .depth = depth,
            .units = 9, .units_now = 4, .given_away = 4 * now * depth, .profit_change = 40 * rand_unit(seed) - 10, .variant = rand_unit(seed) < 0.5};
    }
    return in;
}

/* Whatever a variant is asked for by the day the code is used. */
static void assert_floors(uint64_t *seed, const struct segment_limits *l, const struct segment_sale *in, const struct coupon *k)
{
    for (size_t i = 0; i < in->lines.n; i++) {
        const struct promotion_line *x = &in->lines.at[i];
        int64_t price = 50 + (int64_t)rand_below(seed, 9000), off = coupon_off(k, x->product, x->sku, price);
        double paid = (double)(price - off) / 100;
        assert_true(off >= 0 && off <= price);
        assert_true(!off || paid >= x->cost / (1 - l->min_margin) - 1e-6);
        assert_true(!off || paid >= x->price_now * (1 - l->max_depth) - 1e-6);
        assert_true((double)off <= (double)price * k->share + 1e-6);
    }
}

TEST(an_offer_to_a_segment_beyond_a_limit_never_goes_out)
{
    const struct capability *k = capability_find(STR("promotion.segment"));
    uint64_t seed = 21;
    int let = 0, refused = 0;
    for (int n = 0; n < 600; n++) {
        struct arena_mark mark = arena_mark(c->mem);
        struct segment_limits l;
        struct segment_sold out;
        struct segment who;
        struct segment_sale in = random_sale(c, &seed, &who);
        double given = 0, profit = 0;
        record_init(k->opt, &l);
        l.max_depth = 0.6 * rand_unit(&seed), l.min_margin = 0.3 * rand_unit(&seed), l.budget = rand_unit(&seed) < 0.5 ? NAN : 200 * rand_unit(&seed);
        l.personal = rand_unit(&seed) < 0.7, l.notice = rand_unit(&seed) < 0.7 ? STR("said") : (struct str){0}, l.least_profit = rand_unit(&seed) < 0.5 ? 0 : -30;
        enum status s = k->run(c, &l, &in, &out);
        refused += s != OK, let += s == OK;
        for (size_t i = 0; s == OK && i < in.lines.n; i++)
            given += in.lines.at[i].given_away, profit += in.lines.at[i].profit_change;
        if (s == OK) {
            assert_true(!segment_is_personal(&who) || (l.personal && str_eq(out.coupon->notice, STR("said")) && in.customers >= l.least_customers));
            assert_false(given > l.budget + 1e-6 || profit < l.least_profit - 1e-6);
            assert_true(out.coupon->share <= l.max_depth + 0.01 && out.coupon->lines.n == in.lines.n);
            assert_floors(&seed, &l, &in, out.coupon);
        }
        arena_reset(c->mem, mark);
    }
    assert_true(let > 60 && refused > 60);
}
