/* app/verb/review.c - the queue of what waits for a person, and what the person says of it. */
#include "app/verb.h"
#include "core/json.h"
#include "execution/review/review.h"
#include <math.h>

enum { SHOWN = 50, TEXT_MAX_BYTES = 1 << 20, BULK = 100000 };

static const struct option options[] = {
    {"kind", "KIND", "only this kind of work: copy.describe"},
    {"batch", "BATCH", "only this batch"},
    {"all", NULL, "accept, reject, back: all that wait (of --kind, --batch)"},
    {"limit", "N", "list: at most so many (default 50)"},
    {"pos", "N", "edit: which of the item's changes (default 0)"},
    {"text", "TEXT", "edit: the text as you want it"},
    {"file", "FILE", "edit: read that text from a file, - for stdin"},
    {"note", "TEXT", "why, for the record"},
    {"who", "NAME", "who says so, for the record (default: the user of this machine)"},
    {0}};

struct evidence { /* a row of the table finding */
    struct str field, text, kind, verdict, fact, source;
};
static const struct record evidence_record = {"finding", sizeof(struct evidence), (const struct field[]){
    FIELD(struct evidence, field, .doc = "of the item's changes"),
    FIELD(struct evidence, text, .doc = "the claim as it stands"),
    FIELD(struct evidence, kind, .doc = "number, material, …"),
    FIELD(struct evidence, verdict, .doc = "supported, unsupported, contradicted"),
    FIELD(struct evidence, fact, .flags = OPTIONAL, .doc = "what it was held against"),
    FIELD(struct evidence, source, .flags = OPTIONAL, .doc = "where that fact stands"),
    {0}}};

struct proposal {
    struct str field, locale, before, after, edited_by;
    int64_t pos;
};
static const struct record proposal_record = {"change", sizeof(struct proposal), (const struct field[]){
    FIELD(struct proposal, pos, .doc = "which change"),
    FIELD(struct proposal, field, .doc = "of the shop"),
    FIELD(struct proposal, locale, .doc = "BCP 47; empty: the shop's own"),
    FIELD(struct proposal, before, .flags = OPTIONAL, .doc = "what the shop shows"),
    FIELD(struct proposal, after, .doc = "what is proposed"),
    FIELD(struct proposal, edited_by, .flags = OPTIONAL, .doc = "who edited the proposal"),
    {0}}};

struct entry { /* one line of --json */
    struct str id, batch, kind, entity, subject, title, state, risk;
    double confidence;
    struct strs doubts;
    LIST(struct proposal) changes;
    LIST(struct evidence) evidence;
};
static const struct record entry_record = {"review", sizeof(struct entry), (const struct field[]){
    FIELD(struct entry, id, .doc = "the item"),
    FIELD(struct entry, batch, .doc = "its batch"),
    FIELD(struct entry, kind, .doc = "kind of work"),
    FIELD(struct entry, entity, .doc = "what it is about"),
    FIELD(struct entry, subject, .doc = "the id of that"),
    FIELD(struct entry, title, .flags = OPTIONAL, .doc = "its name"),
    FIELD(struct entry, state, .doc = "where it is"),
    FIELD(struct entry, risk, .flags = OPTIONAL, .doc = "by policy"),
    FIELD(struct entry, confidence, .init = NAN, .flags = OPTIONAL, .doc = "of the verifier"),
    FIELD(struct entry, doubts, .flags = OPTIONAL, .doc = "why a person must look"),
    FIELD_LIST(struct entry, changes, &proposal_record, .doc = "field by field"),
    FIELD_LIST(struct entry, evidence, &evidence_record, .doc = "claim by claim"),
    {0}}};

static enum status entry_load(struct ctx *c, const struct item *i, struct entry *out)
{
    *out = (struct entry){.id = str_fmt(c, "%lld", (long long)i->id), .batch = str_fmt(c, "%lld", (long long)i->batch), .kind = i->kind,
                          .entity = i->entity, .subject = i->subject, .state = str_z(state_name((enum state)i->state)), .risk = i->risk,
                          .confidence = i->confidence, .doubts = i->doubts};
    TRY(db_text(c, &out->title, "SELECT title FROM product WHERE id = $1", A(i->subject)));
    TRY(db_all(c, &proposal_record, &out->changes,
               "SELECT pos, field, locale, before, after, edited_by FROM change WHERE item = $1 ORDER BY pos", A(i->id)));
    return db_all(c, &evidence_record, &out->evidence,
                  "SELECT field, text, kind, verdict, fact, source FROM finding WHERE item = $1 ORDER BY pos", A(i->id));
}

static void print_text(const char *mark, struct str text)
{
    printf("  %s %.*s\n", mark, FMT(text.n ? text : STR("(empty)")));
}

static void print_entry(const struct entry *e)
{
    printf("item %s  %s  %s %s%s%s  [%s, risk %s", e->id.p, e->kind.p, e->entity.p, e->subject.p, e->title.n ? "  " : "",
           e->title.n ? e->title.p : "", e->state.p, e->risk.n ? e->risk.p : "not set");
    printf(isnan(e->confidence) ? "]\n" : ", confidence %.2f]\n", e->confidence);
    for (size_t i = 0; i < e->doubts.n; i++)
        printf("  ? %s\n", e->doubts.at[i].p);
    for (size_t i = 0; i < e->changes.n; i++) {
        const struct proposal *p = &e->changes.at[i];
        printf(" %lld %.*s%s%.*s%s%.*s\n", (long long)p->pos, FMT(p->field), p->locale.n ? "@" : "", FMT(p->locale),
               p->edited_by.n ? "  edited by " : "", FMT(p->edited_by));
        print_text("-", p->before);
        print_text("+", p->after);
    }
    for (size_t i = 0; i < e->evidence.n; i++) {
        const struct evidence *v = &e->evidence.at[i];
        printf("  %-12s %-10s \"%.*s\"%s%.*s%s%.*s%s\n", v->verdict.p, v->kind.p, FMT(v->text), v->fact.n ? "  ← " : "", FMT(v->fact),
               v->source.n ? "  (" : "", FMT(v->source), v->source.n ? ")" : "");
    }
}

