/* intelligence/answer/service/service_say.c - a table of sentences, and their places filled. */
#include "intelligence/answer/service/service_say.h"

enum { SAY_LANGUAGES = 6 };
static const char *const languages[SAY_LANGUAGES] = {"en", "de", "fr", "es", "it", "nl"};
static const char *const table[SAY_KEYS][SAY_LANGUAGES] = {
#define SAY(key, en, de, fr, es, it, nl) [SAY_##key] = {en, de, fr, es, it, nl},
#include "intelligence/answer/service/service_say.def"
#undef SAY
};

struct str service_words_for(struct ctx *c, struct str language, enum service_key key, const struct str *facts, size_t n)
{
    struct buf b = {0};
    int l = 0;
    for (int i = 0; i < SAY_LANGUAGES; i++)
        if (str_starts(language, str_z(languages[i])))
            l = i;
    for (const char *p = table[key][l]; *p; p++) {
        size_t at = p[0] == '{' && p[1] >= '1' && p[1] <= '9' && p[2] == '}' ? (size_t)(p[1] - '1') : SIZE_MAX;
        if (at < n) {
            buf_add(c, &b, facts[at]);
            p += 2;
        } else {
            buf_byte(c, &b, *p);
        }
    }
    return buf_str(&b);
}

void service_speak(struct ctx *c, struct service_speech *s, struct str sentence, struct str source)
{
    if (!sentence.n)
        return;
    if (s->text.n)
        buf_byte(c, &s->text, ' ');
    buf_add(c, &s->text, sentence);
    *LIST_ADD(c, &s->grounds) = (struct service_ground){sentence, source};
}

enum service_key service_status_key(struct str status)
{
    static const struct { const char *status; enum service_key key; } keys[] = {
        {"pending (item modified)", SAY_changed}, {"pending", SAY_pending}, {"held", SAY_held}, {"processed", SAY_processed}, {"shipped", SAY_shipped},
        {"delivered", SAY_delivered}, {"cancelled", SAY_cancelled}, {"return requested", SAY_returning}, {"exchange requested", SAY_exchanging},
        {"returned", SAY_returned},
    };
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        if (str_eq(status, str_z(keys[i].status)))
            return keys[i].key;
    return SAY_KEYS;
}
