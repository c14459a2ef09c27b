/* app/web/store/store_test.c - carts keep what can be had, a checkout sells it once, events are noted or only counted. */
#include "app/web/store/checkout.h"
#include "app/web/store/store.h"
#include "data/catalog.h"
#include "data/ingest/living.h"
#include "data/order.h"
#include "data/sale.h"
#include "test/unit/unit.h"

static void stock(struct ctx *c)
{
    static const char *const products[] = {"{\"id\":\"shoe\",\"title\":\"Trail "
                                           "Shoe\",\"brand\":\"Fell\",\"category\":\"Sport > "
                                           "Shoes\",\"currency\":\"EUR\",\"variants\":["
                                           "{\"sku\":\"S42\",\"title\":\"42\",\"price\":9900,\"stock\":2},{\"sku\":"
                                           "\"S43\",\"title\":\"43\",\"price\":9900,\"stock\":0}]}",
                                           "{\"id\":\"sock\",\"title\":\"Wool Sock\",\"category\":\"Sport > "
                                           "Socks\",\"price\":1200,\"currency\":\"EUR\"}"};
    struct product p;
    enum saved how;
    for (size_t i = 0; i < sizeof products / sizeof *products; i++) {
        ASSERT_OK(record_from_json(c, &product_record, str_z(products[i]), STRICT, &p));
        ASSERT_OK(product_save(c, &p, STR("file"), 1, &how));
    }
    ASSERT_OK(db_run(c, "INSERT INTO shopper (id, at_ms) VALUES ('s1', 1)"));
}

TEST(cart_holds_what_can_be_had)
{
    struct cart cart;
    unit_shop(c);
    stock(c);
    ASSERT_OK(cart_add(c, STR("s1"), STR("shoe"), STR("S42"), 2));
    assert_int_equal(cart_add(c, STR("s1"), STR("shoe"), STR("S42"), 1), REJECT);
    assert_non_null(strstr(c->why, "only 2"));
    assert_int_equal(cart_add(c, STR("s1"), STR("shoe"), STR("S43"), 1), REJECT);
    assert_int_equal(cart_add(c, STR("s1"), STR("shoe"), STR("S99"), 1), REJECT);
    assert_int_equal(cart_add(c, STR("s1"), STR("none"), STR(""), 1), REJECT);
    ASSERT_OK(cart_add(c, STR("s1"), STR("sock"), STR(""), 3));
    ASSERT_OK(cart_load(c, STR("s1"), &cart));
    assert_int_equal(cart.total, 2 * 9900 + 3 * 1200);
    assert_int_equal(cart.units, 5);
    assert_true(cart.ready);
    ASSERT_OK(db_run(c, "UPDATE variant SET stock = 1 WHERE sku = 'S42'"));
    ASSERT_OK(cart_load(c, STR("s1"), &cart));
    assert_false(cart.ready);
    ASSERT_OK(cart_set(c, STR("s1"), STR("shoe"), STR("S42"), 0));
    ASSERT_OK(cart_load(c, STR("s1"), &cart));
    assert_int_equal(cart.lines.n, 1);
    ASSERT_OK(cart_load(c, STR("other"), &cart));
    assert_int_equal(cart.lines.n, 0);
}

TEST(checkout_sells_once)
{
    struct sale s;
    struct cart cart;
    struct wish w = {0};
    int64_t left;
    unit_shop(c);
    stock(c);
    ASSERT_OK(cart_add(c, STR("s1"), STR("shoe"), STR("S42"), 2));
    ASSERT_OK(cart_add(c, STR("s1"), STR("sock"), STR(""), 1));
    struct checkout what = {.shopper = STR("s1"), .sale = STR("D1"), .email = STR("")};
    ASSERT_OK(checkout_do(c, &what, &w));
    ASSERT_OK(sale_load(c, STR("D1"), &s));
    assert_int_equal(s.total, 2 * 9900 + 1200);
    assert_int_equal(s.lines.n, 2);
    ASSERT_STR(s.source, "shop demo");
    ASSERT_STR(s.lines.at[0].product, "shoe");
    ASSERT_OK(db_int(c, &left, "SELECT stock FROM variant WHERE sku = 'S42'"));
    assert_int_equal(left, 0);
    ASSERT_OK(cart_load(c, STR("s1"), &cart));
    assert_int_equal(cart.lines.n, 0);
    assert_int_equal(checkout_do(c, &what, &w), REJECT); /* the cart is empty now */
}

