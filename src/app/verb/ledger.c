/* app/verb/ledger.c - show the ledger, or check its chain. */
#include "app/verb.h"
#include "core/json.h"
#include "core/sql.h"
#include "data/day.h"
#include "data/ledger.h"

static const struct option options[] = {
    {"from", "N", "show: from this row on"},
    {"last", "N", "show: this many at the end (default 20)"},
    {"head", "SEQ:HASH", "verify: a head that was printed and noted earlier must be in the chain"},
    {0}};

static void print_row(struct ctx *c, const struct shell *sh, const struct ledger *l)
{
    if (sh->json) {
        puts(record_to_json(c, &ledger_record, l).p);
        return;
    }
    printf("%6lld  %s  %-14.*s %-8.*s %-24.*s %.12s  %.*s\n", (long long)l->seq, moment_text(c, l->at_ms).p, FMT(l->actor), FMT(l->what), FMT(l->subject),
           l->hash.p, FMT(l->body.text));
}

static enum status show(struct ctx *c, const struct shell *sh)
{
    int64_t from = 0, last = 0, end;
    TRY(shell_whole(c, sh, "from", 1, INT64_MAX, &from));
    TRY(shell_whole(c, sh, "last", 1, INT32_MAX, &last));
    TRY(db_int(c, &end, "SELECT MAX(seq) FROM ledger"));
    last = last ? last : from ? INT64_MAX : 20;
    from = from ? from : end - last + 1;
    LIST(struct ledger) rows;
    TRY(db_all(c, &ledger_record, &rows, "SELECT * FROM ledger WHERE seq >= $1 ORDER BY seq LIMIT $2", A(from),
               A(last)));
    for (size_t i = 0; i < rows.n; i++)
        print_row(c, sh, &rows.at[i]);
    return OK;
}

static enum status verify(struct ctx *c, const struct shell *sh)
{
    struct ledger_report report;
    TRY(ledger_verify(c, shell_option(sh, "head"), &report));
    if (sh->json)
        puts(record_to_json(c, &ledger_report_record, &report).p);
    for (size_t i = 0; i < report.faults.n && !sh->json; i++)
        printf("%s\n", report.faults.at[i].cause.p);
    if (report.faults.n)
        return fail(c, REJECT, "the chain is broken: %zu faults in %lld rows", report.faults.n, (long long)report.rows);
    if (!sh->json)
        printf("the chain is whole: %lld rows; head %s\n"
               "note this head elsewhere: `purvey ledger verify --head …` then also proves that nobody wrote the chain anew\n",
               (long long)report.rows, report.head.p);
    return OK;
}

static enum status run(struct ctx *c, struct shell *sh)
{
    bool one = sh->args.n == 1;
    if (sh->args.n == 0 || (one && str_eq(sh->args.at[0], STR("show"))))
        return show(c, sh);
    if (one && str_eq(sh->args.at[0], STR("verify")))
        return verify(c, sh);
    return shell_misuse(c, "want show or verify");
}

const struct verb verb_ledger = {"ledger", "[show | verify]", "show what was done, or check that the record of it is whole",
                                 options, run, true};
