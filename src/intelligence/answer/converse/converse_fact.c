/* intelligence/answer/converse/converse_fact.c - questions about a product, answered by a field, a statement or a sentence of its own data.
 *
 * In this order: a thing every product has (price, stock, brand); an attribute by its name; what the lexicon reads
 * ("waterproof", "leather"); a sentence with the words that were asked for. Else it is not stated.
 */
#include "intelligence/answer/converse/converse_fact.h"
#include "data/lexicon/fact.h"
#include "intelligence/answer/converse/converse_say.h"

/* ---- small readings --------------------------------------------------------------------------------------------- */

/* "from 19.90 EUR"; "" when none is stated */
static struct str fact_price(struct ctx *c, const struct product *p)
{
    int64_t low, high;
    struct str currency;
    product_prices(p, &low, &high, &currency);
    if (low == NONE)
        return STR("");
    return high == low ? money_text(c, low, currency)
                       : str_fmt(c, "%s – %s", money_text(c, low, currency).p, money_text(c, high, currency).p);
}

/* How many there are is the shop's own business. */
static struct str in_stock(struct ctx *c, int64_t stock, enum lex_language l)
{
    return say_(c, stock > 0 ? SAY_HAS : SAY_HAS_NOT, l, NULL, 0);
}

static struct str shown(struct ctx *c, const struct attribute *a)
{
    return a->unit.n ? str_fmt(c, "%.*s %.*s", FMT(a->value), FMT(a->unit)) : a->value;
}

static struct str source_of(struct ctx *c, const struct attribute *a, size_t i)
{
    return a->source.n ? a->source : str_fmt(c, "attributes[%zu]", i);
}

/* ---- what is asked for, by name ----------------------------------------------------------------------------------- */

