/* data/ingest/assemble.c - the rows of one product, read by the roles of their columns.
 *
 * Texts of the product come from the first row that has them; each row with a SKU, a price or an option
 * value is a variant. A value that cannot be read is a fault of its column and left out.
 */
#include "core/markup.h"
#include "data/ingest/reader.h"

static struct str first_of(const struct rows *rows, enum role role)
{
    for (size_t i = 0; i < rows->n; i++) {
        struct str s = row_get(&rows->at[i], role);
        if (s.n)
            return s;
    }
    return (struct str){0};
}

/* ---- lists -------------------------------------------------------------------------------------- */

void attribute_add(struct ctx *c, struct product *p, struct str name, struct str value, struct str unit, struct str source)
{
    struct str v = str_trim(value);
    if (!v.n || !name.n || str_eq(v, STR("-")) || str_eq_case(v, STR("n/a")))
        return;
    struct str number, found;
    if (!unit.n && measure_split(v, &number, &found))
        v = number, unit = found;
    if (unit.n)
        v = number_plain(c, v);
    struct attribute a = {name, str_copy(c, v), unit.n ? str_copy(c, unit) : (struct str){0}, source};
    for (size_t i = 0; i < p->attributes.n; i++)
        if (str_eq(p->attributes.at[i].name, a.name) && str_eq_case(p->attributes.at[i].value, a.value) &&
            str_eq(p->attributes.at[i].unit, a.unit))
            return;
    *LIST_ADD(c, &p->attributes) = a;
}

static bool strs_have(const struct strs *list, struct str s)
{
    for (size_t i = 0; i < list->n; i++)
        if (str_eq(list->at[i], s))
            return true;
    return false;
}

static void list_add(struct ctx *c, struct strs *list, struct str text, const char *marks)
{
    for (size_t from = 0, i = 0; i <= text.n; i++) {
        if (i < text.n && !strchr(marks, text.p[i]))
            continue;
        struct str one = str_trim(str_part(text, from, i));
        if (one.n && !strs_have(list, one))
            strs_add(c, list, str_copy(c, one));
        from = i + 1;
    }
}

static bool is_file_name(struct str s)
{
    static const char *const ends[] = {".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif"};
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (s.n > strlen(ends[i]) && str_eq_case(str_part(s, s.n - strlen(ends[i]), s.n), str_z(ends[i])))
            return true;
    return false;
}

/* Addresses may hold a comma; one that stands between two pictures parts them. */
static void images_add(struct ctx *c, struct product *p, struct str list)
{
    for (size_t from = 0, i = 0; i <= list.n; i++) {
        bool mark = i < list.n && strchr("|\x1f\n", list.p[i]);
        if (i < list.n && list.p[i] == ',') {
            struct str next = str_trim(str_part(list, i + 1, list.n));
            mark = str_starts(next, STR("http")) || str_starts(next, STR("//")) || is_file_name(str_part(list, from, i));
        }
        if (i < list.n && !mark)
            continue;
        struct str one = str_trim(str_part(list, from, i));
        if (one.n && !strs_have(&p->images, one))
            strs_add(c, &p->images, str_copy(c, one));
        from = i + 1;
    }
}

/* ---- numbers of a variant --------------------------------------------------------------------------- */

static int64_t money_of(struct ctx *c, const struct row *r, enum role role, struct variant *v, struct faults *faults)
{
    struct str text = row_get(r, role);
    struct str currency = v->currency.n ? v->currency : r->sheet->currency;
    int64_t minor;
    char named[4];
    if (!text.n)
        return NONE;
    if (!price_read(text, currency, r->sheet->dot, &minor, named) || minor < 0) {
        fault_add(c, faults, r, row_name(r, role), LOSS_VALUE, "write a price as 1299.00 or 1.299,00 €", "\"%.60s\" is not a price", text.p);
        return NONE;
    }
    if (named[0] && !row_get(r, R_CURRENCY).n)
        v->currency = str_copy(c, (struct str){named, 3});
    return minor;
}

