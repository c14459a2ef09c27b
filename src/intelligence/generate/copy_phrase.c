/* intelligence/generate/copy_phrase.c - filling the stock's phrases with facts. */
#include "core/rand.h"
#include "intelligence/generate/copy.h"
#include <ctype.h>

enum { L = PLAIN, W = WARM, P = PLAYFUL, X = PREMIUM, T = TECHNICAL, A = ANY_TONE };

struct row {
    enum fact_kind kind;
    enum form form;
    unsigned tones;
    const char *where, *text;
};
#define SAY(kind, form, tones, where, text) {K_##kind, form, tones, where, text},
#define FRAME(form, tones, where, text) {K_ANY, form, tones, where, text},
static const struct row en[] = {
#include "intelligence/generate/phrase_en.def"
#include "intelligence/generate/frame_en.def"
};
#undef SAY
#undef FRAME

static const struct { const char *words, *families, *clause; } benefits[] = {
#define BENEFIT(words, families, clause) {words, families, clause},
#include "intelligence/generate/benefit.def"
#undef BENEFIT
};

static const struct row *rows_of(enum lang l, size_t *n)
{
    (void)l;
    *n = sizeof en / sizeof *en;
    return en;
}

/* ---- which rows may be used ---- */

static bool where_ok(const struct telling *t, const char *where)
{
    bool family = false, family_ok = false, must = !t->must;
    for (const char *p = where, *end; *p; p = *end ? end + 1 : end) {
        end = strchrnul(p, ' ');
        struct str w = {p, (size_t)(end - p)};
        if (*p == '@') {
            family = true;
            family_ok |= class_in(t->s->class, str_part(w, 1, w.n));
        } else if (str_eq(w, STR("one")) || str_eq(w, STR("many"))) {
            if (t->s->plural != str_eq(w, STR("many")))
                return false;
        } else if (str_eq(w, STR("what"))) {
            if (!t->s->noun.n || has_word(t->s->title, t->s->noun))
                return false;
        } else if (t->must && str_eq(w, str_z(t->must)))
            must = true;
        else
            return false; /* q, aud, …: only where they must be */
    }
    return must && (!family || family_ok);
}

/* ---- filling ---- */

struct fill {
    const struct telling *t;
    const struct fact *one; /* of a kind phrase */
    struct buf b;
};
static bool expand(struct ctx *c, struct fill *f, const char *p, const char *end);

static struct str one_of(struct ctx *c, const char *list, size_t skip)
{
    struct strs parts = str_split(c, str_z(list), '|');
    if (!parts.n || !parts.at[0].n || skip >= parts.n)
        return (struct str){0};
    return parts.at[rand_below(&c->seed, parts.n)];
}

static struct str benefit_of(struct ctx *c, const struct telling *t, const struct fact *f)
{
    struct str said = f->kind == K_TRAIT || f->group == G_FEATURE ? f->value : (struct str){0};
    for (size_t i = 0; said.n && i < sizeof benefits / sizeof *benefits; i++) {
        struct strs words = str_split(c, str_z(benefits[i].words), '|');
        for (size_t k = 0; k < words.n; k++)
            if (has_word(said, words.at[k]) && where_ok(&(struct telling){.s = t->s}, benefits[i].families)) {
                struct fill sub = {.t = t};
                if (expand(c, &sub, benefits[i].clause, benefits[i].clause + strlen(benefits[i].clause)))
                    return buf_str(&sub.b);
            }
    }
    return (struct str){0};
}

static bool is_list_plural(const struct fact *f)
{
    return f->plural || (f->group == G_FEATURE ? false : str_has(f->value, STR(" and "))) || f->kind == K_settings || f->kind == K_pieces ||
           f->kind == K_pockets || f->kind == K_ports || f->kind == K_driver || f->kind == K_pages || f->kind == K_sleeve || f->kind == K_notes;
}

static struct str noun_phrases(struct ctx *c, const struct telling *t)
{
    struct strs list = {0};
    for (size_t i = 0; i < t->n_about; i++) {
        struct str s;
        if (!phrase_fact(c, t, t->about[i], NOUN, &s))
            return (struct str){0};
        strs_add(c, &list, s);
    }
    bool long_ = false;
    for (size_t i = 0; i < list.n; i++)
        long_ |= str_has(list.at[i], STR(" and ")) || strchr(list.at[i].p, ',');
    if (long_ && list.n == 2)
        return str_fmt(c, "%.*s as well as %.*s", FMT(list.at[0]), FMT(list.at[1]));
    return list_text(c, &list, long_ && list.n > 2 ? "plus" : "and");
}

