/* app/desk/target.c - which group of customers is offered what: promo.plan asked once a segment, on that segment's own orders.
 *
 * Each segment has its goal, and goals are not of one unit: of several the offer that earns most profit is taken.
 *
 * Tables  reads item, sale, line, shelf, customer, consent; writes item
 */
#include "app/desk/target.h"
#include "app/desk/offer.h"
#include "app/desk/plan.h"
#include "core/capability.h"
#include "core/hash.h"
#include "core/log.h"
#include "core/order.h"
#include "core/settings.h"
#include "data/day.h"
#include "execution/publish/late.h"
#include "intelligence/decide/price/promotion_segment.h"
#include <math.h>
#include <stdlib.h>

struct asked { /* one segment, and what promo.plan says of it */
    struct segment *segment;
    struct segment_view who;
    struct promo_out out;
    struct str goal;
};
struct plan {
    struct segment_limits limits;
    struct offers offers;
    struct asked best;
    LIST(struct segment_way) ways;
};

/* ---- one segment ------------------------------------------------------------------------------------------ */

/* Mark the orders that were placed by somebody of it; *n counts them. */
static void mark(struct plan *p, const struct segment_view *who, int64_t *n)
{
    *n = 0;
    for (size_t i = 0; i < p->offers.in.orders.n; i++) {
        bool is = who->sales.n && bsearch(&p->offers.sales.at[i], who->sales.at, who->sales.n, sizeof *who->sales.at, order_str);
        p->offers.in.orders.at[i].member = is;
        *n += is;
    }
}

/* Why it is not asked; NULL: it is. */
static const char *bar_of(const struct plan *p, const struct asked *a, int64_t orders)
{
    bool personal = segment_is_personal(a->segment);
    if (personal && !p->limits.personal)
        return "it draws on what customers bought before, which promotion.segment.personal does not allow";
    if (personal && !p->limits.notice.n)
        return "a personal price needs promotion.segment.notice";
    if (personal && (int64_t)a->who.customers.n < p->limits.least_customers)
        return "too few customers who agreed: one would be singled out";
    return orders < p->limits.least_customers ? "too few orders of it to reckon with" : NULL;
}

static void way_note(struct ctx *c, struct plan *p, const struct asked *a, int64_t orders, const char *why)
{
    bool any = a->out.picks.n > 0;
    *LIST_ADD(c, &p->ways) = (struct segment_way){
        .name = a->segment->name, .goal = a->goal, .words = segment_words(c, a->segment), .customers = (int64_t)a->who.customers.n, .silent = a->who.silent,
        .orders = orders, .share = any ? a->out.share : NAN, .gain = any ? a->out.gain : NAN, .profit_change = any ? a->out.profit_change : NAN,
        .discount = any && a->out.replay ? a->out.replay->discount : NAN, .why = why ? str_z(why) : any ? (struct str){0} : STR("no discount gains what it is to gain")};
}

static enum status segment_ask(struct ctx *c, struct plan *p, struct segment *s)
{
    struct promo_in *in = &p->offers.in;
    struct asked a = {.segment = s, .goal = s->goal.n ? s->goal : p->limits.goal};
    int64_t orders;
    TRY(segment_read(c, s, c->now_ms - p->limits.replay_days * DAY_MS, (struct str){0}, &a.who));
    mark(p, &a.who, &orders);
    const char *why = bar_of(p, &a, orders);
    if (!why) {
        in->segment = s->name, in->goal = a.goal;
        TRY(capability_call(c, "promo.plan", in, &a.out));
    }
    way_note(c, p, &a, orders, why);
    if (a.out.picks.n && (!p->best.segment || a.out.profit_change > p->best.out.profit_change))
        p->best = a;
    return OK;
}

/* ---- the item ----------------------------------------------------------------------------------------------- */

/* "LAPSED-4F0C91A2": told by its first word, guessed by nobody. */
static struct str code_of(struct ctx *c, struct str name)
{
    enum { WORD = 10, CHANCE = 8 };
    struct buf b = {0};
    struct str chance = hash_blake2b(c, hash_random(c, 32));
    for (size_t i = 0; i < name.n && b.n < WORD && name.p[i] != ' '; i++) {
        char x = name.p[i] >= 'a' && name.p[i] <= 'z' ? (char)(name.p[i] - 32) : name.p[i];
        if ((x >= 'A' && x <= 'Z') || (x >= '0' && x <= '9'))
            buf_byte(c, &b, x);
    }
    buf_fmt(c, &b, "%s", b.n ? "-" : "OFFER-");
    for (int i = 0; i < CHANCE; i++)
        buf_byte(c, &b, chance.p[i] >= 'a' && chance.p[i] <= 'z' ? (char)(chance.p[i] - 32) : chance.p[i]);
    return buf_str(&b);
}

