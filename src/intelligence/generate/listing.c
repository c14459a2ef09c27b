/* intelligence/generate/listing.c - titles, slugs and the common input of the short texts. */
#include "intelligence/generate/listing.h"
#include <ctype.h>

const struct record listing_in_record = {"copy_listing_in", sizeof(struct listing_in), (const struct field[]){
    FIELD_ONE(struct listing_in, product, &product_record, .doc = "what to write about"),
    FIELD(struct listing_in, language, .max = 20, .flags = OPTIONAL, .doc = "BCP 47: en, en-US, de, fr, es"),
    FIELD(struct listing_in, tone, .max = 60, .flags = OPTIONAL, .doc = "plain, warm, playful, premium, technical"),
    FIELD(struct listing_in, audience, .max = 200, .flags = OPTIONAL, .doc = "who reads it"),
    FIELD(struct listing_in, query, .max = 200, .flags = OPTIONAL, .doc = "what the reader searched for"),
    FIELD(struct listing_in, backend, .choice = "|auto|llama|openai|template", .flags = OPTIONAL, .doc = "who chooses the words"),
    FIELD(struct listing_in, taken, .flags = OPTIONAL, .doc = "slugs that are in use already"),
    FIELD(struct listing_in, networks, .flags = OPTIONAL, .doc = "social networks wanted; absent: all that are known"),
    {0}}};

struct order listing_order(const struct listing_in *in, const struct writer_option *option)
{
    return (struct order){.product = in->product, .language = voice_tag(in->language, in->product), .tone = in->tone, .audience = in->audience,
                          .query = in->query, .backend = in->backend, .option = option};
}

static struct str title_words(struct ctx *c, struct str s)
{
    struct strs w = str_split(c, s, ' ');
    for (size_t i = 0; i < w.n; i++)
        if (w.at[i].n > 3 || i == 0)
            w.at[i] = capitalise(c, w.at[i]);
    return str_join(c, &w, STR(" "));
}

/* Facts that are short and say what it is: material, colour, size, the main figures. */
static bool is_for_title(const struct fact *f)
{
    static const enum fact_kind kinds[] = {K_material, K_colour, K_capacity, K_size, K_screen, K_processor, K_memory,
        K_storage, K_power, K_pieces, K_flavour,
                                           K_scent, K_roast, K_netweight, K_spf, K_author, K_binding, K_pack,
                                               K_battery, K_diameter, K_dimensions, K_players, K_torque,
                                           K_voltage, K_resolution, K_filling};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (kinds[i] == f->kind)
            return !f->in_title && f->value.n < 32 && word_count(f->value) <= 4 && !strchr(f->value.p, ',') &&
                text_is_safe(f->value);
    return false;
}

static struct str in_title(struct ctx *c, const struct fact *f, enum lang l)
{
    struct str v = f->kind == K_spf ? str_fmt(c, "SPF %.*s", FMT(f->value)) : f->kind == K_pieces ? str_fmt(c,
        l == EN ? "%.*s Pieces" : "%.*s", FMT(f->value))
                 : f->kind == K_memory ? str_fmt(c, "%.*s RAM", FMT(f->value)) : l == EN && (f->kind == K_screen ||
                     f->kind == K_battery) && f->adj.n ? f->adj
                 : f->kind == K_author && l == EN ? str_fmt(c, "by %.*s", FMT(f->value)) : f->value;
    return l == EN ? title_words(c, v) : v;
}

struct str listing_title(struct ctx *c, const struct reading *r, struct product *p, size_t characters)
{
    struct str t = r->subject.title, brand = text_clean(c, p->brand);
    bool with_brand = brand.n && !str_has_case(t, brand) && !text_is_order(brand);
    size_t room = characters - (with_brand && str_count(t) + str_count(brand) + 3 <= characters
        ? str_count(brand) + 3 : 0), told = 0;
    t = str_count(t) > characters ? text_cut(c, t, characters) : t;
    for (size_t i = 0; i < r->facts.n && told < (characters > 80 ? 5 : 2); i++) {
        if (!is_for_title(&r->facts.at[i]) || str_has_case(t, r->facts.at[i].value))
            continue;
        struct str v = in_title(c, &r->facts.at[i], r->voice.lang);
        struct str longer = str_fmt(c, "%.*s%s%.*s", FMT(t), told ? ", " : " – ", FMT(v));
        if (str_count(longer) > room)
            continue;
        t = longer;
        told++;
    }
    return with_brand && room < characters ? str_fmt(c, "%.*s | %.*s", FMT(t), FMT(brand)) : t;
}

