/* intelligence/answer/search/search_bend_test.c - simulated visitors teach the weight of words; one alone cannot. */
#include "core/rand.h"
#include "core/settings.h"
#include "data/catalog.h"
#include "data/sale.h"
#include "intelligence/answer/search/search_bend.h"
#include "intelligence/answer/search/shelf.h"
#include "test/unit/unit.h"
#include <math.h>

enum { QUERIES = 200, TAUGHT = 100 /* the others are only looked at */, HITS = BEND_SHOWN };

struct world { /* lists of hits, and which of each is what is wanted */
    struct search_hit at[QUERIES][HITS];
    uint32_t right[QUERIES];
};

static float unit(struct ctx *c) { return (float)rand_below(&c->seed, 100000) / 100000; }

static float by(const struct search_hit *h, float bend) { return expf(bend) * (h->score - h->stands) + h->stands; }

/* What is wanted is what words, weighed exp(truth) times as much as they are, would put first, give or take. */
static struct world *world_make(struct ctx *c, float truth)
{
    struct world *w = NEW(c, struct world);
    for (int q = 0; q < QUERIES; q++) {
        struct search_hits list = {w->at[q], HITS, HITS, NULL};
        float best = -INFINITY;
        for (uint32_t i = 0; i < HITS; i++) {
            float words = 5 * unit(c), stands = 5 * unit(c);
            w->at[q][i] = (struct search_hit){.doc = i, .score = words + stands, .stands = stands};
        }
        search_hits_sort(&list);
        for (uint32_t i = 0; i < HITS; i++) {
            float s = by(&w->at[q][i], truth) + unit(c);
            if (s > best)
                best = s, w->right[q] = i;
        }
    }
    return w;
}

/* NDCG of the queries that nobody was taught by: one right answer each. */
static double quality(const struct world *w, float bend)
{
    double sum = 0;
    for (int q = TAUGHT; q < QUERIES; q++) {
        int above = 0;
        for (int i = 0; i < HITS; i++)
            above += by(&w->at[q][i], bend) > by(&w->at[q][w->right[q]], bend);
        sum += 1 / log2(above + 2);
    }
    return sum / (QUERIES - TAUGHT);
}

/* Visitors who look at place p one time in p, and take what is right nine times in ten, else whatever they see. */
static size_t sessions(struct ctx *c, const struct world *w, uint32_t n, struct bend_choice *out)
{
    size_t k = 0;
    for (uint32_t v = 0; v < n; v++) {
        uint32_t q = (uint32_t)rand_below(&c->seed, TAUGHT);
        for (uint32_t i = 0; i < HITS; i++)
            if (unit(c) < 1 / (float)(i + 1) && (i == w->right[q] ? unit(c) < 0.9f : unit(c) < 0.1f))
                out[k++] = (struct bend_choice){w->at[q], HITS, i, v, (float)(i + 1)};
    }
    return k;
}

TEST(bend_follows_what_visitors_choose)
{
    enum { VISITORS = 400 };
    struct bend_choice *at = NEW_ARRAY(c, struct bend_choice, VISITORS * HITS);
    static const float truths[] = {1.2f, -1.2f};
    for (int i = 0; i < 2; i++) {
        struct world *w = world_make(c, truths[i]);
        size_t n = sessions(c, w, VISITORS, at);
        float few = bend_fit(at, n / 20), many = bend_fit(at, n);
        assert_true(many * truths[i] > 0 && fabsf(many) > fabsf(few) && fabsf(many) <= 1);
        assert_true(quality(w, many) > quality(w, 0) + 0.02);
        assert_true(many == bend_fit(at, n));
    }
}

/* Who goes by what is shown already teaches nothing new, however many they are. */
TEST(bend_stays_where_all_is_well)
{
    enum { VISITORS = 400 };
    struct bend_choice *at = NEW_ARRAY(c, struct bend_choice, VISITORS * HITS);
    struct world *w = world_make(c, 0);
    float b = bend_fit(at, sessions(c, w, VISITORS, at));
    assert_true(quality(w, b) > quality(w, 0) - 0.02);
}

TEST(bend_one_visitor_moves_little)
{
    enum { CLICKS = 5000 };
    struct bend_choice *at = NEW_ARRAY(c, struct bend_choice, CLICKS);
    struct world *w = world_make(c, 1);
    for (uint32_t i = 0; i < CLICKS; i++) /* always the last, which words alone put there */
        at[i] = (struct bend_choice){w->at[i % TAUGHT], HITS, HITS - 1, 7, 10};
    float b = bend_fit(at, CLICKS);
    assert_true(fabsf(b) <= 0.0501f);
    assert_true(bend_fit(at, 0) == 0);
    for (uint32_t i = 0; i < CLICKS; i++)
        at[i].visitor = i; /* and of as many as one likes the bound holds */
    assert_true(fabsf(bend_fit(at, CLICKS)) <= 1);
}

/* From events in the database to the number. */
TEST(bend_is_read_from_events)
{
    struct shelf *s;
    struct settings *set = NEW(c, struct settings);
    int64_t done, left;
    unit_shop(c);
    set->at = NEW_ARRAY(c, struct setting, 1);
    set->at[set->n++] = (struct setting){.name = STR("search"), .value = STR("{\"embed\":\"embed.hash\"}")};
    c->settings = set;
    for (int i = 0; i < 12; i++) {
        struct product p;
        record_init(&product_record, &p);
        p.id = str_fmt(c, "p%d", i);
        p.title = str_fmt(c, i % 3 ? "sockets woolly variety %d" : "wool socks number %d", i);
        ASSERT_OK(product_save(c, &p, STR("file"), 1, NULL));
    }
    ASSERT_OK(meaning_update(c, STR("embed.hash"), 100, &done, &left));
    for (int i = 0; i < 60; i++) {
        struct event e;
        enum saved how;
        record_init(&event_record, &e);
        e.id = str_fmt(c, "e%d", i), e.at_ms = c->now_ms - 100000 + i, e.visitor = str_fmt(c, "v%d", i / 2);
        e.name = i % 2 ? STR("Product Clicked") : STR("Products Searched");
        if (i % 2)
            e.product = str_fmt(c, "p%d", i / 2 % 4 * 3), e.place = 1;
        else
            e.query = STR("wool socks");
        ASSERT_OK(event_save(c, &e, false, &how));
    }
    ASSERT_OK(shelf_open(c, &s));
    const struct search_mind *mind;
    shelf_mind(c, s, &mind);
    assert_int_equal(mind->learnt->bend_queries, 1);
    assert_int_equal(mind->learnt->bend_visitors, 30);
    assert_true(fabsf(mind->learnt->bend) <= 1);
    shelf_close(s);
}
