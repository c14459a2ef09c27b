/* intelligence/decide/price/price_clear.c - slow, declining or expiring stock of one product, as work: mark it down, bundle it or move it.
 *
 * stock.clear compares the ways in money; what brings most is proposed, the others stand beside it. Of a markdown the first
 * price is the change; the next ones are items of their own, each at its time and from the stock that is left then. A bundle
 * and a move are drafts for people.
 * Units   money in major units; days
 */
#include "intelligence/decide/price/price_clear.h"
#include "core/capability.h"
#include "data/product.h"
#include <math.h>

static const struct record place_record = {"clear_shop", sizeof(struct clear_shop), (const struct field[]){
    FIELD(struct clear_shop, name, .min = 1, .max = 200, .doc = "where goods could be moved to"),
    FIELD(struct clear_shop, share, .min = 0, .max = 1000, .init = 1, .flags = OPTIONAL, .doc = "units that sell there for each that sells here"),
    FIELD(struct clear_shop, unit_cost, .min = 0, .max = 1e9, .flags = OPTIONAL, .doc = "of moving one"),
    FIELD(struct clear_shop, fixed_cost, .min = 0, .max = 1e9, .flags = OPTIONAL, .doc = "of the move"),
    {0}}};
static const struct record opt_record = {"price_clear_limits", sizeof(struct clear_limits), (const struct field[]){
    FIELD(struct clear_limits, slow_days, .min = 7, .max = 3650, .init = 120, .flags = OPTIONAL, .doc = "stock that lasts longer is slow"),
    FIELD(struct clear_limits, target_days, .min = 7, .max = 700, .init = 56, .flags = OPTIONAL, .doc = "days in which it is to be cleared"),
    FIELD(struct clear_limits, max_items, .min = 1, .max = 1000, .init = 10, .flags = OPTIONAL, .doc = "products that are begun at once"),
    FIELD(struct clear_limits, max_markdown, .min = 0, .max = 0.99, .init = 0.5, .flags = OPTIONAL, .doc = "deepest markdown from the price at the start"),
    FIELD(struct clear_limits, least_recovered, .min = 0, .max = 10, .init = 0.5, .flags = OPTIONAL,
          .doc = "share of its cost a price brings at least; the law of some countries asks for 1"),
    FIELD(struct clear_limits, salvage, .min = 0, .max = 1, .init = 0.1, .flags = OPTIONAL, 
          .doc = "least worth of what is left at the end, share of its cost; what goes on selling is worth its cost less the keeping"),
    FIELD(struct clear_limits, min_gain, .min = 0, .max = 1e9, .init = 10, .flags = OPTIONAL, .doc = "money it must bring more than keeping, to be worth a look"),
    FIELD(struct clear_limits, min_share, .min = 0, .max = 1, .init = 0.02, .flags = OPTIONAL, .doc = "the same as a share of what keeping brings"),
    FIELD(struct clear_limits, bundle_discount, .min = 0, .max = 0.9, .init = 0.15, .flags = OPTIONAL, .doc = "off both prices of a bundle"),
    FIELD_LIST(struct clear_limits, places, &place_record, .max = 100, .flags = OPTIONAL, .doc = "where goods could be moved to"),
    FIELD(struct clear_limits, stopped, .flags = OPTIONAL, .doc = "the kill switch: nothing is cleared"),
    {0}}};
