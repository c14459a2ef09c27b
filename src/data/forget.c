/* data/forget.c - taking the mentions of one person out of every text.
 *
 * Tables  reads customer, identity, account, orders, thread; writes every table with free text
 */
#include "data/forget.h"
#include "core/hash.h"
#include "core/mail.h"
#include "data/ledger.h"
#include "data/order.h"
#include <ctype.h>
#include <strings.h>

enum { ONCE = 8 /* words a statement looks for */, SHORT = 5 /* letters: below, a word may mean anything */ };
#define ERASED "[erased]"

struct word { struct str word; };
static const struct record word_record = {"word", sizeof(struct word), (const struct field[]){FIELD(struct word, word, .flags = OPTIONAL), {0}}};
typedef LIST(struct word) word_list;

/* ---- what names a person -------------------------------------------------------------------------------------- */

static void word_add(struct ctx *c, struct strs *words, struct str w)
{
    w = str_trim(w.p ? w : STR(""));
    for (size_t i = 0; i < words->n; i++)
        if (str_eq(words->at[i], w))
            return;
    if (w.n >= SHORT)
        strs_add(c, words, str_copy(c, w));
}

/* "+49301234567" is also written without its plus, and with 00. */
static void phone_add(struct ctx *c, struct strs *words, struct str phone)
{
    word_add(c, words, phone);
    if (!str_starts(phone, STR("+")))
        return;
    word_add(c, words, str_part(phone, 1, phone.n));
    word_add(c, words, str_fmt(c, "00%.*s", FMT(str_part(phone, 1, phone.n))));
}

static enum status name_add(struct ctx *c, struct str id, struct str name, struct strs *words, struct strs *shared)
{
    int64_t others;
    name = str_trim(name.p ? name : STR(""));
    if (str_find(name, STR(" "), 0) == SIZE_MAX)
        return OK;
    TRY(db_int(c, &others,
               "SELECT (SELECT COUNT(*) FROM customer WHERE lower(name) = lower($1) AND id <> $2) +"
               " (SELECT COUNT(*) FROM account WHERE lower(first_name || ' ' || last_name) = lower($1) AND id <> $2)",
               A(name), A(id)));
    word_add(c, others ? shared : words, name);
    return OK;
}

/* The street with its number; a town is nobody's. */
static void address_add(struct ctx *c, const struct address *a, struct strs *words)
{
    bool number = false;
    for (size_t i = 0; a && i < a->address1.n; i++)
        number |= isdigit((unsigned char)a->address1.p[i]);
    if (number)
        word_add(c, words, a->address1);
    if (a && a->phone.n)
        phone_add(c, words, a->phone);
}

struct where { struct address *address; };
static const struct record where_record = {"where", sizeof(struct where), (const struct field[]){
    FIELD_ONE(struct where, address, &address_record, .flags = OPTIONAL), {0}}};

static enum status addresses_add(struct ctx *c, struct str id, struct strs *words, struct strs *shared)
{
    LIST(struct where) all;
    TRY(db_all(c, &where_record, &all, "SELECT address FROM account WHERE id = $1 UNION SELECT address FROM orders WHERE customer = $1", A(id)));
    for (size_t i = 0; i < all.n; i++) {
        address_add(c, all.at[i].address, words);
        if (all.at[i].address)
            TRY(name_add(c, id, all.at[i].address->name, words, shared));
    }
    return OK;
}

enum status forget_words(struct ctx *c, struct str id, struct strs *words, struct strs *shared)
{
    word_list list;
    TRY(db_all(c, &word_record, &list,
               "SELECT email AS word FROM customer WHERE id = $1 UNION SELECT value FROM identity WHERE customer = $1 AND kind <> 'phone'"
               " UNION SELECT address FROM thread WHERE customer = $1 AND channel = 'mail'",
               A(id)));
    for (size_t i = 0; i < list.n; i++)
        word_add(c, words, list.at[i].word);
    word_add(c, words, id);
    TRY(db_all(c, &word_record, &list, "SELECT value AS word FROM identity WHERE customer = $1 AND kind = 'phone'", A(id)));
    for (size_t i = 0; i < list.n; i++)
        phone_add(c, words, list.at[i].word);
    TRY(db_all(c, &word_record, &list,
               "SELECT name AS word FROM customer WHERE id = $1 UNION SELECT first_name || ' ' || last_name FROM account WHERE id = $1"
               " UNION SELECT name FROM thread WHERE customer = $1",
               A(id)));
    for (size_t i = 0; i < list.n; i++)
        TRY(name_add(c, id, list.at[i].word, words, shared));
    return addresses_add(c, id, words, shared);
}

/* ---- in one text ------------------------------------------------------------------------------------------------ */

static bool is_letter(unsigned char b) { return isalnum(b) || b >= 0x80; }

