/* intelligence/answer/converse/converse_want.c - limits as the conversation keeps them, by name; and as the index keeps them, by number.
 *
 * A state outlives the index it was made with: a brand that is gone becomes a limit that nothing keeps, never none.
 */
#include "intelligence/answer/search/search_label.h"
#include "intelligence/answer/converse/converse_want.h"

static const char *const kinds[] = {"price", "brand", "category", "concept", "facet", "stock", "word"};

/* ---- between numbers and names --------------------------------------------------------------------------- */

static struct talk_limit limit_named(const struct search_index *x, const struct search_limit *l)
{
    struct talk_limit t = {
        .kind = str_z(kinds[l->kind]), .label = l->label, .exclude = l->exclude, .least = NONE, .most = NONE};
    switch (l->kind) {
    case LIMIT_PRICE: t.least = l->least, t.most = l->most, t.currency = l->currency; break;
    case LIMIT_BRAND: t.value = x->brands.text[l->number]; break;
    case LIMIT_CATEGORY: t.value = x->categories.text[l->number]; break;
    case LIMIT_CONCEPT:
        t.name = str_z(lex_kind_name(lex_concepts[l->concept].kind));
        t.value = str_z(lex_concepts[l->concept].name);
        break;
    case LIMIT_FACET: t.name = x->names.text[l->pair.name], t.value = x->values.text[l->pair.value]; break;
    case LIMIT_TERM: t.value = l->number < x->terms.n ? x->terms.text[l->number] : STR(""); break;
    case LIMIT_STOCK: break;
    }
    return t;
}

static uint16_t concept_named(struct str kind, struct str name)
{
    for (uint16_t i = 1; i < lex_n_concepts; i++)
        if (str_eq(name, str_z(lex_concepts[i].name)) && str_eq(kind, str_z(lex_kind_name(lex_concepts[i].kind))))
            return i;
    return 0;
}

static struct search_limit limit_numbered(const struct search_index *x, const struct talk_limit *t)
{
    struct search_limit l = {
        .exclude = t->exclude, .label = t->label, .least = t->least, .most = t->most, .currency = t->currency};
    int32_t n = TERM_NONE, value = TERM_NONE;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (str_eq(t->kind, str_z(kinds[i])))
            l.kind = (enum limit_kind)i;
    switch (l.kind) {
    case LIMIT_BRAND: n = wordlist_find(&x->brands, t->value); break;
    case LIMIT_CATEGORY: n = wordlist_find(&x->categories, t->value); break;
    case LIMIT_TERM: n = wordlist_find(&x->terms, t->value); break;
    case LIMIT_CONCEPT:
        l.concept
        = concept_named(t->name, t->value);
        n = l.concept ? 0 : TERM_NONE;
        break;
    case LIMIT_FACET:
        n = wordlist_find(&x->names, t->name);
        value = n == TERM_NONE ? n : wordlist_find(&x->values, t->value);
        l.pair = (struct search_pair){(uint32_t)n, (uint32_t)value};
        n = value;
        break;
    case LIMIT_PRICE:
    case LIMIT_STOCK: n = 0; break;
    }
    if (n == TERM_NONE) { /* no product has it */
        l.kind = LIMIT_TERM;
        l.number = UINT32_MAX;
    } else
        l.number = (uint32_t)n;
    return l;
}

/* ---- which limits are about the same thing --------------------------------------------------------------------- */

static bool is_colour(struct str name)
{
    return str_eq(name, STR("color")) || str_eq(name, STR("colour")) || str_eq(name, STR("farbe")) ||
           str_eq(name, STR("couleur"));
}

struct str want_slot(const struct talk_limit *l)
{
    if (str_eq(l->kind, STR("concept")) || str_eq(l->kind, STR("facet")))
        return is_colour(l->name) ? STR("colour") : l->name;
    return l->kind;
}

/* One product may have several features and words, but one colour, size, brand and price are meant at a time. */
static bool is_single(struct str slot) { return !str_eq(slot, STR("feature")) && !str_eq(slot, STR("word")); }

static void drop(struct talk_state *s, size_t i)
{
    memmove(&s->limits.at[i], &s->limits.at[i + 1], (s->limits.n - i - 1) * sizeof *s->limits.at);
    s->limits.n--;
}

static void want_drop_slot(struct talk_state *s, struct str slot)
{
    for (size_t i = s->limits.n; i-- > 0;)
        if (str_eq(want_slot(&s->limits.at[i]), slot))
            drop(s, i);
}

