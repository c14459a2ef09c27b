/* port/clip_folder.c - which files of the folder are meant, and how the model wants its pictures. */
#include "port/clip_folder.h"
#include "core/file.h"
#include <math.h>
#include <sys/stat.h>

enum { SIDE_LEAST = 16, SIDE_MOST = 1024 /* pixels */ };

static bool clip_is_file(struct str path)
{
    struct stat st;
    return path.n && stat(path.p, &st) == 0 && S_ISREG(st.st_mode);
}

/* ---- finding ---------------------------------------------------------------------------------------- */

static struct str network_find(struct ctx *c, struct str folder, const char *name)
{
    static const char *const ends[] = {"", "_quantized", "_int8", "_uint8", "_fp16"}, *const below[] = {"", "onnx/"};
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        for (size_t k = 0; k < sizeof below / sizeof *below; k++) {
            struct str path = str_fmt(c, "%.*s/%s%s%s.onnx", FMT(folder), below[k], name, ends[i]);
            if (clip_is_file(path))
                return path;
        }
    return (struct str){0};
}

static struct str plain_find(struct ctx *c, struct str folder, const char *name)
{
    struct str path = str_fmt(c, "%.*s/%s", FMT(folder), name);
    return clip_is_file(path) ? path : (struct str){0};
}

static enum status lacks(struct ctx *c, struct str folder, const char *what, const char *cure)
{
    return fail(c, REJECT, "%.*s has no %s; %s", FMT(folder), what, cure);
}

enum status clip_files_find(struct ctx *c, struct str folder, struct clip_files *out)
{
    static const char *const export = "put the model's ONNX export there, as optimum-cli export onnx or its page at Hugging Face gives it";
    struct stat st;
    if (!folder.n)
        return fail(c, REJECT, "no image-text model is set: purvey settings set embed.clip '{\"folder\": \"/path/of/its/export\"}'");
    if (stat(folder.p, &st) != 0 || !S_ISDIR(st.st_mode))
        return fail(c, REJECT, "%.*s is no folder: name the one that holds vision_model.onnx and text_model.onnx", FMT(folder));
    *out = (struct clip_files){.vision = network_find(c, folder, "vision_model"), .text = network_find(c, folder, "text_model"),
                               .pictures = plain_find(c, folder, "preprocessor_config.json"), .tokenizer = plain_find(c, folder, "tokenizer.json"),
                               .vocab = plain_find(c, folder, "vocab.json"), .merges = plain_find(c, folder, "merges.txt")};
    if (!out->vision.n)
        return lacks(c, folder, "vision_model.onnx", export);
    if (!out->text.n)
        return lacks(c, folder, "text_model.onnx", export);
    if (!out->pictures.n)
        return lacks(c, folder, "preprocessor_config.json", "copy it from the model's page: it says how pictures are made for it");
    if (!out->tokenizer.n && !(out->vocab.n && out->merges.n))
        return lacks(c, folder, "tokenizer.json", "copy it from the model's page, or vocab.json and merges.txt");
    return OK;
}

uint64_t clip_stamp(const struct str *path, size_t n)
{
    uint64_t out = 1;
    for (size_t i = 0; i < n; i++) {
        struct stat st = {0};
        if (path[i].n && stat(path[i].p, &st) != 0)
            st = (struct stat){0};
        out = (out * 1000003) ^ (uint64_t)st.st_size ^ ((uint64_t)st.st_mtim.tv_sec << 20) ^ (uint64_t)st.st_mtim.tv_nsec ^ st.st_ino;
    }
    return out;
}

enum status clip_json(struct ctx *c, struct str path, const struct json **out)
{
    struct str text;
    TRY(file_read(c, path, CLIP_FILE_MOST, &text));
    if (json_read(c, text, out) != OK)
        return fail(c, REJECT, "%s: %s; fetch the file again", path.p, str_copy(c, str_z(c->why)).p);
    return OK;
}

/* ---- how pictures are made --------------------------------------------------------------------------- */

static bool says(const struct json *v, const char *key, bool absent)
{
    const struct json *at = json_get(v, key);
    return json_kind(at) == JSON_BOOL ? json_bool(at) : absent;
}

