/* intelligence/generate/copy_native.c - German, French and Spanish: what a product is called there, with its article, and what
 * the merchant's own text says of it. English has its own ways in copy_subject.c and copy_feature.c.
 *
 * A gender is known by head.def or not at all: then the name stands without article and takes the singular.
 */
#include "intelligence/generate/copy.h"
#include <ctype.h>

static const struct { enum lang l; char gender; const char *words; } heads[] = {
#define HEAD(l, gender, words) {l, gender, words},
#include "intelligence/generate/head.def"
#undef HEAD
};

struct head {
    char gender; /* m, f, n; 0: not known */
    bool plural;
    size_t n;    /* letters of the head; of two, the longer is the word's */
};

/* Is `word` the head, or a compound of it? Short heads end too many words that are none. */
static bool head_ends(enum lang l, struct str word, struct str head)
{
    if (str_eq(word, head))
        return true;
    bool hyphen = word.n > head.n && word.p[word.n - head.n - 1] == '-';
    return l == DE && str_ends(word, head) && (hyphen || (head.n > 3 && word.n >= head.n + 3));
}

static void head_look(enum lang l, struct str word, bool plural, struct head *best)
{
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++)
        if (heads[i].l == l) {
            const char *list = heads[i].words;
            for (struct str head; str_next(&list, &head);)
                if (head.n > best->n && head_ends(l, word, head))
                    *best = (struct head){heads[i].gender, plural || heads[i].gender == 'p', head.n};
        }
}

/* "zapatillas" → zapatilla, "couteaux" → couteau, "relojes" → reloj */
static struct head head_of(struct ctx *c, enum lang l, struct str word)
{
    struct head best = {0};
    struct str low = str_lower(c, word);
    head_look(l, low, false, &best);
    static const struct { enum lang l; const char *end; } ends[] = {{FR, "s"}, {FR, "x"}, {ES, "s"}, {ES, "es"}};
    for (size_t i = 0; i < sizeof ends / sizeof *ends && !best.n; i++)
        if (ends[i].l == l && str_ends(low, str_z(ends[i].end)))
            head_look(l, str_copy(c, str_part(low, 0, low.n - strlen(ends[i].end))), true, &best);
    return best;
}

/* ---- the name ---- */

static struct str letter_lower(struct ctx *c, struct str word)
{
    size_t first = (unsigned char)word.p[0] >= 0xC0 && word.n > 1 ? 2 : 1;
    return str_fmt(c, "%.*s%.*s", FMT(str_lower(c, str_part(word, 0, first))), FMT(str_part(word, first, word.n)));
}

/* "Großer Topf" → "große": after an article an adjective ends otherwise. False: it agrees with no such noun. */
static bool weak_form(struct ctx *c, struct str word, const struct head *h, struct str *out)
{
    static const struct { char gender; const char *strong, *weak; } ends[] = {{'m', "er", "e"}, {'f', "e", "e"}, {'n', "es", "e"}, {'p', "e", "en"}};
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (ends[i].gender == (h->plural ? 'p' : h->gender) && str_ends(word, str_z(ends[i].strong))) {
            *out = str_fmt(c, "%.*s%s", (int)(word.n - strlen(ends[i].strong)), str_lower(c, word).p, ends[i].weak);
            return true;
        }
    return false;
}

/* A word in front of the noun that no ending changes: a brand, an audience, a material. */
static bool is_fixed(struct ctx *c, struct str word, struct str brand)
{
    static const char *const ends[] = {"er", "es", "en", "em", "e"};
    static const char whom[] = "damen|herren|kinder|baby|mädchen|jungen|unisex";
    bool inflected = false;
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        inflected |= str_ends(word, str_z(ends[i]));
    return !inflected || has_word(brand, word) || str_among(str_lower(c, word), whom);
}

/* The first word that is a head says what it is; in French and Spanish it comes first. */
static struct head head_find(struct ctx *c, enum lang l, const struct strs *words, size_t *at)
{
    for (*at = 0; *at < words->n && (*at == 0 || l == DE); ++*at) {
        struct head h = head_of(c, l, words->at[*at]);
        if (h.n)
            return h;
    }
    return (struct head){0};
}

/* The title as it stands after an article; false: it cannot. */
static bool title_joins(struct ctx *c, enum lang l, struct strs *words, size_t at, const struct head *h, struct str brand)
{
    for (size_t i = 0; l == DE && i < at; i++)
        if (!is_fixed(c, words->at[i], brand) && !weak_form(c, words->at[i], h, &words->at[i]))
            return false;
    if (l != DE)
        words->at[0] = letter_lower(c, words->at[0]);
    return true;
}

static const char *article_of(enum lang l, const struct head *h, struct str word)
{
    bool vowel = strchr("aeiouAEIOU", word.p[0]) || !strncmp(word.p, "é", 2) || !strncmp(word.p, "É", 2) ||
        !strncmp(word.p, "hor", 3) || !strncmp(word.p, "hui", 3);
    if (l == DE)
        return h->plural || h->gender == 'f' ? "die " : h->gender == 'm' ? "der " : "das ";
    if (l == FR)
        return h->plural ? "les " : vowel ? "l'" : h->gender == 'f' ? "la " : "le ";
    return h->gender == 'f' ? h->plural ? "las " : "la " : h->plural ? "los " : "el ";
}

