/* intelligence/decide/price/price_test.c - elasticities that are known are found; no limit on a price is ever broken. */
#include "core/capability.h"
#include "core/json.h"
#include "core/rand.h"
#include "core/stat.h"
#include "intelligence/decide/forecast/regress.h"
#include "intelligence/decide/price/price_elastic.h"
#include "test/unit/unit.h"
#include <math.h>

TEST(regression_covers_the_truth_as_often_as_it_says)
{
    uint64_t seed = 21;
    int within = 0, worlds = 300;
    for (int w = 0; w < worlds; w++) {
        double y[120], x[120][2];
        for (int t = 0; t < 120; t++) {
            x[t][0] = 1, x[t][1] = 0.15 * stat_draw_normal(&seed);
            y[t] = (double)stat_draw_negbin(&seed, 5 * exp(-2.5 * x[t][1]), 4);
        }
        struct regress r = {.n = 120, .k = 2, .y = y, .x = &x[0][0]};
        assert_true(regress_fit(&r));
        within += fabs(r.at[1] + 2.5) < 2 * r.se[1];
    }
    assert_true(within >= 0.92 * worlds && within <= 0.99 * worlds);
}

TEST(regression_refuses_columns_that_cannot_be_told_apart)
{
    double y[20], x[20][2];
    for (int t = 0; t < 20; t++)
        y[t] = t % 3, x[t][0] = 1, x[t][1] = 2;
    struct regress r = {.n = 20, .k = 2, .y = y, .x = &x[0][0]};
    assert_false(regress_fit(&r));
}

/* Demand swells and ebbs over the year, a price stays for weeks: items of a category whose truth is known. */
static struct str drifting_json(struct ctx *c, uint64_t *seed, int items, double *truth)
{
    struct buf b = {0};
    for (int i = 0; i < items; i++) {
        struct buf units = {0}, prices = {0};
        double price = 20, turn = 6.28 * rand_unit(seed);
        truth[i] = -2 + 0.3 * stat_draw_normal(seed);
        for (int t = 0; t < 365; t++) {
            price = rand_unit(seed) < 0.03 ? 20 * exp(0.12 * stat_draw_normal(seed)) : price;
            double mean = 4 * pow(price / 20, truth[i]) * (1 + 0.4 * cos(turn + t * 6.28 / 365));
            buf_fmt(c, &units, "%s%lld", t ? "," : "", (long long)stat_draw_negbin(seed, mean, 4));
            buf_fmt(c, &prices, "%s%.2f", t ? "," : "", price);
        }
        buf_fmt(c, &b, "%s{\"sku\":\"s%d\",\"category\":\"a\",\"price\":[%s],\"units\":[%s]}", i ? "," : "", i, prices.p, units.p);
    }
    return buf_str(&b);
}

static struct str items_json(struct ctx *c, uint64_t *seed, double elasticity, double noise)
{
    struct buf b = {0};
    for (int i = 0; i < 12; i++) {
        struct buf units = {0}, prices = {0};
        double mine = elasticity + 0.3 * stat_draw_normal(seed), price = 20;
        for (int t = 0; t < 100; t++) {
            price = rand_unit(seed) < 0.15 ? 20 * exp(0.12 * stat_draw_normal(seed)) : price;
            double mean = 12 * pow(price / 20, mine) * exp(noise * stat_draw_normal(seed));
            buf_fmt(c, &units, "%s%lld", t ? "," : "", (long long)stat_draw_poisson(seed, mean));
            buf_fmt(c, &prices, "%s%.2f", t ? "," : "", price);
        }
        buf_fmt(c, &b, "%s{\"sku\":\"s%d\",\"category\":\"a\",\"cost\":%.2f,\"floor\":14,\"ceiling\":26,\"price_now\":20,"
                "\"price\":[%s],\"units\":[%s]}", i ? "," : "", i, 8 + 6 * rand_unit(seed), prices.p, units.p);
    }
    return buf_str(&b);
}

