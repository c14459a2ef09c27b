/* app/loop/step_test.c - what the loop does with an item, whatever made it fail. */
#include "app/loop/step.h"
#include "app/loop/plan.h"
#include "core/settings.h"
#include "data/lease.h"
#include "data/product.h"
#include "data/catalog.h"
#include "test/unit/unit.h"

static void use_twin(struct ctx *c)
{
    struct settings *s = NEW(c, struct settings);
    s->at = NEW_ARRAY(c, struct setting, 1);
    s->at[s->n++] = (struct setting){.name = STR("text"), .value = STR("{\"backend\":\"template\"}")};
    c->settings = s;
}

static int64_t plan_kettle(struct ctx *c, struct planned *out)
{
    struct product p;
    struct generate_wish want = {0};
    int64_t id;
    record_init(&product_record, &p);
    p.id = STR("k1");
    p.title = STR("Steel Kettle");
    p.description = STR("A kettle of stainless steel. It holds 1.7 litres.");
    ASSERT_OK(product_save(c, &p, STR("file"), 1, NULL));
    strs_add(c, &want.kinds, STR("copy.describe"));
    ASSERT_OK(plan_batch(c, &want, STR("person:anna"), out));
    ASSERT_OK(db_int(c, &id, "SELECT MAX(id) FROM item"));
    return id;
}

static struct item loaded(struct ctx *c, int64_t id)
{
    struct item i;
    ASSERT_OK(item_load(c, id, &i));
    return i;
}

TEST(step_takes_an_item_as_far_as_it_may)
{
    struct planned planned;
    bool did;
    unit_shop(c);
    use_twin(c);
    int64_t id = plan_kettle(c, &planned);
    assert_int_equal(planned.items, 1);
    ASSERT_OK(step_once(c, &worker_mind, &did));
    assert_true(did);
    struct item i = loaded(c, id);
    assert_true(i.state == WAITING || i.state == APPROVED);
    assert_true(i.output.text.n > 0);
    assert_false(i.lease.p);
    ASSERT_OK(step_once(c, &worker_mind, &did));
    assert_false(did);
}

TEST(step_leaves_to_another_process_what_needs_the_network)
{
    struct planned planned;
    bool did;
    unit_shop(c);
    use_twin(c);
    int64_t id = plan_kettle(c, &planned);
    ASSERT_OK(step_once(c, &worker_ship, &did));
    assert_int_equal(loaded(c, id).state, PLANNED);
}

TEST(step_leaves_what_a_living_process_holds_and_frees_what_a_dead_one_held)
{
    struct planned planned;
    bool did;
    unit_shop(c);
    use_twin(c);
    int64_t id = plan_kettle(c, &planned);
    ASSERT_OK(db_run(c, "UPDATE item SET lease = 'elsewhere/1', lease_ms = $1", A(c->now_ms + 1000)));
    ASSERT_OK(step_once(c, &worker_mind, &did));
    assert_int_equal(loaded(c, id).state, PLANNED);
    struct str mine = lease_name(c), host = str_part(mine, 0, str_find(mine, STR("/"), 0) + 1);
    ASSERT_OK(db_run(c, "UPDATE item SET lease = $1", A(str_fmt(c, "%.*s%d", FMT(host), 99999999)))); /* above any pid */
    ASSERT_OK(step_once(c, &worker_mind, &did));
    assert_true(did);
    assert_int_equal(loaded(c, id).tries, 1);
    ASSERT_OK(step_once(c, &worker_mind, &did));
    assert_int_not_equal(loaded(c, id).state, PLANNED);
}

TEST(step_drops_what_can_never_be_made_and_says_why)
{
    struct planned planned;
    struct str why;
    bool did;
    unit_shop(c);
    use_twin(c);
    int64_t id = plan_kettle(c, &planned);
    ASSERT_OK(db_run(c, "UPDATE item SET input = '{\"product\":7}'"));
    ASSERT_OK(step_once(c, &worker_mind, &did));
    assert_int_equal(loaded(c, id).state, DROPPED);
    ASSERT_OK(db_text(c, &why, "SELECT because FROM move WHERE item = $1", A(id)));
    assert_true(str_has(why, STR("product")));
}

TEST(step_keeps_what_has_stood_for_its_time)
{
    struct planned planned;
    struct settings *s = NEW(c, struct settings);
    bool did;
    unit_shop(c);
    use_twin(c);
    int64_t id = plan_kettle(c, &planned);
    s->at = NEW_ARRAY(c, struct setting, 1);
    s->at[s->n++] = (struct setting){.name = STR("flow"), .value = STR("{\"hold_days\":0}")};
    c->settings = s;
    ASSERT_OK(db_run(c, "UPDATE item SET state = $1, moved_ms = $2", A((int64_t)LIVE), A(c->now_ms)));
    ASSERT_OK(step_once(c, &worker_ship, &did));
    assert_int_equal(loaded(c, id).state, KEPT);
}

TEST(backoff_doubles_to_ten_minutes)
{
    assert_int_equal(backoff_ms(0), 0);
    assert_int_equal(backoff_ms(1), 1000);
    assert_int_equal(backoff_ms(4), 8000);
    assert_int_equal(backoff_ms(50), 600000);
}

TEST(plan_gives_the_same_product_another_seed_each_time)
{
    struct planned first, second;
    unit_shop(c);
    use_twin(c);
    int64_t one = plan_kettle(c, &first);
    assert_int_equal(first.items, 1);
    plan_kettle(c, &second);
    assert_int_equal(second.items, 0);
    assert_int_equal(second.on_way, 1);
    ASSERT_OK(db_run(c, "UPDATE item SET state = $1", A((int64_t)KEPT)));
    int64_t two = plan_kettle(c, &second);
    assert_int_equal(second.items, 1);
    assert_int_not_equal(loaded(c, one).seed, loaded(c, two).seed);
}
