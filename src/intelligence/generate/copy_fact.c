/* intelligence/generate/copy_fact.c - attributes and options as facts that can stand in a sentence. */
#include "data/catalog.h"
#include "intelligence/generate/copy.h"
#include <ctype.h>

static const struct kind_row {
    enum fact_kind kind;
    enum group group;
    double weight;
    const char *names;
} kinds[] = {
#define KIND(id, group, weight, names) {K_##id, group, weight, names},
#include "intelligence/generate/kind.def"
#undef KIND
};

static const struct kind_row *kind_named(struct str name)
{
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (str_among_case(name, kinds[i].names))
            return &kinds[i];
    return NULL;
}

/* "Product weight (approx.)" → "weight". */
static struct str name_bare(struct ctx *c, struct str name)
{
    static const char *const before[] = {"product ", "item ", "total ", "overall ", "approximate ", "approx. ",
        "available ", "actual "};
    size_t at = str_find(name, STR("("), 1);
    struct str n = at == SIZE_MAX ? name : str_trim(str_part(name, 0, at));
    for (size_t i = 0; i < sizeof before / sizeof *before; i++)
        if (n.n > strlen(before[i]) && !strncasecmp(n.p, before[i], strlen(before[i])))
            n = str_part(n, strlen(before[i]), n.n);
    return str_copy(c, n);
}

static bool is_yes(struct str v) { return str_among_case(v, "yes|true|ja|oui|sí|si|y|included|✓|yes, included"); }
static bool is_no(struct str v) { return str_among_case(v, "no|false|nein|non|n|none|not included"); }
static bool is_nothing(struct str v) { return str_among_case(v,
    "n/a|na|-|–|—|unknown|null|undefined|tbd|?|not applicable|not specified|none|other|various|default|default title|"
    "standard|yes/no|nan|0"); }

/* Values that are names keep their capitals. */
static bool keeps_case(enum fact_kind k)
{
    static const enum fact_kind names[] = {K_author, K_illustrator, K_publisher, K_series, K_compatible, K_processor,
        K_graphics, K_origin, K_certificate,
                                           K_system, K_tongue, K_bluetooth, K_ports, K_connectivity, K_energy, K_ip,
                                               K_socket, K_size, K_year, K_screen,
                                           K_resolution, K_movement, K_camera, K_variety};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (names[i] == k)
            return true;
    return false;
}

static struct str value_case(struct ctx *c, struct str v, bool known)
{
    struct strs words = str_split(c, v, ' ');
    bool all_common = true, digits = strpbrk(v.p, "0123456789") != NULL;
    for (size_t i = 0; i < words.n; i++) {
        struct str w = words.at[i];
        while (w.n && strchr(",;.", w.p[w.n - 1]))
            w.n--;
        all_common &= !w.n || word_is_common(w) || islower((unsigned char)w.p[0]) || !isalpha((unsigned char)w.p[0]);
    }
    if (!all_common && (!known || digits) && words.n > 1)
        return v;
    for (size_t i = 0; i < words.n; i++)
        words.at[i] = known || all_common ? uncapitalise(c, words.at[i]) : words.at[i];
    return str_join(c, &words, STR(" "));
}

/* "cotton/linen; silk" as a list in words. */
static struct str value_list(struct ctx *c, struct str v, const struct voice *voice)
{
    struct strs parts = {0};
    size_t from = 0;
    bool slash = !strpbrk(v.p, "0123456789") && !str_has(v, STR("w/"));
    for (size_t i = 0; i <= v.n; i++) {
        bool comma = i < v.n && v.p[i] == ',' && !(i + 1 < v.n && isdigit((unsigned char)v.p[i + 1]) && i &&
            isdigit((unsigned char)v.p[i - 1]));
        if (i == v.n || comma || v.p[i] == ';' || v.p[i] == '|' || (slash && v.p[i] == '/')) {
            struct str one = str_trim(str_part(v, from, i));
            if (one.n)
                strs_add(c, &parts, str_copy(c, one));
            from = i + 1;
        }
    }
    if (parts.n < 2 || str_has_case(parts.at[parts.n - 1], str_fmt(c, "%s ", lang_and(voice->lang))) || str_has(v, STR(" and ")))
        return parts.n < 2 ? v : str_join(c, &parts, STR(", "));
    return list_text(c, &parts, lang_and(voice->lang));
}

