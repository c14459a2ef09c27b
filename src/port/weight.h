/* port/weight.h - weights made quicker to multiply by, within port/ only. */
#pragma once
#include <stdbool.h>
#include <stdio.h>

/* Split the Q4_1 weights of a GGUF file into Q4_0 weights and an adapter of low rank, both as files in memory, at their start.
 * The product is the same: a Q4_1 block is d q + m, which is d (q - 8), as Q4_0 has it, and (m + 8 d) times the sum of the
 * block's inputs. false: there is nothing to split, or it cannot be done here. */
bool weight_split(const char *path, FILE **model, FILE **adapter);
