/* core/csv.h - rows of separated values; kept by port/csv_libcsv.c.
 *
 * The caller feeds one line after another and takes a row when one is complete: a quoted value may hold line ends.
 * Blanks around values that are not quoted are dropped; empty lines give no row. The handle closes with the arena.
 */
#pragma once
#include "core/str.h"

struct csv;
struct csv *csv_open(struct ctx *c, char separator);

/* Feed one line with its end. true: *cells is a row, good until the next call. */
bool csv_line(struct csv *v, struct str line, struct strs *cells);

/* Inside a row: a quote is open. */
bool csv_is_open(const struct csv *v);

/* Drop what was begun. */
void csv_reset(struct csv *v);
