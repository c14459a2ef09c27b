/* core/vector_test.c - the three kernels agree; the nearest are those a plain loop finds. */
#include "core/rand.h"
#include "core/vector.h"
#include "test/unit/unit.h"
#include <math.h>

static float chance(struct ctx *c) { return (float)rand_below(&c->seed, 20001) / 10000 - 1; }

TEST(dot_kernels_agree)
{
    enum { N = 7, WIDTH = 192 };
    int8_t rows[N * WIDTH];
    int16_t row[WIDTH];
    uint8_t query[WIDTH];
    float real[WIDTH];
    int32_t plain[N], best[N], avx[N];
    for (size_t i = 0; i < sizeof rows; i++)
        rows[i] = (int8_t)((int)rand_below(&c->seed, 255) - 127);
    for (int i = 0; i < WIDTH; i++)
        query[i] = (uint8_t)(1 + rand_below(&c->seed, 255)), row[i] = (int16_t)((int)rand_below(&c->seed, 65535) - 32767), real[i] = chance(c);
    dot_rows(DOT_PLAIN, rows, N, WIDTH, query, plain);
    dot_rows(dot_best(), rows, N, WIDTH, query, best);
    dot_rows(dot_best() == DOT_VNNI ? DOT_AVX2 : dot_best(), rows, N, WIDTH, query, avx);
    assert_memory_equal(plain, best, sizeof plain);
    assert_memory_equal(plain, avx, sizeof plain);
    float a = dot_real(DOT_PLAIN, row, real, WIDTH), b = dot_real(dot_best(), row, real, WIDTH);
    assert_true(fabsf(a - b) <= 1e-3f * (1 + fabsf(a)));
}

/* Vectors like those of sentences: clusters, and most of the variance on few axes. */
static float *crowd(struct ctx *c, size_t n, size_t width)
{
    float *at = NEW_ARRAY(c, float, n * width), middle[20][256];
    for (int m = 0; m < 20; m++)
        for (size_t k = 0; k < width; k++)
            middle[m][k] = chance(c) / (1 + (float)k / 20);
    for (size_t i = 0; i < n; i++) {
        size_t m = rand_below(&c->seed, 20);
        for (size_t k = 0; k < width; k++)
            at[i * width + k] = middle[m][k] + chance(c) / (1 + (float)k / 10) + 0.3f;
    }
    return at;
}

static float plain_dot(const float *a, const float *b, size_t n)
{
    float s = 0;
    for (size_t k = 0; k < n; k++)
        s += a[k] * b[k];
    return s;
}

/* How many of the ten found are as near as the tenth nearest by a plain loop. */
static size_t rightly(const float *at, size_t n, size_t width, const float *query, const struct near *found, size_t n_found)
{
    float best[10];
    size_t right = 0;
    for (int k = 0; k < 10; k++)
        best[k] = -INFINITY;
    for (size_t i = 0; i < n; i++) {
        float s = plain_dot(at + i * width, query, width);
        for (int k = 9; k >= 0 && s > best[k]; k--) {
            if (k < 9)
                best[k + 1] = best[k];
            best[k] = s;
        }
    }
    for (size_t i = 0; i < n_found; i++) {
        float s = plain_dot(at + found[i].row * width, query, width);
        right += s >= best[9] - 1e-3f * fabsf(best[9]);
        assert_true(fabsf(found[i].score - s) <= 2e-3f * (1 + fabsf(s)));
    }
    return right;
}

static void near_check(struct ctx *c, size_t n, size_t width)
{
    float *at = crowd(c, n, width);
    const struct vectors *v = vectors_make(c, at, n, width);
    size_t right = 0, n_found;
    for (size_t q = 0; q < 20; q++) {
        const float *query = at + q * (n / 20) * width;
        const struct near *found = vectors_near(c, v, vectors_probe(c, v, query), 10, &n_found);
        assert_int_equal(n_found, 10);
        right += rightly(at, n, width, query, found, n_found);
        assert_true(fabsf(vectors_score(v, vectors_probe_of(c, v, found[0].row), found[1].row) -
                          plain_dot(at + found[0].row * width, at + found[1].row * width, width)) < 0.05f);
    }
    assert_true(right >= 198); /* of 200 */
}

TEST(vector_scans_few_whole) { near_check(c, 300, 100); }
TEST(vector_turns_many) { near_check(c, 5000, 200); }

TEST(vector_sets_of_none_and_one)
{
    float one[3] = {1, 2, 3};
    size_t n;
    const struct vectors *v = vectors_make(c, one, 0, 3);
    vectors_near(c, v, vectors_probe(c, v, one), 5, &n);
    assert_int_equal(n, 0);
    v = vectors_make(c, one, 1, 3);
    const struct near *found = vectors_near(c, v, vectors_probe(c, v, one), 5, &n);
    assert_int_equal(n, 1);
    assert_true(fabsf(found[0].score - 14) < 0.01f);
}
