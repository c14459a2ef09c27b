/* execution/export/google.c - Google Merchant feeds, RSS 2.0 and TSV.
 *
 * One item per variant. A title or description that a machine wrote goes into structured_title and
 * structured_description with digital_source_type trained_algorithmic_media, in place of the plain one.
 * Source  Google's product data specification; limits: id 50, title 150, description 5000 characters
 */
#include "execution/export/export.h"

enum { ID_MAX = 50, TITLE_MAX = 150, TEXT_MAX = 5000, IMAGES_MAX = 10, HIGHLIGHTS_MAX = 100, HIGHLIGHT_MAX = 150, DETAILS_MAX = 100 };

struct detail { struct str name, value; };
struct offer { /* one item of the feed, every field as plain text; absent: left out */
    struct str id, group, title, text, link, image, availability, price, sale_price, brand, gtin, identifier_exists, condition,
        product_type, weight, color, size, material, gender, age_group, pattern;
    bool ai_title, ai_text;
    struct strs images, highlights;
    LIST(struct detail) details;
};
struct plain_field { const char *name; size_t at; };
static const struct plain_field plain[] = {
    {"id", offsetof(struct offer, id)}, {"item_group_id", offsetof(struct offer, group)}, {"link", offsetof(struct offer, link)},
    {"image_link", offsetof(struct offer, image)}, {"availability", offsetof(struct offer, availability)},
    {"price", offsetof(struct offer, price)}, {"sale_price", offsetof(struct offer, sale_price)}, {"brand", offsetof(struct offer, brand)},
    {"gtin", offsetof(struct offer, gtin)}, {"identifier_exists", offsetof(struct offer, identifier_exists)},
    {"condition", offsetof(struct offer, condition)}, {"product_type", offsetof(struct offer, product_type)},
    {"shipping_weight", offsetof(struct offer, weight)}, {"color", offsetof(struct offer, color)}, {"size", offsetof(struct offer, size)},
    {"material", offsetof(struct offer, material)}, {"gender", offsetof(struct offer, gender)},
    {"age_group", offsetof(struct offer, age_group)}, {"pattern", offsetof(struct offer, pattern)}};
enum { PLAIN = sizeof plain / sizeof *plain };

static struct str plain_value(const struct offer *o, const struct plain_field *f)
{
    struct str s;
    memcpy(&s, (const char *)o + f->at, sizeof s);
    return s;
}

static void offer_words(struct ctx *c, struct export *x, const struct live *l, const struct variant *v, struct offer *o)
{
    bool own_title = !l->feed_title.n, own_text = !l->feed_description.n;
    struct str title = own_title ? l->p.title : l->feed_title;
    if (v && v->title.n && l->p.variants.n > 1 && !str_has_case(title, v->title) && !str_eq_case(v->title, STR("Default Title")))
        title = str_fmt(c, "%.*s - %.*s", FMT(title), FMT(v->title));
    o->title = shorten(c, x, one_line(c, title), TITLE_MAX);
    o->text = shorten(c, x, one_line(c, own_text ? l->p.description : l->feed_description), TEXT_MAX);
    o->ai_title = live_is_ai(l, own_title ? "title" : "feed_title");
    o->ai_text = live_is_ai(l, own_text ? "description" : "feed_description");
}

static void offer_money(struct ctx *c, const struct live *l, const struct variant *v, struct offer *o)
{
    int64_t now = v && v->price != NONE ? v->price : product_price(&l->p), was = v ? v->compare_at : NONE;
    bool sale = now != NONE && was != NONE && was > now;
    o->price = price_of(c, l, v, sale ? was : now);
    o->sale_price = sale ? price_of(c, l, v, now) : (struct str){0};
    o->availability = has_stock(v) ? STR("in_stock") : STR("out_of_stock");
}

static void offer_facts(struct ctx *c, const struct live *l, const struct variant *v, struct offer *o)
{
    o->color = fact_value(l, v, "color").n ? fact_value(l, v, "color") : fact_value(l, v, "colour");
    o->size = fact_value(l, v, "size");
    o->material = fact_value(l, v, "material");
    o->gender = str_lower(c, fact_value(l, v, "gender"));
    o->age_group = str_lower(c, fact_value(l, v, "age group"));
    o->pattern = fact_value(l, v, "pattern");
    for (size_t i = 0; i < l->p.features.n && i < HIGHLIGHTS_MAX; i++)
        if (str_count(l->p.features.at[i]) <= HIGHLIGHT_MAX)
            strs_add(c, &o->highlights, one_line(c, l->p.features.at[i]));
    for (size_t i = 0; i < l->p.attributes.n && o->details.n < DETAILS_MAX; i++)
        if (!attribute_is_read(&l->p.attributes.at[i])) /* a feed takes what the merchant has filed, not what was read from prose */
            *LIST_ADD(c, &o->details) = (struct detail){one_line(c, l->p.attributes.at[i].name), one_line(c, quantity(c, &l->p.attributes.at[i]))};
}

