/* app/loop/process.c - the processes of the daemon, from their first call to their last.
 *
 * Tables  writes heartbeat, and what each list below names
 */
#include "app/loop/process.h"
#include "app/loop/facts.h"
#include "app/loop/fulfil.h"
#include "app/learn/recommend.h"
#include "app/loop/step.h"
#include "app/agent/talk.h"
#include "app/desk/trade.h"
#include "app/verb.h"
#include "app/web.h"
#include "core/capability.h"
#include "core/clock.h"
#include "core/log.h"
#include "core/sandbox.h"
#include "core/settings.h"
#include "data/fetched.h"
#include "data/ingest/living.h"
#include "data/mailbox.h"
#include "intelligence/answer/look/looks.h"
#include "intelligence/answer/search/meaning.h"
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <time.h>
#include <unistd.h>

enum { BEAT_MS = 2000, IDLE_MS = 200, MEANING_MS = 10000 };

static volatile sig_atomic_t stopping; /* set by SIGTERM: the one word a signal may write */
static void stop(int signal) { stopping = signal; }
static bool is_gone(struct ctx *c) { return (void)c, stopping != 0; }

/* ---- the table ------------------------------------------------------------------------------------ */

#define ORDER_TABLES "orders", "account", "method", "money", "deed", "stock"
static const char *const mind_writes[] = {
    "product", "variant", "attribute", "content", "batch", "quarantine", "brought", "watched", "customer", "sale", "line", "event", "vector", "picture",
    "cart", "shopper", "cart_code", "inbox", "item", "move", "finding", "change", "outbox",
    "thread", "message", "attachment", "letter", "identity", "consent", "merging", "customer_read", "tombstone",
    "policy", "setting", "wish", "ledger", "meta", "spend", "partial", "heartbeat", "shelf", "purchase", "neighbour", ORDER_TABLES, NULL};
static const char *const ship_writes[] = {
    "product", "variant", "attribute", "content", "batch", "quarantine", "brought", "item", "move", "finding", "change", "outbox",
    "mailbox", "letter", "thread", "message", "identity", "customer", "sale", "line", "tombstone", /* where an outside model answers, and acts */
    "ledger", "meta", "spend", "partial", "heartbeat", "reading", "wish", "fetched", "picture", ORDER_TABLES, NULL};

static enum status web_run(struct ctx *c, struct life *life);
static enum status mind_run(struct ctx *c, struct life *life);
static enum status ship_run(struct ctx *c, struct life *life);

const struct process processes[] = {
    {.name = "web", .writes = web_writes, .listens = true, .run = web_run},
    {.name = "mind", .writes = mind_writes, .run = mind_run},
    {.name = "ship", .writes = ship_writes, .connects = true, .keeps_folders = true, .run = ship_run},
    {0}};

/* ---- limits --------------------------------------------------------------------------------------- */

/* Where a channel of this shop writes its files. */
static void folder_add(struct ctx *c, const struct capability *k, struct strs *list)
{
    const struct field *f = k->stage == PUBLISH && k->opt ? record_field(k->opt, STR("folder")) : NULL;
    void *opt = f ? arena_take(c->mem, k->opt->size) : NULL;
    if (!f || settings_read(c, k->opt, str_z(k->name), opt) != OK)
        return;
    struct str folder = *(struct str *)((char *)opt + f->at);
    if (folder.n && folder.p[0] == '/' && access(folder.p, W_OK) == 0)
        strs_add(c, list, folder);
}

static struct str limits_enter(struct ctx *c, const struct process *p)
{
    struct sandbox box = {.connects = p->connects || db_is_postgres(c->db), .listens = p->listens};
    strs_add(c, &box.write, str_z(c->home));
    for (const struct capability *const *k = capabilities; *k && p->keeps_folders; k++)
        folder_add(c, *k, &box.write);
    struct str files = sandbox_files(c, &box), calls = sandbox_calls(c, &box);
    return str_fmt(c, "%s; %s", calls.p, files.p);
}

/* ---- signs of life, and of change ------------------------------------------------------------------- */

static enum status settings_state(struct ctx *c, int64_t *out)
{
    return db_int(c, out, "SELECT COALESCE(MAX(at_ms), 0) + COUNT(*) FROM setting");
}

static enum status beat(struct ctx *c, struct life *life)
{
    int64_t settings;
    if (c->now_ms < life->beat_ms + BEAT_MS)
        return OK;
    life->beat_ms = c->now_ms;
    TRY(settings_state(c, &settings));
    life->changed = settings != life->settings;
    return db_run(c, "INSERT INTO heartbeat (process, pid, limits, at_ms) VALUES ($1, $2, $3, $4) ON CONFLICT (process) DO UPDATE SET"
                     " pid = excluded.pid, limits = excluded.limits, at_ms = excluded.at_ms",
                  A(str_z(life->p->name)), A((int64_t)getpid()), A(life->limits), A(c->now_ms));
}

/* ---- the loops -------------------------------------------------------------------------------------- */

static void rest(void) { nanosleep(&(struct timespec){.tv_nsec = IDLE_MS * 1000000L}, NULL); }

/* What cannot be learnt is no reason to stop all other work; pages keep what was learnt before. */
static void learn(struct ctx *c, bool *did)
{
    if (recommend_learn(c, false, did) == OK)
        return;
    log_line(LOG_WARN, "recommend.learn", "%s", c->why);
    *did = false;
}

