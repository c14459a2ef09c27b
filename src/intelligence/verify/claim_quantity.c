/* intelligence/verify/claim_quantity.c - numbers, units and designations against the facts.
 *
 * A number is supported by a fact of the same dimension, the same value after conversion, and a role
 * that fits ("30 cm wide" is not supported by a height of 30 cm).
 */
#include "intelligence/verify/claim_check.h"
#include <math.h>

/* How far off a rounded or approximate number may be. "about" in shop texts stays within a few percent. */
static const double about_share = 0.08, over_share = 0.25, same_share = 1e-6;

static double base_value(double v, uint16_t unit)
{
    return unit ? v * lex_concepts[unit].factor + lex_concepts[unit].offset : v;
}

static double unit_step(uint16_t unit) { return unit ? lex_concepts[unit].factor : 1; }

static uint8_t dimension_of(uint16_t unit)
{
    uint8_t d = unit ? lex_concepts[unit].dimension : DIM_count;
    return d == DIM_people ? DIM_count : d;
}

static bool close_to(double a, double b, double slack)
{
    return fabs(a - b) <= slack + same_share * fmax(fabs(a), fabs(b));
}

/* The last digit as written, or for round numbers after conversion the last that is not 0: 5200 g is to the
 * hundred. */
static double written_step(const struct quantity *q, double v)
{
    double step = pow(10, -q->decimals);
    for (int i = 0; q->decimals == 0 && i < 6 && v != 0 && fmod(v, step * 10) == 0; i++)
        step *= 10;
    return fmin(step, fabs(v) * 0.07);
}

/* Whether claim value v (in unit cu) states fact value w (in unit fu). */
static bool value_states(const struct quantity *q, double v, uint16_t cu, double w, uint16_t fu)
{
    double a = base_value(v, cu), b = base_value(w, fu);
    double slack = cu == fu ? 0 : 0.5 * written_step(q, v) * unit_step(cu) * 1.001;
    bool time = dimension_of(cu) == DIM_time || dimension_of(cu) == DIM_length;
    switch (q->precision) {
    case EXACT: case UP_TO:
        return close_to(a, b, slack);
    case ABOUT:
        return close_to(a, b, slack + about_share * fabs(b));
    case NEARLY:
        return a >= b - slack - same_share * fabs(b) && a <= b * (1 + 0.12) + slack;
    case OVER:
        return b >= a - slack && b <= a * (1 + over_share) + slack;
    case AT_LEAST:
        return b >= a - slack && b <= a * (time ? 1.5 : 1 + over_share) + slack;
    case UNDER:
        return b <= a + slack && b >= a * (1 - over_share) - slack;
    }
    return false;
}

static bool values_state(const struct quantity *q, uint16_t cu, const struct quantity *f, uint16_t fu)
{
    const double ends[] = {f->value, f->high, f->other};
    if (!isnan(q->high)) {
        struct quantity exact = *q;
        exact.precision = q->precision == ABOUT ? ABOUT : EXACT; /* the "from" of a range is no "at least" */
        if (!isnan(f->high))
            return value_states(&exact, q->value, cu, f->value, fu)
                   && value_states(&exact, q->high, cu, f->high, fu);
        return value_states(&exact, q->high, cu, f->value, fu) && f->precision == UP_TO;
    }
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (!isnan(ends[i]) && value_states(q, q->value, cu, ends[i], fu))
            return true;
    return !isnan(q->other) && value_states(q, q->other, cu, f->value, fu);
}

enum fit { NO_FIT, OTHER_VALUE, SAME };

/* Dimensions in common, and whether the value is the same in any of them. */
static enum fit value_fit(const struct quantity *q, const struct quantity *f)
{
    enum fit best = NO_FIT;
    for (int i = 0; i < 4 && (i == 0 || q->unit[i]); i++)
        for (int j = 0; j < 4 && (j == 0 || f->unit[j]); j++) {
            if (dimension_of(q->unit[i]) != dimension_of(f->unit[j]))
                continue;
            if (dimension_of(q->unit[i]) == DIM_money && q->unit[i] != f->unit[j])
                continue;
            if (values_state(q, q->unit[i], f, f->unit[j]))
                return SAME;
            best = OTHER_VALUE;
        }
    return best;
}

