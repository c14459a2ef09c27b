/* port/image_test.c - a photograph is made smaller; a damaged one ends in a refusal or a picture, never elsewhere. */
#include "core/image.h"
#include "data/object.h"
#include "test/unit/unit.h"
#include <stdlib.h>
#include <jpeglib.h>

static struct str sample(struct ctx *c, int width, int height)
{
    struct jpeg_compress_struct j;
    struct jpeg_error_mgr errors;
    unsigned char *bytes = NULL, *row = arena_take(c->mem, 3 * (size_t)width);
    unsigned long n = 0;
    j.err = jpeg_std_error(&errors);
    jpeg_create_compress(&j);
    jpeg_mem_dest(&j, &bytes, &n);
    j.image_width = (JDIMENSION)width;
    j.image_height = (JDIMENSION)height;
    j.input_components = 3;
    j.in_color_space = JCS_RGB;
    jpeg_set_defaults(&j);
    jpeg_start_compress(&j, TRUE);
    jpeg_write_marker(&j, JPEG_APP0 + 1, (const JOCTET *)"Exif\0\0made by a machine", 23);
    for (int y = 0; y < height; y++) {
        for (int x = 0; x < 3 * width; x++)
            row[x] = (unsigned char)(x * 7 + y * 13);
        jpeg_write_scanlines(&j, &row, 1);
    }
    jpeg_finish_compress(&j);
    jpeg_destroy_compress(&j);
    struct str out = str_copy(c, (struct str){(const char *)bytes, n});
    free(bytes);
    return out;
}

static int width_of(struct str jpeg)
{
    for (size_t i = 0; i + 9 < jpeg.n; i++)
        if ((unsigned char)jpeg.p[i] == 0xFF && (unsigned char)jpeg.p[i + 1] == 0xC0)
            return (unsigned char)jpeg.p[i + 7] << 8 | (unsigned char)jpeg.p[i + 8];
    return 0;
}

TEST(image_shrinks_and_keeps_what_it_says_of_itself)
{
    struct str out, big = sample(c, 640, 480);
    ASSERT_OK(image_shrink(c, big, 160, &out));
    assert_int_equal(width_of(out), 160);
    assert_true(out.n < big.n);
    assert_true(memmem(out.p, out.n, "made by a machine", 17) != NULL);
    ASSERT_OK(image_shrink(c, big, 900, &out));
    assert_ptr_equal(out.p, big.p);
}

TEST(image_damaged_is_no_danger)
{
    struct str out, big = sample(c, 64, 48);
    assert_int_equal(image_shrink(c, STR("GIF89a"), 10, &out), REJECT);
    assert_int_equal(image_shrink(c, STR(""), 10, &out), REJECT);
    for (size_t n = 0; n < big.n; n += 7) {
        enum status s = image_shrink(c, str_part(big, 0, n), 8, &out);
        assert_true(s == OK || s == REJECT);
    }
}

/* ---- reading ------------------------------------------------------------------------------------- */

static struct pixels two_halves(struct ctx *c, int32_t width, int32_t height)
{
    struct pixels p = {width, height, NEW_ARRAY(c, unsigned char, width * height * 3)};
    for (int32_t i = 0; i < width * height; i++) { /* red on the left, blue on the right */
        p.at[3 * i + 0] = i % width < width / 2 ? 220 : 20;
        p.at[3 * i + 2] = i % width < width / 2 ? 20 : 220;
    }
    return p;
}

static bool is_red(const struct pixels *p, int32_t x, int32_t y)
{
    const unsigned char *at = p->at + (y * p->width + x) * 3;
    return at[0] > 150 && at[2] < 100;
}