static struct str adj_of(struct str value)
{
    bool list = strchr(value.p, ',') || str_has(value, STR(" and ")) || str_has(value, STR(" with ")) ||
        str_has(value, STR(" for ")) ||
                str_has(value, STR(" or ")) || strchr(value.p, '%') || str_has(value, STR(" on ")) || str_has(value,
                    STR(" of ")) || strchr(value.p, '(');
    return list || word_count(value) > 3 ? (struct str){0} : value;
}

static bool label_is_plural(struct str l)
{
    return l.n > 3 && l.p[l.n - 1] == 's' && !strchr("su", l.p[l.n - 2]) && !str_ends(l, STR("is"));
}

static enum fact_kind kind_unknown(struct str label, struct str value, bool number, struct str unit)
{
    static const char parts[] = "handle|handles|lid|base|strap|straps|blade|blades|tip|seat|cover|shade|body|leg|"
        "legs|back|top|band|case|dial|bezel|crystal|"
                                "wheels|brakes|tyres|tires|saddle|fork|drivetrain|hood|hem|cuffs|cuff|waist|waistband|"
                                    "collar|zip|zipper|buttons|button|nozzle|hose|grip|"
                                "core|face|neck|bridge|pickups|spout|rim|interior|exterior|inside|outside|backing|"
                                    "stuffing|wick|vessel|lens|lenses|glass|wheel";
    if (number && !unit.n && word_count(value) > 2 && !str_has(value, STR("×")))
        return K_TEXT; /* "7 mm ruled" */
    if (number && (unit.n || word_count(value) > 1))
        return K_MEASURE;
    if (number)
        return K_COUNT;
    return str_among(label, parts) || word_is_material(value) ? K_PART : K_TEXT;
}

/* Every word of the value stands in the title, in whatever order: "500 pieces" in "500-Piece Jigsaw Puzzle". */
static bool title_has_words(struct ctx *c, const struct subject *s, struct str value)
{
    struct strs w = str_split(c, value, ' ');
    for (size_t i = 0; i < w.n; i++)
        if (!has_word(s->title, w.at[i]) && !(w.at[i].n > 3 && has_word(s->title, str_part(w.at[i], 0, w.at[i].n - 1))))
            return false;
    return w.n > 0;
}

/* A yes or no: "dishwasher safe: yes", "carry case: yes". */
static bool gather_yes(struct ctx *c, struct str label, bool yes, const struct subject *s, struct facts *out)
{
    struct fact f = {0};
    if (yes && feature_read(c, label, s, &f)) {
        f.weight = .6;
        *LIST_ADD(c, out) = f;
    }
    return true;
}

static bool has_unit_of(struct str value, const char *const *ends, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (str_ends(value, str_z(ends[i])))
            return true;
    return false;
}

/* "clasp: lobster clasp": the value is a noun phrase by itself. */
static void said_already(struct ctx *c, struct fact *f, const struct subject *s)
{
    struct fact x;
    bool read = feature_read(c, f->value, s, &x) && x.kind == K_FEATURE;
    f->kind = K_FEATURE;
    f->group = G_FEATURE;
    f->plural = read ? x.plural : label_is_plural(f->label);
    f->value = read ? x.value : f->value;
}

