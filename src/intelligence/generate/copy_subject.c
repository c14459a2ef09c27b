/* intelligence/generate/copy_subject.c - what the product is called, what it is, and how it is agreed with. */
#include "intelligence/generate/copy.h"
#include <ctype.h>

static bool is_upper_word(struct str w)
{
    bool letter = false;
    for (size_t i = 0; i < w.n; i++) {
        if (islower((unsigned char)w.p[i]))
            return false;
        letter |= isupper((unsigned char)w.p[i]) != 0;
    }
    return letter;
}

/* "STEEL KETTLE 1.7L" is shouting; "USB Cable" is not. */
static struct str calm(struct ctx *c, struct str t)
{
    struct strs words = str_split(c, t, ' ');
    size_t loud = 0, letters = 0;
    for (size_t i = 0; i < words.n; i++) {
        loud += is_upper_word(words.at[i]) && words.at[i].n > 3;
        letters += words.at[i].n > 3;
    }
    for (size_t i = 0; loud * 2 > letters && words.n > 1 && i < words.n; i++)
        if (is_upper_word(words.at[i]) && words.at[i].n > 2 && !strpbrk(words.at[i].p, "0123456789"))
            for (size_t k = 1; k < words.at[i].n; k++)
                ((char *)words.at[i].p)[k] = (char)tolower((unsigned char)words.at[i].p[k]);
    return str_join(c, &words, STR(" "));
}

static struct str cut_at(struct ctx *c, struct str t, struct str mark, size_t least_words)
{
    size_t at = str_find(t, mark, 1);
    struct str head = at == SIZE_MAX ? t : str_trim(str_part(t, 0, at));
    return at != SIZE_MAX && word_count(head) >= least_words ? str_copy(c, head) : t;
}

static struct str title_clean(struct ctx *c, const struct product *p)
{
    static const char *const marks[] = {" | ", " - ", " – ", " — ", "(", "[", " // ", " · ", "\n", ";"};
    struct str t = text_clean(c, p->title);
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        t = cut_at(c, t, str_z(marks[i]), 1);
    t = cut_at(c, t, STR(", "), 2);
    t = word_count(t) > 8 ? cut_at(c, t, STR(" with "), 2) : t;
    t = word_count(t) > 8 ? cut_at(c, t, STR(" for "), 2) : t;
    while (t.n && strchr(" .,!*-:", t.p[t.n - 1]))
        t = str_copy(c, str_part(t, 0, t.n - 1));
    return calm(c, t);
}

/* The noun in the title: at its end, or before what follows it ("Aero Kettle 1.7 l", "Scarf in wool"). */
static bool noun_of(struct ctx *c, struct str title, struct noun *n, bool *plural)
{
    static const char *const marks[] = {" with ", " for ", " in ", " of ", " from ", " by ", ",", " made "};
    struct str t = title;
    size_t and_ = str_find(title, STR(" & "), 1);
    if (and_ != SIZE_MAX && word_count(str_part(title, and_ + 3, title.n)) == 1 && noun_last(c, str_part(title, 0,
        and_), n, plural))
        return true; /* "Dog Food & Rice" */
    if (and_ != SIZE_MAX && word_count(str_part(title, and_ + 3, title.n)) == 1)
        t = str_copy(c, str_part(title, 0, and_)); /* "Dog Food Chicken & Rice" */
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        t = cut_at(c, t, str_z(marks[i]), 1);
    while (t.n) {
        if (noun_last(c, t, n, plural))
            return true;
        size_t end = t.n;
        while (end && t.p[end - 1] != ' ')
            end--;
        t = str_copy(c, str_trim(str_part(t, 0, end)));
    }
    return false;
}

static struct str last_part(struct ctx *c, struct str category)
{
    size_t from = 0;
    for (size_t i = 0; i < category.n; i++)
        if (strchr(">/|,", category.p[i]))
            from = i + 1;
    return str_copy(c, str_trim(str_part(category, from, category.n)));
}

