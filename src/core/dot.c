/* core/dot.c - three ways to the same sums. */
#include "core/dot.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

static void rows_plain(const int8_t *rows, size_t n, size_t width, const uint8_t *query, int32_t *out)
{
    for (size_t i = 0; i < n; i++) {
        int32_t sum = 0;
        for (size_t k = 0; k < width; k++)
            sum += rows[i * width + k] * query[k];
        out[i] = sum;
    }
}

static float real_plain(const int16_t *row, const float *query, size_t width)
{
    float part[8] = {0};
    for (size_t k = 0; k < width; k += 8)
        for (size_t j = 0; j < 8; j++)
            part[j] += (float)row[k + j] * query[k + j];
    return ((part[0] + part[4]) + (part[2] + part[6])) + ((part[1] + part[5]) + (part[3] + part[7]));
}

#if defined(__x86_64__)

/* Four sums of 16 numbers each, as four numbers. */
__attribute__((target("avx512f,avx512bw,avx512vnni"))) static __m128i sums_of(__m512i a, __m512i b, __m512i c, __m512i d)
{
    __m512i ab = _mm512_add_epi32(_mm512_unpacklo_epi32(a, b), _mm512_unpackhi_epi32(a, b));
    __m512i cd = _mm512_add_epi32(_mm512_unpacklo_epi32(c, d), _mm512_unpackhi_epi32(c, d));
    __m512i all = _mm512_add_epi32(_mm512_unpacklo_epi64(ab, cd), _mm512_unpackhi_epi64(ab, cd));
    __m256i half = _mm256_add_epi32(_mm512_castsi512_si256(all), _mm512_extracti64x4_epi64(all, 1));
    return _mm_add_epi32(_mm256_castsi256_si128(half), _mm256_extracti128_si256(half, 1));
}

__attribute__((target("avx512f,avx512bw,avx512vnni"))) static void rows_vnni(const int8_t *rows, size_t n, size_t width,
                                                                            const uint8_t *query, int32_t *out)
{
    size_t i = 0;
    for (; i + 4 <= n; i += 4) {
        const int8_t *r = rows + i * width;
        __m512i a = _mm512_setzero_si512(), b = a, c = a, d = a;
        for (size_t k = 0; k < width; k += 64) {
            __m512i q = _mm512_loadu_si512(query + k);
            a = _mm512_dpbusd_epi32(a, q, _mm512_loadu_si512(r + k));
            b = _mm512_dpbusd_epi32(b, q, _mm512_loadu_si512(r + width + k));
            c = _mm512_dpbusd_epi32(c, q, _mm512_loadu_si512(r + 2 * width + k));
            d = _mm512_dpbusd_epi32(d, q, _mm512_loadu_si512(r + 3 * width + k));
        }
        _mm_storeu_si128((__m128i *)(out + i), sums_of(a, b, c, d));
    }
    rows_plain(rows + i * width, n - i, width, query, out + i);
}

__attribute__((target("avx2,fma"))) static int32_t sum_of(__m256i v)
{
    __m128i s = _mm_add_epi32(_mm256_castsi256_si128(v), _mm256_extracti128_si256(v, 1));
    s = _mm_add_epi32(s, _mm_shuffle_epi32(s, 0x4e));
    return _mm_cvtsi128_si32(_mm_add_epi32(s, _mm_shuffle_epi32(s, 0xb1)));
}

/* By 16-bit numbers: the products of bytes in pairs would not fit the instruction that takes bytes. */
__attribute__((target("avx2,fma"))) static void rows_avx2(const int8_t *rows, size_t n, size_t width, const uint8_t *query, int32_t *out)
{
    for (size_t i = 0; i < n; i++) {
        __m256i sum = _mm256_setzero_si256();
        for (size_t k = 0; k < width; k += 16) {
            __m256i q = _mm256_cvtepu8_epi16(_mm_loadu_si128((const __m128i *)(query + k)));
            __m256i r = _mm256_cvtepi8_epi16(_mm_loadu_si128((const __m128i *)(rows + i * width + k)));
            sum = _mm256_add_epi32(sum, _mm256_madd_epi16(q, r));
        }
        out[i] = sum_of(sum);
    }
}

__attribute__((target("avx2,fma"))) static float real_avx2(const int16_t *row, const float *query, size_t width)
{
    __m256 a = _mm256_setzero_ps(), b = a;
    for (size_t k = 0; k < width; k += 16) {
        __m256i lo = _mm256_cvtepi16_epi32(_mm_loadu_si128((const __m128i *)(row + k)));
        __m256i hi = _mm256_cvtepi16_epi32(_mm_loadu_si128((const __m128i *)(row + k + 8)));
        a = _mm256_fmadd_ps(_mm256_cvtepi32_ps(lo), _mm256_loadu_ps(query + k), a);
        b = _mm256_fmadd_ps(_mm256_cvtepi32_ps(hi), _mm256_loadu_ps(query + k + 8), b);
    }
    a = _mm256_add_ps(a, b);
    __m128 s = _mm_add_ps(_mm256_castps256_ps128(a), _mm256_extractf128_ps(a, 1));
    s = _mm_add_ps(s, _mm_movehl_ps(s, s));
    return _mm_cvtss_f32(_mm_add_ss(s, _mm_shuffle_ps(s, s, 1)));
}

enum dot_kind dot_best(void)
{
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vnni"))
        return DOT_VNNI;
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") ? DOT_AVX2 : DOT_PLAIN;
}

#else
enum dot_kind dot_best(void) { return DOT_PLAIN; }
#define rows_vnni rows_plain
#define rows_avx2 rows_plain
#define real_avx2 real_plain
#endif


void dot_rows(enum dot_kind k, const int8_t *rows, size_t n, size_t width, const uint8_t *query, int32_t *out)
{
    k == DOT_VNNI ? rows_vnni(rows, n, width, query, out) : k == DOT_AVX2 ? rows_avx2(rows, n, width, query, out) : rows_plain(rows, n, width, query, out);
}

float dot_real(enum dot_kind k, const int16_t *row, const float *query, size_t width)
{
    return k == DOT_PLAIN ? real_plain(row, query, width) : real_avx2(row, query, width);
}
