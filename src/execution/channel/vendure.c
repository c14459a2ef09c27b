/* execution/channel/vendure.c - a Vendure 3 shop by its Admin GraphQL API.
 *
 * Flow    outbox → shop; shop → products. Asked only through data/effect.h
 * Fields  description, title (name), slug, price, and custom fields as the option `custom` maps them, in any language
 * Mark    facet "content-origin" with the value "ai-description", … on the product: visible to the shop front
 * Source  Vendure 3.7 Admin API: products, updateProduct, facets, createFacet, createFacetValue; sign-in by
 *         login(), whose token comes in the header vendure-auth-token. Ids are texts, prices minor units,
 *         with or without tax as the channel says: `prices` are those, `price` is without tax
 */
#include "core/markup.h"
#include "core/secret.h"
#include "execution/channel/coupon.h"
#include "execution/channel/errand.h"
#include "execution/channel/vendure.h"

struct custom { struct str field, name; };
static const struct record custom_record = {"custom", sizeof(struct custom), (const struct field[]){
    FIELD(struct custom, field, .min = 1, .max = 60, .doc = "our name: seo_title"),
    FIELD(struct custom, name, .min = 1, .max = 60, .doc = "name of the localised custom field of Product in Vendure: seoTitle"),
    {0}}};

struct vendure_opt {
    struct str url, user, secret, mark;
    LIST(struct custom) custom;
    LIST(struct shop_group) groups;
    int64_t late_s;
};
static const struct record vendure_opt_record = {"channel_vendure", sizeof(struct vendure_opt), (const struct field[]){
    FIELD(struct vendure_opt, url, .max = 500, .flags = OPTIONAL, .doc = "address of the Admin API: https://shop.example/admin-api"),
    FIELD(struct vendure_opt, user, .init_str = "superadmin", .max = 200, .flags = OPTIONAL, .doc = "who signs in"),
    FIELD(struct vendure_opt, secret, .init_str = "env:PURVEY_VENDURE_PASSWORD", .max = 500, .flags = OPTIONAL,
          .doc = "where the password stands: env:NAME or file:PATH"),
    FIELD(struct vendure_opt, mark, .init_str = "public", .choice = "public|private", .flags = OPTIONAL,
          .doc = "whether shoppers see the facet that marks generated texts"),
    FIELD_LIST(struct vendure_opt, custom, &custom_record, .max = 40, .flags = OPTIONAL, .doc = "localised custom fields that carry our fields"),
    FIELD_LIST(struct vendure_opt, groups, &shop_group_record, .max = 40, .flags = OPTIONAL, .doc = "groups of customers in Vendure that are segments of ours"),
    FIELD(struct vendure_opt, late_s, .unit = "s", .init = 60, .max = 3600, .flags = OPTIONAL,
          .doc = "how long a request about an order, whose answer was lost, may still be at work: nothing is sent again before"),
    {0}}};

enum { PAGE = 50 }; /* products in one answer of a pull */

struct facet_state { /* for one call */
    struct str language;             /* the shop's own, "en" */
    const struct json *facet;        /* content-origin; NULL: not looked up yet or not there */
    bool looked;
};

static struct str name_only(struct ctx *c, struct str s) /* letters, digits and _: may stand in a query */
{
    struct buf b = {0};
    for (size_t i = 0; i < s.n; i++)
        if ((s.p[i] >= '0' && s.p[i] <= '9') || (s.p[i] >= 'a' && s.p[i] <= 'z') || (s.p[i] >= 'A' && s.p[i] <= 'Z') || s.p[i] == '_')
            buf_byte(c, &b, s.p[i]);
    return buf_str(&b);
}

/* ---- asking -------------------------------------------------------------------------------------------- */

enum status vendure_ask(struct ctx *c, struct link *l, struct str query, struct tree *t, struct node *variables, struct http_out *answer,
                        const struct json **data)
{
    const struct json *v;
    struct node *o = tree_object(t);
    node_set(t, o, "query", tree_str(t, query));
    if (variables)
        node_set(t, o, "variables", variables);
    TRY(shop_ask(c, l, "POST", STR(""), tree_text(c, t, o), answer, &v));
    const struct json *error = json_path(v, "errors.0");
    struct str code = json_str(json_path(error, "extensions.code")), said = json_str(json_get(error, "message"));
    *data = json_get(v, "data");
    if (!error)
        return OK;
    bool later = str_eq(code, STR("INTERNAL_SERVER_ERROR")) || str_eq(code, STR("UNAUTHENTICATED"));
    return fail(c, later ? RETRY : REJECT, "vendure: %.*s", (int)(said.n < 200 ? said.n : 200), said.n ? said.p : "an error without a message");
}

