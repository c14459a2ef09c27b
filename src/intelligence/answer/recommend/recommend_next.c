/* intelligence/answer/recommend/recommend_next.c - what each person is likely to choose next, with the reason.
 *
 * Flow    interactions, items → lists; pure: a batch, or the evidence for the shop's table `neighbour`
 * Source  taste.h; the settings are learnt from held-out choices, none is for the caller to turn
 */
#include "core/capability.h"
#include "core/stat.h"
#include "data/day.h"
#include "intelligence/answer/recommend/again.h"
#include "intelligence/answer/search/likeness.h"
#include "intelligence/answer/recommend/taste.h"
#include <math.h>

struct interaction {
    struct str user, item;
    double weight;
    int64_t at_ms;
};
struct history {
    struct str user;
    struct strs items;
};
struct next_in {
    LIST(struct interaction) interactions;
    LIST(struct history) histories;
    LIST(struct recommend_item) items;
    struct strs users, exclude;
    struct str category, act, seen;
    int64_t k, per_category, now_ms;
    bool reasons;
};
struct next_item {
    struct str item, reason, kind, because;
    double score;
};
struct next_list {
    struct str user;
    LIST(struct next_item) items;
};
struct next_model {
    int64_t users, items, interactions, held_out;
    double like, lately, next, before, once, known;
};
struct next_out {
    LIST(struct next_list) users;
    struct next_model *model;
};

static const struct record interaction_record = {"interaction", sizeof(struct interaction), (const struct field[]){
    FIELD(struct interaction, user, .min = 1, .max = 200, .flags = LOOSE, .doc = "who, by any name or number; no personal data is needed"),
    FIELD(struct interaction, item, .min = 1, .max = 200, .flags = LOOSE, .doc = "what"),
    FIELD(struct interaction, weight, .min = 0, .max = 1e9, .init = 1, .flags = OPTIONAL, .doc = "how much it says, against the largest; 0: nothing"),
    FIELD(struct interaction, at_ms, .unit = "ms", .init = (double)NONE, .flags = OPTIONAL, .doc = "when; absent: in the order given"),
    {0}}};
static const struct record history_record = {"history", sizeof(struct history), (const struct field[]){
    FIELD(struct history, user, .min = 1, .max = 200, .flags = LOOSE, .doc = "who"),
    FIELD(struct history, items, .max = 100000, .flags = LOOSE, .doc = "what they chose, oldest first"),
    {0}}};
static const struct record in_record = {"next_wanted", sizeof(struct next_in), (const struct field[]){
    FIELD_LIST(struct next_in, interactions, &interaction_record, .max = 2e7, .flags = OPTIONAL, .doc = "one choice each"),
    FIELD_LIST(struct next_in, histories, &history_record, .max = 5e6, .flags = OPTIONAL, .doc = "the same as lists per person; both may be given"),
    FIELD_LIST(struct next_in, items, &recommend_item_record, .max = 1e6, .flags = OPTIONAL, .doc = "what is known of the items"),
    FIELD(struct next_in, users, .max = 5e6, .flags = OPTIONAL | LOOSE, .doc = "for whom; absent: all; somebody unknown gets what is popular"),
    FIELD(struct next_in, exclude, .max = 1e6, .flags = OPTIONAL | LOOSE, .doc = "items never shown"),
    FIELD(struct next_in, category, .max = 500, .flags = OPTIONAL, .doc = "only items in or below it: \"Shoes > Trail\""),
    FIELD(struct next_in, act, .min = 1, .max = 40, .init_str = "chosen", .flags = OPTIONAL, .doc = "what people did, for the reasons: bought, watched, read"),
    FIELD(struct next_in, seen, .choice = "never|due|allowed", .init_str = "due", .flags = OPTIONAL,
          .doc = "items that the person has chosen already: never; where they are used up and due again; always"),
    FIELD(struct next_in, now_ms, .unit = "ms", .init = (double)NONE, .flags = OPTIONAL, .doc = "the time that lists are for; absent: of the newest interaction"),
    FIELD(struct next_in, k, .min = 1, .max = 1000, .init = 10, .flags = OPTIONAL, .doc = "items per person"),
    FIELD(struct next_in, per_category, .min = 0, .max = 1000, .flags = OPTIONAL, .doc = "items of one category at most; 0: any number"),
    FIELD(struct next_in, reasons, .init = 1, .flags = OPTIONAL, .doc = "in words; false: faster"),
    {0}}};
