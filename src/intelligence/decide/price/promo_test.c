/* intelligence/decide/price/promo_test.c - no limit of a promotion is ever broken; what is taken and brought is found again. */
#include "core/capability.h"
#include "core/json.h"
#include "core/rand.h"
#include "core/stat.h"
#include "intelligence/decide/price/price_change.h"
#include "intelligence/decide/price/promo_choose.h"
#include "intelligence/decide/price/promo_cross.h"
#include "intelligence/decide/price/promotion_sale.h"
#include "test/unit/unit.h"
#include <math.h>
#include <stdlib.h>

static void assert_near(double got, double want, double off) { assert_true(fabs(got - want) <= off); }

static struct promo_in random_in(struct ctx *c, uint64_t *seed)
{
    static const char *const goals[] = {"profit", "revenue", "units", "aov", "acquisition"};
    struct promo_in in;
    record_init(&promo_in_record, &in);
    size_t n = 1 + rand_below(seed, 30);
    for (size_t i = 0; i < n; i++) {
        double price = exp(3 * rand_unit(seed)), share = 1.1 * rand_unit(seed);
        *LIST_ADD(c, &in.items) = (struct promo_offer){
            .sku = str_fmt(c, "s%zu", i),
            .product = rand_unit(seed) < 0.3 ? str_fmt(c, "p%llu", (unsigned long long)rand_below(seed, 4)) : (struct str){0},
            .category = str_fmt(c, "c%llu", (unsigned long long)rand_below(seed, 3)), .price = price, .cost = price * share,
            .stock = floor(200 * rand_unit(seed)), .units = 20 * rand_unit(seed), .elasticity = -5 * rand_unit(seed), .lift = 2 * rand_unit(seed),
            .cannibal = rand_unit(seed) < 0.5 ? NAN : rand_unit(seed), .lowest = rand_unit(seed) < 0.5 ? NAN : price * (0.6 + 0.4 * rand_unit(seed))};
    }
    for (size_t o = 0; o < rand_below(seed, 40); o++) {
        struct promo_basket *b = LIST_ADD(c, &in.orders);
        *b = (struct promo_basket){.day = 20000 + (int64_t)rand_below(seed, 30), .first = rand_unit(seed) < 0.3, .member = rand_unit(seed) < 0.4};
        for (size_t k = 0; k <= rand_below(seed, 4); k++)
            *LIST_ADD(c, &b->lines) = (struct promo_bought){str_fmt(c, "s%llu", (unsigned long long)rand_below(seed, n + 2)), 1 + (double)rand_below(seed, 3)};
    }
    in.periods = 1 + (int64_t)rand_below(seed, 14), in.starts = 1 + (int64_t)rand_below(seed, 5), in.max_items = 1 + (int64_t)rand_below(seed, 10);
    in.budget = rand_unit(seed) < 0.3 ? NAN : 500 * rand_unit(seed), in.min_margin = 0.4 * rand_unit(seed);
    in.goal = str_z(goals[rand_below(seed, in.orders.n ? 5 : 3)]); /* the last two are read from orders */
    in.segment = rand_unit(seed) < 0.5 ? STR("lapsed") : (struct str){0};
    in.one_depth = rand_unit(seed) < 0.5, in.least_profit = rand_unit(seed) < 0.5 ? NAN : 50 * rand_unit(seed) - 100;
    return in;
}

/* Items of one product go together, at one discount; a coupon has one for all. */
static void assert_together(const struct promo_in *in, const struct promo_out *out)
{
    for (size_t i = 0; i < out->picks.n; i++) {
        const struct promo_offer *x = &in->items.at[atoi(out->picks.at[i].sku.p + 1)];
        size_t of = 0, picked = 0;
        for (size_t k = 0; k < in->items.n; k++)
            of += x->product.n && str_eq(in->items.at[k].product, x->product);
        for (size_t k = 0; k < out->picks.n; k++) {
            bool same = x->product.n && str_eq(in->items.at[atoi(out->picks.at[k].sku.p + 1)].product, x->product);
            picked += same;
            assert_true((!same && !in->one_depth) || out->picks.at[k].depth == out->picks.at[i].depth);
        }
        assert_int_equal(picked, of);
    }
}

