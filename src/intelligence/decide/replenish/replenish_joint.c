/* intelligence/decide/replenish/replenish_joint.c - one order of many lines, to a budget, a container and a supplier's calendar.
 *
 * An order of today has to last from its coming until the next one's. The k-th unit of a line is worth its margin times the
 * chance that demand in that time reaches it, less the cost of keeping it until it sells: that falls with k, so packs are taken by worth
 * over what they use. The Lagrangian dual of all limits bounds what any order could be worth; `gap` is how far this one may be
 * below. A line's first pack is its least order. Never past shelf life.
 * Units   a period is a day; money in major units
 * Source  Everett 1963 (generalised Lagrange multipliers)
 */
#include "intelligence/decide/replenish/replenish_joint.h"
#include "core/capability.h"
#include "core/stat.h"
#include "data/day.h"
#include <math.h>
#include <stdlib.h>

enum { LIMITS = 4, CHUNKS_MAX = 4000, ROUNDS = 12, HALVINGS = 40, STEPS = 300, PASSES = 3 };
static const char *const limit_name[LIMITS] = {"budget", "weight", "volume", "units"};

static const struct record line_record = {"joint_line", sizeof(struct joint_line), (const struct field[]){
    FIELD(struct joint_line, sku, .min = 1, .max = 200, .flags = LOOSE, .doc = "what may be ordered"),
    FIELD(struct joint_line, mean, .min = 0, .max = 1e7, .doc = "units a day, expected"),
    FIELD(struct joint_line, sd, .min = 0, .max = 1e7, .init = NAN, .flags = OPTIONAL, .doc = "of a day; absent: Poisson"),
    FIELD(struct joint_line, on_hand, .min = -1e9, .max = 1e9, .flags = OPTIONAL, .doc = "units"),
    FIELD(struct joint_line, on_order, .min = 0, .max = 1e9, .flags = OPTIONAL, .doc = "units under way"),
    FIELD(struct joint_line, unit_cost, .min = 0, .max = 1e9, .doc = "money for one"),
    FIELD(struct joint_line, margin, .min = 0, .max = 1e9, .doc = "money lost with a unit that is asked for and not there"),
    FIELD(struct joint_line, holding, .min = 0, .max = 1e9, .init = NAN, .flags = OPTIONAL, .doc = "money to keep one for a day; absent: a quarter of its cost a year"),
    FIELD(struct joint_line, lead, .min = 0, .max = 365, .init = 7, .flags = OPTIONAL, .doc = "working days from order to stock"),
    FIELD(struct joint_line, lead_sd, .min = 0, .max = 365, .flags = OPTIONAL, .doc = "their standard deviation"),
    FIELD(struct joint_line, shelf_life, .min = 0, .max = 36500, .init = NAN, .flags = OPTIONAL, .doc = "days it keeps once here"),
    FIELD(struct joint_line, weight, .min = 0, .max = 1e9, .flags = OPTIONAL, .doc = "of one, in the unit of max_weight"),
    FIELD(struct joint_line, volume, .min = 0, .max = 1e9, .flags = OPTIONAL, .doc = "of one, in the unit of max_volume"),
    FIELD(struct joint_line, moq, .min = 1, .max = 1e6, .init = 1, .flags = OPTIONAL, .doc = "least units, where any are ordered"),
    FIELD(struct joint_line, pack, .min = 1, .max = 1e6, .init = 1, .flags = OPTIONAL, .doc = "units come in multiples of this"),
    {0}}};