enum { ABOUT_PRICE, ABOUT_STOCK, ABOUT_BRAND, ABOUT_NAMED };
static const struct {
    const char *names, *words;
    int about;
} topics[] = {
    {"stock",
     "in stock|available|availability|sold out|left in stock|auf lager|verfugbar|lieferbar|vorratig|en "
     "stock|disponible|en existencias|disponibile|op voorraad|beschikbaar|leverbaar",
     ABOUT_STOCK},
    {"brand",
     "brand|who makes|who "
     "made|manufacturer|marke|hersteller|marque|fabricant|marca|fabricante|produttore|merk|fabrikant",
     ABOUT_BRAND},
    {"weight|gewicht|poids|peso|item weight|net weight",
     "how heavy|weigh|weighs|weight|how much does it weigh|heavy|light weight|wiegt|schwer|gewicht|wie "
     "schwer|pese|poids|lourd|pesa|peso|pesado|pesante|weegt|zwaar|hoe zwaar",
     ABOUT_NAMED},
    {"material|materials|fabric|composition|made of|stoff|matiere|materiau|materiale|tessuto|materiaal",
     "made of|made out of|made from|material|materials|fabric|woraus|aus welchem material|stoff|en quelle "
     "matiere|matiere|materiau|de que esta hecho|"
     "hecho de|di che materiale|materiale|fatto di|waarvan gemaakt|materiaal",
     ABOUT_NAMED},
    {"color|colour|colors|colours|farbe|couleur|colore|kleur",
     "what color|what colour|color|colour|colors|colours|farbe|farben|couleur|couleurs|de que "
     "color|colores|colore|colori|kleur|kleuren",
     ABOUT_NAMED},
    {"size|sizes|shoe size|grosse|taille|talla|tamano|taglia|maat|dimensions|dimension",
     "what size|what sizes|which sizes|size|sizes|grosse|grossen|taille|tailles|talla|tallas|taglia|taglie|maat|maten",
     ABOUT_NAMED},
    {"dimensions|dimension|size|height|width|depth|length|masse|abmessungen|hohe|breite|dimensioni|medidas|afmetingen|"
     "hauteur|largeur|altezza",
     "how big|how large|dimensions|measurements|wie gross|abmessungen|masse|quelles dimensions|"
     "que medidas|medidas|che dimensioni|dimensioni|afmetingen|hoe groot",
     ABOUT_NAMED},
    {"height|hohe|hauteur|altura|altezza|hoogte",
     "how tall|how high|height|wie hoch|hohe|hauteur|altura|altezza|hoogte|hoe hoog", ABOUT_NAMED},
    {"width|breite|largeur|anchura|ancho|larghezza|breedte",
     "how wide|width|wie breit|breite|largeur|ancho|anchura|larghezza|breedte|hoe breed", ABOUT_NAMED},
    {"length|lange|longueur|longitud|lunghezza|lengte|cable length",
     "how long|length|wie lang|lange|longueur|longitud|lunghezza|lengte|hoe lang", ABOUT_NAMED},
    {"capacity|volume|fassungsvermogen|volumen|capacite|contenance|capacidad|capacita|inhoud",
     "how much does it "
     "hold|capacity|volume|hold|holds|fassungsvermogen|fasst|volumen|contenance|capacite|capacidad|capacita|inhoud",
     ABOUT_NAMED},
    {"origin|country of origin|made in|herkunft|origine|origen|herkomst",
     "where is it made|made in|come from|comes from|where is it from|origin|woher|herkunft|hergestellt "
     "in|origine|fabrique|origen|hecho en|prodotto in|herkomst|waar gemaakt",
     ABOUT_NAMED},
    {"warranty|guarantee|garantie|garantia|garanzia", "warranty|guarantee|garantie|garantia|garanzia", ABOUT_NAMED},
    {"power|wattage|leistung|puissance|potencia|potenza|vermogen",
     "how many watts|watts|wattage|power|leistung|watt|puissance|potencia|potenza|vermogen", ABOUT_NAMED},
    {"battery life|battery|akku|akkulaufzeit|autonomie|bateria|autonomia|batteria|batterij",
     "battery life|battery last|battery|akku|akkulaufzeit|autonomie|batterie|bateria|batteria|batterij", ABOUT_NAMED},
    {"price", "price|cost|costs|expensive|preis|kostet|kosten|prix|coute|precio|cuesta|prezzo|costa|prijs|kost",
     ABOUT_PRICE},
    {"price", "how much|wie viel|wieviel|combien|cuanto|quanto|hoeveel",
     ABOUT_PRICE}, /* last: "how much does it weigh" is none */
};

static bool name_is(struct ctx *c, struct str name, const char *names)
{
    struct str folded = search_folded(c, name);
    for (struct str one; str_next(&names, &one);)
        if (str_eq(folded, one) || (folded.n > one.n && str_ends(folded, one) && folded.p[folded.n - one.n - 1] == ' '))
            return true;
    return false;
}

/* The values of an attribute or option of one of these names: "13 inch, 15 inch". */
static bool named_value(struct ctx *c, const struct product *p, const char *names, struct talk_fact *f)
{
    struct strs seen = {0};
    for (size_t i = 0; i < p->attributes.n; i++)
        if (name_is(c, p->attributes.at[i].name, names)) {
            *f = (struct talk_fact){p->id, p->attributes.at[i].name, shown(c, &p->attributes.at[i]),
                                    source_of(c, &p->attributes.at[i], i)};
            return true;
        }
    for (size_t i = 0; i < p->variants.n; i++)
        for (size_t k = 0; k < p->variants.at[i].options.n; k++) {
            const struct attribute *a = &p->variants.at[i].options.at[k];
            bool known = !name_is(c, a->name, names);
            struct str value = shown(c, a);
            for (size_t j = 0; j < seen.n; j++)
                known |= str_eq(seen.at[j], value);
            if (known)
                continue;
            strs_add(c, &seen, value);
            f->name = a->name;
        }
    if (!seen.n)
        return false;
    *f = (struct talk_fact){p->id, f->name, str_join(c, &seen, STR(", ")), STR("variants")};
    return true;
}

