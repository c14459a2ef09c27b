/* app/verb/import.c - files become products; what was not taken is told with its cure. */
#include "app/verb.h"
#include "core/clock.h"
#include "data/ingest/reader.h"
#include <unistd.h>

static const struct option options[] = {
    {"as", "FORMAT", "read it as this format, not as guessed; --as help lists them"},
    {"currency", "CODE", "currency of prices that name none (ISO 4217)"},
    {"language", "TAG", "language of the texts (BCP 47)"},
    {"map", "COLUMN=ROLE", "what a column holds; may be given often; --map help lists the roles"},
    {"complete", NULL, "the file is the whole catalogue: products that are not in it are marked as gone"},
    {"yes", NULL, "with --complete: also when that is more than half of them"},
    {"dry-run", NULL, "show what would change, field by field, and write nothing"},
    {0}};

enum { SHOWN = 20, WIDTH = 60 }; /* faults printed before "and N more"; columns of a value in the table */

struct telling {
    struct ctx *c;
    bool json, dry;
    int64_t aside, differences;
    int64_t begun_ms;
    bool bar;
};

static void on_progress(void *arg, int64_t done, int64_t total)
{
    struct telling *t = arg;
    int64_t ms = clock_steady_ms() - t->begun_ms;
    if (ms < 2000 || !total)
        return;
    t->bar = true;
    fprintf(stderr, "\r%3lld %% after %lld s ", (long long)(100 * done / total), (long long)(ms / 1000));
}

static void bar_end(struct telling *t)
{
    if (t->bar)
        fputs("\r                        \r", stderr);
    t->bar = false;
}

static void on_aside(void *arg, const struct quarantine *q)
{
    struct telling *t = arg;
    if (t->json || t->aside++ >= SHOWN)
        return;
    bar_end(t);
    fprintf(stderr, "%s:%lld: %s%.*s%s%s; %s\n", q->file.p, (long long)q->line, q->col.n ? "column " : "", FMT(q->col), q->col.n ? ": " : "",
            q->cause.p, q->cure.p);
}

static void print_short(struct str s)
{
    size_t n = 0, points = 0;
    while (n < s.n && points < WIDTH) {
        points++;
        for (n++; n < s.n && ((unsigned char)s.p[n] & 0xC0) == 0x80; n++) {}
    }
    for (size_t i = 0; i < n; i++)
        putchar((unsigned char)s.p[i] < 32 ? ' ' : s.p[i]);
    fputs(n < s.n ? "…" : "", stdout);
}

static void on_difference(void *arg, const struct difference *d)
{
    struct telling *t = arg;
    if (t->json) {
        puts(record_to_json(t->c, &difference_record, d).p);
        return;
    }
    if (t->differences++ == 0)
        printf("%-30s %-22s %s\n", "product", "field", "now → then");
    bar_end(t);
    printf("%-30.*s %-22.*s ", FMT(d->product), FMT(d->field));
    if (str_eq(d->what, STR("new")))
        printf("new: ");
    if (!str_eq(d->what, STR("new")))
        print_short(d->before), printf(" → ");
    print_short(d->after);
    putchar('\n');
}

static enum status mapping_read(struct ctx *c, const struct shell *sh, struct mapping *m)
{
    for (size_t i = 0; i < sh->given.n; i++) {
        if (strcmp(sh->given.at[i].option->name, "map") != 0)
            continue;
        struct str v = sh->given.at[i].value;
        size_t eq = str_find(v, STR("="), 0);
        if (eq == SIZE_MAX || eq == 0 || eq + 1 == v.n)
            return shell_misuse(c, "--map takes COLUMN=ROLE, not \"%.100s\"; --map help lists the roles", v.p);
        m->at = arena_grow(c->mem, m->at, sizeof *m->at, m->n);
        m->at[m->n++] = (struct mapped){str_part(v, 0, eq), str_copy(c, str_part(v, eq + 1, v.n))};
    }
    return OK;
}

static void print_report(const struct import_report *r, bool dry)
{
    printf("%s: %s, %s%s%s\n", r->file.p, r->format.p, r->encoding.p, r->separator.n ? ", separated by " : "", r->separator.n ? r->separator.p : "");
    for (size_t i = 0; i < r->notes.n; i++)
        printf("note: %s\n", r->notes.at[i].p);
    printf("%lld rows, %lld %ss: %lld %snew, %lld %schanged, %lld unchanged", (long long)r->rows, (long long)r->products, r->what.p,
           (long long)r->added, dry ? "would be " : "", (long long)r->changed, dry ? "would be " : "", (long long)r->same);
    if (r->gone)
        printf(", %lld %sgone", (long long)r->gone, dry ? "would be " : "");
    putchar('\n');
    if (r->aside)
        printf("%lld set aside (%lld of them rows or products not taken)%s\n", (long long)r->aside, (long long)r->lost,
               dry ? "" : "; see `purvey quarantine`");
    if (r->batch != NONE)
        printf("batch %lld\n", (long long)r->batch);
}

static enum status import_one(struct ctx *c, const struct shell *sh, struct import *in)
{
    struct telling t = {.c = c, .json = sh->json, .dry = in->dry, .begun_ms = clock_steady_ms()};
    struct import_report r;
    in->arg = &t;
    in->progress = isatty(2) ? on_progress : NULL;
    in->aside = on_aside;
    in->differs = in->dry ? on_difference : NULL;
    TRY(ingest_file(c, in, &r));
    bar_end(&t);
    if (t.aside > SHOWN)
        fprintf(stderr, "… and %lld more\n", (long long)(t.aside - SHOWN));
    if (sh->json)
        puts(record_to_json(c, &import_report_record, &r).p);
    else
        print_report(&r, in->dry);
    return r.lost || r.held ? (c->why[0] = 0, REJECT) : OK;
}

static bool print_lists(const struct shell *sh)
{
    bool as = str_eq(shell_option(sh, "as"), STR("help")), map = str_eq(shell_option(sh, "map"), STR("help"));
    for (const struct reader *const *f = readers; as && *f; f++)
        printf("  %-14s %s\n", (*f)->name, (*f)->doc);
    for (int r = 0; map && r < ROLES; r++)
        printf("  %-14s %s\n", role_name((enum role)r), role_doc((enum role)r));
    return as || map;
}

static enum status run(struct ctx *c, struct shell *sh)
{
    struct mapping map = {0};
    if (print_lists(sh))
        return OK;
    TRY(mapping_read(c, sh, &map));
    struct import in = {.as = shell_option(sh, "as"), .currency = shell_option(sh, "currency"), .language = shell_option(sh, "language"),
                        .mapping = &map, .dry = shell_flag(sh, "dry-run"), .complete = shell_flag(sh, "complete"), .yes = shell_flag(sh, "yes"),
                        .person = shell_person(c, sh)};
    enum status worst = OK;
    if (!sh->args.n)
        return shell_misuse(c, "want a file");
    if (in.complete && sh->args.n > 1)
        return shell_misuse(c, "--complete takes one file: it is the whole catalogue");
    for (size_t i = 0; i < sh->args.n; i++) {
        in.path = sh->args.at[i];
        enum status s = import_one(c, sh, &in);
        if (s == RETRY || (s == REJECT && sh->args.n == 1))
            return s;
        if (s == REJECT && c->why[0])
            fprintf(stderr, "purvey import: %s\n", c->why);
        worst = s == OK ? worst : s;
        c->why[0] = 0;
    }
    return worst;
}

const struct verb verb_import = {"import", "FILE…", "read products, orders or events from files: the format is guessed and said", options, run, SHOP_MADE};
