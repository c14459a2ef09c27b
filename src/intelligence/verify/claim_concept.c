/* intelligence/verify/claim_concept.c - materials, colours, features and other concepts against the facts.
 *
 * A concept is supported by a fact that is it or implies it (oak is wood), said of the same part where both
 * name one, and contradicted by a denial or by an attribute of the same kind that says otherwise.
 */
#include "intelligence/verify/claim_check.h"

static bool is_exclusive(uint8_t kind) /* a product that states one of these does not have the others */
{
    return kind == LEX_material || kind == LEX_colour || kind == LEX_origin || kind == LEX_brand
           || kind == LEX_size;
}

static bool is_strict(uint8_t kind) /* a claim even where it is denied or weak: what law or trust hang on */
{
    return kind == LEX_injection || kind == LEX_health || kind == LEX_environment || kind == LEX_promise
           || kind == LEX_review || kind == LEX_award;
}

/* The noun that a word describes: "steel blade", "black leather strap". NULL: none. */
static const struct token *noun_after(const struct reading *r, const struct statement *s)
{
    uint32_t i = s->end;
    for (int skipped = 0; i < r->t.n && skipped < 2 && r->t.at[i].kind == TOKEN_WORD; skipped++) {
        const struct match *m = reading_match(r, i, LEX_material);
        m = m ? m : reading_match(r, i, LEX_colour);
        if (!m || m->flags)
            break;
        i = m->end;
    }
    return i < r->t.n && r->t.at[i].kind == TOKEN_WORD && !reading_small(r, i) ? &r->t.at[i] : NULL;
}

/* "coated" and "coating", "weave" and "woven": one root, as far as letters tell. */
static bool same_root(const struct token *a, const struct token *b)
{
    size_t n = 0;
    if (a->kind != TOKEN_WORD || b->kind != TOKEN_WORD)
        return false;
    while (n < a->word.n && n < b->word.n && a->word.p[n] == b->word.p[n])
        n++;
    return n >= 4 && n + 3 >= a->word.n && n + 3 >= b->word.n;
}

static bool same_noun(const struct token *a, const struct token *b)
{
    if (!a || !b || a->kind != b->kind || (a->kind != TOKEN_WORD && a->kind != TOKEN_NUMBER))
        return false;
    return str_eq(a->word, b->word)
           || (a->kind == TOKEN_WORD && (str_eq(a->stem, b->stem) || str_eq(a->english, b->english)));
}

static bool names_noun(const struct fact *f, const struct token *noun)
{
    for (size_t i = 0; noun && f->n && i < f->n->t.n; i++)
        if (same_noun(noun, &f->n->t.at[i]))
            return true;
    return false;
}

/* "touch display" of "display: touch": all its words stand in one field. */
static bool field_uses(const struct check *k, const struct statement *s)
{
    for (size_t i = 0; i < k->f->list.n; i++) {
        const struct fact *f = &k->f->list.at[i];
        bool all = f->is_attribute && f->n && !f->denied;
        for (uint32_t j = s->first; j < s->end && all; j++) {
            bool found = false;
            for (size_t m = 0; m < f->n->t.n && !found; m++)
                found = same_noun(&k->r->t.at[j], &f->n->t.at[m]);
            for (size_t m = 0; m < f->r->t.n && !found; m++)
                found = same_noun(&k->r->t.at[j], &f->r->t.at[m]);
            all = found;
        }
        if (all)
            return true;
    }
    return false;
}

/* Whether the words of a statement stand in the facts as they are. */
static bool words_used(const struct check *k, const struct statement *s)
{
    if (s->end == s->first + 1)
        return facts_use(k->f, &k->r->t.at[s->first]);
    struct buf b = {0};
    for (uint32_t i = s->first; i < s->end; i++) {
        const struct token *t = &k->r->t.at[i];
        if (t->kind == TOKEN_MARK)
            return false;
        if (b.n && !t->glued && !t->hyphen)
            buf_byte(k->c, &b, ' ');
        buf_add(k->c, &b, t->word);
    }
    return str_has(k->f->squeezed, buf_str(&b)) || field_uses(k, s);
}

