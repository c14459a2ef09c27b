/* intelligence/generate/theme.c - near in meaning, true of what the theme claims, not too much of one kind, in stock, affordable.
 *
 * Few that belong are better than many: what stands out for nothing the theme asks for (theme_near.c) is left out, and where fewer
 * than three are left the answer says so.
 */
#include "intelligence/generate/theme.h"
#include "core/capability.h"
#include "data/claim.h"
#include "data/lexicon/reading.h"
#include "intelligence/generate/copy.h"
#include "intelligence/generate/theme_say.h"
#include <math.h>
#include <stdlib.h>

enum { TOLD = 3 /* facts in a reason */, LEAST = 3 /* products of a collection */, FEW = 12 };

struct str theme_kind(const struct product *p)
{
    size_t from = p->category.n;
    while (from > 0 && p->category.p[from - 1] != '>')
        from--;
    return str_trim(str_part(p->category, from, p->category.n));
}

/* ---- what belongs ---------------------------------------------------------------------------------------------- */

static int by_near(const void *a, const void *b)
{
    const struct theme_pick *x = a, *y = b;
    return x->near != y->near ? (x->near < y->near) - (x->near > y->near) : (x->product > y->product) - (x->product < y->product);
}

/* Whether the product's facts contradict or do not carry what the theme states ("waterproof", "cotton"). */
static enum status is_true_of(struct ctx *c, const struct theme_asked *ask, const struct product *p, bool *is)
{
    struct claims_in in;
    struct claims_out out;
    struct product copy = *p;
    record_init(&claims_in_record, &in);
    record_init(&claims_out_record, &out);
    in.product = &copy, in.text = ask->theme, in.language = ask->language;
    TRY(capability_call(c, "verify.claims", &in, &out));
    *is = true;
    for (size_t i = 0; i < out.claims.n; i++) /* an "Italian dinner" is a style, and says of no product where it was made */
        *is &= str_eq(out.claims.at[i].verdict, STR("supported")) || str_eq(out.claims.at[i].kind, STR("origin"));
    return OK;
}

struct shelf_room { /* what was taken */
    const struct product *product;
    const struct theme_picked *out;
    size_t per_category;
    int64_t left;
};

static bool has_room(const struct shelf_room *r, const struct product *p, int64_t price)
{
    size_t same = 0;
    for (size_t i = 0; i < r->out->at.n; i++) {
        const struct product *other = &r->product[r->out->at.at[i].product];
        same += p->category.n && str_eq_case(theme_kind(other), theme_kind(p));
        if (str_eq_case(other->title, p->title))
            return false; /* the same thing again */
    }
    return (!r->per_category || same < r->per_category) && (r->left == NONE || (price != NONE && price <= r->left));
}

/* ---- why -------------------------------------------------------------------------------------------------------- */

static bool is_small(struct str w)
{
    static const char *const small = " the and for with from your our all und mit der die das les des pour con para los las ";
    return w.n < 3 || str_has(str_z(small), w);
}

/* A word of the theme that the product's own words have; absent: none. */
static struct str shared_word(struct ctx *c, struct str theme, struct str text)
{
    struct strs words = str_split(c, theme, ' ');
    for (size_t i = 0; i < words.n; i++)
        if (!is_small(str_lower(c, words.at[i])) && has_word(text, words.at[i]))
            return words.at[i];
    return (struct str){0};
}

static struct str reason_of(struct ctx *c, const struct theme_asked *ask, const struct product *p)
{
    struct buf b = {0};
    enum lex_language l = lex_language_of(ask->language);
    struct str word = shared_word(c, ask->theme, theme_words(c, p)), kind = theme_kind(p);
    buf_add(c, &b, word.n ? theme_with(c, THEME_OWN, l, word) : str_z(theme_say(THEME_NEAR, l)));
    if (kind.n)
        buf_add(c, &b, theme_with(c, THEME_IN, l, kind));
    for (size_t i = 0, told = 0; i < p->attributes.n && told < TOLD; i++) {
        const struct attribute *a = &p->attributes.at[i];
        if (a->value.n > 40 || !a->value.n)
            continue;
        buf_fmt(c, &b, "%s%.*s %.*s%s%.*s", told ? ", " : "; ", FMT(a->name), FMT(a->value), a->unit.n ? " " : "", FMT(a->unit));
        told++;
    }
    int64_t stock = product_stock(p);
    if (stock != NONE)
        buf_add(c, &b, theme_with(c, THEME_STOCK, l, str_fmt(c, "%lld", (long long)stock)));
    return buf_str(&b);
}

