/* intelligence/answer/look/look_change.c - shades by a table of words, colours by the lexicon, each taken out of the text once. */
#include "intelligence/answer/look/look_change.h"
#include "data/lexicon/reading.h"
#include "intelligence/answer/search/search_word.h"

/* Folded words; '*' stands for any ending. The second shade is what "more" makes of the first. */
static const struct {
    enum shade shade, more;
    bool sure; /* means a colour wherever it stands */
    const char *words;
} shades[] = {
    {SHADE_PASTEL, SHADE_PASTEL, true, "pastel*"},
    {SHADE_DARKER, SHADE_DARKER, true, "darker dunkler* donkerder*"},
    {SHADE_DARK, SHADE_DARKER, false, "dark dunkel dunkle* fonce* sombre* oscur* scur* donker donkere"},
    {SHADE_LIGHTER, SHADE_LIGHTER, false, "lighter heller* lichter*"},
    {SHADE_LIGHTER, SHADE_LIGHTER, true, "paler blasser*"},
    {SHADE_LIGHT, SHADE_LIGHTER, false, "light pale hell helle hellen hellem clair claire clairs claires claro clara claros claras chiar* licht lichte"},
    {SHADE_BRIGHTER, SHADE_BRIGHTER, true, "brighter leuchtender* feller* helderder*"},
    {SHADE_VIVID, SHADE_MORE_VIVID, false,
     "bright vivid vibrant bold colourful colorful leuchtend* knallig* kraftig* farbenfroh vif vive vifs vives vivo viva vivos vivas colorid* vivac* "
     "colorat* fel felle kleurrijk*"},
    {SHADE_MORE_VIVID, SHADE_MORE_VIVID, true, "farbenfroher* kraftiger* bunter*"},
    {SHADE_MUTED, SHADE_MORE_MUTED, true, "muted subdued understated gedeckt* dezent* sobre* apagad* tenu* smorzat* ingetogen* gedempt*"},
};
static const char *const more_words = "more plus mas piu meer", *const less_words = "less moins menos meno weniger minder";
static const char *const cheaper_words = "cheaper billiger* gunstiger* preiswerter* goedkoper*";
static const char *const cheap_words = "barat* economic*", *const dear_words = "cher chere chers cheres expensive caro cara cari care teuer duur";
static const char *const colour_nouns = "colour* color* shade* tone* hue* farb* ton couleur* colore* kleur* tint*";
static const char *const but_words = "but aber mais pero ma maar only nur";
static const char *const same_words = "same dasselbe derselbe dieselbe gleich* meme mismo misma stesso stessa dezelfde hetzelfde zelfde";
static const char *const like_words = "like same this these wie dies* gleich* comme meme ceci cela ca celui* celle* como este esta esto mismo misma come quest* stess* zoals als "
                                      "dit deze dezelfde hetzelfde";

/* ---- words ------------------------------------------------------------------------------------------ */

struct said {
    uint32_t from, to;
    char word[WORD_ROOM];
    bool used;
};
struct saying {
    struct str text;
    LIST(struct said) words;
};

static bool among(const char *word, const char *list)
{
    for (const char *p = list; *p;) {
        size_t n = strcspn(p, " ");
        bool open = p[n - 1] == '*', starts = strncmp(word, p, open ? n - 1 : n) == 0;
        if (starts && (open || word[n] == 0))
            return true;
        p += n + (p[n] == ' ');
    }
    return false;
}

static void words_read(struct ctx *c, struct str text, struct saying *s)
{
    s->text = text;
    for (size_t i = 0, from = 0; i <= text.n;) {
        struct glyph_step g = i < text.n ? word_step(text, i) : (struct glyph_step){.kind = GLYPH_OTHER, .n = 1};
        bool inside = g.kind == GLYPH_LETTER || g.kind == GLYPH_DIGIT;
        if (!inside && i > from) {
            struct said *w = LIST_ADD(c, &s->words);
            *w = (struct said){.from = (uint32_t)from, .to = (uint32_t)i};
            size_t n = word_fold(str_part(text, from, i), w->word, sizeof w->word - 1);
            w->word[n] = 0;
        }
        i += g.n ? g.n : 1;
        from = inside ? from : i;
    }
}

