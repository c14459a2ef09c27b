/* data/ingest/purvey.c - products in our own JSON, as capabilities take and give them: one object each. */
#include "data/ingest/reader.h"

static const struct column columns[] = {{"id", R_ID}, {"title", R_TITLE}, {"images", R_IMAGES}, {0}};

/* All of its members must be ours ("live" is what purvey export adds): {"id":1,"title":"…","price":20} of another shop may well mean 20.00. */
static int guess(const struct sheet *s)
{
    bool lists = false;
    for (size_t i = 0; i < s->n; i++) {
        if (!record_field(&product_record, s->at[i].name) && !str_starts(s->at[i].name, STR("live")))
            return 0;
        lists |= str_eq(s->at[i].name, STR("attributes")) || str_eq(s->at[i].name, STR("features")) || str_eq(s->at[i].name, STR("variants"));
    }
    return sheet_has(s, "id") && sheet_has(s, "title") && lists ? 90 : 0;
}

static struct str key(struct ctx *c, const struct row *r, struct str before)
{
    (void)before;
    struct str id = row_get(r, R_ID);
    return id.n ? id : str_fmt(c, "\x01%lld", (long long)r->line);
}

static enum status product(struct ctx *c, const struct rows *rows, struct product *p, struct faults *faults)
{
    const struct row *head = &rows->at[0];
    for (size_t i = 1; i < rows->n; i++)
        fault_add(c, faults, &rows->at[i], STR("id"), LOSS_ROW, "give each product its own id", "the id \"%.80s\" stands in line %lld already",
                  row_get(head, R_ID).p, (long long)head->line);
    if (record_from_json(c, &product_record, head->raw, LENIENT, p) != OK) {
        fault_add(c, faults, head, STR(""), LOSS_PRODUCT, "see the product's schema: `purvey capability show verify.claims`", "%s", c->why);
        return OK;
    }
    if (!p->currency.n)
        p->currency = head->sheet->currency;
    return OK;
}

const struct reader reader_purvey = {
    .name = "purvey", .doc = "products as purvey writes them in JSON, one a line", .shape = SHAPE_LINES, .columns = columns, .rest = R_SKIP,
    .guess = guess, .key = key, .product = product};
