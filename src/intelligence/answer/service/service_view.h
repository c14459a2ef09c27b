/* intelligence/answer/service/service_view.h - the case as looked up so far, and what a customer's words mean in it. */
#pragma once
#include "intelligence/answer/service/service_say.h"
#include "intelligence/answer/service/service_text.h"

struct service_view {
    const struct service_in *in;
    struct str language;
    const struct json *customer;  /* entry of the document; NULL: not looked up */
    const struct json **results;  /* of each of in->results; NULL: none, or not ok */
};
enum status service_view_open(struct ctx *c, const struct service_in *in, struct str language, struct service_view *out);

/* The newest entry that was looked up or came of a change; NULL: none. */
const struct json *service_order(const struct service_view *v, struct str id);
const struct json *service_product(const struct service_view *v, struct str id);
bool service_was_asked(const struct service_view *v, const char *tool, struct str id); /* looked up before, with or without success */
struct strs service_orders_of(struct ctx *c, const struct service_view *v); /* ids of the customer's orders */

/* Ids of lines of the order that the text names; all where it says so, or there is one line only. false: it is not clear which. */
bool service_items_named(struct ctx *c, const struct json *order, struct str text, struct strs *out);
bool service_names_item(struct ctx *c, const struct json *order, struct str text); /* any line by its name */
int service_options_said(struct ctx *c, const struct json *order, struct str text); /* the most options that are named of a line that is */
bool service_says_item(struct ctx *c, const struct json *line, struct str text);   /* this line by its name */
struct strs service_about(struct ctx *c, const struct json *order, struct str id, struct str text); /* what is said of an item, oldest first */

/* The first word at or after `from` that names a value, or an option by its value; SIZE_MAX: none. *end: after the last. */
size_t service_value_at(struct ctx *c, const struct service_words *w, size_t from, struct str value, size_t *end);
size_t service_option_at(struct ctx *c, const struct service_words *w, size_t from, struct str key, struct str value, size_t *end);

const struct json *service_line(const struct json *order, struct str id);
double service_amount(const struct json *order, const struct json *v); /* major units */
struct str service_options_text(struct ctx *c, const struct json *options);

/* One of the customer's means of payment. Absent: none is named; *wrong: one is named that is not on file. */
struct str service_method_named(struct ctx *c, const struct service_view *v, struct str text, bool *wrong);
struct str service_method_newest(struct ctx *c, const struct service_view *v, struct str text, bool *wrong); /* what was said last counts */
struct str service_method_text(struct ctx *c, const struct service_view *v, struct str id);
struct str service_methods_text(struct ctx *c, const struct service_view *v);
struct str service_original_method(const struct json *order);

struct str service_item_text(struct ctx *c, const struct json *order, struct str id);  /* "Water Bottle (blue, 1000ml)" */
struct str service_order_text(struct ctx *c, const struct json *order);                /* its items' names */
struct str service_status_text(struct ctx *c, const struct service_view *v, const struct json *order);
double service_item_price(const struct json *order, struct str id);
double service_variant_price(const struct service_view *v, const struct json *order, struct str id, struct str variant);
struct str service_variant_text(struct ctx *c, const struct service_view *v, const struct json *order, struct str id, struct str variant);
/* "€120.50", "120,50 €", "120.50": in major units, as the language writes it, with the currency where it is known. */
struct str service_sum(struct ctx *c, struct str language, const struct json *order, double sum);