TEST(image_written_is_read_again_near_the_size_asked_for)
{
    struct pixels p = two_halves(c, 800, 400), back;
    struct str jpeg;
    ASSERT_OK(image_write(c, &p, &jpeg));
    ASSERT_OK(image_read(c, jpeg, 0, &back));
    assert_int_equal(back.width, 800);
    assert_int_equal(back.height, 400);
    ASSERT_OK(image_read(c, jpeg, 100, &back));
    assert_int_equal(back.height, 100);
    assert_true(is_red(&back, 10, 50) && !is_red(&back, 190, 50));
}

/* Orientation 6: what the camera stored on the left is on top. */
TEST(image_is_upright)
{
    struct pixels p = two_halves(c, 64, 32), back;
    struct str jpeg;
    struct buf b = {0};
    ASSERT_OK(image_write(c, &p, &jpeg));
    buf_add(c, &b, str_part(jpeg, 0, 2));
    buf_add(c, &b, STR("\xFF\xE1\x00\x22" "Exif\0\0" "MM\0*\0\0\0\x08" "\0\x01" "\x01\x12\0\x03\0\0\0\x01\0\x06\0\0" "\0\0\0\0"));
    buf_add(c, &b, str_part(jpeg, 2, jpeg.n));
    ASSERT_OK(image_read(c, buf_str(&b), 0, &back));
    assert_int_equal(back.width, 32);
    assert_int_equal(back.height, 64);
    assert_true(is_red(&back, 16, 5) && !is_red(&back, 16, 60));
}

TEST(image_fit_keeps_a_plain_colour_and_a_part_its_place)
{
    struct pixels p = two_halves(c, 90, 30), fit = image_fit(c, &p, 10, 40), part = image_part(c, &p, 60, 0, 20, 30);
    assert_int_equal(fit.width, 10);
    assert_int_equal(fit.at[0], 220);
    assert_int_equal(fit.at[9 * 3 + 2], 220);
    for (int i = 0; i < 20 * 30; i++)
        assert_int_equal(part.at[3 * i + 2], 220);
}

/* Bytes cut off or changed anywhere: a picture or a sentence. */
TEST(image_damaged_ends_in_a_sentence)
{
    static const char *const kinds[] = {"halves.png", "halves.webp", "halves.avif", "interlaced.png"};
    for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++) {
        struct str whole;
        struct pixels p;
        ASSERT_OK(object_file(c, str_fmt(c, "test/picture/%s", kinds[k]), &whole));
        ASSERT_OK(image_read(c, whole, 16, &p));
        assert_true(is_red(&p, 1, p.height / 2) && !is_red(&p, p.width - 2, p.height / 2));
        for (size_t n = 0; n < whole.n; n += 11) {
            char *bent = arena_take(c->mem, whole.n + 1);
            memcpy(bent, whole.p, whole.n);
            bent[n] ^= 0x55;
            enum status s = image_read(c, str_part(whole, 0, n), 16, &p), t = image_read(c, (struct str){bent, whole.n}, 16, &p);
            assert_true((s == OK || (s == REJECT && c->why[0])) && (t == OK || t == REJECT));
        }
    }
}

TEST(image_of_another_kind_is_named)
{
    static const struct { const char *bytes, *says; } cases[] = {
        {"", "empty"}, {"GIF89a", "GIF"}, {"%PDF-1.7", "PDF"}, {"hello", "no picture"}, {"\0\0\0\x18" "ftypheic", "HEIC"}};
    static const size_t sizes[] = {0, 6, 8, 5, 12};
    struct pixels p;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_int_equal(image_read(c, (struct str){cases[i].bytes, sizes[i]}, 0, &p), REJECT);
        assert_non_null(strstr(c->why, cases[i].says));
    }
}

/* A PNG that claims 60,000 x 60,000 pixels takes no memory for them. */
TEST(image_claiming_to_be_vast_is_refused)
{
    struct pixels p;
    struct str small;
    ASSERT_OK(object_file(c, STR("test/picture/vast.png"), &small));
    size_t held = arena_size(c->mem);
    assert_int_equal(image_read(c, small, 16, &p), REJECT);
    assert_true(arena_size(c->mem) < held + 100000);
}
