/* app/verb/run.c - ask for work and carry it out here and now, with progress. */
#include "app/loop/facts.h"
#include "app/loop/plan.h"
#include "app/loop/step.h"
#include "app/verb.h"
#include "core/clock.h"
#include "core/json.h"
#include "core/sql.h"
#include <time.h>
#include <unistd.h>

enum { SHOW_MS = 200, PATIENCE_MS = 15000, WATCH_MS = 120000, POLL_MS = 50, HELD_MS = 3600000 /* who is put off for so long waits for no shop */ };

static const struct option options[] = {
    {"all", NULL, "every product of the shop"},
    {"tone", "TONE", "how it should sound"},
    {"audience", "TEXT", "whom it is for"},
    {"channel", "NAME", "where it will stand"},
    {"query", "TEXT", "the search it should answer"},
    {"language", "TAG", "the language to write, BCP 47"},
    {"later", NULL, "plan only; `purvey serve` carries it out"},
    {"watch", NULL, "plan, and show the progress of `purvey serve`"},
    {0}};

struct state_count { int64_t state, n; };
static const struct record state_count_record = {"state_count", sizeof(struct state_count), (const struct field[]){
    FIELD(struct state_count, state), FIELD(struct state_count, n), {0}}};

struct progress {
    int64_t batch, begun_ms, shown_ms, changed_ms;
    int64_t in[STATES], all, open;
    int64_t held, looks; /* approved and held out as control; live and due for a look */
    bool tty;
};

static int64_t open_of(const struct progress *p)
{
    return p->in[PLANNED] + p->in[MADE] + p->in[CHECKED] + p->in[APPROVED] + p->in[UNDOING] - p->held + p->looks;
}

static enum status count(struct ctx *c, struct progress *p)
{
    LIST(struct state_count) rows;
    int64_t before[STATES];
    memcpy(before, p->in, sizeof before);
    TRY(db_all(c, &state_count_record, &rows,
               "SELECT state, COUNT(*) AS n FROM item WHERE $1 = 0 OR batch = $1 GROUP BY state ORDER BY state", A(p->batch)));
    memset(p->in, 0, sizeof p->in);
    p->all = 0;
    for (size_t k = 0; k < rows.n; k++) {
        p->in[rows.at[k].state] = rows.at[k].n;
        p->all += rows.at[k].n;
    }
    TRY(db_int(c, &p->held, "SELECT COUNT(*) FROM item WHERE state = $1 AND due_ms > $2 AND ($3 = 0 OR batch = $3)", A((int64_t)APPROVED),
               A(c->now_ms + HELD_MS), A(p->batch)));
    TRY(db_int(c, &p->looks, "SELECT COUNT(*) FROM item WHERE state = $1 AND due_ms <= $2 AND ($3 = 0 OR batch = $3)", A((int64_t)LIVE), A(c->now_ms),
               A(p->batch)));
    p->open = open_of(p);
    if (memcmp(before, p->in, sizeof before) != 0)
        p->changed_ms = c->now_ms;
    return OK;
}

static void states_print(FILE *to, const struct progress *p)
{
    const char *between = "";
    for (int s = 0; s < STATES; s++)
        if (p->in[s]) {
            fprintf(to, "%s%lld %s", between, (long long)p->in[s], s == WAITING ? "waiting for a person" : state_name((enum state)s));
            between = ", ";
        }
}

/* On a terminal one line that changes, else a line a second: a log can be read. */
static enum status show(struct ctx *c, struct progress *p, bool end)
{
    int64_t every = p->tty ? SHOW_MS : 1000;
    if (!end && c->now_ms < p->shown_ms + every)
        return OK;
    struct arena_mark mark = arena_mark(c->mem);
    TRY(count(c, p));
    arena_reset(c->mem, mark);
    p->shown_ms = c->now_ms;
    fprintf(stderr, "%s%lld of %lld  ", p->tty ? "\r\033[K" : "", (long long)(p->all - p->open), (long long)p->all);
    states_print(stderr, p);
    fprintf(stderr, "  %.1f s%s", (double)(c->now_ms - p->begun_ms) / 1000, p->tty && !end ? "" : "\n");
    return OK;
}

