/* app/verb/undo.c - take back what a batch or an item did, in the shop too; later human edits stay. */
#include "app/verb.h"
#include "core/json.h"
#include "data/brought.h"
#include "execution/publish/undo.h"

enum { NAMED = 50 }; /* kept fields that are named in prose; --json has them all */

static const struct option options[] = {
    {"dry-run", NULL, "only tell what would come back and what would stay; nothing is changed"},
    {"offline", NULL, "with --dry-run: do not ask the shops, go by what is known of them"},
    {"who", "NAME", "who asks, for the record (default: the user of this machine)"},
    {0}};

static void print_left(const struct undo_report *r, const char *fate, const char *said)
{
    size_t n = 0;
    for (size_t i = 0; i < r->rows.n; i++) {
        const struct undo_row *u = &r->rows.at[i];
        if (!str_eq(u->fate, str_z(fate)) || n++ >= NAMED)
            continue;
        printf("  %s %.*s %.*s, %.*s in %.*s: %.*s\n", said, FMT(u->entity), FMT(u->id), FMT(u->field), FMT(u->channel),
               FMT(u->who.n ? u->who : u->why));
    }
    if (n > NAMED)
        printf("  … and %zu more; --json lists them all\n", n - NAMED);
}

static void print_preview(const struct undo_report *r)
{
    printf("undoing %s of %lld items would restore %lld fields, keep %lld that were edited since, and drop %lld items not yet live\n",
           r->item.n ? "one" : "the batch", (long long)r->items, (long long)r->restored, (long long)r->kept, (long long)r->dropped);
    print_left(r, "keep", "keep");
}

static void print_outcome(const struct undo_report *r)
{
    printf("restored %lld fields, kept %lld that were edited since, dropped %lld items that were not live yet\n",
           (long long)r->restored, (long long)r->kept, (long long)r->dropped);
    print_left(r, "kept", "kept");
    print_left(r, "failed", "refused");
}

static enum status preview(struct ctx *c, const struct shell *sh, struct undo_of what)
{
    struct undo_report r;
    TRY(undo_preview(c, what, !shell_flag(sh, "offline"), &r));
    if (sh->json)
        puts(record_to_json(c, &undo_report_record, &r).p);
    else
        print_preview(&r);
    return OK;
}

static enum status undo(struct ctx *c, const struct shell *sh, struct undo_of what)
{
    struct undo_report r;
    int64_t n;
    TRY(undo_begin(c, what, shell_person(c, sh), &n));
    TRY(undo_run(c, what));
    TRY(undo_outcome(c, what, &r));
    if (sh->json)
        puts(record_to_json(c, &undo_report_record, &r).p);
    else
        print_outcome(&r);
    if (r.waiting)
        return fail(c, RETRY, "%lld fields wait for their shop, which does not answer; `purvey run` goes on with them", (long long)r.waiting);
    return r.failed ? fail(c, REJECT, "the shop refused %lld fields", (long long)r.failed) : OK;
}

/* The products that an import brought. */
static enum status import_undo(struct ctx *c, const struct shell *sh, int64_t batch)
{
    struct brought_report r;
    bool dry = shell_flag(sh, "dry-run");
    TRY(brought_undo(c, batch, shell_person(c, sh), dry, &r));
    if (sh->json) {
        puts(record_to_json(c, &brought_report_record, &r).p);
        return OK;
    }
    printf("%s%lld products as they were, %lld new ones gone, %lld gone ones back, %lld kept\n", dry ? "undoing would give: " : "", (long long)r.restored,
           (long long)r.removed, (long long)r.back, (long long)r.kept);
    for (size_t i = 0; i < r.rows.n; i++)
        printf("  kept %s: %s\n", r.rows.at[i].product.p, r.rows.at[i].why.p);
    return OK;
}

static enum status run(struct ctx *c, struct shell *sh)
{
    struct undo_of what;
    bool import = false;
    if (sh->args.n != 1)
        return shell_misuse(c, "undo takes one batch or item");
    if (shell_flag(sh, "offline") && !shell_flag(sh, "dry-run"))
        return shell_misuse(c, "--offline goes with --dry-run: to undo, the shops must be asked");
    TRY(undo_find(c, sh->args.at[0], &what));
    if (!what.item)
        TRY(brought_is(c, what.batch, &import));
    if (import)
        return import_undo(c, sh, what.batch);
    return shell_flag(sh, "dry-run") ? preview(c, sh, what) : undo(c, sh, what);
}

const struct verb verb_undo = {"undo", "BATCH | ITEM | last", "take back what a batch or an item did, in the shop too; later human edits stay",
                               options, run, true};