/* Shops name loosely: "capacity: 20000 mAh", "size: 240 x 220 cm", "waterproof: 10 m", "wheels: 4 spinner wheels". */
static void refine(struct ctx *c, struct fact *f, const struct subject *s, bool number)
{
    static const char *const charge[] = {" mAh", " Ah", " Wh"}, *const data[] = {" GB", " TB", " MB"},
        *const length[] = {" cm", " mm", " metres", " inches", " m"};
    if (f->kind == K_capacity && has_unit_of(f->value, charge, 3))
        f->kind = K_MEASURE, f->label = STR("battery capacity");
    if (f->kind == K_colour && word_is_material(f->value) && !word_is_colour(f->value))
        f->kind = K_material;
    if (f->kind == K_capacity && has_unit_of(f->value, data, 3))
        f->kind = K_storage;
    if (f->kind == K_size && number && has_unit_of(f->value, length, 5))
        f->kind = K_dimensions, f->group = G_SIZE;
    if (f->kind == K_variety && class_in(s->class, STR("plant")))
        f->value = f->adj = str_lower(c, f->value);
    if (f->kind == K_colour && number)
        f->kind = K_COUNT, f->label = STR("colours"), f->plural = true;
    if (f->kind == K_weight && class_in(s->class, STR("eat")))
        f->kind = K_netweight;
    if (f->kind == K_ip && has_unit_of(f->value, length, 5))
        f->kind = K_WATERPROOF, f->label = STR("water-resistant");
    if ((f->kind == K_MEASURE || f->kind == K_TEXT) && (str_ends(f->label, STR("proof")) || str_ends(f->label, STR("resistant"))))
        f->kind = K_WATERPROOF;
    if (f->kind == K_age && !str_has(f->value, STR("year")) && str_ends(f->value, STR("+")))
        f->value = str_fmt(c, "%.*s and up", (int)f->value.n - 1, f->value.p);
    if (f->kind == K_age && str_has(f->value, STR("+ year")))
        f->value = str_fmt(c, "%.*s and up", (int)str_find(f->value, STR("+"), 0), f->value.p);
    if (str_eq(f->label, STR("leg")))
        f->label = STR("legs"), f->plural = true;
    bool said = f->label.n > 3 && has_word(f->value, f->label);
    if (said && f->kind < K_material)
        said_already(c, f, s);
}

/* The value in the language that is written: word by word of a list, shares kept; absent: no word for it is known. */
static struct str translated(struct ctx *c, struct str value, enum lang l)
{
    struct strs parts = str_split(c, str_replace(c, value, STR(" and "), STR(", ")), ','), out = {0};
    for (size_t i = 0; i < parts.n; i++) {
        struct str one = str_trim(parts.at[i]);
        size_t at = str_find(one, STR("% "), 0), gap = at != SIZE_MAX && at && one.p[at - 1] == ' ';
        struct str share = at == SIZE_MAX ? STR("") : str_fmt(c, "%.*s %% ", (int)(at - gap), one.p);
        const char *word = word_native(c, str_copy(c, at == SIZE_MAX ? one : str_part(one, at + 2, one.n)), l);
        if (!word)
            return (struct str){0};
        strs_add(c, &out, str_fmt(c, "%.*s%s", FMT(share), word));
    }
    return list_text(c, &out, lang_and(l));
}

/* English facts in another language: what has no word there is left out, numbers and names stay. */
static bool put_into(struct ctx *c, struct fact *f, enum lang l, bool number, bool native)
{
    if (native && l == DE && f->kind == K_colour)
        f->value = capitalise(c, f->value);
    if (native || (number && f->kind > K_WHOLE))
        return true;
    if (f->kind == K_colour || f->kind == K_material || f->kind == K_origin) {
        f->value = f->adj = translated(c, f->value, l);
        if (l == DE && f->kind == K_colour)
            f->value = capitalise(c, f->value);
        return f->value.n > 0;
    }
    return f->kind > K_WHOLE && keeps_case(f->kind) && f->kind != K_variety && f->kind != K_size &&
        f->kind != K_tongue && f->kind != K_certificate;
}

/* Does the shop's own text speak the language that is written? */
static bool is_native(const struct product *p, enum lang l)
{
    static const char *const tags[] = {"en", "de", "fr", "es"};
    static const char *const marks[] = {"", "farbe|größe|gewicht|leistung|fassungsvermögen|maße|herkunft|länge|höhe|"
        "breite|akkulaufzeit|marke|zutaten",
                                        "couleur|taille|poids|puissance|capacité|matière|largeur|hauteur|origine|"
                                            "autonomie", "peso|tamaño|potencia|capacidad|ancho|altura|origen|"
                                            "autonomía|medidas|talla"};
    if (p->language.n)
        return str_starts(p->language, str_z(tags[l]));
    for (size_t i = 0; i < p->attributes.n; i++)
        if (p->attributes.at[i].name.n && str_among_case(p->attributes.at[i].name, marks[l]))
            return true;
    return false;
}