/* A field that speaks for the whole product: "material", "colour". */
static bool is_general(const struct fact *f)
{
    for (uint32_t i = 0; f->n && i < f->n->t.n; i++)
        if (f->n->t.at[i].kind == TOKEN_WORD && !reading_match(f->n, i, LEX_generic)
            && !reading_small(f->n, i))
            return false;
    return f->n && !str_eq(f->source, STR("brand"));
}

/* Whether the facts speak of a kind at all, as attributes. */
static const struct fact *fact_of_kind(const struct check *k, uint8_t kind, const struct statement **of)
{
    for (size_t i = 0; i < k->f->list.n; i++) {
        const struct fact *f = &k->f->list.at[i];
        for (size_t j = 0; f->is_attribute && !str_eq(f->source, STR("brand")) && j < f->r->statements.n; j++)
            if (f->r->statements.at[j].kind == kind && (!f->r->statements.at[j].weak || is_general(f)))
                return *of = &f->r->statements.at[j], f;
    }
    return NULL;
}

/* A look ("oak effect") is not the thing; the thing has the look. */
static bool entails(const struct statement *fs, const struct statement *s)
{
    return lex_is(fs->concept, s->concept) && (!fs->looks || s->looks || s->kind != LEX_material);
}

/* Concepts named x_… gather things of a sort that are not one another: a fork is no spoon. */
static bool is_sort(uint16_t concept) { return str_starts(str_z(lex_concepts[concept].name), STR("x_")); }

/* A field of one part ("strap material") speaks for the whole only where the sentence names that part. */
static bool applies(const struct check *k, const struct statement *s, const struct fact *f)
{
    bool specific = false;
    uint32_t first = s->first, end = s->end;
    if (!f->n || !is_exclusive(s->kind) || k->r->t.language != k->f->language)
        return true;
    while (first > 0 && k->r->t.at[first - 1].kind != TOKEN_BREAK)
        first--;
    while (end < k->r->t.n && k->r->t.at[end].kind != TOKEN_BREAK)
        end++;
    for (uint32_t i = 0; i < f->n->t.n; i++) {
        const struct token *t = &f->n->t.at[i];
        if (t->kind != TOKEN_WORD || reading_match(f->n, i, LEX_generic) || reading_small(f->n, i))
            continue;
        specific = true;
        for (uint32_t j = first; j < end; j++)
            if (same_noun(t, &k->r->t.at[j]) || same_root(t, &k->r->t.at[j]))
                return true;
    }
    return !specific;
}

/* Weaves and fibres, patterns and colours go together: a linen may be canvas, a red dress striped. */
static bool same_sort(uint16_t a, uint16_t b)
{
    static const struct {
        enum lex_kind kind;
        const char *name;
    } sorts[] = {{LEX_material, "weave"}, {LEX_colour, "pattern"}};
    for (size_t i = 0; i < sizeof sorts / sizeof *sorts; i++) {
        uint16_t sort = lex_concept(sorts[i].kind, sorts[i].name);
        if (lex_is(a, sort) != lex_is(b, sort))
            return false;
    }
    return true;
}

/* "made of oak", "100 % cotton", "aus Wolle": of the whole, unless a part is named. */
static bool is_made_of(const struct reading *r, const struct statement *s)
{
    for (uint32_t i = s->first; i > 0 && i + 3 > s->first; i--) {
        if (reading_cover(r, i - 1, LEX_made) || reading_match(r, i - 1, LEX_unit))
            return true;
        if (word_among(
                r->t.at[i - 1].word,
                " solid pure real genuine massiv massivem reiner reinem pur puro pura puur vero vera "))
            return true;
    }
    return false;
}

/* Every word that a field's name adds to its kind stands in the clause: "a back panel in oak" of "back panel:
 * MDF". */
