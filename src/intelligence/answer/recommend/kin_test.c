/* intelligence/answer/recommend/kin_test.c - complements and substitutes planted in orders are told apart; what is out is never shown. */
#include "core/rand.h"
#include "intelligence/answer/recommend/outfit.h"
#include "test/unit/unit.h"
#include <math.h>

/* 20 kinds of two brands each: a pair of one kind is never bought together and always compared; kind 2n goes with 2n + 1. */
enum { KINDS = 20, ITEMS = 2 * KINDS, ORDERS = 2000, VISITS = 1500 };
struct world {
    struct recommend_shelf shelf;
    struct kin kin;
};

static struct world *world_make(struct ctx *c, uint64_t seed)
{
    struct world *w = NEW(c, struct world);
    struct recommend_item *item = NEW_ARRAY(c, struct recommend_item, ITEMS);
    struct taste_act *order = NEW_ARRAY(c, struct taste_act, 3 * ORDERS), *view = NEW_ARRAY(c, struct taste_act, 2 * VISITS);
    size_t n = 0, m = 0;
    for (uint32_t i = 0; i < ITEMS; i++)
        item[i] = (struct recommend_item){.id = str_fmt(c, "i%u", i), .title = str_fmt(c, "kind%u brand%u", i / 2, i % 2),
                                          .category = str_fmt(c, "Home > Kind %u", i / 2), .stock = i % 7 ? 3 : 0, .price = 100};
    recommend_shelf_make(c, item, ITEMS, &w->shelf);
    for (uint32_t o = 0; o < ORDERS; o++) {
        uint32_t kind = (uint32_t)rand_below(&seed, KINDS);
        order[n++] = (struct taste_act){o, 2 * kind + (uint32_t)rand_below(&seed, 2), 1, 0};
        if (rand_unit(&seed) < 0.5)
            order[n++] = (struct taste_act){o, 2 * (kind ^ 1) + (uint32_t)rand_below(&seed, 2), 1, 1};
        if (rand_unit(&seed) < 0.3)
            order[n++] = (struct taste_act){o, 2 * (uint32_t)rand_below(&seed, KINDS / 2) * 2, 1, 2};
    }
    for (uint32_t v = 0; v < VISITS; v++) {
        uint32_t kind = (uint32_t)rand_below(&seed, KINDS);
        view[m++] = (struct taste_act){v, 2 * kind, 1, 0};
        view[m++] = (struct taste_act){v, 2 * kind + 1, 1, 1};
    }
    ASSERT_OK(kin_make(c, &w->shelf, order, n, ORDERS, view, m, VISITS, &w->kin));
    return w;
}

TEST(kin_tells_complements_from_substitutes)
{
    struct world *w = world_make(c, 11);
    int goes = 0, like = 0;
    for (uint32_t i = 0; i < ITEMS; i++) {
        struct kin_found f[4];
        size_t n = kin_goes_with(&w->kin, &i, 1, NULL, 2, f);
        for (size_t j = 0; j < n; j++)
            assert_int_not_equal(f[j].item / 2, i / 2); /* never its substitute */
        goes += n == 2 && f[0].item / 2 == (i / 2 ^ 1) && f[1].item / 2 == (i / 2 ^ 1);
        like += kin_similar(&w->kin, i, NULL, 1, f) == 1 && f[0].item == (i ^ 1);
    }
    assert_true(goes >= ITEMS * 8 / 10);
    assert_int_equal(like, ITEMS);
}

