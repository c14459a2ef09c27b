/* app/web/store/pay.h - paying in the storefront: by what, and the wish by which an order is paid once more.
 *
 * What a card says is never asked here: the provider asks it of the customer. Here only the name of the means goes on its way.
 */
#pragma once
#include "app/web/web.h"
#include "data/wish.h"

struct pay {
    struct str order, means;
    int64_t seq; /* movements that the order had when the page was shown: the same page sent twice pays once */
};
extern const struct record pay_record;

/* What the provider takes of anybody; none where no provider is set. */
MUST enum status means_load(struct ctx *c, struct strs *out);
/* *problem absent: it is one of these, or there are none and it is none. */
MUST enum status means_check(struct ctx *c, struct str means, struct str *problem);
/* Note it as one of the customer's. */
MUST enum status means_take(struct ctx *c, struct str customer, struct str means);
void put_means(struct visit *v, const struct strs *means); /* to choose from, in a form */

/* How far the payment of an order is, with a form or a link where it is due; nothing where no money is asked for. */
MUST enum status put_payment(struct visit *v, struct str order, bool form);

/* Put a wish, and wait a little: *problem absent unless it was refused. */
MUST enum status wish_ask(struct visit *v, struct str kind, struct str person, struct str body, struct str *problem);

/* Take what is due by those means. REJECT: nothing is, or it is being paid. */
MUST enum status pay_do(struct ctx *c, const void *body, struct wish *w);
