/* data/disclose_test.c - every table of the schema either is in what a customer may ask for, or says why it is not; and each of its texts is there. */
#include "data/disclose.h"
#include "core/hash.h"
#include "core/json.h"
#include "core/sql.h"
#include "data/erase.h"
#include "data/shopper.h"
#include "test/unit/unit.h"

/* What no customer's data stands in, and why. */
static const struct { const char *table, *why; } others[] = {
    {"meta", "the shop's own"}, {"product", "goods"}, {"variant", "goods"}, {"attribute", "goods"}, {"content", "texts on goods; of messages, a copy"},
    {"vector", "goods"}, {"picture", "goods"}, {"batch", "work; its orders are named in decisions"}, {"quarantine", "rows that name persons are not kept"},
    {"brought", "goods"}, {"inbox", "emptied when it is read"}, {"watched", "files"}, {"shelf", "goods"}, {"purchase", "goods"},
    {"mailbox", "how far it was read"}, {"stock", "goods"}, {"neighbour", "learnt of all"}, {"finding", "claims in texts on goods"},
    {"reading", "of all"}, {"outbox", "the same words and sums, on their way"}, {"policy", "the shop's own"}, {"setting", "the shop's own"},
    {"person", "staff"}, {"token", "staff"}, {"wish", "emptied when it is done"}, {"spend", "of all"}, {"partial", "a draft while it is written"},
    {"heartbeat", "processes"}, {"rehearsed", "goods"}, {"fetched", "pictures of goods"}, {"tombstone", "of people who are no customers any more"},
};
/* What a customer's data stands in: its columns that lead to them, and those that are the shop's own. */
static const struct { const char *table, *link, *own; } theirs[] = {
    {"customer", "id=me", ""}, {"identity", "customer=me", ""}, {"consent", "customer=me", ""}, {"merging", "kept=me", ""},
    {"customer_read", "customer=me", ""}, {"sale", "customer=me id=S1", "hash"}, {"line", "sale=S1", "product"}, {"event", "customer=me visitor=v1", ""},
    {"thread", "customer=me id=1", ""}, {"message", "thread=1 id=1 way=in", ""}, {"attachment", "message=1", ""}, {"letter", "", "mailbox state why"},
    {"orders", "customer=me id=O1", ""}, {"account", "id=me", ""}, {"method", "customer=me", ""}, {"money", "customer=me", "deed"},
    {"deed", "orders=O1", "key"}, {"shopper", "id=b1", ""}, {"cart", "shopper=b1", ""}, {"cart_code", "shopper=b1", ""}, {"item", "entity=order subject=O1 id=1", "risk lease"},
    {"move", "item=1", ""}, {"change", "item=1", "entity id locale format"}, {"ledger", "subject=order:O1", "prev hash"},
};
enum { OTHERS = sizeof others / sizeof *others, THEIRS = sizeof theirs / sizeof *theirs };
extern const char schema_sql[];

static bool among(struct ctx *c, const char *words, struct str word)
{
    struct strs all = str_split(c, str_z(words), ' ');
    for (size_t i = 0; i < all.n; i++)
        if (str_eq(all.at[i], word))
            return true;
    return false;
}

/* What the table of links gives a column; absent: nothing. */
static struct str linked(struct ctx *c, const char *words, struct str column, struct str me)
{
    struct strs all = str_split(c, str_z(words), ' ');
    for (size_t i = 0; i < all.n; i++) {
        struct str start = str_fmt(c, "%s=", column.p);
        if (!str_starts(all.at[i], start))
            continue;
        struct str value = str_copy(c, str_part(all.at[i], start.n, all.at[i].n));
        return str_eq(value, STR("me")) ? me : value;
    }
    return (struct str){0};
}

struct column { struct str table, name; bool text; };
struct columns { LIST(struct column) all; };