static int64_t products_of(const struct promo_in *in, const struct promo_out *out)
{
    int64_t n = 0;
    for (size_t i = 0; i < out->picks.n; i++) {
        struct str product = in->items.at[atoi(out->picks.at[i].sku.p + 1)].product;
        bool seen = false;
        for (size_t k = 0; product.n && k < i && !seen; k++)
            seen = str_eq(in->items.at[atoi(out->picks.at[k].sku.p + 1)].product, product);
        n += !seen;
    }
    return n;
}

/* What was bought outside the segment has no discount in the replay. */
static double discount_of_members(const struct promo_in *in, const struct promo_out *out)
{
    double sum = 0;
    for (size_t o = 0; o < in->orders.n; o++)
        for (size_t l = 0; l < in->orders.at[o].lines.n; l++)
            for (size_t i = 0; i < out->picks.n && (!in->segment.n || in->orders.at[o].member); i++)
                if (str_eq(out->picks.at[i].sku, in->orders.at[o].lines.at[l].sku))
                    sum += in->orders.at[o].lines.at[l].units * (in->items.at[atoi(out->picks.at[i].sku.p + 1)].price - out->picks.at[i].price);
    return sum;
}

TEST(promo_plan_breaks_no_limit)
{
    uint64_t seed = 5;
    int picked = 0;
    for (int k = 0; k < 300; k++) {
        struct arena_mark mark = arena_mark(c->mem);
        struct promo_in in = random_in(c, &seed);
        struct promo_out out;
        double given = 0;
        ASSERT_OK(capability_call(c, "promo.plan", &in, &out));
        assert_true(products_of(&in, &out) <= in.max_items && out.start >= 0 && out.start < in.starts);
        for (size_t i = 0; i < out.picks.n; i++) {
            const struct promo_pick *p = &out.picks.at[i];
            const struct promo_offer *x = &in.items.at[atoi(p->sku.p + 1)];
            assert_true(p->price < x->price && p->price > x->cost && x->cost <= p->price * (1 - in.min_margin) + 1e-9);
            assert_true(p->units <= x->stock * (1 + 1e-7) && p->units_now <= x->stock * (1 + 1e-7));
            assert_false(p->price >= x->lowest);
            given += p->given_away;
        }
        assert_false(given > in.budget * (1 + 1e-6));
        assert_false(out.profit_change < in.least_profit - 1e-6);
        assert_together(&in, &out);
        if (out.replay)
            assert_near(out.replay->discount, discount_of_members(&in, &out), 1e-3);
        if (out.replay)
            assert_near(out.replay->margin_before - out.replay->margin, out.replay->discount, 1e-3);
        picked += out.picks.n > 0;
        arena_reset(c->mem, mark);
    }
    assert_true(picked > 50);
}

enum { LOTS = 6, DEPTHS = 3, KINDS = 2 };

/* What this choice gains, from the definition: each item sells what the others of its category leave it. */
static double gained(const struct promo_wish *w, const int *depth, bool profit)
{
    double sum = 0;
    for (size_t k = 0; k < KINDS; k++) {
        double share = 0, rest = profit ? w->whole[k].profit : w->whole[k].goal;
        for (size_t i = 0; i < LOTS; i++)
            share += depth[i] >= 0 && w->category[i] == k ? w->at[i * DEPTHS + (size_t)depth[i]].share : 0;
        for (size_t i = 0; i < LOTS; i++) {
            if (depth[i] < 0 || w->category[i] != k)
                continue;
            const struct promo_option *o = &w->at[i * DEPTHS + (size_t)depth[i]];
            const struct promo_part *p = profit ? &o->profit : &o->goal;
            sum += p->then * (1 - (share - o->share)) - p->now + (profit ? o->profit_beside : o->goal_beside);
            rest -= p->now;
        }
        sum -= share * rest;
    }
    return sum;
}

