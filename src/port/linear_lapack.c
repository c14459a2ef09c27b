/* port/linear_lapack.c - the inverse of a large matrix by LAPACK, as OpenBLAS keeps it.
 *
 * The library is opened when the first large matrix comes, not linked: loading it takes 10 ms and starts its threads, which
 * every start of the program would pay. Small matrices, and all where it is not installed, are inverted by our own Cholesky,
 * whose last digits are the same on every machine.
 */
#include "core/linear.h"
#include "core/log.h"
#include "core/stat.h"
#include <dlfcn.h>
#include <pthread.h>

enum { SMALL = 256 };

/* LAPACK's own names and calls, as its reference states them: the lower triangle, columns first. */
typedef void lapack_call(const char *uplo, const int *n, float *a, const int *lda, int *info, size_t uplo_length);
static lapack_call *factorise, *invert;
static pthread_once_t opened = PTHREAD_ONCE_INIT;

static void library_open(void)
{
    static const char *const names[] = {"libopenblas.so.0", "liblapack.so.3"};
    void *library = NULL;
    for (size_t i = 0; i < sizeof names / sizeof *names && !library; i++)
        library = dlopen(names[i], RTLD_NOW | RTLD_LOCAL);
    if (library) {
        *(void **)&factorise = dlsym(library, "spotrf_");
        *(void **)&invert = dlsym(library, "spotri_");
    }
    if (!factorise || !invert)
        log_line(LOG_WARN, "linear.slow", "neither libopenblas0 nor liblapack3 could be opened; large inverses take seconds");
}

static enum status refuse(struct ctx *c, size_t n)
{
    return fail(c, REJECT, "the %zu x %zu matrix is not positive definite", n, n);
}

static enum status invert_own(struct ctx *c, float *a, size_t n)
{
    double *factor = NEW_ARRAY(c, double, n * n), *inverse = NEW_ARRAY(c, double, n * n), *none = NEW_ARRAY(c, double, n);
    for (size_t i = 0; i < n * n; i++)
        factor[i] = (double)a[i];
    if (!stat_solve(factor, none, n))
        return refuse(c, n);
    stat_inverse(factor, inverse, n);
    for (size_t i = 0; i < n * n; i++)
        a[i] = (float)inverse[i];
    return OK;
}

enum status linear_invert(struct ctx *c, float *a, size_t n)
{
    int size = (int)n, info = 0;
    if (n > SMALL)
        pthread_once(&opened, library_open);
    if (n <= SMALL || !factorise || !invert)
        return invert_own(c, a, n);
    factorise("L", &size, a, &size, &info, 1);
    if (info == 0)
        invert("L", &size, a, &size, &info, 1);
    if (info != 0)
        return refuse(c, n);
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < i; j++)
            a[i * n + j] = a[j * n + i]; /* columns first: its lower triangle is our upper one */
    return OK;
}
