/* intelligence/decide/insight/insight_word.c - decisions as sentences, and whether a text holds to the figures. */
#include "intelligence/decide/insight/insight_explain.h"
#include <ctype.h>
#include <math.h>


/* ---- decisions --------------------------------------------------------------------------------------- */

static struct str money(struct ctx *c, struct explain_out *out, const struct explain_in *in, const char *name, double value)
{
    struct str text = figure_add(c, out, name, value, "money", str_fmt(c, "%.2f", value), str_fmt(c, "asked.%s, as given", name));
    return in->currency.n ? str_fmt(c, "%.*s %.*s", FMT(text), FMT(in->currency)) : text;
}

static struct str share(struct ctx *c, struct explain_out *out, const char *name, double value)
{
    struct str text = figure_add(c, out, name, 100 * value, "percent", str_fmt(c, "%.3g", fabs(100 * value)), str_fmt(c, "asked.%s, as given", name));
    return str_fmt(c, "%.*s %% %s", FMT(text), value < 0 ? "less" : "more");
}

static void price_tell(struct ctx *c, const struct explain_in *in, struct explain_out *out)
{
    const struct told_price *p = in->asked;
    struct buf b = {0};
    struct str now = money(c, out, in, "price_now", p->price_now), next = money(c, out, in, "price", p->price);
    if (fabs(p->price - p->price_now) < 1e-9) {
        strs_add(c, &out->sentences, str_fmt(c, "The price stays at %.*s: no other within the limits promises more.", FMT(now)));
        return;
    }
    buf_fmt(c, &b, "Asking %.*s instead of %.*s", FMT(next), FMT(now));
    if (!isnan(p->units_change))
        buf_fmt(c, &b, " is expected to sell %s units", share(c, out, "units_change", p->units_change).p);
    if (!isnan(p->profit_change))
        buf_fmt(c, &b, "%s %s profit", isnan(p->units_change) ? " is expected to bring" : " and bring", share(c, out, "profit_change", p->profit_change).p);
    struct str e = figure_add(c, out, "asked_elasticity", p->elasticity, "elasticity", str_fmt(c, "%.2f", p->elasticity), STR("asked.elasticity, as given"));
    buf_fmt(c, &b, ", at an elasticity of %.*s", FMT(e));
    if (!isnan(p->se)) {
        struct str se = figure_add(c, out, "asked_se", p->se, "elasticity", str_fmt(c, "%.2f", p->se), STR("asked.se, as given"));
        buf_fmt(c, &b, " (standard error %.*s)", FMT(se));
    }
    buf_byte(c, &b, '.');
    strs_add(c, &out->sentences, buf_str(&b));
}

static struct str units(struct ctx *c, struct explain_out *out, const char *name, double value)
{
    return figure_add(c, out, name, value, "units", str_fmt(c, "%.4g", value), str_fmt(c, "order.%s, as given", name));
}

static void order_tell(struct ctx *c, const struct explain_in *in, struct explain_out *out)
{
    const struct told_order *o = in->order;
    const char *period = in->unit.p;
    struct str hand = units(c, out, "on_hand", o->on_hand), point = units(c, out, "reorder_point", o->reorder_point);
    struct str way = STR("");
    if (o->on_order > 0) {
        struct str n = units(c, out, "on_order", o->on_order);
        way = str_fmt(c, " and %.*s on order", FMT(n));
    }
    if (o->units <= 0) {
        strs_add(c, &out->sentences, str_fmt(c, "Nothing is ordered: %.*s on hand%.*s are above the reorder point of %.*s.", FMT(hand), FMT(way), FMT(point)));
        return;
    }
    struct str n = units(c, out, "units", o->units);
    strs_add(c, &out->sentences, str_fmt(c, "%.*s units are ordered: %.*s on hand%.*s are at or below the reorder point of %.*s.", FMT(n), FMT(hand), FMT(way),
                                         FMT(point)));
    if (!(o->per_day > 0))
        return;
    double lasts = fmax(0, o->on_hand) / o->per_day;
    struct str rate = units(c, out, "per_day", o->per_day);
    struct str last = figure_add(c, out, "lasts", lasts, "days", str_fmt(c, "%.3g", lasts), STR("order.on_hand / order.per_day"));
    struct str lead = figure_add(c, out, "lead_days", o->lead_days, "days", str_fmt(c, "%.3g", o->lead_days), STR("order.lead_days, as given"));
    strs_add(c, &out->sentences, str_fmt(c, "At %.*s a %s what is here lasts %.*s %ss, and an order takes %.*s.", FMT(rate), period, FMT(last), period, FMT(lead)));
}

