/* intelligence/generate/copy_describe.c - copy.describe: a product's text for one reader, checked against its facts.
 *
 * Flow    product → text          between decide and verify
 * Calls   text.llama or text.openai to choose or write; verify.claims to judge; both by the table
 */
#include "core/json.h"
#include "core/model.h"
#include "core/settings.h"
#include "intelligence/generate/writer.h"

struct describe_in {
    struct product *product;
    struct str audience, tone, channel, query, language, backend;
    struct ints words;
};
struct describe_out {
    struct str text, html;
    LIST(struct claim) claims;
    bool accepted;
    struct str backend;
    struct strs notes;
    int64_t words;
    double confidence;
};

static const struct record in_record = {"copy_describe_in", sizeof(struct describe_in), (const struct field[]){
    FIELD_ONE(struct describe_in, product, &product_record, .doc = "what to describe"),
    FIELD(struct describe_in, audience, .max = 200, .flags = OPTIONAL,
        .doc = "who reads it: \"parents\", \"professionals\", any group of people"),
    FIELD(struct describe_in, tone, .max = 60, .flags = OPTIONAL,
        .doc = "plain, warm, playful, premium, technical, or a word like these"),
    FIELD(struct describe_in, channel, .max = 60, .flags = OPTIONAL, .doc = "web, marketplace, email, print"),
    FIELD(struct describe_in, query, .max = 200, .flags = OPTIONAL, .doc = "what the reader searched for"),
    FIELD(struct describe_in, language, .max = 20, .flags = OPTIONAL, .doc = "BCP 47: en, en-US, de, fr, es"),
    FIELD(struct describe_in, words, .flags = OPTIONAL, .doc = "fewest and most words"),
    FIELD(struct describe_in, backend, .choice = "|auto|llama|openai|template", .flags = OPTIONAL,
        .doc = "who chooses the words"),
    {0}}};

static const struct record out_record = {"copy_describe_out", sizeof(struct describe_out), (const struct field[]){
    FIELD(struct describe_out, text, .doc = "plain text, paragraphs apart by an empty line"),
    FIELD(struct describe_out, html, .doc = "the same as HTML: p, ul, li"),
    FIELD_LIST(struct describe_out, claims, &claim_record, .doc = "what the text states, and the facts behind it"),
    FIELD(struct describe_out, accepted, .doc = "every claim is supported"),
    FIELD(struct describe_out, backend, .doc = "who chose the words"),
    FIELD(struct describe_out, notes, .doc = "what was asked for and could not be had"),
    FIELD(struct describe_out, words, .doc = "how many words"),
    FIELD(struct describe_out, confidence, .min = 0, .max = 1, .doc = "how sure the verifier is"),
    {0}}};

static enum status run(struct ctx *c, const void *opt, const void *in_, void *out_)
{
    const struct describe_in *in = in_;
    struct describe_out *out = out_;
    struct order order = {.product = in->product, .audience = in->audience, .tone = in->tone, .channel = in->channel,
        .query = in->query,
                          .language = voice_tag(in->language, in->product), .backend = in->backend, .words = in->words, .option = opt};
    struct written w;
    TRY(writer_write(c, &order, &w));
    out->text = w.text;
    out->html = w.html;
    out->claims.at = w.claims.claims.at;
    out->claims.n = w.claims.claims.n;
    out->accepted = w.accepted;
    out->backend = w.backend;
    out->notes = w.notes;
    out->words = (int64_t)word_count(w.text);
    out->confidence = w.claims.confidence;
    return OK;
}

static enum status changes(struct ctx *c, const void *in_, const void *out_, struct changes *list)
{
    const struct describe_in *in = in_;
    const struct describe_out *out = out_;
    list->at = NEW_ARRAY(c, struct change, 1);
    list->at[list->n++] = (struct change){STR("product"), in->product->id, STR("description"), out->html, STR("html")};
    return OK;
}

const struct capability copy_describe = {
    .name = "copy.describe",
    .title = "Description of {}",
    .doc = "write a product's description from its facts, for a reader, a channel and a length",
    .stage = GENERATE, .in = &in_record, .out = &out_record, .opt = &writer_option_record,
    .run = run, .check = "verify.claims", .changes = changes, .twin = NULL,
};
