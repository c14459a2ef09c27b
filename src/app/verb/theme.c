/* app/verb/theme.c - a collection from a theme in words: shown, and put before a person as a work item.
 *
 * Tables  reads product and its parts; with --propose writes batch, item, ledger
 */
#include "app/verb.h"
#include "core/capability.h"
#include "core/json.h"
#include "data/catalog.h"
#include "data/item.h"
#include "data/ledger.h"
#include "data/neighbour.h"
#include "intelligence/answer/search/shelf.h"
#include <math.h>

static const struct option options[] = {
    {"k", "N", "products at most (8)"},
    {"per-category", "N", "of one category at most (2; 0: any number)"},
    {"budget", "MONEY", "for one of each, in the shop's currency"},
    {"language", "TAG", "of the words: en, de (en)"},
    {"propose", NULL, "put the collection before a person, as a work item"},
    {0}};

enum { LEAST = 3, ALL_MOST = 400, FOUND_MOST = 300, SOLD_MOST = 100 };

static bool has(const struct strs *list, struct str id)
{
    for (size_t i = 0; i < list->n; i++)
        if (str_eq(list->at[i], id))
            return true;
    return false;
}

/* All of a small shop; of a large one what the search finds for the theme, and what sells. */
static enum status candidates(struct ctx *c, struct str theme, struct strs *ids)
{
    struct shelf *shelf;
    struct search_answer a;
    neighbour_list sold;
    struct strs none = {0};
    int64_t n;
    TRY(product_count(c, &n));
    if (n <= ALL_MOST)
        return product_list(c, STR(""), ALL_MOST, ids);
    TRY(shelf_open(c, &shelf));
    enum status s = shelf_search(c, shelf, &(struct search_question){.query = theme, .sort = STR("best"), .removed = &none, .k = FOUND_MOST}, &a);
    for (size_t i = 0; s == OK && i < a.hits.n; i++)
        strs_add(c, ids, str_copy(c, a.hits.at[i].id));
    shelf_close(shelf);
    TRY(s);
    TRY(neighbours_load(c, STR("popular"), STR(""), &sold));
    for (size_t i = 0; i < sold.n && i < SOLD_MOST; i++)
        if (!has(ids, sold.at[i].id))
            strs_add(c, ids, sold.at[i].id);
    return OK;
}

static enum status whole(struct ctx *c, const struct shell *sh, const char *name, int64_t most, struct tree *t, struct node *o, const char *key)
{
    int64_t n = NONE;
    TRY(shell_whole(c, sh, name, 0, most, &n));
    if (n != NONE)
        node_set(t, o, key, tree_int(t, n));
    return OK;
}

static enum status input_make(struct ctx *c, const struct shell *sh, struct str theme, const struct strs *ids, const struct json *product, struct str *out)
{
    struct tree *t = tree_open(c);
    struct node *o = tree_object(t), *products = tree_array(t);
    struct str budget = shell_option(sh, "budget"), language = shell_option(sh, "language");
    struct product p = {0};
    for (size_t i = 0; i < ids->n; i++) {
        TRY(product_load(c, ids->at[i], &p));
        node_add(t, products, record_node(c, t, &product_record, &p));
    }
    node_set(t, o, "theme", tree_str(t, theme));
    node_set(t, o, "products", products);
    if (product)
        node_set(t, o, "product", tree_raw(t, json_text(c, product)));
    TRY(whole(c, sh, "k", 48, t, o, "k"));
    TRY(whole(c, sh, "per-category", 48, t, o, "per_category"));
    if (language.n)
        node_set(t, o, "language", tree_str(t, language));
    int64_t minor;
    if (budget.n && !money_read(budget, p.currency, &minor))
        return shell_misuse(c, "--budget wants money, not %s", budget.p);
    if (budget.n)
        node_set(t, o, "budget", tree_int(t, minor));
    *out = tree_text(c, t, o);
    return OK;
}

