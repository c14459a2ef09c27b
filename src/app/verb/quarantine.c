/* app/verb/quarantine.c - rows that an import set aside: see them, mend them, or let them be. */
#include "app/verb.h"
#include "data/ingest/ingest.h"

static const struct option options[] = {
    {"row", "TEXT", "retry: read this in the row's place"},
    {"state", "STATE", "list: open (the default), mended or ignored"},
    {"limit", "N", "list: at most this many (default 100)"},
    {0}};

static enum status list(struct ctx *c, const struct shell *sh)
{
    struct str state = shell_option(sh, "state");
    struct quarantines all;
    int64_t n = 100;
    TRY(shell_whole(c, sh, "limit", 1, INT64_MAX, &n));
    TRY(quarantine_list(c, state.n ? state : STR("open"), n, 0, &all));
    for (size_t i = 0; i < all.n; i++) {
        const struct quarantine *q = &all.at[i];
        if (sh->json) {
            puts(record_to_json(c, &quarantine_record, q).p);
            continue;
        }
        size_t end = strcspn(q->raw.p, "\n");
        printf("%lld  %s:%lld%s%.*s\n  %s\n  cure: %s\n  %.*s%s\n", (long long)q->id, q->file.p, (long long)q->line, q->col.n ? ", column " : "",
               FMT(q->col), q->cause.p, q->cure.p, (int)(end < 160 ? end : 160), q->raw.p, end < q->raw.n || end > 160 ? " …" : "");
    }
    if (!all.n && !sh->json)
        printf("nothing is set aside\n");
    return OK;
}

static enum status ids_read(struct ctx *c, const struct shell *sh, size_t i, int64_t *id)
{
    return str_int(sh->args.at[i], id) ? OK : shell_misuse(c, "\"%.40s\" is not the number of a row; `purvey quarantine` lists them", sh->args.at[i].p);
}

static enum status retry_all(struct ctx *c, const struct shell *sh)
{
    int64_t id, failed = 0;
    struct import_report r;
    for (size_t i = 1; i < sh->args.n; i++) {
        TRY(ids_read(c, sh, i, &id));
        enum status s = quarantine_retry(c, id, shell_option(sh, "row"), shell_person(c, sh), &r);
        if (s == RETRY)
            return s;
        if (s == REJECT) {
            fprintf(stderr, "purvey quarantine: %s\n", c->why);
            failed++;
        } else if (sh->json)
            puts(record_to_json(c, &import_report_record, &r).p);
        else
            printf("row %lld: taken: %lld new, %lld changed, %lld as they were\n", (long long)id, (long long)r.added, (long long)r.changed, (long long)r.same);
    }
    c->why[0] = 0;
    return failed ? REJECT : OK;
}

static enum status ignore_all(struct ctx *c, const struct shell *sh)
{
    int64_t id;
    for (size_t i = 1; i < sh->args.n; i++) {
        TRY(ids_read(c, sh, i, &id));
        TRY(quarantine_state(c, id, STR("ignored")));
    }
    return OK;
}

static enum status run(struct ctx *c, struct shell *sh)
{
    struct str what = sh->args.n ? sh->args.at[0] : STR("list");
    if (str_eq(what, STR("list")) && sh->args.n <= 1)
        return list(c, sh);
    if (sh->args.n < 2)
        return shell_misuse(c, "want list, retry ROW… or ignore ROW…");
    if (str_eq(what, STR("retry")) && shell_option(sh, "row").p && sh->args.n > 2)
        return shell_misuse(c, "--row goes with one row");
    return str_eq(what, STR("retry")) ? retry_all(c, sh) : str_eq(what, STR("ignore")) ? ignore_all(c, sh)
                                                              : shell_misuse(c, "want list, retry ROW… or ignore ROW…");
}

const struct verb verb_quarantine = {"quarantine", "[list | retry ROW… | ignore ROW…]", "see, mend or pass over what an import set aside", options, run, true};
