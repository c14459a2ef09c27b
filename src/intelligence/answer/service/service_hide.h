/* intelligence/answer/service/service_hide.h - what is personal in a case, so that it can be taken out of what leaves the house. */
#pragma once
#include "intelligence/answer/service/service_view.h"

/* All texts that name or reach the customer: what the account and the orders `own` hold, and what the customer's turns tell. Longest
 * first is not needed: core/personal.h takes each where it stands. Order numbers are not among them: they become marks. */
struct strs service_hidden(struct ctx *c, const struct service_view *v, const struct strs *own);