static const struct json *elastic(struct ctx *c, struct str items, const char *rules)
{
    struct str out;
    const struct json *v;
    ASSERT_OK(capability_json(c, capability_find(STR("price.elastic")),
                              str_fmt(c, "{\"items\":[%.*s]%s}", FMT(items), rules), &out));
    ASSERT_OK(json_read(c, out, &v));
    return v;
}

TEST(pooling_beats_each_item_alone)
{
    uint64_t seed = 22;
    double own = 0, pooled = 0;
    for (int w = 0; w < 6; w++) {
        const struct json *v = elastic(c, items_json(c, &seed, -2, 0.3), "");
        for (struct json_walk i = json_walk(json_get(v, "items")); json_next(&i);) {
            own += pow(json_real(json_get(i.value, "own")) + 2, 2);
            pooled += pow(json_real(json_get(i.value, "elasticity")) + 2, 2);
        }
    }
    assert_true(pooled < 0.8 * own);
}

TEST(every_price_keeps_every_limit)
{
    uint64_t seed = 23;
    for (int w = 0; w < 12; w++) {
        double step = round(20 + 200 * rand_unit(&seed)) / 1000;
        struct str rules = str_fmt(c, ",\"max_step\":%.3f,\"min_margin\":0.2%s", step, w % 2 ? ",\"ending\":0.99" : "");
        const struct json *v = elastic(c, items_json(c, &seed, w % 3 ? -3 : -0.5, 0.2), rules.p);
        for (struct json_walk i = json_walk(json_get(v, "items")); json_next(&i);) {
            double p = json_real(json_get(i.value, "price"));
            if (fabs(p - 20) < 1e-9)
                continue; /* kept */
            assert_true(p >= 14 && p <= 26);
            assert_true(p >= 20 * (1 - step) - 1e-6 && p <= 20 * (1 + step) + 1e-6);
            assert_true(!(w % 2) || fabs(fmod(p, 1) - 0.99) < 1e-6);
        }
    }
}

/* One item's days at a price that moves every ten of them, or never. */
static struct priced_item sold_at(struct ctx *c, uint64_t *seed, const char *segment, double elasticity, bool moves)
{
    enum { DAYS = 200 };
    struct reals units = {NEW_ARRAY(c, double, DAYS), DAYS}, price = {NEW_ARRAY(c, double, DAYS), DAYS};
    for (int t = 0; t < DAYS; t++) {
        price.at[t] = moves && t / 10 % 2 ? 8 : 10;
        units.at[t] = (double)stat_draw_poisson(seed, 30 * pow(price.at[t] / 10, elasticity));
    }
    return (struct priced_item){.sku = str_fmt(c, "%s%llu", segment, (unsigned long long)*seed), .category = STR("a"), .segment = str_z(segment), .freq = STR("D"),
                                .units = units, .price = price, .price_now = 10, .cost = 4, .ceiling = NAN, .competitor = NAN, .ending = NAN};
}

/* One item's limits by chance, in coins: EUR has 100 to one, JPY 1, KWD 1000. */
struct bounds { double coin, now, cost, floor, ceiling, competitor, below, above, step, margin, ending, of; };

static struct bounds bounds_draw(uint64_t *seed, const char *currency)
{
    static const double endings[] = {0.99, 0.95, 0.9, 0.5, 0};
    struct bounds b = {.coin = str_eq(str_z(currency), STR("JPY")) ? 1 : str_eq(str_z(currency), STR("KWD")) ? 0.001 : 0.01};
    double hundred = 100 * b.coin;
    b.now = round(hundred * exp(3 + stat_draw_normal(seed)) / b.coin) * b.coin;
    b.cost = b.now * (0.2 + 1.1 * rand_unit(seed)), b.step = 0.3 * rand_unit(seed), b.margin = rand_below(seed, 2) ? 0.3 * rand_unit(seed) : 0;
    b.floor = rand_below(seed, 2) ? b.now * (0.6 + 0.5 * rand_unit(seed)) : 0;
    b.ceiling = rand_below(seed, 2) ? b.now * (0.9 + 0.5 * rand_unit(seed)) : NAN;
    b.competitor = rand_below(seed, 2) ? b.now * (0.8 + 0.4 * rand_unit(seed)) : NAN;
    b.below = 0.2 * rand_unit(seed), b.above = 0.2 * rand_unit(seed);
    b.of = hundred, b.ending = rand_below(seed, 2) ? endings[rand_below(seed, 5)] * hundred : NAN;
    return b;
}

