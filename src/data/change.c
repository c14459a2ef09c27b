/* data/change.c - what an item would change in the shop, field by field. */
#include "data/change.h"
#include "core/json.h"
#include "data/product.h"

static const struct record change_record = {"change", sizeof(struct change_row), (const struct field[]){
    FIELD(struct change_row, item, .flags = KEY, .doc = "the item"),
    FIELD(struct change_row, pos, .flags = KEY, .doc = "0, 1, … within the item"),
    FIELD(struct change_row, entity, .min = 1, .max = 40, .doc = "product, variant, category"),
    FIELD(struct change_row, id, .min = 1, .max = 500, .doc = "its id"),
    FIELD(struct change_row, field, .min = 1, .max = 60, .doc = "description, seo_title, price"),
    FIELD(struct change_row, locale, .max = 20, .doc = "BCP 47; empty: the shop's own language"),
    FIELD(struct change_row, format, .choice = "text|html|money|json", .doc = "how the value is written"),
    FIELD(struct change_row, before, .flags = OPTIONAL, .doc = "what the shop showed"),
    FIELD(struct change_row, after, .max = 1000000, .doc = "proposed, as edited by the reviewer"),
    FIELD(struct change_row, edited_by, .max = 200, .flags = OPTIONAL, .doc = "the person who edited it"),
    FIELD(struct change_row, state, .choice = "proposed|live|restored|kept", .doc = "where it is"),
    {0}}};

bool change_is_money(struct str field, struct str format)
{
    static const char *const fields[] = {"price", "compare_at", "cost", "stock", "sale_price", "currency", "offer"};
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        if (str_eq(field, str_z(fields[i])))
            return true;
    return str_eq(format, STR("money"));
}

bool kind_moves_money(struct str kind)
{
    return str_starts(kind, STR("price.")) || str_starts(kind, STR("replenish.")) || str_starts(kind, STR("promotion."));
}

enum status content_load(struct ctx *c, const struct change_row *r, struct str channel, struct str *value, bool *known)
{
    int64_t n;
    TRY(db_int(c, &n, "SELECT COUNT(*) FROM content WHERE entity = $1 AND id = $2 AND field = $3 AND locale = $4 AND channel = $5",
               A(r->entity), A(r->id), A(r->field), A(r->locale), A(channel)));
    *known = n > 0;
    return db_text(c, value,
                   "SELECT value FROM content WHERE entity = $1 AND id = $2 AND field = $3 AND locale = $4 AND channel = $5",
                   A(r->entity), A(r->id), A(r->field), A(r->locale), A(channel));
}

enum status content_save(struct ctx *c, const struct change_row *r, struct str channel, struct str value, struct str by_whom)
{
    return db_run(c,
                  "INSERT INTO content (entity, id, field, locale, channel, value, format, by_whom, updated_ms)"
                  " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"
                  " ON CONFLICT (entity, id, field, locale, channel) DO UPDATE SET value = excluded.value,"
                  " format = excluded.format, by_whom = excluded.by_whom, updated_ms = excluded.updated_ms",
                  A(r->entity), A(r->id), A(r->field), A(r->locale), A(channel), A(value), A(r->format), A(by_whom), A(c->now_ms));
}

/* "19.90 EUR" as the catalogue has it; absent when it states no price. */
static enum status price_own(struct ctx *c, struct str id, struct str *value)
{
    int64_t minor;
    struct str currency;
    TRY(db_int(c, &minor, "SELECT COALESCE(MAX(price), -1) FROM product WHERE id = $1", A(id)));
    TRY(db_text(c, &currency, "SELECT currency FROM product WHERE id = $1", A(id)));
    *value = minor >= 0 ? money_text(c, minor, currency) : (struct str){0};
    return OK;
}

static enum status variant_own(struct ctx *c, struct str id, struct str sku, bool compared, struct str *value)
{
    int64_t minor;
    struct str currency;
    TRY(db_int(c, &minor, "SELECT COALESCE(MAX(CASE WHEN $3 = 1 THEN compare_at ELSE price END), -1) FROM variant WHERE product = $1 AND sku = $2", A(id), A(sku),
               A(compared ? 1 : 0)));
    TRY(db_text(c, &currency, "SELECT COALESCE(v.currency, p.currency) FROM variant v JOIN product p ON p.id = v.product WHERE v.product = $1 AND v.sku = $2",
                A(id), A(sku)));
    *value = minor >= 0 ? money_text(c, minor, currency) : (struct str){0};
    return OK;
}

