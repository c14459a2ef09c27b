/* intelligence/generate/copy_feed.c - copy.feed: title, description and highlights for a product feed.
 *
 * Rules   no promotion, no capitals for emphasis, title at most 150 and description at most 5000 characters; text
 *         made by a machine is told apart as structured_title and structured_description
 * Source  https://support.google.com/merchants/answer/6324415, 6324468, 9216100, 14784710
 */
#include "intelligence/generate/listing.h"

enum { TITLE = 150, DESCRIPTION = 5000, HIGHLIGHT = 150, HIGHLIGHTS = 10 };

struct feed_out {
    struct str title, description, digital_source_type;
    struct strs highlights;
    LIST(struct claim) claims;
    bool accepted;
    struct str backend;
    struct strs notes;
};
static const struct record feed_out_record = {"copy_feed_out", sizeof(struct feed_out), (const struct field[]){
    FIELD(struct feed_out, title, .doc = "structured_title content, at most 150 characters"),
    FIELD(struct feed_out, description, .doc = "structured_description content, at most 5000 characters"),
    FIELD(struct feed_out, digital_source_type, .doc = "how the texts came to be, as the feed names it"),
    FIELD(struct feed_out, highlights, .doc = "product_highlight: short stated facts"),
    FIELD_LIST(struct feed_out, claims, &claim_record, .doc = "what the texts state, and the facts behind it"),
    FIELD(struct feed_out, accepted, .doc = "every claim is supported"),
    FIELD(struct feed_out, backend, .doc = "who chose the words"),
    FIELD(struct feed_out, notes, .doc = "what was asked for and could not be had"),
    {0}}};

/* Stated selling points that the verifier supports, as they stand. */
static enum status highlights(struct ctx *c, const struct reading *r, const struct order *o, struct feed_out *out)
{
    struct telling t = {.v = &r->voice, .s = &r->subject};
    for (size_t i = 0; i < r->facts.n && out->highlights.n < HIGHLIGHTS; i++) {
        const struct fact *f = &r->facts.at[i];
        struct str s;
        struct claims_out claims;
        if (!phrase_fact(c, &t, f, f->kind == K_CAN || f->kind == K_DOES ? VERB : NOUN, &s) || str_count(s) > HIGHLIGHT)
            continue;
        s = f->kind == K_CAN ? f->value : s;
        s = r->voice.lang == EN && str_starts(s, STR("a ")) ? str_part(s, 2, s.n) : s;
        s = capitalise(c, r->voice.lang == EN ? text_mend(c, s) : s);
        TRY(writer_judge(c, o->product, s, o->language, "feed_highlight", &r->brand, &claims));
        if (claims.accepted)
            strs_add(c, &out->highlights, s);
    }
    return OK;
}

static enum status run(struct ctx *c, const void *opt, const void *in_, void *out_)
{
    const struct listing_in *in = in_;
    struct feed_out *out = out_;
    struct reading r;
    struct written w;
    struct claims_out title;
    struct order o = listing_order(in, opt);
    o.channel = STR("marketplace");
    o.characters = DESCRIPTION;
    o.field = "feed_description";
    uint64_t seed = c->seed;
    TRY(writer_read(c, &o, &r, &out->notes));
    out->title = str_replace(c, listing_title(c, &r, in->product, TITLE), STR(" | "), STR(" – "));
    TRY(writer_judge(c, in->product, out->title, o.language, "feed_title", &r.brand, &title));
    if (!title.accepted) {
        out->title = text_cut(c, r.subject.title, TITLE);
        TRY(writer_judge(c, in->product, out->title, o.language, "feed_title", &r.brand, &title));
    }
    TRY(highlights(c, &r, &o, out));
    c->seed = seed;
    TRY(writer_write(c, &o, &w));
    out->description = str_replace(c, w.text, STR("!"), STR("."));
    out->digital_source_type = STR("trained_algorithmic_media");
    out->claims.at = w.claims.claims.at;
    out->claims.n = w.claims.claims.n;
    out->accepted = w.accepted && title.accepted;
    out->backend = w.backend;
    return OK;
}

static enum status changes(struct ctx *c, const void *in_, const void *out_, struct changes *list)
{
    const struct listing_in *in = in_;
    const struct feed_out *out = out_;
    list->at = NEW_ARRAY(c, struct change, 2);
    list->at[list->n++] = (struct change){STR("product"), in->product->id, STR("feed_title"), out->title, STR("text")};
    list->at[list->n++] = (struct change){STR("product"), in->product->id, STR("feed_description"), out->description,
        STR("text")};
    return OK;
}

const struct capability copy_feed = {
    .name = "copy.feed",
    .title = "Feed texts of {}",
    .doc = "write a product feed's title, description and highlights from its facts",
    .stage = GENERATE, .in = &listing_in_record, .out = &feed_out_record, .opt = &writer_option_record, .run = run,
        .changes = changes,
};
