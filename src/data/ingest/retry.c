/* data/ingest/retry.c - a row that was set aside, read once more under the header of its file. */
#include "core/json.h"
#include "data/ingest/reader.h"

/* The text of a small file that has this one row: its header above it, or the feed around it. */
static struct str alone(struct ctx *c, struct str format, struct str header, struct str raw)
{
    const struct reader *f = reader_find(format);
    if (f && f->shape == SHAPE_FEED)
        return str_fmt(c, "<rss>%.*s</rss>\n", FMT(raw));
    if (f && f->shape == SHAPE_TABLE)
        return str_fmt(c, "%.*s\n%.*s\n", FMT(header), FMT(raw));
    return str_fmt(c, "%.*s\n", FMT(raw));
}

struct first_fault { char why[400]; }; /* not in the arena: an import gives its memory back row by row */

static void on_aside(void *arg, const struct quarantine *q)
{
    struct first_fault *f = arg;
    if (!f->why[0])
        snprintf(f->why, sizeof f->why, "%s%.*s%s%.*s; %.*s", q->col.n ? "column " : "", FMT(q->col), q->col.n ? ": " : "", FMT(q->cause), FMT(q->cure));
}

static enum status mended(struct ctx *c, const struct quarantine *q)
{
    /* All that was wrong with these rows: they were read as a whole. */
    return db_run(c, "UPDATE quarantine SET state = 'mended' WHERE file = $1 AND raw = $2 AND state = 'open'", A(q->file), A(q->raw));
}

enum status quarantine_retry(struct ctx *c, int64_t id, struct str raw, struct str person, struct import_report *out)
{
    struct quarantine q;
    struct str params;
    const struct json *v;
    TRY(quarantine_load(c, id, &q));
    if (!str_eq(q.state, STR("open")))
        return fail(c, REJECT, "row %lld is %s already", (long long)id, q.state.p);
    if (!raw.n && !q.raw.n)
        return fail(c, REJECT, "row %lld may name a person and was not kept: mend the file and import it again", (long long)id);
    TRY(db_text(c, &params, "SELECT params FROM batch WHERE id = $1", A(q.batch)));
    if (!params.n)
        return fail(c, REJECT, "row %lld: its import is not known any more; import the file again", (long long)id);
    TRY(json_read(c, params, &v));
    struct first_fault first = {0};
    struct str format = json_str(json_get(v, "format"));
    struct import in = {.path = q.file, .as = format, .currency = json_str(json_get(v, "currency")), .language = json_str(json_get(v, "language")),
                        .text = alone(c, format, json_str(json_get(v, "header")), raw.n ? raw : q.raw), .line = q.line, .person = person,
                        .dry = true, .aside = on_aside, .arg = &first};
    TRY(ingest_file(c, &in, out));
    if (out->aside)
        return fail(c, REJECT, "row %lld: %s", (long long)id, first.why);
    in.dry = false;
    TRY(ingest_file(c, &in, out));
    return mended(c, &q);
}