const struct record joint_in_record = {"joint_in", sizeof(struct joint_in), (const struct field[]){
    FIELD(struct joint_in, supplier, .max = 200, .init_str = "", .flags = OPTIONAL, .doc = "named in the sentence"),
    FIELD(struct joint_in, today, .max = 10, .doc = "as 2026-11-21"),
    FIELD(struct joint_in, now, .max = 5, .init_str = "00:00", .flags = OPTIONAL, .doc = "time of day UTC, for the cut-off: 15:30"),
    FIELD_LIST(struct joint_in, lines, &line_record, .min = 1, .max = 20000, .doc = "what the supplier brings"),
    FIELD_ONE(struct joint_in, calendar, &calendar_record, .flags = OPTIONAL, .doc = "when it takes orders; absent: always"),
    FIELD(struct joint_in, order_cost, .min = 0, .max = 1e9, .flags = OPTIONAL, .doc = "of the order as a whole"),
    FIELD(struct joint_in, budget, .min = 0, .max = 1e12, .init = NAN, .flags = OPTIONAL, .doc = "money that may be spent"),
    FIELD(struct joint_in, max_weight, .min = 0, .max = 1e12, .init = NAN, .flags = OPTIONAL, .doc = "what the container carries"),
    FIELD(struct joint_in, max_volume, .min = 0, .max = 1e12, .init = NAN, .flags = OPTIONAL, .doc = "what it holds"),
    FIELD(struct joint_in, max_units, .min = 0, .max = 1e12, .init = NAN, .flags = OPTIONAL, .doc = "units at most"),
    FIELD(struct joint_in, min_value, .min = 0, .max = 1e12, .flags = OPTIONAL, .doc = "least money of an order that the supplier takes"),
    {0}}};
static const struct record order_record = {"joint_order", sizeof(struct joint_order), (const struct field[]){
    FIELD(struct joint_order, sku, .doc = "as given"),
    FIELD(struct joint_order, units, .doc = "to order"),
    FIELD(struct joint_order, cost, .doc = "money"),
    FIELD(struct joint_order, value, .doc = "worth of these units, expected"),
    FIELD(struct joint_order, next_value, .doc = "worth of the next pack, which was not taken"),
    FIELD(struct joint_order, protects, .doc = "chance that demand until the next order comes is met"),
    FIELD(struct joint_order, sentence, .doc = "in words"),
    {0}}};
static const struct record joint_out_record = {"joint_out", sizeof(struct joint_out), (const struct field[]){
    FIELD(struct joint_out, order, .doc = "an order is worth its cost now"),
    FIELD(struct joint_out, order_day, .doc = "the day the supplier takes it"),
    FIELD(struct joint_out, arrives, .doc = "expected"),
    FIELD(struct joint_out, next_order_day, .doc = "the day after which one can order next"),
    FIELD(struct joint_out, next_arrives, .doc = "until when this order has to last"),
    FIELD_LIST(struct joint_out, lines, &order_record, .doc = "in the order given"),
    FIELD(struct joint_out, units, .doc = "in all"),
    FIELD(struct joint_out, cost, .doc = "money in all"),
    FIELD(struct joint_out, weight, .doc = "in all"),
    FIELD(struct joint_out, volume, .doc = "in all"),
    FIELD(struct joint_out, value, .doc = "worth in all, less order_cost"),
    FIELD(struct joint_out, bound, .doc = "no order within the limits is worth more (Lagrangian bound)"),
    FIELD(struct joint_out, gap, .doc = "share of the bound that this may be below it"),
    FIELD(struct joint_out, binding, .flags = OPTIONAL, .doc = "what kept it from more: budget, weight, volume, units"),
    FIELD(struct joint_out, sentence, .doc = "the decision in words"),
    {0}}};

/* ---- what a unit is worth -------------------------------------------------------------------------------- */

struct dates { int64_t today, order, arrives, next, next_arrives; };

struct chunk { /* packs that are taken together: the least order first, then one by one */
    size_t line;
    int64_t units;
    double value, use[LIMITS], pull; /* pull: worth over what it uses, at the prices of the limits */
};
struct shop {
    const struct joint_in *in;
    struct dates d;
    LIST(struct chunk) chunks;
    double limit[LIMITS], price[LIMITS];
    int64_t *taken; /* [lines] units */
};

/* What an order meets: demand from its coming until the next one's, after what is still left when it comes. Demand of an
 * empty shelf before that is lost, whatever is ordered now. */
struct need { double mean, variance, left; };

static double spread_of(const struct joint_line *l) { return isnan(l->sd) ? l->mean : fmax(l->sd * l->sd, l->mean); }

/* Mean of what of `x` a gamma demand leaves. */
static double leaves(double x, double mean, double variance, double *chance)
{
    double shape = mean * mean / variance, scale = variance / mean;
    *chance = x > 0 ? stat_gamma_cdf(shape, x / scale) : 0;
    return x > 0 ? fmax(0, x * *chance - mean * stat_gamma_cdf(shape + 1, x / scale)) : 0;
}

