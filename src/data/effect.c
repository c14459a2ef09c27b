/* data/effect.c - the records of data/effect.h. */
#include "data/effect.h"

const struct record effect_record = {"effect", sizeof(struct effect), (const struct field[]){
    FIELD(struct effect, key, .max = 300, .doc = "idempotency key"),
    FIELD(struct effect, entity, .min = 1, .max = 40, .doc = "product, variant, category"),
    FIELD(struct effect, id, .min = 1, .max = 500, .doc = "our id of it"),
    FIELD(struct effect, field, .min = 1, .max = 60, .doc = "description, seo_title, price"),
    FIELD(struct effect, locale, .max = 20, .flags = OPTIONAL, .doc = "BCP 47; empty: the shop's own language"),
    FIELD(struct effect, remote, .max = 500, .flags = OPTIONAL, .doc = "the shop's own id"),
    FIELD(struct effect, format, .choice = "text|html|money|json", .doc = "how the value is written"),
    FIELD(struct effect, value, .flags = OPTIONAL, .doc = "what to write; absent: make it empty"),
    FIELD(struct effect, machine, .flags = OPTIONAL, .doc = "a machine wrote it: mark it"),
    FIELD(struct effect, restore, .flags = OPTIONAL, .doc = "put back as it stood, marks taken off"),
    FIELD(struct effect, own, .flags = OPTIONAL, .doc = "the merchant's own text of the field"),
    FIELD(struct effect, guarded, .flags = OPTIONAL, .doc = "write only while the field shows expect"),
    FIELD(struct effect, expect, .flags = OPTIONAL, .doc = "absent: empty"),
    FIELD(struct effect, sale, .max = 100, .flags = OPTIONAL, .doc = "of a price: the name of the sale it is for"),
    FIELD(struct effect, was, .max = 60, .flags = OPTIONAL, .doc = "what the sale is announced against: the lowest price of the 30 days before"),
    FIELD(struct effect, from_ms, .unit = "ms", .init = NONE, .max = 9e15, .flags = OPTIONAL, .doc = "the sale begins"),
    FIELD(struct effect, to_ms, .unit = "ms", .init = NONE, .max = 9e15, .flags = OPTIONAL, .doc = "the sale ends"),
    FIELD(struct effect, sent_ms, .unit = "ms", .max = 9e15, .flags = OPTIONAL, .doc = "it may have been written before, then"),
    {0}}};

static const struct record seen_record = {"seen", sizeof(struct seen), (const struct field[]){
    FIELD(struct seen, state, .choice = "shown|written|conflict|missing|refused|later", .doc = "what became of it"),
    FIELD(struct seen, shown, .flags = OPTIONAL, .doc = "what the field shows now; absent: empty"),
    FIELD(struct seen, want, .flags = OPTIONAL, .doc = "what it shows once the effect stands"),
    FIELD(struct seen, receipt, .flags = OPTIONAL, .doc = "what the shop answered"),
    FIELD(struct seen, why, .flags = OPTIONAL, .doc = "one sentence where it did not succeed"),
    FIELD(struct seen, wait_ms, .unit = "ms", .max = 9e15, .flags = OPTIONAL, .doc = "how long the shop asked us to wait"),
    FIELD(struct seen, unsent, .flags = OPTIONAL, .doc = "nothing was written: that is certain"),
    {0}}};

static const struct record pulled_record = {"pulled", sizeof(struct pulled), (const struct field[]){
    FIELD_ONE(struct pulled, product, &product_record, .doc = "as the shop has it"),
    FIELD(struct pulled, remote, .max = 500, .flags = OPTIONAL, .doc = "the shop's own id"),
    FIELD(struct pulled, variants, .flags = OPTIONAL, .doc = "the shop's own ids of the variants, in order"),
    {0}}};

const struct record pulled_order_record = {"pulled_order", sizeof(struct pulled_order), (const struct field[]){
    FIELD_ONE(struct pulled_order, order, &order_record, .doc = "as the shop has it"),
    FIELD_ONE(struct pulled_order, customer, &customer_record, .doc = "who ordered"),
    FIELD_LIST(struct pulled_order, lines, &sale_line_record, .flags = OPTIONAL, .doc = "as evidence, at prices of the catalogue's kind"),
    FIELD_LIST(struct pulled_order, methods, &method_record, .flags = OPTIONAL, .doc = "its payments"),
    FIELD_LIST(struct pulled_order, money, &money_record, .flags = OPTIONAL, .doc = "what they have taken and given back"),
    {0}}};

const struct record channel_in_record = {"channel_in", sizeof(struct channel_in), (const struct field[]){
    FIELD(struct channel_in, verb, .choice = "fields|read|write|pull|orders", .doc = "what is asked"),
    FIELD_LIST(struct channel_in, effects, &effect_record, .max = 1000, .flags = OPTIONAL, .doc = "of read and write"),
    FIELD(struct channel_in, cursor, .max = 500, .flags = OPTIONAL, .doc = "of pull and orders: the page to read"),
    {0}}};

const struct record channel_out_record = {"channel_out", sizeof(struct channel_out), (const struct field[]){
    FIELD_LIST(struct channel_out, seen, &seen_record, .flags = OPTIONAL, .doc = "one per effect, in order"),
    FIELD(struct channel_out, fields, .flags = OPTIONAL, .doc = "the fields it carries; * for any"),
    FIELD_LIST(struct channel_out, products, &pulled_record, .flags = OPTIONAL, .doc = "of pull"),
    FIELD_LIST(struct channel_out, orders, &pulled_order_record, .flags = OPTIONAL, .doc = "of orders"),
    FIELD(struct channel_out, cursor, .max = 500, .flags = OPTIONAL, .doc = "the next page; absent: this was the last"),
    {0}}};