void talk_remove(struct talk_state *s, const struct strs *labels)
{
    for (size_t i = s->limits.n; i-- > 0;)
        for (size_t k = 0; k < labels->n; k++)
            if (str_eq(s->limits.at[i].label, labels->at[k])) {
                drop(s, i);
                break;
            }
}

static void limit_put(struct ctx *c, const struct talk_shop *shop, struct talk_state *s, struct talk_limit l)
{
    struct str slot = want_slot(&l);
    for (size_t i = s->limits.n; i-- > 0;) {
        const struct talk_limit *had = &s->limits.at[i];
        bool same_slot = str_eq(want_slot(had), slot), same_value = str_eq(had->value, l.value);
        bool replaced = same_slot && (same_value || (is_single(slot) && !l.exclude && !had->exclude));
        if (replaced && str_eq(slot, STR("price"))) { /* "under 100", then "over 20": both ends stand */
            l.least = l.least == NONE ? had->least : l.least;
            l.most = l.most == NONE ? had->most : l.most;
            if (l.least != NONE && l.most != NONE && l.least > l.most)
                *(had->most == l.most ? &l.most : &l.least) = NONE;
            l.label =
                label_price(c, shop->x->language, &(struct search_limit){.least = l.least, .most = l.most, .currency = l.currency});
        }
        if (replaced)
            drop(s, i);
    }
    *LIST_ADD(c, &s->limits) = l;
}

/* ---- taking away ------------------------------------------------------------------------------------------------- */

static const struct {
    const char *slot, *words;
} slots[] = {
    {"price", "price|budget|cost|money|preis|kosten|geld|prix|cout|precio|presupuesto|prezzo|budget massimo|prijs"},
    {"colour", "colour|color|colours|colors|farbe|farben|couleur|couleurs|colores|colore|colori|kleur|kleuren"},
    {"brand", "brand|brands|make|maker|marke|marken|marque|marques|marca|marcas|marche|merk|merken"},
    {"size", "size|sizes|grosse|grossen|taille|tailles|pointure|talla|tallas|tamano|taglia|taglie|misura|maat|maten"},
    {"material", "material|materials|fabric|materialien|stoff|matiere|matieres|materiau|materiales|tejido|materiale|"
                 "materiali|tessuto|materiaal"},
    {"category", "category|kind|type|kategorie|art|categorie|genre|categoria|tipo|soort"},
    {"stock", "stock|availability|verfugbarkeit|lager|disponibilite|disponibilidad|disponibilita|voorraad"},
    {"feature", "feature|features|eigenschaft|eigenschaften|caracteristique|caracteristica|caratteristica|eigenschap"},
};

/* "any colour", "the price doesn't matter", "it need not be waterproof": what is named goes. */
static bool take_away(struct ctx *c, struct heard *h, struct talk_state *s)
{
    bool did = false;
    for (size_t i = 0; i < sizeof slots / sizeof *slots; i++)
        if (heard_any(h, slots[i].words, true)) {
            want_drop_slot(s, str_z(slots[i].slot));
            strs_add(c, &s->done, str_z(slots[i].slot));
            did = true;
        }
    for (size_t i = s->limits.n; i-- > 0;) {
        struct str value = str_replace(c, s->limits.at[i].value, STR("_"), STR(" "));
        if (value.n && heard_phrase(h, value, true)) {
            drop(s, i);
            did = true;
        }
    }
    if (!did && s->asked.n) { /* "whatever", to our own question */
        strs_add(c, &s->done, s->asked);
        did = true;
    }
    return did;
}

/* ---- the subject --------------------------------------------------------------------------------------------------- */

static bool term_within(const struct search_index *x, const struct search_term *t, const struct search_hits *in)
{
    for (size_t k = 0; k < t->term.n; k++)
        for (size_t i = 0; i < in->total; i++)
            if (search_holds(x, (uint32_t)t->term.at[k], in->all[i]))
                return true;
    return false;
}

/* The message names a category that nothing of what was looked for is in. */
static bool another_aisle(const struct search_index *x, const struct search_asked *a, const struct search_hits *old)
{
    for (size_t k = 0; k < a->limits.n; k++) {
        bool some = a->limits.at[k].kind != LIMIT_CATEGORY || a->limits.at[k].exclude;
        for (size_t i = 0; i < old->total && !some; i++)
            some = search_keeps(x, &a->limits.at[k], old->all[i]);
        if (!some)
            return true;
    }
    return false;
}

