/* data/lexicon/token.c - from bytes to words: markup and disguises off, then cut, folded and stemmed. */
#include "data/lexicon/token.h"
#include "core/word.h"
#include <stdlib.h>

/* Text without markup, and for each of its bytes where in the original it was. */
struct clean {
    char *p;
    uint32_t *at;
    size_t n;
    bool disguised;
};

static void clean_byte(struct clean *k, char byte, size_t at)
{
    k->p[k->n] = byte;
    k->at[k->n++] = (uint32_t)at;
}

static void clean_code(struct clean *k, int32_t code, size_t at)
{
    if (code < 0x80) {
        clean_byte(k, (char)code, at);
    } else if (code < 0x800) {
        clean_byte(k, (char)(0xC0 | code >> 6), at);
        clean_byte(k, (char)(0x80 | (code & 63)), at);
    } else {
        clean_byte(k, (char)(0xE0 | code >> 12), at);
        clean_byte(k, (char)(0x80 | ((code >> 6) & 63)), at);
        clean_byte(k, (char)(0x80 | (code & 63)), at);
    }
}

/* Inline markup joins what it stands in, the rest parts it. */
static bool tag_is_inline(struct str tag)
{
    static const char *const names[] = {"b",     "i",   "u",   "em",   "strong", "span", "a",
                                        "small", "sup", "sub", "mark", "font",   "wbr",  "abbr"};
    size_t from = tag.n > 1 && tag.p[1] == '/' ? 2 : 1, n = 0;
    while (from + n < tag.n && ((tag.p[from + n] | 32) >= 'a' && (tag.p[from + n] | 32) <= 'z'))
        n++;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (str_eq_case((struct str){tag.p + from, n}, str_z(names[i])))
            return true;
    return str_starts(tag, STR("<!--"));
}

/* The bytes of the tag or comment that begins at `at`; 0: this '<' is only a sign. */
static size_t tag_length(struct str s, size_t at)
{
    char next = at + 1 < s.n ? s.p[at + 1] : ' ';
    if (!((next | 32) >= 'a' && (next | 32) <= 'z') && next != '/' && next != '!')
        return 0;
    bool comment = str_starts((struct str){s.p + at, s.n - at}, STR("<!--"));
    size_t end = str_find(s, comment ? STR("-->") : STR(">"), at);
    return end == SIZE_MAX ? 0 : end + (comment ? 3 : 1) - at;
}

static const struct { char name[8]; int32_t code;
} entities[] = {
    {"amp", '&'},       {"lt", '<'},       {"gt", '>'},       {"quot", '"'},     {"apos", '\''},
    {"nbsp", ' '},      {"deg", 0xB0},     {"times", 0xD7},   {"ndash", 0x2013}, {"mdash", 0x2014},
    {"frac12", 0xBD},   {"frac14", 0xBC},  {"frac34", 0xBE},  {"euro", 0x20AC},  {"pound", 0xA3},
    {"yen", 0xA5},      {"rsquo", 0x2019}, {"lsquo", 0x2018}, {"ldquo", 0x201C}, {"rdquo", 0x201D},
    {"hellip", 0x2026}, {"bull", 0x2022},  {"middot", 0xB7},  {"auml", 0xE4},    {"ouml", 0xF6},
    {"uuml", 0xFC},     {"Auml", 0xC4},    {"Ouml", 0xD6},    {"Uuml", 0xDC},    {"szlig", 0xDF},
    {"eacute", 0xE9},   {"egrave", 0xE8},  {"agrave", 0xE0},  {"ccedil", 0xE7},  {"ntilde", 0xF1},
    {"reg", 0xAE},      {"trade", 0x2122}, {"copy", 0xA9},    {"plusmn", 0xB1},  {"sup2", 0xB2},
    {"sup3", 0xB3},     {"micro", 0xB5},   {"shy", 0xAD},     {"thinsp", ' '},   {"prime", 0x2032},
};

/* The code point that the entity at `at` stands for, and its bytes; 0: this '&' is only a sign. */
static size_t entity_length(struct str s, size_t at, int32_t *code)
{
    size_t end = at + 1;
    while (end < s.n && end - at < 10 && s.p[end] != ';' && s.p[end] != ' ' && s.p[end] != '&')
        end++;
    if (end >= s.n || s.p[end] != ';')
        return 0;
    struct str name = {s.p + at + 1, end - at - 1};
    if (name.n > 1 && name.p[0] == '#') {
        bool hex = (name.p[1] | 32) == 'x';
        long v = strtol(name.p + (hex ? 2 : 1), NULL, hex ? 16 : 10);
        *code = v > 0 && v < 0xFFFF && (v < 0xD800 || v > 0xDFFF) ? (int32_t)v : ' ';
        return end + 1 - at;
    }
    for (size_t i = 0; i < sizeof entities / sizeof *entities; i++)
        if (str_eq(name, str_z(entities[i].name)))
            return *code = entities[i].code, end + 1 - at;
    return 0;
}

