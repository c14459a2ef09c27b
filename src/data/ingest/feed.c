/* data/ingest/feed.c - the items of an XML feed (RSS 2.0, Atom) as rows. */
#include "core/markup.h"
#include "data/ingest/source.h"

enum { PEEK = 20 }; /* items that are looked at to learn the columns before the format is guessed */

struct feed_own {
    struct ctx mem; /* of the reader; a new one each time the feed is begun */
    struct feed *feed;
};

static void feed_own_close(void *what) { arena_close(((struct feed_own *)what)->mem.mem); }

static enum status feed_rewind(struct ctx *c, struct source *s)
{
    struct feed_own *f = s->own;
    arena_close(f->mem.mem);
    f->mem = (struct ctx){.mem = arena_open()};
    enum status got = feed_open(&f->mem, s->path, s->bytes, &f->feed);
    memcpy(c->why, f->mem.why, sizeof c->why);
    return got;
}

static const char mend[] = "mend the XML there and import again";

static enum status feed_row(struct ctx *c, struct source *s, struct row *row, bool *more, struct faults *faults)
{
    struct feed_own *f = s->own;
    struct feed_item item;
    *row = (struct row){.sheet = &s->sheet, .raw = STR("")};
    *more = f->feed && feed_next(c, f->feed, &item);
    if (!*more && f->feed) { /* the end, once: what was broken outside of items */
        struct str wrong = feed_error(f->feed, &row->line);
        f->feed = NULL;
        if ((*more = wrong.n > 0))
            fault_add(c, faults, row, STR(""), LOSS_ROW, mend, "the XML is broken: %s", wrong.p);
        return OK;
    }
    if (!*more)
        return OK;
    row->line = item.line, row->raw = item.raw;
    if (item.wrong.n)
        fault_add(c, faults, row, STR(""), LOSS_ROW, mend, "the XML of this item is broken: %s", item.wrong.p);
    else if (!item.n)
        fault_add(c, faults, row, STR(""), LOSS_ROW, "give the item at least an id and a title", "the item is empty");
    for (size_t i = 0; i < item.n && !item.wrong.n; i++)
        row_put(c, &s->sheet, row, item.at[i].name, item.at[i].value);
    return OK;
}

enum status feed_source_open(struct ctx *c, struct source *s)
{
    struct feed_own *f = NEW(c, struct feed_own);
    s->own = f;
    s->shape = SHAPE_FEED;
    s->next = feed_row;
    s->rewind = feed_rewind;
    arena_defer(c->mem, feed_own_close, f);
    TRY(feed_rewind(c, s));
    bool more = true;
    size_t rows = 0;
    struct faults faults = {0};
    struct row row;
    for (int i = 0; more && i < PEEK; i++, rows += more && row.n)
        TRY(s->next(c, s, &row, &more, &faults));
    if (!rows)
        return fail(c, REJECT, "%s", faults.n ? faults.at[0].cause.p : "the XML has no <item> and no <entry>: it is not a product feed");
    return feed_rewind(c, s);
}