/* ---- what a theme says of prices --------------------------------------------------------------------------------- */

/* "home office under 200": the words before the number are the theme, the number is the most that one product may cost. */
static void ceiling_take(struct ctx *c, struct theme_asked *ask, double *most)
{
    const struct reading *r = reading_of(c, ask->theme, lex_language_of(ask->language));
    *most = NAN;
    for (size_t i = 0; i < r->statements.n; i++) {
        const struct statement *s = &r->statements.at[i];
        bool money = !s->q.unit[0] || lex_concepts[s->q.unit[0]].dimension == DIM_money;
        uint32_t from = s->from;
        if (s->kind != LEX_number || !money || s->q.role[0] || (s->q.precision != UNDER && s->q.precision != UP_TO))
            continue;
        for (size_t k = 0; k < r->matches.n; k++) {
            const struct match *m = &r->matches.at[k];
            if ((m->kind == LEX_under || m->kind == LEX_upto) && m->end <= s->first && m->end + 2 >= s->first && r->t.at[m->first].from < from)
                from = r->t.at[m->first].from;
        }
        *most = s->q.value;
        ask->theme = str_trim(str_fmt(c, "%.*s%.*s", FMT(str_part(ask->theme, 0, from)), FMT(str_part(ask->theme, s->to, ask->theme.n))));
        return; /* what is left is read by its meaning */
    }
}

static bool is_below(const struct product *p, int64_t price, double most)
{
    struct str currency = p->currency.n ? p->currency : p->variants.n ? p->variants.at[0].currency : (struct str){0};
    return isnan(most) || (price != NONE && (double)price <= most * currency_minor(currency) + 0.5);
}

/* Those above the line that there is room for, best first. */
static enum status theme_take(struct ctx *c, const struct theme_asked *ask, struct theme_pick *pick, double line, double most, struct shelf_room *room,
                              struct theme_picked *out)
{
    for (size_t i = 0; i < ask->n && out->at.n < ask->k && pick[i].near >= line; i++) {
        const struct product *p = &ask->product[pick[i].product];
        bool is_true;
        pick[i].price = product_lowest(p);
        if (pick[i].untrue || product_stock(p) == 0 || !is_below(p, pick[i].price, most) || !has_room(room, p, pick[i].price))
            continue;
        TRY(is_true_of(c, ask, p, &is_true));
        pick[i].untrue = !is_true;
        out->untrue += !is_true;
        if (!is_true)
            continue;
        pick[i].reason = reason_of(c, ask, p);
        *LIST_ADD(c, &out->at) = pick[i];
        out->total += pick[i].price == NONE ? 0 : pick[i].price;
        room->left = room->left == NONE ? NONE : room->left - pick[i].price;
    }
    return OK;
}

/* ---- all of it ------------------------------------------------------------------------------------------------------ */

enum status theme_choose(struct ctx *c, const struct theme_asked *asked, struct theme_picked *out)
{
    struct theme_asked ask = *asked;
    struct theme_pick *pick = NEW_ARRAY(c, struct theme_pick, ask.n);
    struct shelf_room room = {ask.product, out, ask.per_category, ask.budget};
    double most;
    *out = (struct theme_picked){0};
    ceiling_take(c, &ask, &most);
    if (!ask.theme.n)
        return fail(c, REJECT, "\"%.*s\" is a price and no theme", FMT(asked->theme));
    TRY(theme_near(c, &ask, pick, &out->backend));
    double line = ask.n < FEW && str_eq(ask.embed, STR("hash")) ? -INFINITY : 0; /* letters know no meaning: of a few, chosen by somebody, all may belong */
    qsort(pick, ask.n, sizeof *pick, by_near);
    TRY(theme_take(c, &ask, pick, line, most, &room, out));
    if (room.per_category) { /* variety first, then more of what belongs: "indoor plants" are all of one category */
        room.per_category = 0;
        TRY(theme_take(c, &ask, pick, line, most, &room, out));
    }
    if (out->at.n >= LEAST)
        return OK;
    return fail(c, REJECT, "%zu of %zu products belong to \"%.*s\" within stock, budget and what it says of them%s; a collection needs %d", out->at.n, ask.n,
                FMT(asked->theme), out->untrue ? " (some are not what it says)" : "", LEAST);
}