static enum status sign_in(struct ctx *c, struct link *l)
{
    const struct vendure_opt *opt = l->opt;
    struct str password;
    struct http_out answer;
    const struct json *data;
    struct tree *t = tree_open(c);
    struct node *v = tree_object(t);
    TRY(secret_read(c, opt->secret, &password));
    node_set(t, v, "u", tree_str(t, opt->user));
    node_set(t, v, "p", tree_str(t, password));
    TRY(vendure_ask(c, l, STR("mutation($u:String!,$p:String!){login(username:$u,password:$p){__typename ...on ErrorResult{message}}}"), t, v,
                &answer, &data));
    struct str token = http_header(&answer, "vendure-auth-token");
    if (!token.n)
        return fail(c, RETRY, "vendure: the sign-in is refused: check user, password, and that tokenMethod has 'bearer'");
    l->auth = str_fmt(c, "Bearer %.*s", FMT(token));
    l->state = NEW(c, struct facet_state);
    t = tree_open(c);
    TRY(vendure_ask(c, l, STR("{activeChannel{defaultLanguageCode}}"), t, NULL, NULL, &data));
    ((struct facet_state *)l->state)->language = json_str(json_path(data, "activeChannel.defaultLanguageCode"));
    return OK;
}

static struct str custom_selection(struct ctx *c, const struct vendure_opt *opt)
{
    struct buf b = {0};
    for (size_t i = 0; i < opt->custom.n; i++)
        buf_fmt(c, &b, "%s%.*s", i ? " " : "customFields{", FMT(name_only(c, opt->custom.at[i].name)));
    if (b.n)
        buf_byte(c, &b, '}');
    return buf_str(&b);
}

static bool is_page(const struct page *p, const struct json *v)
{
    return p->remote.n ? str_eq(json_str(json_get(v, "id")), p->remote) : str_eq(json_str(json_get(v, "slug")), p->id);
}

/* By the shop's id where we know it, else our id is its slug, as in Vendure's own import file. */
static enum status load(struct ctx *c, struct link *l, struct pages *pages)
{
    const struct json *data;
    struct tree *t = tree_open(c);
    struct node *v = tree_object(t), *ids = tree_array(t), *slugs = tree_array(t);
    for (size_t i = 0; i < pages->n; i++)
        node_add(t, pages->at[i].remote.n ? ids : slugs, tree_str(t, pages->at[i].remote.n ? pages->at[i].remote : pages->at[i].id));
    node_set(t, v, "ids", ids);
    node_set(t, v, "slugs", slugs);
    struct str query = str_fmt(c,
                               "query($ids:[String!]!,$slugs:[String!]!){products(options:{take:100,filter:{_or:[{id:{in:$ids}},{slug:{in:$slugs}}]}})"
                               "{items{id slug translations{languageCode name slug description %s} facetValues{id code facet{code}}"
                               " variants{id sku currencyCode prices{currencyCode price}}}}}",
                               custom_selection(c, l->opt).p);
    TRY(vendure_ask(c, l, query, t, v, NULL, &data));
    for (size_t i = 0; i < pages->n; i++) {
        pages->at[i].at = NULL;
        for (struct json_walk w = json_walk(json_path(data, "products.items")); json_next(&w);)
            if (is_page(&pages->at[i], w.value))
                pages->at[i].at = w.value;
    }
    return OK;
}

struct str vendure_language(const struct link *l) { return ((const struct facet_state *)l->state)->language; }

/* ---- showing -------------------------------------------------------------------------------------------- */

static struct str language_of(struct ctx *c, const struct link *l, const struct effect *e)
{
    const struct facet_state *s = l->state;
    return e->locale.n ? str_replace(c, e->locale, STR("-"), STR("_")) : s->language;
}

static const struct json *translation(const struct json *product, struct str language)
{
    for (struct json_walk w = json_walk(json_get(product, "translations")); json_next(&w);)
        if (str_eq(json_str(json_get(w.value, "languageCode")), language))
            return w.value;
    return NULL;
}