/* Google takes ids of 50 characters: a longer one keeps its start and ends in a hash of all of it. */
static struct str id_of(struct ctx *c, struct str id)
{
    id = one_line(c, id);
    if (str_count(id) <= ID_MAX)
        return id;
    size_t n = 33;
    while (n && (id.p[n] & 0xC0) == 0x80)
        n--;
    return str_fmt(c, "%.*s-%016llx", (int)n, id.p, (unsigned long long)str_hash(id));
}

static void offer_make(struct ctx *c, struct export *x, const struct live *l, const struct variant *v, struct offer *o)
{
    bool many = l->p.variants.n > 1;
    struct str own = v && v->sku.n ? v->sku : many ? str_fmt(c, "%.*s-%td", FMT(l->p.id), v - l->p.variants.at + 1) : l->p.id;
    *o = (struct offer){.id = id_of(c, own), .group = many ? id_of(c, l->p.id) : (struct str){0}, .link = link_of(c, x, l),
                        .brand = one_line(c, l->p.brand), .gtin = v ? v->gtin : (struct str){0}, .condition = x->opt.condition,
                        .product_type = one_line(c, l->p.category)};
    if (!o->gtin.n)
        o->identifier_exists = STR("no");
    if (v && v->weight_g != NONE)
        o->weight = str_fmt(c, "%lld g", (long long)v->weight_g);
    struct strs images = images_of(c, x, l);
    for (size_t i = 0; i < images.n && i <= IMAGES_MAX; i++)
        if (i)
            strs_add(c, &o->images, images.at[i]);
        else
            o->image = images.at[0];
    offer_words(c, x, l, v, o);
    offer_money(c, l, v, o);
    offer_facts(c, l, v, o);
}

static void each(struct ctx *c, struct export *x, const struct live *l, void (*write)(struct ctx *, struct export *, const struct offer *))
{
    struct offer o;
    for (size_t i = 0; i < l->p.variants.n; i++) {
        offer_make(c, x, l, &l->p.variants.at[i], &o);
        write(c, x, &o);
    }
    if (l->p.variants.n)
        return;
    offer_make(c, x, l, NULL, &o);
    write(c, x, &o);
}

/* ---- XML ------------------------------------------------------------------------------------------ */

/* XML 1.0 has no way to write U+FFFE and U+FFFF; other control characters one_line() has taken out. */
static void xml_add(struct ctx *c, struct buf *b, const char *tag, struct str s)
{
    if (!s.n)
        return;
    s = str_replace(c, str_replace(c, one_line(c, s), STR("\xEF\xBF\xBE"), STR("")), STR("\xEF\xBF\xBF"), STR(""));
    buf_fmt(c, b, "<g:%s>", tag);
    buf_html(c, b, s);
    buf_fmt(c, b, "</g:%s>\n", tag);
}

static void xml_words(struct ctx *c, struct buf *b, const char *tag, struct str s, bool ai)
{
    if (!ai || !s.n) {
        xml_add(c, b, tag, s);
        return;
    }
    buf_fmt(c, b, "<g:structured_%s>\n<g:digital_source_type>trained_algorithmic_media</g:digital_source_type>\n", tag);
    xml_add(c, b, "content", s);
    buf_fmt(c, b, "</g:structured_%s>\n", tag);
}

static void xml_item(struct ctx *c, struct export *x, const struct offer *o)
{
    struct buf b = {0};
    buf_add(c, &b, STR("<item>\n"));
    xml_words(c, &b, "title", o->title, o->ai_title);
    xml_words(c, &b, "description", o->text, o->ai_text);
    for (int i = 0; i < PLAIN; i++)
        xml_add(c, &b, plain[i].name, plain_value(o, &plain[i]));
    for (size_t i = 0; i < o->images.n; i++)
        xml_add(c, &b, "additional_image_link", o->images.at[i]);
    for (size_t i = 0; i < o->highlights.n; i++)
        xml_add(c, &b, "product_highlight", o->highlights.at[i]);
    for (size_t i = 0; i < o->details.n; i++) {
        buf_add(c, &b, STR("<g:product_detail>\n"));
        xml_add(c, &b, "attribute_name", o->details.at[i].name);
        xml_add(c, &b, "attribute_value", o->details.at[i].value);
        buf_add(c, &b, STR("</g:product_detail>\n"));
    }
    buf_add(c, &b, STR("</item>\n"));
    fwrite(b.p, 1, b.n, x->out);
}

