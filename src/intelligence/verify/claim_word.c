/* intelligence/verify/claim_word.c - words that no table of facts knows: forbidden ones, rivals, makers'
 * names. */
#include "intelligence/verify/claim_check.h"

static void phrase_forbid(const struct check *k, struct str phrase, const char *kind)
{
    struct tokens p = tokens_read(k->c, phrase, k->r->t.language);
    size_t n = p.n ? p.n - 1 : 0; /* without the break at its end */
    for (size_t i = 0; n && i + n <= k->r->t.n; i++) {
        size_t same = 0;
        while (same < n
               && (str_eq(k->r->t.at[i + same].word, p.at[same].word)
                   || (p.at[same].kind == TOKEN_WORD && k->r->t.at[i + same].kind == TOKEN_WORD
                       && str_eq(k->r->t.at[i + same].stem, p.at[same].stem))))
            same++;
        if (same == n && k->r->t.at[i].kind != TOKEN_BREAK)
            claim_add(k, k->r->t.at[i].from, k->r->t.at[i + n - 1].to,
                      (struct finding){UNSUPPORTED, kind, NULL, NULL});
    }
}

/* Words after which a capitalised stranger is a maker, a person or a device. */
static bool names_follow(struct str w)
{
    return word_among(
        w,
        " by from like than with fits for and to your beats unlike replaces named called von wie mit par chez"
        " avec pour por para con como di da per come door van voor als met ");
}

static bool is_stranger(const struct check *k, uint32_t i)
{
    const struct token *t = &k->r->t.at[i];
    if (t->kind != TOKEN_WORD || !t->upper || t->word.n < 3 || k->r->masked[i] || facts_use(k->f, t))
        return false;
    return k->r->start[i] == k->r->start[i + 1];
}

/* Most words of the sentence begin with a capital: a headline, where capitals say nothing. */
static bool is_headline(const struct reading *r, uint32_t i)
{
    size_t words = 0, upper = 0;
    while (i > 0 && r->t.at[i - 1].kind != TOKEN_BREAK)
        i--;
    for (i++; r->t.at[i].kind != TOKEN_BREAK; i++)
        if (r->t.at[i].kind == TOKEN_WORD && r->t.at[i].word.n > 3) {
            words++;
            upper += r->t.at[i].upper;
        }
    return words > 2 && 3 * upper >= 2 * words;
}

static void names_check(const struct check *k)
{
    if (k->r->t.language == LEX_DE)
        return; /* every noun has a capital */
    for (uint32_t i = 1; i < k->r->t.n; i++) {
        const struct token *before = &k->r->t.at[i - 1];
        if (before->kind != TOKEN_WORD || !names_follow(before->word) || !is_stranger(k, i)
            || is_headline(k->r, i))
            continue;
        uint32_t end = i + 1;
        while (end < k->r->t.n && is_stranger(k, end))
            end++;
        claim_add(k, k->r->t.at[i].from, k->r->t.at[end - 1].to,
                  (struct finding){UNSUPPORTED, "brand", NULL, NULL});
        i = end;
    }
}

/* ---- what a text says is there, open to any noun --------------------------------------------- */

/* The last content word of the noun phrase that begins at i: "an integrated power bank" gives "bank". */
static uint32_t phrase_head(const struct reading *r, uint32_t i, uint32_t *first)
{
    uint32_t head = 0, words = 0;
    while (i < r->t.n && (reading_small(r, i) || r->t.at[i].kind == TOKEN_NUMBER)
           && r->t.at[i].kind != TOKEN_BREAK && !reading_clause_ends(r, i))
        i++;
    *first = i;
    for (; i < r->t.n && words < 4 && r->t.at[i].kind == TOKEN_WORD && !reading_match(r, i, LEX_stop);
         i++, words++)
        head = i;
    return head;
}

static bool head_is_claim(const struct check *k, uint32_t first, uint32_t head)
{
    const struct reading *r = k->r;
    if (r->t.language == LEX_FR || r->t.language == LEX_ES || r->t.language == LEX_IT)
        return false; /* there the head comes first, and adjectives after it */
    if (facts_use(k->f, &r->t.at[head]) || reading_match(r, head, LEX_soft))
        return false;
    for (uint32_t i = first; i <= head; i++) {
        for (uint32_t m = r->start[i]; m < r->start[i + 1]; m++)
            if (r->masked[i] || r->matches.at[m].kind <= LEX_part || r->matches.at[m].kind == LEX_unit)
                return false; /* claims of their own, or talk */
    }
    return true;
}

