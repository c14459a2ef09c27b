/* intelligence/decide/price/price_parity.c - one item's prices over all channels: within the declared rules, and lawful in each.
 *
 * A channel's price is held against the base channel's: a markup (what the channel's fees ask for) and how far it may stray. A
 * reduction that is shown is held, in its own channel, against the lowest price of the 30 days before in that channel
 * (price.legal). What is wrong comes with the nearest price that would be right.
 */
#include "core/capability.h"
#include "core/json.h"
#include "core/stat.h"
#include <math.h>

struct parity_rule {
    struct str channel;
    double markup, below, above;
};
struct parity_asked {
    struct str from;
    double price;
};
struct parity_price {
    struct str sku, channel, market;
    double price, was, cost;
    LIST(struct parity_asked) history;
};
struct parity_in {
    struct str base, today;
    LIST(struct parity_rule) rules;
    LIST(struct parity_price) prices;
    double below, above, tick;
};
struct parity_opt { /* setting "price.parity" */
    LIST(struct parity_rule) rules;
    double below, above;
};
struct parity_finding {
    struct str sku, channel, kind;
    double price, low, high, proposed;
    struct str sentence;
};
struct parity_out {
    bool ok;
    int64_t checked;
    LIST(struct parity_finding) findings;
    struct str sentence;
};

static const struct record rule_record = {"parity_rule", sizeof(struct parity_rule), (const struct field[]){
    FIELD(struct parity_rule, channel, .min = 1, .max = 40, .doc = "which channel"),
    FIELD(struct parity_rule, markup, .min = -0.9, .max = 10, .flags = OPTIONAL, .doc = "share its price is to be above the base channel's"),
    FIELD(struct parity_rule, below, .min = 0, .max = 1, .init = NAN, .flags = OPTIONAL, .doc = "share it may be below that; absent: as for all"),
    FIELD(struct parity_rule, above, .min = 0, .max = 10, .init = NAN, .flags = OPTIONAL, .doc = "share it may be above that; absent: as for all"),
    {0}}};
static const struct record asked_record = {"parity_asked", sizeof(struct parity_asked), (const struct field[]){
    FIELD(struct parity_asked, from, .max = 10, .doc = "first day of this price, as 2026-11-21"),
    FIELD(struct parity_asked, price, .min = 0, .max = 1e9, .doc = "asked from then on, in this channel"),
    {0}}};
static const struct record price_record = {"parity_price", sizeof(struct parity_price), (const struct field[]){
    FIELD(struct parity_price, sku, .min = 1, .max = 200, .flags = LOOSE, .doc = "the item"),
    FIELD(struct parity_price, channel, .min = 1, .max = 40, .doc = "where"),
    FIELD(struct parity_price, market, .max = 2, .init_str = "EU", .flags = OPTIONAL, .doc = "EU, or a country's two letters"),
    FIELD(struct parity_price, price, .min = 0, .max = 1e9, .doc = "asked there"),
    FIELD(struct parity_price, was, .min = 0, .max = 1e9, .init = NAN, .flags = OPTIONAL, .doc = "a higher price shown beside it"),
    FIELD(struct parity_price, cost, .min = 0, .max = 1e9, .init = NAN, .flags = OPTIONAL, .doc = "of one unit"),
    FIELD_LIST(struct parity_price, history, &asked_record, .max = 10000, .flags = OPTIONAL, .doc = "prices asked there before, oldest first"),
    {0}}};
static const struct record in_record = {"parity", sizeof(struct parity_in), (const struct field[]){
    FIELD(struct parity_in, base, .min = 1, .max = 40, .doc = "the channel that the others are held against"),
    FIELD(struct parity_in, today, .max = 10, .init_str = "", .flags = OPTIONAL, .doc = "as 2026-11-21; needed where `was` is shown"),
    FIELD_LIST(struct parity_in, rules, &rule_record, .max = 100, .flags = OPTIONAL, .doc = "channels with rules of their own"),
    FIELD_LIST(struct parity_in, prices, &price_record, .min = 1, .max = 100000, .doc = "a row an item and channel"),
    FIELD(struct parity_in, below, .min = 0, .max = 1, .flags = OPTIONAL, .doc = "share that a channel may be below its markup"),
    FIELD(struct parity_in, above, .min = 0, .max = 10, .flags = OPTIONAL, .doc = "share that a channel may be above its markup"),
    FIELD(struct parity_in, tick, .min = 0.000001, .max = 1e6, .init = 0.01, .flags = OPTIONAL, .doc = "smallest step of a price"),
    {0}}};
