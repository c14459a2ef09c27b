/* data/outbox.c - planning effects: one row per change and channel, with a key that is used once. */
#include "data/outbox.h"
#include "core/json.h"
#include "core/settings.h"
#include "data/reply.h"
#include "data/window.h"

const struct record outbox_record = {"outbox", sizeof(struct outbox_row), (const struct field[]){
    FIELD(struct outbox_row, id, .flags = KEY, .doc = "ascending: rows of one target go in this order"),
    FIELD(struct outbox_row, item, .doc = "the item"),
    FIELD(struct outbox_row, change_pos, .doc = "its change"),
    FIELD(struct outbox_row, channel, .min = 1, .max = 40, .doc = "file, vendure, medusa"),
    FIELD(struct outbox_row, key, .min = 1, .max = 300, .doc = "idempotency key"),
    FIELD(struct outbox_row, action, .choice = "publish|undo", .doc = "what it does"),
    FIELD(struct outbox_row, target, .min = 1, .max = 700, .doc = "what it writes to"),
    FIELD(struct outbox_row, body, .doc = "the effect"),
    FIELD(struct outbox_row, before, .flags = OPTIONAL, .doc = "what the shop showed before"),
    FIELD(struct outbox_row, state, .choice = "waiting|sent|done|kept|failed", .doc = "where it is"),
    FIELD(struct outbox_row, tries, .doc = "failures so far"),
    FIELD(struct outbox_row, due_ms, .unit = "ms", .doc = "not before"),
    FIELD(struct outbox_row, lease, .flags = OPTIONAL, .doc = "the process working on it"),
    FIELD(struct outbox_row, lease_ms, .unit = "ms", .doc = "when the lease ends"),
    FIELD(struct outbox_row, receipt, .flags = OPTIONAL, .doc = "what the shop answered"),
    FIELD(struct outbox_row, readback, .flags = OPTIONAL, .doc = "what the shop showed afterwards"),
    FIELD(struct outbox_row, why, .flags = OPTIONAL, .doc = "why not"),
    FIELD(struct outbox_row, at_ms, .unit = "ms", .doc = "last touched"),
    {0}}};

struct chosen { struct strs channels; };
const struct record chosen_record = {"publish", sizeof(struct chosen), (const struct field[]){
    FIELD(struct chosen, channels, .max = 20, .flags = OPTIONAL | LOOSE, .doc = "channels that every change goes to"),
    {0}}};

/* The channels a thing is published to: setting "publish" {"channels": […]}, else where it came from. */
static enum status outbox_channels(struct ctx *c, struct str entity, struct str id, struct strs *out)
{
    struct chosen chosen;
    struct str own = {0};
    *out = (struct strs){0};
    if (str_eq(entity, STR("message"))) {
        TRY(reply_channel(c, id, &own));
        strs_add(c, out, own);
        return OK;
    }
    TRY(settings_read(c, &chosen_record, STR("publish"), &chosen));
    *out = (struct strs){0};
    bool draft = str_eq(entity, STR("purchase")) || str_eq(entity, STR("transfer")) || str_eq(entity, STR("bundle")); /* for people */
    if (draft || str_eq(entity, STR("collection"))) { /* pages of our own storefront */
        strs_add(c, out, STR("file"));
        return OK;
    }
    *out = chosen.channels;
    if (out->n)
        return OK;
    if (str_eq(entity, STR("coupon"))) /* where most of what it could reduce is sold */
        TRY(db_text(c, &own, "SELECT channel FROM product WHERE gone = 0 GROUP BY channel ORDER BY COUNT(*) DESC, channel LIMIT 1"));
    if (str_eq(entity, STR("product")) || str_eq(entity, STR("variant")))
        TRY(db_text(c, &own, "SELECT channel FROM product WHERE id = $1", A(id)));
    strs_add(c, out, own.n ? own : STR("file"));
    return OK;
}

enum status outbox_load(struct ctx *c, int64_t item, struct outbox_rows *out)
{
    return db_all(c, &outbox_record, out, "SELECT * FROM outbox WHERE item = $1 ORDER BY id", A(item));
}

static enum status carried(struct ctx *c, struct str channel, struct strs *fields)
{
    struct channel_in in = {.verb = STR("fields")};
    struct channel_out out;
    TRY(capability_call(c, str_fmt(c, "channel.%.*s", FMT(channel)).p, &in, &out));
    *fields = out.fields;
    return OK;
}

/* "price:SKU" is carried where prices are; "compare_at:SKU" only where a channel says so of variants. */
static bool carries(const struct strs *fields, struct str field)
{
    field = str_starts(field, STR("price:")) ? STR("price") : str_starts(field, STR("compare_at:")) ? STR("compare_at:") : field;
    for (size_t i = 0; i < fields->n; i++)
        if (str_eq(fields->at[i], field) || str_eq(fields->at[i], STR("*")))
            return true;
    return false;
}

