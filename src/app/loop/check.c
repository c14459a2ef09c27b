/* app/loop/check.c - MADE → CHECKED: every text that would stand in the shop is held against the shop's facts.
 *
 * A text that is refused is written again with other chance, REFUSALS times; then a person sees it, with
 * what was refused. No policy lets a refused text out by itself.
 *
 * Tables  writes finding, change, item (confidence, doubts); item and move through item_move
 */
#include "app/loop/make.h"
#include "core/json.h"
#include "core/settings.h"
#include "data/change.h"
#include "data/claim.h"
#include "data/told.h"
#include <math.h>

enum { REFUSALS = 3, LOST_SHOWN = 2 };

struct checked {
    LIST(struct claim) claims;
    struct strs fields; /* of the claims, in the same order */
    struct strs doubts;
    struct str refused; /* the first claim that was refused, as a sentence; absent: none */
    double confidence;
    size_t texts;
};

/* What of the item's input a check wants to know; both sides lenient. */
struct about {
    struct product *product;
    struct str language;
};
static const struct record about_record = {"about", sizeof(struct about), (const struct field[]){
    FIELD_ONE(struct about, product, &product_record, .flags = OPTIONAL),
    FIELD(struct about, language, .flags = OPTIONAL),
    {0}}};
struct brand_words {
    struct strs banned, competitors;
};
static const struct record brand_words_record = {"brand", sizeof(struct brand_words), (const struct field[]){
    FIELD(struct brand_words, banned, .flags = OPTIONAL),
    FIELD(struct brand_words, competitors, .flags = OPTIONAL),
    {0}}};

static enum status claims_in_fill(struct ctx *c, const struct item *i, struct claims_in *in)
{
    struct about about;
    struct brand_words words;
    struct str set = settings_get(c->settings, STR("brand"));
    TRY(record_from_json(c, &about_record, i->input.text, LENIENT, &about));
    TRY(record_from_json(c, &brand_words_record, set.p ? set : STR("{}"), LENIENT, &words));
    record_init(&claims_in_record, in);
    in->product = about.product ? about.product : NEW(c, struct product);
    in->language = about.language.n ? about.language : in->product->language;
    in->banned = words.banned;
    in->competitors = words.competitors;
    return OK;
}

/* HTML as text of the same length: tags become spaces or line ends, so that a claim's place is its place. */
static struct str html_blank(struct ctx *c, struct str html)
{
    static const char *const block[] = {"<p", "</p", "<li", "</li", "<br", "<h", "</h", "<div", "</div", "<ul", "</ul", "<tr", "<td"};
    struct str copy = str_copy(c, html);
    char *p = (char *)copy.p;
    for (size_t k = 0; k < html.n; k++) {
        if (p[k] != '<')
            continue;
        size_t end = str_find(html, STR(">"), k);
        bool line = false;
        for (size_t b = 0; b < sizeof block / sizeof *block; b++)
            line |= str_starts(str_part(html, k, html.n), str_z(block[b]));
        if (end == SIZE_MAX)
            break; /* a lone "<" is text */
        memset(p + k, ' ', end - k + 1);
        p[k] = line ? '\n' : ' ';
        k = end;
    }
    return copy;
}

static void take_claims(struct ctx *c, struct checked *all, const struct claims_out *out, struct str field)
{
    for (size_t k = 0; k < out->claims.n; k++) {
        const struct claim *claim = &out->claims.at[k];
        *LIST_ADD(c, &all->claims) = *claim;
        strs_add(c, &all->fields, field);
        if (!str_eq(claim->verdict, STR("supported")) && !all->refused.p && !out->accepted)
            all->refused = str_fmt(c, "%.*s: \"%.*s\" is %.*s%s%.*s", FMT(field), FMT(claim->text), FMT(claim->verdict),
                                   claim->fact.n ? " by " : "", FMT(claim->fact));
    }
    if (!out->accepted && !all->refused.p)
        all->refused = str_fmt(c, "%.*s was refused", FMT(field));
    all->confidence = out->confidence < all->confidence ? out->confidence : all->confidence;
    all->texts++;
}

static enum status check_one(struct ctx *c, const char *check, struct claims_in in, const struct change *change, struct checked *all)
{
    struct claims_out out;
    in.text = str_eq(change->format, STR("html")) ? html_blank(c, change->value) : change->value;
    in.field = change->field;
    TRY(capability_call(c, check, &in, &out));
    take_claims(c, all, &out, change->field);
    return OK;
}

/* Does the shop's own text say more that is true? Then whoever takes the new one should know what goes. */
static enum status check_poorer(struct ctx *c, const char *check, struct claims_in in, const struct change *change, struct checked *all)
{
    struct str own = in.product->description, lost = {0};
    struct str text = str_eq(change->format, STR("html")) ? html_blank(c, change->value) : change->value;
    size_t n = 0;
    if (!own.n || !str_eq(change->field, STR("description")))
        return OK;
    struct told t = told_compare(c, own, text);
    for (size_t i = 0; i < t.lost.n; i++) {
        struct claims_out out;
        in.text = t.lost.at[i], in.field = change->field;
        TRY(capability_call(c, check, &in, &out));
        if (out.accepted && n++ < LOST_SHOWN)
            lost = str_fmt(c, "%.*s%s\"%.*s\"", FMT(lost), lost.n ? ", " : "", FMT(t.lost.at[i]));
    }
    if (n > t.told)
        strs_add(c, &all->doubts, str_fmt(c, "the shop's own text says more: this one tells %zu of its %zu sentences, without %.*s", t.told, t.sentences,
                                          FMT(lost)));
    return OK;
}

