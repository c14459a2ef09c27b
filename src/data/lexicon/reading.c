/* data/lexicon/reading.c - phrases of the table in a text, and what they state there. */
#include "data/lexicon/reading.h"
#include <math.h>

/* ---- phrases ------------------------------------------------------------------------------- */

static bool is_claim_kind(uint8_t kind) { return kind >= LEX_material && kind <= LEX_part; }

static bool stands_in_capitals(const struct tokens *t, uint32_t first, uint32_t end)
{
    for (uint32_t i = first; i < end; i++)
        if (t->at[i].kind == TOKEN_WORD && !t->at[i].upper)
            return false;
        else if (t->at[i].kind == TOKEN_WORD && t->at[i].word.n > 1 && t->at[i].word.n < 5
                 && !t->at[i].capitals && i == first)
            return false;
    return true;
}

/* A short English word in a text of another language is seldom English: "was", "die", "gift"; nor is a number: "au four". */
static bool is_short_stranger(const struct reading *r, const struct phrase *p, enum lex_language l, uint32_t n)
{
    uint8_t kind = lex_concepts[p->concept].kind;
    bool international = kind == LEX_unit || kind == LEX_code || kind == LEX_times || kind == LEX_compatibility;
    return l == LEX_EN && r->t.language != LEX_EN && n == 1 && !(p->flags & PHRASE_UPPER)
           && (kind == LEX_number || (strlen(p->key) < 4 && !international));
}

/* "^CE" wants capitals, "^Apple" only its first letter: short words are abbreviations, long ones names. */
static void matches_add(struct ctx *c, struct reading *r, enum lex_language l, uint32_t i, uint32_t n,
                        size_t from, size_t to)
{
    for (size_t k = from; k < to; k++) {
        const struct phrase *p = &lex_phrases[k];
        bool again = false;
        if ((p->flags & PHRASE_UPPER) && !stands_in_capitals(&r->t, i, i + n))
            continue;
        for (size_t m = r->start[i]; m < r->matches.n; m++)
            again |= r->matches.at[m].concept == p->concept && r->matches.at[m].end == i + n;
        if (!again && !is_short_stranger(r, p, l, n))
            *LIST_ADD(c, &r->matches) = (struct match){i, i + n, p->concept, lex_concepts[p->concept].kind, p->flags};
    }
}

static size_t key_join(char *key, size_t n, size_t room, struct str piece)
{
    if (n + piece.n + 2 > room)
        return room;
    memcpy(key + n, piece.p, piece.n);
    return n + piece.n;
}

static size_t key_add(char *key, size_t n, size_t room, struct str piece)
{
    if (n)
        key[n++] = ' ';
    return key_join(key, n, room, piece);
}

static struct str mark_text(int32_t code, char *out)
{
    size_t n = 0;
    if (code < 0x80)
        out[n++] = (char)code;
    else if (code < 0x800) {
        out[n++] = (char)(0xC0 | code >> 6);
        out[n++] = (char)(0x80 | (code & 63));
    } else if (code < 0x10000) {
        out[n++] = (char)(0xE0 | code >> 12);
        out[n++] = (char)(0x80 | ((code >> 6) & 63));
        out[n++] = (char)(0x80 | (code & 63));
    }
    return (struct str){out, n};
}

/* `exact`: phrases that are keyed by their words as they are, after a '='. */
static void phrases_at(struct ctx *c, struct reading *r, enum lex_language l, bool exact, uint32_t i)
{
    char key[256], sign[4];
    size_t n = 0, from, to;
    bool more = true;
    for (uint32_t k = 0; more && k < LEX_MAX_WORDS && i + k < r->t.n && r->t.at[i + k].kind != TOKEN_BREAK;
         k++) {
        const struct token *t = &r->t.at[i + k];
        struct str piece = t->kind == TOKEN_MARK     ? mark_text(t->mark, sign)
                           : t->kind == TOKEN_NUMBER ? t->word
                           : exact                   ? t->word
                           : l == LEX_EN             ? t->english
                                                     : t->stem;
        if (exact && k == 0)
            key[n++] = '=';
        n = exact && k == 0 ? key_join(key, n, sizeof key, piece) : key_add(key, n, sizeof key, piece);
        if (n >= sizeof key || piece.n == 0)
            return;
        if (lex_find(l, (struct str){key, n}, &from, &to, &more))
            matches_add(c, r, l, i, k + 1, from, to);
    }
}

