/* execution/channel/shop.c - the verbs of a channel, over a driver. */
#include "execution/channel/coupon.h"
#include "execution/channel/errand.h"
#include "execution/channel/price.h"

const struct record shop_group_record = {"shop_group", sizeof(struct shop_group), (const struct field[]){
    FIELD(struct shop_group, segment, .min = 1, .max = 60, .doc = "name of a segment of ours: lapsed"),
    FIELD(struct shop_group, id, .min = 1, .max = 100, .doc = "the shop's own id of its group of these customers: only they may use a code for it"),
    {0}}};

const struct record shop_location_record = {"shop_location", sizeof(struct shop_location), (const struct field[]){
    FIELD(struct shop_location, node, .min = 1, .max = 200, .doc = "warehouse or store, as route.order and stock call it"),
    FIELD(struct shop_location, id, .min = 1, .max = 100, .flags = LOOSE, .doc = "the shop's own id of it: what is sent leaves from there"),
    {0}}};

bool shop_same(struct str a, struct str b) { return str_eq(a.n ? a : STR(""), b.n ? b : STR("")); }

/* What the shop says of its refusal, cut: {"message"} of REST, {"errors":[{"message"}]} of GraphQL. */
static struct str words_of(struct ctx *c, struct str body)
{
    enum { MOST = 200 };
    const struct json *v;
    struct ctx aside = *c;
    struct str said = {0};
    if (json_read(&aside, body, &v) == OK) {
        said = json_str(json_get(v, "message"));
        said = said.n ? said : json_str(json_path(v, "errors.0.message"));
    }
    return str_copy(c, str_part(said, 0, said.n < MOST ? said.n : MOST));
}

static enum status judge(struct ctx *c, struct link *l, const struct http_out *out)
{
    struct str said = words_of(c, out->body);
    const char *colon = said.n ? ": " : "";
    l->wait_ms = out->retry_after_ms;
    if (out->status >= 200 && out->status < 300)
        return OK;
    if (out->status == 401)
        return fail(c, RETRY, "%s: the sign-in is refused%s%.*s", l->name, colon, FMT(said));
    bool busy = out->status == 408 || out->status == 429 || out->status >= 500;
    return fail(c, busy ? RETRY : REJECT, "%s: HTTP %lld%s%.*s", l->name, (long long)out->status, colon, FMT(said));
}

enum status shop_ask(struct ctx *c, struct link *l, const char *method, struct str path, struct str body, struct http_out *answer,
                     const struct json **out)
{
    struct http_in in = {.method = str_z(method), .url = str_fmt(c, "%.*s%.*s", FMT(l->base), FMT(path)), .body = body, .once = strcmp(method, "GET") != 0};
    struct http_out got;
    if (body.p)
        http_add(c, &in, "content-type", STR("application/json"));
    http_add(c, &in, "accept", STR("application/json"));
    if (l->auth.n)
        http_add(c, &in, "authorization", l->auth);
    TRY(http_do(c, &in, &got));
    if (answer)
        *answer = got;
    TRY(judge(c, l, &got));
    if (!str_is_utf8(got.body) || json_read(c, got.body, out) != OK)
        return fail(c, RETRY, "%s: the answer is no JSON", l->name);
    return OK;
}

/* ---- pages ------------------------------------------------------------------------------------------ */

static struct page *page_of(struct ctx *c, struct pages *pages, const struct effect *e)
{
    for (size_t i = 0; i < pages->n; i++)
        if (str_eq(pages->at[i].id, e->id))
            return &pages->at[i];
    pages->at = arena_grow(c->mem, pages->at, sizeof *pages->at, pages->n);
    pages->at[pages->n] = (struct page){.id = e->id, .remote = e->remote};
    return &pages->at[pages->n++];
}

/* An effect that is none on a product's page, and has its own driver. */
static bool is_single(const struct effect *e) { return str_eq(e->entity, STR("coupon")) || str_eq(e->entity, STR("order")); }

static void pages_make(struct ctx *c, const struct channel_in *in, struct seen *seen, struct pages *out)
{
    for (size_t i = 0; i < in->effects.n; i++) {
        const struct effect *e = &in->effects.at[i];
        if (is_single(e))
            continue;
        if (!str_eq(e->entity, STR("product"))) {
            seen[i] = (struct seen){.state = STR("refused"), .why = str_fmt(c, "this channel writes products, not a %.*s", FMT(e->entity))};
            continue;
        }
        struct page *p = page_of(c, out, e);
        *LIST_ADD(c, &p->effects) = e;
        *LIST_ADD(c, &p->seen) = &seen[i];
    }
}

static void page_say(struct page *p, struct str state, struct str why, int64_t wait_ms)
{
    for (size_t i = 0; i < p->seen.n; i++)
        *p->seen.at[i] = (struct seen){.state = state, .why = why, .wait_ms = wait_ms};
}

static void effect_look(struct ctx *c, const struct driver *d, struct link *l, const struct page *p, const struct effect *e, struct seen *s)
{
    if (!is_price(e))
        *s = (struct seen){.state = STR("shown"), .shown = d->shown(c, l, p, e), .want = d->want(c, l, e)};
    else if (price_look(c, d, l, p, e, s) != OK)
        *s = (struct seen){.state = STR("refused"), .why = str_copy(c, str_z(c->why))};
}

static void page_look(struct ctx *c, const struct driver *d, struct link *l, struct page *p)
{
    if (!p->at) {
        page_say(p, STR("missing"), str_fmt(c, "%s has no product %.*s", l->name, FMT(p->id)), 0);
        return;
    }
    for (size_t i = 0; i < p->effects.n; i++)
        effect_look(c, d, l, p, p->effects.at[i], p->seen.at[i]);
}

