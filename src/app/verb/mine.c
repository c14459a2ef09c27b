/* app/verb/mine.c - what customers complain about: themes of the inbox, or of a file; sent on as work items.
 *
 * Tables  reads message, thread, consent; writes batch, item
 */
#include "app/verb.h"
#include "core/json.h"
#include "data/consent.h"
#include "data/day.h"
#include "data/identity.h"
#include "data/item.h"
#include "data/thread.h"
#include "data/tombstone.h"
#include "intelligence/decide/insight/mine.h"
#include <math.h>

enum { FILE_MAX = 64 << 20, MESSAGES = 20000 };

static const struct option options[] = {
    {"from", "FILE", "read JSON Lines {\"id\",\"text\",\"at\" or \"at_ms\",\"kind\",\"rating\",\"customer\",\"email\"} instead of the inbox; - is stdin"},
    {"send", NULL, "make a work item of each theme that rises or is new, for the review queue"},
    {"all", NULL, "with --send: of every theme"},
    {0}};

/* ---- what is read ------------------------------------------------------------------------------------------ */

struct voice { int64_t id, at_ms; struct str text, language; };
static const struct record voice_record = {"voice", sizeof(struct voice), (const struct field[]){
    FIELD(struct voice, id), FIELD(struct voice, at_ms), FIELD(struct voice, text), FIELD(struct voice, language, .flags = OPTIONAL), {0}}};

/* Whoever has said no to it is not read: the last word on 'research' counts. */
static enum status inbox_read(struct ctx *c, struct mine_in *in)
{
    LIST(struct voice) all;
    TRY(db_all(c, &voice_record, &all,
               "SELECT m.id, m.at_ms, m.text, t.language FROM message m JOIN thread t ON t.id = m.thread WHERE m.way = 'in' AND m.held IS NULL"
               " AND COALESCE((SELECT k.given FROM consent k WHERE k.customer = t.customer AND k.purpose = 'research' AND k.at_ms <= $1"
               "  ORDER BY k.at_ms DESC, k.given, k.id DESC LIMIT 1), 1) = 1 ORDER BY m.at_ms DESC, m.id DESC LIMIT $2",
               A(c->now_ms), A((int)MESSAGES)));
    for (size_t i = 0; i < all.n; i++) {
        struct mine_message *m = LIST_ADD(c, &in->messages);
        record_init(&mine_message_record, m);
        m->id = str_fmt(c, "%lld", (long long)all.at[i].id);
        m->text = all.at[i].text;
        m->language = all.at[i].language;
        m->at_ms = all.at[i].at_ms;
    }
    return OK;
}

static enum status line_read(struct ctx *c, struct str line, size_t number, struct mine_message *m)
{
    const struct json *v;
    int64_t day;
    if (record_from_json(c, &mine_message_record, line, LENIENT, m) != OK || json_read(c, line, &v) != OK)
        return fail(c, REJECT, "line %zu: %.400s", number, str_copy(c, str_z(c->why)).p);
    struct str at = json_str(json_get(v, "at"));
    if (at.n && !day_read(at, &day))
        return fail(c, REJECT, "line %zu: \"at\" is \"%.40s\": write a day, 2026-11-21, or at_ms", number, at.p);
    if (at.n)
        m->at_ms = day * DAY_MS;
    return record_check(c, &mine_message_record, m) == OK ? OK : fail(c, REJECT, "line %zu: %.400s", number, str_copy(c, str_z(c->why)).p);
}

/* What people wrote who were forgotten since, or who have said no to it, is not read, where the file says who wrote. */
static enum status is_barred(struct ctx *c, struct str line, const struct mine_message *m, bool *yes)
{
    const struct json *v;
    struct str why, who;
    TRY(json_read(c, line, &v));
    struct known k = {.id = json_str(json_get(v, "customer")), .email = json_str(json_get(v, "email")), .phone = json_str(json_get(v, "phone"))};
    TRY(tombstone_bars(c, &k, SIGNED_UP, m->at_ms > 0 ? m->at_ms : NONE, true, &why));
    *yes = why.p != NULL;
    who = k.id;
    if (!who.n && k.email.n)
        TRY(identity_find(c, STR("email"), k.email, &who));
    return *yes || !who.n ? OK : consent_refused(c, who, STR("research"), yes);
}

static enum status file_read(struct ctx *c, struct str path, struct mine_in *in)
{
    struct str text;
    size_t aside = 0;
    TRY(shell_read(c, path, FILE_MAX, &text));
    struct strs lines = str_split(c, text, '\n');
    for (size_t i = 0; i < lines.n; i++) {
        struct mine_message m;
        bool barred;
        if (!str_trim(lines.at[i]).n)
            continue;
        TRY(line_read(c, lines.at[i], i + 1, &m));
        TRY(is_barred(c, lines.at[i], &m, &barred));
        if (!barred)
            *LIST_ADD(c, &in->messages) = m;
        aside += barred;
    }
    if (aside)
        fprintf(stderr, "%zu messages set aside: of people who were forgotten, or said no to it\n", aside);
    return OK;
}