static struct str topic_answer(struct ctx *c, const struct heard *h, const struct product *p, size_t topic,
                               struct talk_fact *f)
{
    int64_t stock = product_stock(p);
    switch (topics[topic].about) {
    case ABOUT_PRICE:
        *f = (struct talk_fact){p->id, STR("price"), fact_price(c, p), p->variants.n ? STR("variants") : STR("price")};
        return f->value.n ? say(c, SAY_PRICE, h->language, p->title, f->value) : (struct str){0};
    case ABOUT_STOCK:
        *f = (struct talk_fact){p->id, STR("stock"), stock == NONE ? STR("") : in_stock(c, stock, h->language),
                                STR("variants")};
        return stock == NONE ? (struct str){0} : say(c, stock > 0 ? SAY_IN_STOCK : SAY_SOLD_OUT, h->language, p->title);
    case ABOUT_BRAND:
        *f = (struct talk_fact){p->id, STR("brand"), p->brand, STR("brand")};
        return p->brand.n ? say(c, SAY_STATED, h->language, p->title, say(c, SAY_TABLE_BRAND, h->language), p->brand)
                          : (struct str){0};
    default:
        return named_value(c, p, topics[topic].names, f) ? say(c, SAY_STATED, h->language, p->title, f->name, f->value)
                                                         : (struct str){0};
    }
}

/* ---- what is asked for, by meaning: "is it waterproof", "is it leather" ---------------------------------------------- */

static bool can_state(uint8_t kind)
{
    return kind == LEX_material || kind == LEX_colour || kind == LEX_feature || kind == LEX_origin ||
           kind == LEX_certificate || kind == LEX_part;
}

static struct str concept_answer(struct ctx *c, const struct heard *h, const struct product *p,
                                 const struct facts *facts, const struct statement *q, struct talk_fact *f)
{
    const struct fact *other = NULL;
    const struct statement *other_s = NULL;
    for (size_t i = 0; i < facts->list.n; i++) {
        const struct fact *one = &facts->list.at[i];
        const struct reading *both[] = {one->r, one->n};
        for (size_t k = 0; k < 2; k++)
            for (size_t j = 0; both[k] && j < both[k]->statements.n; j++) {
                const struct statement *s = &both[k]->statements.at[j];
                if (!s->concept || s->kind != q->kind)
                    continue;
                if (s->looks || !lex_is(s->concept, q->concept)) {
                    if (one->is_attribute && !s->negated && !other && k == 0)
                        other = one, other_s = s;
                    continue;
                }
                *f = (struct talk_fact){p->id, one->name, fact_shown(c, one, s), fact_source(c, one, s)};
                return say(c, s->negated || one->denied ? SAY_NO : SAY_YES, h->language, p->title, f->value);
            }
    }
    if (!other || q->kind == LEX_feature || q->kind == LEX_part)
        return (struct str){0};
    *f = (struct talk_fact){p->id, other->name, fact_shown(c, other, other_s), fact_source(c, other, other_s)};
    return say(c, SAY_OTHER, h->language, p->title, f->value);
}

static struct str meaning_answer(struct ctx *c, const struct heard *h, const struct product *p,
                                 const struct facts *facts, bool *asked, struct talk_fact *f)
{
    const struct reading *r = reading_of(c, h->text, h->language);
    for (size_t i = 0; i < r->statements.n; i++) {
        const struct statement *q = &r->statements.at[i];
        if (!q->concept || !can_state(q->kind))
            continue;
        *asked = true;
        struct str said = concept_answer(c, h, p, facts, q, f);
        if (said.n)
            return said;
    }
    return (struct str){0};
}

/* ---- what is asked for, by its words ----------------------------------------------------------------------------------- */