/* Letters of other scripts that look Latin: code points and what they pass for. */
static int32_t look_alike(int32_t code)
{
    static const struct { uint16_t code; char latin;
    } list[] = {
        {0x430, 'a'}, {0x435, 'e'}, {0x43E, 'o'}, {0x440, 'p'}, {0x441, 'c'}, {0x443, 'y'}, {0x445, 'x'},
        {0x456, 'i'}, {0x458, 'j'}, {0x455, 's'}, {0x501, 'd'}, {0x51B, 'q'}, {0x410, 'A'}, {0x412, 'B'},
        {0x415, 'E'}, {0x41A, 'K'}, {0x41C, 'M'}, {0x41D, 'H'}, {0x41E, 'O'}, {0x420, 'P'}, {0x421, 'C'},
        {0x422, 'T'}, {0x425, 'X'}, {0x406, 'I'}, {0x3BF, 'o'}, {0x3B1, 'a'}, {0x3BD, 'v'}, {0x39F, 'O'},
        {0x391, 'A'}, {0x395, 'E'}, {0x3A1, 'P'}, {0x3A4, 'T'}, {0x131, 'i'}, {0x43C, 'm'}, {0x43A, 'k'},
        {0x442, 't'}, {0x43D, 'h'}, {0x432, 'b'}, {0x433, 'r'}, {0x438, 'u'}, {0x43F, 'n'},
    };
    for (size_t i = 0; i < sizeof list / sizeof *list; i++)
        if (list[i].code == code)
            return list[i].latin;
    return 0;
}

static bool is_latin(int32_t code)
{
    return ((code | 32) >= 'a' && (code | 32) <= 'z') || (code >= 0xC0 && code < 0x250);
}

/* Whether a letter beside this one is Latin: then a look-alike is a disguise, not a Russian word. */
static bool among_latin(struct str s, size_t at, size_t n)
{
    bool before = at > 0 && is_latin((unsigned char)s.p[at - 1] < 0x80 ? s.p[at - 1] : 0);
    return before || (at + n < s.n && (unsigned char)s.p[at + n] < 0x80 && is_latin(s.p[at + n]));
}

static bool is_unseen(int32_t code)
{
    return code == 0xAD || (code >= 0x200B && code <= 0x200F) || (code >= 0x202A && code <= 0x202E)
           || (code >= 0x2060 && code <= 0x2064) || code == 0xFEFF || (code >= 0xFE00 && code <= 0xFE0F);
}

/* One thing of the text at `at`: a tag, an entity or a character. Returns the bytes it takes. */
static size_t clean_step(struct clean *k, struct str s, size_t at)
{
    size_t n;
    int32_t code;
    if (s.p[at] == '<' && (n = tag_length(s, at))) {
        if (!tag_is_inline((struct str){s.p + at, n}))
            clean_byte(k, '\n', at);
        return n;
    }
    if (s.p[at] == '&' && (n = entity_length(s, at, &code))) {
        if (!is_unseen(code))
            clean_code(k, code, at);
        return n;
    }
    struct glyph_step g = word_step(s, at);
    int32_t latin = g.code > 0x7F ? look_alike(g.code) : 0;
    if (latin && among_latin(s, at, g.n)) {
        k->disguised |= g.code >= 0x370;
        clean_byte(k, (char)latin, at);
    } else if (!is_unseen(g.code))
        for (size_t i = 0; i < g.n; i++)
            clean_byte(k, s.p[at + i], at + i);
    return g.n;
}

static struct clean clean(struct ctx *c, struct str s)
{
    struct clean k = {arena_take(c->mem, s.n + 2), NEW_ARRAY(c, uint32_t, s.n + 2), 0, false};
    for (size_t at = 0; at < s.n;)
        at += clean_step(&k, s, at);
    k.p[k.n] = 0;
    k.at[k.n] = (uint32_t)s.n;
    return k;
}

/* ---- cutting ------------------------------------------------------------------------------- */

struct cutter {
    struct ctx *c;
    struct clean k;
    struct str s;
    LIST(struct token) list;
    struct stemmer *stemmer, *english;
    enum lex_language language;
    size_t last; /* the end of the last token in the clean text */
};

static bool separates_digits(const struct cutter *u, size_t at)
{
    char ch = u->s.p[at];
    return (ch == '.' || ch == ',' || ch == '\'') && at + 1 < u->s.n
           && word_step(u->s, at + 1).kind == GLYPH_DIGIT;
}