/* ---- writing ------------------------------------------------------------------------------------------- */

/* A failure speaks for those of the page's effects that were written together: a price, or all texts. */
static void put_judge(struct ctx *c, const struct link *l, struct page *p, const struct effect *price, enum status s)
{
    for (size_t i = 0; s != OK && i < p->seen.n; i++)
        if (str_eq(p->seen.at[i]->state, STR("shown")) && (price ? p->effects.at[i] == price : !is_price(p->effects.at[i])))
            *p->seen.at[i] = (struct seen){.state = s == RETRY ? STR("later") : STR("refused"), .why = str_copy(c, str_z(c->why)), .wait_ms = l->wait_ms};
}

/* Write what may be written of one product; what somebody else has written stays. */
static void page_put(struct ctx *c, const struct driver *d, struct link *l, struct page *p)
{
    LIST(const struct effect *) todo = {0}, prices = {0};
    for (size_t i = 0; i < p->effects.n; i++) {
        const struct effect *e = p->effects.at[i];
        struct seen *s = p->seen.at[i];
        if (!str_eq(s->state, STR("shown")))
            continue;
        if (e->guarded && !shop_same(s->shown, e->expect) && !shop_same(s->shown, s->want))
            s->state = STR("conflict");
        else if (is_price(e))
            *LIST_ADD(c, &prices) = e;
        else
            *LIST_ADD(c, &todo) = e;
    }
    l->wait_ms = 0;
    put_judge(c, l, p, NULL, todo.n ? d->put(c, l, p, todo.at, todo.n) : OK);
    for (size_t i = 0; i < prices.n; i++)
        put_judge(c, l, p, prices.at[i], price_put(c, d, l, p, prices.at[i]));
}

/* A shop may put a text into its own form (a slug, cleaned HTML): what it shows now is what was written. */
static void page_check(struct ctx *c, const struct driver *d, struct link *l, struct page *p)
{
    for (size_t i = 0; i < p->effects.n; i++) {
        struct seen *s = p->seen.at[i];
        if (!str_eq(s->state, STR("shown")))
            continue;
        struct seen was = *s;
        if (p->at)
            effect_look(c, d, l, p, p->effects.at[i], s);
        s->shown = p->at ? s->shown : (struct str){0}, s->want = was.want;
        bool stands = p->at && (shop_same(s->shown, s->want) || (!is_price(p->effects.at[i]) && !shop_same(s->shown, was.shown)));
        s->state = stands ? STR("written") : STR("refused");
        if (!stands)
            s->why = str_fmt(c, "%s took the %.*s of %.*s, but shows what it showed before", l->name, FMT(p->effects.at[i]->field), FMT(p->id));
    }
}

static enum status write_all(struct ctx *c, const struct driver *d, struct link *l, struct pages *pages)
{
    for (size_t i = 0; i < pages->n; i++) {
        page_put(c, d, l, &pages->at[i]);
        if (pages->at[i].at) /* found by its slug, which may be what was written */
            pages->at[i].remote = json_str(json_get(pages->at[i].at, "id"));
    }
    TRY(d->load(c, l, pages));
    for (size_t i = 0; i < pages->n; i++)
        page_check(c, d, l, &pages->at[i]);
    return OK;
}

static void singles(struct ctx *c, const struct driver *d, struct link *l, const struct channel_in *in, struct seen *seen)
{
    bool write = str_eq(in->verb, STR("write"));
    for (size_t i = 0; i < in->effects.n; i++) {
        const struct effect *e = &in->effects.at[i];
        if (str_eq(e->entity, STR("coupon")))
            coupon_effect(c, d->coupons, l, e, write, &seen[i]);
        else if (is_single(e))
            errand_effect(c, d->errands, l, e, write, &seen[i]);
    }
}

static enum status effects(struct ctx *c, const struct driver *d, struct link *l, const struct channel_in *in, struct channel_out *out)
{
    struct pages pages = {0};
    bool any = false;
    for (size_t i = 0; i < in->effects.n; i++)
        any |= is_single(&in->effects.at[i]);
    out->seen.at = NEW_ARRAY(c, struct seen, in->effects.n);
    out->seen.n = in->effects.n;
    pages_make(c, in, out->seen.at, &pages);
    if (!pages.n && !any)
        return OK;
    TRY(d->sign_in(c, l));
    singles(c, d, l, in, out->seen.at);
    if (!pages.n)
        return OK;
    TRY(d->load(c, l, &pages));
    for (size_t i = 0; i < pages.n; i++)
        page_look(c, d, l, &pages.at[i]);
    return str_eq(in->verb, STR("write")) ? write_all(c, d, l, &pages) : OK;
}

enum status shop_run(struct ctx *c, const struct driver *d, struct link *l, const struct channel_in *in, struct channel_out *out)
{
    *out = (struct channel_out){0};
    if (str_eq(in->verb, STR("fields"))) {
        d->fields(c, l, &out->fields);
        return OK;
    }
    if (!l->base.n)
        return fail(c, REJECT, "%s: its address is not set: purvey settings set channel.%s '{\"url\":\"https://…\"}'", l->name, l->name);
    while (l->base.n && l->base.p[l->base.n - 1] == '/')
        l->base.n--;
    bool orders = str_eq(in->verb, STR("orders"));
    if (!orders && !str_eq(in->verb, STR("pull")))
        return effects(c, d, l, in, out);
    TRY(d->sign_in(c, l));
    return orders ? d->orders(c, l, in->cursor, out) : d->pull(c, l, in->cursor, out);
}
