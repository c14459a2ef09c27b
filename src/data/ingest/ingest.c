/* data/ingest/ingest.c - one file into the catalogue: counted, grouped, read, compared, saved.
 *
 * The file is read twice. The first pass only counts the rows of each key, so that the second can close a
 * product when its last row has come, wherever that stands: memory holds the products that are open, not the file.
 */
#include "core/json.h"
#include "core/markup.h"
#include "core/settings.h"
#include "data/brought.h"
#include "data/catalog.h"
#include "data/ingest/difference.h"
#include "data/ingest/group.h"
#include "data/ingest/picture.h"
#include "data/ingest/trade.h"
#include "data/language.h"
#include "data/ledger.h"
#include "data/rehearsal.h"

enum { STEP = 200, ASIDE_MAX = 5000 }; /* products in one transaction: short enough for other writers, long enough to be fast; rows of one file that are kept aside */

const struct record import_report_record = {"import_report", sizeof(struct import_report), (const struct field[]){
    FIELD(struct import_report, file, .doc = "what was read"),
    FIELD(struct import_report, format, .doc = "as which format"),
    FIELD(struct import_report, encoding, .doc = "in which encoding"),
    FIELD(struct import_report, separator, .flags = OPTIONAL, .doc = "between values of a table"),
    FIELD(struct import_report, currency, .flags = OPTIONAL, .doc = "of prices that name none"),
    FIELD(struct import_report, what, .choice = "product|sale|event", .doc = "what the file holds"),
    FIELD(struct import_report, rows, .doc = "rows read"),
    FIELD(struct import_report, products, .doc = "products found; or sales, or messages"),
    FIELD(struct import_report, added, .doc = "of these, new"),
    FIELD(struct import_report, changed, .doc = "changed"),
    FIELD(struct import_report, same, .doc = "unchanged"),
    FIELD(struct import_report, gone, .doc = "marked as gone"),
    FIELD(struct import_report, held, .doc = "products that are not in the file, yet were not marked as gone"),
    FIELD(struct import_report, aside, .doc = "rows and values set aside"),
    FIELD(struct import_report, lost, .doc = "of these, products or rows not taken at all"),
    FIELD(struct import_report, damaged, .doc = "bytes that were not of the encoding"),
    FIELD(struct import_report, batch, .init = NONE, .flags = OPTIONAL, .doc = "the batch that was written; absent: nothing was"),
    FIELD(struct import_report, notes, .flags = OPTIONAL, .doc = "what a person should know"),
    {0}}};

struct run {
    const struct import *in;
    struct import_report *out;
    struct source source;
    struct groups groups;
    struct str channel, actor, folder;
    int64_t batch;   /* its row is written with the first thing that is */
    int64_t pending; /* products in the open transaction */
    struct groups seen; /* ids of the file's products, with `complete` */
    int64_t nameless;   /* rows and products that were lost without an id */
    struct arena *keep;
    LIST(int64_t) met; /* in keep: quarantine rows that this run met */
    struct language_count heard; /* of texts whose language nothing names */
    struct day_orders days;      /* of dates that are written with slashes */
};

/* ---- what is written ---------------------------------------------------------------------------- */

static enum status batch_begin(struct ctx *c, struct run *r)
{
    if (r->out->batch != NONE || r->in->dry)
        return OK;
    struct tree *t = tree_open(c);
    struct node *params = tree_object(t);
    node_set(t, params, "file", tree_str(t, r->in->path));
    node_set(t, params, "format", tree_str(t, r->out->format));
    node_set(t, params, "currency", tree_str(t, r->out->currency));
    node_set(t, params, "language", tree_str(t, r->source.sheet.language));
    node_set(t, params, "header", tree_str(t, r->source.sheet.raw));
    r->out->batch = r->batch;
    return db_run(c, "INSERT INTO batch (id, kind, title, by_whom, params, created_ms) VALUES ($1, 'import', $2, $3, $4, $5)",
                  A(r->out->batch), A(str_fmt(c, "import of %.*s", FMT(r->out->file))), A(r->actor), A(tree_text(c, t, params)), A(c->now_ms));
}