/* A picture that is like counts beside what is stated, and the reason says so. */
TEST(kin_similar_weighs_pictures)
{
    struct world *w = world_make(c, 14);
    struct kin_found plain[4], seen[4];
    struct look_rows rows = {0};
    size_t n = kin_similar(&w->kin, 0, NULL, 4, plain);
    assert_true(n >= 1);
    uint32_t last = plain[n - 1].item;
    for (uint32_t i = 0; i < ITEMS; i++) {
        struct look *l = LIST_ADD(c, &rows.look);
        *LIST_ADD(c, &rows.doc) = i;
        *l = (struct look){.v = {NEW_ARRAY(c, double, ITEMS), ITEMS}};
        l->v.at[i == last ? 0 : i] = 1;
    }
    w->kin.looks = looks_make(c, STR("embed.colour"), &rows, ITEMS);
    size_t again = kin_similar(&w->kin, 0, NULL, 4, seen);
    for (size_t i = 0; i < again; i++)
        if (seen[i].item == last) {
            assert_non_null(strstr(kin_tell_like(c, &w->kin, &seen[i]).p, "nearly the same picture"));
            assert_true(seen[i].score > plain[n - 1].score + 0.3);
            return;
        }
    fail_msg("the item whose picture is the same is not among the similar");
}

TEST(kin_shows_only_what_is_allowed)
{
    struct world *w = world_make(c, 12);
    bool allowed[ITEMS];
    for (uint32_t i = 0; i < ITEMS; i++)
        allowed[i] = recommend_has_stock(&w->shelf, i);
    for (uint32_t i = 0; i < ITEMS; i++) {
        struct kin_found f[ITEMS];
        size_t n[3] = {kin_goes_with(&w->kin, &i, 1, allowed, ITEMS, f), 0, 0};
        for (size_t j = 0; j < n[0]; j++)
            assert_true(allowed[f[j].item] && f[j].item != i);
        n[1] = kin_similar(&w->kin, i, allowed, ITEMS, f);
        for (size_t j = 0; j < n[1]; j++)
            assert_true(allowed[f[j].item] && f[j].item != i && (j == 0 || f[j].score <= f[j - 1].score));
        n[2] = kin_complete(&w->kin, &i, 1, allowed, ITEMS, f);
        for (size_t j = 0; j < n[2]; j++)
            assert_true(allowed[f[j].item] && f[j].item != i);
        assert_int_equal(n[2], 34 - (allowed[i] ? 1 : 0));
    }
}

TEST(kin_counts_what_it_tells)
{
    struct world *w = world_make(c, 13);
    struct kin_tie ab = kin_tie(&w->kin, 4, 6), ba = kin_tie(&w->kin, 6, 4);
    assert_int_equal(ab.both, ba.both);
    assert_true(fabs(ab.times - ba.times) < 1e-12 && fabs(ab.like - ba.like) < 1e-6);
    assert_true(ab.of >= ab.both && ab.times > 2);
}

TEST(harmony_knows_the_circle)
{
    struct { const char *a, *b; enum harmony want; } cases[] = {
        {"navy", "orange", HARMONY_NEUTRAL}, {"white", "red", HARMONY_NEUTRAL}, {"yellow", "royal blue", HARMONY_OPPOSITE},
        {"red", "crimson", HARMONY_TONE},  {"orange", "yellow", HARMONY_NEAR}, {"red", "green", HARMONY_THIRD},
        {"orange", "hot pink", HARMONY_CLASH}, {"shiny", "red", HARMONY_UNKNOWN}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct colours a = colours_read(c, str_z(cases[i].a), LEX_EN), b = colours_read(c, str_z(cases[i].b), LEX_EN);
        if (harmony_of(&a, &b) != cases[i].want || harmony_of(&b, &a) != cases[i].want)
            fail_msg("%s and %s: got %d, want %d", cases[i].a, cases[i].b, harmony_of(&a, &b), cases[i].want);
    }
    struct colours de = colours_read(c, STR("dunkelblau"), LEX_DE);
    assert_int_equal(de.n, 1);
}

TEST(outfit_slots_are_read_in_several_languages)
{
    ASSERT_STR(outfit_slot(STR("Clothes > Shirts"), STR("Belt print shirt")), "top");
    ASSERT_STR(outfit_slot(STR(""), STR("Regenjacke")), "outer");
    ASSERT_STR(outfit_slot(STR("Chaussures"), STR("x")), "shoes");
}