static void prices_read(struct ctx *c, const struct row *r, struct variant *v, struct faults *faults)
{
    struct str code = row_get(r, R_CURRENCY);
    if (code.n && currency_is_known(code)) {
        char *upper = arena_take(c->mem, 4);
        for (int i = 0; i < 3; i++)
            upper[i] = (char)(code.p[i] & ~32);
        v->currency = (struct str){upper, 3};
    } else if (code.n)
        fault_add(c, faults, r, row_name(r, R_CURRENCY), LOSS_VALUE, "write the code of ISO 4217: EUR, USD, JPY", "\"%.20s\" is not a currency", code.p);
    v->price = money_of(c, r, R_PRICE, v, faults);
    v->compare_at = money_of(c, r, R_COMPARE, v, faults);
    v->cost = money_of(c, r, R_COST, v, faults);
    int64_t sale = money_of(c, r, R_SALE, v, faults);
    if (sale != NONE && (v->price == NONE || sale < v->price)) {
        if (v->price != NONE)
            v->compare_at = v->price;
        v->price = sale;
    }
    if (!v->currency.n)
        v->currency = r->sheet->currency;
}

static int64_t stock_of(struct ctx *c, const struct row *r, struct faults *faults)
{
    struct str text = row_get(r, R_STOCK);
    double n;
    if (!text.n)
        return NONE;
    if (str_real(text, &n) && n == (double)(int64_t)n && n > -1e9 && n < 1e9)
        return (int64_t)n;
    fault_add(c, faults, r, row_name(r, R_STOCK), LOSS_VALUE, "write a whole number", "\"%.60s\" is not a number of units", text.p);
    return NONE;
}

static int64_t weight_of(struct ctx *c, const struct row *r, struct faults *faults)
{
    struct str text = row_get(r, R_WEIGHT), unit = row_get(r, R_WEIGHT_UNIT);
    int at = r->sheet->first[R_WEIGHT];
    int64_t grams;
    if (!text.n)
        return NONE;
    if (r->sheet->at[at].unit.n)
        unit = r->sheet->at[at].unit;
    if (weight_read(text, unit, &grams))
        return grams;
    fault_add(c, faults, r, row_name(r, R_WEIGHT), LOSS_VALUE, "write a number and give its unit: g, kg, lb or oz", "\"%.60s\" is not a weight", text.p);
    return NONE;
}

static struct str gtin_of(struct ctx *c, const struct row *r, struct faults *faults)
{
    struct str text = row_get(r, R_GTIN), digits = gtin_digits(c, text);
    if (!text.n)
        return (struct str){0};
    if (gtin_is(digits))
        return digits;
    bool sheet_number = memchr(text.p, 'E', text.n) || memchr(text.p, 'e', text.n);
    fault_add(c, faults, r, row_name(r, R_GTIN), LOSS_VALUE,
              sheet_number ? "the spreadsheet made a number of it: give the column the format Text and enter it again"
                           : "compare it with the one printed under the barcode: 8, 12, 13 or 14 digits, of which the last checks the others",
              !sheet_number && (digits.n == 8 || digits.n >= 12) && digits.n <= 14 ? "\"%.40s\" is not a GTIN: its check digit is wrong" : "\"%.40s\" is not a GTIN", text.p);
    return (struct str){0};
}

/* ---- variants ------------------------------------------------------------------------------------------ */

void option_put(struct ctx *c, struct variant *v, struct str name, struct str value, struct str source)
{
    struct str number, unit;
    if (!name.n || !value.n)
        return;
    struct attribute a = {.name = name, .value = value, .source = source};
    if (measure_split(value, &number, &unit))
        a.value = number_plain(c, number), a.unit = str_copy(c, unit);
    *LIST_ADD(c, &v->options) = a;
}

static void option_add(struct ctx *c, const struct rows *rows, const struct row *r, int i, struct variant *v)
{
    enum role value = (enum role)(R_OPTION1 + i), named = (enum role)(R_OPTION1_NAME + i);
    struct str text = row_get(r, value), name = row_get(r, named);
    if (!text.n || str_eq_case(text, STR("Default Title")))
        return;
    if (!name.n)
        name = first_of(rows, named);
    if (!name.n)
        name = r->sheet->at[r->sheet->first[value]].attribute;
    option_put(c, v, name_plain(c, name), text, r->sheet->at[r->sheet->first[value]].source);
}

