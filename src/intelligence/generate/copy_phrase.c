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
static const struct row de[] = {
#include "intelligence/generate/phrase_de.def"
};
static const struct row fr[] = {
#include "intelligence/generate/phrase_fr.def"
};
static const struct row es[] = {
#include "intelligence/generate/phrase_es.def"
};
#undef SAY
#undef FRAME

/* First lines and scenes of the families. */
static const struct { bool first; const char *families; unsigned tones; const char *text; } lines[] = {
#define HOOK(families, tones, text) {true, families, tones, text},
#define LINE(families, tones, text) {false, families, tones, text},
#include "intelligence/generate/hook_en.def"
#undef HOOK
#undef LINE
};

static const struct { const char *words, *families, *clause; } benefits[] = {
#define BENEFIT(words, families, clause) {words, families, clause},
#include "intelligence/generate/benefit.def"
#undef BENEFIT
};

static const struct row *rows_of(enum lang l, size_t *n)
{
    static const struct { const struct row *at; size_t n; } stock[] = {
        [EN] = {en, sizeof en / sizeof *en}, [DE] = {de, sizeof de / sizeof *de}, [FR] = {fr, sizeof fr / sizeof *fr},
            [ES] = {es, sizeof es / sizeof *es}};
    *n = stock[l].n;
    return stock[l].at;
}

/* ---- which rows may be used ---- */

static bool all_in_group(const struct telling *t, char group)
{
    static const struct { char letter; enum group is; } letters[] = {{'s', G_SIZE}, {'b', G_BUILD}, {'w', G_WORK},
        {'t', G_TECH}, {'u', G_USE}, {'e', G_TASTE}};
    bool all = t->n_about > 0;
    for (size_t i = 0; i < t->n_about; i++) {
        bool in = group == 'f' && t->about[i]->group == G_FEATURE;
        for (size_t k = 0; k < sizeof letters / sizeof *letters; k++)
            in |= letters[k].letter == group && letters[k].is == t->about[i]->group;
        all &= in;
    }
    return all;
}

static bool any_feature(const struct telling *t)
{
    for (size_t i = 0; i < t->n_about; i++)
        if (t->about[i]->group == G_FEATURE)
            return true;
    return false;
}

/* Facts that are things the product has: "a crew neck and long sleeves". */
static bool all_noun_like(const struct telling *t)
{
    static const enum fact_kind kinds[] = {K_neckline, K_sleeve, K_closure, K_fit, K_heel, K_sole, K_upper, K_pockets,
        K_PART, K_FEATURE, K_lining, K_frame, K_screen,
                                           K_memory, K_storage, K_settings, K_cable, K_coating, K_pattern, K_COUNT,
                                               K_TEXT, K_ports, K_pieces, K_includes};
    bool all = t->n_about > 0;
    for (size_t i = 0; i < t->n_about; i++) {
        bool in = false;
        for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++)
            in |= kinds[k] == t->about[i]->kind;
        all &= in;
    }
    return all;
}

/* One condition of a row, other than a family. */
static bool condition(const struct telling *t, struct str w)
{
    if (str_eq(w, STR("one")) || str_eq(w, STR("many")))
        return t->s->plural == str_eq(w, STR("many"));
    if (str_eq(w, STR("what")))
        return t->s->noun.n && !has_word(t->s->title, t->s->noun);
    if (str_eq(w, STR("%n")))
        return all_noun_like(t);
    if (w.p[0] == '=')
        return t->s->noun.n && str_ends(t->s->noun, str_part(w, 1, w.n));
    if (str_eq(w, STR("part1")))
        return t->n_about && !t->about[0]->plural;
    if (str_eq(w, STR("tiny")))
        return t->v->tiny;
    if (str_eq(w, STR("mail")))
        return t->v->channel == EMAIL && !t->must;
    if (str_eq(w, STR("!%f")))
        return !any_feature(t);
    if (w.p[0] == '%')
        return all_in_group(t, w.p[1]);
    return t->must && str_eq(w, str_z(t->must)); /* q, aud, gift: only where they must be */
}

static bool where_ok(const struct telling *t, const char *where)
{
    bool family = false, family_ok = false, must = !t->must;
    for (const char *p = where, *end; *p; p = *end ? end + 1 : end) {
        end = strchrnul(p, ' ');
        struct str w = {p, (size_t)(end - p)};
        if (*p == '@') {
            family = true;
            family_ok |= class_in(t->s->class, str_part(w, 1, w.n));
        } else if (*p == '!' && p[1] == '@') {
            if (class_in(t->s->class, str_part(w, 2, w.n)))
                return false;
        } else if (!condition(t, w))
            return false;
        must |= t->must && str_eq(w, str_z(t->must));
    }
    return must && (!family || family_ok);
}