static bool is_multiple(double x, double of) { return fabs(x / of - round(x / of)) < 1e-6; }

static bool holds(const struct bounds *b, double p)
{
    double slack = 1e-9 * b->now;
    return p >= b->floor - slack && !(p > b->ceiling + slack) && fabs(p / b->now - 1) <= b->step + 1e-9 && p * (1 - b->margin) >= b->cost - slack &&
           !(p < b->competitor * (1 - b->below) - slack) && !(p > b->competitor * (1 + b->above) + slack);
}

static struct priced bounds_ask(struct ctx *c, uint64_t *seed, const struct bounds *b, const char *currency)
{
    struct elastic_in in;
    struct elastic_out out;
    record_init(&elastic_in_record, &in);
    struct priced_item *x = LIST_ADD(c, &in.items);
    *x = sold_at(c, seed, "web", -1 - 3 * rand_unit(seed), true);
    for (size_t t = 0; t < x->price.n; t++)
        x->price.at[t] *= b->now / 10;
    x->price_now = b->now, x->cost = b->cost, x->floor = b->floor, x->ceiling = b->ceiling, x->competitor = b->competitor, x->currency = str_z(currency);
    in.max_step = b->step, in.min_margin = b->margin, in.below_competitor = b->below, in.above_competitor = b->above;
    in.ending = b->ending, in.ending_of = b->of;
    ASSERT_OK(capability_call(c, "price.elastic", &in, &out));
    return out.items.at[0];
}

/* Floor, ceiling, margin, band, step, ending and coin, in currencies with two, no and three decimals: a changed price keeps
 * all of them, and a price that is kept against one of them says that no price keeps all. */
TEST(prices_under_random_limits_keep_every_limit)
{
    static const char *const currencies[] = {"EUR", "JPY", "KWD"};
    uint64_t seed = 31;
    int changed = 0, none = 0;
    for (int w = 0; w < 300; w++) {
        const char *currency = currencies[w % 3];
        struct bounds b = bounds_draw(&seed, currency);
        struct priced a = bounds_ask(c, &seed, &b, currency);
        bool kept = a.price == a.price_now;
        if (!kept)
            assert_true(holds(&b, a.price) && is_multiple(isnan(b.ending) ? a.price : a.price - b.ending, isnan(b.ending) ? b.coin : b.of));
        else if (!holds(&b, a.price))
            assert_true(str_find(a.sentence, STR("no price"), 0) < a.sentence.n);
        changed += !kept, none += kept && !holds(&b, a.price);
    }
    assert_true(changed > 60 && none > 20);
}

TEST(a_price_does_not_rise_when_only_cost_falls)
{
    uint64_t seed = 24;
    struct str items = items_json(c, &seed, -2.5, 0.2);
    double last = INFINITY;
    for (int cost = 18; cost >= 2; cost -= 4) {
        struct str cheaper = str_replace(c, items, STR("\"cost\":"), str_fmt(c, "\"cost\":%d,\"was\":", cost));
        const struct json *v = elastic(c, cheaper, ",\"max_step\":0.5");
        double p = json_real(json_path(v, "items.0.price"));
        assert_true(p <= last + 1e-9);
        last = p;
    }
}

static const struct json *call_json(struct ctx *c, const char *name, struct str in)
{
    struct str out;
    const struct json *v;
    ASSERT_OK(capability_json(c, capability_find(str_z(name)), in, &out));
    ASSERT_OK(json_read(c, out, &v));
    return v;
}