static bool clause_names(const struct check *k, const struct statement *s, const struct fact *f,
                         uint32_t *last)
{
    uint32_t first = s->first, end = s->end, named = 0;
    if (!f->n || !f->is_attribute || !is_exclusive(s->kind))
        return false;
    while (first > 0 && !reading_clause_ends(k->r, first - 1))
        first--;
    while (end < k->r->t.n && !reading_clause_ends(k->r, end))
        end++;
    for (uint32_t i = 0; i < f->n->t.n; i++) {
        bool found = false;
        if (f->n->t.at[i].kind != TOKEN_WORD || reading_match(f->n, i, LEX_generic) || reading_small(f->n, i))
            continue;
        for (uint32_t j = first; j < end && !found; j++)
            if ((found = same_noun(&f->n->t.at[i], &k->r->t.at[j])))
                *last = j;
        if (!found)
            return false;
        named++;
    }
    return named > 0;
}

/* "pure wool", "100 % coton". */
static bool is_pure(const struct reading *r, const struct statement *s)
{
    return s->kind == LEX_material && s->first > 0
           && word_among(r->t.at[s->first - 1].word, " pure pur reine reiner reinem reines puro pura puur pura ");
}

/* "70 % wool": other things make up the rest. */
static bool is_share(const struct reading *r, const struct statement *s)
{
    for (uint32_t i = s->first; i > 0 && i + 3 > s->first; i--)
        if (r->t.at[i - 1].kind == TOKEN_NUMBER)
            return !str_eq(r->t.at[i - 1].word, STR("100"));
    return false;
}

static void concept_weigh(const struct check *k, const struct statement *s, const struct token *noun,
                          const struct fact *f, const struct reading *fr, const struct statement *fs,
                          struct search *x)
{
    if (fs->kind != s->kind || is_sort(s->concept))
        return;
    bool of_noun =
        noun && is_exclusive(s->kind) && (names_noun(f, noun) || same_noun(noun, noun_after(fr, fs)));
    uint32_t named = UINT32_MAX; /* where the clause names the field's part */
    bool clause = clause_names(k, s, f, &named),
         just_before = clause && named < s->first && s->first - named <= 4;
    bool implies = entails(fs, s), implied = lex_is(s->concept, fs->concept);
    if (is_pure(k->r, s) && is_share(fr, fs) && (implies || implied))
        return search_offer(x, CONTRADICTED, 8, f, fs);
    if (implies && !fs->negated && !s->negated)
        search_offer(x, SUPPORTED,
                     of_noun               ? 12
                     : clause              ? 10
                     : applies(k, s, f)    ? 7
                     : is_made_of(k->r, s) ? 4
                                           : 6,
                     f, fs);
    else if (implies && !fs->negated && s->negated)
        search_offer(x, CONTRADICTED, 9, f, fs);
    else if (implied && fs->negated) /* not water-resistant, so not waterproof; "dishwasher safe without its lid" has one */
        search_offer(x, s->negated ? SUPPORTED : CONTRADICTED, s->negated ? 7 : s->kind == LEX_part ? 5 : 9, f, fs);
    else if ((of_noun || just_before) && !fs->negated && !s->negated && !s->weak && f->is_attribute
             && is_exclusive(s->kind) && !lex_is(s->concept, fs->concept)
             && same_sort(s->concept, fs->concept))
        search_offer(x, CONTRADICTED, of_noun ? 11 : 8, f, fs);
    else if (is_exclusive(s->kind) && f->is_attribute && !fs->negated && !s->negated && !s->weak && !fs->weak
             && !implied && is_general(f) && same_sort(s->concept, fs->concept))
        search_offer(x, CONTRADICTED, 5, f, fs);
}

/* A denial of what the facts do not mention. "No plastic" of a steel bottle follows; "not waterproof" does
 * not. */