/* Words that no limit took; the message adds to what is looked for where some product has both. */
static bool subject_change(struct ctx *c, const struct talk_shop *shop, const struct search_asked *a,
                           struct talk_state *s)
{
    struct buf words = {0};
    struct search_hits old = {0};
    bool within = true, any = false;
    if (s->subject.n || s->limits.n)
        want_find(c, shop, s, 0, &old);
    for (size_t i = 0; i < a->terms.n; i++) {
        const struct search_term *t = &a->terms.at[i];
        if (t->small || !t->term.n)
            continue;
        bool limited = false;
        for (size_t k = 0; k < a->limits.n; k++)
            limited |= t->from < a->limits.at[k].to && t->to > a->limits.at[k].from;
        if (limited)
            continue;
        any = true;
        within &= term_within(shop->x, t, &old);
        buf_fmt(c, &words, "%s%.*s", words.n ? " " : "", FMT(t->word));
    }
    within &= !another_aisle(shop->x, a, &old);
    if (old.total && !within) /* another thing: what limited the old one is no longer said */
        *s = (struct talk_state){.shown = s->shown, .language = s->language, .turns = s->turns};
    if (any)
        s->subject = s->subject.n ? str_fmt(c, "%s %s", s->subject.p, buf_str(&words).p) : buf_str(&words);
    return any;
}

/* "for a trip", "für den Urlaub": said of the need, beside the thing that is looked for. */
static bool is_beside(const struct heard *h, struct str word)
{
    static const char *const to = "for|to|on|at|in|during|fur|zum|zur|auf|im|pour|en|para|per|voor|op";
    size_t i = 0;
    while (i < h->w.n && !str_eq(h->w.at[i].folded, word))
        i++;
    for (size_t k = i, seen = 0; i < h->w.n && k-- > 0 && seen < 2 && (h->w.at[k].joined || h->w.at[k].folded.n < 2 || heard_small(h->w.at[k].folded)); seen += !h->w.at[k].joined)
        if (str_among(h->w.at[k].folded, to))
            return k > 0;
    return false;
}

/* A word of weight that nothing here has; what a limit was read from, and numbers, are not meant. */
static bool is_missing(const struct search_asked *a, const struct search_term *t)
{
    if (t->small || t->term.n || t->word.n < 4 || heard_light(t->word) || strcspn(t->word.p, "0123456789") < t->word.n)
        return false;
    for (size_t i = 0; i < a->limits.n; i++)
        if (t->from < a->limits.at[i].to && t->to > a->limits.at[i].from)
            return false;
    return true;
}

bool want_change(struct ctx *c, const struct talk_shop *shop, struct heard *h, struct talk_state *s)
{
    struct search_asked a;
    s->from = 0;
    if (h->has[CUE_any] && take_away(c, h, s)) {
        s->asked = (struct str){0};
        return true;
    }
    search_ask(c, shop->x, heard_rest(c, h), shop->currency, NULL, &a);
    if (a.code != TERM_NONE) {
        *s = (struct talk_state){.subject = a.query, .language = s->language, .turns = s->turns};
        return true;
    }
    struct search_hits none;
    struct search_asked settled = a; /* drops limits that are plain words here */
    search_rank(c, shop->x, shop->room, &settled, NULL, 0, &none);
    bool changed = subject_change(c, shop, &settled, s);
    for (size_t i = 0; i < a.terms.n && !h->unknown.n; i++)
        if (is_missing(&a, &a.terms.at[i]) && !is_beside(h, a.terms.at[i].word))
            h->unknown = a.terms.at[i].word;
    if (!changed && settled.limits.n)
        want_bind(c, shop, s);
    for (size_t i = 0; i < settled.limits.n; i++) {
        const struct search_limit *l = &settled.limits.at[i];
        limit_put(c, shop, s, limit_named(shop->x, l));
    }
    s->asked = (struct str){0};
    return changed || settled.limits.n;
}

/* ---- price by comparison ---------------------------------------------------------------------------------------------- */

static int64_t price_of(const struct talk_shop *shop, struct str id)
{
    for (uint32_t d = 0; d < shop->x->n; d++)
        if (str_eq(shop->x->doc[d].id, id))
            return shop->x->doc[d].price;
    return NONE;
}

