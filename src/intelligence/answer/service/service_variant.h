/* intelligence/answer/service/service_variant.h - which variant a customer wants instead of an item.
 *
 * Options that are named must be met; those that are not stay as they are. Where no variant does both, nothing is taken:
 * the customer chooses.
 */
#pragma once
#include "intelligence/answer/service/service_view.h"

struct service_variant {
    struct str id;      /* absent: it is not clear, and the customer is asked */
    struct str choice;  /* what there is to choose from */
    bool none;          /* what is described cannot be had */
};
/* `typed`: what a model proposes; it is taken where it can be had. Absent: the task's words are read. */
void service_variant_find(struct ctx *c, const struct service_view *v, const struct json *order, struct str item, const struct service_task *t,
                          struct str typed, struct service_variant *out);
