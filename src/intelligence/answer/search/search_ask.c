/* intelligence/answer/search/search_ask.c - reading limits and words out of a query.
 *
 * Deterministic: the lexicon reads numbers, colours, materials, features and denials in six languages, the
 * catalogue itself says which brands, categories, sizes and words there are.
 */
#include "intelligence/answer/search/search_ask.h"
#include "intelligence/answer/search/search_code.h"
#include "intelligence/answer/search/search_label.h"
#include "intelligence/answer/search/search_mend.h"
#include <math.h>

struct asker {
    const struct search_index *x;
    struct str query, currency;
    const struct strs *removed;
    struct search_words w;
    bool *used;        /* [w.n] the word is part of a limit, and not to be ranked by */
    struct search_asked *out;
};

static void use(struct asker *a, uint32_t from, uint32_t to)
{
    for (size_t i = 0; i < a->w.n; i++)
        a->used[i] |= a->w.at[i].from < to && a->w.at[i].to > from;
}

static bool is_used(const struct asker *a, uint32_t from, uint32_t to)
{
    for (size_t i = 0; i < a->w.n; i++)
        if (a->used[i] && a->w.at[i].from < to && a->w.at[i].to > from)
            return true;
    return false;
}

/* Add a limit unless the asker took it away; its words then rank. */
static bool limit_add(struct ctx *c, struct asker *a, struct search_limit l)
{
    for (size_t i = 0; a->removed && i < a->removed->n; i++)
        if (str_eq(a->removed->at[i], l.label))
            return false;
    for (size_t i = 0; i < a->out->limits.n; i++)
        if (str_eq(a->out->limits.at[i].label, l.label))
            return true;
    *LIST_ADD(c, &a->out->limits) = l;
    return true;
}

/* ---- price --------------------------------------------------------------------------------- */

static struct str currency_of(struct ctx *c, const struct asker *a, const struct statement *s)
{
    for (int i = 0; i < 4 && s->q.unit[i]; i++) {
        struct str name = str_z(lex_concepts[s->q.unit[i]].name);
        struct str code = name.n >= 3 ? str_part(name, 0, 3) : name;
        char upper[4] = {0};
        for (size_t k = 0; k < 3 && k < code.n; k++)
            upper[k] = (char)(code.p[k] >= 'a' && code.p[k] <= 'z' ? code.p[k] - 32 : code.p[k]);
        if (lex_concepts[s->q.unit[i]].dimension == DIM_money && currency_is_known(str_z(upper)))
            return str_fmt(c, "%s", upper);
    }
    return a->currency;
}

static int64_t minor(double major, struct str currency)
{
    double v = major * currency_minor(currency);
    return v < 9e15 ? (int64_t)llround(v) : (int64_t)9e15;
}

static bool is_sold_in(const struct search_index *x, struct str currency)
{
    for (size_t i = 0; i < x->currencies.n; i++)
        if (str_eq_case(x->currencies.text[i], currency))
            return true;
    return !x->currencies.n;
}

/* "under", "up to", "between": what stands before the number belongs to the limit. */
static uint32_t price_start(const struct reading *r, const struct statement *s)
{
    uint32_t from = s->from;
    for (size_t i = 0; i < r->matches.n; i++) {
        const struct match *m = &r->matches.at[i];
        bool scale = m->kind == LEX_about || m->kind == LEX_over || m->kind == LEX_under || m->kind == LEX_upto || m->kind == LEX_least || m->kind == LEX_range;
        if (scale && m->end <= s->first && m->end + 2 >= s->first && r->t.at[m->first].from < from)
            from = r->t.at[m->first].from;
    }
    return from;
}

/* Whether a number without a unit counts something that products state: "seats over 4" where they have seats. */
static bool counts_fact(struct ctx *c, const struct search_index *x, const struct statement *s)
{
    for (size_t i = 0; i < sizeof s->q.role / sizeof *s->q.role && s->q.role[i]; i++)
        if (wordlist_find(&x->names, str_replace(c, str_z(lex_concepts[s->q.role[i]].name), STR("_"), STR(" "))) != TERM_NONE)
            return true;
    return false;
}

/* Money, or a bare number beside "under", "around" or "between". "$100" alone is a budget: at most, but only where no language reads
 * more in the words beside it (`scaled`). */
