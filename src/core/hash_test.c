/* core/hash_test.c - against published vectors, and what a forger would try. */
#include "core/hash.h"
#include "test/unit/unit.h"

TEST(hash_digests)
{
    ASSERT_STR(hash_sha256(c, STR("abc")), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"); /* FIPS 180-4 */
    ASSERT_STR(hash_blake2b(c, STR("")), "0e5751c026e543b2e8ab2eb06099daa1d1e5df47778f7787faab45cdf12fe3a8");
    ASSERT_STR(hash_blake2b(c, (struct str){0}), "0e5751c026e543b2e8ab2eb06099daa1d1e5df47778f7787faab45cdf12fe3a8");
}

TEST(hash_hmac_rfc4231)
{
    struct str sum = hash_hmac(c, STR("Jefe"), STR("what do ya want for nothing?"));
    ASSERT_STR(hash_hex(c, sum), "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    assert_true(hash_same(sum, hash_hmac(c, STR("Jefe"), STR("what do ya want for nothing?"))));
    assert_false(hash_same(sum, hash_hmac(c, STR("Jeff"), STR("what do ya want for nothing?"))));
    assert_false(hash_same(sum, str_part(sum, 0, 31)));
}

TEST(hash_standard_webhooks_example)
{
    struct str key;
    assert_true(hash_from_base64(c, STR("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"), &key));
    struct str sum = hash_hmac(c, key, STR("msg_p5jXN8AQM9LWM0D4loKWxJek.1614265330.{\"test\": 2432232314}"));
    ASSERT_STR(hash_base64(c, sum), "g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
}

TEST(hash_password)
{
    struct str h = hash_password(c, STR("correct horse"));
    assert_true(str_starts(h, STR("$argon2id$")));
    assert_true(hash_password_is(h, STR("correct horse")));
    assert_false(hash_password_is(h, STR("correct hors")));
    assert_false(hash_password_is(STR(""), STR("")));
    assert_false(hash_password_is(STR("$argon2id$nonsense"), STR("")));
    assert_false(str_eq(h, hash_password(c, STR("correct horse")))); /* salted */
}

TEST(hash_base64_both_ways)
{
    struct str any = hash_random(c, 41), back;
    assert_true(hash_from_base64(c, hash_base64(c, any), &back));
    assert_true(str_eq(any, back));
    assert_true(hash_from_base64(c, hash_base64_url(c, any), &back));
    assert_true(str_eq(any, back));
    assert_false(hash_from_base64(c, STR("a*b="), &back));
    assert_false(hash_from_base64(c, STR("a"), &back));
}
