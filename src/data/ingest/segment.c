/* data/ingest/segment.c - what visitors did, in the vocabulary of Segment's e-commerce specification, one message a line.
 *
 * Source  segment.com/docs "E-Commerce Events": track messages with products in properties. Of an identify message the
 *         traits email and name make a customer. Addresses of machines, browsers and pages are not kept.
 */
#include "core/hash.h"
#include "core/json.h"
#include "data/ingest/reader.h"
#include <math.h>

static const struct column columns[] = {{"messageid", R_ID}, {"event", R_TITLE}, {0}};

static int guess(const struct sheet *s)
{
    bool who = sheet_has(s, "anonymousid") || sheet_has(s, "userid") || sheet_has(s, "anonymous id") || sheet_has(s, "user id");
    return who && (sheet_has(s, "event") || sheet_has(s, "type")) && (sheet_has(s, "timestamp") || sheet_has(s, "messageid")) ? 90 : 0;
}

static struct str key(struct ctx *c, const struct row *r, struct str before)
{
    (void)before;
    struct str id = row_get(r, R_ID);
    return id.n ? id : str_fmt(c, "\x01%lld", (long long)r->line);
}

static struct str either(struct ctx *c, const struct json *v, const char *a, const char *b)
{
    struct str s = member_text(c, v, a);
    return s.n ? s : member_text(c, v, b);
}

static int64_t whole(const struct json *v, const char *name)
{
    const struct json *m = json_get(v, name);
    double d = json_kind(m) == JSON_INT || json_kind(m) == JSON_REAL ? json_real(m) : NAN;
    return d >= -1e12 && d <= 1e12 ? (int64_t)d : NONE;
}

static struct str absent_if_empty(struct str s) { return s.n ? s : (struct str){0}; }

static void product_read(struct ctx *c, const struct row *r, const struct json *p, const struct event *base, struct events *out, struct faults *faults)
{
    struct event e = *base;
    e.pos = (int64_t)out->n;
    e.product = absent_if_empty(member_text(c, p, "product_id"));
    e.sku = absent_if_empty(member_text(c, p, "sku"));
    e.quantity = whole(p, "quantity");
    e.place = whole(p, "position");
    struct row in = *r;
    struct sheet sheet = *r->sheet;
    if (e.currency.n)
        sheet.currency = e.currency;
    in.sheet = &sheet;
    e.price = member_money(c, &in, p, "price", faults);
    out->at = arena_grow(c->mem, out->at, sizeof e, out->n);
    out->at[out->n++] = e;
}

static enum status base_read(struct ctx *c, const struct row *r, const struct json *v, struct event *e, struct faults *faults)
{
    const struct json *p = json_get(v, "properties");
    struct str at = either(c, v, "timestamp", "originalTimestamp"), id = either(c, v, "messageId", "message_id");
    record_init(&event_record, e);
    if (!moment_read(at, DAY_UNTOLD, &e->at_ms)) {
        fault_add(c, faults, r, STR("timestamp"), LOSS_PRODUCT, "write a time as 2026-03-01T10:22:33Z", "\"%.60s\" is not a time", at.p);
        return OK;
    }
    e->id = id.n ? id : str_fmt(c, "hash:%.32s", hash_blake2b(c, r->raw).p);
    e->customer = absent_if_empty(either(c, v, "userId", "user_id"));
    e->visitor = absent_if_empty(either(c, v, "anonymousId", "anonymous_id"));
    e->visitor = e->visitor.n ? e->visitor : e->customer;
    struct str currency = member_text(c, p, "currency");
    e->currency = currency_is_known(currency) ? currency : r->sheet->currency;
    e->query = absent_if_empty(member_text(c, p, "query"));
    e->list = absent_if_empty(member_text(c, p, "list_id"));
    e->sale = absent_if_empty(member_text(c, p, "order_id"));
    e->coupon = absent_if_empty(member_text(c, p, "coupon"));
    return OK;
}

static enum status events(struct ctx *c, const struct row *r, struct events *out, struct customer *who, struct faults *faults)
{
    const struct json *v;
    struct event base;
    record_init(&customer_record, who);
    TRY(json_read(c, r->raw, &v));
    struct str type = member_text(c, v, "type"), name = member_text(c, v, "event");
    if (str_eq(type, STR("identify"))) {
        const struct json *traits = json_get(v, "traits");
        who->id = either(c, v, "userId", "user_id");
        who->email = absent_if_empty(member_text(c, traits, "email"));
        who->name = absent_if_empty(member_text(c, traits, "name"));
        if (!moment_read(either(c, traits, "createdAt", "created_at"), DAY_UNTOLD, &who->created_ms))
            who->created_ms = NONE;
        return OK;
    }
    TRY(base_read(c, r, v, &base, faults));
    base.name = name.n ? name : str_eq(type, STR("page")) || str_eq(type, STR("screen")) ? STR("Page Viewed") : STR("");
    if (!base.name.n && !faults->n)
        fault_add(c, faults, r, STR("event"), LOSS_PRODUCT, "say what happened: \"Product Viewed\"", "the message names no event");
    const struct json *p = json_get(v, "properties"), *list = json_get(p, "products");
    for (struct json_walk w = json_walk(list); json_kind(list) == JSON_ARRAY && json_next(&w);)
        product_read(c, r, w.value, &base, out, faults);
    if (!out->n)
        product_read(c, r, p, &base, out, faults);
    return OK;
}

const struct reader reader_segment = {
    .name = "segment", .doc = "visitors' events in Segment's e-commerce vocabulary, JSON Lines", .shape = SHAPE_LINES, .dot = true, .columns = columns,
    .rest = R_SKIP, .guess = guess, .key = key, .events = events};