static enum status queue(struct ctx *c, const struct shell *sh, int64_t limit, struct item_rows *out)
{
    int64_t batch = 0;
    TRY(shell_whole(c, sh, "batch", 0, INT64_MAX, &batch));
    return review_queue(c, shell_option(sh, "kind"), batch, limit, out);
}

static enum status list(struct ctx *c, const struct shell *sh)
{
    struct item_rows items;
    int64_t limit = SHOWN, all;
    TRY(shell_whole(c, sh, "limit", 0, INT64_MAX, &limit));
    TRY(queue(c, sh, limit, &items));
    for (size_t i = 0; i < items.n; i++) {
        struct arena_mark mark = arena_mark(c->mem);
        struct entry e;
        TRY(entry_load(c, &items.at[i], &e));
        if (sh->json)
            puts(record_to_json(c, &entry_record, &e).p);
        else
            print_entry(&e);
        arena_reset(c->mem, mark);
    }
    TRY(db_int(c, &all, "SELECT COUNT(*) FROM item WHERE state = $1", A((int64_t)WAITING)));
    if (!sh->json)
        printf(all ? "%zu of %lld that wait; `purvey review accept|edit|reject|back ITEM`\n" : "nothing waits for you\n", items.n, (long long)all);
    return OK;
}

static enum status show(struct ctx *c, const struct shell *sh)
{
    int64_t id;
    struct item i;
    struct entry e;
    if (sh->args.n != 2 || !str_int(sh->args.at[1], &id))
        return shell_misuse(c, "show takes the number of one item");
    TRY(item_load(c, id, &i));
    TRY(entry_load(c, &i, &e));
    if (sh->json)
        puts(record_to_json(c, &entry_record, &e).p);
    else
        print_entry(&e);
    return OK;
}

static enum status edit_of(struct ctx *c, const struct shell *sh, struct verdict_wish *w)
{
    struct str text = shell_option(sh, "text"), file = shell_option(sh, "file");
    struct edit *e = LIST_ADD(c, &w->edits);
    if (!text.p == !file.p)
        return shell_misuse(c, "edit takes --text or --file");
    TRY(shell_whole(c, sh, "pos", 0, INT64_MAX, &e->pos));
    if (file.p)
        TRY(shell_read(c, file, TEXT_MAX_BYTES, &text));
    text = str_copy(c, str_trim(text));
    if (!text.n)
        return fail(c, REJECT, "the edited text is empty");
    e->after = text;
    return OK;
}

static enum status items_of(struct ctx *c, const struct shell *sh, struct strs *out)
{
    struct item_rows items;
    for (size_t i = 1; i < sh->args.n; i++)
        strs_add(c, out, sh->args.at[i]);
    if (!shell_flag(sh, "all"))
        return out->n ? OK : shell_misuse(c, "name the items, or say --all (with --kind or --batch to narrow it)");
    if (out->n)
        return shell_misuse(c, "name the items or say --all, not both");
    TRY(queue(c, sh, BULK, &items));
    for (size_t i = 0; i < items.n; i++)
        strs_add(c, out, str_fmt(c, "%lld", (long long)items.at[i].id));
    return OK;
}

static void print_done(struct ctx *c, const struct shell *sh, const struct verdict_wish *w, int64_t done, struct str why)
{
    if (!sh->json) {
        printf("%.*s: %lld of %zu\n", FMT(w->verdict), (long long)done, w->items.n);
        return;
    }
    struct tree *t = tree_open(c);
    struct node *o = tree_object(t);
    node_set(t, o, "verdict", tree_str(t, w->verdict));
    node_set(t, o, "items", tree_int(t, (int64_t)w->items.n));
    node_set(t, o, "done", tree_int(t, done));
    node_set(t, o, "why", why.n ? tree_str(t, why) : tree_null(t));
    puts(tree_text(c, t, o).p);
}

static enum status verdict(struct ctx *c, const struct shell *sh, struct str word)
{
    struct verdict_wish w = {.verdict = word, .note = shell_option(sh, "note")};
    int64_t done;
    struct str why;
    TRY(items_of(c, sh, &w.items));
    if (str_eq(word, STR("edit")))
        TRY(edit_of(c, sh, &w));
    TRY(review_verdicts(c, &w, shell_person(c, sh), &done, &why));
    print_done(c, sh, &w, done, why);
    return why.n ? fail(c, REJECT, "%.*s", FMT(why)) : OK;
}

static enum status run(struct ctx *c, struct shell *sh)
{
    struct str word = sh->args.n ? sh->args.at[0] : STR("list");
    enum verdict v;
    if (str_eq(word, STR("list")) && sh->args.n <= 1)
        return list(c, sh);
    if (str_eq(word, STR("show")))
        return show(c, sh);
    if (verdict_named(word, &v))
        return verdict(c, sh, word);
    return shell_misuse(c, "want list, show, accept, edit, reject or back");
}

const struct verb verb_review = {"review", "[list | show ITEM | accept|reject|back ITEM… | edit ITEM]",
                                 "what waits for a person, and what the person says of it", options, run, true};