static struct need need_of(const struct shop *s, const struct joint_line *l)
{
    double before = (double)(s->d.arrives - s->d.today), days = (double)(s->d.next_arrives - s->d.arrives), x = fmax(0, l->on_hand) + l->on_order;
    struct need n = {l->mean * days, fmax(spread_of(l) * days + l->mean * l->mean * l->lead_sd * l->lead_sd, 1e-9), x};
    double mean = l->mean * before, variance = fmax(spread_of(l) * before, 1e-9), chance = 1;
    if (mean > 0)
        n.left = leaves(x, mean, variance, &chance), n.variance += variance * chance;
    return n;
}

static double chance_above(const struct need *n, double x)
{
    if (x <= 0)
        return n->mean > 0;
    return n->mean > 0 ? 1 - stat_gamma_cdf(n->mean * n->mean / n->variance, x * n->mean / n->variance) : 0;
}

static double holding_of(const struct joint_line *l) { return isnan(l->holding) ? 0.25 * l->unit_cost / 365 : l->holding; }

/* Of the k-th unit ordered. */
static double unit_value(const struct joint_line *l, const struct need *n, double k)
{
    double until = l->mean > 0 ? (n->left + k) / l->mean : 3650;
    return l->margin * chance_above(n, n->left + k - 0.5) - holding_of(l) * fmin(until, 3650);
}

/* No unit that would still lie there when it spoils. */
static int64_t units_most(const struct joint_line *l, const struct need *n)
{
    double most = isnan(l->shelf_life) ? 1e9 : floor(l->mean * l->shelf_life - n->left);
    return most < 1e9 ? (int64_t)fmax(0, most) : 1000000000;
}

static struct chunk chunk_new(const struct joint_line *l, size_t line, int64_t units)
{
    double n = (double)units;
    return (struct chunk){.line = line, .units = units, .use = {n * l->unit_cost, n * l->weight, n * l->volume, n}};
}

/* Worth of units from+1 … from+units; of very many, by the one in the middle. */
static double chunk_value(const struct joint_line *l, const struct need *n, int64_t from, int64_t units)
{
    double sum = 0;
    if (units > CHUNKS_MAX)
        return (double)units * unit_value(l, n, (double)from + (double)units / 2);
    for (int64_t k = 1; k <= units; k++)
        sum += unit_value(l, n, (double)(from + k));
    return sum;
}

static void line_chunks(struct ctx *c, struct shop *s, size_t i)
{
    const struct joint_line *l = &s->in->lines.at[i];
    struct need n = need_of(s, l);
    int64_t least = (l->moq + l->pack - 1) / l->pack * l->pack, most = units_most(l, &n), at = 0, step = l->pack;
    int64_t reach = (int64_t)fmax(0, n.mean + 8 * sqrt(n.variance) - n.left) + least;
    step *= reach / step > CHUNKS_MAX ? reach / step / CHUNKS_MAX + 1 : 1; /* very large demand is counted in several packs */
    for (int64_t units = least; at + units <= most && at <= reach; units = step) {
        struct chunk one = chunk_new(l, i, units);
        one.value = chunk_value(l, &n, at, units);
        if (one.value <= 0 && (s->in->min_value <= 0 || one.value <= -holding_of(l) * (double)units * 365))
            break; /* to reach the least order value, up to a year's keeping */
        *LIST_ADD(c, &s->chunks) = one;
        at += units;
    }
}

/* ---- the bound ---------------------------------------------------------------------------------------------- */

static double priced(const struct shop *s, const struct chunk *k)
{
    double cost = 0;
    for (int r = 0; r < LIMITS; r++)
        cost += s->price[r] * k->use[r];
    return cost;
}

/* The dual at these prices; `over`: how far the chunks worth their price go past each limit. */
static double dual(const struct shop *s, double over[LIMITS])
{
    double sum = 0;
    for (int r = 0; r < LIMITS; r++) {
        over[r] = isinf(s->limit[r]) ? 0 : -s->limit[r];
        sum += isinf(s->limit[r]) ? 0 : s->price[r] * s->limit[r];
    }
    for (size_t i = 0; i < s->chunks.n; i++) {
        const struct chunk *k = &s->chunks.at[i];
        double left = fmax(0, k->value) - priced(s, k);
        if (k->value <= 0 || left <= 0)
            continue;
        sum += left;
        for (int r = 0; r < LIMITS; r++)
            over[r] += isinf(s->limit[r]) ? 0 : k->use[r];
    }
    return sum;
}