/* What the catalogue's own price is announced against; absent where its variants differ or say nothing. */
static enum status compare_own(struct ctx *c, struct str id, struct str *value)
{
    int64_t least, most;
    struct str currency;
    TRY(db_int(c, &least, "SELECT COALESCE(MIN(COALESCE(compare_at, -1)), -1) FROM variant WHERE product = $1", A(id)));
    TRY(db_int(c, &most, "SELECT COALESCE(MAX(COALESCE(compare_at, -1)), -1) FROM variant WHERE product = $1", A(id)));
    TRY(db_text(c, &currency, "SELECT currency FROM product WHERE id = $1", A(id)));
    *value = least >= 0 && least == most ? money_text(c, least, currency) : (struct str){0};
    return OK;
}

enum status content_own(struct ctx *c, struct str entity, struct str id, struct str field, struct str locale, struct str *value)
{
    *value = (struct str){0};
    if (!str_eq(entity, STR("product")) || locale.n)
        return OK;
    if (str_eq(field, STR("description")))
        return db_text(c, value, "SELECT COALESCE(html, description) FROM product WHERE id = $1", A(id));
    if (str_eq(field, STR("title")))
        return db_text(c, value, "SELECT title FROM product WHERE id = $1", A(id));
    if (str_eq(field, STR("price")))
        return price_own(c, id, value);
    if (str_starts(field, STR("price:")))
        return variant_own(c, id, str_part(field, 6, field.n), false, value);
    if (str_starts(field, STR("compare_at:")))
        return variant_own(c, id, str_part(field, 11, field.n), true, value);
    if (str_eq(field, STR("compare_at")))
        return compare_own(c, id, value);
    return OK;
}

static enum status shown_now(struct ctx *c, const struct change_row *r, struct str *value)
{
    struct str channel;
    bool known;
    TRY(db_text(c, &channel, "SELECT channel FROM product WHERE id = $1", A(r->id)));
    TRY(content_load(c, r, channel.p ? channel : STR("file"), value, &known));
    return known ? OK : content_own(c, r->entity, r->id, r->field, r->locale, value);
}

/* The language the words are in, when it is not the shop's own. */
static struct str locale_of(struct ctx *c, const struct item *i)
{
    const struct json *in;
    if (!i->input.text.n || json_read(c, i->input.text, &in) != OK)
        return STR("");
    struct str wanted = json_str(json_get(in, "language")), own = json_str(json_path(in, "product.language"));
    if (!own.n)
        own = STR("en");
    return wanted.n && !str_eq_case(wanted, own) ? str_copy(c, wanted) : STR("");
}

static enum status propose(struct ctx *c, const struct item *i, const struct changes *list)
{
    struct str locale = locale_of(c, i);
    TRY(db_run(c, "DELETE FROM change WHERE item = $1 AND state = 'proposed'", A(i->id)));
    for (size_t k = 0; k < list->n; k++) {
        const struct change *want = &list->at[k];
        if (change_is_money(want->field, want->format) && !kind_moves_money(i->kind))
            return fail(c, REJECT, "%.*s writes words: it cannot change the %.*s of %.*s", FMT(i->kind), FMT(want->field), FMT(want->id));
        struct change_row row = {i->id, (int64_t)k, want->entity, want->id, want->field, locale,
                                 want->format, {0}, want->value, {0}, STR("proposed")};
        TRY(shown_now(c, &row, &row.before));
        TRY(db_save(c, &change_record, &row));
    }
    return OK;
}

enum status change_propose_list(struct ctx *c, const struct item *i, const struct changes *list)
{
    if (list->n == 0)
        return fail(c, REJECT, "item %lld changes nothing in the shop", (long long)i->id);
    IN_ONE_STEP(c, propose(c, i, list));
    return OK;
}

enum status change_propose(struct ctx *c, const struct item *i)
{
    const struct capability *k = capability_find(i->kind);
    struct changes list = {0};
    if (!k || !k->changes)
        return fail(c, REJECT, "%.*s is not a kind of work that changes the shop", FMT(i->kind));
    void *in = arena_take(c->mem, k->in->size), *out = arena_take(c->mem, k->out->size);
    TRY(record_from_json(c, k->in, i->input.text, LENIENT, in));
    TRY(record_from_json(c, k->out, i->output.text, LENIENT, out));
    TRY(k->changes(c, in, out, &list));
    return change_propose_list(c, i, &list);
}

enum status change_load(struct ctx *c, int64_t item, struct change_rows *out)
{
    return db_all(c, &change_record, out, "SELECT * FROM change WHERE item = $1 ORDER BY pos", A(item));
}

enum status change_edit(struct ctx *c, int64_t item, int64_t pos, struct str text, struct str person)
{
    int64_t n;
    TRY(db_count(c, &n, "UPDATE change SET after = $1, edited_by = $2 WHERE item = $3 AND pos = $4 AND state = 'proposed'",
                 A(text), A(person), A(item), A(pos)));
    return n ? OK : fail(c, REJECT, "item %lld proposes no change %lld", (long long)item, (long long)pos);
}
