/* intelligence/answer/recommend/taste_test.c - what was planted in choices is found again; what cannot be true is not. */
#include "core/linear.h"
#include "core/rand.h"
#include "intelligence/answer/recommend/taste.h"
#include "test/unit/unit.h"
#include <math.h>
#include <stdlib.h>

TEST(linear_inverse_times_matrix_is_one)
{
    for (size_t n = 1; n <= 300; n += 149) { /* 299: by the library */
        float *a = NEW_ARRAY(c, float, n * n), *b = NEW_ARRAY(c, float, n * n);
        uint64_t seed = 7;
        for (size_t i = 0; i < n; i++)
            for (size_t j = 0; j <= i; j++)
                a[i * n + j] = a[j * n + i] = (float)(rand_unit(&seed) + (i == j ? (double)n : 0));
        memcpy(b, a, n * n * sizeof *a);
        ASSERT_OK(linear_invert(c, b, n));
        for (size_t i = 0; i < n; i++)
            for (size_t j = 0; j < n; j++) {
                double sum = 0;
                for (size_t k = 0; k < n; k++)
                    sum += (double)a[i * n + k] * (double)b[k * n + j];
                assert_true(fabs(sum - (i == j)) < 1e-4);
            }
    }
}

TEST(linear_refuses_what_is_not_positive)
{
    float a[] = {1, 2, 2, 1};
    assert_int_equal(linear_invert(c, a, 2), REJECT);
}

/* Chains 0 1 2 … of eight: who chose one goes on to the next in the chain, nine times in ten. */
enum { PEOPLE = 400, CHAINS = 10, CHAIN = 8, ITEMS = CHAINS * CHAIN };
static struct taste_log chains(struct ctx *c, uint64_t seed)
{
    struct taste_act *act = NEW_ARRAY(c, struct taste_act, PEOPLE * 5);
    size_t n = 0;
    for (uint32_t u = 0; u < PEOPLE; u++) {
        uint32_t at = (uint32_t)rand_below(&seed, ITEMS);
        for (int i = 0; i < 5; i++) {
            act[n++] = (struct taste_act){u, at, 1, i};
            at = rand_unit(&seed) < 0.9 ? at / CHAIN * CHAIN + (at + 1) % CHAIN : (uint32_t)rand_below(&seed, ITEMS);
        }
    }
    struct taste_log log;
    taste_log_make(c, act, n, PEOPLE, ITEMS, &log);
    return log;
}

TEST(taste_finds_the_chain)
{
    struct taste_log log = chains(c, 3);
    struct taste t = {0};
    ASSERT_OK(taste_learn(c, &log, &t));
    assert_true(t.held_out > 100);
    assert_true(t.weight[NEXT] > 0);
    float *score = NEW_ARRAY(c, float, ITEMS);
    int right = 0;
    for (uint32_t outer = 0; outer < ITEMS; outer++) {
        uint32_t from = log.inner[outer], best;
        taste_score(&t, &from, NULL, 1, score);
        score[from] = -INFINITY;
        assert_int_equal(taste_top(score, ITEMS, 1, &best), 1);
        right += log.outer[best] == outer / CHAIN * CHAIN + (outer + 1) % CHAIN;
    }
    assert_true(right >= ITEMS * 8 / 10);
}

TEST(taste_log_keeps_an_item_once_at_its_last_time)
{
    struct taste_act act[] = {{0, 5, 1, 30}, {0, 5, 1, 10}, {0, 2, 1, 20}, {1, 5, 1, 1}};
    struct taste_log log;
    taste_log_make(c, act, 4, 2, 6, &log);
    assert_int_equal(log.n[0], 2);
    assert_int_equal(log.outer[log.item[log.start[0]]], 2);
    assert_int_equal(log.outer[log.item[log.start[0] + 1]], 5);
    assert_int_equal(log.outer[0], 5); /* most people first */
    assert_int_equal(log.people[0], 2);
}

TEST(taste_views_add_up_to_the_score)
{
    struct taste_log log = chains(c, 9);
    struct taste t = {0};
    ASSERT_OK(taste_learn(c, &log, &t));
    float *score = NEW_ARRAY(c, float, ITEMS), *view = NEW_ARRAY(c, float, VIEWS * ITEMS);
    for (size_t u = 0; u < 50; u++) {
        const uint32_t *item = log.item + log.start[u];
        taste_score(&t, item, NULL, log.n[u], score);
        taste_views(&t, item, NULL, log.n[u], view);
        for (size_t i = 0; i < ITEMS; i++) {
            double sum = 0;
            for (size_t v = 0; v < VIEWS; v++)
                sum += t.weight[v] * (double)view[v * ITEMS + i];
            assert_true(fabs(sum - (double)score[i]) < 1e-4);
        }
    }
}

TEST(taste_both_counts_people_by_hand)
{
    struct taste_act act[] = {{0, 0, 1, 1}, {0, 1, 1, 2}, {1, 1, 1, 1}, {1, 0, 1, 2}, {2, 0, 1, 1}, {2, 1, 1, 3}, {3, 0, 1, 1}};
    struct taste_log log;
    taste_log_make(c, act, 7, 4, 2, &log);
    struct taste_places v = taste_places(c, &log);
    struct taste_both two = taste_both(&v, log.inner[0], log.inner[1]);
    assert_int_equal(two.both, 3);
    assert_int_equal(two.later, 2);
}
