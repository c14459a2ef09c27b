/* app/verb/segment.c - groups of customers by what they bought, and whom one may write to about an offer.
 *
 * Tables  reads sale, line, product, customer, consent, content, setting
 */
#include "app/verb.h"
#include "core/json.h"
#include "data/coupon.h"

static void put_segment(struct ctx *c, const struct segment *s, const struct segment_view *who, bool json)
{
    const char *why = segment_is_personal(s) ? "personal" : "public";
    struct str words = segment_words(c, s);
    if (!json) {
        printf("%s: %s; %zu customers, %s", s->name.p, words.p, who->customers.n, why);
        printf(who->silent ? "; %lld more would fit, but did not agree\n" : "\n", (long long)who->silent);
        return;
    }
    struct tree *t = tree_open(c);
    struct node *o = tree_object(t);
    node_set(t, o, "name", tree_str(t, s->name)), node_set(t, o, "rule", tree_str(t, words)), node_set(t, o, "kind", tree_str(t, str_z(why)));
    node_set(t, o, "customers", tree_int(t, (int64_t)who->customers.n)), node_set(t, o, "silent", tree_int(t, who->silent));
    puts(tree_text(c, t, o).p);
}

static enum status list(struct ctx *c, const struct shell *sh)
{
    struct segments all;
    TRY(segments_load(c, &all));
    for (size_t i = 0; i < all.segments.n; i++) {
        struct segment_view who;
        TRY(segment_read(c, &all.segments.at[i], c->now_ms, (struct str){0}, &who));
        put_segment(c, &all.segments.at[i], &who, sh->json);
    }
    return OK;
}

static enum status audience(struct ctx *c, struct str code)
{
    struct coupon k;
    struct strs who;
    bool found;
    TRY(coupon_find(c, code, &k, &found));
    if (!found)
        return fail(c, REJECT, "no offer with the code \"%.60s\" is live", code.p);
    TRY(coupon_audience(c, &k, &who));
    puts("customer");
    for (size_t i = 0; i < who.n; i++)
        puts(who.at[i].p);
    return OK;
}

static enum status run(struct ctx *c, struct shell *sh)
{
    if (sh->args.n > 1)
        return shell_misuse(c, "give one code, or nothing");
    return sh->args.n ? audience(c, sh->args.at[0]) : list(c, sh);
}

const struct verb verb_segment = {
    .name = "segment",
    .usage = "[CODE]",
    .doc = "groups of customers by what they bought; with the code of a live offer, whom you may write to about it",
    .run = run,
    .needs_shop = SHOP_THERE,
};
