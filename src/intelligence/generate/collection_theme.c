/* intelligence/generate/collection_theme.c - a theme in words becomes a collection: products, title, words, and where each stands.
 *
 * Flow    theme, products → chosen products → sentences of their own facts → verify.claims; then as any work item
 * What the words may say is told by `product`: a made-up product whose facts are those of the collection.
 */
#include "core/json.h"
#include "core/stat.h"
#include "core/text.h"
#include "data/claim.h"
#include "intelligence/generate/listing.h"
#include "intelligence/generate/theme.h"
#include "intelligence/generate/theme_say.h"
#include <math.h>

struct theme_in {
    struct str theme, language, backend;
    LIST(struct product) products;
    struct product *product; /* made by the planner from an earlier answer; absent: made here */
    int64_t k, per_category, budget;
};
struct theme_option {
    struct str embed;
};
struct theme_product {
    struct str id, title, reason, currency;
    double near;
    int64_t price;
};
struct tile {
    struct str kind, product, text, image;
    int64_t column, row, width, height;
};
struct theme_out {
    struct str title, slug, text, currency, backend, vectors;
    LIST(struct theme_product) products;
    LIST(struct tile) tiles;
    struct product *product;
    LIST(struct claim) claims;
    int64_t total;
    bool accepted;
    struct strs notes;
};

static const struct record in_record = {"theme", sizeof(struct theme_in), (const struct field[]){
    FIELD(struct theme_in, theme, .min = 2, .max = 200, .doc = "beach vacation essentials"),
    FIELD_LIST(struct theme_in, products, &product_record, .min = 3, .max = 3000, .doc = "those to choose from"),
    FIELD_ONE(struct theme_in, product, &product_record, .flags = OPTIONAL, .doc = "what the words may say, from an earlier answer"),
    FIELD(struct theme_in, k, .min = 3, .max = 48, .init = 8, .flags = OPTIONAL, .doc = "products at most"),
    FIELD(struct theme_in, per_category, .min = 0, .max = 48, .init = 2, .flags = OPTIONAL, .doc = "of one category before others have had their turn; 0: any number"),
    FIELD(struct theme_in, budget, .unit = "minor", .min = 1, .max = 1e12, .init = (double)NONE, .flags = OPTIONAL, .doc = "for one of each"),
    FIELD(struct theme_in, language, .max = 20, .init_str = "en", .flags = OPTIONAL, .doc = "of the words: en, de, fr, es, it, nl"),
    FIELD(struct theme_in, backend, .choice = TEXT_BACKENDS, .init_str = "shop", .flags = OPTIONAL, .doc = "who chooses the sentences"),
    {0}}};
static const struct record option_record = {"collection_theme_options", sizeof(struct theme_option), (const struct field[]){
    FIELD(struct theme_option, embed, .choice = "auto|e5|hash", .init_str = "auto", .flags = OPTIONAL, .doc = "whose vectors tell what is near: a model, or letters"),
    {0}}};
static const struct record chosen_record = {"theme_product", sizeof(struct theme_product), (const struct field[]){
    FIELD(struct theme_product, id, .doc = "of the product"),
    FIELD(struct theme_product, title, .doc = "its title"),
    FIELD(struct theme_product, reason, .doc = "why it is in it, from its own facts"),
    FIELD(struct theme_product, near, .doc = "how far it stands out among the products, comparable within one answer"),
    FIELD(struct theme_product, price, .unit = "minor", .init = (double)NONE, .flags = OPTIONAL, .doc = "asked"),
    FIELD(struct theme_product, currency, .flags = OPTIONAL, .doc = "ISO 4217"),
    {0}}};
static const struct record tile_record = {"tile", sizeof(struct tile), (const struct field[]){
    FIELD(struct tile, kind, .doc = "product or text"),
    FIELD(struct tile, product, .flags = OPTIONAL, .doc = "its id"),
    FIELD(struct tile, image, .flags = OPTIONAL, .doc = "its first"),
    FIELD(struct tile, text, .flags = OPTIONAL, .doc = "to stand on it"),
    FIELD(struct tile, column, .doc = "from 0, of 4"),
    FIELD(struct tile, row, .doc = "from 0"),
    FIELD(struct tile, width, .doc = "columns"),
    FIELD(struct tile, height, .doc = "rows"),
    {0}}};
