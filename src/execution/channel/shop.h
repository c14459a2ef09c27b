/* execution/channel/shop.h - what the channels to real shops share: compare, write, read back, page by page.
 *
 * A shop is a driver: how one product's page is loaded, what it shows of a field, and how fields are written.
 * shop_run() answers the verbs of data/effect.h with it:
 *
 *   read    load each page once; what it shows, and what it would show
 *   write   load, leave alone what somebody else has written, write the rest product by product, load again
 *           and hold what the shop shows now against what was wanted
 */
#pragma once
#include "core/capability.h"
#include "core/http.h"
#include "core/json.h"
#include "data/effect.h"

struct coupon_driver;
struct errand_driver;
struct shop_group { struct str segment, id; }; /* the shop's own group of customers for a segment of ours */
struct shop_location { struct str node, id; }; /* the shop's own place for a node of ours */
extern const struct record shop_group_record, shop_location_record;
struct link { /* to one shop, for one call */
    const char *name;     /* "vendure" */
    struct str base;      /* its address, without a slash at the end */
    struct str auth;      /* value of the header Authorization; absent before signing in */
    int64_t wait_ms;      /* what the shop asked us to wait, last */
    const void *opt;      /* the driver's own */
    void *state;          /* the driver's own, for one call */
    const struct shop_group *groups; /* [n_groups] */
    size_t n_groups;
    const struct shop_location *locations; /* [n_locations] */
    size_t n_locations;
    int64_t late_ms;      /* so long a request without an answer may still be at work in the shop */
};
struct page { /* one product and the effects on it */
    struct str id, remote;
    const struct json *at;  /* as the shop has it; NULL: it has none such */
    LIST(const struct effect *) effects;
    LIST(struct seen *) seen; /* where each effect's answer goes */
};
struct pages {
    struct page *at;
    size_t n;
};
struct asking { /* what one variant asks of everybody */
    struct str variant, sku, currency; /* the shop's own id; ISO 4217 */
    int64_t minor;                /* NONE: it has no price in that currency */
};
struct askings {
    struct asking *at;
    size_t n;
};
struct driver {
    enum status (*sign_in)(struct ctx *c, struct link *l);
    enum status (*load)(struct ctx *c, struct link *l, struct pages *pages); /* set page.at */
    struct str (*shown)(struct ctx *c, const struct link *l, const struct page *p, const struct effect *e);
    struct str (*want)(struct ctx *c, const struct link *l, const struct effect *e);
    enum status (*put)(struct ctx *c, struct link *l, const struct page *p, const struct effect *const *effects, size_t n);
    /* Every variant's price, in `currency` or ("") the shop's own. Written by price(): the same for all of those it is given. */
    void (*offers)(struct ctx *c, const struct link *l, const struct page *p, struct str currency, struct askings *out);
    enum status (*price)(struct ctx *c, struct link *l, const struct page *p, const struct askings *all, int64_t minor);
    /* Sale prices that stand beside the price; all NULL: the price itself is written. */
    enum status (*sale_find)(struct ctx *c, struct link *l, const struct effect *e, const struct askings *all, int64_t *minor);
    enum status (*sale_add)(struct ctx *c, struct link *l, const struct effect *e, const struct askings *all, int64_t minor);
    enum status (*sale_drop)(struct ctx *c, struct link *l, const struct effect *e, const struct askings *all);
    enum status (*pull)(struct ctx *c, struct link *l, struct str cursor, struct channel_out *out);
    void (*fields)(struct ctx *c, const struct link *l, struct strs *out);
    const struct coupon_driver *coupons; /* codes of offers */
    const struct errand_driver *errands; /* what is done to orders */
    enum status (*orders)(struct ctx *c, struct link *l, struct str cursor, struct channel_out *out);
};

MUST enum status shop_run(struct ctx *c, const struct driver *d, struct link *l, const struct channel_in *in, struct channel_out *out);

/* One request with JSON both ways. REJECT when the shop refuses it for good, with its own words; RETRY when it is
 * busy, down or refuses the sign-in. `body` absent: GET. `answer` may be NULL. */
MUST enum status shop_ask(struct ctx *c, struct link *l, const char *method, struct str path, struct str body, struct http_out *answer,
                          const struct json **out);

/* A value shown or wanted, "" and absent being the same. */
bool shop_same(struct str a, struct str b);
