/* intelligence/answer/recommend/placement.c - rules over a list: out, up, down, at a place; a trial of two sets of them. */
#include "intelligence/answer/recommend/placement.h"
#include "core/trial.h"
#include <math.h>
#include <stdlib.h>

static const struct record rule_record = {"rule", sizeof(struct placement_rule), (const struct field[]){
    FIELD_AS(struct placement_rule, act, "do", .choice = "pin|bury|exclude|boost", .doc = "show at a place, show last, never show, multiply the score"),
    FIELD(struct placement_rule, place, .choice = "similar|goes_with|for_you|popular|theme|*", .init_str = "*", .flags = OPTIONAL, .doc = "where"),
    FIELD(struct placement_rule, field, .choice = "id|brand|category|title|price|stock|*", .init_str = "*", .flags = OPTIONAL, .doc = "of the product"),
    FIELD(struct placement_rule, is, .max = 300, .flags = OPTIONAL, .doc = "text: the same; category: in or below; title: among its words"),
    FIELD(struct placement_rule, above, .init = NAN, .flags = OPTIONAL, .doc = "number: more than this; money in minor units"),
    FIELD(struct placement_rule, below, .init = NAN, .flags = OPTIONAL, .doc = "number: less than this"),
    FIELD(struct placement_rule, by, .min = 0.01, .max = 100, .init = 2, .flags = OPTIONAL, .doc = "boost: times; less than 1 lowers"),
    FIELD(struct placement_rule, position, .min = 1, .max = 100, .init = 1, .flags = OPTIONAL, .doc = "pin: from 1"),
    {0}}};
static const struct record arm_record = {"arm", sizeof(struct placement_arm), (const struct field[]){
    FIELD(struct placement_arm, name, .min = 1, .max = 40, .doc = "in the events' list: \"for_you:name\""),
    FIELD(struct placement_arm, share, .min = 0, .max = 1, .doc = "of visitors"),
    FIELD_LIST(struct placement_arm, rules, &rule_record, .max = 200, .flags = OPTIONAL, .doc = "besides the common ones"),
    FIELD(struct placement_arm, per_category, .min = 0, .max = 100, .init = (double)NONE, .flags = OPTIONAL, .doc = "in place of the common one"),
    {0}}};
const struct record recommend_setting_record = {"recommend", sizeof(struct placement), (const struct field[]){
    FIELD_LIST(struct placement, rules, &rule_record, .max = 500, .flags = OPTIONAL, .doc = "what is pinned, buried, excluded, boosted"),
    FIELD(struct placement, per_category, .min = 0, .max = 100, .init = 4, .flags = OPTIONAL, .doc = "of one category in a list at most; 0: any number"),
    FIELD(struct placement, trial, .max = 60, .flags = OPTIONAL, .doc = "name of the trial of the arms; another name assigns visitors anew"),
    FIELD_LIST(struct placement, arms, &arm_record, .max = 10, .flags = OPTIONAL, .doc = "configurations tried; the first is the control"),
    {0}}};

const struct placement_arm *placement_arm(struct ctx *c, const struct placement *p, struct str visitor)
{
    double share[10];
    if (!p->trial.n || p->arms.n < 2 || !visitor.n)
        return NULL;
    for (size_t i = 0; i < p->arms.n; i++)
        share[i] = p->arms.at[i].share;
    int at = trial_assign(str_fmt(c, "recommend:%.*s", FMT(p->trial)), visitor, share, (int)p->arms.n);
    return at < 0 ? NULL : &p->arms.at[at];
}

/* ---- does a rule speak of this? ----------------------------------------------------------------------------- */

static bool number_fits(const struct placement_rule *r, int64_t x)
{
    return x != NONE && !(r->above >= (double)x) && !(r->below <= (double)x) && (!isnan(r->above) || !isnan(r->below));
}

static bool is_within(struct str path, struct str of)
{
    size_t at = of.n;
    if (path.n < of.n || !str_eq_case(str_part(path, 0, of.n), of))
        return false;
    while (at < path.n && path.p[at] == ' ')
        at++;
    return at == path.n || path.p[at] == '>';
}

static bool title_has(struct str title, struct str word)
{
    for (size_t i = 0; word.n && i + word.n <= title.n; i++) {
        bool begins = i == 0 || title.p[i - 1] == ' ' || title.p[i - 1] == '-', ends = i + word.n == title.n || title.p[i + word.n] == ' ' ||
                      title.p[i + word.n] == ',' || title.p[i + word.n] == '-';
        if (begins && ends && str_eq_case(str_part(title, i, i + word.n), word))
            return true;
    }
    return false;
}

