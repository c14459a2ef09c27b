/* data/choice.c - orders and events as choices; products as goods.
 *
 * Tables  reads sale, line, event, product, variant, attribute
 */
#include "data/choice.h"

static const struct record choice_record = {"choice", sizeof(struct choice), (const struct field[]){
    FIELD(struct choice, who), FIELD(struct choice, visit), FIELD(struct choice, product), FIELD(struct choice, act), FIELD(struct choice, at_ms), {0}}};

enum status choices_bought(struct ctx *c, int64_t most, choice_list *out)
{
    return db_all(c, &choice_record, out,
                  "SELECT * FROM (SELECT COALESCE(s.customer, 'sale:' || s.id) AS who, s.id AS visit, l.product, 'bought' AS act,"
                  " COALESCE(s.placed_ms, 0) AS at_ms, l.pos FROM sale s JOIN line l ON l.sale = s.id"
                  " WHERE l.product IS NOT NULL AND s.state NOT IN ('cancelled', 'refunded') ORDER BY COALESCE(s.placed_ms, 0) DESC, s.id, l.pos DESC LIMIT $1) AS newest"
                  " ORDER BY at_ms, visit, pos",
                  A(most));
}

enum status choices_seen(struct ctx *c, int64_t most, choice_list *out)
{
    return db_all(c, &choice_record, out,
                  "SELECT * FROM (SELECT COALESCE(customer, visitor) AS who, COALESCE(customer, visitor) || ':' || CAST(at_ms / 86400000 AS TEXT) AS visit,"
                  " product, CASE name WHEN 'Product Added' THEN 'added' ELSE 'viewed' END AS act, at_ms, id FROM event"
                  " WHERE product IS NOT NULL AND COALESCE(customer, visitor) IS NOT NULL AND name IN ('Product Viewed', 'Product Added')"
                  " ORDER BY at_ms DESC, id LIMIT $1) AS newest ORDER BY at_ms, id",
                  A(most));
}

enum status choices_of(struct ctx *c, struct str visitor, struct str customer, int64_t most, choice_list *out)
{
    return db_all(c, &choice_record, out,
                  "SELECT * FROM (SELECT 'x' AS who, l.sale AS visit, l.product, 'bought' AS act, COALESCE(s.placed_ms, 0) AS at_ms"
                  " FROM sale s JOIN line l ON l.sale = s.id WHERE s.customer = $2 AND l.product IS NOT NULL"
                  " UNION ALL SELECT 'x', id, product, CASE name WHEN 'Product Added' THEN 'added' WHEN 'Order Completed' THEN 'bought' ELSE 'viewed' END, at_ms"
                  " FROM event WHERE visitor = $1 AND product IS NOT NULL AND name IN ('Product Viewed', 'Product Added', 'Order Completed')) AS own"
                  " ORDER BY at_ms DESC, product LIMIT $3",
                  A(visitor), A(customer), A(most));
}

enum status choices_mark(struct ctx *c, struct str *out)
{
    int64_t sales, lines, events, products, stock;
    TRY(db_int(c, &sales, "SELECT COALESCE(MAX(placed_ms), 0) + COUNT(*) + COALESCE(MAX(batch), 0) FROM sale"));
    TRY(db_int(c, &lines, "SELECT COUNT(*) FROM line"));
    TRY(db_int(c, &events, "SELECT COALESCE(MAX(at_ms), 0) + COUNT(*) FROM event"));
    TRY(db_int(c, &products, "SELECT COALESCE(MAX(updated_ms), 0) + COUNT(*) FROM product WHERE gone = 0"));
    TRY(db_int(c, &stock, "SELECT COUNT(*) FROM attribute"));
    *out = str_fmt(c, "%lld %lld %lld %lld %lld", (long long)sales, (long long)lines, (long long)events, (long long)products, (long long)stock);
    return OK;
}

/* ---- goods ----------------------------------------------------------------------------------------------- */

struct row { /* as stored: images are a JSON list */
    struct str id, title, brand, category, url, images, currency;
    int64_t price, stock, updated_ms;
};
static const struct record row_record = {"good", sizeof(struct row), (const struct field[]){
    FIELD(struct row, id), FIELD(struct row, title), FIELD(struct row, brand, .flags = OPTIONAL), FIELD(struct row, category, .flags = OPTIONAL),
    FIELD(struct row, url, .flags = OPTIONAL), FIELD(struct row, images, .flags = OPTIONAL), FIELD(struct row, currency, .flags = OPTIONAL),
    FIELD(struct row, price, .init = (double)NONE, .flags = OPTIONAL), FIELD(struct row, stock, .init = (double)NONE, .flags = OPTIONAL),
    FIELD(struct row, updated_ms), {0}}};
static const struct record fact_record = {"fact", sizeof(struct good_fact), (const struct field[]){
    FIELD(struct good_fact, product), FIELD(struct good_fact, name), FIELD(struct good_fact, value), {0}}};

/* The first of ["a.jpg","b.jpg"]; an address holds no quotation mark. */
static struct str first_image(struct ctx *c, struct str list)
{
    size_t from = str_find(list, STR("\""), 0), to = from == SIZE_MAX ? from : str_find(list, STR("\""), from + 1);
    return to == SIZE_MAX ? (struct str){0} : str_copy(c, str_part(list, from + 1, to));
}

static struct good good_of(struct ctx *c, const struct row *r)
{
    return (struct good){r->id, r->title, r->brand, r->category, r->url, first_image(c, r->images), r->currency, r->price, r->stock, r->updated_ms};
}

/* What one variant has and nobody counts does not run out: product_stock(). */
#define GOOD                                                                                                              \
    "SELECT p.id, p.title, p.brand, p.category, p.url, p.images, p.currency, p.price, p.updated_ms,"                      \
    " (SELECT CASE WHEN COUNT(v.stock) = COUNT(*) THEN CAST(SUM(CASE WHEN v.stock > 0 THEN v.stock ELSE 0 END) AS BIGINT) END" \
    " FROM variant v WHERE v.product = p.id) AS stock"

enum status goods_load(struct ctx *c, good_list *out)
{
    LIST(struct row) rows;
    TRY(db_all(c, &row_record, &rows,
               GOOD " FROM product p WHERE p.gone = 0 ORDER BY p.id"));
    for (size_t i = 0; i < rows.n; i++)
        *LIST_ADD(c, out) = good_of(c, &rows.at[i]);
    return OK;
}

enum status good_find(struct ctx *c, struct str id, struct good *out, bool *found)
{
    struct row r;
    TRY(db_maybe(c, &row_record, &r, found,
                 GOOD " FROM product p WHERE p.gone = 0 AND p.id = $1",
                 A(id)));
    if (*found)
        *out = good_of(c, &r);
    return OK;
}

enum status goods_facts(struct ctx *c, good_fact_list *out)
{
    return db_all(c, &fact_record, out,
                  "SELECT a.product, a.name, a.value FROM attribute a JOIN product p ON p.id = a.product AND p.gone = 0 ORDER BY a.product, a.pos");
}
