/* data/wish.c - the records of wishes. */
#include "data/wish.h"
#include <math.h>

const struct record wish_record = {"wish", sizeof(struct wish), (const struct field[]){
    FIELD(struct wish, id, .flags = KEY, .doc = "our number for it"),
    FIELD(struct wish, kind, .choice = "verdict|generate|merchandise|undo|import|setting|quarantine|policy|reply|thread|chat|checkout|trouble|pay", .doc = "what is asked for"),
    FIELD(struct wish, body, .doc = "the record of that kind"),
    FIELD(struct wish, person, .min = 1, .max = 100, .doc = "who asked"),
    FIELD(struct wish, state, .choice = "new|done|refused", .doc = "how far it is"),
    FIELD(struct wish, why, .flags = OPTIONAL, .doc = "why it was refused, or what was passed over"),
    FIELD(struct wish, batch, .init = NONE, .flags = OPTIONAL, .doc = "the batch it made"),
    FIELD(struct wish, at_ms, .unit = "ms", .doc = "asked"),
    FIELD(struct wish, done_ms, .unit = "ms", .init = NONE, .flags = OPTIONAL, .doc = "carried out or refused"),
    {0}}};

static const struct record edit_record = {"edit", sizeof(struct edit), (const struct field[]){
    FIELD(struct edit, pos, .min = 0, .max = 1000, .doc = "which change of the item"),
    FIELD(struct edit, after, .max = 100000, .doc = "the text as the reviewer wrote it"),
    {0}}};

const struct record verdict_wish_record = {"verdict", sizeof(struct verdict_wish), (const struct field[]){
    FIELD(struct verdict_wish, items, .min = 1, .max = 1000, .doc = "ids of the items"),
    FIELD(struct verdict_wish, verdict, .choice = "accept|edit|reject|back", .doc = "edit: accept as edited; back: write it again"),
    FIELD_LIST(struct verdict_wish, edits, &edit_record, .max = 100, .flags = OPTIONAL, .doc = "of the one item of an edit"),
    FIELD(struct verdict_wish, note, .max = 1000, .flags = OPTIONAL, .doc = "why, for the record"),
    {0}}};

const struct record generate_wish_record = {"generate", sizeof(struct generate_wish), (const struct field[]){
    FIELD(struct generate_wish, kinds, .min = 1, .max = 20, .doc = "capabilities: \"copy.describe\", \"copy.seo\""),
    FIELD(struct generate_wish, products, .max = 10000, .flags = OPTIONAL, .doc = "ids of products; none: all"),
    FIELD(struct generate_wish, tone, .max = 40, .flags = OPTIONAL, .doc = "how it should sound"),
    FIELD(struct generate_wish, audience, .max = 200, .flags = OPTIONAL, .doc = "whom it is for"),
    FIELD(struct generate_wish, channel, .max = 40, .flags = OPTIONAL, .doc = "where it will stand"),
    FIELD(struct generate_wish, query, .max = 200, .flags = OPTIONAL, .doc = "the search it should answer"),
    FIELD(struct generate_wish, language, .max = 20, .flags = OPTIONAL, .doc = "BCP 47"),
    {0}}};

const struct record merchandise_wish_record = {"merchandise", sizeof(struct merchandise_wish), (const struct field[]){
    FIELD(struct merchandise_wish, kinds, .max = 20, .flags = OPTIONAL, .doc = "price.change, replenish.order; none: as the shop has set it"),
    {0}}};

const struct record undo_wish_record = {"undo", sizeof(struct undo_wish), (const struct field[]){
    FIELD(struct undo_wish, batch, .min = 1, .max = 20, .doc = "id of the batch"),
    {0}}};

const struct record import_wish_record = {"import", sizeof(struct import_wish), (const struct field[]){
    FIELD(struct import_wish, path, .min = 1, .max = 1000, .doc = "a file below the shop's folder"),
    FIELD(struct import_wish, format, .max = 40, .flags = OPTIONAL, .doc = "as --as of purvey import; absent: guessed"),
    {0}}};

const struct record setting_wish_record = {"setting_change", sizeof(struct setting_wish), (const struct field[]){
    FIELD(struct setting_wish, name, .min = 1, .max = 100, .doc = "a capability's name, or a section: \"brand\""),
    FIELD(struct setting_wish, value, .flags = OPTIONAL, .doc = "a JSON object; absent: clear"),
    {0}}};

const struct record quarantine_wish_record = {"quarantine_change", sizeof(struct quarantine_wish), (const struct field[]){
    FIELD(struct quarantine_wish, id, .min = 1, .max = 20, .doc = "id of the row set aside"),
    FIELD(struct quarantine_wish, action, .choice = "retry|ignore", .doc = "what to do with it"),
    FIELD(struct quarantine_wish, raw, .max = 200000, .flags = OPTIONAL, .doc = "the row as mended, for retry"),
    {0}}};