/* "a black stainless steel kettle with room for 1.7 litres" */
static struct str descriptor(struct ctx *c, const struct telling *t, size_t n)
{
    struct str mod = {0}, post = {0}, mod2 = {0};
    if (!t->s->noun.n || t->n_about < n || !phrase_fact(c, t, t->about[0], MOD, &mod))
        return (struct str){0};
    if (n > 1 && !phrase_fact(c, t, t->about[1], POST, &post) && !phrase_fact(c, t, t->about[1], MOD, &mod2))
        return (struct str){0};
    const char *article = t->s->pair && t->s->plural ? "a pair of " : t->s->plural || t->s->mass ? "" : "a ";
    return str_fmt(c, "%s%.*s%s%.*s %.*s%s%.*s", article, FMT(mod2), mod2.n ? " " : "", FMT(mod), FMT(t->s->noun), post.n ? " " : "", FMT(post));
}

static struct str reference(struct ctx *c, const struct telling *t)
{
    if (t->first)
        return t->s->first;
    uint64_t r = rand_below(&c->seed, 10);
    if (t->s->noun.n && r < 3 && str_has_case(t->s->name, t->s->noun))
        return str_fmt(c, "the %.*s", FMT(t->s->noun));
    return r == 9 && t->s->name.n < 28 ? t->s->name : t->s->plural ? STR("they") : STR("it");
}

static struct str of_subject(struct ctx *c, const struct telling *t, struct str k)
{
    bool many = t->s->plural;
    static const struct { const char *key, *one, *many; } forms[] = {
        {"s", "s", ""}, {"es", "es", ""}, {"ies", "ies", "y"}, {"is", "is", "are"}, {"has", "has", "have"}, {"its", "its", "their"},
        {"they", "it", "they"}, {"them", "it", "them"}, {"was", "was", "were"}, {"this", "this", "these"}, {"does", "does", "do"},
    };
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
        if (str_eq(k, str_z(forms[i].key)))
            return str_z(many ? forms[i].many : forms[i].one);
    if (str_eq(k, STR("name")))
        return t->first ? t->s->first : t->s->name;
    if (str_eq(k, STR("it")))
        return reference(c, t);
    if (str_eq(k, STR("n")))
        return t->s->noun;
    if (str_eq(k, STR("moment")) || str_eq(k, STR("task")) || str_eq(k, STR("place")))
        return one_of(c, class_part(t->s->class, k.p[0]), 0);
    if (str_eq(k, STR("aud")))
        return t->v->audience;
    return str_eq(k, STR("q")) ? t->v->told : (struct str){0};
}

static struct str of_fact(const struct fill *f, struct str k)
{
    if (!f->one)
        return (struct str){0};
    if (str_eq(k, STR("v")))
        return f->one->value;
    if (str_eq(k, STR("a")))
        return f->one->adj;
    if (str_eq(k, STR("l")))
        return f->one->label;
    return (struct str){0};
}

static struct str of_about(struct ctx *c, const struct telling *t, struct str k)
{
    static const struct { const char *name; enum form form; } forms[] = {{"vp", VERB}, {"np", NOUN}, {"post", POST}, {"mod", MOD}, {"w", WHOLE}};
    struct str base = str_part(k, 0, k.n ? k.n - 1 : 0), out = {0};
    size_t i = k.n ? (size_t)(k.p[k.n - 1] - '1') : 9;
    if (str_eq(k, STR("nps")))
        return noun_phrases(c, t);
    if (str_eq(k, STR("sns")))
        return t->n_about == 1 && !is_list_plural(t->about[0]) ? STR("s") : STR("");
    if (i >= t->n_about)
        return out;
    if (str_eq(base, STR("what")))
        return descriptor(c, t, i + 1);
    if (str_eq(base, STR("ben")))
        return benefit_of(c, t, t->about[i]);
    if (str_eq(base, STR("isnp")))
        return is_list_plural(t->about[i]) ? STR("are") : STR("is");
    if (str_eq(base, STR("sn")))
        return is_list_plural(t->about[i]) ? STR("") : STR("s");
    for (size_t n = 0; n < sizeof forms / sizeof *forms; n++)
        if (str_eq(base, str_z(forms[n].name)) && phrase_fact(c, t, t->about[i], forms[n].form, &out))
            return out;
    return (struct str){0};
}

/* A place in the text; false: what it needs is missing. "$s" may be empty and still be right. */
static bool place(struct ctx *c, struct fill *f, struct str key)
{
    char low[16] = {0};
    memcpy(low, key.p, key.n < sizeof low - 1 ? key.n : sizeof low - 1);
    low[0] = (char)tolower((unsigned char)low[0]);
    struct str k = str_z(low), v = key.p[0] == 'L' ? f->one ? capitalise(c, f->one->label) : (struct str){0} : of_fact(f, k);
    v = v.p ? v : of_subject(c, f->t, k);
    v = v.p ? v : of_about(c, f->t, k);
    if (!v.p)
        return false;
    bool starts = !f->b.n || (f->b.n > 1 && strchr(".?!", f->b.p[f->b.n - 2]) && f->b.p[f->b.n - 1] == ' ');
    buf_add(c, &f->b, starts && !f->one ? capitalise(c, v) : v);
    return true;
}

