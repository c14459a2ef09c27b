/* app/desk/promote.c - which products the next promotion takes, from forecasts, elasticities and real orders.
 *
 * Tables  reads item, change, sale, line, shelf; writes item
 */
#include "app/desk/promote.h"
#include "app/desk/offer.h"
#include "app/desk/plan.h"
#include "core/capability.h"
#include "core/log.h"
#include "core/settings.h"
#include "core/trial.h"
#include "data/day.h"
#include "execution/publish/late.h"
#include <math.h>

struct plan {
    struct promotion_limits limits;
    struct offers offers;
    struct promo_out out;
};

/* ---- the item -------------------------------------------------------------------------------------------- */

/* The share held out is drawn by name of promotion and product; it never takes all, and a handful is not split. */
static bool is_held(struct ctx *c, const struct plan *p, const struct promotion *out, struct str product)
{
    enum { LEAST = 4 };
    double share = p->limits.hold, shares[2] = {1 - share, share};
    if (share <= 0 || (double)p->out.picks.n * fmin(share, 1 - share) < LEAST - 1)
        return false;
    return trial_assign(str_fmt(c, "promotion %.*s", FMT(out->name)), product, shares, 2) == 1;
}

static void promotion_make(struct ctx *c, const struct plan *p, struct promotion *out)
{
    int64_t first = c->now_ms / DAY_MS + p->limits.lead_days + p->out.start;
    *out = (struct promotion){.name = str_fmt(c, "promotion of %.*s", FMT(day_text(c, first))), .goal = p->limits.goal, .segment = STR("everyone"),
                              .sentence = p->out.sentence, .starts_ms = first * DAY_MS, .ends_ms = (first + p->limits.days) * DAY_MS,
                              .order_now = p->out.order_now, .order_then = p->out.order_then, .replay = p->out.replay, .by_start = p->out.by_start};
    if (p->offers.cross.sentence.n)
        strs_add(c, &out->evidence, p->offers.cross.sentence);
    for (size_t i = 0; i < p->out.picks.n; i++) {
        struct promotion_line *l = LIST_ADD(c, &out->lines);
        *l = offers_line(&p->offers, &p->out.picks.at[i]);
        l->held = is_held(c, p, out, l->product);
    }
    for (size_t i = 0, held = 0; i < out->lines.n; i++) /* one at least goes out */
        if (out->lines.at[i].held && ++held == out->lines.n)
            for (size_t k = 0; k <= i; k++) /* with all its variants */
                out->lines.at[k].held = !str_eq(out->lines.at[k].product, out->lines.at[i].product);
}

static enum status plan_ask(struct ctx *c, const struct desk *d, const struct strs *busy, struct plan *p)
{
    struct promo_in *in = &p->offers.in;
    TRY(offers_load(c, d, p->limits.replay_days, p->limits.lead_days, busy, &p->offers));
    if (!in->items.n)
        return OK;
    in->depths = p->limits.depths, in->periods = p->limits.days, in->budget = p->limits.budget, in->starts = p->limits.starts;
    in->max_items = offers_most(c, &p->offers, p->limits.max_items, p->limits.max_share);
    in->min_margin = p->limits.min_margin, in->goal = p->limits.goal, in->least_profit = p->limits.least_profit;
    return capability_call(c, "promo.plan", in, &p->out);
}

enum status promote_busy(struct ctx *c, struct strs *products)
{
    LIST(struct item) rows;
    struct promotion p;
    TRY(db_all(c, &item_record, &rows, "SELECT * FROM item WHERE kind = 'promotion.sale' AND (state <= $1 OR state = $2)", A((int64_t)LIVE),
               A((int64_t)UNDOING)));
    for (size_t i = 0; i < rows.n; i++)
        if (record_from_json(c, &promotion_record, rows.at[i].input.text, LENIENT, &p) == OK)
            for (size_t k = 0; k < p.lines.n; k++)
                strs_add(c, products, p.lines.at[k].product);
    return OK;
}

enum status promote_plan(struct ctx *c, const struct desk *d, int64_t batch, struct strs *products)
{
    struct plan p = {0};
    struct promotion made;
    bool due;
    TRY(settings_read(c, promotion_sale.opt, STR("promotion.sale"), &p.limits));
    TRY(late_drop_waiting(c, STR("promotion.sale")));
    TRY(plan_is_due(c, STR("promotion.sale"), p.limits.every_days, &due));
    if (!due || p.limits.stopped)
        return OK;
    enum status s = plan_ask(c, d, products, &p);
    if (s == REJECT) { /* what stands in the way of a promotion holds up nothing else */
        log_line(LOG_WARN, "merchandise", "no promotion is planned: %s", c->why);
        return OK;
    }
    TRY(s);
    if (!p.out.picks.n)
        return OK;
    promotion_make(c, &p, &made);
    struct item i = plan_item(c, batch, "promotion.sale", "promotion", made.name);
    i.input.text = record_to_json(c, &promotion_record, &made);
    for (size_t k = 0; k < made.lines.n; k++)
        strs_add(c, products, made.lines.at[k].product);
    return item_add(c, &i);
}
