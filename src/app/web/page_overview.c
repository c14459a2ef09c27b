/* app/web/page_overview.c - how the shop is doing: what is written now, what waits, what it took. */
#include "app/web/chart.h"
#include "app/web/show.h"
#include "app/web/view.h"
#include "app/web/view_thread.h"
#include "data/day.h"
#include "data/item.h"
#include <math.h>

enum { MINUTES = 60, DAYS = 14, RECENT = 12 };

struct tally_list { LIST(struct count_view) at; };
struct totals {
    int64_t products, with_copy, waiting, live, open, made5, micro_day, micro_all, decided, by_people;
    double accepted; /* share of what was decided in a week; NAN: nothing was */
};

/* Decided: what left verification or review. Accepted: what of it went on to the shop. */
#define DECIDED " FROM move m WHERE m.at_ms > $1 AND m.actor <> 'rehearsal' AND ((m.from_state = 2 AND m.to_state IN (0, 4, 9)) OR (m.from_state = 3 AND m.to_state IN (0, 4, 9)))"
#define ACCEPTED " AND m.to_state = 4"

static enum status totals_read(struct ctx *c, struct totals *t)
{
    int64_t accepted, week = c->now_ms - 7 * DAY_MS;
    TRY(db_int(c, &t->products, "SELECT count(*) FROM product WHERE gone = 0"));
    TRY(db_int(c, &t->with_copy, "SELECT count(DISTINCT i.subject) FROM item i JOIN product p ON p.id = i.subject"
                                 " WHERE i.entity = 'product' AND i.kind LIKE 'copy.%' AND i.state IN (5, 6) AND p.gone = 0"));
    TRY(db_int(c, &t->waiting, "SELECT count(*) FROM item WHERE state = 3"));
    TRY(db_int(c, &t->live, "SELECT count(*) FROM item WHERE state IN (5, 6)"));
    TRY(db_int(c, &t->open, "SELECT count(*) FROM item WHERE state IN (0, 1, 2, 4, 7)"));
    TRY(db_int(c, &t->made5, "SELECT count(*) FROM move WHERE to_state = 1 AND at_ms > $1", A(c->now_ms - 5 * MINUTE_MS)));
    TRY(db_int(c, &t->micro_all, "SELECT CAST(COALESCE(sum(cost_micro), 0) AS BIGINT) FROM spend"));
    TRY(db_int(c, &t->micro_day, "SELECT CAST(COALESCE(sum(cost_micro), 0) AS BIGINT) FROM spend WHERE day = $1",
               A(str_part(moment_iso(c, c->now_ms), 0, 10))));
    TRY(db_int(c, &t->decided, "SELECT count(*)" DECIDED, A(week)));
    TRY(db_int(c, &t->by_people, "SELECT count(*)" DECIDED " AND m.from_state = 3", A(week)));
    TRY(db_int(c, &accepted, "SELECT count(*)" DECIDED ACCEPTED, A(week)));
    t->accepted = t->decided ? (double)accepted / (double)t->decided : NAN;
    return OK;
}

static void put_tiles(struct visit *v, const struct totals *t)
{
    put(v, "<section class=tiles id=tiles data-live aria-label=\"In short\">"
           "<a class=tile href=\"/products\"><b>{,}</b><span>products</span><small>{,} with new copy live</small></a>"
           "<a class=tile href=\"/review\"><b>{,}</b><span>wait for you</span><small>{,} on their way</small></a>",
        A(t->products), A(t->with_copy), A(t->waiting), A(t->open));
    put(v, "<div class=tile><b>{%}</b><span>accepted</span><small>of {,} decided in 7 days, {,} of them by people</small></div>"
           "<div class=tile><b>{,}</b><span>live</span><small>in the shop, can be undone</small></div>"
           "<div class=tile><b>{}</b><span>texts a minute</span><small>in the last 5 min</small></div>",
        A(t->accepted), A(t->decided), A(t->by_people), A(t->live), A((double)t->made5 / 5));
    if (t->micro_all)
        put(v, "<div class=tile><b>{}</b><span>spent today</span><small>{} in all on outside models</small></div></section>",
            A((double)t->micro_day / 1e6), A((double)t->micro_all / 1e6));
    else
        put(v, "<div class=tile><b>0</b><span>spent</span><small>all models ran here</small></div></section>");
}

/* ---- whose thing stands where ---------------------------------------------------------------------------- */

