/* app/rehearse/stage.c - what of the catalogue is for sale, how it sells, and who buys it.
 *
 * Tables  reads variant, product; writes variant (cost), customer, identity, consent, account, method, setting, ledger
 */
#include "app/rehearse/rehearse.h"
#include "app/section.h"
#include "app/verb.h"
#include "core/json.h"
#include "core/rand.h"
#include "core/stat.h"
#include "data/consent.h"
#include "data/day.h"
#include "data/identity.h"
#include "data/order.h"
#include "data/product.h"
#include "data/rehearsal.h"
#include "data/sale.h"
#include <math.h>

enum { WARES_MOST = 2000, PLAYERS_LEAST = 60, PLAYERS_MOST = 3000, ORDERS_EACH = 7, SUPPLIERS = 3 };

struct offered {
    struct str sku, product, title, variant, category, currency, brand;
    int64_t pos, price, cost;
};
static const struct record offered_record = {"offered", sizeof(struct offered), (const struct field[]){
    FIELD(struct offered, sku), FIELD(struct offered, product), FIELD(struct offered, title), FIELD(struct offered, pos), FIELD(struct offered, price),
    FIELD(struct offered, variant, .flags = OPTIONAL), FIELD(struct offered, category, .flags = OPTIONAL),
    FIELD(struct offered, currency, .flags = OPTIONAL), FIELD(struct offered, brand, .flags = OPTIONAL),
    FIELD(struct offered, cost, .init = (double)NONE, .flags = OPTIONAL), {0}}};

static size_t category_of(struct ctx *c, struct stage *s, struct str name)
{
    for (size_t i = 0; i < s->categories.n; i++)
        if (str_eq(s->categories.at[i], name))
            return i;
    *LIST_ADD(c, &s->categories) = name;
    return s->categories.n - 1;
}

/* One in eight is hardly bought and lies there in heaps, one in eight goes out of fashion: both ask for a decision. */
static void ware_temper(struct stage *s, struct ware *w)
{
    uint64_t lot = rand_below(&s->seed, 8);
    if (lot == 0)
        w->good.rate *= 0.25, w->heap = 2000;
    if (lot == 1)
        w->good.trend = -0.004, w->heap = 700;
}

static void ware_add(struct ctx *c, struct stage *s, const struct offered *o)
{
    struct ware *w = LIST_ADD(c, &s->wares);
    *w = (struct ware){.sku = o->sku, .product = o->product, .category = o->category.p ? o->category : STR(""), .currency = o->currency,
                       .brand = o->brand.p ? o->brand : STR(""), .price = o->price, .cost = o->cost, .pos = o->pos};
    w->title = o->variant.n ? str_fmt(c, "%.*s, %.*s", FMT(o->title), FMT(o->variant)) : o->title;
    w->season = category_of(c, s, w->category);
    w->cost = o->cost;
    w->good.price = (double)o->price;
    w->good.rate = exp(0.9 * stat_draw_normal(&s->seed));
}

static enum status wares_read(struct ctx *c, struct stage *s)
{
    LIST(struct offered) rows;
    TRY(db_all(c, &offered_record, &rows,
               "SELECT v.sku, v.product, v.pos, p.title, v.title AS variant, p.category, COALESCE(v.currency, p.currency) AS currency, p.brand,"
               " v.price, v.cost FROM variant v JOIN product p ON p.id = v.product WHERE p.gone = 0 AND v.price > 0 AND v.sku IS NOT NULL"
               " AND v.sku <> '' ORDER BY v.product, v.pos LIMIT $1", A((int64_t)WARES_MOST)));
    for (size_t i = 0; i < rows.n; i++)
        ware_add(c, s, &rows.at[i]);
    return s->wares.n ? OK : fail(c, REJECT, "the shop has nothing to sell: no product has a price and a SKU; `purvey import FILE` brings some");
}

