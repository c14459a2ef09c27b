/* intelligence/decide/replenish/replenish_order.c - the draft of a purchase order to one supplier, as work that a person decides on.
 *
 * The quantities and their reasons come from replenish.policy; here they become one table to send, within the shop's
 * limits, beside what doing nothing would cost. Nothing is sent to a supplier: the table is for people.
 * Units   money in major units
 */
#include "intelligence/decide/replenish/replenish_order.h"
#include "core/capability.h"
#include "data/product.h"
#include <math.h>

struct order_limits {
    double max_value, max_units;
    bool stopped;
};
static const struct record opt_record = {"replenish_order_limits", sizeof(struct order_limits), (const struct field[]){
    FIELD(struct order_limits, max_value, .min = 0, .max = 1e12, .init = NAN, .flags = OPTIONAL, .doc = "money of one order above which a person must look"),
    FIELD(struct order_limits, max_units, .min = 0, .max = 1e9, .init = NAN, .flags = OPTIONAL, .doc = "units of one line above which a person must look"),
    FIELD(struct order_limits, stopped, .flags = OPTIONAL, .doc = "no orders are drafted"),
    {0}}};
static const struct record line_record = {"order_line", sizeof(struct order_line), (const struct field[]){
    FIELD(struct order_line, product, .max = 500, .init_str = "", .flags = OPTIONAL, .doc = "our id of it"),
    FIELD(struct order_line, sku, .min = 1, .max = 200, .flags = LOOSE, .doc = "what to order"),
    FIELD(struct order_line, gtin, .max = 14, .init_str = "", .flags = OPTIONAL, .doc = "its GTIN (EAN, UPC), where the shop knows it"),
    FIELD(struct order_line, title, .max = 1000, .init_str = "", .flags = OPTIONAL, .doc = "its name"),
    FIELD(struct order_line, units, .min = 1, .max = 1e9, .doc = "how many"),
    FIELD(struct order_line, unit_cost, .max = 1e9, .init = NAN, .flags = OPTIONAL, .doc = "money for one"),
    FIELD(struct order_line, price, .max = 1e9, .init = NAN, .flags = OPTIONAL, .doc = "asked for one in the shop"),
    FIELD(struct order_line, on_hand, .min = -1e9, .max = 1e9, .flags = OPTIONAL, .doc = "units"),
    FIELD(struct order_line, on_order, .max = 1e9, .flags = OPTIONAL, .doc = "units that are on their way"),
    FIELD(struct order_line, reorder_point, .min = -1e9, .max = 1e9, .flags = OPTIONAL, .doc = "units at which to order"),
    FIELD(struct order_line, per_day, .max = 1e9, .flags = OPTIONAL, .doc = "units expected to sell a day"),
    FIELD(struct order_line, lead_days, .max = 1000, .flags = OPTIONAL, .doc = "until an order of today arrives"),
    FIELD(struct order_line, sentence, .init_str = "", .flags = OPTIONAL, .doc = "why, from replenish.policy"),
    FIELD_ONE(struct order_line, trace, &trace_record, .flags = OPTIONAL, .doc = "what it stands on"),
    {0}}};
const struct record order_draft_record = {"order_draft", sizeof(struct order_draft), (const struct field[]){
    FIELD(struct order_draft, supplier, .min = 1, .max = 200, .doc = "whom to order from"),
    FIELD(struct order_draft, day, .max = 10, .doc = "of the order, as 2026-11-21"),
    FIELD(struct order_draft, arrives, .max = 10, .init_str = "", .flags = OPTIONAL, .doc = "asked for and expected, as 2026-11-28"),
    FIELD(struct order_draft, currency, .max = 3, .init_str = "", .flags = OPTIONAL, .doc = "of the costs"),
    FIELD_LIST(struct order_draft, lines, &line_record, .min = 1, .max = 10000, .doc = "what to order"),
    {0}}};
static const struct record drafted_record = {"drafted", sizeof(struct drafted), (const struct field[]){
    FIELD(struct drafted, csv, .doc = "the order as a table for the supplier: CSV with a header; it tells nothing of the shop's stock"),
    FIELD(struct drafted, units, .doc = "in all"),
    FIELD(struct drafted, value, .doc = "money for the lines whose cost is known"),
    FIELD(struct drafted, sentence, .doc = "the decision in words"),
    FIELD(struct drafted, twin, .doc = "what doing nothing would mean"),
    {0}}};

/* A cell: quoted where it must be; one that a spreadsheet would run as a formula becomes text. */
static void cell(struct ctx *c, struct buf *b, struct str s)
{
    bool formula = s.n && strchr("=+-@\t\r", s.p[0]), quote = formula;
    for (size_t i = 0; i < s.n; i++)
        quote |= strchr(",\"\n\r", s.p[i]) != NULL;
    if (!quote) {
        buf_add(c, b, s);
        return;
    }
    buf_byte(c, b, '"');
    if (formula)
        buf_byte(c, b, '\'');
    buf_add(c, b, str_replace(c, s, STR("\""), STR("\"\"")));
    buf_byte(c, b, '"');
}