/* ---- roles ----------------------------------------------------------------------------------- */

static bool is_role(uint16_t role, const char *name)
{
    return role && strcmp(lex_concepts[role].name, name) == 0;
}

/* Roles that people use for one another, in one dimension. */
static bool roles_near(uint16_t a, uint16_t b, uint8_t dimension)
{
    static const char *const same[][6] = {
        {"weight", "net"},
        {"load", "capacity", "seats"},
        {"capacity", "net", "size"},
        {"battery_life", "play_duration", "lamp_life", "protection_time"},
        {"keep_warm", "hot_time", "cold_time"},
        {"size", "diameter", "screen", "blade", "wheel"},
        {"thickness", "depth", "height"},
        {"range", "water_depth"},
        {"ram", "size"},
        {"storage", "size", "capacity"},
        {"height", "length"},
        {"width", "length", "depth"},
        {"boil_time", "charge_time"},
        {"temperature", "wash", "oven_temp", "comfort_temp", "storage_temp"},
        {"battery", "capacity"},
        {"battery_life", "timer"},
        {"timer", "response"},
        {"burn", "battery_life"},
        {"cook_time", "boil_time"},
        {"lamp_life", "shelf"},
        {"heel", "height"},
        {"width", "diameter"},
        {"length", "cable"},
        {"age", "seats"},
        {"length", "inseam"},
        {"net", "nutrition"},
        {"price", "saving"},
        {"depth", "length"},
        {"weight", "capacity"}};
    bool hot_cold = (is_role(a, "hot_time") && is_role(b, "cold_time"))
                    || (is_role(a, "cold_time") && is_role(b, "hot_time"));
    if (lex_is(a, b) || lex_is(b, a))
        return true;
    if (hot_cold || (dimension == DIM_length && is_role(a, "height") && is_role(b, "width")))
        return false;
    for (size_t i = 0; i < sizeof same / sizeof *same; i++) {
        bool has_a = false, has_b = false;
        for (int k = 0; k < 6 && same[i][k]; k++) {
            has_a |= is_role(a, same[i][k]);
            has_b |= is_role(b, same[i][k]);
        }
        if (has_a && has_b)
            return true;
    }
    return false;
}

/* Dimensions in which a product seldom has two numbers: the role need not be looked at. */
static bool role_is_idle(uint8_t dimension)
{
    return dimension != DIM_length && dimension != DIM_mass && dimension != DIM_time && dimension != DIM_data
           && dimension != DIM_percent && dimension != DIM_temperature && dimension != DIM_volume
           && dimension != DIM_power && dimension != DIM_bitrate && dimension != DIM_frequency
           && dimension != DIM_megapixel;
}

enum role_fit { ROLES_DIFFER, ROLES_NEAR, ROLES_SAME };

static enum role_fit roles_fit(const struct quantity *q, const struct quantity *f)
{
    uint8_t d = dimension_of(q->unit[0]);
    enum role_fit best = ROLES_DIFFER;
    if (!q->role[0] || !f->role[0] || role_is_idle(d))
        return ROLES_SAME;
    for (int i = 0; i < 3 && q->role[i]; i++)
        for (int j = 0; j < 3 && f->role[j]; j++)
            if (lex_is(q->role[i], f->role[j]) || lex_is(f->role[j], q->role[i]))
                return ROLES_SAME;
            else if (roles_near(q->role[i], f->role[j], d))
                best = ROLES_NEAR;
    return best;
}

/* ---- what is counted --------------------------------------------------------------------------- */

enum { NOUNS_MAX = 4 };

/* The content words beside a bare number: "3 speed settings", "pieces: 6". Returns how many. */
static int nouns_of(const struct reading *r, const struct statement *s, const struct token **out)
{
    int n = 0;
    for (uint32_t i = s->end; i < r->t.n && i < s->end + 5 && n < 3 && !reading_clause_ends(r, i); i++) {
        if (r->t.at[i].kind == TOKEN_WORD && !reading_small(r, i))
            out[n++] = &r->t.at[i];
        else if (r->t.at[i].kind == TOKEN_WORD && n)
            break;
    }
    for (uint32_t back = 1;
         n < NOUNS_MAX && back <= 3 && back <= s->first && !reading_clause_ends(r, s->first - back); back++)
        if (r->t.at[s->first - back].kind == TOKEN_WORD && !reading_small(r, s->first - back)) {
            out[n++] = &r->t.at[s->first - back];
            break;
        }
    return n;
}

