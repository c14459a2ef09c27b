/* data/ingest/trade_test.c - orders, tables of sales and visitors' events become rows; people can be forgotten. */
#include "data/ingest/ingest.h"
#include "data/ingest/reader.h"
#include "data/day.h"
#include "data/erase.h"
#include "data/order.h"
#include "data/sales.h"
#include "test/unit/unit.h"

static struct import_report take(struct ctx *c, const char *text)
{
    struct import in = {.path = STR("/nowhere/trade.csv"), .text = str_z(text), .currency = STR("EUR")};
    struct import_report r;
    ASSERT_OK(ingest_file(c, &in, &r));
    return r;
}

static const char orders[] =
    "Name,Email,Financial Status,Paid at,Fulfillment Status,Fulfilled at,Accepts Marketing,Currency,Subtotal,Shipping,Taxes,Total,Discount Code,"
    "Discount Amount,Created at,Lineitem quantity,Lineitem name,Lineitem price,Lineitem sku,Billing Name,"
    "Shipping Country,Cancelled at,Refunded Amount,Id,Source,Lineitem discount\n"
    "#1001,Anna@Example.com,paid,2026-03-01 11:00:00 +0100,fulfilled,,yes,EUR,60.00,4.90,10.36,64.90,SPRING,5.00,"
    "2026-03-01 10:22:33 +0100,2,Hat - S,25.00,H1,Anna A,DE,,0.00,11,web,0.00\n"
    "#1001,,,,,,,,,,,,,,,1,Cap,10.00,C1,,,,,,,0.00\n"
    "#1002,bo@example.com,refunded,,,,no,JPY,1500,0,0,1500,,0,2026-03-02 00:00:00 +0000,1,Cap,1500,C1,Bo,JP,,1500,12,pos,0\n"
    "#1003,cy@example.com,pending,,,,no,EUR,1,0,0,1,,0,yesterday,many,Cap,1,C1,Cy,DE,,0,13,web,0\n";

TEST(trade_shopify_orders)
{
    struct sale s;
    int64_t n;
    struct str email, raw;
    unit_home(c);
    struct import_report r = take(c, orders);
    ASSERT_STR(r.format, "shopify-orders");
    ASSERT_STR(r.what, "sale");
    assert_int_equal(r.added, 3);
    assert_int_equal(r.aside, 2);
    ASSERT_OK(sale_load(c, STR("#1001"), &s));
    assert_int_equal(s.lines.n, 2);
    assert_int_equal(s.lines.at[0].price, 2500);
    assert_int_equal(s.total, 6490);
    assert_int_equal(s.placed_ms, 1772356953000); /* 2026-03-01 09:22:33 UTC */
    ASSERT_STR(s.state, "paid");
    ASSERT_OK(sale_load(c, STR("#1002"), &s));
    assert_int_equal(s.total, 1500);
    ASSERT_STR(s.state, "refunded");
    assert_int_equal(take(c, orders).same, 3);
    ASSERT_OK(db_text(c, &email, "SELECT email FROM customer WHERE id = $1", A(customer_of_email(c, STR("anna@example.COM ")))));
    ASSERT_STR(email, "Anna@Example.com");
    ASSERT_OK(db_text(c, &raw, "SELECT MAX(raw) FROM quarantine"));
    ASSERT_STR(raw, ""); /* rows of orders name persons */
    struct erased gone;
    ASSERT_OK(customer_erase(c, customer_of_email(c, STR("anna@example.com")), STR("person:anna"), false, &gone));
    assert_int_equal(gone.sales, 1);
    ASSERT_OK(db_int(c, &n, "SELECT COUNT(*) FROM customer"));
    assert_int_equal(n, 2);
    ASSERT_OK(sale_load(c, STR("#1001"), &s));
    assert_false(s.customer.n);
}

/* What service answers from: what the export says, and no more. */
TEST(trade_shopify_orders_are_orders_to_answer_for)
{
    struct order o;
    struct str text = str_z(orders);
    unit_home(c);
    take(c, text.p);
    ASSERT_OK(order_load(c, STR("#1001"), &o));
    ASSERT_STR(o.shop, "shopify");
    ASSERT_STR(o.remote, "11");
    ASSERT_STR(o.status, "shipped");
    assert_int_equal(o.lines.n, 2);
    assert_int_equal(order_total(&o), 6490);
    assert_int_equal(order_paid(&o), 6490);
    ASSERT_OK(order_load(c, STR("#1002"), &o));
    ASSERT_STR(o.status, "pending");
    assert_int_equal(order_refunded(&o), 1500);
    assert_int_equal(take(c, text.p).same, 3);
    text = str_replace(c, text, STR("refunded,,,,no"), STR("refunded,,fulfilled,,no"));
    assert_int_equal(take(c, text.p).changed, 1); /* sent meanwhile */
    ASSERT_OK(order_load(c, STR("#1002"), &o));
    ASSERT_STR(o.status, "shipped");
    assert_int_equal(o.money.n, 2); /* and its money once */
}

