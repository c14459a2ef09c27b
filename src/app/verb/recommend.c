/* app/verb/recommend.c - what a page of the shop would recommend, and why. */
#include "app/learn/recommend.h"
#include "app/verb.h"
#include "core/sql.h"
#include "data/product.h"

static const struct option options[] = {
    {"place", "PLACE", "similar, goes_with, for_you, popular (similar for a product, else for_you)"},
    {"visitor", "ID", "for this visitor, by what they did"},
    {"customer", "ID", "for this customer"},
    {"category", "PATH", "popular: of this category"},
    {"k", "N", "how many (8)"},
    {"learn", NULL, "learn from what changed first, as the daemon does every ten minutes"},
    {0}};

static void tell(struct ctx *c, const struct recommended_list *list)
{
    for (size_t i = 0; i < list->shown.n; i++) {
        const struct recommended *r = &list->shown.at[i];
        printf("%3zu  %-44.*s %14s  %.*s\n", i + 1, FMT(r->title), r->price == NONE ? "" : money_text(c, r->price, r->currency).p, FMT(r->reason));
    }
    if (!list->shown.n)
        puts("nothing to recommend here: no orders, visits or likenesses say anything; --learn reads them now");
}

static enum status ask_read(struct ctx *c, const struct shell *sh, struct recommend_ask *ask)
{
    struct str place = shell_option(sh, "place");
    int64_t n = 8;
    TRY(shell_whole(c, sh, "k", 1, 100, &n));
    *ask = (struct recommend_ask){.place = sh->args.n ? PLACE_SIMILAR : PLACE_FOR_YOU, .page = sh->args, .visitor = shell_option(sh, "visitor"),
                                  .customer = shell_option(sh, "customer"), .category = shell_option(sh, "category"), .k = (size_t)n};
    if (place.n && !recommend_place_of(place, &ask->place))
        return shell_misuse(c, "--place wants similar, goes_with, for_you or popular, not %s", place.p);
    if (!sh->args.n && (ask->place == PLACE_SIMILAR || ask->place == PLACE_GOES_WITH))
        return shell_misuse(c, "name the product: purvey recommend --place %s ID", place.p);
    return OK;
}

/* A mistyped product is told; without this it would look as if nothing went with it. */
static enum status products_check(struct ctx *c, const struct strs *ids)
{
    for (size_t i = 0; i < ids->n; i++) {
        int64_t there;
        TRY(db_int(c, &there, "SELECT count(*) FROM product WHERE id = $1", A(ids->at[i])));
        if (!there)
            return fail(c, REJECT, "there is no product \"%.*s\": `purvey search` finds ids", FMT(ids->at[i]));
    }
    return OK;
}

static enum status run(struct ctx *c, struct shell *sh)
{
    struct recommend_ask ask;
    struct recommended_list list;
    bool did;
    TRY(ask_read(c, sh, &ask));
    TRY(products_check(c, &sh->args));
    if (shell_flag(sh, "learn"))
        TRY(recommend_learn(c, true, &did));
    TRY(recommend_show(c, &ask, &list));
    if (sh->json)
        puts(record_to_json(c, &recommended_list_record, &list).p);
    else
        tell(c, &list);
    return OK;
}

const struct verb verb_recommend = {
    .name = "recommend",
    .usage = "[PRODUCT…]",
    .doc = "what a page of the shop would recommend, and why",
    .options = options,
    .run = run,
    .needs_shop = SHOP_THERE,
};
