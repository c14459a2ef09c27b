/* app/web/api.c - what programs ask for: rows as JSON, wishes, capabilities called at once. */
#include "app/web/view.h"
#include "app/web/web.h"
#include "core/capability.h"
#include "core/json.h"
#include "data/catalog.h"
#include "data/ingest/living.h"
#include "data/ledger.h"
#include "data/wish.h"
#include <poll.h>

enum { WISH_WAIT_MS = 3000, WISH_LOOK_MS = 40 }; /* most wishes are carried out within one turn of the loop */

/* ---- reading ---------------------------------------------------------------------------------------- */

enum status api_items(struct visit *v)
{
    struct items_view list;
    TRY(view_items(v->c, v->query, &list));
    return json_answer(v, 200, &items_view_record, &list);
}

enum status api_item(struct visit *v)
{
    struct explain item;
    struct strs images;
    bool found;
    int64_t id;
    TRY(visit_id(v, "id", &id));
    TRY(view_item(v->c, id, &item, &images, &found));
    return one_answer(v, found, "item", &explain_record, &item);
}

enum status api_products(struct visit *v)
{
    struct products_view list;
    TRY(view_products(v->c, v->query, &list));
    return json_answer(v, 200, &products_view_record, &list);
}

enum status api_product(struct visit *v)
{
    struct product p;
    bool found;
    TRY(product_find(v->c, visit_param(v, "id"), &p, &found));
    return one_answer(v, found, "product", &product_record, &p);
}

enum status api_batches(struct visit *v)
{
    struct batches_view list;
    TRY(view_batches(v->c, v->query, &list));
    return json_answer(v, 200, &batches_view_record, &list);
}

enum status api_batch(struct visit *v)
{
    struct batch_view b;
    bool found;
    int64_t id;
    TRY(visit_id(v, "id", &id));
    TRY(view_batch(v->c, id, &b, &found));
    return one_answer(v, found, "batch", &batch_view_record, &b);
}

enum status api_quarantine(struct visit *v)
{
    struct quarantines_view list;
    TRY(view_quarantine(v->c, v->query, &list));
    return json_answer(v, 200, &quarantines_view_record, &list);
}

enum status api_ledger(struct visit *v)
{
    const struct ledger_query *q = v->query;
    struct ledger_report report = {0};
    TRY(ledger_verify(v->c, q->head, &report));
    return json_answer(v, 200, &ledger_report_record, &report);
}

/* ---- wishes ------------------------------------------------------------------------------------------- */

static enum status wish_find(struct visit *v, int64_t id, struct wish_view *w, bool *found)
{
    return db_maybe(v->c, &wish_view_record, w, found,
                    "SELECT CAST(id AS TEXT) AS id, kind, state, why, CAST(batch AS TEXT) AS batch, person, at_ms, done_ms"
                    " FROM wish WHERE id = $1",
                    A(id));
}

enum status api_wish_get(struct visit *v)
{
    struct wish_view w;
    bool found;
    int64_t id;
    TRY(visit_id(v, "id", &id));
    TRY(wish_find(v, id, &w, &found));
    return one_answer(v, found, "wish", &wish_view_record, &w);
}

/* Ask the loop; wait a little, since it mostly answers at once. 202: it has not got to it yet. */
enum status api_wish(struct visit *v)
{
    struct wish_view now = {0};
    bool found;
    struct wish w = {.id = db_new_id(v->c), .kind = str_z(v->route->wish), .person = v->who.person, .state = STR("new"),
                     .batch = NONE, .at_ms = v->c->now_ms, .done_ms = NONE};
    w.body.text = record_to_json(v->c, v->route->body, v->body);
    TRY(db_save(v->c, &wish_record, &w));
    for (int waited = 0; waited < WISH_WAIT_MS; waited += WISH_LOOK_MS) {
        TRY(wish_find(v, w.id, &now, &found));
        if (!str_eq(now.state, STR("new")))
            break;
        poll(NULL, 0, WISH_LOOK_MS);
    }
    if (str_eq(now.state, STR("refused")))
        return deny(v, 409, "%s", now.why.n ? now.why.p : "this could not be done");
    bool done = str_eq(now.state, STR("done"));
    if (!done)
        visit_header(v, "Location", str_fmt(v->c, "/api/v1/wishes/%s", now.id.p));
    return json_answer(v, done ? 200 : 202, &wish_view_record, &now);
}

/* What shops tell: checked by its signature, noted once; the loop takes it into the catalogue. */
enum status webhook(struct visit *v)
{
    struct webhook_answer a = {0};
    TRY(webhook_accept(v->c, v->r, &a));
    return a.code < 300 ? text_answer(v, a.code, "text/plain; charset=utf-8", a.sentence) : deny(v, a.code, "%s", a.sentence.p);
}

/* ---- capabilities ---------------------------------------------------------------------------------------- */

static void need_add(struct ctx *c, struct strs *list, const struct capability *k, unsigned need, struct str name)
{
    if (k->needs & need)
        strs_add(c, list, name);
}

enum status api_capabilities(struct visit *v)
{
    struct capabilities_view all = {0};
    for (const struct capability *const *k = capabilities; *k; k++) {
        struct capability_view one = {str_z((*k)->name), str_z((*k)->doc), str_z(stage_name((*k)->stage)), {0}};
        need_add(v->c, &one.needs, *k, NET, STR("net"));
        need_add(v->c, &one.needs, *k, GPU, STR("gpu"));
        need_add(v->c, &one.needs, *k, SECRET, STR("secret"));
        *LIST_ADD(v->c, &all.capabilities) = one;
    }
    return json_answer(v, 200, &capabilities_view_record, &all);
}

static enum status capability_named(struct visit *v, const struct capability **k)
{
    struct str name = visit_param(v, "name");
    *k = capability_find(name);
    return *k ? OK : deny(v, 404, "there is no capability \"%.100s\"", name.p);
}

enum status api_capability(struct visit *v)
{
    const struct capability *k;
    TRY(capability_named(v, &k));
    return text_answer(v, 200, "application/json", capability_schema(v->c, k));
}

/* run() may not reach the database, and gets a fixed seed: the same input gives the same answer. */
enum status api_call(struct visit *v)
{
    const struct capability *k;
    struct str out;
    TRY(capability_named(v, &k));
    if (k->needs & (NET | SECRET))
        return deny(v, 409, "%s needs the network, which this process has not: use a wish, or `purvey call`", k->name);
    struct ctx *c = v->c;
    struct db *db = c->db;
    uint64_t seed = c->seed;
    c->db = NULL;
    c->seed = 1;
    pthread_mutex_lock(&v->web->model);
    enum status s = capability_json(c, k, v->r->body, &out);
    pthread_mutex_unlock(&v->web->model);
    c->db = db;
    c->seed = seed;
    return s == OK ? text_answer(v, 200, "application/json", out) : s;
}