TEST(a_markdown_plan_never_loses_to_keeping_the_price)
{
    uint64_t seed = 25;
    for (int w = 0; w < 25; w++) {
        double floor_price = 20 + 50 * rand_unit(&seed), last = 100;
        struct str in = str_fmt(c, "{\"stock\":%d,\"periods\":%d,\"price_now\":100,\"units_now\":%.2f,\"elasticity\":%.2f,"
                                "\"floor\":%.2f,\"salvage\":%d,\"change_cost\":%d}", 1 + (int)rand_below(&seed, 400),
                                1 + (int)rand_below(&seed, 12), 10 * rand_unit(&seed), -4 * rand_unit(&seed), floor_price,
                                (int)rand_below(&seed, 20), w % 2 ? 30 : 0);
        const struct json *v = call_json(c, "price.markdown", in);
        assert_true(json_real(json_get(v, "money")) >= json_real(json_get(v, "money_if_kept")) * (1 - 1e-9));
        for (struct json_walk leg = json_walk(json_get(v, "path")); json_next(&leg);) {
            double p = json_real(json_get(leg.value, "price"));
            assert_true(p <= last + 1e-9 && p >= floor_price - 0.005);
            assert_true(json_real(json_get(leg.value, "stock")) >= -1e-6);
            last = p;
        }
    }
}

/* Yen have no hundredths, dinars a thousand; an ending holds on every step down. */
TEST(a_markdown_asks_whole_coins_and_keeps_its_ending)
{
    static const char *const in[] = {"\"currency\":\"JPY\",\"price_now\":1980", "\"currency\":\"KWD\",\"price_now\":1.975",
                                     "\"currency\":\"EUR\",\"price_now\":59.99,\"ending\":0.99"};
    static const double of[] = {1, 0.001, 1}, ending[] = {0, 0, 0.99};
    for (int i = 0; i < 3; i++) {
        const struct json *v = call_json(c, "price.markdown", str_fmt(c, "{\"stock\":90,\"periods\":6,\"units_now\":5,\"elasticity\":-2.5,%s}", in[i]));
        double first = json_real(json_path(v, "path.0.price")), last = NAN;
        for (struct json_walk leg = json_walk(json_get(v, "path")); json_next(&leg);)
            assert_true(is_multiple((last = json_real(json_get(leg.value, "price"))) - ending[i], of[i]));
        assert_true(json_count(json_get(v, "path")) == 6 && last < first);
    }
}

/* Two periods, one unit, prices 10 and 6, a sale at 10 half as likely: by hand. */
TEST(markdown_solves_a_game_small_enough_for_paper)
{
    double lose = exp(-1), cheap = exp(-1.5); /* chance of no sale at 10, at 6 (elasticity: 1.5 = 0.6^e) */
    double e = log(1.5) / log(0.6), last10 = 10 * (1 - lose), last6 = 6 * (1 - cheap);
    double end = fmax(last10, last6), want = fmax(10 * (1 - lose) + lose * end, 6 * (1 - cheap) + cheap * last6);
    struct str in = str_fmt(c, "{\"stock\":1,\"periods\":2,\"price_now\":10,\"units_now\":1,\"elasticity\":%.15g,\"prices\":[10,6]}", e);
    assert_true(fabs(json_real(json_get(call_json(c, "price.markdown", in), "money")) - want) < 1e-8);
}

TEST(elasticities_are_within_two_standard_errors_though_demand_drifts)
{
    enum { SHOPS = 3, ITEMS = 60 };
    uint64_t seed = 5;
    double truth[ITEMS];
    int within = 0;
    for (int shop = 0; shop < SHOPS; shop++) {
        const struct json *items = json_get(elastic(c, drifting_json(c, &seed, ITEMS, truth), ""), "items");
        for (int i = 0; i < ITEMS; i++) {
            const struct json *a = json_at(items, (size_t)i);
            within += fabs(json_real(json_get(a, "elasticity")) - truth[i]) <= 2 * json_real(json_get(a, "se"));
        }
    }
    assert_in_range(within, 0.92 * SHOPS * ITEMS, SHOPS * ITEMS);
}

