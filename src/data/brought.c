/* data/brought.c - imports can be taken back: each product as it was, unless a later import has changed it. */
#include "data/brought.h"
#include "data/catalog.h"
#include "data/ledger.h"

enum { STEP = 200, NAMED = 100 }; /* products in one transaction; kept ones that are named */

static const struct record brought_row_record = {"brought_row", sizeof(struct brought_row), (const struct field[]){
    FIELD(struct brought_row, product, .doc = "its id"), FIELD(struct brought_row, why, .doc = "why it stays as it is"), {0}}};

const struct record brought_report_record = {"brought_report", sizeof(struct brought_report), (const struct field[]){
    FIELD(struct brought_report, batch, .doc = "of the import"),
    FIELD(struct brought_report, restored, .doc = "products as they were before"),
    FIELD(struct brought_report, removed, .doc = "that were new: marked as gone"),
    FIELD(struct brought_report, back, .doc = "that were marked as gone: no longer"),
    FIELD(struct brought_report, kept, .doc = "changed since, and left as they are"),
    FIELD_LIST(struct brought_report, rows, &brought_row_record, .doc = "the first of the kept"),
    {0}}};

struct step { /* one product of the batch, and what has become of it */
    struct str product, what, before, channel;
    int64_t batch, gone, undone; /* undone: an undo of this import has written it */
};
static const struct record step_record = {"step", sizeof(struct step), (const struct field[]){
    FIELD(struct step, product), FIELD(struct step, what), FIELD(struct step, before, .flags = OPTIONAL),
    FIELD(struct step, channel), FIELD(struct step, batch), FIELD(struct step, gone), FIELD(struct step, undone), {0}}};

enum status brought_note(struct ctx *c, int64_t batch, struct str product, struct str what)
{
    struct str before = {0};
    if (str_eq(what, STR("changed"))) {
        struct product there;
        TRY(product_load(c, product, &there));
        before = record_to_json(c, &product_record, &there);
    }
    return db_run(c, "INSERT INTO brought (batch, product, what, before) VALUES ($1, $2, $3, $4) ON CONFLICT (batch, product) DO NOTHING",
                  A(batch), A(product), A(what), A(before));
}

enum status brought_is(struct ctx *c, int64_t batch, bool *is)
{
    int64_t n;
    TRY(db_int(c, &n, "SELECT COUNT(*) FROM brought WHERE batch = $1", A(batch)));
    *is = n > 0;
    return OK;
}

static void keep(struct ctx *c, struct brought_report *out, const struct step *s, struct str why)
{
    out->kept++;
    if (out->rows.n < NAMED)
        *LIST_ADD(c, &out->rows) = (struct brought_row){str_copy(c, s->product), str_copy(c, why)};
}

/* `mine`: the batch of this undo, under which the products are written again. */
static enum status step_back(struct ctx *c, const struct step *s, int64_t of, int64_t mine, bool dry, struct brought_report *out)
{
    bool new = str_eq(s->what, STR("new")), gone = str_eq(s->what, STR("gone"));
    if (gone) {
        out->back += s->gone;
        return dry || !s->gone ? OK : product_gone(c, s->product, false);
    }
    if (s->undone || (new && s->gone))
        return OK; /* taken back already, or gone since */
    if (s->batch != of) {
        keep(c, out, s, str_fmt(c, "import %lld has written it since", (long long)s->batch));
        return OK;
    }
    out->removed += new, out->restored += !new;
    if (dry)
        return OK;
    if (new)
        return product_gone(c, s->product, true);
    struct product p;
    TRY(record_from_json(c, &product_record, s->before, LENIENT, &p));
    return product_save(c, &p, s->channel, mine, NULL);
}

static struct str params_of(struct ctx *c, int64_t batch) { return str_fmt(c, "{\"batch\":\"%lld\"}", (long long)batch); }

static enum status page_back(struct ctx *c, int64_t of, int64_t mine, bool dry, struct str *after, struct brought_report *out)
{
    LIST(struct step) page;
    TRY(db_all(c, &step_record, &page,
               "SELECT b.product, b.what, b.before, p.channel, p.batch, p.gone,"
               " CASE WHEN u.kind = 'undo' AND u.params = $4 THEN 1 ELSE 0 END AS undone"
               " FROM brought b JOIN product p ON p.id = b.product LEFT JOIN batch u ON u.id = p.batch"
               " WHERE b.batch = $1 AND b.product > $2 ORDER BY b.product LIMIT $3",
               A(of), A(*after), A(STEP), A(params_of(c, of))));
    for (size_t i = 0; i < page.n; i++)
        TRY(step_back(c, &page.at[i], of, mine, dry, out));
    *after = page.n ? page.at[page.n - 1].product : (struct str){0};
    return OK;
}

static enum status page_in_one_step(struct ctx *c, int64_t of, int64_t mine, struct str *after, struct brought_report *out)
{
    IN_ONE_STEP(c, page_back(c, of, mine, false, after, out));
    return OK;
}

static enum status undo_note(struct ctx *c, int64_t of, int64_t mine, struct str who, const struct brought_report *out)
{
    TRY(db_run(c, "UPDATE batch SET undone_ms = $1 WHERE id = $2 AND undone_ms IS NULL", A(c->now_ms), A(of)));
    return ledger_append(c, who, STR("undo"), str_fmt(c, "batch:%lld", (long long)of),
                         str_fmt(c, "{\"batch\":\"%lld\",\"restored\":%lld,\"removed\":%lld,\"back\":%lld,\"kept\":%lld}", (long long)mine,
                                 (long long)out->restored, (long long)out->removed, (long long)out->back, (long long)out->kept));
}

enum status brought_undo(struct ctx *c, int64_t batch, struct str who, bool dry, struct brought_report *out)
{
    bool is;
    int64_t undone, mine = db_new_id(c);
    struct str after = STR("");
    record_init(&brought_report_record, out);
    out->batch = str_fmt(c, "%lld", (long long)batch);
    TRY(brought_is(c, batch, &is));
    if (!is)
        return fail(c, REJECT, "batch %lld brought no product", (long long)batch);
    TRY(db_int(c, &undone, "SELECT COUNT(*) FROM batch WHERE id = $1 AND undone_ms IS NOT NULL", A(batch)));
    if (undone)
        return OK;
    if (!dry)
        TRY(db_run(c, "INSERT INTO batch (id, kind, title, by_whom, params, created_ms) VALUES ($1, 'undo', $2, $3, $4, $5)", A(mine),
                   A(str_fmt(c, "undo of import %lld", (long long)batch)), A(who), A(params_of(c, batch)), A(c->now_ms)));
    while (after.p)
        TRY(dry ? page_back(c, batch, mine, true, &after, out) : page_in_one_step(c, batch, mine, &after, out));
    if (dry || !(out->restored + out->removed + out->back))
        return OK;
    IN_ONE_STEP(c, undo_note(c, batch, mine, who, out));
    return OK;
}
