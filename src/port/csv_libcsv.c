/* port/csv_libcsv.c - keeps core/csv.h by libcsv, which takes any input and never fails but for memory. */
#include "core/csv.h"
#include <csv.h>
#include <stdlib.h>

struct csv {
    struct csv_parser parser;
    char *text; /* the row's values, each 0-ended */
    size_t n, room;
    struct { size_t from, n; } *cell;
    size_t n_cells, cell_room;
    struct str *view; /* what csv_line hands out */
    bool done;
};

static void *grown(void *at, size_t size, size_t need, size_t *room)
{
    if (need <= *room)
        return at;
    *room = need < 64 ? 64 : need * 2;
    void *more = realloc(at, *room * size);
    if (!more)
        abort();
    return more;
}

static void on_cell(void *bytes, size_t n, void *arg)
{
    struct csv *v = arg;
    v->text = grown(v->text, 1, v->n + n + 1, &v->room);
    v->cell = grown(v->cell, sizeof *v->cell, v->n_cells + 1, &v->cell_room);
    v->cell[v->n_cells].from = v->n;
    v->cell[v->n_cells++].n = n;
    if (n)
        memcpy(v->text + v->n, bytes, n);
    v->text[v->n + n] = 0;
    v->n += n + 1;
}

static void on_row(int end, void *arg)
{
    (void)end;
    ((struct csv *)arg)->done = true;
}

static void csv_drop(void *what)
{
    struct csv *v = what;
    csv_free(&v->parser);
    free(v->text);
    free(v->cell);
    free(v->view);
    free(v);
}

struct csv *csv_open(struct ctx *c, char separator)
{
    struct csv *v = calloc(1, sizeof *v);
    if (!v || csv_init(&v->parser, 0) != 0)
        abort();
    csv_set_delim(&v->parser, (unsigned char)separator);
    arena_defer(c->mem, csv_drop, v);
    return v;
}

static void row_clear(struct csv *v) { v->n = v->n_cells = 0, v->done = false; }

bool csv_line(struct csv *v, struct str line, struct strs *cells)
{
    if (v->done)
        row_clear(v);
    if (csv_parse(&v->parser, line.p, line.n, on_cell, on_row, v) != line.n)
        abort(); /* memory: libcsv knows no other failure here */
    if (!v->done)
        return false;
    free(v->view);
    v->view = malloc(v->n_cells * sizeof *v->view);
    if (!v->view)
        abort();
    for (size_t i = 0; i < v->n_cells; i++)
        v->view[i] = (struct str){v->text + v->cell[i].from, v->cell[i].n};
    *cells = (struct strs){v->view, v->n_cells};
    return true;
}

bool csv_is_open(const struct csv *v) { return v->parser.pstate != 0; }

void csv_reset(struct csv *v)
{
    csv_fini(&v->parser, on_cell, on_row, v);
    row_clear(v);
}