TEST(trade_tables_of_sales)
{
    struct sale s;
    int64_t n;
    unit_home(c);
    struct import_report r = take(c, "Datum;Artikelnummer;Menge;Preis\n01.03.2026;H1;2;19,90\n01.03.2026;H1;1;19,90\n02.03.2026;H1;3;17,90\n2026-02-30;;1;\nbald;H1;1;1\n");
    ASSERT_STR(r.format, "sales");
    assert_int_equal(r.added, 2);
    assert_int_equal(r.lost, 2);
    ASSERT_OK(db_int(c, &n, "SELECT SUM(quantity) FROM line"));
    assert_int_equal(n, 6);
    ASSERT_OK(sale_load(c, STR("20513/H1"), &s)); /* days since 1970 */
    assert_int_equal(s.lines.n, 2);
    assert_int_equal(s.lines.at[0].price, 1990);
}

TEST(trade_tables_keep_the_days_without_stock)
{
    struct sales s;
    unit_home(c);
    assert_int_equal(take(c, "sku,title,price\nH1,Hat,9.90\n").added, 1);
    struct str text = STR("date,sku,units,price,in_stock\n");
    static const char *const days[] = {"2,9.90,1", "0,9.90,0", "1,9.90,0.25", "0,9.90,no", "0,9.90,12", "0,9.90,perhaps"};
    int64_t first = c->now_ms / DAY_MS - 6;
    for (size_t i = 0; i < 6; i++)
        text = str_fmt(c, "%.*s%s,H1,%s\n", FMT(text), day_text(c, first + (int64_t)i).p, days[i]);
    struct import_report r = take(c, text.p);
    assert_int_equal(r.added, 6);
    assert_int_equal(r.aside, 1); /* "perhaps" */
    ASSERT_OK(sales_load(c, 30, &s));
    assert_int_equal(s.days, 6);
    static const double in_stock[] = {1, 0, 0.25, 0, 1, 1};
    for (size_t t = 0; t < 6; t++)
        assert_true(s.items.at[0].in_stock.at[t] == in_stock[t]);
    assert_int_equal(take(c, text.p).same, 6);
    text = str_replace(c, text, STR("0,9.90,0\n"), STR("0,9.90,1\n"));
    assert_int_equal(take(c, text.p).changed, 1); /* corrected by a later file */
}

TEST(trade_segment_events)
{
    int64_t n;
    unit_home(c);
    static const char events[] =
        "{\"type\":\"track\",\"event\":\"Products Searched\",\"messageId\":\"m1\",\"anonymousId\":\"v1\",\"timestamp\":\"2026-03-01T10:00:00.250Z\","
        "\"properties\":{\"query\":\"red hat\"},\"context\":{\"ip\":\"1.2.3.4\"}}\n"
        "{\"type\":\"track\",\"event\":\"Order Completed\",\"messageId\":\"m2\",\"anonymousId\":\"v1\",\"userId\":\"u1\",\"timestamp\":\"2026-03-01T12:00:00+01:00\","
        "\"properties\":"
        "{\"order_id\":\"#1\",\"currency\":\"KWD\",\"products\":[{\"sku\":\"H1\",\"price\":19.9,\"quantity\":2,\"position\":1},{\"sku\":\"C1\",\"price\":5}]}}\n"
        "{\"type\":\"identify\",\"userId\":\"u1\",\"messageId\":\"m3\",\"timestamp\":\"2026-03-01T10:00:00Z\",\"traits\":{\"email\":\"a@example.com\"}}\n"
        "{\"type\":\"track\",\"messageId\":\"m4\",\"userId\":\"u1\",\"timestamp\":\"soon\",\"event\":\"Product Viewed\"}\n";
    struct import_report r = take(c, events);
    ASSERT_STR(r.format, "segment");
    assert_int_equal(r.lost, 1);
    ASSERT_OK(db_int(c, &n, "SELECT COUNT(*) FROM event"));
    assert_int_equal(n, 3);
    ASSERT_OK(db_int(c, &n, "SELECT price FROM event WHERE sku = 'H1' AND sale = '#1' AND quantity = 2 AND customer = 'u1' AND at_ms = 1772362800000"));
    assert_int_equal(n, 19900);
    ASSERT_OK(db_int(c, &n, "SELECT COUNT(*) FROM customer WHERE email = 'a@example.com'"));
    assert_int_equal(n, 1);
    take(c, events);
    ASSERT_OK(db_int(c, &n, "SELECT COUNT(*) FROM event"));
    assert_int_equal(n, 3);
}