static void gather_one(struct ctx *c, const struct attribute *a, const struct subject *s, const struct voice *v,
    bool native, struct facts *out)
{
    struct str name = str_lower(c, name_bare(c, str_replace(c, text_clean(c, a->name), STR("_"), STR(" ")))),
        value = text_clean(c, a->value);
    struct str unit = text_clean(c, a->unit);
    if (attribute_is_read(a) && (str_eq(name, STR("feature")) || str_eq(name, STR("features"))))
        return; /* a word out of the description names no property: its sentence says what it is of */
    const struct kind_row *row = kind_named(name);
    size_t share = str_find(value, STR("%"), 0); /* "98% cotton" is no quantity */
    bool number = quantity_is(value) && !(share != SIZE_MAX && share + 2 < value.n && row && row->group == G_BUILD),
        too_long = word_count(value) > 14 || value.n > 120;
    if (!value.n || !name.n || is_nothing(value) || !text_is_safe(value) || text_is_order(name) || unit.n > 12 ||
        word_count(name) > 4 ||
        text_is_order(unit) || (row && row->group == G_SKIP) || too_long)
        return;
    if ((is_yes(value) || is_no(value)) && v->lang != EN)
        return;
    if ((is_yes(value) || is_no(value)) && !(row && row->kind == K_handmade && is_yes(value))) {
        gather_yes(c, row && row->kind == K_noisecancel ? STR("noise cancellation") : name, is_yes(value), s, out);
        return;
    }
    struct fact f = {.label = name, .weight = row ? row->weight : .4, .group = row ? row->group : G_BUILD,
        .kind = row ? row->kind : K_ANY};
    static const char *const ends[] = {" material", " type", " colour", " color", " finish"};
    for (size_t i = 0; !row && i < 2; i++)
        if (str_ends(name, str_z(ends[i])))
            f.label = str_part(name, 0, name.n - strlen(ends[i]));
    f.label = str_copy(c, f.label);
    if (number && !strchr(value.p, ','))
        quantity_text(c, value, unit, v, &f.value, &f.adj);
    else {
        f.value = row && row->kind == K_origin ? value : value_list(c, (row && keeps_case(row->kind)) ||
            v->lang == DE ? value : value_case(c, value, row != NULL), v);
        f.value = str_replace(c, f.value, STR(" x "), STR(" × "));
        f.value = unit.n ? str_fmt(c, "%.*s %.*s", FMT(f.value), FMT(unit)) : f.value;
        f.adj = adj_of(f.value);
    }
    f.kind = row ? row->kind : kind_unknown(f.label, f.value, number, unit);
    refine(c, &f, s, number);
    f.group = !row && f.kind == K_MEASURE ? G_SIZE : f.group;
    f.plural |= label_is_plural(f.label) && (f.kind == K_COUNT || f.kind == K_PART || f.kind == K_TEXT);
    if (f.kind == K_COUNT && !f.plural)
        return; /* "series: 5" says nothing in a sentence */
    f.in_title = has_word(s->title, f.value) || (f.adj.n && has_word(s->title, f.adj)) || title_has_words(c, s, f.value);
    f.plural |= f.kind == K_includes && str_has(f.value, STR(" and "));
    if (v->lang == EN || put_into(c, &f, v->lang, number, native))
        *LIST_ADD(c, out) = f;
}

/* Option values over the variants: "blue, green and red". */
static void gather_options(struct ctx *c, const struct product *p, const struct voice *v, struct facts *out)
{
    struct strs done = {0};
    for (size_t i = 0; i < p->variants.n; i++)
        for (size_t k = 0; k < p->variants.at[i].options.n; k++) {
            struct str name = str_lower(c, text_clean(c, p->variants.at[i].options.at[k].name));
            bool seen = false;
            for (size_t d = 0; d < done.n; d++)
                seen |= str_eq(done.at[d], name);
            if (seen || !name.n)
                continue;
            strs_add(c, &done, name);
            struct strs values = {0};
            for (size_t j = 0; j < p->variants.n; j++)
                for (size_t m = 0; m < p->variants.at[j].options.n; m++) {
                    const struct attribute *o = &p->variants.at[j].options.at[m];
                    struct str t, adj, value = text_clean(c, o->value);
                    if (!str_eq_case(text_clean(c, o->name), name) || is_nothing(value) || !text_is_safe(value) ||
                        value.n > 40 || !value.n)
                        continue;
                    if (quantity_is(value))
                        quantity_text(c, value, o->unit, v, &t, &adj);
                    else
                        t = value_case(c, value, has_word(name, STR("colour")) || has_word(name, STR("color")));
                    bool twice = false;
                    for (size_t d = 0; d < values.n; d++)
                        twice |= str_eq_case(values.at[d], t);
                    if (!twice)
                        strs_add(c, &values, t);
                }
            if (values.n > 1 && values.n <= 6)
                *LIST_ADD(c, out) = (struct fact){.kind = K_CHOICE, .group = G_CHOICE, .weight = .55, .label = name,
                                                  .value = list_text(c, &values, v->lang == EN ? "or" : v->lang == DE
                                                      ? "oder" : v->lang == FR ? "ou" : "o")};
        }
}

