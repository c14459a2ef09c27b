/* intelligence/answer/service/service_say.h - the agent's sentences in six languages, each with what it rests on. */
#pragma once
#include "intelligence/answer/service/service.h"

enum service_key {
#define SAY(key, en, de, fr, es, it, nl) SAY_##key,
#include "intelligence/answer/service/service_say.def"
#undef SAY
    SAY_KEYS
};

struct service_speech { /* a reply on its way */
    struct str language;
    struct buf text;
    LIST(struct service_ground) grounds;
};

/* The words of a key with {1}… filled; text of customers or models never comes in here. */
struct str service_words_for(struct ctx *c, struct str language, enum service_key key, const struct str *facts, size_t n);
#define SERVICE_SAID(c, language, key, ...) \
    service_words_for(c, language, key, (const struct str[]){{0}, ##__VA_ARGS__} + 1, sizeof((const struct str[]){{0}, ##__VA_ARGS__}) / sizeof(struct str) - 1)

/* Add a sentence that rests on `source` ("order #W1", "policy", "wording"). */
void service_speak(struct ctx *c, struct service_speech *s, struct str sentence, struct str source);

enum service_key service_status_key(struct str status); /* SAY_KEYS: a status that has no words here */
