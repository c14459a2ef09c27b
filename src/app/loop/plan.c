/* app/loop/plan.c - what was asked for becomes items in PLANNED.
 *
 * Tables  writes batch, item, ledger; reads product and its parts
 */
#include "app/loop/plan.h"
#include "app/loop/facts.h"
#include "core/json.h"
#include "data/catalog.h"
#include "data/item.h"
#include "data/ledger.h"

enum { PAGE = 500 };

/* A kind that works on one product: its input has one, and its output changes the shop. */
static bool kind_is_plannable(const struct capability *k) { return k->changes && record_field(k->in, STR("product")) && !record_field(k->in, STR("products")); }

static void choice_set(struct ctx *c, struct tree *t, struct node *o, const struct capability *k, const char *key, struct str value)
{
    (void)c;
    if (value.n && record_field(k->in, str_z(key)))
        node_set(t, o, key, tree_str(t, value));
}

static enum status input_of(struct ctx *c, const struct capability *k, const struct generate_wish *want, const struct product *p, struct str *out)
{
    struct tree *t = tree_open(c);
    struct node *o = tree_object(t);
    node_set(t, o, "product", record_node(c, t, &product_record, p));
    choice_set(c, t, o, k, "tone", want->tone);
    choice_set(c, t, o, k, "audience", want->audience);
    choice_set(c, t, o, k, "channel", want->channel);
    choice_set(c, t, o, k, "query", want->query);
    choice_set(c, t, o, k, "language", want->language);
    *out = tree_text(c, t, o);
    return record_from_json(c, k->in, *out, LENIENT, arena_take(c->mem, k->in->size));
}

struct earlier { int64_t open, all; };

static enum status earlier_of(struct ctx *c, struct str kind, struct str id, struct earlier *out)
{
    TRY(db_int(c, &out->all, "SELECT COUNT(*) FROM item WHERE entity = 'product' AND subject = $1 AND kind = $2", A(id), A(kind)));
    return db_int(c, &out->open, "SELECT COUNT(*) FROM item WHERE entity = 'product' AND subject = $1 AND kind = $2 AND state <= $3",
                  A(id), A(kind), A((int64_t)APPROVED));
}

static enum status plan_one(struct ctx *c, const struct capability *k, const struct generate_wish *want, struct str id, struct planned *out)
{
    struct product p;
    struct str kind = str_z(k->name);
    struct earlier earlier;
    struct item i = {.id = db_new_id(c), .batch = out->batch, .kind = kind, .entity = STR("product"), .subject = id,
                     .due_ms = c->now_ms, .created_ms = c->now_ms, .moved_ms = c->now_ms, .confidence = __builtin_nan("")};
    TRY(facts_read(c, id));
    TRY(product_load(c, id, &p));
    TRY(earlier_of(c, kind, id, &earlier));
    if (earlier.open) {
        out->on_way++;
        return OK;
    }
    /* the same shop, asked the same with the same seed, gets the same; asked again, another */
    uint64_t chance = str_hash(str_fmt(c, "%s %.*s %llu %lld", k->name, FMT(id), (unsigned long long)c->seed, (long long)earlier.all));
    i.seed = (int64_t)(chance >> 1);
    TRY(input_of(c, k, want, &p, &i.input.text));
    out->items++;
    return item_add(c, &i);
}

static enum status plan_list(struct ctx *c, const struct capability *k, const struct generate_wish *want, const struct strs *ids, struct planned *out)
{
    for (size_t n = 0; n < ids->n; n++) {
        struct arena_mark mark = arena_mark(c->mem);
        TRY(plan_one(c, k, want, ids->at[n], out));
        arena_reset(c->mem, mark);
    }
    return OK;
}

static enum status plan_kind(struct ctx *c, const struct capability *k, const struct generate_wish *want, struct planned *out)
{
    struct strs page = {0};
    struct str after = STR("");
    if (want->products.n)
        return plan_list(c, k, want, &want->products, out);
    do {
        TRY(product_list(c, after, PAGE, &page));
        TRY(plan_list(c, k, want, &page, out));
        after = page.n ? page.at[page.n - 1] : after;
    } while (page.n == PAGE);
    return OK;
}

enum status plan_check(struct ctx *c, const struct strs *kinds)
{
    for (size_t n = 0; n < kinds->n; n++) {
        const struct capability *k = capability_find(kinds->at[n]);
        if (!k)
            return fail(c, REJECT, "there is no capability \"%.*s\"; `purvey capability` lists them", FMT(kinds->at[n]));
        if (!kind_is_plannable(k))
            return fail(c, REJECT, "%s does not work on one product of the shop; `purvey call %s` runs it on files", k->name, k->name);
    }
    return kinds->n ? OK : fail(c, REJECT, "no kind of work was named");
}

static enum status batch_add(struct ctx *c, const struct generate_wish *want, struct str by_whom, const struct planned *p)
{
    struct str kinds = str_join(c, &want->kinds, STR(", ")), params = record_to_json(c, &generate_wish_record, want);
    TRY(db_run(c, "INSERT INTO batch (id, kind, title, by_whom, params, created_ms) VALUES ($1, $2, $3, $4, $5, $6)", A(p->batch),
               A(want->kinds.n == 1 ? kinds : STR("generate")),
               A(str_fmt(c, "%.*s: %lld item%s", FMT(kinds), (long long)p->items, p->items == 1 ? "" : "s")), A(by_whom), A(params),
               A(c->now_ms)));
    struct str body = str_fmt(c, "{\"batch\":%lld,\"items\":%lld,\"asked\":%.*s}", (long long)p->batch, (long long)p->items, FMT(params));
    return ledger_append(c, by_whom, STR("plan"), str_fmt(c, "batch:%lld", (long long)p->batch), body);
}

static enum status plan(struct ctx *c, const struct generate_wish *want, struct str by_whom, struct planned *out)
{
    for (size_t n = 0; n < want->kinds.n; n++)
        TRY(plan_kind(c, capability_find(want->kinds.at[n]), want, out));
    if (!out->items && !out->on_way)
        return fail(c, REJECT, "the shop has no products yet: `purvey import FILE` brings them");
    return out->items ? batch_add(c, want, by_whom, out) : OK;
}

enum status plan_batch(struct ctx *c, const struct generate_wish *want, struct str by_whom, struct planned *out)
{
    TRY(plan_check(c, &want->kinds));
    *out = (struct planned){.batch = db_new_id(c)};
    IN_ONE_STEP(c, plan(c, want, by_whom, out));
    return OK;
}
