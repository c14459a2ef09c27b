/* execution/export/export_test.c - every format says what a machine wrote, and survives what people put into texts. */
#include "execution/export/export.h"
#include "core/json.h"
#include "core/settings.h"
#include "test/unit/unit.h"
#include <stdlib.h>
#include <unistd.h>

static void shop(struct ctx *c)
{
    struct product p;
    unit_shop(c);
    ASSERT_OK(record_from_json(
        c, &product_record,
        STR("{\"id\":\"K1\",\"title\":\"Aero \\\"1.7\\\" <kettle> & more\\tx\",\"description\":\"Old words.\",\"brand\":\"Brew, mate\",\"price\":4990,"
            "\"currency\":\"EUR\",\"url\":\"https://shop.example/k1\",\"attributes\":[{\"name\":\"capacity\",\"value\":\"1.7\",\"unit\":\"l\"}],"
            "\"variants\":[{\"sku\":\"K1-R\",\"options\":[{\"name\":\"Colour\",\"value\":\"red\"}],\"title\":\"red\",\"price\":4990,\"compare_at\":5990,"
            "\"stock\":3},{\"sku\":\"K1-B\",\"title\":\"blue\",\"options\":[{\"name\":\"Colour\",\"value\":\"blue\"}],\"price\":4990,\"stock\":0}]}"),
        STRICT, &p));
    ASSERT_OK(product_save(c, &p, STR("vendure"), 1, NULL));
    ASSERT_OK(db_run(c, "INSERT INTO content (entity, id, field, locale, channel, value, format, by_whom, updated_ms) VALUES"
                        " ('product', 'K1', 'description', '', 'vendure', '<p>New &amp; \"true\" words:</p><ul><li>one</li></ul>', 'html', 'item:5', 1),"
                        " ('product', 'K1', 'seo_title', '', 'vendure', 'Kettle', 'text', 'person:anna', 1),"
                        " ('product', 'K1', 'seo_title', '', 'file', 'Not this one', 'text', 'item:6', 1)"));
}

static struct str exported(struct ctx *c, const char *name, struct export_report *r)
{
    char path[] = "/tmp/purvey-export-XXXXXX";
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    close(fd);
    const struct format *const *f = export_formats;
    while (*f && strcmp((*f)->name, name) != 0)
        f++;
    assert_non_null(*f);
    ASSERT_OK(export_write(c, *f, str_z(path), r));
    struct str text = unit_file(c, path);
    unlink(path);
    return text;
}

#define ASSERT_HAS(text, z)                                    \
    do {                                                       \
        if (!str_has(text, str_z(z)))                          \
            fail_msg("\"%s\" is not in:\n%.*s", z, FMT(text)); \
    } while (0)

TEST(export_marks_machine_words_in_a_google_feed)
{
    struct export_report r;
    shop(c);
    struct str xml = exported(c, "google-xml", &r);
    ASSERT_HAS(xml, "<g:title>Aero &quot;1.7&quot; &lt;kettle&gt; &amp; more x - red</g:title>");
    ASSERT_HAS(xml, "<g:structured_description>\n<g:digital_source_type>trained_algorithmic_media</g:digital_source_type>\n"
                    "<g:content>New &amp; &quot;true&quot; words: one</g:content>");
    assert_false(str_has(xml, STR("<g:description>")));
    ASSERT_HAS(xml, "<g:price>59.90 EUR</g:price>\n<g:sale_price>49.90 EUR</g:sale_price>");
    ASSERT_HAS(xml, "<g:color>red</g:color>");
    ASSERT_HAS(xml, "<g:availability>out_of_stock</g:availability>");
    assert_int_equal(r.marked, 1);
    assert_int_equal(r.rows, 2);
    assert_int_equal(r.no_image, 1);
    struct str tsv = exported(c, "google-tsv", &r);
    ASSERT_HAS(tsv, "\ttrained_algorithmic_media:\"New & \"\"true\"\" words: one\"\t");
    ASSERT_HAS(tsv, "\tAero \"1.7\" <kettle> & more x - blue\t");
    assert_int_equal(str_split(c, tsv, '\n').n, 4); /* header, two offers, the end */
}

TEST(export_marks_machine_words_for_shopify)
{
    struct export_report r;
    shop(c);
    struct str csv = exported(c, "shopify", &r);
    ASSERT_HAS(csv, "\"Aero \"\"1.7\"\" <kettle> & more\tx\",K1,\"<p>New &amp; \"\"true\"\" words:</p><ul><li>one</li></ul>\",\"Brew, mate\",,ai-generated-text,");
    ASSERT_HAS(csv, ",K1-R,,Colour,red,,,,,49.90,59.90,,shopify,3,");
    ASSERT_HAS(csv, "Kettle,,description,1.7 l\n");
    ASSERT_HAS(csv, "capacity (product.metafields.custom.capacity)");
}

TEST(export_marks_machine_words_on_pages)
{
    struct export_report r;
    const struct json *v;
    shop(c);
    ASSERT_OK(json_read(c, exported(c, "jsonld", &r), &v));
    ASSERT_STR(json_str(json_path(v, "@graph.0.subjectOf.0.digitalSourceType")), "https://schema.org/TrainedAlgorithmicMediaDigitalSource");
    ASSERT_STR(json_str(json_path(v, "@graph.0.subjectOf.0.name")), "description");
    ASSERT_STR(json_str(json_path(v, "@graph.0.hasVariant.0.offers.price")), "49.90");
    ASSERT_STR(json_str(json_path(v, "@graph.0.description")), "New & \"true\" words:\none");
    ASSERT_OK(json_read(c, str_trim(exported(c, "jsonl", &r)), &v));
    ASSERT_STR(json_str(json_path(v, "live.ai_generated.0")), "description");
    ASSERT_STR(json_str(json_path(v, "live.seo_title")), "Kettle");
}

TEST(export_is_whole_or_not_there)
{
    struct export_report r;
    unit_shop(c);
    assert_int_equal(export_write(c, export_formats[0], STR("/nonexistent/x.csv"), &r), REJECT);
    const struct json *v;
    ASSERT_OK(json_read(c, exported(c, "jsonld", &r), &v)); /* an empty catalogue is a document too */
    assert_int_equal(json_count(json_get(v, "@graph")), 0);
}
