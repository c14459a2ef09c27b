/* intelligence/model/look_test.c - pictures become vectors and colours; what cannot be read says so and costs nothing else. */
#include "core/hash.h"
#include "core/image.h"
#include "core/model.h"
#include "core/sight.h"
#include "test/unit/unit.h"
#include <math.h>

/* A disc of one colour on a ground of another, at `x` of the width. */
static struct str disc(struct ctx *c, double x, uint32_t colour, uint32_t ground)
{
    struct pixels p = {300, 240, NEW_ARRAY(c, unsigned char, 300 * 240 * 3)};
    struct str jpeg;
    for (int i = 0; i < 300 * 240; i++) {
        double dx = i % 300 - 300 * x, dy = i / 300 - 120;
        uint32_t rgb = dx * dx + dy * dy < 70 * 70 ? colour : ground;
        p.at[3 * i] = (unsigned char)(rgb >> 16);
        p.at[3 * i + 1] = (unsigned char)(rgb >> 8);
        p.at[3 * i + 2] = (unsigned char)rgb;
    }
    assert_int_equal(image_write(c, &p, &jpeg), OK);
    return hash_base64(c, jpeg);
}

static double cosine(const struct reals *a, const struct reals *b)
{
    double sum = 0;
    for (size_t i = 0; i < a->n; i++)
        sum += a->at[i] * b->at[i];
    return sum;
}

static void look_by(struct ctx *c, const char *who, struct look_out *out)
{
    struct look_in in = {0};
    *LIST_ADD(c, &in.pictures) = (struct picture_given){.data = disc(c, 0.5, 0xC01818, 0xFFFFFF)};
    *LIST_ADD(c, &in.pictures) = (struct picture_given){.data = STR("////")};
    *LIST_ADD(c, &in.pictures) = (struct picture_given){.data = disc(c, 0.5, 0xB81C1C, 0xFFFFFF)};
    *LIST_ADD(c, &in.pictures) = (struct picture_given){.file = STR("/nowhere/at/all.jpg")};
    *LIST_ADD(c, &in.pictures) = (struct picture_given){.data = disc(c, 0.3, 0x2040C0, 0x303020)};
    *out = (struct look_out){0};
    assert_int_equal(capability_call(c, who, &in, out), OK);
    assert_int_equal(out->looks.n, 5);
}

static void check_looks(struct ctx *c, const char *who)
{
    struct look_out o;
    look_by(c, who, &o);
    const struct look *l = o.looks.at;
    assert_true(fabs(cosine(&l[0].v, &l[0].v) - 1) < 1e-6);
    assert_true(cosine(&l[0].v, &l[2].v) > cosine(&l[0].v, &l[4].v) + 0.1);
    assert_non_null(strstr(l[1].fault.p, "no picture"));
    assert_non_null(strstr(l[3].fault.p, "/nowhere/at/all.jpg"));
    assert_int_equal(l[1].v.n, 0);
    ASSERT_STR(l[0].tones.at[0].name, "red"); /* the white ground is none of the product's colours */
    assert_true(l[0].tones.at[0].share > 0.75);
}

TEST(look_by_colour_tells_red_from_blue) { check_looks(c, "embed.colour"); }

TEST(look_by_network_tells_red_from_blue)
{
    if (sight_find(c).n) /* a bare checkout has no network yet */
        check_looks(c, "embed.image");
}

/* In the daemon, what is asked from outside reaches the shop's own pictures alone. */
static bool never(struct ctx *c) { return (void)c, false; }

TEST(look_leads_out_of_no_folder)
{
    struct look_in in = {0};
    struct look_out out = {0};
    c->gone = never;
    c->home = "test";
    *LIST_ADD(c, &in.pictures) = (struct picture_given){.file = STR("/etc/hostname")};
    *LIST_ADD(c, &in.pictures) = (struct picture_given){.file = STR("../test/picture/halves.png")};
    *LIST_ADD(c, &in.pictures) = (struct picture_given){.file = STR("picture/halves.png")};
    ASSERT_OK(capability_call(c, "embed.colour", &in, &out));
    assert_non_null(strstr(out.looks.at[0].fault.p, "below the shop's folder"));
    assert_non_null(strstr(out.looks.at[1].fault.p, "below the shop's folder"));
    assert_int_equal(out.looks.at[2].fault.n, 0);
}

TEST(sight_of_another_file_is_a_sentence)
{
    struct sight *s;
    assert_int_equal(sight_open(c, STR("tool/deps.tsv"), 1, &s), REJECT);
    assert_non_null(strstr(c->why, "no EfficientNet-Lite0"));
}