static struct str custom_of(const struct link *l, struct str field)
{
    const struct vendure_opt *opt = l->opt;
    for (size_t i = 0; i < opt->custom.n; i++)
        if (str_eq(opt->custom.at[i].field, field))
            return opt->custom.at[i].name;
    return (struct str){0};
}

static struct str shown(struct ctx *c, const struct link *l, const struct page *p, const struct effect *e)
{
    const struct json *in = translation(p->at, language_of(c, l, e));
    struct str custom = custom_of(l, e->field);
    if (custom.n)
        return json_str(json_get(json_get(in, "customFields"), name_only(c, custom).p));
    return json_str(json_get(in, str_eq(e->field, STR("title")) ? "name" : e->field.p));
}

/* Vendure writes addresses its own way: "Laptop New!" becomes "laptop-new". */
static struct str want(struct ctx *c, const struct link *l, const struct effect *e)
{
    (void)l;
    if (!str_eq(e->field, STR("slug")) || e->restore)
        return e->value;
    struct str low = str_lower(c, e->value);
    struct buf b = {0};
    for (size_t i = 0; i < low.n; i++) {
        bool plain = (unsigned char)low.p[i] >= 0x80 || (low.p[i] >= 'a' && low.p[i] <= 'z') || (low.p[i] >= '0' && low.p[i] <= '9');
        if (plain)
            buf_byte(c, &b, low.p[i]);
        else if (b.n && b.p[b.n - 1] != '-')
            buf_byte(c, &b, '-');
    }
    return b.n && b.p[b.n - 1] == '-' ? str_copy(c, str_part(buf_str(&b), 0, b.n - 1)) : buf_str(&b);
}

static void fields(struct ctx *c, const struct link *l, struct strs *out)
{
    const struct vendure_opt *opt = l->opt;
    strs_add(c, out, STR("description"));
    strs_add(c, out, STR("title"));
    strs_add(c, out, STR("slug"));
    strs_add(c, out, STR("price"));
    strs_add(c, out, STR("offer"));
    for (size_t i = 0; i < opt->custom.n; i++)
        strs_add(c, out, opt->custom.at[i].field);
}

/* ---- the mark of what a machine wrote ---------------------------------------------------------------------- */

static struct str mark_code(struct ctx *c, const struct effect *e)
{
    struct str field = str_replace(c, e->field, STR("_"), STR("-"));
    return e->locale.n ? str_fmt(c, "ai-%.*s-%.*s", FMT(field), FMT(str_lower(c, e->locale))) : str_fmt(c, "ai-%.*s", FMT(field));
}

static struct node *named(struct tree *t, struct str language, struct str name)
{
    struct node *one = tree_object(t), *all = tree_array(t);
    node_set(t, one, "languageCode", tree_str(t, language));
    node_set(t, one, "name", tree_str(t, name));
    node_add(t, all, one);
    return all;
}

static enum status facet_load(struct ctx *c, struct link *l)
{
    struct facet_state *s = l->state;
    const struct vendure_opt *opt = l->opt;
    const struct json *data;
    struct tree *t = tree_open(c);
    TRY(vendure_ask(c, l, STR("{facets(options:{filter:{code:{eq:\"content-origin\"}}}){items{id values{id code}}}}"), t, NULL, NULL, &data));
    s->facet = json_path(data, "facets.items.0");
    if (s->facet)
        return OK;
    t = tree_open(c);
    struct node *v = tree_object(t), *i = tree_object(t);
    node_set(t, i, "code", tree_str(t, STR("content-origin")));
    node_set(t, i, "isPrivate", tree_bool(t, str_eq(opt->mark, STR("private"))));
    node_set(t, i, "translations", named(t, s->language, STR("Content origin")));
    node_set(t, i, "values", tree_array(t));
    node_set(t, v, "i", i);
    TRY(vendure_ask(c, l, STR("mutation($i:CreateFacetInput!){createFacet(input:$i){id values{id code}}}"), t, v, NULL, &data));
    s->facet = json_get(data, "createFacet");
    return OK;
}