static const struct record out_record = {"collection", sizeof(struct theme_out), (const struct field[]){
    FIELD(struct theme_out, title, .doc = "heading"),
    FIELD(struct theme_out, slug, .doc = "in its address"),
    FIELD(struct theme_out, text, .doc = "a paragraph below the heading"),
    FIELD_LIST(struct theme_out, products, &chosen_record, .doc = "best first"),
    FIELD_LIST(struct theme_out, tiles, &tile_record, .doc = "a mood board, four columns wide, without gaps or overlaps"),
    FIELD_ONE(struct theme_out, product, &product_record, .doc = "what the words may say: the facts of the collection"),
    FIELD(struct theme_out, total, .unit = "minor", .doc = "price of one of each"),
    FIELD(struct theme_out, currency, .flags = OPTIONAL, .doc = "of the total"),
    FIELD_LIST(struct theme_out, claims, &claim_record, .doc = "what the words state, and the facts behind it"),
    FIELD(struct theme_out, accepted, .doc = "every claim is supported"),
    FIELD(struct theme_out, backend, .doc = "who chose the sentences"),
    FIELD(struct theme_out, vectors, .doc = "whose vectors chose the products"),
    FIELD(struct theme_out, notes, .flags = OPTIONAL, .doc = "what was left out, and why"),
    {0}}};

/* ---- the facts of a collection ------------------------------------------------------------------------------------ */

static bool has(const struct strs *list, struct str s)
{
    for (size_t i = 0; i < list->n; i++)
        if (str_eq_case(list->at[i], s))
            return true;
    return false;
}

static struct strs kinds_of(struct ctx *c, const struct theme_in *in, const struct theme_picked *picked)
{
    struct strs kinds = {0};
    for (size_t i = 0; i < picked->at.n; i++) {
        struct str kind = theme_kind(&in->products.at[picked->at.at[i].product]);
        if (kind.n && kind.n <= 40 && !has(&kinds, kind) && text_is_safe(kind))
            strs_add(c, &kinds, kind);
    }
    return kinds;
}

static struct product *facts_of(struct ctx *c, const struct theme_in *in, const struct theme_picked *picked, struct str title, const struct strs *kinds)
{
    struct product *p = NEW(c, struct product);
    record_init(&product_record, p);
    p->id = STR("collection");
    p->title = title;
    p->language = in->language;
    *LIST_ADD(c, &p->attributes) = (struct attribute){.name = STR("products"), .value = str_fmt(c, "%zu", picked->at.n), .source = STR("collection")};
    for (size_t i = 0; i < kinds->n; i++)
        strs_add(c, &p->features, kinds->at[i]);
    for (size_t i = 0; i < picked->at.n; i++) {
        const struct product *one = &in->products.at[picked->at.at[i].product];
        strs_add(c, &p->features, one->brand.n ? str_fmt(c, "%.*s by %.*s", FMT(one->title), FMT(one->brand)) : one->title);
    }
    return p;
}

/* ---- its words ------------------------------------------------------------------------------------------------------ */

/* Of English titles each word of weight has a capital. */
static struct str title_of(struct ctx *c, struct str theme, bool english)
{
    static const char *const small = " a an and as at by for from in of on or the to with ";
    struct strs words = str_split(c, text_clean(c, theme), ' ');
    struct buf b = {0};
    for (size_t i = 0; i < words.n; i++) {
        bool keep = i && (!english || str_has(str_z(small), str_fmt(c, " %.*s ", FMT(words.at[i]))));
        buf_fmt(c, &b, "%s%.*s", b.n ? " " : "", FMT((keep ? words.at[i] : capitalise(c, words.at[i]))));
    }
    return buf_str(&b);
}

static void literal(struct ctx *c, struct buf *b, const char *between, struct str s)
{
    buf_fmt(c, b, "%s\"", between);
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == '"' || s.p[i] == '\\')
            buf_byte(c, b, '\\');
        buf_byte(c, b, s.p[i]);
    }
    buf_byte(c, b, '"');
}

struct stock { /* sentences of one place, any of which will do */
    struct strs at[3];
};

static struct str first_titles(struct ctx *c, const struct theme_in *in, const struct theme_picked *picked, size_t i)
{
    return i < picked->at.n ? text_clean(c, in->products.at[picked->at.at[i].product].title) : STR("");
}

