/* data/rehearsal.c - marking a shop whose trade is simulated, and taking that trade out again.
 *
 * Tables  reads setting; writes meta, rehearsed, variant, and on clearing every table of trade
 */
#include "data/rehearsal.h"
#include "core/json.h"
#include "data/day.h"
#include "data/ledger.h"

static const struct record rehearsal_record = {"rehearsal", sizeof(struct rehearsal), (const struct field[]){
    FIELD(struct rehearsal, begun_ms, .unit = "ms", .doc = "since when"),
    FIELD(struct rehearsal, days, .unit = "d", .doc = "of simulated sales"),
    FIELD(struct rehearsal, seed, .doc = "of chance"),
    FIELD(struct rehearsal, batch, .doc = "of the simulated sales"),
    {0}}};

enum status rehearsal_find(struct ctx *c, struct rehearsal *out, bool *on)
{
    struct str text;
    TRY(db_text(c, &text, "SELECT value FROM meta WHERE name = 'rehearsal'"));
    *on = text.n > 0;
    return *on ? record_from_json(c, &rehearsal_record, text, LENIENT, out) : OK;
}

enum status rehearsal_refuse(struct ctx *c, const char *what)
{
    struct rehearsal r;
    bool on;
    TRY(rehearsal_find(c, &r, &on));
    return on ? fail(c, REJECT, "this shop is in rehearsal: %s would mix with what is simulated; `purvey rehearse --end` takes that out first", what) : OK;
}

/* ---- beginning ------------------------------------------------------------------------------------------- */

static enum status own_trade(struct ctx *c)
{
    int64_t sales, visits, people, threads, channels;
    TRY(db_int(c, &sales, "SELECT (SELECT COUNT(*) FROM sale) + (SELECT COUNT(*) FROM orders)"));
    TRY(db_int(c, &visits, "SELECT COUNT(*) FROM event"));
    TRY(db_int(c, &people, "SELECT COUNT(*) FROM customer"));
    TRY(db_int(c, &threads, "SELECT COUNT(*) FROM thread"));
    if (sales + visits + people + threads)
        return fail(c, REJECT, "the shop has trade of its own (orders %lld, visits %lld, customers %lld, conversations %lld): a rehearsal is for a shop"
                    " that has none yet; import the catalogue into another folder for it", (long long)sales, (long long)visits, (long long)people,
                    (long long)threads);
    TRY(db_int(c, &channels, "SELECT COUNT(*) FROM setting WHERE name LIKE 'channel.%'"));
    return channels ? fail(c, REJECT, "the shop is connected (`purvey settings` lists its channels): what a rehearsal decides must reach nobody;"
                           " import the catalogue into another folder for it")
                    : OK;
}

enum status rehearsal_begin(struct ctx *c, const struct rehearsal *r)
{
    struct str text = record_to_json(c, &rehearsal_record, r);
    TRY(rehearsal_refuse(c, "a second rehearsal"));
    TRY(own_trade(c));
    TRY(db_run(c, "INSERT INTO meta (name, value) VALUES ('rehearsal', $1)", A(text)));
    TRY(db_run(c, "DELETE FROM rehearsed"));
    TRY(db_run(c, "INSERT INTO rehearsed (product, pos, hash, cost, stock) SELECT v.product, v.pos, p.hash, v.cost, v.stock FROM variant v"
                  " JOIN product p ON p.id = v.product"));
    return ledger_append(c, REHEARSAL_ACTOR, STR("rehearsal"), STR("begin"), text);
}

/* ---- ending ------------------------------------------------------------------------------------------------ */

static enum status people_clear(struct ctx *c)
{
    TRY(db_run(c, "DELETE FROM attachment"));
    TRY(db_run(c, "DELETE FROM message"));
    TRY(db_run(c, "DELETE FROM thread"));
    TRY(db_run(c, "DELETE FROM consent"));
    TRY(db_run(c, "DELETE FROM identity"));
    TRY(db_run(c, "DELETE FROM merging"));
    TRY(db_run(c, "DELETE FROM customer_read"));
    TRY(db_run(c, "DELETE FROM method"));
    TRY(db_run(c, "DELETE FROM account"));
    return db_run(c, "DELETE FROM customer");
}

static enum status trade_clear(struct ctx *c)
{
    TRY(db_run(c, "DELETE FROM line"));
    TRY(db_run(c, "DELETE FROM sale"));
    TRY(db_run(c, "DELETE FROM event"));
    TRY(db_run(c, "DELETE FROM money"));
    TRY(db_run(c, "DELETE FROM deed"));
    TRY(db_run(c, "DELETE FROM orders"));
    TRY(db_run(c, "DELETE FROM stock"));
    TRY(db_run(c, "DELETE FROM purchase"));
    TRY(db_run(c, "DELETE FROM cart_code"));
    TRY(db_run(c, "DELETE FROM cart"));
    TRY(db_run(c, "DELETE FROM shopper"));
    TRY(db_run(c, "DELETE FROM neighbour"));
    TRY(db_run(c, "DELETE FROM reading"));
    return db_run(c, "DELETE FROM meta WHERE name IN ('merchandise', 'recommend.at', 'recommend.mark', 'rehearsal')");
}

/* A product that was imported anew has its own numbers already, but for a cost that its source does not tell. */
static enum status shelf_clear(struct ctx *c, const struct rehearsal *r)
{
    TRY(db_run(c, "UPDATE variant SET cost = (SELECT s.cost FROM rehearsed s WHERE s.product = variant.product AND s.pos = variant.pos),"
                  " stock = (SELECT s.stock FROM rehearsed s WHERE s.product = variant.product AND s.pos = variant.pos)"
                  " WHERE EXISTS (SELECT 1 FROM rehearsed s JOIN product p ON p.id = s.product WHERE s.product = variant.product"
                  "  AND s.pos = variant.pos AND s.hash = p.hash)"));
    TRY(db_run(c, "DELETE FROM shelf WHERE channel = $1 OR day >= $2", A(REHEARSAL_ACTOR), A(r->begun_ms / DAY_MS)));
    TRY(db_run(c, "UPDATE product SET updated_ms = $1 WHERE id IN (SELECT product FROM rehearsed)", A(c->now_ms)));
    return db_run(c, "DELETE FROM rehearsed");
}

enum status rehearsal_clear(struct ctx *c, struct rehearsal_gone *out)
{
    struct rehearsal r;
    bool on;
    TRY(rehearsal_find(c, &r, &on));
    if (!on)
        return fail(c, REJECT, "this shop is not in rehearsal: all its trade is its own, and nothing is taken out");
    TRY(db_int(c, &out->sales, "SELECT COUNT(*) FROM sale"));
    TRY(db_int(c, &out->customers, "SELECT COUNT(*) FROM customer"));
    TRY(db_int(c, &out->visits, "SELECT COUNT(DISTINCT visitor) FROM event"));
    TRY(db_int(c, &out->threads, "SELECT COUNT(*) FROM thread"));
    TRY(people_clear(c));
    TRY(trade_clear(c));
    TRY(shelf_clear(c, &r));
    TRY(db_run(c, "DELETE FROM batch WHERE id = $1", A(r.batch)));
    return ledger_append(c, REHEARSAL_ACTOR, STR("rehearsal"), STR("end"), record_to_json(c, &rehearsal_record, &r));
}
