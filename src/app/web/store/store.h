/* app/web/store/store.h - the storefront: public pages under /shop, rendered here, complete without a script.
 *
 * What is shown is read from the database at the time of the request; only what is searched stands in memory (a shelf),
 * renewed by a thread of its own while requests go on. No page names its reader, so pages may be cached; the number in
 * the cart, consent and the chat come by requests of the page's own.
 */
#pragma once
#include "app/web/html.h"
#include "app/web/web.h"
#include "intelligence/answer/search/shelf.h"

struct store;
struct coupon;

/* Start reading the catalogue; at once OK, pages wait for the first reading. */
MUST enum status store_open(struct web *w, struct store **out);
void store_close(struct store *s);

/* ---- the catalogue as a whole ------------------------------------------------------------------- */

struct aisle {        /* a category and what is below it */
    struct str name;  /* as the merchant writes it: "Home & Garden" */
    struct str key;   /* folded, as the search names it: "home garden" */
    struct str slug;  /* "home-garden" */
    struct str photo; /* a product with a picture; absent: none has */
    int64_t n;        /* products in it and below */
    struct aisle *below;
    size_t n_below;
};
struct guide { /* read-only once made */
    struct arena *mem;
    int uses;        /* borrowers; the store's own is one */
    struct str name; /* of the shop */
    struct str currency, language;
    struct aisle *aisles;
    size_t n_aisles;
    int64_t products;
    struct strs hero, fresh, popular; /* ids: a picture of each category; of every category in turn; looked at most */
    int64_t small, grand;             /* prices, minor units: a quarter of the products is below, a fifth above; 0: none */
    struct wordlist folded; /* brands and categories as the search writes them … */
    struct strs written;    /* … and as the merchant does, by the same number */
};

/* The shelf and the guide, which stay valid until the answer is sent. RETRY while the shop opens. */
MUST enum status store_shelf(struct visit *v, struct shelf **shelf);
MUST enum status store_guide(struct visit *v, const struct guide **guide);
struct guide *guide_make(struct ctx *c); /* reads c->db; NULL and c->why when it cannot */
const struct aisle *guide_aisle(const struct guide *g, struct str slug, const struct aisle **top); /* NULL: no such */
struct str guide_written(struct ctx *c, const struct guide *g, struct str folded); /* "home garden" → "Home & Garden" */

/* ---- what the shop chose (settings "shop", "shop.layout", "shop.collections") --------------------- */

struct layout {
    struct strs home, product, list, cart;
}; /* sections of each kind of page, in their order */
struct collection {
    struct str slug, title, text, query, filters;
    struct strs products;
    bool ai;
};
extern const struct record shop_layout_record, shop_collections_record; /* of the settings of those names */
MUST enum status layout_read(struct ctx *c, struct layout *out);

/* Collections that are set, or else some that every catalogue has. */
struct collections {
    LIST(struct collection) list;
};
MUST enum status collections_read(struct visit *v, struct collections *out);
/* Its search in place of q's query and filters; q->currency is that of its prices. */
void collection_ask(struct ctx *c, const struct collection *k, struct search_question *q);

/* ---- who is there (shopper.c) ---------------------------------------------------------------------- */

/* The visitor's id, from the cookie; absent: none yet. */
struct str shopper_id(struct visit *v);
/* As above, made and told to the browser where there is none. */
MUST enum status shopper_make(struct visit *v, struct str *id);
bool shopper_agreed(struct visit *v);  /* to being recognized: the cookie says yes, and no header says no */
bool shopper_objects(struct visit *v); /* DNT or Global Privacy Control */

/* ---- the cart (cart.c) -------------------------------------------------------------------------------- */

enum { QUANTITY_MAX = 99, CART_LINES = 100 };
struct cart_line {
    struct str product, variant;          /* variant: SKU, or "#" and its place */
    struct str title, choice, image, sku; /* choice: "13 inch 8GB" */
    struct str currency;
    int64_t quantity, price, stock; /* price of one, minor units; NONE: cannot be bought; stock NONE: not tracked */
    int64_t pos;                    /* of the variant */
    struct str problem;             /* why it cannot be had like this; absent: it can */
    int64_t off;                    /* by the code, of one, minor units */
};
struct cart {
    LIST(struct cart_line) lines;
    struct str currency;
    int64_t total, units; /* total: minor units, before `off` */
    int64_t off;          /* by the code, minor units */
    struct str code;      /* typed; absent: none */
    struct coupon *coupon; /* NULL: no such offer stands */
    bool ready;           /* every line can be had */
};
MUST enum status cart_load(struct ctx *c, struct str shopper, struct cart *out);
/* Put in, or set; 0 takes it out. REJECT: no such product or variant, or more than there are. */
MUST enum status cart_add(struct ctx *c, struct str shopper, struct str product, struct str variant, int64_t quantity);
MUST enum status cart_set(struct ctx *c, struct str shopper, struct str product, struct str variant, int64_t quantity);
/* Type the code of an offer; "" takes it out. */
MUST enum status cart_code(struct ctx *c, struct str shopper, struct str code);
/* The variant that is meant: by SKU or "#" and place; "" : the first that can be had. NULL: none. */
const struct variant *variant_meant(const struct product *p, struct str variant);
struct str variant_key(struct ctx *c, const struct product *p, const struct variant *v);