static struct stock sentences(struct ctx *c, const struct theme_in *in, const struct theme_picked *picked, const struct strs *kinds)
{
    enum lex_language l = lex_language_of(in->language);
    struct stock s = {0};
    struct strs few = {kinds->at, kinds->n < 4 ? kinds->n : 4};
    struct str list = list_text(c, &few, theme_say(THEME_AND, l)), n = theme_number(c, picked->at.n, l);
    const struct theme_place places[] = {{"{N}", capitalise(c, n)}, {"{n}", n}, {"{theme}", text_clean(c, in->theme)},
                                         {"{from}", few.n > 1 ? theme_with(c, THEME_FROM, l, list) : STR("")},
                                         {"{a}", first_titles(c, in, picked, 0)}, {"{b}", first_titles(c, in, picked, 1)}, {"{d}", first_titles(c, in, picked, 2)}};
    static const enum theme_say keys[3][2] = {{THEME_PICKS, THEME_PLACE}, {THEME_BEGINS, THEME_AMONG}, {THEME_WHY, THEME_WHY}};
    for (int i = 0; i < 3; i++)
        for (int k = 0; k < 2; k++) /* the last may be left out */
            strs_add(c, &s.at[i], i == 2 && k ? STR("") : theme_fill(c, keys[i][k], l, places, sizeof places / sizeof *places));
    return s;
}

static struct str grammar_of(struct ctx *c, const struct stock *s)
{
    struct buf b = {0};
    buf_fmt(c, &b, "root ::= p0 p1 p2\n");
    for (int i = 0; i < 3; i++) {
        buf_fmt(c, &b, "p%d ::= ", i);
        for (size_t j = 0; j < s->at[i].n; j++)
            literal(c, &b, j ? " | " : "", i && s->at[i].at[j].n ? str_fmt(c, " %.*s", FMT(s->at[i].at[j])) : s->at[i].at[j]);
        buf_byte(c, &b, '\n');
    }
    return buf_str(&b);
}

static enum status judge(struct ctx *c, const struct theme_in *in, struct product *facts, struct str text, const char *field, struct claims_out *claims)
{
    struct brand brand;
    TRY(brand_read(c, &brand));
    return writer_judge(c, facts, text, in->language, field, &brand, claims);
}

/* The model walks the sentences; of what it gives, the first that the verifier lets pass. */
static enum status words_write(struct ctx *c, const struct theme_in *in, const struct stock *s, struct theme_out *out)
{
    struct text_in ask;
    struct text_out answer;
    struct claims_out claims = {0};
    record_init(&text_in_record, &ask);
    record_init(&text_out_record, &answer);
    ask.system = STR("You write short, clear texts for an online shop.");
    ask.prompt = str_fmt(c, "Write the paragraph that introduces the collection \"%.*s\".", FMT((text_is_order(in->theme) ? STR("a theme") : in->theme)));
    ask.grammar = grammar_of(c, s);
    ask.n = 4, ask.max_tokens = 400, ask.temperature = 0.8;
    TRY(text_ask(c, in->backend, &ask, &answer));
    out->backend = answer.backend;
    for (size_t i = 0; i < answer.candidates.n && !out->accepted; i++) {
        out->text = str_trim(answer.candidates.at[i].text);
        out->text = str_copy(c, out->text);
        TRY(judge(c, in, out->product, out->text, "description", &claims));
        out->accepted = claims.accepted;
    }
    memcpy(&out->claims, &claims.claims, sizeof out->claims);
    if (!out->text.n)
        return fail(c, RETRY, "no words came from %.*s", FMT(answer.backend));
    return OK;
}

/* ---- the mood board ---------------------------------------------------------------------------------------------------- */

enum { COLUMNS = 4, ROWS = 200 };

/* The first place from the top where it fits. */
static void tile_put(bool (*taken)[COLUMNS], struct tile *t)
{
    for (t->row = 0;; t->row++)
        for (t->column = 0; t->column + t->width <= COLUMNS; t->column++) {
            bool fits = true;
            for (int64_t y = 0; y < t->height; y++)
                for (int64_t x = 0; x < t->width; x++)
                    fits &= !taken[t->row + y][t->column + x];
            if (!fits)
                continue;
            for (int64_t y = 0; y < t->height; y++)
                for (int64_t x = 0; x < t->width; x++)
                    taken[t->row + y][t->column + x] = true;
            return;
        }
}

/* The first stands large beside the heading; every fifth is wide where that leaves no gap; the last fills its row. */
static void board_make(struct ctx *c, const struct theme_in *in, const struct theme_picked *picked, struct theme_out *out)
{
    bool (*taken)[COLUMNS] = (bool (*)[COLUMNS])NEW_ARRAY(c, bool, ROWS * COLUMNS);
    struct tile heading = {.kind = STR("text"), .text = out->title, .width = 2, .height = 1};
    for (size_t i = 0; i < picked->at.n; i++) {
        const struct product *p = &in->products.at[picked->at.at[i].product];
        struct tile t = {.kind = STR("product"), .product = p->id, .text = p->title, .image = p->images.n ? p->images.at[0] : (struct str){0},
                         .width = i == 0 ? 2 : 1, .height = i == 0 ? 2 : 1};
        tile_put(taken, &t);
        if (i + 1 == picked->at.n)
            while (t.column + t.width < COLUMNS && !taken[t.row][t.column + t.width])
                taken[t.row][t.column + t.width++] = true;
        *LIST_ADD(c, &out->tiles) = t;
        if (i == 0) {
            tile_put(taken, &heading);
            *LIST_ADD(c, &out->tiles) = heading;
        }
    }
}

