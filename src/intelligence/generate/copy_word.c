/* intelligence/generate/copy_word.c - product nouns, families, everyday words, and small mends of text. */
#include "intelligence/generate/copy.h"
#include <ctype.h>

static const struct family {
    const char *id, *nouns, *moments, *tasks, *places;
} families[] = {
#define CLASS(id, nouns, moments, tasks, places) {#id, nouns, moments, tasks, places},
#include "intelligence/generate/class.def"
#undef CLASS
};

static const struct word {
    char kind;
    const char *in[LANGS];
} words[] = {
#define WORD(k, en, de, fr, es) {#k[0], {en, de, fr, es}},
#include "intelligence/generate/word.def"
#undef WORD
};

/* Sets of families, for phrases that go with many. */
static const struct { const char *name, *of; } sets[] = {
    {"soft", " top bottoms dress outer under wear bed bath "},
    {"wear", " top bottoms dress outer under wear "},
    {"eat", " coffee tea sweet food beverage "},
    {"read", " book "},
    {"body", " skin hair makeup scent groom "},
    {"hard", " brew drink bottle cook appliance prep dining store clean seat workseat table lamp decor garden grill tool"
             " car computer phone audio camera tv gaming watch toy game fit bike outdoor water music climate smart "},
};

static const struct family *family_of(const char *class)
{
    for (size_t i = 0; class && i < sizeof families / sizeof *families; i++)
        if (!strcmp(families[i].id, class))
            return &families[i];
    return NULL;
}

const char *class_part(const char *class, char part)
{
    const struct family *f = family_of(class);
    return !f ? "" : part == 'm' ? f->moments : part == 't' ? f->tasks : f->places;
}

bool class_in(const char *class, struct str set)
{
    char want[40], have[40];
    if (!class || set.n + 3 > sizeof want || set.n == 0)
        return false;
    snprintf(want, sizeof want, "%.*s", FMT(set));
    snprintf(have, sizeof have, " %s ", class);
    for (size_t i = 0; i < sizeof sets / sizeof *sets; i++)
        if (!strcmp(sets[i].name, want))
            return strstr(sets[i].of, have) != NULL;
    return !strcmp(class, want);
}

static struct str plural_of(struct ctx *c, struct str one)
{
    char last = one.n ? one.p[one.n - 1] : 0, before = one.n > 1 ? one.p[one.n - 2] : 0;
    if (last == 'y' && !strchr("aeiou", before))
        return str_fmt(c, "%.*sies", (int)one.n - 1, one.p);
    if (last == 's' || last == 'x' || (last == 'h' && (before == 'c' || before == 's')))
        return str_fmt(c, "%.*ses", FMT(one));
    return str_fmt(c, "%.*ss", FMT(one));
}

static void noun_parse(struct ctx *c, struct str entry, const char *class, struct noun *out)
{
    char mark = entry.n ? entry.p[0] : 0;
    bool marked = mark == '~' || mark == '=' || mark == '%';
    struct str body = str_copy(c, str_part(entry, marked, entry.n));
    size_t slash = str_find(body, STR("/"), 0);
    *out = (struct noun){.class = class, .mass = mark == '~', .plural_only = mark == '=', .pair = mark == '%'};
    out->one = slash == SIZE_MAX ? body : str_copy(c, str_part(body, 0, slash));
    out->many = slash != SIZE_MAX ? str_part(body, slash + 1, body.n)
                : out->mass || out->plural_only ? out->one : plural_of(c, body);
}

static bool ends_with_word(struct str text, struct str word)
{
    if (!word.n || word.n > text.n || !str_eq_case(str_part(text, text.n - word.n, text.n), word))
        return false;
    return word.n == text.n || !isalnum((unsigned char)text.p[text.n - word.n - 1]);
}

bool noun_last(struct ctx *c, struct str text, struct noun *out, bool *plural)
{
    size_t best = 0;
    for (size_t i = 0; i < sizeof families / sizeof *families; i++) {
        const char *list = families[i].nouns;
        for (struct str one_noun; str_next(&list, &one_noun);) {
            struct arena_mark mark = arena_mark(c->mem);
            struct noun n;
            noun_parse(c, one_noun, families[i].id, &n);
            bool one = ends_with_word(text, n.one), many = ends_with_word(text, n.many);
            size_t length = many ? n.many.n : n.one.n;
            if ((one || many) && length > best) {
                best = length;
                *out = n;
                *plural = n.plural_only || (many && !n.mass && (!one || n.many.n > n.one.n));
            } else
                arena_reset(c->mem, mark);
        }
    }
    return best > 0;
}

