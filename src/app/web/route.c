/* app/web/route.c - route.def as a table, and the words for roles. */
#include "app/web/route.h"
#include "app/web/store/chat.h"
#include "app/web/store/view.h"
#include "app/web/view.h"
#include "app/web/view_thread.h"
#include "data/ledger.h"
#include "data/product.h"
#include "data/wish.h"

#define NO_RECORD ((const struct record *)NULL)
const struct route routes[] = {
#define HTML(fn, path, least, q) {.method = "GET", .pattern = path, .role = least, .face = PAGE, .run = fn, .query = q},
#define POSTED(fn, path) {.method = "POST", .pattern = path, .role = NOBODY, .face = FORM, .run = fn},
#define GIVES(fn, path, least, q, gives, what) \
    {.method = "GET", .pattern = path, .role = least, .face = API, .run = fn, .query = q, .reply = gives, .doc = what},
#define TAKES(fn, path, least, takes, gives, what) \
    {.method = "POST", .pattern = path, .role = least, .face = API, .run = fn, .body = takes, .reply = gives, .doc = what},
#define FILES(fn, path) {.method = "GET", .pattern = path, .role = NOBODY, .face = BARE, .run = fn},
#define PLAIN(fn, path, least) {.method = "GET", .pattern = path, .role = least, .face = API, .run = fn},
#define HOOKED(fn, path) {.method = "POST", .pattern = path, .role = NOBODY, .face = HOOK, .run = fn},
#define SHOWS(fn, path) {.method = "GET", .pattern = path, .role = NOBODY, .face = SHOP, .run = fn},
#define BUYS(fn, path) {.method = "POST", .pattern = path, .role = NOBODY, .face = SHOP, .run = fn},
#define WISHES(kind, least, takes, what) \
    {.method = "POST", .pattern = "/api/v1/wishes/" kind, .role = least, .face = API, .run = api_wish, .body = takes, \
     .reply = &wish_view_record, .wish = kind, .doc = what},
#include "app/web/route.def"
    {0}};
_Static_assert(sizeof routes / sizeof *routes <= ROUTES_MAX, "ROUTES_MAX is too small for route.def");

static const char *const names[] = {"nobody", "viewer", "editor", "admin"};

const char *role_word(enum role r) { return names[r]; }

bool role_read(struct str name, enum role *out)
{
    for (enum role r = VIEWER; r <= ADMIN; r++)
        if (str_eq(name, str_z(names[r])))
            return *out = r, true;
    return false;
}
