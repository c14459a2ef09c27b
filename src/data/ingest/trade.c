/* data/ingest/trade.c - sales and events of a file into their tables. */
#include "data/ingest/trade.h"
#include "data/bring.h"
#include "data/tombstone.h"

/* ---- money of a column that is no role ----------------------------------------------------------------- */

int64_t cell_money(struct ctx *c, const struct row *r, const char *column, struct str currency, struct faults *faults)
{
    struct str text = row_column(r, column);
    int64_t minor;
    char named[4];
    if (!text.n)
        return NONE;
    if (price_read(text, currency, r->sheet->dot, &minor, named))
        return minor;
    fault_add(c, faults, r, str_z(column), LOSS_VALUE, "write money as 1299.00 or 1.299,00 €", "\"%.60s\" is not an amount", text.p);
    return NONE;
}

/* ---- into the tables -------------------------------------------------------------------------------------- */

static enum status refused(struct ctx *c, enum status s, const struct row *r, struct faults *faults)
{
    if (s == REJECT)
        fault_add(c, faults, r, STR(""), LOSS_PRODUCT, "shorten or correct that value", "%s", c->why);
    return s == REJECT ? OK : s;
}

static bool is_lost(const struct faults *faults)
{
    for (size_t i = 0; i < faults->n; i++)
        if (faults->at[i].loss == LOSS_PRODUCT)
            return true;
    return false;
}

/* The sale counts; whose it was is not told again. */
static enum status sale_unnamed(struct ctx *c, const struct row *r, bool dry, struct sale *s, struct customer *who, struct faults *faults)
{
    struct str why;
    struct known k = {.id = s->customer.n ? s->customer : who->id, .email = who->email};
    TRY(tombstone_bars(c, &k, SIGNED_UP, s->placed_ms, dry, &why));
    if (!why.p)
        return OK;
    fault_add(c, faults, r, STR("customer"), LOSS_VALUE, "nothing is to be done: it is taken without the person, unless they buy anew", "%s", why.p);
    s->customer = who->id = (struct str){0};
    return OK;
}

/* What came to the order or its money since the sale was read counts as a change. */
static enum status order_take(struct ctx *c, const struct rows *rows, const struct sale *s, const struct customer *who, int64_t batch, struct faults *faults,
                              enum saved *how)
{
    struct order o;
    struct customer p = *who;
    struct pulled_order one = {.order = &o, .customer = &p};
    enum saved kept = SAVED_SAME;
    record_init(&order_record, &o);
    rows->at[0].sheet->format->order(c, rows, s, who, &one);
    TRY(refused(c, order_bring(c, &one, batch, &kept), &rows->at[0], faults));
    *how = *how == SAVED_SAME && kept != SAVED_SAME ? SAVED_CHANGED : *how;
    return OK;
}

static enum status sale_take(struct ctx *c, const struct rows *rows, int64_t batch, bool dry, struct faults *faults, enum saved *how)
{
    struct sale s;
    struct customer who;
    TRY(rows->at[0].sheet->format->sale(c, rows, &s, &who, faults));
    if (is_lost(faults))
        return OK;
    TRY(sale_unnamed(c, &rows->at[0], dry, &s, &who, faults));
    TRY(refused(c, sale_save(c, &s, batch, dry, how), &rows->at[0], faults));
    if (is_lost(faults) || dry || !who.id.n)
        return OK;
    if (rows->at[0].sheet->format->order)
        TRY(order_take(c, rows, &s, &who, batch, faults, how));
    return *how == SAVED_SAME ? OK : refused(c, customer_save(c, &who), &rows->at[0], faults);
}

enum status events_unname(struct ctx *c, struct events *all, struct customer *who, bool look, struct str *why)
{
    struct str one;
    *why = (struct str){0};
    for (size_t i = 0; i < all->n; i++) {
        struct event *e = &all->at[i];
        TRY(tombstone_bars(c, &(struct known){.id = e->customer}, SAID_OF_THEM, e->at_ms, look, &one));
        if (!one.p)
            TRY(tombstone_bars(c, &(struct known){.visitor = e->visitor}, SAID_BY_THEM, e->at_ms, look, &one));
        if (!one.p)
            continue;
        e->customer = e->visitor = e->query = (struct str){0};
        *why = one;
    }
    if (!who->id.n)
        return OK;
    TRY(tombstone_bars(c, &(struct known){.id = who->id, .email = who->email}, SIGNED_UP, who->created_ms, look, &one));
    if (one.p)
        who->id = (struct str){0}, *why = one;
    return OK;
}

static enum status events_take(struct ctx *c, const struct row *r, bool dry, struct faults *faults, enum saved *how)
{
    struct events all = {0};
    struct customer who;
    struct str why;
    TRY(r->sheet->format->events(c, r, &all, &who, faults));
    TRY(events_unname(c, &all, &who, dry, &why));
    if (why.p)
        fault_add(c, faults, r, STR("userId"), LOSS_VALUE, "nothing is to be done: it is taken without the person, unless they sign up anew", "%s", why.p);
    for (size_t i = 0; i < all.n && !is_lost(faults); i++) {
        enum saved one = SAVED_SAME;
        TRY(refused(c, event_save(c, &all.at[i], dry, &one), r, faults));
        *how = one == SAVED_NEW ? SAVED_NEW : *how;
    }
    if (who.id.n && !dry)
        return refused(c, customer_save(c, &who), r, faults);
    return OK;
}

enum status trade_take(struct ctx *c, const struct rows *rows, int64_t batch, bool dry, struct faults *faults, enum saved *how)
{
    *how = SAVED_SAME;
    if (rows->at[0].sheet->format->sale)
        return sale_take(c, rows, batch, dry, faults, how);
    for (size_t i = 0; i < rows->n; i++)
        TRY(events_take(c, &rows->at[i], dry, faults, how));
    return OK;
}