static const char *pronoun_of(enum lang l, const struct head *h)
{
    if (l == DE)
        return h->plural || h->gender == 'f' ? "sie" : h->gender == 'm' ? "er" : "es";
    return h->gender == 'f' ? h->plural ? "elles" : "elle" : h->plural ? "ils" : "il";
}

void subject_native(struct ctx *c, enum lang l, struct str brand, struct subject *s)
{
    struct strs words = str_split(c, s->title, ' ');
    size_t at;
    struct head h = head_find(c, l, &words, &at);
    s->name = s->first = s->title;
    if (!h.n || !title_joins(c, l, &words, at, &h, brand))
        return;
    const char *article = article_of(l, &h, words.at[0]);
    s->plural = h.plural;
    s->name = str_fmt(c, "%s%.*s", article, FMT(str_join(c, &words, STR(" "))));
    s->that = str_fmt(c, "%s%.*s", article_of(l, &h, words.at[at]), FMT(words.at[at]));
    s->it = l == ES ? s->that : str_z(pronoun_of(l, &h)); /* Spanish leaves the pronoun out */
    s->first = brand.n && !str_has_case(s->title, brand) ? str_fmt(c, "%.*s %s %.*s", FMT(s->name), l == DE ? "von" : "de", FMT(brand))
                                                         : s->name;
}

/* ---- the merchant's own sentences ---- */

/* Price and promise, superlative, the shop or the reader spoken of, cures. The verifier knows more; this saves it work. */
static const char *const unsafe[LANGS] = {
    [DE] = "preis|günstig|billig|rabatt|versand|kostenlos|gratis|jetzt|kaufen|bestellen|garantie|garantiert|beste|bester|besten|bestes|"
           "perfekt|perfekte|perfekter|ultimativ|einzigartig|einzigartige|weltweit|wir|unser|unsere|unserem|unseren|uns|ich|mein|meine|du|dein|"
           "deine|ihr|ihre|ihren|ihrem|ihnen|heilt|heilung|gesundheit|nachhaltig|umweltfreundlich|klimaneutral|kunden|bewertung|bewertungen|"
           "bestseller|testsieger|angebot|sale|euro|marktführer|revolutionär|traumhaft|unschlagbar",
    [FR] = "prix|promotion|promo|livraison|gratuit|gratuite|achetez|commandez|garantie|garanti|meilleur|meilleure|parfait|parfaite|ultime|"
           "unique|nous|notre|nos|je|mon|ma|mes|vous|votre|vos|tu|ton|ta|tes|soigne|guérit|santé|durable|écologique|clients|avis|solde|soldes|"
           "euros|incroyable|incomparable",
    [ES] = "precio|oferta|envío|gratis|compra|compre|pide|garantía|garantizado|mejor|mejores|perfecto|perfecta|único|única|nosotros|nuestro|"
           "nuestra|nuestros|yo|mi|mis|tú|tu|tus|usted|ustedes|su|sus|cura|salud|sostenible|ecológico|ecológica|clientes|opiniones|rebajas|"
           "euros|increíble|inigualable|te"};

/* Words that lean on a sentence before. */
static const char *const leaning[LANGS] = {
    [DE] = "damit|dadurch|dazu|daher|deshalb|somit|so|er|sie|es|aber|und|oder|auch|dies|das|hier|dort|ihm|dabei|darin",
    [FR] = "il|elle|ils|elles|cela|ceci|ça|c'est|celui|mais|et|ou|donc|ainsi|aussi|y|en",
    [ES] = "él|ella|ello|esto|eso|así|pero|y|o|también|además|por|ellos|ellas"};

static bool among(struct ctx *c, const char *list, struct str word)
{
    struct str w = str_lower(c, word);
    while (w.n && strchr(".,;!?\"'()", w.p[w.n - 1]))
        w.n--;
    return w.n && str_among(w, list);
}

/* What may be quoted; `least` words, so that it says something by itself. */
static bool words_stand(struct ctx *c, enum lang l, struct str s, size_t least)
{
    struct strs words = str_split(c, s, ' ');
    if (words.n < least || words.n > 28 || strpbrk(s.p, "?!;\n\"") || !text_is_safe(s) || among(c, leaning[l], words.at[0]))
        return false;
    for (size_t i = 0; i < words.n; i++)
        if (among(c, unsafe[l], words.at[i]))
            return false;
    return true;
}

bool sentence_native(struct ctx *c, enum lang l, struct str s) { return words_stand(c, l, s, 4); }