static struct finding denial(const struct check *k, const struct statement *s, struct finding none)
{
    const struct statement *of = NULL;
    const struct fact *f = fact_of_kind(k, s->kind, &of);
    if (is_exclusive(s->kind) && f)
        return (struct finding){SUPPORTED, none.kind, f, of};
    if (s->kind == LEX_feature || s->kind == LEX_certificate || s->kind == LEX_compatibility)
        return none;
    none.verdict = HARMLESS;
    return none;
}

/* "until the sky turns grey": the colour of the world, not of the product. */
static bool is_scenery(const struct reading *r, const struct statement *s)
{
    for (uint32_t i = s->first > 3 ? s->first - 3 : 0; i < s->end + 2 && i < r->t.n; i++)
        if ((i + 1 < s->first || i >= s->end)
            && reading_match(r, i, LEX_scenery)) /* "ocean blue" is a blue */
            return true;
    return false;
}

/* "drills through concrete", "gentle on leather": what the product is used on, not made of. */
static bool is_worked_on(const struct reading *r, const struct statement *s)
{
    for (uint32_t i = s->first; i > 0 && i + 3 > s->first; i--)
        if (reading_cover(r, i - 1, LEX_onto))
            return true;
        else if (!reading_small(r, i - 1))
            break;
    return false;
}

/* "tones that go with wood, linen and wool": what stands beside the product. */
static bool is_beside(const struct reading *r, const struct statement *s)
{
    for (uint32_t i = s->first; i > 0 && i + 6 > s->first; i--) {
        bool listed = r->t.at[i - 1].kind == TOKEN_MARK || reading_cover(r, i - 1, LEX_material);
        if (reading_cover(r, i - 1, LEX_beside))
            return true;
        if (!reading_small(r, i - 1) && !listed)
            break;
    }
    return false;
}

/* "A drawer at the bottom hides cables": who begins so says that there is one. */
static bool opens_sentence(const struct reading *r, const struct statement *s)
{
    uint32_t first = s->first;
    if (is_sort(s->concept))
        return false;
    while (first > 0 && first + 4 > s->first && r->t.at[first - 1].kind != TOKEN_BREAK)
        first--;
    return first < s->first && (first == 0 || r->t.at[first - 1].kind == TOKEN_BREAK)
           && word_among(r->t.at[first].word, " a an ein eine un une una een ") && s->end < r->t.n
           && r->t.at[s->end].kind == TOKEN_WORD;
}

/* Whether the facts state anything of this very concept: some food, for one that is food. */
static bool facts_have(const struct check *k, uint16_t concept)
{
    for (size_t i = 0; i < k->f->list.n; i++)
        for (size_t j = 0; j < k->f->list.at[i].r->statements.n; j++)
            if (k->f->list.at[i].r->statements.at[j].concept == concept)
                return true;
    return false;
}

/* "your tallest books", "even the darkest night": the most of something else. */
static bool is_of_others(const struct reading *r, const struct statement *s)
{
    for (uint32_t i = s->first; i > 0 && i + 2 > s->first; i--)
        if (word_among(r->t.at[i - 1].word, " your my their his her our even "))
            return true;
    return false;
}

static bool is_harmless(const struct check *k, const struct statement *s)
{
    const struct statement *of;
    if (s->kind == LEX_part && ((!s->has && !opens_sentence(k->r, s)) || is_worked_on(k->r, s) || (s->weak && !facts_have(k, s->concept))))
        return true;
    if ((s->kind == LEX_colour && is_scenery(k->r, s))
        || (s->kind == LEX_superlative && is_of_others(k->r, s)))
        return true;
    if ((s->looks && s->kind == LEX_origin) || (s->kind == LEX_material && is_worked_on(k->r, s)))
        return true;
    return s->weak && s->kind != LEX_part && !is_strict(s->kind) && !fact_of_kind(k, s->kind, &of);
}

/* A part that is in the product's own name or category goes without saying: a kettle has a lid only if
 * stated. */
/* Words of a field's name without "included" and the like. */
static size_t words_that_count(const struct reading *n)
{
    size_t words = 0;
    for (uint32_t i = 0; i < n->t.n; i++)
        words += n->t.at[i].kind == TOKEN_WORD && !reading_small(n, i) && !reading_match(n, i, LEX_includes)
                 && !reading_match(n, i, LEX_generic);
    return words;
}