/* A row that is read once more stands alone under its header; people know it by its line in the file. */
static int64_t line_of(const struct run *r, int64_t line)
{
    return !r->in->line ? line : r->in->line + (line > 2 && r->source.shape == SHAPE_TABLE ? line - 2 : 0);
}

static enum status faults_save(struct ctx *c, struct run *r, const struct faults *faults, struct str raw)
{
    for (size_t i = 0; i < faults->n; i++) {
        const struct fault *f = &faults->at[i];
        bool added = false;
        struct quarantine q = {.batch = r->out->batch, .file = r->in->path, .line = line_of(r, f->line), .col = f->column, .cause = f->cause,
                               .cure = f->cure, .raw = raw, .state = STR("open")};
        r->out->aside++;
        r->out->lost += f->loss != LOSS_VALUE;
        if (!r->in->dry && r->met.n < ASIDE_MAX) {
            q.batch = r->batch;
            TRY(quarantine_add(c, &q, &q.id, &added));
            if (added)
                TRY(batch_begin(c, r));
            struct ctx keep = {.mem = r->keep};
            *LIST_ADD(&keep, &r->met) = q.id;
        }
        if (r->in->aside)
            r->in->aside(r->in->arg, &q);
    }
    return OK;
}

static enum status step_end(struct ctx *c, struct run *r, bool last)
{
    if (r->in->dry || (++r->pending < STEP && !last))
        return OK;
    r->pending = 0;
    TRY(db_end(c, true));
    return last ? OK : db_begin(c);
}

static bool product_lost(const struct faults *faults)
{
    for (size_t i = 0; i < faults->n; i++)
        if (faults->at[i].loss == LOSS_PRODUCT)
            return true;
    return false;
}

static enum status product_take(struct ctx *c, struct run *r, const struct product *p)
{
    struct product there = {0};
    bool found = false;
    enum saved how;
    if (r->in->dry || r->in->differs)
        TRY(product_find(c, p->id, &there, &found));
    if (r->in->dry) {
        how = !found ? SAVED_NEW : product_differs(c, &there, p, NULL, NULL) ? SAVED_CHANGED : SAVED_SAME;
    } else {
        TRY(product_save(c, p, r->channel, r->batch, &how));
        if (how != SAVED_SAME)
            TRY(batch_begin(c, r));
    }
    r->out->added += how == SAVED_NEW, r->out->changed += how == SAVED_CHANGED, r->out->same += how == SAVED_SAME;
    if (r->in->differs && how != SAVED_SAME)
        product_differs(c, found ? &there : NULL, p, r->in->differs, r->in->arg);
    return OK;
}

static bool faulty(const struct faults *faults, const struct row *row, enum role role)
{
    for (size_t i = 0; i < faults->n; i++)
        if (faults->at[i].loss == LOSS_VALUE && str_eq(faults->at[i].column, row_name(row, role)))
            return true;
    return false;
}

/* A value that could not be read does not wipe out the one that stands, nor do variants that were not sent. */
static enum status values_keep(struct ctx *c, const struct row *row, struct product *p, const struct faults *faults)
{
    struct product there;
    bool found, bare = row->sheet->format->partial && !p->variants.n;
    if (!faults->n && !bare)
        return OK;
    TRY(product_find(c, p->id, &there, &found));
    if (found && bare)
        memcpy(&p->variants, &there.variants, sizeof p->variants);
    for (size_t i = 0; found && i < p->variants.n; i++) {
        struct variant *v = &p->variants.at[i];
        const struct variant *was = variant_find(&there, v, i);
        if (!was)
            continue;
#define KEEP(field, role, absent) v->field = (absent) && faulty(faults, row, role) ? was->field : v->field
        KEEP(price, R_PRICE, v->price == NONE);
        KEEP(compare_at, R_COMPARE, v->compare_at == NONE);
        KEEP(cost, R_COST, v->cost == NONE);
        KEEP(stock, R_STOCK, v->stock == NONE);
        KEEP(weight_g, R_WEIGHT, v->weight_g == NONE);
        KEEP(gtin, R_GTIN, !v->gtin.n);
#undef KEEP
    }
    return OK;
}

