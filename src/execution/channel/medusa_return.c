/* execution/channel/medusa_return.c - goods that are back, as a return of Medusa: begun, requested, received, restocked.
 *
 * A return takes seven requests. Each step is told by what stands there, so whoever is killed goes on where it stopped: the
 * return by its metadata, what it is to hold by the actions of the order's open change.
 *
 * Source  Medusa 2.21 Admin API: /admin/returns, /request-items, /request, /receive, /receive-items, /dismiss-items,
 *         /receive/confirm; /admin/orders/{id}/changes
 */
#include "core/url.h"
#include "execution/channel/medusa_return.h"

static enum status find(struct ctx *c, struct link *l, const struct errand *w, const struct json **out)
{
    const struct json *v;
    *out = NULL;
    TRY(shop_ask(c, l, "GET",
                 str_fmt(c, "/admin/returns?limit=100&order_id=%.*s&fields=id,status,metadata,items.item_id,items.quantity,items.received_quantity,items.damaged_quantity",
                         FMT(url_escape(c, w->order))),
                 (struct str){0}, NULL, &v));
    for (struct json_walk r = json_walk(json_get(v, "returns")); json_next(&r);)
        if (str_eq(json_str(json_path(r.value, "metadata.purvey")), w->mark) && !str_eq(json_str(json_get(r.value, "status")), STR("canceled")))
            *out = r.value;
    return OK;
}

/* What was received of a line, for sale again or damaged. */
static int64_t received(const struct json *r, const struct errand_line *line)
{
    for (struct json_walk i = json_walk(json_get(r, "items")); json_next(&i);)
        if (str_eq(json_str(json_get(i.value, "item_id")), line->line)) {
            int64_t damaged = json_int(json_get(i.value, "damaged_quantity"));
            return line->damaged ? damaged : json_int(json_get(i.value, "received_quantity"));
        }
    return 0;
}

enum status medusa_return_look(struct ctx *c, struct link *l, const struct json *order, const struct errand *w, struct str *shown, struct str *want)
{
    (void)order;
    const struct json *r;
    struct errand there = {0};
    TRY(find(c, l, w, &r));
    *want = errand_units(c, w);
    if (!r || !str_eq(json_str(json_get(r, "status")), STR("received")))
        return OK;
    for (size_t i = 0; i < w->lines.n; i++) {
        const struct errand_line *line = &w->lines.at[i];
        *LIST_ADD(c, &there.lines) = (struct errand_line){line->line, received(r, line), line->damaged};
    }
    *shown = errand_units(c, &there);
    return OK;
}

static enum status post(struct ctx *c, struct link *l, struct str id, const char *what, struct tree *t, struct node *body)
{
    const struct json *v;
    return shop_ask(c, l, "POST", str_fmt(c, "/admin/returns%s%.*s%s", id.n ? "/" : "", FMT(url_escape(c, id)), what), tree_text(c, t, body), NULL, &v);
}

/* Where it left from, unless the errand says where it arrived: without a place Medusa breaks off in the middle of receiving. */
static enum status place(struct ctx *c, struct link *l, const struct json *order, const struct errand *w, struct str *id)
{
    TRY(errand_location(c, l, w, id));
    for (struct json_walk f = json_walk(json_get(order, "fulfillments")); json_next(&f) && !id->n;)
        if (!json_str(json_get(f.value, "canceled_at")).n)
            *id = json_str(json_get(f.value, "location_id"));
    return id->n ? OK : fail(c, REJECT, "medusa: nothing of order %.*s has left a place, so nothing can come back to one", FMT(w->order));
}

static enum status begin(struct ctx *c, struct link *l, const struct json *order, const struct errand *w)
{
    struct tree *t = tree_open(c);
    struct node *o = tree_object(t), *metadata = tree_object(t);
    struct str to;
    TRY(place(c, l, order, w, &to));
    node_set(t, o, "order_id", tree_str(t, w->order));
    node_set(t, metadata, "purvey", tree_str(t, w->mark));
    node_set(t, o, "metadata", metadata);
    node_set(t, o, "location_id", tree_str(t, to));
    return post(c, l, STR(""), "", t, o);
}

