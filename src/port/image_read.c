/* port/image_read.c - which reader a picture is for, by its first bytes; and what all of them share. */
#include "port/image_file.h"
#include <math.h>

/* ---- rows --------------------------------------------------------------------------------------- */

enum status rows_begin(struct ctx *c, struct rows *r, int64_t width, int64_t height, int32_t least)
{
    if (width < 1 || height < 1 || width > IMAGE_SIDE_MAX || height > IMAGE_SIDE_MAX || width * height > IMAGE_PIXELS_MAX)
        return fail(c, REJECT, "the picture is %lld x %lld pixels; at most %d megapixels are read, no side longer than %d", (long long)width,
                    (long long)height, IMAGE_PIXELS_MAX / 1000000, IMAGE_SIDE_MAX);
    int64_t side = width < height ? width : height;
    *r = (struct rows){.width = (int32_t)width, .height = (int32_t)height, .step = least > 0 && side / least > 1 ? (int32_t)(side / least) : 1};
    r->out.width = (r->width + r->step - 1) / r->step;
    r->out.height = (r->height + r->step - 1) / r->step;
    r->out.at = NEW_ARRAY(c, unsigned char, (size_t)r->out.width * (size_t)r->out.height * 3);
    r->sum = NEW_ARRAY(c, uint32_t, (size_t)r->out.width * 3);
    return OK;
}

static void row_end(struct rows *r)
{
    int32_t line = r->y / r->step, high = r->y % r->step + 1;
    unsigned char *to = r->out.at + (size_t)line * (size_t)r->out.width * 3;
    for (int32_t x = 0; x < r->out.width; x++) {
        int32_t wide = (x + 1) * r->step <= r->width ? r->step : r->width - x * r->step;
        for (int k = 0; k < 3; k++)
            to[3 * x + k] = (unsigned char)((r->sum[3 * x + k] + (uint32_t)(wide * high / 2)) / (uint32_t)(wide * high));
    }
    memset(r->sum, 0, (size_t)r->out.width * 3 * sizeof *r->sum);
}

void rows_add(struct rows *r, const unsigned char *row, int bytes)
{
    if (r->y >= r->height)
        return;
    for (int32_t x = 0; x < r->width; x++, row += bytes) {
        uint32_t *to = r->sum + 3 * (x / r->step), alpha = bytes == 4 ? row[3] : 255;
        for (int k = 0; k < 3; k++)
            to[k] += (row[bytes < 3 ? 0 : k] * alpha + 255 * (255 - alpha) + 127) / 255;
    }
    if ((r->y + 1) % r->step == 0 || r->y + 1 == r->height)
        row_end(r);
    r->y++;
}

/* ---- by first bytes ------------------------------------------------------------------------------ */

static bool starts(struct str b, size_t at, const char *magic, size_t n) { return b.n >= at + n && memcmp(b.p + at, magic, n) == 0; }

enum status image_read(struct ctx *c, struct str bytes, int32_t least, struct pixels *out)
{
    if (!bytes.n)
        return fail(c, REJECT, "the picture is empty");
    if (bytes.n > IMAGE_BYTES_MAX)
        return fail(c, REJECT, "the picture is larger than %d MiB", IMAGE_BYTES_MAX >> 20);
    if (starts(bytes, 0, "\xFF\xD8\xFF", 3))
        return jpeg_read(c, bytes, least, out);
    if (starts(bytes, 0, "\x89PNG\r\n\x1A\n", 8))
        return png_read(c, bytes, least, out);
    if (starts(bytes, 0, "RIFF", 4) && starts(bytes, 8, "WEBP", 4))
        return webp_read(c, bytes, least, out);
    if (starts(bytes, 4, "ftypavif", 8))
        return avif_read(c, bytes, least, out);
    return fail(c, REJECT, "%s; a JPEG, PNG, WebP or AVIF is read",
                starts(bytes, 0, "GIF8", 4)         ? "this is a GIF"
                : starts(bytes, 4, "ftyphei", 7)    ? "this is a HEIC photograph"
                : starts(bytes, 0, "%PDF", 4)       ? "this is a PDF"
                                                    : "this is no picture");
}