static void drop_to(struct saying *s, size_t last)
{
    for (size_t k = 0; k <= last; k++)
        s->words.at[k].used = true;
}

/* "like this but", "the same in": what stands before says only that there is another. */
static bool reference_drop(struct saying *s)
{
    size_t same = SIZE_MAX;
    for (size_t i = 0; i < s->words.n; i++) {
        bool refers = false;
        for (size_t k = 0; k < i; k++)
            refers |= among(s->words.at[k].word, like_words);
        if (!among(s->words.at[i].word, but_words) || (i && !refers))
            continue;
        drop_to(s, i);
        return i > 0;
    }
    for (size_t i = 0; i < s->words.n && same == SIZE_MAX; i++)
        same = among(s->words.at[i].word, same_words) ? i : same;
    if (same != SIZE_MAX)
        drop_to(s, same);
    return same != SIZE_MAX;
}

static struct str span(struct ctx *c, const struct saying *s, size_t first, size_t last)
{
    return str_copy(c, str_part(s->text, s->words.at[first].from, s->words.at[last].to));
}

static void use(struct saying *s, uint32_t from, uint32_t to)
{
    for (size_t i = 0; i < s->words.n; i++)
        s->words.at[i].used |= s->words.at[i].from < to && s->words.at[i].to > from;
}

/* ---- colours ---------------------------------------------------------------------------------------- */

static void want_add(struct ctx *c, struct look_change *out, const struct strs *removed, struct look_want w)
{
    w.label = str_fmt(c, "%s%s%s%s", w.exclude ? "not " : "colour: ", w.shade == SHADE_ANY ? "" : shade_name(w.shade),
                      w.shade != SHADE_ANY && w.concept ? " " : "", w.concept ? colour_name(c, w.concept).p : "");
    for (size_t i = 0; removed && i < removed->n; i++)
        if (str_eq(removed->at[i], w.label))
            return;
    for (size_t i = 0; i < out->wants.n; i++)
        if (str_eq(out->wants.at[i].label, w.label))
            return;
    *LIST_ADD(c, &out->wants) = w;
}

/* The reading in which most is a colour: "rosa" is none in English. */
static const struct reading *reading_best(struct ctx *c, struct str text)
{
    const struct reading *best = NULL;
    size_t most = 0;
    for (int l = LEX_EN; l < LEX_LANGUAGES; l++) {
        const struct reading *r = reading_of(c, text, (enum lex_language)l);
        size_t n = 0;
        struct lab at;
        for (size_t i = 0; i < r->statements.n; i++)
            n += r->statements.at[i].kind == LEX_colour && colour_place(r->statements.at[i].concept, &at);
        if (n > most)
            most = n, best = r;
    }
    return best;
}

static bool is_used(const struct saying *s, uint32_t from, uint32_t to)
{
    for (size_t i = 0; i < s->words.n; i++)
        if (s->words.at[i].used && s->words.at[i].from < to && s->words.at[i].to > from)
            return true;
    return false;
}

/* A shade right beside the colour is of it: "pastel pink", "rosa pastello". */
static enum shade shade_beside(struct saying *s, uint32_t from, uint32_t to)
{
    for (size_t i = 0; i < s->words.n; i++) {
        bool beside = (i + 1 < s->words.n && s->words.at[i + 1].from == from) || (i > 0 && s->words.at[i - 1].to == to);
        for (size_t k = 0; beside && !s->words.at[i].used && k < sizeof shades / sizeof *shades; k++)
            if (!shade_compares(shades[k].shade) && among(s->words.at[i].word, shades[k].words)) {
                s->words.at[i].used = true;
                return shades[k].shade;
            }
    }
    return SHADE_ANY;
}