static void xml_begin(struct ctx *c, struct export *x)
{
    struct buf b = {0};
    buf_add(c, &b, STR("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                       "<rss version=\"2.0\" xmlns:g=\"http://base.google.com/ns/1.0\">\n<channel>\n<title>"));
    buf_html(c, &b, one_line(c, x->opt.shop_name));
    buf_add(c, &b, STR("</title>\n<link>"));
    buf_html(c, &b, one_line(c, x->opt.shop_url));
    buf_add(c, &b, STR("</link>\n<description>products</description>\n"));
    fwrite(b.p, 1, b.n, x->out);
}

static void xml_one(struct ctx *c, struct export *x, const struct live *l) { each(c, x, l, xml_item); }
static void xml_end(struct ctx *c, struct export *x) { (void)c, fputs("</channel>\n</rss>\n", x->out); }

/* ---- TSV -------------------------------------------------------------------------------------------- */

static void tsv_cell(struct ctx *c, struct buf *b, struct str s)
{
    s = one_line(c, s);
    if (b->n)
        buf_byte(c, b, '\t');
    if (s.n && s.p[0] == '"') /* a cell that begins with a quote would be read as a quoted one */
        s = str_fmt(c, "\"%.*s\"", FMT(str_replace(c, s, STR("\""), STR("\"\""))));
    buf_add(c, b, s);
}

/* A sub-attribute that has a colon, a comma or a quote stands in quotes, its own quotes doubled. */
static struct str quoted(struct ctx *c, struct str s)
{
    return str_fmt(c, "\"%.*s\"", FMT(str_replace(c, s, STR("\""), STR("\"\""))));
}

static struct str structured(struct ctx *c, struct str s, bool ai)
{
    return ai && s.n ? str_fmt(c, "trained_algorithmic_media:%.*s", FMT(quoted(c, s))) : (struct str){0};
}

static struct str details_text(struct ctx *c, const struct offer *o)
{
    struct strs all = {0};
    for (size_t i = 0; i < o->details.n; i++)
        strs_add(c, &all, str_fmt(c, ":%.*s:%.*s", FMT(quoted(c, o->details.at[i].name)), FMT(quoted(c, o->details.at[i].value))));
    return str_join(c, &all, STR(","));
}

static struct str highlights_text(struct ctx *c, const struct offer *o)
{
    struct strs all = {0};
    for (size_t i = 0; i < o->highlights.n; i++)
        strs_add(c, &all, quoted(c, o->highlights.at[i]));
    struct str text = str_join(c, &all, STR(","));
    return text;
}

static void tsv_row(struct ctx *c, struct export *x, const struct offer *o)
{
    struct buf b = {0};
    for (int i = 0; i < PLAIN; i++)
        tsv_cell(c, &b, plain_value(o, &plain[i]));
    tsv_cell(c, &b, o->ai_title ? (struct str){0} : o->title);
    tsv_cell(c, &b, o->ai_text ? (struct str){0} : o->text);
    tsv_cell(c, &b, structured(c, o->title, o->ai_title));
    tsv_cell(c, &b, structured(c, o->text, o->ai_text));
    tsv_cell(c, &b, str_join(c, &o->images, STR(",")));
    tsv_cell(c, &b, highlights_text(c, o));
    tsv_cell(c, &b, details_text(c, o));
    buf_byte(c, &b, '\n');
    fwrite(b.p, 1, b.n, x->out);
}

static void tsv_begin(struct ctx *c, struct export *x)
{
    (void)c;
    for (int i = 0; i < PLAIN; i++)
        fprintf(x->out, "%s\t", plain[i].name);
    fputs("title\tdescription\tstructured_title\tstructured_description\tadditional_image_link\tproduct_highlight\tproduct_detail\n", x->out);
}

static void tsv_one(struct ctx *c, struct export *x, const struct live *l) { each(c, x, l, tsv_row); }
static void tsv_end(struct ctx *c, struct export *x) { (void)c, (void)x; }

const struct format format_google_xml = {"google-xml", "Google Merchant feed, RSS 2.0", false, xml_begin, xml_one, xml_end};
const struct format format_google_tsv = {"google-tsv", "Google Merchant feed, tab-separated", false, tsv_begin, tsv_one, tsv_end};
