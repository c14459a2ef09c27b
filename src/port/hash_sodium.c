/* port/hash_sodium.c - core/hash.h kept by libsodium. */
#include "core/hash.h"
#include <sodium.h>
#include <stdlib.h>

/* Cheap after the first call; libsodium asks for it before anything else. */
static void ready(void)
{
    if (sodium_init() < 0)
        abort(); /* no source of randomness: nothing may be signed */
}

static const unsigned char *raw(struct str s) { return (const unsigned char *)(s.p ? s.p : ""); }

static struct str taken(struct ctx *c, size_t n) { return (struct str){arena_take(c->mem, n + 1), n}; }

static unsigned char *into(struct str s) { return (unsigned char *)(uintptr_t)s.p; }

struct str hash_hex(struct ctx *c, struct str bytes)
{
    struct str out = taken(c, bytes.n * 2);
    sodium_bin2hex((char *)into(out), out.n + 1, raw(bytes), bytes.n);
    return out;
}

struct str hash_blake2b(struct ctx *c, struct str bytes)
{
    unsigned char sum[32];
    ready();
    crypto_generichash(sum, sizeof sum, raw(bytes), bytes.n, NULL, 0);
    return hash_hex(c, (struct str){(char *)sum, sizeof sum});
}

struct str hash_sha256(struct ctx *c, struct str bytes)
{
    unsigned char sum[crypto_hash_sha256_BYTES];
    crypto_hash_sha256(sum, raw(bytes), bytes.n);
    return hash_hex(c, (struct str){(char *)sum, sizeof sum});
}

struct str hash_hmac(struct ctx *c, struct str key, struct str bytes)
{
    crypto_auth_hmacsha256_state state;
    struct str out = taken(c, crypto_auth_hmacsha256_BYTES);
    crypto_auth_hmacsha256_init(&state, raw(key), key.n);
    crypto_auth_hmacsha256_update(&state, raw(bytes), bytes.n);
    crypto_auth_hmacsha256_final(&state, into(out));
    return out;
}

bool hash_same(struct str a, struct str b) { return a.n == b.n && sodium_memcmp(raw(a), raw(b), a.n) == 0; }

struct str hash_password(struct ctx *c, struct str password)
{
    char text[crypto_pwhash_STRBYTES];
    ready();
    if (crypto_pwhash_str(text, (const char *)raw(password), password.n, crypto_pwhash_OPSLIMIT_INTERACTIVE,
                          crypto_pwhash_MEMLIMIT_INTERACTIVE) != 0)
        abort(); /* out of memory */
    return str_copy(c, str_z(text));
}

bool hash_password_is(struct str hash, struct str password)
{
    char text[crypto_pwhash_STRBYTES] = {0}; /* libsodium reads all of it */
    ready();
    if (!hash.n || hash.n >= sizeof text)
        return false;
    memcpy(text, hash.p, hash.n);
    return crypto_pwhash_str_verify(text, (const char *)raw(password), password.n) == 0;
}

struct str hash_random(struct ctx *c, size_t n)
{
    struct str out = taken(c, n);
    ready();
    randombytes_buf(into(out), n);
    return out;
}

static struct str encoded(struct ctx *c, struct str bytes, int variant)
{
    struct str out = taken(c, sodium_base64_encoded_len(bytes.n, variant));
    sodium_bin2base64((char *)into(out), out.n, raw(bytes), bytes.n, variant);
    out.n = strlen(out.p);
    return out;
}

struct str hash_base64(struct ctx *c, struct str bytes) { return encoded(c, bytes, sodium_base64_VARIANT_ORIGINAL); }

struct str hash_base64_url(struct ctx *c, struct str bytes)
{
    return encoded(c, bytes, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

bool hash_from_base64(struct ctx *c, struct str text, struct str *bytes)
{
    static const int variants[] = {sodium_base64_VARIANT_ORIGINAL, sodium_base64_VARIANT_ORIGINAL_NO_PADDING,
                                   sodium_base64_VARIANT_URLSAFE, sodium_base64_VARIANT_URLSAFE_NO_PADDING};
    struct str out = taken(c, text.n);
    for (size_t i = 0; i < sizeof variants / sizeof *variants; i++) {
        size_t n;
        if (sodium_base642bin(into(out), text.n, (const char *)raw(text), text.n, NULL, &n, NULL, variants[i]) == 0) {
            into(out)[n] = 0;
            *bytes = (struct str){out.p, n};
            return true;
        }
    }
    return false;
}
