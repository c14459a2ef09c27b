/* intelligence/generate/voice.c - the language and tone that were asked for. */
#include "intelligence/generate/copy.h"
#include <ctype.h>

/* The language of words whose tag or English name this is; LANGS: none. */
static enum lang lang_named(struct str tag)
{
    static const char *const known[] = {"en", "de", "fr", "es"};
    static const char *const names[] = {"english", "german", "french", "spanish"};
    for (int i = 0; i < LANGS; i++)
        if (str_eq_case(tag, str_z(names[i])) || (tag.n >= 2 && str_eq_case(str_part(tag, 0, 2), str_z(known[i])) &&
            (tag.n == 2 || tag.p[2] == '-' || tag.p[2] == '_')))
            return (enum lang)i;
    return LANGS;
}

struct str voice_tag(struct str asked, const struct product *p)
{
    bool own = !asked.n && p->language.n && lang_named(str_trim(p->language)) < LANGS;
    return own ? p->language : asked;
}

enum status voice_language(struct ctx *c, struct str tag, struct voice *v)
{
    struct str low = str_lower(c, str_trim(tag));
    v->lang = low.n ? lang_named(low) : EN;
    v->us = str_ends(low, STR("-us")) || str_ends(low, STR("_us"));
    return v->lang < LANGS ? OK
        : fail(c, REJECT, "there are no words in language \"%.*s\"; known are en, de, fr and es", (int)(tag.n < 40 ? tag.n : 40), tag.p);
}

unsigned tone_named(struct str name)
{
    static const struct { const char *word; unsigned tone; } rows[] = {
        {"plain", PLAIN}, {"neutral", PLAIN}, {"informative", PLAIN}, {"simple", PLAIN}, {"clear", PLAIN},
            {"professional", PLAIN}, {"formal", PLAIN},
        {"concise", PLAIN}, {"direct", PLAIN}, {"factual", PLAIN}, {"minimal", PLAIN}, {"minimalist", PLAIN},
            {"serious", PLAIN}, {"authoritative", PLAIN}, {"trustworthy", PLAIN}, {"objective", PLAIN},
        {"warm", WARM}, {"friendly", WARM}, {"cosy", WARM}, {"cozy", WARM}, {"caring", WARM}, {"conversational",
            WARM}, {"casual", WARM}, {"inviting", WARM},
        {"approachable", WARM}, {"personal", WARM}, {"inspirational", WARM}, {"inspiring", WARM}, {"reassuring",
            WARM}, {"emotional", WARM}, {"homely", WARM}, {"persuasive", WARM}, {"welcoming", WARM},
        {"playful", PLAYFUL}, {"fun", PLAYFUL}, {"funny", PLAYFUL}, {"witty", PLAYFUL}, {"humorous", PLAYFUL},
            {"cheeky", PLAYFUL}, {"energetic", PLAYFUL}, {"quirky", PLAYFUL},
        {"bold", PLAYFUL}, {"youthful", PLAYFUL}, {"exciting", PLAYFUL}, {"enthusiastic", PLAYFUL}, {"lively",
            PLAYFUL}, {"adventurous", PLAYFUL}, {"upbeat", PLAYFUL},
        {"premium", PREMIUM}, {"luxury", PREMIUM}, {"luxurious", PREMIUM}, {"elegant", PREMIUM}, {"refined", PREMIUM},
            {"sophisticated", PREMIUM}, {"exclusive", PREMIUM},
        {"upscale", PREMIUM}, {"poetic", PREMIUM}, {"calm", PREMIUM}, {"understated", PREMIUM},
        {"technical", TECHNICAL}, {"expert", TECHNICAL}, {"detailed", TECHNICAL}, {"precise", TECHNICAL},
            {"scientific", TECHNICAL}, {"specification", TECHNICAL}, {"tech", TECHNICAL}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (has_word(name, str_z(rows[i].word)))
            return rows[i].tone;
    return 0;
}
