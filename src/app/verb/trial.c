/* app/verb/trial.c - what the arms of the setting "recommend" earn: clicks per list shown, revenue per visitor, at any look.
 *
 * A visitor counts from the first list that names an arm ("for_you:b"), in the arm that the assignment gives.
 * Tables  reads event, setting
 */
#include "app/verb.h"
#include "core/capability.h"
#include "core/json.h"
#include "core/settings.h"
#include "core/sql.h"
#include "core/trial.h"
#include "intelligence/answer/recommend/placement.h"

struct met { /* one visitor */
    struct str visitor;
    int64_t clicks, views, revenue;
};
static const struct record met_record = {"met", sizeof(struct met), (const struct field[]){
    FIELD(struct met, visitor), FIELD(struct met, clicks), FIELD(struct met, views), FIELD(struct met, revenue), {0}}};
typedef LIST(struct met) met_list;

static enum status visitors_load(struct ctx *c, met_list *out)
{
    return db_all(c, &met_record, out,
                  "WITH met AS (SELECT visitor, MIN(at_ms) AS first_ms, SUM(CASE name WHEN 'Product Clicked' THEN 1 ELSE 0 END) AS clicks,"
                  " COUNT(DISTINCT CASE name WHEN 'Product List Viewed' THEN id END) AS views FROM event"
                  " WHERE visitor IS NOT NULL AND list LIKE '%:%' AND name IN ('Product Clicked', 'Product List Viewed') GROUP BY visitor)"
                  " SELECT visitor, CAST(clicks AS BIGINT) AS clicks, CAST(views AS BIGINT) AS views, CAST(COALESCE((SELECT SUM(COALESCE(o.price, 0) * COALESCE(o.quantity, 1))"
                  " FROM event o WHERE o.visitor = met.visitor AND o.name = 'Order Completed' AND o.at_ms >= met.first_ms), 0) AS BIGINT) AS revenue"
                  " FROM met ORDER BY visitor");
}

static struct node *arm_node(struct tree *t, struct str name, double share, const struct trial_arm *a)
{
    struct node *o = tree_object(t);
    node_set(t, o, "name", tree_str(t, name));
    node_set(t, o, "share", tree_real(t, share));
    node_set(t, o, "units", tree_int(t, a->n));
    node_set(t, o, "y", tree_real(t, a->y)), node_set(t, o, "yy", tree_real(t, a->yy));
    node_set(t, o, "x", tree_real(t, a->x)), node_set(t, o, "xx", tree_real(t, a->xx)), node_set(t, o, "xy", tree_real(t, a->xy));
    return o;
}

static enum status read_one(struct ctx *c, const struct placement *p, const struct trial_arm *arm, const char *metric, const char *of, bool json)
{
    struct tree *t = tree_open(c);
    struct node *o = tree_object(t), *arms = tree_array(t);
    struct str out;
    const struct json *v;
    for (size_t i = 0; i < p->arms.n; i++)
        node_add(t, arms, arm_node(t, p->arms.at[i].name, p->arms.at[i].share, &arm[i]));
    node_set(t, o, "arms", arms);
    node_set(t, o, "metric", tree_str(t, str_z(metric)));
    node_set(t, o, "of", tree_str(t, str_z(of)));
    TRY(capability_json(c, capability_find(STR("experiment.read")), tree_text(c, t, o), &out));
    if (json) {
        puts(out.p);
        return OK;
    }
    TRY(json_read(c, out, &v));
    for (struct json_walk w = json_walk(json_get(v, "effects")); json_next(&w);)
        printf("%s\n", json_str(json_get(w.value, "sentence")).p);
    if (json_real(json_get(v, "balance_p")) < 0.001)
        printf("%s\n", json_str(json_get(v, "sentence")).p);
    return OK;
}

static enum status run(struct ctx *c, struct shell *sh)
{
    struct placement p;
    met_list met;
    TRY(settings_read(c, &recommend_setting_record, STR("recommend"), &p));
    if (!p.trial.n || p.arms.n < 2)
        return fail(c, REJECT, "no trial runs: the setting \"recommend\" names none, or has fewer than two arms");
    TRY(visitors_load(c, &met));
    struct trial_arm *clicks = NEW_ARRAY(c, struct trial_arm, p.arms.n), *revenue = NEW_ARRAY(c, struct trial_arm, p.arms.n);
    for (size_t i = 0; i < met.n; i++) {
        const struct placement_arm *arm = placement_arm(c, &p, met.at[i].visitor);
        if (!arm)
            continue;
        trial_add(&clicks[arm - p.arms.at], (double)met.at[i].clicks, (double)met.at[i].views);
        trial_add(&revenue[arm - p.arms.at], (double)met.at[i].revenue, 0);
    }
    if (!sh->json)
        for (size_t i = 0; i < p.arms.n; i++)
            printf("%-16.*s %8lld visitors  %.4g clicks per list shown  %.6g per visitor, in minor units\n", FMT(p.arms.at[i].name), (long long)clicks[i].n,
                   clicks[i].x > 0 ? clicks[i].y / clicks[i].x : 0, clicks[i].n ? revenue[i].y / (double)revenue[i].n : 0);
    TRY(read_one(c, &p, clicks, "ratio", "clicks per list shown", sh->json));
    return read_one(c, &p, revenue, "mean", "revenue per visitor", sh->json);
}

const struct verb verb_trial = {
    .name = "trial",
    .usage = "",
    .doc = "what the arms of a trial of recommendations earn, valid however often one looks",
    .run = run,
    .needs_shop = SHOP_THERE,
};