/* Four years of months: price redrawn every few months, a yearly season, elasticity -2. */
static struct str months_json(struct ctx *c, uint64_t *seed, int items)
{
    struct buf b = {0};
    for (int i = 0; i < items; i++) {
        struct buf price = {0}, units = {0};
        double now = 20, turn = 6.28 * rand_unit(seed);
        for (int t = 0; t < 48; t++) {
            now = rand_unit(seed) < 0.3 ? 20 * exp(0.1 * stat_draw_normal(seed)) : now;
            double mean = 60 * (1 + 0.3 * sin(2 * M_PI * t / 12 + turn)) * pow(now / 20, -2);
            buf_fmt(c, &price, "%s%.2f", t ? "," : "", now);
            buf_fmt(c, &units, "%s%lld", t ? "," : "", (long long)stat_draw_poisson(seed, mean));
        }
        buf_fmt(c, &b, "%s{\"sku\":\"m%d\",\"category\":\"c\",\"freq\":\"M\",\"price\":[%s],\"units\":[%s]}", i ? "," : "", i,
                buf_str(&price).p, buf_str(&units).p);
    }
    return buf_str(&b);
}

TEST(a_season_of_months_does_not_hide_what_prices_did)
{
    enum { ITEMS = 40 };
    uint64_t seed = 6;
    double sum = 0;
    int within = 0;
    const struct json *items = json_get(elastic(c, months_json(c, &seed, ITEMS), ""), "items");
    for (int i = 0; i < ITEMS; i++) {
        double own = json_real(json_get(json_at(items, (size_t)i), "own"));
        sum += own / ITEMS;
        within += fabs(own + 2) <= 2 * json_real(json_get(json_at(items, (size_t)i), "own_se"));
    }
    assert_true(fabs(sum + 2) < 0.15);
    assert_in_range(within, 35, 40);
}

/* Every week the price is set anew; `answer`: by how sales of the week before stood. True elasticity: -1.5. */
static struct str answering_json(struct ctx *c, uint64_t *seed, double answer, double rate)
{
    struct buf price = {0}, units = {0};
    double now = 20, week = 0;
    for (int t = 0; t < 210; t++) {
        double swing = exp(0.4 * sin(t / 25.0));
        if (t && t % 7 == 0) {
            now = 20 * pow((week + 1) / (7 * rate + 1), answer) * exp(0.05 * stat_draw_normal(seed));
            week = 0;
        }
        double sold = (double)stat_draw_poisson(seed, rate * swing * pow(now / 20, -1.5));
        week += sold;
        buf_fmt(c, &price, "%s%.2f", t ? "," : "", now);
        buf_fmt(c, &units, "%s%.0f", t ? "," : "", sold);
    }
    return str_fmt(c, "{\"sku\":\"a\",\"category\":\"a\",\"cost\":8,\"price\":[%s],\"units\":[%s]}", buf_str(&price).p, buf_str(&units).p);
}

static const struct json *first_of(struct ctx *c, struct str items) { return json_at(json_get(elastic(c, items, ""), "items"), 0); }

/* Warned of, and no price asked because of it: only what is known of retail goods is left. */
static bool is_disbelieved(const struct json *answer)
{
    bool warned = json_count(json_get(answer, "warnings")) > 0;
    if (warned)
        assert_true(fabs(json_real(json_get(answer, "elasticity")) + 2) < 0.1 && json_real(json_get(answer, "se")) > 1 &&
                    json_real(json_get(answer, "price")) == json_real(json_get(answer, "price_now")));
    return warned;
}