struct desk_count { int64_t prices, plans, texts, shown, trouble, threads, failed; };

#define WAITS(kinds) "SELECT count(*) FROM item WHERE state = 3 AND " kinds
_Static_assert(WAITING == 3, "WAITS follows enum state");

static enum status desks_count(struct visit *v, struct desk_count *n)
{
    TRY(db_int(v->c, &n->prices, WAITS("kind LIKE 'price.%'")));
    TRY(db_int(v->c, &n->plans, WAITS("(kind LIKE 'promotion.%' OR kind LIKE 'replenish.%')")));
    TRY(db_int(v->c, &n->texts, WAITS("(kind LIKE 'copy.%' OR kind LIKE 'collection.%')")));
    TRY(db_int(v->c, &n->shown, "SELECT count(*) FROM item WHERE state IN (5, 6) AND kind LIKE 'copy.%'"));
    TRY(db_int(v->c, &n->trouble, WAITS("kind = 'exception.solve'")));
    TRY(view_threads_ours(v->c, &n->threads));
    return db_int(v->c, &n->failed, "SELECT count(*) FROM outbox WHERE state = 'failed'");
}

static void put_way(struct visit *v, const char *path, const char *title, int64_t n)
{
    put(v, "<li><a href=\"{}\">{}</a>", A(str_z(path)), A(str_z(title)));
    if (n != NONE)
        put(v, "<b>{,}</b>", A(n));
    put(v, "</li>");
}

static void put_desk(struct visit *v, const char *title) { put(v, "<div class=card><h2>{}</h2><ul>", A(str_z(title))); }

/* One click to each one's page. */
static enum status put_desks(struct visit *v)
{
    struct desk_count n;
    TRY(desks_count(v, &n));
    put(v, "<section class=desks id=desks data-live aria-label=\"Where to begin\">");
    put_desk(v, "Merchandiser");
    put_way(v, "/merchandise", "Prices and clearances that wait", n.prices);
    put_way(v, "/merchandise", "Promotions and orders to suppliers", n.plans);
    put(v, "</ul></div>");
    put_desk(v, "Marketer");
    put_way(v, "/review?kind=copy.describe", "Texts that wait", n.texts);
    put_way(v, "/products", "Texts that are live", n.shown);
    put_way(v, "/shop", "The shop as customers see it", NONE);
    put(v, "</ul></div>");
    put_desk(v, "Service lead");
    put_way(v, "/inbox", "Conversations that need us", n.threads);
    put_way(v, "/orders", "Orders in trouble", n.trouble);
    put_way(v, "/customers", "Look a customer up", NONE);
    put(v, "</ul></div>");
    put_desk(v, "Engineer");
    put_way(v, "/capabilities", "Capabilities, each with an example", NONE);
    put_way(v, "/api/v1/openapi.json", "The API", NONE);
    put_way(v, "/ledger", "The ledger", NONE);
    put_way(v, "/batches", "Effects that failed", n.failed);
    put(v, "</ul></div></section>");
    return OK;
}

static enum status put_progress(struct visit *v)
{
    LIST(struct batch_view) open;
    put(v, "<section id=progress data-live aria-label=Progress>");
    TRY(db_all(v->c, &batch_view_record, &open,
               "SELECT CAST(b.id AS TEXT) AS id, b.kind, b.title, b.by_whom, b.created_ms, count(*) AS items,"
               " sum(CASE WHEN i.state IN (3, 5, 6, 8, 9) THEN 1 ELSE 0 END) AS done FROM batch b JOIN item i ON i.batch = b.id"
               " WHERE b.id IN (SELECT batch FROM item WHERE state IN (0, 1, 2, 4, 7))"
               " GROUP BY b.id, b.kind, b.title, b.by_whom, b.created_ms ORDER BY b.id DESC LIMIT 4"));
    for (size_t i = 0; i < open.n; i++) {
        const struct batch_view *b = &open.at[i];
        put(v, "<div class=progress><a href=\"/batches/{}\">{}</a><progress max={} value={} aria-label=\"{}\"></progress>"
               "<span class=num>{,} of {,}</span></div>",
            A(b->id), A(b->title), A(b->items), A(b->done), A(b->title), A(b->done), A(b->items));
    }
    put(v, "</section>");
    return OK;
}

/* Filled by app.js from the stream; the last texts of the database stand in it at first. */
static void put_writing(struct visit *v)
{
    put(v, "<section class=writing id=writing aria-label=\"Being written now\" hidden><h2>Being written now</h2>"
           "<div class=scroll></div></section>");
}

