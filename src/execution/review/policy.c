/* execution/review/policy.c - the table that decides auto, review or block.
 *
 * Tables  reads policy, finding; writes policy, ledger
 */
#include "execution/review/policy.h"
#include "core/json.h"
#include "data/ledger.h"
#include <math.h>

/* What a new shop starts with. A confidence says how much of the text the verifier understood: below 0.8 it
 * missed a fifth, and what it missed nobody has checked; below 0.2 a reviewer's time is better spent on a new text. */
static const struct policy_row defaults[] = {
    {STR("*"), STR("high"), STR("review"), STR("money, law and health: a person decides"), 0, true},
    {STR("copy.*"), STR("low"), STR("auto"), STR("every claim is proved and no doubt was raised"), 0.8, false},
    {STR("copy.*"), STR("*"), STR("review"), STR("a claim that needs a person, a doubt, or words the check did not know"), 0.2, true},
    {STR("copy.*"), STR("*"), STR("block"), STR("the check understood hardly any of it"), 0, true},
    {STR("reply.*"), STR("*"), STR("auto"), STR("an answer that its writer is sure of"), 0, false},
    {STR("*"), STR("*"), STR("review"), STR("nothing else said so: a person decides"), 0, true},
};

struct kind_risk {
    const char *kind; /* a kind of work, or its beginning */
    const char *risk;
};
static const struct kind_risk risks[] = {
    {"copy.", "low"}, {"reply.", "low"}, {"price.", "high"}, {"promotion.", "high"}, {"promo.", "high"}, {"order.", "high"}, {"replenish.", "medium"},
};

/* Claims that law treats harder than the rest, even when a fact supports them. */
static const char *const heavy[] = {"health", "environment", "certificate"};

const char *action_name(enum action a)
{
    static const char *const names[] = {"auto", "review", "block"};
    return names[a];
}

static enum action action_of(const struct policy_row *r)
{
    return str_eq(r->action, STR("auto")) ? ACT_AUTO : str_eq(r->action, STR("block")) ? ACT_BLOCK : ACT_REVIEW;
}

enum status policy_load(struct ctx *c, struct policy_rows *out, bool *own)
{
    TRY(db_all(c, &policy_row_record, out, "SELECT kind, risk, confidence, doubts, action, note FROM policy ORDER BY pos"));
    if (own)
        *own = out->n > 0;
    if (out->n)
        return OK;
    out->n = sizeof defaults / sizeof *defaults;
    out->at = NEW_ARRAY(c, struct policy_row, out->n);
    memcpy(out->at, defaults, sizeof defaults);
    return OK;
}

static enum status rows_check(struct ctx *c, const struct policy_rows *rows)
{
    for (size_t i = 0; i < rows->n; i++)
        if (record_check(c, &policy_row_record, &rows->at[i]) != OK)
            return fail(c, REJECT, "row %zu: %.400s", i + 1, str_copy(c, str_z(c->why)).p);
    return OK;
}

static enum status rows_save(struct ctx *c, const struct policy_rows *rows, struct str who)
{
    struct policy_wish whole;
    whole.rows.at = rows->at;
    whole.rows.n = rows->n;
    TRY(db_run(c, "DELETE FROM policy"));
    for (size_t i = 0; i < rows->n; i++) {
        const struct policy_row *r = &rows->at[i];
        TRY(db_run(c, "INSERT INTO policy (pos, kind, risk, confidence, doubts, action, note) VALUES ($1, $2, $3, $4, $5, $6, $7)",
                   A((int64_t)i + 1), A(r->kind), A(r->risk), A(r->confidence), A(r->doubts), A(r->action), A(r->note)));
    }
    return ledger_append(c, who, STR("policy"), STR("policy"), record_to_json(c, &policy_wish_record, &whole));
}

enum status policy_save(struct ctx *c, const struct policy_rows *rows, struct str who)
{
    TRY(rows_check(c, rows));
    IN_ONE_STEP(c, rows_save(c, rows, who));
    return OK;
}

struct claim_kind { struct str kind; };
static const struct record claim_kind_record = {"finding", sizeof(struct claim_kind), (const struct field[]){
    FIELD(struct claim_kind, kind), {0}}};

static bool is_heavy(struct str kind)
{
    for (size_t i = 0; i < sizeof heavy / sizeof *heavy; i++)
        if (str_eq(kind, str_z(heavy[i])))
            return true;
    return false;
}

/* How much harm a wrong one would do: by kind, raised by claims on health, environment, origin or certificates. */
static enum status policy_risk(struct ctx *c, const struct item *i, struct str *risk)
{
    LIST(struct claim_kind) kinds;
    *risk = STR("medium");
    for (size_t k = 0; k < sizeof risks / sizeof *risks; k++)
        if (str_starts(i->kind, str_z(risks[k].kind)))
            *risk = str_z(risks[k].risk);
    if (!str_eq(*risk, STR("low")))
        return OK;
    TRY(db_all(c, &claim_kind_record, &kinds, "SELECT DISTINCT kind FROM finding WHERE item = $1", A(i->id)));
    for (size_t k = 0; k < kinds.n; k++)
        if (is_heavy(kinds.at[k].kind))
            *risk = STR("medium");
    return OK;
}

/* "copy.*" and "*" stand for what begins so. */
static bool kind_matches(struct str pattern, struct str kind)
{
    if (str_ends(pattern, STR("*")))
        return str_starts(kind, str_part(pattern, 0, pattern.n - 1));
    return str_eq(pattern, kind);
}

/* What nobody has checked reaches no level at all, yet a person may look at it whatever the level. */
static bool is_sure_enough(const struct policy_row *r, double confidence)
{
    return isnan(confidence) ? r->confidence <= 0 || action_of(r) == ACT_REVIEW : confidence >= r->confidence;
}

static bool row_matches(const struct policy_row *r, const struct item *i, struct str risk)
{
    return kind_matches(r->kind, i->kind) && (str_eq(r->risk, STR("*")) || str_eq(r->risk, risk)) &&
           is_sure_enough(r, i->confidence) && (r->doubts || !i->doubts.n);
}

/* The same in words: rule, its note, and what it was held against. */
static struct str because_of(struct ctx *c, const struct item *i, const struct decision *d, struct str note)
{
    struct buf b = {0};
    buf_fmt(c, &b, "rule %lld: %s", (long long)d->row, action_name(d->action));
    if (note.n)
        buf_fmt(c, &b, ", %.*s", FMT(note));
    buf_fmt(c, &b, " (risk %s", d->risk.p);
    if (!isnan(i->confidence))
        buf_fmt(c, &b, ", confidence %.2f", i->confidence);
    if (i->doubts.n)
        buf_fmt(c, &b, ", %zu doubt%s", i->doubts.n, i->doubts.n == 1 ? "" : "s");
    buf_byte(c, &b, ')');
    return buf_str(&b);
}

enum status policy_decide(struct ctx *c, const struct item *i, struct decision *out)
{
    struct policy_rows rows;
    struct decision d = {.action = ACT_REVIEW};
    struct str note = STR("no rule matches");
    TRY(policy_risk(c, i, &d.risk));
    TRY(policy_load(c, &rows, NULL));
    for (size_t k = 0; k < rows.n && !d.row; k++)
        if (row_matches(&rows.at[k], i, d.risk)) {
            d.action = action_of(&rows.at[k]);
            d.row = (int64_t)k + 1;
            note = rows.at[k].note;
        }
    d.because = because_of(c, i, &d, note);
    *out = d;
    return OK;
}
