/* data/ingest/table.c - a CSV or TSV file as rows: the separator is guessed, and a quote that never closes costs one line. */
#include "core/csv.h"
#include "data/ingest/source.h"

enum { ROW_MAX = 4 << 20, ROW_LEAST = 16 << 10 }; /* bytes of one row over all its lines */

struct table {
    struct ctx own;   /* memory of the reader itself: outlives the rows */
    struct arena *again_mem; /* of `again` */
    struct csv *csv;
    struct buf raw;   /* lines of the row begun */
    const char *again; /* lines to read once more after an open quote was given up */
    size_t again_at, again_n;
    int64_t line, first; /* last line read; first line of the row begun */
    size_t row_max;
    char separator;
    int64_t header_line;
};

/* ---- the separator ------------------------------------------------------------------------- */

static size_t count_outside_quotes(struct str line, char what)
{
    size_t n = 0;
    bool quoted = false;
    for (size_t i = 0; i < line.n; i++) {
        quoted ^= line.p[i] == '"';
        n += !quoted && line.p[i] == what;
    }
    return n;
}

static char separator_guess(struct str header)
{
    static const char all[] = {'\t', ';', ',', '|'};
    char best = ',';
    size_t most = 0;
    for (size_t i = 0; i < sizeof all; i++) {
        size_t n = count_outside_quotes(header, all[i]);
        if (n > most)
            most = n, best = all[i];
    }
    return best;
}

static struct str separator_word(char s)
{
    return s == '\t' ? STR("tab") : s == ';' ? STR("semicolon") : s == '|' ? STR("bar") : STR("comma");
}

/* ---- lines ----------------------------------------------------------------------------------- */

static bool line_next(struct source *s, struct str *line)
{
    struct table *t = s->own;
    if (t->again_at < t->again_n) {
        const char *p = t->again + t->again_at, *end = memchr(p, '\n', t->again_n - t->again_at);
        *line = (struct str){p, end ? (size_t)(end - p) + 1 : t->again_n - t->again_at};
        t->again_at += line->n;
    } else if (!lines_next(s->lines, line))
        return false;
    t->line++;
    return true;
}

/* Between tabs a quote is often an inch or just a quote: taken as it stands, when the line then has all its values. */
static bool literal_cells(struct ctx *c, struct source *s, struct row *row)
{
    struct table *t = s->own;
    struct strs cells = str_split(c, str_trim(row->raw), '\t');
    csv_reset(t->csv);
    if (t->separator != '\t' || cells.n > s->sheet.n || cells.n < 2)
        return false;
    for (size_t i = 0; i < cells.n; i++)
        cells.at[i] = str_trim(cells.at[i]);
    while (cells.n < s->sheet.n)
        strs_add(c, &cells, STR(""));
    row->cell = cells.at, row->n = cells.n;
    return true;
}

/* The quote opened in the first line never closes: that line is lost, the others are read once more. */
static void give_up(struct ctx *c, struct source *s, struct faults *faults, struct row *row)
{
    struct table *t = s->own;
    struct str raw = buf_str(&t->raw);
    const char *end = memchr(raw.p, '\n', raw.n);
    size_t first = end ? (size_t)(end - raw.p) + 1 : raw.n;
    size_t rest = raw.n - first, left = t->again_n - t->again_at;
    struct buf lines = {0};
    struct ctx mem = {.mem = arena_open()};
    buf_add(&mem, &lines, str_part(raw, first, raw.n));
    if (left)
        buf_add(&mem, &lines, (struct str){t->again + t->again_at, left});
    arena_close(t->again_mem);
    t->again_mem = mem.mem;
    t->again = lines.p, t->again_at = 0, t->again_n = rest + left;
    t->line = t->first;
    row->raw = str_copy(c, str_part(raw, 0, first));
    row->line = t->first;
    row->n = 0;
    t->raw.n = 0;
    if (literal_cells(c, s, row))
        return;
    t->row_max = t->row_max / 2 > ROW_LEAST ? t->row_max / 2 : ROW_LEAST; /* many of these must not cost a square */
    fault_add(c, faults, row, STR(""), LOSS_ROW, "close the quote, or double it (\"\") where it belongs to the text",
              "a quote opens in this line and never closes");
}

static bool is_blank(const struct strs *cells)
{
    for (size_t i = 0; i < cells->n; i++)
        if (cells->at[i].n)
            return false;
    return true;
}