static bool same_word(const struct token *a, const struct token *b)
{
    return str_eq(a->word, b->word) || str_eq(a->stem, b->stem) || str_eq(a->english, b->english);
}

static bool word_in(const struct token *t, const struct reading *r)
{
    for (size_t i = 0; r && i < r->t.n; i++)
        if (r->t.at[i].kind == TOKEN_WORD && same_word(t, &r->t.at[i]))
            return true;
    return false;
}

/* "three ingredients" of a field that lists three. */
static bool list_counts(const struct check *k, const struct statement *s, const struct fact *f)
{
    const struct token *nouns[NOUNS_MAX];
    double parts = 1;
    for (size_t i = 0; i < f->text.n; i++)
        parts += f->text.p[i] == ',';
    if (!f->n || parts != s->q.value || parts < 2)
        return false;
    for (int i = 0, n = nouns_of(k->r, s, nouns); i < n; i++)
        if (word_in(nouns[i], f->n))
            return true;
    return false;
}

/* Whether a count of a fact is of the thing that the claim counts. */
static bool counts_same(const struct check *k, const struct statement *s, const struct fact *f,
                        const struct statement *fs)
{
    const struct token *nouns[NOUNS_MAX], *theirs[NOUNS_MAX];
    int n = nouns_of(k->r, s, nouns), m = nouns_of(f->r, fs, theirs);
    for (int i = 0; i < n; i++) {
        if (word_in(nouns[i], f->n))
            return true;
        for (int j = 0; j < m; j++)
            if (same_word(nouns[i], theirs[j]))
                return true;
    }
    for (int i = 0; i < 3 && s->q.role[i]; i++)
        for (int j = 0; j < 3 && fs->q.role[j]; j++)
            if (lex_is(s->q.role[i], fs->q.role[j]) || lex_is(fs->q.role[j], s->q.role[i]))
                return true;
    return s->q.unit[0] && fs->q.unit[0];
}

/* ---- the search ---------------------------------------------------------------------------------- */

/* Whether the field's name has to do with the sentence: for fields whose role no table knows. */
static bool name_is_near(const struct check *k, const struct statement *s, const struct fact *f)
{
    if (!f->n)
        return true;
    uint32_t first = s->first, end = s->end;
    while (first > 0 && !reading_clause_ends(k->r, first - 1))
        first--;
    while (end < k->r->t.n && !reading_clause_ends(k->r, end))
        end++;
    for (uint32_t i = first; i < end; i++)
        if (k->r->t.at[i].kind == TOKEN_WORD && !reading_small(k->r, i) && word_in(&k->r->t.at[i], f->n))
            return true;
    return false;
}

/* Whether the words beside both numbers share a root: "extend it to 2.4 m" of "extendable to 240 cm". */
static bool roots_shared(const struct check *k, const struct statement *s, const struct fact *f,
                         const struct statement *fs)
{
    for (uint32_t i = s->first > 4 ? s->first - 4 : 0; i < s->end + 3 && i < k->r->t.n; i++)
        for (uint32_t j = fs->first > 4 ? fs->first - 4 : 0; j < fs->end + 3 && j < f->r->t.n; j++) {
            struct str a = k->r->t.at[i].word, b = f->r->t.at[j].word;
            if (k->r->t.at[i].kind == TOKEN_WORD && f->r->t.at[j].kind == TOKEN_WORD && a.n > 4 && b.n > 4
                && memcmp(a.p, b.p, 5) == 0)
                return true;
        }
    return false;
}

