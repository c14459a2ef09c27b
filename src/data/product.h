/* data/product.h - a product as it appears in JSON everywhere, and its rows in the database. */
#pragma once
#include "core/sql.h"

struct attribute {
    struct str name;   /* "material", "capacity"; lower case, singular where the shop's own word allows */
    struct str value;  /* as stated: "stainless steel", "1.7" */
    struct str unit;   /* "l", "mm", "W"; absent when none */
    struct str source; /* where it was read: "column:Material", "description:120-135" (bytes); absent: given by the caller */
};
struct variant {
    struct str sku, gtin, title; /* title: the option values, "13 inch 8GB" */
    LIST(struct attribute) options;
    int64_t price;      /* minor units; NONE: not stated */
    int64_t compare_at; /* minor units; NONE */
    int64_t cost;       /* minor units; NONE */
    struct str currency; /* ISO 4217 */
    int64_t stock;      /* units; NONE: not tracked */
    int64_t weight_g;   /* grams; NONE */
};
struct product {
    struct str id;      /* the shop's own id or handle */
    struct str title, brand, category, description, language, url;
    struct str html;    /* the description as it was given, where that was HTML */
    struct raw price;   /* as given: integer minor units, a decimal, or "19.90 EUR"; see product_price() */
    struct str currency;
    LIST(struct attribute) attributes;
    struct strs features;
    struct strs images;
    LIST(struct variant) variants;
};
extern const struct record attribute_record, variant_record, product_record;

/* Minor units of one major unit as a power of ten by ISO 4217: EUR 2, JPY 0, KWD 3. 2 when unknown. */
int currency_exponent(struct str currency);
int64_t money_minor(double money, struct str currency); /* major units, rounded to the smallest coin */
int64_t currency_minor(struct str currency); /* the same as a number: EUR 100, JPY 1, KWD 1000 */
bool currency_is_known(struct str currency);

/* The price in minor units: an integer is minor already, a decimal or text is major. NONE: not stated. */
int64_t product_price(const struct product *p);
/* The same over all that can be bought: the lowest and the highest of it and its variants, and their currency. */
void product_prices(const struct product *p, int64_t *low, int64_t *high, struct str *currency);
int64_t product_lowest(const struct product *p); /* its own price, else the lowest of its variants */

/* Units over all variants. NONE: of one at least nobody counts them, so it does not run out. */
int64_t product_stock(const struct product *p);
bool variant_has_stock(const struct variant *v); /* or nobody counts it */

/* "19.90 EUR" from 1990 and EUR; and "19.90" alone, as forms and feeds want it. */
struct str money_text(struct ctx *c, int64_t minor, struct str currency);
struct str money_plain(struct ctx *c, int64_t minor, struct str currency);
/* For people, as their language writes it: "€1,299.00" (en and others), "1.299,00 €" (de), "€ 1.299,00" (nl);
 * "12.50" without a currency. */
struct str money_said(struct ctx *c, int64_t minor, struct str currency, struct str language);
/* The same of major units and in English, as those who run the shop read: "€1,299.00"; with its sign "+€1,299.00". */
struct str money_told(struct ctx *c, double money, struct str currency);
struct str money_change(struct ctx *c, double money, struct str currency);
/* Expected units: "0.37", "2.6", "44": what is expected is not known to the hundredth. */
struct str units_told(struct ctx *c, double units);
/* Read "1.299,00", "$129.99", "19.90 EUR" as minor units. false: not a price. */
bool money_read(struct str text, struct str currency, int64_t *minor);