/* Does a word of an address or a name go on here? "ann@x.example" is not in "joann@x.example" nor in "ann@x.example.org". */
static bool goes_on(struct str text, size_t from, size_t to, bool mail)
{
    unsigned char before = from ? (unsigned char)text.p[from - 1] : ' ', after = to < text.n ? (unsigned char)text.p[to] : ' ';
    unsigned char next = to + 1 < text.n ? (unsigned char)text.p[to + 1] : ' ';
    return is_letter(before) || is_letter(after) || (mail && (strchr("._+-%", before) || after == '-' || (after == '.' && is_letter(next))));
}

static size_t found_at(const struct strs *words, struct str text, size_t at)
{
    for (size_t i = 0; i < words->n; i++) {
        struct str w = words->at[i];
        if (w.n && at + w.n <= text.n && strncasecmp(text.p + at, w.p, w.n) == 0 && !goes_on(text, at, at + w.n, memchr(w.p, '@', w.n)))
            return w.n;
    }
    return 0;
}

bool forget_in(struct ctx *c, const struct strs *words, struct str text, struct str *out)
{
    struct buf b = {0};
    size_t from = 0;
    for (size_t at = 0, n; at < text.n; at += n ? n : 1) {
        n = found_at(words, text, at);
        if (!n)
            continue;
        buf_add(c, &b, str_part(text, from, at));
        buf_add(c, &b, STR(ERASED));
        from = at + n;
    }
    if (!from)
        return false;
    buf_add(c, &b, str_part(text, from, text.n));
    *out = buf_str(&b);
    return true;
}

/* ---- in every text ------------------------------------------------------------------------------------------------- */

struct place { struct str key, text; };
static const struct record place_record = {"place", sizeof(struct place), (const struct field[]){
    FIELD(struct place, key), FIELD(struct place, text, .flags = OPTIONAL), {0}}};
typedef LIST(struct place) place_list;

struct sweep {
    struct ctx *c;
    struct str like[ONCE]; /* the database finds more than what is meant: it knows no ends of words */
    struct strs words;
    int64_t texts, rows;
};

#define HAS(column)                                                                                                              \
    "(lower(" column ") LIKE lower($1) OR lower(" column ") LIKE lower($2) OR lower(" column ") LIKE lower($3) OR lower(" column \
    ") LIKE lower($4) OR lower(" column ") LIKE lower($5) OR lower(" column ") LIKE lower($6) OR lower(" column                  \
    ") LIKE lower($7) OR lower(" column ") LIKE lower($8))"
#define LIKES(s) A((s)->like[0]), A((s)->like[1]), A((s)->like[2]), A((s)->like[3]), A((s)->like[4]), A((s)->like[5]), A((s)->like[6]), A((s)->like[7])

/* One column: the rows that say a word, each written again without it. `name` is a text, `is` finds its row by $2. */
#define SWEEP(s, table, name, is, column)                                                                                      \
    do {                                                                                                                       \
        place_list rows_;                                                                                                      \
        TRY(db_all((s)->c, &place_record, &rows_,                                                                              \
                   "SELECT " name " AS key, " column " AS text FROM " table " WHERE " HAS(column), LIKES(s)));                  \
        for (size_t i_ = 0; i_ < rows_.n; i_++) {                                                                              \
            struct str text_;                                                                                                  \
            if (!forget_in((s)->c, &(s)->words, rows_.at[i_].text, &text_))                                                    \
                continue;                                                                                                      \
            TRY(db_run((s)->c, "UPDATE " table " SET " column " = $1 WHERE " is, A(text_), A(rows_.at[i_].key)));              \
            (s)->texts++;                                                                                                      \
        }                                                                                                                      \
    } while (0)
#define BY_NUMBER(s, table, column) SWEEP(s, table, "CAST(id AS TEXT)", "id = CAST($2 AS BIGINT)", column)
#define BY_TEXT(s, table, column) SWEEP(s, table, "id", "id = $2", column)
#define BY_PLACE(s, table, item, place, column)                                        \
    SWEEP(s, table, "CAST(" item " AS TEXT) || ':' || CAST(" place " AS TEXT)", \
          "CAST(" item " AS TEXT) || ':' || CAST(" place " AS TEXT) = $2", column)

static enum status work_sweep(struct sweep *s)
{
    BY_NUMBER(s, "item", "input");
    BY_NUMBER(s, "item", "output");
    BY_NUMBER(s, "item", "doubts");
    BY_NUMBER(s, "item", "why");
    BY_PLACE(s, "change", "item", "pos", "before");
    BY_PLACE(s, "change", "item", "pos", "after");
    BY_PLACE(s, "finding", "item", "pos", "text");
    BY_PLACE(s, "move", "item", "seq", "because");
    BY_NUMBER(s, "outbox", "body");
    BY_NUMBER(s, "outbox", "before");
    BY_NUMBER(s, "outbox", "receipt");
    BY_NUMBER(s, "outbox", "readback");
    BY_NUMBER(s, "outbox", "why");
    SWEEP(s, "partial", "CAST(item AS TEXT)", "item = CAST($2 AS BIGINT)", "text");
    SWEEP(s, "content", "entity || '/' || id || '/' || field || '/' || locale || '/' || channel",
          "entity || '/' || id || '/' || field || '/' || locale || '/' || channel = $2", "value");
    BY_NUMBER(s, "batch", "title");
    BY_NUMBER(s, "batch", "params");
    BY_NUMBER(s, "wish", "body");
    BY_NUMBER(s, "wish", "why");
    return OK;
}

