/* app/desk/supplier.h - whom the shop buys from: the setting "supplier".
 *
 *   {"suppliers": [{"name": "Brewmate GmbH", "brands": ["Brewmate"], "lead_days": 9, "order_days": ["mon", "thu"]}]}
 */
#pragma once
#include "core/settings.h"

struct supplier {
    struct str name, cutoff, country;
    struct strs brands, skus, order_days, closed;
    double lead_days, lead_sd, order_cost, min_value, max_value, max_weight_kg, shelf_life_days;
    int64_t moq, pack, max_units;
};
struct suppliers { LIST(struct supplier) suppliers; };
extern const struct record suppliers_record;

/* Who brings this SKU: named by SKU, else by brand; NULL: nobody is. */
const struct supplier *supplier_of(const struct suppliers *all, struct str sku, struct str brand);
