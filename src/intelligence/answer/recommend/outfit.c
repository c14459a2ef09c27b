/* intelligence/answer/recommend/outfit.c - piece by piece: the best of all slots still free, until none is good. */
#include "intelligence/answer/recommend/outfit.h"
#include "core/word.h"
#include <math.h>

static const struct slot_words { const char *slot, *words; } slots[] = {
    {"shoes", " shoe shoes sneaker sneakers boot boots sandal sandals loafer loafers pump pumps heels schuhe schuh stiefel stiefelette sandalen turnschuhe"
              " chaussures chaussure bottes baskets zapatos zapatillas botas scarpe stivali schoenen laarzen "},
    {"socks", " sock socks tights stockings socken strumpfe strumpfhose chaussettes collants calcetines calze sokken "},
    {"bottom", " trouser trousers pant pants jean jeans chino chinos leggings skirt skirts shorts jogger joggers hose hosen rock rocke jeanshose"
               " pantalon pantalons jupe short falda faldas pantalones vaqueros pantaloni gonna broek broeken rok "},
    {"dress", " dress dresses gown jumpsuit overall kleid kleider robe robes vestido vestidos vestito abito jurk jurken "},
    {"outer", " jacket jackets coat coats parka blazer anorak raincoat cardigan jacke jacken mantel regenjacke strickjacke veste vestes manteau"
              " chaqueta abrigo giacca cappotto jas jassen "},
    {"top", " shirt shirts tshirt tee tees top tops blouse blouses sweater sweaters sweatshirt hoodie hoodies pullover polo jersey knitwear hemd hemden"
            " bluse blusen pulli chemise chemises chemisier pull camisa camisas blusa camiseta camicia maglia maglione overhemd trui "},
    {"bag", " bag bags backpack backpacks tote clutch handbag handbags tasche taschen rucksack handtasche sac sacs bolso bolsos mochila borsa zaino tas tassen rugzak "},
    {"hat", " hat hats cap caps beanie beanies mutze mutzen hut kappe chapeau bonnet casquette sombrero gorro gorra cappello berretto hoed muts pet "},
    {"scarf", " scarf scarves shawl schal tuch echarpe foulard bufanda panuelo sciarpa sjaal "},
    {"belt", " belt belts gurtel ceinture cinturon cintura riem "},
    {"gloves", " glove gloves mitten mittens handschuhe gants guantes guanti handschoenen "},
    {"glasses", " sunglasses glasses sonnenbrille brille lunettes gafas occhiali zonnebril "},
    {"jewellery", " necklace bracelet earrings earring ring rings pendant watch watches jewellery jewelry kette armband ohrringe uhr schmuck collier montre"
                  " collar pulsera reloj collana bracciale orologio ketting horloge "},
};
enum { SLOTS = sizeof slots / sizeof *slots, POOL = 400 /* candidates looked at: those tied by orders, then those that sell */ };

static struct str slot_of_word(struct str word)
{
    char folded[WORD_ROOM + 2] = " ";
    size_t n = word_fold(word, folded + 1, WORD_ROOM);
    folded[n + 1] = ' ';
    for (size_t s = 0; s < SLOTS; s++)
        if (memmem(slots[s].words, strlen(slots[s].words), folded, n + 2) && n > 1)
            return str_z(slots[s].slot);
    return (struct str){0};
}

static struct str slot_of_text(struct str text)
{
    struct str found = {0};
    for (size_t from = 0, i = 0; i <= text.n; i++) {
        struct glyph_step g = i < text.n ? word_step(text, i) : (struct glyph_step){.kind = GLYPH_OTHER, .n = 1};
        bool inside = g.kind == GLYPH_LETTER || g.code == '-';
        struct str one = !inside && i > from ? slot_of_word(str_part(text, from, i)) : (struct str){0};
        found = one.n ? one : found;
        i += g.n - 1;
        from = inside ? from : i + 1;
    }
    return found;
}

struct str outfit_slot(struct str category, struct str title)
{
    struct str found = slot_of_text(category);
    return found.n ? found : slot_of_text(title);
}

/* ---- choosing ------------------------------------------------------------------------------------------- */

struct wardrobe {
    const struct kin *k;
    enum lex_language language;
    bool by_category; /* the seed is nothing to wear */
    struct colours *colours; /* [items] */
    bool *is_read;
    struct { uint32_t item; struct str slot; } worn[32];
    size_t n;
};

static const struct recommend_item *described(const struct kin *k, uint32_t item)
{
    return item < k->shelf->described ? &k->shelf->item[item] : NULL;
}