/* The price of one limit, the others as they are: the dual is convex, and falls while the limit is overrun. */
static double price_find(struct shop *s, int r, double most)
{
    double low = 0, high = most, over[LIMITS];
    for (int i = 0; i < HALVINGS; i++) {
        s->price[r] = (low + high) / 2;
        dual(s, over);
        *(over[r] > 0 ? &low : &high) = s->price[r];
    }
    s->price[r] = high < most * 1e-9 ? 0 : high;
    return dual(s, over);
}

/* One limit after the other, until none gains; every value of the dual is a bound, so the least met is taken. */
static double bound_find(struct shop *s)
{
    double best, over[LIMITS], most[LIMITS] = {0}, at[LIMITS] = {0};
    for (size_t i = 0; i < s->chunks.n; i++)
        for (int r = 0; r < LIMITS; r++)
            if (s->chunks.at[i].use[r] > 0)
                most[r] = fmax(most[r], s->chunks.at[i].value / s->chunks.at[i].use[r]);
    best = dual(s, over);
    for (int round = 0; round < ROUNDS; round++) {
        double before = best;
        for (int r = 0; r < LIMITS; r++) {
            double now = isinf(s->limit[r]) ? best : price_find(s, r, most[r]);
            if (now < best)
                best = now, memcpy(at, s->price, sizeof at);
        }
        if (best > before * (1 - 1e-9))
            break;
    }
    memcpy(s->price, at, sizeof at);
    return best;
}

/* Where one limit at a time goes no further: steps along what is overrun, as long as what is known to be reached tells (Polyak
 * 1969). Gives the better bound, with its prices. */
static double bound_polish(struct shop *s, double best, double reached)
{
    double at[LIMITS], over[LIMITS];
    memcpy(at, s->price, sizeof at);
    for (int round = 0; round < STEPS && best > reached * (1 + 1e-6); round++) {
        double now = dual(s, over), square = 0;
        if (now < best)
            best = now, memcpy(at, s->price, sizeof at);
        for (int r = 0; r < LIMITS; r++)
            square += isinf(s->limit[r]) || s->limit[r] <= 0 ? 0 : pow(over[r] / s->limit[r], 2);
        double step = square > 0 ? (now - reached) / square / (1 + round / 50.0) : 0;
        for (int r = 0; r < LIMITS; r++)
            if (!isinf(s->limit[r]) && s->limit[r] > 0)
                s->price[r] = fmax(0, s->price[r] + step * over[r] / s->limit[r] / s->limit[r]);
    }
    memcpy(s->price, at, sizeof at);
    return best;
}

/* ---- choosing ------------------------------------------------------------------------------------------------- */

static int by_pull(const void *a, const void *b) /* of a line the least order is first: its pull is never lower, and it stands before */
{
    const struct chunk *x = *(const struct chunk *const *)a, *y = *(const struct chunk *const *)b;
    return x->pull > y->pull ? -1 : x->pull < y->pull ? 1 : x < y ? -1 : 1;
}

static bool fits(const struct shop *s, const double used[LIMITS], const struct chunk *k)
{
    for (int r = 0; r < LIMITS; r++)
        if (used[r] + k->use[r] > s->limit[r] * (1 + 1e-12))
            return false;
    return true;
}

/* Chunks in order of pull, as far as they fit; of a line one after the other. `loss`: also what costs more than it is worth, until
 * the money spent reaches `until`. Gives the worth. */
static double take(struct ctx *c, struct shop *s, struct chunk *const *order, double used[LIMITS], double until, bool loss)
{
    bool *shut = NEW_ARRAY(c, bool, s->in->lines.n);
    double worth = 0;
    for (size_t i = 0; i < s->chunks.n; i++) {
        const struct chunk *k = order[i];
        if (shut[k->line] || (k->value <= 0) != loss || used[0] >= until)
            continue;
        if (!fits(s, used, k)) {
            shut[k->line] = true;
            continue;
        }
        s->taken[k->line] += k->units;
        worth += k->value;
        for (int r = 0; r < LIMITS; r++)
            used[r] += k->use[r];
    }
    return worth;
}