static void read_price(struct ctx *c, struct asker *a, const struct reading *r, const struct statement *s, bool scaled)
{
    bool money = s->q.unit[0] && lex_concepts[s->q.unit[0]].dimension == DIM_money;
    struct search_limit l = {.kind = LIMIT_PRICE, .from = price_start(r, s), .to = s->to, .least = NONE, .most = NONE};
    bool is_scaled = s->q.precision != EXACT || (!isnan(s->q.high) && l.from < s->from), bare = !s->q.unit[0] && is_scaled && !counts_fact(c, a->x, s);
    if (is_scaled != scaled || (!money && !bare) || s->negated || !(s->q.value >= 0) || is_used(a, s->from, s->to)) /* another language read it first */
        return;
    l.currency = money ? currency_of(c, a, s) : a->currency;
    if (!is_sold_in(a->x, l.currency)) /* nothing could keep it: the number is taken in the shop's own money, and the chip says so */
        l.written_in = l.currency, l.currency = a->currency;
    int64_t v = minor(s->q.value, l.currency);
    if (!isnan(s->q.high))
        l.least = v, l.most = minor(s->q.high, l.currency);
    else if (s->q.precision == OVER || s->q.precision == AT_LEAST)
        l.least = v;
    else if (s->q.precision == ABOUT)
        l.least = v - v / 5, l.most = v + v / 5;
    else
        l.most = v;
    l.label = label_price(c, a->x->language, &l);
    limit_add(c, a, l);
    use(a, l.from, l.to); /* a number that was taken away is nothing to rank by */
}

/* ---- what the lexicon knows ---------------------------------------------------------------- */

static const char without[] = " without ohne sans sin senza zonder except ausser sauf excepto tranne behalve ";
static const char no[] = " no non not nicht pas niet minus kein keine keinen geen ";
static const char small_it[] = " de di of von van aus en "; /* of what a thing is made */

/* The words of a statement alone, without what denies them. */
static struct str words_of(const struct asker *a, const struct statement *s)
{
    uint32_t from = s->to;
    for (size_t i = 0; i < a->w.n; i++) {
        const struct search_word *w = &a->w.at[i];
        bool within = !w->joined && w->to <= s->to && w->from >= s->from;
        if (within && !word_among(w->folded, without) && !word_among(w->folded, no) && !word_among(w->folded, small_it))
            from = w->from < from ? w->from : from;
    }
    return str_part(a->query, from, s->to);
}

/* Where the denial of what begins at `from` begins: of the word before it, if there is one. */
static uint32_t denial_start(const struct asker *a, uint32_t from)
{
    uint32_t start = from;
    for (size_t i = 0; i + 1 < a->w.n; i++)
        if (a->w.at[i + 1].from == from && (word_among(a->w.at[i].folded, without) || word_among(a->w.at[i].folded, no)))
            start = a->w.at[i].from;
    return start;
}

/* What some product states: the concept, or what it is a kind of ("bottle green" where only green is stated); 0: nothing does. */
static uint16_t stated_by_some(const struct search_index *x, uint16_t concept)
{
    if (x->field_concept[concept])
        return concept;
    for (const uint16_t *up = lex_concepts[concept].is; up && *up; up++)
        if (x->field_concept[*up] && lex_concepts[*up].kind == lex_concepts[concept].kind)
            return *up;
    return 0;
}

static void read_concept(struct ctx *c, struct asker *a, const struct statement *s)
{
    bool can = s->kind == LEX_colour || s->kind == LEX_material || s->kind == LEX_feature || s->kind == LEX_origin;
    uint16_t concept = !can || s->negated ? s->concept : stated_by_some(a->x, s->concept);
    if (!can || !concept || is_used(a, s->from, s->to))
        return;
    struct str said = concept == s->concept ? words_of(a, s) : (struct str){0};
    struct search_limit l = {.kind = LIMIT_CONCEPT, .exclude = s->negated, .from = s->from, .to = s->to, .concept = concept,
                             .label = label_concept(c, a->x->language, concept, said, s->negated)};
    if (limit_add(c, a, l) && s->negated)
        use(a, denial_start(a, s->from), s->to);
}

/* Words for a need, and what answers it. One row a need; in the six languages of the lexicon. */
static const struct { const char *words, *concept; } needs[] = {
    {" rain rainy regen regnerisch regenwetter pluie pluvieux lluvia lluvioso pioggia piovoso regenachtig ", "waterproof"},
    {" windy wind windig vent venteux viento ventoso vento winderig ", "windproof"},
    {" commuting noisy larm bruyant ruidoso rumoroso lawaai ", "noise_cancelling"},
};