bool word_is_common(struct str word)
{
    bool plural;
    struct arena *mem = arena_open();
    struct ctx c = {.mem = mem};
    struct noun n;
    bool found = noun_last(&c, word, &n, &plural) && (n.one.n == word.n || n.many.n == word.n);
    arena_close(mem);
    for (size_t i = 0; !found && i < sizeof words / sizeof *words; i++)
        found = words[i].kind != 'P' && str_eq_case(word, str_z(words[i].in[EN]));
    return found;
}

/* The longest entry of `kind` (0: any) that `text` begins with; 0: none. */
static size_t entry_prefix(struct str text, char kind)
{
    size_t best = 0;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        struct str w = str_z(words[i].in[EN]);
        if (words[i].kind == kind && w.n > best && w.n <= text.n && str_eq_case(str_part(text, 0, w.n), w) &&
            (w.n == text.n || text.p[w.n] == ' '))
            best = w.n;
    }
    return best;
}

bool word_is_material(struct str text)
{
    bool any = false;
    while (text.n) {
        size_t n = entry_prefix(text, 'M'), other = entry_prefix(text, 'A');
        if (!n && !other)
            return false;
        any |= n > 0;
        text = str_trim(str_part(text, n ? n : other, text.n));
    }
    return any;
}

bool word_is_colour(struct str s)
{
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (words[i].kind == 'C' && str_eq_case(s, str_z(words[i].in[EN])))
            return true;
    return false;
}

const char *word_native(struct ctx *c, struct str english, enum lang l)
{
    (void)c;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (str_eq_case(english, str_z(words[i].in[EN])) && words[i].in[l][0])
            return words[i].in[l];
    return NULL;
}

const char *lang_and(enum lang l)
{
    static const char *const and_[] = {"and", "und", "et", "y"};
    return and_[l];
}

struct str list_text(struct ctx *c, const struct strs *list, const char *and_)
{
    struct buf b = {0};
    for (size_t i = 0; i < list->n; i++) {
        if (i)
            buf_fmt(c, &b, i + 1 == list->n ? " %s " : ", ", and_);
        buf_add(c, &b, list->at[i]);
    }
    return buf_str(&b);
}

static bool begins_with_one(struct str s, const char *list)
{
    for (struct str one; str_next(&list, &one);)
        if (s.n >= one.n && !strncasecmp(s.p, one.p, one.n))
            return true;
    return false;
}

/* By sound: "an hour", "an 8-inch", "an LED", but "a unit", "a USB port", "a one-hand fold". */
static bool takes_an(struct str next)
{
    if (begins_with_one(next, "unim|unin|unide|utter|uneven|urn"))
        return true;
    if (begins_with_one(next, "upf|one-|one |once|uni|use|usu|usa|usb|uk |uk-|eu|uv|ut|uhd|u-|ufo|11,|11.|180|1800|1.|18.|8."))
        return begins_with_one(next, "180|18.|8.");
    if (begins_with_one(next, "hour|honest|heir|8|11-|11 |18-|18 |x-|l-shaped|sd |sd-|ssd|hd |hd-|hdmi|led|lcd|fm |ip|"
        "spf|sk5|mdf|nfc|rgb|lp |xl |mp3|f1|m2|rj|sla |html|htc|nvme"))
        return true;
    if (next.n > 1 && strchr("FHLMNRSX", next.p[0]) && isdigit((unsigned char)next.p[1]))
        return true; /* "an M14 thread" */
    return next.n && strchr("aeiouAEIOU", next.p[0]) != NULL;
}

static bool is_article(struct str s, size_t i, size_t *n)
{
    bool at_start = i == 0 || strchr(" (\n", s.p[i - 1]);
    if (!at_start || (s.p[i] != 'a' && s.p[i] != 'A'))
        return false;
    *n = i + 1 < s.n && s.p[i + 1] == 'n' ? 2 : 1;
    return i + *n < s.n && s.p[i + *n] == ' ';
}

struct str text_mend(struct ctx *c, struct str s)
{
    struct buf b = {0};
    for (size_t i = 0, n; i < s.n; i++) {
        if (is_article(s, i, &n)) {
            bool an = takes_an(str_part(s, i + n + 1, s.n));
            buf_byte(c, &b, s.p[i]);
            if (an)
                buf_byte(c, &b, 'n');
            i += n - 1;
        } else if (s.p[i] == '.' && b.n && strchr(".!?:", b.p[b.n - 1]) && (i + 1 == s.n || s.p[i + 1] == ' '))
            continue; /* "Co.." and "it!." */
        else if (s.p[i] == ' ' && (!b.n || b.p[b.n - 1] == ' '))
            continue;
        else if (strchr(",.;:!?", s.p[i]) && b.n && b.p[b.n - 1] == ' ' && (i + 1 == s.n || s.p[i + 1] == ' '))
            b.p[b.n - 1] = s.p[i];
        else
            buf_byte(c, &b, s.p[i]);
    }
    return buf_str(&b);
}

