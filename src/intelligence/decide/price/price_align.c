/* intelligence/decide/price/price_align.c - one product's price in one channel that strays from the base channel's, as work.
 *
 * What strays and by how much is price.parity's finding; here the limits on prices are held once more. It is published to
 * that channel alone.
 * Units   money in major units; shares 0..1
 */
#include "intelligence/decide/price/price_align.h"
#include "core/capability.h"
#include "data/product.h"
#include <math.h>

struct align_limits {
    double max_step, min_margin;
    bool stopped;
};
static const struct record opt_record = {"price_align_limits", sizeof(struct align_limits), (const struct field[]){
    FIELD(struct align_limits, max_step, .min = 0, .max = 10, .init = 0.5, .flags = OPTIONAL, .doc = "largest change at once, share of the price there"),
    FIELD(struct align_limits, min_margin, .min = 0, .max = 0.99, .flags = OPTIONAL, .doc = "least margin, share of the price"),
    FIELD(struct align_limits, stopped, .flags = OPTIONAL, .doc = "the kill switch: no price is aligned"),
    {0}}};
const struct record aligning_record = {"price_align", sizeof(struct aligning), (const struct field[]){
    FIELD(struct aligning, id, .min = 1, .max = 500, .doc = "our id of the product"),
    FIELD(struct aligning, title, .max = 1000, .init_str = "", .flags = OPTIONAL, .doc = "its name"),
    FIELD(struct aligning, currency, .max = 3, .init_str = "EUR", .flags = OPTIONAL, .doc = "of the prices"),
    FIELD(struct aligning, channel, .min = 1, .max = 40, .doc = "where it strays; nothing else is written"),
    FIELD(struct aligning, base, .min = 1, .max = 40, .doc = "the channel it is held against"),
    FIELD(struct aligning, cause, .init_str = "", .flags = OPTIONAL, .doc = "how it came about, as far as is known"),
    FIELD(struct aligning, found, .init_str = "", .flags = OPTIONAL, .doc = "the finding in words, from price.parity"),
    FIELD(struct aligning, price, .min = 0.0001, .max = 1e9, .doc = "asked there"),
    FIELD(struct aligning, base_price, .min = 0.0001, .max = 1e9, .doc = "asked in the base channel"),
    FIELD(struct aligning, proposed, .min = 0.0001, .max = 1e9, .doc = "the nearest price that is allowed"),
    FIELD(struct aligning, cost, .max = 1e9, .init = NAN, .flags = OPTIONAL, .doc = "of one unit"),
    {0}}};
static const struct record out_record = {"aligned", sizeof(struct aligned), (const struct field[]){
    FIELD(struct aligned, before, .doc = "the price there, with its currency"),
    FIELD(struct aligned, after, .doc = "the price to ask there"),
    FIELD(struct aligned, sentence, .doc = "what strays, why, and the cure"),
    FIELD(struct aligned, twin, .doc = "what doing nothing would mean"),
    {0}}};

static enum status run(struct ctx *c, const void *opt, const void *in_, void *out_)
{
    const struct align_limits *limit = opt;
    const struct aligning *in = in_;
    struct aligned *out = out_;
    double minor = currency_minor(in->currency);
    if (limit->stopped)
        return fail(c, REJECT, "prices are not aligned: the shop's setting price.align.stopped");
    if (fabs(in->proposed / in->price - 1) > limit->max_step + 1e-9)
        return fail(c, REJECT, "%.*s: %.10g in %.*s would become %.10g, more than %.0f %% at once: look at it in the shop", FMT(in->id), in->price, FMT(in->channel),
                    in->proposed, 100 * limit->max_step);
    if (in->proposed * (1 - limit->min_margin) < in->cost - 1e-9)
        return fail(c, REJECT, "%.*s: %.10g in %.*s leaves less than the least margin over the cost of %.10g", FMT(in->id), in->proposed, FMT(in->channel), in->cost);
    out->before = money_text(c, llround(in->price * minor), in->currency);
    out->after = money_text(c, llround(in->proposed * minor), in->currency);
    out->sentence = str_fmt(c, "%.*s%s%.*s Ask %.*s there.", FMT(in->found), in->cause.n ? " Cause: " : "", FMT(in->cause), FMT(out->after));
    out->twin = str_fmt(c, "Doing nothing: %.*s asks %.*s while %.*s asks %.*s.", FMT(in->channel), FMT(out->before), FMT(in->base),
                        FMT(money_text(c, llround(in->base_price * minor), in->currency)));
    return OK;
}

static enum status changes(struct ctx *c, const void *in_, const void *out_, struct changes *list)
{
    const struct aligning *in = in_;
    const struct aligned *out = out_;
    *LIST_ADD(c, list) = (struct change){STR("product"), in->id, STR("price"), out->after, STR("money")};
    return OK;
}

const struct capability price_align = {
    .name = "price.align",
    .title = "Price put right: {}",
    .doc = "a price that strays in one channel from the base channel's, put right there and nowhere else",
    .stage = DECIDE,
    .in = &aligning_record,
    .out = &out_record,
    .opt = &opt_record,
    .run = run,
    .changes = changes,
};
