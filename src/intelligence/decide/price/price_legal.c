/* intelligence/decide/price/price_legal.c - may this price be shown this way: reductions, personal prices, sales at a loss.
 *
 * Source  Directive 98/6/EC article 6a (lowest price of the 30 days before a reduction); 2011/83/EU article 6(1)(ea)
 *         (personal prices are said to be so); France: Code de commerce L442-5; Belgium: CEL VI.116 (sales at a loss)
 */
#include "core/capability.h"
#include "data/day.h"
#include "data/protect.h"
#include <math.h>

struct asked {
    struct str from;
    double price;
};
struct legal_in {
    struct str market, today, segment;
    LIST(struct asked) history;
    double price, was, cost;
    bool personal, perishable, clearance, progressive;
};
struct legal_out {
    bool ok;
    double prior_price, reduction;
    struct strs findings;
    struct str notice, sentence;
};

static const struct record asked_record = {"asked", sizeof(struct asked), (const struct field[]){
    FIELD(struct asked, from, .max = 10, .doc = "first day of this price, as 2026-11-21"),
    FIELD(struct asked, price, .min = 0, .max = 1e9, .doc = "price asked from then on"),
    {0}}};
static const struct record in_record = {"legal", sizeof(struct legal_in), (const struct field[]){
    FIELD(struct legal_in, market, .max = 2, .init_str = "EU", .flags = OPTIONAL, .doc = "EU, or a country's two letters"),
    FIELD(struct legal_in, today, .max = 10, .doc = "as 2026-11-21"),
    FIELD_LIST(struct legal_in, history, &asked_record, .max = 10000, .flags = OPTIONAL, .doc = "prices asked before, oldest first"),
    FIELD(struct legal_in, price, .min = 0, .max = 1e9, .doc = "price to be asked from today"),
    FIELD(struct legal_in, was, .min = 0, .max = 1e9, .init = NAN, .flags = OPTIONAL, .doc = "the higher price that would be shown beside it"),
    FIELD(struct legal_in, cost, .min = 0, .max = 1e9, .init = NAN, .flags = OPTIONAL, .doc = "what a unit cost"),
    FIELD(struct legal_in, segment, .max = 200, .flags = OPTIONAL, .doc = "who would get this price"),
    FIELD(struct legal_in, personal, .flags = OPTIONAL, .doc = "set for a person by automated decision"),
    FIELD(struct legal_in, perishable, .flags = OPTIONAL, .doc = "goods that spoil soon: states may exempt them"),
    FIELD(struct legal_in, clearance, .flags = OPTIONAL, .doc = "a sale that ends a season or stock, where sales at a loss are allowed"),
    FIELD(struct legal_in, progressive, .flags = OPTIONAL, .doc = "one reduction that deepens without a break, where the state allows the first prior price"),
    {0}}};
static const struct record out_record = {"verdict", sizeof(struct legal_out), (const struct field[]){
    FIELD(struct legal_out, ok, .doc = "nothing was found"),
    FIELD(struct legal_out, prior_price, .init = NAN, .flags = OPTIONAL, .doc = "the highest prior price that may be shown"),
    FIELD(struct legal_out, reduction, .init = NAN, .flags = OPTIONAL, .doc = "share that may be announced; absent: none"),
    FIELD(struct legal_out, findings, .flags = OPTIONAL, .doc = "what is wrong, and the cure"),
    FIELD(struct legal_out, notice, .flags = OPTIONAL, .doc = "a text the offer must carry"),
    FIELD(struct legal_out, sentence, .doc = "the verdict in words"),
    {0}}};

static enum status days_read(struct ctx *c, const struct legal_in *in, int64_t *today, int64_t *from)
{
    if (!day_read(in->today, today))
        return fail(c, REJECT, "today is \"%.12s\": give a day as 2026-11-21", in->today.p);
    for (size_t i = 0; i < in->history.n; i++) {
        if (!day_read(in->history.at[i].from, &from[i]))
            return fail(c, REJECT, "history[%zu].from is \"%.12s\": give a day as 2026-11-21", i, in->history.at[i].from.p);
        if (i && from[i] < from[i - 1])
            return fail(c, REJECT, "history[%zu] is older than the one before: sort it by day, oldest first", i);
    }
    return OK;
}

