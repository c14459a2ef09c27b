/* app/web/store/product_page.h - what a product's page and its description for machines share. */
#pragma once
#include "app/web/store/store.h"
#include "execution/export/export.h"

struct str product_ld(struct visit *v, const struct live *l); /* JSON-LD */