static void pause_ms(int ms)
{
    nanosleep(&(struct timespec){.tv_nsec = ms * 1000000L}, NULL);
}

/* Whether somebody holds an item of this shop, of this batch or another: a daemon is there. */
static enum status is_worked_on(struct ctx *c, bool *is)
{
    int64_t n;
    TRY(db_int(c, &n, "SELECT COUNT(*) FROM item WHERE lease IS NOT NULL AND lease_ms > $1", A(c->now_ms)));
    *is = n > 0;
    return OK;
}

/* The daemon does the work; a model may take a while to be loaded. */
static enum status watch(struct ctx *c, struct progress *p)
{
    bool worked = true;
    p->changed_ms = c->now_ms;
    TRY(show(c, p, false));
    while (p->open && worked && c->now_ms < p->changed_ms + WATCH_MS) {
        pause_ms(POLL_MS);
        c->now_ms = clock_ms();
        TRY(show(c, p, false));
        if (c->now_ms > p->changed_ms + PATIENCE_MS)
            TRY(is_worked_on(c, &worked));
    }
    TRY(show(c, p, true));
    return worked ? OK : fail(c, RETRY, "nobody works on this shop: start `purvey serve` and it carries this out, or `purvey run` does it here");
}

static enum status carry_out(struct ctx *c, struct progress *p)
{
    struct worker w = worker_alone;
    w.batch = p->batch;
    p->changed_ms = c->now_ms;
    TRY(show(c, p, false));
    for (bool did; p->open && c->now_ms < p->changed_ms + PATIENCE_MS;) {
        c->now_ms = clock_ms();
        TRY(step_once(c, &w, &did));
        if (did)
            p->changed_ms = c->now_ms;
        else {
            pause_ms(POLL_MS);
            TRY(count(c, p));
        }
        TRY(show(c, p, false));
    }
    return show(c, p, true);
}

struct put_off_row { int64_t id; struct str subject, why; };
static const struct record put_off_record = {"put_off", sizeof(struct put_off_row), (const struct field[]){
    FIELD(struct put_off_row, id), FIELD(struct put_off_row, subject), FIELD(struct put_off_row, why), {0}}};

static void result_json(struct ctx *c, const struct planned *planned, const struct progress *p)
{
    struct tree *t = tree_open(c);
    struct node *o = tree_object(t), *states = tree_object(t);
    node_set(t, o, "batch", tree_str(t, str_fmt(c, "%lld", (long long)p->batch)));
    node_set(t, o, "items", tree_int(t, p->all));
    node_set(t, o, "on_way", tree_int(t, planned->on_way));
    node_set(t, o, "open", tree_int(t, p->open));
    node_set(t, o, "seconds", tree_real(t, (double)(c->now_ms - p->begun_ms) / 1000));
    for (int s = 0; s < STATES; s++)
        if (p->in[s])
            node_set(t, states, state_name((enum state)s), tree_int(t, p->in[s]));
    node_set(t, o, "states", states);
    puts(tree_text(c, t, o).p);
}

static void result_print(const struct planned *planned, const struct progress *p)
{
    printf("batch %lld: ", (long long)p->batch);
    states_print(stdout, p);
    putchar('\n');
    if (planned->on_way)
        printf("%lld were on their way already and were not asked for again\n", (long long)planned->on_way);
    if (p->in[WAITING])
        puts("`purvey review` shows what waits for a person");
    if (p->in[LIVE] + p->in[KEPT])
        printf("`purvey undo %lld` takes all of it back\n", (long long)p->batch);
}