static void phrases_read(struct ctx *c, struct reading *r)
{
    r->start = NEW_ARRAY(c, uint32_t, r->t.n + 1);
    for (uint32_t i = 0; i < r->t.n; i++) {
        r->start[i] = (uint32_t)r->matches.n;
        if (r->t.at[i].kind == TOKEN_BREAK)
            continue;
        if (r->t.language != LEX_EN)
            phrases_at(c, r, r->t.language, false, i);
        if (r->t.language != LEX_EN)
            phrases_at(c, r, r->t.language, true, i);
        phrases_at(c, r, LEX_EN, false, i);
    }
    r->start[r->t.n] = (uint32_t)r->matches.n;
}

const struct match *reading_match(const struct reading *r, uint32_t i, enum lex_kind kind)
{
    const struct match *best = NULL;
    for (uint32_t m = i < r->t.n ? r->start[i] : 0; i < r->t.n && m < r->start[i + 1]; m++)
        if (r->matches.at[m].kind == kind && (!best || r->matches.at[m].end > best->end))
            best = &r->matches.at[m];
    return best;
}

const struct match *reading_cover(const struct reading *r, uint32_t i, enum lex_kind kind)
{
    for (uint32_t k = 0; k < LEX_MAX_WORDS && k <= i; k++) {
        const struct match *m = reading_match(r, i - k, kind);
        if (m && m->end > i)
            return m;
    }
    return NULL;
}

bool reading_clause_ends(const struct reading *r, uint32_t i)
{
    const struct token *t = &r->t.at[i];
    if (t->kind == TOKEN_BREAK)
        return true;
    return t->kind == TOKEN_MARK
           && (t->mark == ',' || t->mark == ';' || t->mark == ':' || t->mark == '.' || t->mark == '('
               || t->mark == ')' || t->mark == '|' || t->mark == 0x2013 || t->mark == 0x2014
               || (t->mark == '-' && !t->glued));
}

bool reading_small(const struct reading *r, uint32_t i)
{
    return reading_match(r, i, LEX_stop) != NULL || r->t.at[i].word.n < 2;
}

/* ---- idioms -------------------------------------------------------------------------------- */

static uint32_t claim_end(const struct reading *r, uint32_t i)
{
    uint32_t end = i;
    for (uint32_t m = r->start[i]; m < r->start[i + 1]; m++)
        if (is_claim_kind(r->matches.at[m].kind) && r->matches.at[m].kind != LEX_part
            && r->matches.at[m].end > end)
            end = r->matches.at[m].end;
    return end;
}

static void idioms_mask(struct ctx *c, struct reading *r)
{
    r->masked = NEW_ARRAY(c, bool, r->t.n + 1);
    for (uint32_t i = 0; i < r->t.n; i++) {
        const struct match *m = reading_match(r, i, LEX_idiom);
        if (!m || claim_end(r, i) > m->end)
            continue;
        for (uint32_t k = i; k < m->end; k++)
            r->masked[k] = true;
        i = m->end - 1;
    }
}

/* ---- what stands around a statement ----------------------------------------------------------- */

/* "not too heavy aluminium": "too" after the denial takes it to the word that follows, and no further. */
static bool denies_degree(const struct reading *r, uint32_t after, uint32_t first)
{
    return after + 1 < first && r->t.at[after].kind == TOKEN_WORD
           && word_among(r->t.at[after].word, " too very overly zu sehr allzu trop très demasiado muy troppo molto te erg heel ");
}

/* Whether the words before token `first` deny it: "not waterproof", "without any plastic or lead". */
static bool denied_before(const struct reading *r, uint32_t first)
{
    uint32_t i = first;
    bool verb = false;
    for (int steps = 0; i > 0 && steps < 5; steps++) {
        i--;
        if (reading_clause_ends(r, i) || (verb && reading_match(r, i, LEX_range)))
            return false; /* "free of nickel and made in Spain" */
        verb |= reading_cover(r, i, LEX_made) && !reading_cover(r, i, LEX_negation);
        const struct match *m = r->masked[i] ? NULL : reading_cover(r, i, LEX_negation);
        if (m && m->end <= first
            && claim_end(r, m->first) <= m->end) /* the "non" of "non-stick" denies nothing else */
            return !denies_degree(r, m->end, first);
        if (r->t.at[i].kind == TOKEN_WORD && word_among(r->t.at[i].word, " but sondern sino ma mais maar "))
            return false;
    }
    return false;
}