static bool is_within(const struct promo_wish *w, const int *depth)
{
    double given_away = 0;
    int64_t n = 0;
    for (size_t i = 0; i < LOTS; i++)
        if (depth[i] >= 0) {
            if (!w->at[i * DEPTHS + (size_t)depth[i]].may)
                return false;
            given_away += w->at[i * DEPTHS + (size_t)depth[i]].given_away, n++;
        }
    return n == 0 || (n <= w->most && !(given_away > w->budget + 1e-9) && !(gained(w, depth, true) < w->least_profit - 1e-9));
}

static double best_of_all(const struct promo_wish *w, size_t lot, int *depth)
{
    double best = 0;
    if (lot == LOTS)
        return is_within(w, depth) ? gained(w, depth, false) : 0;
    for (int d = -1; d < DEPTHS; d++) {
        depth[lot] = d;
        best = fmax(best, best_of_all(w, lot + 1, depth));
    }
    return best;
}

static void random_option(uint64_t *seed, double now, double goal_now, double profit_now, struct promo_option *o)
{
    double times = 1 + 2 * rand_unit(seed), off = 0.1 + 0.3 * rand_unit(seed);
    *o = (struct promo_option){.may = rand_unit(seed) < 0.9, .share = 0.1 * rand_unit(seed) * (times - 1), .given_away = off * now};
    o->goal = (struct promo_part){goal_now * times * (1 - off), goal_now, 0}, o->profit = (struct promo_part){profit_now * times * (1 - 2 * off), profit_now, 0};
    o->goal.own = o->goal.then * o->share, o->profit.own = o->profit.then * o->share;
    o->goal_beside = o->profit_beside = 5 * rand_unit(seed);
}

TEST(what_a_promotion_takes_is_near_the_best_of_all_choices)
{
    enum { TRIALS = 60 };
    uint64_t seed = 23;
    double shares = 0;
    for (int k = 0; k < TRIALS; k++) {
        struct promo_option at[LOTS * DEPTHS];
        struct promo_whole whole[KINDS] = {{0, 0}, {0, 0}};
        size_t category[LOTS];
        struct promo_wish w = {.at = at, .category = category, .whole = whole, .lots = LOTS, .depths = DEPTHS, .categories = KINDS,
                               .budget = k % 4 ? 20 + 60 * rand_unit(&seed) : NAN, .least_profit = k % 3 ? NAN : -20 * rand_unit(&seed),
                               .most = 2 + (int64_t)rand_below(&seed, 5)};
        int depth[LOTS], tried[LOTS];
        for (size_t i = 0; i < LOTS; i++) {
            double now = 20 + 80 * rand_unit(&seed), margin = 0.2 + 0.5 * rand_unit(&seed);
            category[i] = rand_below(&seed, KINDS);
            whole[category[i]].goal += 2 * now, whole[category[i]].profit += 2 * now * margin; /* as much again that is not promoted */
            for (size_t d = 0; d < DEPTHS; d++)
                random_option(&seed, now, now, now * margin, &at[i * DEPTHS + d]);
        }
        double gain = promo_choose(c, &w, depth), best = best_of_all(&w, 0, tried);
        assert_true(is_within(&w, depth));
        assert_near(gain, gained(&w, depth, false), 1e-6);
        assert_true(gain <= best + 1e-6 && gain >= 0.85 * best);
        shares += best > 0 ? gain / best : 1;
    }
    assert_true(shares / TRIALS > 0.99);
}

/* Each in a category of its own. */
static struct promo_offer offer_of(const char *sku, double price, double cost, double units, double elasticity)
{
    return (struct promo_offer){.sku = str_z(sku), .category = str_z(sku), .price = price, .cost = cost, .stock = 1e6, .units = units,
                                .elasticity = elasticity, .cannibal = NAN, .lowest = NAN};
}

