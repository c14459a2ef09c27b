/* intelligence/answer/recommend/harmony.c - the angles between colours in Lab. */
#include "intelligence/answer/recommend/harmony.h"
#include <math.h>

/* Little colour, or so dark that its hue is hardly seen: navy and brown are worn as neutrals are. */
static bool is_neutral(struct lab x) { return hypot(x.a, x.b) < 18 || (x.l < 30 && hypot(x.a, x.b) < 35); }

static enum harmony pair_of(struct lab x, struct lab y)
{
    if (is_neutral(x) || is_neutral(y))
        return HARMONY_NEUTRAL;
    double apart = fabs(atan2(x.b, x.a) - atan2(y.b, y.a)) * 180 / M_PI;
    apart = apart > 180 ? 360 - apart : apart;
    return apart < 15 ? HARMONY_TONE : apart <= 45 ? HARMONY_NEAR : apart >= 150 ? HARMONY_OPPOSITE
         : apart >= 105 && apart <= 135 ? HARMONY_THIRD : HARMONY_CLASH;
}

enum harmony harmony_of(const struct colours *a, const struct colours *b)
{
    if (!a->n || !b->n)
        return HARMONY_UNKNOWN;
    for (size_t i = 0; i < a->n; i++)
        for (size_t j = 0; j < b->n; j++)
            if (pair_of(a->lab[i], b->lab[j]) == HARMONY_CLASH)
                return HARMONY_CLASH;
    return pair_of(a->lab[0], b->lab[0]);
}

double harmony_score(enum harmony h)
{
    switch (h) {
    case HARMONY_UNKNOWN: return 0;
    case HARMONY_NEUTRAL: return 0.6;
    case HARMONY_TONE: return 0.8;
    case HARMONY_NEAR: return 1;
    case HARMONY_OPPOSITE: return 0.9;
    case HARMONY_THIRD: return 0.7;
    case HARMONY_CLASH: return -1;
    }
    return 0;
}

struct str harmony_tell(struct ctx *c, const struct colours *a, const struct colours *b, enum harmony h)
{
    static const char *const rule[] = {"", "a neutral goes with any colour", "two tones of one colour", "neighbours on the colour circle",
                                       "opposites on the colour circle", "a third of the colour circle apart", "they clash"};
    if (h == HARMONY_UNKNOWN)
        return STR("");
    struct str x = colour_name(c, a->concept[0]), y = colour_name(c, b->concept[0]);
    if (str_eq(x, y))
        return str_fmt(c, "both %.*s", FMT(x));
    return str_fmt(c, "%.*s and %.*s: %s", FMT(x), FMT(y), rule[h]);
}
