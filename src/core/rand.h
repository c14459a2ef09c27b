/* core/rand.h - seeded chance: SplitMix64 (Steele, Lea, Flood 2014). */
#pragma once
#include <stdint.h>

static inline uint64_t rand_next(uint64_t *seed)
{
    uint64_t z = (*seed += 0x9E3779B97F4A7C15u);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
}
static inline double rand_unit(uint64_t *seed) { return (double)(rand_next(seed) >> 11) * 0x1p-53; } /* [0, 1) */
static inline uint64_t rand_below(uint64_t *seed, uint64_t n) { return n ? rand_next(seed) % n : 0; }
