/* data/protect.c - attributes by which a person's price or offer must not be set. */
#include "data/protect.h"

/* Beginnings of words, as names of segments use them; whole words where the beginning is too common. */
static const char *const stems[] = {"gender", "female", "race", "racial", "ethnic", "religio", "disab", "pregnan", "orientation",
    "nationalit", "citizen", "belief", "skin", "health", "geschlecht", "schwanger", "behinder", "herkunft", "sexe", "grossesse",
    "handicap", NULL};
static const char *const words[] = {"sex", "age", "male", "men", "women", "birth", "birthdate", "alter", "origin", NULL};

static bool is_letter(char ch) { return (ch >= 'a' && ch <= 'z') || (ch >= 'A' && ch <= 'Z'); }

const char *protected_word(struct str segment)
{
    for (size_t i = 0; i < segment.n; i++) {
        if (!is_letter(segment.p[i]) || (i && is_letter(segment.p[i - 1])))
            continue;
        size_t end = i;
        while (end < segment.n && is_letter(segment.p[end]))
            end++;
        struct str word = str_part(segment, i, end);
        for (const char *const *w = words; *w; w++)
            if (str_eq_case(word, str_z(*w)))
                return *w;
        for (const char *const *w = stems; *w; w++)
            if (word.n >= strlen(*w) && str_eq_case(str_part(word, 0, strlen(*w)), str_z(*w)))
                return *w;
    }
    return NULL;
}
