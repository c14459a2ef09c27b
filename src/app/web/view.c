/* app/web/view.c - reading rows for the dashboard and the API. */
#include "app/web/view.h"
#include "data/item.h"
#include <math.h>

#define PAGE_FIELDS(T)                                                                        \
    FIELD(T, page, .init = 1, .min = 1, .max = 1e6, .flags = OPTIONAL, .doc = "from 1"),       \
    FIELD(T, per_page, .init = 50, .min = 1, .max = 200, .flags = OPTIONAL, .doc = "rows on a page")
#define STATE_CHOICE "planned|made|checked|waiting|approved|live|kept|undoing|undone|dropped"
#define STATE_NAME(column)                                                                                     \
    "CASE " column " WHEN 0 THEN 'planned' WHEN 1 THEN 'made' WHEN 2 THEN 'checked' WHEN 3 THEN 'waiting'"     \
    " WHEN 4 THEN 'approved' WHEN 5 THEN 'live' WHEN 6 THEN 'kept' WHEN 7 THEN 'undoing' WHEN 8 THEN 'undone'" \
    " WHEN 9 THEN 'dropped' END"
_Static_assert(STATES == 10 && DROPPED == 9, "STATE_NAME and STATE_CHOICE follow enum state");

/* ---- records ------------------------------------------------------------------------------------ */

#define R(T) const struct record T##_record = {#T, sizeof(struct T), (const struct field[]){
#define END {0}}};
#define MAYBE .flags = OPTIONAL

static R(product_view)
    FIELD(struct product_view, id, .doc = "the shop's own id"),
    FIELD(struct product_view, title, .doc = "the shop's own title"),
    FIELD(struct product_view, brand, MAYBE, .doc = "brand or vendor"),
    FIELD(struct product_view, category, MAYBE, .doc = "path of categories"),
    FIELD(struct product_view, currency, MAYBE, .doc = "ISO 4217"),
    FIELD(struct product_view, channel, MAYBE, .doc = "where it came from"),
    FIELD(struct product_view, price, MAYBE, .unit = "minor", .init = NONE, .doc = "lowest of its variants"),
    FIELD(struct product_view, images, MAYBE, .doc = "addresses or object hashes"),
    FIELD(struct product_view, item, MAYBE, .doc = "its latest item"),
    FIELD(struct product_view, state, MAYBE, .doc = "where that is"),
    FIELD(struct product_view, live, .unit = "1", .doc = "items of it that are live"),
    FIELD(struct product_view, updated_ms, .unit = "ms", .doc = "last import that changed it"),
END
R(product_query)
    FIELD(struct product_query, q, MAYBE, .max = 200, .doc = "part of the title, id, brand or category"),
    FIELD(struct product_query, state, MAYBE, .choice = "none|" STATE_CHOICE, .doc = "of its latest item"),
    PAGE_FIELDS(struct product_query),
END
R(products_view)
    FIELD_LIST(struct products_view, products, &product_view_record, .doc = "in order of title"),
    FIELD(struct products_view, total, .unit = "1", .doc = "on all pages"),
    PAGE_FIELDS(struct products_view),
END
static R(item_view)
    FIELD(struct item_view, id, .doc = "our number for it"),
    FIELD(struct item_view, batch, .doc = "the batch it was asked for in"),
    FIELD(struct item_view, kind, .doc = "the capability that makes it"),
    FIELD(struct item_view, entity, .doc = "what it is about: \"product\""),
    FIELD(struct item_view, subject, .doc = "the id of that"),
    FIELD(struct item_view, title, MAYBE, .doc = "of the product"),
    FIELD(struct item_view, state, .choice = STATE_CHOICE, .doc = "where it is on its way"),
    FIELD(struct item_view, risk, MAYBE, .doc = "low, medium or high, by policy"),
    FIELD(struct item_view, why, MAYBE, .doc = "last failure"),
    FIELD(struct item_view, images, MAYBE, .doc = "of the product"),
    FIELD(struct item_view, doubts, MAYBE, .doc = "why a person must look"),
    FIELD(struct item_view, confidence, MAYBE, .init = NAN, .doc = "of the verifier, 0 to 1"),
    FIELD(struct item_view, tries, .doc = "failures in this state"),
    FIELD(struct item_view, created_ms, .unit = "ms", .doc = "planned"),
    FIELD(struct item_view, moved_ms, .unit = "ms", .doc = "last move"),
