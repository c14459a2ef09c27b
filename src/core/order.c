/* core/order.c - how plain values follow each other. */
#include "core/order.h"
#include "core/str.h"

#define ORDER(name, T)                           \
    int name(const void *a, const void *b)       \
    {                                            \
        T x = *(const T *)a, y = *(const T *)b;  \
        return (x > y) - (x < y);                \
    }
ORDER(order_int, int64_t)
ORDER(order_row, uint32_t)
ORDER(order_real, double)
ORDER(order_float, float)

int order_str(const void *a, const void *b) { return str_cmp(*(const struct str *)a, *(const struct str *)b); }
