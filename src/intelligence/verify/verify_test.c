/* intelligence/verify/verify_test.c - short sentences of two products, and what each is to be taken for. */
#include "core/capability.h"
#include "data/claim.h"
#include "test/unit/unit.h"

#define FACT(n, v) "{\"name\":\"" n "\",\"value\":\"" v "\"}"
static const char kettle[] = "{\"id\":\"k\",\"title\":\"Brewmate Kettle\",\"brand\":\"Brewmate\",\"attributes\":[" FACT("Material", "stainless steel") ","
    FACT("Capacity", "1.7 l") "," FACT("Colour", "black") "," FACT("Power", "2200 W") "," FACT("Cable length", "75 cm") "," FACT("Warranty", "2 years") ","
    FACT("Protection", "IPX4") "],\"description\":\"A kettle of stainless steel, free of BPA. Not dishwasher safe.\"}";
static const char shoe[] = "{\"id\":\"s\",\"title\":\"Lumo Runner\",\"brand\":\"Lumo\",\"attributes\":[" FACT("Upper", "leather") "," FACT("Sole", "rubber") ","
    FACT("Size", "EU 38") "," FACT("Weight", "260 g") "," FACT("Colour", "navy blue") "," FACT("Made in", "Portugal") "],"
    "\"description\":\"Water-resistant, not waterproof. Machine washable at 30 °C.\"}";

/* The claim that decides; NULL: the text may stand. */
static const struct { const char *product, *text, *verdict, *claim; } all[] = {
    {kettle, "A kettle of stainless steel.", NULL, NULL},
    {kettle, "A kettle without steel.", "contradicted", "steel"},
    {kettle, "No stainless steel in it.", "contradicted", "stainless steel"},
    {kettle, "A glass kettle.", "contradicted", "glass"},
    {kettle, "A kettle with a glass body.", "contradicted", "glass"},
    {kettle, "Pour a glass of water.", NULL, NULL},
    {kettle, "Pour yourself a glass.", NULL, NULL},
    {kettle, "A wooden kettle.", "contradicted", "wooden"},
    {kettle, "It holds 1.7 litres.", NULL, NULL},
    {kettle, "It holds 1700 ml.", NULL, NULL},
    {kettle, "It holds 2 litres.", "contradicted", "2 litres"},
    {kettle, "It has a 75 cm cable.", NULL, NULL},
    {kettle, "It has a 1.7 m cable.", "contradicted", "1.7 m"},
    {kettle, "It heats with 2200 watts.", NULL, NULL},
    {kettle, "It heats with 3000 watts.", "contradicted", "3000 watts"},
    {kettle, "A black kettle.", NULL, NULL},
    {kettle, "A red kettle.", "contradicted", "red"},
    {kettle, "BPA-free.", NULL, NULL},
    {kettle, "Dishwasher safe.", "contradicted", "Dishwasher safe"},
    {kettle, "Not dishwasher safe.", NULL, NULL},
    {kettle, "Splash-proof to IPX4.", NULL, NULL},
    {kettle, "Splash-proof to IPX7.", "contradicted", "IPX7"},
    {kettle, "A warranty of 2 years.", NULL, NULL},
    {kettle, "A 5-year warranty.", "contradicted", "5-year"},
    {kettle, "The best kettle in the world.", "unsupported", "The best"},
    {kettle, "It boils in 3 minutes.", "unsupported", "3 minutes"},
    {kettle, "Made by Lumo.", "unsupported", "Lumo"},
    {shoe, "A shoe of leather.", NULL, NULL},
    {shoe, "A leather-free shoe.", "contradicted", "leather"},
    {shoe, "The sole is rubber.", NULL, NULL},
    {shoe, "The sole is leather.", "contradicted", "leather"},
    {shoe, "Size EU 38.", NULL, NULL},
    {shoe, "Size EU 42.", "contradicted", "Size EU 42"},
    {shoe, "Waterproof.", "contradicted", "Waterproof"},
    {shoe, "Water-resistant.", NULL, NULL},
    {shoe, "Made in Portugal.", NULL, NULL},
    {shoe, "Made in Italy.", "contradicted", "Italy"},
    {shoe, "It weighs 0.26 kg.", NULL, NULL},
    {shoe, "It weighs 300 g.", "contradicted", "300 g"},
    {shoe, "Not machine washable.", "contradicted", "machine washable"},
    {shoe, "Wash at 60 °C.", "contradicted", "60 °C"},
    {shoe, "No rubber.", "contradicted", "rubber"},
};

TEST(claims_of_short_sentences_are_taken_for_what_they_are)
{
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        struct arena_mark mark = arena_mark(c->mem);
        struct str out;
        const struct capability *k = capability_find(STR("verify.claims"));
        ASSERT_OK(capability_json(c, k, str_fmt(c, "{\"product\":%s,\"text\":\"%s\",\"language\":\"en\"}", all[i].product, all[i].text), &out));
        struct str want = all[i].verdict ? str_fmt(c, "\"text\":\"%s\"", all[i].claim) : STR("\"accepted\":true");
        bool holds = str_has(out, want) && str_has(out, all[i].verdict ? STR("\"accepted\":false") : STR("\"accepted\":true"));
        if (!holds || (all[i].verdict && !str_has(out, str_fmt(c, "\"verdict\":\"%s\"", all[i].verdict))))
            fail_msg("%s: %s", all[i].text, out.p);
        arena_reset(c->mem, mark);
    }
}