static void read_needs(struct ctx *c, struct asker *a)
{
    for (size_t i = 0; i < a->w.n; i++)
        for (size_t k = 0; k < sizeof needs / sizeof *needs; k++) {
            if (a->used[i] || !word_among(a->w.at[i].folded, needs[k].words))
                continue;
            uint16_t concept = lex_concept(LEX_feature, needs[k].concept);
            if (!concept || !a->x->field_concept[concept])
                continue;
            struct search_limit l = {.kind = LIMIT_CONCEPT, .wish = true, .from = a->w.at[i].from, .to = a->w.at[i].to, .concept = concept,
                                     .label = label_concept(c, a->x->language, concept, (struct str){0}, false)};
            limit_add(c, a, l);
        }
}

/* ---- what the catalogue knows -------------------------------------------------------------- */

/* The query's words [i, i + n) with single spaces; false where one is used, or part of another. */
static bool phrase(struct ctx *c, const struct asker *a, size_t i, size_t n, struct str *out, size_t *end)
{
    struct buf b = {0};
    size_t k = i;
    for (; n && k < a->w.n; k++) {
        if (a->w.at[k].joined)
            continue;
        if (a->used[k])
            return false;
        if (b.n)
            buf_byte(c, &b, ' ');
        buf_add(c, &b, a->w.at[k].folded);
        n--;
    }
    *out = buf_str(&b);
    *end = k;
    return n == 0;
}

enum { PHRASE_WORDS = 5, WITHIN_LEAST = 4 /* bytes of a number among other words */ };

static int32_t category_named(struct ctx *c, const struct search_index *x, struct str text)
{
    int32_t exact = wordlist_find(&x->categories, text), stem = exact == TERM_NONE ? wordlist_find(&x->category_stems, search_stemmed(c, x->stem, text)) : TERM_NONE;
    return stem == TERM_NONE ? exact : (int32_t)x->category_of_stem[stem];
}

/* Longest first: a brand or category the catalogue has, named in full. */
static void read_names(struct ctx *c, struct asker *a, enum limit_kind kind)
{
    bool brand = kind == LIMIT_BRAND;
    if (!(brand ? a->x->brands.n : a->x->categories.n))
        return;
    for (size_t i = 0, end = 0; i < a->w.n; i++)
        for (size_t n = PHRASE_WORDS; n > 0 && i >= end; n--) {
            struct str text;
            size_t to;
            if (a->w.at[i].joined || a->used[i] || !phrase(c, a, i, n, &text, &to))
                continue;
            int32_t number = brand ? wordlist_find(&a->x->brands, text) : category_named(c, a->x, text);
            if (number == TERM_NONE)
                continue;
            struct str name = brand ? a->x->brands.text[number] : a->x->categories.text[number];
            struct search_limit l = {.kind = kind, .from = a->w.at[i].from, .to = a->w.at[to - 1].to, .number = (uint32_t)number,
                                     .label = label_named(c, a->x->language, brand, name)};
            limit_add(c, a, l);
            end = to;
        }
}

static uint32_t pair_count(const struct search_index *x, struct search_pair p)
{
    uint32_t n = 0;
    for (size_t d = 0; d < x->n; d++)
        for (uint32_t i = x->doc[d].pair; i < x->doc[d].pair + x->doc[d].n_pair; i++)
            n += x->pair[i].name == p.name && x->pair[i].value == p.value;
    return n;
}

/* The n words from word i, where they are a value that the facet has. */
static bool facet_value(struct ctx *c, const struct asker *a, int32_t name, size_t i, size_t n, struct search_limit *l)
{
    struct str text;
    size_t end;
    int32_t value = phrase(c, a, i, n, &text, &end) ? wordlist_find(&a->x->values, text) : TERM_NONE;
    struct search_pair p = {(uint32_t)name, (uint32_t)value};
    if (value == TERM_NONE || !pair_count(a->x, p))
        return false;
    *l = (struct search_limit){.kind = LIMIT_FACET, .from = a->w.at[i].from, .to = a->w.at[end - 1].to, .pair = p,
                               .label = str_fmt(c, "%.*s: %.*s", FMT(a->x->names.text[name]), FMT(text))};
    return true;
}

static bool has_digit(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] >= '0' && s.p[i] <= '9')
            return true;
    return false;
}

