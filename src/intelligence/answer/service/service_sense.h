/* intelligence/answer/service/service_sense.h - which wish a text is most like, in words that no pattern knows.
 *
 * The text's vector (embed.e5, about a hundred languages) is read by one row of weights per wish, fitted to the examples in
 * service_sense.tsv by tool/sense.py. Without the model nothing is felt, and the words stand alone.
 */
#pragma once
#include "core/str.h"

struct service_feel {
    struct str intent; /* of service_intent.def, a topic of service_topic.c, "keep", "hello" or "other"; absent: nothing is felt */
    double sure;       /* share of that wish among all, 0..1 */
    struct str second; /* the next likely */
    double rest;       /* and its share */
};

/* One feel a text. Order numbers and e-mail addresses are left out of it. Cost: some 10 ms a text. */
struct service_feel *service_feels(struct ctx *c, const struct strs *texts);
