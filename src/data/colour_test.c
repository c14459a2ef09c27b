/* data/colour_test.c - places of colours, and what is pastel, dark, or darker than another. */
#include "data/colour.h"
#include "test/unit/unit.h"
#include <math.h>

TEST(colour_places_are_those_of_the_standard)
{
    struct lab red = lab_of_rgb(0xFF0000), grey = lab_of_rgb(0x777777); /* published: 53.24 80.09 67.20; 50.03 0 0 */
    assert_true(fabs(red.l - 53.24) < 0.05 && fabs(red.a - 80.09) < 0.05 && fabs(red.b - 67.20) < 0.05);
    assert_true(fabs(grey.l - 50.03) < 0.05 && lab_chroma(grey) < 0.05);
    for (uint32_t rgb = 0; rgb < 0x1000000; rgb += 0x01357B)
        assert_int_equal(lab_to_rgb(lab_of_rgb(rgb)), rgb);
}

TEST(colour_families)
{
    static const struct { uint32_t rgb; enum shade shade; bool is; } cases[] = {
        {0xFFB6C1, SHADE_PASTEL, true}, {0xB5EAD7, SHADE_PASTEL, true}, {0xADD8E6, SHADE_PASTEL, true}, {0xC8A2C8, SHADE_PASTEL, true},
        {0xFFFFFF, SHADE_PASTEL, false}, {0xFF0000, SHADE_PASTEL, false}, {0x0A1A3F, SHADE_PASTEL, false}, {0xE8DCC4, SHADE_PASTEL, false},
        {0x808080, SHADE_PASTEL, false}, {0xD3D3D3, SHADE_PASTEL, false}, {0x0A1A3F, SHADE_DARK, true}, {0xFFB6C1, SHADE_DARK, false},
        {0xDC143C, SHADE_VIVID, true}, {0x8B7D6B, SHADE_MUTED, true}, {0xFFFDD0, SHADE_LIGHT, true}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_int_equal(shade_is(cases[i].shade, lab_of_rgb(cases[i].rgb), (struct lab){0}), cases[i].is);
    struct lab red = lab_of_rgb(0xD01C1F), dark = lab_of_rgb(0x8B0000), pink = lab_of_rgb(0xFFB6C1);
    assert_true(shade_is(SHADE_DARKER, dark, red) && !shade_is(SHADE_DARKER, red, dark) && !shade_is(SHADE_DARKER, red, red));
    assert_true(shade_is(SHADE_LIGHTER, pink, red) && shade_is(SHADE_MORE_MUTED, pink, red) && !shade_is(SHADE_MORE_VIVID, pink, red));
}

TEST(colour_nearest_has_the_name_a_person_would_give)
{
    static const struct { uint32_t rgb; const char *name; } cases[] = {
        {0xFE0102, "red"}, {0x0B1B40, "navy"}, {0xFDFDFD, "white"}, {0xFFB3C0, "pink"}, {0x7C4A20, "brown"}, {0xB0E8D5, "mint"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        ASSERT_STR(colour_name(c, colour_nearest(lab_of_rgb(cases[i].rgb))), cases[i].name);
}