static enum status mark_add(struct ctx *c, struct link *l, struct str code, struct str *id)
{
    struct facet_state *s = l->state;
    const struct json *data;
    if (!s->looked)
        TRY(facet_load(c, l));
    s->looked = true;
    for (struct json_walk w = json_walk(json_get(s->facet, "values")); json_next(&w);)
        if (str_eq(json_str(json_get(w.value, "code")), code))
            return *id = json_str(json_get(w.value, "id")), OK;
    struct tree *t = tree_open(c);
    struct node *v = tree_object(t), *i = tree_object(t);
    struct str said = str_replace(c, str_part(code, 3, code.n), STR("-"), STR(" "));
    node_set(t, i, "facetId", tree_str(t, json_str(json_get(s->facet, "id"))));
    node_set(t, i, "code", tree_str(t, code));
    node_set(t, i, "translations", named(t, s->language, str_fmt(c, "AI-generated %.*s", FMT(said))));
    node_set(t, v, "i", i);
    TRY(vendure_ask(c, l, STR("mutation($i:CreateFacetValueInput!){createFacetValue(input:$i){id}}"), t, v, NULL, &data));
    *id = json_str(json_path(data, "createFacetValue.id"));
    s->looked = false; /* look it up again: its values have changed */
    return OK;
}

static bool is_marked(struct ctx *c, struct str code, const struct effect *const *effects, size_t n, bool *machine)
{
    for (size_t i = 0; i < n; i++)
        if (str_eq(mark_code(c, effects[i]), code))
            return *machine = effects[i]->machine, true;
    return false;
}

/* The product's facet values, with the marks of these effects set or taken off. */
static enum status marks(struct ctx *c, struct link *l, const struct page *p, const struct effect *const *effects, size_t n, struct strs *ids,
                         bool *changed)
{
    struct strs there = {0};
    for (struct json_walk w = json_walk(json_get(p->at, "facetValues")); json_next(&w);) {
        struct str code = json_str(json_get(w.value, "code"));
        bool ours = str_eq(json_str(json_path(w.value, "facet.code")), STR("content-origin")), machine = true;
        if (ours && is_marked(c, code, effects, n, &machine) && !machine) {
            *changed = true;
            continue;
        }
        if (ours)
            strs_add(c, &there, code);
        strs_add(c, ids, json_str(json_get(w.value, "id")));
    }
    for (size_t i = 0; i < n; i++) {
        struct str code = mark_code(c, effects[i]), id;
        bool has = !effects[i]->machine;
        for (size_t k = 0; k < there.n && !has; k++)
            has = str_eq(there.at[k], code);
        if (has)
            continue;
        TRY(mark_add(c, l, code, &id));
        strs_add(c, ids, id);
        *changed = true;
    }
    return OK;
}

/* ---- writing --------------------------------------------------------------------------------------------------- */

/* A language the product does not have yet needs a name and a slug: those of the shop's own, as the shop shows them anyway. */
static void translation_begin(struct tree *t, struct node *o, const struct link *l, const struct page *p, struct str language)
{
    const struct facet_state *s = l->state;
    const struct json *own = translation(p->at, s->language);
    node_set(t, o, "languageCode", tree_str(t, language));
    if (translation(p->at, language))
        return;
    node_set(t, o, "name", tree_str(t, json_str(json_get(own, "name"))));
    node_set(t, o, "slug", tree_str(t, json_str(json_get(own, "slug"))));
}

static struct node *translation_node(struct ctx *c, struct tree *t, const struct link *l, const struct page *p, struct str language,
                                     const struct effect *const *effects, size_t n)
{
    struct node *o = tree_object(t), *customs = tree_object(t);
    bool custom_any = false;
    translation_begin(t, o, l, p, language);
    for (size_t i = 0; i < n; i++) {
        const struct effect *e = effects[i];
        struct str custom = custom_of(l, e->field), value = want(c, l, e);
        if (!str_eq(language_of(c, l, e), language))
            continue;
        if (custom.n)
            node_set(t, customs, name_only(c, custom).p, value.p ? tree_str(t, value) : tree_null(t));
        else
            node_set(t, o, str_eq(e->field, STR("title")) ? "name" : e->field.p, tree_str(t, value.p ? value : STR("")));
        custom_any |= custom.n > 0;
    }
    if (custom_any)
        node_set(t, o, "customFields", customs);
    return o;
}