/* Each goal finds what is best for it among two items that a shop could promote, and its figures say so. */
TEST(a_promotion_gains_what_it_is_asked_to)
{
    static const struct { const char *goal, *best; } all[] = {{"profit", "plain"}, {"aov", "basket"}, {"acquisition", "first"}};
    for (size_t g = 0; g < sizeof all / sizeof *all; g++) {
        struct promo_in in;
        struct promo_out out;
        record_init(&promo_in_record, &in);
        *LIST_ADD(c, &in.items) = offer_of("plain", 20, 4, 10, -4);
        *LIST_ADD(c, &in.items) = offer_of("first", 10, 6, 20, -3);
        *LIST_ADD(c, &in.items) = offer_of("basket", 12, 7, 10, -3);
        *LIST_ADD(c, &in.items) = offer_of("beside", 300, 290, 10, -1);
        for (int o = 0; o < 30; o++) {
            struct promo_basket *b = LIST_ADD(c, &in.orders);
            *b = (struct promo_basket){.day = 20000 + o, .first = o % 3 == 1};
            *LIST_ADD(c, &b->lines) = (struct promo_bought){o % 3 == 0 ? STR("plain") : o % 3 == 1 ? STR("first") : STR("basket"), 1};
            if (o % 3 == 2)
                *LIST_ADD(c, &b->lines) = (struct promo_bought){STR("beside"), 1};
        }
        in.goal = str_z(all[g].goal), in.max_items = 1;
        ASSERT_OK(capability_call(c, "promo.plan", &in, &out));
        assert_int_equal(out.picks.n, 1);
        assert_string_equal(out.picks.at[0].sku.p, all[g].best);
        assert_true(!str_eq(in.goal, STR("aov")) || out.order_then > out.order_now);
        assert_true(!str_eq(in.goal, STR("acquisition")) || (out.first_orders > 1 && out.replay->first_touched == 10));
    }
}

TEST(a_segment_that_names_who_somebody_is_is_refused)
{
    struct promo_in in;
    struct promo_out out;
    record_init(&promo_in_record, &in);
    *LIST_ADD(c, &in.items) = offer_of("a", 20, 4, 1, -4);
    in.segment = STR("women over 40");
    assert_int_equal(capability_call(c, "promo.plan", &in, &out), REJECT);
    assert_true(strstr(c->why, "protected attribute") != NULL);
}

TEST(a_promotion_beyond_a_limit_never_goes_out)
{
    const struct capability *k = capability_find(STR("promotion.sale"));
    uint64_t seed = 9;
    int let = 0, refused = 0;
    for (int n = 0; n < 400; n++) {
        struct arena_mark mark = arena_mark(c->mem);
        struct promotion_limits limits;
        struct promotion in;
        struct promoted out;
        struct changes list = {0};
        record_init(k->opt, &limits), record_init(&promotion_record, &in);
        limits.max_depth = 0.5 * rand_unit(&seed), limits.min_margin = 0.3 * rand_unit(&seed);
        in.name = STR("p"), in.starts_ms = 1000, in.ends_ms = 2000;
        for (size_t i = 0; i <= rand_below(&seed, 3); i++) {
            double price = 5 + 50 * rand_unit(&seed);
            *LIST_ADD(c, &in.lines) = (struct promotion_line){.product = str_fmt(c, "p%zu", i), .sku = STR("s"), .title = STR(""), .currency = STR("EUR"), .price_now = price,
                .price = round(100 * price * (0.5 + 0.55 * rand_unit(&seed))) / 100, .lowest = rand_unit(&seed) < 0.3 ? NAN : price * (0.7 + 0.3 * rand_unit(&seed)),
                .cost = price * 0.7 * rand_unit(&seed), .stock = NAN, .held = rand_unit(&seed) < 0.2};
        }
        enum status s = k->run(c, &limits, &in, &out);
        refused += s != OK, let += s == OK;
        if (s == OK) {
            ASSERT_OK(k->changes(c, &in, &out, &list));
            for (size_t i = 0; i < in.lines.n; i++) {
                const struct promotion_line *l = &in.lines.at[i];
                assert_true(l->held || (l->price < l->price_now && 1 - l->price / l->price_now <= limits.max_depth + 0.01));
                assert_true(l->held || l->price * (1 - limits.min_margin) >= l->cost - 0.01);
            }
            for (size_t i = 0; i < list.n; i++)
                if (str_eq(list.at[i].field, STR("compare_at")))
                    assert_true(i > 0 && str_eq(list.at[i - 1].field, STR("price")) && str_eq(list.at[i - 1].id, list.at[i].id));
        }
        arena_reset(c->mem, mark);
    }
    assert_true(let > 50 && refused > 50);
}

