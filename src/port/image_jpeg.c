/* port/image_jpeg.c - smaller JPEGs by libjpeg-turbo, which scales while it decodes: an eighth costs a tenth.
 *
 * No statics: each call has its own state, and libjpeg's own exits jump back into it.
 */
#include "core/image.h"
#include <stdlib.h>
/* after stdlib and stdio, which it needs */
#include <jpeglib.h>
#include <setjmp.h>

enum { PIXELS_MAX = 50 * 1000 * 1000, QUALITY = 80, EIGHTHS = 8 };

struct shrinker {
    struct jpeg_error_mgr errors; /* first: libjpeg hands it back */
    jmp_buf back;
    struct ctx *c;
    struct jpeg_decompress_struct in;
    struct jpeg_compress_struct out;
    unsigned char *bytes; /* by malloc of libjpeg */
    unsigned long n;
};

static void on_error(j_common_ptr any)
{
    struct shrinker *s = (struct shrinker *)any->err;
    longjmp(s->back, 1);
}
static void on_message(j_common_ptr any) { (void)any; }

static void shrinker_close(void *what)
{
    struct shrinker *s = what;
    jpeg_destroy_decompress(&s->in);
    jpeg_destroy_compress(&s->out);
    free(s->bytes);
}

static void scale_choose(struct jpeg_decompress_struct *in, int width)
{
    in->scale_denom = EIGHTHS;
    for (in->scale_num = 1; in->scale_num < EIGHTHS && (int64_t)in->image_width * in->scale_num / EIGHTHS < width;)
        in->scale_num++;
}

static void rows_copy(struct shrinker *s)
{
    JSAMPARRAY row = s->in.mem->alloc_sarray((j_common_ptr)&s->in, JPOOL_IMAGE,
                                             s->in.output_width * (JDIMENSION)s->in.output_components, 1);
    for (jpeg_saved_marker_ptr m = s->in.marker_list; m; m = m->next)
        jpeg_write_marker(&s->out, m->marker, m->data, m->data_length);
    while (s->in.output_scanline < s->in.output_height) {
        jpeg_read_scanlines(&s->in, row, 1);
        jpeg_write_scanlines(&s->out, row, 1);
    }
}

/* false: as small as it is asked for already. Jumps out where the picture is damaged. */
static bool shrink(struct shrinker *s, struct str jpeg, int width)
{
    jpeg_mem_src(&s->in, (const unsigned char *)jpeg.p, jpeg.n);
    jpeg_save_markers(&s->in, JPEG_APP0 + 1, 0xFFFF); /* Exif, XMP */
    jpeg_save_markers(&s->in, JPEG_APP0 + 2, 0xFFFF); /* ICC */
    jpeg_read_header(&s->in, TRUE);
    if ((int64_t)s->in.image_width * s->in.image_height > PIXELS_MAX)
        on_error((j_common_ptr)&s->in);
    scale_choose(&s->in, width);
    if (s->in.scale_num == EIGHTHS)
        return false;
    if (s->in.jpeg_color_space != JCS_GRAYSCALE)
        s->in.out_color_space = JCS_RGB;
    jpeg_start_decompress(&s->in);
    jpeg_mem_dest(&s->out, &s->bytes, &s->n);
    s->out.image_width = s->in.output_width;
    s->out.image_height = s->in.output_height;
    s->out.input_components = s->in.output_components;
    s->out.in_color_space = s->in.out_color_space;
    jpeg_set_defaults(&s->out);
    jpeg_set_quality(&s->out, QUALITY, TRUE);
    s->out.optimize_coding = TRUE;
    jpeg_start_compress(&s->out, TRUE);
    rows_copy(s);
    jpeg_finish_compress(&s->out);
    return true;
}

enum status image_shrink(struct ctx *c, struct str jpeg, int width, struct str *out)
{
    struct shrinker *s = NEW(c, struct shrinker);
    *out = jpeg;
    s->c = c;
    s->in.err = s->out.err = jpeg_std_error(&s->errors);
    s->errors.error_exit = on_error;
    s->errors.output_message = on_message;
    if (setjmp(s->back))
        return fail(c, REJECT, "the picture is no JPEG that can be read, or is too large");
    jpeg_create_decompress(&s->in);
    jpeg_create_compress(&s->out);
    arena_defer(c->mem, shrinker_close, s);
    if (shrink(s, jpeg, width) && s->n < jpeg.n)
        *out = str_copy(c, (struct str){(const char *)s->bytes, s->n});
    return OK;
}
