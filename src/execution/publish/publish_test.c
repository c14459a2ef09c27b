/* execution/publish/publish_test.c - decide, publish, read back, undo: against the folder of files. */
#include "core/json.h"
#include "data/lease.h"
#include "data/catalog.h"
#include "data/outbox.h"
#include "execution/publish/outbox.h"
#include "execution/publish/publish.h"
#include "execution/publish/undo.h"
#include "execution/review/review.h"
#include "test/unit/unit.h"
#include <math.h>
#include <stdlib.h>

static void shop(struct ctx *c)
{
    struct product p;
    unit_home(c);
    ASSERT_OK(record_from_json(c, &product_record,
                               STR("{\"id\":\"K1\",\"title\":\"Aero kettle\",\"description\":\"Old words.\",\"html\":\"<p>Old words.</p>\"}"),
                               STRICT, &p));
    ASSERT_OK(product_save(c, &p, STR("file"), 1, NULL));
}

/* A checked item that proposes `text` for the description. */
static int64_t checked(struct ctx *c, struct str text, double confidence, struct strs doubts)
{
    struct item i;
    record_init(&item_record, &i);
    i.id = db_new_id(c), i.kind = STR("copy.of_test"), i.entity = STR("product"), i.subject = STR("K1");
    i.input.text = STR("{}"), i.output.text = STR("{}"), i.confidence = confidence, i.doubts = doubts;
    ASSERT_OK(item_add(c, &i));
    struct change one = {STR("product"), STR("K1"), STR("description"), text, STR("html")};
    struct changes list = {&one, 1};
    ASSERT_OK(change_propose_list(c, &i, &list));
    ASSERT_OK(item_move(c, i.id, PLANNED, MADE, STR("mind"), STR("made")));
    ASSERT_OK(item_move(c, i.id, MADE, CHECKED, STR("mind"), STR("checked")));
    return i.id;
}

static struct item step(struct ctx *c, int64_t id)
{
    struct item i;
    bool did = true;
    ASSERT_OK(item_load(c, id, &i));
    if (i.state == CHECKED)
        ASSERT_OK(review_step(c, &i));
    ASSERT_OK(item_load(c, id, &i));
    if (i.state == APPROVED)
        ASSERT_OK(publish_step(c, &i));
    if (i.state == UNDOING)
        ASSERT_OK(undo_step(c, &i));
    while (did)
        ASSERT_OK(outbox_step(c, &did));
    ASSERT_OK(item_load(c, id, &i));
    return i;
}

static struct str shows(struct ctx *c)
{
    struct channel_in in = {.verb = STR("read")};
    struct channel_out out;
    struct effect *e = LIST_ADD(c, &in.effects);
    *e = (struct effect){.entity = STR("product"), .id = STR("K1"), .field = STR("description"), .format = STR("html")};
    ASSERT_OK(content_own(c, e->entity, e->id, e->field, STR(""), &e->own));
    ASSERT_OK(capability_call(c, "channel.file", &in, &out));
    return out.seen.at[0].shown;
}

static void shop_writes(struct ctx *c, struct str text)
{
    struct channel_in in = {.verb = STR("write")};
    struct channel_out out;
    struct effect *e = LIST_ADD(c, &in.effects);
    *e = (struct effect){.entity = STR("product"), .id = STR("K1"), .field = STR("description"), .format = STR("html"), .value = text};
    ASSERT_OK(content_own(c, e->entity, e->id, e->field, STR(""), &e->own));
    ASSERT_OK(capability_call(c, "channel.file", &in, &out));
    ASSERT_STR(out.seen.at[0].state, "written");
}

static void undo(struct ctx *c, int64_t id) { ASSERT_OK(item_move(c, id, LIVE, UNDOING, STR("person:anna"), STR("undo"))); }

static int64_t rows_of(struct ctx *c, const char *action)
{
    int64_t n;
    ASSERT_OK(db_int(c, &n, "SELECT COUNT(*) FROM outbox WHERE action = $1 AND state = 'done'", A(str_z(action))));
    return n;
}

TEST(publish_and_undo_restore_what_was_there)
{
    shop(c);
    int64_t id = checked(c, STR("<p>New words.</p>"), 0.95, (struct strs){0});
    assert_int_equal(step(c, id).state, LIVE);
    ASSERT_STR(shows(c), "<p>New words.</p>");
    struct change_rows rows;
    ASSERT_OK(change_load(c, id, &rows));
    ASSERT_STR(rows.at[0].state, "live");
    ASSERT_STR(rows.at[0].before, "<p>Old words.</p>");
    undo(c, id);
    assert_int_equal(step(c, id).state, UNDONE);
    ASSERT_STR(shows(c), "<p>Old words.</p>");
    ASSERT_OK(change_load(c, id, &rows));
    ASSERT_STR(rows.at[0].state, "restored");
    assert_int_equal(rows_of(c, "publish"), 1);
    assert_int_equal(rows_of(c, "undo"), 1);
}