static enum status result(struct ctx *c, const struct shell *sh, const struct planned *planned, const struct progress *p)
{
    LIST(struct put_off_row) rows;
    if (sh->json)
        result_json(c, planned, p);
    else
        result_print(planned, p);
    if (!p->open)
        return OK;
    TRY(db_all(c, &put_off_record, &rows,
               "SELECT id, subject, why FROM item WHERE batch = $1 AND state IN (0, 1, 2, 4, 7) AND why IS NOT NULL ORDER BY id LIMIT 5", A(p->batch)));
    for (size_t k = 0; k < rows.n; k++)
        fprintf(stderr, "item %lld (%.*s) is put off: %.*s\n", (long long)rows.at[k].id, FMT(rows.at[k].subject), FMT(rows.at[k].why));
    return fail(c, RETRY, "%lld of %lld are not through yet; `purvey serve` goes on, and so does `purvey run`",
                (long long)p->open, (long long)p->all);
}

/* Everything that is due, whoever asked for it. */
static enum status run_due(struct ctx *c, const struct shell *sh)
{
    struct progress p = {.begun_ms = c->now_ms, .tty = isatty(2)};
    TRY(carry_out(c, &p));
    if (!p.all && !sh->json)
        puts("nothing is asked for: `purvey run copy.describe --all` asks for copy");
    if (sh->json)
        result_json(c, &(struct planned){0}, &p);
    return OK;
}

/* The merchant's own texts are read for facts: no item, nothing that a shop would show. */
static enum status run_facts(struct ctx *c, const struct shell *sh)
{
    int64_t products, facts;
    if (shell_flag(sh, "all"))
        TRY(db_run(c, "UPDATE product SET facts_of = NULL"));
    for (size_t i = 1; i < sh->args.n; i++) {
        int64_t n;
        TRY(db_count(c, &n, "UPDATE product SET facts_of = NULL WHERE id = $1", A(sh->args.at[i])));
        if (!n)
            return fail(c, REJECT, "there is no product \"%s\"", sh->args.at[i].p);
    }
    for (bool did = true; did;)
        TRY(facts_step(c, &did));
    TRY(db_int(c, &products, "SELECT COUNT(*) FROM product"));
    TRY(db_int(c, &facts, "SELECT COUNT(*) FROM attribute WHERE source LIKE 'description:%'"));
    printf(sh->json ? "{\"products\":%lld,\"facts\":%lld}\n" : "%lld products, %lld facts read from their descriptions\n",
           (long long)products, (long long)facts);
    return OK;
}

static enum status run(struct ctx *c, struct shell *sh)
{
    struct planned planned;
    struct generate_wish want = {.tone = shell_option(sh, "tone"), .audience = shell_option(sh, "audience"),
                                 .channel = shell_option(sh, "channel"), .query = shell_option(sh, "query"),
                                 .language = shell_option(sh, "language")};
    if (!sh->args.n)
        return run_due(c, sh);
    want.kinds = str_split(c, sh->args.at[0], ',');
    want.products = (struct strs){sh->args.at + 1, sh->args.n - 1};
    bool facts = str_eq(sh->args.at[0], STR("extract.attributes"));
    if (!facts)
        TRY(plan_check(c, &want.kinds));
    if (shell_flag(sh, "all") == (want.products.n > 0))
        return shell_misuse(c, "want either --all or the ids of products");
    if (facts)
        return run_facts(c, sh);
    TRY(plan_batch(c, &want, shell_person(c, sh), &planned));
    struct progress p = {.batch = planned.batch, .begun_ms = c->now_ms, .tty = isatty(2)};
    if (planned.items && !shell_flag(sh, "later"))
        TRY(shell_flag(sh, "watch") ? watch(c, &p) : carry_out(c, &p));
    TRY(count(c, &p));
    if (!planned.items || shell_flag(sh, "later"))
        p.open = 0; /* nothing was to be carried out here */
    if (!planned.items)
        fprintf(stderr, "nothing to do: %lld on their way already\n", (long long)planned.on_way);
    return result(c, sh, &planned, &p);
}

const struct verb verb_run = {"run", "[KIND[,KIND…] [--all | ID…]]", "ask for work on products and carry it out, with progress; without KIND, what is due",
                              options, run, true};