/* All rows of one order, or messages of one id. What names persons is not kept when it is set aside. */
static enum status trade_group(struct ctx *c, struct run *r, struct group *g)
{
    enum saved how;
    TRY(trade_take(c, &g->rows, r->batch, r->in->dry, &g->faults, &how));
    bool lost = product_lost(&g->faults);
    r->out->added += !lost && how == SAVED_NEW, r->out->changed += !lost && how == SAVED_CHANGED, r->out->same += !lost && how == SAVED_SAME;
    if (!lost && how != SAVED_SAME)
        TRY(batch_begin(c, r));
    TRY(faults_save(c, r, &g->faults, STR("")));
    return step_end(c, r, false);
}

/* All rows of one product have come. */
static enum status group_take(struct ctx *c, struct run *r, struct group *g)
{
    struct product p = {0};
    struct faults *faults = &g->faults;
    r->out->products++;
    if (!r->source.sheet.format->product)
        return trade_group(c, r, g);
    rows_parent_first(&g->rows);
    TRY(r->source.sheet.format->product(c, &g->rows, &p, faults));
    if (!product_lost(faults)) {
        TRY(pictures_take(c, r->folder, !r->in->dry, &g->rows.at[0], &p, faults));
        TRY(values_keep(c, &g->rows.at[0], &p, faults));
        enum status s = record_check(c, &product_record, &p);
        if (s == REJECT)
            fault_add(c, faults, &g->rows.at[0], STR(""), LOSS_PRODUCT, "shorten or correct that value", "%s", c->why);
        else
            TRY(product_take(c, r, &p));
    }
    if (p.id.n && r->in->complete)
        group_count(&r->seen, p.id);
    r->nameless += !p.id.n;
    TRY(faults_save(c, r, faults, faults->n ? group_raw(c, g) : STR("")));
    return step_end(c, r, false);
}

/* ---- the two passes ------------------------------------------------------------------------------ */

static void progress_tell(const struct run *r, int pass)
{
    int64_t total = lines_bytes(r->source.lines);
    if (r->in->progress)
        r->in->progress(r->in->arg, lines_bytes_done(r->source.lines) + pass * total, 2 * total);
}

static void language_listen(struct ctx *c, struct run *r, const struct row *row)
{
    struct strs items = {0};
    struct str title = row_get(row, R_TITLE), text = row_get(row, R_DESCRIPTION);
    if (r->source.sheet.language.n || row_get(row, R_LANGUAGE).n)
        return;
    text = markup_is(text) ? markup_text(c, text, &items) : text;
    language_hear(c, &r->heard, str_fmt(c, "%.*s\n%.*s", FMT(title), FMT(text)));
}

static void language_choose(struct ctx *c, struct run *r)
{
    struct str told = language_told(&r->heard);
    if (!told.n)
        return;
    r->source.sheet.language = told;
    strs_add(c, &r->out->notes, str_fmt(c, "texts that name no language read as \"%s\" and are taken so; --language says otherwise", told.p));
}

/* Where no date of the file tells, the money does: a shop that counts in US dollars has the month first. */
static void days_choose(struct ctx *c, struct run *r)
{
    struct sheet *s = &r->source.sheet;
    s->days = day_orders_told(&r->days);
    if (s->days != DAY_UNTOLD || r->days.day || !r->days.open)
        return;
    s->days = str_eq(s->currency, STR("USD")) ? MONTH_FIRST : DAY_FIRST;
    strs_add(c, &r->out->notes, str_fmt(c, "no date of the file tells whether day or month is first: they are read with the %s first; where that is wrong, "
                                           "write them as 2026-03-01", s->days == DAY_FIRST ? "day" : "month"));
}