void explain_decisions(struct ctx *c, const struct explain_in *in, struct explain_out *out)
{
    if (in->asked)
        price_tell(c, in, out);
    if (in->order)
        order_tell(c, in, out);
}

/* ---- holding a text to the figures ------------------------------------------------------------------------ */

static bool word_in(struct str low, const char *const *words)
{
    for (; *words; words++) {
        size_t n = strlen(*words);
        for (size_t at = 0; (at = str_find(low, str_z(*words), at)) != SIZE_MAX; at++)
            if ((!at || !isalpha((unsigned char)low.p[at - 1])) && !isalpha((unsigned char)low.p[at + n]))
                return true;
    }
    return false;
}

static bool known(const struct explain_out *out, double x)
{
    double given;
    for (size_t i = 0; i < out->figures.n; i++)
        if (str_real(out->figures.at[i].text, &given) && fabs(fabs(given) - fabs(x)) < 1e-9)
            return true;
    return false;
}

/* "1,234.5" is one number; a comma or point at its end is the sentence's. */
static bool numbers_hold(struct ctx *c, const struct explain_out *out, struct str text, struct str *why)
{
    for (size_t i = 0; i < text.n;) {
        struct buf digits = {0};
        if (!isdigit((unsigned char)text.p[i])) {
            i++;
            continue;
        }
        for (; i < text.n; i++) {
            bool mark = (text.p[i] == '.' || text.p[i] == ',') && i + 1 < text.n && isdigit((unsigned char)text.p[i + 1]);
            if (!isdigit((unsigned char)text.p[i]) && !mark)
                break;
            if (text.p[i] != ',')
                buf_byte(c, &digits, text.p[i]);
        }
        double x;
        if (!str_real(buf_str(&digits), &x) || !known(out, x)) {
            *why = str_fmt(c, "%.*s is none of the figures", FMT(buf_str(&digits)));
            return false;
        }
    }
    return true;
}

static bool found(const struct explain_out *out, const char *cause)
{
    for (size_t i = 0; i < out->causes.n; i++)
        if (str_eq(out->causes.at[i].cause, str_z(cause)))
            return true;
    return false;
}

bool explain_holds(struct ctx *c, const struct explain_in *in, const struct explain_out *out, struct str text, struct str *why)
{
    static const char *const up[] = {"rose", "rise", "risen", "grew", "grown", "increased", "gained", "climbed", NULL};
    static const char *const down[] = {"fell", "fall", "fallen", "dropped", "declined", "decreased", "shrank", "lost", NULL};
    static const char *const spelled[] = {"two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "twenty", "half", "double", "twice",
                                          "third", "quarter", "hundred", "thousand", "percent", NULL};
    static const char *const elsewhere[] = {"competitor", "competitors", "weather", "season", "seasonal", "economy", "inflation", "advertising",
                                            "marketing", "quality", "should", "recommend", NULL};
    static const char *const promoted[] = {"promotion", "promotions", "promoted", "discount", "discounts", NULL};
    struct str low = str_lower(c, text);
    bool told = !isnan(out->change) && out->change != 0;
    struct str name = str_lower(c, in->title.n ? in->title : in->sku); /* its own words are no claims */
    low = name.n ? str_replace(c, low, name, STR("it")) : low;
    *why = STR("");
    if (!numbers_hold(c, out, low, why))
        return false;
    if (word_in(low, spelled))
        return *why = STR("a number is spelled out, or a share is not written as the figures do"), false;
    if (told && !word_in(low, out->change < 0 ? down : up))
        return *why = STR("the direction of the change is not told"), false;
    if (word_in(low, elsewhere) || (word_in(low, promoted) && !found(out, "promotion")))
        return *why = STR("it names what the data do not"), false;
    for (size_t i = 0; told && i < out->figures.n; i++)
        if (str_eq(out->figures.at[i].name, STR("change")) && !str_has(low, out->figures.at[i].text))
            return *why = STR("it leaves out the change itself"), false;
    return true;
}
