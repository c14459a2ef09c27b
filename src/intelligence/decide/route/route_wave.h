/* intelligence/decide/route/route_wave.h - a wave of orders as it is given, and as the solver wants it. */
#pragma once
#include "core/field.h"
#include "intelligence/decide/route/route.h"

struct route_in_line {
    struct str sku;
    int64_t qty;
};
struct route_in_quote {
    struct str node;
    int64_t parcel, unit; /* minor units */
    double days;          /* until delivery; NAN: not said */
};
struct route_place {
    double lat, lon; /* degrees */
    struct str country, postcode;
};
struct route_in_order {
    struct str id, promised_by, pickup;
    LIST(struct route_in_line) lines;
    LIST(struct route_in_quote) quotes;
    struct route_place *to;
    double priority;
};
struct route_shelf_need {
    struct str sku;
    double mean, sd; /* units the shelf will sell until it is filled again; sd NAN: sqrt(mean) */
    double service;  /* chance that they are there */
};
struct route_in_node {
    struct str id, kind, cutoff;
    LIST(struct route_shelf_need) shelf;
    struct counts stock, protect;
    int64_t capacity; /* parcels this wave; NONE: no limit */
    double lat, lon;
};
struct route_rate {
    struct str node, country;
    double up_to_km; /* NAN: any distance */
    int64_t parcel, unit;
    double days;
};
struct route_cost {
    int64_t unfilled, late;
};
struct route_in {
    LIST(struct route_in_node) nodes;
    LIST(struct route_in_order) orders;
    LIST(struct route_rate) rates;
    struct route_cost *cost;
    struct str now;
    int64_t time_limit_ms;
};
extern const struct record route_line_record, route_in_record;

struct route_wave {
    struct route route;
    struct str *node_id, *order_id, *sku; /* by the solver's numbers */
};

/* Number nodes and SKUs, merge lines of one SKU, take protected stock off, price lateness into quotes.
 * REJECT names the order and what is wrong with it; a quote from an unknown node is passed over with a doubt. */
MUST enum status route_wave_read(struct ctx *c, const struct route_in *in, struct route_wave *out);
