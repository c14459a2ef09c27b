/* data/lexicon/quantity.c - numbers as people write them: digits, words, units, ranges and "about". */
#include "data/lexicon/reading.h"
#include <math.h>
#include <stdlib.h>

enum { CHAIN_MAX = 8 }; /* numbers in one run: "30 x 20 x 10 cm" */

/* One number of a run, and what joins it to the next. */
struct link {
    struct quantity q;
    uint32_t first, end;
    bool range; /* "5 to" the next */
};

static double digits_value(struct str s, char point, int *decimals)
{
    char text[48];
    size_t n = 0;
    bool after = false;
    *decimals = 0;
    for (size_t i = 0; i < s.n && n < sizeof text - 2; i++)
        if (s.p[i] >= '0' && s.p[i] <= '9') {
            text[n++] = s.p[i];
            *decimals += after;
        } else if (s.p[i] == point && !after) {
            text[n++] = '.';
            after = true;
        }
    text[n] = 0;
    return strtod(text, NULL);
}

double quantity_value(struct str s, enum lex_language l, double *other, int *decimals)
{
    const char *last = NULL;
    int marks = 0, kinds = 0;
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] == '.' || s.p[i] == ',' || s.p[i] == '\'') {
            kinds += !last || *last != s.p[i];
            last = s.p + i;
            marks++;
        }
    *other = NAN;
    *decimals = 0;
    if (!marks)
        return digits_value(s, 0, decimals);
    size_t before = (size_t)(last - s.p), after = s.n - before - 1;
    if (kinds > 1) /* the last of two kinds is the point: 1.299,00 */
        return digits_value(s, *last, decimals);
    if (marks > 1 || *last == '\'')
        return digits_value(s, 0, decimals);
    if (after != 3 || before == 0 || before > 3 || s.p[0] == '0')
        return digits_value(s, *last, decimals);
    bool thousands = (*last == ',') == (l == LEX_EN);
    int n;
    *other = digits_value(s, thousands ? *last : 0, &n);
    return digits_value(s, thousands ? 0 : *last, thousands ? &n : decimals);
}

static double fraction_of(int32_t mark)
{
    static const struct { int32_t mark; double value;
    } list[] = {{0xBD, 0.5},     {0xBC, 0.25},    {0xBE, 0.75},    {0x2153, 1 / 3.0}, {0x2154, 2 / 3.0},
                {0x215B, 0.125}, {0x215C, 0.375}, {0x215D, 0.625}, {0x215E, 0.875}};
    for (size_t i = 0; i < sizeof list / sizeof *list; i++)
        if (list[i].mark == mark)
            return list[i].value;
    return 0.5;
}

static bool is_mark(const struct reading *r, uint32_t i, int32_t mark)
{
    return i < r->t.n && r->t.at[i].kind == TOKEN_MARK && r->t.at[i].mark == mark;
}

static bool is_digits(const struct reading *r, uint32_t i)
{
    return i < r->t.n && r->t.at[i].kind == TOKEN_NUMBER && r->t.at[i].mark == 0;
}

/* "1 700": groups of three digits parted by a space. */
static uint32_t groups_read(const struct reading *r, uint32_t i, struct quantity *q)
{
    while (is_digits(r, i) && !r->t.at[i].hyphen && r->t.at[i].word.n == 3 && r->t.at[i - 1].word.n <= 3
           && q->decimals == 0 && !memchr(r->t.at[i - 1].word.p, '.', r->t.at[i - 1].word.n)
           && !memchr(r->t.at[i].word.p, '.', 3) && !memchr(r->t.at[i].word.p, ',', 3)) {
        q->value = q->value * 1000 + atof(r->t.at[i].word.p);
        i++;
    }
    return i;
}

/* "½", "1 1/2", "3/4" after or instead of a whole number. */
static uint32_t fraction_read(const struct reading *r, uint32_t i, struct quantity *q, bool whole)
{
    if (i < r->t.n && r->t.at[i].kind == TOKEN_NUMBER && r->t.at[i].mark) {
        q->value = (whole ? q->value : 0) + fraction_of(r->t.at[i].mark);
        q->decimals = 2;
        return i + 1;
    }
    if (is_digits(r, i) && is_mark(r, i + 1, '/') && r->t.at[i + 1].glued && is_digits(r, i + 2)
        && r->t.at[i + 2].glued) {
        double a = atof(r->t.at[i].word.p), b = atof(r->t.at[i + 2].word.p);
        if (a > 0 && a < b && (b == 2 || b == 3 || b == 4 || b == 8 || b == 16)) {
            q->value = (whole ? q->value : 0) + a / b;
            q->decimals = 3;
            return i + 3;
        }
    }
    return i;
}

