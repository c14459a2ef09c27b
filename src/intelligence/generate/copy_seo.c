/* intelligence/generate/copy_seo.c - copy.seo: page title, meta description, slug and the words behind each picture. */
#include "intelligence/generate/listing.h"

enum { TITLE = 60, META = 155,
    ALT = 125 }; /* what search results show: https://developers.google.com/search/docs/appearance/title-link */

struct alt {
    struct str image, text;
};
struct seo_out {
    struct str title, meta, slug;
    LIST(struct alt) alt;
    LIST(struct claim) claims;
    bool accepted;
    struct str backend;
    struct strs notes;
};

static const struct record alt_record = {"alt", sizeof(struct alt), (const struct field[]){
    FIELD(struct alt, image, .doc = "its address or hash"),
    FIELD(struct alt, text, .doc = "what it shows, for those who cannot see it"),
    {0}}};
static const struct record seo_out_record = {"copy_seo_out", sizeof(struct seo_out), (const struct field[]){
    FIELD(struct seo_out, title, .doc = "page title, at most 60 characters"),
    FIELD(struct seo_out, meta, .doc = "meta description, at most 155 characters"),
    FIELD(struct seo_out, slug, .doc = "the page's name in its address: ASCII, none of those taken"),
    FIELD_LIST(struct seo_out, alt, &alt_record, .doc = "alternative text of each image"),
    FIELD_LIST(struct seo_out, claims, &claim_record, .doc = "what title and meta state, and the facts behind it"),
    FIELD(struct seo_out, accepted, .doc = "every claim is supported"),
    FIELD(struct seo_out, backend, .doc = "who chose the words"),
    FIELD(struct seo_out, notes, .doc = "what was asked for and could not be had"),
    {0}}};

static const struct fact *fact_of(const struct facts *f, enum fact_kind kind)
{
    for (size_t i = 0; i < f->n; i++)
        if (f->at[i].kind == kind && !f->at[i].in_title && f->at[i].adj.n)
            return &f->at[i];
    return NULL;
}

/* The pictures are not looked at here: only what the facts say, and which picture of how many. */
static void alt_texts(struct ctx *c, const struct reading *r, const struct product *p, struct seo_out *out)
{
    static const char *const in_words[] = {"in", "in", "en", "en"}, *const picture[] = {"picture %zu of %zu",
        "Bild %zu von %zu", "photo %zu sur %zu", "foto %zu de %zu"};
    const struct fact *colour = fact_of(&r->facts, K_colour);
    enum lang l = r->voice.lang;
    struct str base = colour ? str_fmt(c, "%.*s %s %.*s", FMT(r->subject.title), in_words[l], FMT(colour->value))
        : r->subject.title;
    for (size_t i = 0; i < p->images.n; i++) {
        struct str text = base;
        if (i) {
            struct strs halves = str_split(c, str_replace(c, str_z(picture[l]), STR("%zu"), STR("|")), '|');
            text = str_fmt(c, "%.*s, %.*s%zu%.*s%zu", FMT(base), FMT(halves.at[0]), i + 1, FMT(halves.at[1]), p->images.n);
        }
        *LIST_ADD(c, &out->alt) = (struct alt){p->images.at[i], text_cut(c, text, ALT)};
    }
}

static enum status run(struct ctx *c, const void *opt, const void *in_, void *out_)
{
    const struct listing_in *in = in_;
    struct seo_out *out = out_;
    struct reading r;
    struct written w;
    struct claims_out title_claims;
    struct order o = listing_order(in, opt);
    int64_t words[] = {15, 27};
    o.words = (struct ints){words, 2};
    o.characters = META;
    o.field = "seo_description";
    uint64_t seed = c->seed;
    TRY(writer_read(c, &o, &r, &out->notes));
    out->title = listing_title(c, &r, in->product, TITLE);
    TRY(writer_judge(c, in->product, out->title, o.language, "seo_title", &r.brand, &title_claims));
    if (!title_claims.accepted)
        out->title = text_cut(c, r.subject.title, TITLE);
    TRY(writer_judge(c, in->product, out->title, o.language, "seo_title", &r.brand, &title_claims));
    out->slug = slug_text(c, r.subject.title, in->product->id, r.voice.lang, &in->taken);
    alt_texts(c, &r, in->product, out);
    c->seed = seed;
    TRY(writer_write(c, &o, &w));
    out->meta = str_replace(c, w.text, STR("\n\n"), STR(" "));
    out->claims.at = w.claims.claims.at;
    out->claims.n = w.claims.claims.n;
    out->accepted = w.accepted && title_claims.accepted;
    out->backend = w.backend;
    return OK;
}

static enum status changes(struct ctx *c, const void *in_, const void *out_, struct changes *list)
{
    const struct listing_in *in = in_;
    const struct seo_out *out = out_;
    struct str id = in->product->id;
    list->at = NEW_ARRAY(c, struct change, 3);
    list->at[list->n++] = (struct change){STR("product"), id, STR("seo_title"), out->title, STR("text")};
    list->at[list->n++] = (struct change){STR("product"), id, STR("seo_description"), out->meta, STR("text")};
    if (out->alt.n)
        list->at[list->n++] = (struct change){STR("product"), id, STR("alt_text"), out->alt.at[0].text, STR("text")};
    return OK;
}

const struct capability copy_seo = {
    .name = "copy.seo",
    .title = "Search snippet of {}",
    .doc = "write a product page's title, meta description, slug and image texts from its facts",
    .stage = GENERATE, .in = &listing_in_record, .out = &seo_out_record, .opt = &writer_option_record, .run = run,
        .changes = changes,
};
