/* app/desk/supplier.c - the records of suppliers, and who brings what. */
#include "app/desk/supplier.h"
#include <math.h>

static const struct record supplier_record = {"supplier", sizeof(struct supplier), (const struct field[]){
    FIELD(struct supplier, name, .min = 1, .max = 200, .doc = "its name on the order"),
    FIELD(struct supplier, brands, .max = 1000, .flags = OPTIONAL, .doc = "it brings these brands"),
    FIELD(struct supplier, skus, .max = 100000, .flags = OPTIONAL, .doc = "it brings these SKUs, whatever their brand"),
    FIELD(struct supplier, lead_days, .min = 0, .max = 365, .init = NAN, .flags = OPTIONAL, .doc = "days from order to stock"),
    FIELD(struct supplier, lead_sd, .min = 0, .max = 365, .init = NAN, .flags = OPTIONAL, .doc = "their standard deviation"),
    FIELD(struct supplier, order_cost, .min = 0, .max = 1e9, .init = NAN, .flags = OPTIONAL, .doc = "what an order costs beside the goods"),
    FIELD(struct supplier, order_days, .max = 7, .flags = OPTIONAL, .doc = "days it takes orders: mon, tue, wed, thu, fri, sat, sun; absent: any"),
    FIELD(struct supplier, cutoff, .max = 5, .init_str = "", .flags = OPTIONAL, .doc = "an order after this time UTC counts for its next order day: 14:00"),
    FIELD(struct supplier, closed, .max = 366, .flags = OPTIONAL, .doc = "days it does not work: 2026-12-24, or from and to: 2026-12-24/2027-01-02"),
    FIELD(struct supplier, country, .max = 2, .init_str = "", .flags = OPTIONAL, .doc = "its public holidays are closed too: DE"),
    FIELD(struct supplier, moq, .min = 1, .max = 1e6, .init = 1, .flags = OPTIONAL, .doc = "least units of a line"),
    FIELD(struct supplier, pack, .min = 1, .max = 1e6, .init = 1, .flags = OPTIONAL, .doc = "units come in multiples of this"),
    FIELD(struct supplier, min_value, .min = 0, .max = 1e12, .flags = OPTIONAL, .doc = "least money of an order"),
    FIELD(struct supplier, max_value, .min = 0, .max = 1e12, .init = NAN, .flags = OPTIONAL, .doc = "budget of an order"),
    FIELD(struct supplier, max_weight_kg, .min = 0, .max = 1e9, .init = NAN, .flags = OPTIONAL, .doc = "what a container carries"),
    FIELD(struct supplier, max_units, .min = 0, .max = 1e9, .init = (double)NONE, .flags = OPTIONAL, .doc = "what a container holds"),
    FIELD(struct supplier, shelf_life_days, .min = 0, .max = 36500, .init = NAN, .flags = OPTIONAL, .doc = "goods keep so long: no order for more than sells in it"),
    {0}}};
const struct record suppliers_record = {"suppliers", sizeof(struct suppliers), (const struct field[]){
    FIELD_LIST(struct suppliers, suppliers, &supplier_record, .max = 10000, .flags = OPTIONAL, .doc = "whom the shop buys from"),
    {0}}};

const struct supplier *supplier_of(const struct suppliers *all, struct str sku, struct str brand)
{
    for (size_t i = 0; i < all->suppliers.n; i++)
        if (strs_has(&all->suppliers.at[i].skus, sku))
            return &all->suppliers.at[i];
    for (size_t i = 0; brand.n && i < all->suppliers.n; i++)
        if (strs_has(&all->suppliers.at[i].brands, brand) || str_eq_case(all->suppliers.at[i].name, brand))
            return &all->suppliers.at[i];
    return NULL;
}