/* The merchant's sentences in their order; one too short to stand alone ("PFC-frei imprägniert.") stays with the one before it. */
void prose_native(struct ctx *c, const struct product *p, enum lang l, struct facts *out)
{
    enum { MOST = 5, ALONE = 4 };
    struct strs parts = sentence_split(c, text_clean(c, p->description.n ? p->description : p->html));
    size_t said = 0;
    bool joins = false;
    for (size_t i = 0; i < parts.n; i++) {
        struct str s = parts.at[i];
        while (s.n && strchr(" .", s.p[s.n - 1]))
            s.n--;
        s = str_copy(c, s);
        bool whole = words_stand(c, l, s, ALONE), piece = !whole && words_stand(c, l, s, 1);
        if (piece && joins)
            out->at[out->n - 1].value = str_fmt(c, "%.*s %.*s.", FMT(out->at[out->n - 1].value), FMT(capitalise(c, s)));
        else if (whole && said < MOST)
            *LIST_ADD(c, out) = (struct fact){.kind = K_WHOLE, .group = G_FEATURE, .weight = .8 - .09 * (double)said++,
                                              .value = str_fmt(c, "%.*s.", FMT(capitalise(c, s)))};
        joins = whole || (piece && joins);
    }
}

/* "45 Liter" is told by "… mit 45 Litern Volumen": the number with the beginning of its unit, or the very word. */
static bool is_told(struct ctx *c, const struct facts *all, const struct fact *f)
{
    size_t space = str_find(f->value, STR(" "), 0), n = f->value.n;
    if (quantity_is(f->value) && space != SIZE_MAX && space + 4 < n)
        n = space + 4;
    struct str begun = str_copy(c, str_part(f->value, 0, n));
    for (size_t i = 0; i < all->n; i++)
        if (all->at[i].kind == K_WHOLE && (quantity_is(begun) ? str_has(all->at[i].value, begun) : has_word(all->at[i].value, begun)))
            return true;
    return false;
}

void drop_told(struct ctx *c, struct facts *f)
{
    size_t n = 0, fresh = 0;
    for (size_t i = 0; i < f->n; i++)
        fresh += f->at[i].kind > K_WHOLE && !is_told(c, f, &f->at[i]);
    for (size_t i = 0; i < f->n; i++)
        if (!fresh || f->at[i].kind <= K_WHOLE || !is_told(c, f, &f->at[i]))
            f->at[n++] = f->at[i];
    f->n = n;
}

/* ---- endings ---- */

/* "recyceltes Polyester" → "recyceltem Polyester": the adjectives of a German value as they stand after "aus". */
struct str dative(struct ctx *c, struct str value)
{
    static const struct { const char *strong, *dative; } ends[] = {{"es", "em"}, {"er", "em"}, {"e", "er"}};
    struct strs words = str_split(c, value, ' ');
    for (size_t i = 0; i + 1 < words.n; i++) {
        struct str w = words.at[i], next = words.at[i + 1];
        bool adjective = islower((unsigned char)w.p[0]) && (isupper((unsigned char)next.p[0]) || next.p[0] == '\xC3'), done = false;
        for (size_t k = 0; adjective && !done && k < sizeof ends / sizeof *ends; k++)
            if (w.n > 4 && str_ends(w, str_z(ends[k].strong))) {
                bool many = k == 2 && next.p[next.n - 1] == 'n'; /* "feine Fasern" */
                words.at[i] = str_fmt(c, "%.*s%s", (int)(w.n - strlen(ends[k].strong)), w.p, many ? "en" : ends[k].dative);
                done = true;
            }
    }
    return str_join(c, &words, STR(" "));
}

/* A word that ends like an adjective, bare or with one of its endings. */
static bool is_adjective(struct ctx *c, struct str low, const char *const *endings, size_t n)
{
    static const char *const stems[] = {"bar", "ig", "lich", "isch", "sam", "los", "haft", "iert", "fest", "frei", "dicht", "voll", "nd", "iv",
                                        "al", "ell", "abel", "weich", "leicht", "lang", "kurz", "groß", "klein", "hoch", "stark", "geeignet"};
    for (size_t i = 0; i < sizeof stems / sizeof *stems; i++)
        for (size_t k = 0; k < n; k++)
            if (low.n > 4 && str_ends(low, str_fmt(c, "%s%s", stems[i], endings[k])))
                return true;
    return false;
}

void feature_native(struct ctx *c, struct str t, enum lang l, struct fact *out)
{
    static const char *const bare[] = {""}, *const forms[] = {"e", "er", "es", "en"};
    size_t space = str_find(t, STR(" "), 0), last = t.n;
    *out = (struct fact){.kind = K_FEATURE, .group = G_FEATURE, .value = l == DE ? str_copy(c, t) : letter_lower(c, t)};
    if (l != DE || !t.n)
        return;
    struct str first = str_lower(c, str_part(t, 0, space == SIZE_MAX ? t.n : space));
    while (last && t.p[last - 1] != ' ')
        last--;
    struct str end = str_copy(c, str_part(t, last, t.n));
    bool small = str_among(first, "ein|eine|zwei|drei|vier|fünf|sechs|acht|zehn|mit|ohne|für");
    if ((!last || small) && is_adjective(c, last ? end : first, bare, 1)) /* "Spülmaschinengeeignet", "Für Induktion geeignet" */
        out->kind = K_CAN;
    if (out->kind == K_CAN || (last && (small || is_adjective(c, first, forms, 4))))
        out->value = str_fmt(c, "%.*s%.*s", FMT(first), FMT(str_part(t, first.n, t.n)));
}