/* Whether a facet's name has the word, or both say "size" in one of the six languages. */
static bool name_has(struct ctx *c, struct str called, struct str word)
{
    static const char *const size = " size sizes grosse groesse taille pointure talla taglia misura maat ";
    struct strs parts = word_among(word, size) ? str_split(c, called, ' ') : (struct strs){0};
    for (size_t i = 0; i < parts.n; i++)
        if (word_among(parts.at[i], size))
            return true;
    return str_has(str_fmt(c, " %.*s ", FMT(called)), str_fmt(c, " %.*s ", FMT(word)));
}

/* A facet that word i names: by its whole name and a value after it ("size 42", "storage 8gb"), or by one of its words and a number
 * ("size 44" of "Shoe size: 44", and of "Shoe size: Size 44"). */
static bool facet_named(struct ctx *c, const struct asker *a, size_t i, int32_t name, struct search_limit *l)
{
    struct str word = a->w.at[i].folded, called = a->x->names.text[name];
    bool whole = str_eq(called, word);
    if (!whole && (word.n < 3 || !has_digit(a->w.at[i + 1].folded) || !name_has(c, called, word)))
        return false;
    for (size_t n = whole ? 3 : 1; n > 0; n--)
        if (facet_value(c, a, name, i + 1, n, l)) {
            l->from = a->w.at[i].from;
            return true;
        }
    return facet_value(c, a, name, i, 2, l);
}

static void read_facets(struct ctx *c, struct asker *a)
{
    for (size_t i = 0; i + 1 < a->w.n; i++)
        for (size_t name = 0; name < a->x->names.n && !a->used[i]; name++) {
            struct search_limit l;
            if (facet_named(c, a, i, (int32_t)name, &l) && limit_add(c, a, l))
                use(a, l.from, l.to);
        }
}

static void read_stock(struct ctx *c, struct asker *a)
{
    static const char *const said[] = {"in stock", "available now", "auf lager", "sofort lieferbar", "en stock", "disponible ya",
                                       "disponibile subito", "op voorraad"};
    for (size_t i = 0; i < a->w.n; i++) {
        struct str text;
        size_t end, k = 0;
        if (a->w.at[i].joined || !phrase(c, a, i, 2, &text, &end))
            continue;
        while (k < sizeof said / sizeof *said && !str_eq(text, str_z(said[k])))
            k++;
        struct search_limit l = {.kind = LIMIT_STOCK, .from = a->w.at[i].from, .to = a->w.at[end - 1].to, .label = label_stock(a->x->language, false)};
        if (k < sizeof said / sizeof *said && limit_add(c, a, l))
            use(a, l.from, l.to);
    }
}

/* "no sugar added", "non dairy": said so by products themselves, and then a name, not a denial. */
static bool is_said(const struct search_index *x, struct str denial, int32_t term)
{
    int32_t word = wordlist_find(&x->words, denial);
    uint32_t deny = word == TERM_NONE ? 0 : x->term_of_word[word];
    for (uint32_t i = word == TERM_NONE || term == TERM_NONE ? UINT32_MAX : x->start[deny]; i < x->start[deny + 1]; i++)
        if (search_holds(x, (uint32_t)term, x->posting[i].doc))
            return true;
    return false;
}

/* "not too dear", "pas cher", "nicht nur": no thing is denied. */
static bool is_vague(struct str word)
{
    return word_among(word, " too very so that only just expensive dear cheap pricey zu sehr nur teuer billig trop tres cher chere chers cheres si "
                           "demasiado muy tan caro cara caros caras solo troppo molto cari care te erg zo duur dure goedkoop alleen ");
}

static bool is_denial(const struct asker *a, size_t i, int32_t term)
{
    char next = a->w.at[i + 1].folded.p[0];
    if (word_among(a->w.at[i].folded, without))
        return true;
    return word_among(a->w.at[i].folded, no) && !(next >= '0' && next <= '9') && !is_said(a->x, a->w.at[i].folded, term);
}

/* "without laces": what the lexicon does not know is kept out by its word. */
static void read_exclusions(struct ctx *c, struct asker *a)
{
    for (size_t i = 0; i + 1 < a->w.n; i++) {
        size_t what = i + 2 < a->w.n && word_among(a->w.at[i + 1].folded, " from by of a an the von vom der die das den dem de du des del la le les el los da di van het ")
            ? i + 2 : i + 1; /* "not from Adidas" */
        int32_t term = wordlist_find(&a->x->terms, a->w.at[what].term);
        if (a->used[i] || a->used[what] || !is_denial(a, i, term) || is_vague(a->w.at[what].folded))
            continue;
        struct search_limit l = {.kind = LIMIT_TERM, .exclude = true, .from = a->w.at[i].from, .to = a->w.at[what].to,
                                 .number = term == TERM_NONE ? UINT32_MAX : (uint32_t)term,
                                 .label = label_not(c, a->x->language, a->w.at[what].folded)};
        if (limit_add(c, a, l))
            use(a, l.from, l.to);
    }
}