TEST(trade_moments)
{
    static const struct { const char *text; int64_t ms; } good[] = {
        {"1970-01-01", 0}, {"2026-03-01T09:22:33Z", 1772356953000}, {"2026-03-01 10:22:33 +0100", 1772356953000}, {"2026-03-01 09:22:33 UTC", 1772356953000},
        {"2026-03-01T04:52:33.5-04:30", 1772356953500}, {"01.03.2026 09:22", 1772356920000}, {"2026/03/01", 1772323200000}, {"1772356953", 1772356953000},
        {"1772356953250", 1772356953250}, {"2026-3-1", 1772323200000}, {"1.3.26", 1772323200000},
        {"13/3/2026", 1773360000000}, {"3/13/2026 8:26 PM", 1773433560000}, {"3/13/2026 12:26 AM", 1773361560000}, {"Mar 1, 2026", 1772323200000},
        {"1 March 2026 09:22", 1772356920000}, {"01-Mar-26", 1772323200000}};
    static const char *const bad[] = {"", "now", "2026-13-01", "2026-03-01T", "2026-03-01Txx", "2026-03-01 25:00", "3/4/26",
                                      "13/13/2026", "30/2/2026", "3/13/2026 13:26 PM", "Mar 32, 2026", "1/13/20267", "2026-03-01T09:22:33 somewhere",
                                      "99999999999999999"};
    int64_t ms;
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        if (!moment_read(str_z(good[i].text), DAY_UNTOLD, &ms) || ms != good[i].ms)
            fail_msg("%s: %lld", good[i].text, (long long)ms);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        if (moment_read(str_z(bad[i]), DAY_UNTOLD, &ms))
            fail_msg("\"%s\" was read as %lld", bad[i], (long long)ms);
}

TEST(trade_the_file_tells_whether_day_or_month_is_first)
{
    static const struct { const char *dates[2]; enum day_order order; int64_t first_ms; } files[] = {
        {{"05/01/2026", "25/01/2026"}, DAY_FIRST, 1767571200000},
        {{"5/1/2026 8:26", "1/25/2026 8:26"}, MONTH_FIRST, 1777623960000},
        {{"05/01/2026", "06/01/2026"}, DAY_FIRST, 1767571200000}}; /* nothing tells: euros */
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        struct sale s;
        unit_home(c);
        struct import_report r = take(c, str_fmt(c, "InvoiceNo,StockCode,Quantity,InvoiceDate,UnitPrice\n1,H1,2,%s,2.55\n2,H1,1,%s,2.55\n",
                                                 files[i].dates[0], files[i].dates[1]).p);
        assert_int_equal(r.added, 2);
        assert_int_equal(r.notes.n, i == 2);
        ASSERT_OK(sale_load(c, STR("1"), &s));
        assert_int_equal(s.placed_ms, files[i].first_ms);
    }
    unit_home(c);
    struct import_report both = take(c, "order,sku,qty,date\n1,H1,2,25/01/2026\n2,H1,1,1/25/2026\n3,H1,1,5/1/2026\n");
    assert_int_equal(both.added, 2);
    assert_int_equal(both.lost, 1); /* of two days it may be the file does not say which */
}

TEST(trade_a_till_names_who_bought_and_where)
{
    struct sale s;
    struct str email;
    unit_home(c);
    struct import_report r = take(c, "Datum;Bestellnummer;Artikelnummer;Menge;Preis;Kunde E-Mail;Kanal;Gutschein;Kasse\n01.03.2026;77;H1;2;19,90;anna@example.com;store;MAI;3\n");
    assert_int_equal(r.added, 1);
    assert_int_equal(r.notes.n, 1);
    assert_non_null(strstr(r.notes.at[0].p, "Kasse"));
    ASSERT_OK(sale_load(c, STR("77"), &s));
    ASSERT_STR(s.source, "store");
    ASSERT_STR(s.coupon, "MAI");
    ASSERT_STR(s.customer, customer_of_email(c, STR("anna@example.com")).p);
    ASSERT_OK(db_text(c, &email, "SELECT email FROM customer WHERE id = $1", A(s.customer)));
    ASSERT_STR(email, "anna@example.com");
}
