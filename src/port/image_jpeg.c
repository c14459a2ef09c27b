/* port/image_jpeg.c - JPEGs read, written and made smaller by libjpeg-turbo, which scales while it decodes: an eighth costs a tenth.
 *
 * No statics: each call has its own state, and libjpeg's own exits jump back into it.
 * Source  Exif 2.32, 4.6.2 and tag 0x0112: which side of the picture is up
 */
#include "port/image_file.h"
#include <stdlib.h>
/* after stdlib and stdio, which it needs */
#include <jpeglib.h>
#include <setjmp.h>

enum {
    QUALITY = 80,
    EIGHTHS = 8,
    MEMORY_MAX = 512 << 20, /* bytes: a progressive picture is held whole */
    SCANS_MAX = 100,        /* of a progressive picture; each goes over all of it, usual are ten */
};

struct shrinker {
    struct jpeg_error_mgr errors; /* first: libjpeg hands it back */
    struct jpeg_progress_mgr progress;
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

static void shrinker_open(struct ctx *c, struct shrinker *s)
{
    s->c = c;
    s->in.err = s->out.err = jpeg_std_error(&s->errors);
    s->errors.error_exit = on_error;
    s->errors.output_message = on_message;
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
    if ((int64_t)s->in.image_width * s->in.image_height > IMAGE_PIXELS_MAX)
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
    shrinker_open(c, s);
    if (setjmp(s->back))
        return fail(c, REJECT, "the picture is no JPEG that can be read, or is too large");
    jpeg_create_decompress(&s->in);
    jpeg_create_compress(&s->out);
    arena_defer(c->mem, shrinker_close, s);
    if (shrink(s, jpeg, width) && s->n < jpeg.n)
        *out = str_copy(c, (struct str){(const char *)s->bytes, s->n});
    return OK;
}

/* ---- reading ------------------------------------------------------------------------------------- */

static void on_progress(j_common_ptr any)
{
    if (any->is_decompressor && ((j_decompress_ptr)any)->input_scan_number > SCANS_MAX)
        any->err->error_exit(any);
}

static unsigned two(const unsigned char *p, bool little) { return little ? p[0] | (unsigned)p[1] << 8 : (unsigned)p[0] << 8 | p[1]; }
static uint32_t four(const unsigned char *p, bool little)
{
    return little ? two(p, true) | (uint32_t)two(p + 2, true) << 16 : (uint32_t)two(p, false) << 16 | two(p + 2, false);
}

/* 1 to 8 as Exif numbers them; 1 where it says nothing. */
static unsigned orientation(const struct jpeg_decompress_struct *in)
{
    for (jpeg_saved_marker_ptr m = in->marker_list; m; m = m->next) {
        const unsigned char *p = m->data + 6;
        if (m->marker != JPEG_APP0 + 1 || m->data_length < 20 || memcmp(m->data, "Exif\0\0", 6) != 0)
            continue;
        size_t n = m->data_length - 6, at;
        bool little = p[0] == 'I';
        if ((at = four(p + 4, little)) > n - 2)
            continue;
        for (unsigned left = two(p + at, little), i = 0; i < left && at + 2 + 12 * (i + 1) <= n; i++) {
            const unsigned char *entry = p + at + 2 + 12 * i;
            unsigned up = two(entry + 8, little);
            if (two(entry, little) == 0x0112)
                return up >= 1 && up <= 8 ? up : 1;
        }
    }
    return 1;
}

/* Turned so that what is up stands on top. */
static struct pixels upright(struct ctx *c, struct pixels p, unsigned way)
{
    bool turned = way >= 5;
    struct pixels out = {turned ? p.height : p.width, turned ? p.width : p.height, NULL};
    if (way <= 1)
        return p;
    out.at = NEW_ARRAY(c, unsigned char, (size_t)p.width * (size_t)p.height * 3);
    for (int32_t y = 0; y < out.height; y++)
        for (int32_t x = 0; x < out.width; x++) {
            int32_t fx = turned ? y : x, fy = turned ? x : y;
            fx = way == 2 || way == 3 || way == 7 || way == 8 ? p.width - 1 - fx : fx;
            fy = way == 3 || way == 4 || way == 6 || way == 7 ? p.height - 1 - fy : fy;
            memcpy(out.at + ((size_t)y * (size_t)out.width + (size_t)x) * 3, p.at + ((size_t)fy * (size_t)p.width + (size_t)fx) * 3, 3);
        }
    return out;
}

/* Inks as light: Adobe writes them the other way round. */
static void inks_to_light(unsigned char *row, JDIMENSION n, bool inverted)
{
    for (JDIMENSION x = 0; x < n; x++) {
        const unsigned char *ink = row + 4 * x;
        unsigned k = inverted ? ink[3] : 255u - ink[3];
        for (int i = 0; i < 3; i++)
            row[3 * x + (unsigned)i] = (unsigned char)((inverted ? ink[i] : 255u - ink[i]) * k / 255);
    }
}

static void set_scale(struct jpeg_decompress_struct *in, int32_t least)
{
    JDIMENSION side = in->image_width < in->image_height ? in->image_width : in->image_height;
    in->scale_denom = EIGHTHS;
    for (in->scale_num = 1; least > 0 && in->scale_num < EIGHTHS && (int64_t)side * in->scale_num / EIGHTHS < least;)
        in->scale_num++;
    in->scale_num = least > 0 ? in->scale_num : EIGHTHS;
}

static enum status pixels_read(struct shrinker *s, struct str bytes, int32_t least, struct pixels *out)
{
    struct rows r;
    jpeg_mem_src(&s->in, (const unsigned char *)bytes.p, bytes.n);
    jpeg_save_markers(&s->in, JPEG_APP0 + 1, 0xFFFF);
    jpeg_read_header(&s->in, TRUE);
    TRY(rows_begin(s->c, &r, s->in.image_width, s->in.image_height, 0));
    set_scale(&s->in, least);
    bool inks = s->in.num_components == 4;
    s->in.out_color_space = inks ? JCS_CMYK : JCS_RGB;
    jpeg_start_decompress(&s->in);
    TRY(rows_begin(s->c, &r, s->in.output_width, s->in.output_height, least));
    JSAMPARRAY row = s->in.mem->alloc_sarray((j_common_ptr)&s->in, JPOOL_IMAGE, s->in.output_width * 4, 1);
    while (s->in.output_scanline < s->in.output_height) {
        jpeg_read_scanlines(&s->in, row, 1);
        if (inks)
            inks_to_light(row[0], s->in.output_width, s->in.saw_Adobe_marker);
        rows_add(&r, row[0], 3);
    }
    *out = upright(s->c, r.out, orientation(&s->in));
    return OK;
}

enum status jpeg_read(struct ctx *c, struct str bytes, int32_t least, struct pixels *out)
{
    struct shrinker *s = NEW(c, struct shrinker);
    shrinker_open(c, s);
    if (setjmp(s->back))
        return fail(c, REJECT, "the JPEG is damaged or too large");
    jpeg_create_decompress(&s->in);
    jpeg_create_compress(&s->out);
    arena_defer(c->mem, shrinker_close, s);
    s->in.mem->max_memory_to_use = MEMORY_MAX;
    s->progress.progress_monitor = on_progress;
    s->in.progress = &s->progress;
    return pixels_read(s, bytes, least, out);
}

/* ---- writing --------------------------------------------------------------------------------------- */

enum status image_write(struct ctx *c, const struct pixels *p, struct str *jpeg)
{
    struct shrinker *s = NEW(c, struct shrinker);
    shrinker_open(c, s);
    if (setjmp(s->back))
        return fail(c, REJECT, "the picture cannot be written as a JPEG");
    jpeg_create_decompress(&s->in);
    jpeg_create_compress(&s->out);
    arena_defer(c->mem, shrinker_close, s);
    jpeg_mem_dest(&s->out, &s->bytes, &s->n);
    s->out.image_width = (JDIMENSION)p->width;
    s->out.image_height = (JDIMENSION)p->height;
    s->out.input_components = 3;
    s->out.in_color_space = JCS_RGB;
    jpeg_set_defaults(&s->out);
    jpeg_set_quality(&s->out, QUALITY, TRUE);
    jpeg_start_compress(&s->out, TRUE);
    while (s->out.next_scanline < s->out.image_height) {
        JSAMPROW row = p->at + (size_t)s->out.next_scanline * (size_t)p->width * 3;
        jpeg_write_scanlines(&s->out, &row, 1);
    }
    jpeg_finish_compress(&s->out);
    *jpeg = str_copy(c, (struct str){(const char *)s->bytes, s->n});
    return OK;
}
