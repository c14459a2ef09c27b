/* data/ingest/ingest_test.c - files in, products out; bad rows aside, good ones on. */
#include "data/ingest/ingest.h"
#include "data/brought.h"
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
    unit_home(c);
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
    unit_home(c);
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

static const char shopify_head[] = "Handle,Title,Body (HTML),Vendor,Option1 Name,Option1 Value,Variant SKU,Variant Price,Variant Barcode,Image Src\n";

TEST(ingest_sets_bad_rows_aside_and_goes_on)
{
    unit_home(c);
    struct import_report r = take(c, "s.csv", str_fmt(c, "%s%s", shopify_head,
        "shirt,Shirt,<p>Soft</p>,Acme,Size,S,S1,19.90,4006381333931,\n"
        "shirt,,,,,M,S2,abc,4006381333932,\n"
        "shirt,Other,,,,L,S3,1,,\n"
        ",,,,,M,S2,1,,\n"
        "short,row\n"
        "open,\"Open,x,Acme,,,O1,1,,\n"
        "hat,Hat,,Acme,,,H1,5,,gone.jpg\n"));
    struct quarantines q;
    static const struct { int64_t line; const char *col, *cause; } want[] = {
        {3, "Variant Price", "not a price"}, {3, "Variant Barcode", "check digit"}, {4, "Handle", "has the handle of"},
        {5, "Handle", "no handle"}, {6, "", "2 values where the header has 10"}, {7, "", "never closes"}, {8, "Image Src", "not there"}};
    assert_int_equal(r.added, 2);
    ASSERT_OK(quarantine_list(c, STR("open"), 100, 0, &q));
    assert_int_equal(q.n, sizeof want / sizeof *want);
    for (size_t i = 0; i < q.n; i++)
        if (q.at[i].line != want[i].line || !str_eq(q.at[i].col, str_z(want[i].col)) || !str_has(q.at[i].cause, str_z(want[i].cause)))
            fail_msg("fault %zu: line %lld %s: %s", i, (long long)q.at[i].line, q.at[i].col.p, q.at[i].cause.p);
    assert_int_equal(r.aside, q.n);
    assert_int_equal(r.lost, 4);
}

TEST(ingest_keeps_a_good_price_under_a_bad_one)
{
    unit_home(c);
    struct product p;
    take(c, "s.csv", str_fmt(c, "%shat,Hat,,Acme,,,H1,5.00,,\n", shopify_head));
    struct import_report r = take(c, "s.csv", str_fmt(c, "%shat,Hat,,Acme,,,H1,five,,\n", shopify_head));
    assert_int_equal(r.aside, 1);
    ASSERT_OK(product_load(c, STR("hat"), &p));
    assert_int_equal(p.variants.at[0].price, 500);
}

TEST(ingest_mends_what_was_set_aside)
{
    unit_home(c);
    struct import_report r = take(c, "s.csv", str_fmt(c, "%shat,Hat,,Acme,,,H1,five,,\n", shopify_head));
    struct quarantines q;
    struct product p;
    ASSERT_OK(quarantine_list(c, STR("open"), 100, 0, &q));
    assert_int_equal(q.n, 1);
    assert_int_equal(quarantine_retry(c, q.at[0].id, (struct str){0}, STR("person:anna"), &r), REJECT);
    assert_non_null(strstr(c->why, "\"five\" is not a price"));
    ASSERT_OK(quarantine_retry(c, q.at[0].id, STR("hat,Hat,,Acme,,,H1,5.00,,"), STR("person:anna"), &r));
    ASSERT_OK(product_load(c, STR("hat"), &p));
    assert_int_equal(p.variants.at[0].price, 500);
    ASSERT_OK(quarantine_list(c, STR("open"), 100, 0, &q));
    assert_int_equal(q.n, 0);
    assert_int_equal(quarantine_retry(c, 77, (struct str){0}, STR("person:anna"), &r), REJECT);
}

TEST(ingest_next_run_finds_the_file_mended)
{
    unit_home(c);
    struct quarantines q;
    take(c, "s.csv", str_fmt(c, "%shat,Hat,,Acme,,,H1,five,,\n", shopify_head));
    take(c, "s.csv", str_fmt(c, "%shat,Hat,,Acme,,,H1,5,,\n", shopify_head));
    ASSERT_OK(quarantine_list(c, STR("mended"), 100, 0, &q));
    assert_int_equal(q.n, 1);
}

static struct import_report take_complete(struct ctx *c, struct str text, bool yes)
{
    struct import in = {.path = file_with(c, "s.csv", text), .complete = true, .yes = yes};
    struct import_report r;
    ASSERT_OK(ingest_file(c, &in, &r));
    unlink(in.path.p);
    return r;
}

static struct str hats(struct ctx *c, int n)
{
    struct buf b = {0};
    buf_fmt(c, &b, "%s", shopify_head);
    for (int i = 0; i < n; i++)
        buf_fmt(c, &b, "hat-%d,Hat %d,,Acme,,,H%d,5,,\n", i, i, i);
    return buf_str(&b);
}