static const struct record next_item_record = {"next_item", sizeof(struct next_item), (const struct field[]){
    FIELD(struct next_item, item, .doc = "its id"),
    FIELD(struct next_item, score, .doc = "log odds, comparable within one list"),
    FIELD(struct next_item, kind, .flags = OPTIONAL,
          .doc = "again: due to be bought again; next: after another; together: beside another; similar: new and like another; popular; new"),
    FIELD(struct next_item, because, .flags = OPTIONAL, .doc = "the item of the history that speaks most for it"),
    FIELD(struct next_item, reason, .flags = OPTIONAL, .doc = "in words, true of the interactions given"),
    {0}}};
static const struct record next_list_record = {"next_list", sizeof(struct next_list), (const struct field[]){
    FIELD(struct next_list, user, .doc = "for whom"),
    FIELD_LIST(struct next_list, items, &next_item_record, .doc = "best first"),
    {0}}};
static const struct record model_record = {"model", sizeof(struct next_model), (const struct field[]){
    FIELD(struct next_model, users, .doc = "people"),
    FIELD(struct next_model, items, .doc = "items chosen or described"),
    FIELD(struct next_model, interactions, .doc = "choices, each person's of one item counted once"),
    FIELD(struct next_model, held_out, .doc = "last choices that the weights were learnt from"),
    FIELD(struct next_model, like, .doc = "weight of: chosen by those who chose what this person chose"),
    FIELD(struct next_model, lately, .doc = "of the same, by what was chosen last"),
    FIELD(struct next_model, next, .doc = "of: chosen after what was chosen last"),
    FIELD(struct next_model, before, .doc = "of: chosen before it"),
    FIELD(struct next_model, once, .doc = "of: chosen at once after it"),
    FIELD(struct next_model, known, .doc = "of: chosen by many"),
    {0}}};
static const struct record out_record = {"next", sizeof(struct next_out), (const struct field[]){
    FIELD_LIST(struct next_out, users, &next_list_record, .doc = "in the order asked, else as they first appear"),
    FIELD_ONE(struct next_out, model, &model_record, .doc = "what was learnt, and how much each view says"),
    {0}}};

enum { TWINS = 5, OVERDUE = 10 };
struct cold { /* an item that nobody chose yet: it is liked as far as those like it are */
    uint32_t item, twin[TWINS]; /* by inner number */
    float like[TWINS];          /* sum at most 1 */
    size_t n;
};

struct desk { /* one run's model and what its lists are made with */
    const struct next_in *in;
    struct wordlist people;
    struct recommend_shelf shelf;
    struct taste_log log;
    struct taste taste;
    struct taste_places places;
    float *score;       /* [items] */
    uint32_t *best;     /* [items] */
    bool *blocked;        /* [items] by inner number: never shown */
    struct likeness like;
    LIST(struct cold) cold;
    struct again again;
    int64_t now_ms;
    uint16_t *of_category; /* [kinds] when counting a list */
    struct wordlist kinds;
    int32_t *kind;      /* [items] by inner number; TERM_NONE */
};

/* ---- reading ----------------------------------------------------------------------------------------- */

struct acts {
    struct taste_act *at;
    size_t n;
};

static struct acts acts_read(struct ctx *c, struct desk *d)
{
    const struct next_in *in = d->in;
    size_t most = in->interactions.n;
    double heaviest = 1e-9;
    for (size_t i = 0; i < in->histories.n; i++)
        most += in->histories.at[i].items.n;
    for (size_t i = 0; i < in->interactions.n; i++)
        heaviest = fmax(heaviest, in->interactions.at[i].weight);
    struct acts out = {NEW_ARRAY(c, struct taste_act, most), 0};
    for (size_t i = 0; i < in->interactions.n; i++) {
        const struct interaction *x = &in->interactions.at[i];
        uint32_t user = wordlist_add(c, &d->people, x->user), item = wordlist_add(c, &d->shelf.ids, x->item);
        if (x->weight > 0)
            out.at[out.n++] = (struct taste_act){user, item, (float)(x->weight / heaviest), x->at_ms};
    }
    for (size_t i = 0; i < in->histories.n; i++) {
        uint32_t user = wordlist_add(c, &d->people, in->histories.at[i].user);
        for (size_t j = 0; j < in->histories.at[i].items.n; j++)
            out.at[out.n++] = (struct taste_act){user, wordlist_add(c, &d->shelf.ids, in->histories.at[i].items.at[j]), 1, NONE};
    }
    return out;
}

