/* data/lexicon/reading_test.c - numbers as people write them, words seen through markup, languages told
 * apart. */
#include "data/lexicon/reading.h"
#include "test/unit/unit.h"
#include <math.h>

/* The first quantity of a text, in its unit's base. */
static double base_of(struct ctx *c, const char *text, enum lex_language l, const char *dimension)
{
    struct reading *r = reading_of(c, str_z(text), l);
    for (size_t i = 0; i < r->statements.n; i++) {
        const struct quantity *q = &r->statements.at[i].q;
        for (int u = 0; r->statements.at[i].kind == LEX_number && u < 4 && q->unit[u]; u++)
            if (strcmp(lex_dimension_name(lex_concepts[q->unit[u]].dimension), dimension) == 0)
                return q->value * lex_concepts[q->unit[u]].factor + lex_concepts[q->unit[u]].offset;
    }
    return NAN;
}

TEST(quantities_in_all_their_spellings)
{
    static const struct {
        const char *text;
        enum lex_language l;
        const char *dimension;
        double want;
    } list[] = {
        {"holds 1.7 l", LEX_EN, "volume", 1.7},
        {"1700 ml", LEX_EN, "volume", 1.7},
        {"fasst 1,7 Liter", LEX_DE, "volume", 1.7},
        {"half a litre", LEX_EN, "volume", 0.5},
        {"1 1/2 litres", LEX_EN, "volume", 1.5},
        {"1\u00BD l", LEX_EN, "volume", 1.5},
        {"two hundred and fifty grams", LEX_EN, "mass", 250},
        {"zweiunddreißig Gramm", LEX_DE, "mass", 32},
        {"1.250 g", LEX_DE, "mass", 1250},
        {"1,250 g", LEX_EN, "mass", 1250},
        {"1 250 g", LEX_FR, "mass", 1250},
        {"212 °F", LEX_EN, "temperature", 100},
        {"5 ft 10 in", LEX_EN, "length", 1.778},
        {"15.6\u2033", LEX_EN, "length", 0.39624},
        {"1<b>7</b>00&nbsp;ml", LEX_EN, "volume", 1.7},
        {"17\u200B00 ml", LEX_EN, "volume", 1.7},
        {"4 Ah", LEX_EN, "charge", 4000},
        {"una autonomía de 12 horas", LEX_ES, "time", 43200},
        {"trenta minuti", LEX_IT, "time", 1800},
        {"twee uur", LEX_NL, "time", 7200},
    };
    for (size_t i = 0; i < sizeof list / sizeof *list; i++) {
        double got = base_of(c, list[i].text, list[i].l, list[i].dimension);
        if (!(fabs(got - list[i].want) < 1e-3))
            fail_msg("%s: want %g, got %g", list[i].text, list[i].want, got);
    }
}

TEST(ranges_and_runs)
{
    struct reading *r = reading_of(c, STR("keeps 5 to 10 \u00B0C; 30 x 20 x 10 cm"), LEX_EN);
    assert_int_equal(r->statements.n, 4);
    assert_true(r->statements.at[0].q.value == 5 && r->statements.at[0].q.high == 10);
    for (int i = 1; i < 4; i++)
        assert_string_equal(lex_concepts[r->statements.at[i].q.unit[0]].name, "cm");
}

static bool states(struct ctx *c, const char *text, enum lex_language l, enum lex_kind kind,
                   const char *concept, bool negated)
{
    struct reading *r = reading_of(c, str_z(text), l);
    uint16_t want = lex_concept(kind, concept);
    assert_int_not_equal(want, 0);
    for (size_t i = 0; i < r->statements.n; i++)
        if (r->statements.at[i].concept == want && r->statements.at[i].negated == negated)
            return true;
    return false;
}

TEST(concepts_and_denials)
{
    assert_true(states(c, "a stainless-steel jug", LEX_EN, LEX_material, "stainless_steel", false));
    assert_true(states(c, "ein Edelstahlgehäuse", LEX_DE, LEX_material, "stainless_steel", false));
    assert_true(states(c, "it is not waterproof", LEX_EN, LEX_feature, "waterproof", true));
    assert_true(states(c, "nicht wasserdicht", LEX_DE, LEX_feature, "waterproof", true));
    assert_false(states(c, "not only waterproof", LEX_EN, LEX_feature, "waterproof", true));
    assert_false(states(c, "let us wander", LEX_EN, LEX_origin, "usa", false));
    assert_true(lex_is(lex_concept(LEX_material, "solid_oak"), lex_concept(LEX_material, "wood")));
    assert_false(lex_is(lex_concept(LEX_material, "wood"), lex_concept(LEX_material, "solid_oak")));
}

TEST(look_alikes_are_seen_through)
{
    struct tokens t = tokens_read(c, STR("w\u0430terproof"), LEX_EN);
    assert_true(t.disguised);
    assert_string_equal(t.at[0].word.p, "waterproof");
    assert_false(tokens_read(c, STR("вода"), LEX_EN).disguised);
}

TEST(languages_are_told_by_small_words)
{
    static const struct { const char *text; enum lex_language want;
    } list[] = {{"The kettle is made of steel and it holds water", LEX_EN},
                {"Der Topf ist aus Stahl und hält die Wärme", LEX_DE},
                {"La bouilloire est en acier avec une poignée", LEX_FR},
                {"La mesa es de madera y está hecha con cuidado para usted", LEX_ES},
                {"Il bollitore è di acciaio e la base gira con facilità", LEX_IT},
                {"De ketel is van staal en het water wordt snel heet", LEX_NL},
                {"XQ-100", LEX_LANGUAGES}};
    for (size_t i = 0; i < sizeof list / sizeof *list; i++) {
        struct tokens t = tokens_read(c, str_z(list[i].text), LEX_EN);
        double share;
        if (tokens_language(&t, &share) != list[i].want)
            fail_msg("%s: told as %d", list[i].text, tokens_language(&t, &share));
    }
}