/* The alternatives of "{a|b}" in random order until one can be filled. */
static bool choice(struct ctx *c, struct fill *f, const char *p, const char *end)
{
    const char *from[12], *to[12];
    size_t n = 0, depth = 0;
    from[0] = p;
    for (const char *q = p; q <= end; q++) {
        depth += q < end && *q == '{';
        depth -= q < end && *q == '}';
        if ((q == end || (*q == '|' && !depth)) && n < 12) {
            to[n++] = q;
            if (q < end && n < 12)
                from[n] = q + 1;
        }
    }
    size_t start = rand_below(&c->seed, n), was = f->b.n;
    for (size_t i = 0; i < n; i++) {
        size_t k = (start + i) % n;
        f->b.n = was;
        if (expand(c, f, from[k], to[k]))
            return true;
    }
    return false;
}

static bool expand(struct ctx *c, struct fill *f, const char *p, const char *end)
{
    while (p < end) {
        if (*p == '{') {
            const char *close = p + 1;
            for (int depth = 1; close < end; close++) {
                depth += *close == '{';
                depth -= *close == '}';
                if (!depth)
                    break;
            }
            if (!choice(c, f, p + 1, close))
                return false;
            p = close + 1;
        } else if (*p == '$') {
            const char *q = ++p;
            while (q < end && (isalpha((unsigned char)*q)))
                q++;
            q += q < end && isdigit((unsigned char)*q);
            if (!place(c, f, (struct str){p, (size_t)(q - p)}))
                return false;
            p = q;
        } else
            buf_byte(c, &f->b, *p++);
    }
    return true;
}

bool phrase_fact(struct ctx *c, const struct telling *t, const struct fact *one, enum form form, struct str *out)
{
    size_t n, n_fit = 0, fit[40];
    const struct row *rows = rows_of(t->v->lang, &n);
    struct telling plain = *t;
    plain.must = NULL;
    for (size_t i = 0; i < n && n_fit < 40; i++)
        if (rows[i].kind == one->kind && rows[i].form == form && rows[i].tones & t->v->tone && where_ok(&plain, rows[i].where))
            fit[n_fit++] = i;
    for (size_t start = rand_below(&c->seed, n_fit), i = 0; i < n_fit; i++) {
        const char *text = rows[fit[(start + i) % n_fit]].text;
        struct fill f = {.t = t, .one = one};
        if (expand(c, &f, text, text + strlen(text)) && f.b.n) {
            *out = buf_str(&f.b);
            return true;
        }
    }
    return false;
}

bool phrase_has(const struct telling *t, const struct fact *one, enum form form)
{
    struct ctx c = {.mem = arena_open(), .seed = 1};
    struct str out;
    bool has = phrase_fact(&c, t, one, form, &out);
    arena_close(c.mem);
    return has;
}

/* Rows that suit the tone asked for count three times. */
static size_t frames_fit(const struct telling *t, enum form form, size_t *fit, size_t room)
{
    size_t n, n_fit = 0;
    const struct row *rows = rows_of(t->v->lang, &n);
    for (size_t i = 0; i < n; i++)
        for (int times = rows[i].tones == ANY_TONE ? 1 : 3; times > 0; times--)
            if (rows[i].kind == K_ANY && rows[i].form == form && rows[i].tones & t->v->tone && where_ok(t, rows[i].where) && n_fit < room)
                fit[n_fit++] = i;
    return n_fit;
}

struct strs phrase_ways(struct ctx *c, const struct telling *t, enum form form, size_t n)
{
    struct strs out = {0};
    size_t fit[240], n_rows, n_fit = frames_fit(t, form, fit, 240);
    const struct row *rows = rows_of(t->v->lang, &n_rows);
    struct telling turned = *t;
    for (size_t tries = 0; n_fit && tries < n * 5 && out.n < n; tries++) {
        const char *text = rows[fit[rand_below(&c->seed, n_fit)]].text;
        if (t->n_about > 1 && form != OPEN2) { /* the facts of one sentence may come in any order */
            size_t shift = rand_below(&c->seed, t->n_about);
            for (size_t i = 0; i < t->n_about; i++)
                turned.about[i] = t->about[(i + shift) % t->n_about];
        }
        struct fill f = {.t = &turned};
        if (!expand(c, &f, text, text + strlen(text)))
            continue;
        struct str s = capitalise(c, t->v->lang == EN ? text_mend(c, buf_str(&f.b)) : buf_str(&f.b));
        bool twice = !s.n;
        for (size_t i = 0; i < out.n; i++)
            twice |= str_eq(out.at[i], s);
        if (!twice)
            strs_add(c, &out, s);
    }
    return out;
}
