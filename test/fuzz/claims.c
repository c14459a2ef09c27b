/* test/fuzz/claims.c - any text against a product made of the same bytes: no crash, spans inside the text. */
#include "core/capability.h"
#include "data/claim.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const languages[] = {"en", "de", "fr", "es", "it", "nl", "", "xx"};
    struct str all = {(const char *)data, size};
    if (size < 2 || size > 4000 || !str_is_utf8((struct str){all.p + 1, size - 1}))
        return 0;
    struct ctx c = {.mem = arena_open()};
    struct strs parts = str_split(&c, (struct str){all.p + 1, size - 1}, '\n');
    struct product p = {.id = STR("1"), .title = parts.at[parts.n - 1], .description = parts.n > 2 ? parts.at[1] : STR("")};
    for (size_t i = 2; i + 1 < parts.n && i < 12; i += 2)
        *LIST_ADD(&c, &p.attributes) = (struct attribute){.name = parts.at[i], .value = parts.at[i + 1]};
    struct claims_in in = {.product = &p, .text = parts.at[0], .language = str_z(languages[data[0] % 8]), .max_length = NONE};
    struct claims_out out;
    if (capability_call(&c, "verify.claims", &in, &out) == OK)
        for (size_t i = 0; i < out.claims.n; i++)
            assert(out.claims.at[i].from <= out.claims.at[i].to && (size_t)out.claims.at[i].to <= in.text.n);
    arena_close(c.mem);
    return 0;
}