/* How many actions of this name the open change of this return has; `open`: there is such a change. */
static enum status actions(struct ctx *c, struct link *l, const struct errand *w, struct str id, const char *type, const char *action, size_t *n, bool *open)
{
    const struct json *v;
    *n = 0, *open = false;
    TRY(shop_ask(c, l, "GET", str_fmt(c, "/admin/orders/%.*s/changes?change_type=%s", FMT(url_escape(c, w->order)), type), (struct str){0}, NULL, &v));
    for (struct json_walk k = json_walk(json_get(v, "order_changes")); json_next(&k);) {
        struct str state = json_str(json_get(k.value, "status"));
        if (!str_eq(json_str(json_get(k.value, "return_id")), id) || !(str_eq(state, STR("pending")) || str_eq(state, STR("requested"))))
            continue;
        *open = true;
        for (struct json_walk a = json_walk(json_get(k.value, "actions")); json_next(&a);)
            *n += str_eq(json_str(json_get(a.value, "action")), str_z(action));
    }
    return OK;
}

/* The lines wanted; all of them, or the sound or the damaged alone. A line may be in both. */
static struct node *items(struct tree *t, const struct errand *w, bool all, bool damaged, size_t *n)
{
    struct node *list = tree_array(t), *o = tree_object(t);
    *n = 0;
    for (size_t i = 0; i < w->lines.n; i++) {
        const struct errand_line *line = &w->lines.at[i];
        if (!all && line->damaged != damaged)
            continue;
        int64_t units = line->quantity;
        bool before = false;
        for (size_t k = 0; all && k < w->lines.n; k++) {
            bool same = k != i && str_eq(w->lines.at[k].line, line->line);
            units += same ? w->lines.at[k].quantity : 0;
            before |= same && k < i;
        }
        if (before)
            continue;
        struct node *one = tree_object(t);
        node_set(t, one, "id", tree_str(t, line->line));
        node_set(t, one, "quantity", tree_int(t, units));
        node_add(t, list, one);
        ++*n;
    }
    node_set(t, o, "items", list);
    return o;
}

static enum status request(struct ctx *c, struct link *l, const struct errand *w, struct str id)
{
    size_t n, lines;
    bool open;
    TRY(actions(c, l, w, id, "return_request", "RETURN_ITEM", &n, &open));
    struct tree *t = tree_open(c);
    struct node *list = items(t, w, true, false, &lines);
    if (n && n != lines)
        return fail(c, REJECT, "medusa: the return %.*s has been changed by somebody: finish it there", FMT(id));
    if (!n)
        TRY(post(c, l, id, "/request-items", t, list));
    return post(c, l, id, "/request", t, tree_object(t));
}

static enum status receive_part(struct ctx *c, struct link *l, const struct errand *w, struct str id, bool damaged)
{
    size_t n, lines;
    bool open;
    struct tree *t = tree_open(c);
    struct node *list = items(t, w, false, damaged, &lines);
    TRY(actions(c, l, w, id, "return_receive", damaged ? "RECEIVE_DAMAGED_RETURN_ITEM" : "RECEIVE_RETURN_ITEM", &n, &open));
    return lines && !n ? post(c, l, id, damaged ? "/dismiss-items" : "/receive-items", t, list) : OK;
}

static enum status receive(struct ctx *c, struct link *l, const struct errand *w, struct str id)
{
    size_t n;
    bool open;
    struct tree *t = tree_open(c);
    TRY(actions(c, l, w, id, "return_receive", "", &n, &open));
    if (!open)
        TRY(post(c, l, id, "/receive", t, tree_object(t)));
    TRY(receive_part(c, l, w, id, false));
    TRY(receive_part(c, l, w, id, true));
    return post(c, l, id, "/receive/confirm", t, tree_object(t));
}

enum status medusa_return_put(struct ctx *c, struct link *l, const struct json *order, const struct errand *w)
{
    const struct json *r;
    TRY(find(c, l, w, &r));
    if (!r) {
        TRY(begin(c, l, order, w));
        TRY(find(c, l, w, &r));
    }
    struct str id = json_str(json_get(r, "id"));
    if (!id.n)
        return fail(c, RETRY, "medusa took the return, but does not show it yet");
    if (str_eq(json_str(json_get(r, "status")), STR("open")))
        TRY(request(c, l, w, id));
    return receive(c, l, w, id);
}