static bool names_head(const struct token *t, const struct token *head)
{
    return t->kind == TOKEN_WORD && (str_eq(t->word, head->word) || str_eq(t->stem, head->stem));
}

/* "saucers not included": the fact whose sentence on the thing denies it. NULL: none does, or another has it. */
static const struct fact *inclusion_denied(const struct check *k, const struct token *head)
{
    const struct fact *denied = NULL;
    for (size_t i = 0; i < k->f->list.n; i++) {
        const struct reading *r = k->f->list.at[i].r;
        bool named = false, not = false;
        for (uint32_t j = 0; j < r->t.n; j++) {
            named |= names_head(&r->t.at[j], head);
            not |= reading_match(r, j, LEX_negation) != NULL;
            if (r->t.at[j].kind != TOKEN_BREAK)
                continue;
            if (named && !not)
                return NULL;
            denied = named ? &k->f->list.at[i] : denied;
            named = not = false;
        }
    }
    return denied;
}

static void inclusion_add(const struct check *k, uint32_t first, uint32_t head)
{
    const struct fact *denied = inclusion_denied(k, &k->r->t.at[head]);
    bool not = false; /* "no built-in speakers" */
    for (uint32_t i = first; i > 0 && i + 4 > first && !reading_clause_ends(k->r, i - 1); i--)
        not |= reading_cover(k->r, i - 1, LEX_negation) != NULL;
    if (denied && !not)
        claim_add(k, k->r->t.at[first].from, k->r->t.at[head].to, (struct finding){CONTRADICTED, "part", denied, NULL});
    if (head_is_claim(k, first, head))
        claim_add(k, k->r->t.at[first].from, k->r->t.at[head].to,
                  (struct finding){UNSUPPORTED, "part", NULL, NULL});
}

/* "Footprint and lantern included.": each noun before a small word, a comma or the end of the list. */
static void inclusions_before(const struct check *k, uint32_t at)
{
    uint32_t i = at, head = UINT32_MAX;
    for (; i > 0 && k->r->t.at[i - 1].kind != TOKEN_BREAK && at - i < 10; i--) {
        const struct token *t = &k->r->t.at[i - 1];
        bool content = t->kind == TOKEN_WORD && !reading_match(k->r, i - 1, LEX_stop)
                       && !reading_match(k->r, i - 1, LEX_includes);
        bool joins = t->kind == TOKEN_MARK || i == at || word_among(t->word, " and und en is are a the ein eine der die das ");
        if ((!content && !joins) || reading_match(k->r, i - 1, LEX_negation))
            return; /* "on every hob, induction included" goes back no further than its noun */
        if (content && head == UINT32_MAX)
            head = i - 1;
        if (!content && head != UINT32_MAX) {
            inclusion_add(k, head, head);
            head = UINT32_MAX;
        }
    }
    if (head != UINT32_MAX)
        inclusion_add(k, head, head);
}

/* "… for the joints.": a word of place or purpose, and at most two more to the sentence's end. */
static bool ends_soon(const struct reading *r, uint32_t i)
{
    if (!word_among(r->t.at[i].word, " for against in on at für gegen im am an auf voor tegen "))
        return false;
    uint32_t end = i;
    while (end < r->t.n && end < i + 5 && r->t.at[end].kind == TOKEN_WORD)
        end++;
    return end <= i + 3 && end < r->t.n && r->t.at[end].kind == TOKEN_BREAK;
}

/* "With a fountain pen.": a sentence that is nothing else says that the thing is there. */
static void fragment_check(const struct check *k, uint32_t i)
{
    uint32_t first = 0, head;
    const struct match *m = reading_match(k->r, i, LEX_has);
    bool starts = i == 0 || k->r->t.at[i - 1].kind == TOKEN_BREAK;
    if (!starts || !m || k->r->masked[i])
        return;
    head = phrase_head(k->r, m->end, &first);
    if (head && head + 1 < k->r->t.n && (k->r->t.at[head + 1].kind == TOKEN_BREAK || ends_soon(k->r, head + 1)))
        inclusion_add(k, first, head);
}