/* The item has the chosen products alone and the facts its words are held against. */
static enum status propose(struct ctx *c, const struct shell *sh, struct str theme, const struct json *made)
{
    struct strs ids = {0};
    struct item i = {.id = db_new_id(c), .batch = db_new_id(c), .kind = STR("collection.theme"), .entity = STR("collection"),
                     .subject = str_copy(c, json_str(json_get(made, "slug"))), .due_ms = c->now_ms, .created_ms = c->now_ms, .moved_ms = c->now_ms,
                     .confidence = NAN, .seed = (int64_t)(str_hash(theme) >> 1)};
    struct str who = shell_person(c, sh);
    int64_t open;
    TRY(db_int(c, &open, "SELECT COUNT(*) FROM item WHERE kind = $1 AND subject = $2 AND state <= $3", A(i.kind), A(i.subject), A((int64_t)APPROVED)));
    if (open)
        return fail(c, REJECT, "the collection \"%.*s\" is on its way already; `purvey review` shows it", FMT(i.subject));
    for (struct json_walk w = json_walk(json_get(made, "products")); json_next(&w);)
        strs_add(c, &ids, str_copy(c, json_str(json_get(w.value, "id"))));
    TRY(input_make(c, sh, theme, &ids, json_get(made, "product"), &i.input.text));
    TRY(item_add(c, &i));
    TRY(db_run(c, "INSERT INTO batch (id, kind, title, by_whom, params, created_ms) VALUES ($1, 'collection.theme', $2, $3, '{}', $4)", A(i.batch),
               A(str_fmt(c, "collection: %.*s", FMT(theme))), A(who), A(c->now_ms)));
    return ledger_append(c, who, STR("plan"), str_fmt(c, "batch:%lld", (long long)i.batch), str_fmt(c, "{\"batch\":%lld,\"items\":1}", (long long)i.batch));
}

static void tell(struct ctx *c, const struct json *made)
{
    struct str currency = json_str(json_get(made, "currency"));
    printf("%s\n%s\n\n", json_str(json_get(made, "title")).p, json_str(json_get(made, "text")).p);
    for (struct json_walk w = json_walk(json_get(made, "products")); json_next(&w);) {
        const struct json *price = json_get(w.value, "price");
        printf("  %-44s %12s  %s\n", json_str(json_get(w.value, "title")).p, price ? money_text(c, json_int(price), currency).p : "",
               json_str(json_get(w.value, "reason")).p);
    }
    printf("\none of each: %s\n", money_text(c, json_int(json_get(made, "total")), currency).p);
}

static enum status propose_step(struct ctx *c, const struct shell *sh, struct str theme, const struct json *made)
{
    IN_ONE_STEP(c, propose(c, sh, theme, made));
    puts("planned; `purvey run` writes and checks it, `purvey review` shows it");
    return OK;
}

static enum status run(struct ctx *c, struct shell *sh)
{
    struct strs ids = {0};
    struct str in, out, theme = str_join(c, &sh->args, STR(" "));
    const struct json *made;
    if (!theme.n)
        return shell_misuse(c, "name the theme: purvey theme beach vacation essentials");
    TRY(candidates(c, theme, &ids));
    if (ids.n < LEAST)
        return fail(c, REJECT, "a collection needs %d products to choose from, and the shop has %zu: `purvey import FILE` brings them", LEAST, ids.n);
    TRY(input_make(c, sh, theme, &ids, NULL, &in));
    TRY(capability_json(c, capability_find(STR("collection.theme")), in, &out));
    TRY(json_read(c, out, &made));
    if (sh->json)
        puts(out.p);
    else
        tell(c, made);
    return shell_flag(sh, "propose") ? propose_step(c, sh, theme, made) : OK;
}

const struct verb verb_theme = {
    .name = "theme",
    .usage = "WORDS…",
    .doc = "make a collection from a theme in words: products with reasons, words that stand on their facts, a mood board",
    .options = options,
    .run = run,
    .needs_shop = SHOP_THERE,
};
