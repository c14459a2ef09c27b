/* core/personal_test.c - what must not leave, and what looks like it and may. */
#include "core/personal.h"
#include "test/unit/unit.h"

TEST(personal_is_taken_out_and_put_back)
{
    static const struct { const char *in, *out; } trials[] = {
        {"write to jo.b+x@mail.example.org, please", "write to [e-mail 1], please"},
        {"a@b.de and c@d.fr and a@b.de.", "[e-mail 1] and [e-mail 2] and [e-mail 1]."},
        {"call +49 30 1234567 now", "call [phone 1] now"},
        {"Tel.: 030 / 123 45 67", "Tel.: [phone 1]"},
        {"(555) 123-4567 or 555-123-4567", "[phone 1] or [phone 2]"},
        {"0049301234567", "[phone 1]"},
        {"phone 5551234567", "phone [phone 1]"},
        {"DE89 3704 0044 0532 0130 00 is it", "[iban 1] is it"},
        {"GB29NWBK60161331926819", "[iban 1]"},
        {"card 4111 1111 1111 1111!", "card [card 1]!"},
        {"378282246310005", "[card 1]"},
        {"I live at 12 Long Acre Street in York", "I live at [address 1] in York"},
        {"Hauptstraße 5a, 10115 Berlin", "[address 1], 10115 Berlin"},
        {"Dear Anna Schmidt, and ANNA SCHMIDT", "Dear [name 1], and [name 2]"},
    };
    struct str known[] = {STR("Anna Schmidt")};
    struct strs names = {known, 1};
    for (size_t i = 0; i < sizeof trials / sizeof *trials; i++) {
        struct personal p = {0};
        struct str out = personal_redact(c, str_z(trials[i].in), &names, &p);
        if (!str_eq(out, str_z(trials[i].out)))
            fail_msg("%s: got %s", trials[i].in, out.p);
        ASSERT_STR(personal_restore(c, out, &p), trials[i].in);
    }
}

TEST(personal_leaves_products_alone)
{
    static const char *const texts[] = {
        "1.7 litres, 2200 W, 120 x 60 x 75 cm, 19.90 EUR, 50-60 Hz, 220-240 V", "GTIN 4006381333931, SKU 123-456-789, EAN 0012345678905",
        "12 pieces, 2 m cable, model 2024-11-21, part 555123", "4.5 of 5 stars, 1,234 sold, 10 000 hours", "The 3 Street lamps; 5 Star rating",
        "mail order @home, price @ 5", "DE 1234 is no account", "ISBN 978-3-16-148410-0", "Roadmap 5, Wegweiser, 24-70mm f/2.8, 1080p 60 fps",
        "4111 1111 1111 1112"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct personal p = {0};
        ASSERT_STR(personal_redact(c, str_z(texts[i]), NULL, &p), texts[i]);
    }
}