/* ---- sending on -------------------------------------------------------------------------------------------------- */

static bool is_news(const struct mine_theme *t) { return str_eq(t->trend, STR("rising")) || str_eq(t->trend, STR("new")); }

/* A word alone says little in a list: "smell: The mattress has a strong chemical smell." */
static struct str subject_of(struct ctx *c, const struct mine_theme *t)
{
    bool word = t->phrases.n && str_eq(t->label, t->phrases.at[0]);
    return word ? str_fmt(c, "%.*s: %.*s", FMT(t->label), FMT(t->sample)) : t->label;
}

/* A theme that somebody has on the desk is not sent again, whichever message is nearest to it by now. */
static enum status item_make_of(struct ctx *c, const struct mine_theme *t, int64_t batch, bool *added)
{
    int64_t there, id = db_new_id(c);
    struct str head = str_fmt(c, "%.*s: ", FMT(t->label));
    TRY(db_int(c, &there, "SELECT COUNT(*) FROM item WHERE kind = 'insight.theme' AND (subject = $1 OR substr(subject, 1, length($7)) = $7)"
                          " AND state IN ($2, $3, $4, $5, $6)", A(t->label),
               A((int)PLANNED), A((int)MADE), A((int)CHECKED), A((int)WAITING), A((int)APPROVED), A(head)));
    *added = !there;
    if (there)
        return OK;
    struct item i = {.id = id, .batch = batch, .kind = STR("insight.theme"), .entity = STR("theme"), .subject = subject_of(c, t), .state = PLANNED,
                     .input = {record_to_json(c, &mine_theme_record, t)}, .confidence = NAN, .due_ms = c->now_ms, .seed = 1, .created_ms = c->now_ms,
                     .moved_ms = c->now_ms};
    return item_add(c, &i);
}

static enum status send(struct ctx *c, const struct mine_out *out, bool all, struct str who, int64_t *n)
{
    int64_t batch = db_new_id(c);
    *n = 0;
    for (size_t i = 0; i < out->themes.n; i++) {
        bool added;
        if (!all && !is_news(&out->themes.at[i]))
            continue;
        TRY(item_make_of(c, &out->themes.at[i], batch, &added));
        *n += added;
    }
    if (!*n)
        return OK;
    return db_run(c, "INSERT INTO batch (id, kind, title, by_whom, created_ms) VALUES ($1, 'insight.theme', 'what customers say', $2, $3)", A(batch), A(who),
                  A(c->now_ms));
}

static enum status send_all(struct ctx *c, const struct mine_out *out, bool all, struct str who, int64_t *n)
{
    IN_ONE_STEP(c, send(c, out, all, who, n));
    return OK;
}

/* ---- telling --------------------------------------------------------------------------------------------------------- */

static void tell(struct ctx *c, const struct mine_out *out)
{
    printf("%lld messages read, %lld passed over, %zu in no theme\n", (long long)out->read, (long long)out->passed, out->alone.n);
    for (size_t i = 0; i < out->themes.n; i++) {
        const struct mine_theme *t = &out->themes.at[i];
        printf("%4lld  %-8s %lld now, %lld before", (long long)t->n, t->trend.p, (long long)t->now, (long long)t->before);
        if (!isnan(t->q))
            printf(", q %.3f", t->q);
        printf("  %s\n      \"%s\"\n", t->phrases.n ? str_join(c, &t->phrases, STR(", ")).p : t->label.p, t->sample.p);
    }
}

static enum status run(struct ctx *c, struct shell *sh)
{
    struct str from = shell_option(sh, "from");
    struct mine_in in = {.now_ms = from.p ? 0 : c->now_ms};
    struct mine_out out;
    int64_t sent = 0;
    if (sh->args.n)
        return shell_misuse(c, "no words are taken; --from FILE reads another source than the inbox");
    TRY(from.p ? file_read(c, from, &in) : inbox_read(c, &in));
    struct ctx pure = *c;
    pure.db = NULL;
    if (capability_call(&pure, "insight.mine", &in, &out) != OK)
        return fail(c, REJECT, "%s", pure.why);
    if (shell_flag(sh, "send"))
        TRY(send_all(c, &out, shell_flag(sh, "all"), shell_person(c, sh), &sent));
    if (sh->json)
        puts(record_to_json(c, &mine_out_record, &out).p);
    else
        tell(c, &out);
    if (shell_flag(sh, "send") && !sh->json)
        printf("%lld sent on to the review queue\n", (long long)sent);
    return OK;
}

const struct verb verb_mine = {"mine", "", "themes of what customers say, with counts, trends and their own words", options, run, SHOP_THERE};
