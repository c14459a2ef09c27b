/* intelligence/answer/recommend/harmony.c - colour words as points in Lab, and the angles between them. */
#include "intelligence/answer/recommend/harmony.h"
#include "data/lexicon/reading.h"
#include <math.h>

/* A usual sRGB value of each colour that the lexicon names; CSS names where CSS has the colour. */
static const struct { const char *name; uint32_t rgb; } palette[] = {
    {"grey", 0x808080}, {"dark_grey", 0x4A4A4A}, {"black", 0x101010}, {"matte_black", 0x1C1C1C}, {"anthracite", 0x383E42},
    {"white", 0xFFFFFF}, {"ivory", 0xFFFFF0}, {"cream_colour", 0xFFFDD0}, {"light_grey", 0xD3D3D3}, {"slate_grey", 0x708090},
    {"silver", 0xC0C0C0}, {"red", 0xD01C1F}, {"dark_red", 0x8B0000}, {"burgundy", 0x800020}, {"crimson", 0xDC143C}, {"coral", 0xFF7F50},
    {"rust_colour", 0xB7410E}, {"terracotta_colour", 0xC66B4E}, {"pink", 0xFFB6C1}, {"hot_pink", 0xFF69B4}, {"rose_gold", 0xB76E79},
    {"dusty_pink", 0xD8A1A5}, {"salmon_colour", 0xFA8072}, {"orange", 0xFF8C00}, {"peach_colour", 0xFFDAB9}, {"apricot_colour", 0xFBCEB1},
    {"amber_colour", 0xFFBF00}, {"yellow", 0xFFE135}, {"mustard_colour", 0xD9A300}, {"lemon_yellow", 0xFFF44F}, {"gold", 0xD4AF37},
    {"brass_colour", 0xB5A642}, {"champagne_colour", 0xF7E7CE}, {"green", 0x2E8B57}, {"dark_green", 0x006400}, {"light_green", 0x90EE90},
    {"mint_colour", 0xB5EAD7}, {"sage_colour", 0xB2AC88}, {"olive_colour", 0x708238}, {"khaki", 0xC3B091}, {"emerald_colour", 0x50C878},
    {"lime_colour", 0xA4DE02}, {"teal", 0x008080}, {"turquoise", 0x40E0D0}, {"blue", 0x2A52BE}, {"navy", 0x0A1A3F}, {"light_blue", 0xADD8E6},
    {"royal_blue", 0x4169E1}, {"indigo", 0x3F2A8C}, {"purple", 0x800080}, {"lilac", 0xC8A2C8}, {"brown", 0x7B4A21}, {"dark_brown", 0x4B2E1A},
    {"light_brown", 0xB5835A}, {"tan", 0xD2B48C}, {"beige", 0xE8DCC4}, {"taupe", 0x8B7D6B}, {"copper_colour", 0xB87333}, {"bronze_colour", 0x9C6B30},
};

static double linear(double s) { return s <= 0.04045 ? s / 12.92 : pow((s + 0.055) / 1.055, 2.4); }
static double bent(double t) { return t > 216.0 / 24389 ? cbrt(t) : (24389.0 / 27 * t + 16) / 116; }

static struct lab lab_of(uint32_t rgb)
{
    double r = linear((rgb >> 16) / 255.0), g = linear((rgb >> 8 & 255) / 255.0), b = linear((rgb & 255) / 255.0);
    double x = bent((0.4124564 * r + 0.3575761 * g + 0.1804375 * b) / 0.95047), y = bent(0.2126729 * r + 0.7151522 * g + 0.0721750 * b);
    double z = bent((0.0193339 * r + 0.1191920 * g + 0.9503041 * b) / 1.08883);
    return (struct lab){116 * y - 16, 500 * (x - y), 200 * (y - z)};
}

struct colours colours_read(struct ctx *c, struct str text, enum lex_language language)
{
    struct colours out = {0};
    const struct reading *r = text.n ? reading_of(c, text, language < LEX_LANGUAGES ? language : LEX_EN) : NULL;
    for (size_t i = 0; r && i < r->statements.n && out.n < COLOURS_MOST; i++) {
        const struct statement *s = &r->statements.at[i];
        if (s->kind != LEX_colour || s->negated)
            continue;
        for (size_t p = 0; p < sizeof palette / sizeof *palette; p++)
            if (strcmp(palette[p].name, lex_concepts[s->concept].name) == 0) {
                out.concept[out.n] = s->concept;
                out.lab[out.n++] = lab_of(palette[p].rgb);
            }
    }
    return out;
}

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

static struct str colour_name(struct ctx *c, uint16_t concept)
{
    struct str n = str_replace(c, str_z(lex_concepts[concept].name), STR("_colour"), STR(""));
    return str_replace(c, n, STR("_"), STR(" "));
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