static void sale_make(struct ctx *c, const struct plan *p, struct segment_sale *out)
{
    const struct asked *a = &p->best;
    int64_t first = c->now_ms / DAY_MS + p->limits.lead_days + a->out.start;
    *out = (struct segment_sale){.name = str_fmt(c, "offer to \"%.*s\" of %.*s", FMT(a->segment->name), FMT(day_text(c, first))), .code = code_of(c, a->segment->name),
                                 .goal = a->goal, .segment = a->segment, .words = segment_words(c, a->segment), .sentence = a->out.sentence,
                                 .starts_ms = first * DAY_MS, .ends_ms = (first + p->limits.days) * DAY_MS, .customers = (int64_t)a->who.customers.n,
                                 .silent = a->who.silent, .share = a->out.share, .order_now = a->out.order_now, .order_then = a->out.order_then,
                                 .replay = a->out.replay, .by_start = a->out.by_start};
    out->compared.at = p->ways.at, out->compared.n = p->ways.n;
    if (p->offers.cross.sentence.n)
        strs_add(c, &out->evidence, p->offers.cross.sentence);
    for (size_t i = 0; i < a->out.picks.n; i++)
        *LIST_ADD(c, &out->lines) = offers_line(&p->offers, &a->out.picks.at[i]);
    out->currency = out->lines.at[0].currency;
}

static enum status plan_ask(struct ctx *c, const struct desk *d, const struct strs *busy, struct plan *p)
{
    struct promo_in *in = &p->offers.in;
    struct segments all;
    TRY(segments_load(c, &all));
    TRY(offers_load(c, d, p->limits.replay_days, p->limits.lead_days, busy, &p->offers));
    if (!in->items.n)
        return OK;
    in->depths = p->limits.depths, in->periods = p->limits.days, in->budget = p->limits.budget, in->starts = p->limits.starts, in->one_depth = true;
    in->max_items = offers_most(c, &p->offers, p->limits.max_items, p->limits.max_share);
    in->min_margin = p->limits.min_margin, in->least_profit = p->limits.least_profit;
    for (size_t i = 0; i < all.segments.n; i++)
        if (!p->limits.segments.n || strs_has(&p->limits.segments, all.segments.at[i].name))
            TRY(segment_ask(c, p, &all.segments.at[i]));
    return OK;
}

enum status target_busy(struct ctx *c, struct strs *products)
{
    LIST(struct item) rows;
    struct segment_sale s;
    TRY(db_all(c, &item_record, &rows, "SELECT * FROM item WHERE kind = 'promotion.segment' AND (state <= $1 OR state = $2)", A((int64_t)LIVE), A((int64_t)UNDOING)));
    for (size_t i = 0; i < rows.n; i++)
        if (record_from_json(c, &segment_sale_record, rows.at[i].input.text, LENIENT, &s) == OK)
            for (size_t k = 0; k < s.lines.n; k++)
                strs_add(c, products, s.lines.at[k].product);
    return OK;
}

enum status target_plan(struct ctx *c, const struct desk *d, int64_t batch, struct strs *products)
{
    struct plan p = {0};
    struct segment_sale made;
    bool due;
    TRY(settings_read(c, promotion_segment.opt, STR("promotion.segment"), &p.limits));
    TRY(late_drop_waiting(c, STR("promotion.segment")));
    TRY(plan_is_due(c, STR("promotion.segment"), p.limits.every_days, &due));
    if (!due || p.limits.stopped)
        return OK;
    enum status s = plan_ask(c, d, products, &p);
    if (s == REJECT) { /* what stands in the way of an offer holds up nothing else */
        log_line(LOG_WARN, "merchandise", "no offer to a segment is planned: %s", c->why);
        return OK;
    }
    TRY(s);
    if (!p.best.segment)
        return OK;
    sale_make(c, &p, &made);
    struct item i = plan_item(c, batch, "promotion.segment", "coupon", made.code);
    i.input.text = record_to_json(c, &segment_sale_record, &made);
    for (size_t k = 0; k < made.lines.n; k++)
        strs_add(c, products, made.lines.at[k].product);
    return item_add(c, &i);
}