static void colours_want(struct ctx *c, struct saying *s, const struct strs *removed, struct look_change *out)
{
    const struct reading *r = reading_best(c, s->text);
    for (size_t i = 0; r && i < r->statements.n; i++) {
        const struct statement *t = &r->statements.at[i];
        struct lab at;
        if (t->kind != LEX_colour || !colour_place(t->concept, &at) || is_used(s, t->from, t->to))
            continue;
        use(s, t->from, t->to);
        struct look_want w = {.concept = t->concept, .exclude = t->negated, .words = str_copy(c, str_part(s->text, t->from, t->to))};
        w.shade = shade_beside(s, t->from, t->to);
        want_add(c, out, removed, w);
    }
}

/* ---- shades ------------------------------------------------------------------------------------------- */

/* A word that may mean a colour does so in a change, or beside "colours". */
static bool means_colour(const struct saying *s, size_t i, bool is_change)
{
    return is_change || (i > 0 && among(s->words.at[i - 1].word, colour_nouns)) ||
           (i + 1 < s->words.n && among(s->words.at[i + 1].word, colour_nouns));
}

static void shade_want(struct ctx *c, struct saying *s, size_t i, bool is_change, const struct strs *removed, struct look_change *out)
{
    const char *word = s->words.at[i].word, *before = i ? s->words.at[i - 1].word : "";
    bool more = among(before, more_words), less = among(before, less_words);
    for (size_t k = 0; k < sizeof shades / sizeof *shades; k++) {
        enum shade shade = more ? shades[k].more : shades[k].shade;
        if (!among(word, shades[k].words) || !(shades[k].sure || means_colour(s, i, is_change)))
            continue;
        if (less && shades[k].more == SHADE_MORE_VIVID)
            shade = SHADE_MORE_MUTED;
        else if (less)
            continue;
        size_t first = more || less ? i - 1 : i;
        want_add(c, out, removed, (struct look_want){.shade = shade, .words = span(c, s, first, i)});
        for (size_t w = first; w <= i; w++)
            s->words.at[w].used = true;
        for (size_t w = i ? i - 1 : i; w <= i + 1 && w < s->words.n; w++)
            s->words.at[w].used |= among(s->words.at[w].word, colour_nouns);
        return;
    }
}

static void cheaper_want(struct ctx *c, struct saying *s, size_t i, const struct strs *removed, struct look_change *out)
{
    const char *word = s->words.at[i].word, *before = i ? s->words.at[i - 1].word : "";
    bool pair = (among(before, less_words) && among(word, dear_words)) || (among(before, more_words) && among(word, cheap_words));
    if (!pair && !among(word, cheaper_words))
        return;
    for (size_t k = pair ? i - 1 : i; k <= i; k++)
        s->words.at[k].used = true;
    for (size_t k = 0; removed && k < removed->n; k++)
        if (str_eq(removed->at[k], STR("cheaper")))
            return;
    out->cheaper = true;
    out->cheaper_words = span(c, s, pair ? i - 1 : i, i);
}

void look_change_read(struct ctx *c, struct str text, bool is_change, const struct strs *removed, struct look_change *out)
{
    struct saying s = {0};
    struct buf rest = {0};
    *out = (struct look_change){0};
    words_read(c, text, &s);
    out->refers = is_change && reference_drop(&s);
    colours_want(c, &s, removed, out);
    for (size_t i = 0; i < s.words.n; i++) {
        if (!s.words.at[i].used)
            shade_want(c, &s, i, is_change, removed, out);
        if (is_change && !s.words.at[i].used)
            cheaper_want(c, &s, i, removed, out);
    }
    for (size_t i = 0; i < text.n; i++)
        buf_byte(c, &rest, is_used(&s, (uint32_t)i, (uint32_t)i + 1) ? ' ' : text.p[i]);
    out->rest = str_copy(c, str_trim(buf_str(&rest)));
}