/* A fact whose words an earlier fact has is not told twice. */
static void drop_repeats(struct facts *f)
{
    size_t n = 0;
    for (size_t i = 0; i < f->n; i++) {
        bool repeat = false;
        for (size_t k = 0; k < n; k++)
            repeat |= (!quantity_is(f->at[i].value) && has_word(f->at[k].value, f->at[i].value)) ||
                      (f->at[i].kind == f->at[k].kind && f->at[i].kind > K_WHOLE && f->at[i].kind != K_includes &&
                          f->at[i].kind != K_suits);
        if (!repeat)
            f->at[n++] = f->at[i];
    }
    f->n = n;
}

/* Selling points in the language that is written stand as they are, in lists. */
static void foreign_features(struct ctx *c, const struct product *p, enum lang l, struct facts *out)
{
    for (size_t i = 0; i < p->features.n && i < 12; i++) {
        struct str t = text_clean(c, p->features.at[i]);
        while (t.n && strchr(" .;,!", t.p[t.n - 1]))
            t.n--;
        if (t.n < 3 || word_count(t) > 10 || !text_is_safe(t) || strpbrk(t.p, ".:\n"))
            continue;
        struct fact f;
        feature_native(c, str_copy(c, t), l, &f);
        f.weight = .7 - .02 * (double)i;
        *LIST_ADD(c, out) = f;
    }
}

/* What the shop's title says after the name: "Mug - Blue (350ml) | Dishwasher Safe". */
static void title_tail(struct ctx *c, const struct product *p, const struct subject *s, const struct voice *v,
                       struct facts *out)
{
    struct str t = text_clean(c, p->title);
    struct buf b = {0};
    if (v->lang != EN || t.n <= s->title.n || !str_starts(t, s->title))
        return;
    for (size_t i = s->title.n; i < t.n; i++)
        buf_byte(c, &b, strchr("|()[],;", t.p[i]) || (t.p[i] == '-' && t.p[i - 1] == ' ') ? '|' : t.p[i]);
    struct strs parts = str_split(c, buf_str(&b), '|');
    for (size_t i = 0; i < parts.n; i++) {
        struct str one = str_copy(c, str_trim(parts.at[i]));
        struct fact f = {.weight = .6};
        if (word_is_colour(one))
            f = (struct fact){.kind = K_colour, .group = G_BUILD, .weight = .7, .value = str_lower(c, one),
                .adj = str_lower(c, one)};
        else if (quantity_is(one) || one.n < 4 || !feature_read(c, one, s, &f) || (f.kind != K_CAN && word_count(one) < 2))
            continue;
        *LIST_ADD(c, out) = f;
    }
}

/* What was read out of the merchant's prose is told by that prose, which is quoted: as a form it would be said twice,
 * and stiffly ("has a No tools feature"), or of the wrong thing: "made of epoxy", where a coat is. */
static bool is_told_by_prose(const struct attribute *a)
{
    static const char plain[] = "weight|capacity|storage|memory|screen size|power|battery life";
    return attribute_is_read(a) && !str_among(a->name, plain);
}

void fact_gather(struct ctx *c, const struct product *p, const struct subject *s, struct voice *v, struct facts *out)
{
    bool native = v->lang != EN && is_native(p, v->lang);
    for (size_t i = 0; i < p->attributes.n && i < 60; i++)
        if (!((v->lang == EN || native) && p->description.n && is_told_by_prose(&p->attributes.at[i])))
            gather_one(c, &p->attributes.at[i], s, v, native, out);
    if (v->lang == EN || native)
        gather_options(c, p, v, out);
    if (v->lang == EN) {
        feature_gather(c, p, s, v, out);
        prose_read(c, p, s, out);
    } else if (native) {
        foreign_features(c, p, v->lang, out);
        prose_native(c, p, v->lang, out);
        drop_told(c, out);
    }
    if (v->lang != EN && !native && p->features.n)
        strs_add(c, v->notes, STR("the selling points are in another language and were left out"));
    title_tail(c, p, s, v, out);
    drop_repeats(out);
}
