/* data/ingest/stream.c - what visitors do, as it happens: messages of the shop's own pages, without a batch or a report.
 *
 * Tables  event
 * Read by the same reader as a file of them; a message that cannot be read is passed over, since nobody is there to mend it.
 */
#include "core/log.h"
#include "data/ingest/living.h"
#include "data/ingest/reader.h"
#include "data/sale.h"

static enum status message_save(struct ctx *c, const struct row *row)
{
    struct events all = {0};
    struct customer who;
    struct faults faults = {0};
    enum saved how;
    struct str why;
    TRY(row->sheet->format->events(c, row, &all, &who, &faults));
    TRY(events_unname(c, &all, &who, false, &why));
    for (size_t i = 0; i < all.n && !faults.n; i++)
        TRY(event_save(c, &all.at[i], false, &how));
    return OK;
}

static enum status all_save(struct ctx *c, struct str lines)
{
    struct sheet sheet = {.format = reader_find(STR("segment")), .currency = STR(""), .dot = true};
    struct strs messages = str_split(c, lines, '\n');
    for (size_t i = 0; i < messages.n; i++) {
        struct row row = {.line = (int64_t)i + 1, .raw = messages.at[i], .sheet = &sheet};
        if (!messages.at[i].n)
            continue;
        enum status s = message_save(c, &row);
        if (s == RETRY)
            return s;
        if (s == REJECT)
            log_line(LOG_DEBUG, "stream", "a message was passed over");
    }
    return OK;
}

enum status ingest_stream(struct ctx *c, struct str lines)
{
    IN_ONE_STEP(c, all_save(c, lines));
    return OK;
}
