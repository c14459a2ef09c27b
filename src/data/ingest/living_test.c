/* data/ingest/living_test.c - signatures that hold and those that do not; the inbox and the watched folder into the catalogue. */
#include "data/ingest/living.h"
#include "core/hash.h"
#include "core/settings.h"
#include "data/catalog.h"
#include "data/sale.h"
#include "test/unit/unit.h"
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static void hooked(struct ctx *c)
{
    static struct setting all[2];
    static struct settings set;
    unit_home(c);
    setenv("PURVEY_TEST_HOOK", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", 1);
    setenv("PURVEY_TEST_SHOP", "hush", 1);
    all[0] = (struct setting){.name = STR("webhook"), .value = STR("{\"standard\":[\"env:PURVEY_TEST_HOOK\"],\"shopify\":[\"env:PURVEY_TEST_SHOP\"],"
                                                                    "\"woocommerce\":[\"env:PURVEY_TEST_SHOP\"]}")};
    all[1] = (struct setting){.name = STR("watch"), .value = str_fmt(c, "{\"folder\":\"%s\"}", c->home)};
    set = (struct settings){all, 2};
    c->settings = &set;
}

static void header(struct ctx *c, struct request *r, const char *name, struct str value)
{
    *LIST_ADD(c, &r->headers) = (struct header){str_z(name), value};
}

static int send_signed(struct ctx *c, struct request *r)
{
    struct webhook_answer a;
    ASSERT_OK(webhook_accept(c, r, &a));
    return a.code;
}

static struct request standard(struct ctx *c, const char *id, const char *at, const char *signature, const char *body)
{
    struct request r = {.body = str_z(body)};
    header(c, &r, "Webhook-Id", str_z(id));
    header(c, &r, "webhook-timestamp", str_z(at));
    header(c, &r, "webhook-signature", str_z(signature));
    return r;
}

TEST(webhook_standard_example)
{
    hooked(c);
    /* standardwebhooks 1.1.1: secret, id, time, body and signature of its own test */
    static const char id[] = "msg_p5jXN8AQM9LWM0D4loKWxJek", at[] = "1614265330", body[] = "{\"test\": 2432232314}",
                      good[] = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
    struct request r = standard(c, id, at, good, body);
    c->now_ms = 1614265330000 + WEBHOOK_WINDOW_MS;
    assert_int_equal(send_signed(c, &r), 200);
    r = standard(c, id, at, "v1,AAAA v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE= v1a,x", body);
    assert_int_equal(send_signed(c, &r), 200); /* again, and among others: known already */
    int64_t n;
    ASSERT_OK(db_int(c, &n, "SELECT COUNT(*) FROM inbox"));
    assert_int_equal(n, 1);
    c->now_ms++;
    assert_int_equal(send_signed(c, &r), 401); /* too old */
    c->now_ms = 1614265330000 - WEBHOOK_WINDOW_MS - 1;
    assert_int_equal(send_signed(c, &r), 401); /* from the future */
    c->now_ms = 1614265330000;
    r = standard(c, id, at, good, "{\"test\": 2432232315}");
    assert_int_equal(send_signed(c, &r), 401);
    r = standard(c, "other", at, good, body);
    assert_int_equal(send_signed(c, &r), 401);
    r = standard(c, id, "99999999999999999999", good, body);
    assert_int_equal(send_signed(c, &r), 400);
    r = (struct request){.body = STR("{}")};
    assert_int_equal(send_signed(c, &r), 401);
}

static struct request shop_message(struct ctx *c, const char *sign, const char *topic_header, const char *topic, const char *body)
{
    struct request r = {.body = str_z(body)};
    header(c, &r, sign, hash_base64(c, hash_hmac(c, STR("hush"), r.body)));
    header(c, &r, topic_header, str_z(topic));
    return r;
}

static void steps(struct ctx *c)
{
    bool did = true;
    while (did)
        ASSERT_OK(ingest_inbox_step(c, &did));
}

static const char kettle[] = "{\"id\":632910392,\"title\":\"Kettle\",\"handle\":\"kettle\",\"body_html\":\"<p>Boils <b>fast</b></p>\",\"vendor\":\"Acme\","
    "\"product_type\":\"Kettles\",\"tags\":\"a, b\",\"options\":[{\"name\":\"Size\"}],\"images\":[{\"src\":\"https://x/1.jpg\"}],"
    "\"variants\":[{\"sku\":\"K1\",\"price\":\"19.90\",\"option1\":\"1.7 l\","
    "\"barcode\":\"4006381333931\",\"grams\":900,\"inventory_quantity\":3,\"inventory_management\":\"shopify\"}]}";

TEST(webhook_shopify_into_the_catalogue_and_out)
{
    hooked(c);
    struct product p;
    int64_t live;
    struct request r = shop_message(c, "X-Shopify-Hmac-Sha256", "X-Shopify-Topic", "products/update", kettle);
    assert_int_equal(send_signed(c, &r), 200);
    steps(c);
    ASSERT_OK(product_load(c, STR("kettle"), &p));
    ASSERT_STR(p.description, "Boils fast");
    assert_int_equal(p.variants.at[0].price, 1990);
    ASSERT_STR(p.variants.at[0].options.at[0].unit, "l");
    r = shop_message(c, "shopify-hmac-sha256", "shopify-topic", "products/delete", kettle); /* the same body under another topic: a replay */
    assert_int_equal(send_signed(c, &r), 200);
    steps(c);
    ASSERT_OK(product_count(c, &live));
    assert_int_equal(live, 1);
    r = shop_message(c, "shopify-hmac-sha256", "shopify-topic", "products/delete", "{\"id\":632910392}");
    assert_int_equal(send_signed(c, &r), 200);
    steps(c);
    ASSERT_OK(product_count(c, &live));
    assert_int_equal(live, 0);
    r.body = STR("{\"id\":1}");
    assert_int_equal(send_signed(c, &r), 401);
}

TEST(webhook_keeps_nothing_of_persons)
{
    hooked(c);
    struct str body;
    struct request r = shop_message(c, "X-Shopify-Hmac-Sha256", "X-Shopify-Topic", "customers/data_request", "{\"email\":\"anna@example.com\"}");
    assert_int_equal(send_signed(c, &r), 200);
    ASSERT_OK(db_text(c, &body, "SELECT body FROM inbox"));
    ASSERT_STR(body, "{}");
}

TEST(webhook_forgets_a_person)
{
    hooked(c);
    int64_t n;
    struct customer anna;
    record_init(&customer_record, &anna);
    anna.email = STR("anna@example.com");
    anna.id = customer_of_email(c, anna.email);
    ASSERT_OK(customer_save(c, &anna));
    struct request r = shop_message(c, "X-Shopify-Hmac-Sha256", "X-Shopify-Topic", "customers/redact", "{\"customer\":{\"id\":7,\"email\":\"Anna@example.com\"}}");
    assert_int_equal(send_signed(c, &r), 200);
    steps(c);
    ASSERT_OK(db_int(c, &n, "SELECT COUNT(*) FROM customer"));
    assert_int_equal(n, 0);
    ASSERT_OK(db_int(c, &n, "SELECT COUNT(*) FROM inbox WHERE body = ''"));
    assert_int_equal(n, 1);
}

TEST(webhook_woocommerce_keeps_variants_it_does_not_send)
{
    hooked(c);
    struct product p;
    struct request r = shop_message(c, "X-WC-Webhook-Signature", "X-WC-Webhook-Topic", "product.updated",
        "{\"id\":44,\"type\":\"simple\",\"name\":\"Tee\",\"sku\":\"T\",\"price\":\"15.00\",\"regular_price\":\"20.00\",\"categories\":[{\"name\":\"Clothing\"}],"
        "\"attributes\":[{\"name\":\"Fabric\",\"options\":[\"Cotton\"]}]}");
    assert_int_equal(send_signed(c, &r), 200);
    steps(c);
    ASSERT_OK(product_load(c, STR("44"), &p));
    assert_int_equal(p.variants.at[0].compare_at, 2000);
    ASSERT_STR(p.attributes.at[0].name, "fabric");
    r = shop_message(c, "X-WC-Webhook-Signature", "X-WC-Webhook-Topic", "product.updated", "{\"id\":44,\"type\":\"variable\",\"name\":\"Tee 2\"}");
    assert_int_equal(send_signed(c, &r), 200);
    steps(c);
    ASSERT_OK(product_load(c, STR("44"), &p));
    ASSERT_STR(p.title, "Tee 2");
    assert_int_equal(p.variants.n, 1);
}

TEST(webhook_bad_bodies_are_refused_once)
{
    hooked(c);
    static const char *const bodies[] = {"", "{", "[]", "{\"id\":1}", "{\"handle\":\"x\"}", "\"text\"", "{\"handle\":\"x\",\"title\":\"X\",\"variants\":7}"};
    for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++) {
        struct request r = shop_message(c, "X-Shopify-Hmac-Sha256", "X-Shopify-Topic", "products/update", bodies[i]);
        assert_int_equal(send_signed(c, &r), 200);
    }
    steps(c);
    int64_t n;
    ASSERT_OK(db_int(c, &n, "SELECT COUNT(*) FROM inbox WHERE state = 'refused' AND why <> ''"));
    assert_int_equal(n, 6);
}