/* ---- slugs ---- */

static const struct { const char *from, *to, *german; } letters[] = {
    {"ä", "a", "ae"}, {"ö", "o", "oe"}, {"ü", "u", "ue"}, {"ß", "ss", "ss"}, {"à", "a", "a"}, {"á", "a", "a"}, {"â",
        "a", "a"}, {"ã", "a", "a"}, {"å", "a", "a"}, {"æ", "ae", "ae"},
    {"ç", "c", "c"}, {"è", "e", "e"}, {"é", "e", "e"}, {"ê", "e", "e"}, {"ë", "e", "e"}, {"ì", "i", "i"}, {"í", "i",
        "i"}, {"î", "i", "i"}, {"ï", "i", "i"}, {"ñ", "n", "n"},
    {"ò", "o", "o"}, {"ó", "o", "o"}, {"ô", "o", "o"}, {"õ", "o", "o"}, {"ø", "o", "oe"}, {"œ", "oe", "oe"}, {"ù",
        "u", "u"}, {"ú", "u", "u"}, {"û", "u", "u"}, {"ý", "y", "y"},
    {"ÿ", "y", "y"}, {"ł", "l", "l"}, {"ś", "s", "s"}, {"š", "s", "s"}, {"ž", "z", "z"}, {"ź", "z", "z"}, {"ż", "z",
        "z"}, {"č", "c", "c"}, {"ć", "c", "c"}, {"ę", "e", "e"},
    {"ą", "a", "a"}, {"ě", "e", "e"}, {"ř", "r", "r"}, {"ů", "u", "u"}, {"ő", "o", "o"}, {"ű", "u", "u"}, {"ğ", "g",
        "g"}, {"ı", "i", "i"}, {"ş", "s", "s"}, {"ń", "n", "n"},
    {"×", "x", "x"}, {"&", " and ", " und "}, {"½", "-5", "-5"},
};

/* "Größe" → "Groesse", "café" → "cafe" */
static struct str ascii_text(struct ctx *c, struct str s, enum lang l)
{
    struct buf b = {0};
    struct str low = str_lower(c, s);
    for (size_t i = 0; i < low.n;) {
        size_t n = 1;
        const char *to = NULL;
        for (size_t k = 0; k < sizeof letters / sizeof *letters && !to; k++)
            if (str_starts(str_part(low, i, low.n), str_z(letters[k].from))) {
                to = l == DE ? letters[k].german : letters[k].to;
                n = strlen(letters[k].from);
            }
        if (to)
            buf_add(c, &b, str_z(to));
        else if ((unsigned char)low.p[i] < 128)
            buf_byte(c, &b, low.p[i]);
        else
            while (i + n < low.n && ((unsigned char)low.p[i + n] & 0xC0) == 0x80)
                n++;
        i += n;
    }
    return buf_str(&b);
}

static struct str hyphened(struct ctx *c, struct str ascii)
{
    struct buf b = {0};
    for (size_t i = 0; i < ascii.n && b.n < 75; i++)
        if (isalnum((unsigned char)ascii.p[i]))
            buf_byte(c, &b, (char)tolower((unsigned char)ascii.p[i]));
        else if (b.n && b.p[b.n - 1] != '-' && ascii.p[i] != '\'')
            buf_byte(c, &b, '-');
    struct str out = buf_str(&b);
    while (out.n && out.p[out.n - 1] == '-')
        out.n--;
    return str_copy(c, out);
}

struct str slug_text(struct ctx *c, struct str title, struct str id, enum lang l, const struct strs *taken)
{
    struct str base = hyphened(c, ascii_text(c, title, l)), slug;
    base = base.n >= 2 ? base : hyphened(c, ascii_text(c, id, l));
    base = base.n ? base : str_fmt(c, "p-%llx", (unsigned long long)(str_hash(id) & 0xffffffff));
    slug = base;
    for (int n = 2;; n++) {
        bool used = false;
        for (size_t i = 0; i < taken->n; i++)
            used |= str_eq(taken->at[i], slug);
        if (!used)
            return slug;
        slug = str_fmt(c, "%.*s-%d", FMT(base), n);
    }
}
