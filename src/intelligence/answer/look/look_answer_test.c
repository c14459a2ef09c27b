/* intelligence/answer/look/look_answer_test.c - looks rank, limits hold, and each hit says who told its colour. */
#include "intelligence/answer/look/look_answer.h"
#include "data/catalog.h"
#include "data/object.h"
#include "core/hash.h"
#include "core/image.h"
#include "test/unit/unit.h"
#include <ftw.h>
#include <stdlib.h>
#include <unistd.h>

enum { WIDE = 16 };

static struct product made(struct ctx *c, const char *id, const char *title, const char *colour, int cents)
{
    struct product p;
    record_init(&product_record, &p);
    p.id = str_z(id);
    p.title = str_z(title);
    p.category = STR("Clothing > Dresses");
    p.price.text = str_fmt(c, "%d", cents);
    p.currency = STR("EUR");
    if (*colour)
        *LIST_ADD(c, &p.attributes) = (struct attribute){STR("color"), str_z(colour), {0}, {0}};
    return p;
}

/* A look that points between two ways, with one colour. */
static struct look seen_as(struct ctx *c, int way, double lean, uint32_t rgb)
{
    struct look l = {.v = {NEW_ARRAY(c, double, WIDE), WIDE}};
    struct lab at = lab_of_rgb(rgb);
    l.v.at[way] = 1;
    l.v.at[(way + 1) % WIDE] = lean;
    *LIST_ADD(c, &l.tones) = (struct tone){at.l, at.a, at.b, 0.9, colour_name(c, colour_nearest(at))};
    return l;
}

struct scene {
    struct product p[7];
    const struct search_index *x;
    struct search_mind mind;
    struct search_room *room;
};

static void scene_make(struct ctx *c, struct scene *s)
{
    static const struct { int way; double lean; uint32_t rgb; } looks[] = {
        {0, 0.0, 0xC01020}, {0, 0.2, 0xFFB6C1}, {0, 0.3, 0xADD8E6}, {0, 0.1, 0x101010}, {5, 0.1, 0xFFB6C1}, {0, 0.4, 0x2040C0}};
    struct look_rows rows = {0};
    s->p[0] = made(c, "dress", "Summer Dress", "red", 5000);
    s->p[1] = made(c, "rose", "Summer Dress Rose", "dusty pink", 4500);
    s->p[2] = made(c, "ocean", "Summer Dress Ocean", "", 6000);      /* no colour is stated: its picture tells */
    s->p[3] = made(c, "liar", "Summer Dress Night", "dark red", 4000); /* pictured black, stated dark red: the statement counts */
    s->p[4] = made(c, "other", "Tea Towel", "pink", 900);
    s->p[4].category = STR("Kitchen > Towels");
    s->p[5] = made(c, "bare", "Summer Dress Mint", "mint green", 4400); /* no picture of its own kind */
    s->p[6] = made(c, "blank", "Summer Dress Plain", "", 4300);         /* neither colour nor picture */
    for (uint32_t i = 0; i < 5; i++) {
        *LIST_ADD(c, &rows.doc) = i;
        *LIST_ADD(c, &rows.look) = seen_as(c, looks[i].way, looks[i].lean, looks[i].rgb);
    }
    *s = (struct scene){.p = {s->p[0], s->p[1], s->p[2], s->p[3], s->p[4], s->p[5], s->p[6]}, .x = search_index_make(c, s->p, 7, STR("en"))};
    s->mind.looks = looks_make(c, STR("embed.colour"), &rows, 7);
    s->room = search_room(c, s->x);
}

static const struct search_shown *hit(const struct search_answer *a, const char *id)
{
    for (size_t i = 0; i < a->hits.n; i++)
        if (str_eq(a->hits.at[i].id, str_z(id)))
            return &a->hits.at[i];
    return NULL;
}

static void like(struct ctx *c, struct scene *s, const char *change, struct search_answer *out)
{
    *out = (struct search_answer){0};
    look_like(c, s->x, &s->mind, s->room, 0, &(struct similar_question){.product = STR("dress"), .change = str_z(change), .k = 10}, out);
}

TEST(look_like_this_but_in_pastel_says_who_told)
{
    struct scene s;
    struct search_answer a;
    scene_make(c, &s);
    like(c, &s, "wie dieses, aber in Pastell", &a);
    assert_non_null(hit(&a, "rose"));
    assert_non_null(strstr(hit(&a, "rose")->why.p, "pastel: dusty pink, as stated"));
    assert_non_null(hit(&a, "ocean"));
    assert_non_null(strstr(hit(&a, "ocean")->why.p, "by its picture"));
    assert_non_null(strstr(hit(&a, "ocean")->why.p, "no colour is stated"));
    assert_non_null(hit(&a, "bare")); /* stated mint; it has no picture */
    assert_null(hit(&a, "liar"));
    assert_null(hit(&a, "blank")); /* nobody says */
    assert_null(hit(&a, "other")); /* pastel, but nothing like it */
    assert_null(hit(&a, "dress"));
    ASSERT_STR(a.chips.at[0].label, "colour: pastel");
}

