/* app/desk/switch.c - planning the windows of a test by time.
 *
 * A window is a run of blocks that ask the tested price. A person accepts the first; the others go out with it, at their time.
 * Tables  reads item, move; writes item
 */
#include "app/desk/switch.h"
#include "app/desk/plan.h"
#include "data/day.h"
#include "data/toggle.h"
#include <math.h>

/* The window that begins at `block` or after it; false: there is none. */
static bool window_at(struct ctx *c, const struct price_test *t, int64_t block, int64_t *from, int64_t *to)
{
    while (block < t->blocks && !toggle_is_tested(c, t->name, block))
        block++;
    for (*from = *to = block; *to < t->blocks && toggle_is_tested(c, t->name, *to);)
        ++*to;
    return *to > *from;
}

static void window_set(const struct price_test *t, int64_t from, int64_t to, struct price_change *in)
{
    in->starts_ms = t->first_ms + from * t->block_ms, in->ends_ms = t->first_ms + to * t->block_ms;
}

void switch_begin(struct ctx *c, const struct desk *d, struct price_change *in)
{
    int64_t from, to, tomorrow = (c->now_ms / DAY_MS + 1) * DAY_MS;
    in->test = NEW(c, struct price_test);
    *in->test = (struct price_test){.first_ms = tomorrow + d->choice.test_hour * HOUR_MS, .block_ms = d->choice.test_block_hours * HOUR_MS, .blocks = d->choice.test_blocks};
    in->test->name = str_fmt(c, "test of %.*s %lld", FMT(in->product->id), (long long)in->test->first_ms);
    in->reason = STR("test");
    in->sentence = str_fmt(c, "Tested by time, %lld blocks of %lld hours, in half of them: %.*s", (long long)in->test->blocks, (long long)d->choice.test_block_hours,
                           FMT(in->sentence));
    if (window_at(c, in->test, 0, &from, &to))
        window_set(in->test, from, to, in);
}

/* ---- the others ---------------------------------------------------------------------------------------- */

static enum status go_on(struct ctx *c, const struct item *first, int64_t *n)
{
    struct price_change in;
    int64_t from = 0, to, others;
    TRY(record_from_json(c, &price_change_record, first->input.text, LENIENT, &in));
    if (!in.test || in.follows != NONE)
        return OK;
    TRY(db_int(c, &others, "SELECT COUNT(*) FROM item WHERE batch = $1 AND kind = $2 AND subject = $3", A(first->batch), A(first->kind), A(first->subject)));
    if (others > 1)
        return OK;
    in.follows = first->id;
    for (bool begun = false; window_at(c, in.test, from, &from, &to); from = to, begun = true) {
        window_set(in.test, from, to, &in);
        if (!begun || in.ends_ms <= c->now_ms) /* that is the first */
            continue;
        struct item i = plan_item(c, first->batch, "price.change", "product", first->subject);
        i.input.text = record_to_json(c, &price_change_record, &in);
        TRY(item_add(c, &i));
        ++*n;
    }
    return OK;
}

enum status switch_go_on(struct ctx *c, int64_t *n)
{
    LIST(struct item) rows;
    TRY(db_all(c, &item_record, &rows, "SELECT * FROM item WHERE kind = 'price.change' AND state >= $1 AND state <= $2 AND input LIKE $3", A((int64_t)APPROVED),
               A((int64_t)LIVE), A(STR("%\"reason\":\"test\"%"))));
    for (size_t i = 0; i < rows.n; i++)
        TRY(go_on(c, &rows.at[i], n));
    return OK;
}