/* The schema is written one column a line. */
static void columns_read(struct ctx *c, struct columns *out)
{
    struct strs lines = str_split(c, str_z(schema_sql), '\n');
    struct str table = {0};
    *out = (struct columns){0};
    for (size_t i = 0; i < lines.n; i++) {
        struct str l = lines.at[i];
        if (str_starts(l, STR("CREATE TABLE IF NOT EXISTS "))) {
            l = str_part(l, 27, l.n);
            table = str_copy(c, str_part(l, 0, str_find(l, STR(" "), 0)));
        } else if (str_starts(l, STR(");")))
            table = (struct str){0};
        struct str word = str_trim(l);
        size_t space = str_find(word, STR(" "), 0);
        if (!table.p || !str_starts(l, STR("    ")) || space == SIZE_MAX || (word.p[0] >= 'A' && word.p[0] <= 'Z'))
            continue;
        struct str type = str_trim(str_part(word, space, word.n));
        *LIST_ADD(c, &out->all) = (struct column){table, str_copy(c, str_part(word, 0, space)), str_starts(type, STR("TEXT"))};
    }
}

/* What each text says: its own place, and whose row it is. As JSON where it stands for some. */
static struct str mark(struct ctx *c, struct str table, struct str column, struct str me)
{
    static const char *const json[] = {"address", "lines", "parcels", "backs", "extra", "body", "receipt", "input", "output", "doubts", "case_file", "agent", "chat", "refs"};
    struct str plain = str_fmt(c, "%s.%s of %s", table.p, column.p, me.p);
    bool list = str_eq(column, STR("refs")) || str_eq(column, STR("doubts"));
    for (size_t i = 0; i < sizeof json / sizeof *json; i++)
        if (str_eq(column, str_z(json[i])) && !str_eq(table, STR("thread")) == !(str_eq(column, STR("case_file")) || str_eq(column, STR("agent"))) &&
            !(str_eq(column, STR("address")) && str_eq(table, STR("thread"))))
            return str_fmt(c, list ? "[\"%s\"]" : "{\"said\":\"%s\"}", plain.p);
    return plain;
}

static void plant(struct ctx *c, const struct columns *all, size_t k, struct str me, struct str suffix)
{
    struct buf names = {0}, places = {0};
    struct arg args[40];
    size_t n = 0;
    for (size_t i = 0; i < all->all.n; i++) {
        const struct column *col = &all->all.at[i];
        if (!str_eq(col->table, str_z(theirs[k].table)))
            continue;
        struct str given = linked(c, theirs[k].link, col->name, me);
        if (given.p && !str_eq(given, me) && suffix.n)
            given = str_fmt(c, "%s%s", given.p, suffix.p);
        int64_t number = 7 + (int64_t)suffix.n;
        if (!col->text && given.p)
            assert_true(str_int(given, &number));
        buf_fmt(c, &names, "%s%s", n ? ", " : "", col->name.p);
        buf_fmt(c, &places, "%s$%zu", n ? ", " : "", n + 1);
        args[n++] = !col->text ? arg_i(number) : given.p ? arg_s(given) : arg_s(mark(c, col->table, col->name, me));
        assert_true(n < 40);
    }
    struct str sql = str_fmt(c, "INSERT INTO %s (%s) VALUES (%s)", theirs[k].table, buf_str(&names).p, buf_str(&places).p);
    ASSERT_OK(db_run_(c, sql.p, (struct args){args, n}));
}

static void letter(struct ctx *c, struct str me)
{
    struct str raw = hash_base64(c, str_fmt(c, "From: %s@x.example\r\nMessage-ID: <a@b>\r\n\r\nletter.raw of %s\r\n", me.p, me.p));
    ASSERT_OK(db_run(c, "UPDATE letter SET raw = $1 WHERE raw LIKE $2", A(raw), A(str_fmt(c, "%%of %s", me.p))));
    ASSERT_OK(db_run(c, "UPDATE customer SET email = $1 WHERE id = $2", A(str_fmt(c, "%s@x.example", me.p)), A(me)));
}

