/* test/fuzz/talk.c - any messages, one a line, said to the assistant over a small shop: an answer each time, about products there are. */
#include "core/capability.h"
#include "intelligence/answer/converse/converse.h"

static const char shelf[] =
    "{\"products\":[{\"id\":\"a\",\"title\":\"Trail Shoe\",\"brand\":\"Fell\",\"category\":\"Sport > Shoes\",\"currency\":\"EUR\",\"description\":\"Light. Made of rubber.\","
    "\"attributes\":[{\"name\":\"colour\",\"value\":\"red\"},{\"name\":\"weight\",\"value\":\"280\",\"unit\":\"g\"}],\"variants\":["
    "{\"sku\":\"T42\",\"title\":\"42\",\"options\":[{\"name\":\"size\",\"value\":\"42\"}],\"price\":8990,\"stock\":3},{\"sku\":\"T43\",\"title\":\"43\",\"stock\":0}]},"
    "{\"id\":\"b\",\"title\":\"Steel Cup\",\"price\":990,\"currency\":\"EUR\",\"attributes\":[{\"name\":\"material\",\"value\":\"steel\"}]},"
    "{\"id\":\"c\",\"title\":\"Blue Cup\",\"attributes\":[{\"name\":\"colour\",\"value\":\"blue\"}]}]}";
struct shelf { LIST(struct product) products; };
static const struct record shelf_record = {"shelf", sizeof(struct shelf), (const struct field[]){FIELD_LIST(struct shelf, products, &product_record), {0}}};

static const struct product *product_of(struct ctx *c, void *arg, struct str id)
{
    struct shelf *s = arg;
    (void)c;
    for (size_t i = 0; i < s->products.n; i++)
        if (str_eq(s->products.at[i].id, id))
            return &s->products.at[i];
    return NULL;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct str all = {(const char *)data, size};
    if (size > 1000 || !str_is_utf8(all))
        return 0;
    struct ctx c = {.mem = arena_open()};
    struct shelf s;
    struct talk_state now = {0};
    if (record_from_json(&c, &shelf_record, str_z(shelf), STRICT, &s) != OK)
        __builtin_trap();
    struct talk_shop shop = {.x = search_index_make(&c, s.products.at, s.products.n, STR("en")), .currency = STR("EUR"), .product = product_of, .arg = &s, .k = 2};
    shop.room = search_room(&c, shop.x);
    struct strs lines = str_split(&c, all, '\n');
    for (size_t i = 0; i < lines.n && i < 8; i++) {
        struct talk_answer a;
        talk(&c, &shop, &now, lines.at[i], &a);
        assert(a.reply.n && a.ai && str_is_utf8(a.reply));
        for (size_t k = 0; k < a.products.n; k++)
            assert(product_of(&c, &s, a.products.at[k].id));
        now = *a.state;
    }
    arena_close(c.mem);
    return 0;
}
