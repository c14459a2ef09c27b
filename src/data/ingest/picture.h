/* data/ingest/picture.h - a product's photographs: files beside the import are copied in, addresses stay; inside ingest/ only. */
#pragma once
#include "data/ingest/reader.h"

/* `folder` ends in '/'. A file is looked for there and in "images/" and "assets/" below. */
MUST enum status pictures_take(struct ctx *c, struct str folder, bool keep, const struct row *row, struct product *p, struct faults *faults);