/* "The case stretches that to 28.": a bare number that ends its clause, of prose that has it beside a word of the clause. */
static bool ends_as_told(const struct check *k, const struct statement *s, const struct fact *f, const struct statement *fs)
{
    uint32_t first = s->first;
    if (f->n || !reading_clause_ends(k->r, s->end))
        return false;
    while (first > 0 && !reading_clause_ends(k->r, first - 1))
        first--;
    for (uint32_t i = first; i < s->first; i++)
        for (uint32_t j = fs->first > 4 ? fs->first - 4 : 0; j < fs->end + 4 && j < f->r->t.n; j++)
            if (k->r->t.at[i].kind == TOKEN_WORD && !reading_small(k->r, i) && f->r->t.at[j].kind == TOKEN_WORD
                && same_word(&k->r->t.at[i], &f->r->t.at[j]))
                return true;
    return false;
}

/* Ranks: 90 same value and role; 85 the very role with another value; 80 same value, role unknown; 75 same
 * value, kindred role; below: kindred role or none, another value. */
static void quantity_weigh(const struct check *k, const struct statement *s, const struct fact *f,
                           const struct statement *fs, struct search *x)
{
    enum fit fit = value_fit(&s->q, &fs->q);
    if (fit == NO_FIT && !s->q.unit[0] && fs->q.unit[0] && s->q.value == fs->q.value
        && ((f->n && name_is_near(k, s, f)) || ends_as_told(k, s, f, fs)))
        search_offer(x, SUPPORTED, 60, f, fs); /* "a 100 x 100 VESA arm" of a field in millimetres */
    if (fit == NO_FIT)
        return;
    bool count = dimension_of(s->q.unit[0]) == DIM_count;
    enum role_fit fits = roles_fit(&s->q, &fs->q);
    bool roles = s->q.role[0] && fs->q.role[0];
    bool near = count ? counts_same(k, s, f, fs) : name_is_near(k, s, f);
    if (fit == SAME && roles && fits)
        search_offer(x, SUPPORTED, fits == ROLES_SAME ? 90 : 75, f, fs);
    else if (fit == SAME && !roles && !f->n && !count && roots_shared(k, s, f, fs))
        search_offer(x, SUPPORTED, 88, f, fs);
    else if (fit == SAME && !(roles && !fits)
             && (near
                 || (!count && fits && (!s->q.sure || !f->n || role_is_idle(dimension_of(s->q.unit[0]))))))
        search_offer(x, SUPPORTED, 80, f, fs);
    else if (fit == SAME && !s->q.sure)
        search_offer(x, SUPPORTED, count ? 30 : 60, f, fs);
    else if (fit == SAME && !roles)
        search_offer(x, SUPPORTED, 30, f, fs);
    else if (fit == OTHER_VALUE && (count ? near : roles && fits == ROLES_SAME))
        search_offer(x, CONTRADICTED,
                     roles && s->q.sure && fits == ROLES_SAME && !count ? 85
                     : s->q.sure || near                                ? 70
                                                                        : 50,
                     f, fs);
    else if (fit == OTHER_VALUE && !count && !roles)
        search_offer(x, CONTRADICTED, 20, f, fs);
}

static const char *kind_of_quantity(const struct statement *s)
{
    uint8_t d = s->q.unit[0] ? lex_concepts[s->q.unit[0]].dimension : DIM_count;
    return d == DIM_money ? "price" : d == DIM_count ? "number" : d == DIM_percent ? "percent" : "unit";
}

/* "two ways to wear it": a small number in words, of nothing the facts or tables know, is talk. */
static bool is_talk(const struct check *k, const struct statement *s)
{
    const struct token *nouns[NOUNS_MAX];
    if (!s->q.in_words || s->q.unit[0] || s->q.value > 4)
        return false;
    uint32_t at = nouns_of(k->r, s, nouns) ? (uint32_t)(nouns[0] - k->r->t.at) : 0;
    return !at || at < s->first || !reading_match(k->r, at, LEX_part);
}

/* "Eight hours at a desk, and …": a time in words that begins the sentence, of which nothing says what it is of. */
static bool is_of_day(const struct reading *r, const struct statement *s)
{
    bool begins = s->first == 0 || r->t.at[s->first - 1].kind == TOKEN_BREAK;
    return begins && s->q.in_words && dimension_of(s->q.unit[0]) == DIM_time && !s->q.role[0] && s->q.value <= 12;
}