TEST(watch_takes_a_file_once_and_again_when_it_changes)
{
    hooked(c);
    bool did;
    int64_t n;
    struct str path = str_fmt(c, "%s/a.csv", c->home);
    int fd = open(path.p, O_WRONLY | O_CREAT, 0600);
    assert_int_equal(write(fd, "sku,title,price\n1,Hat,5\n", 24), 24);
    struct timespec at[2] = {{.tv_sec = c->now_ms / 1000}, {.tv_sec = c->now_ms / 1000}};
    futimens(fd, at);
    ASSERT_OK(ingest_watch_step(c, &did));
    assert_false(did); /* somebody may still be writing */
    c->now_ms += 5000;
    ASSERT_OK(ingest_watch_step(c, &did));
    assert_true(did);
    ASSERT_OK(product_count(c, &n));
    assert_int_equal(n, 1);
    ASSERT_OK(ingest_watch_step(c, &did));
    assert_false(did);
    assert_int_equal(write(fd, "2,Cap,6\n", 8), 8);
    futimens(fd, at);
    close(fd);
    ASSERT_OK(ingest_watch_step(c, &did));
    assert_true(did);
    ASSERT_OK(product_count(c, &n));
    assert_int_equal(n, 2);
    unlink(path.p);
    c->home = "/nonexistent";
    ((struct setting *)c->settings->at)[1].value = STR("{\"folder\":\"/nonexistent\"}");
    ASSERT_OK(ingest_watch_step(c, &did));
    assert_false(did);
}
