/* data/ingest/feed.c - the items of an XML feed (RSS 2.0, Atom) as rows.
 *
 * The feed is cut into its <item> or <entry> elements, and each is read alone: broken XML costs the item it stands in.
 * Comments and CDATA are passed over as XML does, so what looks like a tag within them is none.
 */
#include "core/markup.h"
#include "data/ingest/source.h"

enum { PEEK = 20, ITEM_BYTES = 4 << 20 }; /* items looked at before the format is guessed; longest item */

struct feed {
    struct ctx mem;      /* of `text` */
    struct buf text;     /* of the item begun; empty: between items */
    struct str rest;     /* of the line, not looked at yet */
    const char *tag;     /* "item" or "entry", of the item begun */
    const char *until;   /* within a comment or CDATA: what ends it; NULL: in neither */
    int64_t line, first; /* of the last line; where the item begins */
    bool closed;         /* the end of the whole feed was seen */
};

static void feed_close(void *what) { arena_close(((struct feed *)what)->mem.mem); }

/* ---- cutting -------------------------------------------------------------------------------------- */

static bool tag_at(struct str s, const char *open, const char *name)
{
    size_t n = strlen(open), m = strlen(name);
    return s.n > n + m && memcmp(s.p, open, n) == 0 && memcmp(s.p + n, name, m) == 0 && strchr(" \t\r\n>/", s.p[n + m]);
}

/* Take bytes up to and with the next '<', or what ends a comment. Bytes of an item go to its text. */
static bool skip_to_mark(struct feed *f)
{
    struct str mark = f->until ? str_z(f->until) : STR("<");
    size_t at = str_find(f->rest, mark, 0);
    size_t end = at == SIZE_MAX ? f->rest.n : f->until ? at + mark.n : at;
    if (f->text.n)
        buf_add(&f->mem, &f->text, str_part(f->rest, 0, end));
    f->rest = str_part(f->rest, end, f->rest.n);
    if (at != SIZE_MAX && f->until)
        f->until = NULL;
    return at != SIZE_MAX;
}

static void take(struct feed *f, size_t n, bool keep)
{
    n = n < f->rest.n ? n : f->rest.n;
    if (keep)
        buf_add(&f->mem, &f->text, str_part(f->rest, 0, n));
    f->rest = str_part(f->rest, n, f->rest.n);
}

static size_t tag_length(struct str s)
{
    size_t end = str_find(s, STR(">"), 0);
    return end == SIZE_MAX ? s.n : end + 1;
}

/* The rest begins with '<'. true: an item is whole. */
static bool mark_take(struct feed *f)
{
    bool inside = f->text.n > 0;
    if (str_starts(f->rest, STR("<!--")) || str_starts(f->rest, STR("<![CDATA["))) {
        f->until = f->rest.p[2] == '-' ? "-->" : "]]>";
        take(f, 4, inside);
        return false;
    }
    if (inside) {
        bool end = tag_at(f->rest, "</", f->tag);
        take(f, end ? tag_length(f->rest) : 1, true);
        return end;
    }
    f->closed |= tag_at(f->rest, "</", "rss") || tag_at(f->rest, "</", "feed") || tag_at(f->rest, "</", "channel") || tag_at(f->rest, "</", "rdf:RDF");
    f->tag = tag_at(f->rest, "<", "item") ? "item" : tag_at(f->rest, "<", "entry") ? "entry" : NULL;
    if (!f->tag) {
        take(f, 1, false);
        return false;
    }
    size_t n = tag_length(f->rest);
    bool empty = n > 1 && f->rest.p[n - 2] == '/';
    f->first = f->line;
    take(f, n, true);
    return empty;
}