/* "zweiunddreißig", "tweeëndertig": units before tens in one word. */
static double joined_word(enum lex_language l, struct str w)
{
    struct str between = l == LEX_DE ? STR("und") : STR("en");
    size_t from, to, at = l == LEX_DE || l == LEX_NL ? str_find(w, between, 1) : SIZE_MAX;
    bool more;
    if (at == SIZE_MAX || at + between.n + 5 > w.n)
        return NAN;
    double sum = 0;
    struct str halves[2] = {{w.p, at}, {w.p + at + between.n, w.n - at - between.n}};
    for (int i = 0; i < 2; i++) {
        struct str key = i == 0 && str_eq(halves[0], STR("ein")) ? STR("eins") : halves[i];
        if (!lex_find(l, key, &from, &to, &more)
            || lex_concepts[lex_phrases[from].concept].kind != LEX_number)
            return NAN;
        sum += lex_concepts[lex_phrases[from].concept].factor;
    }
    return sum < 100 && sum > 20 ? sum : NAN;
}

/* "two hundred and fifty": words are added, hundreds and more multiply. */
static uint32_t words_read(const struct reading *r, uint32_t i, struct quantity *q)
{
    const struct match *m = reading_match(r, i, LEX_number);
    double total = 0, part = 0;
    bool any = false;
    double joined = !m && r->t.at[i].kind == TOKEN_WORD ? joined_word(r->t.language, r->t.at[i].word) : NAN;
    if (!isnan(joined)) {
        q->value = joined;
        q->in_words = true;
        return i + 1;
    }
    while (m) {
        double v = lex_concepts[m->concept].factor;
        if (any && v < 1)
            break;
        if (v >= 1000)
            total += (part ? part : 1) * v, part = 0;
        else if (v == 100)
            part = (part ? part : 1) * 100;
        else if (any && part > 0 && fmod(part, 100) >= 1
                 && (fmod(part, 10) != 0 || v >= 10 || fmod(part, 100) < 20))
            break; /* "two three" are two numbers */
        else
            part += v;
        any = true;
        i = m->end;
        bool joins = i + 1 < r->t.n && r->t.at[i].kind == TOKEN_WORD && str_eq(r->t.at[i].word, STR("and"))
                     && part >= 100;
        m = reading_match(r, i + joins, LEX_number);
        i += joins && m;
    }
    q->value = total + part;
    q->in_words = any;
    return i;
}

/* "-20 °C": a minus that touches the number and nothing before it. */
static bool is_negative(const struct reading *r, uint32_t i)
{
    bool minus = i > 0 && r->t.at[i].glued
                 && (is_mark(r, i - 1, '-') || is_mark(r, i - 1, 0x2212) || is_mark(r, i - 1, 0x2013));
    return minus && (i == 1 || !r->t.at[i - 1].glued);
}

static uint32_t number_read(const struct reading *r, uint32_t i, struct quantity *q)
{
    *q = (struct quantity){.high = NAN, .other = NAN};
    uint32_t end = fraction_read(r, i, q, false);
    if (end > i)
        return end;
    if (is_digits(r, i)) {
        q->value = quantity_value(r->t.at[i].word, r->t.language, &q->other, &q->decimals);
        end = groups_read(r, i + 1, q);
        if (is_negative(r, i))
            q->value = -q->value;
        const struct match *m = reading_match(r, end, LEX_number);
        if (m && lex_concepts[m->concept].factor >= 1000) {
            q->value *= lex_concepts[m->concept].factor;
            return m->end;
        }
        return fraction_read(r, end, q, true);
    }
    return r->t.at[i].kind == TOKEN_WORD && reading_match(r, i, LEX_number) ? words_read(r, i, q)
           : r->t.at[i].kind == TOKEN_WORD && !isnan(joined_word(r->t.language, r->t.at[i].word))
               ? words_read(r, i, q)
               : i;
}

/* A unit that is a common word too counts only where it touches its number: "3in", not "3 in". */
static bool unit_is_word(const struct reading *r, const struct match *m)
{
    const struct token *t = &r->t.at[m->first];
    if (m->end != m->first + 1 || t->kind != TOKEN_WORD || t->glued || t->hyphen)
        return false;
    if (m->flags & PHRASE_WEAK)
        return m->end < r->t.n && r->t.at[m->end].kind == TOKEN_WORD;
    return t->word.n == 1 && !t->upper && strchr("anjk", t->word.p[0]);
}

