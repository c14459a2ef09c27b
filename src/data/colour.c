/* data/colour.c - sRGB to Lab and back, the lexicon's colours, and what makes a colour pastel, dark or vivid. */
#include "data/colour.h"
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

enum { PALETTE = sizeof palette / sizeof *palette };

/* ---- places --------------------------------------------------------------------------------------- */

static double linear(double s) { return s <= 0.04045 ? s / 12.92 : pow((s + 0.055) / 1.055, 2.4); }
static double curved(double s) { return s <= 0.0031308 ? 12.92 * s : 1.055 * pow(s, 1 / 2.4) - 0.055; }
static double bent(double t) { return t > 216.0 / 24389 ? cbrt(t) : (24389.0 / 27 * t + 16) / 116; }
static double unbent(double t) { return t > 6.0 / 29 ? t * t * t : (116 * t - 16) * 27 / 24389; }

struct lab lab_of_rgb(uint32_t rgb)
{
    double r = linear((rgb >> 16 & 255) / 255.0), g = linear((rgb >> 8 & 255) / 255.0), b = linear((rgb & 255) / 255.0);
    double x = bent((0.4124564 * r + 0.3575761 * g + 0.1804375 * b) / 0.95047), y = bent(0.2126729 * r + 0.7151522 * g + 0.0721750 * b);
    double z = bent((0.0193339 * r + 0.1191920 * g + 0.9503041 * b) / 1.08883);
    return (struct lab){116 * y - 16, 500 * (x - y), 200 * (y - z)};
}

static uint32_t level(double s) { return (uint32_t)lround(255 * fmin(1, fmax(0, curved(s)))); }

uint32_t lab_to_rgb(struct lab p)
{
    double fy = (p.l + 16) / 116, x = unbent(fy + p.a / 500) * 0.95047, y = unbent(fy), z = unbent(fy - p.b / 200) * 1.08883;
    return level(3.2404542 * x - 1.5371385 * y - 0.4985314 * z) << 16 | level(-0.9692660 * x + 1.8760108 * y + 0.0415560 * z) << 8 |
           level(0.0556434 * x - 0.2040259 * y + 1.0572252 * z);
}

double lab_chroma(struct lab x) { return hypot(x.a, x.b); }
double lab_apart(struct lab x, struct lab y) { return sqrt((x.l - y.l) * (x.l - y.l) + (x.a - y.a) * (x.a - y.a) + (x.b - y.b) * (x.b - y.b)); }

/* ---- words ---------------------------------------------------------------------------------------- */

bool colour_place(uint16_t concept, struct lab *out)
{
    for (size_t i = 0; i < PALETTE; i++)
        if (strcmp(palette[i].name, lex_concepts[concept].name) == 0)
            return *out = lab_of_rgb(palette[i].rgb), true;
    return false;
}

struct colours colours_read(struct ctx *c, struct str text, enum lex_language language)
{
    struct colours out = {0};
    const struct reading *r = text.n ? reading_of(c, text, language < LEX_LANGUAGES ? language : LEX_EN) : NULL;
    for (size_t i = 0; r && i < r->statements.n && out.n < COLOURS_MOST; i++) {
        const struct statement *s = &r->statements.at[i];
        if (s->kind != LEX_colour || s->negated || !colour_place(s->concept, &out.lab[out.n]))
            continue;
        out.concept[out.n++] = s->concept;
    }
    return out;
}

uint16_t colour_nearest(struct lab x)
{
    size_t best = 0;
    double least = INFINITY;
    for (size_t i = 0; i < PALETTE; i++) {
        double apart = lab_apart(x, lab_of_rgb(palette[i].rgb));
        if (apart < least)
            least = apart, best = i;
    }
    return lex_concept(LEX_colour, palette[best].name);
}

struct str colour_name(struct ctx *c, uint16_t concept)
{
    struct str n = str_replace(c, str_z(lex_concepts[concept].name), STR("_colour"), STR(""));
    return str_replace(c, n, STR("_"), STR(" "));
}

/* ---- families --------------------------------------------------------------------------------------- */

/* Light, and with some colour but little of it. Near white, and among yellows and browns (beige), more is asked for. */
static bool is_pastel(struct lab x)
{
    double chroma = lab_chroma(x), hue = atan2(x.b, x.a) * 180 / M_PI, least = hue > 70 && hue < 110 ? 20 : x.l > 93 ? 10 : 8;
    return x.l >= 68 && chroma >= least && chroma <= 42;
}

enum { SEEN = 8 /* of L: a difference that is seen at a glance */, SEEN_CHROMA = 12 };

bool shade_is(enum shade s, struct lab x, struct lab than)
{
    switch (s) {
    case SHADE_ANY: return true;
    case SHADE_PASTEL: return is_pastel(x);
    case SHADE_DARK: return x.l <= 38;
    case SHADE_LIGHT: return x.l >= 70;
    case SHADE_VIVID: return lab_chroma(x) >= 50;
    case SHADE_MUTED: return lab_chroma(x) <= 25;
    case SHADE_DARKER: return x.l <= than.l - SEEN;
    case SHADE_LIGHTER: return x.l >= than.l + SEEN;
    case SHADE_BRIGHTER: return x.l >= than.l + SEEN || (lab_chroma(x) >= lab_chroma(than) + SEEN_CHROMA && x.l >= than.l - SEEN);
    case SHADE_MORE_VIVID: return lab_chroma(x) >= lab_chroma(than) + SEEN_CHROMA;
    case SHADE_MORE_MUTED: return lab_chroma(x) <= lab_chroma(than) - SEEN_CHROMA;
    }
    return false;
}

bool shade_compares(enum shade s) { return s >= SHADE_DARKER; }

const char *shade_name(enum shade s)
{
    static const char *const names[] = {"any", "pastel", "dark", "light", "vivid", "muted", "darker", "lighter", "brighter", "more vivid", "more muted"};
    return names[s];
}
