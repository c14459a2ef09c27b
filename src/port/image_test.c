/* port/image_test.c - a photograph is made smaller; a damaged one ends in a refusal or a picture, never elsewhere. */
#include "core/image.h"
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
