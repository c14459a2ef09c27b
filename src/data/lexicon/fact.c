/* data/lexicon/fact.c - from a product's fields to facts. */
#include "data/lexicon/fact.h"
#include <math.h>

/* ---- words in use -------------------------------------------------------------------------- */

static void set_add(struct facts *f, struct str s)
{
    uint64_t h = str_hash(s) | 1;
    size_t i = (size_t)(h >> 7) & (f->room - 1);
    while (f->stems[i] && f->stems[i] != h)
        i = (i + 1) & (f->room - 1);
    f->stems[i] = h;
}

static bool set_has(const struct facts *f, struct str s)
{
    uint64_t h = str_hash(s) | 1;
    for (size_t i = (size_t)(h >> 7) & (f->room - 1); f->stems[i]; i = (i + 1) & (f->room - 1))
        if (f->stems[i] == h)
            return true;
    return false;
}

bool facts_use(const struct facts *f, const struct token *t)
{
    return set_has(f, t->word) || (t->kind == TOKEN_WORD && (set_has(f, t->stem) || set_has(f, t->english)));
}

static void words_of(struct ctx *c, struct facts *f, const struct reading *r, struct buf *squeezed)
{
    for (size_t i = 0; r && i < r->t.n; i++) {
        const struct token *t = &r->t.at[i];
        if (t->kind == TOKEN_BREAK || t->kind == TOKEN_MARK) {
            buf_byte(c, squeezed, ' ');
            continue;
        }
        set_add(f, t->word);
        if (t->kind == TOKEN_WORD) {
            set_add(f, t->stem);
            set_add(f, t->english);
        }
        if (!t->glued && !t->hyphen)
            buf_byte(c, squeezed, ' ');
        buf_add(c, squeezed, t->word);
    }
    buf_byte(c, squeezed, ' ');
}

static void words_index(struct ctx *c, struct facts *f)
{
    size_t n = 64;
    struct buf squeezed = {0};
    for (size_t i = 0; i < f->list.n; i++)
        n += 3 * (f->list.at[i].r->t.n + (f->list.at[i].n ? f->list.at[i].n->t.n : 0));
    for (f->room = 128; f->room < 2 * n;)
        f->room *= 2;
    f->stems = NEW_ARRAY(c, uint64_t, f->room);
    for (size_t i = 0; i < f->list.n; i++) {
        words_of(c, f, f->list.at[i].n, &squeezed);
        words_of(c, f, f->list.at[i].r, &squeezed);
    }
    f->squeezed = buf_str(&squeezed);
}

/* ---- reading the fields ----------------------------------------------------------------------- */

static bool value_is(const struct reading *r, enum lex_kind kind)
{
    const struct match *m = r->t.n ? reading_match(r, 0, kind) : NULL;
    return m && m->end + 1 >= r->t.n;
}

/* A number with no unit of its own has the one its column is named after: "weight_kg", "Höhe (cm)". */
static uint16_t unit_of_name(const struct reading *n)
{
    const struct match *whole = n->t.n ? reading_match(n, 0, LEX_unit) : NULL;
    if (whole && whole->end + 1 >= n->t.n && whole->end > 1)
        return whole->concept; /* "thread count" */
    for (uint32_t i = (uint32_t)n->t.n; i-- > 1;) {
        const struct match *m = reading_match(n, i, LEX_unit);
        bool apart = n->t.at[i - 1].kind == TOKEN_MARK;
        if (m && (apart || (n->t.at[i].kind == TOKEN_WORD && i + 2 >= n->t.n))
            && lex_concepts[m->concept].dimension != DIM_people)
        return m->concept;
    }
    return 0;
}