static bool is_order(struct ctx *c, struct str sentence) /* speaks to whoever reads it: no text to be passed on */
{
    const struct reading *r = reading_of(c, sentence, LEX_LANGUAGES);
    for (size_t i = 0; i < r->matches.n; i++)
        if (r->matches.at[i].kind == LEX_injection)
            return true;
    return false;
}

/* How many of the asked words stand in the text; those of the title do not count, they stand everywhere. */
static size_t words_in(struct ctx *c, const struct talk_shop *shop, const struct heard *h, const struct product *p,
                       struct str text)
{
    struct search_words t = search_words(c, shop->x->stem, text), title = search_words(c, shop->x->stem, p->title);
    const struct reading *r = reading_of(c, h->text, h->language);
    size_t n = 0;
    for (size_t i = 0; i < h->w.n; i++) {
        const struct search_word *w = &h->w.at[i];
        bool counts = !h->used[i] && !w->joined && w->folded.n > 2 && !heard_light(w->folded), found = false;
        for (uint32_t k = 0; k < r->t.n && counts; k++)
            counts = !(r->t.at[k].from == w->from && reading_small(r, k));
        for (size_t k = 0; k < title.n && counts; k++)
            counts = !str_eq(title.at[k].term, w->term);
        for (size_t k = 0; k < t.n && counts && !found; k++)
            found = str_eq(t.at[k].term, w->term);
        n += found;
    }
    return n;
}

/* An attribute whose own name is asked for: "what is the thread count". */
static struct str own_name_answer(struct ctx *c, const struct talk_shop *shop, const struct heard *h,
                                  const struct product *p, struct talk_fact *f)
{
    size_t best = 0;
    for (size_t i = 0; i < p->attributes.n; i++) {
        size_t n = words_in(c, shop, h, p, p->attributes.at[i].name);
        if (n <= best)
            continue;
        best = n;
        *f = (struct talk_fact){p->id, p->attributes.at[i].name, shown(c, &p->attributes.at[i]),
                                source_of(c, &p->attributes.at[i], i)};
    }
    return best ? say(c, SAY_STATED, h->language, p->title, f->name, f->value) : (struct str){0};
}

static void consider(struct ctx *c, const struct talk_shop *shop, const struct heard *h, const struct product *p,
                     struct str text, struct str source, size_t *best, struct talk_fact *f)
{
    size_t n = words_in(c, shop, h, p, text);
    if (n <= *best || is_order(c, text))
        return;
    *best = n;
    *f = (struct talk_fact){p->id, STR(""), text, source};
}

static struct str sentence_answer(struct ctx *c, const struct talk_shop *shop, const struct heard *h,
                                  const struct product *p, struct talk_fact *f)
{
    size_t best = 0;
    for (size_t i = 0; i < p->features.n; i++)
        consider(c, shop, h, p, p->features.at[i], str_fmt(c, "features[%zu]", i), &best, f);
    for (size_t from = 0, at = 0; at <= p->description.n && p->description.n; at++) {
        bool end =
            at == p->description.n || p->description.p[at] == '\n' ||
            (strchr(".!?", p->description.p[at]) && at + 1 < p->description.n && p->description.p[at + 1] == ' ');
        if (!end)
            continue;
        size_t to = at < p->description.n && p->description.p[at] != '\n' ? at + 1 : at;
        struct str s = str_copy(c, str_trim(str_part(p->description, from, to)));
        if (s.n)
            consider(c, shop, h, p, s, str_fmt(c, "description:%zu-%zu", from, to), &best, f);
        from = at + 1;
    }
    return best ? say(c, SAY_QUOTE, h->language, p->title, f->value) : (struct str){0};
}

