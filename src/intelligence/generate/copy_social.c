/* intelligence/generate/copy_social.c - copy.social: a post per network within its limit, with hashtags from facts only. */
#include "intelligence/generate/listing.h"
#include <ctype.h>

static const struct network {
    const char *name;
    size_t limit;      /* characters a post may have */
    size_t text;       /* characters of prose that we use of it */
    size_t tags;       /* hashtags that are usual there */
} networks[] = {
    {"instagram", 2200, 400, 8}, {"facebook", 63206, 400, 3}, {"x", 280, 200, 2},        {"threads", 500, 300, 1},
    {"bluesky", 300, 220, 2},    {"mastodon", 500, 350, 4},   {"linkedin", 3000, 500, 3}, {"pinterest", 500, 350, 4},
    {"tiktok", 2200, 200, 5},
};

struct post {
    struct str network, text;
    struct strs hashtags;
};
struct social_out {
    LIST(struct post) posts;
    LIST(struct claim) claims;
    bool accepted;
    struct str backend;
    struct strs notes;
};
static const struct record post_record = {"post", sizeof(struct post), (const struct field[]){
    FIELD(struct post, network, .doc = "instagram, facebook, x, threads, bluesky, mastodon, linkedin, pinterest, tiktok"),
    FIELD(struct post, text, .doc = "the post, hashtags included, within the network's limit"),
    FIELD(struct post, hashtags, .doc = "those in the text"),
    {0}}};
static const struct record social_out_record = {"copy_social_out", sizeof(struct social_out), (const struct field[]){
    FIELD_LIST(struct social_out, posts, &post_record, .doc = "one per network"),
    FIELD_LIST(struct social_out, claims, &claim_record, .doc = "what the posts state, and the facts behind it"),
    FIELD(struct social_out, accepted, .doc = "every claim of every post is supported"),
    FIELD(struct social_out, backend, .doc = "who chose the words"),
    FIELD(struct social_out, notes, .doc = "what was asked for and could not be had"),
    {0}}};

/* "stainless steel" → "#StainlessSteel"; absent where no ASCII letter is left. */
static struct str hashtag(struct ctx *c, struct str words)
{
    struct buf b = {0};
    bool start = true;
    buf_byte(c, &b, '#');
    for (size_t i = 0; i < words.n; i++)
        if (isalnum((unsigned char)words.p[i]) || (unsigned char)words.p[i] >= 128) {
            buf_byte(c, &b, start ? (char)toupper((unsigned char)words.p[i]) : words.p[i]);
            start = false;
        } else if (words.p[i] != '\'')
            start = true;
    return b.n > 2 && b.n < 30 && !isdigit((unsigned char)b.p[1]) ? buf_str(&b) : (struct str){0};
}

static void tag_add(struct ctx *c, struct strs *tags, struct str words)
{
    struct str t = word_count(words) <= 3 && text_is_safe(words) ? hashtag(c, words) : (struct str){0};
    for (size_t i = 0; i < tags->n; i++)
        if (str_eq_case(tags->at[i], t))
            return;
    if (t.n)
        strs_add(c, tags, t);
}

static struct strs tags_of(struct ctx *c, const struct reading *r, const struct product *p)
{
    struct strs tags = {0};
    tag_add(c, &tags, text_clean(c, p->brand));
    if (r->voice.lang == EN)
        tag_add(c, &tags, r->subject.noun);
    for (size_t i = 0; i < r->facts.n; i++) {
        enum fact_kind k = r->facts.at[i].kind;
        if (k == K_material || k == K_colour || k == K_flavour || k == K_origin || k == K_genre || k == K_author || k == K_diet)
            tag_add(c, &tags, r->facts.at[i].value);
    }
    struct strs parts = str_split(c, str_replace(c, text_clean(c, p->category), STR("/"), STR(">")), '>');
    for (size_t i = parts.n; i > 0; i--)
        tag_add(c, &tags, str_copy(c, str_trim(parts.at[i - 1])));
    return tags;
}

static enum status post_write(struct ctx *c, struct order *o, const struct network *n, const struct strs *tags,
                              struct social_out *out)
{
    struct written w;
    struct post post = {.network = str_z(n->name)};
    int64_t words[] = {(int64_t)n->text / 16, (int64_t)n->text / 6};
    o->words = (struct ints){words, 2};
    o->characters = n->text;
    o->field = "social";
    o->channel = STR("social");
    TRY(writer_write(c, o, &w));
    post.text = w.text;
    for (size_t i = 0; i < tags->n && post.hashtags.n < n->tags; i++) {
        struct str longer = str_fmt(c, "%.*s%s%.*s", FMT(post.text), post.hashtags.n ? " " : "\n\n", FMT(tags->at[i]));
        if (str_count(longer) > n->limit)
            break;
        post.text = longer;
        strs_add(c, &post.hashtags, tags->at[i]);
    }
    for (size_t i = 0; i < w.claims.claims.n; i++)
        *LIST_ADD(c, &out->claims) = w.claims.claims.at[i];
    out->accepted &= w.accepted;
    out->backend = w.backend;
    *LIST_ADD(c, &out->posts) = post;
    return OK;
}

static bool is_wanted(const struct listing_in *in, const struct network *n)
{
    for (size_t i = 0; i < in->networks.n; i++)
        if (str_eq_case(in->networks.at[i], str_z(n->name)) || (!strcmp(n->name, "x") &&
            str_eq_case(in->networks.at[i], STR("twitter"))))
            return true;
    return !in->networks.n;
}

static enum status run(struct ctx *c, const void *opt, const void *in_, void *out_)
{
    const struct listing_in *in = in_;
    struct social_out *out = out_;
    struct reading r;
    struct order o = listing_order(in, opt);
    uint64_t seed = c->seed;
    TRY(writer_read(c, &o, &r, &out->notes));
    struct strs tags = tags_of(c, &r, in->product);
    out->accepted = true;
    for (size_t i = 0; i < sizeof networks / sizeof *networks; i++) {
        c->seed = seed + i;
        if (is_wanted(in, &networks[i]))
            TRY(post_write(c, &o, &networks[i], &tags, out));
    }
    if (!out->posts.n)
        return fail(c, REJECT, "none of these networks is known; known are instagram, facebook, x, threads, bluesky, "
            "mastodon, linkedin, pinterest and tiktok");
    return OK;
}

const struct capability copy_social = {
    .name = "copy.social",
    .doc = "write a post about a product for each social network, with hashtags from its facts",
    .stage = GENERATE, .in = &listing_in_record, .out = &social_out_record, .opt = &writer_option_record, .run = run,
};
