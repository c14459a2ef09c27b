/* data/explain.c - one item's life, gathered.
 *
 * Tables  reads item, batch, product, move, finding, change, outbox, ledger
 */
#include "data/explain.h"
#include "core/json.h"
#include <math.h>

static const struct record move_record = {"explain_move", sizeof(struct explain_move), (const struct field[]){
    FIELD(struct explain_move, seq, .doc = "1, 2, … within the item"),
    FIELD(struct explain_move, at_ms, .unit = "ms", .doc = "when"),
    FIELD(struct explain_move, actor, .doc = "who"),
    FIELD(struct explain_move, from, .doc = "state before"),
    FIELD(struct explain_move, to, .doc = "state after"),
    FIELD(struct explain_move, because, .doc = "why"),
    {0}}};

static const struct record claim_row_record = {"explain_claim", sizeof(struct explain_claim), (const struct field[]){
    FIELD(struct explain_claim, field, .doc = "the field of the shop whose text makes it"),
    FIELD(struct explain_claim, text, .doc = "the words"),
    FIELD(struct explain_claim, kind, .doc = "what it is about"),
    FIELD(struct explain_claim, verdict, .doc = "supported, unsupported, contradicted"),
    FIELD(struct explain_claim, fact, .flags = OPTIONAL, .doc = "the fact it was held against"),
    FIELD(struct explain_claim, source, .flags = OPTIONAL, .doc = "that fact's row and column"),
    {0}}};

static const struct record change_row_record = {"explain_change", sizeof(struct explain_change), (const struct field[]){
    FIELD(struct explain_change, pos, .doc = "0, 1, … within the item"),
    FIELD(struct explain_change, entity, .doc = "product, variant, category"),
    FIELD(struct explain_change, id, .doc = "its id"),
    FIELD(struct explain_change, field, .doc = "description, seo_title, price"),
    FIELD(struct explain_change, locale, .doc = "BCP 47; empty: the shop's own language"),
    FIELD(struct explain_change, format, .doc = "text, html, money, json"),
    FIELD(struct explain_change, before, .flags = OPTIONAL, .doc = "what the shop showed"),
    FIELD(struct explain_change, after, .doc = "proposed, as edited by the reviewer"),
    FIELD(struct explain_change, edited_by, .flags = OPTIONAL, .doc = "the person who edited it"),
    FIELD(struct explain_change, state, .doc = "proposed, live, restored, kept"),
    {0}}};

static const struct record effect_row_record = {"explain_effect", sizeof(struct explain_effect), (const struct field[]){
    FIELD(struct explain_effect, channel, .doc = "which shop"),
    FIELD(struct explain_effect, field, .flags = OPTIONAL, .doc = "which field there"),
    FIELD(struct explain_effect, action, .doc = "publish, undo"),
    FIELD(struct explain_effect, state, .doc = "waiting, sent, done, kept, failed"),
    FIELD(struct explain_effect, tries, .doc = "failures"),
    FIELD(struct explain_effect, at_ms, .unit = "ms", .doc = "last change of it"),
    FIELD(struct explain_effect, readback, .flags = OPTIONAL, .doc = "what the shop showed afterwards"),
    FIELD(struct explain_effect, receipt, .flags = OPTIONAL, .doc = "what the shop answered"),
    FIELD(struct explain_effect, why, .flags = OPTIONAL, .doc = "why it was kept or failed"),
    FIELD(struct explain_effect, key, .doc = "idempotency key"),
    {0}}};

static const struct record proof_record = {"explain_proof", sizeof(struct explain_proof), (const struct field[]){
    FIELD(struct explain_proof, seq, .doc = "row of the ledger"),
    FIELD(struct explain_proof, at_ms, .unit = "ms", .doc = "when"),
    FIELD(struct explain_proof, what, .doc = "what was done"),
    FIELD(struct explain_proof, hash, .doc = "BLAKE2b-256 of that row and all before it"),
    {0}}};