/* What the column's name says of the numbers in it: roles, units and designators. */
static void name_applies(struct fact *f)
{
    uint16_t unit = unit_of_name(f->n), code = 0;
    for (uint32_t i = 0; i < f->n->t.n && !code; i++) {
        const struct match *m = reading_match(f->n, i, LEX_code);
        code = m ? m->concept : 0;
    }
    for (size_t k = 0; k < f->r->statements.n; k++) {
        struct statement *s = &f->r->statements.at[k];
        if (s->kind != LEX_number)
            continue;
        if (!s->q.unit[0])
            s->q.unit[0] = unit;
        if (code && !s->q.unit[0]) {
            s->kind = LEX_code;
            s->concept = code;
        }
        if (s->q.sure)
            continue;
        int n = 0;
        uint16_t found[3] = {0};
        for (size_t m = 0; m < f->n->matches.n && n < 3; m++)
            if (f->n->matches.at[m].kind == LEX_role)
                found[n++] = f->n->matches.at[m].concept;
        if (n)
            memcpy(s->q.role, found, sizeof found);
        quantity_narrow(&s->q);
        if (!s->q.unit[0] && s->kind == LEX_number && strcmp(lex_concepts[s->q.role[0]].name, "age") == 0)
            s->q.unit[0] = lex_concept(LEX_unit, "year"); /* "age: 3+" */
    }
}

/* Their tokens differ by what follows the last of `r`, so positions hold but for those; cut to the text. */
static void statements_append(struct ctx *c, struct reading *r, const struct reading *more)
{
    for (size_t i = 0; i < more->statements.n; i++) {
        struct statement s = more->statements.at[i];
        s.end = s.end < r->t.n ? s.end : (uint32_t)r->t.n - 1;
        s.first = s.first < s.end ? s.first : s.end - (s.end > 0);
        *LIST_ADD(c, &r->statements) = s;
    }
}

static void implied_add(struct ctx *c, struct reading *r, const struct statement *of, const char *feature)
{
    uint16_t concept = lex_concept(LEX_feature, feature);
    struct statement s = *of;
    s.kind = LEX_feature;
    s.concept = concept;
    s.code = (struct str){0};
    *LIST_ADD(c, &r->statements) = s;
}

static bool is_named(uint16_t concept, const char *name)
{
    return concept && strcmp(lex_concepts[concept].name, name) == 0;
}

/* A water column of 1500 mm or more: EN 343 class 2. */
static bool holds_rain(const struct statement *s)
{
    const struct concept *unit = &lex_concepts[s->q.unit[0]];
    bool rain = false;
    for (int i = 0; i < 3; i++)
        rain |= is_named(s->q.role[i], "rain");
    return s->kind == LEX_number && rain && unit->dimension == DIM_length && s->q.value * unit->factor >= 1.5;
}

/* What marks mean: the second figure of IEC 60529 is water (4 splashes, 7 immersion), the first dust (5, 6).
 */
static void implications_add(struct ctx *c, struct reading *r)
{
    size_t n = r->statements.n;
    for (size_t i = 0; i < n; i++) {
        const struct statement s = r->statements.at[i];
        if (s.kind == LEX_code && s.code.n == 4 && str_starts(s.code, STR("ip"))) {
            if (s.code.p[3] >= '4' && s.code.p[3] <= '9')
                implied_add(c, r, &s, s.code.p[3] >= '7' ? "waterproof" : "water_resistant");
            if (s.code.p[2] == '5' || s.code.p[2] == '6')
                implied_add(c, r, &s, "dustproof");
        } else if (holds_rain(&s)) {
            implied_add(c, r, &s, "waterproof");
        } else if (s.kind == LEX_code && is_named(s.concept, "spf_code"))
            implied_add(c, r, &s, "uv_protection");
    }
}

static struct fact *fact_add(struct ctx *c, struct facts *f, struct str name, struct str text,
                             struct str source)
{
    struct fact *x = LIST_ADD(c, &f->list);
    *x = (struct fact){.name = name, .text = text, .source = source, .r = reading_of(c, text, f->language)};
    if (name.n) {
        x->n = reading_of(c, name, f->language);
        const struct match *style = x->n->t.n ? reading_match(x->n, 0, LEX_style) : NULL;
        if (style && style->end + 1 >= x->n->t.n) /* "plating: gold" says "gold plating" too */
            statements_append(c, x->r,
                              reading_of(c, str_fmt(c, "%.*s %.*s", FMT(text), FMT(name)), f->language));
    }
    return x;
}

/* "free from: parabens, silicones" says "without parabens, paraben-free" of each. true: it was such a field.
 */
