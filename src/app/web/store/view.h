/* app/web/store/view.h - what the storefront's JSON interface takes and gives; described by OpenAPI like the rest. */
#pragma once
#include "core/json.h"
#include "intelligence/answer/search/search_answer.h"

struct search_query {
    struct str q, filters, removed, sort;
    int64_t least, most, page, per_page;
};
struct suggest_query {
    struct str q;
};
struct recommend_query {
    struct str kind, product;
    int64_t k;
};
struct cart_body {
    struct str action, product, variant;
    int64_t quantity;
};
struct event_body {
    struct str event;      /* "Product Viewed" */
    struct raw properties; /* of Segment's e-commerce specification */
};
struct events_body {
    LIST(struct event_body) events;
};

struct card_view {
    struct str id, title, brand, category, url, image, currency, why;
    int64_t price, compare_at; /* minor units; NONE */
    bool in_stock;
};
struct suggest_view {
    struct strs queries;
    LIST(struct card_view) products;
};
struct search_view {
    LIST(struct card_view) products;
    LIST(struct search_chip) chips;
    LIST(struct search_facet) facets;
    LIST(struct search_rescue) rescue;
    struct str did_you_mean;
    struct strs unknown;
    int64_t total, page, per_page;
};
struct cards_view {
    LIST(struct card_view) products;
};
struct cart_line_view {
    struct str product, variant, title, choice, url, problem;
    int64_t quantity, price;
};
struct cart_view {
    LIST(struct cart_line_view) lines;
    int64_t units, total;
    struct str currency;
    bool ready;
};
struct taken_view {
    int64_t taken;
    bool recognized;
};

extern const struct record search_query_record, suggest_query_record, recommend_query_record, cart_body_record,
    events_body_record, suggest_view_record, search_view_record, cards_view_record, cart_view_record, taken_view_record;