const struct record explain_record = {"explain", sizeof(struct explain), (const struct field[]){
    FIELD(struct explain, item, .doc = "our number for it"),
    FIELD(struct explain, kind, .doc = "the capability that makes it"),
    FIELD(struct explain, entity, .doc = "what it is about"),
    FIELD(struct explain, subject, .doc = "the id of that"),
    FIELD(struct explain, title, .flags = OPTIONAL, .doc = "the name of that"),
    FIELD(struct explain, state, .doc = "where it is now"),
    FIELD(struct explain, risk, .flags = OPTIONAL, .doc = "by policy"),
    FIELD(struct explain, why, .flags = OPTIONAL, .doc = "last failure"),
    FIELD(struct explain, tries, .doc = "failures in this state"),
    FIELD(struct explain, created_ms, .unit = "ms", .doc = "planned"),
    FIELD(struct explain, moved_ms, .unit = "ms", .doc = "last move"),
    FIELD(struct explain, confidence, .init = NAN, .flags = OPTIONAL, .doc = "of the verifier, 0 to 1"),
    FIELD(struct explain, doubts, .flags = OPTIONAL, .doc = "why a person should look"),
    FIELD(struct explain, batch, .doc = "asked for in"),
    FIELD(struct explain, asked_by, .flags = OPTIONAL, .doc = "who asked"),
    FIELD(struct explain, asked, .flags = OPTIONAL, .doc = "what was asked"),
    FIELD(struct explain, asked_ms, .unit = "ms", .init = NONE, .flags = OPTIONAL, .doc = "when"),
    FIELD(struct explain, undone_ms, .unit = "ms", .init = NONE, .flags = OPTIONAL, .doc = "the batch was taken back"),
    FIELD(struct explain, came_from, .flags = OPTIONAL, .doc = "the import that brought the facts"),
    FIELD_LIST(struct explain, evidence, &attribute_record, .doc = "the facts it was given"),
    FIELD(struct explain, backend, .flags = OPTIONAL, .doc = "the model that wrote it"),
    FIELD(struct explain, seed, .doc = "of chance; the same input and seed give the same output"),
    FIELD(struct explain, output, .flags = OPTIONAL, .doc = "all that the capability gave"),
    FIELD_LIST(struct explain, moves, &move_record, .doc = "from state to state"),
    FIELD_LIST(struct explain, claims, &claim_row_record, .doc = "what it claims, held against the facts"),
    FIELD_LIST(struct explain, changes, &change_row_record, .doc = "what it changes in the shop"),
    FIELD_LIST(struct explain, effects, &effect_row_record, .doc = "what shops were told, and showed"),
    FIELD_LIST(struct explain, ledger, &proof_record, .doc = "rows of the ledger that tell of it"),
    {0}}};

struct move_row {
    int64_t seq, from_state, to_state, at_ms;
    struct str actor, because;
};
static const struct record move_row_record = {"move", sizeof(struct move_row), (const struct field[]){
    FIELD(struct move_row, seq), FIELD(struct move_row, from_state), FIELD(struct move_row, to_state), FIELD(struct move_row, at_ms),
    FIELD(struct move_row, actor), FIELD(struct move_row, because), {0}}};

static enum status moves_of(struct ctx *c, int64_t item, struct explain *out)
{
    LIST(struct move_row) rows;
    TRY(db_all(c, &move_row_record, &rows, "SELECT * FROM move WHERE item = $1 ORDER BY seq", A(item)));
    for (size_t i = 0; i < rows.n; i++) {
        const struct move_row *m = &rows.at[i];
        *LIST_ADD(c, &out->moves) = (struct explain_move){m->seq, m->at_ms, m->actor, str_z(state_name((enum state)m->from_state)),
                                                          str_z(state_name((enum state)m->to_state)), m->because};
    }
    return OK;
}

struct asked_row {
    struct str by_whom;
    struct raw params;
    int64_t created_ms, undone_ms;
};
static const struct record asked_record = {"batch", sizeof(struct asked_row), (const struct field[]){
    FIELD(struct asked_row, by_whom), FIELD(struct asked_row, params, .flags = OPTIONAL), FIELD(struct asked_row, created_ms),
    FIELD(struct asked_row, undone_ms, .init = NONE, .flags = OPTIONAL), {0}}};