/* ---- filling ---- */

struct fill {
    const struct telling *t;
    const struct fact *one; /* of a kind phrase */
    bool inside;            /* in the middle of a sentence: no capital */
    size_t moment;          /* which was used, from 1 */
    bool two;               /* two of them stand in this sentence */
    struct buf b;
};
static bool expand(struct ctx *c, struct fill *f, const char *p, const char *end);

/* Another one each time within a sentence; `plain`: without a list in it, to stand beside another. */
static struct str one_of(struct ctx *c, const char *list, size_t *used, bool plain)
{
    struct strs all = str_split(c, str_z(list), '|'), parts = {0};
    for (size_t i = 0; i < all.n; i++)
        if (!plain || (!strchr(all.at[i].p, ',') && !str_has(all.at[i], STR(" and ")) && !str_has(all.at[i], STR(" or "))))
            strs_add(c, &parts, all.at[i]);
    if (!parts.n || !parts.at[0].n || (*used && parts.n < 2))
        return (struct str){0};
    size_t k = *used ? (*used + rand_below(&c->seed, parts.n - 1)) % parts.n : rand_below(&c->seed, parts.n);
    *used = k + 1;
    return parts.at[k];
}

static struct str benefit_of(struct ctx *c, const struct telling *t, const struct fact *f)
{
    struct str said = f->kind == K_TRAIT || f->group == G_FEATURE ? f->value : (struct str){0};
    for (size_t i = 0; said.n && i < sizeof benefits / sizeof *benefits; i++) {
        struct strs words = str_split(c, str_z(benefits[i].words), '|');
        for (size_t k = 0; k < words.n; k++)
            if (has_word(said, words.at[k]) && where_ok(&(struct telling){.s = t->s, .v = t->v}, benefits[i].families)) {
                struct fill sub = {.t = t, .inside = true};
                if (expand(c, &sub, benefits[i].clause, benefits[i].clause + strlen(benefits[i].clause)))
                    return buf_str(&sub.b);
            }
    }
    return (struct str){0};
}

static bool is_list_plural(const struct fact *f)
{
    return f->plural || (f->group == G_FEATURE ? strchr(f->value.p, ',') && str_has(f->value, STR(" and "))
        : str_has(f->value, STR(" and "))) || f->kind == K_settings || f->kind == K_pieces ||
           f->kind == K_pockets || f->kind == K_ports || f->kind == K_driver || f->kind == K_pages ||
               f->kind == K_sleeve || f->kind == K_notes;
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
    if (t->v->lang != EN)
        return list_text(c, &list, lang_and(t->v->lang));
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
    return str_fmt(c, "%s%.*s%s%.*s %.*s%s%.*s", article, FMT(mod2), mod2.n ? " " : "", FMT(mod), FMT(t->s->noun),
        post.n ? " " : "", FMT(post));
}

static struct str reference(struct ctx *c, const struct telling *t)
{
    if (t->first)
        return t->s->first;
    uint64_t r = rand_below(&c->seed, 10);
    if (t->v->lang != EN)
        return r < 5 && t->s->it.n ? t->s->it : r < 9 && t->s->that.n ? t->s->that : t->s->name;
    if (t->s->noun.n && r < 4 && str_has_case(t->s->name, t->s->noun))
        return str_fmt(c, "the %.*s", FMT(t->s->noun));
    return r == 9 && t->s->name.n < 28 ? t->s->name : t->s->plural ? STR("they") : STR("it");
}

static struct str line_of(struct ctx *c, const struct telling *t, bool first)
{
    size_t n = 0, fit[16];
    bool reader = t->must && !strcmp(t->must, "aud");
    for (size_t i = 0; i < sizeof lines / sizeof *lines && n < 16; i++) {
        const char *of = lines[i].families;
        bool family = !reader && t->s->class && !strcmp(of, t->s->class), read = reader && *of == '+' &&
            has_word(t->v->audience, str_z(of + 1));
        if (lines[i].first == first && lines[i].tones & t->v->tone && (family || read))
            fit[n++] = i;
    }
    return n ? str_z(lines[fit[rand_below(&c->seed, n)]].text) : (struct str){0};
}

