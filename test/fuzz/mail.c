/* test/fuzz/mail.c - any bytes as a mail: read, split, and answered. */
#include "core/mail.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct ctx c = {.mem = arena_open()};
    struct mail m;
    if (mail_read(&c, str_copy(&c, (struct str){(const char *)data, n}), &m) == OK) {
        struct letter l = {.id = STR("x@y"), .from = {STR("s"), STR("s@x.example")}, .to = m.from, .subject = m.subject, .text = m.text,
                           .references = m.references};
        struct str raw;
        assert(str_is_utf8(m.text) && str_is_utf8(m.quoted) && str_is_utf8(m.subject) && str_is_utf8(m.from.name));
        if (mail_write(&c, &l, &raw) == OK)
            assert(mail_read(&c, raw, &m) == OK);
    }
    arena_close(c.mem);
    return 0;
}