/* ---- fitting ---------------------------------------------------------------------------------------- */

struct taps { /* of one pixel of the result: those below it, and their weights */
    int32_t from, n;
    float *weight;
};

/* Source: Keys 1981, Cubic convolution interpolation, a = -1/2. */
static double cube(double x)
{
    return x < 1 ? (1.5 * x - 2.5) * x * x + 1 : x < 2 ? ((-0.5 * x + 2.5) * x - 4) * x + 2 : 0;
}

/* Source: the usual antialiased triangle: Turkowski 1990, Filters for common resampling tasks. */
static struct taps *taps_of(struct ctx *c, int32_t from, int32_t to, bool cubic)
{
    double scale = (double)from / to, step = scale > 1 ? scale : 1, wide = cubic ? 2 * step : step;
    struct taps *t = NEW_ARRAY(c, struct taps, to);
    float *weight = NEW_ARRAY(c, float, (size_t)to * ((size_t)(2 * wide) + 3));
    for (int32_t i = 0; i < to; i++) {
        double middle = (i + 0.5) * scale, sum = 0;
        int32_t first = (int32_t)fmax(0, floor(middle - wide + 0.5)), end = (int32_t)fmin(from, floor(middle + wide + 0.5));
        t[i] = (struct taps){first, end - first, weight};
        for (int32_t k = 0; k < t[i].n; k++) {
            double at = fabs(first + k + 0.5 - middle) / step, w = cubic ? cube(at) : fmax(0, 1 - at);
            weight[k] = (float)w;
            sum += w;
        }
        for (int32_t k = 0; k < t[i].n; k++)
            weight[k] = sum > 0 ? (float)((double)weight[k] / sum) : 1.0f / (float)t[i].n;
        weight += t[i].n;
    }
    return t;
}

struct pixels image_fit(struct ctx *c, const struct pixels *p, int32_t width, int32_t height) { return image_fit_by(c, p, width, height, false); }

struct pixels image_fit_by(struct ctx *c, const struct pixels *p, int32_t width, int32_t height, bool cubic)
{
    const struct taps *across = taps_of(c, p->width, width, cubic), *down = taps_of(c, p->height, height, cubic);
    float *lines = NEW_ARRAY(c, float, (size_t)p->height * (size_t)width * 3);
    struct pixels out = {width, height, NEW_ARRAY(c, unsigned char, (size_t)width * (size_t)height * 3)};
    for (int32_t y = 0; y < p->height; y++)
        for (int32_t i = 0; i < width * 3; i++) {
            const struct taps *t = &across[i / 3];
            const unsigned char *at = p->at + ((size_t)y * (size_t)p->width + (size_t)t->from) * 3 + i % 3;
            float sum = 0;
            for (int32_t k = 0; k < t->n; k++)
                sum += t->weight[k] * at[3 * k];
            lines[(size_t)y * (size_t)width * 3 + (size_t)i] = sum;
        }
    for (int32_t y = 0; y < height; y++)
        for (int32_t i = 0; i < width * 3; i++) {
            const float *at = lines + (size_t)down[y].from * (size_t)width * 3 + (size_t)i;
            float sum = 0;
            for (int32_t k = 0; k < down[y].n; k++)
                sum += down[y].weight[k] * at[(size_t)k * (size_t)width * 3];
            out.at[(size_t)y * (size_t)width * 3 + (size_t)i] = (unsigned char)(sum < 0 ? 0 : sum > 255 ? 255 : sum + 0.5f);
        }
    return out;
}

struct pixels image_part(struct ctx *c, const struct pixels *p, int32_t x, int32_t y, int32_t width, int32_t height)
{
    assert(x >= 0 && y >= 0 && width > 0 && height > 0 && x + width <= p->width && y + height <= p->height);
    struct pixels out = {width, height, NEW_ARRAY(c, unsigned char, (size_t)width * (size_t)height * 3)};
    for (int32_t i = 0; i < height; i++)
        memcpy(out.at + (size_t)i * (size_t)width * 3, p->at + ((size_t)(y + i) * (size_t)p->width + (size_t)x) * 3, (size_t)width * 3);
    return out;
}
