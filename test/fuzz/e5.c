/* test/fuzz/e5.c - any bytes for a package of embeddings are refused or cut texts without harm. */
#include "port/e5_package.h"
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct ctx c = {.mem = arena_open()};
    struct e5_package p;
    int fd = memfd_create("package", MFD_CLOEXEC);
    if (fd < 0 || write(fd, data, n) != (ssize_t)n)
        abort();
    if (e5_package_open(&c, str_fmt(&c, "/proc/self/fd/%d", fd).p, &p) == OK) {
        struct e5_tokens t;
        e5_tokenize(&c, &p, STR("ab  a\xc3\xa9 ba\n"), &t);
        for (size_t i = 0; i < t.n; i++)
            if (t.at[i] < 0 || t.at[i] >= p.n_pieces)
                abort();
        e5_tensor(&p, "emb.word");
        e5_package_close(&p);
    } else if (!c.why[0]) {
        abort();
    }
    close(fd);
    arena_close(c.mem);
    return 0;
}