/* ---- all of it ---------------------------------------------------------------------------------------------------------- */

static void chosen_tell(struct ctx *c, const struct theme_in *in, const struct theme_picked *picked, struct theme_out *out)
{
    for (size_t i = 0; i < picked->at.n; i++) {
        const struct theme_pick *x = &picked->at.at[i];
        const struct product *p = &in->products.at[x->product];
        struct str currency = p->currency.n ? p->currency : p->variants.n ? p->variants.at[0].currency : (struct str){0};
        *LIST_ADD(c, &out->products) = (struct theme_product){p->id, p->title, x->reason, currency, stat_round(x->near, 4), x->price};
        out->currency = out->currency.n ? out->currency : currency;
    }
    out->total = picked->total;
    out->vectors = picked->backend;
    if (picked->untrue)
        strs_add(c, &out->notes, str_fmt(c, "%zu products were left out: the theme says of them what their facts do not", picked->untrue));
}

static enum status run(struct ctx *c, const void *opt_, const void *in_, void *out_)
{
    const struct theme_option *opt = opt_;
    const struct theme_in *in = in_;
    struct theme_out *out = out_;
    struct theme_picked picked;
    struct theme_asked ask = {.theme = in->theme, .language = in->language, .embed = opt->embed, .product = in->products.at, .n = in->products.n,
                              .k = (size_t)in->k, .per_category = (size_t)in->per_category, .budget = in->budget};
    struct claims_out claims;
    bool de = str_starts(in->language, STR("de"));
    if (!text_is_safe(in->theme))
        return fail(c, REJECT, "the theme \"%.*s\" gives orders or promises; name what the collection is about", FMT(in->theme));
    TRY(theme_choose(c, &ask, &picked));
    chosen_tell(c, in, &picked, out);
    struct strs kinds = kinds_of(c, in, &picked);
    out->title = title_of(c, in->theme, lex_language_of(in->language) == LEX_EN || lex_language_of(in->language) == LEX_LANGUAGES);
    out->slug = slug_text(c, out->title, STR("collection"), de ? DE : EN, &(struct strs){0});
    out->product = in->product ? in->product : facts_of(c, in, &picked, out->title, &kinds);
    struct stock s = sentences(c, in, &picked, &kinds);
    TRY(words_write(c, in, &s, out));
    TRY(judge(c, in, out->product, out->title, "title", &claims));
    out->accepted &= claims.accepted;
    board_make(c, in, &picked, out);
    if (!out->accepted)
        doubt(c, "not every claim of the collection's words stands on its products");
    return OK;
}

static enum status changes(struct ctx *c, const void *in_, const void *out_, struct changes *list)
{
    const struct theme_out *out = out_;
    struct tree *t = tree_open(c);
    struct node *ids = tree_array(t), *tiles = tree_array(t);
    (void)in_;
    for (size_t i = 0; i < out->products.n; i++)
        node_add(t, ids, tree_str(t, out->products.at[i].id));
    for (size_t i = 0; i < out->tiles.n; i++)
        node_add(t, tiles, record_node(c, t, &tile_record, &out->tiles.at[i]));
    *LIST_ADD(c, list) = (struct change){STR("collection"), out->slug, STR("title"), out->title, STR("text")};
    *LIST_ADD(c, list) = (struct change){STR("collection"), out->slug, STR("text"), out->text, STR("text")};
    *LIST_ADD(c, list) = (struct change){STR("collection"), out->slug, STR("products"), tree_text(c, t, ids), STR("json")};
    *LIST_ADD(c, list) = (struct change){STR("collection"), out->slug, STR("tiles"), tree_text(c, t, tiles), STR("json")};
    return OK;
}

const struct capability collection_theme = {
    .name = "collection.theme",
    .title = "Collection: {}",
    .doc = "a collection from a theme in words: products with reasons, a title, a paragraph of their own facts, a mood board",
    .stage = GENERATE,
    .needs = GPU,
    .in = &in_record,
    .out = &out_record,
    .opt = &option_record,
    .run = run,
    .check = "verify.claims",
    .changes = changes,
};