END
R(item_query)
    FIELD(struct item_query, state, MAYBE, .choice = STATE_CHOICE, .doc = "only those in this state"),
    FIELD(struct item_query, kind, MAYBE, .max = 100, .doc = "only those of this capability"),
    FIELD(struct item_query, batch, MAYBE, .max = 20, .doc = "only those of this batch"),
    FIELD(struct item_query, product, MAYBE, .max = 500, .doc = "only those about this product"),
    PAGE_FIELDS(struct item_query),
END
R(items_view)
    FIELD_LIST(struct items_view, items, &item_view_record, .doc = "newest first; those that wait: most doubtful first"),
    FIELD(struct items_view, total, .unit = "1", .doc = "on all pages"),
    PAGE_FIELDS(struct items_view),
END
R(batch_view)
    FIELD(struct batch_view, id, .doc = "our number for it"),
    FIELD(struct batch_view, kind, .doc = "\"import\", \"copy.describe\", \"undo\""),
    FIELD(struct batch_view, title, .doc = "for people"),
    FIELD(struct batch_view, by_whom, .doc = "who asked"),
    FIELD(struct batch_view, items, .unit = "1", .doc = "items in it"),
    FIELD(struct batch_view, done, .unit = "1", .doc = "that are live, kept, dropped or undone"),
    FIELD(struct batch_view, waiting, .unit = "1", .doc = "that wait for a person"),
    FIELD(struct batch_view, live, .unit = "1", .doc = "that are live or kept"),
    FIELD(struct batch_view, undone, .unit = "1", .doc = "that were undone"),
    FIELD(struct batch_view, dropped, .unit = "1", .doc = "that were given up"),
    FIELD(struct batch_view, created_ms, .unit = "ms", .doc = "asked"),
    FIELD(struct batch_view, undone_ms, MAYBE, .init = NONE, .unit = "ms", .doc = "undone as a whole"),
END
R(batch_query)
    PAGE_FIELDS(struct batch_query),
END
R(batches_view)
    FIELD_LIST(struct batches_view, batches, &batch_view_record, .doc = "newest first"),
    FIELD(struct batches_view, total, .unit = "1", .doc = "on all pages"),
    PAGE_FIELDS(struct batches_view),
END
static R(quarantine_view)
    FIELD(struct quarantine_view, id, .doc = "our number for it"),
    FIELD(struct quarantine_view, batch, .doc = "the import it came with"),
    FIELD(struct quarantine_view, file, .doc = "its file"),
    FIELD(struct quarantine_view, line, .doc = "its line"),
    FIELD(struct quarantine_view, col, MAYBE, .doc = "the column"),
    FIELD(struct quarantine_view, cause, .doc = "what is wrong"),
    FIELD(struct quarantine_view, cure, .doc = "what to do"),
    FIELD(struct quarantine_view, raw, .doc = "the row as it stood"),
    FIELD(struct quarantine_view, state, .doc = "open, mended or ignored"),
    FIELD(struct quarantine_view, at_ms, .unit = "ms", .doc = "when"),
END
R(quarantine_query)
    FIELD(struct quarantine_query, state, MAYBE, .choice = "open|mended|ignored", .init_str = "open", .doc = "which rows"),
    PAGE_FIELDS(struct quarantine_query),
END
R(quarantines_view)
    FIELD_LIST(struct quarantines_view, rows, &quarantine_view_record, .doc = "newest first"),
    FIELD(struct quarantines_view, total, .unit = "1", .doc = "on all pages"),
    PAGE_FIELDS(struct quarantines_view),
END
R(wish_view)
    FIELD(struct wish_view, id, .doc = "our number for it"),
    FIELD(struct wish_view, kind, .doc = "what is asked for"),
    FIELD(struct wish_view, state, .choice = "new|done|refused", .doc = "new: not carried out yet"),
    FIELD(struct wish_view, why, MAYBE, .doc = "why it was refused, or what was passed over"),
    FIELD(struct wish_view, batch, MAYBE, .doc = "the batch it made"),
    FIELD(struct wish_view, person, .doc = "who asked"),
    FIELD(struct wish_view, at_ms, .unit = "ms", .doc = "asked"),
    FIELD(struct wish_view, done_ms, MAYBE, .init = NONE, .unit = "ms", .doc = "carried out or refused"),
END
R(ledger_query)
    FIELD(struct ledger_query, head, MAYBE, .max = 100, .doc = "a head noted earlier: the chain must still hold it"),
END
static R(capability_view)
    FIELD(struct capability_view, name, .doc = "what.how"),
    FIELD(struct capability_view, doc, .doc = "one sentence"),
    FIELD(struct capability_view, stage, .doc = "where in the flow"),
    FIELD(struct capability_view, needs, .doc = "net, gpu, secret"),