struct str options_title(struct ctx *c, const struct variant *v)
{
    struct buf b = {0};
    for (size_t i = 0; i < v->options.n; i++)
        buf_fmt(c, &b, "%s%.*s%s%.*s", i ? " " : "", FMT(v->options.at[i].value), v->options.at[i].unit.n ? " " : "", FMT(v->options.at[i].unit));
    return b.n ? buf_str(&b) : (struct str){0};
}

static bool options_same(const struct variant *a, const struct variant *b)
{
    bool same = a->options.n == b->options.n;
    for (size_t i = 0; same && i < a->options.n; i++)
        same = str_eq(a->options.at[i].name, b->options.at[i].name) && str_eq(a->options.at[i].value, b->options.at[i].value) &&
               str_eq(a->options.at[i].unit, b->options.at[i].unit);
    return same;
}

/* The same options with the same SKU (or with none) as one that is there. */
static bool variant_again(const struct product *p, const struct variant *v)
{
    for (size_t i = 0; i < p->variants.n; i++) {
        const struct variant *there = &p->variants.at[i];
        if ((v->options.n || v->sku.n) && options_same(there, v) && str_eq(there->sku, v->sku))
            return true;
    }
    return false;
}

static bool facts_differ(const struct row *a, const struct row *b)
{
    bool differ = false;
    for (size_t k = 0; k < a->n && k < b->n; k++)
        differ |= a->sheet->at[k].role == R_ATTRIBUTE && a->cell[k].n && b->cell[k].n && !str_eq(a->cell[k], b->cell[k]);
    return differ;
}

bool row_again(const struct rows *rows, const struct row *r)
{
    for (const struct row *e = rows->at; e < r; e++)
        if (str_eq(row_get(e, R_SKU), row_get(r, R_SKU)) && !facts_differ(e, r))
            return true;
    return false;
}

static void variant_read(struct ctx *c, const struct rows *rows, const struct row *r, struct product *p, struct faults *faults)
{
    struct variant v = {0};
    record_init(&variant_record, &v);
    v.sku = row_get(r, R_SKU).n ? row_get(r, R_SKU) : (struct str){0};
    for (int i = 0; i < 3; i++)
        option_add(c, rows, r, i, &v);
    v.title = options_title(c, &v);
    prices_read(c, r, &v, faults);
    v.gtin = gtin_of(c, r, faults);
    v.stock = stock_of(c, r, faults);
    v.weight_g = weight_of(c, r, faults);
    if (variant_again(p, &v) && row_again(rows, r))
        fault_add(c, faults, r, row_name(r, R_SKU), LOSS_ROW, "keep one of the two rows", "the variant %.80s stands here a second time",
                  v.sku.n ? v.sku.p : v.title.n ? v.title.p : "without options");
    else
        *LIST_ADD(c, &p->variants) = v;
}

static bool is_variant(const struct row *r)
{
    static const enum role say[] = {R_SKU, R_PRICE, R_SALE, R_OPTION1, R_OPTION2, R_OPTION3, R_GTIN, R_STOCK};
    for (size_t i = 0; i < sizeof say / sizeof *say; i++)
        if (row_get(r, say[i]).n)
            return true;
    return false;
}

/* ---- the product ------------------------------------------------------------------------------------------ */

static void facts_read(struct ctx *c, const struct row *r, struct product *p)
{
    for (size_t i = 0; i < r->n; i++) {
        const struct heading *h = &r->sheet->at[i];
        if (!r->cell[i].n)
            continue;
        if (h->role == R_ATTRIBUTE)
            attribute_add(c, p, h->attribute, r->cell[i], h->unit, h->source);
        else if (h->role == R_IMAGES)
            images_add(c, p, r->cell[i]);
        else if (h->role == R_FEATURES)
            list_add(c, &p->features, r->cell[i], "|\x1f\n");
    }
}

static void tags_read(struct ctx *c, struct str tags, struct product *p, struct str column)
{
    struct strs list = {0};
    list_add(c, &list, tags, ",|\x1f");
    for (size_t i = 0; i < list.n && i < 40; i++)
        attribute_add(c, p, STR("tag"), list.at[i], (struct str){0}, str_fmt(c, "column:%.*s", FMT(column)));
}

