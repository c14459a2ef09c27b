/* data/segment.c - rules about orders, held against the orders of each customer in turn.
 *
 * Tables  reads sale, line, product, customer, consent, setting
 */
#include "data/segment.h"
#include "core/order.h"
#include "core/settings.h"
#include "data/day.h"
#include "data/protect.h"
#include <math.h>
#include <stdlib.h>

const struct record segment_record = {"segment", sizeof(struct segment), (const struct field[]){
    FIELD(struct segment, name, .min = 1, .max = 60, .doc = "what it is called: lapsed"),
    FIELD(struct segment, goal, .choice = "profit|revenue|units|aov|acquisition", .flags = OPTIONAL,
          .doc = "what an offer to it is to gain; absent: as promotion.segment says"),
    FIELD(struct segment, orders_least, .min = 0, .max = 10000, .init = (double)NONE, .flags = OPTIONAL, .doc = "orders placed before, at least"),
    FIELD(struct segment, orders_most, .min = 0, .max = 10000, .init = (double)NONE, .flags = OPTIONAL, .doc = "orders placed before, at most; 0: it is their first"),
    FIELD(struct segment, quiet_least, .min = 0, .max = 10000, .init = (double)NONE, .flags = OPTIONAL, .doc = "days since the last order, at least"),
    FIELD(struct segment, quiet_most, .min = 0, .max = 10000, .init = (double)NONE, .flags = OPTIONAL, .doc = "days since the last order, at most"),
    FIELD(struct segment, basket_least, .min = 0, .max = 1000, .init = NAN, .flags = OPTIONAL, .doc = "their mean order, as a multiple of the shop's, at least: 1.5"),
    FIELD(struct segment, basket_most, .min = 0, .max = 1000, .init = NAN, .flags = OPTIONAL, .doc = "the same, at most"),
    FIELD(struct segment, category, .max = 200, .flags = OPTIONAL, .doc = "they bought of this category, or one below it: Home > Kitchen"),
    {0}}};
const struct record segments_record = {"segments", sizeof(struct segments), (const struct field[]){
    FIELD_LIST(struct segments, segments, &segment_record, .max = 40, .flags = OPTIONAL,
               .doc = "groups of customers by what they bought; absent: first order, lapsed, regular, large baskets"),
    {0}}};

static void usual(struct ctx *c, struct segments *out)
{
    struct segment all[4];
    for (size_t i = 0; i < 4; i++)
        record_init(&segment_record, &all[i]);
    all[0].name = STR("first order"), all[0].orders_most = 0, all[0].goal = STR("acquisition");
    all[1].name = STR("lapsed"), all[1].orders_least = 1, all[1].quiet_least = 90;
    all[2].name = STR("regular"), all[2].orders_least = 3, all[2].quiet_most = 90;
    all[3].name = STR("large baskets"), all[3].orders_least = 1, all[3].basket_least = 1.5, all[3].goal = STR("aov");
    for (size_t i = 0; i < 4; i++)
        *LIST_ADD(c, &out->segments) = all[i];
}

static bool has_rule(const struct segment *s)
{
    return s->orders_least != NONE || s->orders_most != NONE || s->quiet_least != NONE || s->quiet_most != NONE || !isnan(s->basket_least) ||
           !isnan(s->basket_most) || s->category.n;
}

static enum status segment_check(struct ctx *c, const struct segment *s)
{
    const char *word = protected_word(s->name), *in = "name";
    if (!word)
        word = protected_word(s->category), in = "category";
    if (word)
        return fail(c, REJECT, "segment \"%.60s\": its %s names a protected attribute (%s): offers must not depend on it", s->name.p, in, word);
    if (!has_rule(s))
        return fail(c, REJECT, "segment \"%.60s\" has no rule: give orders_least, orders_most, quiet_least, quiet_most, basket_least, basket_most or category", s->name.p);
    return OK;
}

enum status segments_load(struct ctx *c, struct segments *out)
{
    TRY(settings_read(c, &segments_record, STR("segment"), out));
    if (!out->segments.n)
        usual(c, out);
    for (size_t i = 0; i < out->segments.n; i++) {
        TRY(segment_check(c, &out->segments.at[i]));
        for (size_t k = 0; k < i; k++)
            if (str_eq_case(out->segments.at[k].name, out->segments.at[i].name))
                return fail(c, REJECT, "setting segment names \"%.60s\" twice", out->segments.at[i].name.p);
    }
    return OK;
}