TEST(undo_keeps_a_later_human_edit_and_names_it)
{
    shop(c);
    int64_t id = checked(c, STR("<p>New words.</p>"), 0.95, (struct strs){0});
    assert_int_equal(step(c, id).state, LIVE);
    shop_writes(c, STR("<p>By hand.</p>"));
    undo(c, id);
    assert_int_equal(step(c, id).state, UNDONE);
    ASSERT_STR(shows(c), "<p>By hand.</p>");
    struct change_rows rows;
    ASSERT_OK(change_load(c, id, &rows));
    ASSERT_STR(rows.at[0].state, "kept");
}

TEST(undo_keeps_words_imported_since)
{
    struct product p;
    shop(c);
    int64_t id = checked(c, STR("<p>New words.</p>"), 0.95, (struct strs){0});
    assert_int_equal(step(c, id).state, LIVE);
    ASSERT_OK(product_load(c, STR("K1"), &p));
    p.html = STR("<p>Imported.</p>");
    ASSERT_OK(product_save(c, &p, STR("file"), 2, NULL));
    ASSERT_STR(shows(c), "<p>Imported.</p>");
    struct str by;
    ASSERT_OK(db_text(c, &by, "SELECT by_whom FROM content WHERE id = 'K1'"));
    ASSERT_STR(by, "import:2");
    undo(c, id);
    assert_int_equal(step(c, id).state, UNDONE);
    ASSERT_STR(shows(c), "<p>Imported.</p>");
}

TEST(publish_asks_when_somebody_has_written_since)
{
    shop(c);
    int64_t id = checked(c, STR("<p>New words.</p>"), 0.95, (struct strs){0});
    shop_writes(c, STR("<p>By hand.</p>"));
    assert_int_equal(step(c, id).state, WAITING);
    ASSERT_STR(shows(c), "<p>By hand.</p>");
    ASSERT_OK(review_verdict(c, id, STR("person:anna"), ACCEPT, NULL, STR("mine is old")));
    assert_int_equal(step(c, id).state, LIVE);
    ASSERT_STR(shows(c), "<p>New words.</p>");
    undo(c, id);
    assert_int_equal(step(c, id).state, UNDONE);
    ASSERT_STR(shows(c), "<p>By hand.</p>");
}

TEST(undo_of_two_goes_back_step_by_step)
{
    shop(c);
    int64_t first = checked(c, STR("<p>One.</p>"), 0.95, (struct strs){0});
    assert_int_equal(step(c, first).state, LIVE);
    int64_t second = checked(c, STR("<p>Two.</p>"), 0.95, (struct strs){0});
    assert_int_equal(step(c, second).state, LIVE);
    undo(c, second);
    assert_int_equal(step(c, second).state, UNDONE);
    ASSERT_STR(shows(c), "<p>One.</p>");
    undo(c, first);
    assert_int_equal(step(c, first).state, UNDONE);
    ASSERT_STR(shows(c), "<p>Old words.</p>");
}

TEST(publish_is_once_whatever_was_lost)
{
    shop(c);
    int64_t id = checked(c, STR("<p>New words.</p>"), 0.95, (struct strs){0});
    struct item i;
    ASSERT_OK(item_load(c, id, &i));
    ASSERT_OK(review_step(c, &i));
    ASSERT_OK(item_load(c, id, &i));
    ASSERT_OK(publish_step(c, &i));
    ASSERT_OK(publish_step(c, &i));
    /* The process died after the shop had it, before the answer was recorded. */
    ASSERT_OK(db_run(c, "UPDATE outbox SET state = 'sent', before = $1", A(STR("<p>Old words.</p>"))));
    shop_writes(c, STR("<p>New words.</p>"));
    assert_int_equal(step(c, id).state, LIVE);
    assert_int_equal(rows_of(c, "publish"), 1);
    undo(c, id);
    assert_int_equal(step(c, id).state, UNDONE);
    ASSERT_STR(shows(c), "<p>Old words.</p>");
}

