/* app/desk/trade.c - what the desk decided becomes items in PLANNED, each with its evidence.
 *
 * Tables  reads sale, line, product, variant, purchase; writes batch, item, purchase, shelf, meta, ledger
 */
#include "app/desk/trade.h"
#include "app/desk/align.h"
#include "app/desk/clear.h"
#include "app/desk/promote.h"
#include "app/desk/reorder.h"
#include "app/desk/reprice.h"
#include "app/desk/switch.h"
#include "app/desk/target.h"
#include "core/capability.h"
#include "core/log.h"
#include "core/settings.h"
#include "data/day.h"
#include "data/ledger.h"
#include "data/purchase.h"
#include "data/shelf.h"
#include "intelligence/decide/price/price_change.h"
#include <math.h>

enum { WEEK = 7 };

static bool is_wanted(const struct desk *d, const char *kind)
{
    for (size_t i = 0; i < d->choice.kinds.n; i++)
        if (str_eq(d->choice.kinds.at[i], str_z(kind)))
            return true;
    return !d->choice.kinds.n;
}

static enum status batch_add(struct ctx *c, struct str who, const struct trade_planned *p)
{
    struct str clearings = str_fmt(c, "%s%s", p->clearings ? str_fmt(c, ", %lld to clear", (long long)p->clearings).p : "",
                                   p->alignments ? str_fmt(c, ", %lld to align", (long long)p->alignments).p : "");
    struct str title = str_fmt(c, "merchandise: %lld price%s, %lld order%s%s%s%s", (long long)p->prices, p->prices == 1 ? "" : "s", (long long)p->orders,
                               p->orders == 1 ? "" : "s", p->promotions ? ", a promotion" : "", p->offers ? ", an offer to a segment" : "", clearings.p);
    TRY(db_run(c, "INSERT INTO batch (id, kind, title, by_whom, params, created_ms) VALUES ($1, 'merchandise', $2, $3, '{}', $4)", A(p->batch),
               A(title), A(who), A(c->now_ms)));
    return ledger_append(c, who, STR("plan"), str_fmt(c, "batch:%lld", (long long)p->batch),
                         str_fmt(c, "{\"batch\":%lld,\"items\":%lld}", (long long)p->batch,
                                 (long long)(p->prices + p->orders + p->promotions + p->offers + p->clearings + p->alignments)));
}

/* The kill switch, and its own: where the guard had to take back several, the next would fare no better. */
static enum status prices_rest(struct ctx *c, const struct desk *d, bool *rest)
{
    struct price_limits limits;
    int64_t back = 0;
    TRY(settings_read(c, price_change.opt, STR("price.change"), &limits));
    TRY(db_int(c, &back, "SELECT COUNT(*) FROM move m JOIN item i ON i.id = m.item WHERE i.kind = 'price.change' AND m.actor = 'guard' AND m.to_state = $1"
                         " AND m.at_ms > $2",
               A((int64_t)UNDOING), A(c->now_ms - WEEK * DAY_MS)));
    *rest = limits.stopped || (d->choice.stop_after > 0 && back >= d->choice.stop_after);
    if (*rest)
        log_line(LOG_WARN, "merchandise", "no price is planned: %s", limits.stopped ? "price.change.stopped is set" : "the guard took back too many this week");
    return OK;
}

static enum status plan(struct ctx *c, const struct desk *d, struct str who, struct trade_planned *out)
{
    bool *taken = NEW_ARRAY(c, bool, d->sales.items.n + 1), rest;
    struct strs busy = {0};
    int64_t windows = 0; /* of tests that were begun: they belong to that batch */
    TRY(prices_rest(c, d, &rest));
    if (!rest)
        TRY(switch_go_on(c, &windows));
    TRY(promote_busy(c, &busy));
    TRY(clear_busy(c, &busy));
    TRY(target_busy(c, &busy));
    if (!rest && is_wanted(d, "price.clear"))
        TRY(clear_plan(c, d, out->batch, &busy, &out->clearings));
    if (!rest && is_wanted(d, "price.align"))
        TRY(align_plan(c, d, out->batch, &busy, &out->alignments));
    size_t before = busy.n;
    if (is_wanted(d, "promotion.sale"))
        TRY(promote_plan(c, d, out->batch, &busy));
    out->promotions = busy.n > before, before = busy.n;
    if (is_wanted(d, "promotion.segment"))
        TRY(target_plan(c, d, out->batch, &busy));
    out->offers = busy.n > before;
    if (!rest && is_wanted(d, "price.change"))
        TRY(reprice_plan(c, d, &busy, out->batch, &out->prices, &out->waits));
    for (size_t i = 0; i < d->sales.items.n; i++) {
        struct arena_mark mark = arena_mark(c->mem);
        if (is_wanted(d, "replenish.order") && !taken[i])
            TRY(reorder_plan(c, d, i, taken, out->batch, &out->orders));
        arena_reset(c->mem, mark);
    }
    if (!out->prices && !out->orders && !out->promotions && !out->offers && !out->clearings && !out->alignments)
        return out->batch = 0, OK;
    return batch_add(c, who, out);
}

enum status trade_plan(struct ctx *c, const struct desk *d, struct str who, struct trade_planned *out)
{
    *out = (struct trade_planned){.batch = db_new_id(c)};
    IN_ONE_STEP(c, plan(c, d, who, out));
    return OK;
}

