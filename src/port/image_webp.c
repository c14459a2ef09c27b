/* port/image_webp.c - WebP read by libwebp, which scales while it decodes; of a moving one, nothing. */
#include "port/image_file.h"
#include <webp/decode.h>

static void clean(void *what) { WebPFreeDecBuffer(what); }

enum status webp_read(struct ctx *c, struct str bytes, int32_t least, struct pixels *out)
{
    WebPDecoderConfig *o = NEW(c, WebPDecoderConfig);
    struct rows r, small;
    if (!WebPInitDecoderConfig(o) || WebPGetFeatures((const uint8_t *)bytes.p, bytes.n, &o->input) != VP8_STATUS_OK)
        return fail(c, REJECT, "the WebP is damaged");
    if (o->input.has_animation)
        return fail(c, REJECT, "this WebP moves; give one picture of it");
    TRY(rows_begin(c, &r, o->input.width, o->input.height, least));
    o->options.use_scaling = r.step > 1;
    o->options.scaled_width = r.out.width;
    o->options.scaled_height = r.out.height;
    o->output.colorspace = MODE_RGBA;
    VP8StatusCode code = WebPDecode((const uint8_t *)bytes.p, bytes.n, o);
    arena_defer(c->mem, clean, &o->output);
    if (code != VP8_STATUS_OK)
        return fail(c, REJECT, "the WebP is damaged");
    TRY(rows_begin(c, &small, o->output.width, o->output.height, 0));
    for (int32_t y = 0; y < small.height; y++)
        rows_add(&small, o->output.u.RGBA.rgba + (size_t)y * (size_t)o->output.u.RGBA.stride, 4);
    *out = small.out;
    return OK;
}