static enum status put(struct ctx *c, struct link *l, const struct page *p, const struct effect *const *effects, size_t n)
{
    const struct json *data;
    struct strs ids = {0};
    bool marked = false;
    TRY(marks(c, l, p, effects, n, &ids, &marked));
    struct tree *t = tree_open(c);
    struct node *v = tree_object(t), *i = tree_object(t), *all = tree_array(t), *facets = tree_array(t);
    for (size_t k = 0; k < n; k++) {
        bool first = true;
        struct str language = language_of(c, l, effects[k]);
        for (size_t m = 0; m < k && first; m++)
            first = !str_eq(language_of(c, l, effects[m]), language);
        if (first)
            node_add(t, all, translation_node(c, t, l, p, language, effects, n));
    }
    for (size_t k = 0; k < ids.n; k++)
        node_add(t, facets, tree_str(t, ids.at[k]));
    node_set(t, i, "id", tree_str(t, json_str(json_get(p->at, "id"))));
    node_set(t, i, "translations", all);
    if (marked)
        node_set(t, i, "facetValueIds", facets);
    node_set(t, v, "i", i);
    return vendure_ask(c, l, STR("mutation($i:UpdateProductInput!){updateProduct(input:$i){id}}"), t, v, NULL, &data);
}

/* ---- prices ------------------------------------------------------------------------------------------------------ */

/* As they stand in the channel: what is written is read back, whether the channel's prices include tax or not. */
static int64_t price_in(const struct json *variant, struct str currency)
{
    for (struct json_walk w = json_walk(json_get(variant, "prices")); json_next(&w);)
        if (str_eq(json_str(json_get(w.value, "currencyCode")), currency) && json_kind(json_get(w.value, "price")) == JSON_INT)
            return json_int(json_get(w.value, "price"));
    return NONE;
}

static void offers(struct ctx *c, const struct link *l, const struct page *p, struct str currency, struct askings *out)
{
    (void)l;
    for (struct json_walk w = json_walk(json_get(p->at, "variants")); json_next(&w);) {
        struct str own = currency.n ? currency : json_str(json_get(w.value, "currencyCode"));
        *LIST_ADD(c, out) = (struct asking){json_str(json_get(w.value, "id")), json_str(json_get(w.value, "sku")), own, price_in(w.value, own)};
    }
}

static enum status price(struct ctx *c, struct link *l, const struct page *p, const struct askings *all, int64_t minor)
{
    (void)p;
    const struct json *data;
    struct tree *t = tree_open(c);
    struct node *v = tree_object(t), *inputs = tree_array(t);
    for (size_t i = 0; i < all->n; i++) {
        struct node *one = tree_object(t), *amount = tree_object(t), *amounts = tree_array(t);
        node_set(t, amount, "currencyCode", tree_str(t, all->at[i].currency));
        node_set(t, amount, "price", tree_int(t, minor));
        node_add(t, amounts, amount);
        node_set(t, one, "id", tree_str(t, all->at[i].variant));
        node_set(t, one, "prices", amounts);
        node_add(t, inputs, one);
    }
    node_set(t, v, "i", inputs);
    return vendure_ask(c, l, STR("mutation($i:[UpdateProductVariantInput!]!){updateProductVariants(input:$i){id}}"), t, v, NULL, &data);
}

/* ---- pulling ----------------------------------------------------------------------------------------------------- */

static void pull_facets(struct ctx *c, const struct json *v, struct product *p)
{
    for (struct json_walk w = json_walk(json_get(v, "facetValues")); json_next(&w);) {
        struct str facet = json_str(json_path(w.value, "facet.code")), name = json_str(json_get(w.value, "name"));
        if (str_eq(facet, STR("category")))
            p->category = p->category.n ? str_fmt(c, "%.*s > %.*s", FMT(p->category), FMT(name)) : name;
        else if (str_eq(facet, STR("brand")))
            p->brand = name;
        else if (!str_eq(facet, STR("content-origin")))
            *LIST_ADD(c, &p->attributes) = (struct attribute){.name = str_lower(c, json_str(json_path(w.value, "facet.name"))), .value = name,
                                                              .source = STR("vendure:facets")};
    }
    if (!p->category.n)
        p->category = json_str(json_path(v, "collections.0.name"));
}