TEST(the_kill_switch_stops_promotions)
{
    const struct capability *k = capability_find(STR("promotion.sale"));
    struct promotion_limits limits;
    struct promotion in;
    struct promoted out;
    record_init(k->opt, &limits), record_init(&promotion_record, &in);
    in.name = STR("p"), in.ends_ms = 1;
    *LIST_ADD(c, &in.lines) = (struct promotion_line){.product = STR("p"), .sku = STR("s"), .currency = STR("EUR"), .price_now = 10, .price = 9, .lowest = 10, .cost = 2};
    ASSERT_OK(k->run(c, &limits, &in, &out));
    limits.stopped = true;
    assert_int_equal(k->run(c, &limits, &in, &out), REJECT);
}

/* Six items of one category, each promoted in a week of its own; a share of the extra units is the others'. */
TEST(what_is_taken_from_a_category_is_found_again)
{
    enum { ITEMS = 6, DAYS = 420 };
    struct cross_in in;
    struct cross_out out;
    uint64_t seed = 3;
    double truth = 0.4;
    record_init(&cross_in_record, &in);
    for (int i = 0; i < ITEMS; i++) {
        struct reals y = {NEW_ARRAY(c, double, DAYS), DAYS}, promo = {NEW_ARRAY(c, double, DAYS), DAYS};
        for (int t = 0; t < DAYS; t++) {
            int on = t / 7 % 10; /* whose week it is; of the other four nobody's */
            promo.at[t] = on == i;
            double mean = 20 * (on == i ? 2 : on < ITEMS ? 1 - truth * 1 / (ITEMS - 1) : 1);
            y.at[t] = (double)stat_draw_poisson(&seed, mean);
        }
        *LIST_ADD(c, &in.items) = (struct cross_item){.sku = str_fmt(c, "s%d", i), .category = STR("a"), .units = y, .promo = promo, .elasticity = -2};
    }
    ASSERT_OK(capability_call(c, "promo.cross", &in, &out));
    assert_int_equal(out.categories.n, 1);
    assert_near(out.categories.at[0].cannibal, truth, 3 * out.categories.at[0].se);
    assert_true(out.categories.at[0].se < 0.1);
    for (size_t i = 0; i < out.items.n; i++)
        assert_near(log1p(out.items.at[i].lift), log(2), 0.12);
}

TEST(prices_of_variants_break_no_limit)
{
    const struct capability *k = capability_find(STR("price.change"));
    uint64_t seed = 17;
    int let = 0, refused = 0;
    for (int n = 0; n < 400; n++) {
        struct arena_mark mark = arena_mark(c->mem);
        struct price_limits limits;
        struct price_change in;
        struct changed_price out;
        struct changes list = {0};
        record_init(k->opt, &limits), record_init(k->in, &in);
        limits.max_step = 0.3 * rand_unit(&seed), limits.min_margin = 0.3 * rand_unit(&seed);
        in.product = NEW(c, struct product), in.product->id = STR("p"), in.product->currency = STR("EUR"), in.price_now = 10, in.price = 10;
        for (size_t i = 0; i <= rand_below(&seed, 3); i++) {
            double now = 5 + 50 * rand_unit(&seed);
            *LIST_ADD(c, &in.variants) = (struct price_variant){str_fmt(c, "s%zu", i), now, now * (0.85 + 0.3 * rand_unit(&seed)), now * 0.8 * rand_unit(&seed)};
        }
        enum status s = k->run(c, &limits, &in, &out);
        refused += s != OK, let += s == OK;
        if (s == OK) {
            ASSERT_OK(k->changes(c, &in, &out, &list));
            assert_int_equal(list.n, in.variants.n);
            for (size_t i = 0; i < in.variants.n; i++) {
                const struct price_variant *v = &in.variants.at[i];
                assert_true(fabs(v->price / v->price_now - 1) <= limits.max_step + 0.003 && v->price * (1 - limits.min_margin) >= v->cost - 0.01);
                assert_true(str_starts(list.at[i].field, STR("price:")));
            }
        }
        arena_reset(c->mem, mark);
    }
    assert_true(let > 20 && refused > 50);
}
