/* app/verb/rehearse.c - trade made up for this shop's catalogue, marked as such, and taken out again by --end.
 *
 * Tables  as app/rehearse/ and data/rehearsal.h say; undoes what work made of it
 */
#include "app/rehearse/rehearse.h"
#include "app/section.h"
#include "app/verb.h"
#include "core/json.h"
#include "data/day.h"
#include "data/item.h"
#include "data/rehearsal.h"
#include "execution/publish/undo.h"
#include <unistd.h>

static const struct option options[] = {
    {"days", "N", "how many days of sales, up to now (400)"},
    {"units", "N", "how many units are sold a day, over the whole shop (60)"},
    {"end", NULL, "take all of it out: the shop stands as it stood before"},
    {0}};

/* ---- beginning --------------------------------------------------------------------------------------------- */

static void on_progress(int64_t day, int64_t days) { fprintf(stderr, "\rday %lld of %lld ", (long long)day, (long long)days); }

static enum status play(struct ctx *c, struct stage *s)
{
    struct rehearsal r = {.begun_ms = c->now_ms, .days = s->days, .seed = (int64_t)s->seed, .batch = s->batch};
    TRY(rehearsal_begin(c, &r));
    TRY(db_run(c, "INSERT INTO batch (id, kind, title, by_whom, created_ms) VALUES ($1, 'rehearsal', $2, $3, $4)", A(s->batch),
               A(STR("simulated trade")), A(REHEARSAL_ACTOR), A(c->now_ms)));
    TRY(stage_set(c, s));
    TRY(season_play(c, s));
    TRY(visits_play(c, s));
    return service_play(c, s);
}

static enum status begin(struct ctx *c, const struct shell *sh)
{
    struct stage s = {.seed = c->seed, .days = 400, .units = 60, .batch = db_new_id(c), .progress = isatty(2) ? on_progress : NULL};
    int64_t visits;
    TRY(shell_whole(c, sh, "days", 60, 1500, &s.days));
    TRY(shell_whole(c, sh, "units", 1, 5000, &s.units));
    IN_ONE_STEP(c, play(c, &s));
    TRY(db_int(c, &visits, "SELECT COUNT(DISTINCT visitor) FROM event"));
    if (s.progress)
        fputs("\r                    \r", stderr);
    if (sh->json)
        printf("{\"orders\":%lld,\"customers\":%zu,\"visitors\":%lld,\"days\":%lld,\"products\":%zu}\n", (long long)s.orders, s.players.n, (long long)visits,
               (long long)s.days, s.wares.n);
    else
        printf("simulated: %lld orders of %zu customers over %lld days, %lld visitors, costs and stock of %zu variants\n"
               "nothing of it is real, and every page says so; `purvey rehearse --end` takes all of it out\n",
               (long long)s.orders, s.players.n, (long long)s.days, (long long)visits, s.wares.n);
    return OK;
}

/* ---- ending ------------------------------------------------------------------------------------------------- */

/* Of these kinds is all that stands on trade; texts stand on the catalogue, and stay. */
#define ON_TRADE \
    "(kind LIKE 'price.%' OR kind LIKE 'promotion.%' OR kind LIKE 'replenish.%' OR kind LIKE 'exception.%' OR kind LIKE 'reply.%' OR kind LIKE 'insight.%'" \
    " OR entity IN ('order', 'thread'))"

struct made { int64_t id, batch; };
static const struct record made_record = {"made", sizeof(struct made), (const struct field[]){FIELD(struct made, id), FIELD(struct made, batch), {0}}};

/* Their rows stay, undone or dropped: what was decided can be explained for ever. No person refused it. */
static enum status work_undo(struct ctx *c, int64_t since_ms, int64_t *n)
{
    LIST(struct made) all;
    *n = 0;
    TRY(db_all(c, &made_record, &all, "SELECT id, batch FROM item WHERE created_ms >= $1 AND state <= $2 AND " ON_TRADE " ORDER BY id DESC", A(since_ms),
               A((int64_t)KEPT)));
    for (size_t i = 0; i < all.n; i++) {
        struct undo_of what = {.batch = all.at[i].batch, .item = all.at[i].id};
        int64_t begun;
        TRY(undo_begin(c, what, REHEARSAL_ACTOR, &begun));
        TRY(undo_run(c, what));
        ++*n;
    }
    return OK;
}

static enum status settings_clear(struct ctx *c)
{
    LIST(struct setting) all;
    TRY(db_all(c, &setting_record, &all, "SELECT name, value, at_ms, by FROM setting WHERE by = $1", A(REHEARSAL_ACTOR)));
    for (size_t i = 0; i < all.n; i++)
        TRY(section_set(c, all.at[i].name, (struct str){0}, REHEARSAL_ACTOR));
    return OK;
}

static enum status clear(struct ctx *c, struct rehearsal_gone *gone)
{
    TRY(rehearsal_clear(c, gone));
    return settings_clear(c);
}

static enum status end(struct ctx *c, const struct shell *sh)
{
    struct rehearsal r;
    struct rehearsal_gone gone;
    int64_t undone;
    bool on;
    TRY(rehearsal_find(c, &r, &on));
    if (!on)
        return fail(c, REJECT, "this shop is not in rehearsal: all its trade is its own, and nothing is taken out");
    TRY(work_undo(c, r.begun_ms, &undone));
    IN_ONE_STEP(c, clear(c, &gone));
    if (sh->json)
        printf("{\"orders\":%lld,\"customers\":%lld,\"visitors\":%lld,\"conversations\":%lld,\"undone\":%lld}\n", (long long)gone.sales,
               (long long)gone.customers, (long long)gone.visits, (long long)gone.threads, (long long)undone);
    else
        printf("taken out: %lld orders, %lld customers, %lld visitors, %lld conversations; %lld decisions that stood on them are undone\n"
               "costs, stock and settings are as they were; texts of the catalogue stay\n",
               (long long)gone.sales, (long long)gone.customers, (long long)gone.visits, (long long)gone.threads, (long long)undone);
    return OK;
}

static enum status run(struct ctx *c, struct shell *sh)
{
    struct rehearsal r;
    bool on;
    if (sh->args.n)
        return shell_misuse(c, "rehearse takes no words: it is about this shop");
    if (shell_flag(sh, "end"))
        return end(c, sh);
    TRY(rehearsal_find(c, &r, &on));
    if (on)
        return fail(c, REJECT, "this shop is in rehearsal already, since %s with %lld days of sales; `purvey rehearse --end` ends it",
                    day_text(c, r.begun_ms / DAY_MS).p, (long long)r.days);
    return begin(c, sh);
}

const struct verb verb_rehearse = {"rehearse", "", "make up customers, orders, visits and trouble for this shop's catalogue, to look around; --end takes them out",
                                   options, run, SHOP_THERE};