static void inclusions_check(const struct check *k)
{
    for (uint32_t i = 0; i < k->r->t.n; i++) {
        const struct match *m = k->r->masked[i] ? NULL : reading_match(k->r, i, LEX_includes);
        if (!m)
            fragment_check(k, i);
        uint32_t first = 0, head;
        if (!m)
            continue;
        if (reading_clause_ends(k->r, m->end))
            inclusions_before(k, i);
        else {
            head = phrase_head(k->r, m->end, &first);
            if (head)
                inclusion_add(k, first, head);
        }
        i = m->end - 1;
    }
}

/* ---- grades: "dark roast" of a medium one -------------------------------------------------------- */

static bool grade_in(const struct reading *r, uint16_t concept, bool *any)
{
    for (size_t m = 0; m < r->matches.n; m++)
        if (r->matches.at[m].kind == LEX_grade) {
            *any = true;
            if (r->matches.at[m].concept == concept)
                return true;
        }
    return false;
}

/* Words that can mean nothing else: "once a week", "Sommerdecke"; not "long". */
static bool is_explicit(const struct reading *r, const struct match *m)
{
    enum { LONG = 9 };
    return m->end > m->first + 1 || r->t.at[m->first].word.n >= LONG;
}

/* The fact that grades another of the group: a field named after it ("fit", "closure"), or, where both are told in words that mean
 * nothing else, any. NULL: none, or one agrees. */
static const struct fact *group_denied(const struct check *k, const struct match *claimed)
{
    uint16_t concept = claimed->concept;
    const uint16_t *group = lex_concepts[concept].is;
    const struct fact *denied = NULL;
    bool explicit_ = is_explicit(k->r, claimed);
    for (size_t i = 0; group && *group && i < k->f->list.n; i++) {
        const struct fact *f = &k->f->list.at[i];
        bool named = false, other = false;
        for (size_t m = 0; f->n && m < f->n->matches.n; m++)
            named |= f->n->matches.at[m].concept == *group;
        for (size_t m = 0; m < f->r->matches.n; m++) {
            const struct match *said = &f->r->matches.at[m];
            if (said->concept == concept && (named || !explicit_ || is_explicit(f->r, said)))
                return NULL; /* "corte recto" has the stem of "corta", and agrees with no short sleeve */
            bool same_group = said->kind == LEX_grade && said->concept != *group && lex_is(said->concept, *group);
            other |= same_group && (named || (explicit_ && is_explicit(f->r, said)));
        }
        if (other)
            denied = f;
    }
    return denied;
}

/* "notes of red apple", "Noten von Apfel". */
static bool sense_is_told(const struct reading *r, uint32_t i)
{
    return i + 2 < r->t.n && reading_match(r, i, LEX_sense) && r->t.at[i + 1].word.n <= 3 && reading_small(r, i + 1)
           && !(i > 0 && reading_cover(r, i - 1, LEX_negation));
}

/* The fact that says what the product smells or tastes of: a field of that name, else a sentence. NULL: none does. */
static const struct fact *sense_fact(const struct check *k)
{
    const struct fact *told = NULL;
    for (size_t i = 0; i < k->f->list.n; i++) {
        const struct fact *f = &k->f->list.at[i];
        for (uint32_t j = 0; f->n && j < f->n->t.n; j++)
            if (reading_match(f->n, j, LEX_sense) && !reading_match(f->n, j + 1, LEX_free))
                return f;
        for (uint32_t j = 0; !told && j < f->r->t.n; j++)
            if (sense_is_told(f->r, j))
                told = f;
    }
    return told;
}

/* The field whose name has this word and whose value is graded otherwise. NULL: none, or one agrees. */
static const struct fact *grade_denied(const struct check *k, uint16_t concept, const struct token *noun)
{
    const struct fact *denied = NULL;
    for (size_t i = 0; i < k->f->list.n; i++) {
        const struct fact *f = &k->f->list.at[i];
        bool named = false, any = false;
        for (size_t j = 0; f->n && f->is_attribute && j < f->n->t.n; j++)
            named |=
                f->n->t.at[j].kind == TOKEN_WORD
                && (str_eq(f->n->t.at[j].word, noun->word) || str_eq(f->n->t.at[j].english, noun->english));
        if (grade_in(f->r, concept, &any))
            return NULL;
        for (uint32_t j = 1; any && j < f->r->t.n; j++) /* "green tea" denies "black tea" */
            named |= str_eq(f->r->t.at[j].word, noun->word) && reading_match(f->r, j - 1, LEX_grade);
        if (named && any)
            denied = f;
    }
    return denied;
}