static const struct record opt_record = {"parity_rules", sizeof(struct parity_opt), (const struct field[]){
    FIELD_LIST(struct parity_opt, rules, &rule_record, .max = 100, .flags = OPTIONAL, .doc = "of channels that the input has no rule for"),
    FIELD(struct parity_opt, below, .min = 0, .max = 1, .flags = OPTIONAL, .doc = "share that every channel may be below its markup"),
    FIELD(struct parity_opt, above, .min = 0, .max = 10, .flags = OPTIONAL, .doc = "share that every channel may be above its markup"),
    {0}}};
static const struct record finding_record = {"parity_finding", sizeof(struct parity_finding), (const struct field[]){
    FIELD(struct parity_finding, sku, .doc = "the item"),
    FIELD(struct parity_finding, channel, .doc = "where"),
    FIELD(struct parity_finding, kind, .choice = "parity|legal|alone", .doc = "alone: the base channel has no price to hold it against"),
    FIELD(struct parity_finding, price, .doc = "as asked"),
    FIELD(struct parity_finding, low, .init = NAN, .flags = OPTIONAL, .doc = "least the rules allow"),
    FIELD(struct parity_finding, high, .init = NAN, .flags = OPTIONAL, .doc = "most"),
    FIELD(struct parity_finding, proposed, .init = NAN, .flags = OPTIONAL, .doc = "the nearest price that is allowed"),
    FIELD(struct parity_finding, sentence, .doc = "what is wrong, and the cure"),
    {0}}};
static const struct record out_record = {"parity_out", sizeof(struct parity_out), (const struct field[]){
    FIELD(struct parity_out, ok, .doc = "nothing was found"),
    FIELD(struct parity_out, checked, .doc = "rows held against the rules"),
    FIELD_LIST(struct parity_out, findings, &finding_record, .flags = OPTIONAL, .doc = "what is wrong"),
    FIELD(struct parity_out, sentence, .doc = "in words"),
    {0}}};

static const struct parity_price *base_of(const struct parity_in *in, struct str sku)
{
    for (size_t i = 0; i < in->prices.n; i++)
        if (str_eq(in->prices.at[i].channel, in->base) && str_eq(in->prices.at[i].sku, sku))
            return &in->prices.at[i];
    return NULL;
}

/* The input's rule of a channel, else the shop's. */
static struct parity_rule rule_of(const struct parity_in *in, const struct parity_opt *opt, struct str channel)
{
    struct parity_rule r = {.channel = channel, .below = NAN, .above = NAN};
    for (size_t i = 0; i < opt->rules.n; i++)
        if (str_eq(opt->rules.at[i].channel, channel))
            r = opt->rules.at[i];
    for (size_t i = 0; i < in->rules.n; i++)
        if (str_eq(in->rules.at[i].channel, channel))
            r = in->rules.at[i];
    r.below = isnan(r.below) ? fmax(in->below, opt->below) : r.below, r.above = isnan(r.above) ? fmax(in->above, opt->above) : r.above;
    return r;
}