static bool category_holds(struct str path, struct str within)
{
    return str_starts(path, within) && (path.n == within.n || path.p[within.n] == '>' || path.p[within.n] == ' ');
}

static void block(struct ctx *c, struct desk *d)
{
    d->blocked = NEW_ARRAY(c, bool, d->log.items);
    for (size_t i = 0; i < d->log.items; i++) {
        uint32_t outer = d->log.outer[i];
        bool is_elsewhere = d->in->category.n && (outer >= d->shelf.described || !category_holds(d->shelf.item[outer].category, d->in->category));
        d->blocked[i] = is_elsewhere || !recommend_has_stock(&d->shelf, outer);
    }
    for (size_t i = 0; i < d->in->exclude.n; i++) {
        int32_t outer = wordlist_find(&d->shelf.ids, d->in->exclude.at[i]);
        if (outer >= 0)
            d->blocked[d->log.inner[outer]] = true;
    }
}

/* The items most like a new one that people have chosen. */
static void cold_add(struct ctx *c, struct desk *d, uint32_t item)
{
    struct cold one = {.item = d->log.inner[item]};
    double sum = 0, top = 0;
    size_t near = likeness_near(&d->like, item, 4 * TWINS, d->score, d->best);
    for (size_t i = 0; i < near && one.n < TWINS; i++) {
        uint32_t twin = d->log.inner[d->best[i]];
        if (!d->log.people[twin])
            continue;
        one.twin[one.n] = twin;
        one.like[one.n++] = d->score[d->best[i]];
        sum += (double)d->score[d->best[i]], top = fmax(top, (double)d->score[d->best[i]]);
    }
    for (size_t i = 0; i < one.n; i++)
        one.like[i] *= (float)(top / sum);
    if (one.n)
        *LIST_ADD(c, &d->cold) = one;
}

/* What has a description and no history yet; each costs a look at all that shares its words. */
static void cold_find(struct ctx *c, struct desk *d)
{
    size_t n = 0;
    for (uint32_t i = 0; i < d->shelf.described; i++)
        n += d->log.people[d->log.inner[i]] == 0;
    if (!n || n == d->shelf.described)
        return;
    likeness_make(c, &d->shelf, &d->like);
    for (uint32_t i = 0; i < d->shelf.described; i++)
        if (d->log.people[d->log.inner[i]] == 0)
            cold_add(c, d, i);
}

static void again_find(struct ctx *c, struct desk *d, const struct acts *acts)
{
    bool *consumable = NEW_ARRAY(c, bool, d->shelf.ids.n);
    for (size_t i = 0; i < d->shelf.described; i++)
        consumable[i] = d->shelf.item[i].consumable;
    d->now_ms = d->in->now_ms;
    for (size_t i = 0; i < acts->n && d->in->now_ms == NONE; i++)
        d->now_ms = acts->at[i].at_ms > d->now_ms ? acts->at[i].at_ms : d->now_ms;
    if (str_eq(d->in->seen, STR("due")))
        again_learn(c, acts->at, acts->n, d->people.n, d->shelf.ids.n, consumable, &d->again);
}

static enum status desk_make(struct ctx *c, const struct next_in *in, struct desk *d)
{
    *d = (struct desk){.in = in};
    recommend_shelf_make(c, in->items.at, in->items.n, &d->shelf);
    struct acts acts = acts_read(c, d);
    size_t items = d->shelf.ids.n;
    taste_log_make(c, acts.at, acts.n, d->people.n, items, &d->log);
    TRY(taste_learn(c, &d->log, &d->taste));
    d->places = taste_places(c, &d->log);
    d->score = NEW_ARRAY(c, float, items);
    d->best = NEW_ARRAY(c, uint32_t, items);
    d->kind = NEW_ARRAY(c, int32_t, items);
    for (size_t i = 0; i < items; i++) {
        struct str path = d->log.outer[i] < d->shelf.described ? d->shelf.item[d->log.outer[i]].category : (struct str){0};
        d->kind[i] = path.n ? (int32_t)wordlist_add(c, &d->kinds, path) : TERM_NONE;
    }
    d->of_category = NEW_ARRAY(c, uint16_t, d->kinds.n + 1);
    block(c, d);
    cold_find(c, d);
    again_find(c, d, &acts);
    return OK;
}

/* ---- reasons ----------------------------------------------------------------------------------------- */

struct person {
    const uint32_t *item;
    const float *weight;
    size_t n;
};

