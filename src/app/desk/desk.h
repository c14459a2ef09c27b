/* app/desk/desk.h - the merchandiser's desk: each item's sales, what will sell, what to order, what to ask.
 *
 * Sales come from a file or from the shop's own tables; the decisions are capabilities, the desk only gives them what
 * the shop knows. Nothing is written here.
 */
#pragma once
#include "app/desk/supplier.h"
#include "data/sales.h"
#include "intelligence/decide/forecast/forecast_demand.h"
#include "intelligence/decide/price/price_elastic.h"
#include "intelligence/decide/replenish/replenish.h"
#include "intelligence/decide/insight/trace.h"

struct desk_choice { /* setting "merchandise" */
    int64_t every_hours, history_days, least_days, quiet_days, stop_after, days, tests, test_block_hours, test_blocks, test_hour, max_changes;
    double max_revenue, max_risk, least_gain, ending;
    double lead, lead_sd, fill, order_cost, holding, assumed_elasticity;
    struct strs kinds;
    struct str country, variants;
};
extern const struct record desk_choice_record;

struct desk_row { /* of variant and product, by sku */
    struct str product, title, brand, category, currency, gtin;
    int64_t price, cost, stock, variants, weight_g;
};
struct desk_line {
    const struct sold *sold;
    struct desk_row row;
    const struct supplier *supplier; /* NULL: nobody is named */
    bool in_shop;
    struct forecast_out demand;
    struct replenish_out order;
    struct priced *price; /* NULL: not enough is known */
    double on_order, cost; /* cost NAN: not known */
};
struct desk {
    struct desk_choice choice;
    struct suppliers suppliers;
    struct sales sales;
    struct desk_line *line; /* [sales.items.n] */
};

/* Read choices and suppliers from the settings. */
MUST enum status desk_open(struct ctx *c, struct desk *d);
/* Find each item of d->sales in the shop. */
MUST enum status desk_lay(struct ctx *c, struct desk *d);
/* Forecast, reorder and price all of them. */
MUST enum status desk_decide(struct ctx *c, struct desk *d);

/* What suppliers' order days and limits make of the orders; desk_decide does it. */
MUST enum status desk_joint(struct ctx *c, struct desk *d);

double desk_money(int64_t minor, struct str currency); /* major units; NAN for NONE */
/* What a new price ends in, repeated every *of: as the shop sets it, else as the price now ends, in hundreds, tens or single coins,
 * whatever is within the share `most` of it. */
double desk_ending(const struct desk *d, double now, double most, struct str currency, double *of);
double desk_mean(const struct desk_line *l);           /* units a day ahead */
bool desk_assumes(const struct desk_line *l); /* no price of it or its like has shown an elasticity */
/* What plans reckon with, -20 to 0: from price.elastic, or the setting's where it is assumed. */
double desk_elasticity(const struct desk *d, const struct desk_line *l);
/* The last days of an item and those ahead, for evidence and pictures. */
struct trace *desk_trace(struct ctx *c, const struct desk *d, const struct desk_line *l);
