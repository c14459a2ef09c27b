/* core/dot.h - dot products of many rows of small numbers with one, as fast as this processor can.
 *
 * Each kernel exists with AVX-512 VNNI, with AVX2 and in plain C; the processor is asked once which it has. Whole numbers: all
 * three give the same.
 */
#pragma once
#include <stddef.h>
#include <stdint.h>

enum { DOT_STEP = 64 /* widths are multiples of it */ };

enum dot_kind { DOT_PLAIN, DOT_AVX2, DOT_VNNI };
enum dot_kind dot_best(void); /* of this processor */

/* out[i] = sum over the width of row[i] * query, for n rows one after the other. `query` is given with 128 added to each
 * number; the sums have 128 times the row's sum too much, which the caller takes off. */
void dot_rows(enum dot_kind k, const int8_t *rows, size_t n, size_t width, const uint8_t *query, int32_t *out);

/* Sum of a row of 16-bit numbers times a row of reals. */
float dot_real(enum dot_kind k, const int16_t *row, const float *query, size_t width);