static uint32_t unit_read(const struct reading *r, uint32_t i, uint16_t unit[4])
{
    const struct match *best = i < r->t.n ? reading_match(r, i, LEX_unit) : NULL;
    int n = 0;
    if (!best || unit_is_word(r, best))
        return i;
    for (uint32_t m = r->start[i]; m < r->start[i + 1] && n < 4; m++)
        if (r->matches.at[m].kind == LEX_unit && r->matches.at[m].end == best->end)
            unit[n++] = r->matches.at[m].concept;
    return best->end;
}

static bool is_money(uint16_t unit) { return unit && lex_concepts[unit].dimension == DIM_money; }

/* "€ 20", "$20": the unit goes before. */
static uint32_t unit_before(const struct reading *r, uint32_t i, uint16_t unit[4])
{
    if (i == 0)
        return i;
    const struct match *m = reading_match(r, i - 1, LEX_unit);
    if (!m || m->end != i || !is_money(m->concept))
        return i;
    unit[0] = m->concept;
    return i - 1;
}

static bool is_times(const struct reading *r, uint32_t i)
{
    const struct match *m = i < r->t.n ? reading_match(r, i, LEX_times) : NULL;
    return m && m->end == i + 1 && (is_digits(r, i + 1) || (i + 1 < r->t.n && r->t.at[i + 1].mark));
}

/* A word or dash that makes a range of the numbers on both sides. */
static bool is_range(const struct reading *r, uint32_t i, bool between)
{
    if (is_mark(r, i, 0x2013) || is_mark(r, i, '-') || is_mark(r, i, 0x2014) || is_mark(r, i, '~'))
        return true;
    const struct match *m = i < r->t.n ? reading_match(r, i, LEX_range) : NULL;
    if (!m || m->end != i + 1)
        return false;
    return between || !word_among(r->t.at[i].word, " and und et y e en ");
}

/* A more special role makes the wider one idle: "keeps cold" is of cold, not of keeping at large. */
void quantity_narrow(struct quantity *q)
{
    int n = 0;
    uint16_t kept[3] = {0};
    for (int i = 0; i < 3 && q->role[i]; i++) {
        bool wider = false;
        for (int j = 0; j < 3 && q->role[j]; j++)
            wider |= j != i && q->role[j] != q->role[i] && lex_is(q->role[j], q->role[i]);
        if (!wider)
            kept[n++] = q->role[i];
    }
    memcpy(q->role, kept, sizeof kept);
}

static bool starts_number(const struct reading *r, uint32_t i)
{
    return i < r->t.n
           && (r->t.at[i].kind == TOKEN_NUMBER
               || (r->t.at[i].kind == TOKEN_WORD && reading_match(r, i, LEX_number)));
}

/* The run of numbers that begins at i. Returns how many; *end is the token after the run. */
static int chain_read(const struct reading *r, uint32_t i, struct link *list, uint32_t *end)
{
    uint32_t said = i > 0 && r->t.at[i - 1].kind == TOKEN_MARK ? i - 1 : i; /* "between $32 and" */
    bool between = said > 0 && word_among(r->t.at[said - 1].word, " between zwischen entre tra fra tussen from von de da van ");
    int n = 0;
    while (n < CHAIN_MAX) {
        struct link *k = &list[n];
        k->first = i;
        k->range = false;
        i = number_read(r, i, &k->q);
        if (i == k->first)
            break;
        uint32_t start = unit_before(r, k->first, k->q.unit);
        bool times = is_times(r, i);
        if (start < k->first)
            k->first = start;
        else if (!times)
            i = unit_read(r, i, k->q.unit);
        k->end = i;
        n++;
        bool dash = i < r->t.n && r->t.at[i].kind == TOKEN_NUMBER && r->t.at[i].hyphen;
        uint32_t next = dash ? i : i + 1;
        k->range = dash || is_range(r, i, between);
        if (!(k->range || is_times(r, i))
            || !starts_number(r, next + (k->range && unit_before(r, next + 1, (uint16_t[4]){0}) == next)))
            break;
        next += k->range && !starts_number(r, next);
        if (k->range && n >= 1 && r->t.at[next].kind == TOKEN_WORD && !k->q.in_words)
            break;
        i = next;
    }
    if (n)
        *end = list[n - 1].end;
    return n;
}

/* A unit stands for the whole run: "30 x 20 x 10 cm", "5-10 kg", "€5 to 10". */
static void units_spread(struct link *list, int n)
{
    for (int k = n - 2; k >= 0; k--)
        if (!list[k].q.unit[0])
            memcpy(list[k].q.unit, list[k + 1].q.unit, sizeof list[k].q.unit);
    for (int k = 1; k < n; k++)
        if (!list[k].q.unit[0])
            memcpy(list[k].q.unit, list[k - 1].q.unit, sizeof list[k].q.unit);
}

