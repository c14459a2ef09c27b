/* intelligence/answer/look/look_want.c - what is stated goes before what is seen; where nothing is stated, the picture tells.
 *
 * "Blue" says nothing of light and dark, "navy" does: a plain colour word leaves the shade to the picture.
 */
#include "intelligence/answer/look/look_want.h"

enum { STATED_MOST = 8 };
static const double share_least = 0.35;  /* of the picture: the product's colour, not its trimmings */
static const double share_shown = 0.25;  /* of a colour that is not wanted */

struct stated { /* colours that the shop states, the most special of each line */
    uint16_t concept[STATED_MOST];
    size_t n;
};

static bool is_colour(uint16_t concept)
{
    struct lab at;
    return lex_concepts[concept].kind == LEX_colour && colour_place(concept, &at);
}

static struct stated stated_of(const struct search_index *x, uint32_t doc)
{
    struct stated out = {0};
    const struct search_column *d = &x->doc[doc];
    for (uint32_t i = d->concept; i < d->concept + d->n_concept && out.n < STATED_MOST; i++) {
        bool entailed = false;
        for (uint32_t k = d->concept; k < d->concept + d->n_concept; k++)
            entailed |= k != i && lex_concepts[x->concept[k]].kind == LEX_colour && lex_is(x->concept[k], x->concept[i]);
        if (!entailed && is_colour(x->concept[i]))
            out.concept[out.n++] = x->concept[i];
    }
    return out;
}

/* Black, white and grey, and whatever is a kind of another colour. */
static bool tells_shade(uint16_t concept)
{
    const char *name = lex_concepts[concept].name;
    return (lex_concepts[concept].is && lex_concepts[concept].is[0]) || !strcmp(name, "black") || !strcmp(name, "white") || !strcmp(name, "grey");
}

/* Lightness, and chroma in place of a: what shades look at, of all that is shown. */
static struct lab mean_of(const struct look_tones *t)
{
    double l = 0, chroma = 0, all = 0;
    for (size_t i = 0; i < t->n; i++)
        l += t->tone[i].share * t->tone[i].at.l, chroma += t->tone[i].share * lab_chroma(t->tone[i].at), all += t->tone[i].share;
    return all > 0 ? (struct lab){l / all, chroma / all, 0} : (struct lab){0};
}

static bool has_tones(const struct look_tones *t) { return t && t->n; }

/* ---- by the shop ------------------------------------------------------------------------------------- */

enum verdict { SAYS_NOTHING, SAYS_NO, SAYS_YES };

/* Where the product that is compared with states a colour that tells, or any where it has no picture. */
static bool reference_place(const struct search_index *x, const struct look_reference *than, struct lab *out)
{
    struct stated s = than->doc == TERM_NONE ? (struct stated){0} : stated_of(x, (uint32_t)than->doc);
    return s.n && (tells_shade(s.concept[0]) || !has_tones(than->tones)) && colour_place(s.concept[0], out);
}

static enum verdict by_statement(struct ctx *c, const struct search_index *x, const struct look_want *w, uint32_t doc, const struct look_reference *than,
                                 struct str *told)
{
    struct stated s = stated_of(x, doc);
    struct lab place, other = {0};
    enum verdict v = SAYS_NOTHING;
    bool compares = shade_compares(w->shade), known = !compares || reference_place(x, than, &other);
    for (size_t i = 0; i < s.n; i++) {
        bool named = !w->concept || lex_is(s.concept[i], w->concept);
        if (w->shade != SHADE_ANY && (!known || (named && !tells_shade(s.concept[i]))))
            continue; /* neither yes nor no */
        v = v == SAYS_NOTHING ? SAYS_NO : v;
        if (!named || !colour_place(s.concept[i], &place) || !shade_is(w->shade, place, other))
            continue;
        *told = str_fmt(c, "%s: %s, as stated", w->shade == SHADE_ANY ? "colour" : shade_name(w->shade), colour_name(c, s.concept[i]).p);
        return SAYS_YES;
    }
    return v;
}

/* ---- by the picture ------------------------------------------------------------------------------------ */

static double share_of(const struct look_want *w, const struct look_tones *t, struct lab than, const struct look_tone **most)
{
    double share = 0;
    *most = NULL;
    for (size_t i = 0; i < t->n; i++) {
        const struct look_tone *tone = &t->tone[i];
        if ((w->concept && !lex_is(tone->concept, w->concept)) || !shade_is(w->shade, tone->at, than))
            continue;
        share += tone->share;
        *most = !*most || tone->share > (*most)->share ? tone : *most;
    }
    return share;
}

static enum verdict by_picture(struct ctx *c, const struct look_want *w, const struct look_tones *t, const struct look_reference *than, bool states,
                               struct str *told)
{
    const struct look_tone *most;
    const char *also = states ? "" : "; no colour is stated";
    if (!has_tones(t))
        return SAYS_NOTHING;
    if (shade_compares(w->shade)) {
        if (!has_tones(than->tones))
            return SAYS_NOTHING;
        *told = str_fmt(c, "%s by its picture%s", shade_name(w->shade), also);
        return shade_is(w->shade, mean_of(t), mean_of(than->tones)) ? SAYS_YES : SAYS_NO;
    }
    double share = share_of(w, t, (struct lab){0}, &most);
    if (share < (w->exclude ? share_shown : share_least))
        return SAYS_NO;
    *told = str_fmt(c, "%s%s by its picture: %.0f %% %s%s", w->shade == SHADE_ANY ? "" : shade_name(w->shade),
                    w->shade == SHADE_ANY ? colour_name(c, w->concept).p : "", 100 * (share < 1 ? share : 1), colour_name(c, most->concept).p, also);
    return SAYS_YES;
}

bool look_keeps(struct ctx *c, const struct search_index *x, const struct look_want *w, uint32_t doc, const struct look_tones *tones,
                const struct look_reference *than, struct str *told)
{
    struct str by = {0};
    enum verdict v = by_statement(c, x, w, doc, than, &by);
    if (v == SAYS_NOTHING)
        v = by_picture(c, w, tones, than, stated_of(x, doc).n > 0, &by);
    if (!w->exclude)
        *told = by;
    else if (v != SAYS_YES)
        *told = str_fmt(c, "not %s", colour_name(c, w->concept).p);
    return w->exclude ? v != SAYS_YES : v == SAYS_YES;
}