TEST(look_limits_hold_beside_looks)
{
    struct scene s;
    struct search_answer a;
    scene_make(c, &s);
    like(c, &s, "in pastel, under 46 EUR", &a);
    assert_non_null(hit(&a, "rose"));
    assert_null(hit(&a, "ocean"));
    like(c, &s, "darker and cheaper", &a);
    assert_int_equal(a.total, 1);
    ASSERT_STR(a.hits.at[0].id, "liar");
    assert_non_null(strstr(a.hits.at[0].why.p, "as stated") ? "" : strstr(a.hits.at[0].why.p, "by its picture"));
    like(c, &s, "in yellow", &a);
    assert_int_equal(a.total, 0);
    ASSERT_STR(a.rescue.at[0].without, "colour: yellow");
}

TEST(look_by_photo_ranks_by_looks_and_keeps_limits)
{
    struct scene s;
    struct search_answer a = {0}, cheap = {0}, red = {0};
    scene_make(c, &s);
    struct look photo = seen_as(c, 0, 0.19, 0xFFB0C0);
    struct search_question q = {.query = STR(""), .sort = STR("best"), .k = 10};
    look_photo(c, s.x, &s.mind, s.room, &photo, &q, &a);
    ASSERT_STR(a.hits.at[0].id, "rose");
    assert_null(hit(&a, "bare"));
    q.query = STR("under 10");
    look_photo(c, s.x, &s.mind, s.room, &photo, &q, &cheap);
    for (size_t i = 0; i < cheap.hits.n; i++)
        ASSERT_STR(cheap.hits.at[i].id, "other");
    q.query = STR("red");
    look_photo(c, s.x, &s.mind, s.room, &photo, &q, &red);
    assert_non_null(hit(&red, "dress"));
    assert_null(hit(&red, "ocean"));
    assert_true(red.facets.n > 0);
}

/* ---- the shop's pictures, kept ------------------------------------------------------------------------ */

static struct str painted(struct ctx *c, uint32_t rgb)
{
    struct pixels p = {40, 40, NEW_ARRAY(c, unsigned char, 4800)};
    struct str jpeg, name;
    for (int i = 0; i < 1600; i++)
        p.at[3 * i] = (unsigned char)(rgb >> 16), p.at[3 * i + 1] = (unsigned char)(rgb >> 8), p.at[3 * i + 2] = (unsigned char)rgb;
    assert_int_equal(image_write(c, &p, &jpeg), OK);
    assert_int_equal(object_save(c, jpeg, &name), OK);
    return name;
}

static int gone(const char *path, const struct stat *s, int kind, struct FTW *at) { return (void)s, (void)kind, (void)at, remove(path); }

static int64_t update_all(struct ctx *c)
{
    int64_t done, left = 1, all = 0;
    while (left) {
        assert_int_equal(looks_update(c, STR("embed.colour"), 2, &done, &left), OK);
        all += done;
    }
    return all;
}

TEST(looks_are_kept_and_made_anew_when_a_picture_changes)
{
    struct product p[3] = {made(c, "a", "Plain Dress", "", 100), made(c, "b", "Other Dress", "", 200), made(c, "c", "Third Dress", "", 300)};
    struct look_rows rows = {0}, again = {0};
    int64_t n;
    unit_shop(c);
    char folder[] = "/tmp/purvey-looks-XXXXXX";
    c->home = mkdtemp(folder);
    strs_add(c, &p[0].images, painted(c, 0xC01020));
    strs_add(c, &p[1].images, STR("https://shop.example/b.jpg"));
    strs_add(c, &p[2].images, STR("object/aa/nothing.jpg"));
    for (int i = 0; i < 3; i++)
        ASSERT_OK(product_save(c, &p[i], STR("file"), 1, NULL));
    assert_int_equal(update_all(c), 3);
    assert_int_equal(update_all(c), 0); /* what was looked at is not looked at again, seen or not */
    ASSERT_OK(looks_load(c, STR("embed.colour"), p, 3, &rows));
    assert_int_equal(rows.look.n, 1);
    ASSERT_STR(rows.look.at[0].tones.at[0].name, "red");
    ASSERT_OK(db_int(c, &n, "SELECT COUNT(*) FROM picture WHERE fault IS NOT NULL"));
    assert_int_equal(n, 2);
    p[0].images.at[0] = painted(c, 0x1030C0);
    ASSERT_OK(product_save(c, &p[0], STR("file"), 2, NULL));
    assert_int_equal(update_all(c), 1);
    ASSERT_OK(looks_load(c, STR("embed.colour"), p, 3, &again));
    assert_true(!str_eq(again.look.at[0].tones.at[0].name, STR("red")));
    nftw(folder, gone, 8, FTW_DEPTH);
}