static bool is_words(const struct change *change)
{
    return str_eq(change->format, STR("text")) || str_eq(change->format, STR("html"));
}

static enum status check_both(struct ctx *c, const char *check, struct claims_in in, const struct change *change, struct checked *all)
{
    TRY(check_one(c, check, in, change, all));
    return check_poorer(c, check, in, change, all);
}

static enum status check_all(struct ctx *c, const struct capability *k, const struct item *i, const struct changes *list, struct checked *all)
{
    const struct capability *check = k->check ? capability_find(str_z(k->check)) : NULL;
    struct claims_in in;
    all->confidence = 1;
    TRY(claims_in_fill(c, i, &in));
    for (size_t n = 0; check && check->in == &claims_in_record && n < list->n; n++)
        if (is_words(&list->at[n]) && list->at[n].value.n)
            TRY(check_both(c, k->check, in, &list->at[n], all));
    if (!all->texts)
        all->confidence = NAN;
    for (size_t n = 0; n < i->doubts.n; n++)
        strs_add(c, &all->doubts, i->doubts.at[n]);
    for (const struct doubt *d = c->doubts; d; d = d->next)
        strs_add(c, &all->doubts, d->sentence);
    return OK;
}

/* ---- saving -------------------------------------------------------------------------------------- */

static enum status findings_save(struct ctx *c, const struct item *i, const struct checked *all)
{
    TRY(db_run(c, "DELETE FROM finding WHERE item = $1", A(i->id)));
    for (size_t k = 0; k < all->claims.n; k++) {
        const struct claim *f = &all->claims.at[k];
        TRY(db_run(c,
                   "INSERT INTO finding (item, pos, field, text, kind, verdict, fact, source, span_from, span_to)"
                   " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
                   A(i->id), A((int64_t)k), A(all->fields.at[k]), A(f->text), A(f->kind), A(f->verdict), A(f->fact), A(f->source),
                   A(f->from), A(f->to)));
    }
    struct tree *t = tree_open(c);
    struct node *doubts = tree_array(t);
    for (size_t k = 0; k < all->doubts.n; k++)
        node_add(t, doubts, tree_str(t, all->doubts.at[k]));
    struct arg confidence = isnan(all->confidence) ? (struct arg){0} : arg_d(all->confidence);
    return db_run(c, "UPDATE item SET confidence = $1, doubts = $2 WHERE id = $3", confidence, A(tree_text(c, t, doubts)), A(i->id));
}

static struct str summary(struct ctx *c, const struct checked *all)
{
    size_t supported = 0;
    for (size_t k = 0; k < all->claims.n; k++)
        supported += str_eq(all->claims.at[k].verdict, STR("supported"));
    if (!all->texts)
        return STR("this kind of work has no text to check");
    if (!all->claims.n)
        return STR("it claims nothing that could be checked");
    return str_fmt(c, "%zu of %zu claims stand on the shop's facts", supported, all->claims.n);
}

/* Refused since a person last asked for it. */
static enum status refusals(struct ctx *c, int64_t item, int64_t *n)
{
    return db_int(c, n,
                  "SELECT COUNT(*) FROM move WHERE item = $1 AND from_state = $2 AND to_state = $3 AND seq >"
                  " COALESCE((SELECT MAX(m.seq) FROM move m WHERE m.item = $1 AND m.from_state = $4), 0)",
                  A(item), A((int64_t)MADE), A((int64_t)PLANNED), A((int64_t)WAITING));
}

static enum status checked(struct ctx *c, struct str actor, const struct item *i, const struct changes *list, struct checked *all)
{
    int64_t before;
    TRY(refusals(c, i->id, &before));
    bool last = before + 1 >= REFUSALS;
    if (all->refused.p && last)
        strs_add(c, &all->doubts, all->refused);
    TRY(findings_save(c, i, all));
    if (!all->refused.p)
        return item_move(c, i->id, MADE, CHECKED, actor, summary(c, all));
    if (!last)
        return item_move(c, i->id, MADE, PLANNED, actor, str_fmt(c, "refused: %.*s", FMT(all->refused)));
    TRY(change_propose_list(c, i, list));
    TRY(item_move(c, i->id, MADE, CHECKED, actor, str_fmt(c, "refused %d times: %.*s", REFUSALS, FMT(all->refused))));
    return item_move(c, i->id, CHECKED, WAITING, actor, STR("only a person may let out what the check refused"));
}

enum status item_check(struct ctx *c, struct str actor, const struct item *i)
{
    const struct capability *k = capability_find(i->kind);
    struct changes list = {0};
    struct checked all = {0};
    if (!k || !k->changes)
        return fail(c, REJECT, "%.*s is not a kind of work of this version", FMT(i->kind));
    struct ctx run = item_ctx(c, i, 0);
    void *in = arena_take(c->mem, k->in->size), *out = arena_take(c->mem, k->out->size);
    enum status s = record_from_json(&run, k->in, i->input.text, LENIENT, in);
    s = s == OK ? record_from_json(&run, k->out, i->output.text, LENIENT, out) : s;
    s = s == OK ? k->changes(&run, in, out, &list) : s;
    s = s == OK ? check_all(&run, k, i, &list, &all) : s;
    if (s != OK)
        return fail(c, s, "%s", run.why);
    IN_ONE_STEP(c, checked(c, actor, i, &list, &all));
    return OK;
}