TEST(a_price_that_follows_sales_is_warned_of_and_not_believed)
{
    uint64_t seed = 8;
    int found = 0, alarms = 0;
    for (int i = 0; i < 20; i++) {
        found += is_disbelieved(first_of(c, answering_json(c, &seed, 0.4, 10)));
        alarms += json_count(json_get(first_of(c, answering_json(c, &seed, 0, 10)), "warnings")) > 0;
    }
    assert_in_range(found, 12, 20);
    assert_in_range(alarms, 0, 2);
}

static struct str ten_of(struct ctx *c, uint64_t *seed, double answer)
{
    struct buf items = {0};
    for (int i = 0; i < 10; i++)
        buf_fmt(c, &items, "%s%s", i ? "," : "", answering_json(c, seed, answer, 0.7).p);
    return buf_str(&items);
}

/* Two sales in three days: hardly an item alone shows it, the ten of a category together do. */
TEST(prices_of_slow_sellers_that_follow_sales_are_seen_over_their_category)
{
    uint64_t seed = 9;
    int found = 0, alarms = 0;
    for (int i = 0; i < 8; i++) {
        found += is_disbelieved(first_of(c, ten_of(c, &seed, 0.1)));
        alarms += json_count(json_get(first_of(c, ten_of(c, &seed, 0)), "warnings")) > 0;
    }
    assert_in_range(found, 6, 8);
    assert_in_range(alarms, 0, 1);
}

/* Weekends sell twice as much and ask `dearer` more; the price also moves by itself, or not. True elasticity: -2. */
static const struct json *weekends(struct ctx *c, uint64_t *seed, double dearer, bool moves)
{
    struct buf price = {0}, units = {0};
    double own = 1;
    for (int t = 0; t < 280; t++) {
        own = moves && rand_unit(seed) < 0.05 ? exp(0.1 * stat_draw_normal(seed)) : own;
        double now = 20 * own * (t % 7 >= 5 ? 1 + dearer : 1);
        buf_fmt(c, &price, "%s%.2f", t ? "," : "", now);
        buf_fmt(c, &units, "%s%lld", t ? "," : "", (long long)stat_draw_poisson(seed, 12 * (t % 7 >= 5 ? 2 : 1) * pow(now / 20, -2)));
    }
    return first_of(c, str_fmt(c, "{\"sku\":\"a\",\"cost\":8,\"price\":[%s],\"units\":[%s]}", buf_str(&price).p, buf_str(&units).p));
}

TEST(a_price_that_moves_with_the_week_is_not_taken_for_what_the_week_does)
{
    uint64_t seed = 10;
    int within = 0;
    assert_true(is_disbelieved(weekends(c, &seed, 0.1, false)));
    for (int i = 0; i < 20; i++) {
        const struct json *a = weekends(c, &seed, 0.1, true);
        within += fabs(json_real(json_get(a, "own")) + 2) <= 2 * json_real(json_get(a, "own_se"));
    }
    assert_in_range(within, 17, 20);
}

/* A segment that says nothing of itself is told by the category's others; one that says much keeps what it says. */
TEST(elasticity_of_a_segment_is_drawn_to_its_category)
{
    struct elastic_in in;
    struct elastic_out out;
    uint64_t seed = 8;
    record_init(&elastic_in_record, &in);
    for (int i = 0; i < 8; i++)
        *LIST_ADD(c, &in.items) = sold_at(c, &seed, "web", -4, true);
    *LIST_ADD(c, &in.items) = sold_at(c, &seed, "app", -4, false);
    for (int i = 0; i < 8; i++)
        *LIST_ADD(c, &in.items) = sold_at(c, &seed, "store", -2, true);
    ASSERT_OK(capability_call(c, "price.elastic", &in, &out));
    assert_int_equal(out.categories.n, 3);
    assert_true(str_eq(out.categories.at[0].category, STR("a / web")) && fabs(out.categories.at[0].elasticity + 4) < 0.5);
    assert_true(fabs(out.categories.at[2].elasticity + 2) < 0.5);
    assert_true(isnan(out.items.at[8].own) && fabs(out.items.at[8].elasticity + 3) < 0.7 && out.items.at[8].se > 0.3);
}
