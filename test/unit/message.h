/* test/unit/message.h - every reader of a customer's message called once: for the unit test and the fuzzer. */
#pragma once
#include "intelligence/answer/service/service_text.h"

static inline void message_read(struct ctx *c, struct str text)
{
    struct str first, last, plain = service_plain(c, text);
    struct strs address = {0};
    struct service_words w = service_words_of(c, plain);
    service_clauses_of(c, plain);
    service_language(&w);
    service_mood(&w, plain);
    service_email(c, plain);
    service_order_ids(c, plain);
    service_zip(c, &w, true);
    service_name(c, plain, true, &first, &last);
    service_address(c, plain, &address);
}
