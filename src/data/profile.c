/* data/profile.c - the associate's view.
 *
 * Tables  reads customer, consent, sale, line, orders, variant, event, product, thread; writes customer_read
 */
#include "data/profile.h"
#include "core/json.h"
#include "data/consent.h"
#include "data/order.h"
#include "data/day.h"
#include "data/sale.h"

enum { ORDERS = 20, INTERESTS = 8, CASES = 10, SIZES = 12 };
#define LOOKED_MS (180 * DAY_MS) /* how far back what they looked at says something of them */

static const struct record seen_record = {"profile_order", sizeof(struct profile_order), (const struct field[]){
    FIELD(struct profile_order, id, .doc = "number of the order"),
    FIELD(struct profile_order, state, .doc = "how far it is"),
    FIELD(struct profile_order, currency, .flags = OPTIONAL, .doc = "ISO 4217"),
    FIELD(struct profile_order, titles, .flags = OPTIONAL, .doc = "what was bought"),
    FIELD(struct profile_order, source, .flags = OPTIONAL, .doc = "web, pos, …"),
    FIELD(struct profile_order, total, .unit = "minor", .init = NONE, .flags = OPTIONAL, .doc = "paid or to pay"),
    FIELD(struct profile_order, placed_ms, .unit = "ms", .init = NONE, .flags = OPTIONAL, .doc = "ordered"),
    {0}}};
static const struct record taste_record = {"profile_taste", sizeof(struct profile_taste), (const struct field[]){
    FIELD(struct profile_taste, name, .doc = "category, brand or size"),
    FIELD(struct profile_taste, n, .unit = "1", .doc = "how often"),
    {0}}};
static const struct record case_record = {"profile_case", sizeof(struct profile_case), (const struct field[]){
    FIELD(struct profile_case, id, .doc = "number of the conversation"),
    FIELD(struct profile_case, subject, .flags = OPTIONAL, .doc = "what it is about"),
    FIELD(struct profile_case, state, .doc = "whose turn it is"),
    FIELD(struct profile_case, channel, .doc = "mail, chat or api"),
    FIELD(struct profile_case, moved_ms, .unit = "ms", .doc = "last message"),
    {0}}};
const struct record profile_record = {"profile", sizeof(struct profile), (const struct field[]){
    FIELD(struct profile, id, .flags = OPTIONAL | PERSONAL, .doc = "the shop's number"),
    FIELD(struct profile, name, .flags = OPTIONAL | PERSONAL, .doc = "as they wrote it"),
    FIELD(struct profile, email, .flags = OPTIONAL | PERSONAL, .doc = "address"),
    FIELD(struct profile, country, .flags = OPTIONAL, .doc = "ISO 3166-1"),
    FIELD(struct profile, language, .flags = OPTIONAL, .doc = "BCP 47"),
    FIELD(struct profile, marketing, .doc = "agreed to be written to"),
    FIELD(struct profile, associate, .doc = "agreed that staff see their orders"),
    FIELD(struct profile, profiled, .doc = "agreed that interests are drawn from what they look at"),
    FIELD_LIST(struct profile, orders, &seen_record, .flags = OPTIONAL, .doc = "newest first"),
    FIELD_LIST(struct profile, interests, &taste_record, .flags = OPTIONAL, .doc = "categories and brands looked at in half a year"),
    FIELD_LIST(struct profile, sizes, &taste_record, .flags = OPTIONAL, .doc = "sizes bought"),
    FIELD_LIST(struct profile, cases, &case_record, .flags = OPTIONAL, .doc = "conversations that are not solved"),
    FIELD(struct profile, withheld, .flags = OPTIONAL, .doc = "what consent does not allow"),
    {0}}};

/* ---- sections ----------------------------------------------------------------------------------------------- */

static enum status contact_read(struct ctx *c, struct str id, struct profile *out)
{
    struct customer p;
    TRY(db_one(c, &customer_record, &p, "SELECT * FROM customer WHERE id = $1", A(id)));
    out->id = p.id;
    out->name = p.name;
    out->email = p.email;
    out->country = p.country;
    out->language = p.language;
    return OK;
}