/* The longest that ends at the number, or one token before it: "no more than" is not "more than". */
static enum precision precision_at(const struct reading *r, uint32_t i)
{
    static const struct { enum lex_kind kind; enum precision precision; } list[] = {
        {LEX_about, ABOUT}, {LEX_over, OVER}, {LEX_under, UNDER}, {LEX_upto, UP_TO}, {LEX_least, AT_LEAST}};
    for (uint32_t back = 1; back <= 3 && back <= i; back++) {
        const struct match *longest = NULL;
        enum precision found = EXACT;
        if (r->t.at[i - back].kind == TOKEN_BREAK || is_mark(r, i - back, ','))
            return EXACT;
        for (size_t k = 0; k < sizeof list / sizeof *list; k++) {
            const struct match *m = reading_cover(r, i - back, list[k].kind);
            if (!m || m->end > i || m->end + 1 < i || (longest && m->end - m->first <= longest->end - longest->first))
                continue;
            longest = m;
            found = list[k].kind == LEX_about && lex_concepts[m->concept].name[0] == 'n' ? NEARLY : list[k].precision;
        }
        if (longest)
            return found;
    }
    return EXACT;
}

/* "5 kg or more", "10+", "50 or less", "50 max": after the number. */
static enum precision precision_after(const struct reading *r, uint32_t end, enum precision before)
{
    if (before != EXACT || end >= r->t.n)
        return before;
    const struct match *least = reading_match(r, end, LEX_least), *under = reading_match(r, end, LEX_under);
    if (least && least->end > end + 1)
        return AT_LEAST;
    if (under && (under->end > end + 1 || (r->t.at[end].word.n >= 3 && memcmp(r->t.at[end].word.p, "max", 3) == 0))
        && (under->end >= r->t.n || r->t.at[under->end].kind != TOKEN_NUMBER))
        return UP_TO;
    return is_mark(r, end, '+') ? AT_LEAST : EXACT;
}

/* ---- roles ----------------------------------------------------------------------------------- */

static bool role_can(uint16_t role, const struct quantity *q)
{
    for (const uint8_t *d = lex_concepts[role].measures; d && *d; d++) {
        if (!q->unit[0] && (*d == DIM_count || *d == DIM_people))
            return true;
        for (int k = 0; k < 4 && q->unit[k]; k++)
            if (lex_concepts[q->unit[k]].dimension == *d
                || (*d == DIM_temperature && lex_concepts[q->unit[k]].dimension == DIM_angle))
                return true;
    }
    return false;
}

static void role_add(struct quantity *q, uint16_t role, int *n)
{
    for (int k = 0; k < *n; k++)
        if (q->role[k] == role)
            return;
    if (*n < 3)
        q->role[(*n)++] = role;
}

/* Add the roles of the longest role phrases beginning at i that can measure q. Returns whether any could. */
static bool roles_at(const struct reading *r, uint32_t i, struct quantity *q, int *n)
{
    bool any = false;
    uint32_t longest = 0;
    for (uint32_t m = r->start[i]; m < r->start[i + 1]; m++)
        if (r->matches.at[m].kind == LEX_role && role_can(r->matches.at[m].concept, q)
            && r->matches.at[m].end > longest)
            longest = r->matches.at[m].end;
    for (uint32_t m = r->start[i]; m < r->start[i + 1]; m++)
        if (r->matches.at[m].kind == LEX_role && r->matches.at[m].end == longest
            && role_can(r->matches.at[m].concept, q)) {
            role_add(q, r->matches.at[m].concept, n);
            any = true;
        }
    return any;
}

/* Look outwards from the number, the nearest role first; words right after it ("wide") before those ahead. */
static void roles_read(const struct reading *r, uint32_t first, uint32_t end, struct quantity *q)
{
    int n = 0;
    bool left = true, right = true;
    if (end + 1 < r->t.n && r->t.at[end].kind == TOKEN_WORD && r->t.at[end].word.n <= 3
        && reading_match(r, end, LEX_stop) && !reading_match(r, end, LEX_times)
        && !reading_match(r, end, LEX_range) && roles_at(r, end + 1, q, &n)) {
        q->sure = true; /* "26 g of sugar" */
        return;
    }
    for (uint32_t step = 0; step < 9 && n < 3 && (left || right); step++) {
        if (right && end + step < r->t.n && !reading_clause_ends(r, end + step)
            && r->t.at[end + step].kind != TOKEN_NUMBER) {
            if (roles_at(r, end + step, q, &n) && step == 0) {
                q->sure = true;
                return;
            }
        } else
            right = false;
        bool colon = first > step && is_mark(r, first - step - 1, ':');
        if (left && first > step && (colon || !reading_clause_ends(r, first - step - 1))
            && r->t.at[first - step - 1].kind != TOKEN_NUMBER) {
            const struct match *cover = reading_cover(r, first - step - 1, LEX_role);
            uint32_t at = cover ? cover->first : first - step - 1;
            if (roles_at(r, at, q, &n) && step <= 2) {
                q->sure = true;
                return;
            }
        } else
            left = false;
    }
}

