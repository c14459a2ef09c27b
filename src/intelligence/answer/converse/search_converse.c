/* intelligence/answer/converse/search_converse.c - one turn of a conversation about a catalogue that comes along. */
#include "core/capability.h"
#include "intelligence/answer/converse/converse.h"

struct said {
    struct str who, text;
};
struct in {
    LIST(struct said) history;
    struct str message, language, currency, here;
    LIST(struct product) products;
    struct strs visible, removed;
    struct talk_state *state;
};
struct opt {
    int64_t k;
    struct search_reading read;
};

#define MAYBE .flags = OPTIONAL
static const struct record said_record = {
    "talk.said", sizeof(struct said),
    (const struct field[]){FIELD(struct said, who, .choice = "shopper|assistant", .doc = "who said it"),
                           FIELD(struct said, text, .max = 4000, .doc = "what"),
                           {0}}};
static const struct record talk_limit_record = {
    "talk.limit", sizeof(struct talk_limit),
    (const struct field[]){
        FIELD(struct talk_limit, kind, .choice = "price|brand|category|concept|facet|stock|word",
              .doc = "what it limits"),
        FIELD(struct talk_limit, name, MAYBE, .max = 200, .doc = "of a facet or concept: \"size\", \"colour\""),
        FIELD(struct talk_limit, value, MAYBE, .max = 500, .doc = "\"42\", \"blue\""),
        FIELD(struct talk_limit, currency, MAYBE, .max = 3, .doc = "of a price"),
        FIELD(struct talk_limit, label, .max = 500, .doc = "for people"),
        FIELD(struct talk_limit, exclude, MAYBE, .doc = "keeps such products out"),
        FIELD(struct talk_limit, least, MAYBE, .unit = "minor", .init = NONE, .doc = "price from"),
        FIELD(struct talk_limit, most, MAYBE, .unit = "minor", .init = NONE, .doc = "price to"),
        {0}}};
const struct record talk_state_record = {
    "talk.state", sizeof(struct talk_state),
    (const struct field[]){
        FIELD(struct talk_state, subject, MAYBE, .max = 2000, .doc = "words that are looked for"),
        FIELD_LIST(struct talk_state, limits, &talk_limit_record, MAYBE, .max = 50, .doc = "what products must keep"),
        FIELD(struct talk_state, shown, MAYBE, .max = 100, .doc = "ids in the order they were named"),
        FIELD(struct talk_state, about, MAYBE, .max = 500, .doc = "what \"it\" is"),
        FIELD(struct talk_state, asked, MAYBE, .max = 200, .doc = "the attribute asked for last"),
        FIELD(struct talk_state, done, MAYBE, .max = 100, .doc = "attributes not to be asked for again"),
        FIELD(struct talk_state, choosing, MAYBE, .max = 500, .doc = "the product whose variant is being chosen"),
        FIELD(struct talk_state, quantity, MAYBE, .max = 1000, .doc = "of that"),
        FIELD(struct talk_state, from, MAYBE, .max = 1e6, .doc = "products passed over"),
        FIELD(struct talk_state, language, MAYBE, .max = 20, .doc = "BCP 47, as last written"),
        FIELD(struct talk_state, turns, MAYBE, .max = 1e6, .doc = "turns so far"),
        {0}}};
static const struct record in_record = {
    "search.converse.in", sizeof(struct in),
    (const struct field[]){
        FIELD(struct in, message, .max = 2000, .doc = "what the shopper says now"),
        FIELD_ONE(struct in, state, &talk_state_record, MAYBE,
                  .doc = "`state` of the answer before; absent: the first turn, or read from history"),
        FIELD_LIST(struct in, history, &said_record, MAYBE, .max = 200,
                   .doc = "turns so far, oldest first; heard again where no state comes along"),
        FIELD_LIST(struct in, products, &product_record, .doc = "the catalogue"),
        FIELD(struct in, visible, MAYBE, .doc = "ids that this caller may see; absent: all of them"),
        FIELD(struct in, removed, MAYBE, .doc = "labels of chips that the shopper took away"),
        FIELD(struct in, here, MAYBE, .max = 500, .doc = "the product whose page is open"),
        FIELD(struct in, language, MAYBE, .max = 20, .doc = "of the catalogue, BCP 47"),
        FIELD(struct in, currency, MAYBE, .max = 3, .doc = "of \"under 50\"; absent: the catalogue's own"),
        {0}}};