/* A side, or two: 224, {"shortest_edge": 224}, {"height": 224, "width": 224}. */
static void size_read(const struct json *v, int32_t *shorter, int32_t *width, int32_t *height)
{
    *shorter = (int32_t)(json_kind(v) == JSON_INT ? json_int(v) : json_int(json_get(v, "shortest_edge")));
    *width = (int32_t)json_int(json_get(v, "width"));
    *height = (int32_t)json_int(json_get(v, "height"));
}

static bool three(const struct json *v, double *out)
{
    for (size_t i = 0; i < 3; i++)
        out[i] = json_real(json_at(v, i));
    return json_count(v) == 3;
}

static bool is_side(int32_t side) { return side >= SIDE_LEAST && side <= SIDE_MOST; }

static enum status sizes_read(struct ctx *c, struct str path, const struct json *v, struct clip_lens *out)
{
    int32_t width, height, both;
    size_read(json_get(v, "size"), &out->shorter, &width, &height);
    if (says(v, "do_center_crop", false) && out->shorter) {
        size_read(json_get(v, "crop_size"), &both, &out->width, &out->height);
        if (both)
            out->width = out->height = both;
    } else {
        out->width = width ? width : out->shorter;
        out->height = height ? height : out->shorter;
        out->shorter = 0;
    }
    if (!is_side(out->width) || !is_side(out->height) || (out->shorter && (out->shorter < out->width || out->shorter < out->height || !is_side(out->shorter))))
        return fail(c, REJECT, "%s: \"size\" and \"crop_size\" give no picture of %d to %d pixels a side; copy the file from the model's page",
                    path.p, SIDE_LEAST, SIDE_MOST);
    return OK;
}

enum status clip_lens_read(struct ctx *c, struct str path, struct clip_lens *out)
{
    enum { BILINEAR = 2 }; /* as Pillow counts; bicubic is 3 */
    const struct json *v;
    *out = (struct clip_lens){.factor = 1, .spread = {1, 1, 1}};
    TRY(clip_json(c, path, &v));
    TRY(sizes_read(c, path, v, out));
    out->cubic = json_int(json_get(v, "resample")) != BILINEAR;
    if (says(v, "do_rescale", true))
        out->factor = json_get(v, "rescale_factor") ? json_real(json_get(v, "rescale_factor")) : 1.0 / 255;
    bool good = isfinite(out->factor) && out->factor > 0;
    if (says(v, "do_normalize", true))
        good = good && three(json_get(v, "image_mean"), out->mean) && three(json_get(v, "image_std"), out->spread);
    for (int k = 0; k < 3; k++)
        good = good && isfinite(out->mean[k]) && out->spread[k] > 0;
    return good ? OK : fail(c, REJECT, "%s: \"image_mean\", \"image_std\" and \"rescale_factor\" are not what a model normalizes by; copy the file from the model's page", path.p);
}

static struct pixels fitted(struct ctx *c, const struct clip_lens *lens, const struct pixels *p)
{
    if (!lens->shorter)
        return image_fit_by(c, p, lens->width, lens->height, lens->cubic);
    int64_t side = lens->shorter, short_side = p->width < p->height ? p->width : p->height, most = 8 * SIDE_MOST;
    int64_t width = p->width * side / short_side, height = p->height * side / short_side;
    struct pixels all = image_fit_by(c, p, (int32_t)(width < most ? width : most), (int32_t)(height < most ? height : most), lens->cubic);
    return image_part(c, &all, (all.width - lens->width) / 2, (all.height - lens->height) / 2, lens->width, lens->height);
}

void clip_lens_apply(struct ctx *c, const struct clip_lens *lens, const struct pixels *p, float *out)
{
    struct pixels at = fitted(c, lens, p);
    int32_t cells = lens->width * lens->height;
    for (int k = 0; k < 3; k++)
        for (int32_t i = 0; i < cells; i++)
            out[k * cells + i] = (float)((at.at[3 * i + k] * lens->factor - lens->mean[k]) / lens->spread[k]);
}