bool segment_is_personal(const struct segment *s)
{
    struct segment rest = *s;
    rest.orders_most = NONE;
    return s->orders_most != 0 || has_rule(&rest);
}

/* ---- in words ------------------------------------------------------------------------------------------- */

static void say_quiet(struct ctx *c, struct strs *said, int64_t least, int64_t most)
{
    if (least != NONE && most != NONE)
        strs_add(c, said, str_fmt(c, "the last %lld to %lld days ago", (long long)least, (long long)most));
    else if (least != NONE)
        strs_add(c, said, str_fmt(c, "none in the last %lld days", (long long)least));
    else if (most != NONE)
        strs_add(c, said, str_fmt(c, "the last within %lld days", (long long)most));
}

static void say_range(struct ctx *c, struct strs *said, const char *few, const char *many, int64_t least, int64_t most)
{
    if (least != NONE && most != NONE)
        strs_add(c, said, str_fmt(c, "%lld to %lld %s", (long long)least, (long long)most, many));
    else if (least != NONE)
        strs_add(c, said, str_fmt(c, "%lld or more %s", (long long)least, many));
    else if (most != NONE)
        strs_add(c, said, str_fmt(c, "%lld %s at most", (long long)most, most == 1 ? few : many));
}

struct str segment_words(struct ctx *c, const struct segment *s)
{
    struct strs said = {0};
    if (s->orders_most == 0)
        strs_add(c, &said, STR("no order before"));
    else
        say_range(c, &said, "order before", "orders before", s->orders_least, s->orders_most);
    say_quiet(c, &said, s->quiet_least, s->quiet_most);
    if (!isnan(s->basket_least))
        strs_add(c, &said, str_fmt(c, "a mean order of %.3g times the shop's or more", s->basket_least));
    if (!isnan(s->basket_most))
        strs_add(c, &said, str_fmt(c, "a mean order of %.3g times the shop's at most", s->basket_most));
    if (s->category.n)
        strs_add(c, &said, str_fmt(c, "bought of %.*s", FMT(s->category)));
    return str_join(c, &said, STR(", "));
}

/* ---- who ------------------------------------------------------------------------------------------------- */

struct placed { /* an order of somebody we know */
    struct str customer, id;
    int64_t at_ms, total, bought;
};
static const struct record placed_record = {"placed", sizeof(struct placed), (const struct field[]){
    FIELD(struct placed, customer), FIELD(struct placed, id), FIELD(struct placed, at_ms), FIELD(struct placed, total), FIELD(struct placed, bought), {0}}};
struct placeds { LIST(struct placed) at; };

struct past { /* of one customer, before some moment */
    int64_t orders, last_ms, total;
    bool bought;
};

static bool fits(const struct segment *s, const struct past *p, int64_t at_ms, double mean)
{
    double quiet = p->orders ? (double)(at_ms - p->last_ms) / DAY_MS : INFINITY, basket = p->orders && mean > 0 ? (double)p->total / (double)p->orders / mean : 0;
    if (s->orders_least != NONE && p->orders < s->orders_least)
        return false;
    if (s->orders_most != NONE && p->orders > s->orders_most)
        return false;
    if ((s->quiet_least != NONE && (!p->orders || quiet < (double)s->quiet_least)) || (s->quiet_most != NONE && quiet > (double)s->quiet_most))
        return false;
    if ((!isnan(s->basket_least) && basket < s->basket_least) || (!isnan(s->basket_most) && (!p->orders || basket > s->basket_most)))
        return false;
    return !s->category.n || p->bought;
}

/* A category is itself or begins with what is meant and " > ". Both are compared as written too: lower() of SQLite knows no "É". */
static enum status placed_load(struct ctx *c, const struct segment *s, struct str customer, struct placeds *out)
{
    struct str category = s->category.n ? str_fmt(c, "%.*s > ", FMT(s->category)) : STR("");
    return db_all(c, &placed_record, &out->at,
                  "SELECT s.customer, s.id, s.placed_ms AS at_ms, COALESCE(s.total, s.subtotal, 0) AS total,"
                  " CASE WHEN $2 <> '' AND EXISTS (SELECT 1 FROM line l JOIN product p ON p.id = l.product WHERE l.sale = s.id"
                  "  AND (substr(p.category || ' > ', 1, length($2)) = $2 OR substr(lower(p.category) || ' > ', 1, length($3)) = $3))"
                  " THEN 1 ELSE 0 END AS bought"
                  " FROM sale s WHERE s.customer IS NOT NULL AND s.placed_ms IS NOT NULL AND s.placed_ms < $1 AND s.state <> 'cancelled'"
                  " AND ($4 = '' OR s.customer = $4) ORDER BY s.customer, s.placed_ms, s.id",
                  A(c->now_ms), A(category), A(str_lower(c, category)), A(customer));
}