/* ---- pieces of pages (frame.c, piece.c) --------------------------------------------------------------- */

struct card {
    struct str id, title, brand, category, currency;
    struct strs images;
    int64_t price, dear, compare_at; /* minor units; NONE */
    int64_t stock, untracked;        /* units; variants that nobody counts */
    int64_t variants;
    struct str variant; /* its address opens this one; absent: the first that can be had */
};
/* What a list shows of a product. found false: it is gone. */
MUST enum status card_load(struct ctx *c, struct str id, struct card *out, bool *found);
void put_card(struct visit *v, const struct card *k, int64_t place, struct str list, struct str why);
/* A picture of product `id`, or a well-made place for one. sizes: of the HTML attribute; eager: above the fold. */
void put_picture(struct visit *v, struct str id, const struct strs *images, size_t n, struct str alt, const char *sizes,
                 bool eager);
void put_price(struct visit *v, int64_t price, int64_t dear, int64_t compare_at, struct str currency);
struct str price_words(struct ctx *c, int64_t minor, struct str currency); /* "$1,299.00" */
struct str title_case(struct ctx *c, struct str folded);

struct frame {
    struct str title;       /* of the window, without the shop's name */
    struct str description; /* for search engines; absent: none */
    struct str path;        /* canonical, "/shop/…" ; absent: not to be indexed */
    struct str query;       /* in the search field */
    struct str kind;        /* "home", "product": class of the body, and what the script tells */
    struct str json_ld;     /* absent: none */
};
enum status store_frame(struct visit *v, const struct frame *f); /* everything before a page's own content */
enum status store_done(struct visit *v, bool cacheable);         /* everything after */
bool store_is(const struct visit *v);                            /* the address is one of the storefront's */
void store_error(struct visit *v, int code, const char *title);
/* What the page's script reports as seen, where the visitor agreed: {"event", …, "properties"}, as data in the page. */
struct tree;
struct node;
void put_event(struct visit *v, struct tree *t, struct node *event, struct node *properties);
/* A row of products under a heading; nothing where the list is empty. */
enum status put_rail(struct visit *v, const char *title, const char *list, const struct strs *ids,
                     const struct strs *why);

/* ---- asking (ask.c) ------------------------------------------------------------------------------------- */

struct asking { /* a listing as its address says it */
    struct search_question q;
    struct strs removed;
    struct str path; /* without the query */
    int64_t page;
    const struct aisle *aisle; /* NULL: not one category */
};
MUST enum status asking_read(struct visit *v, struct str path, const struct aisle *aisle, struct asking *out);
enum asking_but { BUT_NOTHING, BUT_FILTER, BUT_CHIP, BUT_SORT, BUT_PAGE, BUT_NO_PRICE, BUT_QUERY };
/* The address of the same listing with one thing otherwise: a filter on or off ("brand", "apple"), a chip taken away … */
struct str asking_url(struct ctx *c, const struct asking *a, enum asking_but but, struct str name, struct str value);
/* The same without what is given up; absent: it is what the page is about. */
struct str asking_url_without(struct ctx *c, const struct asking *a, const struct search_rescue *r);
bool asking_has(const struct asking *a, struct str name, struct str value);
enum { PER_PAGE = 24 };

/* ---- products beside a product (rail.c) -------------------------------------------------------------------- */
struct rail {
    struct strs ids, why;
    struct str list; /* its name in events, with the arm of a trial: "for_you:b"; absent: not of recommend_show */
    bool own;        /* made by what this visitor did */
};
/* By what the visitor did: only for one who agreed, on a page that is nobody else's. */
MUST enum status rail_for_you(struct visit *v, size_t k, struct rail *out);
MUST enum status rail_similar(struct visit *v, struct str product, size_t k, struct rail *out);
MUST enum status rail_goes_with(struct visit *v, const struct strs *products, size_t k, struct rail *out);
MUST enum status rail_popular(struct visit *v, size_t k, struct rail *out);
MUST enum status rail_fresh(struct visit *v, size_t k, struct rail *out);