/* The lowest price asked on any of the 30 days before `start`; NAN: none known. */
static double lowest(const struct legal_in *in, const int64_t *from, int64_t start)
{
    double low = NAN;
    for (size_t i = 0; i < in->history.n; i++) {
        int64_t end = i + 1 < in->history.n ? from[i + 1] : start;
        bool asked = from[i] < start && end > start - 30;
        if (asked && (isnan(low) || in->history.at[i].price < low))
            low = in->history.at[i].price;
    }
    return low;
}

/* A reduction that deepens step by step began where the price first fell. */
static int64_t reduction_start(const struct legal_in *in, const int64_t *from, int64_t today)
{
    int64_t start = today;
    double above = in->price;
    for (size_t i = in->history.n; in->progressive && i-- > 1;) {
        if (in->history.at[i].price < above || in->history.at[i - 1].price <= in->history.at[i].price)
            break;
        above = in->history.at[i].price;
        start = from[i];
    }
    return start;
}

static void find(struct ctx *c, struct legal_out *out, struct str text) { strs_add(c, &out->findings, text); }

static void reduction(struct ctx *c, const struct legal_in *in, const int64_t *from, int64_t today, struct legal_out *out)
{
    int64_t start = reduction_start(in, from, today);
    double low = lowest(in, from, start);
    if (isnan(low)) {
        if (in->was > in->price)
            find(c, out, str_fmt(c, "no price of the last 30 days is known: show no reduction"));
        return;
    }
    out->prior_price = low;
    if (low > in->price)
        out->reduction = floor(10000 * (1 - in->price / low) + 1e-6) / 10000;
    if (!(in->was > in->price) || in->perishable)
        return;
    if (from[0] > start - 30)
        find(c, out, str_fmt(c, "on sale for %lld days only: states differ on what may be announced within the first 30",
                             (long long)(start - from[0])));
    if (in->was > low + 1e-9)
        find(c, out, str_fmt(c, "%.10g is shown as the price before, but %.10g was asked within the 30 days before: show %.10g",
                             in->was, low, low));
    if (low <= in->price)
        find(c, out, str_fmt(c, "%.10g is no reduction from %.10g, the lowest price of the 30 days before: announce none",
                             in->price, low));
}

static enum status person(struct ctx *c, const struct legal_in *in, struct legal_out *out)
{
    const char *word = protected_word(in->segment);
    if (word)
        return fail(c, REJECT, "segment \"%.40s\" names a protected attribute (%s): prices must not depend on it", in->segment.p, word);
    if (in->personal)
        out->notice = STR("This price was personalised on the basis of automated decision-making.");
    return OK;
}

static void at_a_loss(struct ctx *c, const struct legal_in *in, struct legal_out *out)
{
    bool forbidden = str_eq_case(in->market, STR("FR")) || str_eq_case(in->market, STR("BE"));
    if (forbidden && in->price < in->cost && !in->clearance && !in->perishable)
        find(c, out, str_fmt(c, "%.10g is below the cost of %.10g, and %.2s forbids resale at a loss outside clearance: ask %.10g or more",
                             in->price, in->cost, in->market.p, in->cost));
}

static enum status run(struct ctx *c, const void *opt, const void *in_, void *out_)
{
    (void)opt;
    const struct legal_in *in = in_;
    struct legal_out *out = out_;
    int64_t today, *from = NEW_ARRAY(c, int64_t, in->history.n + 1);
    out->prior_price = out->reduction = NAN;
    TRY(days_read(c, in, &today, from));
    TRY(person(c, in, out));
    if (in->history.n || in->was > in->price)
        reduction(c, in, from, today, out);
    at_a_loss(c, in, out);
    out->ok = !out->findings.n;
    if (!out->ok)
        out->sentence = str_fmt(c, "do not show it so: %.*s", FMT(out->findings.at[0]));
    else if (!isnan(out->reduction))
        out->sentence = str_fmt(c, "it may be shown at %.10g, %.4g %% below the lowest price of the 30 days before, %.10g", in->price,
                                100 * out->reduction, out->prior_price);
    else
        out->sentence = str_fmt(c, "it may be shown at %.10g, without a reduction", in->price);
    return OK;
}

const struct capability price_legal = {
    .name = "price.legal",
    .doc = "whether a price may be shown this way: reductions, personal prices, sales at a loss",
    .stage = VERIFY,
    .in = &in_record,
    .out = &out_record,
    .run = run,
};