static enum status batch_of(struct ctx *c, int64_t batch, struct explain *out)
{
    struct asked_row row;
    bool found;
    TRY(db_maybe(c, &asked_record, &row, &found, "SELECT by_whom, params, created_ms, undone_ms FROM batch WHERE id = $1", A(batch)));
    out->batch = str_fmt(c, "%lld", (long long)batch);
    out->asked_ms = out->undone_ms = NONE;
    if (!found)
        return OK;
    out->asked_by = row.by_whom;
    out->asked = row.params;
    out->asked_ms = row.created_ms;
    out->undone_ms = row.undone_ms;
    return OK;
}

static enum status subject_of(struct ctx *c, const struct item *i, struct explain *out)
{
    if (!str_eq(i->entity, STR("product")))
        return OK;
    TRY(db_text(c, &out->title, "SELECT title FROM product WHERE id = $1", A(i->subject)));
    return db_text(c, &out->came_from, "SELECT b.title FROM batch b, product p WHERE p.id = $1 AND b.id = p.batch", A(i->subject));
}

/* What the capability was given, as it was then: the shop may have other facts by now. */
struct given { struct product *product; };
static const struct record given_record = {"given", sizeof(struct given), (const struct field[]){
    FIELD_ONE(struct given, product, &product_record, .flags = OPTIONAL), {0}}};

static void fact_add(struct ctx *c, struct explain *out, const char *name, struct str value)
{
    if (value.n)
        *LIST_ADD(c, &out->evidence) = (struct attribute){.name = str_z(name), .value = value, .source = str_z(name)};
}

static void facts_of(struct ctx *c, const struct product *p, struct explain *out)
{
    fact_add(c, out, "title", p->title);
    fact_add(c, out, "brand", p->brand);
    fact_add(c, out, "category", p->category);
    for (size_t k = 0; k < p->attributes.n; k++)
        *LIST_ADD(c, &out->evidence) = p->attributes.at[k];
    for (size_t k = 0; k < p->features.n; k++)
        fact_add(c, out, str_fmt(c, "features[%zu]", k).p, p->features.at[k]);
    fact_add(c, out, "description", p->description);
}

static void evidence_of(struct ctx *c, const struct item *i, struct explain *out)
{
    struct given given;
    const struct json *made;
    struct ctx aside = *c; /* an input of an older version may be unreadable: the rest is told all the same */
    if (record_from_json(&aside, &given_record, i->input.text, LENIENT, &given) == OK && given.product)
        facts_of(c, given.product, out);
    if (i->output.text.n && json_read(&aside, i->output.text, &made) == OK)
        out->backend = json_str(json_get(made, "backend"));
}

static enum status effects_of(struct ctx *c, int64_t item, struct explain *out)
{
    TRY(db_all(c, &claim_row_record, &out->claims,
               "SELECT field, text, kind, verdict, fact, source FROM finding WHERE item = $1 ORDER BY pos", A(item)));
    TRY(db_all(c, &change_row_record, &out->changes, "SELECT * FROM change WHERE item = $1 ORDER BY pos", A(item)));
    TRY(db_all(c, &effect_row_record, &out->effects,
               "SELECT o.channel, ch.field, o.action, o.state, o.tries, o.at_ms, o.readback, o.receipt, o.why, o.key"
               " FROM outbox o LEFT JOIN change ch ON ch.item = o.item AND ch.pos = o.change_pos WHERE o.item = $1 ORDER BY o.id",
               A(item)));
    return db_all(c, &proof_record, &out->ledger, "SELECT seq, at_ms, what, hash FROM ledger WHERE subject = $1 ORDER BY seq",
                  A(str_fmt(c, "item:%lld", (long long)item)));
}

enum status explain_tree(struct ctx *c, int64_t item, struct explain *out)
{
    struct item i;
    TRY(item_load(c, item, &i));
    *out = (struct explain){.item = str_fmt(c, "%lld", (long long)i.id), .kind = i.kind, .entity = i.entity, .subject = i.subject,
                            .state = str_z(state_name((enum state)i.state)), .risk = i.risk, .why = i.why, .tries = i.tries,
                            .created_ms = i.created_ms, .moved_ms = i.moved_ms, .confidence = i.confidence, .doubts = i.doubts,
                            .seed = str_fmt(c, "%lld", (long long)i.seed), .output = i.output};
    TRY(batch_of(c, i.batch, out));
    TRY(subject_of(c, &i, out));
    TRY(moves_of(c, item, out));
    TRY(effects_of(c, item, out));
    evidence_of(c, &i, out);
    return OK;
}