static struct chunk **ordered(struct ctx *c, struct shop *s, double (*pull)(const struct shop *, const struct chunk *))
{
    struct chunk **order = NEW_ARRAY(c, struct chunk *, s->chunks.n + 1);
    for (size_t i = 0; i < s->chunks.n; i++) {
        order[i] = &s->chunks.at[i];
        order[i]->pull = pull(s, order[i]);
    }
    qsort(order, s->chunks.n, sizeof *order, by_pull);
    return order;
}

static double pull_price(const struct shop *s, const struct chunk *k)
{
    double cost = priced(s, k);
    return cost > 0 ? k->value / cost : k->value > 0 ? INFINITY : k->value;
}
static double pull_use(const struct shop *s, const struct chunk *k)
{
    double use = 1e-12;
    for (int r = 0; r < LIMITS; r++)
        use += isinf(s->limit[r]) || s->limit[r] <= 0 ? 0 : k->use[r] / s->limit[r];
    return k->value / use;
}
static double pull_worth(const struct shop *s, const struct chunk *k) { return (void)s, k->value; }

/* The best of three orders of taking; then what is missing to the supplier's least value, at the least loss. */
static double choose(struct ctx *c, struct shop *s, double used[LIMITS])
{
    static double (*const pulls[PASSES])(const struct shop *, const struct chunk *) = {pull_price, pull_use, pull_worth};
    double best = -1;
    int64_t *taken = NULL;
    struct chunk **order = NULL;
    for (int p = 0; p < PASSES; p++) {
        double now[LIMITS] = {0};
        struct chunk **by = ordered(c, s, pulls[p]);
        s->taken = NEW_ARRAY(c, int64_t, s->in->lines.n);
        double worth = take(c, s, by, now, INFINITY, false);
        if (worth <= best)
            continue;
        best = worth, taken = s->taken, order = by;
        memcpy(used, now, sizeof now);
    }
    s->taken = taken;
    return best + (used[0] < s->in->min_value ? take(c, s, order, used, s->in->min_value, true) : 0);
}

/* ---- telling ---------------------------------------------------------------------------------------------------- */

static void line_tell(struct ctx *c, const struct shop *s, size_t i, struct joint_out *out)
{
    const struct joint_line *l = &s->in->lines.at[i];
    struct joint_order *o = LIST_ADD(c, &out->lines);
    struct need need = need_of(s, l);
    double position = l->on_hand + l->on_order;
    int64_t n = out->order ? s->taken[i] : 0, at = 0;
    *o = (struct joint_order){.sku = l->sku, .units = n, .cost = stat_round((double)n * l->unit_cost, 12)};
    for (size_t k = 0; k < s->chunks.n; k++) {
        const struct chunk *one = &s->chunks.at[k];
        if (one->line != i)
            continue;
        if (at < n)
            o->value += one->value;
        else if (at == n)
            o->next_value = stat_round(one->value, 9);
        at += one->units;
    }
    o->value = stat_round(o->value, 9);
    o->protects = stat_round(1 - chance_above(&need, need.left + (double)n + 0.5), 6);
    struct str lasts = str_fmt(c, "with %.6g here or under way, demand from %s to %s is met with a chance of %.0f %%", position, out->arrives.p,
                               out->next_arrives.p, 100 * o->protects);
    o->sentence = n ? str_fmt(c, "order %lld: %.*s", (long long)n, FMT(lasts)) : str_fmt(c, "order nothing: %.*s", FMT(lasts));
}

static struct str binding_of(struct ctx *c, const struct shop *s, const double used[LIMITS])
{
    struct strs all = {0};
    bool left = false;
    for (size_t i = 0; i < s->chunks.n && !left; i++)
        left = s->chunks.at[i].value > 0 && !fits(s, used, &s->chunks.at[i]);
    for (int r = 0; r < LIMITS && left; r++)
        if (s->price[r] > 0 && used[r] > 0.8 * s->limit[r])
            strs_add(c, &all, str_z(limit_name[r]));
    return str_join(c, &all, STR(", "));
}

