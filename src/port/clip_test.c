/* port/clip_test.c - an image-text model gives the numbers that ONNX Runtime and Hugging Face's tokenizers give in Python; a broken one a sentence.
 *
 * test/clip is a small model made for this, and expected.json what Python made of it: test/clip/make.py.
 */
#include "core/clip.h"
#include "core/json.h"
#include "test/unit/unit.h"
#include <math.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static const struct json *expected(struct ctx *c, const char *which)
{
    const struct json *v;
    ASSERT_OK(json_read(c, unit_file(c, "test/clip/expected.json"), &v));
    return json_get(v, which);
}

static double cosine(const struct json *want, const float *got)
{
    double sum = 0;
    for (struct json_walk k = json_walk(want); json_next(&k); got++)
        sum += json_real(k.value) * (double)*got;
    return sum;
}

static const struct clip_rules rules = {.folder = {"test/clip", 9}, .threads = 1};

TEST(clip_words_are_those_of_python)
{
    struct clip *m;
    float v[CLIP_WIDTH];
    for (struct json_walk k = json_walk(expected(c, "texts")); json_next(&k);) {
        ASSERT_OK(clip_open_words(c, &rules, &m));
        assert_int_equal(clip_width(m), (int64_t)json_count(json_get(k.value, "v")));
        ASSERT_OK(clip_read(c, m, json_str(json_get(k.value, "text")), v));
        clip_close(m);
        assert_true(cosine(json_get(k.value, "v"), v) > 0.99999);
    }
}

TEST(clip_pictures_are_those_of_python)
{
    struct clip *m;
    struct pixels p;
    float v[CLIP_WIDTH];
    for (struct json_walk k = json_walk(expected(c, "pictures")); json_next(&k);) {
        ASSERT_OK(clip_open_pictures(c, &rules, &m));
        ASSERT_OK(image_read(c, unit_file(c, json_str(json_get(k.value, "file")).p), clip_least(m), &p));
        ASSERT_OK(clip_see(c, m, &p, v));
        clip_close(m);
        assert_true(cosine(json_get(k.value, "v"), v) > 0.9999); /* Pillow rounds between its two passes */
    }
}

TEST(clip_knows_a_model_by_its_files)
{
    struct str a, b;
    ASSERT_OK(clip_check(c, &rules));
    ASSERT_OK(clip_mark(c, rules.folder, &a));
    ASSERT_OK(clip_mark(c, STR("test/clip/"), &b));
    ASSERT_STR(a, b.p);
    assert_int_equal(a.n, 16);
}

/* A folder with the model's files, but one of other bytes; NULL: not there. */
static struct str spoilt(struct ctx *c, const char *name, const char *bytes, size_t n)
{
    static const char *const files[] = {"vision_model.onnx", "text_model.onnx", "preprocessor_config.json", "tokenizer.json"};
    struct str folder = str_fmt(c, "%s/clip_XXXXXX", getenv("TMPDIR") ? getenv("TMPDIR") : "/tmp");
    assert_non_null(mkdtemp((char *)folder.p));
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        bool other = !strcmp(files[i], name);
        struct str from = other ? (struct str){bytes, n} : unit_file(c, str_fmt(c, "test/clip/%s", files[i]).p);
        FILE *f = other && !bytes ? NULL : fopen(str_fmt(c, "%s/%s", folder.p, files[i]).p, "wb");
        if (f && from.n)
            assert_int_equal(fwrite(from.p, 1, from.n, f), from.n);
        if (f)
            fclose(f);
    }
    return folder;
}

static void refused(struct ctx *c, const char *name, struct str bytes, const char *says)
{
    struct str folder = spoilt(c, name, bytes.p, bytes.n);
    struct clip_rules r = {folder, 1};
    assert_int_equal(clip_check(c, &r), REJECT);
    if (!strstr(c->why, says) || !strstr(c->why, bytes.p ? name : "has no"))
        fail_msg("%s: %s", name, c->why);
    for (size_t i = 0; i < 4; i++)
        unlink(str_fmt(c, "%s/%s", folder.p, (const char *[]){"vision_model.onnx", "text_model.onnx", "preprocessor_config.json", "tokenizer.json"}[i]).p);
    rmdir(folder.p);
    ASSERT_OK(clip_check(c, &rules)); /* the sound one goes on */
}

TEST(clip_refuses_a_broken_folder_by_its_file)
{
    struct str text = unit_file(c, "test/clip/text_model.onnx"), vision = unit_file(c, "test/clip/vision_model.onnx");
    refused(c, "vision_model.onnx", (struct str){0}, "vision_model.onnx");
    refused(c, "text_model.onnx", (struct str){0}, "text_model.onnx");
    refused(c, "tokenizer.json", (struct str){0}, "vocab.json");
    refused(c, "preprocessor_config.json", (struct str){0}, "copy it");
    refused(c, "vision_model.onnx", str_part(vision, 0, vision.n / 2), "fetch the file again");
    refused(c, "vision_model.onnx", text, "no image_embeds");
    refused(c, "text_model.onnx", vision, "text_embeds");
    refused(c, "text_model.onnx", STR("no network"), "fetch the file again");
    refused(c, "tokenizer.json", STR("{\"model\": {\"type\": \"WordPiece\", \"vocab\": {}}}"), "WordPiece");
    refused(c, "tokenizer.json", STR("{\"model\": {\"type\": \"BPE\", \"vocab\": {\"a\": 9999999999}, \"merges\": [[1], \"x\"]}}"), "byte pairs");
    refused(c, "tokenizer.json", STR("[1, 2"), "fetch the file again");
    struct buf many = {0}; /* more words than tokens */
    for (int i = 0; i < 500; i++)
        buf_fmt(c, &many, "%s\"w%d\":0", i ? "," : "{\"model\": {\"type\": \"BPE\", \"merges\": [], \"vocab\": {", i);
    buf_fmt(c, &many, "}}}");
    refused(c, "tokenizer.json", buf_str(&many), "byte pairs");
    refused(c, "preprocessor_config.json", STR("{\"size\": {\"shortest_edge\": 1000000}}"), "pixels a side");
    refused(c, "preprocessor_config.json", STR("{\"size\": 48, \"image_mean\": [0, 0, 0], \"image_std\": [1, 0, 1]}"), "image_std");
}

TEST(clip_of_no_folder_is_a_sentence)
{
    struct clip_rules r = {STR("/nowhere/at/all"), 0};
    assert_int_equal(clip_check(c, &r), REJECT);
    assert_non_null(strstr(c->why, "/nowhere/at/all is no folder"));
}
