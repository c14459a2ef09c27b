/* data/stay_test.c - who bought again is counted by what came before, and not too soon. */
#include "data/day.h"
#include "data/order.h"
#include "data/stay.h"
#include "core/sql.h"
#include "test/unit/unit.h"


/* An order of `who` that was delivered so many days ago, so many days after the promise; and another `again` days later, where that is not 0. */
static void bought(struct ctx *c, const char *who, int64_t days_ago, int64_t late, int64_t again)
{
    static const char made[] = "INSERT INTO orders (id, customer, status, promised_ms, placed_ms, delivered_ms) VALUES ($1, $2, 'delivered', $3, $4, $5)";
    int64_t at = c->now_ms - days_ago * DAY_MS;
    struct str id = str_fmt(c, "%s-%lld", who, (long long)days_ago);
    ASSERT_OK(db_run_(c, made, ARGS(A(id), A(str_z(who)), A(at - late * DAY_MS), A(at - 5 * DAY_MS), A(at))));
    if (again)
        ASSERT_OK(db_run(c, "INSERT INTO sale (id, customer, state, placed_ms, hash, batch) VALUES ($1, $2, 'paid', $3, '', 1)", A(str_fmt(c, "s-%s", id.p)),
                         A(str_z(who)), A(at + again * DAY_MS)));
}

static void done(struct ctx *c, const char *order, const char *kind, int64_t days_ago, int64_t wait)
{
    int64_t at = c->now_ms - days_ago * DAY_MS;
    ASSERT_OK(db_run(c, "INSERT INTO deed (key, orders, kind, actor, body, receipt, at_ms) VALUES ($1, $2, $3, 'item:1', $4, '{}', $5)",
                     A(str_fmt(c, "%s-%s", order, kind)), A(str_z(order)), A(str_z(kind)), A(str_fmt(c, "{\"expected_ms\":%lld}", (long long)(at + wait * DAY_MS))), A(at)));
}

TEST(stay_counts_who_bought_again)
{
    struct stays all;
    unit_shop(c);
    bought(c, "a", 200, 0, 30);  /* nothing went wrong; again after a month */
    bought(c, "b", 200, 0, 121); /* again, and too late to count */
    bought(c, "c", 100, 0, 10);  /* not long enough ago */
    bought(c, "d", 300, 4, 0);   /* late, and never again */
    bought(c, "e", 300, 2, 60);  /* late, and again */
    bought(c, "f", 250, 0, 0);
    done(c, "f-250", "backorder", 255, 9); /* waited */
    bought(c, "g", 250, 0, 20);
    done(c, "g-250", "drop", 255, 0);
    bought(c, "guest:1", 250, 0, 0); /* nobody who could be known again */
    ASSERT_OK(stays_load(c, &all));
    static const struct { const char *way; int cases, stayed; double days; } want[] = {
        {"none", 2, 1, 0}, {"cancel", 1, 1, 0}, {"late", 2, 1, 3}, {"wait", 1, 0, 9}, {"substitute", 0, 0, 0}};
    for (size_t i = 0; i < 5; i++) {
        ASSERT_STR(all.at[i].way, want[i].way);
        assert_int_equal(all.at[i].cases, want[i].cases);
        assert_int_equal(all.at[i].stayed, want[i].stayed);
        assert_true(all.at[i].days == want[i].days);
    }
}