END
R(capabilities_view)
    FIELD_LIST(struct capabilities_view, capabilities, &capability_view_record, .doc = "by name"),
END
R(count_view)
    FIELD(struct count_view, name, MAYBE, .doc = "of what"),
    FIELD(struct count_view, n, .doc = "how many"),
END

/* ---- products ------------------------------------------------------------------------------------- */

/* "50%" as a pattern of LIKE that means just that, anywhere in the text. */
static struct str like(struct ctx *c, struct str q)
{
    struct buf b = {0};
    buf_byte(c, &b, '%');
    for (size_t i = 0; i < q.n; i++) {
        if (strchr("%_\\", q.p[i]))
            buf_byte(c, &b, '\\');
        buf_byte(c, &b, q.p[i]);
    }
    buf_byte(c, &b, '%');
    return str_lower(c, buf_str(&b));
}

#define PRODUCT_LATEST "(SELECT max(id) FROM item WHERE entity = 'product' AND subject = p.id)"
#define PRODUCT_FROM                                                                                              \
    " FROM product p LEFT JOIN item i ON i.id = " PRODUCT_LATEST                                                  \
    " WHERE p.gone = 0 AND (lower(p.title) LIKE $1 ESCAPE '\\' OR lower(p.id) LIKE $1 ESCAPE '\\'"                \
    " OR lower(COALESCE(p.brand, '')) LIKE $1 ESCAPE '\\' OR lower(COALESCE(p.category, '')) LIKE $1 ESCAPE '\\')" \
    " AND ($2 = '' OR $2 = COALESCE(" STATE_NAME("i.state") ", 'none'))"

enum status view_products(struct ctx *c, const struct product_query *q, struct products_view *out)
{
    struct str pattern = like(c, q->q), state = q->state.p ? q->state : STR("");
    *out = (struct products_view){.page = q->page, .per_page = q->per_page};
    TRY(db_int(c, &out->total, "SELECT count(*)" PRODUCT_FROM, A(pattern), A(state)));
    return db_all(c, &product_view_record, &out->products,
                  "SELECT p.id, p.title, p.brand, p.category, p.price, p.currency, p.images, p.channel, p.updated_ms,"
                  " CAST(i.id AS TEXT) AS item, " STATE_NAME("i.state") " AS state,"
                  " (SELECT count(*) FROM item l WHERE l.entity = 'product' AND l.subject = p.id AND l.state IN (5, 6)) AS live"
                  PRODUCT_FROM " ORDER BY p.title, p.id LIMIT $3 OFFSET $4",
                  A(pattern), A(state), A(q->per_page), A((q->page - 1) * q->per_page));
}

/* ---- items ------------------------------------------------------------------------------------------ */

#define ITEM_SELECT                                                                                               \
    "SELECT CAST(i.id AS TEXT) AS id, CAST(i.batch AS TEXT) AS batch, i.kind, i.entity, i.subject, " ITEM_TITLE " AS title," \
    " p.images, " STATE_NAME("i.state") " AS state, i.risk, i.why, i.doubts, i.confidence, i.tries, i.created_ms," \
    " i.moved_ms FROM item i" ITEM_TITLED
#define ITEM_KIND " AND ($2 = '' OR i.kind = $2)"
#define ITEM_PAGE " LIMIT $3 OFFSET $4"

