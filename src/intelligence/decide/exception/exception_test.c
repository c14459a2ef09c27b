/* intelligence/decide/exception/exception_test.c - chances that are learnt: nothing known leaves the assumption, much decides. */
#include "intelligence/decide/exception/exception.h"
#include "core/rand.h"
#include "test/unit/unit.h"
#include <math.h>

static struct ex_case a_case(struct ctx *c, struct ex_in *in, struct ex_opt *opt, struct ex_past past)
{
    static const struct ex_customer nobody;
    record_init(&ex_in_record, in);
    record_init(&ex_opt_record, opt);
    *LIST_ADD(c, &in->past) = past;
    return (struct ex_case){.in = in, .opt = opt, .who = &nobody};
}

TEST(exception_learns_from_past_cases)
{
    struct ex_in in;
    struct ex_opt opt;
    struct ex_case none = a_case(c, &in, &opt, (struct ex_past){.way = STR("ask")});
    assert_true(fabs(ex_learnt(&none, "ask", 0.85, 0.85) - 0.85) < 1e-12);
    assert_true(fabs(ex_learnt(&none, "wait", 0.5, 0.5) - 0.5) < 1e-12); /* a way that was never tried */
    for (int i = 0; i < 200; i++) { /* many cases: the shop's own share; with 20 of them, half of the way */
        double share = 0.05 + 0.9 * rand_unit(&c->seed), assumed = 0.1 + 0.8 * rand_unit(&c->seed);
        struct ex_case many = a_case(c, &in, &opt, (struct ex_past){.way = STR("ask"), .taken = (int64_t)(1e5 * share), .refused = (int64_t)(1e5 * (1 - share))});
        assert_true(fabs(ex_learnt(&many, "ask", assumed, assumed) - share) < 0.001);
        struct ex_case few = a_case(c, &in, &opt, (struct ex_past){.way = STR("ask"), .taken = 20});
        assert_true(fabs(ex_learnt(&few, "ask", assumed, assumed) - (assumed + 1) / 2) < 0.02);
    }
}

TEST(exception_category_is_drawn_to_the_shop)
{
    struct ex_in in;
    struct ex_opt opt;
    struct ex_past p = {.way = STR("substitute"), .taken = 900, .refused = 100};
    struct ex_case shop = a_case(c, &in, &opt, p);
    struct ex_similar alike = {.similarity = 0.9}, unlike = {.similarity = 0.6};
    double all = ex_accept_similar(&shop, &alike);
    assert_true(all > ex_accept_similar(&shop, &unlike)); /* what is more alike stays more likely */
    struct ex_in in2;
    p.near_refused = 15;
    struct ex_case near = a_case(c, &in2, &opt, p);
    assert_true(ex_accept_similar(&near, &alike) < all - 0.1); /* fifteen no in this category weigh more than 900 yes in others */
    ASSERT_STR(ex_basis(c, &near, "substitute"), "from 1000 past cases, 900 taken; 15 in this category, 0 taken");
    ASSERT_STR(ex_basis(c, &near, "wait"), "assumed: this shop has no past case");
}

static struct ex_case stays(struct ctx *c, struct ex_in *in, struct ex_opt *opt, const char *way, int64_t cases, int64_t stayed, double days)
{
    struct ex_case x = a_case(c, in, opt, (struct ex_past){.way = STR("ask")});
    *LIST_ADD(c, &in->stays) = (struct ex_stay){STR("none"), 4000, 2000, 0};
    *LIST_ADD(c, &in->stays) = (struct ex_stay){str_z(way), cases, stayed, days};
    return x;
}

TEST(exception_chance_to_lose_comes_from_who_bought_again)
{
    struct ex_in in;
    struct ex_opt opt;
    struct ex_case none = a_case(c, &in, &opt, (struct ex_past){.way = STR("ask")});
    assert_true(ex_leave(&none, "cancel", 0.12, 0) == 0.12);
    ASSERT_STR(ex_leave_basis(c, &none, "cancel"), "assumed: no cases of your own yet");
    /* Half buy again when nothing went wrong: of those cancelled, 40 % of all; so a fifth of them is lost. */
    struct ex_case many = stays(c, &in, &opt, "cancel", 100000, 40000, 0);
    assert_true(fabs(ex_leave(&many, "cancel", 0.12, 0) - 0.2) < 0.001);
    struct ex_case few = stays(c, &in, &opt, "cancel", 20, 8, 0); /* as many cases as the assumption weighs */
    assert_true(fabs(ex_leave(&few, "cancel", 0.12, 0) - 0.16) < 1e-9);
    ASSERT_STR(ex_leave_basis(c, &few, "cancel"), "from 20 of your own cases, after which 40 % bought again; after 4000 orders without trouble 50 % did");
    struct ex_case late = stays(c, &in, &opt, "late", 100000, 40000, 4); /* after four days on average: five in a hundred a day */
    assert_true(fabs(ex_leave(&late, "late", 0.012 * 2, 2) - 0.1) < 0.001);
    struct ex_case better = stays(c, &in, &opt, "substitute", 1000, 900, 0);
    assert_true(ex_leave(&better, "substitute", 0.02, 0) == 0); /* never below nothing */
    struct ex_case hopeless = stays(c, &in, &opt, "substitute", 1000, 0, 0);
    assert_true(ex_leave(&hopeless, "substitute", 0.02, 0) == 0.5);
    in.stays.at[0].cases = 20, in.stays.at[0].stayed = 10; /* too few to hold anything against */
    assert_true(ex_leave(&hopeless, "substitute", 0.02, 0) == 0.02);
    assert_true(str_starts(ex_leave_basis(c, &hopeless, "substitute"), STR("assumed: too few")));
}