static enum status talk_sweep(struct sweep *s)
{
    BY_NUMBER(s, "message", "text");
    BY_NUMBER(s, "message", "quoted");
    BY_NUMBER(s, "thread", "subject");
    BY_NUMBER(s, "thread", "name");
    BY_NUMBER(s, "thread", "case_file");
    BY_NUMBER(s, "thread", "agent");
    BY_TEXT(s, "shopper", "chat");
    SWEEP(s, "cart_code", "shopper", "shopper = $2", "code");
    BY_PLACE(s, "attachment", "message", "pos", "name");
    return OK;
}

static enum status books_sweep(struct sweep *s)
{
    BY_TEXT(s, "inbox", "body");
    BY_TEXT(s, "inbox", "why");
    BY_NUMBER(s, "quarantine", "raw");
    BY_NUMBER(s, "quarantine", "cause");
    BY_PLACE(s, "letter", "mailbox", "uid", "why");
    SWEEP(s, "mailbox", "name", "name = $2", "why");
    BY_PLACE(s, "event", "id", "pos", "query");
    BY_TEXT(s, "orders", "cancel_reason");
    BY_TEXT(s, "orders", "hold_reason");
    BY_TEXT(s, "orders", "backs");
    BY_TEXT(s, "orders", "extra");
    SWEEP(s, "deed", "key", "key = $2", "body");
    SWEEP(s, "deed", "key", "key = $2", "receipt");
    BY_NUMBER(s, "consent", "proof");
    BY_NUMBER(s, "merging", "because");
    return OK;
}

static enum status ledger_sweep(struct sweep *s)
{
    place_list rows;
    TRY(db_all(s->c, &place_record, &rows, "SELECT CAST(seq AS TEXT) AS key, body AS text FROM ledger WHERE " HAS("body"), LIKES(s)));
    for (size_t i = 0; i < rows.n; i++) {
        struct str text;
        int64_t seq;
        bool done = false;
        if (!forget_in(s->c, &s->words, rows.at[i].text, &text) || !str_int(rows.at[i].key, &seq))
            continue;
        TRY(ledger_forget(s->c, seq, &done));
        s->texts += done;
        s->rows += !done;
    }
    return OK;
}

/* Letters that wait to be read, or could not be: as they came, so they are read here. */
static bool letter_says(struct ctx *c, const struct strs *words, struct str raw)
{
    struct mail m;
    struct str bytes, out;
    if (!hash_from_base64(c, raw, &bytes))
        return false;
    if (forget_in(c, words, bytes, &out))
        return true;
    if (mail_read(c, bytes, &m) != OK)
        return false;
    return forget_in(c, words, str_fmt(c, "%.*s\n%.*s\n%.*s\n%.*s", FMT(m.from.name), FMT(m.subject), FMT(m.text), FMT(m.quoted)), &out);
}

static enum status letters_sweep(struct sweep *s)
{
    place_list keys;
    TRY(db_all(s->c, &place_record, &keys,
               "SELECT mailbox || '/' || CAST(validity AS TEXT) || '/' || CAST(uid AS TEXT) AS key, '' AS text FROM letter WHERE raw IS NOT NULL"));
    for (size_t i = 0; i < keys.n; i++) {
        struct str raw;
        TRY(db_text(s->c, &raw, "SELECT raw FROM letter WHERE mailbox || '/' || CAST(validity AS TEXT) || '/' || CAST(uid AS TEXT) = $1", A(keys.at[i].key)));
        if (!raw.p || !letter_says(s->c, &s->words, raw))
            continue;
        TRY(db_run(s->c, "DELETE FROM letter WHERE mailbox || '/' || CAST(validity AS TEXT) || '/' || CAST(uid AS TEXT) = $1", A(keys.at[i].key)));
        s->texts++;
    }
    return OK;
}

static enum status sweep(struct sweep *s)
{
    TRY(work_sweep(s));
    TRY(talk_sweep(s));
    TRY(books_sweep(s));
    TRY(letters_sweep(s));
    return ledger_sweep(s);
}

enum status forget_texts(struct ctx *c, const struct strs *words, int64_t *texts, int64_t *rows)
{
    *texts = *rows = 0;
    for (size_t from = 0; from < words->n; from += ONCE) {
        struct sweep s = {.c = c};
        for (size_t i = 0; i < ONCE; i++) {
            bool there = from + i < words->n;
            s.like[i] = there ? str_fmt(c, "%%%.*s%%", FMT(words->at[from + i])) : STR("");
            if (there)
                strs_add(c, &s.words, words->at[from + i]);
        }
        TRY(sweep(&s));
        *texts += s.texts;
        *rows += s.rows;
    }
    return OK;
}
