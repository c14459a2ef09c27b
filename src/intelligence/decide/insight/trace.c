/* intelligence/decide/insight/trace.c - the record of data that a decision stands on. */
#include "intelligence/decide/insight/trace.h"

const struct record mark_record = {"mark", sizeof(struct mark), (const struct field[]){
    FIELD(struct mark, at, .min = 0, .max = 6000, .doc = "the period, counted from the first of the history"),
    FIELD(struct mark, name, .max = 60, .flags = LOOSE, .doc = "what is written there: Easter"),
    {0}}};

const struct record trace_record = {"trace", sizeof(struct trace), (const struct field[]){
    FIELD(struct trace, from, .max = 10, .init_str = "", .flags = OPTIONAL, .doc = "the first day, as 2026-11-21"),
    FIELD(struct trace, units, .max = 5000, .flags = OPTIONAL, .doc = "sold on each day; null: not known"),
    FIELD(struct trace, price, .max = 5000, .flags = OPTIONAL, .doc = "asked on each day"),
    FIELD(struct trace, in_stock, .max = 5000, .flags = OPTIONAL, .doc = "share of each day with stock"),
    FIELD(struct trace, mean, .max = 1000, .flags = OPTIONAL, .doc = "units expected on each day ahead"),
    FIELD(struct trace, low, .max = 1000, .flags = OPTIONAL, .doc = "lower end of a band of 80 %"),
    FIELD(struct trace, high, .max = 1000, .flags = OPTIONAL, .doc = "upper end of it"),
    FIELD_LIST(struct trace, marks, &mark_record, .max = 100, .flags = OPTIONAL, .doc = "occasions whose effect is known"),
    {0}}};