/* "the scent of lavender" of a candle whose scent is another. */
static void senses_check(const struct check *k)
{
    for (uint32_t i = 0; i + 2 < k->r->t.n; i++) {
        const struct fact *f = sense_is_told(k->r, i) ? sense_fact(k) : NULL;
        if (!f)
            continue;
        for (uint32_t j = i + 2; j < i + 8 && j < k->r->t.n && k->r->t.at[j].kind == TOKEN_WORD; j++) {
            bool ends =
                j + 1 >= k->r->t.n || k->r->t.at[j + 1].kind != TOKEN_WORD || reading_small(k->r, j + 1);
            bool last = ends
                        && !(j + 1 < k->r->t.n
                             && (str_eq(k->r->t.at[j + 1].word, STR("and"))
                                 || str_eq(k->r->t.at[j + 1].word, STR("und"))));
            if (ends && !reading_small(k->r, j) && !facts_use(k->f, &k->r->t.at[j]))
                claim_add(k, k->r->t.at[j].from, k->r->t.at[j].to,
                          (struct finding){CONTRADICTED, "scent", f, NULL});
            if (last && !reading_small(k->r, j))
                break;
        }
    }
}

/* "A touch of rose scent" of what is fragrance-free. */
static void fragrance_check(const struct check *k)
{
    uint16_t none = lex_concept(LEX_feature, "fragrance_free");
    for (size_t i = 0; i < k->f->list.n; i++) {
        const struct fact *f = &k->f->list.at[i];
        bool free_ = false;
        for (size_t j = 0; j < f->r->statements.n; j++)
            free_ |= f->r->statements.at[j].concept == none && !f->r->statements.at[j].negated;
        for (uint32_t j = 0; free_ && j < k->r->t.n; j++) {
            const struct token *t = &k->r->t.at[j];
            bool denied = reading_match(k->r, j, LEX_feature) || reading_match(k->r, j + 1, LEX_free);
            for (uint32_t m = j > 2 ? j - 2 : 0; m < j; m++)
                denied |= reading_cover(k->r, m, LEX_negation) != NULL;
            if (!denied && word_among(t->word, " scent scents fragrance perfume duft parfum senteur fragancia profumo fragranza geur "))
                claim_add(k, t->from, t->to, (struct finding){CONTRADICTED, "scent", f, NULL});
        }
    }
}

static void grades_check(const struct check *k)
{
    for (uint32_t i = 0; i + 1 < k->r->t.n; i++) {
        const struct match *m = reading_match(k->r, i, LEX_grade);
        const struct fact *f = NULL;
        if (!m)
            continue;
        for (uint32_t a = k->r->start[i]; a < k->r->start[i + 1] && !f; a++)
            if (k->r->matches.at[a].kind == LEX_grade && !k->r->masked[i])
                f = group_denied(k, &k->r->matches.at[a]);
        if (f) {
            claim_add(k, k->r->t.at[i].from, k->r->t.at[m->end - 1].to,
                      (struct finding){CONTRADICTED, "feature", f, NULL});
            continue;
        }
        if (m->end >= k->r->t.n || k->r->t.at[m->end].kind != TOKEN_WORD)
            continue;
        f = grade_denied(k, m->concept, &k->r->t.at[m->end]);
        if (f)
            claim_add(k, k->r->t.at[i].from, k->r->t.at[m->end].to,
                      (struct finding){CONTRADICTED, "feature", f, NULL});
    }
}

void words_check(const struct check *k, const struct claims_in *in)
{
    for (size_t i = 0; i < in->banned.n; i++)
        phrase_forbid(k, in->banned.at[i], "banned");
    for (size_t i = 0; i < in->competitors.n; i++)
        phrase_forbid(k, in->competitors.at[i], "competitor");
    names_check(k);
    inclusions_check(k);
    grades_check(k);
    senses_check(k);
    fragrance_check(k);
    if (k->r->t.disguised)
        claim_add(k, 0, (uint32_t)k->text.n, (struct finding){UNSUPPORTED, "disguise", NULL, NULL});
}