static struct str of_subject(struct ctx *c, const struct telling *t, struct str k)
{
    bool many = t->s->plural;
    static const struct { const char *key, *one, *many; } forms[] = {
        {"s", "s", ""}, {"es", "es", ""}, {"ies", "ies", "y"}, {"is", "is", "are"}, {"has", "has", "have"}, {"its",
            "its", "their"},
        {"they", "it", "they"}, {"them", "it", "them"}, {"was", "was", "were"}, {"this", "this", "these"}, {"does", "does", "do"},
    };
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
        if (str_eq(k, str_z(forms[i].key)))
            return str_z(many ? forms[i].many : forms[i].one);
    if (str_eq(k, STR("hook")) || str_eq(k, STR("line")))
        return line_of(c, t, k.p[0] == 'h');
    if (str_eq(k, STR("name")))
        return t->first ? t->s->first : t->s->name;
    if (str_eq(k, STR("it")))
        return reference(c, t);
    if (str_eq(k, STR("n")))
        return t->s->noun;
    if (str_eq(k, STR("aud")))
        return t->v->audience;
    return str_eq(k, STR("q")) ? t->v->told : (struct str){0};
}

static struct str of_fact(struct ctx *c, const struct fill *f, struct str k)
{
    if (!f->one)
        return (struct str){0};
    if (str_eq(k, STR("v")))
        return f->one->value;
    if (str_eq(k, STR("dat")))
        return dative(c, f->one->value);
    if (str_eq(k, STR("a")))
        return f->one->adj;
    if (str_eq(k, STR("l")))
        return f->one->label;
    if (str_eq(k, STR("art")))
        return f->one->plural || noun_is_mass(f->one->label) ? STR("") : STR("a ");
    if (str_eq(k, STR("isl")))
        return f->one->plural ? STR("are") : STR("is");
    if (str_eq(k, STR("isv")))
        return is_list_plural(f->one) ? STR("are") : STR("is");
    if (str_eq(k, STR("sizes")))
        return strchr(f->one->value.p, ',') || strchr(f->one->value.p, '-') || str_has(f->one->value, STR(" and "))
            ? STR("sizes") : STR("size");
    if (str_eq(k, STR("sv")))
        return is_list_plural(f->one) ? STR("") : STR("s");
    return (struct str){0};
}

/* A sentence of a fact, to stand beside another: "the battery lasts 40 hours". */
static struct str clause_of(struct ctx *c, const struct telling *t, const struct fact *f)
{
    struct str s;
    bool got = phrase_fact(c, t, f, WHOLE, &s) && s.n && s.p[s.n - 1] == '.';
    if (!got || str_has(s, STR(":")) || str_has(s, STR(". ")) || word_count(s) > 12)
        return (struct str){0};
    return uncapitalise(c, str_part(s, 0, s.n - 1));
}

/* Phrases that may also stand in front of a sentence: "Made from oak, it …", not "In English, it …". */
static bool may_lead(const struct fact *f)
{
    static const enum fact_kind kinds[] = {K_material, K_filling, K_lining, K_coating, K_frame, K_capacity,
        K_dimensions, K_height, K_load, K_power,
                                           K_batterysize, K_processor, K_screen, K_FEATURE, K_CAN, K_handmade,
                                               K_memory, K_storage, K_bluetooth, K_compatible,
                                           K_notes, K_scent, K_flavour, K_movement, K_stone, K_actives, K_includes,
                                               K_WATERPROOF, K_netweight, K_battery, K_spf,
                                           K_sole, K_upper, K_settings, K_pockets, K_torque, K_finish, K_pattern,
                                               K_fit, K_PART, K_ingredients, K_players};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (kinds[i] == f->kind)
            return true;
    return false;
}

static struct str of_about(struct ctx *c, const struct telling *t, struct str k)
{
    static const struct { const char *name; enum form form; } forms[] = {{"vp", VERB}, {"np", NOUN}, {"post", POST},
        {"mod", MOD}, {"w", WHOLE}};
    struct str base = str_part(k, 0, k.n ? k.n - 1 : 0), out = {0};
    size_t i = k.n ? (size_t)(k.p[k.n - 1] - '1') : 9;
    if (str_eq(k, STR("nps")))
        return noun_phrases(c, t);
    if (str_eq(k, STR("isns")))
        return t->n_about == 1 && !is_list_plural(t->about[0]) ? STR("is") : STR("are");
    if (str_eq(k, STR("sns")))
        return t->n_about == 1 && !is_list_plural(t->about[0]) ? STR("s") : STR("");
    if (i >= t->n_about)
        return out;
    if (str_eq(base, STR("what")))
        return descriptor(c, t, i + 1);
    if (str_eq(base, STR("post")) && t->about[i]->kind == K_CAN && !str_has(t->about[i]->value, STR(" ")))
        return (struct str){0};
    if (str_eq(base, STR("front")))
        return may_lead(t->about[i]) && phrase_fact(c, t, t->about[i], POST, &out) ? out : (struct str){0};
    if (str_eq(base, STR("c")))
        return clause_of(c, t, t->about[i]);
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
    struct str k = str_z(low), v = of_fact(c, f, k);
    if (str_starts(k, STR("moment")))
        v = one_of(c, class_part(f->t->s->class, 'm'), &f->moment, f->two);
    else if (str_eq(k, STR("task")) || str_eq(k, STR("place")))
        v = one_of(c, class_part(f->t->s->class, k.p[0]), &(size_t){0}, false);
    v = v.p ? v : of_subject(c, f->t, k);
    v = v.p ? v : of_about(c, f->t, k);
    if (!v.p)
        return false;
    bool starts = (isupper((unsigned char)key.p[0]) && f->one) || !f->b.n || (f->b.n > 1 && strchr(".?!",
        f->b.p[f->b.n - 2]) && f->b.p[f->b.n - 1] == ' ');
    buf_add(c, &f->b, starts && (!f->one || isupper((unsigned char)key.p[0])) && !f->inside ? capitalise(c, v) : v);
    return true;
}