/* Products' texts become vectors while nothing else is to do. Where that fails, search goes on by words. */
static void meaning_step(struct ctx *c, struct life *life, bool *did)
{
    enum { AT_ONCE = 32, PAUSE_MS = 60000 };
    int64_t done = 0, left;
    struct str by;
    if (c->now_ms < life->meaning_ms)
        return;
    if (meaning_maker(c, &by) != OK || meaning_update(c, by, AT_ONCE, &done, &left) != OK) {
        log_line(LOG_WARN, "process", "meaning of products: %s", c->why);
        life->meaning_ms = c->now_ms + PAUSE_MS;
        return;
    }
    *did = done > 0;
    life->meaning_ms = done ? 0 : c->now_ms + MEANING_MS;
}

/* Their pictures are looked at likewise, a few at a time: a process that is killed loses those few. */
static void picture_step(struct ctx *c, struct life *life, bool *did)
{
    enum { AT_ONCE = 8, PAUSE_MS = 60000 };
    int64_t done = 0, left;
    struct str by, fault;
    if (c->now_ms < life->picture_ms)
        return;
    if (looks_maker(c, &by, &fault) != OK || looks_update(c, by, AT_ONCE, &done, &left) != OK) {
        log_line(LOG_WARN, "process", "pictures of products: %s", c->why);
        life->picture_ms = c->now_ms + PAUSE_MS;
        return;
    }
    if (fault.n && done)
        log_line(LOG_WARN, "process", "the image-text model is left out: %.*s", FMT(fault));
    *did = done > 0;
    life->picture_ms = done ? 0 : c->now_ms + MEANING_MS;
}

/* Pictures elsewhere, from the hosts that the shop named, by the process that has a network. */
static void fetch_step(struct ctx *c, struct life *life, bool *did)
{
    enum { AT_ONCE = 4 };
    int64_t done = 0, left;
    if (c->now_ms < life->picture_ms)
        return;
    if (fetched_step(c, AT_ONCE, &done, &left) != OK)
        log_line(LOG_WARN, "process", "pictures elsewhere: %s", c->why);
    *did = done > 0;
    life->picture_ms = done ? 0 : c->now_ms + MEANING_MS;
}

static enum status work_once(struct ctx *c, struct life *life, const struct worker *w, bool wishes, bool *did)
{
    bool wished = false, told = false, found = false, read = false, fetched = false, answered = false;
    TRY(beat(c, life));
    if (wishes) {
        TRY(fulfil_step(c, &wished));
        TRY(ingest_inbox_step(c, &told));
        TRY(ingest_watch_step(c, &found));
        TRY(letter_step(c, &read));
    }
    TRY(step_once(c, w, did));
    if (wishes && !*did)
        TRY(facts_step(c, did));
    if (wishes && !*did)
        TRY(trade_step(c, did));
    if (wishes && !*did)
        learn(c, did);
    if (wishes && !*did)
        meaning_step(c, life, did);
    if (wishes && !*did)
        picture_step(c, life, did);
    if (w->ships)
        TRY(mailbox_step(c, &fetched));
    if (w->ships && !*did)
        fetch_step(c, life, did);
    TRY(answer_step(c, w, &answered));
    *did |= wished || told || found || read || fetched || answered;
    return OK;
}

static enum status work(struct ctx *c, struct life *life, const struct worker *w, bool wishes)
{
    while (!stopping && !life->changed) {
        struct arena_mark mark = arena_mark(c->mem);
        bool did;
        c->now_ms = clock_ms();
        TRY(work_once(c, life, w, wishes, &did));
        arena_reset(c->mem, mark);
        if (!did)
            rest();
    }
    return OK;
}

/* A failed beat is not the end of the web: it shows as a process not seen lately. */
static void web_beat(struct ctx *c, void *life)
{
    struct arena_mark mark = arena_mark(c->mem);
    if (beat(c, life) != OK)
        log_line(LOG_WARN, "process", "web: %s", c->why);
    arena_reset(c->mem, mark);
}

/* It reads the shop's choices with each request, so a change of them is no reason to start anew. */
static enum status web_run(struct ctx *c, struct life *life)
{
    const struct serving *s = life->serving;
    TRY(web_serve(c, &(struct listening){s->address, s->port, web_beat, life}));
    life->changed = false;
    return OK;
}

static enum status mind_run(struct ctx *c, struct life *life) { return work(c, life, &worker_mind, true); }
static enum status ship_run(struct ctx *c, struct life *life) { return work(c, life, &worker_ship, false); }

/* ---- a life ------------------------------------------------------------------------------------------- */

static enum status live(struct ctx *c, struct life *life)
{
    TRY(shop_open(c, life->p->writes));
    TRY(settings_state(c, &life->settings)); /* before they are read: a change in between is seen */
    TRY(settings_load(c));
    life->limits = limits_enter(c, life->p);
    log_line(LOG_INFO, "process", "%s: %.*s", life->p->name, FMT(life->limits));
    return life->p->run(c, life);
}

int process_main(const struct ctx *parent, const struct process *p, const struct serving *s)
{
    struct ctx c = {.mem = arena_open(), .home = parent->home, .seed = parent->seed, .now_ms = clock_ms(), .gone = is_gone};
    struct life life = {.p = p, .serving = s};
    struct sigaction on_stop = {.sa_handler = stop};
    sigaction(SIGTERM, &on_stop, NULL);
    signal(SIGINT, SIG_IGN); /* the parent hears it, and tells us */
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    prctl(PR_SET_NAME, p->name);
    enum status st = live(&c, &life);
    if (st != OK)
        log_line(LOG_ERROR, "process", "%s: %s", p->name, c.why);
    db_close(c.db);
    arena_close(c.mem);
    return st == RETRY ? EXIT_LATER : st == REJECT ? EXIT_REFUSED : life.changed ? EXIT_AGAIN : EXIT_DONE;
}