/* One statement for each filter that an index serves. */
enum status view_items(struct ctx *c, const struct item_query *q, struct items_view *out)
{
    struct str kind = q->kind.p ? q->kind : STR("");
    struct arg to = A(q->per_page), from = A((q->page - 1) * q->per_page);
    enum state state;
    int64_t batch = 0;
    *out = (struct items_view){.page = q->page, .per_page = q->per_page};
    if (q->batch.n && !str_int(q->batch, &batch))
        return fail(c, REJECT, "batch: \"%.40s\" is not one of our numbers", q->batch.p);
    if (q->product.n) {
        TRY(db_int(c, &out->total, "SELECT count(*) FROM item i WHERE i.entity = 'product' AND i.subject = $1" ITEM_KIND,
                   A(q->product), A(kind)));
        return db_all(c, &item_view_record, &out->items,
                      ITEM_SELECT " WHERE i.entity = 'product' AND i.subject = $1" ITEM_KIND " ORDER BY i.id DESC" ITEM_PAGE,
                      A(q->product), A(kind), to, from);
    }
    if (batch) {
        TRY(db_int(c, &out->total, "SELECT count(*) FROM item i WHERE i.batch = $1" ITEM_KIND, A(batch), A(kind)));
        return db_all(c, &item_view_record, &out->items, ITEM_SELECT " WHERE i.batch = $1" ITEM_KIND " ORDER BY i.id" ITEM_PAGE,
                      A(batch), A(kind), to, from);
    }
    if (q->state.n && state_named(q->state, &state)) {
        TRY(db_int(c, &out->total, "SELECT count(*) FROM item i WHERE i.state = $1" ITEM_KIND, A((int)state), A(kind)));
        return db_all(c, &item_view_record, &out->items,
                      ITEM_SELECT " WHERE i.state = $1" ITEM_KIND " ORDER BY COALESCE(i.confidence, 0), i.id" ITEM_PAGE,
                      A((int)state), A(kind), to, from);
    }
    TRY(db_int(c, &out->total, "SELECT count(*) FROM item i WHERE 0 = $1" ITEM_KIND, A(0), A(kind)));
    return db_all(c, &item_view_record, &out->items, ITEM_SELECT " WHERE 0 = $1" ITEM_KIND " ORDER BY i.id DESC" ITEM_PAGE, A(0),
                  A(kind), to, from);
}

enum status view_item(struct ctx *c, int64_t id, struct explain *out, struct strs *images, bool *found)
{
    struct item_view row;
    TRY(db_maybe(c, &item_view_record, &row, found, ITEM_SELECT " WHERE i.id = $1", A(id)));
    if (!*found)
        return OK;
    *images = row.images;
    return explain_tree(c, id, out);
}

/* ---- batches, quarantine ------------------------------------------------------------------------------ */

#define BATCH_SELECT                                                                                                  \
    "SELECT CAST(b.id AS TEXT) AS id, b.kind, b.title, b.by_whom, b.created_ms, b.undone_ms, count(i.id) AS items,"   \
    " COALESCE(sum(CASE WHEN i.state IN (5, 6, 8, 9) THEN 1 ELSE 0 END), 0) AS done,"                                 \
    " COALESCE(sum(CASE WHEN i.state = 3 THEN 1 ELSE 0 END), 0) AS waiting,"                                          \
    " COALESCE(sum(CASE WHEN i.state IN (5, 6) THEN 1 ELSE 0 END), 0) AS live,"                                       \
    " COALESCE(sum(CASE WHEN i.state = 8 THEN 1 ELSE 0 END), 0) AS undone,"                                           \
    " COALESCE(sum(CASE WHEN i.state = 9 THEN 1 ELSE 0 END), 0) AS dropped"
#define BATCH_GROUP " GROUP BY b.id, b.kind, b.title, b.by_whom, b.created_ms, b.undone_ms"

enum status view_batches(struct ctx *c, const struct batch_query *q, struct batches_view *out)
{
    *out = (struct batches_view){.page = q->page, .per_page = q->per_page};
    TRY(db_int(c, &out->total, "SELECT count(*) FROM batch"));
    return db_all(c, &batch_view_record, &out->batches,
                  BATCH_SELECT " FROM (SELECT * FROM batch ORDER BY id DESC LIMIT $1 OFFSET $2) b"
                  " LEFT JOIN item i ON i.batch = b.id" BATCH_GROUP " ORDER BY b.id DESC",
                  A(q->per_page), A((q->page - 1) * q->per_page));
}

enum status view_batch(struct ctx *c, int64_t id, struct batch_view *out, bool *found)
{
    return db_maybe(c, &batch_view_record, out, found,
                    BATCH_SELECT " FROM batch b LEFT JOIN item i ON i.batch = b.id WHERE b.id = $1" BATCH_GROUP, A(id));
}

enum status view_quarantine(struct ctx *c, const struct quarantine_query *q, struct quarantines_view *out)
{
    struct str state = q->state.n ? q->state : STR("open");
    *out = (struct quarantines_view){.page = q->page, .per_page = q->per_page};
    TRY(db_int(c, &out->total, "SELECT count(*) FROM quarantine WHERE state = $1", A(state)));
    return db_all(c, &quarantine_view_record, &out->rows,
                  "SELECT CAST(id AS TEXT) AS id, CAST(batch AS TEXT) AS batch, file, line, col, cause, cure, raw, state, at_ms"
                  " FROM quarantine WHERE state = $1 ORDER BY id DESC LIMIT $2 OFFSET $3",
                  A(state), A(q->per_page), A((q->page - 1) * q->per_page));
}
