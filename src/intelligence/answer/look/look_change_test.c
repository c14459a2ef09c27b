/* intelligence/answer/look/look_change_test.c - changes in six languages, and what is none. */
#include "intelligence/answer/look/look_change.h"
#include "test/unit/unit.h"

static struct str told(struct ctx *c, const struct look_change *ch)
{
    struct buf b = {0};
    for (size_t i = 0; i < ch->wants.n; i++)
        buf_fmt(c, &b, "%s%.*s", b.n ? ", " : "", FMT(ch->wants.at[i].label));
    if (ch->cheaper)
        buf_fmt(c, &b, "%scheaper", b.n ? ", " : "");
    return buf_str(&b);
}

TEST(change_is_read_in_six_languages)
{
    static const struct { const char *text, *wants; } cases[] = {
        {"like this but in pastel", "colour: pastel"},
        {"wie dieses, aber in Pastell", "colour: pastel"},
        {"wie diese, aber in Pastelltönen", "colour: pastel"},
        {"comme celui-ci mais en pastel", "colour: pastel"},
        {"como este pero en colores pastel", "colour: pastel"},
        {"come questo ma in colori pastello", "colour: pastel"},
        {"zoals deze, maar in pastel", "colour: pastel"},
        {"darker", "colour: darker"},
        {"dunkler", "colour: darker"},
        {"plus foncé", "colour: darker"},
        {"más oscuro", "colour: darker"},
        {"più scuro", "colour: darker"},
        {"donkerder", "colour: darker"},
        {"like this but brighter", "colour: brighter"},
        {"heller bitte", "colour: lighter"},
        {"comme ça mais en rouge", "colour: red"},
        {"in red", "colour: red"},
        {"in Rot und billiger", "colour: red, cheaper"},
        {"como este pero más barato", "cheaper"},
        {"come questo ma meno caro", "cheaper"},
        {"moins cher", "cheaper"},
        {"pastel pink", "colour: pastel pink"},
        {"navy", "colour: navy"},
        {"but not red", "not red"},
        {"less colourful", "colour: more muted"},
        {"dark blue", "colour: navy"},
        {"the same in blue, under $50", "colour: blue"},
        {"", ""},
        {"with long sleeves", ""},
        {"pastels pastels pastels", "colour: pastel"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct look_change ch;
        look_change_read(c, str_z(cases[i].text), true, NULL, &ch);
        if (!str_eq(told(c, &ch), str_z(cases[i].wants)))
            print_error("\"%s\": ", cases[i].text);
        ASSERT_STR(told(c, &ch), cases[i].wants);
    }
}

TEST(change_refers_to_something_or_does_not)
{
    static const struct { const char *text; bool refers; } cases[] = {
        {"like this but in pastel", true}, {"Wie dieses, aber dunkler", true}, {"dasselbe in Rot", true}, {"le même en bleu", true},
        {"lo mismo pero más barato", true}, {"the same but cheaper", true}, {"in red please", false}, {"red shoes but not leather", false},
        {"aber in Rot", false}, {"", false}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct look_change ch;
        look_change_read(c, str_z(cases[i].text), true, NULL, &ch);
        if (ch.refers != cases[i].refers)
            print_error("\"%s\": ", cases[i].text);
        assert_int_equal(ch.refers, cases[i].refers);
    }
}

TEST(change_leaves_the_rest_for_the_search)
{
    struct look_change ch;
    look_change_read(c, STR("like this but in red, in leather, under $50"), true, NULL, &ch);
    assert_null(memmem(ch.rest.p, ch.rest.n, "like", 4));
    assert_null(memmem(ch.rest.p, ch.rest.n, "red", 3));
    assert_non_null(memmem(ch.rest.p, ch.rest.n, "leather", 7));
    assert_non_null(memmem(ch.rest.p, ch.rest.n, "under $50", 9));
}

TEST(change_that_was_taken_away_is_gone)
{
    struct look_change ch;
    struct strs removed = {0};
    strs_add(c, &removed, STR("colour: pastel"));
    look_change_read(c, STR("in pastel and cheaper"), true, &removed, &ch);
    ASSERT_STR(told(c, &ch), "cheaper");
}

/* Beside a photo, a light jacket may be of little weight, and cheap ones are no change of it. */
TEST(change_beside_a_photo_is_sure_of_its_words)
{
    struct look_change ch;
    look_change_read(c, STR("light jacket, cheaper"), false, NULL, &ch);
    ASSERT_STR(told(c, &ch), "");
    look_change_read(c, STR("jacket in light colours"), false, NULL, &ch);
    ASSERT_STR(told(c, &ch), "colour: light");
    look_change_read(c, STR("red shoes"), false, NULL, &ch);
    ASSERT_STR(told(c, &ch), "colour: red");
    ASSERT_STR(ch.rest, "shoes");
}
