/* data/document_test.c - the whole state as a document: read and written again it is the same. */
#include "core/json.h"
#include "data/order.h"
#include "test/unit/unit.h"

static const char document[] =
    "{\"orders\":{\"#W1\":{\"address\":{\"address1\":\"1 Way\",\"address2\":\"\",\"city\":\"Rome\",\"country\":\"USA\",\"state\":\"NY\",\"zip\":\"10083\"},"
    "\"fulfillments\":[{\"item_ids\":[\"11\",\"12\",\"11\"],\"tracking_id\":[\"T1\",\"T2\"]}],"
    "\"items\":[{\"item_id\":\"11\",\"name\":\"Cup\",\"options\":{\"colour\":\"red\"},\"price\":47.84,\"product_id\":\"1\"},"
    "{\"item_id\":\"12\",\"name\":\"Cup\",\"options\":{\"colour\":\"blue\"},\"price\":20.0,\"product_id\":\"1\"},"
    "{\"item_id\":\"11\",\"name\":\"Cup\",\"options\":{\"colour\":\"red\"},\"price\":47.84,\"product_id\":\"1\"}],"
    "\"order_id\":\"#W1\",\"payment_history\":[{\"amount\":115.68,\"payment_method_id\":\"gift_card_1\",\"transaction_type\":\"payment\"}],"
    "\"status\":\"delivered\",\"user_id\":\"ann_1\"},"
    "\"#W2\":{\"exchange_items\":[\"11\"],\"exchange_new_items\":[\"12\"],\"exchange_payment_method_id\":\"gift_card_1\","
    "\"exchange_price_difference\":-0.05,\"fulfillments\":[],\"gift_note\":\"hi\","
    "\"items\":[{\"item_id\":\"11\",\"name\":\"Cup\",\"options\":{\"colour\":\"red\"},\"price\":47.84,\"product_id\":\"1\"}],"
    "\"order_id\":\"#W2\",\"payment_history\":[],\"status\":\"exchange requested\",\"user_id\":\"ann_1\"}},"
    "\"products\":{\"1\":{\"name\":\"Cup\",\"product_id\":\"1\",\"variants\":{"
    "\"11\":{\"available\":true,\"item_id\":\"11\",\"options\":{\"colour\":\"red\"},\"price\":47.84},"
    "\"12\":{\"available\":true,\"item_id\":\"12\",\"options\":{\"colour\":\"blue\"},\"price\":47.79},"
    "\"13\":{\"available\":false,\"item_id\":\"13\",\"options\":{\"colour\":\"grey\"},\"price\":5.0}}}},"
    "\"users\":{\"ann_1\":{\"email\":\"ann@example.com\",\"name\":{\"first_name\":\"Ann\",\"last_name\":\"Li\"},"
    "\"orders\":[\"#W2\",\"#W1\"],\"payment_methods\":{\"gift_card_1\":{\"balance\":17.5,\"id\":\"gift_card_1\",\"source\":\"gift_card\"}},"
    "\"user_id\":\"ann_1\"}}}";

TEST(document_comes_back_byte_for_byte)
{
    struct order_counts n;
    struct str again;
    unit_shop(c);
    ASSERT_OK(order_document_read(c, str_z(document), &n));
    assert_int_equal(n.orders, 2);
    assert_int_equal(n.products, 1);
    ASSERT_OK(order_document_write(c, &again));
    ASSERT_STR(again, document);
    ASSERT_OK(order_document_read(c, again, &n));
    ASSERT_OK(order_document_write(c, &again));
    ASSERT_STR(again, document);
    ASSERT_OK(order_document_entry(c, STR("users"), STR("ann_1"), &again));
    assert_non_null(strstr(again.p, "ann@example.com"));
    assert_int_equal(order_document_entry(c, STR("orders"), STR("#W3"), &again), REJECT);
}

TEST(document_entries_without_their_ids_come_back_without)
{
    static const char bare[] = "{\"orders\":{\"a\":{\"fulfillments\":[],\"items\":[],\"payment_history\":[],\"status\":\"pending\",\"user_id\":\"u\"}},"
                               "\"products\":{\"p\":{\"name\":\"Cup\",\"variants\":{\"1\":{\"available\":true,\"options\":{},\"price\":5}}}},"
                               "\"users\":{\"u\":{\"orders\":[\"a\"],\"payment_methods\":{\"m\":{\"source\":\"paypal\"}}}}}";
    struct order_counts n;
    struct str again;
    unit_shop(c);
    ASSERT_OK(order_document_read(c, str_z(bare), &n));
    ASSERT_OK(order_document_write(c, &again));
    ASSERT_STR(again, bare);
}

TEST(document_amounts_are_minor_where_none_has_a_point)
{
    struct order_counts n;
    struct order o;
    struct str again;
    unit_shop(c);
    ASSERT_OK(order_document_read(c, STR("{\"orders\":{\"a\":{\"user_id\":\"u\",\"status\":\"pending\",\"items\":[{\"item_id\":1,\"price\":4784}]}}}"), &n));
    ASSERT_OK(order_load(c, STR("a"), &o));
    assert_int_equal(o.lines.at[0].price, 4784);
    ASSERT_OK(order_document_read(c, STR("{\"money\":\"major\",\"orders\":{\"a\":{\"user_id\":\"u\",\"status\":\"pending\",\"items\":[{\"item_id\":1,\"price\":47}]}}}"), &n));
    ASSERT_OK(order_load(c, STR("a"), &o));
    assert_int_equal(o.lines.at[0].price, 4700);
    ASSERT_OK(order_document_write(c, &again));
    assert_non_null(strstr(again.p, "\"price\":47.0"));
}

TEST(document_that_is_wrong_names_the_place_and_changes_nothing)
{
    static const struct { const char *json, *why; } wrong[] = {
        {"[]", "must be an object of users"},
        {"{\"orders\":[]}", "\"orders\" must be an object"},
        {"{\"money\":\"cents\"}", "\"minor\" or \"major\""},
        {"{\"orders\":{\"a\":{\"user_id\":\"u\",\"status\":\"odd\"}}}", "orders.a"},
        {"{\"orders\":{\"b\":{\"user_id\":\"u\",\"status\":\"pending\"},\"a\":{\"user_id\":\"u\",\"status\":\"pending\",\"items\":[{\"item_id\":\"1\",\"price\":\"x\"}]}}}",
         "\"price\" must be an amount"},
        {"{\"users\":{\"u\":{\"payment_methods\":{\"m\":{}}}}}", "\"source\" must be a text"},
        {"{\"products\":{\"p\":7}}", "products.p: must be an object"},
    };
    unit_shop(c);
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct order_counts n;
        int64_t rows;
        assert_int_equal(order_document_read(c, str_z(wrong[i].json), &n), REJECT);
        if (!strstr(c->why, wrong[i].why))
            fail_msg("%s: %s", wrong[i].json, c->why);
        ASSERT_OK(db_int(c, &rows, "SELECT COUNT(*) FROM orders"));
        assert_int_equal(rows, 0);
    }
}