enum status trade_decide(struct ctx *c, struct desk *d)
{
    int64_t noted;
    TRY(shelf_note(c, &noted));
    TRY(purchase_arrive(c, (int64_t)ceil(d->choice.lead + 2 * d->choice.lead_sd)));
    TRY(sales_load(c, d->choice.history_days, &d->sales));
    size_t quiet = sales_quiet(&d->sales);
    if (quiet)
        return fail(c, REJECT, "the newest sale is of %s, %zu days ago: a plan would take what is not imported for no demand; `purvey import` brings newer "
                    "orders or sales", day_text(c, d->sales.first_day + (int64_t)(d->sales.days - quiet) - 1).p, quiet);
    TRY(desk_lay(c, d));
    return desk_decide(c, d);
}

/* Hours since the last plan; many where there was none. */
static enum status rested(struct ctx *c, int64_t *hours)
{
    struct str last;
    int64_t at = 0;
    TRY(db_text(c, &last, "SELECT value FROM meta WHERE name = 'merchandise'"));
    *hours = last.n && str_int(last, &at) ? (c->now_ms - at) / HOUR_MS : INT64_MAX;
    return OK;
}

static enum status has_history(struct ctx *c, int64_t days, bool *has)
{
    int64_t first;
    TRY(db_int(c, &first, "SELECT COALESCE(MIN(placed_ms), 0) FROM sale"));
    *has = first > 0 && first <= c->now_ms - days * DAY_MS;
    return OK;
}

static enum status done(struct ctx *c)
{
    return db_run(c, "INSERT INTO meta (name, value) VALUES ('merchandise', $1) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                  A(str_fmt(c, "%lld", (long long)c->now_ms)));
}

static enum status plan_now(struct ctx *c, struct desk *d, struct str who, struct trade_planned *out)
{
    TRY(done(c)); /* first: a shop whose plan fails is not planned over and over */
    TRY(trade_decide(c, d));
    TRY(trade_plan(c, d, who, out));
    log_line(LOG_INFO, "merchandise", "items=%zu days=%zu prices=%lld waits=%lld orders=%lld", d->sales.items.n, d->sales.days, (long long)out->prices,
             (long long)out->waits, (long long)out->orders);
    return OK;
}

enum status trade_nothing(struct ctx *c, const struct desk *d)
{
    int64_t last;
    TRY(db_int(c, &last, "SELECT COALESCE(MAX(placed_ms), -1) FROM sale WHERE state <> 'cancelled'"));
    if (last < 0)
        return fail(c, REJECT, "the shop has sold nothing yet: `purvey import` brings orders or sales");
    return fail(c, REJECT, "nothing was sold in the %lld days before %s: the last sale is of %s; `--now %lld` plans as of the day after it",
                (long long)d->choice.history_days, day_text(c, c->now_ms / DAY_MS).p, day_text(c, last / DAY_MS).p, (long long)(last / DAY_MS + 1) * DAY_MS);
}

enum status trade_now(struct ctx *c, const struct strs *kinds, struct str who, struct trade_planned *out)
{
    struct desk d = {0};
    TRY(desk_open(c, &d));
    if (kinds->n)
        d.choice.kinds = *kinds;
    TRY(plan_now(c, &d, who, out));
    return d.sales.days ? OK : trade_nothing(c, &d);
}

static enum status step(struct ctx *c, bool *did)
{
    struct desk d = {0};
    struct trade_planned planned;
    int64_t hours;
    TRY(rested(c, &hours));
    if (hours < 1)
        return OK;
    enum status s = desk_open(c, &d);
    if (s == OK && (d.choice.every_hours == 0 || hours < d.choice.every_hours))
        return OK;
    if (s == OK)
        TRY(has_history(c, d.choice.least_days, did));
    if (s == OK && !*did)
        return OK;
    if (s == OK)
        return plan_now(c, &d, STR("mind"), &planned);
    struct str why = str_copy(c, str_z(c->why));
    TRY(done(c));
    return fail(c, s, "%s", why.p);
}

/* What is wrong with a setting or a record is told once a plan, and holds up nothing else. */
enum status trade_step(struct ctx *c, bool *did)
{
    struct ctx once = *c;
    *did = false;
    once.mem = arena_open();
    enum status s = step(&once, did);
    if (s == REJECT)
        log_line(LOG_WARN, "merchandise", "%s", once.why), s = OK;
    if (s != OK)
        s = fail(c, s, "%s", once.why);
    arena_close(once.mem);
    return s;
}

struct str trade_told(struct ctx *c, const struct trade_planned *made)
{
    const struct { int64_t n; const char *one, *many; } kinds[] = {
        {made->prices, "price change", "price changes"}, {made->promotions, "promotion", "promotions"},
        {made->offers, "offer to a segment", "offers to segments"}, {made->clearings, "clearance", "clearances"},
        {made->orders, "order to a supplier", "orders to suppliers"},
        {made->alignments, "price brought in line with its channel", "prices brought in line with their channels"}};
    struct buf b = {0};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (kinds[i].n)
            buf_fmt(c, &b, "%s%lld %s", b.n ? ", " : "", (long long)kinds[i].n, kinds[i].n == 1 ? kinds[i].one : kinds[i].many);
    return b.n ? str_fmt(c, "%.*s: planned", FMT(buf_str(&b))) : STR("nothing new is to be planned");
}