const struct record reply_wish_record = {"reply", sizeof(struct reply_wish), (const struct field[]){
    FIELD(struct reply_wish, thread, .min = 1, .max = 20, .doc = "id of the conversation"),
    FIELD(struct reply_wish, text, .min = 1, .max = 20000, .flags = PERSONAL, .doc = "what is said to the customer"),
    FIELD(struct reply_wish, then, .choice = "waiting|human|solved", .init_str = "human", .flags = OPTIONAL,
          .doc = "whose turn it is then: the customer's, the writer's still, or nobody's"),
    {0}}};

const struct record thread_wish_record = {"thread_change", sizeof(struct thread_wish), (const struct field[]){
    FIELD(struct thread_wish, thread, .min = 1, .max = 20, .doc = "id of the conversation"),
    FIELD(struct thread_wish, action, .choice = "take|back|solve|open|note", .doc = "take it over, hand it back to the agent, close or open it, note a word"),
    FIELD(struct thread_wish, text, .max = 4000, .flags = OPTIONAL | PERSONAL, .doc = "the note, or why"),
    {0}}};

const struct record chat_wish_record = {"chat", sizeof(struct chat_wish), (const struct field[]){
    FIELD(struct chat_wish, key, .min = 16, .max = 200, .doc = "names the conversation; long and random: who knows it, is in it"),
    FIELD(struct chat_wish, id, .min = 1, .max = 80, .doc = "the sender's number for the message: sent again, it is taken once"),
    FIELD(struct chat_wish, text, .min = 1, .max = 4000, .flags = PERSONAL, .doc = "what the customer says"),
    FIELD(struct chat_wish, name, .max = 300, .flags = OPTIONAL | PERSONAL, .doc = "as they call themselves"),
    FIELD(struct chat_wish, address, .max = 254, .flags = OPTIONAL | PERSONAL, .doc = "their e-mail address, as they say"),
    FIELD(struct chat_wish, language, .max = 20, .flags = OPTIONAL, .doc = "BCP 47"),
    FIELD(struct chat_wish, subject, .max = 500, .flags = OPTIONAL, .doc = "what it is about"),
    FIELD(struct chat_wish, customer, .max = 200, .flags = OPTIONAL | PERSONAL, .doc = "who has signed in with the sender, by the shop's number"),
    FIELD(struct chat_wish, chat, .flags = OPTIONAL, .doc = "from our own page"),
    {0}}};

const struct record trouble_wish_record = {"trouble", sizeof(struct trouble_wish), (const struct field[]){
    FIELD(struct trouble_wish, order, .min = 1, .max = 200, .doc = "number of the order"),
    FIELD(struct trouble_wish, what, .choice = "stock|backorder|lost|late|address|payment|fraud|cancellation", .doc = "what went wrong"),
    FIELD(struct trouble_wish, cause, .choice = "insufficient|expired|declined|technical", .flags = OPTIONAL, .doc = "of payment: why it failed"),
    FIELD(struct trouble_wish, parcel, .max = 200, .flags = OPTIONAL, .doc = "lost, late: which one"),
    FIELD(struct trouble_wish, skus, .max = 100, .flags = OPTIONAL, .doc = "the lines meant; none: all"),
    FIELD(struct trouble_wish, days, .unit = "d", .init = NAN, .max = 3650, .flags = OPTIONAL, .doc = "late: how long it will take still"),
    FIELD(struct trouble_wish, risk, .init = NAN, .max = 1, .flags = OPTIONAL, .doc = "fraud: the chance that it is one"),
    FIELD(struct trouble_wish, value, .unit = "minor", .init = NONE, .flags = OPTIONAL, .doc = "what the customer is still worth"),
    {0}}};

enum status wish_add(struct ctx *c, struct str kind, struct str body, struct str person)
{
    struct wish w = {.id = db_new_id(c), .kind = kind, .body = {body}, .person = person, .state = STR("new"), .batch = NONE, .at_ms = c->now_ms, .done_ms = NONE};
    return db_add(c, &wish_record, &w);
}

const struct record policy_row_record = {"policy_row", sizeof(struct policy_row), (const struct field[]){
    FIELD(struct policy_row, kind, .min = 1, .max = 100, .doc = "capability or *"),
    FIELD(struct policy_row, risk, .choice = "low|medium|high|*", .doc = "at this risk"),
    FIELD(struct policy_row, confidence, .min = 0, .max = 1, .doc = "at least this"),
    FIELD(struct policy_row, doubts, .doc = "also when there are doubts"),
    FIELD(struct policy_row, action, .choice = "auto|review|block", .doc = "what is done"),
    FIELD(struct policy_row, note, .max = 300, .flags = OPTIONAL, .doc = "why, for people"),
    {0}}};

const struct record policy_wish_record = {"policy_change", sizeof(struct policy_wish), (const struct field[]){
    FIELD_LIST(struct policy_wish, rows, &policy_row_record, .max = 200, .doc = "the whole table; the first match decides"),
    {0}}};