struct bought { struct str titles; };
static const struct record bought_record = {"bought", sizeof(struct bought), (const struct field[]){FIELD(struct bought, titles, .flags = OPTIONAL), {0}}};

static void title_add(struct ctx *c, struct strs *titles, struct str title)
{
    if (title.n)
        strs_add(c, titles, title);
}

static enum status titles_read(struct ctx *c, struct profile_order *o, bool sold)
{
    LIST(struct bought) lines;
    struct strs titles = {0};
    struct order own;
    TRY(db_all(c, &bought_record, &lines, "SELECT COALESCE(title, sku) AS titles FROM line WHERE sale = $1 ORDER BY pos", A(o->id)));
    for (size_t i = 0; i < lines.n; i++)
        title_add(c, &titles, lines.at[i].titles);
    if (!sold) {
        TRY(order_load(c, o->id, &own));
        o->total = order_total(&own);
        for (size_t i = 0; i < own.lines.n; i++)
            title_add(c, &titles, own.lines.at[i].instead_of != NONE ? (struct str){0} : own.lines.at[i].title.n ? own.lines.at[i].title : own.lines.at[i].sku);
    }
    o->titles = str_join(c, &titles, STR(", "));
    return OK;
}

/* What the shop tells it sold, and what purvey itself answers for, be it of the web, the app or a store; each once. */
static enum status orders_read(struct ctx *c, struct str id, struct profile *out)
{
    TRY(db_all(c, &seen_record, &out->orders,
               "SELECT s.id, COALESCE((SELECT o.status FROM orders o WHERE o.id = s.id), s.state) AS state, s.currency, s.source, s.total, s.placed_ms"
               " FROM sale s WHERE s.customer = $1"
               " UNION ALL SELECT o.id, o.status, o.currency, o.channel, NULL, o.placed_ms FROM orders o WHERE o.customer = $1"
               "  AND NOT EXISTS (SELECT 1 FROM sale s WHERE s.id = o.id) ORDER BY 6 DESC, 1 LIMIT $2",
               A(id), A((int)ORDERS)));
    for (size_t i = 0; i < out->orders.n; i++) {
        int64_t sold;
        TRY(db_int(c, &sold, "SELECT COUNT(*) FROM sale WHERE id = $1", A(out->orders.at[i].id)));
        TRY(titles_read(c, &out->orders.at[i], sold > 0));
    }
    return OK;
}