static enum status put_throughput(struct visit *v)
{
    struct tally_list n = {0};
    struct bars b = {NEW_ARRAY(v->c, struct bar, MINUTES), MINUTES};
    int64_t now = v->c->now_ms / MINUTE_MS, minute;
    TRY(db_all(v->c, &count_view_record, &n.at,
               "SELECT CAST(at_ms / 60000 AS TEXT) AS name, count(*) AS n FROM move WHERE to_state = 1 AND at_ms > $1"
               " GROUP BY at_ms / 60000",
               A((now - MINUTES + 1) * MINUTE_MS - 1)));
    for (int i = 0; i < MINUTES; i++) {
        int64_t ago = MINUTES - 1 - i;
        b.at[i].label = ago ? str_fmt(v->c, "%lld min ago", (long long)ago) : STR("now");
        b.at[i].tip = str_fmt(v->c, "%s: none", b.at[i].label.p);
    }
    for (size_t i = 0; i < n.at.n; i++)
        if (str_int(n.at.at[i].name, &minute) && minute <= now && minute > now - MINUTES) {
            struct bar *one = &b.at[MINUTES - 1 - (now - minute)];
            one->value = (double)n.at.at[i].n;
            one->tip = str_fmt(v->c, "%s: %lld made", one->label.p, (long long)n.at.at[i].n);
        }
    chart_columns(v, "Made each minute", "items a minute", &b, "Nothing was made in the last hour.");
    return OK;
}

static enum status put_queue(struct visit *v)
{
    static const struct {
        enum state s;
        const char *title;
    } rows[] = {{PLANNED, "planned"}, {MADE, "made"}, {CHECKED, "checked"}, {WAITING, "waits for review"}, {APPROVED, "approved"},
                {LIVE, "live"}, {KEPT, "kept"}, {UNDOING, "being undone"}, {UNDONE, "undone"}, {DROPPED, "dropped"}};
    struct tally_list n = {0};
    struct bars b = {NEW_ARRAY(v->c, struct bar, STATES), 0};
    TRY(db_all(v->c, &count_view_record, &n.at, "SELECT CAST(state AS TEXT) AS name, count(*) AS n FROM item GROUP BY state"));
    for (size_t i = 0; i < STATES; i++) {
        int64_t state, here = 0;
        for (size_t k = 0; k < n.at.n; k++)
            if (str_int(n.at.at[k].name, &state) && state == (int64_t)rows[i].s)
                here = n.at.at[k].n;
        if (here || i < 6)
            b.at[b.n++] = (struct bar){str_z(rows[i].title), str_z(rows[i].title), (double)here, 0,
                                       str_fmt(v->c, "s-%s", state_name(rows[i].s))};
    }
    chart_rows(v, "Where the items are", &b, ',', "No items yet.");
    return OK;
}

static enum status put_acceptance(struct visit *v)
{
    struct tally_list all = {0}, good = {0};
    struct bars b = {0};
    TRY(db_all(v->c, &count_view_record, &all.at,
               "SELECT i.kind AS name, count(*) AS n FROM item i JOIN (SELECT m.item" DECIDED
               ") d ON d.item = i.id GROUP BY i.kind ORDER BY i.kind",
               A(v->c->now_ms - 7 * DAY_MS)));
    TRY(db_all(v->c, &count_view_record, &good.at,
               "SELECT i.kind AS name, count(*) AS n FROM item i JOIN (SELECT m.item" DECIDED ACCEPTED
               ") d ON d.item = i.id GROUP BY i.kind ORDER BY i.kind",
               A(v->c->now_ms - 7 * DAY_MS)));
    b.at = NEW_ARRAY(v->c, struct bar, all.at.n + 1);
    for (size_t i = 0; i < all.at.n; i++) {
        int64_t n = 0;
        for (size_t k = 0; k < good.at.n; k++)
            n += str_eq(good.at.at[k].name, all.at.at[i].name) ? good.at.at[k].n : 0;
        b.at[b.n++] = (struct bar){all.at.at[i].name, str_fmt(v->c, "%lld of %lld", (long long)n, (long long)all.at.at[i].n),
                                   (double)n / (double)all.at.at[i].n, 0, STR("s-live")};
    }
    chart_rows(v, "Accepted, by kind, 7 days", &b, '%', "Nothing has been decided in the last 7 days.");
    return OK;
}