static bool rule_fits(const struct placement_rule *r, const struct placed *x)
{
    if (str_eq(r->field, STR("id")))
        return str_eq(x->id, r->is);
    if (str_eq(r->field, STR("brand")))
        return x->brand.n && str_eq_case(x->brand, r->is);
    if (str_eq(r->field, STR("category")))
        return r->is.n && is_within(x->category, r->is);
    if (str_eq(r->field, STR("title")))
        return title_has(x->title, r->is);
    if (str_eq(r->field, STR("price")))
        return number_fits(r, x->price);
    if (str_eq(r->field, STR("stock")))
        return number_fits(r, x->stock);
    return true;
}

static bool is_here(const struct placement_rule *r, const char *place)
{
    return str_eq(r->place, STR("*")) || str_eq(r->place, str_z(place));
}

/* ---- applying ------------------------------------------------------------------------------------------------ */

struct placement_rules { /* the common ones, then the arm's */
    const struct placement_rule *at;
    size_t n;
};
static void rules_of(const struct placement *p, const struct placement_arm *arm, struct placement_rules out[2])
{
    out[0] = (struct placement_rules){p->rules.at, p->rules.n};
    out[1] = arm ? (struct placement_rules){arm->rules.at, arm->rules.n} : (struct placement_rules){0};
}

struct strs placement_pins(struct ctx *c, const struct placement *p, const struct placement_arm *arm, const char *place)
{
    struct placement_rules rules[2];
    struct strs out = {0};
    rules_of(p, arm, rules);
    for (int s = 0; s < 2; s++)
        for (size_t i = 0; i < rules[s].n; i++) {
            const struct placement_rule *r = &rules[s].at[i];
            if (is_here(r, place) && str_eq(r->act, STR("pin")) && str_eq(r->field, STR("id")) && r->is.n)
                strs_add(c, &out, r->is);
        }
    return out;
}

struct fate {
    bool out, buried;
    int64_t pin; /* 0: none */
    double by;
};

static struct fate fate_of(const struct placement_rules rules[2], const char *place, const struct placed *x)
{
    struct fate f = {.by = 1, .out = x->stock != NONE && x->stock <= 0};
    for (int s = 0; s < 2; s++)
        for (size_t i = 0; i < rules[s].n; i++) {
            const struct placement_rule *r = &rules[s].at[i];
            if (!is_here(r, place) || !rule_fits(r, x))
                continue;
            f.out |= str_eq(r->act, STR("exclude"));
            f.buried |= str_eq(r->act, STR("bury"));
            f.by *= str_eq(r->act, STR("boost")) ? r->by : 1;
            f.pin = str_eq(r->act, STR("pin")) ? r->position : f.pin;
        }
    return f;
}

static int by_score(const void *a, const void *b)
{
    const struct placed *x = a, *y = b;
    return x->score != y->score ? (x->score < y->score) - (x->score > y->score) : (x->from > y->from) - (x->from < y->from);
}

/* Rank by score and cap the categories; pins stand outside of both. */
static size_t cap(struct placed *at, size_t n, int64_t per_category)
{
    size_t kept = 0;
    for (size_t i = 0; i < n; i++) {
        int64_t same = 0;
        for (size_t j = 0; j < kept && per_category > 0 && at[i].category.n; j++)
            same += str_eq_case(at[j].category, at[i].category);
        if (at[i].pinned || per_category <= 0 || same < per_category)
            at[kept++] = at[i];
    }
    return kept;
}

static void move(struct placed *at, size_t from, size_t to)
{
    struct placed x = at[from];
    for (; from > to; from--)
        at[from] = at[from - 1];
    for (; from < to; from++)
        at[from] = at[from + 1];
    at[to] = x;
}

size_t placement_apply(const struct placement *p, const struct placement_arm *arm, const char *place, struct placed *at, size_t n, size_t most)
{
    struct placement_rules rules[2];
    size_t kept = 0;
    rules_of(p, arm, rules);
    for (size_t i = 0; i < n; i++) {
        struct fate f = fate_of(rules, place, &at[i]);
        if (f.out)
            continue;
        at[kept] = at[i];
        at[kept].from = i;
        at[kept].pinned = f.pin > 0;
        at[kept].score = f.pin ? 1e12 - (double)f.pin : f.buried ? at[i].score - 1e12 : at[i].score > 0 ? at[i].score * f.by : at[i].score / f.by;
        kept++;
    }
    if (kept)
        qsort(at, kept, sizeof *at, by_score);
    kept = cap(at, kept, arm && arm->per_category != NONE ? arm->per_category : p->per_category);
    size_t pins = 0;
    while (pins < kept && at[pins].pinned)
        pins++;
    for (size_t i = pins; i-- > 0;) { /* the last pin first, so that those above it keep their places */
        size_t to = (size_t)(1e12 - at[i].score + 0.5) - 1;
        move(at, i, to < kept ? to : kept - 1);
    }
    return kept < most ? kept : most;
}