static void reason_popular(struct ctx *c, const struct desk *d, uint32_t i, struct next_item *out)
{
    struct str kind = recommend_kind(&d->shelf, d->log.outer[i]);
    uint32_t people = d->log.people[i];
    out->kind = STR("popular");
    if (people == 0)
        out->kind = STR("new"), out->reason = kind.n ? str_fmt(c, "not yet %.*s by anyone, in %.*s", FMT(d->in->act), FMT(kind))
                                                     : str_fmt(c, "not yet %.*s by anyone", FMT(d->in->act));
    else if ((size_t)people * d->log.items < d->places.start[d->log.items]) /* fewer than the mean */
        out->reason = str_fmt(c, "%.*s by %u of %zu people", FMT(d->in->act), people, d->log.users);
    else
        out->reason = str_fmt(c, "popular%s%.*s: %.*s by %u of %zu people", kind.n ? " in " : "", FMT(kind), FMT(d->in->act), people, d->log.users);
}

/* Nobody chose it yet: which of the history it is like, and by what. false: like none. */
static bool reason_like(struct ctx *c, const struct desk *d, const struct person *p, uint32_t i, struct next_item *out)
{
    double most = 0.15;
    uint32_t because = UINT32_MAX, item = d->log.outer[i];
    for (size_t j = 0; j < p->n && d->like.n; j++) {
        double like = likeness_of(&d->like, d->log.outer[p->item[j]], item);
        if (like > most)
            most = like, because = d->log.outer[p->item[j]];
    }
    if (because == UINT32_MAX)
        return false;
    struct str shared = likeness_tell(c, &d->like, item, because), name = recommend_name(c, &d->shelf, because);
    out->kind = STR("similar");
    out->because = d->shelf.ids.text[because];
    out->reason = str_fmt(c, "similar to %.*s%s%.*s; not yet %.*s by anyone", FMT(name), shared.n ? ": " : "", FMT(shared), FMT(d->in->act));
    return true;
}

/* One voice of the history speaks for it: say which, and count who agrees. */
static void reason(struct ctx *c, const struct desk *d, const struct person *p, uint32_t i, struct next_item *out)
{
    struct taste_cause cause = taste_cause(&d->taste, p->item, p->weight, p->n, i);
    struct taste_both two = {0};
    if (!d->log.people[i] && reason_like(c, d, p, i, out))
        return;
    if (cause.at != SIZE_MAX)
        two = taste_both(&d->places, p->item[cause.at], i);
    if (two.both < 2) {
        reason_popular(c, d, i, out);
        return;
    }
    uint32_t because = p->item[cause.at];
    struct str name = recommend_name(c, &d->shelf, d->log.outer[because]);
    bool is_next = cause.order > cause.kin && two.later >= 2 && two.later * 2 >= two.both;
    out->because = d->shelf.ids.text[d->log.outer[because]];
    out->kind = is_next ? STR("next") : STR("together");
    uint32_t people = d->log.people[because];
    out->reason = is_next ? str_fmt(c, "often %.*s after %.*s: by %u of the %u who have %.*s that", FMT(d->in->act), FMT(name), two.later, people, FMT(d->in->act))
                          : str_fmt(c, "%.*s too by %u of the %u who have %.*s %.*s", FMT(d->in->act), two.both, people, FMT(d->in->act), FMT(name));
}

/* ---- lists ------------------------------------------------------------------------------------------- */

/* The best, with no more of one category than asked for: best[] holds more than k where there is a cap. */
static size_t list_cap(struct desk *d, size_t found)
{
    size_t kept = 0, most = (size_t)d->in->per_category;
    memset(d->of_category, 0, (d->kinds.n + 1) * sizeof *d->of_category);
    for (size_t i = 0; i < found && kept < (size_t)d->in->k; i++) {
        int32_t kind = d->kind[d->best[i]];
        if (most && kind >= 0 && d->of_category[kind] >= most)
            continue;
        if (kind >= 0 && d->of_category[kind] < UINT16_MAX)
            d->of_category[kind]++;
        d->best[kept++] = d->best[i];
    }
    return kept;
}

/* A new item gets what the history gives to those like it, and nothing for being known. */
static void cold_score(struct desk *d)
{
    for (size_t i = 0; i < d->cold.n; i++) {
        const struct cold *one = &d->cold.at[i];
        float sum = 0;
        for (size_t j = 0; j < one->n; j++)
            sum += one->like[j] * (d->score[one->twin[j]] - d->taste.base[one->twin[j]]);
        d->score[one->item] += sum;
    }
}