static struct str target_of(struct ctx *c, const struct change_row *r)
{
    return str_fmt(c, "%.*s/%.*s/%.*s/%.*s", FMT(r->entity), FMT(r->id), FMT(r->field), FMT(r->locale));
}

/* Changes are generated unless their kind decides about money: a price is not a text. */
static bool by_machine(const struct change_row *r) { return !change_is_money(r->field, r->format); }

/* A price that its item announces as a reduction: what it was, and from when until when it stands. */
static enum status sale_of(struct ctx *c, const struct change_row *r, struct effect *out)
{
    struct item i;
    struct window w;
    if (!str_starts(r->field, STR("price")) || (r->field.n > 5 && r->field.p[5] != ':'))
        return OK;
    TRY(db_text(c, &out->was, "SELECT after FROM change WHERE item = $1 AND entity = $2 AND id = $3 AND field = $4", A(r->item), A(r->entity), A(r->id),
                A(str_fmt(c, "compare_at%.*s", FMT(str_part(r->field, 5, r->field.n))))));
    if (!out->was.n)
        return OK;
    TRY(item_load(c, r->item, &i));
    TRY(window_of(c, &i, &w));
    out->sale = str_fmt(c, "purvey sale %lld", (long long)r->item);
    out->from_ms = w.starts_ms, out->to_ms = w.ends_ms;
    return OK;
}

/* Guarded: what the proposal was made against must still stand there. Where we never read the field and it was
 * not imported from that very channel, nothing can be said of it. */
static enum status effect_of(struct ctx *c, const struct change_row *r, struct str channel, struct str key, struct effect *out)
{
    struct str own, from;
    *out = (struct effect){.key = key, .entity = r->entity, .id = r->id, .field = r->field, .locale = r->locale,
                           .format = r->format, .value = r->after, .machine = by_machine(r), .from_ms = NONE, .to_ms = NONE};
    if (str_eq(r->entity, STR("message")))
        return reply_outgoing(c, r->id, r->after, &out->value);
    TRY(sale_of(c, r, out));
    TRY(db_text(c, &out->remote, "SELECT remote_id FROM product WHERE id = $1 AND channel = $2", A(r->id), A(channel)));
    TRY(content_load(c, r, channel, &out->expect, &out->guarded));
    if (out->guarded)
        return OK;
    TRY(content_own(c, r->entity, r->id, r->field, r->locale, &own));
    TRY(db_text(c, &from, "SELECT channel FROM product WHERE id = $1", A(r->id)));
    out->guarded = own.p && str_eq(from, channel);
    out->expect = own;
    return OK;
}

static enum status plan_row(struct ctx *c, const struct change_row *r, struct str channel)
{
    struct str key = str_fmt(c, "%lld:%lld:%.*s:publish", (long long)r->item, (long long)r->pos, FMT(channel));
    struct effect e;
    TRY(effect_of(c, r, channel, key, &e));
    struct str body = record_to_json(c, &effect_record, &e);
    return db_run(c,
                  "INSERT INTO outbox (id, item, change_pos, channel, key, action, target, body, state, due_ms, at_ms)"
                  " VALUES ($1, $2, $3, $4, $5, 'publish', $6, $7, 'waiting', $8, $8)"
                  " ON CONFLICT (key) DO UPDATE SET body = excluded.body, state = 'waiting', tries = 0, why = NULL,"
                  "  due_ms = excluded.due_ms, at_ms = excluded.at_ms,"
                  "  readback = CASE WHEN outbox.state = 'done' THEN outbox.readback END" /* else it is not our text */
                  " WHERE outbox.state IN ('failed', 'kept')"
                  "  OR (outbox.state = 'done' AND EXISTS (SELECT 1 FROM change WHERE item = $2 AND pos = $3"
                  "      AND state = 'proposed' AND after <> COALESCE(outbox.readback, '')))",
                  A(db_new_id(c)), A(r->item), A(r->pos), A(channel), A(key), A(target_of(c, r)), A(body), A(c->now_ms));
}

/* Words that no shop page shows: they stand in the folder of files, from where purvey export takes them. */
static bool is_for_feeds(struct str field) { return str_starts(field, STR("feed_")) || str_starts(field, STR("social")); }

struct alone { struct str channel; };
static const struct record alone_record = {"alone", sizeof(struct alone), (const struct field[]){FIELD(struct alone, channel, .flags = OPTIONAL), {0}}};

