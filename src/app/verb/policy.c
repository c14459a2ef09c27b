/* app/verb/policy.c - show or replace the table that decides auto, review or block. */
#include "app/verb.h"
#include "core/json.h"
#include "execution/review/policy.h"

enum { TABLE_MAX_BYTES = 1 << 20 }; /* 200 rows are some 20 kB */

static const struct option options[] = {
    {"who", "NAME", "who decides so, for the record (default: the user of this machine)"},
    {0}};

static enum status show(struct ctx *c, const struct shell *sh)
{
    struct policy_rows rows;
    struct policy_wish whole;
    bool own;
    TRY(policy_load(c, &rows, &own));
    whole.rows.at = rows.at;
    whole.rows.n = rows.n;
    if (sh->json) {
        puts(record_to_json(c, &policy_wish_record, &whole).p);
        return OK;
    }
    printf("%s; the first row that fits decides\n\n", own ? "the shop's own table" : "the default table");
    printf("  #  action  kind              risk    confidence  doubts  note\n");
    for (size_t i = 0; i < rows.n; i++) {
        const struct policy_row *r = &rows.at[i];
        printf("%3zu  %-7s %-17s %-7s >= %-8.2f %-7s %.*s\n", i + 1, r->action.p, r->kind.p, r->risk.p, r->confidence,
               r->doubts ? "any" : "none", FMT(r->note));
    }
    return OK;
}

static enum status set(struct ctx *c, const struct shell *sh, struct str path)
{
    struct str text;
    struct policy_wish whole;
    TRY(shell_read(c, path, TABLE_MAX_BYTES, &text));
    if (record_from_json(c, &policy_wish_record, text, STRICT, &whole) != OK)
        return fail(c, REJECT, "%s: %.400s; `purvey policy show --json` prints a table in the right form", path.p, str_copy(c, str_z(c->why)).p);
    struct policy_rows rows = {whole.rows.at, whole.rows.n};
    TRY(policy_save(c, &rows, shell_person(c, sh)));
    return show(c, sh);
}

static enum status run(struct ctx *c, struct shell *sh)
{
    struct str word = sh->args.n ? sh->args.at[0] : STR("show");
    if (str_eq(word, STR("show")) && sh->args.n <= 1)
        return show(c, sh);
    if (str_eq(word, STR("set")) && sh->args.n == 2)
        return set(c, sh, sh->args.at[1]);
    if (str_eq(word, STR("reset")) && sh->args.n == 1) {
        TRY(policy_save(c, &(struct policy_rows){0}, shell_person(c, sh)));
        return show(c, sh);
    }
    return shell_misuse(c, "want show, set FILE or reset");
}

const struct verb verb_policy = {"policy", "[show | set FILE | reset]", "what goes out by itself, what a person must see, what never goes out",
                                 options, run, true};