static enum status put_cost(struct visit *v)
{
    struct tally_list n = {0};
    struct bars b = {NEW_ARRAY(v->c, struct bar, DAYS), DAYS};
    TRY(db_all(v->c, &count_view_record, &n.at,
               "SELECT day AS name, CAST(sum(cost_micro) AS BIGINT) AS n FROM spend GROUP BY day ORDER BY day DESC LIMIT 14"));
    for (int i = 0; i < DAYS; i++) {
        struct str day = day_text(v->c, v->c->now_ms / DAY_MS - (DAYS - 1 - i));
        int64_t micro = 0;
        for (size_t k = 0; k < n.at.n; k++)
            micro += str_eq(n.at.at[k].name, day) ? n.at.at[k].n : 0;
        b.at[i] = (struct bar){day, str_fmt(v->c, "%s: %.4f", day.p, (double)micro / 1e6), (double)micro / 1e6, 0, {0}};
    }
    chart_columns(v, "Spent on outside models each day", "in the budget's currency", &b,
                  "Nothing: every text was made by models on this machine.");
    return OK;
}

struct recent_view { struct str item, kind, subject, title, state, actor, because; struct strs images; int64_t at_ms; };
static const struct record recent_view_record = {"recent_view", sizeof(struct recent_view), (const struct field[]){
    FIELD(struct recent_view, item), FIELD(struct recent_view, kind), FIELD(struct recent_view, subject),
    FIELD(struct recent_view, title, .flags = OPTIONAL), FIELD(struct recent_view, state), FIELD(struct recent_view, actor),
    FIELD(struct recent_view, because), FIELD(struct recent_view, images, .flags = OPTIONAL), FIELD(struct recent_view, at_ms), {0}}};

static enum status put_recent(struct visit *v)
{
    LIST(struct recent_view) list;
    TRY(db_all(v->c, &recent_view_record, &list,
               "SELECT CAST(i.id AS TEXT) AS item, i.kind, i.subject, " ITEM_TITLE " AS title, p.images, m.actor, m.because, m.at_ms,"
               " CASE m.to_state WHEN 0 THEN 'planned' WHEN 3 THEN 'waiting' WHEN 4 THEN 'approved' WHEN 5 THEN 'live'"
               " WHEN 6 THEN 'kept' WHEN 8 THEN 'undone' ELSE 'dropped' END AS state"
               " FROM (SELECT * FROM move ORDER BY at_ms DESC LIMIT 200) m JOIN item i ON i.id = m.item"
               ITEM_TITLED
               " WHERE m.to_state IN (3, 4, 5, 6, 8, 9) OR (m.to_state = 0 AND m.from_state > 0)"
               " ORDER BY m.at_ms DESC, m.seq DESC LIMIT $1",
               A((int)RECENT)));
    put(v, "<section class=card id=recent data-live><h2>Lately</h2>");
    if (!list.n)
        put(v, "<p class=dim>Nothing has happened yet.</p>");
    put(v, "<ul class=recent>");
    for (size_t i = 0; i < list.n; i++) {
        const struct recent_view *r = &list.at[i];
        put(v, "<li>");
        put_photo(v, r->subject, &r->images, "thumb");
        put(v, "<a href=\"/items/{}\">{}</a> ", A(r->item), A(r->title.n ? r->title : r->subject));
        put_state(v, r->state);
        put(v, " <span class=dim>{} · {} · {t}</span></li>", A(r->kind), A(r->actor), A(r->at_ms));
    }
    put(v, "</ul></section>");
    return OK;
}

enum status page_overview(struct visit *v)
{
    struct totals t;
    TRY(totals_read(v->c, &t));
    TRY(page_open(v, "Overview", "/"));
    if (!t.products)
        put_empty(v, "The shop is empty.", "Import a catalogue: <code>purvey import FILE</code> takes Shopify, WooCommerce and Vendure"
                                           " files, Google feeds, CSV and JSON Lines, and guesses which it is.");
    put_tiles(v, &t);
    TRY(put_desks(v));
    TRY(put_progress(v));
    put_writing(v);
    put(v, "<section class=charts id=charts data-live>");
    TRY(put_throughput(v));
    TRY(put_queue(v));
    TRY(put_acceptance(v));
    TRY(put_cost(v));
    put(v, "</section>");
    TRY(put_recent(v));
    return page_close(v);
}
