/* intelligence/answer/search/pictured_test.c - words find what pictures show, as far as the model is measured to, and never against a limit. */
#include "core/clip.h"
#include "core/image.h"
#include "core/hash.h"
#include "core/settings.h"
#include "intelligence/answer/look/look_answer.h"
#include "intelligence/answer/search/pictured.h"
#include "intelligence/answer/search/search_mind.h"
#include "test/unit/unit.h"

enum { GOODS = 9, STRIPED = 8 };
static const struct { const char *id, *title; uint32_t rgb; int cents; } goods[GOODS] = {
    {"red", "Red cup", 0xC81E1E, 900}, {"blue", "Blue cup", 0x2846BE, 900}, {"green", "Green cup", 0x32963C, 900}, {"black", "Black cup", 0x141414, 900},
    {"pink", "Pink cup", 0xF0A0BE, 900}, {"purple", "Purple cup", 0x783296, 900},
    {"sun", "Sunny morning", 0xF0DC32, 900}, {"mud", "Quiet evening", 0x6E4628, 2900}, /* yellow and brown, which no word says */
    {"late", "Late noon", 0xC81E1E, 900}};                                                   /* red, and striped */

static struct str drawn(struct ctx *c, uint32_t rgb, bool striped)
{
    struct pixels p = {96, 96, NEW_ARRAY(c, unsigned char, 96 * 96 * 3)};
    struct str jpeg;
    for (int i = 0; i < 96 * 96; i++) {
        bool on = i % 96 > 12 && i % 96 < 84 && i / 96 > 12 && i / 96 < 84;
        for (int k = 0; k < 3; k++) {
            int colour = rgb >> (16 - 8 * k) & 0xFF;
            p.at[3 * i + k] = (unsigned char)(!on ? 240 : striped && i / 96 % 10 < 4 ? colour * 35 / 100 + 83 : colour);
        }
    }
    assert_int_equal(image_write(c, &p, &jpeg), OK);
    return hash_base64(c, jpeg);
}

struct scene {
    const struct search_index *x;
    struct search_mind mind;
    struct search_room *room;
};

/* `rotate`: each product has another's picture, so that titles and pictures have nothing to do with each other. */
static void scene_make(struct ctx *c, struct scene *s, int rotate)
{
    struct product p[GOODS];
    struct look_in in = {0};
    struct look_out looks;
    struct look_rows rows = {0};
    struct settings *own = NEW(c, struct settings);
    *own = (struct settings){NEW(c, struct setting), 1};
    own->at[0] = (struct setting){.name = STR("embed.clip"), .value = STR("{\"folder\":\"test/clip\",\"threads\":1}")};
    c->settings = own;
    for (int i = 0; i < GOODS; i++) {
        record_init(&product_record, &p[i]);
        p[i].id = str_z(goods[i].id);
        p[i].title = str_z(goods[i].title);
        p[i].price.text = str_fmt(c, "%d", goods[i].cents);
        p[i].currency = STR("EUR");
        *LIST_ADD(c, &in.pictures) = (struct picture_given){.data = drawn(c, goods[(i + rotate) % GOODS].rgb, i == STRIPED)};
    }
    ASSERT_OK(capability_call(c, "embed.clip", &in, &looks));
    for (uint32_t i = 0; i < GOODS; i++) {
        *LIST_ADD(c, &rows.doc) = i;
        *LIST_ADD(c, &rows.look) = looks.looks.at[i];
    }
    *s = (struct scene){.x = search_index_make(c, p, GOODS, STR("en"))};
    s->mind.looks = looks_make(c, STR("embed.clip 0123456789abcdef"), &rows, GOODS);
    s->mind.pictured = pictured_make(c, c, s->x, STR("embed.clip 0123456789abcdef"), &rows);
    s->room = search_room(c, s->x);
}

static void ask(struct ctx *c, struct scene *s, const char *query, struct search_answer *out)
{
    *out = (struct search_answer){0};
    search_answer(c, s->x, &s->mind, s->room, &(struct search_question){.query = str_z(query), .sort = STR("best"), .k = 10}, out);
}

TEST(pictured_words_find_what_no_text_says)
{
    struct scene s;
    struct search_answer a;
    scene_make(c, &s, 0);
    assert_non_null(s.mind.pictured);
    assert_true(s.mind.pictured->trust >= 0.5f);
    ask(c, &s, "yellow", &a);
    assert_true(a.hits.n > 0);
    ASSERT_STR(a.hits.at[0].id, "sun");
    assert_non_null(strstr(a.hits.at[0].why.p, "its picture shows it"));
    ask(c, &s, "red cup", &a);
    ASSERT_STR(a.hits.at[0].id, "red");
    s.mind.pictured = NULL;
    ask(c, &s, "yellow", &a);
    for (size_t i = 0; i < a.hits.n; i++)
        assert_false(str_eq(a.hits.at[i].id, STR("sun")));
}

TEST(pictured_words_break_no_limit)
{
    struct scene s;
    struct search_answer a;
    scene_make(c, &s, 0);
    ask(c, &s, "brown under 20 EUR", &a);
    for (size_t i = 0; i < a.hits.n; i++)
        assert_false(str_eq(a.hits.at[i].id, STR("mud")));
    ask(c, &s, "brown under 30 EUR", &a);
    assert_true(a.hits.n > 0);
    ASSERT_STR(a.hits.at[0].id, "mud");
}

TEST(pictured_weighs_nothing_where_titles_do_not_find_their_pictures)
{
    struct scene s;
    struct search_answer a;
    scene_make(c, &s, 3);
    assert_null(s.mind.pictured);
    ask(c, &s, "yellow", &a);
    assert_int_equal(a.total, 0);
}

static double score_of(const struct search_answer *a, const char *id)
{
    for (size_t i = 0; i < a->hits.n; i++)
        if (str_eq(a->hits.at[i].id, str_z(id)))
            return a->hits.at[i].score;
    return -1;
}

TEST(pictured_photo_gives_way_to_words_beside_it)
{
    struct scene s;
    struct look photo;
    struct search_answer plainly = {0}, worded = {0};
    scene_make(c, &s, 0);
    ASSERT_OK(looks_see(c, STR("embed.clip 0123456789abcdef"), &(struct picture_given){.data = drawn(c, 0xD02828, false)}, &photo));
    struct search_question q = {.query = STR(""), .sort = STR("best"), .k = 10, .bare = true};
    look_photo(c, s.x, &s.mind, s.room, &photo, &q, &plainly);
    ASSERT_STR(plainly.hits.at[0].id, "red");
    q.query = STR("striped");
    look_photo(c, s.x, &s.mind, s.room, &photo, &q, &worded);
    assert_true(worded.hits.n > 0);
    assert_true(score_of(&worded, "late") > score_of(&plainly, "late"));
    assert_true(score_of(&worded, "red") < score_of(&plainly, "red"));
}
