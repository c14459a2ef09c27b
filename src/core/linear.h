/* core/linear.h - large dense systems; kept by port/linear_lapack.c. Small ones: stat_solve of core/stat.h. */
#pragma once
#include "core/ctx.h"

/* Invert symmetric positive definite a [n][n] in place; both triangles of it are read and written. REJECT: it is not so. */
MUST enum status linear_invert(struct ctx *c, float *a, size_t n);