/* A column that nobody reads may be the one that was meant: an export of the till with "Kunde (Mail)". */
static void unread_tell(struct ctx *c, struct run *r)
{
    const struct sheet *s = &r->source.sheet;
    struct buf names = {0};
    for (size_t i = 0; s->format->tells && i < s->n; i++)
        if (s->at[i].role == R_SKIP)
            buf_fmt(c, &names, "%s%.*s", names.n ? ", " : "", FMT(s->at[i].name));
    if (names.n)
        strs_add(c, &r->out->notes, str_fmt(c, "columns not read: %.*s; --map COLUMN=ROLE names what one holds", FMT(buf_str(&names))));
}

static enum status count_rows(struct ctx *c, struct run *r)
{
    bool more = true;
    for (int64_t n = 0; more; n++) {
        struct arena_mark mark = arena_mark(c->mem);
        struct faults faults = {0};
        struct row row;
        TRY(r->source.next(c, &r->source, &row, &more, &faults));
        if (more && row.n)
            group_count(&r->groups, r->source.sheet.format->key(c, &row, groups_before(&r->groups)));
        if (more && row.n && r->source.sheet.format->product)
            language_listen(c, r, &row);
        if (more && row.n)
            day_orders_hear(&r->days, row_get(&row, R_DATE));
        r->out->rows += more;
        arena_reset(c->mem, mark);
        if (n % 4096 == 0)
            progress_tell(r, 0);
    }
    return OK;
}

static enum status take_rows(struct ctx *c, struct run *r)
{
    bool more = true;
    for (int64_t n = 0; more; n++) {
        struct arena_mark mark = arena_mark(c->mem);
        struct faults faults = {0};
        struct row row;
        struct group *whole = NULL;
        TRY(r->source.next(c, &r->source, &row, &more, &faults));
        if (more && row.n)
            group_add(&r->groups, r->source.sheet.format->key(c, &row, groups_before(&r->groups)), &row, &whole);
        r->nameless += more && !row.n;
        if (more && faults.n)
            TRY(faults_save(c, r, &faults, row.raw));
        if (whole) {
            struct ctx own = *c;
            own.mem = whole->mem;
            enum status s = group_take(&own, r, whole);
            memcpy(c->why, own.why, sizeof c->why);
            group_close(&r->groups, whole);
            TRY(s);
        }
        arena_reset(c->mem, mark);
        if (n % 256 == 0)
            progress_tell(r, 1);
    }
    return OK;
}

/* What an earlier run set aside and this one did not meet again has been mended in the file. */
static enum status mended_note(struct ctx *c, struct run *r)
{
    struct quarantines all;
    if (r->met.n == ASIDE_MAX) {
        strs_add(c, &r->out->notes, str_fmt(c, "only the first %d rows and values that were set aside are kept: is this the right format?", ASIDE_MAX));
        return OK;
    }
    TRY(db_all(c, &quarantine_record, &all, "SELECT * FROM quarantine WHERE file = $1 AND state = 'open'", A(r->in->path)));
    for (size_t i = 0; i < all.n; i++) {
        bool met = false;
        for (size_t k = 0; k < r->met.n && !met; k++)
            met = r->met.at[k] == all.at[i].id;
        if (!met)
            TRY(quarantine_state(c, all.at[i].id, STR("mended")));
    }
    return OK;
}

static enum status ledger_note(struct ctx *c, struct run *r)
{
    if (r->out->batch == NONE)
        return OK;
    return ledger_append(c, r->actor, STR("import"), str_fmt(c, "batch:%lld", (long long)r->out->batch),
                         record_to_json(c, &import_report_record, r->out));
}

/* ---- products that the file no longer has ---------------------------------------------------------- */

struct named { struct str id; };
static const struct record named_record = {"product", sizeof(struct named), (const struct field[]){FIELD(struct named, id), {0}}};