/* ---- statements ------------------------------------------------------------------------------ */

/* The designator right before a number: "Bluetooth 5.3", "size 42", "ISO 9001". 0: none. */
static uint16_t designator(const struct reading *r, uint32_t i, uint32_t *first)
{
    uint16_t found = 0;
    for (int back = 0; back < 3 && i > 0; back++) {
        while (i > 0 && r->t.at[i - 1].kind == TOKEN_MARK
               && (r->t.at[i - 1].mark == '.' || r->t.at[i - 1].mark == ':' || r->t.at[i - 1].mark == '='))
            i--;
        const struct match *m = i > 0 ? reading_cover(r, i - 1, LEX_code) : NULL;
        if (!m || m->end != i)
            break;
        found = m->concept;
        *first = m->first;
        i = m->first;
    }
    return found;
}

static void link_state(struct ctx *c, struct reading *r, struct link *k, uint32_t run_first, uint32_t run_end)
{
    uint32_t first = k->first;
    uint16_t code = k->q.unit[0] && !is_money(k->q.unit[0]) ? 0 : designator(r, run_first, &first);
    enum precision before = precision_at(r, run_first);
    k->q.precision = precision_after(r, k->end, before);
    roles_read(r, run_first, run_end, &k->q);
    quantity_narrow(&k->q);
    if (k->first != run_first)
        first = k->first;
    struct statement *s = LIST_ADD(c, &r->statements);
    *s = (struct statement){.first = first,
                            .end = k->end,
                            .from = r->t.at[first].from,
                            .to = r->t.at[k->end - 1].to,
                            .kind = code ? LEX_code : LEX_number,
                            .concept = code,
                            .q = k->q};
}

/* "2 kg 500 g", "5 ft 10 in", "1 h 30 min": one quantity in two units. */
static bool joins_smaller(const struct link *a, const struct link *b)
{
    if (!a->q.unit[0] || !b->q.unit[0])
        return false;
    const struct concept *x = &lex_concepts[a->q.unit[0]], *y = &lex_concepts[b->q.unit[0]];
    return x->dimension == y->dimension && y->factor < x->factor && x->dimension != DIM_money
           && x->dimension != DIM_percent && b->q.value * y->factor < x->factor;
}

uint32_t quantity_read(struct ctx *c, struct reading *r, uint32_t i)
{
    struct link list[CHAIN_MAX], next[CHAIN_MAX];
    uint32_t end = 0, after;
    int n = starts_number(r, i) || r->t.at[i].kind == TOKEN_WORD ? chain_read(r, i, list, &end) : 0;
    if (!n)
        return 0;
    bool decade = list[0].q.value >= 1800 && list[0].q.value < 2100 && list[0].q.unit[0]
                  && strcmp(lex_concepts[list[0].q.unit[0]].name, "s") == 0;
    if (n == 1 && (decade || (list[0].q.in_words && list[0].q.value == 1 && !list[0].q.unit[0])))
        return end; /* "1950s"; "one of", "ein", "un" */
    units_spread(list, n);
    if (n == 1 && starts_number(r, end) && chain_read(r, end, next, &after) == 1
        && joins_smaller(&list[0], &next[0])) {
        list[0].q.value +=
            next[0].q.value * lex_concepts[next[0].q.unit[0]].factor / lex_concepts[list[0].q.unit[0]].factor;
        list[0].q.decimals = 2;
        list[0].end = end = after;
    }
    uint32_t first = list[0].first;
    for (int k = 0; k < n; k++) {
        if (list[k].range && k + 1 < n && list[k + 1].q.value > list[k].q.value) {
            list[k].q.high = list[k + 1].q.value;
            list[k].end = list[k + 1].end;
            memcpy(list[k].q.unit, list[k + 1].q.unit, sizeof list[k].q.unit);
            link_state(c, r, &list[k], first, end);
            k++;
        } else
            link_state(c, r, &list[k], first, end);
    }
    return end;
}