/* Two customers of whom everything is known; the second is nobody's business of the first. */
static void planted(struct ctx *c, struct columns *all)
{
    unit_home(c);
    columns_read(c, all);
    ASSERT_OK(db_run(c, "INSERT INTO product (id, title, category, brand, channel, hash, batch, updated_ms) VALUES ('P', 'Hat', 'Hats', 'Acme', 'file', 'h', 1, 1)"));
    for (size_t k = 0; k < THEIRS; k++) {
        plant(c, all, k, STR("ann"), STR(""));
        plant(c, all, k, STR("bob"), STR("2"));
    }
    letter(c, STR("ann"));
    letter(c, STR("bob"));
    ASSERT_OK(db_run(c, "UPDATE event SET product = 'P', visitor = $1 WHERE customer = 'ann'", A(shopper_event_id(c, STR("b1")))));
    ASSERT_OK(db_run(c, "UPDATE event SET visitor = $1 WHERE customer = 'bob'", A(shopper_event_id(c, STR("b12")))));
    ASSERT_OK(db_run(c, "UPDATE merging SET undone_ms = NULL"));
}

TEST(disclose_knows_every_table)
{
    struct columns all;
    columns_read(c, &all);
    assert_true(all.all.n > 200);
    for (size_t i = 0; i < all.all.n; i++) {
        int found = 0;
        for (size_t k = 0; k < OTHERS; k++)
            found += str_eq(all.all.at[i].table, str_z(others[k].table));
        for (size_t k = 0; k < THEIRS; k++)
            found += str_eq(all.all.at[i].table, str_z(theirs[k].table));
        if (found != 1)
            fail_msg("the table %s is in what a customer may ask for, or it is said why not: once", all.all.at[i].table.p);
    }
}

TEST(disclose_leaves_no_text_out_and_tells_no_other)
{
    struct columns all;
    struct str json, html;
    int missing = 0, seen = 0;
    planted(c, &all);
    ASSERT_OK(customer_export(c, STR("ann"), STR("person:anna"), &json));
    ASSERT_OK(customer_page(c, json, &html));
    for (size_t k = 0; k < THEIRS; k++)
        for (size_t i = 0; i < all.all.n; i++) {
            const struct column *col = &all.all.at[i];
            struct str said = str_fmt(c, "%s.%s of ann", col->table.p, col->name.p);
            bool replaced = (str_eq(col->table, STR("event")) && str_eq(col->name, STR("product"))) || (str_eq(col->table, STR("customer")) && str_eq(col->name, STR("email")));
            if (!str_eq(col->table, str_z(theirs[k].table)) || !col->text || replaced || linked(c, theirs[k].link, col->name, STR("ann")).p ||
                among(c, theirs[k].own, col->name))
                continue;
            seen++;
            if (!str_has(json, said) || !str_has(html, said))
                print_error("%s is not told\n", said.p), missing++;
        }
    assert_int_equal(missing, 0);
    assert_true(seen > 90);
    assert_false(str_has(json, STR("of bob")));
    assert_true(str_has(json, STR("ann@x.example")) && str_has(html, STR("Hats")));
}

TEST(disclose_page_cannot_be_made_to_run_anything)
{
    struct str html;
    ASSERT_OK(customer_page(c, STR("{\"made_ms\":0,\"<b>\":[{\"<i>\":\"<script>alert(1)</script>\",\"a\":[[{\"x_ms\":1767225600000}],true,null,1.5]}],\"empty\":[]}"), &html));
    assert_false(str_has(html, STR("<script>")) || str_has(html, STR("<i>")) || str_has(html, STR("Empty")));
    assert_true(str_has(html, STR("2026-01-01 00:00 UTC")));
}

TEST(disclose_and_erase_leave_nothing_of_a_browser)
{
    struct columns all;
    struct erased gone;
    struct str json;
    int64_t n;
    planted(c, &all);
    ASSERT_OK(db_run(c, "UPDATE orders SET status = 'delivered'"));
    ASSERT_OK(customer_erase(c, STR("ann"), STR("person:anna"), false, &gone));
    ASSERT_OK(db_int(c, &n, "SELECT COUNT(*) FROM shopper"));
    assert_int_equal(n, 1); /* bob's */
    ASSERT_OK(db_int(c, &n, "SELECT COUNT(*) FROM cart"));
    assert_int_equal(n, 1);
    ASSERT_OK(customer_export(c, STR("bob"), STR("person:anna"), &json));
    assert_true(str_has(json, STR("shopper.chat of bob")));
    assert_false(str_has(json, STR("of ann")));
}