const struct record clearing_record = {"price_clear", sizeof(struct clearing), (const struct field[]){
    FIELD(struct clearing, id, .min = 1, .max = 500, .doc = "our id of it"),
    FIELD(struct clearing, sku, .min = 1, .max = 200, .flags = LOOSE, .doc = "its SKU"),
    FIELD(struct clearing, title, .max = 1000, .init_str = "", .flags = OPTIONAL, .doc = "its name"),
    FIELD(struct clearing, currency, .max = 3, .init_str = "EUR", .flags = OPTIONAL, .doc = "of its prices"),
    FIELD(struct clearing, reason, .choice = "slow|declining|expiring", .init_str = "slow", .flags = OPTIONAL, .doc = "why it is to be cleared"),
    FIELD(struct clearing, deadline, .max = 10, .doc = "by when, as 2026-11-21"),
    FIELD(struct clearing, cost, .max = 1e9, .doc = "of one unit"),
    FIELD(struct clearing, lowest, .max = 1e9, .init = NAN, .flags = OPTIONAL, .doc = "lowest price of the 30 days before; absent: not known"),
    FIELD(struct clearing, step, .min = 1, .max = 1000, .init = 1, .flags = OPTIONAL, .doc = "of its path, from 1"),
    FIELD(struct clearing, follows, .init = (double)NONE, .flags = OPTIONAL, .doc = "the item that began it"),
    FIELD(struct clearing, variant, .flags = OPTIONAL, .doc = "one of several variants of its product: its price alone is written"),
    FIELD(struct clearing, assumed, .flags = OPTIONAL, .doc = "the elasticity is the shop's setting: no price has shown one"),
    FIELD_ONE(struct clearing, stock, &clear_in_record, .doc = "the stock, as stock.clear takes it"),
    {0}}};
const struct record cleared_record = {"price_cleared", sizeof(struct cleared), (const struct field[]){
    FIELD(struct cleared, best, .choice = "keep|markdown|bundle|transfer", .doc = "what brings most"),
    FIELD(struct cleared, where, .flags = OPTIONAL, .doc = "the partner, or the place"),
    FIELD(struct cleared, before, .doc = "the price now, with its currency"),
    FIELD(struct cleared, after, .flags = OPTIONAL, .doc = "the price to ask today"),
    FIELD(struct cleared, price, .init = NAN, .flags = OPTIONAL, .doc = "the same in numbers"),
    FIELD(struct cleared, gain, .doc = "money more than keeping it"),
    FIELD(struct cleared, moved, .init = (double)NONE, .flags = OPTIONAL, .doc = "units to move"),
    FIELD(struct cleared, period_days, .flags = OPTIONAL, .doc = "days of a step"),
    FIELD_LIST(struct cleared, path, &clear_leg_record, .flags = OPTIONAL, .doc = "the markdown if sales go as expected"),
    FIELD_LIST(struct cleared, ways, &clear_way_record, .doc = "keeping first, the rest by money"),
    FIELD(struct cleared, sentence, .doc = "the decision in words"),
    FIELD(struct cleared, twin, .doc = "what doing nothing would mean"),
    {0}}};

static enum status limits_hold(struct ctx *c, const struct clear_limits *limit, const struct clearing *in, const struct clear_way *w)
{
    if (w->price < in->cost * limit->least_recovered - 1e-9)
        return fail(c, REJECT, "%.*s: %.10g brings back less than %.0f %% of its cost of %.10g", FMT(in->sku), w->price, 100 * limit->least_recovered, in->cost);
    if (in->step == 1 && w->price < in->stock->price * (1 - limit->max_markdown) - 1e-9)
        return fail(c, REJECT, "%.*s: %.10g is below the deepest markdown, %.0f %% of %.10g", FMT(in->sku), w->price, 100 * limit->max_markdown, in->stock->price);
    if (money_minor(w->price, in->currency) >= money_minor(in->stock->price, in->currency))
        return fail(c, REJECT, "%.*s: %.10g is no reduction of %.10g", FMT(in->sku), w->price, in->stock->price);
    return OK;
}