static bool absence_add(struct ctx *c, struct facts *f, const struct attribute *a, struct str where)
{
    struct reading *n = reading_of(c, a->name, f->language);
    const struct match *m = n->t.n ? reading_match(n, 0, LEX_negation) : NULL;
    if (!m || m->end + 1 < n->t.n)
        return false;
    struct strs parts = str_split(c, str_replace(c, a->value, STR(" and "), STR(",")), ',');
    struct buf b = {0};
    for (size_t i = 0; i < parts.n; i++) {
        struct str part = str_trim(parts.at[i]);
        struct str one = str_ends(part, STR("s")) ? str_part(part, 0, part.n - 1) : part;
        if (part.n)
            buf_fmt(c, &b, "without %.*s\n%.*s-free\n", FMT(part), FMT(one));
    }
    enum lex_language l = f->language;
    f->language = LEX_EN; /* the sentences made here are English whatever the shop's language; so is most of
                             their lexicon */
    fact_add(c, f, STR(""), buf_str(&b), a->source.n ? a->source : where);
    f->language = l;
    return true;
}

static void attribute_add(struct ctx *c, struct facts *f, const struct attribute *a, struct str where)
{
    if (absence_add(c, f, a, where))
        return;
    if (!a->name.n) {
        fact_add(c, f, STR(""), a->value, where);
        return;
    }
    struct str text = a->unit.n ? str_fmt(c, "%.*s %.*s", FMT(a->value), FMT(a->unit)) : a->value;
    size_t at = f->list.n;
    struct fact *x = fact_add(c, f, a->name, text, a->source.n ? a->source : where);
    x->is_attribute = true;
    bool yes = value_is(x->r, LEX_yes), no = value_is(x->r, LEX_no);
    x->denied = no;
    if (!x->n) /* a value without a name states itself */
        return;
    if (no)
        absence_add(c, f, &(struct attribute){STR("without"), a->name, {0}, x->source}, x->source);
    x = &f->list.at[at]; /* the list may have moved */
    if (yes || no) { /* then the name is what is stated */
        x->r->statements.n = 0;
        for (size_t k = 0; no && k < x->n->statements.n; k++)
            x->n->statements.at[k].negated = !x->n->statements.at[k].negated;
    } else
        name_applies(x);
}

static void money_add(struct ctx *c, struct facts *f, const char *name, int64_t minor, struct str currency,
                      struct str source)
{
    if (minor == NONE)
        return;
    struct fact *x = fact_add(c, f, str_z(name), money_text(c, minor, currency), source);
    x->is_attribute = true;
    double scale = currency_minor(currency);
    x->r->statements.n = 0;
    struct statement *s = LIST_ADD(c, &x->r->statements);
    *s = (struct statement){.end = 1, .kind = LEX_number,
                            .q = {.value = (double)minor / scale, .high = NAN, .other = NAN, .decimals = 2}};
    s->q.unit[0] = lex_concept(LEX_unit, str_eq(currency, STR("USD"))   ? "usd"
                                         : str_eq(currency, STR("GBP")) ? "gbp"
                                         : str_eq(currency, STR("JPY")) ? "jpy"
                                         : str_eq(currency, STR("CHF")) ? "chf"
                                                                        : "eur");
}

static void variants_add(struct ctx *c, struct facts *f, const struct product *p)
{
    size_t n = p->variants.n < 100 ? p->variants.n : 100; /* a hundred variants say what the others repeat */
    for (size_t i = 0; i < n; i++) {
        const struct variant *v = &p->variants.at[i];
        struct str currency = v->currency.n ? v->currency : p->currency;
        if (v->title.n)
            fact_add(c, f, STR(""), v->title, str_fmt(c, "variants[%zu].title", i));
        for (size_t k = 0; k < v->options.n; k++)
            attribute_add(c, f, &v->options.at[k], str_fmt(c, "variants[%zu].options[%zu]", i, k));
        money_add(c, f, "price", v->price, currency, str_fmt(c, "variants[%zu].price", i));
        money_add(c, f, "price before", v->compare_at, currency, str_fmt(c, "variants[%zu].compare_at", i));
        if (v->weight_g != NONE)
            attribute_add(c, f,
                          &(struct attribute){STR("weight"), str_fmt(c, "%lld", (long long)v->weight_g),
                                              STR("g"), STR("")},
                          str_fmt(c, "variants[%zu].weight_g", i));
    }
}

/* Whether the tables know more of these words in `l` than in English: fields are too short for small words.
 */
