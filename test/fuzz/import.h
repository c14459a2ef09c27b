/* test/fuzz/import.h - any bytes as a file: read twice with the same rows, every product sound or refused with a cause. */
#pragma once
#include "core/arena.h"
#include "data/ingest/source.h"
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static inline void rows_judge(struct ctx *c, const struct reader *f, struct rows *rows)
{
    struct faults faults = {0};
    struct product p = {0};
    bool lost = false;
    struct sale sale;
    struct customer who;
    struct events events = {0};
    if (!f->product) {
        enum status s = f->sale ? f->sale(c, rows, &sale, &who, &faults) : f->events(c, &rows->at[0], &events, &who, &faults);
        (void)s;
        return;
    }
    rows_parent_first(rows);
    if (f->product(c, rows, &p, &faults) != OK)
        return; /* only for JSON that is none */
    for (size_t i = 0; i < faults.n; i++) {
        lost |= faults.at[i].loss == LOSS_PRODUCT;
        if (!faults.at[i].cause.n || !faults.at[i].cure.n)
            abort();
    }
    if (!lost && (!p.title.n || !str_is_utf8(p.title) || !str_is_utf8(p.description)))
        abort();
    if (!lost && record_check(c, &product_record, &p) == OK)
        record_to_json(c, &product_record, &p);
}

static inline size_t pass(struct ctx *c, struct source *s, bool judge)
{
    struct rows group = {0};
    struct faults faults = {0};
    bool more = true;
    size_t n = 0;
    for (struct row row; more && s->next(c, s, &row, &more, &faults) == OK && more; n++) {
        for (size_t i = 0; i < row.n; i++)
            if (!str_is_utf8(row.cell[i]))
                abort();
        if (!row.n || n >= 64)
            continue;
        s->sheet.format->key(c, &row, STR("before"));
        group.at = arena_grow(c->mem, group.at, sizeof row, group.n);
        group.at[group.n++] = row;
        if (judge && group.n == 1)
            rows_judge(c, s->sheet.format, &(struct rows){group.at, 1});
    }
    if (judge && group.n > 1)
        rows_judge(c, s->sheet.format, &group);
    return n;
}

static inline void fuzz_import(const uint8_t *data, size_t n, enum shape shape)
{
    struct ctx c = {.mem = arena_open()};
    struct source s;
    const void *bytes = data + 1;
    size_t want = n ? data[0] : 0, count = 0;
    for (const struct reader *const *f = readers; *f; f++)
        count += (*f)->shape == shape;
    const struct reader *const *f = readers;
    for (want %= count; (*f)->shape != shape || want-- > 0; f++) {}
    if (n > 1 && n < 16384 && source_text(&c, (struct str){bytes, n - 1}, "file", &s) == OK && s.shape == shape) {
        sheet_roles(&s.sheet, *f, NULL);
        s.sheet.currency = STR("EUR");
        size_t first = pass(&c, &s, false);
        if (s.rewind(&c, &s) != OK || pass(&c, &s, true) != first)
            abort();
    }
    arena_close(c.mem);
}
