/* execution/review/review.c - the policy's decision and the person's verdict, carried out.
 *
 * Flow    CHECKED → APPROVED | WAITING | DROPPED; WAITING → APPROVED | PLANNED | DROPPED
 * Tables  writes change, item.risk; item and move through item_move
 */
#include "execution/review/review.h"
#include "execution/review/follow.h"
#include "core/json.h"
#include "core/markup.h"
#include "data/claim.h"
#include "data/outbox.h"

/* Generated work says what it changes through its capability; decided work has proposed it already. */
static enum status propose(struct ctx *c, const struct item *i)
{
    const struct capability *k = capability_find(i->kind);
    struct change_rows rows;
    if (k && k->changes)
        return change_propose(c, i);
    TRY(change_load(c, i->id, &rows));
    return rows.n ? OK : change_propose(c, i);
}

static enum status carry_out(struct ctx *c, const struct item *i)
{
    static const enum state next[] = {[ACT_AUTO] = APPROVED, [ACT_REVIEW] = WAITING, [ACT_BLOCK] = DROPPED};
    struct decision d;
    struct str because;
    bool follows;
    TRY(propose(c, i));
    TRY(policy_decide(c, i, &d));
    TRY(follows_path(c, i, &follows, &because));
    if (follows && d.action == ACT_REVIEW)
        d.action = ACT_AUTO, d.because = because;
    TRY(db_run(c, "UPDATE item SET risk = $1 WHERE id = $2", A(d.risk), A(i->id)));
    return item_move(c, i->id, CHECKED, next[d.action], str_fmt(c, "policy:%s", action_name(d.action)), d.because);
}

enum status review_step(struct ctx *c, const struct item *i)
{
    IN_ONE_STEP(c, carry_out(c, i));
    return OK;
}

bool verdict_named(struct str name, enum verdict *out)
{
    static const char *const names[] = {"accept", "edit", "reject", "back"};
    for (int v = ACCEPT; v <= BACK; v++)
        if (str_eq(name, str_z(names[v])))
            return *out = (enum verdict)v, true;
    return false;
}

/* ---- what a person wrote ----------------------------------------------------------------------- */

struct about { struct product *product; };
static const struct record about_record = {"about", sizeof(struct about), (const struct field[]){
    FIELD_ONE(struct about, product, &product_record, .flags = OPTIONAL), {0}}};

/* A person may say what no fact proves, but not unnoticed: such claims are named in the record. */
static enum status unproved(struct ctx *c, const struct item *i, const struct edit *edit, struct strs *out)
{
    const struct capability *k = capability_find(i->kind), *check = k && k->check ? capability_find(str_z(k->check)) : NULL;
    struct about about;
    struct claims_in in;
    struct claims_out found;
    if (!check || check->in != &claims_in_record)
        return OK;
    TRY(record_from_json(c, &about_record, i->input.text, LENIENT, &about));
    if (!about.product)
        return OK;
    record_init(&claims_in_record, &in);
    in.product = about.product;
    in.text = markup_is(edit->after) ? markup_text(c, edit->after, NULL) : edit->after;
    in.language = about.product->language;
    TRY(db_text(c, &in.field, "SELECT field FROM change WHERE item = $1 AND pos = $2", A(i->id), A(edit->pos)));
    TRY(capability_call(c, check->name, &in, &found));
    for (size_t n = 0; n < found.claims.n; n++)
        if (!str_eq(found.claims.at[n].verdict, STR("supported")))
            strs_add(c, out, str_fmt(c, "\"%.*s\" is %.*s", FMT(found.claims.at[n].text), FMT(found.claims.at[n].verdict)));
    return OK;
}

static enum status edit_all(struct ctx *c, const struct item *i, struct str who, const struct edits *edits, struct strs *left)
{
    if (!edits || !edits->n)
        return fail(c, REJECT, "item %lld: an edit needs the edited text", (long long)i->id);
    for (size_t k = 0; k < edits->n; k++) {
        TRY(change_edit(c, i->id, edits->at[k].pos, edits->at[k].after, who));
        TRY(unproved(c, i, &edits->at[k], left));
    }
    return OK;
}

static enum status carry_verdict(struct ctx *c, int64_t item, struct str who, enum verdict v, const struct edits *edits,
                                 struct str note)
{
    static const struct { enum state to; const char *said; } as[] = {
        [ACCEPT] = {APPROVED, "accepted"}, [EDIT] = {APPROVED, "accepted as edited"},
        [REFUSE] = {DROPPED, "rejected"}, [BACK] = {PLANNED, "sent back to be written again"}};
    struct item i;
    struct strs left = {0};
    int64_t sent = 0;
    TRY(item_load(c, item, &i));
    if (i.state != WAITING)
        return fail(c, REJECT, "item %lld is %s: only what waits can be reviewed", (long long)item, state_name((enum state)i.state));
    if (v == EDIT)
        TRY(edit_all(c, &i, who, edits, &left));
    if (v == REFUSE)
        TRY(outbox_cancel(c, item, STR("rejected"), &sent));
    struct str because = note.n ? str_fmt(c, "%s: %.*s", as[v].said, FMT(note)) : str_z(as[v].said);
    if (left.n)
        because = str_fmt(c, "%.*s; no fact proves all of it: %.*s", FMT(because), FMT(str_join(c, &left, STR(", "))));
    return item_move(c, item, WAITING, sent ? UNDOING : as[v].to, who, because); /* one channel had taken it: take it back */
}

enum status review_verdict(struct ctx *c, int64_t item, struct str who, enum verdict v, const struct edits *edits, struct str note)
{
    IN_ONE_STEP(c, carry_verdict(c, item, who, v, edits, note));
    return OK;
}

enum status review_verdicts(struct ctx *c, const struct verdict_wish *w, struct str who, int64_t *done, struct str *why)
{
    enum { NAMED = 5 }; /* so many are named, the rest counted */
    enum verdict v;
    struct edits edits = {w->edits.at, w->edits.n};
    struct strs passed = {0};
    size_t n_passed = 0;
    *done = 0;
    if (!verdict_named(w->verdict, &v))
        return fail(c, REJECT, "\"%.*s\" is no verdict: accept, edit, reject or back", FMT(w->verdict));
    if (v == EDIT && w->items.n != 1)
        return fail(c, REJECT, "an edit is of one item, not of %zu", w->items.n);
    for (size_t k = 0; k < w->items.n; k++) {
        int64_t item;
        enum status s = str_int(w->items.at[k], &item)
                            ? review_verdict(c, item, who, v, &edits, w->note)
                            : fail(c, REJECT, "\"%.60s\" is no item id", w->items.at[k].p);
        if (s == RETRY)
            return s;
        *done += s == OK;
        if (s == REJECT && n_passed++ < NAMED)
            strs_add(c, &passed, str_copy(c, str_z(c->why)));
    }
    if (n_passed > NAMED)
        strs_add(c, &passed, str_fmt(c, "and %zu more", n_passed - NAMED));
    *why = str_join(c, &passed, STR("; "));
    return OK;
}

enum status review_queue(struct ctx *c, struct str kind, int64_t batch, int64_t limit, struct item_rows *out)
{
    return db_all(c, &item_record, out,
                  "SELECT * FROM item WHERE state = $1 AND ($2 = '' OR kind = $2) AND ($3 = 0 OR batch = $3)"
                  " ORDER BY moved_ms, id LIMIT $4",
                  A((int64_t)WAITING), A(kind.p ? kind : STR("")), A(batch), A(limit));
}
