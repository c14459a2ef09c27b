/* test/fuzz/url.c - targets, forms and cookies of strangers: read or refused, never worse. */
#include "core/url.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct ctx c = {.mem = arena_open()};
    struct str raw = str_copy(&c, (struct str){(const char *)data, n});
    struct url u;
    struct pairs form, params;
    if (url_read(&c, raw, &u) == OK) {
        for (size_t i = 0; i < u.path.n; i++)
            if (!str_is_utf8(u.path.at[i]))
                __builtin_trap();
        path_matches(&c, &u.path, "/a/{b}/c", &params);
    }
    if (form_read(&c, raw, &form) == OK)
        for (size_t i = 0; i < form.n; i++) {
            struct pairs again; /* what was read, written and read again is the same */
            struct str text = str_fmt(&c, "%s=%s", url_escape(&c, form.at[i].name).p, url_escape(&c, form.at[i].value).p);
            if (form_read(&c, text, &again) != OK || again.n != 1 || !str_eq(again.at[0].value, form.at[i].value))
                __builtin_trap();
        }
    cookie_get(&c, raw, "purvey");
    arena_close(c.mem);
    return 0;
}