struct str fact_answer(struct ctx *c, const struct talk_shop *shop, struct heard *h, const struct product *p,
                       struct talk_fact *f)
{
    struct facts *facts = facts_of(c, p, h->language);
    struct str said = {0};
    bool asked = false;
    *f = (struct talk_fact){0};
    for (size_t i = 0; i < sizeof topics / sizeof *topics && !asked; i++)
        if (heard_any(h, topics[i].words, true)) {
            asked = true;
            said = topic_answer(c, h, p, i, f);
        }
    if (!said.n)
        said = meaning_answer(c, h, p, facts, &asked, f);
    if (!said.n)
        said = own_name_answer(c, shop, h, p, f);
    if (!said.n && !asked)
        said = sentence_answer(c, shop, h, p, f);
    if (said.n)
        return said;
    *f = (struct talk_fact){0};
    return say(c, SAY_UNSTATED, h->language, p->title);
}

/* ---- side by side ------------------------------------------------------------------------------------------------------ */

static struct talk_row *row_named(struct ctx *c, struct talk_table *t, struct str name)
{
    struct str folded = search_folded(c, name);
    for (size_t i = 0; i < t->rows.n; i++)
        if (str_eq(search_folded(c, t->rows.at[i].name), folded))
            return &t->rows.at[i];
    struct talk_row *row = LIST_ADD(c, &t->rows);
    *row = (struct talk_row){.name = name};
    for (size_t i = 0; i < t->products.n; i++)
        *LIST_ADD(c, &row->cells) = (struct talk_cell){STR(""), STR("")};
    return row;
}

static void cell_put(struct ctx *c, struct talk_table *t, struct str name, size_t i, struct str value,
                     struct str source)
{
    if (!value.n)
        return;
    struct talk_cell *cell = &row_named(c, t, name)->cells.at[i];
    if (!cell->value.n)
        *cell = (struct talk_cell){value, source};
    else if (!str_has(cell->value, value)) /* stated several times: "features" */
        *cell = (struct talk_cell){str_fmt(c, "%s, %s", cell->value.p, value.p),
                                   str_has(cell->source, source) ? cell->source
                                                                 : str_fmt(c, "%s; %s", cell->source.p, source.p)};
}

static void options_put(struct ctx *c, struct talk_table *t, size_t i, const struct product *p)
{
    for (size_t k = 0; k < p->variants.n; k++)
        for (size_t j = 0; j < p->variants.at[k].options.n; j++)
            cell_put(c, t, p->variants.at[k].options.at[j].name, i,
                     str_copy(c, shown(c, &p->variants.at[k].options.at[j])), STR("variants"));
}

struct talk_table *fact_table(struct ctx *c, const struct product *const *p, size_t n, enum lex_language l)
{
    enum { ROWS = 30 };
    struct talk_table *t = NEW(c, struct talk_table);
    for (size_t i = 0; i < n; i++) {
        strs_add(c, &t->products, p[i]->id);
        strs_add(c, &t->titles, p[i]->title);
    }
    row_named(c, t, say(c, SAY_TABLE_PRICE, l));
    for (size_t i = 0; i < n; i++) {
        int64_t stock = product_stock(p[i]);
        cell_put(c, t, say(c, SAY_TABLE_PRICE, l), i, fact_price(c, p[i]),
                 p[i]->variants.n ? STR("variants") : STR("price"));
        cell_put(c, t, say(c, SAY_TABLE_BRAND, l), i, p[i]->brand, STR("brand"));
        if (stock != NONE)
            cell_put(c, t, say(c, SAY_TABLE_STOCK, l), i, in_stock(c, stock, l), STR("variants"));
        options_put(c, t, i, p[i]);
        for (size_t k = 0; k < p[i]->attributes.n && t->rows.n < ROWS; k++)
            if (!(p[i]->brand.n &&
                  name_is(c, p[i]->attributes.at[k].name, "brand"))) /* of a part of it, read from prose */
                cell_put(c, t, p[i]->attributes.at[k].name, i, str_copy(c, shown(c, &p[i]->attributes.at[k])),
                         source_of(c, &p[i]->attributes.at[k], k));
    }
    return t;
}