/* "de aluminium" → "d'aluminium", "y índice" → "e índice". */
struct str text_elide(struct ctx *c, struct str s, enum lang l)
{
    static const char *const vowels[] = {"a", "e", "i", "o", "u", "é", "è", "ê", "â", "î", "A", "E", "I", "O", "U", "É"};
    static const char *const i_sounds[] = {"i", "í", "I", "Í"};
    for (size_t k = 0; l == FR && k < sizeof vowels / sizeof *vowels; k++)
        s = str_replace(c, s, str_fmt(c, " de %s", vowels[k]), str_fmt(c, " d'%s", vowels[k]));
    for (size_t k = 0; l == ES && k < sizeof i_sounds / sizeof *i_sounds; k++)
        s = str_replace(c, s, str_fmt(c, " y %s", i_sounds[k]), str_fmt(c, " e %s", i_sounds[k]));
    static const struct { enum lang l; const char *two, *one; } joined[] = {{FR, " de le ", " du "}, {FR, " de les ", " des "},
        {FR, " à le ", " au "}, {FR, " à les ", " aux "}, {ES, " de el ", " del "}, {ES, " a el ", " al "}};
    for (size_t k = 0; k < sizeof joined / sizeof *joined; k++)
        if (joined[k].l == l)
            s = str_replace(c, s, str_z(joined[k].two), str_z(joined[k].one));
    return s;
}

size_t word_count(struct str text)
{
    size_t n = 0;
    bool in = false;
    for (size_t i = 0; i < text.n; i++) {
        bool space = isspace((unsigned char)text.p[i]);
        n += !space && !in;
        in = !space;
    }
    return n;
}

bool has_word(struct str text, struct str word)
{
    for (size_t i = 0; word.n && i + word.n <= text.n; i++)
        if ((i == 0 || !isalnum((unsigned char)text.p[i - 1])) && str_eq_case(str_part(text, i, i + word.n), word) &&
            (i + word.n == text.n || !isalnum((unsigned char)text.p[i + word.n])))
            return true;
    return false;
}

/* The first letter changed; letters of two bytes in Latin-1 and their capitals differ by 0x20 in the second. */
struct str capitalise(struct ctx *c, struct str s)
{
    struct str out = str_copy(c, s);
    char *p = (char *)out.p;
    if (out.n && islower((unsigned char)p[0]))
        p[0] = (char)toupper((unsigned char)p[0]);
    else if (out.n > 1 && (unsigned char)p[0] == 0xC3 && (unsigned char)p[1] >= 0xA0 && (unsigned char)p[1] != 0xB7)
        p[1] = (char)(p[1] - 0x20);
    return out;
}

/* Adjectives that keep their capital: "Italian leather". */
static bool is_demonym(struct str word)
{
    static const char all[] = "italian|french|german|spanish|english|british|irish|scottish|swiss|swedish|danish|"
        "nordic|scandinavian|"
                              "japanese|chinese|korean|indian|egyptian|turkish|greek|american|african|european|asian|"
                                  "belgian|dutch|"
                              "portuguese|brazilian|colombian|ethiopian|kenyan|moroccan|mexican|arabica|himalayan|mediterranean|"
                              "bluetooth|christmas|easter|halloween|english|usb|wi-fi|swarovski|vibram|primaloft|"
                                  "thinsulate|lidar|polartec|velcro|kevlar|cordura|gore-tex";
    return word.n && str_among_case(word, all);
}

static bool is_place(struct str word)
{
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (words[i].kind == 'P' && str_eq_case(word, str_z(words[i].in[EN])))
            return true;
    return false;
}

struct str uncapitalise(struct ctx *c, struct str s)
{
    struct str out = str_copy(c, s);
    size_t end = 0;
    bool inner = false;
    while (end < out.n && !strchr(" ,", out.p[end])) {
        inner |= end > 0 && (isupper((unsigned char)out.p[end]) || isdigit((unsigned char)out.p[end]));
        end++;
    }
    bool name = is_place(str_part(out, 0, end)) || is_demonym(str_part(out, 0, end));
    if (out.n && !inner && !name && !(end == 1 && out.p[0] != 'A') && isupper((unsigned char)out.p[0]))
        ((char *)out.p)[0] = (char)tolower((unsigned char)out.p[0]);
    return out;
}