TEST(policy_decides_by_the_first_row_that_fits)
{
    struct strs doubt = {0};
    shop(c);
    strs_add(c, &doubt, STR("reads oddly"));
    assert_int_equal(step(c, checked(c, STR("a"), 0.5, (struct strs){0})).state, WAITING);
    assert_int_equal(step(c, checked(c, STR("b"), 0.95, doubt)).state, WAITING);
    assert_int_equal(step(c, checked(c, STR("c"), 0.1, (struct strs){0})).state, DROPPED);
    assert_int_equal(step(c, checked(c, STR("unchecked"), NAN, (struct strs){0})).state, WAITING);
    struct policy_row one = {STR("copy.of_test"), STR("*"), STR("block"), STR("not in this shop"), 0, true};
    struct policy_rows rows = {&one, 1};
    ASSERT_OK(policy_save(c, &rows, STR("person:anna")));
    assert_int_equal(step(c, checked(c, STR("d"), 1, (struct strs){0})).state, DROPPED);
    one.action = STR("perhaps");
    assert_int_equal(policy_save(c, &rows, STR("person:anna")), REJECT);
    assert_non_null(strstr(c->why, "row 1"));
    ASSERT_OK(policy_load(c, &rows, NULL));
    ASSERT_STR(rows.at[0].action, "block");
    rows.n = 0;
    ASSERT_OK(policy_save(c, &rows, STR("person:anna")));
    assert_int_equal(step(c, checked(c, STR("e"), 0.95, (struct strs){0})).state, LIVE);
}

TEST(policy_raises_the_risk_of_claims_on_health)
{
    struct decision d;
    struct item i;
    shop(c);
    int64_t id = checked(c, STR("a"), 1, (struct strs){0});
    ASSERT_OK(item_load(c, id, &i));
    ASSERT_OK(policy_decide(c, &i, &d));
    ASSERT_STR(d.risk, "low");
    assert_int_equal(d.action, ACT_AUTO);
    ASSERT_OK(db_run(c, "INSERT INTO finding (item, pos, field, text, kind, verdict, span_from, span_to)"
                        " VALUES ($1, 0, 'description', 'good for the heart', 'health', 'supported', 0, 5)", A(id)));
    ASSERT_OK(policy_decide(c, &i, &d));
    ASSERT_STR(d.risk, "medium");
    assert_int_equal(d.action, ACT_REVIEW);
    i.kind = STR("price.elastic");
    ASSERT_OK(policy_decide(c, &i, &d));
    ASSERT_STR(d.risk, "high");
    i.confidence = NAN;
    ASSERT_OK(policy_decide(c, &i, &d));
    assert_int_equal(d.action, ACT_REVIEW);
}

TEST(review_edits_rejects_and_passes_over)
{
    shop(c);
    int64_t a = checked(c, STR("a"), 0.5, (struct strs){0}), b = checked(c, STR("b"), 0.5, (struct strs){0});
    assert_int_equal(step(c, a).state, WAITING);
    assert_int_equal(step(c, b).state, WAITING);
    struct edit edit = {0, STR("<p>As Anna wrote.</p>")}, wrong = {7, STR("x")};
    assert_int_equal(review_verdict(c, a, STR("person:anna"), EDIT, &(struct edits){&wrong, 1}, STR("")), REJECT);
    ASSERT_OK(review_verdict(c, a, STR("person:anna"), EDIT, &(struct edits){&edit, 1}, STR("")));
    assert_int_equal(step(c, a).state, LIVE);
    ASSERT_STR(shows(c), "<p>As Anna wrote.</p>");
    struct verdict_wish w = {.verdict = STR("reject"), .note = STR("dull")};
    strs_add(c, &w.items, str_fmt(c, "%lld", (long long)a));
    strs_add(c, &w.items, str_fmt(c, "%lld", (long long)b));
    strs_add(c, &w.items, STR("nonsense"));
    int64_t done;
    struct str why;
    ASSERT_OK(review_verdicts(c, &w, STR("person:anna"), &done, &why));
    assert_int_equal(done, 1);
    assert_true(str_has(why, STR("is live")) && str_has(why, STR("nonsense")));
}

TEST(undo_of_the_first_of_two_leaves_the_second_and_goes_all_the_way_back_later)
{
    shop(c);
    int64_t first = checked(c, STR("<p>One.</p>"), 0.95, (struct strs){0});
    assert_int_equal(step(c, first).state, LIVE);
    int64_t second = checked(c, STR("<p>Two.</p>"), 0.95, (struct strs){0});
    assert_int_equal(step(c, second).state, LIVE);
    undo(c, first);
    assert_int_equal(step(c, first).state, UNDONE);
    ASSERT_STR(shows(c), "<p>Two.</p>");
    undo(c, second);
    assert_int_equal(step(c, second).state, UNDONE);
    ASSERT_STR(shows(c), "<p>Old words.</p>"); /* not "One.", which has been undone */
}

