/* data/ingest/ingest_test.c - files in, products out; bad rows aside, good ones on. */
#include "data/ingest/ingest.h"
#include "data/catalog.h"
#include "test/unit/unit.h"
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

static struct str file_with(struct ctx *c, const char *name, struct str text)
{
    struct str path = str_fmt(c, "%s/%s", c->home, name);
    int fd = open(path.p, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    assert_int_equal(write(fd, text.p, text.n), (ssize_t)text.n);
    close(fd);
    return path;
}

static void shop(struct ctx *c)
{
    char *home = NEW_ARRAY(c, char, 64);
    snprintf(home, 64, "/tmp/purvey-test-XXXXXX");
    assert_non_null(mkdtemp(home));
    c->home = home;
    unit_shop(c);
}

static struct import_report take(struct ctx *c, const char *name, struct str text)
{
    struct import in = {.path = file_with(c, name, text)};
    struct import_report r;
    ASSERT_OK(ingest_file(c, &in, &r));
    unlink(in.path.p);
    return r;
}

static const char vendure[] =
    "name   ,slug,description,assets,facets,optionGroups,optionValues,sku,price,taxCategory,stockOnHand,trackInventory,variantAssets,variantFacets\n"
    "Laptop ,laptop,\"Fast, light\",,category:Electronics|category:Computers|brand:Apple|colour:grey,screen size|RAM,13 inch|8GB,L1,1299.00,standard,100,,,\n"
    ",,,,,,15 inch|8GB,L2,1399.00,standard,7,,,\n";

TEST(ingest_vendure_variants_and_facets)
{
    shop(c);
    struct import_report r = take(c, "v.csv", str_z(vendure));
    struct product p;
    ASSERT_STR(r.format, "vendure");
    assert_int_equal(r.added, 1);
    assert_int_equal(r.aside, 0);
    ASSERT_OK(product_load(c, STR("laptop"), &p));
    ASSERT_STR(p.category, "Electronics > Computers");
    ASSERT_STR(p.brand, "Apple");
    ASSERT_STR(p.attributes.at[0].name, "colour");
    assert_int_equal(p.variants.n, 2);
    ASSERT_STR(p.variants.at[1].title, "15 inch 8GB");
    ASSERT_STR(p.variants.at[1].options.at[0].unit, "inch");
    assert_int_equal(p.variants.at[1].price, 139900);
    assert_int_equal(p.variants.at[1].stock, 7);
}

TEST(ingest_again_writes_nothing)
{
    shop(c);
    int64_t before, after;
    take(c, "v.csv", str_z(vendure));
    ASSERT_OK(db_int(c, &before, "SELECT COUNT(*) FROM batch"));
    c->now_ms += 1000;
    struct import_report r = take(c, "v.csv", str_z(vendure));
    ASSERT_OK(db_int(c, &after, "SELECT COUNT(*) FROM batch"));
    assert_int_equal(r.same, 1);
    assert_int_equal(before, after);
    assert_true(r.batch == NONE);
}