/* "BPA-free", "nickelfrei": what follows takes the word back. */
static bool denied_after(const struct reading *r, uint32_t end)
{
    if (end >= r->t.n || r->t.at[end].kind != TOKEN_WORD)
        return false;
    const struct match *m = reading_match(r, end, LEX_free);
    if (m && !r->masked[end])
        return true;
    const struct match *not = r->masked[end] ? NULL : reading_match(r, end, LEX_negation);
    if (not && not->end < r->t.n && (reading_clause_ends(r, not->end) || reading_match(r, not->end, LEX_includes)))
        return true; /* "saucers not included", "der Trockner bleibt aus" */
    bool verb = word_among(r->t.at[end].word,
                           " is are ist sind est sont es son sono zijn "); /* "Wi-Fi is not built in" */
    return verb && end + 1 < r->t.n && !r->masked[end + 1] && reading_match(r, end + 1, LEX_negation)
           && !reading_match(r, end + 1, LEX_stop) && str_count(r->t.at[end + 1].word) >= 3;
}

static bool has_before(const struct reading *r, uint32_t first)
{
    uint32_t i = first;
    for (int steps = 0; i > 0 && steps < 4; steps++) {
        i--;
        if (r->t.at[i].kind == TOKEN_BREAK)
            return false;
        const struct match *m = reading_cover(r, i, LEX_has);
        if (m && m->end <= first)
            return true;
    }
    return false;
}

/* "a lid is included": the text says that it is there, after the fact. */
static bool has_after(const struct reading *r, uint32_t end)
{
    for (uint32_t i = end; i < end + 4 && i < r->t.n && !reading_clause_ends(r, i); i++)
        if (reading_match(r, i, LEX_includes))
            return true;
    return false;
}

static bool style_after(const struct reading *r, uint32_t end)
{
    return end < r->t.n && r->t.at[end].kind == TOKEN_WORD && reading_match(r, end, LEX_style);
}

static struct statement *statement_add(struct ctx *c, struct reading *r, uint32_t first, uint32_t end,
                                       enum lex_kind kind, uint16_t concept)
{
    struct statement *s = LIST_ADD(c, &r->statements);
    *s = (struct statement){.first = first, .end = end, .kind = (uint8_t)kind, .concept = concept,
                            .from = r->t.at[first].from, .to = r->t.at[end - 1].to};
    s->negated = denied_before(r, first) || denied_after(r, end);
    return s;
}

/* ---- statements ------------------------------------------------------------------------------ */

/* All concepts of the longest phrase that begins here. Returns the token after it; i: nothing stated. */
static uint32_t concepts_read(struct ctx *c, struct reading *r, uint32_t i)
{
    uint32_t end = i;
    for (uint32_t m = r->start[i]; m < r->start[i + 1]; m++)
        if (is_claim_kind(r->matches.at[m].kind) && r->matches.at[m].end > end)
            end = r->matches.at[m].end;
    for (uint32_t m = r->start[i]; m < r->start[i + 1]; m++) {
        const struct match *k = &r->matches.at[m];
        const struct token *t = &r->t.at[end - 1];
        bool verb = k->kind == LEX_colour && t->kind == TOKEN_WORD && t->word.n == t->english.n + 1
                    && t->word.p[t->english.n] == 's';
        if (!is_claim_kind(k->kind) || k->end != end
            || (verb && r->t.language == LEX_EN)) /* "browns them just so" */
            continue;
        struct statement *s = statement_add(c, r, i, end, (enum lex_kind)k->kind, k->concept);
        s->weak = (k->flags & PHRASE_WEAK) != 0;
        s->looks = style_after(r, end);
        s->blend = end < r->t.n && reading_match(r, end, LEX_blend);
        s->has = has_before(r, i) || has_after(r, end);
    }
    return end;
}