/* A percentage of a material is of that material: "80 % cotton". */
static bool share_agrees(const struct reading *r, const struct statement *s, const struct reading *fr,
                         const struct statement *fs)
{
    if (dimension_of(s->q.unit[0]) != DIM_percent)
        return true;
    const struct match *a = s->end < r->t.n ? reading_match(r, s->end, LEX_material) : NULL;
    const struct match *b = fs->end < fr->t.n ? reading_match(fr, fs->end, LEX_material) : NULL;
    return !a || !b || lex_is(a->concept, b->concept) || lex_is(b->concept, a->concept);
}

/* "51 to 63 cm" of a field that says 51-55, 55-59 and 59-63: each end stands in the same field. */
static bool ends_stated(const struct check *k, const struct statement *s, struct search *x)
{
    for (size_t i = 0; i < k->f->list.n; i++) {
        const struct fact *f = &k->f->list.at[i];
        bool low = false, high = false;
        for (size_t j = 0; j < f->r->statements.n; j++) {
            const struct quantity *q = &f->r->statements.at[j].q;
            uint8_t kind = f->r->statements.at[j].kind;
            if ((kind != LEX_number && kind != LEX_code) || q->unit[0] != s->q.unit[0])
                continue;
            low |= q->value == s->q.value;
            high |= q->high == s->q.high || q->value == s->q.high;
        }
        if (low && high) {
            *x = (struct search){{SUPPORTED, x->found.kind, f, NULL}, 180};
            return true;
        }
    }
    return false;
}

/* The unit of the nearest number before a statement that has one. */
static uint16_t unit_ahead(const struct reading *r, const struct statement *s)
{
    while (s-- > r->statements.at && s->kind == LEX_number)
        if (s->q.unit[0])
            return s->q.unit[0];
    return 0;
}

/* The role named at token i that can be measured in a unit. NULL: none. */
static const struct match *role_of_unit(const struct reading *r, uint32_t i, uint16_t unit)
{
    for (uint32_t m = unit && i < r->t.n ? r->start[i] : 0; unit && i < r->t.n && m < r->start[i + 1]; m++)
        if (r->matches.at[m].kind == LEX_role)
            for (const uint8_t *d = lex_concepts[r->matches.at[m].concept].measures; d && *d; d++)
                if (*d == lex_concepts[unit].dimension)
                    return &r->matches.at[m];
    return NULL;
}

/* "three sizes", "two speeds": a number in words, or of a plural, counts what follows. */
static bool counts_next(const struct reading *r, const struct statement *s)
{
    const struct token *t = &r->t.at[s->end];
    return s->q.in_words || (t->kind == TOKEN_WORD && t->word.n > t->english.n && t->word.p[t->word.n - 1] == 's');
}

/* "hot for 12.": a number that ends its clause has the unit of the one before it in the sentence. */
static struct statement unit_inherited(const struct check *k, const struct statement *s)
{
    struct statement own = *s;
    const struct match *of = role_of_unit(k->r, s->end, unit_ahead(k->r, s)); /* "190 cm tall, 80 wide" */
    bool role = of != NULL && !counts_next(k->r, s);
    if (s->q.unit[0] || s == k->r->statements.at || !(role || reading_clause_ends(k->r, s->end)))
        return own;
    const struct statement *before = s - 1;
    while (role && before > k->r->statements.at && before->kind == LEX_number && !before->q.unit[0])
        before--; /* "190 cm tall, 80 wide and 32 deep" */
    for (uint32_t i = before->end; i < s->first; i++)
        if (role ? k->r->t.at[i].kind == TOKEN_BREAK : reading_clause_ends(k->r, i))
            return own;
    if (before->kind != LEX_number)
        return own;
    memcpy(own.q.unit, before->q.unit, sizeof own.q.unit);
    if (role) {
        own.q.role[0] = of->concept;
        own.q.sure = true;
    }
    return own;
}

