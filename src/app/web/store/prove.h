/* app/web/store/prove.h - who may see an order of the storefront: a cookie that is signed for it, or its e-mail address. */
#pragma once
#include "app/web/visit.h"

MUST enum status order_open_to(struct visit *v, struct str order, bool *yes); /* does this browser hold its cookie? */
MUST enum status order_open(struct visit *v, struct str order);               /* give it to this browser */
enum status order_ask_proof(struct visit *v, bool failed);                    /* the page that asks for the e-mail address */