/* A row with another title is another product that took this one's key. */
static struct rows rows_own(struct ctx *c, const struct rows *all, struct faults *faults)
{
    struct rows rows = {NEW_ARRAY(c, struct row, all->n), 0};
    struct str first = row_get(&all->at[0], R_TITLE);
    for (size_t i = 0; i < all->n; i++) {
        const struct row *r = &all->at[i];
        struct str title = row_get(r, R_TITLE);
        if (i && r->sheet->format->one_title && title.n && first.n && !str_eq(title, first))
            fault_add(c, faults, r, row_name(r, R_ID), LOSS_ROW, "give each product its own handle",
                      "\"%.80s\" has the handle of \"%.80s\" in line %lld", title.p, first.p, (long long)all->at[0].line);
        else
            rows.at[rows.n++] = *r;
    }
    return rows;
}

void rows_parent_first(struct rows *rows)
{
    size_t head = 0;
    while (head < rows->n && row_get(&rows->at[head], R_GROUP).n)
        head++;
    if (head == 0 || head == rows->n)
        return;
    struct row parent = rows->at[head];
    memmove(&rows->at[1], &rows->at[0], head * sizeof parent);
    rows->at[0] = parent;
}

/* A parent above its variations cannot be bought itself. */
static bool is_parent(const struct rows *rows, size_t i)
{
    return rows->n > 1 && !row_get(&rows->at[i], R_GROUP).n && row_get(&rows->at[rows->n - 1], R_GROUP).n;
}

/* HTML is kept as it was given, and read as a person would read it. */
static void description_read(struct ctx *c, const struct rows *rows, struct product *p)
{
    struct str text = first_of(rows, R_DESCRIPTION), brief = first_of(rows, R_SHORT);
    text = text.n ? text : brief;
    if (rows->at[0].sheet->format->escaped && str_has(text, STR("\\n")))
        text = str_replace(c, text, STR("\\n"), STR("\n"));
    p->description = text;
    if (!markup_is(text))
        return;
    struct strs items = {0};
    p->html = text;
    p->description = markup_text(c, text, &items);
    for (size_t i = 0; i < items.n && i < 30; i++)
        if (items.at[i].n <= 300 && !strs_have(&p->features, items.at[i]))
            strs_add(c, &p->features, items.at[i]);
}

static struct str id_of(struct ctx *c, const struct rows *rows, struct str title)
{
    static const enum role ids[] = {R_ID, R_GROUP, R_SKU};
    for (size_t i = 0; i < sizeof ids / sizeof *ids; i++)
        if (row_get(&rows->at[0], ids[i]).n)
            return row_get(&rows->at[0], ids[i]);
    return slug(c, title);
}

enum status assemble(struct ctx *c, const struct rows *all, struct product *p, struct faults *faults)
{
    struct rows own = rows_own(c, all, faults), *rows = &own;
    const struct row *head = &rows->at[0];
    record_init(&product_record, p);
    p->title = first_of(rows, R_TITLE);
    if (!p->title.n) {
        fault_add(c, faults, head, row_name(head, R_TITLE), LOSS_PRODUCT, "give the product a title", "the product has no title");
        return OK;
    }
    p->title = markup_is(p->title) ? markup_text(c, p->title, NULL) : p->title;
    p->id = id_of(c, rows, p->title);
    p->brand = first_of(rows, R_BRAND);
    p->category = first_of(rows, R_CATEGORY);
    p->url = first_of(rows, R_URL);
    p->language = first_of(rows, R_LANGUAGE);
    if (!p->language.n)
        p->language = head->sheet->language;
    description_read(c, rows, p);
    for (size_t i = 0; i < rows->n; i++) {
        facts_read(c, &rows->at[i], p);
        if (rows->n == 1 || (is_variant(&rows->at[i]) && !is_parent(rows, i)))
            variant_read(c, rows, &rows->at[i], p, faults);
    }
    tags_read(c, first_of(rows, R_TAGS), p, row_name(head, R_TAGS));
    return OK;
}