static const struct record opt_record = {
    "search.converse", sizeof(struct opt),
    (const struct field[]){
        FIELD(struct opt, k, .min = 1, .max = 20, .init = 4, .flags = OPTIONAL, .doc = "products named in one answer"),
        FIELD_AS(struct opt, read.embed, "embed", MAYBE, .max = 60,
                 .doc = "the capability that makes vectors; \"none\": words alone; absent: by language"),
        FIELD_AS(struct opt, read.most, "most", MAYBE, .max = 1e6, .init = 2000,
                 .doc = "products read for their meaning; where more come along: words alone"),
        {0}}};

static const struct record product_out_record = {
    "talk.product", sizeof(struct talk_product),
    (const struct field[]){FIELD(struct talk_product, id, .doc = "product id"),
                           FIELD(struct talk_product, title, .doc = "its title"),
                           FIELD(struct talk_product, price, MAYBE, .unit = "minor", .init = NONE, .doc = "from"),
                           FIELD(struct talk_product, currency, MAYBE, .doc = "ISO 4217"),
                           FIELD(struct talk_product, image, MAYBE, .doc = "its first picture"),
                           FIELD(struct talk_product, why, MAYBE, .doc = "what it keeps of what was asked"),
                           {0}}};
static const struct record cell_record = {
    "talk.cell", sizeof(struct talk_cell),
    (const struct field[]){FIELD(struct talk_cell, value, .doc = "as stated; empty: not stated"),
                           FIELD(struct talk_cell, source, .doc = "where it stands"),
                           {0}}};
static const struct record row_record = {
    "talk.row", sizeof(struct talk_row),
    (const struct field[]){FIELD(struct talk_row, name, .doc = "attribute"),
                           FIELD_LIST(struct talk_row, cells, &cell_record, .doc = "one a product"),
                           {0}}};
static const struct record table_record = {
    "talk.table", sizeof(struct talk_table),
    (const struct field[]){FIELD(struct talk_table, products, .doc = "ids"),
                           FIELD(struct talk_table, titles, .doc = "their titles"),
                           FIELD_LIST(struct talk_table, rows, &row_record, .doc = "attributes"),
                           {0}}};
static const struct record choice_record = {
    "talk.choice", sizeof(struct talk_choice),
    (const struct field[]){FIELD(struct talk_choice, label, .doc = "say this"),
                           FIELD(struct talk_choice, n, .doc = "products that would be left"),
                           {0}}};
static const struct record question_record = {
    "talk.question", sizeof(struct talk_question),
    (const struct field[]){FIELD(struct talk_question, attribute, .doc = "what is asked for"),
                           FIELD(struct talk_question, text, .doc = "the question"),
                           FIELD_LIST(struct talk_question, choices, &choice_record, .doc = "answers that help"),
                           FIELD(struct talk_question, gain, .unit = "bit", .doc = "what the answer tells on average"),
                           {0}}};
static const struct record action_record = {
    "talk.action", sizeof(struct talk_action),
    (const struct field[]){
        FIELD(struct talk_action, kind, .choice = "cart.add|cart.remove|cart.show", .doc = "for the caller to do"),
        FIELD(struct talk_action, product, MAYBE, .doc = "id"),
        FIELD(struct talk_action, variant, MAYBE, .doc = "SKU, or '#' and its place"),
        FIELD(struct talk_action, quantity, MAYBE, .doc = "units"),
        {0}}};
static const struct record fact_record = {
    "talk.fact", sizeof(struct talk_fact),
    (const struct field[]){FIELD(struct talk_fact, product, .doc = "id"),
                           FIELD(struct talk_fact, name, MAYBE, .doc = "attribute; empty: prose"),
                           FIELD(struct talk_fact, value, .doc = "what the reply says"),
                           FIELD(struct talk_fact, source, .doc = "where it stands in the product's data"),
                           {0}}};
