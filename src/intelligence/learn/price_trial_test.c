/* intelligence/learn/price_trial_test.c - a designed price test finds what it was designed for, and little else. */
#include "core/capability.h"
#include "core/json.h"
#include "core/stat.h"
#include "test/unit/unit.h"
#include <math.h>

enum { ITEMS = 24, PAST = 112 };

/* Items with past sales and, from then on, `days` at the price their arm asks, with this elasticity. */
struct world { double rate[ITEMS]; };

static double ask(struct ctx *c, const struct json *plan, struct str sku, int64_t day, double now)
{
    for (struct json_walk w = json_walk(plan); json_next(&w);) {
        int64_t from = 0, to = 0;
        str_int(str_part(json_str(json_get(w.value, "from")), 8, 10), &from);
        str_int(str_part(json_str(json_get(w.value, "to")), 8, 10), &to);
        if (str_eq(json_str(json_get(w.value, "unit")), sku) && day + 1 >= from && day + 1 <= to)
            return json_real(json_get(w.value, "price"));
    }
    return (void)c, now;
}

static struct str call(struct ctx *c, struct str in)
{
    struct str out;
    ASSERT_OK(capability_json(c, capability_find(STR("price.trial")), in, &out));
    return out;
}

static struct str input(struct ctx *c, const struct world *w, const char *by, const char *dates, struct reals past[ITEMS])
{
    struct buf b = {0};
    (void)w;
    buf_fmt(c, &b, "{\"by\":\"%s\",%s,\"name\":\"t%llu\",\"max_days\":28,\"lift\":0.2,\"items\":[", by, dates, (unsigned long long)c->seed % 1000);
    for (int i = 0; i < ITEMS; i++) {
        buf_fmt(c, &b, "%s{\"sku\":\"s%d\",\"price_now\":10,\"price\":9,\"cost\":5,\"units\":[", i ? "," : "", i);
        for (size_t t = 0; t < past[i].n; t++)
            buf_fmt(c, &b, "%s%g", t ? "," : "", past[i].at[t]);
        buf_add(c, &b, STR("]}"));
    }
    buf_add(c, &b, STR("]}"));
    return buf_str(&b);
}

/* The verdict of a trial whose tested price moves units by `effect`; '0' where the design gives no plan. */
static char trial(struct ctx *c, const char *by, double effect)
{
    struct world w;
    struct reals past[ITEMS];
    const struct json *v;
    uint64_t name = c->seed; /* the name is made of it, and must be the same for plan and reading */
    for (int i = 0; i < ITEMS; i++) {
        w.rate[i] = 5 + 10 * stat_draw_gamma(&name, 2);
        past[i] = (struct reals){NEW_ARRAY(c, double, PAST + 28), PAST};
        for (int t = 0; t < PAST; t++)
            past[i].at[t] = (double)stat_draw_poisson(&name, w.rate[i]);
    }
    ASSERT_OK(json_read(c, call(c, input(c, &w, by, "\"today\":\"2026-01-01\"", past)), &v));
    int64_t days = json_int(json_get(v, "days"));
    assert_true(days >= 14 && days <= 28);
    for (int i = 0; i < ITEMS; i++) {
        struct str sku = str_fmt(c, "s%d", i);
        for (int64_t t = 0; t < days; t++)
            past[i].at[past[i].n++] = (double)stat_draw_poisson(&name, w.rate[i] * (ask(c, json_get(v, "plan"), sku, t, 10) < 10 ? 1 + effect : 1));
    }
    struct str dates = str_fmt(c, "\"started\":\"2026-01-01\",\"today\":\"2026-01-%02lld\"", (long long)days + 1);
    ASSERT_OK(json_read(c, call(c, input(c, &w, by, dates.p, past)), &v));
    c->seed = name;
    return json_str(json_get(v, "verdict")).p[0];
}

TEST(a_designed_price_test_finds_what_it_was_designed_for)
{
    static const char *const by[] = {"product", "time"};
    for (int k = 0; k < 2; k++) {
        int better = 0, falsely = 0;
        for (int round = 0; round < 30; round++) {
            struct arena_mark mark = arena_mark(c->mem);
            better += trial(c, by[k], 0.75) == 'b';      /* 4 for 5 of margin, times 1.75: + 40 % */
            falsely += trial(c, by[k], 0.25) == 'b';     /* margin as it was */
            arena_reset(c->mem, mark);
        }
        if (better < 27 || falsely > 4)
            fail_msg("by %s: %d of 30 found, %d falsely", by[k], better, falsely);
    }
}
