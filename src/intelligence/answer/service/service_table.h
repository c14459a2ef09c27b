/* intelligence/answer/service/service_table.h - the words of one file, by name: it says where they stand, #define TABLE "…/service_when.def", and
 * includes this once. Each line there is WORDS(name, patterns) and becomes W_name.
 */
#include "intelligence/answer/service/service_text.h"

enum words {
#define WORDS(name, patterns) W_##name,
#include TABLE
#undef WORDS
    WORDS_N
};
static const char *const patterns[WORDS_N] = {
#define WORDS(name, patterns) [W_##name] = patterns,
#include TABLE
#undef WORDS
};

static bool has(const struct service_words *w, enum words k) { return service_matches(w, patterns[k]); }