/* German and Dutch write "Edelstahlgehäuse", "Eichentisch": a material begins the word. */
static bool compound_read(struct ctx *c, struct reading *r, uint32_t i)
{
    const struct token *t = &r->t.at[i];
    char key[64];
    bool more;
    if ((r->t.language != LEX_DE && r->t.language != LEX_NL) || t->word.n < 8 || t->word.n > 60)
        return false;
    memcpy(key, t->word.p, t->word.n);
    for (size_t n = t->word.n - 3; n >= 4; n--) {
        size_t from, to;
        if (!lex_find(r->t.language, (struct str){key, n}, &from, &to, &more))
            continue;
        for (size_t k = from; k < to; k++) {
            const struct concept *x = &lex_concepts[lex_phrases[k].concept];
            if (x->kind == LEX_material && !(lex_phrases[k].flags & PHRASE_WEAK)) {
                statement_add(c, r, i, i + 1, (enum lex_kind)x->kind, lex_phrases[k].concept);
                return true;
            }
        }
    }
    return false;
}

static bool is_letter_code(const struct token *t) { return t->kind == TOKEN_WORD && t->word.n <= 6; }

/* "WH-1000XM5", "IP67", "RTX4070": letters and digits without a space between, that are no quantity. */
static uint32_t code_read(struct ctx *c, struct reading *r, uint32_t i)
{
    uint32_t end = i + 1;
    bool digits = r->t.at[i].kind == TOKEN_NUMBER, letters = !digits;
    if (!is_letter_code(&r->t.at[i]) && !digits)
        return i;
    while (end < r->t.n && (r->t.at[end].glued || r->t.at[end].hyphen)
           && (is_letter_code(&r->t.at[end]) || r->t.at[end].kind == TOKEN_NUMBER)) {
        if (r->t.at[end].hyphen && r->t.at[end].kind == TOKEN_WORD && !r->t.at[end].capitals)
            break;
        digits |= r->t.at[end].kind == TOKEN_NUMBER;
        letters |= r->t.at[end].kind == TOKEN_WORD;
        end++;
    }
    bool word_first = r->t.at[i].kind == TOKEN_WORD;
    bool numbered = word_first && r->t.at[i].word.n == 1 && r->t.at[i].word.p[0] == 'i'; /* "i7-8700" */
    if (!digits || !letters || end - i < 2 || !word_first || !(r->t.at[i].upper || numbered))
        return i;
    struct buf b = {0};
    for (uint32_t k = i; k < end; k++)
        buf_add(c, &b, r->t.at[k].word);
    struct statement *s = statement_add(c, r, i, end, LEX_code, 0);
    s->code = str_copy(c, buf_str(&b));
    const struct match *m = reading_match(r, i, LEX_code);
    if (m && end - m->end == 1 && r->t.at[m->end].kind == TOKEN_NUMBER) {
        s->concept = m->concept;
        s->q = (struct quantity){.high = NAN};
        s->q.value = quantity_value(r->t.at[m->end].word, r->t.language, &s->q.other, &s->q.decimals);
    }
    return end;
}

static uint32_t statements_at(struct ctx *c, struct reading *r, uint32_t i)
{
    const struct token *t = &r->t.at[i];
    uint32_t end;
    if (t->kind == TOKEN_BREAK || r->masked[i])
        return i + 1;
    bool glued = t->kind == TOKEN_WORD && t->word.n <= 4 && i + 1 < r->t.n
                 && r->t.at[i + 1].kind == TOKEN_NUMBER && r->t.at[i + 1].glued;
    if (glued && claim_end(r, i) <= i + 1 && (end = code_read(c, r, i)) > i)
        return end; /* "M185" is no size */
    if ((end = concepts_read(c, r, i)) > i && !(end == i + 1 && t->kind == TOKEN_NUMBER)) {
        uint32_t number = t->kind == TOKEN_NUMBER ? 0 : end;
        bool designates = number && number < r->t.n && r->t.at[number].kind == TOKEN_NUMBER
                          && reading_cover(r, number - 1, LEX_code);
        return designates ? number : end;
    }
    if (t->kind == TOKEN_WORD && (end = code_read(c, r, i)) > i)
        return end;
    if ((end = quantity_read(c, r, i)) > 0)
        return end;
    if (t->kind == TOKEN_WORD)
        compound_read(c, r, i);
    return i + 1;
}

struct reading *reading_of(struct ctx *c, struct str text, enum lex_language language)
{
    struct reading *r = NEW(c, struct reading);
    r->t = tokens_read(c, text, language);
    phrases_read(c, r);
    idioms_mask(c, r);
    for (uint32_t i = 0; i < r->t.n;)
        i = statements_at(c, r, i);
    return r;
}
