/* data/ingest/trade.h - sales and events of a file into their tables; inside ingest/ only. */
#pragma once
#include "data/ingest/reader.h"

/* Rows of one order, or messages of one id: save them, or (dry) see what would be new. */
MUST enum status trade_take(struct ctx *c, const struct rows *rows, int64_t batch, bool dry, struct faults *faults, enum saved *how);