/* Cells of the next row that is not blank. *got false: the end, or a row given up (row->line set). */
static void cells_next(struct ctx *c, struct source *s, struct strs *cells, bool *got, struct row *row, struct faults *faults)
{
    struct table *t = s->own;
    struct str line;
    *got = false;
    while (line_next(s, &line)) {
        if (!t->raw.n)
            t->first = t->line;
        buf_add(&t->own, &t->raw, line);
        if (csv_line(t->csv, line, cells)) {
            row->line = t->first;
            row->raw = str_copy(c, str_trim(buf_str(&t->raw)));
            t->raw.n = 0;
            if (is_blank(cells))
                continue;
            *got = true;
            return;
        }
        if (!csv_is_open(t->csv))
            t->raw.n = 0; /* an empty line */
        else if (t->raw.n > t->row_max) {
            give_up(c, s, faults, row);
            return;
        }
    }
    if (t->raw.n)
        give_up(c, s, faults, row);
}

static enum status table_next(struct ctx *c, struct source *s, struct row *row, bool *more, struct faults *faults)
{
    struct strs cells;
    bool got;
    *row = (struct row){.sheet = &s->sheet};
    cells_next(c, s, &cells, &got, row, faults);
    *more = got || row->line;
    if (!got)
        return OK;
    size_t want = s->sheet.n, have = cells.n;
    while (have > want && !cells.at[have - 1].n)
        have--;
    if (have != want) {
        fault_add(c, faults, row, STR(""), LOSS_ROW,
                  have > want ? "put values that hold the separator into quotes" : "give every column a value, if an empty one; a line end inside a value needs quotes",
                  "the row has %zu values where the header has %zu columns", have, want);
        return OK;
    }
    row->n = want;
    row->cell = NEW_ARRAY(c, struct str, want);
    for (size_t i = 0; i < want; i++)
        row->cell[i] = str_copy(c, str_trim(cells.at[i]));
    return OK;
}

/* ---- the header -------------------------------------------------------------------------------- */

static enum status header_read(struct ctx *c, struct source *s)
{
    struct table *t = s->own;
    struct strs cells;
    struct faults faults = {0};
    struct row row = {.sheet = &s->sheet};
    bool got;
    cells_next(c, s, &cells, &got, &row, &faults);
    if (!got)
        return fail(c, REJECT, faults.n ? "line 1: the header has a quote that never closes" : "the file has no header line");
    while (cells.n && !cells.at[cells.n - 1].n)
        cells.n--;
    s->sheet.raw = row.raw;
    if (cells.n > COLUMNS_MAX)
        return fail(c, REJECT, "line %lld: the header has %zu columns, at most %d are read", (long long)row.line, cells.n, COLUMNS_MAX);
    for (size_t i = 0; i < cells.n; i++)
        sheet_add(&s->sheet, str_trim(cells.at[i]));
    t->header_line = t->line;
    return OK;
}

static enum status table_rewind(struct ctx *c, struct source *s)
{
    (void)c;
    struct table *t = s->own;
    struct str line;
    lines_rewind(s->lines);
    csv_reset(t->csv);
    t->again_n = t->again_at = t->raw.n = 0;
    t->line = 0, t->row_max = ROW_MAX;
    while (t->line < t->header_line && line_next(s, &line)) {}
    return OK;
}

static void table_close(void *what)
{
    struct table *t = what;
    arena_close(t->again_mem);
    arena_close(t->own.mem);
}

enum status table_open(struct ctx *c, struct source *s)
{
    struct table *t = NEW(c, struct table);
    struct str line;
    t->own.mem = arena_open();
    arena_defer(c->mem, table_close, t);
    t->row_max = ROW_MAX;
    s->own = t;
    s->shape = SHAPE_TABLE;
    s->next = table_next;
    s->rewind = table_rewind;
    bool any = false;
    while ((any = lines_next(s->lines, &line)) && !str_trim(line).n) {}
    if (!any)
        return fail(c, REJECT, "the file holds only empty lines");
    bool said = str_starts(line, STR("sep=")) && line.n >= 6; /* Excel's own first line */
    t->separator = said ? line.p[4] : separator_guess(line);
    t->csv = csv_open(c, t->separator);
    s->separator = separator_word(t->separator);
    lines_rewind(s->lines);
    for (t->line = 0; said && line_next(s, &line) && !str_starts(line, STR("sep="));) {}
    return header_read(c, s);
}