static void row(struct ctx *c, struct buf *b, const struct order_draft *in, const struct order_line *l)
{
    struct str text[] = {in->supplier, l->sku, l->gtin, l->title};
    buf_add(c, b, in->day);
    for (size_t i = 0; i < sizeof text / sizeof *text; i++) {
        buf_byte(c, b, ',');
        cell(c, b, text[i]);
    }
    buf_fmt(c, b, ",%lld,", (long long)l->units);
    if (!isnan(l->unit_cost))
        buf_fmt(c, b, "%.2f,%.2f", l->unit_cost, l->unit_cost * (double)l->units);
    else
        buf_byte(c, b, ',');
    buf_fmt(c, b, ",%.*s,%.*s\n", FMT(in->currency), FMT(in->arrives));
}

static void limits_tell(struct ctx *c, const struct order_limits *limit, const struct order_draft *in, double value)
{
    size_t unknown = 0;
    if (value > limit->max_value)
        doubt(c, "the order is worth %.*s, the shop's limit is %.*s", FMT(money_told(c, value, in->currency)), FMT(money_told(c, limit->max_value, in->currency)));
    for (size_t i = 0; i < in->lines.n; i++) {
        const struct order_line *l = &in->lines.at[i];
        unknown += isnan(l->unit_cost);
        if ((double)l->units > limit->max_units)
            doubt(c, "%.*s: %lld units, the shop's limit is %.10g", FMT(l->sku), (long long)l->units, limit->max_units);
    }
    if (unknown)
        doubt(c, "the cost of %zu of %zu lines is not known to the shop", unknown, in->lines.n);
}

/* Units that would go unsold before an order of a week later could arrive, and the margin in them. */
static struct str nothing(struct ctx *c, const struct order_draft *in)
{
    double units = 0, money = 0;
    size_t out = 0;
    for (size_t i = 0; i < in->lines.n; i++) {
        const struct order_line *l = &in->lines.at[i];
        double lost = fmax(0, l->per_day * (l->lead_days + 7) - fmax(0, l->on_hand) - l->on_order);
        out += lost >= 1;
        units += lost;
        money += isnan(l->price) || isnan(l->unit_cost) ? 0 : lost * (l->price - l->unit_cost);
    }
    if (!out)
        return STR("Without it, stock is expected to last until an order of next week arrives; the order covers chance.");
    return str_fmt(c, "Without it, %zu of %zu lines are expected to run out before an order of next week arrives: %.0f units, %.*s of margin.", out,
                   in->lines.n, units, FMT(money_told(c, money, in->currency)));
}

static enum status run(struct ctx *c, const void *opt, const void *in_, void *out_)
{
    const struct order_limits *limit = opt;
    const struct order_draft *in = in_;
    struct drafted *out = out_;
    struct buf b = {0};
    if (limit->stopped)
        return fail(c, REJECT, "orders are stopped by the shop's setting replenish.order.stopped");
    buf_add(c, &b, STR("date,supplier,sku,gtin,title,units,unit_cost,cost,currency,requested\n"));
    for (size_t i = 0; i < in->lines.n; i++) {
        const struct order_line *l = &in->lines.at[i];
        row(c, &b, in, l);
        out->units += l->units;
        out->value += isnan(l->unit_cost) ? 0 : l->unit_cost * (double)l->units;
    }
    out->value = round(out->value * 100) / 100;
    limits_tell(c, limit, in, out->value);
    out->csv = buf_str(&b);
    out->twin = nothing(c, in);
    out->sentence = str_fmt(c, "Order %lld units of %zu item%s from %.*s for %.*s%s%.*s.", (long long)out->units, in->lines.n,
                            in->lines.n == 1 ? "" : "s", FMT(in->supplier), FMT(money_told(c, out->value, in->currency)),
                            in->arrives.n ? ", expected on " : "", FMT(in->arrives));
    return OK;
}

static enum status changes(struct ctx *c, const void *in_, const void *out_, struct changes *list)
{
    const struct order_draft *in = in_;
    const struct drafted *out = out_;
    *LIST_ADD(c, list) = (struct change){STR("purchase"), in->supplier, str_fmt(c, "order %.*s", FMT(in->day)), out->csv, STR("text")};
    return OK;
}

const struct capability replenish_order = {
    .name = "replenish.order",
    .title = "Order from {}",
    .doc = "the draft of a purchase order to one supplier, within the shop's limits, beside what doing nothing would mean",
    .stage = DECIDE,
    .in = &order_draft_record,
    .out = &drafted_record,
    .opt = &opt_record,
    .run = run,
    .changes = changes,
};