bool want_price(struct ctx *c, const struct talk_shop *shop, const struct heard *h, struct talk_state *s)
{
    struct strs by = h->pointed ? h->refs : s->shown;
    if (!h->pointed && s->about.n) {
        by = (struct strs){0};
        strs_add(c, &by, s->about);
    }
    bool down = h->has[CUE_cheaper];
    int64_t bound = NONE;
    for (size_t i = 0; i < by.n; i++) {
        int64_t p = price_of(shop, by.at[i]);
        if (p != NONE && (bound == NONE || (down ? p < bound : p > bound)))
            bound = p;
    }
    if (bound == NONE)
        return false;
    struct search_limit l = {.kind = LIMIT_PRICE,
                             .least = down ? NONE : bound + 1,
                             .most = down ? bound - 1 : NONE,
                             .currency = shop->currency};
    l.label = label_price(c, shop->x->language, &l);
    limit_put(c, shop, s, limit_named(shop->x, &l));
    s->from = 0;
    return true;
}

/* ---- finding ------------------------------------------------------------------------------------------------------------ */

static struct search_asked subject_read(struct ctx *c, const struct talk_shop *shop, const struct talk_state *s)
{
    struct search_asked a = {.code = TERM_NONE, .query = s->subject};
    if (s->subject.n)
        search_ask(c, shop->x, s->subject, shop->currency, NULL, &a);
    return a;
}

/* The same with its subject read: a subject that no product says is found by its meaning, or not at all. */
static void find_read(struct ctx *c, const struct talk_shop *shop, const struct talk_state *s, struct search_asked a, size_t most, struct search_hits *out)
{
    memset(&a.limits, 0, sizeof a.limits); /* what the subject limits was taken into the state when it was said */
    for (size_t i = 0; i < s->limits.n; i++)
        *LIST_ADD(c, &a.limits) = limit_numbered(shop->x, &s->limits.at[i]);
    a.all = !s->subject.n && !s->limits.n;
    struct search_more more = {.by_query = s->subject.n > 0};
    if (shop->mind)
        more.learnt = shop->mind->learnt, more.meant = a.code == TERM_NONE ? meaning_ask(c, shop->mind->m, a.query) : NULL;
    search_rank(c, shop->x, shop->room, &a, &more, most, out);
}

void want_find(struct ctx *c, const struct talk_shop *shop, const struct talk_state *s, size_t most, struct search_hits *out)
{
    find_read(c, shop, s, subject_read(c, shop, s), most, out);
}

enum { BEST = 3 };

static bool is_most(size_t n, const struct search_hits *best) { return 3 * n >= 2 * best->n; }

/* The narrowest category that most of the best are in: what only its meaning found has no word to be kept to. */
static void bind_category(struct ctx *c, const struct talk_shop *shop, const struct search_hits *best, struct talk_state *s)
{
    const struct search_index *x = shop->x;
    uint32_t least = UINT32_MAX, narrowest = 0;
    for (size_t b = 0; b < best->n; b++)
        for (uint32_t i = x->doc[best->at[b].doc].path, end = i + x->doc[best->at[b].doc].n_path; i < end; i++) {
            uint32_t n = 0;
            size_t among = 0;
            for (uint32_t d = 0; d < x->n; d++)
                n += search_in_category(x, d, x->path[i]);
            for (size_t k = 0; k < best->n; k++)
                among += search_in_category(x, best->at[k].doc, x->path[i]);
            if (is_most(among, best) && n < least && n < x->n)
                least = n, narrowest = x->path[i];
        }
    if (least == UINT32_MAX)
        return;
    struct search_limit l = {.kind = LIMIT_CATEGORY, .number = narrowest, .label = label_named(c, x->language, false, x->categories.text[narrowest])};
    limit_put(c, shop, s, limit_named(x, &l));
}

void want_bind(struct ctx *c, const struct talk_shop *shop, struct talk_state *s)
{
    struct search_hits best;
    bool bound = false;
    if (!s->subject.n)
        return;
    struct search_asked a = subject_read(c, shop, s);
    find_read(c, shop, s, a, BEST, &best);
    for (size_t i = 0; i < a.terms.n && best.n; i++)
        for (size_t k = 0; k < a.terms.at[i].term.n && !a.terms.at[i].small; k++) {
            size_t n = 0;
            for (size_t b = 0; b < best.n; b++)
                n += search_holds(shop->x, (uint32_t)a.terms.at[i].term.at[k], best.at[b].doc);
            struct search_limit l = {.kind = LIMIT_TERM, .number = (uint32_t)a.terms.at[i].term.at[k], .label = a.terms.at[i].word};
            if (is_most(n, &best)) {
                limit_put(c, shop, s, limit_named(shop->x, &l));
                bound = true;
                break;
            }
        }
    if (!bound && best.n == BEST)
        bind_category(c, shop, &best, s);
}