/* What is due again leads the list, the longest overdue first, in a third of it at most. */
static size_t due_score(struct desk *d, uint32_t user, struct again_due *due)
{
    float top = 0;
    size_t n = d->again.order ? again_due(&d->again, user, d->now_ms, d->in->k < 3 ? 1 : d->in->k / 3 < OVERDUE ? (size_t)d->in->k / 3 : OVERDUE, due) : 0;
    for (size_t i = 0; i < d->log.items; i++)
        top = d->score[i] > top ? d->score[i] : top;
    for (size_t i = 0; i < n; i++)
        if (!d->blocked[d->log.inner[due[i].item]])
            d->score[d->log.inner[due[i].item]] = top + (float)(n - i) * 0.1f;
    return n;
}

static bool due_tell(struct ctx *c, const struct desk *d, const struct again_due *due, size_t n, uint32_t i, struct next_item *out)
{
    for (size_t j = 0; j < n; j++)
        if (due[j].item == d->log.outer[i]) {
            struct str times = due[j].times > 1 ? str_fmt(c, "%u times", due[j].times) : STR("once");
            out->kind = STR("again");
            out->reason = str_fmt(c, "%.*s %.*s, last %.3g days ago; %s every %.3g days", FMT(d->in->act), FMT(times), round((double)due[j].since_ms / DAY_MS),
                                  due[j].times > 1 ? "so far" : "others come back", fmax(1, round((double)due[j].gap_ms / DAY_MS)));
            return true;
        }
    return false;
}

static void score_all(struct desk *d, const struct person *p)
{
    taste_score(&d->taste, p->item, p->weight, p->n, d->score);
    cold_score(d);
    for (size_t i = 0; i < p->n && !str_eq(d->in->seen, STR("allowed")); i++)
        d->score[p->item[i]] = -INFINITY;
    for (size_t i = 0; i < d->log.items; i++)
        if (d->blocked[i])
            d->score[i] = -INFINITY;
}

static void list_make(struct ctx *c, struct desk *d, struct str user, struct next_list *out)
{
    int32_t u = wordlist_find(&d->people, user);
    struct person p = {0};
    if (u >= 0)
        p = (struct person){d->log.item + d->log.start[u], d->log.weight + d->log.start[u], d->log.n[u]};
    struct again_due due[OVERDUE];
    score_all(d, &p);
    size_t overdue = u >= 0 ? due_score(d, (uint32_t)u, due) : 0;
    size_t n = list_cap(d, taste_top(d->score, d->log.items, d->in->per_category ? d->log.items : (size_t)d->in->k, d->best));
    out->user = user;
    out->items.at = NEW_ARRAY(c, struct next_item, n);
    for (size_t i = 0; i < n; i++) {
        struct next_item *one = &out->items.at[out->items.n++];
        one->item = d->shelf.ids.text[d->log.outer[d->best[i]]];
        one->score = stat_round((double)d->score[d->best[i]], 5);
        if (d->in->reasons && !due_tell(c, d, due, overdue, d->best[i], one))
            reason(c, d, &p, d->best[i], one);
    }
}

static double view_weight(const struct taste *t, enum taste_view v) { return stat_round(t->weight[v], 4); }

static enum status run(struct ctx *c, const void *opt, const void *in_, void *out_)
{
    (void)opt;
    const struct next_in *in = in_;
    struct next_out *out = out_;
    struct desk d;
    TRY(desk_make(c, in, &d));
    size_t n = in->users.n ? in->users.n : d.people.n;
    out->users.at = NEW_ARRAY(c, struct next_list, n);
    for (; out->users.n < n; out->users.n++)
        list_make(c, &d, in->users.n ? in->users.at[out->users.n] : d.people.text[out->users.n], &out->users.at[out->users.n]);
    size_t chosen = d.places.start[d.log.items];
    out->model = NEW(c, struct next_model);
    *out->model = (struct next_model){(int64_t)d.log.users, (int64_t)d.log.items, (int64_t)chosen, (int64_t)d.taste.held_out,
                                      view_weight(&d.taste, LIKE), view_weight(&d.taste, LATELY), view_weight(&d.taste, NEXT),
                                      view_weight(&d.taste, BEFORE), view_weight(&d.taste, ONCE), view_weight(&d.taste, KNOWN)};
    return OK;
}

const struct capability recommend_next = {
    .name = "recommend.next",
    .doc = "what each person is likely to choose next, with the reason in words",
    .stage = ANSWER,
    .in = &in_record,
    .out = &out_record,
    .run = run,
};