static size_t number_end(const struct cutter *u, size_t at)
{
    while (at < u->s.n) {
        struct glyph_step g = word_step(u->s, at);
        if (g.kind != GLYPH_DIGIT && !separates_digits(u, at))
            break;
        at += g.n;
    }
    return at;
}

static bool is_fraction(int32_t code)
{
    return (code >= 0xBC && code <= 0xBE) || (code >= 0x2150 && code <= 0x215E);
}

static size_t word_end(const struct cutter *u, size_t at)
{
    while (at < u->s.n) {
        struct glyph_step g = word_step(u->s, at);
        if (g.kind != GLYPH_LETTER || is_fraction(g.code))
            break;
        at += g.n;
    }
    return at;
}

static bool all_capitals(struct str s)
{
    size_t letters = 0;
    for (size_t i = 0; i < s.n;) {
        struct glyph_step g = word_step(s, i);
        if (!g.upper)
            return false;
        letters++;
        i += g.n;
    }
    return letters > 1;
}

/* "Grosse" for "Größe": folded; and its stems. Kept in the arena, one piece a word. */
static void token_fold(struct cutter *u, struct token *t, struct str raw)
{
    char folded[160], stem[64];
    size_t n = word_fold(raw, folded, sizeof folded - 1);
    folded[n] = 0;
    t->word = str_copy(u->c, (struct str){folded, n});
    if (t->kind != TOKEN_WORD)
        return;
    struct str e = lex_stem(u->english, LEX_EN, t->word, stem);
    t->english = e.p == t->word.p && e.n == n ? t->word : str_copy(u->c, e);
    t->stem =
        u->language == LEX_EN ? t->english : str_copy(u->c, lex_stem(u->stemmer, u->language, t->word, stem));
}

static struct token *token_add(struct cutter *u, enum token_kind kind, size_t from, size_t to)
{
    struct token *before = u->list.n ? &u->list.at[u->list.n - 1] : NULL;
    bool glued = before && u->last == from;
    if (before && glued && before->kind == TOKEN_MARK && before->glued && kind != TOKEN_MARK
        && kind != TOKEN_BREAK
        && (before->mark == '-' || before->mark == 0x2010 || before->mark == 0x2011
            || before->mark == 0x2013)) {
        u->list.n--; /* a hyphen between two tokens is a property of the second */
        struct token *t = LIST_ADD(u->c, &u->list);
        *t = (struct token){.hyphen = true};
    } else
        *LIST_ADD(u->c, &u->list) = (struct token){.glued = glued};
    struct token *t = &u->list.at[u->list.n - 1];
    t->kind = (uint8_t)kind;
    t->from = u->k.at[from];
    t->to = to ? u->k.at[to - 1] + 1 : 0;
    while (t->to < u->k.at[u->k.n] && to < u->k.n && t->to < u->k.at[to] && (u->s.p[to - 1] & 0x80)
           && kind == TOKEN_WORD)
        t->to++;
    u->last = to;
    return t;
}

/* A full stop ends a sentence unless a small letter follows it: "approx. 5 cm", "No. 1" are looked at by
 * readers. */
static bool ends_sentence(const struct cutter *u, size_t at)
{
    if (u->s.p[at] == '!' || u->s.p[at] == '?')
        return true;
    size_t i = at + 1;
    const struct token *last = u->list.n ? &u->list.at[u->list.n - 1] : NULL;
    bool abbreviation =
        last && last->kind == TOKEN_WORD && (last->word.n <= 3 || str_eq(last->word, STR("approx")));
    while (i < u->s.n && (u->s.p[i] == ' ' || u->s.p[i] == '"' || u->s.p[i] == ')'))
        i++;
    if (abbreviation && i < u->s.n && word_step(u->s, i).kind == GLYPH_DIGIT)
        return false;
    return i >= u->s.n
           || (i > at + 1 && (word_step(u->s, i).upper || word_step(u->s, i).kind != GLYPH_LETTER));
}

static size_t cut_sign(struct cutter *u, size_t at, struct glyph_step g)
{
    bool stop = g.code == '.' || g.code == '!' || g.code == '?' || g.code == 0x3002;
    bool ends = g.kind == GLYPH_LINE || (stop && ends_sentence(u, at)) || g.code == 0x2022;
    if (is_fraction(g.code)) {
        struct token *t = token_add(u, TOKEN_NUMBER, at, at + g.n);
        t->mark = g.code;
        t->word = STR("");
    } else if (ends) {
        if (u->list.n && u->list.at[u->list.n - 1].kind != TOKEN_BREAK)
            token_add(u, TOKEN_BREAK, at, at + g.n)->mark = g.code;
    } else if (g.kind == GLYPH_OTHER && g.code != '\'' && g.code != 0x2019 && g.code != 0xAE
               && g.code != 0x2122)
        token_add(u, TOKEN_MARK, at, at + g.n)->mark = g.code;
    else if (g.kind == GLYPH_OTHER)
        u->last = u->last == at ? at + g.n : u->last; /* an apostrophe or a sign of registration joins */
    return at + g.n;
}