/* "speakers: no" denies every phrase with that noun, whatever table knows it: "built-in speakers". */
static bool denied_by_name(const struct check *k, const struct statement *s, struct search *x)
{
    for (size_t i = 0; i < k->f->list.n; i++) {
        const struct fact *f = &k->f->list.at[i];
        if (f->denied && f->n->t.n > 2 && reading_match(f->n, (uint32_t)f->n->t.n - 2, LEX_free))
            continue; /* "latex-free: no" does not deny latex */
        for (uint32_t j = s->first; f->denied && j < s->end; j++)
            for (uint32_t m = 0; m < f->n->t.n; m++)
                if (same_noun(&k->r->t.at[j], &f->n->t.at[m]) && !reading_small(f->n, m)
                    && k->r->t.at[j].kind == TOKEN_WORD && words_that_count(f->n) <= s->end - s->first) {
                    search_offer(x, s->negated ? SUPPORTED : CONTRADICTED, 9, f, NULL);
                    return true;
                }
    }
    return false;
}

/* "Energy class A" of a class E: the letter after the words must be the fact's. */
static bool letters_agree(const struct reading *r, uint32_t at, const struct fact *f,
                          const struct statement *fs)
{
    uint32_t there = fs && fs->end < f->r->t.n && !f->n ? fs->end : 0;
    while (at < r->t.n && r->t.at[at].kind == TOKEN_MARK)
        at++;
    if (at >= r->t.n || r->t.at[at].word.n != 1 || !r->t.at[at].upper || there >= f->r->t.n)
        return true;
    return str_eq(r->t.at[at].word, f->r->t.at[there].word);
}

struct finding concept_check(const struct check *k, const struct statement *s)
{
    struct search x = {{UNSUPPORTED, lex_kind_name((enum lex_kind)s->kind), NULL, NULL}, 0};
    const struct token *noun = noun_after(k->r, s);
    if (denied_by_name(k, s, &x))
        return x.found;
    for (size_t i = 0; i < k->f->list.n; i++) {
        const struct fact *f = &k->f->list.at[i];
        for (size_t j = 0; j < f->r->statements.n; j++)
            concept_weigh(k, s, noun, f, f->r, &f->r->statements.at[j], &x);
        for (size_t j = 0; f->n && j < f->n->statements.n; j++)
            concept_weigh(k, s, noun, f, f->n, &f->n->statements.at[j], &x);
    }
    if (x.found.verdict == SUPPORTED && x.found.fact && s->kind == LEX_certificate
        && !letters_agree(k->r, s->end, x.found.fact, x.found.of))
        x.found.verdict = CONTRADICTED;
    bool of_others = (s->kind == LEX_colour && is_scenery(k->r, s))
                     || ((s->kind == LEX_material || s->kind == LEX_colour) && is_beside(k->r, s));
    if (x.found.verdict != SUPPORTED && of_others)
        return (struct finding){.verdict = HARMLESS};
    if (x.rank)
        return x.found;
    if (s->kind != LEX_injection && !s->negated && words_used(k, s))
        return (struct finding){SUPPORTED, x.found.kind, NULL, NULL};
    bool foreign_sort =
        is_sort(s->concept) && k->r->t.language != k->f->language; /* no table joins these across languages */
    if (foreign_sort || is_harmless(k, s))
        return (struct finding){.verdict = HARMLESS};
    if (s->negated && s->kind != LEX_injection)
        return denial(k, s, x.found);
    if (is_exclusive(s->kind) && !s->weak) {
        const struct statement *of = NULL;
        const struct fact *f = fact_of_kind(k, s->kind, &of);
        if (f && same_sort(s->concept, of->concept) && !lex_is(s->concept, of->concept))
            return (struct finding){CONTRADICTED, x.found.kind, f, of};
    }
    return x.found;
}