/* Most prices earn about what they could (Lerner 1934: cost = price (1 + 1 / e)); some do not, so that there is something to change. */
static int64_t cost_draw(struct stage *s, const struct ware *w)
{
    double share = (1 + 1 / fmin(w->good.elasticity, -1.2)) * (0.9 + 0.2 * rand_unit(&s->seed));
    return (int64_t)round((double)w->price * fmin(fmax(share, 0.3), 0.8));
}

/* Another product of the same department, where one is soon found. */
static size_t partner_of(struct stage *s, size_t i)
{
    size_t other = i, cut = str_find(s->wares.at[i].category, STR(">"), 0);
    struct str department = str_part(s->wares.at[i].category, 0, cut == SIZE_MAX ? s->wares.at[i].category.n : cut);
    for (int tries = 0; tries < 40; tries++) {
        other = rand_below(&s->seed, s->wares.n);
        if (str_starts(s->wares.at[other].category, department) && !str_eq(s->wares.at[other].product, s->wares.at[i].product))
            break;
    }
    return other;
}

/* Rates add up to the units that were asked for, whatever the catalogue's size. */
static void wares_make(struct ctx *c, struct stage *s)
{
    double all = 0;
    s->season = NEW_ARRAY(c, struct season, s->categories.n);
    for (size_t i = 0; i < s->categories.n; i++)
        season_draw(&s->seed, &s->season[i]);
    for (size_t i = 0; i < s->wares.n; i++)
        all += s->wares.at[i].good.rate;
    for (size_t i = 0; i < s->wares.n; i++) {
        struct ware *w = &s->wares.at[i];
        w->good.rate *= (double)s->units / all;
        good_draw(&s->seed, &s->season[w->season], &w->good);
        w->partner = partner_of(s, i);
        w->cost = w->cost != NONE ? w->cost : cost_draw(s, w);
        ware_temper(s, w);
    }
}

static enum status costs_write(struct ctx *c, const struct stage *s)
{
    for (size_t i = 0; i < s->wares.n; i++)
        TRY(db_run(c, "UPDATE variant SET cost = $1 WHERE product = $2 AND pos = $3", A(s->wares.at[i].cost), A(s->wares.at[i].product),
                   A(s->wares.at[i].pos)));
    return OK;
}

/* ---- who buys ----------------------------------------------------------------------------------------------- */

static const char *const first_name[] = {"Ada", "Amir", "Anton", "Bea", "Carla", "Chen", "Dilan", "Elif", "Emil", "Femi", "Greta", "Hana", "Ivo",
                                         "Jonas", "Kaya", "Lena", "Luca", "Mara", "Milo", "Nora", "Omar", "Pia", "Rosa", "Sami", "Tara", "Yuki"};
static const char *const last_name[] = {"Abel", "Berger", "Costa", "Dahl", "Eriksen", "Fontaine", "Garcia", "Hoffman", "Ibrahim", "Jansen", "Kowalski",
                                        "Lindqvist", "Moreau", "Novak", "Okafor", "Petrov", "Quinn", "Rossi", "Sato", "Tanaka", "Ueda", "Vogel", "Weber"};
static const char *const country[] = {"US", "US", "DE", "GB", "FR", "NL"};
#define ANY(s, list) str_z(list[rand_below(&(s)->seed, sizeof list / sizeof *list)])

static enum status word_note(struct ctx *c, const struct player *p, struct str purpose, bool given)
{
    struct consent k = {.customer = p->id, .purpose = purpose, .given = given, .proof = STR("simulated: nobody was asked"), .source = STR("web"),
                        .at_ms = c->now_ms - 60 * DAY_MS, .until_ms = NONE};
    return consent_note(c, &k);
}

