/* core/order.h - how plain values follow each other, for qsort and bsearch: ascending. */
#pragma once

int order_int(const void *a, const void *b);   /* int64_t */
int order_row(const void *a, const void *b);   /* uint32_t */
int order_real(const void *a, const void *b);  /* double, no NAN */
int order_float(const void *a, const void *b); /* float, no NAN */
int order_str(const void *a, const void *b);   /* struct str, by bytes */