TEST(ingest_complete_marks_the_missing_and_can_be_undone)
{
    unit_home(c);
    int64_t live;
    struct brought_report undone;
    take_complete(c, hats(c, 40), false);
    assert_int_equal(take_complete(c, hats(c, 5), false).held, 35); /* more than half: not without being told */
    ASSERT_OK(product_count(c, &live));
    assert_int_equal(live, 40);
    struct import_report r = take_complete(c, hats(c, 30), false);
    assert_int_equal(r.gone, 10);
    ASSERT_OK(product_count(c, &live));
    assert_int_equal(live, 30);
    ASSERT_OK(brought_undo(c, r.batch, STR("person:anna"), false, &undone));
    assert_int_equal(undone.back, 10);
    ASSERT_OK(product_count(c, &live));
    assert_int_equal(live, 40);
    assert_int_equal(take_complete(c, str_fmt(c, "%sshort,row\n", hats(c, 39).p), false).held, 1); /* which one was it? */
    assert_int_equal(take_complete(c, hats(c, 5), true).gone, 35);
}

TEST(ingest_undo_restores_but_for_later_imports)
{
    unit_home(c);
    struct product p;
    struct brought_report undone;
    take(c, "s.csv", hats(c, 3));
    struct str second = str_replace(c, hats(c, 4), STR(",5,"), STR(",7,"));
    struct import_report r = take(c, "s.csv", second);
    assert_int_equal(r.changed, 3);
    take(c, "s.csv", str_replace(c, second, STR("Hat 1"), STR("Cap 1")));
    ASSERT_OK(brought_undo(c, r.batch, STR("person:anna"), false, &undone));
    assert_int_equal(undone.restored, 2);
    assert_int_equal(undone.removed, 1);
    assert_int_equal(undone.kept, 1);
    ASSERT_STR(undone.rows.at[0].product, "hat-1");
    ASSERT_OK(product_load(c, STR("hat-0"), &p));
    assert_int_equal(p.variants.at[0].price, 500);
    ASSERT_OK(brought_undo(c, r.batch, STR("person:anna"), false, &undone));
    assert_int_equal(undone.restored + undone.removed + undone.kept, 0);
}

TEST(ingest_gathers_rows_from_all_over_the_file)
{
    unit_home(c);
    struct product p;
    struct import_report r = take(c, "w.csv", STR("ID,Type,SKU,Name,Regular price,Parent,Attribute 1 name,Attribute 1 value(s)\n"
        "1,variation,t-b,Tee - Blue,\"20,00\",tee,Color,Blue\n2,simple,cap,Cap,\"9,50\",,,\n3,variable,tee,Tee,,,Color,\"Blue, Red\"\n"
        "4,variation,t-r,Tee - Red,\"1.020,00\",tee,Color,Red\n5,variation,x,X,1,id:99,Color,Red\n"));
    ASSERT_STR(r.format, "woocommerce");
    assert_int_equal(r.added, 2);
    assert_int_equal(r.lost, 1);
    ASSERT_OK(product_load(c, STR("3"), &p));
    ASSERT_STR(p.title, "Tee");
    assert_int_equal(p.variants.n, 2);
    assert_int_equal(p.variants.at[1].price, 102000);
    ASSERT_STR(p.variants.at[1].title, "Red");
}

static enum status refused(struct ctx *c, struct str text)
{
    struct import in = {.path = file_with(c, "bad.csv", text)};
    struct import_report r;
    enum status s = ingest_file(c, &in, &r);
    unlink(in.path.p);
    return s;
}

TEST(ingest_refuses_whole_files_in_a_sentence)
{
    unit_home(c);
    static const struct { const char *text, *says; } bad[] = {
        {"", "the file is empty"}, {"\n\n \n", "only empty lines"}, {"\"Handle,Title\n", "quote that never closes"},
        {"a,b,c\n1,2,3\n", "no column for the title among: a, b, c"}, {"<html><body>x</body></html>", "not a product feed"},
        {"{\"a\":", "no JSON object"}, {"%PDF-1.4 x", "PDF"}};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        assert_int_equal(refused(c, str_z(bad[i].text)), REJECT);
        if (!strstr(c->why, bad[i].says) || !strstr(c->why, "bad.csv"))
            fail_msg("%s: %s", bad[i].text, c->why);
    }
}

TEST(ingest_rows_of_one_number_that_differ_in_a_fact_are_variants)
{
    unit_home(c);
    struct product p;
    struct import_report r = take(c, "g.csv", STR("Artikelnummer;Bezeichnung;Preis brutto;Farbe;Größe\n"
                                                  "T-1;Leinenhemd;79,00;natur;S\nT-1;Leinenhemd;79,00;natur;M\n"
                                                  "T-1;Leinenhemd;85,00;natur;L\nT-1;Leinenhemd;85,00;natur;L\n"));
    assert_int_equal(r.aside, 1); /* the last stands twice */
    ASSERT_OK(product_load(c, STR("T-1"), &p));
    assert_int_equal(p.variants.n, 3);
    ASSERT_STR(p.variants.at[2].options.at[0].value, "L");
    assert_int_equal(p.variants.at[2].price, 8500);
    assert_int_equal(p.attributes.n, 1); /* the colour: the size is the variants' */
}

TEST(ingest_takes_texts_in_the_language_they_tell)
{
    unit_home(c);
    struct product p;
    struct import_report r = take(c, "g.csv", STR("id,name,description\nk,Wasserkocher,Der Wasserkocher mit Deckel ist für die Küche und schaltet ab.\n"
                                                  "t,Topf 2,\n"));
    assert_int_equal(r.notes.n, 1);
    ASSERT_OK(product_load(c, STR("t"), &p));
    ASSERT_STR(p.language, "de");
    take(c, "e.csv", STR("id,name,description\ne,Kettle,The kettle with the lid is for the kitchen and switches itself off.\n"));
    ASSERT_OK(product_load(c, STR("e"), &p));
    assert_int_equal(p.language.n, 0); /* English goes without saying */
}
