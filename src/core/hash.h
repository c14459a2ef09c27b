/* core/hash.h - digests, signatures, passwords and chance that nobody can guess; kept by port/hash_sodium.c.
 *
 * Chance of the work itself is core/rand.h: seeded, so that runs replay. This here is for keys and tokens.
 */
#pragma once
#include "core/str.h"

/* BLAKE2b-256 and SHA-256 of bytes, as 64 lower-case hex digits. */
struct str hash_blake2b(struct ctx *c, struct str bytes);
struct str hash_sha256(struct ctx *c, struct str bytes);

/* HMAC-SHA256: 32 raw bytes. Standard Webhooks: hash_base64(c, hash_hmac(c, key, "id.timestamp.body")). */
struct str hash_hmac(struct ctx *c, struct str key, struct str bytes);

/* Equal, in time that does not tell where they differ; lengths are no secret. */
bool hash_same(struct str a, struct str b);

/* Argon2id with its parameters and salt in the text, for the table person. About 50 ms and 64 MiB on purpose. */
struct str hash_password(struct ctx *c, struct str password);
bool hash_password_is(struct str hash, struct str password);

/* `n` bytes from the kernel's generator. */
struct str hash_random(struct ctx *c, size_t n);

/* RFC 4648. hash_hex gives lower case. hash_from_base64: with or without padding; false: not base64. */
struct str hash_hex(struct ctx *c, struct str bytes);
struct str hash_base64(struct ctx *c, struct str bytes);     /* standard alphabet, padded */
struct str hash_base64_url(struct ctx *c, struct str bytes); /* URL alphabet, unpadded: for tokens */
bool hash_from_base64(struct ctx *c, struct str text, struct str *bytes);
