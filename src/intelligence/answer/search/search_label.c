/* intelligence/answer/search/search_label.c - a row of words a language. */
#include "intelligence/answer/search/search_label.h"

static const struct words {
    const char *range_from, *range_to, *most, *least, *not_it, *stock, *sold_out, *brand, *category, *colour, *material, *feature, *origin, *read;
} words[LEX_LANGUAGES] = {
    [LEX_EN] = {"", "to", "at most", "at least", "not", "in stock", "sold out", "brand", "category", "colour", "material", "feature", "origin", "written in"},
    [LEX_DE] = {"", "bis", "höchstens", "mindestens", "nicht", "auf Lager", "ausverkauft", "Marke", "Kategorie", "Farbe", "Material", "Merkmal", "Herkunft",
                "geschrieben in"},
    [LEX_FR] = {"de ", "à", "au plus", "au moins", "sans", "en stock", "épuisé", "marque", "catégorie", "couleur", "matière", "caractéristique", "origine",
                "écrit en"},
    [LEX_ES] = {"de ", "a", "como máximo", "como mínimo", "sin", "en stock", "agotado", "marca", "categoría", "color", "material", "característica", "origen",
                "escrito en"},
    [LEX_IT] = {"da ", "a", "al massimo", "almeno", "senza", "disponibile", "esaurito", "marca", "categoria", "colore", "materiale", "caratteristica", "origine",
                "scritto in"},
    [LEX_NL] = {"", "tot", "hoogstens", "minstens", "niet", "op voorraad", "uitverkocht", "merk", "categorie", "kleur", "materiaal", "kenmerk", "herkomst",
                "geschreven in"},
};

struct str label_price(struct ctx *c, enum lex_language language, const struct search_limit *l)
{
    const struct words *w = &words[language];
    struct str least = l->least == NONE ? (struct str){0} : money_text(c, l->least, l->most == NONE ? l->currency : (struct str){0});
    struct str most = l->most == NONE ? (struct str){0} : money_text(c, l->most, l->currency);
    struct str label = least.n && most.n ? str_fmt(c, "%s%.*s %s %.*s", w->range_from, FMT(least), w->range_to, FMT(most))
        : most.n ? str_fmt(c, "%s %.*s", w->most, FMT(most)) : str_fmt(c, "%s %.*s", w->least, FMT(least));
    return l->written_in.n ? str_fmt(c, "%.*s (%s %.*s)", FMT(label), w->read, FMT(l->written_in)) : label;
}

struct str label_not(struct ctx *c, enum lex_language language, struct str what) { return str_fmt(c, "%s %.*s", words[language].not_it, FMT(what)); }

struct str label_stock(enum lex_language language, bool sold_out) { return str_z(sold_out ? words[language].sold_out : words[language].stock); }

struct str label_named(struct ctx *c, enum lex_language language, bool is_brand, struct str name)
{
    return str_fmt(c, "%s: %.*s", is_brand ? words[language].brand : words[language].category, FMT(name));
}

static const char *kind_word(const struct words *w, uint8_t kind)
{
    return kind == LEX_colour ? w->colour : kind == LEX_material ? w->material : kind == LEX_origin ? w->origin : w->feature;
}

struct str label_concept(struct ctx *c, enum lex_language language, uint16_t concept, struct str said, bool exclude)
{
    struct str name = str_replace(c, str_z(lex_concepts[concept].name), STR("_"), STR(" "));
    if (str_ends(name, STR(" f"))) /* "camera_f": the feature, beside the thing of that name */
        name = str_copy(c, str_part(name, 0, name.n - 2));
    if (language != LEX_EN && said.n)
        name = search_folded(c, said);
    return exclude ? label_not(c, language, name) : str_fmt(c, "%s: %.*s", kind_word(&words[language], lex_concepts[concept].kind), FMT(name));
}