static void parity_check(struct ctx *c, const struct parity_opt *opt, const struct parity_in *in, const struct parity_price *p, struct parity_out *out)
{
    const struct parity_price *base = base_of(in, p->sku);
    struct parity_rule r = rule_of(in, opt, p->channel);
    struct parity_finding f = {.sku = p->sku, .channel = p->channel, .kind = STR("alone"), .price = p->price, .low = NAN, .high = NAN, .proposed = NAN};
    if (str_eq(p->channel, in->base))
        return;
    if (!base) {
        f.sentence = str_fmt(c, "%.*s asks %.10g in %.*s, and %.*s has no price of it: nothing to hold it against", FMT(p->sku), p->price, FMT(p->channel), FMT(in->base));
        *LIST_ADD(c, &out->findings) = f;
        return;
    }
    double want = base->price * (1 + r.markup);
    /* inwards to whole ticks; where none lies between, the nearest to what is wanted */
    f.low = stat_round(ceil(want * (1 - r.below) / in->tick - 1e-9) * in->tick, 12), f.high = stat_round(floor(want * (1 + r.above) / in->tick + 1e-9) * in->tick, 12);
    if (f.low > f.high)
        f.low = f.high = stat_round(round(want / in->tick) * in->tick, 12);
    if (p->price >= f.low - in->tick / 1000 && p->price <= f.high + in->tick / 1000)
        return;
    f.kind = STR("parity"), f.proposed = p->price < f.low ? f.low : f.high;
    f.sentence = str_fmt(c, "%.*s asks %.10g in %.*s: %.10g in %.*s and a markup of %.3g %% allow %.10g to %.10g; ask %.10g", FMT(p->sku), p->price,
                         FMT(p->channel), base->price, FMT(in->base), 100 * r.markup, f.low, f.high, f.proposed);
    *LIST_ADD(c, &out->findings) = f;
}

static struct str legal_in(struct ctx *c, const struct parity_in *in, const struct parity_price *p)
{
    struct tree *t = tree_open(c);
    struct node *o = tree_object(t), *history = tree_array(t);
    for (size_t i = 0; i < p->history.n; i++)
        node_add(t, history, record_node(c, t, &asked_record, &p->history.at[i]));
    node_set(t, o, "market", tree_str(t, p->market));
    node_set(t, o, "today", tree_str(t, in->today));
    node_set(t, o, "history", history);
    node_set(t, o, "price", tree_real(t, p->price));
    node_set(t, o, "was", tree_real(t, p->was));
    if (!isnan(p->cost))
        node_set(t, o, "cost", tree_real(t, p->cost));
    return tree_text(c, t, o);
}

/* Each channel has its own 30 days: a reduction is one where it is shown. */
static enum status legal_check(struct ctx *c, const struct parity_in *in, const struct parity_price *p, struct parity_out *out)
{
    struct str answer;
    const struct json *v;
    if (isnan(p->was))
        return OK;
    TRY(capability_json(c, capability_find(STR("price.legal")), legal_in(c, in, p), &answer));
    TRY(json_read(c, answer, &v));
    if (json_bool(json_get(v, "ok")))
        return OK;
    struct str said = json_str(json_at(json_get(v, "findings"), 0));
    *LIST_ADD(c, &out->findings) = (struct parity_finding){
        .sku = p->sku, .channel = p->channel, .kind = STR("legal"), .price = p->price, .low = NAN, .high = NAN, .proposed = NAN,
        .sentence = str_fmt(c, "%.*s in %.*s: %.*s", FMT(p->sku), FMT(p->channel), FMT(said.n ? said : json_str(json_get(v, "sentence"))))};
    return OK;
}

static enum status run(struct ctx *c, const void *opt, const void *in_, void *out_)
{
    const struct parity_in *in = in_;
    struct parity_out *out = out_;
    *out = (struct parity_out){0};
    for (size_t i = 0; i < in->prices.n; i++) {
        parity_check(c, opt, in, &in->prices.at[i], out);
        TRY(legal_check(c, in, &in->prices.at[i], out));
        out->checked++;
    }
    out->ok = !out->findings.n;
    out->sentence = out->ok ? str_fmt(c, "%lld prices are within the rules of their channels.", (long long)out->checked)
                            : str_fmt(c, "%zu of %lld prices are not as they should be: %.*s.", out->findings.n, (long long)out->checked,
                                      FMT(out->findings.at[0].sentence));
    return OK;
}

const struct capability price_parity = {
    .name = "price.parity",
    .doc = "the prices of items over all channels: within the declared rules, and each reduction lawful in its own channel",
    .stage = DECIDE,
    .in = &in_record,
    .out = &out_record,
    .opt = &opt_record,
    .run = run,
};
