/* data/errand.c - the record of data/errand.h. */
#include "data/errand.h"

static const struct record errand_line_record = {"errand_line", sizeof(struct errand_line), (const struct field[]){
    FIELD(struct errand_line, line, .min = 1, .max = 200, .flags = LOOSE, .doc = "the shop's own id of the line"),
    FIELD(struct errand_line, quantity, .unit = "1", .min = 1, .max = 1e6, .doc = "units"),
    FIELD(struct errand_line, damaged, .flags = OPTIONAL, .doc = "return: not for sale again"),
    {0}}};

const struct record errand_record = {"errand", sizeof(struct errand), (const struct field[]){
    FIELD(struct errand, kind, .choice = "pay|refund|cancel|ship|deliver|return|address", .doc = "what is to be done"),
    FIELD(struct errand, order, .min = 1, .max = 200, .flags = LOOSE, .doc = "the shop's own id"),
    FIELD(struct errand, mark, .min = 8, .max = 60, .doc = "what the shop keeps of it, so that it is found again"),
    FIELD(struct errand, payment, .max = 200, .flags = OPTIONAL | LOOSE, .doc = "the shop's own id"),
    FIELD(struct errand, amount, .unit = "minor", .init = NONE, .max = 9e15, .flags = OPTIONAL, .doc = "of pay and refund"),
    FIELD(struct errand, currency, .max = 3, .flags = OPTIONAL, .doc = "ISO 4217"),
    FIELD(struct errand, reason, .max = 500, .flags = OPTIONAL, .doc = "why"),
    FIELD(struct errand, parcel, .max = 200, .flags = OPTIONAL | LOOSE, .doc = "tracking number"),
    FIELD(struct errand, carrier, .max = 100, .flags = OPTIONAL, .doc = "who carries it"),
    FIELD(struct errand, node, .max = 200, .flags = OPTIONAL, .doc = "where it leaves from or arrives"),
    FIELD_ONE(struct errand, address, &address_record, .flags = OPTIONAL, .doc = "where it goes to now"),
    FIELD_LIST(struct errand, lines, &errand_line_record, .max = 1000, .flags = OPTIONAL, .doc = "absent: all"),
    {0}}};

struct str errand_method(struct ctx *c, const char *shop, struct str payment) { return str_fmt(c, "%s:%.*s", shop, FMT(payment)); }

struct str errand_payment(struct str shop, struct str method)
{
    bool ours = str_starts(method, shop) && method.n > shop.n + 1 && method.p[shop.n] == ':';
    return ours ? str_part(method, shop.n + 1, method.n) : (struct str){0};
}

struct row { struct raw body; struct str channel, state, why; int64_t at_ms; };
static const struct record row_record = {"row", sizeof(struct row), (const struct field[]){
    FIELD(struct row, body, .flags = OPTIONAL), FIELD(struct row, channel), FIELD(struct row, state), FIELD(struct row, why, .flags = OPTIONAL), FIELD(struct row, at_ms), {0}}};

/* Rows of one order have one target, its money's. */
static struct str target_of(struct ctx *c, struct str order) { return str_fmt(c, "money:%.*s", FMT(order)); }

enum status errand_load(struct ctx *c, struct str order, struct errand_rows *out)
{
    LIST(struct row) rows;
    *out = (struct errand_rows){0};
    TRY(db_all(c, &row_record, &rows, "SELECT body, channel, state, why, at_ms FROM outbox WHERE target = $1 AND channel <> 'payment' AND body <> '{}' ORDER BY id",
               A(target_of(c, order))));
    for (size_t i = 0; i < rows.n; i++) {
        struct effect e;
        struct errand w = {0};
        TRY(record_from_json(c, &effect_record, rows.at[i].body.text, LENIENT, &e));
        if (e.value.n)
            TRY(record_from_json(c, &errand_record, e.value, LENIENT, &w));
        *LIST_ADD(c, &out->at) = (struct errand_row){w.kind, rows.at[i].channel, rows.at[i].state, rows.at[i].why, rows.at[i].at_ms};
    }
    return OK;
}

enum status errand_again(struct ctx *c, struct str order, int64_t *n)
{
    return db_count(c, n,
                    "UPDATE outbox SET state = CASE WHEN before IS NULL AND tries = 0 THEN 'waiting' ELSE 'sent' END, tries = 0, due_ms = $1, why = NULL"
                    " WHERE target = $2 AND key LIKE 'errand:%' AND state IN ('failed', 'kept')",
                    A(c->now_ms), A(target_of(c, order)));
}