TEST(checkout_places_an_order)
{
    struct order o;
    struct wish w = {0};
    struct holding *at;
    size_t n;
    unit_shop(c);
    stock(c);
    ASSERT_OK(cart_add(c, STR("s1"), STR("shoe"), STR("S42"), 2));
    ASSERT_OK(cart_add(c, STR("s1"), STR("sock"), STR(""), 1));
    struct checkout what = {.shopper = STR("s1"), .sale = STR("D1"), .email = STR(" Ann@X.example")};
    ASSERT_OK(checkout_do(c, &what, &w));
    ASSERT_OK(order_load(c, STR("D1"), &o));
    ASSERT_STR(o.status, "pending");
    ASSERT_STR(o.channel, "shop demo");
    assert_true(str_eq(o.customer, customer_of_email(c, STR("ann@x.example"))));
    assert_int_equal(order_total(&o), 2 * 9900 + 1200);
    assert_int_equal(order_paid(&o), 0);
    ASSERT_OK(stock_load(c, STR("S42"), &at, &n));
    assert_int_equal(at[0].reserved, 2);
    ASSERT_OK(db_run(c, "INSERT INTO variant (product, pos, price, stock) VALUES ('sock', 0, 1200, 1)")); /* counted, though it has no SKU */
    ASSERT_OK(cart_add(c, STR("s1"), STR("sock"), STR(""), 1));
    what = (struct checkout){.shopper = STR("s1"), .sale = STR("D2"), .email = STR("")};
    ASSERT_OK(checkout_do(c, &what, &w));
    ASSERT_OK(stock_load(c, STR("sock#0"), &at, &n));
    assert_int_equal(at[0].reserved, 1);
    assert_int_equal(cart_add(c, STR("s1"), STR("sock"), STR(""), 1), REJECT); /* it was the last */
}

TEST(stream_notes_events)
{
    int64_t n;
    unit_shop(c);
    stock(c);
    ASSERT_OK(ingest_stream(c, STR("{\"type\":\"track\",\"event\":\"Product "
                                   "Viewed\",\"messageId\":\"m1\",\"timestamp\":\"2026-11-21T10:00:00Z\","
                                   "\"anonymousId\":\"v\",\"properties\":{\"product_id\":\"shoe\"}}\nnonsense\n"
                                   "{\"type\":\"track\",\"event\":\"Product "
                                   "Viewed\",\"messageId\":\"m2\",\"timestamp\":\"2026-11-21T10:00:01Z\","
                                   "\"properties\":{\"product_id\":\"sock\"}}\n")));
    ASSERT_OK(db_int(c, &n, "SELECT COUNT(*) FROM event WHERE product IS NOT NULL"));
    assert_int_equal(n, 2);
    ASSERT_OK(db_int(c, &n, "SELECT COUNT(*) FROM event WHERE visitor = 'v'"));
    assert_int_equal(n, 1);
}

TEST(labels_of_facets_read_well)
{
    static const char *const said[][2] = {{"size shoe size", "Shoe Size"}, {"ultra hd", "Ultra HD"}, {"screen_size", "Screen Size"}, {"usb ports", "USB Ports"}};
    for (size_t i = 0; i < sizeof said / sizeof *said; i++)
        ASSERT_STR(title_case(c, str_z(said[i][0])), said[i][1]);
}

TEST(prices_read_as_people_write_them)
{
    ASSERT_STR(price_words(c, 129900, STR("USD")), "$1,299.00");
    ASSERT_STR(price_words(c, 500, STR("JPY")), "¥500");
    ASSERT_STR(price_words(c, 123456789, STR("EUR")), "€1,234,567.89");
    ASSERT_STR(price_words(c, 1000, STR("SEK")), "10.00\u00a0SEK");
}

TEST(guide_is_the_tree_of_categories)
{
    const struct aisle *top;
    unit_shop(c);
    stock(c);
    struct guide *g = guide_make(c);
    assert_non_null(g);
    assert_int_equal(g->n_aisles, 1);
    assert_int_equal(g->aisles[0].n, 2);
    const struct aisle *a = guide_aisle(g, STR("shoes"), &top);
    assert_non_null(a);
    ASSERT_STR(a->name, "Shoes");
    ASSERT_STR(top->name, "Sport");
    ASSERT_STR(guide_written(c, g, STR("fell")), "Fell");
    arena_close(g->mem);
}