static enum status player_save(struct ctx *c, struct stage *s, size_t i)
{
    const struct player *p = &s->players.at[i];
    struct account a = {.id = p->id, .first_name = p->first, .last_name = p->last};
    struct method m = {.customer = p->id, .id = str_fmt(c, "credit_card_%zu", i + 1), .source = STR("credit_card"), .brand = STR("simulated"),
                       .last_four = str_fmt(c, "%04zu", (i + 1) % 10000), .balance = NONE};
    TRY(customer_save(c, &(struct customer){.id = p->id, .email = p->email, .name = str_fmt(c, "%s %s", p->first.p, p->last.p), .country = p->country,
                                            .language = STR("en"), .marketing = i % 3 == 0,
                                            .created_ms = c->now_ms - (int64_t)(rand_unit(&s->seed) * (double)s->days) * DAY_MS}));
    TRY(account_save(c, &a));
    TRY(method_save(c, &m));
    if (i % 3 == 0)
        TRY(word_note(c, p, STR("marketing"), true));
    if (i % 5 < 3) {
        TRY(word_note(c, p, STR("associate"), true));
        TRY(word_note(c, p, STR("profile"), true));
    }
    return OK;
}

static enum status players_make(struct ctx *c, struct stage *s)
{
    int64_t n = s->days * s->units / ORDERS_EACH;
    n = n < PLAYERS_LEAST ? PLAYERS_LEAST : n > PLAYERS_MOST ? PLAYERS_MOST : n;
    for (int64_t i = 0; i < n; i++) {
        struct player *p = LIST_ADD(c, &s->players);
        p->id = str_fmt(c, "SIM-C%04lld", (long long)i + 1);
        p->email = str_fmt(c, "c%04lld@simulated.invalid", (long long)i + 1);
        p->first = ANY(s, first_name), p->last = ANY(s, last_name), p->country = ANY(s, country);
        p->likes = rand_below(&s->seed, s->categories.n);
        TRY(player_save(c, s, (size_t)i));
    }
    return OK;
}

/* ---- whom the shop buys from, and what its ways cost ------------------------------------------------------------ */

static struct str suppliers_text(struct ctx *c, const struct stage *s)
{
    static const int lead[SUPPLIERS] = {5, 9, 16}, pack[SUPPLIERS] = {1, 4, 6};
    struct tree *t = tree_open(c);
    struct node *o = tree_object(t), *all = tree_array(t);
    for (size_t k = 0; k < SUPPLIERS; k++) {
        struct node *one = tree_object(t), *skus = tree_array(t);
        size_t n = 0;
        for (size_t i = 0; i < s->wares.n; i++)
            if (s->wares.at[i].season % SUPPLIERS == k)
                node_add(t, skus, tree_str(t, s->wares.at[i].sku)), n++;
        if (!n)
            continue;
        node_set(t, one, "name", tree_str(t, str_fmt(c, "Simulated supplier %c", (int)('A' + k))));
        node_set(t, one, "skus", skus);
        node_set(t, one, "lead_days", tree_int(t, lead[k]));
        node_set(t, one, "lead_sd", tree_int(t, 2));
        node_set(t, one, "pack", tree_int(t, pack[k]));
        node_add(t, all, one);
    }
    node_set(t, o, "suppliers", all);
    return tree_text(c, t, o);
}

static enum status unless_set(struct ctx *c, const char *name, struct str value)
{
    return settings_get(c->settings, str_z(name)).p ? OK : section_set(c, str_z(name), value, REHEARSAL_ACTOR);
}

static enum status settings_write(struct ctx *c, const struct stage *s)
{
    TRY(unless_set(c, "supplier", suppliers_text(c, s)));
    return unless_set(c, "exception", STR("{\"quotes\":[{\"node\":\"main\",\"parcel\":450,\"unit\":20,\"days\":2},"
                                          "{\"node\":\"store-1\",\"parcel\":690,\"unit\":30,\"days\":3}]}"));
}

enum status stage_set(struct ctx *c, struct stage *s)
{
    TRY(wares_read(c, s));
    wares_make(c, s);
    TRY(costs_write(c, s));
    TRY(players_make(c, s));
    TRY(settings_write(c, s));
    return settings_load(c); /* what comes after reads them */
}