/* Of people: a size that is measured in something (8 GB, 2 l) is the goods'. */
static bool is_size(struct str name)
{
    static const char *const names[] = {"size", "größe", "grösse", "groesse", "taille", "talla", "taglia", "maat", "rozmiar", "shoe size", "schuhgröße"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (str_eq(name, str_z(names[i])))
            return true;
    return false;
}

/* "Shoes 42": a size means something within its category. */
static void size_count(struct ctx *c, struct profile *out, struct str category, struct str size)
{
    size_t last = 0;
    for (size_t i = 0; i + 1 < category.n; i++)
        last = category.p[i] == '>' ? i + 1 : last;
    struct str leaf = str_trim(str_part(category, last, category.n)), name = str_fmt(c, "%.*s%s%.*s", FMT(leaf), leaf.n ? " " : "", FMT(size));
    for (size_t i = 0; i < out->sizes.n; i++)
        if (str_eq(out->sizes.at[i].name, name)) {
            out->sizes.at[i].n++;
            return;
        }
    if (out->sizes.n < SIZES)
        *LIST_ADD(c, &out->sizes) = (struct profile_taste){name, 1};
}

struct worn { struct str category, options; };
static const struct record worn_record = {"worn", sizeof(struct worn), (const struct field[]){
    FIELD(struct worn, category, .flags = OPTIONAL), FIELD(struct worn, options, .flags = OPTIONAL), {0}}};

static enum status sizes_read(struct ctx *c, struct str id, struct profile *out)
{
    LIST(struct worn) all;
    TRY(db_all(c, &worn_record, &all,
               "SELECT p.category, v.options FROM sale s JOIN line l ON l.sale = s.id JOIN variant v ON v.sku = l.sku JOIN product p ON p.id = v.product"
               " WHERE s.customer = $1 AND s.state NOT IN ('cancelled', 'refunded') ORDER BY COALESCE(s.placed_ms, 0) DESC, s.id, l.pos LIMIT 200",
               A(id)));
    for (size_t i = 0; i < all.n; i++) {
        const struct json *list;
        if (!all.at[i].options.n || json_read(c, all.at[i].options, &list) != OK)
            continue;
        for (struct json_walk w = json_walk(list); json_next(&w);) {
            struct str value = json_str(json_get(w.value, "value"));
            if (value.n && !json_str(json_get(w.value, "unit")).n && is_size(str_lower(c, json_str(json_get(w.value, "name")))))
                size_count(c, out, all.at[i].category.p ? all.at[i].category : STR(""), value);
        }
    }
    return OK;
}

static enum status interests_read(struct ctx *c, struct str id, struct profile *out)
{
    return db_all(c, &taste_record, &out->interests,
                  "SELECT name, SUM(n) AS n FROM (SELECT p.category AS name, 1 AS n FROM event e JOIN product p ON p.id = e.product"
                  "  WHERE e.customer = $1 AND e.at_ms >= $2 AND p.category <> ''"
                  " UNION ALL SELECT p.brand, 1 FROM event e JOIN product p ON p.id = e.product"
                  "  WHERE e.customer = $1 AND e.at_ms >= $2 AND p.brand <> '') AS seen GROUP BY name ORDER BY SUM(n) DESC, name LIMIT $3",
                  A(id), A(c->now_ms - LOOKED_MS), A((int)INTERESTS));
}

static enum status cases_read(struct ctx *c, struct str id, struct profile *out)
{
    return db_all(c, &case_record, &out->cases,
                  "SELECT CAST(id AS TEXT) AS id, subject, state, channel, moved_ms FROM thread WHERE customer = $1 AND state <> 'solved'"
                  " ORDER BY moved_ms DESC, id LIMIT $2",
                  A(id), A((int)CASES));
}

/* ---- the whole ---------------------------------------------------------------------------------------------------- */

static enum status look_note(struct ctx *c, struct str id, struct str person, const struct profile *p)
{
    struct str sections = p->associate && p->profiled ? STR("contact, orders, sizes, cases, interests")
                          : p->associate              ? STR("contact, orders, sizes, cases")
                                                      : STR("consent");
    return db_run(c, "INSERT INTO customer_read (id, customer, person, purpose, sections, at_ms) VALUES ($1, $2, $3, 'associate', $4, $5)",
                  A(db_new_id(c)), A(id), A(person), A(sections), A(c->now_ms));
}

enum status profile_load(struct ctx *c, struct str id, struct str person, struct profile *out)
{
    int64_t there;
    *out = (struct profile){0};
    TRY(db_int(c, &there, "SELECT COUNT(*) FROM customer WHERE id = $1", A(id)));
    if (!there)
        return fail(c, REJECT, "there is no customer \"%.100s\"", id.p ? id.p : "");
    TRY(consent_has(c, id, STR("marketing"), &out->marketing));
    TRY(consent_has(c, id, STR("associate"), &out->associate));
    TRY(consent_has(c, id, STR("profile"), &out->profiled));
    if (out->associate) {
        TRY(contact_read(c, id, out));
        TRY(orders_read(c, id, out));
        TRY(sizes_read(c, id, out));
        TRY(cases_read(c, id, out));
    } else
        strs_add(c, &out->withheld, STR("contact, orders, sizes and cases: they have not agreed that staff see them"));
    if (out->associate && out->profiled)
        TRY(interests_read(c, id, out));
    else
        strs_add(c, &out->withheld, STR("interests: they have not agreed that what they look at is used"));
    return look_note(c, id, person, out);
}