/* The next item's text; absent at the end. *cut: it never ended, or is too long. */
static struct str item_next(struct ctx *c, struct source *s, bool *cut)
{
    struct feed *f = s->own;
    struct str line;
    for (;;) {
        bool whole = f->rest.n && skip_to_mark(f) && f->rest.n && !f->until && f->rest.p[0] == '<' && mark_take(f);
        *cut = !whole && f->text.n > ITEM_BYTES;
        if (whole || *cut)
            break;
        if (f->rest.n)
            continue;
        if (!lines_next(s->lines, &line)) {
            *cut = f->text.n > 0;
            break;
        }
        f->line++;
        f->rest = line;
    }
    struct str text = f->text.n ? str_copy(c, str_part(buf_str(&f->text), 0, *cut && f->text.n > 2000 ? 2000 : f->text.n)) : (struct str){0};
    f->text.n = 0;
    f->until = *cut ? NULL : f->until;
    return text;
}

/* ---- rows ------------------------------------------------------------------------------------------- */

static enum status feed_next(struct ctx *c, struct source *s, struct row *row, bool *more, struct faults *faults)
{
    static const char mend[] = "mend the XML there and import again";
    struct feed *f = s->own;
    struct feed_item item;
    bool cut;
    *row = (struct row){.sheet = &s->sheet};
    row->raw = item_next(c, s, &cut);
    *more = row->raw.n > 0 || !f->closed;
    row->line = row->raw.n ? f->first : f->line;
    if (!row->raw.n && !f->closed) {
        f->closed = true; /* say it once */
        row->raw = STR("");
        fault_add(c, faults, row, STR(""), LOSS_ROW, "fetch or export the file again", "the feed breaks off here: its end is missing");
    } else if (cut)
        fault_add(c, faults, row, STR(""), LOSS_ROW, mend, "the item that begins here never ends");
    else if (*more && markup_item(c, row->raw, &item) != OK)
        fault_add(c, faults, row, STR(""), LOSS_ROW, mend, "the XML of this item is broken: %s", c->why);
    else if (*more && !item.n)
        fault_add(c, faults, row, STR(""), LOSS_ROW, "give the item at least an id and a title", "the item is empty");
    for (size_t i = 0; *more && !faults->n && i < item.n; i++)
        row_put(c, &s->sheet, row, item.at[i].name, item.at[i].value);
    return OK;
}

static enum status feed_rewind(struct ctx *c, struct source *s)
{
    struct feed *f = s->own;
    (void)c;
    lines_rewind(s->lines);
    f->text.n = 0, f->rest = (struct str){0}, f->until = NULL, f->line = 0, f->closed = false;
    return OK;
}

/* <?xml version="1.0" encoding="ISO-8859-2"?>: the file knows better than a guess, unless it is UTF-8 or has a mark. */
static void encoding_obey(struct ctx *c, struct source *s)
{
    struct str line;
    if (strncmp(lines_encoding(s->lines), "UTF-", 4) == 0 || !lines_next(s->lines, &line))
        return;
    size_t at = str_find(line, STR("encoding="), 0);
    char quote = at != SIZE_MAX && at + 9 < line.n ? line.p[at + 9] : 0;
    size_t end = quote ? str_find(line, (struct str){&quote, 1}, at + 10) : SIZE_MAX;
    if (end != SIZE_MAX && end - at < 50)
        lines_encode(s->lines, str_copy(c, str_part(line, at + 10, end)).p);
}

enum status feed_source_open(struct ctx *c, struct source *s)
{
    struct feed *f = NEW(c, struct feed);
    f->mem.mem = arena_open();
    arena_defer(c->mem, feed_close, f);
    s->own = f, s->shape = SHAPE_FEED, s->next = feed_next, s->rewind = feed_rewind;
    encoding_obey(c, s);
    TRY(feed_rewind(c, s));
    bool more = true;
    size_t rows = 0;
    struct str why = {0};
    for (int i = 0; more && i < PEEK; i++) {
        struct faults faults = {0};
        struct row row;
        TRY(feed_next(c, s, &row, &more, &faults));
        rows += more && row.n;
        why = faults.n && row.raw.n && !why.n ? faults.at[0].cause : why;
    }
    if (!rows)
        return fail(c, REJECT, "the XML has no sound <item> and no <entry>: it is not a product feed%s%s", why.n ? "; " : "", why.n ? why.p : "");
    return feed_rewind(c, s);
}