static enum status gone_mark(struct ctx *c, struct run *r, struct str id)
{
    struct difference d = {id, STR("gone"), STR("no"), STR("yes"), STR("gone")};
    r->out->gone++;
    if (r->in->differs)
        r->in->differs(r->in->arg, &d);
    if (r->in->dry)
        return OK;
    TRY(batch_begin(c, r));
    TRY(brought_note(c, r->batch, id, STR("gone")));
    return product_gone(c, id, true);
}

/* Walk the channel's products in pages; count those that are not in the file, or mark them. */
static enum status missing_walk(struct ctx *c, struct run *r, bool mark, int64_t *n)
{
    char after[512] = "";
    LIST(struct named) page;
    do {
        struct arena_mark memory = arena_mark(c->mem);
        TRY(db_all(c, &named_record, &page, "SELECT id FROM product WHERE channel = $1 AND gone = 0 AND id > $2 ORDER BY id LIMIT 500",
                   A(r->channel), A(str_z(after))));
        for (size_t i = 0; i < page.n; i++) {
            snprintf(after, sizeof after, "%s", page.at[i].id.p);
            if (group_has(&r->seen, page.at[i].id))
                continue;
            *n += 1;
            if (mark)
                TRY(gone_mark(c, r, page.at[i].id));
        }
        arena_reset(c->mem, memory);
    } while (page.n);
    return OK;
}

/* A file that broke off, or an export of the wrong shop, must not empty the catalogue. */
static enum status missing_settle(struct ctx *c, struct run *r)
{
    int64_t missing = 0, marked = 0, all;
    if (!r->in->complete)
        return OK;
    TRY(missing_walk(c, r, false, &missing));
    TRY(db_int(c, &all, "SELECT COUNT(*) FROM product WHERE channel = $1 AND gone = 0", A(r->channel)));
    if (missing && r->nameless)
        strs_add(c, &r->out->notes, str_fmt(c, "%lld products are not in the file, but %lld of its rows could not be read: nothing was marked as gone",
                                            (long long)missing, (long long)r->nameless));
    else if (missing > 10 && missing * 2 > all && !r->in->yes)
        strs_add(c, &r->out->notes, str_fmt(c, "%lld of %lld products are not in the file, more than half: nothing was marked as gone; --yes marks them",
                                            (long long)missing, (long long)all));
    else
        return missing ? missing_walk(c, r, true, &marked) : OK;
    r->out->held = missing;
    return OK;
}

static enum status take_all(struct ctx *c, struct run *r)
{
    TRY(take_rows(c, r));
    TRY(missing_settle(c, r));
    if (r->in->dry)
        return OK;
    if (!r->in->text.p)
        TRY(mended_note(c, r));
    return ledger_note(c, r);
}

/* ---- beginning -------------------------------------------------------------------------------------- */

struct shop_setting { struct str name, currency, language; };
const struct record shop_setting_record = {"shop", sizeof(struct shop_setting), (const struct field[]){
    FIELD(struct shop_setting, name, .max = 200, .flags = OPTIONAL, .doc = "for people"),
    FIELD(struct shop_setting, currency, .max = 3, .flags = OPTIONAL, .doc = "of prices that name none, ISO 4217"),
    FIELD(struct shop_setting, language, .max = 20, .flags = OPTIONAL, .doc = "of texts that name none, BCP 47"), {0}}};

static enum status format_choose(struct ctx *c, struct run *r)
{
    const struct reader *best = NULL;
    int most = 0;
    for (const struct reader *const *f = readers; *f; f++) {
        int sure = (*f)->shape == r->source.shape ? (*f)->guess(&r->source.sheet) : 0;
        if (sure > most)
            most = sure, best = *f;
    }
    if (r->in->as.n) {
        best = reader_find(r->in->as);
        if (!best || best->shape != r->source.shape)
            return fail(c, REJECT, best ? "%.*s: the file is not written as format %.*s" : "%.*s: there is no format \"%.*s\"",
                        FMT(r->in->path), FMT(r->in->as));
    }
    if (!best)
        return fail(c, REJECT, "%.*s: no format has these columns: %.200s", FMT(r->in->path), sheet_names(c, &r->source.sheet).p);
    sheet_roles(&r->source.sheet, best, r->in->mapping);
    r->out->format = str_z(best->name);
    r->out->what = best->product ? STR("product") : best->sale ? STR("sale") : STR("event");
    if (r->in->complete && !best->product)
        return fail(c, REJECT, "%.*s: --complete goes with a catalogue: this is a file of %ss", FMT(r->in->path), r->out->what.p);
    if (best->product && r->source.sheet.first[R_TITLE] < 0)
        return fail(c, REJECT, "%.*s: there is no column for the title among: %.200s; name it with --map COLUMN=title",
                    FMT(r->in->path), sheet_names(c, &r->source.sheet).p);
    return OK;
}