TEST(undo_of_a_batch_previews_and_tells)
{
    struct undo_of what;
    struct undo_report before, after;
    int64_t n;
    shop(c);
    ASSERT_OK(db_run(c, "INSERT INTO batch (id, kind, title, by_whom, created_ms) VALUES (9, 'copy.of_test', 'words', 'person:anna', 1)"));
    int64_t live = checked(c, STR("<p>New words.</p>"), 0.95, (struct strs){0});
    assert_int_equal(step(c, live).state, LIVE);
    int64_t waits = checked(c, STR("<p>Doubtful.</p>"), 0.5, (struct strs){0});
    assert_int_equal(step(c, waits).state, WAITING);
    ASSERT_OK(db_run(c, "UPDATE item SET batch = 9"));
    ASSERT_OK(undo_find(c, STR("last"), &what));
    assert_int_equal(what.batch, 9);
    ASSERT_OK(undo_preview(c, what, true, &before));
    assert_int_equal(before.restored, 1);
    assert_int_equal(before.dropped, 1);
    ASSERT_STR(before.rows.at[0].back, "<p>Old words.</p>");
    shop_writes(c, STR("<p>By hand.</p>"));
    ASSERT_OK(undo_preview(c, what, false, &before));
    assert_int_equal(before.restored, 1); /* nobody has told us yet */
    ASSERT_OK(undo_preview(c, what, true, &before));
    assert_int_equal(before.kept, 1);
    ASSERT_STR(before.rows.at[0].who, "somebody in the shop");
    ASSERT_OK(undo_begin(c, what, STR("person:anna"), &n));
    assert_int_equal(n, 2);
    ASSERT_OK(undo_run(c, what));
    ASSERT_OK(undo_outcome(c, what, &after));
    assert_int_equal(after.kept, 1);
    assert_int_equal(after.restored, 0);
    assert_int_equal(after.dropped, 1);
    ASSERT_OK(undo_begin(c, what, STR("person:anna"), &n));
    assert_int_equal(n, 0);
}

TEST(undo_while_publishing_waits_for_the_shop_and_then_undoes)
{
    struct item i;
    struct undo_of what = {9, 0};
    int64_t n;
    bool did;
    shop(c);
    ASSERT_OK(db_run(c, "INSERT INTO batch (id, kind, title, by_whom, created_ms) VALUES (9, 'copy.of_test', 'words', 'person:anna', 1)"));
    int64_t id = checked(c, STR("<p>New words.</p>"), 0.95, (struct strs){0});
    ASSERT_OK(db_run(c, "UPDATE item SET batch = 9"));
    ASSERT_OK(item_load(c, id, &i));
    ASSERT_OK(review_step(c, &i));
    ASSERT_OK(item_load(c, id, &i));
    ASSERT_OK(publish_step(c, &i));
    ASSERT_OK(db_run(c, "UPDATE outbox SET state = 'sent', before = $1", A(STR("<p>Old words.</p>"))));
    ASSERT_OK(undo_begin(c, what, STR("person:anna"), &n));
    ASSERT_OK(outbox_step(c, &did));
    ASSERT_OK(item_load(c, id, &i));
    assert_int_equal(i.state, UNDOING);
    assert_int_equal(step(c, id).state, UNDONE);
    ASSERT_STR(shows(c), "<p>Old words.</p>");
}

TEST(undo_refuses_what_is_not_there)
{
    struct undo_of what;
    int64_t n;
    shop(c);
    assert_int_equal(undo_find(c, STR("nonsense"), &what), REJECT);
    assert_int_equal(undo_find(c, STR("12345"), &what), REJECT);
    assert_int_equal(undo_find(c, STR("last"), &what), REJECT);
    assert_int_equal(undo_begin(c, (struct undo_of){77, 0}, STR("person:anna"), &n), REJECT);
}

static void row_add(struct ctx *c, int64_t id, const char *field, struct str lease)
{
    struct effect e = {.key = str_fmt(c, "k%lld", (long long)id), .entity = STR("product"), .id = STR("K1"), .field = str_z(field),
                       .format = STR("text"), .value = STR("new")};
    ASSERT_OK(db_run(c,
                     "INSERT INTO outbox (id, item, change_pos, channel, key, action, target, body, state, due_ms, lease, lease_ms, at_ms)"
                     " VALUES ($1, 0, $1, 'file', $2, 'publish', 'product:K1', $3, 'waiting', $4, $5, $6, $4)",
                     A(id), A(e.key), A(record_to_json(c, &effect_record, &e)), A(c->now_ms), A(lease), A(lease.p ? c->now_ms + 60000 : 0)));
}

TEST(outbox_row_behind_that_of_a_dead_process_is_free_at_once)
{
    struct str own = lease_name(c), state;
    bool did;
    shop(c);
    row_add(c, 1, "title", str_fmt(c, "%.*s/999999999", (int)str_find(own, STR("/"), 0), own.p));
    row_add(c, 2, "seo_title", (struct str){0});
    ASSERT_OK(outbox_step(c, &did));
    assert_true(did);
    ASSERT_OK(db_text(c, &state, "SELECT state FROM outbox WHERE id = 1"));
    ASSERT_STR(state, "done");
    ASSERT_OK(outbox_step(c, &did));
    ASSERT_OK(db_text(c, &state, "SELECT state FROM outbox WHERE id = 2"));
    ASSERT_STR(state, "done");
}
