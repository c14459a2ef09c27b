/* port/image_avif.c - AVIF read by libavif; of a moving one, the first picture. */
#include "port/image_file.h"
#include <avif/avif.h>

static void close_decoder(void *d) { avifDecoderDestroy(d); }
static void close_pixels(void *p) { avifRGBImageFreePixels(p); }

static enum status rows_of(struct ctx *c, const avifImage *image, int32_t least, struct pixels *out)
{
    struct rows r;
    avifRGBImage *rgb = NEW(c, avifRGBImage);
    TRY(rows_begin(c, &r, image->width, image->height, least));
    avifRGBImageSetDefaults(rgb, image);
    rgb->format = AVIF_RGB_FORMAT_RGBA;
    rgb->depth = 8;
    avifRGBImageAllocatePixels(rgb);
    arena_defer(c->mem, close_pixels, rgb);
    if (!rgb->pixels || avifImageYUVToRGB(image, rgb) != AVIF_RESULT_OK)
        return fail(c, REJECT, "the AVIF is damaged");
    for (int32_t y = 0; y < r.height; y++)
        rows_add(&r, rgb->pixels + (size_t)y * rgb->rowBytes, 4);
    *out = r.out;
    return OK;
}

enum status avif_read(struct ctx *c, struct str bytes, int32_t least, struct pixels *out)
{
    avifDecoder *d = avifDecoderCreate();
    if (!d)
        return fail(c, RETRY, "memory is short");
    arena_defer(c->mem, close_decoder, d);
    d->maxThreads = 1;
    d->imageSizeLimit = IMAGE_PIXELS_MAX;
    d->imageDimensionLimit = IMAGE_SIDE_MAX;
    d->ignoreExif = d->ignoreXMP = AVIF_TRUE;
    avifResult code = avifDecoderSetIOMemory(d, (const uint8_t *)bytes.p, bytes.n);
    code = code == AVIF_RESULT_OK ? avifDecoderParse(d) : code;
    code = code == AVIF_RESULT_OK ? avifDecoderNextImage(d) : code;
    if (code != AVIF_RESULT_OK)
        return fail(c, REJECT, "the AVIF is damaged or too large: %s", avifResultToString(code));
    return rows_of(c, d->image, least, out);
}