static const struct record chip_record = {
    "talk.chip", sizeof(struct talk_chip),
    (const struct field[]){FIELD(struct talk_chip, label, .doc = "give it in `removed` to take the limit away"),
                           FIELD(struct talk_chip, kind, .doc = "what it limits"),
                           FIELD(struct talk_chip, exclude, MAYBE, .doc = "keeps such products out"),
                           {0}}};
const struct record talk_answer_record = {
    "search.converse.out", sizeof(struct talk_answer),
    (const struct field[]){
        FIELD(struct talk_answer, reply, .doc = "what the assistant says, in the shopper's language"),
        FIELD(struct talk_answer, intent, .doc = "what was understood: search, nothing, answer, compare, cart, …"),
        FIELD(struct talk_answer, language, .doc = "of the reply"),
        FIELD(struct talk_answer, ai, .doc = "who talks is a machine: to be shown to the shopper"),
        FIELD_ONE(struct talk_answer, question, &question_record, MAYBE,
                  .doc = "asked back, where it splits the candidates best"),
        FIELD_LIST(struct talk_answer, products, &product_out_record, .doc = "that the reply is about, best first"),
        FIELD(struct talk_answer, total, .doc = "products that keep every limit"),
        FIELD_LIST(struct talk_answer, chips, &chip_record, .doc = "limits in force"),
        FIELD_LIST(struct talk_answer, facts, &fact_record, MAYBE, .doc = "what the reply states, with its source"),
        FIELD_ONE(struct talk_answer, comparison, &table_record, MAYBE, .doc = "products side by side"),
        FIELD_LIST(struct talk_answer, actions, &action_record, MAYBE, .doc = "for the caller to carry out"),
        FIELD_ONE(struct talk_answer, state, &talk_state_record, .doc = "give it back with the next message"),
        {0}}};

static bool may_see(const struct in *in, struct str id)
{
    for (size_t i = 0; i < in->visible.n; i++)
        if (str_eq(in->visible.at[i], id))
            return true;
    return !in->visible.n;
}

struct slice {
    struct product *at;
    size_t n;
};

static const struct product *product_of(struct ctx *c, void *arg, struct str id)
{
    const struct slice *s = arg;
    (void)c;
    for (size_t i = 0; i < s->n; i++)
        if (str_eq(s->at[i].id, id))
            return &s->at[i];
    return NULL;
}

static enum status run(struct ctx *c, const void *opt, const void *in_, void *out_)
{
    const struct in *in = in_;
    struct talk_answer *out = out_;
    const struct opt *how = opt;
    struct search_mind mind;
    struct talk_state now = {0};
    struct slice s = {NEW_ARRAY(c, struct product, in->products.n + 1), 0};
    for (size_t i = 0; i < in->products.n; i++)
        if (may_see(in, in->products.at[i].id))
            s.at[s.n++] = in->products.at[i];
    struct talk_shop shop = {.x = search_index_make(c, s.at, s.n, in->language),
                             .product = product_of,
                             .arg = &s,
                             .here = in->here,
                             .k = (size_t)how->k,
                             .mind = &mind};
    shop.room = search_room(c, shop.x);
    search_mind_make(c, &how->read, shop.x, s.at, s.n, &mind);
    for (size_t i = 0; i < s.n && !shop.currency.n; i++)
        shop.currency = in->currency.n ? in->currency : shop.x->doc[i].currency;
    if (in->state)
        now = *in->state;
    for (size_t i = 0; !in->state && i < in->history.n; i++) { /* heard again: the same words give the same state */
        if (!str_eq(in->history.at[i].who, STR("shopper")))
            continue;
        talk(c, &shop, &now, in->history.at[i].text, out);
        now = *out->state;
    }
    talk_remove(&now, &in->removed);
    talk(c, &shop, &now, in->message, out);
    return OK;
}

const struct capability search_converse = {
    .name = "search.converse",
    .doc = "Talk with a shopper about a catalogue: refine, compare, answer from facts alone, ask what splits best, put "
           "into the cart.",
    .stage = ANSWER,
    .in = &in_record,
    .out = &talk_answer_record,
    .opt = &opt_record,
    .run = run,
};