/* The alternatives of "{a|b}" in random order until one can be filled. */
static bool choice(struct ctx *c, struct fill *f, const char *p, const char *end)
{
    const char *from[12], *to[12];
    size_t n = 0, depth = 0;
    from[0] = p;
    for (const char *q = p; q <= end; q++) {
        depth += q < end && (*q == '{' || *q == '[');
        depth -= q < end && (*q == '}' || *q == ']');
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
        } else if (*p == '[') {
            const char *bar = memchr(p, '|', (size_t)(end - p)), *close = memchr(p, ']', (size_t)(end - p));
            struct str form = f->t->s->plural ? (struct str){bar + 1, (size_t)(close - bar - 1)} : (struct str){p + 1, (size_t)(bar - p - 1)};
            buf_add(c, &f->b, form);
            p = close + 1;
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
        for (int times = rows[i].tones == ANY_TONE || t->v->tone == PLAIN ? 1 : 4; times > 0; times--)
            if (rows[i].kind == K_ANY && rows[i].form == form && rows[i].tones & t->v->tone && where_ok(t,
                rows[i].where) && n_fit < room)
                fit[n_fit++] = i;
    return n_fit;
}

/* "is dishwasher safe and is microwave safe" → "is dishwasher safe and microwave safe". */
static struct str verbs_share(struct ctx *c, struct str s, enum lang l)
{
    static const char *const verbs[] = {"is", "are", "has", "have", "comes with", "come with", "ist", "sind"};
    const char *and_ = lang_and(l);
    for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++) {
        struct str again = str_fmt(c, " %s %s ", and_, verbs[i]), once = str_fmt(c, " %s ", verbs[i]);
        size_t first = str_find(s, once, 0), second = first == SIZE_MAX ? SIZE_MAX : str_find(s, again, first + 1);
        if (second == SIZE_MAX)
            continue;
        struct str between = str_part(s, first, second);
        bool other = str_has(between, STR(",")) || str_has(between, STR(": ")) || str_has(between, STR(". ")) ||
            str_has(between, STR(" and ")) || str_has(between, STR(" with ")) || str_has(between, STR(" und "));
        if (!other)
            s = str_fmt(c, "%.*s %s %.*s", (int)second, s.p, and_, FMT(str_part(s, second + again.n, s.n)));
    }
    return s;
}

struct strs phrase_ways(struct ctx *c, const struct telling *t, enum form form, size_t n)
{
    struct strs out = {0};
    size_t fit[320], n_rows, n_fit = frames_fit(t, form, fit, 320);
    const struct row *rows = rows_of(t->v->lang, &n_rows);
    struct telling turned = *t;
    for (size_t tries = 0; n_fit && tries < n * 5 && out.n < n; tries++) {
        const char *text = rows[fit[rand_below(&c->seed, n_fit)]].text;
        if (t->n_about > 1 && form != OPEN2) { /* the facts of one sentence may come in any order */
            size_t shift = rand_below(&c->seed, t->n_about);
            for (size_t i = 0; i < t->n_about; i++)
                turned.about[i] = t->about[(i + shift) % t->n_about];
        }
        struct fill f = {.t = &turned, .two = strstr(text, "moment2") != NULL};
        if (!expand(c, &f, text, text + strlen(text)))
            continue;
        struct str s = capitalise(c, t->v->lang == EN ? text_mend(c, verbs_share(c, buf_str(&f.b), EN)) :
            text_elide(c, verbs_share(c, buf_str(&f.b), t->v->lang), t->v->lang));
        bool twice = !s.n;
        for (size_t i = 0; i < out.n; i++)
            twice |= str_eq(out.at[i], s);
        if (!twice)
            strs_add(c, &out, s);
    }
    return out;
}