/* What puts one channel right is written there and nowhere else. */
static enum status alone_in(struct ctx *c, int64_t item, struct str *channel)
{
    struct str input;
    struct alone alone = {{0}};
    TRY(db_text(c, &input, "SELECT input FROM item WHERE id = $1 AND kind = 'price.align'", A(item)));
    if (input.n)
        TRY(record_from_json(c, &alone_record, input, LENIENT, &alone));
    *channel = alone.channel;
    return OK;
}

enum status outbox_plan(struct ctx *c, int64_t item, int64_t *n, struct str *left)
{
    struct change_rows rows;
    struct strs channels, fields, alone = {0};
    struct str only;
    TRY(change_load(c, item, &rows));
    TRY(alone_in(c, item, &only));
    for (size_t i = 0; i < rows.n; i++) {
        bool any = false;
        TRY(outbox_channels(c, rows.at[i].entity, rows.at[i].id, &channels));
        if (only.n) {
            channels = (struct strs){0};
            strs_add(c, &channels, only);
        }
        for (size_t k = 0; k < channels.n; k++) {
            TRY(carried(c, channels.at[k], &fields));
            if (!carries(&fields, rows.at[i].field))
                continue;
            any = true;
            TRY(plan_row(c, &rows.at[i], channels.at[k]));
        }
        if (!any && is_for_feeds(rows.at[i].field)) {
            any = true;
            TRY(plan_row(c, &rows.at[i], STR("file")));
        }
        if (!any)
            strs_add(c, &alone, rows.at[i].field);
    }
    *left = str_join(c, &alone, STR(", "));
    return db_int(c, n, "SELECT COUNT(*) FROM outbox WHERE item = $1 AND action = 'publish'", A(item));
}

/* The published row of ours whose text is `text`, before row `before_id`. */
static enum status ours_find(struct ctx *c, const struct outbox_row *done, int64_t before_id, struct str text, struct outbox_row *out,
                             bool *found)
{
    return db_maybe(c, &outbox_record, out, found,
                    "SELECT * FROM outbox WHERE target = $1 AND channel = $2 AND action = 'publish' AND state = 'done' AND id < $3"
                    " AND readback = $4 ORDER BY id DESC LIMIT 1",
                    A(done->target), A(done->channel), A(before_id), A(text));
}

enum status outbox_before(struct ctx *c, const struct outbox_row *done, struct str *before, bool *machine)
{
    struct outbox_row ours = *done;
    *before = done->before;
    for (;;) {
        int64_t undone;
        TRY(ours_find(c, done, ours.id, *before, &ours, machine));
        if (!*machine)
            return OK;
        TRY(db_int(c, &undone, "SELECT COUNT(*) FROM outbox WHERE item = $1 AND change_pos = $2 AND channel = $3 AND action = 'undo'",
                   A(ours.item), A(ours.change_pos), A(ours.channel)));
        if (!undone)
            return OK;
        *before = ours.before;
    }
}

static enum status plan_undo_row(struct ctx *c, const struct outbox_row *done)
{
    struct effect e;
    TRY(record_from_json(c, &effect_record, done->body.text, LENIENT, &e));
    e.key = str_fmt(c, "%lld:%lld:%.*s:undo", (long long)done->item, (long long)done->change_pos, FMT(done->channel));
    TRY(outbox_before(c, done, &e.value, &e.machine)); /* an earlier text of ours comes back marked as such */
    e.restore = e.guarded = true;
    e.expect = done->readback;
    return db_run(c,
                  "INSERT INTO outbox (id, item, change_pos, channel, key, action, target, body, state, due_ms, at_ms)"
                  " VALUES ($1, $2, $3, $4, $5, 'undo', $6, $7, 'waiting', $8, $8) ON CONFLICT (key) DO NOTHING",
                  A(db_new_id(c)), A(done->item), A(done->change_pos), A(done->channel), A(e.key), A(done->target),
                  A(record_to_json(c, &effect_record, &e)), A(c->now_ms));
}

enum status outbox_plan_undo(struct ctx *c, int64_t item)
{
    struct outbox_rows rows;
    TRY(db_all(c, &outbox_record, &rows,
               "SELECT * FROM outbox WHERE item = $1 AND action = 'publish' AND state = 'done' ORDER BY id DESC", A(item)));
    for (size_t i = 0; i < rows.n; i++)
        TRY(plan_undo_row(c, &rows.at[i]));
    return OK;
}

enum status outbox_cancel(struct ctx *c, int64_t item, struct str why, int64_t *sent)
{
    TRY(db_int(c, sent, "SELECT COUNT(*) FROM outbox WHERE item = $1 AND action = 'publish' AND state IN ('sent', 'done')", A(item)));
    if (*sent)
        return OK;
    return db_run(c, "UPDATE outbox SET state = 'failed', why = $1, at_ms = $2 WHERE item = $3 AND state = 'waiting' AND action = 'publish'",
                  A(why), A(c->now_ms), A(item));
}