struct finding quantity_check(const struct check *k, const struct statement *given)
{
    const struct statement own = unit_inherited(k, given), *s = &own;
    struct search x = {{UNSUPPORTED, kind_of_quantity(s), NULL, NULL}, 0};
    for (size_t i = 0; i < k->f->list.n; i++) {
        const struct fact *f = &k->f->list.at[i];
        if (!s->q.unit[0] && list_counts(k, s, f))
            search_offer(&x, SUPPORTED, 90, f, NULL);
        for (size_t j = 0; j < f->r->statements.n; j++) {
            const struct statement *fs = &f->r->statements.at[j];
            if ((fs->kind == LEX_number || fs->kind == LEX_code) && (fs->kind != LEX_code || !fs->code.n)
                && share_agrees(k->r, s, f->r, fs))
                quantity_weigh(k, s, f, fs, &x);
        }
    }
    if (x.found.verdict != SUPPORTED && !isnan(s->q.high) && ends_stated(k, s, &x))
        return x.found;
    if ((x.found.verdict == UNSUPPORTED && is_talk(k, s)) || (x.found.verdict != SUPPORTED && is_of_day(k->r, s)))
        return (struct finding){.verdict = HARMLESS};
    return x.found;
}

/* ---- designations ---------------------------------------------------------------------------------- */

static bool is_code(const struct statement *s, const char *name)
{
    return s->concept && strcmp(lex_concepts[s->concept].name, name) == 0;
}

static const char *kind_of_code(const struct statement *s)
{
    static const char *const certificates[] = {"ip_code", "iso_code",      "en_code", "din_code",
                                               "oeko",    "standard_code", "spf_code"};
    for (size_t i = 0; i < sizeof certificates / sizeof *certificates; i++)
        if (is_code(s, certificates[i]))
            return "certificate";
    if (str_starts(s->code, STR("ip")) && s->code.n <= 5)
        return "certificate";
    if (is_code(s, "size_code"))
        return "size";
    return is_code(s, "year_code") || is_code(s, "model_code") || is_code(s, "class_code") || !s->concept
               ? "model"
               : "compatibility";
}

/* The letters and digits stand in the facts, and no further digit follows them there. */
static bool squeezed_has(struct str all, struct str code)
{
    for (size_t at = str_find(all, code, 0); at != SIZE_MAX; at = str_find(all, code, at + 1)) {
        char next = at + code.n < all.n ? all.p[at + code.n] : ' ';
        if (!(next >= '0' && next <= '9') && (at == 0 || all.p[at - 1] == ' ' || code.n > 3))
            return true;
    }
    return false;
}

static bool in_range(const struct statement *s, const struct statement *fs)
{
    return !isnan(fs->q.high) && s->q.value >= fs->q.value
           && (isnan(s->q.high) ? s->q.value : s->q.high) <= fs->q.high;
}

static void code_weigh(const struct check *k, const struct statement *s, const struct fact *f,
                       const struct statement *fs, struct search *x)
{
    bool same = fs->concept && fs->concept == s->concept;
    bool bare = fs->kind == LEX_number && !fs->q.unit[0];
    if (!(fs->kind == LEX_code && fs->concept) && !bare)
        return;
    struct quantity exact = s->q;
    exact.precision = EXACT; /* "from size 38" names the size itself */
    bool equal = value_fit(&exact, &fs->q) == SAME || (is_code(s, "size_code") && in_range(s, fs));
    if (equal && (same || name_is_near(k, s, f)))
        search_offer(x, SUPPORTED, same ? 9 : 4, f, fs);
    else if (same)
        search_offer(x, CONTRADICTED, 7, f, fs);
}

struct finding code_check(const struct check *k, const struct statement *s)
{
    struct search x = {{UNSUPPORTED, kind_of_code(s), NULL, NULL}, 0};
    if (s->code.n && squeezed_has(k->f->squeezed, s->code))
        x = (struct search){{SUPPORTED, x.found.kind, NULL, NULL}, 12};
    for (size_t i = 0; i < k->f->list.n; i++) {
        const struct fact *f = &k->f->list.at[i];
        for (size_t j = 0; j < f->r->statements.n; j++) {
            const struct statement *fs = &f->r->statements.at[j];
            if (s->code.n && fs->code.n && str_eq(s->code, fs->code))
                search_offer(&x, SUPPORTED, 9, f, fs);
            else if (s->concept)
                code_weigh(k, s, f, fs, &x);
            if (s->code.n > 2 && fs->code.n > 2 && !str_eq(s->code, fs->code)
                && memcmp(s->code.p, fs->code.p, 2) == 0)
                search_offer(&x, CONTRADICTED, 5, f, fs);
        }
    }
    return x.found;
}