static enum status money_choose(struct ctx *c, struct run *r)
{
    struct shop_setting shop = {0};
    struct sheet *s = &r->source.sheet;
    struct str set = settings_get(c->settings, STR("shop"));
    if (set.n)
        TRY(record_from_json(c, &shop_setting_record, set, LENIENT, &shop));
    s->language = r->in->language.n ? r->in->language : shop.language;
    s->currency = r->in->currency.n ? r->in->currency : shop.currency.n ? shop.currency : str_z(s->format->currency);
    if (s->currency.n && !currency_is_known(s->currency))
        return fail(c, REJECT, "\"%.*s\" is not a currency of ISO 4217", FMT(s->currency));
    if (!r->in->currency.n && !shop.currency.n && s->currency.n)
        strs_add(c, &r->out->notes, str_fmt(c, "prices that name no currency are taken as %s; --currency says otherwise", s->currency.p));
    r->out->currency = s->currency;
    return OK;
}

static enum status run_file(struct ctx *c, struct run *r)
{
    TRY(format_choose(c, r));
    if (!str_eq(r->out->what, STR("product")))
        TRY(rehearsal_refuse(c, "sales and visits of a file"));
    TRY(money_choose(c, r));
    r->out->encoding = str_z(lines_encoding(r->source.lines));
    r->out->separator = r->source.separator;
    groups_open(c, &r->groups);
    TRY(count_rows(c, r));
    language_choose(c, r);
    days_choose(c, r);
    unread_tell(c, r);
    TRY(r->source.rewind(c, &r->source));
    groups_again(&r->groups);
    if (r->in->dry)
        return take_all(c, r);
    r->batch = db_new_id(c);
    TRY(db_begin(c));
    enum status s = take_all(c, r), end = s == OK ? step_end(c, r, true) : db_end(c, s != REJECT);
    TRY(s);
    return end;
}

static void keep_close(void *what) { arena_close(what); }

enum status ingest_file(struct ctx *c, const struct import *in, struct import_report *out)
{
    struct run *r = NEW(c, struct run); /* in the arena: what closes with it looks into it */
    *r = (struct run){.in = in, .out = out, .keep = arena_open()};
    arena_defer(c->mem, keep_close, r->keep);
    record_init(&import_report_record, out);
    size_t slash = in->path.n;
    while (slash && in->path.p[slash - 1] != '/')
        slash--;
    r->folder = slash ? str_copy(c, str_part(in->path, 0, slash)) : STR("./");
    out->file = str_copy(c, str_part(in->path, slash, in->path.n));
    r->channel = in->channel.n ? in->channel : STR("file");
    r->actor = in->person.n ? in->person : STR("import");
    groups_open(c, &r->seen);
    if (in->text.p)
        TRY(source_text(c, in->text, in->path.p, &r->source));
    else
        TRY(source_open(c, in->path.p, &r->source));
    TRY(run_file(c, r));
    int64_t line;
    out->damaged = lines_damaged(r->source.lines, &line);
    if (out->damaged)
        strs_add(c, &out->notes, str_fmt(c, "%lld bytes were not %s and were read as Windows-1252, the first in line %lld",
                                         (long long)out->damaged, out->encoding.p, (long long)line));
    return OK;
}