static void pull_variant(struct ctx *c, const struct json *v, struct product *p)
{
    struct variant *out = LIST_ADD(c, &p->variants);
    struct str currency = json_str(json_get(v, "currencyCode"));
    struct buf title = {0};
    *out = (struct variant){.sku = json_str(json_get(v, "sku")), .currency = currency, .price = price_in(v, currency),
                            .compare_at = NONE, .cost = NONE, .weight_g = NONE, .stock = NONE};
    if (!str_eq(json_str(json_get(v, "trackInventory")), STR("FALSE")))
        out->stock = json_int(json_get(v, "stockOnHand"));
    for (struct json_walk w = json_walk(json_get(v, "options")); json_next(&w);) {
        struct str value = json_str(json_get(w.value, "name"));
        *LIST_ADD(c, &out->options) = (struct attribute){.name = str_lower(c, json_str(json_path(w.value, "group.name"))), .value = value,
                                                         .source = STR("vendure:options")};
        buf_fmt(c, &title, "%s%.*s", title.n ? " " : "", FMT(value));
    }
    out->title = title.n ? buf_str(&title) : (struct str){0};
}

static void pull_words(struct ctx *c, const struct json *v, struct product *p)
{
    struct str text = json_str(json_get(v, "description"));
    p->id = json_str(json_get(v, "slug"));
    p->title = json_str(json_get(v, "name"));
    p->language = str_replace(c, json_str(json_get(v, "languageCode")), STR("_"), STR("-"));
    p->description = text.n ? text : (struct str){0};
    if (markup_is(text)) {
        p->html = text;
        p->description = markup_text(c, text, NULL);
    }
    for (struct json_walk w = json_walk(json_get(v, "assets")); json_next(&w);)
        if (str_starts(json_str(json_get(w.value, "source")), STR("http")))
            strs_add(c, &p->images, json_str(json_get(w.value, "source")));
}

static enum status pull(struct ctx *c, struct link *l, struct str cursor, struct channel_out *out)
{
    const struct json *data;
    int64_t skip = 0;
    if (cursor.n && !str_int(cursor, &skip))
        return fail(c, REJECT, "vendure: \"%.*s\" is no page", FMT(cursor));
    struct tree *t = tree_open(c);
    struct node *v = tree_object(t);
    node_set(t, v, "skip", tree_int(t, skip));
    node_set(t, v, "take", tree_int(t, PAGE));
    TRY(vendure_ask(c, l,
                STR("query($skip:Int!,$take:Int!){products(options:{skip:$skip,take:$take,sort:{id:ASC}}){totalItems items{id languageCode name slug description"
                    " assets{source} facetValues{name facet{code name}} collections{name}"
                    " variants{id sku prices{currencyCode price} currencyCode stockOnHand trackInventory options{name group{name}}}}}}"),
                t, v, NULL, &data));
    for (struct json_walk w = json_walk(json_path(data, "products.items")); json_next(&w);) {
        struct pulled *one = LIST_ADD(c, &out->products);
        *one = (struct pulled){.product = NEW(c, struct product), .remote = json_str(json_get(w.value, "id"))};
        record_init(&product_record, one->product);
        pull_words(c, w.value, one->product);
        pull_facets(c, w.value, one->product);
        for (struct json_walk x = json_walk(json_get(w.value, "variants")); json_next(&x);) {
            pull_variant(c, x.value, one->product);
            strs_add(c, &one->variants, json_str(json_get(x.value, "id")));
        }
    }
    if (out->products.n && skip + PAGE < json_int(json_path(data, "products.totalItems")))
        out->cursor = str_fmt(c, "%lld", (long long)skip + PAGE);
    return OK;
}

static const struct driver driver = {sign_in, load, shown, want, put, offers, price, NULL, NULL, NULL, pull, fields,
                                     &vendure_coupons, &vendure_errands, vendure_orders_pull};

static enum status run(struct ctx *c, const void *opt, const void *in, void *out)
{
    const struct vendure_opt *o = opt;
    struct link l = {.name = "vendure", .base = o->url, .opt = o, .groups = o->groups.at, .n_groups = o->groups.n,
                     .late_ms = o->late_s * 1000};
    return shop_run(c, &driver, &l, in, out);
}

const struct capability channel_vendure = {
    .name = "channel.vendure", .doc = "publish to a Vendure 3 shop, read its products", .stage = PUBLISH, .needs = NET | SECRET,
    .in = &channel_in_record, .out = &channel_out_record, .opt = &vendure_opt_record, .run = run};