static const struct colours *colours_of(struct ctx *c, struct wardrobe *w, uint32_t item)
{
    static const char *const names[] = {"colour", "color", "farbe", "couleur", "colore", "kleur"};
    const struct recommend_item *i = described(w->k, item);
    if (!w->is_read[item] && i) {
        struct str stated = {0};
        for (size_t a = 0; a < i->attributes.n; a++)
            for (size_t f = 0; f < sizeof names / sizeof *names; f++)
                stated = str_eq_case(i->attributes.at[a].name, str_z(names[f])) ? i->attributes.at[a].value : stated;
        w->colours[item] = colours_read(c, stated.n ? stated : i->title, w->language);
    }
    w->is_read[item] = true;
    return &w->colours[item];
}

static struct str slot_of(const struct wardrobe *w, uint32_t item)
{
    const struct recommend_item *i = described(w->k, item);
    return !i ? (struct str){0} : w->by_category ? recommend_kind(w->k->shelf, item) : outfit_slot(i->category, i->title);
}

/* A dress is top and bottom in one. */
static bool excludes(struct str a, struct str b)
{
    bool dress = str_eq(a, STR("dress")) || str_eq(b, STR("dress")), part = str_eq(a, STR("top")) || str_eq(a, STR("bottom")) ||
                 str_eq(b, STR("top")) || str_eq(b, STR("bottom"));
    return str_eq_case(a, b) || (dress && part);
}

static bool slot_is_free(const struct wardrobe *w, struct str slot)
{
    for (size_t i = 0; i < w->n; i++)
        if (excludes(w->worn[i].slot, slot))
            return false;
    return slot.n > 0;
}

/* What speaks for a piece: its worst colour beside what is worn, and its best tie by orders. false: a colour clashes, or
 * neither colour nor orders say anything. */
static bool piece_judge(struct ctx *c, struct wardrobe *w, uint32_t item, struct outfit_piece *out)
{
    double colour = 1, tie = 0;
    bool is_told = false;
    struct kin_found best = {.item = item, .because = UINT32_MAX};
    out->item = item;
    out->because = w->worn[0].item;
    for (size_t i = 0; i < w->n; i++) {
        enum harmony h = harmony_of(colours_of(c, w, w->worn[i].item), colours_of(c, w, item));
        struct kin_tie t = kin_tie(w->k, w->worn[i].item, item);
        colour = fmin(colour, harmony_score(h));
        is_told |= h != HARMONY_UNKNOWN;
        if (t.both >= 2 && t.times > 1.1 && log(t.times) > tie)
            tie = log(t.times), best.because = w->worn[i].item, best.tie = t;
    }
    if (colour < 0 || (!is_told && tie == 0))
        return false;
    out->score = (is_told ? colour : 0) + tie;
    const struct colours *a = colours_of(c, w, w->worn[0].item), *b = colours_of(c, w, item);
    struct str words = harmony_tell(c, a, b, harmony_of(a, b)), orders = tie > 0 ? kin_tell_goes(c, w->k, &best) : STR("");
    out->because = tie > 0 ? best.because : w->worn[0].item;
    out->reason = str_fmt(c, "%.*s%s%.*s", FMT(words), words.n && orders.n ? "; " : "", FMT(orders));
    return true;
}

static bool piece_best(struct ctx *c, struct wardrobe *w, const struct kin_found *pool, size_t n, int64_t left, struct outfit_piece *out)
{
    bool found = false;
    for (size_t i = 0; i < n; i++) {
        const struct recommend_item *item = described(w->k, pool[i].item);
        struct outfit_piece one = {.slot = slot_of(w, pool[i].item)};
        if (!item || !slot_is_free(w, one.slot) || (left != NONE && (item->price == NONE || item->price > left)))
            continue;
        if (piece_judge(c, w, pool[i].item, &one) && (!found || one.score > out->score + 1e-9))
            *out = one, found = true;
    }
    return found;
}

size_t outfit_make(struct ctx *c, const struct kin *k, const uint32_t *seed, size_t n, const bool *allowed, int64_t budget, size_t most,
                   enum lex_language language, struct outfit_piece *out)
{
    size_t items = k->shelf->ids.n, made = 0;
    struct wardrobe w = {.k = k, .language = language, .colours = NEW_ARRAY(c, struct colours, items), .is_read = NEW_ARRAY(c, bool, items)};
    struct kin_found *pool = NEW_ARRAY(c, struct kin_found, POOL);
    w.by_category = n && !slot_of(&w, seed[0]).n;
    for (; w.n < n && w.n < 8; w.n++)
        w.worn[w.n].item = seed[w.n], w.worn[w.n].slot = slot_of(&w, seed[w.n]);
    size_t pooled = kin_complete(k, seed, n, allowed, POOL, pool);
    while (w.n && made < most && w.n < sizeof w.worn / sizeof *w.worn && piece_best(c, &w, pool, pooled, budget, &out[made])) {
        w.worn[w.n].item = out[made].item, w.worn[w.n++].slot = out[made].slot;
        budget = budget == NONE ? NONE : budget - k->shelf->item[out[made].item].price;
        made++;
    }
    return made;
}