static bool known_better(const struct tokens *t, enum lex_language l)
{
    size_t n[2] = {0}, from, to;
    bool more;
    for (size_t i = 0; l < LEX_LANGUAGES && l != LEX_EN && i < t->n; i++)
        if (t->at[i].kind == TOKEN_WORD) {
            n[0] += lex_find(LEX_EN, t->at[i].english, &from, &to, &more);
            n[1] += lex_find(l, t->at[i].word, &from, &to, &more);
        }
    return n[1] > n[0];
}

static enum lex_language language_of(struct ctx *c, const struct product *p, enum lex_language text_language)
{
    enum lex_language l = p->language.n ? lex_language_of(p->language) : LEX_LANGUAGES;
    struct buf all = {0};
    if (l < LEX_LANGUAGES)
        return l;
    buf_add(c, &all, p->title);
    buf_byte(c, &all, '\n');
    buf_add(c, &all, str_part(p->description, 0, p->description.n < 4000 ? p->description.n : 4000));
    for (size_t i = 0; i < p->features.n; i++) {
        buf_byte(c, &all, '\n');
        buf_add(c, &all, p->features.at[i]);
    }
    for (size_t i = 0; i < p->attributes.n && i < 60; i++) {
        buf_byte(c, &all, '\n');
        buf_add(c, &all, p->attributes.at[i].name);
        buf_byte(c, &all, ' ');
        buf_add(c, &all, p->attributes.at[i].value);
    }
    struct tokens t = tokens_read(c, buf_str(&all), LEX_EN);
    size_t hits[LEX_LANGUAGES];
    double share;
    tokens_small_words(&t, hits);
    l = tokens_language(&t, &share);
    if (l < LEX_LANGUAGES && ((hits[l] >= 3 && share > 0.12) || l == text_language || l == LEX_EN))
        return l; /* one stray "de" in a list of fields tells nothing */
    return known_better(&t, text_language) ? text_language : LEX_EN;
}

struct facts *facts_of(struct ctx *c, const struct product *p, enum lex_language text_language)
{
    struct facts *f = NEW(c, struct facts);
    f->language = language_of(c, p, text_language);
    fact_add(c, f, STR(""), p->title, STR("title"));
    if (p->brand.n)
        fact_add(c, f, STR("brand"), p->brand, STR("brand"))->is_attribute = true;
    if (p->category.n)
        fact_add(c, f, STR(""), p->category, STR("category"));
    for (size_t i = 0; i < p->attributes.n; i++)
        attribute_add(c, f, &p->attributes.at[i], str_fmt(c, "attributes[%zu]", i));
    for (size_t i = 0; i < p->features.n; i++)
        fact_add(c, f, STR(""), p->features.at[i], str_fmt(c, "features[%zu]", i));
    money_add(c, f, "price", product_price(p), p->currency, STR("price"));
    variants_add(c, f, p);
    if (p->description.n)
        fact_add(c, f, STR(""), p->description, STR("description"));
    else if (p->html.n)
        fact_add(c, f, STR(""), p->html, STR("html"));
    for (size_t i = 0; i < f->list.n; i++)
        implications_add(c, f->list.at[i].r);
    words_index(c, f);
    return f;
}

/* ---- citing ---------------------------------------------------------------------------------- */

static bool is_long(const struct fact *f) { return !f->n && f->text.n > 200; }

struct str fact_shown(struct ctx *c, const struct fact *f, const struct statement *s)
{
    if (f->n)
        return str_fmt(c, "%.*s = %.*s", FMT(f->name), FMT(f->text));
    if (!is_long(f))
        return f->text;
    uint32_t first = s->first, end = s->end;
    while (first > 0 && f->r->t.at[first - 1].kind != TOKEN_BREAK)
        first--;
    while (end < f->r->t.n && f->r->t.at[end].kind != TOKEN_BREAK)
        end++;
    return str_copy(c, str_part(f->text, f->r->t.at[first].from, f->r->t.at[end - 1].to));
}

struct str fact_source(struct ctx *c, const struct fact *f, const struct statement *s)
{
    return is_long(f) ? str_fmt(c, "%.*s:%u-%u", FMT(f->source), s->from, s->to) : f->source;
}
