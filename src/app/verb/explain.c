/* app/verb/explain.c - the whole life of an item, for people. */
#include "app/verb.h"
#include "data/day.h"
#include "data/explain.h"
#include <math.h>

enum { WIDTH = 100 }; /* characters of a value shown; --json has all of it */

/* On one line, cut between letters. */
static void print_value(const char *lead, struct str s)
{
    size_t n = 0;
    for (size_t letters = 0; n < s.n && letters < WIDTH; n++)
        letters += ((unsigned char)s.p[n] & 0xC0) != 0x80;
    while (n < s.n && ((unsigned char)s.p[n] & 0xC0) == 0x80)
        n++;
    fputs(lead, stdout);
    for (size_t i = 0; i < n; i++)
        putchar((unsigned char)s.p[i] < 32 ? ' ' : s.p[i]);
    puts(n < s.n ? "…" : s.p ? "" : "(empty)");
}

static void print_head(struct ctx *c, const struct explain *e)
{
    printf("item %s: %s for %s %s%s%.*s%s\n", e->item.p, e->kind.p, e->entity.p, e->subject.p, e->title.n ? " \"" : "", FMT(e->title),
           e->title.n ? "\"" : "");
    printf("  now       %s since %s UTC", e->state.p, moment_text(c, e->moved_ms).p);
    if (e->risk.n)
        printf(", risk %s", e->risk.p);
    if (!isnan(e->confidence))
        printf(", confidence %.2f", e->confidence);
    putchar('\n');
    if (e->why.n)
        printf("  failed    %lld times: %s\n", (long long)e->tries, e->why.p);
    for (size_t i = 0; i < e->doubts.n; i++)
        printf("  doubt     %s\n", e->doubts.at[i].p);
    if (e->asked_ms != NONE)
        printf("  asked     %s by %.*s, batch %s: %.*s\n", moment_text(c, e->asked_ms).p, FMT(e->asked_by), e->batch.p, FMT(e->asked.text));
    if (e->undone_ms != NONE)
        printf("  undone    %s, the whole batch\n", moment_text(c, e->undone_ms).p);
    if (e->backend.n)
        printf("  model     %s, seed %s\n", e->backend.p, e->seed.p);
}

static void print_evidence(struct ctx *c, const struct explain *e)
{
    printf("\nevidence  %zu facts%s%.*s\n", e->evidence.n, e->came_from.n ? " from " : "", FMT(e->came_from));
    for (size_t i = 0; i < e->evidence.n; i++) {
        const struct attribute *a = &e->evidence.at[i];
        bool plain = str_eq(a->name, a->source); /* a field of the product, not a fact read from somewhere */
        struct str value = str_fmt(c, "%.*s%s%.*s%s%.*s%s", FMT(a->value), a->unit.n ? " " : "", FMT(a->unit), plain || !a->source.n ? "" : "  (",
                                   plain ? 0 : (int)a->source.n, a->source.p ? a->source.p : "", plain || !a->source.n ? "" : ")");
        print_value(str_fmt(c, "  %.*s = ", FMT(a->name)).p, value);
    }
}

static void print_claims(const struct explain *e)
{
    size_t good = 0;
    for (size_t i = 0; i < e->claims.n; i++)
        good += str_eq(e->claims.at[i].verdict, STR("supported"));
    printf("\nclaims    %zu, %zu of them supported\n", e->claims.n, good);
    for (size_t i = 0; i < e->claims.n; i++) {
        const struct explain_claim *k = &e->claims.at[i];
        printf("  %-12.*s %.*s: \"%.*s\" (%.*s)%s%.*s%s%.*s%s\n", FMT(k->verdict), FMT(k->field), FMT(k->text), FMT(k->kind),
               k->fact.n ? " — " : "", FMT(k->fact), k->source.n ? "  [" : "", FMT(k->source), k->source.n ? "]" : "");
    }
}

static void print_moves(struct ctx *c, const struct explain *e)
{
    printf("\nlife      planned %s\n", moment_text(c, e->created_ms).p);
    for (size_t i = 0; i < e->moves.n; i++) {
        const struct explain_move *m = &e->moves.at[i];
        printf("  %s  %-14.*s %s → %s: %.*s\n", moment_text(c, m->at_ms).p, FMT(m->actor), m->from.p, m->to.p, FMT(m->because));
    }
}

static void print_changes(const struct explain *e)
{
    if (e->changes.n)
        puts("\nchanges");
    for (size_t i = 0; i < e->changes.n; i++) {
        const struct explain_change *k = &e->changes.at[i];
        printf("  %s %s %s (%s), %s%s%.*s\n", k->entity.p, k->id.p, k->field.p, k->format.p, k->state.p, k->edited_by.n ? ", edited by " : "",
               FMT(k->edited_by));
        print_value("    before  ", k->before);
        print_value("    after   ", k->after);
    }
}

static void print_effects(struct ctx *c, const struct explain *e)
{
    if (e->effects.n)
        puts("\nshops");
    for (size_t i = 0; i < e->effects.n; i++) {
        const struct explain_effect *k = &e->effects.at[i];
        printf("  %s  %s %.*s in %s: %s%s%.*s\n", moment_text(c, k->at_ms).p, k->action.p, FMT(k->field), k->channel.p, k->state.p,
               k->why.n ? ", " : "", FMT(k->why));
        if (str_eq(k->state, STR("done")) || str_eq(k->state, STR("kept")))
            print_value("    read back  ", k->readback);
    }
}

static void print_proof(const struct explain *e)
{
    if (!e->ledger.n)
        return;
    printf("\nledger    rows");
    for (size_t i = 0; i < e->ledger.n; i++)
        printf(" %lld", (long long)e->ledger.at[i].seq);
    puts("; `purvey ledger verify` proves that they are as they were written");
}

static enum status run(struct ctx *c, struct shell *sh)
{
    struct explain e;
    int64_t id;
    if (sh->args.n != 1)
        return shell_misuse(c, "explain takes one item");
    if (!str_int(sh->args.at[0], &id))
        return shell_misuse(c, "\"%s\" is not the number of an item", sh->args.at[0].p);
    TRY(explain_tree(c, id, &e));
    if (sh->json) {
        puts(record_to_json(c, &explain_record, &e).p);
        return OK;
    }
    print_head(c, &e);
    print_evidence(c, &e);
    print_claims(&e);
    print_moves(c, &e);
    print_changes(&e);
    print_effects(c, &e);
    print_proof(&e);
    return OK;
}

const struct verb verb_explain = {"explain", "ITEM", "the whole life of an item: evidence, model, claims, who let it out, where it stands", NULL,
                                  run, true};