/* ---- all ----------------------------------------------------------------------------------- */

static int32_t code_find(const struct search_index *x, struct str text)
{
    char room[CODE_ROOM];
    size_t n = code_key(text, room);
    return n ? wordlist_find(&x->codes, (struct str){room, n}) : TERM_NONE;
}

/* A number has a digit, or a word that the catalogue's texts have not: "laptop" is a word though a product's id is the same. */
static bool is_number_like(const struct asker *a, size_t from, size_t to, bool within)
{
    bool digit = false, strange = false;
    uint32_t bytes = a->w.at[to - 1].to - a->w.at[from].from;
    for (size_t i = from; i < to; i++)
        if (!a->w.at[i].joined) {
            digit |= has_digit(a->w.at[i].folded);
            strange |= wordlist_find(&a->x->words, a->w.at[i].folded) == TERM_NONE;
        }
    return within ? digit && strange && bytes >= WITHIN_LEAST : digit || strange;
}

/* The whole query as a number, quotes and what announces it ("SKU") left out; else the longest number within: "TR-42-RED in size 42".
 * Within other words it must be one that no text has: "iphone 15 case" is none of product iphone-15. */
static int32_t code_read(const struct asker *a)
{
    enum { CODE_WORDS = 6 };
    size_t first = 0;
    while (first + 1 < a->w.n && (code_mark(a->w.at[first].folded) || a->w.at[first].joined))
        first++;
    for (size_t n = a->w.n - first; a->w.n && n > 0; n--)
        for (size_t i = first; i + n <= a->w.n; i++) {
            bool within = i > first || n < a->w.n - first;
            if ((within && n > 2 * CODE_WORDS) || a->w.at[i].joined || !is_number_like(a, i, i + n, within))
                continue;
            int32_t code = code_find(a->x, str_part(a->query, a->w.at[i].from, a->w.at[i + n - 1].to));
            if (code != TERM_NONE)
                return code;
        }
    return TERM_NONE;
}

/* A number says all: what else is written limits nothing. */
static void ask_code(struct asker *a)
{
    int32_t code = code_read(a);
    if (code == TERM_NONE)
        return;
    a->out->code = (int32_t)a->x->code_of.at[code].doc;
    a->out->variant = a->x->code_of.at[code].variant;
}

/* No word of the catalogue stands in [from, to): "ram" of a shop for computers is not Italian copper. */
static bool is_strange(const struct asker *a, uint32_t from, uint32_t to)
{
    for (size_t i = 0; i < a->w.n; i++)
        if (a->w.at[i].from < to && a->w.at[i].to > from && !a->w.at[i].joined
            && (a->used[i] || wordlist_find(&a->x->words, a->w.at[i].folded) != TERM_NONE))
            return false;
    return true;
}

static void read_prices(struct ctx *c, struct asker *a, const struct reading *r, bool scaled)
{
    for (size_t i = 0; i < r->statements.n; i++)
        if (r->statements.at[i].kind == LEX_number)
            read_price(c, a, r, &r->statements.at[i], scaled);
}

static void read_said(struct ctx *c, struct asker *a, const struct reading *r, bool foreign)
{
    read_prices(c, a, r, true);
    for (size_t i = 0; i < r->statements.n; i++)
        if (r->statements.at[i].kind != LEX_number && (!foreign || is_strange(a, r->statements.at[i].from, r->statements.at[i].to)))
            read_concept(c, a, &r->statements.at[i]);
}

/* A word that neither the catalogue nor the lexicon of its language knows may be of another of the six, unless the small words
 * around it tell the language. */
static bool has_strange(const struct asker *a, const struct reading *own)
{
    double share;
    bool told = tokens_language(&own->t, &share) == own->t.language && share >= 0.25, strange = false;
    for (size_t i = 0; i < a->w.n && !told; i++)
        strange |= !has_digit(a->w.at[i].folded) && is_strange(a, a->w.at[i].from, a->w.at[i].to);
    return strange;
}

