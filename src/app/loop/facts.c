/* app/loop/facts.c - descriptions become facts.
 *
 * Flow    product → attribute (source "description:…"), between ingest and generate
 * Tables  writes attribute, product.facts_of
 */
#include "app/loop/facts.h"
#include "core/capability.h"
#include "core/json.h"
#include "core/log.h"
#include "data/catalog.h"

enum { AT_ONCE = 50 };

struct facts_found { LIST(struct attribute) attributes; };
static const struct record found_record = {"facts_found", sizeof(struct facts_found), (const struct field[]){
    FIELD_LIST(struct facts_found, attributes, &attribute_record, .flags = OPTIONAL), {0}}};

/* What was read before is taken out: facts are read from the text, not from each other. */
static void facts_stated(struct product *p)
{
    size_t n = 0;
    for (size_t i = 0; i < p->attributes.n; i++)
        if (!attribute_is_read(&p->attributes.at[i]))
            p->attributes.at[n++] = p->attributes.at[i];
    p->attributes.n = n;
}

static enum status extract(struct ctx *c, struct product *p, struct facts_found *out)
{
    const struct capability *k = capability_find(STR("extract.attributes"));
    struct ctx run = *c;
    struct tree *t = tree_open(c);
    struct node *o = tree_object(t);
    struct str given;
    run.db = NULL;
    facts_stated(p);
    node_set(t, o, "product", record_node(c, t, &product_record, p));
    enum status s = capability_json(&run, k, tree_text(c, t, o), &given);
    return s == OK ? record_from_json(c, &found_record, given, LENIENT, out) : fail(c, s, "%s", run.why);
}

struct reading { /* what one product says */
    struct str id, hash; /* hash: of the text that was read */
    struct facts_found found;
};

/* A product that cannot be read has no facts; it is told once and does not hold up the rest. */
static enum status read_one(struct ctx *c, struct str id, struct reading *out)
{
    struct product p;
    *out = (struct reading){.id = id};
    TRY(product_hash_now(c, id, &out->hash));
    TRY(product_load(c, id, &p));
    if (extract(c, &p, &out->found) != OK) {
        log_line(LOG_WARN, "facts", "product %.*s: %s", FMT(id), c->why);
        out->found.attributes.n = 0;
    }
    size_t n = 0;
    for (size_t i = 0; i < out->found.attributes.n; i++)
        if (attribute_is_read(&out->found.attributes.at[i]))
            out->found.attributes.at[n++] = out->found.attributes.at[i];
    out->found.attributes.n = n;
    return OK;
}

/* Of the text that was read: one that an import has changed meanwhile is read again. */
static enum status save_all(struct ctx *c, const struct reading *at, size_t n)
{
    for (size_t i = 0; i < n; i++)
        TRY(product_facts_save(c, at[i].id, at[i].hash, at[i].found.attributes.at, at[i].found.attributes.n));
    return OK;
}

enum status facts_read(struct ctx *c, struct str id)
{
    int64_t unread;
    struct reading r;
    TRY(db_int(c, &unread, "SELECT COUNT(*) FROM product WHERE id = $1 AND (facts_of IS NULL OR facts_of <> hash)", A(id)));
    if (!unread)
        return OK;
    TRY(read_one(c, id, &r));
    return save_all(c, &r, 1);
}

static enum status step(struct ctx *c, void *arg)
{
    bool *did = arg;
    struct strs ids;
    TRY(product_unread(c, AT_ONCE, &ids));
    *did = ids.n > 0;
    if (!*did)
        return OK;
    struct reading *all = NEW_ARRAY(c, struct reading, ids.n);
    for (size_t i = 0; i < ids.n; i++) /* reading takes longest, and holds no lock that a shopper's chat would wait for */
        TRY(read_one(c, ids.at[i], &all[i]));
    IN_ONE_STEP(c, save_all(c, all, ids.n));
    return OK;
}

enum status facts_step(struct ctx *c, bool *did)
{
    *did = false;
    return arena_apart(c, step, did);
}