/* What a shop's category says of the family, where no noun does. */
static const char *class_of_category(struct str category)
{
    static const struct { const char *word, *class; } rows[] = {
        {"book", "book"}, {"vinyl", "media"}, {"music & film", "media"}, {"coffee", "coffee"}, {"tea", "tea"},
            {"wine", "beverage"}, {"beer", "beverage"},
        {"spirits", "beverage"}, {"drinks", "beverage"}, {"chocolate", "sweet"}, {"confectionery", "sweet"},
            {"grocery", "food"}, {"food", "food"},
        {"skin care", "skin"}, {"skincare", "skin"}, {"hair care", "hair"}, {"haircare", "hair"}, {"make-up",
            "makeup"}, {"makeup", "makeup"},
        {"fragrance", "scent"}, {"perfume", "scent"}, {"shaving", "groom"}, {"board games", "game"}, {"games",
            "game"}, {"puzzles", "game"}, {"toys", "toy"},
        {"baby", "baby"}, {"pet", "pet"}, {"dogs", "pet"}, {"cats", "pet"}, {"plants", "plant"}, {"garden tools",
            "garden"}, {"lighting", "lamp"},
        {"cookware", "cook"}, {"bakeware", "cook"}, {"small appliances", "appliance"}, {"kitchen tools", "prep"},
            {"tableware", "dining"}, {"power tools", "tool"},
        {"hand tools", "tool"}, {"tools", "tool"}, {"audio", "audio"}, {"cameras", "camera"}, {"photo", "camera"},
            {"computers", "computer"},
        {"phones", "phone"}, {"bedding", "bed"}, {"shoes", "shoe"}, {"footwear", "shoe"}, {"jewellery", "jewel"},
            {"jewelry", "jewel"}, {"watches", "watch"},
        {"bags", "bag"}, {"luggage", "bag"}, {"tops", "top"}, {"shirts", "top"}, {"outerwear", "outer"}, {"jackets",
            "outer"}, {"dresses", "dress"},
        {"stationery", "paper"}, {"cycling", "bike"}, {"camping", "outdoor"}, {"fitness", "fit"},
            {"musical instruments", "music"}, {"decor", "decor"},
        {"storage", "store"}, {"cleaning", "clean"}, {"car accessories", "car"}, {"automotive", "car"}, {"beauty",
            "skin"}, {"seating", "seat"}, {"swimming", "water"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (has_word(category, str_z(rows[i].word)))
            return rows[i].class;
    return NULL;
}

static bool has_attribute(const struct product *p, const char *name)
{
    for (size_t i = 0; i < p->attributes.n; i++)
        if (str_eq_case(p->attributes.at[i].name, str_z(name)))
            return true;
    return false;
}

static bool is_work(const struct product *p) /* a title that is a work's own, not a name of a thing */
{
    return has_word(p->category, STR("books")) || has_word(p->category, STR("book")) || has_attribute(p, "author") ||
           has_attribute(p, "isbn") || has_attribute(p, "publisher") || has_attribute(p, "autor") || has_attribute(p, "auteur");
}

static bool all_common(struct ctx *c, struct str title)
{
    struct strs words = str_split(c, title, ' ');
    for (size_t i = 0; i < words.n; i++)
        if (words.at[i].n && !word_is_common(words.at[i]))
            return false;
    return words.n > 0;
}

static void name_english(struct ctx *c, struct subject *s, struct str brand, bool work)
{
    bool the = str_starts(s->title, STR("The ")), has_brand = !brand.n || str_has_case(s->title, brand);
    bool proper = work || !s->noun.n || !str_has_case(s->title, s->noun);
    if (!proper && all_common(c, s->title)) {
        const char *this = s->plural ? "these" : "this";
        struct str low = str_lower(c, s->title);
        s->name = str_fmt(c, "%s %.*s", this, FMT(low));
        s->first = has_brand ? s->name : str_fmt(c, "%s %.*s %.*s", this, FMT(brand), FMT(low));
        return;
    }
    const char *article = proper || the || s->mass ? "" : "the ";
    s->name = str_fmt(c, "%s%.*s", article, FMT(s->title));
    s->first = has_brand || work ? s->name : str_fmt(c, "%.*s from %.*s", FMT(s->name), FMT(brand));
}

static void noun_set(struct subject *s, const struct noun *n, bool plural)
{
    s->class = n->class;
    s->plural = plural;
    s->mass = n->mass;
    s->pair = n->pair;
    s->noun = plural ? n->many : n->one;
}

/* "Fish Oil Capsules": several of something whose noun is not known. */
static bool ends_in_s(struct str title)
{
    size_t n = title.n;
    return word_count(title) > 1 && n > 4 && title.p[n - 1] == 's' && !strchr("siu", title.p[n - 2]);
}

void subject_read(struct ctx *c, const struct product *p, const struct voice *v, struct subject *out)
{
    struct noun n;
    bool plural = false, work = is_work(p);
    struct str category = text_clean(c, p->category), brand = text_clean(c, p->brand);
    brand = text_is_order(brand) || word_count(brand) > 5 ? STR("") : brand;
    *out = (struct subject){.title = title_clean(c, p)};
    if (text_is_order(out->title) || !out->title.n)
        out->title = STR("");
    if (work) {
        out->class = "book";
        out->noun = STR("book");
    } else if (noun_of(c, out->title, &n, &plural))
        noun_set(out, &n, plural);
    else if (noun_last(c, last_part(c, category), &n, &plural)) {
        noun_set(out, &n, ends_in_s(out->title) || n.plural_only);
    } else
        out->class = class_of_category(category);
    if (!out->noun.n && !work)
        out->plural = ends_in_s(out->title);
    if (!out->title.n)
        out->title = out->noun.n ? capitalise(c, out->noun) : STR("This item");
    if (v->lang != EN) {
        out->plural = false; /* a name without article takes the singular */
        subject_native(c, v->lang, work ? STR("") : brand, out);
    } else if (str_eq(out->title, STR("This item")))
        out->name = out->first = STR("this item");
    else
        name_english(c, out, brand, work);
}