static enum status run(struct ctx *c, const void *opt, const void *in_, void *out_)
{
    const struct clear_limits *limit = opt;
    const struct clearing *in = in_;
    struct cleared *out = out_;
    struct clear_out all;
    if (limit->stopped)
        return fail(c, REJECT, "clearing is stopped by the shop's setting price.clear.stopped");
    TRY(capability_call(c, "stock.clear", in->stock, &all));
    const struct clear_way *keep = &all.ways.at[0], *best = all.ways.n > 1 ? &all.ways.at[1] : keep;
    if (best == keep || best->gain <= 1e-9)
        return fail(c, REJECT, "%.*s: nothing brings more than keeping it", FMT(in->sku));
    if (str_eq(best->way, STR("markdown")))
        TRY(limits_hold(c, limit, in, best));
    *out = (struct cleared){.best = best->way, .where = best->where, .before = money_text(c, money_minor(in->stock->price, in->currency), in->currency),
                            .price = best->price, .gain = best->gain, .moved = best->moved, .period_days = all.period_days};
    if (str_eq(best->way, STR("markdown")))
        out->after = money_text(c, money_minor(best->price, in->currency), in->currency);
    out->path.at = best->path.at, out->path.n = best->path.n, out->ways.at = all.ways.at, out->ways.n = all.ways.n;
    struct str why = str_eq(in->reason, STR("slow")) ? STR("Slow") : str_eq(in->reason, STR("declining")) ? STR("Declining") : STR("Expiring");
    out->sentence = str_fmt(c, "%s%.*s stock, %lld units, to be cleared by %.*s%s. %.*s%s", in->step > 1 ? str_fmt(c, "Step %lld: ", (long long)in->step).p : "",
                            FMT(why), (long long)in->stock->stock, FMT(in->deadline), in->step > 1 ? ", from what is left" : "", FMT(all.sentence),
                            in->assumed && str_eq(best->way, STR("markdown"))
                                ? str_fmt(c, " No other price has shown how its sales follow: an elasticity of %.3g is assumed.", in->stock->elasticity).p : "");
    out->twin = keep->sentence;
    return OK;
}

static struct str draft(struct ctx *c, const struct clearing *in, const struct cleared *out)
{
    if (str_eq(out->best, STR("transfer")))
        return str_fmt(c, "sku,title,units,to\n%.*s,\"%.*s\",%lld,\"%.*s\"\n", FMT(in->sku), FMT(str_replace(c, in->title, STR("\""), STR("\"\""))), (long long)out->moved,
                       FMT(str_replace(c, out->where, STR("\""), STR("\"\""))));
    return str_fmt(c, "sku,title,with,discount\n%.*s,\"%.*s\",%.*s,%.0f %%\n", FMT(in->sku), FMT(str_replace(c, in->title, STR("\""), STR("\"\""))), FMT(out->where),
                   in->stock->bundle ? 100 * in->stock->bundle->discount : 0);
}

static enum status changes(struct ctx *c, const void *in_, const void *out_, struct changes *list)
{
    const struct clearing *in = in_;
    const struct cleared *out = out_;
    if (!str_eq(out->best, STR("markdown"))) {
        *LIST_ADD(c, list) = (struct change){out->best, in->id, str_fmt(c, "draft %.*s", FMT(in->deadline)), draft(c, in, out), STR("text")};
        return OK;
    }
    struct str of = in->variant ? str_fmt(c, ":%.*s", FMT(in->sku)) : STR("");
    *LIST_ADD(c, list) = (struct change){STR("product"), in->id, str_fmt(c, "price%.*s", FMT(of)), out->after, STR("money")};
    if (in->lowest > out->price + 1e-9)
        *LIST_ADD(c, list) = (struct change){STR("product"), in->id, str_fmt(c, "compare_at%.*s", FMT(of)),
                                             money_text(c, money_minor(in->lowest, in->currency), in->currency), STR("money")};
    return OK;
}

const struct capability price_clear = {
    .name = "price.clear",
    .title = "Clearing {}",
    .doc = "slow, declining or expiring stock of a product: markdown, bundle and move compared in money, the best proposed within the shop's limits",
    .stage = DECIDE,
    .in = &clearing_record,
    .out = &cleared_record,
    .opt = &opt_record,
    .run = run,
    .changes = changes,
};