static size_t cut_step(struct cutter *u, size_t at)
{
    struct glyph_step g = word_step(u->s, at);
    if (g.kind == GLYPH_SPACE)
        return at + g.n;
    bool digit = g.kind == GLYPH_DIGIT
                 || (g.kind == GLYPH_OTHER && g.code == '.' && separates_digits(u, at) && u->last != at);
    if (!digit && (g.kind != GLYPH_LETTER || is_fraction(g.code)))
        return cut_sign(u, at, g);
    size_t end = digit ? number_end(u, at) : word_end(u, at);
    struct str raw = {u->s.p + at, end - at};
    struct token *t = token_add(u, digit ? TOKEN_NUMBER : TOKEN_WORD, at, end);
    t->upper = g.upper;
    t->capitals = !digit && g.upper && all_capitals(raw);
    token_fold(u, t, raw);
    return end;
}

static struct tokens cut(struct ctx *c, struct clean k, enum lex_language language)
{
    struct cutter u = {.c = c, .k = k, .s = {k.p, k.n}, .language = language, .last = SIZE_MAX};
    u.stemmer = language == LEX_EN ? NULL : stemmer_open(c, lex_language_tag(language));
    for (size_t at = 0; at < u.s.n;)
        at = cut_step(&u, at);
    if (!u.list.n || u.list.at[u.list.n - 1].kind != TOKEN_BREAK)
        token_add(&u, TOKEN_BREAK, u.s.n, u.s.n)->mark = '\n';
    return (struct tokens){u.list.at, u.list.n, language, k.disguised};
}

/* ---- language ------------------------------------------------------------------------------ */

/* Small words that no other of the six languages has in this form, and that every text of some length uses.
 */
static const char small_words[LEX_LANGUAGES][420] = {
    " the and with for this you your of is are it that from or by to our which when have has its can all not "
    "in a on at as ",
    " und der die das mit fur ist ein eine einen einem einer dem den des nicht auch sich auf aus zu von im "
    "bei sie ihr ihre durch oder wird sind zum zur in so als am ",
    " le la les et avec pour une des est du dans en on a de d vous votre sur qui aux au ce cette sans sont "
    "par vos plus ou nos ne pas ",
    " el la los las de y con para una del es en su por que sin mas este esta al tu como se lo sus muy son o "
    "en a ",
    " il la gli e con per una della del di che dei delle nel si lo sono da alla dal piu questo questa non "
    "anche ed in a ",
    " het de en met voor een van is op je uw dit deze zijn ook niet te dat aan bij door om uit jouw wordt "
    "in ",
};

bool word_among(struct str word, const char *list)
{
    char between[64]; /* longer than any word of a list */
    if (!word.n || word.n + 3 > sizeof between)
        return false;
    between[0] = between[word.n + 1] = ' ';
    memcpy(between + 1, word.p, word.n);
    between[word.n + 2] = 0;
    return strstr(list, between);
}

size_t tokens_small_words(const struct tokens *t, size_t hits[LEX_LANGUAGES])
{
    size_t words = 0;
    memset(hits, 0, LEX_LANGUAGES * sizeof *hits);
    for (size_t i = 0; i < t->n; i++) {
        if (t->at[i].kind != TOKEN_WORD)
            continue;
        words++;
        for (int l = 0; l < LEX_LANGUAGES; l++)
            hits[l] += word_among(t->at[i].word, small_words[l]);
    }
    return words;
}

enum lex_language tokens_language(const struct tokens *t, double *share)
{
    size_t hits[LEX_LANGUAGES], words = tokens_small_words(t, hits);
    int best = 0, second = 1;
    for (int l = 1; l < LEX_LANGUAGES; l++) {
        if (hits[l] > hits[best])
            second = best, best = l;
        else if (l != best && (second == best || hits[l] > hits[second]))
            second = l;
    }
    *share = words ? (double)hits[best] / (double)words : 0;
    return hits[best] > hits[second] ? (enum lex_language)best : LEX_LANGUAGES;
}

struct tokens tokens_read(struct ctx *c, struct str text, enum lex_language language)
{
    struct clean k = clean(c, text);
    if (language < LEX_LANGUAGES)
        return cut(c, k, language);
    struct tokens english = cut(c, k, LEX_EN);
    double share;
    enum lex_language l = tokens_language(&english, &share);
    return l == LEX_EN || l == LEX_LANGUAGES ? english : cut(c, k, l);
}