/* In the language of the query, in the shop's (two words seldom tell their language), and where a word is strange in the others. */
static const struct reading *read_lexicon(struct ctx *c, struct asker *a)
{
    const struct reading *at[LEX_LANGUAGES + 2] = {reading_of(c, a->query, LEX_LANGUAGES)};
    enum lex_language own = at[0]->t.language, shop = a->x->language;
    size_t n = 1;
    read_said(c, a, at[0], false);
    if (own != shop)
        read_said(c, a, at[n++] = reading_of(c, a->query, shop), false);
    bool strange = has_strange(a, at[0]);
    for (int l = 0; strange && l < LEX_LANGUAGES; l++)
        if ((enum lex_language)l != own && (enum lex_language)l != shop)
            read_said(c, a, at[n++] = reading_of(c, a->query, (enum lex_language)l), true);
    for (size_t k = 0; k < n; k++)
        read_prices(c, a, at[k], false);
    return at[0];
}

static void ask_once(struct ctx *c, struct asker *a)
{
    *a->out = (struct search_asked){.query = a->query, .code = TERM_NONE, .all = !str_trim(a->query).n};
    a->w = search_words(c, a->x->stem, a->query);
    a->used = NEW_ARRAY(c, bool, a->w.n + 1);
    ask_code(a);
    if (a->out->code != TERM_NONE)
        return;
    const struct reading *r = read_lexicon(c, a);
    read_stock(c, a);
    read_facets(c, a);
    read_exclusions(c, a);
    read_names(c, a, LIMIT_BRAND);
    read_names(c, a, LIMIT_CATEGORY);
    read_needs(c, a);
    search_terms(c, a->x, r, &a->w, a->used, a->out);
}

void search_ask(struct ctx *c, const struct search_index *x, struct str query, struct str currency,
                const struct strs *removed, struct search_asked *out)
{
    struct asker a = {.x = x, .query = query, .currency = currency, .removed = removed, .out = out};
    ask_once(c, &a);
    if (!out->did_you_mean.n || out->code != TERM_NONE)
        return;
    struct str mended = out->did_you_mean; /* read again, now that names may be recognized */
    a.query = mended;
    ask_once(c, &a);
    out->did_you_mean = mended;
}

static bool keeps_price(const struct search_limit *l, const struct search_column *d)
{
    if (d->price == NONE || (l->currency.n && d->currency.n && !str_eq_case(l->currency, d->currency)))
        return false; /* what cannot be compared is not shown under a price */
    return (l->most == NONE || d->price <= l->most) && (l->least == NONE || d->dear >= l->least);
}

static bool holds_pair(const struct search_index *x, struct search_pair p, const struct search_column *d)
{
    for (uint32_t i = d->pair; i < d->pair + d->n_pair; i++)
        if (x->pair[i].name == p.name && x->pair[i].value == p.value)
            return true;
    return false;
}

bool search_keeps(const struct search_index *x, const struct search_limit *l, uint32_t doc)
{
    const struct search_column *d = &x->doc[doc];
    switch (l->kind) {
    case LIMIT_PRICE: return keeps_price(l, d);
    case LIMIT_BRAND: return (d->brand == (int32_t)l->number) != l->exclude;
    case LIMIT_CATEGORY: return search_in_category(x, doc, l->number) != l->exclude;
    case LIMIT_CONCEPT: return search_has_concept(x, doc, l->concept) != l->exclude;
    case LIMIT_FACET: return holds_pair(x, l->pair, d) != l->exclude;
    case LIMIT_STOCK: return (d->stock == NONE || d->stock > 0) != l->exclude;
    case LIMIT_TERM: return (l->number != UINT32_MAX && search_holds(x, l->number, doc)) != l->exclude;
    }
    return false;
}

static bool keeps_any_of(const struct search_index *x, const struct search_asked *a, uint32_t any_of, uint32_t doc)
{
    for (size_t i = 0; i < a->limits.n; i++)
        if (a->limits.at[i].any_of == any_of && search_keeps(x, &a->limits.at[i], doc))
            return true;
    return false;
}

bool search_keeps_all(const struct search_index *x, const struct search_asked *a, uint32_t doc)
{
    for (size_t i = 0; i < a->limits.n; i++) {
        const struct search_limit *l = &a->limits.at[i];
        if (!(l->any_of ? keeps_any_of(x, a, l->any_of, doc) : search_keeps(x, l, doc)))
            return false;
    }
    return true;
}
