/* app/web/view.h - what the dashboard and the API show of the shop's rows: one reading for both.
 *
 * Ids of ours are texts here: JavaScript reads integers above 2^53 wrong.
 */
#pragma once
#include "data/explain.h"

/* What lists call an item i: its product, what its conversation is about, or what happened to its order. */
#define ITEM_TITLE "COALESCE(p.title, t.subject, CASE WHEN i.entity = 'order' THEN b.title END)"
#define ITEM_TITLED                                                                                             \
    " LEFT JOIN product p ON i.entity = 'product' AND p.id = i.subject"                                         \
    " LEFT JOIN message w ON i.entity = 'message' AND w.item = i.id LEFT JOIN thread t ON t.id = w.thread"      \
    " LEFT JOIN batch b ON i.entity = 'order' AND b.id = i.batch"

struct product_view {
    struct str id, title, brand, category, currency, channel;
    int64_t price;       /* minor units; NONE */
    struct strs images;
    struct str item, state; /* its latest item and where that is; absent: none yet */
    int64_t live;        /* items of it that are live or kept */
    int64_t updated_ms;
};
struct product_query { struct str q, state; int64_t page, per_page; };
struct products_view { LIST(struct product_view) products; int64_t total, page, per_page; };

struct item_view {
    struct str id, batch, kind, entity, subject, title, state, risk, why;
    struct strs images;  /* of its product */
    struct strs doubts;
    double confidence;   /* NAN before it is checked */
    int64_t tries, created_ms, moved_ms;
};
struct item_query { struct str state, kind, batch, product; int64_t page, per_page; };
struct items_view { LIST(struct item_view) items; int64_t total, page, per_page; };

struct batch_view {
    struct str id, kind, title, by_whom;
    int64_t items, done, waiting, live, undone, dropped, created_ms, undone_ms;
};
struct batch_query { int64_t page, per_page; };
struct batches_view { LIST(struct batch_view) batches; int64_t total, page, per_page; };

struct quarantine_view { struct str id, batch, file, col, cause, cure, raw, state; int64_t line, at_ms; };
struct quarantine_query { struct str state; int64_t page, per_page; };
struct quarantines_view { LIST(struct quarantine_view) rows; int64_t total, page, per_page; };

struct wish_view { struct str id, kind, state, why, batch, person; int64_t at_ms, done_ms; };

struct ledger_query { struct str head; };
struct capability_view { struct str name, doc, stage; struct strs needs; };
struct capabilities_view { LIST(struct capability_view) capabilities; };

struct count_view { struct str name; int64_t n; };

extern const struct record product_query_record, products_view_record, item_query_record, items_view_record, batch_view_record,
    batch_query_record, batches_view_record, quarantine_query_record, quarantines_view_record, wish_view_record, count_view_record,
    ledger_query_record, capabilities_view_record;

MUST enum status view_products(struct ctx *c, const struct product_query *q, struct products_view *out);
MUST enum status view_items(struct ctx *c, const struct item_query *q, struct items_view *out);
/* The whole life of an item, and the photographs of its product. */
MUST enum status view_item(struct ctx *c, int64_t id, struct explain *out, struct strs *images, bool *found);
MUST enum status view_batches(struct ctx *c, const struct batch_query *q, struct batches_view *out);
MUST enum status view_batch(struct ctx *c, int64_t id, struct batch_view *out, bool *found);
MUST enum status view_quarantine(struct ctx *c, const struct quarantine_query *q, struct quarantines_view *out);
