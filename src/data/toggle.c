/* data/toggle.c - pairs of blocks, each turned by a hash. */
#include "data/toggle.h"
#include "core/trial.h"

bool toggle_is_tested(struct ctx *c, struct str name, int64_t block)
{
    static const double even[] = {0.5, 0.5};
    int turned = trial_assign(name, str_fmt(c, "pair %lld", (long long)(block / 2)), even, 2);
    return block % 2 == (turned ? 1 : 0);
}