static void tell(struct ctx *c, const struct shop *s, const double used[LIMITS], double worth, struct joint_out *out)
{
    const struct joint_in *in = s->in;
    bool below = used[0] < in->min_value;
    out->order = used[3] > 0 && worth > in->order_cost && !below;
    out->value = out->order ? stat_round(worth - in->order_cost, 9) : 0;
    out->bound = stat_round(fmax(fmax(0, out->bound - in->order_cost), out->value), 9);
    out->gap = out->bound > 0 && out->order ? stat_round(1 - out->value / out->bound, 6) : 0;
    if (out->order) {
        out->cost = stat_round(used[0], 12), out->weight = stat_round(used[1], 12), out->volume = stat_round(used[2], 12), out->units = (int64_t)used[3];
        out->binding = binding_of(c, s, used);
    }
    for (size_t i = 0; i < in->lines.n; i++)
        line_tell(c, s, i, out);
    struct str from = in->supplier.n ? str_fmt(c, " from %.*s", FMT(in->supplier)) : STR("");
    if (out->order)
        out->sentence = str_fmt(c, "Order %lld units%.*s on %s for %.2f: it comes on %s and lasts until %s; worth %.2f, at most %.2g %% below the best%s%.*s.",
                                (long long)out->units, FMT(from), out->order_day.p, out->cost, out->arrives.p, out->next_arrives.p, out->value,
                                100 * out->gap, out->binding.n ? "; limited by " : "", FMT(out->binding));
    else
        out->sentence = str_fmt(c, "Order nothing%.*s now: %s; the next chance is %s.", FMT(from),
                                below && used[3] > 0 ? "what is worth it does not reach the least order value" : "no order is worth its cost", out->next_order_day.p);
}

static enum status dates_read(struct ctx *c, const struct joint_in *in, struct dates *d)
{
    struct calendar_days days;
    int64_t h, m, lead = 0;
    TRY(calendar_read(c, in->calendar, &days));
    if (!day_read(in->today, &d->today))
        return fail(c, REJECT, "today is \"%.12s\": give a day as 2026-11-21", in->today.p);
    size_t colon = str_find(in->now, STR(":"), 0);
    if (colon == SIZE_MAX || !str_int(str_copy(c, str_part(in->now, 0, colon)), &h) || !str_int(str_copy(c, str_part(in->now, colon + 1, in->now.n)), &m))
        return fail(c, REJECT, "now is \"%.10s\": give a time as 15:30", in->now.p);
    for (size_t i = 0; i < in->lines.n; i++)
        lead = ceil(in->lines.at[i].lead) > (double)lead ? (int64_t)ceil(in->lines.at[i].lead) : lead;
    d->order = calendar_next(&days, d->today, h * 60 + m);
    d->next = d->order < 0 ? -1 : calendar_next(&days, d->order + 1, 0);
    if (d->next < 0)
        return fail(c, REJECT, "the calendar leaves no day to order on within a year of %s", in->today.p);
    d->arrives = calendar_arrives(&days, d->order, lead), d->next_arrives = calendar_arrives(&days, d->next, lead);
    return OK;
}

static enum status run(struct ctx *c, const void *opt, const void *in_, void *out_)
{
    (void)opt;
    const struct joint_in *in = in_;
    struct joint_out *out = out_;
    double limits[LIMITS] = {in->budget, in->max_weight, in->max_volume, in->max_units}, used[LIMITS] = {0};
    struct shop s = {.in = in};
    record_init(&joint_out_record, out);
    TRY(dates_read(c, in, &s.d));
    for (int r = 0; r < LIMITS; r++)
        s.limit[r] = isnan(limits[r]) ? INFINITY : limits[r];
    for (size_t i = 0; i < in->lines.n; i++)
        line_chunks(c, &s, i);
    out->order_day = day_text(c, s.d.order), out->arrives = day_text(c, s.d.arrives);
    out->next_order_day = day_text(c, s.d.next), out->next_arrives = day_text(c, s.d.next_arrives);
    double bound = bound_find(&s), worth = choose(c, &s, used);
    out->bound = bound_polish(&s, bound, worth);
    if (out->bound < bound) {
        double again[LIMITS] = {0};
        int64_t *taken = s.taken;
        double other = choose(c, &s, again);
        if (other > worth)
            worth = other, memcpy(used, again, sizeof used);
        else
            s.taken = taken;
    }
    tell(c, &s, used, worth, out);
    return OK;
}

const struct capability replenish_joint = {
    .name = "replenish.joint",
    .doc = "one order of many lines to a budget, a container and a supplier's calendar, with how far it may be from the best",
    .stage = DECIDE,
    .in = &joint_in_record,
    .out = &joint_out_record,
    .run = run,
};
