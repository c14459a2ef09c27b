/* port/image_png.c - PNG read by libspng, which checks each chunk's length and sum; row by row unless it is interlaced. */
#include "port/image_file.h"
#include <spng.h>

enum { INTERLACED_MAX = 24 * 1000 * 1000 /* pixels: all of it stands in memory */, CHUNK_MAX = 8 << 20, CHUNKS_MAX = 32 << 20 };

static void close_png(void *p) { spng_ctx_free(p); }

static enum status bad(struct ctx *c, int code) { return fail(c, REJECT, "the PNG is damaged: %s", spng_strerror(code)); }

static enum status interlaced(struct ctx *c, spng_ctx *s, struct rows *r)
{
    size_t size = (size_t)r->width * (size_t)r->height * 4;
    if ((int64_t)r->width * r->height > INTERLACED_MAX)
        return fail(c, REJECT, "an interlaced PNG is read up to %d megapixels", INTERLACED_MAX / 1000000);
    unsigned char *all = arena_take(c->mem, size);
    int code = spng_decode_image(s, all, size, SPNG_FMT_RGBA8, SPNG_DECODE_TRNS);
    if (code)
        return bad(c, code);
    for (int32_t y = 0; y < r->height; y++)
        rows_add(r, all + (size_t)y * (size_t)r->width * 4, 4);
    return OK;
}

static enum status row_by_row(struct ctx *c, spng_ctx *s, struct rows *r)
{
    size_t size = (size_t)r->width * 4;
    unsigned char *row = arena_take(c->mem, size);
    int code = spng_decode_image(s, NULL, 0, SPNG_FMT_RGBA8, SPNG_DECODE_TRNS | SPNG_DECODE_PROGRESSIVE);
    while (!code && !(code = spng_decode_row(s, row, size)))
        rows_add(r, row, 4);
    if (code == SPNG_EOI)
        rows_add(r, row, 4); /* the last row comes with it */
    return code == SPNG_EOI ? OK : bad(c, code);
}

enum status png_read(struct ctx *c, struct str bytes, int32_t least, struct pixels *out)
{
    struct spng_ihdr head;
    struct rows r;
    spng_ctx *s = spng_ctx_new(0);
    if (!s)
        return fail(c, RETRY, "memory is short");
    arena_defer(c->mem, close_png, s);
    spng_set_image_limits(s, IMAGE_SIDE_MAX, IMAGE_SIDE_MAX);
    spng_set_chunk_limits(s, CHUNK_MAX, CHUNKS_MAX);
    int code = spng_set_png_buffer(s, bytes.p, bytes.n);
    if (code || (code = spng_get_ihdr(s, &head)))
        return bad(c, code);
    TRY(rows_begin(c, &r, head.width, head.height, least));
    TRY(head.interlace_method ? interlaced(c, s, &r) : row_by_row(c, s, &r));
    *out = r.out;
    return OK;
}