struct agreed { struct str customer; int64_t given, until_ms; };
static const struct record agreed_record = {"agreed", sizeof(struct agreed), (const struct field[]){
    FIELD(struct agreed, customer), FIELD(struct agreed, given), FIELD(struct agreed, until_ms, .init = (double)NONE, .flags = OPTIONAL), {0}}};

/* Who agreed to a profile; the last word counts, and of two at one instant the refusal. Sorted. */
static enum status agreed_load(struct ctx *c, struct str customer, struct strs *out)
{
    LIST(struct agreed) words;
    TRY(db_all(c, &agreed_record, &words,
               "SELECT customer, given, until_ms FROM consent WHERE purpose = 'profile' AND at_ms <= $1 AND ($2 = '' OR customer = $2)"
               " ORDER BY customer, at_ms, given DESC, id",
               A(c->now_ms), A(customer)));
    for (size_t i = 0; i < words.n; i++) {
        const struct agreed *w = &words.at[i];
        bool last = i + 1 == words.n || !str_eq(words.at[i + 1].customer, w->customer);
        if (last && w->given && (w->until_ms == NONE || w->until_ms > c->now_ms))
            strs_add(c, out, w->customer);
    }
    return OK;
}

static void sort(struct strs *list)
{
    if (list->n)
        qsort(list->at, list->n, sizeof *list->at, order_str);
}

static bool has(const struct strs *sorted, struct str s) { return sorted->n && bsearch(&s, sorted->at, sorted->n, sizeof s, order_str); }

/* One customer's orders, oldest first. */
static void customer_read(struct ctx *c, const struct segment *s, const struct placed *at, size_t n, int64_t from_ms, double mean, bool may, struct segment_view *out)
{
    struct past p = {0};
    for (size_t i = 0; i < n; i++) {
        if (may && at[i].at_ms >= from_ms && fits(s, &p, at[i].at_ms, mean))
            strs_add(c, &out->sales, at[i].id);
        p.orders++, p.last_ms = at[i].at_ms, p.total += at[i].total, p.bought |= at[i].bought > 0;
    }
    if (!fits(s, &p, c->now_ms, mean))
        return;
    if (may)
        strs_add(c, &out->customers, at->customer);
    else
        out->silent++;
}

struct known { struct str id; };
static const struct record known_record = {"known", sizeof(struct known), (const struct field[]){FIELD(struct known, id), {0}}};

static enum status newcomers(struct ctx *c, struct str customer, struct segment_view *out)
{
    LIST(struct known) rows;
    TRY(db_all(c, &known_record, &rows, "SELECT id FROM customer WHERE ($1 = '' OR id = $1) AND NOT EXISTS (SELECT 1 FROM sale s WHERE s.customer = customer.id"
                                  " AND s.state <> 'cancelled') ORDER BY id",
               A(customer)));
    for (size_t i = 0; i < rows.n; i++)
        strs_add(c, &out->customers, rows.at[i].id);
    return OK;
}

enum status segment_read(struct ctx *c, const struct segment *s, int64_t from_ms, struct str customer, struct segment_view *out)
{
    struct placeds rows;
    struct strs agreed = {0};
    int64_t mean;
    bool personal = segment_is_personal(s);
    *out = (struct segment_view){0};
    customer = customer.p ? customer : STR("");
    TRY(db_int(c, &mean, "SELECT CAST(COALESCE(AVG(COALESCE(total, subtotal)), 0) AS BIGINT) FROM sale WHERE state <> 'cancelled'"));
    TRY(placed_load(c, s, customer, &rows));
    TRY(agreed_load(c, customer, &agreed));
    sort(&agreed);
    for (size_t from = 0, end; from < rows.at.n; from = end) {
        for (end = from + 1; end < rows.at.n && str_eq(rows.at.at[end].customer, rows.at.at[from].customer);)
            end++;
        bool may = !personal || has(&agreed, rows.at.at[from].customer);
        customer_read(c, s, &rows.at.at[from], end - from, from_ms, (double)mean, may, out);
    }
    if (!personal)
        TRY(newcomers(c, customer, out));
    sort(&out->sales);
    return OK;
}
