/* execution/review/follow.c - a markdown's path is accepted once: its steps go out at their time, unless they go below it.
 *
 * Tables  reads item, move
 */
#include "execution/review/follow.h"
#include "data/day.h"
#include <math.h>

struct leg {
    int64_t period;
    double price;
};
static const struct record leg_record = {"leg", sizeof(struct leg), (const struct field[]){FIELD(struct leg, period), FIELD(struct leg, price), {0}}};
struct path {
    struct str best;
    double price, period_days;
    LIST(struct leg) path;
};
static const struct record path_record = {"path", sizeof(struct path), (const struct field[]){
    FIELD(struct path, best, .flags = OPTIONAL), FIELD(struct path, price, .init = NAN, .flags = OPTIONAL), FIELD(struct path, period_days, .flags = OPTIONAL),
    FIELD_LIST(struct path, path, &leg_record, .flags = OPTIONAL), {0}}};
struct of { int64_t follows; double price; };
static const struct record of_record = {"of", sizeof(struct of), (const struct field[]){FIELD(struct of, follows, .init = (double)NONE, .flags = OPTIONAL),
    FIELD(struct of, price, .init = NAN, .flags = OPTIONAL), {0}}};

static double price_at(const struct path *p, int64_t period)
{
    double price = INFINITY;
    for (size_t i = 0; i < p->path.n; i++)
        if (p->path.at[i].period <= period)
            price = p->path.at[i].price;
    return price;
}

/* A window of a test by time asks the price that its first window was accepted with. */
static enum status follows_test(struct ctx *c, const struct item *i, const struct of *of, bool *is, struct str *because)
{
    struct item first;
    struct of was;
    TRY(item_load(c, of->follows, &first));
    TRY(record_from_json(c, &of_record, first.input.text, LENIENT, &was));
    bool accepted = first.state == APPROVED || first.state == LIVE;
    *is = accepted && first.batch == i->batch && str_eq(first.subject, i->subject) && str_eq(first.kind, i->kind) && fabs(was.price - of->price) < 1e-9;
    *because = str_fmt(c, "a window of the test accepted with item %lld", (long long)first.id);
    return OK;
}

enum status follows_path(struct ctx *c, const struct item *i, bool *is, struct str *because)
{
    struct of of;
    struct item first;
    struct path mine, path;
    int64_t live_ms;
    *is = false;
    if (!str_eq(i->kind, STR("price.clear")) && !str_eq(i->kind, STR("price.change")))
        return OK;
    TRY(record_from_json(c, &of_record, i->input.text, LENIENT, &of));
    if (of.follows == NONE)
        return OK;
    if (str_eq(i->kind, STR("price.change")))
        return follows_test(c, i, &of, is, because);
    TRY(item_load(c, of.follows, &first));
    if ((first.state != LIVE && first.state != KEPT) || !str_eq(first.kind, i->kind) || !str_eq(first.subject, i->subject))
        return OK;
    TRY(record_from_json(c, &path_record, i->output.text, LENIENT, &mine));
    TRY(record_from_json(c, &path_record, first.output.text, LENIENT, &path));
    TRY(db_int(c, &live_ms, "SELECT COALESCE(MIN(at_ms), 0) FROM move WHERE item = $1 AND to_state = $2", A(first.id), A((int64_t)LIVE)));
    int64_t period = path.period_days > 0 ? 1 + (int64_t)((double)(c->now_ms - live_ms) / (path.period_days * DAY_MS)) : 1;
    double allowed = price_at(&path, period);
    *is = str_eq(mine.best, STR("markdown")) && mine.price >= allowed - 0.005;
    *because = str_fmt(c, "a step of the path accepted with item %lld: %.10g, the path has %.10g for week %lld", (long long)first.id, mine.price, allowed, (long long)period);
    return OK;
}
